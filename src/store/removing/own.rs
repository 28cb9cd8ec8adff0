//! Greenroom's own wastebasket, for desktops without one: a folder beside the sessions.
//!
//! `wastebasket/2026-11-24T153000/<session>/…`: the time of removing, then what was removed under the name
//! of its session. That is all there is to know for putting it back. Only the user empties it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::moves::move_back;
use super::{Contents, weigh_file};
use crate::disk;
use crate::store::{Folders, StoreError, files};

/// The wastebasket where the sessions are on another disk than the data folder: a file can be renamed on its
/// own disk only.
const BESIDE_SESSIONS: &str = ".wastebasket";

fn baskets(folders: &Folders) -> [PathBuf; 2] {
    [folders.wastebasket(), folders.sessions().join(BESIDE_SESSIONS)]
}

/// Moves a session's folder, or a file of one, into the wastebasket; `place` is where the other parts of the
/// same removal are. Answers where it is.
pub(super) fn put(
    folders: &Folders,
    place: &mut Option<PathBuf>,
    from: &Path,
) -> Result<PathBuf, StoreError> {
    if let Some(place) = place {
        return put_in(folders, place, from);
    }
    let mut crossed = None;
    for basket in baskets(folders) {
        let new = new_place(&basket)?;
        match put_in(folders, &new, from) {
            Ok(to) => {
                *place = Some(new);
                return Ok(to);
            }
            Err(StoreError::Write { source, path }) if is_other_disk(&source) => {
                crossed = Some(StoreError::Write { source, path });
            }
            Err(error) => return Err(error),
        }
    }
    Err(crossed.unwrap_or_else(|| StoreError::NotInBasket { path: from.to_owned() }))
}

fn is_other_disk(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::CrossesDevices
}

fn put_in(folders: &Folders, place: &Path, from: &Path) -> Result<PathBuf, StoreError> {
    let to = place_in(place, &folders.sessions(), from);
    let folder = files::folder_of(&to);
    files::make_folders(folder)
        .map_err(|source| StoreError::MakeFolder { source, path: folder.to_owned() })?;
    if let Err(source) = files::rename_to_new(from, &to) {
        tidy_up(&to);
        return Err(StoreError::Write { source, path: from.to_owned() });
    }
    for changed in [folder, files::folder_of(from)] {
        if let Err(why) = disk::sync_folder(changed) {
            // It was moved all the same: a power cut now leaves it in one place or the other.
            log::debug!("a move into the wastebasket is not on the disk yet ({why})");
        }
    }
    Ok(to)
}

/// `<place>/<session>` or `<place>/<session>/<file>`.
fn place_in(place: &Path, sessions: &Path, from: &Path) -> PathBuf {
    place.join(from.strip_prefix(sessions).unwrap_or_else(|_elsewhere| {
        // Removals were checked to be in the sessions' folder; a name alone is unique in its place.
        Path::new(from.file_name().unwrap_or_default())
    }))
}

/// A new folder named by the time; the times of two removals in a second get a number.
fn new_place(basket: &Path) -> Result<PathBuf, StoreError> {
    let wrong = |path: &Path, source| StoreError::MakeFolder { source, path: path.to_owned() };
    files::make_folders(basket).map_err(|source| wrong(basket, source))?;
    let now = jiff::ZonedDateTime::now().strftime("%Y-%m-%dT%H%M%S").to_string();
    let mut nth = 1;
    loop {
        let name = if nth == 1 { now.clone() } else { format!("{now}-{nth}") };
        let path = basket.join(name);
        match files::make_new_folder(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && nth < 10_000 => nth += 1,
            Err(source) => return Err(wrong(&path, source)),
        }
    }
}

/// Moves it back, and removes the folders that are empty then.
pub(super) fn take_back(kept: &Path, to: &Path) -> Result<(), StoreError> {
    let back = move_back(kept, to);
    tidy_up(kept);
    back
}

/// Removes the folders above that are empty: the session's, and that of the removal.
fn tidy_up(kept: &Path) {
    for folder in kept.ancestors().skip(1).take(2) {
        if fs::remove_dir(folder).is_err() {
            return; // something is in it, or it is not there
        }
    }
}

/// What is in the wastebasket.
pub(in crate::store) fn held(folders: &Folders) -> Contents {
    let mut contents = Contents::default();
    for basket in baskets(folders) {
        weigh_all(&basket, &mut contents);
    }
    contents
}

fn weigh_all(folder: &Path, contents: &mut Contents) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => weigh_all(&entry.path(), contents),
            _ => weigh_file(&entry.path(), contents),
        }
    }
}

/// The sessions, or parts of sessions, in the wastebasket, the newest removal first.
fn kept(folders: &Folders) -> Vec<PathBuf> {
    let below = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
            .map(|entry| entry.path())
            .collect();
        paths.sort();
        paths.reverse();
        paths
    };
    let places = baskets(folders).into_iter().flat_map(|basket| below(&basket));
    places.flat_map(|place| below(&place)).collect()
}

/// Puts everything back where it was.
pub(in crate::store) fn put_all_back(folders: &Folders) -> Result<(), StoreError> {
    let mut problem = None;
    for kept in kept(folders) {
        let to = folders.sessions().join(kept.file_name().unwrap_or_default());
        if let Err(error) = take_back(&kept, &to) {
            problem.get_or_insert(error);
        }
    }
    problem.map_or(Ok(()), Err)
}

/// Destroys what is in the wastebasket: the one thing here that can't be undone, and only the user asks for
/// it. Links are removed, not followed.
pub(in crate::store) fn empty(folders: &Folders) -> Result<(), StoreError> {
    for basket in baskets(folders) {
        let is_ours = fs::symlink_metadata(&basket).is_ok_and(|about| about.is_dir());
        if is_ours {
            fs::remove_dir_all(&basket).map_err(StoreError::write(&basket))?;
        }
    }
    Ok(())
}
