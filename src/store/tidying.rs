//! What the user's files weigh, and what can be removed of them.

use std::fs;
use std::sync::PoisonError;

use super::removing::{self, Basket, Contents, Removal, Removed};
use super::{Due, RecordingSettings, Store, StoreError, files, retention};

/// What is on the disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Bytes of what the user owns, without the wastebasket.
    pub data_bytes: u64,
    /// Bytes that can be made again.
    pub cache_bytes: u64,
    /// Recordings in all sessions.
    pub recordings: usize,
    /// Bytes in the sessions with these recordings.
    pub recording_bytes: u64,
    /// Recordings in Greenroom's own wastebasket.
    pub removed: usize,
    /// Bytes in it.
    pub removed_bytes: u64,
    /// Bytes free for the user on the disk with the sessions, if the system tells.
    pub free_bytes: Option<u64>,
}

impl Store {
    /// Weighs everything. Waits for the disk.
    #[must_use]
    pub fn holdings(&self) -> Holdings {
        let (data_bytes, cache_bytes) = self.folders().weights();
        let removed = removing::held(self.folders());
        let sessions = self.list_sessions();
        Holdings {
            data_bytes: data_bytes.saturating_sub(removed.bytes),
            cache_bytes,
            recordings: sessions.iter().map(|session| session.takes).sum(),
            recording_bytes: sessions.iter().map(|session| session.bytes).sum(),
            removed: removed.recordings,
            removed_bytes: removed.bytes,
            free_bytes: files::free_bytes(&self.folders().sessions()),
        }
    }

    /// What a removal would take along; an error if it would be refused now.
    pub fn weigh(&self, removal: &Removal) -> Result<Contents, StoreError> {
        let contents = removing::weigh(&self.folders().sessions(), removal)?;
        removing::check_free(removal)?;
        Ok(contents)
    }

    /// Moves what is to be removed into a wastebasket. What can't be moved stays in its place, and the answer
    /// says why; an error means that nothing was moved.
    pub fn remove(&self, removal: &Removal, basket: Basket) -> Result<Removed, StoreError> {
        let _changing = self.changing().lock().unwrap_or_else(PoisonError::into_inner);
        removing::remove(self.folders(), removal, basket)
    }

    /// Puts back what was removed, each file where it was; never in the place of another.
    pub fn bring_back(&self, removed: &Removed) -> Result<(), StoreError> {
        let _changing = self.changing().lock().unwrap_or_else(PoisonError::into_inner);
        removing::bring_back(removed)
    }

    /// Puts back everything that is in Greenroom's own wastebasket.
    pub fn put_all_back(&self) -> Result<(), StoreError> {
        let _changing = self.changing().lock().unwrap_or_else(PoisonError::into_inner);
        removing::put_all_back(self.folders())
    }

    /// Destroys what is in Greenroom's own wastebasket.
    pub fn empty_wastebasket(&self) -> Result<(), StoreError> {
        removing::empty(self.folders())
    }

    /// Which recordings are older than these settings keep them.
    #[must_use]
    pub fn due_recordings(&self, settings: &RecordingSettings) -> Due {
        retention::due(&self.folders().sessions(), settings, jiff::Timestamp::now())
    }

    /// Removes what can be made again.
    pub fn clear_cache(&self) -> Result<(), StoreError> {
        let cache = &self.folders().cache;
        for entry in fs::read_dir(cache).map_err(StoreError::read(cache))?.flatten() {
            let path = entry.path();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let removed =
                if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(StoreError::write(&path))?;
        }
        files::make_folders(cache)
            .map_err(|source| StoreError::MakeFolder { source, path: cache.clone() })
    }
}
