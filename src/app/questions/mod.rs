//! The screen Questions: models from the library and the user's words, and what is done about intents.

mod bank;
mod blanks;
mod coverage;
mod export;
mod guide;
mod import;

use std::path::Path;
use std::time::Duration;

use std::sync::Arc;

use crate::bank::{Bank, Edit};
use crate::rehearsal::{History, Rehearsal, Snapshot};
use crate::ui::questions::{
    BankChoice, BankIntent, CoverageIntent, QuestionsIntent, QuestionsModel, QuestionsPage,
};

use super::desk::Desk;
use bank::BankDesk;
pub(super) use bank::{Keeping, KeptBeside, keep as keep_bank};
use export::ExportDesk;
pub(super) use export::{ExportJob, Exported, export};
use import::ImportDesk;
pub(super) use import::{KeepJob, Kept, keep};

/// What the screen shows, made anew when it must be.
#[derive(Default)]
pub(super) struct QuestionsDesk {
    /// What is shown.
    pub model: QuestionsModel,
    /// The chosen bank's id.
    bank: String,
    editing: BankDesk,
    import: ImportDesk,
    export: ExportDesk,
    /// What the page in force was made of.
    seen: Option<Seen>,
}

/// Where the user goes next, if not on in Questions.
pub(super) enum Leave {
    /// To Prepare, with this question of the chosen bank picked.
    Rehearse(String),
    /// To the first page.
    Edit,
}

/// What a page is made of: as long as it stays the same, so does the page.
struct Seen {
    page: QuestionsPage,
    bank: String,
    /// Another one as soon as any bank changes.
    banks: Arc<[BankChoice]>,
    history: Arc<History>,
    words: u64,
}

impl Seen {
    fn is_as(&self, now: &Self) -> bool {
        self.page == now.page
            && self.bank == now.bank
            && Arc::ptr_eq(&self.banks, &now.banks)
            && Arc::ptr_eq(&self.history, &now.history)
            && self.words == now.words
    }
}

impl QuestionsDesk {
    /// The screen is entered: with the bank that is chosen in Prepare.
    pub(super) fn open(&mut self, desk: &Desk) {
        self.bank.clone_from(&desk.settings.bank);
        self.seen = None;
        self.editing.enter(&mut self.bank, desk);
    }

    /// Shows this question of this bank, to be edited.
    pub(super) fn go_to(&mut self, bank: String, question: String) {
        self.bank = bank;
        self.editing.show(Some(question));
    }

    /// The chosen bank's id.
    pub(super) fn bank(&self) -> &str {
        &self.bank
    }

    /// The screen is left, or the window closed: what was typed is saved now.
    pub(super) fn leave(&mut self, desk: &Desk) {
        self.editing.save_all(desk);
    }

    /// Saves what was not touched for a moment; gives how long until the next look.
    pub(super) fn save_in_time(&mut self, desk: &Desk) -> Option<Duration> {
        self.editing.save_in_time(desk)
    }

    /// A bank was changed by another program meanwhile: the user's state was kept as another one.
    pub(super) fn kept_beside(&mut self, kept: KeptBeside) {
        self.editing.kept_beside(kept, &mut self.bank);
    }

    /// A bank could not be saved.
    pub(super) fn not_kept(&mut self, bank: &str) {
        self.editing.not_kept(bank);
    }

    /// Reads a file that was dropped on the window.
    pub(super) fn read_dropped(&mut self, path: &Path, desk: &Desk) {
        self.editing.save_all(desk);
        self.import.read_dropped(path, &mut self.model.import);
    }

    /// Learns what came of keeping an import.
    pub(super) fn import_kept(&mut self, result: Result<Kept, String>, desk: &Desk) {
        self.import.kept(result, &mut self.model.import, desk);
    }

    /// Learns what came of an export; a sentence if it went wrong and nothing on the screen says so.
    pub(super) fn exported(&mut self, outcome: Exported) -> Option<String> {
        self.export.exported(outcome, &mut self.model.export)
    }

    /// An import that was kept, once the library has it: the bank that is shown from now on.
    pub(super) fn import_settled(&mut self, desk: &Desk) -> Option<Kept> {
        let kept = self.import.settled(&mut self.model.import, &desk.library)?;
        self.bank.clone_from(&kept.id);
        Some(kept)
    }

    /// Brings the page in force up to date, and the role guide if it stands beside it.
    pub(super) fn follow(
        &mut self,
        page: QuestionsPage,
        guide_beside: bool,
        snapshot: &Snapshot,
        desk: &Desk,
    ) {
        self.export.follow(&mut self.model.export);
        if self.model.import.is_some() {
            return self.import.follow(&mut self.model.import, desk);
        }
        if page == QuestionsPage::Bank {
            self.editing.follow(&mut self.model.bank, &mut self.bank, snapshot, desk);
            if !guide_beside {
                self.seen = None;
                return;
            }
        }
        let now = Seen {
            page,
            bank: self.bank.clone(),
            banks: self.editing.choices(desk),
            history: Arc::clone(&desk.practised.history),
            words: desk.revision,
        };
        if !self.seen.as_ref().is_some_and(|seen| seen.is_as(&now)) {
            self.rebuild(page, desk);
            self.seen = Some(now);
        }
        if matches!(page, QuestionsPage::Guide | QuestionsPage::Bank) {
            guide::follow(&mut self.model.guide, snapshot);
        }
    }

    fn rebuild(&mut self, page: QuestionsPage, desk: &Desk) {
        let chosen = self.editing.all(desk).find(|bank| bank.id == self.bank);
        match page {
            QuestionsPage::Blanks => {
                let banks: Vec<&Bank> = self.editing.all(desk).collect();
                self.model.blanks = blanks::model(&self.bank, &banks, &desk.profile);
            }
            QuestionsPage::Guide | QuestionsPage::Bank => {
                self.model.guide = chosen.map(guide::model).unwrap_or_default();
            }
            QuestionsPage::Coverage => {
                let history = &desk.practised.history;
                self.model.coverage =
                    chosen.map(|bank| coverage::model(bank, history)).unwrap_or_default();
            }
        }
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
                QuestionsIntent::Bank(BankIntent::Import) => {
                    // What is imported may be added to a bank that is being edited.
                    self.editing.save_all(desk);
                    self.import.open(&mut self.model.import);
                }
                QuestionsIntent::Bank(BankIntent::Export) => {
                    // What is written is read from the disk.
                    self.editing.save_all(desk);
                    self.export.open(&self.bank, &mut self.model.export, desk);
                }
                QuestionsIntent::Bank(BankIntent::Guide(one)) | QuestionsIntent::Guide(one) => {
                    guide::apply(one, &self.model.guide, rehearsal);
                }
                QuestionsIntent::Bank(one) => {
                    // Let go of first, so that it is not copied when it changes.
                    self.model.bank.bank = None;
                    self.editing.apply(one, &mut self.bank, rehearsal, desk);
                }
                QuestionsIntent::Blanks(one) => blanks::apply(one, desk),
                QuestionsIntent::Coverage(one) => {
                    leave = self.apply_coverage(one, desk).or(leave);
                }
                QuestionsIntent::Export(one) => {
                    self.export.apply(one, &mut self.model.export, desk)
                }
                QuestionsIntent::Import(one) => {
                    self.import.apply(one, &mut self.model.import, desk)
                }
            }
        }
        leave
    }

    fn apply_coverage(&mut self, intent: CoverageIntent, desk: &mut Desk) -> Option<Leave> {
        match intent {
            CoverageIntent::Rehearse(question) => {
                self.editing.save_all(desk);
                Some(Leave::Rehearse(question))
            }
            CoverageIntent::Edit(question) => {
                self.editing.show(Some(question));
                Some(Leave::Edit)
            }
            CoverageIntent::Toggle { question, kind, name, on } => {
                let bank = self.editing.all(desk).find(|bank| bank.id == self.bank)?;
                let field = coverage::ticked(bank.question(&question)?, kind, &name, on);
                self.editing.edit(&self.bank, Edit::Question { id: question, field }, desk);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
