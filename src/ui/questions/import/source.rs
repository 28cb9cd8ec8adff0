//! Where the text comes from: pasted, typed, or a file.

use std::sync::Arc;

use egui::{
    Align, Event, Label, Layout, RichText, ScrollArea, TextEdit, Ui, ViewportCommand, vec2,
};

use super::counts::number;
use super::{
    FileDialog, ImportIntent, ImportModel, ImportSource, ImportStage, bar_ui, form_choices, goes_on,
};
use crate::bank::Form;
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{self, space};
use crate::ui::widgets::{
    Tone, button_room, dropdown_ui, hint_ui, panel_frame, primary_button_ui, sentence_ui, title_ui,
};
use crate::units::bytes_text;

/// The longest text that is shown to be edited, in bytes. Every change lays all of it out again: this much
/// takes a few milliseconds.
const EDITED_BYTES: usize = 32 << 10;

/// As much of a longer one is shown, in characters.
const BEGINNING: usize = 400;

/// A clipboard that has not answered by then has no text, seconds.
const CLIPBOARD_SECS: f64 = 1.0;

/// What was pasted and typed.
#[derive(Debug, Clone, Default)]
pub(super) struct SourceState {
    /// A text short enough to be edited.
    text: String,
    /// A longer one, in place of it.
    long: Option<Long>,
    /// A file's path.
    path: String,
    /// The form it is read as.
    form: Option<Form>,
    /// Since when the clipboard is waited for, by egui's clock.
    waiting: Option<f64>,
    /// The clipboard had no text.
    nothing: bool,
}

/// A text too long to be edited here.
#[derive(Debug, Clone)]
struct Long {
    text: Arc<str>,
    lines: usize,
    beginning: String,
}

impl SourceState {
    /// The text, if there is any.
    fn whole(&self) -> Option<Arc<str>> {
        match &self.long {
            Some(long) => Some(Arc::clone(&long.text)),
            None => Some(self.text.as_str()).filter(|text| !text.trim().is_empty()).map(Arc::from),
        }
    }

    /// Puts a text behind what is there.
    fn add(&mut self, text: &str) {
        let before = self.whole();
        let all = match &before {
            Some(before) => format!("{}\n\n{text}", before.trim_end()),
            None => text.to_owned(),
        };
        self.set(all);
    }

    fn set(&mut self, text: String) {
        if text.len() <= EDITED_BYTES {
            (self.text, self.long) = (text, None);
            return;
        }
        let one_line = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign });
        let mut beginning: String = one_line.take(BEGINNING).collect();
        beginning.push('…');
        let lines = text.lines().count();
        self.long = Some(Long { lines, beginning, text: text.into() });
        self.text = String::new();
    }
}

pub(super) fn source_ui(
    ui: &mut Ui,
    model: &ImportModel,
    state: &mut SourceState,
    intents: &mut Vec<ImportIntent>,
) {
    let mut read = goes_on(ui);
    read |= take_pastes(ui, state);
    head_ui(ui, intents);
    panel_frame(ui).show(ui, |ui| {
        hint_ui(
            ui,
            "An article, a saved web page, a list, a table, Anki notes or another bank: with answers or \
             without. You see what was understood before anything is kept.",
        );
        ui.add_space(space::XS);
        // Two rows of controls, a line between, and a sentence.
        let below = 134.0;
        text_ui(ui, state, (ui.available_height() - below).max(120.0));
        ui.add_space(space::XS);
        read |= text_buttons_ui(ui, state);
        ui.separator();
        file_ui(ui, model, state, intents);
        told_ui(ui, model, state);
    });
    if read && let Some(text) = state.whole() {
        intents.push(ImportIntent::Read { source: ImportSource::Text(text), form: state.form });
    }
}

fn head_ui(ui: &mut Ui, intents: &mut Vec<ImportIntent>) {
    ui.horizontal(|ui| {
        title_ui(ui, "Import questions");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button("Cancel").clicked() {
                intents.push(ImportIntent::Cancel);
            }
        });
    });
    ui.add_space(space::S);
}

/// Takes what was pasted, but for what goes into a field by itself. True if it was asked for and is to be
/// read at once.
fn take_pastes(ui: &Ui, state: &mut SourceState) -> bool {
    let typing = ui.ctx().text_edit_focused();
    let waiting = state.waiting.is_some();
    let mut taken = Vec::new();
    let now = ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Paste(text) if waiting || !typing || text.len() > EDITED_BYTES => {
                taken.push(text.clone());
                false
            }
            _ => true,
        });
        input.time
    });
    for text in &taken {
        state.add(text);
    }
    match state.waiting {
        Some(_) if !taken.is_empty() => {
            state.waiting = None;
            return true;
        }
        Some(since) if now - since > CLIPBOARD_SECS => {
            state.waiting = None;
            state.nothing = true;
        }
        Some(_) => ui.ctx().request_repaint_after(std::time::Duration::from_millis(100)),
        None => {}
    }
    false
}

fn text_ui(ui: &mut Ui, state: &mut SourceState, height: f32) {
    let size = vec2(ui.available_width(), height);
    if let Some(long) = &state.long {
        ui.allocate_ui(size, |ui| {
            ui.set_min_size(size);
            let what = format!(
                "{} and {} of text.",
                bytes_text(long.text.len() as u64),
                number(long.lines, "line", "lines")
            );
            sentence_ui(ui, Tone::Plain, &what);
            hint_ui(ui, "Too long to be changed here. It begins");
            ui.add(Label::new(RichText::new(&long.beginning).font(theme::small())).wrap());
        });
        return;
    }
    let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height);
    scroll_ui(ui, area, |ui| {
        let edit = TextEdit::multiline(&mut state.text)
            .hint_text("Paste an article or a list here")
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, height));
        let response = ui.add(edit).accessible_name("Article or list");
        if response.changed() {
            state.nothing = false;
        }
    });
    if state.text.len() > EDITED_BYTES {
        let text = std::mem::take(&mut state.text);
        state.set(text);
    }
}

/// True if it is to be read.
fn text_buttons_ui(ui: &mut Ui, state: &mut SourceState) -> bool {
    let mut read = false;
    bar_ui(ui, |ui| {
        if ui.button("Paste").on_hover_text("What is on the clipboard").clicked() {
            state.waiting = Some(ui.input(|input| input.time));
            state.nothing = false;
            ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
        }
        let some = state.whole().is_some();
        if ui.add_enabled(some, egui::Button::new("Clear")).clicked() {
            state.set(String::new());
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            read = primary_button_ui(ui, "Read it", some).clicked();
            let choices = form_choices("Detect the form");
            let (_, chosen) = dropdown_ui(ui, "Form", &state.form, &choices, "", 200.0);
            if let Some(form) = chosen {
                state.form = form;
            }
        });
    });
    read
}

fn file_ui(
    ui: &mut Ui,
    model: &ImportModel,
    state: &mut SourceState,
    intents: &mut Vec<ImportIntent>,
) {
    ui.horizontal(|ui| {
        ui.label("Or a file");
        let dialog = "Open a file…";
        let room = button_room(ui, "Read") + button_room(ui, dialog);
        let edit = TextEdit::singleline(&mut state.path)
            .hint_text("Its path; or drop it on the window")
            .desired_width((ui.available_width() - room).max(160.0));
        let field = ui.add(edit).accessible_name("Path of a file");
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let some = !state.path.trim().is_empty();
        let asked = ui.add_enabled(some, egui::Button::new("Read")).clicked();
        if some && (entered || asked) {
            let source = ImportSource::Path(state.path.clone());
            intents.push(ImportIntent::Read { source, form: state.form });
        }
        let open = model.dialog == FileDialog::Open;
        if ui.add_enabled(!open, egui::Button::new(dialog)).clicked() {
            intents.push(ImportIntent::ChooseFile);
        }
    });
}

fn told_ui(ui: &mut Ui, model: &ImportModel, state: &SourceState) {
    match &model.stage {
        ImportStage::Reading(name) if name.is_empty() => {
            sentence_ui(ui, Tone::Weak, "Reading…");
        }
        ImportStage::Reading(name) => {
            sentence_ui(ui, Tone::Weak, &format!("Reading {name}…"));
        }
        ImportStage::Failed(why) => {
            sentence_ui(ui, Tone::Wrong, why);
        }
        _ if state.nothing => {
            sentence_ui(ui, Tone::Note, "There is no text on the clipboard. Copy some first.");
        }
        _ => {}
    }
    if model.dialog == FileDialog::Missing {
        let why = "There is no file dialog on this desktop. Type the path, or drop the file on the window.";
        sentence_ui(ui, Tone::Note, why);
    }
}
