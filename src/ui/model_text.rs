//! A model answer with its placeholders: filled ones marked, empty ones as their label, each a click away
//! from being typed.

use std::collections::BTreeMap;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Color32, Id, Label, Response, Sense, TextEdit, Ui, WidgetInfo};

use crate::ui::theme::{self, tokens};

/// From one line of reading text to the next, points.
const LINE: f32 = 22.0;
/// Between paragraphs, points.
const PARAGRAPH: f32 = 10.0;

/// A piece of a model answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Words; a line break ends a paragraph.
    Text(String),
    /// A placeholder.
    Slot {
        /// Under which its value is kept.
        key: String,
        /// What it stands for: "your number of years".
        label: String,
        /// What the user filled in, if anything.
        value: Option<String>,
    },
}

/// The placeholder being typed, and what is filled in but has not come back with the model yet.
#[derive(Debug, Default)]
pub struct SlotEditing {
    open: Option<OpenSlot>,
    /// Just filled in, by key: shown until the model says the same.
    sent: BTreeMap<String, String>,
}

#[derive(Debug)]
struct OpenSlot {
    key: String,
    text: String,
    /// Whether the field has had the focus yet: losing it ends the typing.
    had_focus: bool,
}

/// Draws the text; gives the key and new value of a placeholder that was filled in or emptied.
pub fn model_text_ui(
    ui: &mut Ui,
    segments: &[Segment],
    editing: &mut SlotEditing,
) -> Option<(String, String)> {
    let mut filled = None;
    ui.scope(|ui| {
        // A row is as high as a line, not as a button: lines stay evenly apart.
        ui.spacing_mut().interact_size.y = LINE;
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        filled = rows_ui(ui, segments, editing);
    });
    if let Some((key, value)) = &filled {
        editing.sent.insert(key.clone(), value.clone());
    }
    filled
}

fn rows_ui(
    ui: &mut Ui,
    segments: &[Segment],
    editing: &mut SlotEditing,
) -> Option<(String, String)> {
    let mut filled = None;
    ui.horizontal_wrapped(|ui| {
        for segment in segments {
            match segment {
                Segment::Text(text) => words_ui(ui, text),
                Segment::Slot { key, label, value } => {
                    let value = shown_value(editing, key, value.as_deref());
                    filled = slot_ui(ui, key, label, &value, editing).or(filled.take());
                }
            }
        }
    });
    filled
}

/// The value to show: the one just typed until the model has it.
fn shown_value(editing: &mut SlotEditing, key: &str, value: Option<&str>) -> String {
    let value = value.unwrap_or_default();
    if editing.sent.get(key).is_some_and(|sent| sent == value) {
        editing.sent.remove(key);
    }
    editing.sent.get(key).map_or(value, String::as_str).to_owned()
}

/// Reading text in the middle of its line.
fn set(text: &str, color: Color32, background: Color32) -> LayoutJob {
    let format = TextFormat {
        font_id: theme::body(),
        color,
        background,
        line_height: Some(LINE),
        valign: Align::Center,
        ..TextFormat::default()
    };
    LayoutJob::single_section(text.to_owned(), format)
}

fn words_ui(ui: &mut Ui, text: &str) {
    for (nth, paragraph) in text.split('\n').enumerate() {
        if nth > 0 {
            ui.end_row();
            ui.allocate_space(egui::vec2(ui.available_width(), PARAGRAPH));
            ui.end_row();
        }
        if !paragraph.is_empty() {
            let text = set(paragraph, tokens(ui).text, Color32::TRANSPARENT);
            ui.add(Label::new(text).wrap());
        }
    }
}

fn slot_ui(
    ui: &mut Ui,
    key: &str,
    label: &str,
    value: &str,
    editing: &mut SlotEditing,
) -> Option<(String, String)> {
    if let Some(open) = editing.open.as_mut().filter(|open| open.key == key) {
        let done = field_ui(ui, label, open)?;
        let text = open.text.trim().to_owned();
        editing.open = None;
        return (done == Done::Keep && text != value).then(|| (key.to_owned(), text));
    }
    if chip_ui(ui, label, value).clicked() {
        editing.open =
            Some(OpenSlot { key: key.to_owned(), text: value.to_owned(), had_focus: false });
        ui.ctx().request_repaint();
    }
    None
}

fn chip_ui(ui: &mut Ui, label: &str, value: &str) -> Response {
    let tokens = tokens(ui);
    let empty = value.is_empty();
    let colour = if empty { tokens.accent } else { tokens.text };
    let text = set(if empty { label } else { value }, colour, tokens.accent_faint);
    let response = ui.add(Label::new(text).wrap().selectable(false).sense(Sense::click()));
    response.widget_info(|| {
        let name = if empty { format!("Fill in {label}") } else { format!("Change {label}") };
        WidgetInfo {
            current_text_value: Some(value.to_owned()),
            ..WidgetInfo::labeled(Role::Button, true, name)
        }
    });
    response.on_hover_cursor(egui::CursorIcon::Text).on_hover_text(if empty {
        "Fill in"
    } else {
        label
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    Keep,
    Leave,
}

/// The field; gives how the typing ended, when it did.
fn field_ui(ui: &mut Ui, label: &str, open: &mut OpenSlot) -> Option<Done> {
    let edit = TextEdit::singleline(&mut open.text)
        .id(Id::unique(("slot", &open.key)))
        .font(theme::body())
        .desired_width(160.0_f32.min(ui.max_rect().width()))
        .hint_text(label);
    let response = ui.add(edit).accessible_name(label);
    if !open.had_focus {
        response.request_focus();
        open.had_focus = true;
        return None;
    }
    if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        return Some(Done::Leave);
    }
    (!response.has_focus()).then_some(Done::Keep)
}
