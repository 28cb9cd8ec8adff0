//! Recordings that are the same sound.
//!
//! Where a file can't be written, its recorder writes all of it into another one, and removes the first when that is
//! safe. Who is killed in between, or finds no room anywhere, leaves both: one take, and not two.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::lock::SessionLock;
use super::recovery::{PartFile, refuse_newer};
use super::{StoreError, files};
use crate::disk;

/// Compared so many bytes at a time.
const BLOCK_BYTES: usize = 64 * 1024;

/// Leaves of cut-off recordings in one folder that are the same take the longest, under the name that notes know.
/// Their headers must be right as far as there is sound. What can't be removed now stays.
pub(super) fn drop_copies(parts: &[PartFile]) {
    for part in parts {
        if let Err(error) = drop_copy(part) {
            log::warn!("a copy of a cut-off recording stays: {error}");
        }
    }
}

/// Removes this one if all of it is in another.
fn drop_copy(part: &PartFile) -> Result<(), StoreError> {
    let Some(whole) = others(part).into_iter().find(|other| is_in(&part.part, other)) else {
        return Ok(());
    };
    let folder = files::folder_of(&part.part);
    let _lock = SessionLock::take(folder)?;
    refuse_newer(folder, &part.sidecar)?;
    // What it is in may not be on disk for good: it was written by who was killed.
    let synced = File::options().write(true).open(&whole).and_then(|file| disk::sync_file(&file));
    synced.map_err(StoreError::write(&whole))?;
    let is_noted = fs::symlink_metadata(&part.sidecar).is_ok();
    if is_noted && whole.extension().is_some_and(|end| end == "part") {
        // The longer one takes its place, where its notes are.
        fs::rename(&whole, &part.part).map_err(StoreError::write(&part.part))?;
    } else {
        fs::remove_file(&part.part).map_err(StoreError::write(&part.part))?;
    }
    disk::sync_folder(folder).map_err(StoreError::write(folder))
}

fn is_in(part: &Path, other: &Path) -> bool {
    files::is_plain_file(part)
        && files::is_plain_file(other)
        && matches!(compare(part, other), Compared::Same | Compared::Shorter)
}

/// The other recordings of its take in its folder, finished or not.
fn others(part: &PartFile) -> Vec<PathBuf> {
    let folder = files::folder_of(&part.part);
    let Some(take) = name_of(&part.part).map(take_of) else { return Vec::new() };
    let mut others: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            *path != part.part && name_of(path).is_some_and(|name| take_of(name) == take)
        })
        .collect();
    others.sort();
    others
}

/// The name of a recording without its endings.
fn name_of(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    name.strip_suffix(".part").unwrap_or(name).strip_suffix(".wav")
}

/// `a` for `a`, `a-2`, `a-3` …
fn take_of(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((take, nth)) if nth.parse().is_ok_and(|nth: u32| nth > 1) => take,
        _ => name,
    }
}

/// One recording beside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    Same,
    /// The first is the beginning of the other.
    Shorter,
    /// The other is the beginning of the first.
    Longer,
    Different,
}

/// Where a recording's header says how long it is: the two numbers that grow with it.
const LENGTHS: [std::ops::Range<usize>; 2] = [4..8, 40..44];

/// Compares two recordings; one that can't be read is like no other.
pub(super) fn compare(one: &Path, other: &Path) -> Compared {
    let read = || -> io::Result<Compared> {
        let (one, other) = (File::open(one)?, File::open(other)?);
        let (long, short) = (one.metadata()?.len(), other.metadata()?.len());
        let compared = match long.cmp(&short) {
            std::cmp::Ordering::Equal => Compared::Same,
            std::cmp::Ordering::Less => Compared::Shorter,
            std::cmp::Ordering::Greater => Compared::Longer,
        };
        let (mut one, mut other) = (one.take(long.min(short)), other.take(long.min(short)));
        let (mut a, mut b) = (vec![0; BLOCK_BYTES], vec![0; BLOCK_BYTES]);
        let mut is_first = true;
        loop {
            let count = one.read(&mut a)?;
            if count == 0 {
                return Ok(compared);
            }
            let same = b.get_mut(..count).unwrap_or_default();
            other.read_exact(same)?;
            if is_first && compared != Compared::Same {
                let blank =
                    |bytes: &mut Vec<u8>, at| bytes.get_mut(at).map(|at: &mut [u8]| at.fill(0));
                LENGTHS.into_iter().for_each(|at| {
                    blank(&mut a, at.clone());
                    blank(&mut b, at);
                });
            }
            is_first = false;
            if a.get(..count) != b.get(..count) {
                return Ok(Compared::Different);
            }
        }
    };
    read().unwrap_or(Compared::Different)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::recovery::part_file;

    /// A recording with the header's lengths as they should be.
    fn recording(path: &Path, sound: &[u8]) {
        let mut bytes = vec![7; 44];
        bytes[4..8].copy_from_slice(&(sound.len() as u32 + 36).to_le_bytes());
        bytes[40..44].copy_from_slice(&(sound.len() as u32).to_le_bytes());
        bytes.extend_from_slice(sound);
        fs::write(path, bytes).unwrap();
    }

    /// What is left of these, with notes for the first: names and how much sound.
    fn left(files: &[(&str, &[u8])]) -> Vec<(String, u64)> {
        let folder = tempfile::tempdir().unwrap();
        for (name, sound) in files {
            recording(&folder.path().join(name), sound);
        }
        fs::write(folder.path().join("01-why.take1.json"), r#"{"schema": 1}"#).unwrap();
        let parts: Vec<PartFile> =
            files.iter().filter_map(|(name, _)| part_file(folder.path(), name)).collect();
        drop_copies(&parts);
        let entries = fs::read_dir(folder.path()).unwrap().flatten();
        let mut left: Vec<(String, u64)> = entries
            .map(|entry| {
                (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len())
            })
            .filter(|(name, _)| name.contains(".wav"))
            .map(|(name, length)| (name, length - 44))
            .collect();
        left.sort();
        left
    }

    const FIRST: &str = "01-why.take1.wav.part";
    const SECOND: &str = "01-why.take1-2.wav.part";

    #[test]
    fn of_two_files_of_one_take_the_longer_one_stays_where_the_notes_are() {
        let stays = |length| vec![(FIRST.to_owned(), length)];
        assert_eq!(left(&[(SECOND, b"abcd"), (FIRST, b"abcdef")]), stays(6));
        assert_eq!(left(&[(SECOND, b"abcdef"), (FIRST, b"abcd")]), stays(6));
        assert_eq!(left(&[(SECOND, b"abcd"), (FIRST, b"abcd")]), stays(4));
        assert_eq!(left(&[(FIRST, b"abcd"), (SECOND, b"abcd")]), stays(4));
        let third = "01-why.take1-3.wav.part";
        assert_eq!(left(&[(SECOND, b"abcd"), (third, b""), (FIRST, b"ab")]), stays(4));
    }

    #[test]
    fn what_a_finished_recording_has_is_not_left_beside_it() {
        let whole = "01-why.take1.wav";
        let stays = vec![(whole.to_owned(), 6)];
        assert_eq!(left(&[(FIRST, b"abcd"), (whole, b"abcdef")]), stays);
        assert_eq!(left(&[(SECOND, b""), (whole, b"abcdef")]), stays);
    }

    #[test]
    fn other_sound_and_other_takes_stay() {
        let both = |one: &str, other: &str| vec![(one.to_owned(), 4), (other.to_owned(), 4)];
        assert_eq!(left(&[(SECOND, b"abcx"), (FIRST, b"abcd")]), both(SECOND, FIRST));
        let take2 = "01-why.take2.wav.part";
        assert_eq!(left(&[(FIRST, b"abcd"), (take2, b"abcd")]), both(FIRST, take2));
    }
}
