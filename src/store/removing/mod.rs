//! Removing what was recorded, so that nothing is lost: it is moved, never destroyed.
//!
//! What is removed goes to the desktop's wastebasket, or, where there is none, into Greenroom's own
//! ([`own`]), and can be put back to the byte. There is no list of what was removed: each file is either
//! in its session or in a wastebasket, whenever the program ends, and its place there says where it came
//! from. No link is followed, and nothing outside the sessions' folder is touched.

mod desktop;
mod moves;
mod own;

use std::fs;
use std::path::{Path, PathBuf};

use super::lock::SessionLock;
use super::session_folder::SESSION_FILE;
use super::{StoreError, files, names, session_files};

#[cfg(test)]
pub(super) use moves::remove_cut_off;
pub(super) use moves::{bring_back, remove};
pub(super) use own::{empty, held, put_all_back};

/// Where removed things go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Basket {
    /// The desktop's wastebasket; Greenroom's own where there is none, or where it can't put back.
    #[default]
    Desktop,
    /// Greenroom's own, in the data folder.
    Own,
}

impl Basket {
    /// The one that is used on this system, where nobody chose.
    #[must_use]
    pub const fn usual() -> Self {
        if desktop::IS_KNOWN { Self::Desktop } else { Self::Own }
    }
}

/// What is to be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    /// A session with everything in its folder.
    Session(PathBuf),
    /// Takes of one session with their notes, by their sidecars.
    Takes(Vec<PathBuf>),
    /// The sound of takes, by their WAVs; their notes and figures stay, and say when.
    Sound {
        /// The WAVs, of any sessions.
        wavs: Vec<PathBuf>,
        /// When: RFC 3339 with the local offset.
        on: String,
    },
}

/// What a removal takes along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Recordings, also those that wait to be recovered.
    pub recordings: usize,
    /// Bytes in all of its files.
    pub bytes: u64,
    /// Names of files and folders that are not Greenroom's, in order.
    pub foreign: Vec<String>,
}

/// What was removed, and where it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Removed {
    /// What was asked for.
    pub what: Removal,
    /// What went.
    pub contents: Contents,
    /// Where it went: Greenroom's own, if any of it did.
    pub basket: Basket,
    /// Why some of it is still in its place, in a sentence.
    pub problem: Option<String>,
    items: Vec<Item>,
}

/// A file or folder that was moved.
#[derive(Debug, Clone, PartialEq)]
struct Item {
    from: PathBuf,
    to: Kept,
}

/// Where a moved thing is.
#[derive(Debug, Clone, PartialEq)]
enum Kept {
    /// In the desktop's wastebasket, under the name it has there.
    Desktop(desktop::Ticket),
    /// In one of ours.
    Own(PathBuf),
}

/// What a removal would take along, looked at before it is asked about.
pub(super) fn weigh(sessions: &Path, removal: &Removal) -> Result<Contents, StoreError> {
    let mut contents = Contents::default();
    match removal {
        Removal::Session(folder) => {
            check_folder(sessions, folder)?;
            for entry in fs::read_dir(folder).map_err(StoreError::read(folder))?.flatten() {
                weigh_entry(&entry, &mut contents);
            }
            contents.foreign.sort();
        }
        Removal::Takes(sidecars) => {
            for path in sidecars.iter().flat_map(|sidecar| files_of(sidecar)) {
                check_folder(sessions, files::folder_of(&path))?;
                weigh_file(&path, &mut contents);
            }
        }
        Removal::Sound { wavs, .. } => {
            for path in wavs {
                check_folder(sessions, files::folder_of(path))?;
                weigh_file(path, &mut contents);
            }
        }
    }
    Ok(contents)
}

fn weigh_entry(entry: &fs::DirEntry, contents: &mut Contents) {
    let name = entry.file_name().to_string_lossy().into_owned();
    let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
    if is_file {
        weigh_file(&entry.path(), contents);
    } else {
        contents.bytes += files::weight(&entry.path());
    }
    if !is_file || !is_ours(&name) {
        contents.foreign.push(name);
    }
}

fn weigh_file(path: &Path, contents: &mut Contents) {
    let Ok(about) = fs::symlink_metadata(path) else { return };
    if about.is_file() {
        contents.bytes += about.len();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_sound = name.ends_with(".wav") || name.ends_with(".wav.part");
        contents.recordings += usize::from(is_sound && !name.starts_with('.'));
    }
}

/// Whether Greenroom gives files such names.
fn is_ours(name: &str) -> bool {
    if name == SESSION_FILE || name == ".lock" || name.starts_with(".greenroom-") {
        return true;
    }
    // `01-experience.take1.unreadable-1.json` and `….wav.part.empty` are ours, too.
    let stem = name.split_once(".unreadable-").map(|(stem, _)| stem);
    let stem = stem.or_else(|| name.split_once(".wav").map(|(stem, _)| stem));
    let stem = stem.or_else(|| name.strip_suffix(".json"));
    stem.is_some_and(|stem| stem == "session" || names::parse_take(stem).is_some())
}

/// The files of a take that are there: the recording first, its notes, copies of notes that could not be
/// read, and what a desktop put beside each of them. A link is none of them, and copies of the take are not.
fn files_of(sidecar: &Path) -> Vec<PathBuf> {
    let stem = sidecar.file_stem().unwrap_or_default().to_string_lossy();
    let folder = files::folder_of(sidecar);
    let aside = format!("{stem}.unreadable-");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&aside))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    let own = session_files::files_of(folder, &stem);
    let named = [own.wav.path(), own.notes.path(), own.stand_in.as_deref()];
    let mut all: Vec<PathBuf> = named.into_iter().flatten().map(Path::to_owned).collect();
    all.append(&mut found);
    let companions: Vec<PathBuf> = all.iter().filter_map(|path| companion(path)).collect();
    all.extend(companions);
    all.retain(|path| files::is_plain_file(path));
    all
}

/// What a Mac puts beside a file on a disk of another system's: `._01-experience.take1.wav`.
fn companion(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    Some(path.with_file_name(format!("._{name}")))
}

/// Only a real folder right in the sessions' folder is a session that may be removed from.
fn check_folder(sessions: &Path, folder: &Path) -> Result<(), StoreError> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    if folder.parent() != Some(sessions) || name.starts_with('.') || name.is_empty() {
        return Err(StoreError::NotASession { path: folder.to_owned() });
    }
    let about = fs::symlink_metadata(folder).map_err(StoreError::read(folder))?;
    if about.is_symlink() {
        return Err(StoreError::LeadsOut { path: folder.to_owned() });
    }
    if about.is_dir() { Ok(()) } else { Err(StoreError::NotASession { path: folder.to_owned() }) }
}

/// Refused while somebody works in the session.
pub(super) fn check_free(removal: &Removal) -> Result<(), StoreError> {
    match removal {
        Removal::Session(folder) => hold(folder).map(drop),
        Removal::Takes(sidecars) => {
            sidecars.first().map_or(Ok(()), |one| hold(files::folder_of(one)).map(drop))
        }
        Removal::Sound { .. } => Ok(()),
    }
}

/// Holds a session so that nobody records into it meanwhile; refused while somebody does.
fn hold(folder: &Path) -> Result<SessionLock, StoreError> {
    SessionLock::take(folder)
}
