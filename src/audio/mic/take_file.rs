//! One recording on disk: `….wav.part` while it grows, `….wav` when it is whole and synced.
//!
//! The header is right a moment after every [`TakeFile::append`]. Syncing and renaming are for a thread
//! that may wait ([`TakeFile::finish`]).

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::audio::mic::write_behind::{SyncHandle, WriteBehind, sync_folder, write_at};
use crate::audio::wav::{header, owner_only};
use crate::units::SampleRate;

/// Names tried before giving up, when files of the wanted name exist.
const NUMBERED_NAMES: u32 = 999;

/// A growing 16-bit mono WAV file.
#[derive(Debug)]
pub(super) struct TakeFile {
    behind: WriteBehind,
    part: PathBuf,
    path: PathBuf,
    /// The name that was asked for; others are made from it.
    wanted: PathBuf,
    /// It has its final name; at most the folder is not synced.
    is_named: bool,
    /// The file in another place whose sound this one has, until that is certain.
    replaces: Option<Box<Self>>,
}

impl TakeFile {
    /// Creates `path` with `.part` added. A recording is never written over: when there is one of that
    /// name, finished or not, a number is added.
    pub(super) fn create(path: &Path, rate: SampleRate) -> io::Result<Self> {
        for candidate in names(path) {
            let part = part_of(&candidate);
            if candidate.try_exists()? {
                continue;
            }
            match new_file(&part, rate) {
                Ok(file) => {
                    return Ok(Self {
                        behind: WriteBehind::start(file, part.clone(), rate),
                        part,
                        path: candidate,
                        wanted: path.to_owned(),
                        is_named: false,
                        replaces: None,
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many recordings of this name"))
    }

    /// Adds `samples`; within a moment they are in the file and in its header. Waits for no disk.
    ///
    /// An error is that of an earlier write or sync: none of `samples` are taken, all before them are
    /// still there.
    pub(super) fn append(&mut self, samples: &[i16]) -> io::Result<()> {
        self.behind.append(samples)
    }

    /// Tries to write on after an error. Another error where only another file can help.
    pub(super) fn retry(&mut self) -> io::Result<()> {
        self.behind.retry()
    }

    /// Forgets the last `frames`; what is appended next follows what is left.
    pub(super) fn shorten(&mut self, frames: u64) {
        self.behind.shorten(frames);
    }

    /// Frames it has, in a moment.
    pub(super) fn frames(&self) -> u64 {
        self.behind.frames()
    }

    /// Frames that a power cut can't take away any more.
    pub(super) fn synced(&self) -> u64 {
        self.behind.synced()
    }

    /// The name it will have.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// To sync it from another thread.
    pub(super) fn sync_handle(&self) -> SyncHandle {
        self.behind.sync_handle()
    }

    /// Everything up to now; works also when the folder is gone, as long as the file is open.
    pub(super) fn read_back(&mut self) -> io::Result<Vec<i16>> {
        self.behind.read_back(self.frames())
    }

    /// Syncs the file, gives it its name and syncs the folder. Waits for the disk.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        if !self.is_named {
            self.behind.complete(self.frames())?;
            let free = names(&self.wanted).find(|name| !name.exists());
            let path = free.ok_or(io::ErrorKind::AlreadyExists)?;
            std::fs::rename(&self.part, &path)?;
            self.path = path;
            self.is_named = true;
        }
        sync_folder(&self.path)?;
        if let Some(old) = self.replaces.take() {
            old.discard();
        }
        Ok(())
    }

    /// Takes the place of another file, which is removed when this one is finished: until then whoever is
    /// killed has both.
    pub(super) fn replace(&mut self, old: Self) {
        self.replaces = Some(Box::new(old));
    }

    /// Removes the unfinished file, after its sound has been saved elsewhere.
    fn discard(mut self) {
        if let Some(older) = self.replaces.take() {
            older.discard();
        }
        if !self.is_named
            && let Err(error) = std::fs::remove_file(&self.part)
            && error.kind() != io::ErrorKind::NotFound
        {
            log::warn!("an unfinished recording stays behind ({error}): {}", self.part.display());
        }
    }

    /// Whether it is whole under its last name: at most the folder is not synced.
    pub(super) fn is_whole(&self) -> bool {
        self.is_named && self.path.exists()
    }
}

/// A new file with the header of an empty recording; none is left where that fails.
fn new_file(part: &Path, rate: SampleRate) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    let file = owner_only(&mut options).open(part)?;
    if let Err(error) = write_at(&file, &header(rate, 0), 0) {
        drop(std::fs::remove_file(part));
        return Err(error);
    }
    Ok(file)
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// `a.wav`, `a-2.wav`, `a-3.wav` …
fn names(path: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let path = path.to_owned();
    (1..=NUMBERED_NAMES).map(move |n| {
        if n == 1 {
            return path.clone();
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        path.with_file_name(format!("{stem}-{n}.{extension}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::wav::read_clip;

    const RATE: SampleRate = SampleRate::HZ_48000;

    /// Waits until the writing thread has caught up.
    fn written(part: &Path, frames: usize) {
        let begun = std::time::Instant::now();
        let is_there = || {
            std::fs::read(part)
                .is_ok_and(|b| b.get(..44).is_some_and(|head| head == header(RATE, frames as u64)))
        };
        while !is_there() {
            assert!(begun.elapsed() < std::time::Duration::from_secs(30), "nothing is written");
            std::thread::yield_now();
        }
    }

    #[test]
    fn an_unfinished_take_is_readable_after_every_append() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        let mut take = TakeFile::create(&folder.path().join("a.wav"), RATE).expect("created");
        for n in 1..=3 {
            take.append(&[7; 100]).expect("appended");
            written(&folder.path().join("a.wav.part"), n * 100);
            let clip = read_clip(&folder.path().join("a.wav.part")).expect("readable");
            assert_eq!(clip.samples.len(), n * 100);
        }
        take.finish().expect("finished");
        assert_eq!(read_clip(take.path()).expect("readable").samples.len(), 300);
        assert!(!folder.path().join("a.wav.part").exists());
    }

    #[test]
    fn a_recording_is_never_written_over() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        let path = folder.path().join("01-story.take1.wav");
        std::fs::write(&path, "mine").expect("written");
        let mut take = TakeFile::create(&path, RATE).expect("created");
        std::fs::write(folder.path().join("01-story.take1-2.wav"), "mine too").expect("written");
        take.append(&[1, 2, 3]).expect("appended");
        take.finish().expect("finished");
        assert_eq!(std::fs::read_to_string(&path).expect("there"), "mine");
        assert_eq!(take.path(), folder.path().join("01-story.take1-3.wav"));
    }

    #[test]
    fn what_was_written_comes_back_even_when_the_folder_is_gone() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        let mut take = TakeFile::create(&folder.path().join("a.wav"), RATE).expect("created");
        take.append(&[1, -2, 3]).expect("appended");
        folder.close().expect("deleted");
        assert_eq!(take.read_back().expect("still open"), [1, -2, 3]);
    }

    #[cfg(unix)]
    #[test]
    fn recordings_are_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder for tests");
        let _take = TakeFile::create(&folder.path().join("a.wav"), RATE).expect("created");
        let part = std::fs::metadata(folder.path().join("a.wav.part")).expect("there");
        assert_eq!(part.permissions().mode() & 0o777, 0o600);
    }
}
