//! The screen Questions: models from the library and the user's words, and what is done about intents.

mod bank;
mod blanks;
mod coverage;
mod file_dialog;
mod guide;
mod import;

use std::path::Path;

use crate::rehearsal::{Rehearsal, Snapshot};
use crate::ui::questions::{QuestionsIntent, QuestionsModel, QuestionsPage};

use super::desk::Desk;
use import::ImportDesk;
pub(super) use import::{KeepJob, Kept, keep};

/// What the screen shows, made anew when it must be.
#[derive(Default)]
pub(super) struct QuestionsDesk {
    /// What is shown.
    pub model: QuestionsModel,
    /// The chosen bank's id.
    bank: String,
    import: ImportDesk,
}

impl QuestionsDesk {
    /// The screen is entered: with the bank that is chosen in Prepare.
    pub(super) fn open(&mut self, desk: &Desk) {
        self.bank.clone_from(&desk.settings.bank);
    }

    /// Reads a file that was dropped on the window.
    pub(super) fn read_dropped(&mut self, path: &Path) {
        self.import.read_dropped(path, &mut self.model.import);
    }

    /// Learns what came of keeping an import.
    pub(super) fn import_kept(&mut self, result: Result<Kept, String>, desk: &Desk) {
        self.import.kept(result, &mut self.model.import, desk);
    }

    /// An import that was kept, once the library has it: the bank that is shown from now on.
    pub(super) fn import_settled(&mut self, desk: &Desk) -> Option<Kept> {
        let kept = self.import.settled(&mut self.model.import, &desk.library)?;
        self.bank.clone_from(&kept.id);
        Some(kept)
    }

    /// Brings the page in force up to date.
    pub(super) fn follow(&mut self, page: QuestionsPage, snapshot: &Snapshot, desk: &Desk) {
        if self.model.import.is_some() {
            return self.import.follow(&mut self.model.import, desk);
        }
        match page {
            QuestionsPage::Bank => self.model.bank = bank::model(&self.bank, snapshot, desk),
            QuestionsPage::Blanks => self.model.blanks = blanks::model(&self.bank, snapshot, desk),
            QuestionsPage::Guide => self.model.guide = guide::model(&self.bank, snapshot, desk),
            QuestionsPage::Coverage => {
                self.model.coverage = coverage::model(&self.bank, snapshot, desk);
            }
        }
    }

    /// Does what the user wants.
    pub(super) fn apply(
        &mut self,
        intents: Vec<QuestionsIntent>,
        rehearsal: &Rehearsal,
        desk: &mut Desk,
    ) {
        for intent in intents {
            match intent {
                QuestionsIntent::Bank(one) => bank::apply(vec![one], &self.bank, rehearsal, desk),
                QuestionsIntent::Blanks(one) => {
                    blanks::apply(vec![one], &self.bank, rehearsal, desk);
                }
                QuestionsIntent::Guide(one) => guide::apply(vec![one], &self.bank, rehearsal, desk),
                QuestionsIntent::Coverage(one) => {
                    coverage::apply(vec![one], &self.bank, rehearsal, desk);
                }
                QuestionsIntent::Import(one) => {
                    self.import.apply(one, &mut self.model.import, desk)
                }
            }
        }
    }
}
