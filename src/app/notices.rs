//! Sentences that lie over the screens: the window's own, the director's, and what their buttons do.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::rehearsal::{self, Cause};
use crate::store::Removed;
use crate::ui::widgets::{Notice, NoticeKind};

use super::words::Reused;

/// The notice that leads back into the room.
pub(super) const BACK: u64 = 0;

/// The notice that words for a blank went to others, too.
pub(super) const REUSED: u64 = u64::MAX;

/// Own notices are numbered from here, the director's from 1.
const OWN_NOTICES: u64 = 1 << 32;

/// Sentences of the window's own; the director has its own ones.
#[derive(Default)]
pub(super) struct Notices {
    own: Vec<Notice>,
    next: u64,
    /// What the buttons of some do.
    deeds: BTreeMap<u64, Deed>,
}

/// What the button of a notice does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
    /// Prepares a rehearsal of this bank.
    Rehearse(String),
    /// Puts back what was removed.
    PutBack(Arc<Removed>),
    /// Shows which recordings are due.
    ShowDue,
}

impl Notices {
    /// A sentence.
    pub(super) fn add(&mut self, kind: NoticeKind, text: String) {
        self.next += 1;
        self.own.push(Notice { id: OWN_NOTICES + self.next, kind, text, action: None });
    }

    /// One with a button.
    pub(super) fn offer(&mut self, kind: NoticeKind, text: String, action: &str, deed: Deed) {
        self.add(kind, text);
        if let Some(notice) = self.own.last_mut() {
            notice.action = Some(action.to_owned());
            self.deeds.insert(notice.id, deed);
        }
    }

    /// What would do this is not offered any more.
    pub(super) fn withdraw(&mut self, deed: &Deed) {
        let deeds = self.deeds.iter();
        let ids: Vec<u64> = deeds.filter(|(_, one)| *one == deed).map(|(id, _)| *id).collect();
        for id in ids {
            self.dismiss(id);
        }
    }

    /// One of the own ones is not shown any more; gives what its button does.
    pub(super) fn dismiss(&mut self, id: u64) -> Option<Deed> {
        self.own.retain(|notice| notice.id != id);
        self.deeds.remove(&id)
    }

    /// All there are: whether an interview waits, words that were reused, the own ones, the director's.
    pub(super) fn all(
        &self,
        waits: bool,
        reused: Option<&Reused>,
        directors: &[rehearsal::Notice],
    ) -> Vec<Notice> {
        let with_button = |id, text: String, action: &str| Notice {
            id,
            kind: NoticeKind::Info,
            text,
            action: Some(action.to_owned()),
        };
        let back = waits.then(|| {
            with_button(BACK, "The interview is waiting for you.".to_owned(), "Back to the room")
        });
        let reused = reused.map(|reused| with_button(REUSED, reused.sentence(), "Undo"));
        // What could not be done in the room is of no interest elsewhere.
        let directors = directors.iter().filter(|notice| notice.cause != Cause::Moment);
        let directors = directors.map(|notice| Notice {
            id: notice.id,
            kind: NoticeKind::Warning,
            text: notice.text.clone(),
            action: None,
        });
        back.into_iter().chain(reused).chain(self.own.iter().cloned()).chain(directors).collect()
    }
}
