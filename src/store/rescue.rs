//! Another place for a recording that can't be written where it belongs.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::lock::SessionLock;
use super::session_folder::{SessionFolder, TakePaths};
use super::{StoreError, files, whereabouts};

impl SessionFolder {
    /// Where a take may be written that could not be: in its session (whose folder is made again if it
    /// is gone), beside it in a folder of the same name with `-rescued`, or in the system's folder for
    /// temporary files. `attempt` says with which to begin, so that trying again tries another one.
    pub fn another_place(
        &self,
        paths: &TakePaths,
        attempt: usize,
    ) -> Result<TakePaths, StoreError> {
        let places = self.places();
        let count = places.len();
        let mut refusal = None;
        for place in places.into_iter().cycle().skip(attempt % count).take(count) {
            let made = |source| StoreError::MakeFolder { source, path: place.clone() };
            match can_be_written(&place).map_err(made).and_then(|()| self.hold(&place)) {
                Ok(()) => return Ok(moved(paths, &place)),
                Err(error) => refusal = Some(error),
            }
        }
        // There is at least one place, so there is a refusal.
        Err(refusal.unwrap_or(StoreError::NoHome))
    }

    /// Where a take may be written in a folder that the user chose: in one of the session's name, made if it
    /// is missing. The chosen folder itself is not: a slip of the pen makes no folder.
    pub fn place_in(&self, paths: &TakePaths, folder: &Path) -> Result<TakePaths, StoreError> {
        let made = |source| StoreError::MakeFolder { source, path: folder.to_owned() };
        if !std::fs::metadata(folder).map_err(made)?.is_dir() {
            return Err(made(std::io::ErrorKind::NotADirectory.into()));
        }
        let place = folder.join(self.path().file_name().unwrap_or_default());
        can_be_written(&place).map_err(made)?;
        self.hold(&place)?;
        Ok(moved(paths, &place))
    }

    /// Holds a place, so that no other copy takes what is recorded there for cut off.
    fn hold(&self, place: &Path) -> Result<(), StoreError> {
        let mut held = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if place != self.path() && held.iter().all(|(one, _)| one != place) {
            held.push((place.to_owned(), SessionLock::take(place)?));
        }
        Ok(())
    }

    fn places(&self) -> Vec<PathBuf> {
        let mut beside = self.path().as_os_str().to_owned();
        beside.push("-rescued");
        let name = self.path().file_name().unwrap_or_default();
        let temporary = std::env::temp_dir().join("greenroom-rescued").join(name);
        vec![self.path().to_owned(), beside.into(), temporary]
    }
}

/// Makes the folder if it is missing, and a file in it that is gone at once. A link is refused: it could lead
/// anywhere.
fn can_be_written(folder: &Path) -> std::io::Result<()> {
    files::make_folders(folder)?;
    if !whereabouts::is_folder(folder) {
        return Err(std::io::ErrorKind::NotADirectory.into());
    }
    tempfile::NamedTempFile::new_in(folder).map(drop)
}

fn moved(paths: &TakePaths, folder: &Path) -> TakePaths {
    let inside = |path: &Path| folder.join(path.file_name().unwrap_or_default());
    TakePaths { wav: inside(&paths.wav), sidecar: inside(&paths.sidecar) }
}
