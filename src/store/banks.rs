//! The user's banks: one TOML file each in `banks/`, and in `banks/earlier/` what was there before.
//!
//! Nothing the user wrote is lost. A file that Greenroom did not write itself, or that somebody changed
//! since, is kept under `earlier/` before it is written over; a bank that is removed goes there too.
//! Texts pass through unread but for their id.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::open::BANK_LIMIT_BYTES;
use super::{Store, StoreError, files};
use crate::disk;

/// The longest id that names a file, in bytes; that of a well-formed bank.
const MAX_ID_BYTES: usize = 40;

/// What Greenroom wrote into the banks' folder, a line each: SHA-256, two spaces, name; as `sha256sum` has it.
const WRITTEN: &str = ".written";

/// The greatest size of that list, in bytes: thousands of banks.
const WRITTEN_LIMIT_BYTES: u64 = 1 << 20;

/// As much of a file is looked through for its id, in bytes; it stands at the top.
const HEAD_BYTES: usize = 64 << 10;

/// How times stand in names of earlier states; 17 signs, of which the `T` is in no id.
const TIME: &str = "%Y-%m-%dT%H%M%S";

impl Store {
    /// Keeps a bank's text, whole or not at all, whatever is there: see [`Store::save_bank_over`] for not
    /// writing over another's change. Answers its file.
    ///
    /// A state that Greenroom did not write itself is kept in `earlier/` first.
    pub fn save_bank(&self, id: &str, text: &str) -> Result<PathBuf, StoreError> {
        self.keep_bank(id, text, |_there| true)
    }

    /// As [`Store::save_bank`], but only over what its writer has seen: a text with this hash, or none.
    /// Another text is [`StoreError::ChangedMeanwhile`], and nothing is written.
    pub fn save_bank_over(
        &self,
        id: &str,
        text: &str,
        seen: Option<&str>,
    ) -> Result<PathBuf, StoreError> {
        let hash = Self::bank_hash(text);
        // Over nothing nothing is lost, and what is there already may be there again.
        self.keep_bank(id, text, |there| there.is_none() || there == seen || there == Some(&hash))
    }

    /// SHA-256 of a bank's text, in hexadecimal: what tells two states of it apart.
    #[must_use]
    pub fn bank_hash(text: &str) -> String {
        use std::fmt::Write as _;
        Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
            // Writing to a String can't fail.
            let _infallible = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Moves a bank to `earlier/`, from where [`Store::bring_back_bank`] takes it. Answers where it is now.
    pub fn remove_bank(&self, id: &str) -> Result<PathBuf, StoreError> {
        let _changing = self.changing().lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.bank_path(id)?;
        let mut moved = None;
        // The file with its own name last: it is the one that counts when it is brought back.
        let others = self.other_files_of(id, &path);
        for file in others.into_iter().chain(Some(path.clone()).filter(|path| is_there(path))) {
            moved = Some(self.move_to_earlier(id, &file)?);
        }
        moved.ok_or_else(|| StoreError::Read { source: io::ErrorKind::NotFound.into(), path })
    }

    /// Brings a bank back from `earlier/`: its newest state there. Refused while it has a file.
    pub fn bring_back_bank(&self, id: &str) -> Result<PathBuf, StoreError> {
        let _changing = self.changing().lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.bank_path(id)?;
        let folder = self.folders().earlier_banks();
        let newest = fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                Some((age(id, &entry.file_name().to_string_lossy())?, entry.path()))
            })
            .max();
        let missing = || StoreError::Read { source: io::ErrorKind::NotFound.into(), path: folder };
        let (_, from) = newest.ok_or_else(missing)?;
        files::rename_to_new(&from, &path).map_err(StoreError::write(&path))?;
        disk::sync_folder(files::folder_of(&path)).map_err(StoreError::write(&path))?;
        Ok(path)
    }

    fn keep_bank(
        &self,
        id: &str,
        text: &str,
        may_replace: impl FnOnce(Option<&str>) -> bool,
    ) -> Result<PathBuf, StoreError> {
        let _changing = self.changing().lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.bank_path(id)?;
        if text.len() as u64 > BANK_LIMIT_BYTES {
            return Err(StoreError::TooLarge { limit_bytes: BANK_LIMIT_BYTES, path });
        }
        let others = self.other_files_of(id, &path);
        // Of files with one id that of the bank's own name counts when banks are read, else the newest.
        let newest = || others.iter().max_by_key(|file| (changed(file), *file));
        let counts = Some(&path).filter(|path| is_there(path)).or_else(newest).cloned();
        let there = counts.as_deref().map(hash_of).transpose()?.flatten();
        if !may_replace(there.as_deref()) {
            return Err(StoreError::ChangedMeanwhile { path });
        }
        if there.as_deref() == Some(&Self::bank_hash(text)) && counts.as_ref() == Some(&path) {
            return Ok(path);
        }
        if is_there(&path) && !self.is_ours(&path) {
            self.move_to_earlier(id, &path)?;
        }
        files::write_whole(&path, text.as_bytes())?;
        self.note_written(&path, text);
        // What was read until now is this one's earlier state. Copies that were not stay.
        if let Some(before) = counts.filter(|before| *before != path) {
            self.move_to_earlier(id, &before)?;
        }
        Ok(path)
    }

    /// Where the bank of this id belongs; no id leads anywhere else.
    fn bank_path(&self, id: &str) -> Result<PathBuf, StoreError> {
        let allowed =
            |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
        let banks = self.folders().banks();
        if id.is_empty() || id.len() > MAX_ID_BYTES || !id.chars().all(allowed) {
            return Err(StoreError::BadId { path: banks });
        }
        Ok(banks.join(format!("{id}.toml")))
    }

    /// Files of other names with this id: written by hand, or copied.
    fn other_files_of(&self, id: &str, own: &Path) -> Vec<PathBuf> {
        let is_it = |path: &Path| id_in(path).as_deref() == Some(id);
        self.bank_files().into_iter().filter(|path| path != own && is_it(path)).collect()
    }

    /// Whether a file is as Greenroom wrote it. A link is never.
    fn is_ours(&self, path: &Path) -> bool {
        let is_link = fs::symlink_metadata(path).is_ok_and(|is| is.is_symlink());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let hash = hash_of(path).ok().flatten();
        !is_link && hash.is_some_and(|hash| self.written().contains(&format!("{hash}  {name}")))
    }

    fn written(&self) -> Vec<String> {
        let list = files::read_text(&self.folders().banks().join(WRITTEN), WRITTEN_LIMIT_BYTES);
        let list = list.ok().flatten().unwrap_or_default();
        list.lines().map(str::to_owned).collect()
    }

    /// Remembers that Greenroom wrote this. If that fails the file counts as the user's: a copy too many.
    fn note_written(&self, path: &Path, text: &str) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = format!("  {name}");
        let mut lines = self.written();
        lines.retain(|line| !line.ends_with(&ending));
        lines.push(format!("{}{ending}", Self::bank_hash(text)));
        let list = lines.join("\n") + "\n";
        if let Err(problem) =
            files::write_whole(&self.folders().banks().join(WRITTEN), list.as_bytes())
        {
            log::warn!("{problem}");
        }
    }

    /// Moves a file (a link itself, not what it leads to) to `earlier/`, under a name of its own.
    fn move_to_earlier(&self, id: &str, path: &Path) -> Result<PathBuf, StoreError> {
        let folder = self.folders().earlier_banks();
        let make = |source| StoreError::MakeFolder { source, path: folder.clone() };
        files::make_folders(&folder).map_err(make)?;
        let real = |path: &Path| fs::canonicalize(path).map_err(StoreError::read(path));
        if !real(&folder)?.starts_with(real(&self.folders().banks())?) {
            return Err(StoreError::LeadsOut { path: folder });
        }
        let time = jiff::ZonedDateTime::now().strftime(TIME).to_string();
        let name = |nth| match nth {
            1 => folder.join(format!("{id}-{time}.toml")),
            nth => folder.join(format!("{id}-{time}-{nth}.toml")),
        };
        let moved = files::rename_to_free(path, name)?;
        disk::sync_folder(&folder).map_err(StoreError::write(&folder))?;
        Ok(moved)
    }
}

/// Whether something has this name, be it a link that leads nowhere.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|about| about.modified()).ok()
}

/// The hash of a file's text; `None` if it is gone, a link that leads nowhere, or no text that is read.
fn hash_of(path: &Path) -> Result<Option<String>, StoreError> {
    match files::read_text(path, BANK_LIMIT_BYTES) {
        Ok(text) => Ok(text.as_deref().map(Store::bank_hash)),
        // Not what anybody has seen as a bank, and kept in `earlier/` before it is written over.
        Err(StoreError::TooLarge { .. } | StoreError::NotText { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The id that a bank's file gives at its top, without reading the rest.
fn id_in(path: &Path) -> Option<String> {
    use std::io::Read as _;
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut head = Vec::new();
    fs::File::open(path).ok()?.take(HEAD_BYTES as u64).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let lines = head.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let values = lines.filter_map(|line| {
        let (key, value) = line.split_once('=')?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let value = value.strip_prefix(quote)?;
        (key.trim() == "id").then(|| value.split(quote).next().unwrap_or_default().to_owned())
    });
    let mut values = values;
    values.next()
}

/// How new an earlier state of this bank is: its time, and which of that second; `None` for another's.
fn age(id: &str, name: &str) -> Option<(String, u32)> {
    let rest = name.strip_suffix(".toml")?.strip_prefix(id)?.strip_prefix('-')?;
    let (time, nth) = rest.split_at_checked("2026-11-24T121500".len())?;
    let is_time = time.chars().enumerate().all(|(place, sign)| match place {
        4 | 7 => sign == '-',
        10 => sign == 'T',
        _ => sign.is_ascii_digit(),
    });
    let nth = match nth.strip_prefix('-') {
        Some(nth) => nth.parse().ok()?,
        None => Some(1).filter(|_| nth.is_empty())?,
    };
    is_time.then(|| (time.to_owned(), nth))
}
