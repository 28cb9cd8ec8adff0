//! Keeps what was imported, on the librarian's thread: a bank of its own under a free id, or more for a bank
//! that is there.

use std::sync::Arc;

use crate::bank::{Added, Imported, Keeping};
use crate::rehearsal::{self, KeptBank, Library};
use crate::store::Store;

/// An import that is to be kept.
pub(in super::super::super) struct KeepJob {
    /// What was understood.
    pub imported: Arc<Imported>,
    /// What the user made of it.
    pub keeping: Keeping,
    /// The id of the bank that it is added to.
    pub into: Option<String>,
    /// What there is.
    pub library: Arc<Library>,
}

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super::super) struct Kept {
    /// The bank's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many questions are new, and how many were there already.
    pub added: Added,
    /// Whether there was such a bank before.
    pub is_older: bool,
}

impl Kept {
    /// A sentence for the user.
    pub(in super::super::super) fn sentence(&self) -> String {
        let questions = |count: usize| match count {
            1 => "1 question".to_owned(),
            count => format!("{count} questions"),
        };
        let Added { questions: new, known } = self.added;
        if !self.is_older {
            return format!("{} kept as the bank “{}” ({}).", questions(new), self.title, self.id);
        }
        let passed_over = match known {
            0 => String::new(),
            1 => " 1 was there already.".to_owned(),
            some => format!(" {some} were there already."),
        };
        format!("{} added to “{}”.{passed_over}", questions(new), self.title)
    }
}

/// Keeps it. Nothing that is there is written over: a new bank has an id that no other has.
pub(in super::super::super) fn keep(job: &KeepJob, store: &Store) -> Result<Kept, String> {
    let bank = job.keeping.bank(&job.imported);
    let kept = match &job.into {
        Some(id) => rehearsal::add_to_bank(bank, id, &job.library, store)?,
        None => rehearsal::keep_new_bank(bank, &job.library, store)?,
    };
    let KeptBank { id, title, added, is_older, .. } = kept;
    Ok(Kept { id, title, added, is_older })
}
