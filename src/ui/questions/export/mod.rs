//! Export: in which form a bank is given away, and where to.

#[cfg(test)]
mod tests;

use std::time::Duration;

use egui::{Button, TextEdit, Ui};

use super::import::FileDialog;
use crate::bank::ExportForm;
use crate::ui::theme::space;
use crate::ui::widgets::{
    Choice, Tone, dialog_ui, dropdown_ui, hint_ui, primary_button_ui, row_ui, sentence_ui,
};

/// What the dialog shows.
#[derive(Debug, Clone, Default)]
pub struct ExportModel {
    /// The bank's id, which names the file at first.
    pub bank: String,
    /// Its title.
    pub title: String,
    /// The folder that is suggested, with its separator at the end.
    pub folder: String,
    /// The desktop's file dialog.
    pub dialog: FileDialog,
    /// A path that was chosen in it, and how many were before: each is taken over once.
    pub chosen: Option<(u64, String)>,
    /// How far it is.
    pub stage: ExportStage,
}

/// How far an export is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ExportStage {
    /// The user says what is wanted.
    #[default]
    Asking,
    /// It is being written.
    Writing,
    /// There is a file of that name: its path.
    AlreadyThere(String),
    /// It was not written: a sentence.
    Failed(String),
    /// It is written.
    Written {
        /// Where.
        path: String,
        /// As what.
        form: ExportForm,
    },
}

/// What only the dialog knows.
#[derive(Debug, Clone)]
pub struct ExportState {
    /// The bank it is about.
    bank: String,
    form: ExportForm,
    path: String,
    /// How many paths of the desktop's dialog were taken over.
    chosen: u64,
}

impl Default for ExportState {
    fn default() -> Self {
        Self { bank: String::new(), form: ExportForm::PrepSheet, path: String::new(), chosen: 0 }
    }
}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportIntent {
    /// Show the desktop's dialog to choose a place, with this name suggested.
    ChoosePlace(String),
    /// Write it.
    Write {
        /// The form.
        form: ExportForm,
        /// The path, as it was typed.
        path: String,
        /// Whether a file that is there is replaced.
        replace: bool,
    },
    /// Show the folder of the file.
    ShowInFolder(String),
    /// Open the file in the browser.
    OpenInBrowser(String),
    /// Another place or form is chosen: ask again.
    AskAgain,
    /// The dialog is over.
    Close,
}

impl ExportState {
    fn follow(&mut self, model: &ExportModel) {
        if self.bank != model.bank {
            self.bank.clone_from(&model.bank);
            self.path = self.suggested(model);
        }
        if let Some((number, path)) = &model.chosen
            && *number > self.chosen
        {
            self.chosen = *number;
            self.path.clone_from(path);
        }
    }

    fn suggested(&self, model: &ExportModel) -> String {
        format!("{}{}", model.folder, self.name(model))
    }

    fn name(&self, model: &ExportModel) -> String {
        let what = if self.form == ExportForm::PrepSheet { "-prep-sheet" } else { "" };
        format!("{}{what}.{}", model.bank, self.form.ending())
    }

    /// Another form: a name that was suggested is suggested anew, of a typed one only the ending changes.
    fn set_form(&mut self, form: ExportForm, model: &ExportModel) {
        let was_suggested = self.path == self.suggested(model);
        let old = format!(".{}", self.form.ending());
        self.form = form;
        if was_suggested {
            self.path = self.suggested(model);
        } else if let Some(stem) = self.path.strip_suffix(&old) {
            self.path = format!("{stem}.{}", form.ending());
        }
    }
}

/// The dialog. Call it every frame it is shown; apply what it returns.
#[must_use = "intents are to be applied"]
pub fn export_ui(ui: &Ui, model: &ExportModel, state: &mut ExportState) -> Vec<ExportIntent> {
    state.follow(model);
    let mut intents = Vec::new();
    match model.stage {
        ExportStage::Writing => ui.ctx().request_repaint_after(Duration::from_millis(40)),
        _ if model.dialog == FileDialog::Open => {
            ui.ctx().request_repaint_after(Duration::from_millis(200));
        }
        _ => {}
    }
    let closed = dialog_ui(ui, "Export questions", 640.0, |ui| match &model.stage {
        ExportStage::Written { path, form } => written_ui(ui, path, *form, &mut intents),
        _ => asking_ui(ui, model, state, &mut intents),
    });
    if closed {
        intents.push(ExportIntent::Close);
    }
    intents
}

fn asking_ui(
    ui: &mut Ui,
    model: &ExportModel,
    state: &mut ExportState,
    intents: &mut Vec<ExportIntent>,
) {
    let before = (state.form, state.path.clone());
    hint_ui(ui, &model.title);
    row_ui(ui, "As", about(state.form), |ui| {
        let choices = ExportForm::ALL.map(|form| Choice::new(form, form.label()));
        let (_, chosen) = dropdown_ui(ui, "Form", &state.form, &choices, "", 240.0);
        if let Some(form) = chosen {
            state.set_form(form, model);
        }
    });
    row_ui(ui, "To", "", |ui| {
        let room = 110.0;
        let width = (ui.available_width() - room).max(160.0);
        let path = TextEdit::singleline(&mut state.path).desired_width(width);
        ui.add(path).accessible_name("Path of the file");
        let open = model.dialog == FileDialog::Open;
        if ui.add_enabled(!open, Button::new("Choose…")).clicked() {
            intents.push(ExportIntent::ChoosePlace(state.name(model)));
        }
    });
    if model.dialog == FileDialog::Missing {
        let why = "There is no file dialog on this desktop. Type the path.";
        sentence_ui(ui, Tone::Note, why);
    }
    if let ExportStage::Failed(why) = &model.stage {
        sentence_ui(ui, Tone::Wrong, why);
    }
    if before != (state.form, state.path.clone()) {
        intents.push(ExportIntent::AskAgain);
    }
    ui.add_space(space::S);
    let write =
        |replace| ExportIntent::Write { form: state.form, path: state.path.clone(), replace };
    if let ExportStage::AlreadyThere(path) = &model.stage {
        sentence_ui(ui, Tone::Note, &format!("There is a file of that name already: {path}"));
        ui.horizontal_wrapped(|ui| {
            if ui.button("Replace it").clicked() {
                intents.push(write(true));
            }
            cancel_ui(ui);
        });
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let can = !state.path.trim().is_empty() && model.stage != ExportStage::Writing;
        if primary_button_ui(ui, "Export", can).clicked() {
            intents.push(write(false));
        }
        cancel_ui(ui);
    });
}

fn cancel_ui(ui: &mut Ui) {
    if ui.button("Cancel").clicked() {
        ui.close();
    }
}

/// What a form is for.
fn about(form: ExportForm) -> &'static str {
    match form {
        ExportForm::Toml => "All of it, to keep, to edit by hand or for another Greenroom.",
        ExportForm::Json => "All of it, for programs.",
        ExportForm::Csv => "All of it, a row for each question.",
        ExportForm::Anki => "A card for each question, its model answer on the back.",
        ExportForm::Markdown => "To read, and to write on.",
        ExportForm::PrepSheet => {
            "A page or two with your own words filled in. The other forms go without them."
        }
    }
}

fn written_ui(ui: &mut Ui, path: &str, form: ExportForm, intents: &mut Vec<ExportIntent>) {
    sentence_ui(ui, Tone::Good, &format!("Written: {path}"));
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        if form == ExportForm::PrepSheet && ui.button("Open in the browser").clicked() {
            intents.push(ExportIntent::OpenInBrowser(path.to_owned()));
        }
        if ui.button("Show in folder").clicked() {
            intents.push(ExportIntent::ShowInFolder(path.to_owned()));
        }
        if ui.button("Done").clicked() {
            ui.close();
        }
    });
}
