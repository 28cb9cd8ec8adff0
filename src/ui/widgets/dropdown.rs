//! A labelled choice from a list.

use egui::{ComboBox, Response, RichText, Stroke, Ui, vec2};

use crate::ui::theme;

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

/// Shows the label of `current` (or `missing`, when it is not among the choices) and returns another
/// value if one was chosen. `name` is the control's name for screen readers; `width` in points.
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
    let mut chosen = None;
    let inner = ComboBox::from_id_salt(name)
        .selected_text(RichText::new(text).font(theme::body()))
        .width(width)
        .icon(|ui, rect, visuals, _open| {
            let middle = rect.center() + vec2(-2.0, 1.0);
            let line = Stroke::new(1.5, visuals.fg_stroke.color);
            let corners = [vec2(-4.0, -2.0), vec2(0.0, 2.5), vec2(4.0, -2.0)];
            ui.painter().line(corners.map(|corner| middle + corner).to_vec(), line);
        })
        .truncate()
        .show_ui(ui, |ui| {
            for choice in choices {
                let taken = choice.value == *current;
                if ui.selectable_label(taken, choice.label.as_str()).clicked() && !taken {
                    chosen = Some(choice.value.clone());
                }
            }
        });
    (inner.response.accessible_name(name), chosen)
}
