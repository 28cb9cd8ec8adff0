//! Where recordings of a session are that are not in its folder.
//!
//! A session notes each place before the first sample goes there ([`SessionRecord::elsewhere`]), so that what
//! is cut off there is found by the next start. It is believed only of recordings in a folder of the session's
//! own name, as [`SessionFolder::place_in`](super::SessionFolder::place_in) makes them; links are not followed.
//!
//! Where its own file can't be written, a copy of it is kept in a [spare place](super::Folders::spares) until it
//! can: the disk that refuses the sound may well refuse the note.

use std::fs;
use std::path::{Path, PathBuf};

use super::form::{Read, read_json, write_json};
use super::lock::{SessionLock, is_abandoned};
use super::recovery::{PartFile, part_file};
use super::session_folder::{SESSION_FILE, paths_in};
use super::{Folders, SessionRecord, StoreError, files, names, places};

/// What is found where a session noted a recording.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The folder is there: what is missing in it is not only out of reach.
    pub(super) is_there: bool,
    /// Finished recordings of this take, in order of their names.
    pub(super) wavs: Vec<PathBuf>,
    /// Those that were cut off, or are being made.
    pub(super) parts: Vec<PathBuf>,
}

/// Looks where a session noted a recording; `None` where it can't have put one.
pub(super) fn look(session: &Path, noted: &Path) -> Option<Found> {
    if !is_ours(session, noted) {
        return None;
    }
    let place = noted.parent()?;
    let take = names::parse_take(noted.file_stem()?.to_str()?)?;
    let mut found = Found { is_there: is_folder(place), ..Found::default() };
    if !found.is_there {
        return Some(found);
    }
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        // A number behind the name says that it was taken: it is the same take.
        let is_it = |stem: &&str| names::parse_take(stem).as_ref() == Some(&take);
        if !entry.file_type().is_ok_and(|kind| kind.is_file()) {
        } else if name.strip_suffix(".wav.part").filter(is_it).is_some() {
            found.parts.push(entry.path());
        } else if name.strip_suffix(".wav").filter(is_it).is_some() {
            found.wavs.push(entry.path());
        }
    }
    found.wavs.sort();
    found.parts.sort();
    Some(found)
}

/// Whether there is a folder of this name itself: no link, which could lead anywhere.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_dir())
}

/// The finished recordings of a session that are elsewhere and can be reached now.
pub(super) fn reachable(session: &Path, record: &SessionRecord) -> Vec<PathBuf> {
    let looked = record.elsewhere.iter().filter_map(|noted| look(session, Path::new(noted)));
    let mut wavs: Vec<PathBuf> = looked.flat_map(|found| found.wavs).collect();
    wavs.sort();
    wavs.dedup();
    wavs
}

/// The sessions that have noted places elsewhere.
pub(super) fn noting(sessions: &Path) -> impl Iterator<Item = (PathBuf, Read<SessionRecord>)> {
    places::folders(sessions).into_iter().filter_map(|(folder, _)| {
        let read = read_json::<SessionRecord>(&folder.join(SESSION_FILE)).ok().flatten()?;
        (!read.value.elsewhere.is_empty()).then_some((folder, read))
    })
}

/// The cut-off recordings of all sessions that are elsewhere and that nobody writes to.
pub(super) fn parts(sessions: &Path) -> Vec<PartFile> {
    let mut parts = Vec::new();
    for (folder, read) in noting(sessions) {
        let noted = read.value.elsewhere.iter().map(Path::new);
        let found = noted.filter_map(|noted| look(&folder, noted)).flat_map(|found| found.parts);
        let mut found: Vec<PathBuf> = found.collect();
        found.sort();
        found.dedup();
        // Its writer holds both the session and the place.
        let is_free = |part: &PathBuf| {
            is_abandoned(&folder, part) && is_abandoned(files::folder_of(part), part)
        };
        parts.extend(found.into_iter().filter(is_free).filter_map(|part| cut_off(&folder, &part)));
    }
    parts
}

/// What was noted about it there, or at home when it began.
fn cut_off(session: &Path, part: &Path) -> Option<PartFile> {
    let mut part = part_file(files::folder_of(part), part.file_name()?.to_str()?)?;
    if part.record.is_none() {
        let at_home = paths_in(session, part.wav.file_stem()?.to_str()?).sidecar;
        part.record = read_json(&at_home).ok().flatten().map(|read| read.value);
    }
    Some(part)
}

/// Whether a path is one that we would have given a recording of this session.
fn is_ours(session: &Path, wav: &Path) -> bool {
    let text =
        |part: Option<&std::ffi::OsStr>| part.and_then(|part| part.to_str()).map(str::to_owned);
    let (Some(own), Some(place)) =
        (text(session.file_name()), text(wav.parent().and_then(Path::file_name)))
    else {
        return false;
    };
    let named = text(wav.file_stem()).is_some_and(|stem| names::parse_take(&stem).is_some());
    let in_place = place == own || place.strip_suffix("-rescued") == Some(own.as_str());
    let is_wav = wav.extension().is_some_and(|ending| ending == "wav");
    wav.is_absolute() && wav.parent() != Some(session) && named && in_place && is_wav
}

/// Keeps a copy of a session's own file where that can still be written, for the next start.
pub(super) fn keep_spare(spares: &[PathBuf; 2], session: &Path, record: &SessionRecord) {
    let Some(name) = spare_name(session) else { return };
    for spare in spares {
        let kept = files::make_folders(spare)
            .map_err(|source| StoreError::MakeFolder { source, path: spare.clone() })
            .and_then(|()| write_json(&spare.join(&name), record));
        match kept {
            Ok(()) => return,
            Err(error) => log::warn!("no note of a recording's place here: {error}"),
        }
    }
}

/// Removes the copies: the session's own file has been written.
pub(super) fn forget_spares(spares: &[PathBuf; 2], session: &Path) {
    let Some(name) = spare_name(session) else { return };
    for spare in spares {
        // Never written, as a rule.
        drop(fs::remove_file(spare.join(&name)));
        drop(fs::remove_dir(spare));
    }
}

fn spare_name(session: &Path) -> Option<String> {
    session.file_name()?.to_str().map(|name| format!("{name}.json"))
}

/// Gives sessions back what they could not write into their own files, as far as these can be written now.
pub(super) fn take_in_spares(folders: &Folders) {
    let sessions = folders.sessions();
    for spare in folders.spares().into_iter().filter(|spare| is_folder(spare)) {
        for entry in fs::read_dir(&spare).into_iter().flatten().flatten() {
            let note = entry.path();
            let is_note = note.extension().is_some_and(|ending| ending == "json");
            if !is_note || !files::is_plain_file(&note) {
                continue;
            }
            match take_in(&sessions, &note) {
                Ok(true) => drop(fs::remove_file(&note)),
                Ok(false) => {}
                Err(error) => log::warn!("a session's note stays where it is: {error}"),
            }
        }
        drop(fs::remove_dir(&spare));
    }
}

/// Whether the session has all of it now.
fn take_in(sessions: &Path, note: &Path) -> Result<bool, StoreError> {
    let Some(spare) = read_json::<SessionRecord>(note)? else { return Ok(false) };
    let Some(name) = note.file_stem().and_then(|stem| stem.to_str()) else { return Ok(false) };
    if spare.newer.is_some() || name.starts_with('.') {
        return Ok(false);
    }
    let folder = sessions.join(name);
    if !is_folder(&folder) {
        // Removed by somebody. Made again only for a recording that would have no home.
        let looked = spare.value.elsewhere.iter().filter_map(|it| look(&folder, Path::new(it)));
        let is_wanted = looked.into_iter().any(|it| !it.wavs.is_empty() || !it.parts.is_empty());
        if !is_wanted || fs::symlink_metadata(&folder).is_ok() {
            return Ok(false);
        }
        let made = files::make_folders(&folder);
        made.map_err(|source| StoreError::MakeFolder { source, path: folder.clone() })?;
    }
    let _lock = SessionLock::take(&folder)?;
    let session_file = folder.join(SESSION_FILE);
    let mut record = match read_json::<SessionRecord>(&session_file)? {
        Some(read) if read.newer.is_some() => return Ok(false),
        Some(read) => read.value,
        None => spare.value.clone(),
    };
    for noted in spare.value.elsewhere {
        if !record.elsewhere.contains(&noted) {
            record.elsewhere.push(noted);
        }
    }
    write_json(&session_file, &record)?;
    Ok(true)
}
