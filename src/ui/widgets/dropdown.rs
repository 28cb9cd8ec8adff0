//! A labelled choice from a list.

use egui::{AtomExt as _, Color32, ComboBox, Rect, Response, RichText, Stroke, Ui, vec2};

use crate::ui::theme;

/// So much of a label is always shown, points: a very narrow dropdown grows for it.
const LEAST: f32 = 64.0;

/// One line of a dropdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<T> {
    /// What is chosen.
    pub value: T,
    /// What people read.
    pub label: String,
}

impl<T> Choice<T> {
    /// A line.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self { value, label: label.into() }
    }
}

/// Whether its list is open, and how it was opened or touched last.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Open {
    #[default]
    No,
    ByKey,
    ByPointer,
}

/// Shows the label of `current` (or `missing`, when it is not among the choices) and returns another
/// value if one was chosen.
///
/// `name` is the control's name for screen readers; `width` in points: a longer label is cut, and shown whole
/// on hover.
///
/// From the keyboard: Enter or Space opens it at the current choice, arrows move, Enter takes, Escape
/// closes; the focus then returns to the dropdown. Not to one that was opened with the pointer, or closed with
/// it: whoever points wants Space to be what it was.
pub fn dropdown_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    name: &str,
    current: &T,
    choices: &[Choice<T>],
    missing: &str,
    width: f32,
) -> (Response, Option<T>) {
    let shown = choices.iter().find(|choice| choice.value == *current);
    let text = shown.map_or(missing, |choice| choice.label.as_str());
    let open_id = ui.scope_id().with(("dropdown was open", name));
    let before = ui.data(|data| data.get_temp::<Open>(open_id)).unwrap_or_default();
    let was_open = before != Open::No;
    let mut chosen = None;
    let label = RichText::new(text).font(theme::body()).atom_shrink(true);
    let inner = ComboBox::from_id_salt(name)
        .selected_text(label.atom_max_width(text_room(ui, width)))
        .width(width)
        .icon(|ui, rect, visuals, _open| chevron_paint(ui, rect, visuals.fg_stroke.color))
        .truncate()
        .show_ui(ui, |ui| {
            for choice in choices {
                let taken = choice.value == *current;
                let response = ui.selectable_label(taken, choice.label.as_str());
                if taken && !was_open {
                    response.request_focus();
                }
                if response.clicked() {
                    // A click with the keyboard does not close a menu by itself.
                    ui.close();
                    chosen = (!taken).then(|| choice.value.clone());
                }
            }
        });
    let is_open = inner.inner.is_some();
    let by_pointer = ui.input(|input| input.pointer.any_click() || input.pointer.any_down());
    let now = match before {
        _ if !is_open => Open::No,
        Open::No if by_pointer => Open::ByPointer,
        Open::No => Open::ByKey,
        // A choice may close it only in the next frame.
        _ if by_pointer => Open::ByPointer,
        open => open,
    };
    ui.data_mut(|data| data.insert_temp(open_id, now));
    // Closed by a key: nothing has the focus now, and Tab would start at the top of the window.
    let unfocused = ui.memory(|memory| memory.focused().is_none());
    let closed = was_open && !is_open && unfocused && before == Open::ByKey;
    if !by_pointer && (chosen.is_some() || closed) {
        inner.response.request_focus();
    }
    let whole = ui.painter().layout_no_wrap(text.to_owned(), theme::body(), Color32::PLACEHOLDER);
    let is_cut = whole.size().x > text_room(ui, width);
    let response = inner.response.accessible_name(name);
    (if is_cut { response.on_hover_text(text) } else { response }, chosen)
}

/// What is left for the label in a dropdown of this width: a longer one would make the dropdown wider.
fn text_room(ui: &Ui, width: f32) -> f32 {
    let spacing = ui.spacing();
    let edge = 2.0 * (spacing.button_padding.x + 1.0);
    (width - edge - spacing.icon_width - spacing.icon_spacing).max(LEAST)
}

fn chevron_paint(ui: &Ui, rect: Rect, colour: Color32) {
    let middle = rect.center() + vec2(-2.0, 1.0);
    let corners = [vec2(-4.0, -2.0), vec2(0.0, 2.5), vec2(4.0, -2.0)];
    ui.painter().line(corners.map(|corner| middle + corner).to_vec(), Stroke::new(1.5, colour));
}
