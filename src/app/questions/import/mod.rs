//! Import: what is read, what came of it, and what is kept.

mod keep;
mod reader;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

pub(in super::super) use keep::{KeepJob, Kept, keep};
use reader::{Outcome, Reader, Request, Source};

use crate::bank::Form;
use crate::rehearsal::Library;
use crate::ui::questions::{
    FileDialog as Dialog, ImportIntent, ImportModel, ImportSource, ImportStage,
};

use super::super::desk::Desk;
use super::super::file_dialog::{Answer, FileDialog, Wanted};
use super::super::librarian::Job;

/// What goes on behind the page.
#[derive(Default)]
pub(in super::super) struct ImportDesk {
    reader: Option<Reader>,
    dialog: Option<FileDialog>,
    /// The number of the latest request.
    number: u64,
    /// What was read last, and its name.
    read: Option<(Arc<[u8]>, String)>,
    /// What the lists of banks were made of.
    library: Option<Arc<Library>>,
    /// What is being kept, to go back to if it can't be.
    keeping: Option<ImportStage>,
    /// What was kept, until the library has it; and the library of before.
    kept: Option<(Kept, Arc<Library>)>,
}

impl ImportDesk {
    /// Shows the page. What was understood before is still there.
    pub(super) fn open(&self, model: &mut Option<ImportModel>) {
        model.get_or_insert_default();
    }

    /// Reads a file that was dropped on the window.
    pub(super) fn read_dropped(&mut self, path: &Path, model: &mut Option<ImportModel>) {
        let model = model.get_or_insert_default();
        if !matches!(model.stage, ImportStage::Keeping) {
            self.ask(Source::File(path.to_string_lossy().into_owned()), None, model);
        }
    }

    /// Brings the page up to date.
    pub(super) fn follow(&mut self, model: &mut Option<ImportModel>, desk: &Desk) {
        let Some(model) = model else { return };
        self.list_banks(model, &desk.library);
        self.follow_dialog(model);
        let Some(reader) = &self.reader else { return };
        match reader.outcome() {
            Some(outcome) if outcome.number == self.number => self.show(outcome, model),
            Some(_) => {}
            None if reader.has_failed() => {
                self.reader = None;
                let why = "This can't be read: Greenroom stumbled over it. Save it in another form, or paste a part of it.";
                model.stage = ImportStage::Failed(why.to_owned());
            }
            None => {}
        }
    }

    fn list_banks(&mut self, model: &mut ImportModel, library: &Arc<Library>) {
        if self.library.as_ref().is_some_and(|have| Arc::ptr_eq(have, library)) {
            return;
        }
        self.library = Some(Arc::clone(library));
        let banks = || library.banks.iter();
        model.taken = banks().map(|entry| entry.bank.id.clone()).collect();
        let own = banks().filter(|entry| entry.file.is_some());
        model.banks = own.map(|entry| (entry.bank.id.clone(), entry.bank.title.clone())).collect();
    }

    fn follow_dialog(&mut self, model: &mut ImportModel) {
        let Some(dialog) = &self.dialog else { return };
        model.dialog = match dialog.answer() {
            Answer::Waiting => return,
            Answer::Missing => Dialog::Missing,
            Answer::Nothing => Dialog::Ready,
            Answer::Chosen(path) => {
                self.ask(Source::File(path.to_string_lossy().into_owned()), None, model);
                Dialog::Ready
            }
        };
        self.dialog = None;
    }

    fn ask(&mut self, source: Source, form: Option<Form>, model: &mut ImportModel) {
        self.number += 1;
        let name = match &source {
            Source::File(path) => path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned(),
            Source::Bytes { name, .. } => name.clone(),
        };
        if self.reader.is_none() {
            self.reader = Reader::start().ok();
        }
        model.problem = None;
        model.stage = match &self.reader {
            Some(reader) => {
                reader.ask(Request { number: self.number, source, form });
                ImportStage::Reading(name)
            }
            None => ImportStage::Failed(
                "There is no room for more work. Close other programs and try again.".to_owned(),
            ),
        };
    }

    fn show(&mut self, outcome: Outcome, model: &mut ImportModel) {
        if let Some(bytes) = outcome.bytes {
            self.read = Some((bytes, outcome.name.clone()));
        }
        model.stage = match outcome.result {
            Ok(imported) => ImportStage::Understood {
                imported,
                name: outcome.name,
                form_given: outcome.form.is_some(),
                reading: outcome.number,
            },
            Err(why) => ImportStage::Failed(why),
        };
    }

    /// Does what the user wants.
    pub(super) fn apply(
        &mut self,
        intent: ImportIntent,
        model: &mut Option<ImportModel>,
        desk: &Desk,
    ) {
        let Some(page) = model else { return };
        match intent {
            ImportIntent::Read { source: ImportSource::Text(text), form } => {
                let source = Source::Bytes { bytes: text.into(), name: String::new() };
                self.ask(source, form, page);
            }
            ImportIntent::Read { source: ImportSource::Path(path), form } => {
                self.ask(Source::File(path), form, page);
            }
            ImportIntent::ReadAs(form) => {
                if let Some((bytes, name)) = self.read.clone() {
                    self.ask(Source::Bytes { bytes, name }, form, page);
                }
            }
            ImportIntent::ChooseFile => {
                self.dialog = FileDialog::open(Wanted::Open);
                page.dialog = if self.dialog.is_some() { Dialog::Open } else { Dialog::Missing };
            }
            ImportIntent::Back => page.stage = ImportStage::Source,
            ImportIntent::Keep { keeping, into } => {
                let ImportStage::Understood { imported, .. } = &page.stage else { return };
                let job = KeepJob {
                    imported: Arc::clone(imported),
                    keeping: *keeping,
                    into,
                    library: Arc::clone(&desk.library),
                };
                desk.librarian.ask(Job::KeepImport(Box::new(job)));
                page.problem = None;
                self.keeping = Some(std::mem::replace(&mut page.stage, ImportStage::Keeping));
            }
            ImportIntent::Cancel => {
                // A reading that comes later is not shown any more.
                self.number += 1;
                self.read = None;
                *model = None;
                self.library = None;
            }
        }
    }

    /// Learns what came of keeping.
    pub(super) fn kept(
        &mut self,
        result: Result<Kept, String>,
        model: &mut Option<ImportModel>,
        desk: &Desk,
    ) {
        let before = self.keeping.take();
        match result {
            Ok(kept) => self.kept = Some((kept, Arc::clone(&desk.library))),
            Err(problem) => {
                if let (Some(page), Some(before)) = (model, before) {
                    page.stage = before;
                    page.problem = Some(problem);
                }
            }
        }
    }

    /// What was kept, once the library has it; the page is over then.
    pub(super) fn settled(
        &mut self,
        model: &mut Option<ImportModel>,
        library: &Arc<Library>,
    ) -> Option<Kept> {
        let read_again = |(kept, before): &mut (Kept, Arc<Library>)| {
            !Arc::ptr_eq(before, library) && library.bank(&kept.id).is_some()
        };
        let (kept, _) = self.kept.take_if(read_again)?;
        *model = None;
        self.read = None;
        self.library = None;
        Some(kept)
    }
}
