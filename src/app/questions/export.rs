//! Export: what is written, where to, and what came of it.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

use crate::bank::{self, ExportForm, Values};
use crate::rehearsal::{Library, bank_now};
use crate::store::{self, Store, StoreError};
use crate::ui::questions::{ExportIntent, ExportModel, ExportStage, FileDialog as Dialog};

use super::super::desk::Desk;
use super::super::file_dialog::{Answer, FileDialog, Wanted};
use super::super::librarian::Job;

#[cfg(test)]
mod tests;

/// An export that is to be written.
pub(in super::super) struct ExportJob {
    bank: String,
    form: ExportForm,
    /// The user's words for blanks.
    values: Values,
    /// As it was typed.
    path: String,
    replace: bool,
    library: Arc<Library>,
}

/// What came of it.
#[derive(Debug)]
pub(in super::super) enum Exported {
    /// It is written.
    Written(PathBuf, ExportForm),
    /// There is a file already.
    AlreadyThere(PathBuf),
    /// It is not, a sentence.
    Failed(String),
}

/// Writes it, on the librarian's thread.
pub(in super::super) fn export(job: &ExportJob, store: &Store) -> Exported {
    let Some((bank, _)) = bank_now(&job.bank, &job.library, store) else {
        return Exported::Failed(format!("The bank “{}” is gone.", job.bank));
    };
    let text = bank::export(&bank, job.form, &job.values);
    let mut path = store::typed_path(&job.path);
    if path.is_relative() {
        // Nobody knows where a window was started.
        path = store::documents_folder().join(path);
    }
    match store::write_outside(&path, text.as_bytes(), job.replace) {
        Ok(()) => Exported::Written(path, job.form),
        Err(StoreError::AlreadyThere { path }) => Exported::AlreadyThere(path),
        Err(problem) => Exported::Failed(problem.to_string()),
    }
}

/// What goes on behind the dialog.
#[derive(Default)]
pub(in super::super) struct ExportDesk {
    dialog: Option<FileDialog>,
    /// How many paths were chosen in the desktop's dialog.
    chosen: u64,
}

impl ExportDesk {
    /// Shows the dialog for the bank of this id.
    pub(super) fn open(&mut self, id: &str, model: &mut Option<ExportModel>, desk: &Desk) {
        let Some(entry) = desk.library.bank(id) else { return };
        let folder = store::documents_folder();
        *model = Some(ExportModel {
            bank: id.to_owned(),
            title: entry.bank.title.clone(),
            folder: format!("{}{MAIN_SEPARATOR}", folder.display()),
            ..ExportModel::default()
        });
    }

    /// Brings the dialog up to date.
    pub(super) fn follow(&mut self, model: &mut Option<ExportModel>) {
        let (Some(model), Some(dialog)) = (model, &self.dialog) else { return };
        model.dialog = match dialog.answer() {
            Answer::Waiting => return,
            Answer::Missing => Dialog::Missing,
            Answer::Nothing => Dialog::Ready,
            Answer::Chosen(path) => {
                self.chosen += 1;
                model.chosen = Some((self.chosen, path.display().to_string()));
                Dialog::Ready
            }
        };
        self.dialog = None;
    }

    /// Does what the user wants.
    pub(super) fn apply(
        &mut self,
        intent: ExportIntent,
        model: &mut Option<ExportModel>,
        desk: &Desk,
    ) {
        let Some(page) = model else { return };
        match intent {
            ExportIntent::ChoosePlace(name) => {
                let folder = store::documents_folder();
                self.dialog = FileDialog::open(Wanted::Save { folder, name });
                page.dialog = if self.dialog.is_some() { Dialog::Open } else { Dialog::Missing };
            }
            ExportIntent::Write { form, path, replace } => {
                page.stage = ExportStage::Writing;
                desk.librarian.ask(Job::Export(Box::new(ExportJob {
                    bank: page.bank.clone(),
                    form,
                    values: desk.profile.of(&page.bank),
                    path,
                    replace,
                    library: Arc::clone(&desk.library),
                })));
            }
            ExportIntent::ShowInFolder(path) => {
                let folder = Path::new(&path).parent().unwrap_or(Path::new(&path));
                desk.librarian.ask(Job::ShowFolder(folder.to_owned()));
            }
            ExportIntent::OpenInBrowser(path) => {
                desk.librarian.ask(Job::ShowFile(PathBuf::from(path)));
            }
            ExportIntent::AskAgain => {
                if page.stage != ExportStage::Writing {
                    page.stage = ExportStage::Asking;
                }
            }
            ExportIntent::Close => *model = None,
        }
    }

    /// Learns what came of writing. Gives a sentence if it went wrong and the dialog, which would say so, is
    /// gone.
    pub(super) fn exported(
        &self,
        outcome: Exported,
        model: &mut Option<ExportModel>,
    ) -> Option<String> {
        let stage = match outcome {
            Exported::Written(path, form) => {
                ExportStage::Written { path: path.display().to_string(), form }
            }
            Exported::AlreadyThere(path) => ExportStage::AlreadyThere(path.display().to_string()),
            Exported::Failed(why) => ExportStage::Failed(why),
        };
        match (model, stage) {
            (Some(page), stage) => page.stage = stage,
            (None, ExportStage::Failed(why)) => return Some(why),
            (None, ExportStage::AlreadyThere(path)) => {
                return Some(format!("Not exported: there is a file of that name already: {path}"));
            }
            (None, _) => {}
        }
        None
    }
}
