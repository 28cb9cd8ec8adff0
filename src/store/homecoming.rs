//! Recordings that a session could not keep in its folder: found where they are, and brought home at a
//! later start.
//!
//! A session says where they are; that is believed only of recordings in a folder of the session's own
//! name, as [`SessionFolder::place_in`](super::SessionFolder::place_in) makes them.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::form::{read_json, write_json};
use super::lock::SessionLock;
use super::session_folder::{SESSION_FILE, TakePaths, is_free, paths_in, write_take};
use super::sessions::{self, read_take};
use super::{SessionRecord, StoreError, TakeRecord, files, names};

/// Compared so many bytes at a time.
const BLOCK_BYTES: usize = 64 * 1024;

/// A recording that is in its session's folder now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroughtHome {
    /// Where it was.
    pub from: PathBuf,
    /// Where it is.
    pub wav: PathBuf,
}

/// The recordings of a session that are elsewhere and can be reached now.
pub(super) fn reachable(session: &Path, record: &SessionRecord) -> Vec<PathBuf> {
    let paths = record.elsewhere.iter().map(PathBuf::from);
    paths.filter(|wav| is_ours(session, wav) && files::is_plain_file(wav)).collect()
}

/// Whether a path is one that we would have given a recording of this session.
fn is_ours(session: &Path, wav: &Path) -> bool {
    let text =
        |part: Option<&std::ffi::OsStr>| part.and_then(|part| part.to_str()).map(str::to_owned);
    let (Some(own), Some(place)) =
        (text(session.file_name()), text(wav.parent().and_then(Path::file_name)))
    else {
        return false;
    };
    let named = text(wav.file_stem()).is_some_and(|stem| names::parse_take(&stem).is_some());
    let in_place = place == own || place.strip_suffix("-rescued") == Some(own.as_str());
    let is_wav = wav.extension().is_some_and(|ending| ending == "wav");
    wav.is_absolute() && wav.parent() != Some(session) && named && in_place && is_wav
}

/// Brings home what can be reached, of sessions that nobody writes to. What can't come now stays where it
/// is, and is tried at the next start.
pub(super) fn bring_home(sessions: &Path) -> Vec<BroughtHome> {
    let mut brought = Vec::new();
    for (folder, _) in sessions::folders(sessions) {
        let Ok(Some(read)) = read_json::<SessionRecord>(&folder.join(SESSION_FILE)) else {
            continue;
        };
        if read.newer.is_some() || reachable(&folder, &read.value).is_empty() {
            continue;
        }
        if let Err(error) = bring_home_to(&folder, &mut brought) {
            log::warn!("a recording stays where it is: {error}");
        }
    }
    brought
}

fn bring_home_to(folder: &Path, brought: &mut Vec<BroughtHome>) -> Result<(), StoreError> {
    let _lock = SessionLock::take(folder)?;
    let session_file = folder.join(SESSION_FILE);
    // Read again, now that nobody else changes it.
    let Some(read) = read_json::<SessionRecord>(&session_file)? else { return Ok(()) };
    let mut record = read.value;
    for wav in reachable(folder, &record) {
        let home = bring(folder, &wav)?;
        record.elsewhere.retain(|path| Path::new(path) != wav);
        write_json(&session_file, &record)?;
        // Only now: whenever the power fails, one of the two is there and named.
        for file in [&wav, &wav.with_extension("json")] {
            if let Err(error) = fs::remove_file(file) {
                log::warn!("a copy stays behind ({error}): {}", file.display());
            }
        }
        if let Some(place) = wav.parent() {
            // Its lock, and the folder if nothing else is in it.
            let _unlocked = fs::remove_file(place.join(".lock"));
            let _removed = fs::remove_dir(place);
        }
        brought.push(BroughtHome { from: wav, wav: home });
    }
    Ok(())
}

/// Copies a recording and its notes into the session's folder; answers its name there.
fn bring(folder: &Path, wav: &Path) -> Result<PathBuf, StoreError> {
    let stem = wav.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let own = paths_in(folder, &stem);
    if files::is_plain_file(&own.wav) && is_same(wav, &own.wav) {
        return Ok(own.wav); // the power failed just after it had come
    }
    let paths = free_paths(folder, &stem, own);
    let (record, _problem) = read_take(&wav.with_extension("json"));
    // The notes first: cut off between the two, it is simply brought once more.
    write_take(&paths.sidecar, &record)?;
    let copied = copy(wav, folder).map_err(StoreError::write(folder))?;
    copied
        .persist_noclobber(&paths.wav)
        .map_err(|failed| StoreError::write(&paths.wav)(failed.error))?;
    files::sync_folder(folder).map_err(StoreError::write(folder))?;
    Ok(paths.wav)
}

/// Its own name, if at most the note that it was begun has it, or the next free one.
fn free_paths(folder: &Path, stem: &str, own: TakePaths) -> TakePaths {
    let has_sound = [&own.wav, &own.part()].iter().any(|path| fs::symlink_metadata(path).is_ok());
    let begun = read_json::<TakeRecord>(&own.sidecar);
    let is_note = match &begun {
        Ok(None) => true,
        Ok(Some(read)) => read.newer.is_none() && read.value.ended_by == TakeRecord::RECORDING,
        Err(_) => false,
    };
    if !has_sound && is_note {
        return own;
    }
    (2_u32..).map(|nth| paths_in(folder, &format!("{stem}-{nth}"))).find(is_free).unwrap_or(own)
}

/// A synced copy without a name of its own yet, gone if it gets none.
fn copy(wav: &Path, folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut from = File::open(wav)?;
    let mut to =
        tempfile::Builder::new().prefix(".greenroom-").suffix(".tmp").tempfile_in(folder)?;
    io::copy(&mut from, to.as_file_mut())?;
    to.as_file().sync_all()?;
    if is_same(wav, to.path()) { Ok(to) } else { Err(io::Error::other("the copy differs")) }
}

fn is_same(one: &Path, other: &Path) -> bool {
    let compare = || -> io::Result<bool> {
        let (mut one, mut other) = (File::open(one)?, File::open(other)?);
        if one.metadata()?.len() != other.metadata()?.len() {
            return Ok(false);
        }
        let (mut a, mut b) = (vec![0; BLOCK_BYTES], vec![0; BLOCK_BYTES]);
        loop {
            let count = one.read(&mut a)?;
            if count == 0 {
                return Ok(true);
            }
            let same = b.get_mut(..count).unwrap_or_default();
            other.read_exact(same)?;
            if a.get(..count) != Some(&*same) {
                return Ok(false);
            }
        }
    };
    compare().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Folders, Store, TakePart};

    /// A session of which a take is elsewhere: the store, the session, the recording there.
    fn away(home: &Path, chosen: &Path) -> (Store, PathBuf, PathBuf) {
        let (store, _notices) = Store::open(Folders::at(home));
        let mut record = SessionRecord::new("bank");
        record.plan = vec!["why".to_owned()];
        let session = store.begin_session(&record, &jiff::ZonedDateTime::now()).unwrap();
        let paths = session.take_paths(0, "why", TakePart::Answer, 1);
        let mut take = TakeRecord::new("why", TakePart::Answer, 1);
        session.note_take_begun(&paths, &take).unwrap();
        let there = session.place_in(&paths, chosen).unwrap();
        fs::write(&there.wav, "sound").unwrap();
        take.notes = "mine".to_owned();
        session.save_take(&there, &take).unwrap();
        record.elsewhere.push(there.wav.to_str().unwrap().to_owned());
        session.save_record(&record).unwrap();
        (store, session.path().to_owned(), there.wav)
    }

    #[test]
    fn a_recording_elsewhere_is_found_there_and_then_brought_home() {
        let (home, chosen) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (store, session, wav) = away(home.path(), chosen.path());
        let found = store.load_session(&session).unwrap().takes;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&found[0].wav, found[0].record.notes.as_str()), (&wav, "mine"));
        assert_eq!(store.list_sessions()[0].takes, 1);

        let brought = store.bring_home();
        assert_eq!(brought.len(), 1);
        let takes = store.load_session(&session).unwrap().takes;
        assert_eq!(takes.len(), 1, "{takes:?}");
        assert_eq!(takes[0].wav, brought[0].wav);
        assert_eq!(
            (takes[0].wav.parent(), takes[0].record.notes.as_str()),
            (Some(&*session), "mine")
        );
        assert_eq!(takes[0].problem, None);
        assert_eq!(fs::read_to_string(&takes[0].wav).unwrap(), "sound");
        assert_eq!(fs::read_dir(chosen.path()).unwrap().count(), 0, "nothing is left there");
        assert_eq!(store.bring_home(), [], "once");
    }

    #[test]
    fn one_that_came_just_before_the_power_failed_comes_once() {
        let (home, chosen) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (store, session, wav) = away(home.path(), chosen.path());
        fs::copy(&wav, session.join(wav.file_name().unwrap())).unwrap();
        assert_eq!(store.bring_home().len(), 1);
        assert_eq!(store.load_session(&session).unwrap().takes.len(), 1);
    }

    #[test]
    fn a_session_can_not_name_what_is_not_its_own() {
        let (home, chosen) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (store, session, _wav) = away(home.path(), chosen.path());
        let other = chosen.path().join("01-why.take1.wav");
        fs::write(&other, "somebody's").unwrap();
        let mut record = store.list_sessions()[0].record.clone();
        record.elsewhere = vec![other.to_str().unwrap().to_owned(), "/etc/passwd".to_owned()];
        write_json(&session.join(SESSION_FILE), &record).unwrap();
        assert_eq!(store.bring_home(), []);
        assert_eq!(fs::read_to_string(&other).unwrap(), "somebody's");
    }
}
