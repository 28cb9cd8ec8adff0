//! Where sessions are: the folders among the sessions, and links that lead out of them.
//!
//! A folder that is put into the sessions' folder with sessions in it, as backups and people do, is looked through
//! one folder deep. No link is followed; one that leads to a session is named, so that nothing is gone without a
//! word.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::session_folder::SESSION_FILE;
use super::{StoreError, names, session_files};

/// The folders in `sessions`, the newest by their names first, each with when it last changed (a file in it
/// was made, renamed or removed) if the system knows. Reads no file in them.
pub(super) fn folders(sessions: &Path) -> Vec<(PathBuf, Option<SystemTime>)> {
    find(sessions).folders
}

/// The links in `sessions` that lead out of it to what looks like sessions. They are not followed.
pub(super) fn links(sessions: &Path) -> Vec<PathBuf> {
    find(sessions).links
}

/// Where sessions may be.
#[derive(Default)]
pub(super) struct Places {
    pub(super) folders: Vec<(PathBuf, Option<SystemTime>)>,
    pub(super) links: Vec<PathBuf>,
}

/// Looks through the sessions' folder, and one folder deeper for sessions that were put together into one.
pub(super) fn find(sessions: &Path) -> Places {
    let mut found = Places::default();
    for entry in visible(sessions) {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                let is_session = fs::symlink_metadata(path.join(SESSION_FILE)).is_ok();
                let deeper = if is_session { Vec::new() } else { sessions_in(&path) };
                found.folders.push((path, changed(&entry)));
                found.folders.extend(deeper);
            }
            Ok(kind) if kind.is_symlink() && is_linked_session(sessions, &path) => {
                found.links.push(path);
            }
            _ => {}
        }
    }
    found.folders.sort_by(|a, b| b.0.cmp(&a.0));
    found.links.sort();
    found
}

/// What is in a folder and not hidden, nor a folder of a file server's or a file system's own.
fn visible(folder: &Path) -> impl Iterator<Item = fs::DirEntry> {
    let is_others = |name: &str| name.starts_with(['.', '#', '@', '$']) || name == "lost+found";
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(move |entry| !is_others(&entry.file_name().to_string_lossy()))
}

fn changed(entry: &fs::DirEntry) -> Option<SystemTime> {
    entry.metadata().and_then(|about| about.modified()).ok()
}

/// The sessions right in a folder that is none itself.
fn sessions_in(folder: &Path) -> Vec<(PathBuf, Option<SystemTime>)> {
    let is_session = |path: &Path| {
        fs::symlink_metadata(path.join(SESSION_FILE)).is_ok() || session_files::has_takes(path)
    };
    visible(folder)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| is_session(&entry.path()))
        .map(|entry| (entry.path(), changed(&entry)))
        .collect()
}

/// Whether a link leads out of the sessions' folder to a session, to a folder of sessions, or, by its name, to a
/// session that is not there now. What it leads to is looked at and not opened.
fn is_linked_session(sessions: &Path, link: &Path) -> bool {
    if stay_inside(sessions, link).is_ok() {
        return false; // that session is listed where it is
    }
    let name = link.file_name().unwrap_or_default().to_string_lossy();
    let has_session = |folder: &Path| fs::symlink_metadata(folder.join(SESSION_FILE)).is_ok();
    names::time_of_folder(&name).is_some()
        || has_session(link)
        || visible(link).take(MOST_LOOKED_AT).any(|entry| has_session(&entry.path()))
}

/// So much of a folder that a link leads to is looked at, to see whether there are sessions in it.
const MOST_LOOKED_AT: usize = 100;

/// A linked session folder must lead into the sessions' folder.
pub(super) fn stay_inside(sessions: &Path, path: &Path) -> Result<(), StoreError> {
    let is_link = fs::symlink_metadata(path).map_err(StoreError::read(path))?.is_symlink();
    let real = |path: &Path| fs::canonicalize(path).map_err(StoreError::read(path));
    if is_link && !real(path)?.starts_with(real(sessions)?) {
        return Err(StoreError::LeadsOut { path: path.to_owned() });
    }
    Ok(())
}
