//! Reading sessions: nothing in here changes a file.
//!
//! A folder whose own file is lost still shows its takes, and a take whose sidecar is lost still
//! plays: what can be known is taken from the names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::form::{Read, read_json};
use super::session_folder::{SESSION_FILE, part_of, paths_in};
use super::{SessionRecord, StoreError, TakePart, TakeRecord, names, whereabouts};

/// A session in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionSummary {
    /// Its folder.
    pub path: PathBuf,
    /// What is known of it; made from the names if its own file can't be read.
    pub record: SessionRecord,
    /// How many recordings it has.
    pub takes: usize,
    /// Bytes in the files of its folder.
    pub bytes: u64,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
}

/// A session with its takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Its folder.
    pub path: PathBuf,
    /// What is known of it; made from the names if its own file can't be read.
    pub record: SessionRecord,
    /// In the order of the plan; within a question by take, then answer, continuations, follow-ups.
    pub takes: Vec<Take>,
    /// What is wrong with the session's own file, in a sentence.
    pub problem: Option<String>,
}

/// A take that was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// What is known of it. Rate and length are 0 where only the file itself tells them.
    pub record: TakeRecord,
    /// The recording.
    pub wav: PathBuf,
    /// Where the record is kept.
    pub sidecar: PathBuf,
    /// Whether the recording is there; without it only what was noted is left.
    pub has_sound: bool,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
}

/// All sessions in `sessions`, newest first.
pub(super) fn list(sessions: &Path) -> Vec<SessionSummary> {
    let Ok(entries) = fs::read_dir(sessions) else { return Vec::new() };
    let mut found: Vec<_> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .map(|entry| summarise(entry.path()))
        // A folder with nothing of ours in it is somebody else's.
        .filter(|session| session.takes > 0 || session.path.join(SESSION_FILE).exists())
        .collect();
    found.sort_by_cached_key(|session| {
        (std::cmp::Reverse(began(session)), std::cmp::Reverse(session.path.clone()))
    });
    found
}

/// The folders in `sessions`, the newest by their names first, each with when it last changed (a file in it
/// was made, renamed or removed) if the system knows. Reads none of them.
pub(super) fn folders(sessions: &Path) -> Vec<(PathBuf, Option<SystemTime>)> {
    let Ok(entries) = fs::read_dir(sessions) else { return Vec::new() };
    let mut found: Vec<_> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .map(|entry| {
            let changed = entry.metadata().and_then(|about| about.modified()).ok();
            (entry.path(), changed)
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0));
    found
}

/// The instant a session began: as written, else as its name says (taken for UTC, since a name has
/// no offset).
pub(super) fn began(session: &SessionSummary) -> Option<jiff::Timestamp> {
    session.record.began.parse().ok().or_else(|| {
        let name = session.path.file_name()?.to_str()?;
        let time = jiff::civil::DateTime::strptime("%Y-%m-%dT%H%M%S", name.get(..17)?).ok()?;
        jiff::tz::Offset::UTC.to_timestamp(time).ok()
    })
}

fn summarise(path: PathBuf) -> SessionSummary {
    let here = stems(&path).values().filter(|files| files.wav).count();
    let (record, problem) = read_record(&path);
    let takes = here + whereabouts::reachable(&path, &record).len();
    let bytes = weight(&path);
    SessionSummary { record, takes, bytes, problem, path }
}

/// Bytes in the files right in a folder.
fn weight(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.filter_map(|entry| entry.metadata().ok().filter(fs::Metadata::is_file));
    sizes.map(|about| about.len()).sum()
}

/// A session with its takes. A link to a folder elsewhere is not followed.
pub(super) fn load(sessions: &Path, path: &Path) -> Result<Session, StoreError> {
    stay_inside(sessions, path)?;
    fs::read_dir(path).map_err(StoreError::read(path))?;
    let mut takes: Vec<Take> =
        stems(path).into_iter().filter_map(|(stem, files)| load_take(path, &stem, files)).collect();
    let (mut record, problem) = read_record(path);
    for take in elsewhere(path, &record) {
        // Of one that is elsewhere, the note that it was begun may be here.
        takes.retain(|here| here.wav.exists() || here.wav.file_name() != take.wav.file_name());
        takes.push(take);
    }
    takes.sort_by(|a, b| order(a).cmp(&order(b)));
    if record.plan.is_empty() {
        record.plan = plan_of(&takes);
    }
    Ok(Session { path: path.to_owned(), record, takes, problem })
}

/// The takes that a session could not keep in its folder, where they can be reached.
fn elsewhere(path: &Path, record: &SessionRecord) -> Vec<Take> {
    let there = |wav: PathBuf| {
        let stem = wav.file_stem()?.to_str()?.to_owned();
        load_take(wav.parent()?, &stem, TakeFiles { wav: true, sidecar: true })
    };
    whereabouts::reachable(path, record).into_iter().filter_map(there).collect()
}

/// A linked session folder must lead into the sessions' folder.
fn stay_inside(sessions: &Path, path: &Path) -> Result<(), StoreError> {
    let is_link = fs::symlink_metadata(path).map_err(StoreError::read(path))?.is_symlink();
    let real = |path: &Path| fs::canonicalize(path).map_err(StoreError::read(path));
    if is_link && !real(path)?.starts_with(real(sessions)?) {
        return Err(StoreError::LeadsOut { path: path.to_owned() });
    }
    Ok(())
}

/// The newest takes of this question of this bank, at most so many, from every session but one.
///
/// Reads no more sidecars than the question has: their names say whose they are.
pub(super) fn takes_of(
    sessions: &Path,
    bank_id: &str,
    question_id: &str,
    except: &Path,
    most: usize,
) -> Vec<Take> {
    let named = names::safe_id(question_id);
    let is_named =
        |stem: &str| names::parse_take(stem).is_some_and(|name| name.question_id == named);
    let mut found = Vec::new();
    for session in list(sessions) {
        if session.path == except || session.record.bank_id != bank_id {
            continue;
        }
        if stay_inside(sessions, &session.path).is_err() {
            continue; // a list shows it, opening it would say why not
        }
        let takes = stems(&session.path).into_iter().filter(|(stem, _)| is_named(stem));
        let takes = takes.filter_map(|(stem, files)| load_take(&session.path, &stem, files));
        // Two ids may have the same name on disk.
        let mut takes: Vec<Take> = takes
            .filter(|take| {
                take.record.question_id == question_id || take.record.question_id == named
            })
            .collect();
        takes.sort_by(|a, b| order(b).cmp(&order(a)));
        found.extend(takes);
        if found.len() >= most {
            break;
        }
    }
    found.truncate(most);
    found
}

/// The session's own file, or what its folder's name says with the reason.
fn read_record(folder: &Path) -> (SessionRecord, Option<String>) {
    match read_json::<SessionRecord>(&folder.join(SESSION_FILE)) {
        Ok(Some(Read { value, newer: None })) => (value, None),
        Ok(Some(Read { value, newer: Some(_) })) => {
            let problem = "It was recorded by a newer Greenroom and is not changed by this one.";
            (value, Some(problem.to_owned()))
        }
        Ok(None) => {
            let problem = "Its session.json is missing; its recordings are listed by their names.";
            (record_from_name(folder), Some(problem.to_owned()))
        }
        Err(error) => (record_from_name(folder), Some(error.to_string())),
    }
}

fn record_from_name(folder: &Path) -> SessionRecord {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let bank = name.get(18..).unwrap_or_default();
    let time =
        jiff::civil::DateTime::strptime("%Y-%m-%dT%H%M%S", name.get(..17).unwrap_or_default());
    SessionRecord {
        began: time.map(|time| time.to_string()).unwrap_or_default(),
        bank_title: bank.replace('-', " "),
        ..SessionRecord::new(bank)
    }
}

/// The questions the takes answer, for a session whose own file is lost.
fn plan_of(takes: &[Take]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    takes
        .iter()
        .filter(|take| take.record.part != TakePart::YourQuestion)
        .filter(|take| seen.insert(take.record.position))
        .map(|take| take.record.question_id.clone())
        .collect()
}

/// Which files a take has.
#[derive(Debug, Clone, Copy, Default)]
struct TakeFiles {
    wav: bool,
    sidecar: bool,
}

/// The takes of a folder by the stem of their names. Links are not followed.
fn stems(folder: &Path) -> BTreeMap<String, TakeFiles> {
    let mut stems: BTreeMap<String, TakeFiles> = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some((stem, ending)) = name.to_str().and_then(|name| name.rsplit_once('.')) else {
            continue;
        };
        let ours = !stem.is_empty() && name != SESSION_FILE && !stem.contains(".unreadable-");
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        match ending {
            "wav" => stems.entry(stem.to_owned()).or_default().wav = true,
            "json" => stems.entry(stem.to_owned()).or_default().sidecar = true,
            _ => {}
        }
    }
    stems
}

/// `None` for a take that is still being recorded, or waits to be recovered.
fn load_take(folder: &Path, stem: &str, files: TakeFiles) -> Option<Take> {
    let paths = paths_in(folder, stem);
    if !files.wav && part_of(&paths.wav).exists() {
        return None;
    }
    let (record, mut problem) = read_take(&paths.sidecar);
    if !files.wav {
        let day = record.sound_removed.as_deref().and_then(|at| at.get(..10));
        problem = Some(day.map_or_else(
            || "Its recording is missing; only the notes about it are left.".to_owned(),
            |day| format!("Its recording was removed on {day}; notes and figures stay."),
        ));
    } else if problem.is_none() && record.ended_by == TakeRecord::RECORDING {
        problem =
            Some("Greenroom ended while it was recorded; its length is the file's.".to_owned());
    }
    Some(Take { record, wav: paths.wav, sidecar: paths.sidecar, has_sound: files.wav, problem })
}

/// A sidecar, or what its name says with the reason.
pub(super) fn read_take(sidecar: &Path) -> (TakeRecord, Option<String>) {
    let file = sidecar.with_extension("wav");
    let file = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    match read_json::<TakeRecord>(sidecar) {
        // The file a sidecar is about is the one beside it, whatever it says.
        Ok(Some(Read { value, newer })) => {
            let newer = newer.map(|_| "Its notes are a newer Greenroom's and are not changed.");
            (TakeRecord { file, ..value }, newer.map(str::to_owned))
        }
        Ok(None) => {
            let problem = "The notes about it are missing; what is shown comes from its name.";
            (take_from_name(sidecar, file), Some(problem.to_owned()))
        }
        Err(error) => (take_from_name(sidecar, file), Some(error.to_string())),
    }
}

fn take_from_name(sidecar: &Path, file: String) -> TakeRecord {
    let stem = sidecar.file_stem().unwrap_or_default().to_string_lossy();
    let name = names::parse_take(&stem).unwrap_or_else(|| names::TakeName {
        // Foreign recordings come last.
        position: usize::MAX,
        question_id: stem.into_owned(),
        part: TakePart::Answer,
        take: 1,
    });
    TakeRecord {
        file,
        position: name.position,
        ..TakeRecord::new(name.question_id, name.part, name.take)
    }
}

/// Plan order; within a question by take, then the answer, its continuations, the follow-ups.
fn order(take: &Take) -> impl Ord + '_ {
    let part = match take.record.part {
        TakePart::Answer => (0, 0),
        TakePart::Continued(piece) => (1, usize::try_from(piece).unwrap_or(usize::MAX)),
        TakePart::Probe(probe) => (2, probe),
        TakePart::YourQuestion => (3, 0),
    };
    let began = take.record.began.parse::<jiff::Timestamp>().ok();
    (take.record.position, take.record.take, part, began, take.wav.file_stem())
}
