//! Reading sessions: nothing in here changes a file.
//!
//! A folder whose own file is lost still shows its takes, and a take whose sidecar is lost still
//! plays: what can be known is taken from the names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::form::{Read, read_json};
use super::session_files::{self, TakeFiles, There};
use super::session_folder::{SESSION_FILE, part_of, paths_in};
use super::{
    CacheKey, SessionRecord, StoreError, TakePart, TakeRecord, files, names, places,
    session_copies, whereabouts,
};

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
    /// What lies beside it that does not count, a sentence each without a full stop.
    pub beside: Vec<String>,
    /// The names of folders that are copies of it. They are no part of it, and stay when it is removed.
    pub copies: Vec<String>,
    /// It is a link that leads out of the sessions' folder, and is not opened.
    pub leads_out: bool,
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
    /// Copies of its own file that are not read, in a sentence without a full stop.
    pub beside: Vec<String>,
    /// Whether its folder is the one it was recorded in, by its name, and no copy of it.
    pub is_original: bool,
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
    /// Where the records of other files are kept in which it goes on; see `rehearsal::whole_answers`.
    pub more: Vec<PathBuf>,
    /// Whether the recording is there; without it only what was noted is left.
    pub has_sound: bool,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
    /// What is to be known of its files beside that, a sentence each without a full stop: copies of it above all.
    pub beside: Vec<String>,
    /// The names of its copies in the same folder. They are no part of it, and stay when it is removed.
    pub copies: Vec<String>,
    /// What its sound is now, if that was looked at.
    pub sound: SoundNow,
    /// The state that its file was in when that was looked at.
    pub file: Option<CacheKey>,
}

/// A recording's sound, held against what was noted when it was recorded.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum SoundNow {
    /// Nobody has looked, or it is as it was recorded.
    #[default]
    AsRecorded,
    /// Another program changed it: rate and length in the record are the file's, and these are what was noted.
    Changed {
        /// Frames per second.
        rate_hz: u32,
        /// Length.
        frames: u64,
    },
    /// It can't be read.
    Unreadable,
}

impl SoundNow {
    /// Whether it is not what was recorded.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        matches!(self, Self::Changed { .. })
    }
}

/// All sessions in `sessions`, newest first; of copies of one session only the one that counts.
pub(super) fn list(sessions: &Path) -> Vec<SessionSummary> {
    let places = places::find(sessions);
    let found: Vec<_> = places
        .folders
        .into_iter()
        .map(|(path, _)| summarise(path))
        // A folder with nothing of ours in it is somebody else's.
        .filter(|session| session.takes > 0 || session.path.join(SESSION_FILE).exists())
        .collect();
    let mut found = session_copies::fold(sessions, found);
    found.extend(places.links.into_iter().map(link));
    found.sort_by_cached_key(|session| {
        (std::cmp::Reverse(began(session)), std::cmp::Reverse(session.path.clone()))
    });
    found
}

/// A link in the list, with the reason why it is not opened.
fn link(path: PathBuf) -> SessionSummary {
    let problem = "It is a link to another place and is not opened, and its takes and ratings do not count: move \
                   the folder itself here.";
    SessionSummary {
        record: record_from_name(&path),
        takes: 0,
        bytes: 0,
        problem: Some(problem.to_owned()),
        beside: Vec::new(),
        copies: Vec::new(),
        leads_out: true,
        path,
    }
}

/// The instant a session began: as written, else as its name says (taken for UTC, since a name has
/// no offset).
pub(super) fn began(session: &SessionSummary) -> Option<jiff::Timestamp> {
    session.record.began.parse().ok().or_else(|| {
        let time = names::time_of_folder(session.path.file_name()?.to_str()?)?;
        jiff::tz::Offset::UTC.to_timestamp(time).ok()
    })
}

fn summarise(path: PathBuf) -> SessionSummary {
    let files = session_files::gather(&path);
    let here = files.takes.iter().filter(|take| take.wav.is_file()).count();
    let (record, problem) = read_record(&path);
    let takes = here + whereabouts::reachable(&path, &record).len();
    let (bytes, beside) = (weight(&path), copies_of_record(&files.copies));
    let copies = Vec::new();
    SessionSummary { record, takes, bytes, problem, beside, copies, leads_out: false, path }
}

/// What is said of copies of a session's own file.
fn copies_of_record(copies: &[String]) -> Vec<String> {
    let names = session_files::listed(copies);
    match copies.len() {
        0 => Vec::new(),
        1 => vec![format!("A copy of its session.json lies beside it and is not read: {names}")],
        some => {
            vec![format!(
                "{some} copies of its session.json lie beside it and are not read: {names}"
            )]
        }
    }
}

/// Bytes in the files right in a folder.
fn weight(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.filter_map(|entry| entry.metadata().ok().filter(fs::Metadata::is_file));
    sizes.map(|about| about.len()).sum()
}

/// A session with its takes. A link to a folder elsewhere is not followed.
pub(super) fn load(sessions: &Path, path: &Path) -> Result<Session, StoreError> {
    places::stay_inside(sessions, path)?;
    fs::read_dir(path).map_err(StoreError::read(path))?;
    let files = session_files::gather(path);
    let mut takes: Vec<Take> =
        files.takes.iter().filter_map(|files| load_take(path, files)).collect();
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
    say_what_was_moved(&mut takes, &record);
    let beside = copies_of_record(&files.copies);
    let is_original = session_copies::fit(sessions, path, &record) < session_copies::STRANGE;
    Ok(Session { path: path.to_owned(), record, takes, problem, beside, is_original })
}

/// The takes that a session could not keep in its folder, where they can be reached.
fn elsewhere(path: &Path, record: &SessionRecord) -> Vec<Take> {
    let there = |wav: PathBuf| {
        let stem = wav.file_stem()?.to_str()?.to_owned();
        let folder = wav.parent()?;
        load_take(folder, &session_files::usual(folder, &stem))
    };
    whereabouts::reachable(path, record).into_iter().filter_map(there).collect()
}

/// Says of takes that were recorded before their session began, or after its end, that they came from another.
fn say_what_was_moved(takes: &mut [Take], record: &SessionRecord) {
    let at = |time: &str| time.parse::<jiff::Timestamp>().ok();
    let Some(began) = at(&record.began) else { return };
    let ended = record.ended.as_deref().and_then(at);
    for take in takes {
        let Some(recorded) = at(&take.record.began) else { continue };
        let is_before = recorded.duration_since(began) < -OTHER_SESSION;
        let is_after = ended.is_some_and(|ended| recorded.duration_since(ended) > OTHER_SESSION);
        if is_before || is_after {
            let day = take.record.began.replace('T', " ");
            let minute = day.get(..16).unwrap_or(&day);
            take.beside.push(format!("It was recorded in another session: {minute}"));
        }
    }
}

/// A take recorded so far outside of its session's time is another session's: clocks are set by less.
const OTHER_SESSION: jiff::SignedDuration = jiff::SignedDuration::from_mins(2);

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
    // One that was given another name says in its notes whose it is.
    let is_named =
        |stem: &str| names::parse_take(stem).is_none_or(|name| name.question_id == named);
    let mut found = Vec::new();
    for session in list(sessions) {
        if session.path == except || session.record.bank_id != bank_id {
            continue;
        }
        if session.leads_out {
            continue; // a list shows it, opening it would say why not
        }
        let files = session_files::gather(&session.path).takes;
        let takes = files.iter().filter(|take| is_named(&take.stem));
        let takes = takes.filter_map(|take| load_take(&session.path, take));
        // Two ids may have the same name on disk.
        let mut takes: Vec<Take> = takes
            .filter(|take| {
                take.record.question_id == question_id || take.record.question_id == named
            })
            .collect();
        takes.sort_by(|a, b| order(b).cmp(&order(a)));
        // Two sessions may have one take, if one is a copy with something of its own.
        takes.retain(|take| {
            found.iter().all(|known: &Take| !is_same_take(&known.record, &take.record))
        });
        found.extend(takes);
        if found.len() >= most {
            break;
        }
    }
    found.truncate(most);
    found
}

/// Whether two records are about one recording.
fn is_same_take(one: &TakeRecord, other: &TakeRecord) -> bool {
    let key = |record: &TakeRecord| (record.part, record.take, record.question_id.clone());
    !one.began.is_empty() && one.began == other.began && key(one) == key(other)
}

/// The session's own file, or what its folder's name says with the reason.
fn read_record(folder: &Path) -> (SessionRecord, Option<String>) {
    if files::is_link(&folder.join(SESSION_FILE)) {
        let problem =
            "Its session.json is a link and is not followed; what is shown comes from names.";
        return (record_from_name(folder), Some(problem.to_owned()));
    }
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
    let time = names::time_of_folder(&name);
    // A folder that was given another name is called by it.
    let bank = if time.is_some() { name.get(18..).unwrap_or_default() } else { &name };
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

/// `None` for a take that is still being recorded, or waits to be recovered.
fn load_take(folder: &Path, files: &TakeFiles) -> Option<Take> {
    let paths = paths_in(folder, &files.stem);
    let has_sound = files.wav.is_file();
    if !has_sound && part_of(&paths.wav).exists() {
        return None;
    }
    let path = |there: &There, usual: PathBuf| there.path().map_or(usual, Path::to_owned);
    let (wav, sidecar) = (path(&files.wav, paths.wav), path(&files.notes, paths.sidecar));
    let (record, mut problem) = read_notes(&sidecar, files);
    if !has_sound {
        let lacking = lacking_sound(&files.wav, &record);
        // Of what is missing, and of notes that can't be read, both are to be known.
        let notes = problem.filter(|_| !matches!(files.notes, There::File(_) | There::Nothing));
        problem = Some(notes.map_or_else(|| lacking.clone(), |notes| format!("{lacking} {notes}")));
    } else if problem.is_none() && record.ended_by == TakeRecord::RECORDING {
        problem =
            Some("Greenroom ended while it was recorded; its length is the file's.".to_owned());
    }
    let copies = files.copies.iter().map(|copy| copy.name.clone()).collect();
    let (beside, sound) = (session_files::sentences(files), SoundNow::AsRecorded);
    Some(Take {
        record,
        wav,
        sidecar,
        more: Vec::new(),
        has_sound,
        problem,
        beside,
        copies,
        sound,
        file: None,
    })
}

/// Why there is no sound, in a sentence.
fn lacking_sound(wav: &There, record: &TakeRecord) -> String {
    match wav {
        There::Link(_) => {
            "Its recording is a link to another place and is not followed; put the file itself there.".to_owned()
        }
        There::Away => {
            "Its recording is not on this computer; have it downloaded by the program that keeps it.".to_owned()
        }
        _ => {
            let day = record.sound_removed.as_deref().and_then(|at| at.get(..10));
            day.map_or_else(
                || "Its recording is missing; only the notes about it are left.".to_owned(),
                |day| format!("Its recording was removed on {day}; notes and figures stay."),
            )
        }
    }
}

/// The notes about a take: its own, those that stand in for them, or what its name says.
fn read_notes(sidecar: &Path, files: &TakeFiles) -> (TakeRecord, Option<String>) {
    let from_name = || {
        let file = sidecar.with_extension("wav");
        let file = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        take_from_name(sidecar, file)
    };
    match (&files.notes, &files.stand_in) {
        (There::Link(_), _) => {
            let problem = "The notes about it are a link to another place and are not followed; put the file \
                           itself there.";
            (from_name(), Some(problem.to_owned()))
        }
        (There::Away, _) => {
            let problem = "The notes about it are not on this computer; have them downloaded by the program that \
                           keeps them.";
            (from_name(), Some(problem.to_owned()))
        }
        (There::Nothing, Some(other)) => {
            let (record, problem) = read_take(other);
            (TakeRecord { file: from_name().file, ..record }, problem)
        }
        _ => read_take(sidecar),
    }
}

/// What is noted about the take with this sidecar, under whatever name.
pub(super) fn record_now(sidecar: &Path) -> TakeRecord {
    if sidecar.exists() {
        return read_take(sidecar).0;
    }
    let stem = sidecar.file_stem().unwrap_or_default().to_string_lossy();
    let found = session_files::files_of(files::folder_of(sidecar), &stem);
    read_notes(sidecar, &found).0
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
