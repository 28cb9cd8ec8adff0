//! Recordings that were cut off: found at start, and filed where they belong.
//!
//! This room knows names and notes; bringing the sound's header up to date is the audio room's.

use std::fs;
use std::path::{Path, PathBuf};

use super::form::read_json;
use super::lock::{SessionLock, is_abandoned};
use super::session_folder::{SESSION_FILE, TakePaths, is_free, part_of, paths_in, write_take};
use super::sessions::read_take;
use super::{SessionRecord, StoreError, TakeRecord, files, places};
use crate::disk;

/// A recording that was cut off.
#[derive(Debug, Clone, PartialEq)]
pub struct PartFile {
    /// The recording as it was left: `….wav.part`.
    pub part: PathBuf,
    /// What it would have become.
    pub wav: PathBuf,
    /// What was noted when it began.
    pub sidecar: PathBuf,
    /// What was noted when it began, if that can be read; of one that is not in its session's folder, there or
    /// here.
    pub record: Option<TakeRecord>,
}

/// The cut-off recordings in all sessions that nobody writes to, in order of their names.
pub(super) fn find(sessions: &Path) -> Vec<PartFile> {
    let folders = places::folders(sessions);
    let mut parts: Vec<PartFile> =
        folders.iter().flat_map(|(folder, _)| parts_in(folder)).collect();
    parts.sort_by(|a, b| a.part.cmp(&b.part));
    parts
}

fn parts_in(folder: &Path) -> Vec<PartFile> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| part_file(folder, entry.file_name().to_str()?))
        .filter(|found| is_abandoned(folder, &found.part))
        .collect()
}

pub(super) fn part_file(folder: &Path, name: &str) -> Option<PartFile> {
    let stem = name.strip_suffix(".wav.part").filter(|stem| !stem.is_empty())?;
    let paths = paths_in(folder, stem);
    let record = read_json(&paths.sidecar).ok().flatten().map(|read| read.value);
    Some(PartFile { part: folder.join(name), wav: paths.wav, sidecar: paths.sidecar, record })
}

/// Files a recording whose header is right again: `.part` becomes `.wav`, the sidecar says how long
/// it is and that it was recovered. Where a finished recording of that name is already there, the
/// next free name is taken.
pub(super) fn adopt(part: &PartFile, rate_hz: u32, frames: u64) -> Result<TakeRecord, StoreError> {
    let folder = files::folder_of(&part.part);
    let _lock = SessionLock::take(folder)?;
    refuse_newer(folder, &part.sidecar)?;
    files::tidy(folder);
    fs::metadata(&part.part).map_err(StoreError::read(&part.part))?;
    let paths = free_paths(part);
    let known = part.record.clone().filter(|_| fs::symlink_metadata(&part.sidecar).is_err());
    let mut record = known.unwrap_or_else(|| read_take(&part.sidecar).0);
    record.ended_by = TakeRecord::RECOVERED.to_owned();
    record.rate_hz = rate_hz;
    record.frames = frames;
    set_damaged_aside(&paths.sidecar)?;
    // The sidecar first: cut off again between the two, the recording is simply found once more.
    write_take(&paths.sidecar, &record)?;
    files::rename_to_new(&part.part, &paths.wav).map_err(StoreError::write(&paths.wav))?;
    disk::sync_folder(folder).map_err(StoreError::write(folder))?;
    Ok(read_take(&paths.sidecar).0)
}

/// Puts a recording with nothing in it out of the way: `….part.empty`, and its sidecar beside it.
pub(super) fn set_aside(part: &PartFile) -> Result<(), StoreError> {
    let folder = files::folder_of(&part.part);
    let _lock = SessionLock::take(folder)?;
    files::rename_to_free(&part.part, |nth| empty_name(&part.part, nth))?;
    if part.sidecar.exists() && !part.wav.exists() {
        files::rename_to_free(&part.sidecar, |nth| empty_name(&part.sidecar, nth))?;
    }
    disk::sync_folder(folder).map_err(StoreError::write(folder))
}

fn empty_name(path: &Path, nth: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(if nth == 1 { ".empty".to_owned() } else { format!(".empty-{nth}") });
    name.into()
}

/// The recording's own names, or others if a finished recording has them.
fn free_paths(part: &PartFile) -> TakePaths {
    let own = TakePaths { wav: part.wav.clone(), sidecar: part.sidecar.clone() };
    if fs::symlink_metadata(&own.wav).is_err() {
        return own;
    }
    let folder = files::folder_of(&part.part);
    let stem = part.wav.file_stem().unwrap_or_default().to_string_lossy();
    (2_u32..).map(|nth| paths_in(folder, &format!("{stem}-{nth}"))).find(is_free).unwrap_or(own)
}

/// Nothing is changed in sessions of a newer Greenroom.
pub(super) fn refuse_newer(folder: &Path, sidecar: &Path) -> Result<(), StoreError> {
    let session = folder.join(SESSION_FILE);
    let newer_session = match read_json::<SessionRecord>(&session) {
        Err(error @ StoreError::Newer { .. }) => return Err(error),
        other => other.ok().flatten().and_then(|read| read.newer),
    };
    if let Some(found) = newer_session {
        return Err(StoreError::Newer { found, known: SessionRecord::SCHEMA, path: session });
    }
    refuse_newer_take(sidecar)
}

/// Nothing is changed in takes of a newer Greenroom.
pub(super) fn refuse_newer_take(sidecar: &Path) -> Result<(), StoreError> {
    match read_json::<TakeRecord>(sidecar) {
        Err(error @ StoreError::Newer { .. }) => Err(error),
        other => match other.ok().flatten().and_then(|read| read.newer) {
            Some(found) => Err(StoreError::Newer {
                found,
                known: TakeRecord::SCHEMA,
                path: sidecar.to_owned(),
            }),
            None => Ok(()),
        },
    }
}

/// A sidecar that can't be read is never written over. One that can't be read *now* (no
/// permission, a failing disk) is an error: only a damaged one is moved.
pub(super) fn set_damaged_aside(sidecar: &Path) -> Result<(), StoreError> {
    match read_json::<TakeRecord>(sidecar) {
        Ok(_) => Ok(()),
        Err(error @ (StoreError::Read { .. } | StoreError::Newer { .. })) => Err(error),
        Err(damaged) => {
            log::warn!("set aside: {damaged}");
            files::set_aside(sidecar).map(|_aside| ())
        }
    }
}

/// Whether a recording runs, or waits to be recovered, under this name.
pub(super) fn has_part(sidecar: &Path) -> bool {
    part_of(&sidecar.with_extension("wav")).exists()
}
