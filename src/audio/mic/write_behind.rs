//! A thread for each recording that waits for the disk, so that nobody else does.
//!
//! What is not known to be synced stays in memory: a second of sound as a rule, and the whole of what is at
//! stake when a write, or the sync after it, fails. (After a failed sync the system may forget what it was
//! given; only writing it again helps.)

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::audio::wav::{HEADER_BYTES, header};
use crate::disk;
use crate::units::SampleRate;

/// Samples handed to the system at once. More wait only after a failure; twice half an hour need not be in
/// memory then.
const AT_ONCE: usize = 1 << 20;

/// Writes one file behind whoever records.
#[derive(Debug)]
pub(super) struct WriteBehind {
    shared: Arc<Shared>,
    has_thread: bool,
}

#[derive(Debug)]
struct Shared {
    file: File,
    /// Its name, until it is finished.
    part: PathBuf,
    rate: SampleRate,
    state: Mutex<State>,
    changed: Condvar,
}

/// Where the recording is: `base` frames are synced, `kept` follow them, the first `written` of which are
/// in the file too.
#[derive(Debug, Default)]
struct State {
    base: u64,
    kept: Vec<i16>,
    written: usize,
    /// Failed syncs so far: a write that was begun before one may be lost, whatever it says.
    setbacks: u64,
    writing: Option<Instant>,
    syncing: Option<Instant>,
    trouble: Option<Trouble>,
    /// The folder knows the file's name for good.
    name_is_safe: bool,
    /// The file is longer than it should be, and its header says so.
    too_long: bool,
    /// The file has lost its name: somebody has deleted it, or its folder.
    gone: bool,
    over: bool,
}

/// An error that can be told more than once.
#[derive(Debug, Clone, Copy)]
struct Trouble {
    kind: io::ErrorKind,
    code: Option<i32>,
}

impl From<&io::Error> for Trouble {
    fn from(error: &io::Error) -> Self {
        Self { kind: error.kind(), code: error.raw_os_error() }
    }
}

impl From<Trouble> for io::Error {
    fn from(trouble: Trouble) -> Self {
        trouble.code.map_or_else(|| trouble.kind.into(), Self::from_raw_os_error)
    }
}

/// Syncs a file from another thread.
#[derive(Debug)]
pub(super) struct SyncHandle(Arc<Shared>);

impl SyncHandle {
    /// Syncs what is written by now. What fails is told by the next [`WriteBehind::append`].
    pub(super) fn sync(&self) {
        let shared = &self.0;
        let (goal, setbacks, name_is_safe) = {
            let mut state = shared.lock();
            state.syncing = Some(Instant::now());
            (state.base + state.written as u64, state.setbacks, state.name_is_safe)
        };
        let sync = || disk::sync_data(&shared.file);
        let synced = match name_is_safe {
            true => sync(),
            false => disk::both(|| sync_folder(&shared.part), sync),
        };
        let gone = has_no_name(&shared.file);
        let mut state = shared.lock();
        state.syncing = None;
        match synced {
            Ok(()) if gone => state.lose_name(),
            Ok(()) if state.setbacks == setbacks => state.keep_from(goal),
            Ok(()) => {}
            Err(error) => state.set_back(&error),
        }
    }
}

impl State {
    /// Frames up to this one are on disk for good.
    fn keep_from(&mut self, frame: u64) {
        let safe = usize::try_from(frame.saturating_sub(self.base)).unwrap_or(usize::MAX);
        let safe = safe.min(self.written);
        self.kept.drain(..safe);
        self.written -= safe;
        self.base += safe as u64;
        if !self.over {
            disk::settle(safe as u64 * 2);
        }
        self.name_is_safe = true;
    }

    /// All that is not known to be synced has to be written again.
    fn set_back(&mut self, error: &io::Error) {
        self.setbacks += 1;
        self.written = 0;
        self.trouble = Some(error.into());
    }

    /// The file has been deleted: what is written to it nobody would find.
    fn lose_name(&mut self) {
        self.gone = true;
        self.trouble = Some((&io::Error::from(io::ErrorKind::NotFound)).into());
    }

    fn has_work(&self) -> bool {
        self.trouble.is_none() && (self.written < self.kept.len() || self.too_long)
    }

    fn frames(&self) -> u64 {
        self.base + self.kept.len() as u64
    }

    /// Whether nothing has moved for so long that the disk may never answer again. A slow one is none.
    fn stands_still(&self) -> bool {
        let since =
            |at: Option<Instant>| at.is_some_and(|at| disk::quiet_for(at) > disk::STANDSTILL);
        since(self.writing) || since(self.syncing)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// The writing thread: until it is over and nothing is left that can be written.
    fn run(&self) {
        let mut state = self.lock();
        loop {
            if state.has_work() {
                drop(state);
                self.write();
                state = self.lock();
            } else if state.over {
                return;
            } else {
                state = self.wait(state);
            }
        }
    }

    /// Writes of what waits as much as goes at once, and brings the header up to date.
    fn write(&self) {
        let (bytes, first, setbacks, too_long) = {
            let mut state = self.lock();
            state.writing = Some(Instant::now());
            let waiting = state.kept.iter().skip(state.written).take(AT_ONCE);
            let bytes: Vec<u8> = waiting.flat_map(|sample| sample.to_le_bytes()).collect();
            let too_long = std::mem::take(&mut state.too_long);
            (bytes, state.base + state.written as u64, state.setbacks, too_long)
        };
        let count = bytes.len() / 2;
        let shortened = if too_long { self.file.set_len(HEADER_BYTES + first * 2) } else { Ok(()) };
        let written = shortened
            .and_then(|()| write_at(&self.file, &bytes, HEADER_BYTES + first * 2))
            .and_then(|()| write_at(&self.file, &header(self.rate, first + count as u64), 0));
        disk::moved();
        // Asked here too, since a second until the next sync is longer than anybody should wait to be told.
        let gone = has_no_name(&self.file);
        let mut state = self.lock();
        state.writing = None;
        match written {
            Ok(()) if gone => state.lose_name(),
            Ok(()) if state.setbacks == setbacks => state.written += count,
            Ok(()) => {}
            Err(error) => state.trouble = Some((&error).into()),
        }
        self.changed.notify_all();
    }
}

impl WriteBehind {
    /// Begins to write behind the header of `file`, whose name is `part`.
    pub(super) fn start(file: File, part: PathBuf, rate: SampleRate) -> Self {
        let state = Mutex::new(State::default());
        let shared = Arc::new(Shared { file, part, rate, state, changed: Condvar::new() });
        let for_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("take-writer".into())
            .spawn(move || for_thread.run())
            // Without the thread, whoever appends does the work.
            .inspect_err(|error| log::error!("the writing thread can't start: {error}"));
        Self { shared, has_thread: thread.is_ok() }
    }

    /// Takes `samples`, to be written in a moment, or says what an earlier write or sync has failed with:
    /// then none of them are taken. Waits for no disk.
    pub(super) fn append(&self, samples: &[i16]) -> io::Result<()> {
        let mut state = self.shared.lock();
        if state.trouble.is_none() && state.stands_still() {
            state.trouble = Some((&io::Error::from(io::ErrorKind::TimedOut)).into());
        }
        if let Some(trouble) = state.trouble {
            return Err(trouble.into());
        }
        state.kept.extend_from_slice(samples);
        disk::owe(samples.len() as u64 * 2);
        drop(state);
        if self.has_thread {
            self.shared.changed.notify_all();
            return Ok(());
        }
        self.write_here();
        // They are taken: a failure is told the next time.
        Ok(())
    }

    /// Does the work of the thread that there is not.
    fn write_here(&self) {
        while self.shared.lock().has_work() {
            self.shared.write();
        }
    }

    /// Forgets the last `frames`, written or not; what is appended next follows what is left. Waits for no disk.
    pub(super) fn shorten(&self, frames: u64) {
        let mut state = self.shared.lock();
        let left = state.frames().saturating_sub(frames);
        let in_memory = left.saturating_sub(state.base);
        let before = state.kept.len();
        state.kept.truncate(usize::try_from(in_memory).unwrap_or(usize::MAX));
        disk::settle((before - state.kept.len()) as u64 * 2);
        state.written = state.written.min(state.kept.len());
        state.base = state.base.min(left);
        // What is being written or synced just now counts no more: it may be what was forgotten.
        state.setbacks += 1;
        state.too_long = true;
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Tries again after a failure; an error if the file has lost its name.
    pub(super) fn retry(&self) -> io::Result<()> {
        let mut state = self.shared.lock();
        if state.gone || has_no_name(&self.shared.file) {
            state.gone = true;
            return Err(io::ErrorKind::NotFound.into());
        }
        state.trouble = None;
        drop(state);
        self.shared.changed.notify_all();
        Ok(())
    }

    /// Frames taken, written or not.
    pub(super) fn frames(&self) -> u64 {
        self.shared.lock().frames()
    }

    /// Frames that are on disk for good.
    pub(super) fn synced(&self) -> u64 {
        self.shared.lock().base
    }

    /// For another thread.
    pub(super) fn sync_handle(&self) -> SyncHandle {
        SyncHandle(Arc::clone(&self.shared))
    }

    /// All samples up to `frames`, from the disk and from memory.
    pub(super) fn read_back(&self, frames: u64) -> io::Result<Vec<i16>> {
        let (base, kept) = {
            let state = self.shared.lock();
            (state.base, state.kept.clone())
        };
        let mut bytes = vec![0; usize::try_from(base * 2).unwrap_or(usize::MAX)];
        read_at(&self.shared.file, &mut bytes, HEADER_BYTES)?;
        let synced = bytes.as_chunks().0.iter().map(|sample| i16::from_le_bytes(*sample));
        let all = synced.chain(kept);
        Ok(all.take(usize::try_from(frames).unwrap_or(usize::MAX)).collect())
    }

    /// Writes all there is, makes the file `frames` long, and syncs it. Waits for the disk.
    pub(super) fn complete(&self, frames: u64) -> io::Result<()> {
        let shared = &self.shared;
        if !self.has_thread {
            self.write_here();
        }
        let mut state = shared.lock();
        while state.writing.is_some() || state.has_work() {
            state = shared.wait(state);
        }
        if let Some(trouble) = state.trouble {
            return Err(trouble.into());
        }
        let goal = state.base + state.written as u64;
        drop(state);
        // A write that failed half-way may have left bytes behind the last frame.
        let header = header(shared.rate, frames);
        let done = (shared.file.set_len(HEADER_BYTES + frames * 2))
            .and_then(|()| write_at(&shared.file, &header, 0))
            .and_then(|()| disk::sync_file(&shared.file));
        let mut state = shared.lock();
        match done {
            Ok(()) => state.keep_from(goal),
            Err(ref error) => state.set_back(error),
        }
        // Told by its return.
        state.trouble = None;
        done
    }
}

impl Drop for WriteBehind {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.over = true;
        // It is kept in another file, or nowhere.
        disk::settle(state.kept.len() as u64 * 2);
        drop(state);
        self.shared.changed.notify_all();
    }
}

/// Makes a name itself survive a power cut.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), disk::sync_folder)
}

/// Whether an open file has been deleted. Elsewhere than on Unix an open file can't be.
fn has_no_name(file: &File) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        file.metadata().is_ok_and(|about| about.nlink() == 0)
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        false
    }
}

#[cfg(unix)]
pub(super) fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
pub(super) fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt as _;
    while !bytes.is_empty() {
        let count = file.seek_write(bytes, at)?;
        bytes = bytes.get(count..).filter(|_| count > 0).ok_or(io::ErrorKind::WriteZero)?;
        at += count as u64;
    }
    Ok(())
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt as _;
    while !bytes.is_empty() {
        let count = file.seek_read(bytes, at)?;
        bytes = bytes.get_mut(count..).filter(|_| count > 0).ok_or(io::ErrorKind::UnexpectedEof)?;
        at += count as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behind() -> (tempfile::TempDir, WriteBehind) {
        let folder = tempfile::tempdir().expect("a folder for tests");
        let part = folder.path().join("a.part");
        let file = File::options().read(true).write(true).create_new(true).open(&part);
        let rate = SampleRate::HZ_48000;
        (folder, WriteBehind::start(file.expect("made"), part, rate))
    }

    #[test]
    fn what_a_failed_sync_may_have_lost_is_written_again() {
        let (folder, behind) = behind();
        behind.append(&[1, 2, 3]).expect("taken");
        behind.sync_handle().sync();
        behind.append(&[4, 5]).expect("taken");
        while behind.shared.lock().has_work() {
            std::thread::yield_now();
        }
        behind.shared.lock().set_back(&io::Error::from_raw_os_error(5));
        assert!(behind.append(&[6]).is_err(), "it is told, and nothing taken");
        // As a disk that forgot what it was given.
        behind.shared.file.set_len(HEADER_BYTES).expect("cut");
        write_at(&behind.shared.file, &[1, 0, 2, 0, 3, 0], HEADER_BYTES).expect("written");
        behind.retry().expect("it has a name");
        behind.append(&[6]).expect("taken");
        behind.complete(6).expect("on disk");
        let bytes = std::fs::read(folder.path().join("a.part")).expect("there");
        assert_eq!(bytes[44..], [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0]);
        assert_eq!(behind.synced(), 6);
    }

    #[test]
    fn what_is_appended_after_shortening_follows_what_was_left() {
        for is_synced in [false, true] {
            let (folder, behind) = behind();
            let bytes = || std::fs::read(folder.path().join("a.part")).expect("there");
            behind.append(&[1, 2, 3, 4]).expect("taken");
            if is_synced {
                while behind.shared.lock().has_work() {
                    std::thread::yield_now();
                }
                behind.sync_handle().sync();
            }
            behind.shorten(2);
            assert_eq!(behind.frames(), 2);
            while behind.shared.lock().has_work() || behind.shared.lock().writing.is_some() {
                std::thread::yield_now();
            }
            assert_eq!(bytes().get(44..), Some([1, 0, 2, 0].as_slice()), "also when killed now");
            behind.append(&[5, 6, 7]).expect("taken");
            behind.complete(5).expect("on disk");
            assert_eq!(bytes().get(44..), Some([1, 0, 2, 0, 5, 0, 6, 0, 7, 0].as_slice()));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_without_a_name_is_found_out_at_the_next_write() {
        let (folder, behind) = behind();
        behind.append(&[1, 2, 3]).expect("taken");
        let write = || {
            while behind.shared.lock().has_work() || behind.shared.lock().writing.is_some() {
                std::thread::yield_now();
            }
        };
        write();
        folder.close().expect("deleted");
        behind.append(&[4]).expect("taken");
        write();
        let error = behind.append(&[5]).expect_err("it is told");
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert_eq!(behind.read_back(4).expect("in memory"), [1, 2, 3, 4]);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_without_a_name_is_found_out_at_the_next_sync() {
        let (folder, behind) = behind();
        behind.append(&[1, 2, 3]).expect("taken");
        folder.close().expect("deleted");
        behind.sync_handle().sync();
        let error = behind.append(&[4]).expect_err("it is told");
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(behind.retry().is_err(), "another place is needed");
        assert_eq!(behind.read_back(3).expect("in memory"), [1, 2, 3]);
    }
}
