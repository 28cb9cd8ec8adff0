//! One recording on disk: `….wav.part` while it grows, `….wav` when it is whole and synced.
//!
//! The header is right after every [`TakeFile::append`]. Syncing and renaming are for a thread that
//! may wait ([`TakeFile::finish`]).

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::audio::wav::{HEADER_BYTES, header, owner_only};
use crate::units::SampleRate;

/// Names tried before giving up, when files of the wanted name exist.
const NUMBERED_NAMES: u32 = 999;

/// A growing 16-bit mono WAV file.
#[derive(Debug)]
pub(super) struct TakeFile {
    file: File,
    part: PathBuf,
    path: PathBuf,
    /// The name that was asked for; others are made from it.
    wanted: PathBuf,
    rate: SampleRate,
    frames: u64,
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
            let mut options = File::options();
            options.read(true).write(true).create_new(true);
            match owner_only(&mut options).open(&part) {
                Ok(mut file) => {
                    file.write_all(&header(rate, 0))?;
                    let wanted = path.to_owned();
                    return Ok(Self { file, part, path: candidate, wanted, rate, frames: 0 });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many recordings of this name"))
    }

    /// Adds `samples` and brings the header up to date.
    ///
    /// On an error, [`Self::frames`] and the header stay as they were.
    pub(super) fn append(&mut self, samples: &[i16]) -> io::Result<()> {
        let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        self.file.seek(SeekFrom::Start(HEADER_BYTES + self.frames * 2))?;
        self.file.write_all(&bytes)?;
        let frames = self.frames + samples.len() as u64;
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&header(self.rate, frames))?;
        self.frames = frames;
        Ok(())
    }

    /// Forgets the last `frames`; the file becomes shorter when it is finished.
    pub(super) fn shorten(&mut self, frames: u64) {
        self.frames = self.frames.saturating_sub(frames);
    }

    /// Frames in the file.
    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    /// The name it will have.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A second handle, to sync from another thread.
    pub(super) fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Everything written so far; works also when the folder is gone, as long as the file is open.
    pub(super) fn read_back(&mut self) -> io::Result<Vec<i16>> {
        self.file.seek(SeekFrom::Start(HEADER_BYTES))?;
        let mut bytes = Vec::new();
        (&self.file).take(self.frames * 2).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != self.frames * 2 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(bytes.as_chunks().0.iter().map(|sample| i16::from_le_bytes(*sample)).collect())
    }

    /// Syncs the file, gives it its name and syncs the folder. Waits for the disk.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        // A write that failed half-way may have left bytes behind the last counted frame.
        self.file.set_len(HEADER_BYTES + self.frames * 2)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&header(self.rate, self.frames))?;
        self.file.sync_all()?;
        let free = names(&self.wanted).find(|name| !name.exists());
        let path = free.ok_or(io::ErrorKind::AlreadyExists)?;
        std::fs::rename(&self.part, &path)?;
        self.path = path;
        sync_folder(&self.path)
    }

    /// Where it is until it is finished.
    pub(super) fn part(&self) -> &Path {
        &self.part
    }

    /// Removes the unfinished file, after its sound has been saved elsewhere.
    pub(super) fn discard(self) {
        if let Err(error) = std::fs::remove_file(&self.part) {
            log::warn!("an unfinished recording stays behind ({error}): {}", self.part.display());
        }
    }
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

/// Makes the rename itself survive a power cut. Only Unix can sync a folder.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::wav::read_clip;

    const RATE: SampleRate = SampleRate::HZ_48000;

    #[test]
    fn an_unfinished_take_is_readable_after_every_append() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        let mut take = TakeFile::create(&folder.path().join("a.wav"), RATE).expect("created");
        for n in 1..=3 {
            take.append(&[7; 100]).expect("appended");
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
