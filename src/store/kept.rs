//! A TOML file of ours that is read once and kept: settings and profile.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::Table;

use super::form::{Steps, migrate};
use super::open::{Notice, NoticeKind};
use super::{StoreError, files};

/// The greatest size of such a file, in bytes.
pub(super) const TOML_LIMIT_BYTES: u64 = 1 << 20;

/// What such a file holds. Every field has a default, so that a file may say as little as it likes.
pub(super) trait TomlForm: Clone + Default + Serialize + DeserializeOwned {
    /// The version this program writes; a file written by hand need not say it.
    const SCHEMA: u32;
    /// How older ones are brought to it.
    const STEPS: Steps<Table>;
    /// What it is called in a sentence.
    const WHAT: &'static str;
    /// Brings values into their ranges.
    fn put_right(&mut self);
}

/// The file and its value.
#[derive(Debug)]
pub(super) struct Kept<T> {
    path: PathBuf,
    state: Mutex<State<T>>,
}

#[derive(Debug)]
struct State<T> {
    value: T,
    /// Why the file is not written.
    refusal: Option<Refusal>,
}

#[derive(Debug, Clone, Copy)]
enum Refusal {
    Newer(u64),
    NotRead,
}

impl<T: TomlForm> Kept<T> {
    /// Reads the file. What can't be read is set aside and reported.
    pub(super) fn open(path: PathBuf, notices: &mut Vec<Notice>) -> Self {
        let state = read(&path, notices);
        Self { path, state: Mutex::new(state) }
    }

    pub(super) fn get(&self) -> T {
        self.lock().value.clone()
    }

    /// Writes the file, then keeps the value.
    pub(super) fn save(&self, mut value: T) -> Result<(), StoreError> {
        let path = || self.path.clone();
        // Held while writing, so that two threads' savings don't overtake each other.
        let mut state = self.lock();
        match state.refusal {
            Some(Refusal::Newer(found)) => {
                return Err(StoreError::Newer { found, known: T::SCHEMA, path: path() });
            }
            Some(Refusal::NotRead) => return Err(StoreError::NotReadBefore { path: path() }),
            None => {}
        }
        value.put_right();
        write(&self.path, &value)?;
        state.value = value;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // The value is replaced in one step: it is whole even if a thread panicked meanwhile.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write<T: TomlForm>(path: &Path, value: &T) -> Result<(), StoreError> {
    let encode = |error: toml::ser::Error| StoreError::Encode {
        problem: error.to_string(),
        path: path.to_owned(),
    };
    // By way of a table, which puts single values before tables.
    let table = Table::try_from(value).map_err(encode)?;
    let text = toml::to_string_pretty(&table).map_err(encode)?;
    files::write_whole(path, text.as_bytes())
}

fn read<T: TomlForm>(path: &Path, notices: &mut Vec<Notice>) -> State<T> {
    let usual = |refusal| State { value: T::default(), refusal };
    let text = match files::read_text(path, TOML_LIMIT_BYTES) {
        Ok(None) => return usual(None),
        Ok(Some(text)) => text,
        Err(StoreError::Read { source, .. }) => {
            notices.push(Notice::new(
                NoticeKind::ReadOnly,
                format!("The file with {} could not be read ({source}), so nothing is saved to it until it can be", T::WHAT),
                path,
            ));
            return usual(Some(Refusal::NotRead));
        }
        Err(unreadable) => return usual(set_aside::<T>(path, &unreadable.to_string(), notices)),
    };
    match text.parse::<Table>() {
        Ok(table) => understand(table, &text, path, notices),
        Err(error) => usual(set_aside::<T>(path, error.message(), notices)),
    }
}

fn set_aside<T: TomlForm>(path: &Path, why: &str, notices: &mut Vec<Notice>) -> Option<Refusal> {
    log::warn!("{} set aside: {why}", T::WHAT);
    match files::set_aside(path) {
        Ok(aside) => {
            notices.push(Notice::new(
                NoticeKind::SetAside,
                format!("The file with {} could not be read. It was set aside, and Greenroom starts with the usual ones", T::WHAT),
                &aside,
            ));
            None
        }
        Err(error) => {
            notices.push(Notice::new(
                NoticeKind::ReadOnly,
                format!("The file with {} can neither be read nor moved ({error}), so nothing is saved to it", T::WHAT),
                path,
            ));
            Some(Refusal::NotRead)
        }
    }
}

fn understand<T: TomlForm>(
    table: Table,
    text: &str,
    path: &Path,
    notices: &mut Vec<Notice>,
) -> State<T> {
    let schema = table.get("schema").and_then(toml::Value::as_integer);
    let found = schema.and_then(|schema| u64::try_from(schema).ok()).unwrap_or(1);
    let (mut value, refused) = lenient::<T>(migrate(table, found, T::STEPS));
    if found > u64::from(T::SCHEMA) {
        notices.push(Notice::new(
            NoticeKind::ReadOnly,
            format!("The file with {} was written by a newer Greenroom. It is used as far as it is understood and is not changed", T::WHAT),
            path,
        ));
        return State { value, refusal: Some(Refusal::Newer(found)) };
    }
    value.put_right();
    let refusal =
        if refused.is_empty() { None } else { keep_refused(&value, &refused, text, path, notices) };
    State { value, refusal }
}

/// Some entries were not understood: keeps a copy of the file as it was, then writes it without them.
fn keep_refused<T: TomlForm>(
    value: &T,
    refused: &[String],
    text: &str,
    path: &Path,
    notices: &mut Vec<Notice>,
) -> Option<Refusal> {
    let names = refused.join(", ");
    let kept = files::copy_aside(path, text.as_bytes());
    let written = kept.and_then(|copy| write(path, value).map(|()| copy));
    let (kind, sentence, path) = match &written {
        Ok(copy) => (
            NoticeKind::SetAside,
            format!(
                "In the file with {}, these were not understood and are back to the usual: {names}. The file as it was is kept",
                T::WHAT
            ),
            copy.as_path(),
        ),
        Err(error) => (
            NoticeKind::ReadOnly,
            format!(
                "In the file with {}, these were not understood: {names}. No copy could be kept ({error}), so nothing is saved to it",
                T::WHAT
            ),
            path,
        ),
    };
    notices.push(Notice::new(kind, sentence, path));
    written.is_err().then_some(Refusal::NotRead)
}

/// All entries that are understood, and the names of those that are not.
fn lenient<T: TomlForm>(table: Table) -> (T, Vec<String>) {
    if let Ok(value) = table.clone().try_into() {
        return (value, Vec::new());
    }
    let understood = |name: &str, value: &toml::Value| {
        let alone: Table = [(name.to_owned(), value.clone())].into_iter().collect();
        alone.try_into::<T>().is_ok()
    };
    let (good, bad): (Vec<_>, Vec<_>) =
        table.into_iter().partition(|(name, value)| understood(name, value));
    let refused = bad.into_iter().map(|(name, _value)| name).collect();
    (good.into_iter().collect::<Table>().try_into().unwrap_or_default(), refused)
}
