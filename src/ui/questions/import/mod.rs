//! Import: where a text comes from, what was understood of it, and what is made of it before it is kept.
//!
//! Reads nothing by itself: it wants texts and files read, and shows what came of it.

mod counts;
mod drop_hint;
mod left_out;
mod list;
mod preview;
mod source;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use egui::{Align, Layout, Ui};

pub use drop_hint::drop_hint_ui;
use preview::Preview;

use crate::bank::{Form, Imported, Keeping};
use crate::ui::keys::{self, Place};
use crate::ui::theme::{size, space};
use crate::ui::widgets::{Choice, screen_ui, title_ui};

/// What the page shows.
#[derive(Debug, Clone, Default)]
pub struct ImportModel {
    /// How far it is.
    pub stage: ImportStage,
    /// Banks of the user's that questions can be added to: id and title.
    pub banks: Vec<(String, String)>,
    /// Ids that a new bank can't have.
    pub taken: Vec<String>,
    /// The desktop's file dialog.
    pub dialog: FileDialog,
    /// Why it was not kept, a sentence.
    pub problem: Option<String>,
}

/// How far an import is.
#[derive(Debug, Clone, Default)]
pub enum ImportStage {
    /// The user says what is to be read.
    #[default]
    Source,
    /// It is being read: the file's name, empty for what was pasted.
    Reading(String),
    /// Nothing came of it: a sentence that says what to do.
    Failed(String),
    /// It was understood.
    Understood {
        /// What there is.
        imported: Arc<Imported>,
        /// The file's name, empty for what was pasted.
        name: String,
        /// Whether it was told what form it has.
        form_given: bool,
        /// Another number for each reading.
        reading: u64,
    },
    /// It is being kept.
    Keeping,
}

/// The desktop's dialog to choose a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FileDialog {
    /// It can be asked for.
    #[default]
    Ready,
    /// It is open.
    Open,
    /// This desktop has none.
    Missing,
}

/// What is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportSource {
    /// A text that was typed or pasted.
    Text(Arc<str>),
    /// A file, as the user typed its path.
    Path(String),
}

/// What only the page knows. It stays while the screen is left, so that nothing pasted is lost.
#[derive(Debug, Clone, Default)]
pub struct ImportState {
    source: source::SourceState,
    preview: Preview,
}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportIntent {
    /// Read this.
    Read {
        /// What.
        source: ImportSource,
        /// Its form; `None` to have it detected.
        form: Option<Form>,
    },
    /// Read the same once more, as this form; `None` to have it detected.
    ReadAs(Option<Form>),
    /// Show the desktop's dialog to choose a file, and read that.
    ChooseFile,
    /// Go back to where the text comes from.
    Back,
    /// Keep it.
    Keep {
        /// What the user made of it.
        keeping: Box<Keeping>,
        /// The id of the bank it is added to; `None` for a bank of its own.
        into: Option<String>,
    },
    /// Leave without keeping anything.
    Cancel,
}

impl ImportState {
    /// What was read is kept: nothing of it is needed any more.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

/// The page. Call it every frame it is shown; apply what it returns.
#[must_use = "intents are to be applied"]
pub fn import_ui(ui: &mut Ui, model: &ImportModel, state: &mut ImportState) -> Vec<ImportIntent> {
    let mut intents = Vec::new();
    if let Some(wait) = waiting(model) {
        ui.ctx().request_repaint_after(wait);
    }
    screen_ui(ui, |ui| match &model.stage {
        ImportStage::Understood { imported, name, form_given, reading } => {
            let shown = preview::Shown { imported, name, form_given: *form_given, model };
            state.preview.follow(*reading, imported);
            preview::preview_ui(ui, &shown, &mut state.preview, &mut intents);
        }
        ImportStage::Keeping => {
            title_ui(ui, "Import questions");
            ui.add_space(space::M);
            ui.label("Keeping it…");
        }
        _ => source::source_ui(ui, model, &mut state.source, &mut intents),
    });
    intents
}

/// When to look again whether something has come of what is waited for.
fn waiting(model: &ImportModel) -> Option<Duration> {
    match model.stage {
        ImportStage::Reading(_) | ImportStage::Keeping => Some(Duration::from_millis(40)),
        _ if model.dialog == FileDialog::Open => Some(Duration::from_millis(200)),
        _ => None,
    }
}

/// "Detected", then every form.
fn form_choices(detected: &str) -> Vec<Choice<Option<Form>>> {
    let forms = Form::ALL.into_iter().map(|form| Choice::new(Some(form), form.label()));
    [Choice::new(None, detected)].into_iter().chain(forms).collect()
}

/// A row as high as its button that matters, the other controls in its middle.
fn bar_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let size = egui::vec2(ui.available_width(), size::PRIMARY);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        add(ui);
    });
}

/// Whether the key for "go on" was pressed.
fn goes_on(ui: &Ui) -> bool {
    !keys::pressed(ui.ctx(), Place::Import, None).is_empty()
}
