//! What is asked of the disk for good: the only place that syncs, and that knows whether the disk moves.
//!
//! A sync may take a minute on a busy disk, and nothing is wrong then: whoever waits asks [`quiet_for`], and
//! gives up only where nothing at all has moved for [`STANDSTILL`].
//!
//! Some file systems (network shares, FUSE) can't sync a folder, a few not even a file, and say so with an error
//! that means “not here” instead of “failed”. What was written is there all the same; that a power cut may cost
//! the newest of it is told once ([`shortcoming`]). Every other error is a failure.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A disk that has finished nothing for so long stands still, for all anybody can tell.
///
/// A single sync of a
/// minute (a disk that spins up, a stick that empties its buffer, a share that reconnects) is slow, twice that is
/// dead. Memory holds many times as much of a recording.
pub const STANDSTILL: Duration = Duration::from_secs(120);

/// When something was last finished.
static MOVED: Mutex<Option<Instant>> = Mutex::new(None);

/// Bytes of recordings that are not known to be on the disk for good.
static OWED_BYTES: AtomicU64 = AtomicU64::new(0);

/// Folders in which other folders were made that are not synced yet, and how many so far.
static OWED_NAMES: Mutex<BTreeMap<PathBuf, u64>> = Mutex::new(BTreeMap::new());

/// A sync was refused as something that this file system can't do.
static FALLS_SHORT: AtomicBool = AtomicBool::new(false);

/// That was told.
static IS_TOLD: AtomicBool = AtomicBool::new(false);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes that the disk has done something: a write or a sync has come back.
pub fn moved() {
    *lock(&MOVED) = Some(Instant::now());
}

/// How long nothing has been finished, as far as that is since `since`.
#[must_use]
pub fn quiet_for(since: Instant) -> Duration {
    let last = lock(&MOVED).map_or(since, |moved| moved.max(since));
    last.elapsed()
}

/// So many bytes more of a recording are on their way to the disk.
pub fn owe(bytes: u64) {
    OWED_BYTES.fetch_add(bytes, Ordering::Relaxed);
}

/// So many bytes of a recording are on the disk for good, or will not get there.
pub fn settle(bytes: u64) {
    let less = |owed: u64| Some(owed.saturating_sub(bytes));
    // The closure always gives a number.
    let _always = OWED_BYTES.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
}

/// Bytes of recordings that are on their way to the disk.
#[must_use]
pub fn owed() -> u64 {
    OWED_BYTES.load(Ordering::Relaxed)
}

/// What this disk can't promise, as a sentence; once in the life of the program.
pub fn shortcoming() -> Option<&'static str> {
    let is_news = FALLS_SHORT.load(Ordering::Relaxed) && !IS_TOLD.swap(true, Ordering::Relaxed);
    is_news.then_some(
        "This folder’s disk does not say when a file is safe from a power cut, which may cost the newest one. \
         Everything is saved in its place all the same",
    )
}

/// Makes a file's content and length last through a power cut. Waits for the disk.
///
/// # Errors
/// Where the disk has failed; not where the file system can't sync.
pub fn sync_file(file: &File) -> io::Result<()> {
    outcome(file.sync_all(), is_beyond_it)
}

/// [`sync_file`] but for times and such.
///
/// # Errors
/// As [`sync_file`].
pub fn sync_data(file: &File) -> io::Result<()> {
    outcome(file.sync_data(), is_beyond_it)
}

/// Makes the names in a folder last through a power cut, and those of the folders it is in, as far as they are
/// new. Waits for the disk.
///
/// # Errors
/// Where the disk has failed, or the folder is gone; not where the file system can't sync folders.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = absolute(folder);
    let owed: Vec<(PathBuf, u64)> = lock(&OWED_NAMES)
        .iter()
        .filter(|(above, _)| folder.starts_with(above))
        .map(|(above, made)| (above.clone(), *made))
        .collect();
    let others = owed.iter().map(|(above, _)| above).filter(|above| **above != folder);
    let mut syncs: Vec<Sync<'_>> = vec![Box::new(|| sync_one(&folder))];
    syncs.extend(others.map(|above| -> Sync<'_> { Box::new(|| sync_one(above)) }));
    all_at_once(syncs)?;
    let mut names = lock(&OWED_NAMES);
    for (above, made) in owed {
        // One that was made meanwhile may have come too late for this sync.
        if names.get(&above) == Some(&made) {
            names.remove(&above);
        }
    }
    Ok(())
}

/// A folder was made in this one: its name is synced with the first thing that is put into it. Waits for nothing.
pub fn owe_name_in(folder: &Path) {
    *lock(&OWED_NAMES).entry(absolute(folder)).or_insert(0) += 1;
}

/// Does what a sync is made of side by side: each may have to wait for the disk.
type Sync<'a> = Box<dyn FnOnce() -> io::Result<()> + Send + 'a>;

/// Both at once, where the system has a thread for it; the second one in this thread.
///
/// # Errors
/// The first of them that failed.
pub fn both(
    one: impl FnOnce() -> io::Result<()> + Send,
    other: impl FnOnce() -> io::Result<()> + Send,
) -> io::Result<()> {
    all_at_once(vec![Box::new(one), Box::new(other)])
}

fn all_at_once(mut syncs: Vec<Sync<'_>>) -> io::Result<()> {
    let Some(own) = syncs.pop() else { return Ok(()) };
    std::thread::scope(|scope| {
        let mut results = Vec::new();
        for sync in syncs {
            // Kept outside the thread, in case there is none.
            let job = Mutex::new(Some(sync));
            let job = std::sync::Arc::new(job);
            let for_thread = std::sync::Arc::clone(&job);
            let run = move || take(&for_thread);
            match std::thread::Builder::new().name("disk-sync".into()).spawn_scoped(scope, run) {
                Ok(thread) => results.push(Err(thread)),
                Err(_no_thread) => results.push(Ok(take(&job))),
            }
        }
        let own = own();
        let others = results.into_iter().map(|result| match result {
            Ok(done) => done,
            Err(thread) => thread.join().unwrap_or_else(|_| Err(io::Error::other("a panic"))),
        });
        // All are waited for, also after the first that failed.
        others.fold(own, |sofar, next| sofar.and(next))
    })
}

fn take(job: &Mutex<Option<Sync<'_>>>) -> io::Result<()> {
    let job = lock(job).take();
    job.map_or(Ok(()), |sync| sync())
}

fn sync_one(folder: &Path) -> io::Result<()> {
    // Windows has no such call: its file systems keep a journal of names.
    if !cfg!(unix) {
        return Ok(());
    }
    let opened = match File::open(folder) {
        // A folder that may be written to and not be read.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return fall_short(),
        opened => opened?,
    };
    let is_beyond_it =
        |error: &io::Error| is_beyond_it(error) || error.kind() == io::ErrorKind::PermissionDenied;
    outcome(opened.sync_all(), is_beyond_it)
}

fn outcome(synced: io::Result<()>, is_beyond_it: impl Fn(&io::Error) -> bool) -> io::Result<()> {
    moved();
    match synced {
        Err(error) if is_beyond_it(&error) => fall_short(),
        synced => synced,
    }
}

fn fall_short() -> io::Result<()> {
    FALLS_SHORT.store(true, Ordering::Relaxed);
    Ok(())
}

/// Whether an error of a sync says that there is no such thing here.
fn is_beyond_it(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        // Seen of CIFS, FUSE and 9p, and of SMB on macOS.
        let refusals = [
            Errno::INVAL,
            Errno::NOTSUP,
            Errno::OPNOTSUPP,
            Errno::NOSYS,
            Errno::BADF,
            Errno::ISDIR,
            Errno::NOTTY,
        ];
        Errno::from_io_error(error).is_some_and(|errno| refusals.contains(&errno))
    }
    #[cfg(not(unix))]
    {
        let _ = error;
        false
    }
}

/// So that a folder is the same folder however it was named.
fn absolute(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_a_file_system_can_not_do_is_no_failure_and_what_fails_is_one() {
        let of = |errno: i32| io::Error::from_raw_os_error(errno);
        for errno in [22, 38, 9] {
            assert!(is_beyond_it(&of(errno)), "{errno}");
        }
        for errno in [5, 28, 30, 122] {
            assert!(!is_beyond_it(&of(errno)), "{errno}");
            assert!(outcome(Err(of(errno)), is_beyond_it).is_err(), "{errno}");
        }
    }

    #[test]
    fn a_folder_that_is_gone_can_not_be_synced() {
        let folder = tempfile::tempdir().unwrap();
        assert!(sync_folder(folder.path()).is_ok());
        assert!(cfg!(not(unix)) || sync_folder(&folder.path().join("gone")).is_err());
    }

    #[test]
    fn new_folders_above_are_synced_once_with_what_is_put_into_them() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("a/b");
        std::fs::create_dir_all(&below).unwrap();
        owe_name_in(folder.path());
        owe_name_in(&folder.path().join("a"));
        let owed =
            || lock(&OWED_NAMES).keys().filter(|path| path.starts_with(folder.path())).count();
        assert_eq!(owed(), 2);
        sync_folder(&folder.path().join("a")).unwrap();
        assert_eq!(owed(), 0, "both are above it, or it");
        owe_name_in(&below);
        sync_folder(folder.path()).unwrap();
        assert_eq!(owed(), 1, "what is below is not reached from above");
    }

    #[test]
    fn all_are_done_and_the_failure_of_one_is_told() {
        let done = AtomicU64::new(0);
        let work = |fails: bool| {
            let done = &done;
            move || {
                done.fetch_add(1, Ordering::Relaxed);
                if fails { Err(io::Error::other("on purpose")) } else { Ok(()) }
            }
        };
        assert!(both(work(true), work(false)).is_err());
        assert!(both(work(false), work(true)).is_err());
        assert!(both(work(false), work(false)).is_ok());
        assert_eq!(done.into_inner(), 6);
    }
}
