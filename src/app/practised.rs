//! What was practised, as the window last read it.

use std::sync::Arc;

use crate::rehearsal::History;

use super::librarian::{Job, Librarian};

/// The history, and whether a newer one is on its way.
#[derive(Default)]
pub(super) struct Practised {
    /// As last read; not whole until it was read once.
    pub history: Arc<History>,
    /// It is being read.
    is_asked: bool,
    /// Something changed meanwhile.
    is_stale: bool,
}

impl Practised {
    /// Has it read again: something changed on disk, or may have.
    pub(super) fn ask(&mut self, librarian: &Librarian) {
        self.is_stale = self.is_asked;
        if !self.is_asked {
            self.is_asked = true;
            librarian.ask(Job::ReadHistory(Arc::clone(&self.history)));
        }
    }

    /// It was read, or a part of it: the rest is asked for.
    pub(super) fn read(&mut self, history: Arc<History>, librarian: &Librarian) {
        if !history.is_whole() {
            return librarian.ask(Job::ReadHistory(history));
        }
        self.history = history;
        self.is_asked = false;
        if self.is_stale {
            self.ask(librarian);
        }
    }
}
