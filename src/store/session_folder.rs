//! A session being recorded: the only way to write to a session folder as its owner.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::form::write_json;
use super::lock::SessionLock;
use super::{
    Folders, SessionRecord, StoreError, TakePart, TakeRecord, files, homecoming, names, whereabouts,
};

/// A session folder held by this program until it is dropped.
#[derive(Debug)]
pub struct SessionFolder {
    path: PathBuf,
    _lock: SessionLock,
    /// Names given out, whose files may not be there yet.
    given: Mutex<BTreeSet<String>>,
    /// Other places that recordings of it were given, held like the folder itself.
    pub(super) places: Mutex<Vec<(PathBuf, SessionLock)>>,
    /// Where its own file goes while it can't be written here.
    spares: [PathBuf; 2],
    is_spared: AtomicBool,
}

/// Where a take's files go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakePaths {
    /// The finished recording.
    pub wav: PathBuf,
    /// What is known about it.
    pub sidecar: PathBuf,
}

impl TakePaths {
    /// The recording while it runs: renamed to `wav` at its end.
    #[must_use]
    pub fn part(&self) -> PathBuf {
        part_of(&self.wav)
    }
}

/// `….wav` while it is being recorded.
pub(super) fn part_of(wav: &Path) -> PathBuf {
    let mut name = wav.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

impl SessionFolder {
    /// Makes a new folder among the sessions, never using one that is there, and takes hold of it.
    pub(super) fn begin(
        folders: &Folders,
        record: &SessionRecord,
        now: &jiff::ZonedDateTime,
    ) -> Result<Self, StoreError> {
        let path = make_folder(&folders.sessions(), record, now)?;
        // Best effort: on a disk that is full already there is none to keep.
        drop(files::keep_room(&path.join(ROOM_FILE)));
        Ok(Self {
            _lock: SessionLock::take(&path)?,
            path,
            given: Mutex::new(BTreeSet::new()),
            places: Mutex::new(Vec::new()),
            spares: folders.spares(),
            is_spared: AtomicBool::new(false),
        })
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a new take goes: names that were never given out and that no file has, so call it
    /// once for each take and keep the answer.
    #[must_use]
    pub fn take_paths(
        &self,
        position: usize,
        question_id: &str,
        part: TakePart,
        take: u32,
    ) -> TakePaths {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let mut nth = 1;
        loop {
            let stem = names::take(position, question_id, part, take, nth);
            let paths = paths_in(&self.path, &stem);
            if is_free(&paths) && given.insert(stem) {
                return paths;
            }
            nth += 1;
        }
    }

    /// Writes `session.json`; or, when that fails, a copy of it elsewhere if it says where recordings are, so that
    /// the next start knows.
    pub fn save_record(&self, record: &SessionRecord) -> Result<(), StoreError> {
        let finite = SessionRecord { pacings: finite_pacings(&record.pacings), ..record.clone() };
        let saved = self.write_record(&finite);
        if saved.is_err() && !finite.elsewhere.is_empty() {
            self.is_spared.store(true, Ordering::Release);
            whereabouts::keep_spare(&self.spares, &self.path, &finite);
        } else if saved.is_ok() && self.is_spared.swap(false, Ordering::AcqRel) {
            whereabouts::forget_spares(&self.spares, &self.path);
        }
        saved
    }

    fn write_record(&self, record: &SessionRecord) -> Result<(), StoreError> {
        self.with_room(|| write_json(&self.path.join(SESSION_FILE), record))
    }

    /// Notes that a take begins, before its first sample: whatever happens from here on, the
    /// recording can be filed in its place.
    pub fn note_take_begun(
        &self,
        paths: &TakePaths,
        record: &TakeRecord,
    ) -> Result<(), StoreError> {
        let begun =
            TakeRecord { ended_by: TakeRecord::RECORDING.to_owned(), frames: 0, ..record.clone() };
        self.save_take(paths, &begun)
    }

    /// Writes a take's sidecar. The file it names is always the one beside it.
    pub fn save_take(&self, paths: &TakePaths, record: &TakeRecord) -> Result<(), StoreError> {
        self.with_room(|| write_take(&paths.sidecar, record))
    }

    /// Writes, on a full disk into the room that was kept for it.
    fn with_room(&self, write: impl Fn() -> Result<(), StoreError>) -> Result<(), StoreError> {
        let written = write();
        let is_full = written.as_ref().is_err_and(StoreError::is_disk_full);
        if is_full && fs::remove_file(self.path.join(ROOM_FILE)).is_ok() {
            write()
        } else {
            written
        }
    }
}

impl Drop for SessionFolder {
    fn drop(&mut self) {
        // Gone if it was needed.
        drop(fs::remove_file(self.path.join(ROOM_FILE)));
        for (place, lock) in self.places.get_mut().unwrap_or_else(PoisonError::into_inner).drain(..)
        {
            drop(lock);
            homecoming::leave(&place);
        }
    }
}

/// Keeps room on the disk for what is written about takes, so that a recording that fills the disk does not
/// take the last of it.
const ROOM_FILE: &str = ".greenroom-room.tmp";

/// The name of a session's own file.
pub(super) const SESSION_FILE: &str = "session.json";

pub(super) fn paths_in(folder: &Path, stem: &str) -> TakePaths {
    TakePaths {
        wav: folder.join(format!("{stem}.wav")),
        sidecar: folder.join(format!("{stem}.json")),
    }
}

/// Whether no file has any of a take's names; a link that leads nowhere has one, too.
pub(super) fn is_free(paths: &TakePaths) -> bool {
    [&paths.wav, &paths.part(), &paths.sidecar]
        .iter()
        .all(|path| fs::symlink_metadata(path).is_err())
}

/// Writes a sidecar, with the name of the WAV beside it and with numbers that JSON can hold.
pub(super) fn write_take(sidecar: &Path, record: &TakeRecord) -> Result<(), StoreError> {
    let wav = sidecar.with_extension("wav");
    let mut record = record.clone();
    record.file = wav.file_name().unwrap_or_default().to_string_lossy().into_owned();
    record.peak_dbfs = if record.peak_dbfs.is_finite() { record.peak_dbfs } else { FLOOR_DBFS };
    record.pacings = finite_pacings(&record.pacings);
    record.marks.iter_mut().for_each(|mark| mark.at_secs = finite(mark.at_secs));
    record.gaps.iter_mut().for_each(|gap| gap.missing_secs = finite(gap.missing_secs));
    write_json(sidecar, &record)
}

/// What stands for the level of silence: below it a 16-bit sample can't go.
pub(super) const FLOOR_DBFS: f32 = crate::units::Dbfs::FLOOR.0;

fn finite_pacings(pacings: &[super::PacingChange]) -> Vec<super::PacingChange> {
    let mut pacings = pacings.to_vec();
    pacings.iter_mut().for_each(|change| change.at_secs = finite(change.at_secs));
    pacings
}

/// JSON has no word for infinity: it would be written as `null` and not be read again.
fn finite(secs: f64) -> f64 {
    if secs.is_finite() { secs } else { 0.0 }
}

fn make_folder(
    sessions: &Path,
    record: &SessionRecord,
    now: &jiff::ZonedDateTime,
) -> Result<PathBuf, StoreError> {
    files::make_folders(sessions)
        .map_err(|source| StoreError::MakeFolder { source, path: sessions.to_owned() })?;
    let mut nth = 1;
    loop {
        let path = sessions.join(names::session_folder(now, &record.bank_id, nth));
        match files::make_new_folder(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && nth < 10_000 => nth += 1,
            Err(source) => return Err(StoreError::MakeFolder { source, path }),
        }
    }
}
