//! Text fields with their labels, and where their edits go.

use egui::{Id, Response, TextEdit, Ui};

use super::super::bank::BankIntent;
use super::edit;
use crate::bank::Field;
use crate::ui::theme::{self, space, tokens};

/// The longest text, characters: what a bank keeps of it.
const LONGEST: usize = 64 * 1024;

/// Collects what a question's fields want.
pub(super) struct Intents<'a> {
    /// The question's id.
    pub(super) id: &'a str,
    pub(super) intents: &'a mut Vec<BankIntent>,
    /// Whether a field was left.
    pub(super) left: bool,
}

impl Intents<'_> {
    /// A change of the question.
    pub(super) fn push(&mut self, field: Field) {
        self.intents.push(edit(self.id, field));
    }

    /// A field that may have been typed in or left.
    pub(super) fn typed(&mut self, response: &Response, field: impl FnOnce() -> Field) {
        if response.changed() {
            self.push(field());
        }
        self.left_if(response);
    }

    /// A field that may have been left.
    pub(super) fn left_if(&mut self, response: &Response) {
        if response.lost_focus() {
            self.left = true;
            self.intents.push(BankIntent::TypingEnded);
        }
    }
}

/// A label over a field, with what it is for behind it.
pub(super) fn label_ui(ui: &mut Ui, label: &str, hint: &str) {
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        let text = egui::RichText::new(label).font(theme::strong()).color(tokens(ui).text);
        ui.label(text);
        if !hint.is_empty() {
            let text = egui::RichText::new(hint).font(theme::small()).color(tokens(ui).text_weak);
            ui.label(text);
        }
    });
}

/// A text over several lines, as wide as there is room.
pub(super) fn field_ui(
    ui: &mut Ui,
    id: Id,
    name: &str,
    text: &mut String,
    rows: usize,
) -> Response {
    let edit = TextEdit::multiline(text)
        .id(id)
        .font(theme::body())
        .char_limit(LONGEST)
        .desired_rows(rows)
        .desired_width(ui.available_width());
    ui.add(edit).accessible_name(name)
}

/// A text on one line.
pub(super) fn line_ui(ui: &mut Ui, id: Id, name: &str, text: &mut String, width: f32) -> Response {
    let edit = TextEdit::singleline(text).id(id).char_limit(LONGEST).desired_width(width.max(60.0));
    ui.add(edit).accessible_name(name)
}

/// A labelled field that has one entry a line.
pub(super) fn list_field_ui(
    ui: &mut Ui,
    label: &str,
    hint: &str,
    text: &mut String,
    rows: usize,
) -> Response {
    label_ui(ui, label, hint);
    field_ui(ui, Id::unique(("question list", label)), label, text, rows)
}
