//! The screen Questions: models from the library and the user's words, and what is done about intents.

mod bank;
mod blanks;
mod coverage;
mod guide;

use std::sync::Arc;

use crate::rehearsal::{History, Library, Rehearsal, Snapshot};
use crate::ui::questions::{QuestionsIntent, QuestionsModel, QuestionsPage};

use super::desk::Desk;
use coverage::Ticking;

/// What the screen shows, made anew when it must be.
#[derive(Default)]
pub(super) struct QuestionsDesk {
    /// What is shown.
    pub model: QuestionsModel,
    /// The chosen bank's id.
    bank: String,
    ticking: Ticking,
    /// What the page in force was made of.
    seen: Option<Seen>,
}

/// Where the user goes next, if not on in Questions.
pub(super) enum Leave {
    /// To Prepare, with this question of the chosen bank picked.
    Rehearse(String),
    /// To the first page, with this question of the chosen bank.
    Edit(String),
}

/// What a page is made of: as long as it stays the same, so does the page.
struct Seen {
    page: QuestionsPage,
    bank: String,
    library: Arc<Library>,
    history: Arc<History>,
    words: u64,
}

impl Seen {
    fn now(page: QuestionsPage, bank: &str, desk: &Desk) -> Self {
        Self {
            page,
            bank: bank.to_owned(),
            library: Arc::clone(&desk.library),
            history: Arc::clone(&desk.practised.history),
            words: desk.revision,
        }
    }

    fn is_now(&self, page: QuestionsPage, bank: &str, desk: &Desk) -> bool {
        self.page == page
            && self.bank == bank
            && Arc::ptr_eq(&self.library, &desk.library)
            && Arc::ptr_eq(&self.history, &desk.practised.history)
            && self.words == desk.revision
    }
}

impl QuestionsDesk {
    /// The screen is entered: with the bank that is chosen in Prepare.
    pub(super) fn open(&mut self, desk: &Desk) {
        self.bank.clone_from(&desk.settings.bank);
        self.ticking.clear();
        self.seen = None;
    }

    /// The chosen bank's id.
    pub(super) fn bank(&self) -> &str {
        &self.bank
    }

    /// Brings the page in force up to date.
    pub(super) fn follow(&mut self, page: QuestionsPage, snapshot: &Snapshot, desk: &Desk) {
        if page == QuestionsPage::Bank {
            self.model.bank = bank::model(&self.bank, snapshot, desk);
        } else if !self.seen.as_ref().is_some_and(|seen| seen.is_now(page, &self.bank, desk)) {
            self.rebuild(page, desk);
        }
        if page == QuestionsPage::Guide {
            guide::follow(&mut self.model.guide, snapshot);
        }
    }

    fn rebuild(&mut self, page: QuestionsPage, desk: &Desk) {
        match page {
            QuestionsPage::Bank => {}
            QuestionsPage::Blanks => self.model.blanks = blanks::model(&self.bank, desk),
            QuestionsPage::Guide => self.model.guide = guide::model(&self.bank, desk),
            QuestionsPage::Coverage => {
                let bank = self.ticking.bank(&self.bank, desk);
                self.model.coverage = bank
                    .map(|bank| coverage::model(bank, &desk.practised.history))
                    .unwrap_or_default();
            }
        }
        self.seen = Some(Seen::now(page, &self.bank, desk));
    }

    /// Does what the user wants.
    pub(super) fn apply(
        &mut self,
        intents: Vec<QuestionsIntent>,
        rehearsal: &Rehearsal,
        desk: &mut Desk,
    ) -> Option<Leave> {
        let mut leave = None;
        for intent in intents {
            match intent {
                QuestionsIntent::Bank(one) => bank::apply(vec![one], &self.bank, rehearsal, desk),
                QuestionsIntent::Blanks(one) => blanks::apply(one, desk),
                QuestionsIntent::Guide(one) => guide::apply(one, &self.model.guide, rehearsal),
                QuestionsIntent::Coverage(one) => {
                    leave = self.ticking.apply(one, &self.bank, desk).or(leave);
                    self.seen = None;
                }
            }
        }
        leave
    }
}
