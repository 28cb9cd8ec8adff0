//! The screen Questions: models from the library and the user's words, and what is done about intents.

mod bank;
mod blanks;
mod coverage;
mod guide;

use crate::rehearsal::{Rehearsal, Snapshot};
use crate::ui::questions::{QuestionsIntent, QuestionsModel, QuestionsPage};

use super::desk::Desk;

/// What the screen shows, made anew when it must be.
#[derive(Default)]
pub(super) struct QuestionsDesk {
    /// What is shown.
    pub model: QuestionsModel,
    /// The chosen bank's id.
    bank: String,
}

impl QuestionsDesk {
    /// The screen is entered: with the bank that is chosen in Prepare.
    pub(super) fn open(&mut self, desk: &Desk) {
        self.bank.clone_from(&desk.settings.bank);
    }

    /// Brings the page in force up to date.
    pub(super) fn follow(&mut self, page: QuestionsPage, snapshot: &Snapshot, desk: &Desk) {
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
                QuestionsIntent::Import(_one) => {}
            }
        }
    }
}
