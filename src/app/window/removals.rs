//! What the window does about recordings that were removed, or are due to be.

use std::sync::Arc;

use super::{NoticeKind, Screen, SettingsPage, Window};
use crate::app::librarian::{Job, Librarian};
use crate::app::notices::Deed;
use crate::app::review::{removed_sentence, weight_text};
use crate::store::{Basket, Due, Keep, RecordingSettings, Removed};

/// Has recordings removed by their age, if the user wants that; what is doubtful comes back to be asked about.
pub(super) fn remove_due(settings: &RecordingSettings, librarian: &Librarian) {
    if settings.keep != Keep::Forever {
        let settings = settings.clone();
        librarian.ask(Job::RemoveDue { settings, is_seen: false, basket: Basket::usual() });
    }
}

impl Window {
    /// Something is in a wastebasket: told, with the way back.
    pub(super) fn removed(&mut self, removed: Arc<Removed>) {
        let deed = Deed::PutBack(Arc::clone(&removed));
        let kind = if removed.problem.is_some() { NoticeKind::Warning } else { NoticeKind::Good };
        self.notices.offer(kind, removed_sentence(&removed), "Undo", deed);
        self.review.removed(removed, &self.desk);
        self.count_again();
    }

    /// It is back, or as much of it as could be had.
    pub(super) fn brought_back(&mut self, removed: &Arc<Removed>, problem: Option<String>) {
        self.notices.withdraw(&Deed::PutBack(Arc::clone(removed)));
        match problem {
            Some(sentence) => self.notices.add(NoticeKind::Problem, sentence),
            None => {
                let weight = weight_text(removed.contents.recordings, removed.contents.bytes);
                self.notices.add(NoticeKind::Good, format!("It is back in its place: {weight}."));
            }
        }
        self.review.brought_back(removed, &self.desk);
        self.count_again();
    }

    /// Recordings are older than they are, or would be, kept: shown in Settings before any is moved.
    pub(super) fn due(&mut self, settings: RecordingSettings, due: Due) {
        let is_new = settings != self.desk.settings.recordings;
        if is_new && due.wavs.is_empty() {
            // Nothing to see: it holds from now on.
            self.desk.change(|all| all.recordings = settings);
            return;
        }
        if !is_new && self.screen != Screen::Settings {
            let weight = weight_text(due.wavs.len(), due.bytes);
            let sentence = format!(
                "{weight} are older than you keep them. That is much at once, or the clock is wrong, so nothing \
                 was moved yet."
            );
            self.notices.offer(NoticeKind::Warning, sentence, "Look at them", Deed::ShowDue);
        }
        self.desk.due = Some((settings, due));
    }

    pub(super) fn show_due(&mut self) {
        self.settings_at(SettingsPage::Recordings);
    }

    /// Files in sessions, or in the wastebasket, are others now.
    pub(super) fn sessions_changed(&mut self) {
        self.review.list_again(&self.desk);
        self.count_again();
    }

    fn count_again(&mut self) {
        self.desk.read_history();
        self.desk.librarian.ask(Job::CountFolders);
    }
}
