//! The moves themselves: into a wastebasket, and back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{
    Basket, Contents, Item, Kept, Removal, Removed, check_folder, desktop, files_of, hold, own,
    weigh, weigh_file,
};
use crate::disk;
use crate::store::session_folder::write_take;
use crate::store::sessions::read_take;
use crate::store::{Folders, StoreError, files, recovery};

/// Moves what is to be removed into a wastebasket. What can't be moved stays in its place, and the answer
/// says why; an error means that nothing was moved.
pub(in crate::store) fn remove(
    folders: &Folders,
    removal: &Removal,
    basket: Basket,
) -> Result<Removed, StoreError> {
    let sessions = folders.sessions();
    let contents = weigh(&sessions, removal)?;
    carry_out(Mover::new(folders, basket), removal, contents)
}

/// [`remove`] as by a program that is killed after so many files.
#[cfg(test)]
pub(in crate::store) fn remove_cut_off(folders: &Folders, removal: &Removal, after: usize) {
    let Ok(contents) = weigh(&folders.sessions(), removal) else { return };
    let mover = Mover { most: after, ..Mover::new(folders, Basket::Own) };
    drop(carry_out(mover, removal, contents));
}

fn carry_out(
    mut mover: Mover<'_>,
    removal: &Removal,
    contents: Contents,
) -> Result<Removed, StoreError> {
    let outcome = match removal {
        Removal::Session(folder) => mover.whole(folder).map(|()| mover.contents = contents),
        Removal::Takes(sidecars) => mover.takes(sidecars),
        Removal::Sound { wavs, on } => mover.sound(wavs, on),
    };
    match outcome {
        Err(problem) if mover.items.is_empty() => Err(problem),
        outcome => Ok(mover.finish(removal, outcome.err())),
    }
}

/// What is being moved, and how far that has come.
struct Mover<'a> {
    folders: &'a Folders,
    basket: Basket,
    /// The desktop's wastebasket, once something goes there.
    desktop: Option<desktop::Opened>,
    /// The place in our own wastebasket, once something goes there.
    place: Option<PathBuf>,
    items: Vec<Item>,
    contents: Contents,
    /// So many files are moved at most.
    #[cfg(test)]
    most: usize,
}

impl<'a> Mover<'a> {
    fn new(folders: &'a Folders, basket: Basket) -> Self {
        let basket = if desktop::IS_KNOWN { basket } else { Basket::Own };
        let (items, contents) = (Vec::new(), Contents::default());
        Self {
            folders,
            basket,
            desktop: None,
            place: None,
            items,
            contents,
            #[cfg(test)]
            most: usize::MAX,
        }
    }

    /// A whole session. Its lock goes with it; where an open file can't be moved, it is let go just before.
    fn whole(&mut self, folder: &Path) -> Result<(), StoreError> {
        let lock = hold(folder)?;
        let lock = if cfg!(windows) { None } else { Some(lock) };
        let moved = self.put(folder);
        drop(lock);
        moved
    }

    fn takes(&mut self, sidecars: &[PathBuf]) -> Result<(), StoreError> {
        let Some(folder) = sidecars.first().map(|sidecar| files::folder_of(sidecar)) else {
            return Ok(());
        };
        let _lock = hold(folder)?;
        for sidecar in sidecars {
            for path in files_of(sidecar) {
                let mut weight = Contents::default();
                weigh_file(&path, &mut weight);
                self.put(&path)?;
                self.count(&weight);
            }
        }
        Ok(())
    }

    /// The sound of takes, one after the other; a session that somebody works in is passed over.
    fn sound(&mut self, wavs: &[PathBuf], on: &str) -> Result<(), StoreError> {
        let mut problem = None;
        for wav in wavs {
            if let Err(error) = self.one_sound(wav, on) {
                log::warn!("a recording was not removed: {error}");
                problem.get_or_insert(error);
            }
        }
        problem.map_or(Ok(()), Err)
    }

    fn one_sound(&mut self, wav: &Path, on: &str) -> Result<(), StoreError> {
        check_folder(&self.folders.sessions(), files::folder_of(wav))?;
        let _lock = hold(files::folder_of(wav))?;
        let mut weight = Contents::default();
        weigh_file(wav, &mut weight);
        if weight.recordings == 0 {
            return Ok(()); // gone meanwhile
        }
        // The note first: cut off between the two, it is about a recording that is still there, and says
        // nothing then.
        let sidecar = wav.with_extension("json");
        recovery::refuse_newer_take(&sidecar)?;
        // Where there are none, they may be in the wastebasket: new ones would be in their way.
        if fs::symlink_metadata(&sidecar).is_ok() {
            let (mut record, problem) = read_take(&sidecar);
            if problem.is_some() {
                return Ok(()); // notes that can't be read can't say it: their recording stays
            }
            record.sound_removed = Some(on.to_owned());
            write_take(&sidecar, &record)?;
        }
        self.put(wav)?;
        self.count(&weight);
        Ok(())
    }

    fn count(&mut self, weight: &Contents) {
        self.contents.recordings += weight.recordings;
        self.contents.bytes += weight.bytes;
    }

    /// Moves one file or folder.
    fn put(&mut self, from: &Path) -> Result<(), StoreError> {
        #[cfg(test)]
        if self.items.len() >= self.most {
            return Err(gone(from, "cut off".to_owned()));
        }
        let to = match self.basket {
            Basket::Desktop => match self.put_desktop(from) {
                Ok(ticket) => Kept::Desktop(ticket),
                Err(why) if fs::symlink_metadata(from).is_ok() => {
                    log::info!("not in the desktop's wastebasket ({why}): {}", from.display());
                    self.basket = Basket::Own;
                    return self.put(from);
                }
                Err(why) => return Err(gone(from, why)),
            },
            Basket::Own => Kept::Own(own::put(self.folders, &mut self.place, from)?),
        };
        self.items.push(Item { from: from.to_owned(), to });
        Ok(())
    }

    fn put_desktop(&mut self, from: &Path) -> Result<desktop::Ticket, String> {
        let desktop = match self.desktop.take() {
            Some(desktop) => desktop,
            None => desktop::Opened::new()?,
        };
        self.desktop.insert(desktop).put(from)
    }

    fn finish(mut self, removal: &Removal, problem: Option<StoreError>) -> Removed {
        desktop::note(self.items.iter_mut().filter_map(|item| match &mut item.to {
            Kept::Desktop(ticket) => Some((item.from.as_path(), ticket)),
            Kept::Own(_) => None,
        }));
        let is_own = self.items.iter().any(|item| matches!(item.to, Kept::Own(_)));
        Removed {
            what: removal.clone(),
            contents: self.contents,
            basket: if is_own { Basket::Own } else { Basket::Desktop },
            problem: problem.map(|problem| problem.to_string()),
            items: self.items,
        }
    }
}

fn gone(path: &Path, why: String) -> StoreError {
    StoreError::Write { source: io::Error::other(why), path: path.to_owned() }
}

/// Puts back what was removed, each file where it was; the last one first. What is not to be had any more,
/// or would replace another file, is the error; the others are back.
pub(in crate::store) fn bring_back(removed: &Removed) -> Result<(), StoreError> {
    let mut problem = None;
    for item in removed.items.iter().rev() {
        let back = match &item.to {
            Kept::Desktop(ticket) => desktop::take_back(ticket, &item.from),
            Kept::Own(path) => own::take_back(path, &item.from),
        };
        if let Err(error) = back {
            log::warn!("not brought back: {error}");
            problem.get_or_insert(error);
        }
    }
    problem.map_or(Ok(()), Err)
}

/// Moves `from` to where it was. A session's folder that is there again, since a take of it was brought back
/// before, is filled up; nothing is ever replaced.
pub(super) fn move_back(from: &Path, to: &Path) -> Result<(), StoreError> {
    let write = StoreError::write(to);
    let is_folder = |path: &Path| fs::symlink_metadata(path).is_ok_and(|about| about.is_dir());
    if is_folder(from) && is_folder(to) {
        return fill_up(from, to);
    }
    let folder = files::folder_of(to);
    files::make_folders(folder).map_err(StoreError::write(folder))?;
    match files::rename_to_new(from, to) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(StoreError::AlreadyThere { path: to.to_owned() })
        }
        Err(source) if source.kind() == io::ErrorKind::NotFound => {
            Err(StoreError::NotInBasket { path: to.to_owned() })
        }
        moved => moved.and_then(|()| disk::sync_folder(folder)).map_err(write),
    }
}

fn fill_up(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut problem = None;
    for entry in fs::read_dir(from).map_err(StoreError::read(from))?.flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == ".lock" && to.exists() {
            fs::remove_file(&from).ok(); // a lock says nothing but who holds it, and nobody does
        } else if let Err(error) = move_back(&from, &to) {
            problem.get_or_insert(error);
        }
    }
    fs::remove_dir(from).ok(); // with something left in it, it stays
    problem.map_or(Ok(()), Err)
}
