//! Recordings that a session could not keep in its folder: brought home at a later start.
//!
//! Where they are, the session has noted ([`whereabouts`](super::whereabouts)). Nothing there is removed before
//! its copy at home is synced, and has its name.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::copies::{Compared, compare};
use super::form::{read_json, write_json};
use super::lock::SessionLock;
use super::recovery::refuse_newer_take;
use super::session_folder::{SESSION_FILE, TakePaths, is_free, paths_in, write_take};
use super::sessions::read_take;
use super::whereabouts::{Found, look, noting};
use super::{SessionRecord, StoreError, TakeRecord, files};
use crate::disk;

/// What came home, and what could not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Homecoming {
    /// Recordings that are in their sessions' folders now.
    pub brought: Vec<BroughtHome>,
    /// Recordings whose folders are not there: a disk that is not connected, as a rule.
    pub away: Vec<PathBuf>,
}

/// A recording that is in its session's folder now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroughtHome {
    /// Where it was.
    pub from: PathBuf,
    /// Where it is.
    pub wav: PathBuf,
}

/// Brings home what can be reached, of sessions that nobody writes to. What can't come now stays where it
/// is, and is tried at the next start.
pub(super) fn bring_home(sessions: &Path) -> Homecoming {
    let mut homecoming = Homecoming::default();
    for (folder, read) in noting(sessions) {
        let looked = looked(&folder, &read.value);
        if read.newer.is_some() || looked.is_empty() {
            continue;
        }
        let away = looked.iter().filter(|(noted, found)| is_missed(&folder, noted, found));
        homecoming.away.extend(away.map(|(noted, _)| PathBuf::from(noted)));
        if looked.iter().any(|(_, found)| found.is_there)
            && let Err(error) = bring_home_to(&folder, &mut homecoming.brought)
        {
            log::warn!("a recording stays where it is: {error}");
        }
    }
    homecoming
}

/// The places that a session has noted, each with what is found there.
fn looked(folder: &Path, record: &SessionRecord) -> Vec<(String, Found)> {
    let look = |noted: &String| Some((noted.clone(), look(folder, Path::new(noted))?));
    record.elsewhere.iter().filter_map(look).collect()
}

/// Whether a recording is out of reach that is not at home, or not whole.
fn is_missed(folder: &Path, noted: &str, found: &Found) -> bool {
    let name = Path::new(noted).file_name().unwrap_or_default();
    let home = folder.join(name);
    let is_whole = || {
        let ended_by = read_take(&home.with_extension("json")).0.ended_by;
        files::is_plain_file(&home)
            && ended_by != TakeRecord::RECOVERED
            && ended_by != TakeRecord::RECORDING
    };
    !found.is_there && !is_whole()
}

fn bring_home_to(folder: &Path, brought: &mut Vec<BroughtHome>) -> Result<(), StoreError> {
    let _lock = SessionLock::take(folder)?;
    let session_file = folder.join(SESSION_FILE);
    // Read again, now that nobody else changes it.
    let Some(read) = read_json::<SessionRecord>(&session_file)? else { return Ok(()) };
    let mut record = read.value;
    for (noted, found) in looked(folder, &record) {
        // One that can't be repaired stays, and stays noted.
        if !found.is_there || !found.parts.is_empty() {
            continue;
        }
        let homes = found.wavs.iter().map(|wav| bring(folder, wav));
        let homes: Vec<PathBuf> = homes.collect::<Result<_, StoreError>>()?;
        record.elsewhere.retain(|path| *path != noted);
        write_json(&session_file, &record)?;
        // Only now: whenever the power fails, one of the two is there and named.
        for (from, wav) in found.wavs.into_iter().zip(homes) {
            for file in [&from, &from.with_extension("json")] {
                if let Err(error) = fs::remove_file(file) {
                    log::warn!("a copy stays behind ({error}): {}", file.display());
                }
            }
            brought.push(BroughtHome { from, wav });
        }
        Path::new(&noted).parent().map(leave);
    }
    Ok(())
}

/// Lets go of a place: its lock, and the folder if nothing else is in it.
pub(super) fn leave(place: &Path) {
    let _unlocked = fs::remove_file(place.join(".lock"));
    let _removed = fs::remove_dir(place);
}

/// Copies a recording and its notes into the session's folder; answers its name there.
fn bring(folder: &Path, wav: &Path) -> Result<PathBuf, StoreError> {
    let stem = wav.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let own = paths_in(folder, &stem);
    let (record, _problem) = read_take(&wav.with_extension("json"));
    if files::is_plain_file(&own.wav) {
        match compare(wav, &own.wav) {
            // The power failed just after it had come.
            Compared::Same => {
                grow_notes(&own.sidecar, record)?;
                return Ok(own.wav);
            }
            // Cut off before all that there was already had been copied.
            Compared::Shorter if record.ended_by == TakeRecord::RECOVERED => return Ok(own.wav),
            // What the failing disk still took is its beginning, and was recovered.
            Compared::Longer if read_take(&own.sidecar).0.ended_by == TakeRecord::RECOVERED => {
                refuse_newer_take(&own.sidecar)?;
                let copied = copy(wav, folder).map_err(StoreError::write(folder))?;
                copied
                    .persist(&own.wav)
                    .map_err(|failed| StoreError::write(&own.wav)(failed.error))?;
                disk::sync_folder(folder).map_err(StoreError::write(folder))?;
                grow_notes(&own.sidecar, record)?;
                return Ok(own.wav);
            }
            Compared::Shorter | Compared::Longer | Compared::Different => {}
        }
    }
    let paths = free_paths(folder, &stem, own);
    // The notes first: cut off between the two, it is simply brought once more.
    write_take(&paths.sidecar, &record)?;
    let copied = copy(wav, folder).map_err(StoreError::write(folder))?;
    copied
        .persist_noclobber(&paths.wav)
        .map_err(|failed| StoreError::write(&paths.wav)(failed.error))?;
    disk::sync_folder(folder).map_err(StoreError::write(folder))?;
    Ok(paths.wav)
}

/// Brings the notes about a recovered recording up to the longer one that has its place now: what its recorder
/// knew, beside all that was noted by a listener since.
fn grow_notes(sidecar: &Path, there: TakeRecord) -> Result<(), StoreError> {
    let (home, _problem) = read_take(sidecar);
    if home.ended_by != TakeRecord::RECOVERED || home.frames >= there.frames {
        return Ok(());
    }
    refuse_newer_take(sidecar)?;
    let mut marks = there.marks;
    marks.extend(home.marks.into_iter().filter(|mark| !marks.contains(mark)).collect::<Vec<_>>());
    marks.sort_by(|a, b| a.at_secs.total_cmp(&b.at_secs));
    let grown = TakeRecord {
        pacings: there.pacings,
        ended_by: there.ended_by,
        rate_hz: there.rate_hz,
        frames: there.frames,
        dropped_frames: there.dropped_frames,
        ring_high_water_frames: there.ring_high_water_frames,
        clipped_samples: there.clipped_samples,
        peak_dbfs: there.peak_dbfs,
        gaps: there.gaps,
        joints: there.joints,
        marks,
        // Of the beginning alone.
        measures: None,
        ..home
    };
    write_take(sidecar, &grown)
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
    disk::sync_file(to.as_file())?;
    if compare(wav, to.path()) == Compared::Same {
        Ok(to)
    } else {
        Err(io::Error::other("the copy differs"))
    }
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

        let brought = store.bring_home().brought;
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
        assert_eq!(store.bring_home().brought, [], "once");
    }

    #[test]
    fn one_that_came_just_before_the_power_failed_comes_once() {
        let (home, chosen) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (store, session, wav) = away(home.path(), chosen.path());
        fs::copy(&wav, session.join(wav.file_name().unwrap())).unwrap();
        assert_eq!(store.bring_home().brought.len(), 1);
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
        assert_eq!(store.bring_home().brought, []);
        assert_eq!(fs::read_to_string(&other).unwrap(), "somebody's");
    }
}
