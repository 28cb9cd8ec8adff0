//! What window and terminal do alike with the user's banks: read what is to be imported, keep it, and see a bank
//! as it is on the disk now.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Library;
use crate::bank::{self, Added, Bank, ImportError, MAX_FILE_BYTES, MAX_IMPORT_BYTES};
use crate::store::{Store, StoreError, read_outside};

/// Ids that are tried when other programs put files there at the same time.
const TRIES: usize = 100;

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBank {
    /// The bank's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its file.
    pub file: PathBuf,
    /// How many questions are new, and how many were there already.
    pub added: Added,
    /// Whether there was such a bank before.
    pub is_older: bool,
}

/// What is in a file that is to be imported.
///
/// # Errors
/// A sentence: there is no such file, it is a folder, a device or a named pipe, or too large.
pub fn read_import(path: &Path) -> Result<Vec<u8>, String> {
    read_outside(path, MAX_IMPORT_BYTES as u64).map_err(|problem| match problem {
        StoreError::TooLarge { path, .. } => {
            let size = std::fs::metadata(&path).map_or(0, |is| is.len());
            let mib = usize::try_from(size.div_ceil(1 << 20)).unwrap_or(usize::MAX);
            ImportError::TooLarge { mib }.to_string()
        }
        problem => problem.to_string(),
    })
}

/// Keeps a bank under an id that no other has. Nothing that is there is written over.
///
/// # Errors
/// A sentence: not all of it would be read again, or it can't be written.
pub fn keep_new_bank(mut bank: Bank, library: &Library, store: &Store) -> Result<KeptBank, String> {
    let mut tried = BTreeSet::new();
    let wanted = bank.id.clone();
    for _ in 0..TRIES {
        let taken = |id: &str| tried.contains(id) || library.bank(id).is_some();
        bank.id = bank::free_id(&wanted, taken);
        let text = readable_bank(&bank)?;
        match store.save_bank_over(&bank.id, &text, None) {
            Ok(file) => {
                let added = Added { questions: bank.questions.len(), known: 0 };
                let Bank { id, title, .. } = bank;
                return Ok(KeptBank { id, title, file, added, is_older: false });
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

/// Adds what a bank has, and the bank of this id has not, to that one.
///
/// # Errors
/// A sentence: it is gone or was changed meanwhile, not all of it would be read again, or it can't be written.
pub fn add_to_bank(
    more: Bank,
    id: &str,
    library: &Library,
    store: &Store,
) -> Result<KeptBank, String> {
    let gone = || format!("The bank “{id}” is gone. Keep this as a new bank.");
    // As it is now: it may have been edited a moment ago.
    let (mut bank, seen) = bank_now(id, library, store).ok_or_else(gone)?;
    let added = bank::add_to(&mut bank, more);
    let text = readable_bank(&bank)?;
    let file = store.save_bank_over(id, &text, seen.as_deref());
    let file = file.map_err(|problem| problem.to_string())?;
    let Bank { id, title, .. } = bank;
    Ok(KeptBank { id, title, file, added, is_older: true })
}

/// The bank's text, if all of it will be read again.
///
/// # Errors
/// A sentence that says what would not be read.
pub fn readable_bank(bank: &Bank) -> Result<String, String> {
    let text = bank::to_toml(bank);
    if text.len() > MAX_FILE_BYTES {
        let mib = |bytes: usize| bytes.div_ceil(1 << 20);
        return Err(format!(
            "The bank would be too large ({} MiB, at most {}). Divide the file and import the parts.",
            mib(text.len()),
            mib(MAX_FILE_BYTES)
        ));
    }
    match bank::read(&text, "this bank").problems.first() {
        None => Ok(text),
        Some(problem) => Err(format!("It can't be kept as it is. {problem}")),
    }
}

/// The bank of this id as it is on the disk now, which may be newer than the library, and the hash of its text
/// if the user has a file of it. Built-in ones come from the library.
#[must_use]
pub fn bank_now(id: &str, library: &Library, store: &Store) -> Option<(Bank, Option<String>)> {
    let entry = library.bank(id);
    let own = store.folders().banks().join(format!("{id}.toml"));
    let known = entry.and_then(|entry| entry.file.clone());
    let texts = store.bank_texts();
    for path in known.into_iter().chain([own]) {
        let text = texts.iter().find(|(there, _)| *there == path);
        let Some((_, Ok(text))) = text else { continue };
        let reading = bank::read(text, &path.display().to_string());
        if let Some(bank) = reading.bank.filter(|bank| bank.id == id) {
            return Some((bank, Some(Store::bank_hash(text))));
        }
    }
    entry.map(|entry| (entry.bank.clone(), None))
}
