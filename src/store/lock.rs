//! Who writes to a session folder: a lock of the operating system, gone with the program that held it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{StoreError, files};

/// A recording is brought up to date every 100 ms; one that was not touched for this long has no
/// writer. Only asked on file systems without locks.
const ABANDONED_AFTER: Duration = Duration::from_secs(60);

/// Holds a session folder while it lives.
#[derive(Debug)]
pub(super) struct SessionLock {
    /// `None` on a file system without locks (some network ones): recording matters more.
    _file: Option<File>,
}

impl SessionLock {
    /// Takes the folder, or says that another running copy has it.
    pub(super) fn take(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(".lock");
        let file = files::open_lock(&path).map_err(StoreError::write(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Held { path: folder.to_owned() }),
            Err(TryLockError::Error(error)) => {
                log::warn!("no file lock here ({error}): {}", folder.display());
                Ok(Self { _file: None })
            }
        }
    }
}

/// Whether nobody writes to `recording` in `folder`.
pub(super) fn is_abandoned(folder: &Path, recording: &Path) -> bool {
    let path = folder.join(".lock");
    match files::only_a_file(&path).and_then(|()| File::open(&path)) {
        // Shared, so that two copies starting at once don't take each other for a writer.
        Ok(file) => match file.try_lock_shared() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(_)) => is_old(recording).unwrap_or(false),
        },
        // A copied folder has no lock, and no writer.
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(_) => is_old(recording).unwrap_or(false),
    }
}

fn is_old(recording: &Path) -> io::Result<bool> {
    let age = SystemTime::now().duration_since(fs::metadata(recording)?.modified()?);
    Ok(age.is_ok_and(|age| age > ABANDONED_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writer_at_a_time_and_none_after_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let part = folder.path().join("01-x.take1.wav.part");
        fs::write(&part, "").unwrap();
        assert!(is_abandoned(folder.path(), &part), "no lock, no writer");

        let lock = SessionLock::take(folder.path()).unwrap();
        assert!(!is_abandoned(folder.path(), &part));
        assert!(matches!(SessionLock::take(folder.path()), Err(StoreError::Held { .. })));

        drop(lock);
        assert!(is_abandoned(folder.path(), &part));
        SessionLock::take(folder.path()).unwrap();
    }
}
