//! Where the files live.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::{StoreError, files};

/// The two folders Greenroom writes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// What the user owns: sessions, banks, pacings, profile, settings.
    pub data: PathBuf,
    /// What can be made again: waveform overviews, rendered voice.
    pub cache: PathBuf,
}

impl Folders {
    /// `GREENROOM_DATA` and `GREENROOM_CACHE` where they are set, else the system's places:
    /// `greenroom` in the XDG folders on Linux, in Library on macOS, in AppData on Windows.
    pub fn resolve() -> Result<Self, StoreError> {
        let chosen = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        Self::choose(chosen("GREENROOM_DATA"), chosen("GREENROOM_CACHE"))
    }

    /// Everything inside one folder: for tests, demonstrations and `--out`.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        let data = folder.into();
        Self { cache: data.join("cache"), data }
    }

    /// The sessions' folder.
    #[must_use]
    pub fn sessions(&self) -> PathBuf {
        self.data.join("sessions")
    }

    /// The user's own banks.
    #[must_use]
    pub fn banks(&self) -> PathBuf {
        self.data.join("banks")
    }

    /// Earlier states of the user's own banks, and those that were removed.
    #[must_use]
    pub fn earlier_banks(&self) -> PathBuf {
        self.banks().join("earlier")
    }

    /// Reports of panics.
    #[must_use]
    pub fn reports(&self) -> PathBuf {
        self.data.join("reports")
    }

    /// What was removed where the desktop has no wastebasket.
    #[must_use]
    pub fn wastebasket(&self) -> PathBuf {
        self.data.join("wastebasket")
    }

    /// Where a session's own file is kept while it can't be written in its folder.
    #[must_use]
    pub(super) fn spares(&self) -> [PathBuf; 2] {
        [self.data.join("elsewhere"), self.cache.join("elsewhere")]
    }

    /// Overviews of recordings, in the cache.
    #[must_use]
    pub fn overviews(&self) -> PathBuf {
        self.cache.join("overviews")
    }

    /// Bytes of what the user owns, and of what can be made again (which may lie inside the first).
    #[must_use]
    pub fn weights(&self) -> (u64, u64) {
        let cache = files::weight(&self.cache);
        let all = files::weight(&self.data);
        let inside = if self.cache.starts_with(&self.data) { cache } else { 0 };
        (all.saturating_sub(inside), cache)
    }

    /// Bytes that a user without privileges may still write to the data folder; `None` where the system
    /// doesn't say.
    #[must_use]
    pub fn free_bytes(&self) -> Option<u64> {
        files::free_bytes(&self.data)
    }

    fn choose(data: Option<PathBuf>, cache: Option<PathBuf>) -> Result<Self, StoreError> {
        let system = etcetera::base_strategy::choose_native_strategy().ok();
        let place = |chosen: Option<PathBuf>, usual: Option<PathBuf>| {
            let path = chosen.or_else(|| Some(usual?.join("greenroom")));
            path.map(absolute).ok_or(StoreError::NoHome)
        };
        Ok(Self {
            data: place(data, system.as_ref().map(|system| system.data_dir()))?,
            cache: place(cache, system.as_ref().map(|system| system.cache_dir()))?,
        })
    }

    /// Makes the folders that are missing, for their owner alone.
    pub(super) fn make(&self) -> Result<(), (io::Error, PathBuf)> {
        for folder in [self.data.clone(), self.sessions(), self.banks(), self.cache.clone()] {
            files::make_folders(&folder).map_err(|error| (error, folder))?;
        }
        Ok(())
    }
}

/// Relative paths are meant from where Greenroom was started, whatever it does later.
fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(Path::new(&path)).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_folders_are_taken_as_they_are() {
        let chosen = env::current_dir().unwrap().join("mine");
        let folders = Folders::choose(Some(chosen.clone()), Some("relative".into())).unwrap();
        assert_eq!(folders.data, chosen);
        assert!(folders.cache.is_absolute());
    }

    #[test]
    fn the_cache_is_not_counted_among_what_the_user_owns() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::at(folder.path());
        folders.make().unwrap();
        std::fs::write(folders.sessions().join("a"), [0; 100]).unwrap();
        std::fs::create_dir(folders.overviews()).unwrap();
        std::fs::write(folders.overviews().join("b"), [0; 7]).unwrap();
        assert_eq!(folders.weights(), (100, 7));
    }

    #[test]
    fn usual_folders_end_in_greenroom() {
        let folders = Folders::choose(None, None).unwrap();
        assert!(folders.data.ends_with("greenroom"), "{folders:?}");
        assert!(folders.cache.ends_with("greenroom"), "{folders:?}");
        assert_ne!(folders.data, folders.cache);
    }
}
