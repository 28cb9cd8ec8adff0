//! Keeps what was imported, on the librarian's thread: a bank of its own under a free id, or more for a bank
//! that is there.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::bank::{self, Added, Bank, Imported, Keeping};
use crate::rehearsal::Library;
use crate::store::{Store, StoreError};

/// Ids that are tried when other programs put files there at the same time.
const TRIES: usize = 100;

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
    match &job.into {
        Some(id) => add(bank, id, job, store),
        None => keep_new(bank, job, store),
    }
}

fn keep_new(mut bank: Bank, job: &KeepJob, store: &Store) -> Result<Kept, String> {
    let mut tried = BTreeSet::new();
    let wanted = bank.id.clone();
    for _ in 0..TRIES {
        let taken = |id: &str| tried.contains(id) || job.library.bank(id).is_some();
        bank.id = bank::free_id(&wanted, taken);
        let text = readable(&bank)?;
        match store.save_bank_over(&bank.id, &text, None) {
            Ok(_path) => {
                let added = Added { questions: bank.questions.len(), known: 0 };
                return Ok(Kept { id: bank.id, title: bank.title, added, is_older: false });
            }
            // A file that is no good bank, or that came a moment ago.
            Err(StoreError::ChangedMeanwhile { .. }) => {
                tried.insert(bank.id.clone());
            }
            Err(problem) => return Err(problem.to_string()),
        }
    }
    Err("No free id was found for it. Give it another one.".to_owned())
}

fn add(more: Bank, id: &str, job: &KeepJob, store: &Store) -> Result<Kept, String> {
    let gone = || format!("The bank “{id}” is gone. Keep this as a new bank.");
    let file = job.library.bank(id).and_then(|entry| entry.file.clone()).ok_or_else(gone)?;
    // As it is now: it may have been edited a moment ago.
    let (_, text) =
        store.bank_texts().into_iter().find(|(path, _)| *path == file).ok_or_else(gone)?;
    let text = text.map_err(|problem| problem.to_string())?;
    let reading = bank::read(&text, &file.display().to_string());
    let mut bank = reading.bank.filter(|bank| bank.id == id).ok_or_else(gone)?;
    let added = bank::add_to(&mut bank, more);
    let new_text = readable(&bank)?;
    store
        .save_bank_over(id, &new_text, Some(&Store::bank_hash(&text)))
        .map_err(|problem| problem.to_string())?;
    Ok(Kept { id: bank.id, title: bank.title, added, is_older: true })
}

/// The bank's text, if all of it will be read again.
fn readable(bank: &Bank) -> Result<String, String> {
    let text = bank::to_toml(bank);
    let reading = bank::read(&text, "this bank");
    match reading.problems.first() {
        None => Ok(text),
        Some(problem) => Err(format!("It can't be kept as it is. {problem}")),
    }
}
