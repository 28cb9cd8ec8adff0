//! What was practised: every answer of every session, summed up by bank and question.
//!
//! Reading is done in turns of a few folders, so that whoever reads can do something else between; what was
//! read of a folder is kept until the folder changes. Sidecars say all; no recording is opened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::interview::choosing::{Answered, Practice, Rating, Spacing};
use crate::store::{SessionRecord, Store, TakePart, TakeRecord};

/// So many folders are read in a turn: a tenth of a second's work.
const FOLDERS_A_TURN: usize = 50;

/// So many answers are kept, those of the newest sessions: fifty a day for ten years.
const MOST_ANSWERS: usize = 200_000;

/// A folder that changed less than this before it was read is read again the next time: file systems note
/// times no finer than two seconds.
const UNSETTLED: Duration = Duration::from_secs(3);

/// What is known of a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Practised {
    /// Its answers.
    pub practice: Practice,
    /// The day it returns, by its ratings alone; `None` if it was never rated.
    pub returns: Option<Date>,
}

/// All that was practised.
#[derive(Debug, Clone, Default)]
pub struct History {
    folders: BTreeMap<PathBuf, Arc<Folder>>,
    banks: BTreeMap<String, BTreeMap<String, Practised>>,
    is_whole: bool,
}

/// What was read of a session.
#[derive(Debug)]
struct Folder {
    /// When it last changed, if the system knows.
    changed: Option<SystemTime>,
    /// Whether a later change can be told by that.
    is_settled: bool,
    bank: String,
    /// Whether it is where it was recorded: of one answer in two folders that one counts.
    is_original: bool,
    answers: Vec<Found>,
}

/// An answer in a folder.
#[derive(Debug)]
struct Found {
    question: String,
    /// When it began, as written, and which take of its question it is: with the question what tells it from others.
    moment: (String, u32),
    answered: Answered,
}

/// Whose an answer is: bank and question, and its moment.
type Answer<'a> = (&'a str, &'a str, &'a (String, u32));

impl History {
    /// Reads a turn's worth of what is new since `before`. Waits for the disk. If that was not all, nothing
    /// is summed up yet: see [`History::is_whole`].
    #[must_use]
    pub fn read(store: &Store, before: &Self) -> Self {
        Self::read_at_most(store, before, FOLDERS_A_TURN)
    }

    /// Reads everything. Waits for the disk, a second or more if there are thousands of takes.
    #[must_use]
    pub fn read_whole(store: &Store) -> Self {
        Self::read_at_most(store, &Self::default(), usize::MAX)
    }

    fn read_at_most(store: &Store, before: &Self, most: usize) -> Self {
        let mut left = most;
        let mut answers = 0;
        let mut history = Self { is_whole: true, ..Self::default() };
        for (path, changed) in store.session_folders() {
            if answers >= MOST_ANSWERS {
                break;
            }
            // What an unfinished history holds was read in an earlier turn of this round.
            let fresh =
                |had: &&Arc<Folder>| had.changed == changed && (had.is_settled || !before.is_whole);
            let folder = match before.folders.get(&path).filter(fresh) {
                Some(had) => Arc::clone(had),
                None if left == 0 => {
                    history.is_whole = false;
                    continue;
                }
                None => {
                    left -= 1;
                    Arc::new(Folder::read(store, &path, changed))
                }
            };
            answers += folder.answers.len();
            history.folders.insert(path, folder);
        }
        if history.is_whole {
            history.sum_up();
        }
        history
    }

    fn sum_up(&mut self) {
        for (bank, question, answer) in self.once_each() {
            let bank = self.banks.entry(bank).or_default();
            bank.entry(question).or_default().practice.add(answer);
        }
        let spacing = Spacing::default();
        for known in self.banks.values_mut().flat_map(BTreeMap::values_mut) {
            known.returns = spacing.returns(known.practice.reviews());
        }
    }

    /// Each answer once, though its session, or a file of it, may be there twice: where it was recorded counts,
    /// else the folder that changed last.
    fn once_each(&self) -> Vec<(String, String, Answered)> {
        let mut folders: Vec<&Arc<Folder>> = self.folders.values().collect();
        folders.sort_by_key(|folder| (folder.is_original, folder.changed));
        let mut known: BTreeMap<Answer<'_>, Answered> = BTreeMap::new();
        for folder in folders {
            for Found { question, moment, answered } in &folder.answers {
                known.insert((&folder.bank, question, moment), *answered);
            }
        }
        let owned = |((bank, question, _), answered): (Answer<'_>, Answered)| {
            (bank.to_owned(), question.to_owned(), answered)
        };
        known.into_iter().map(owned).collect()
    }

    /// Whether everything was read; else it says nothing yet, and is to be read on with this as what was before.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// What is known of this question of this bank; `None` if it was never answered.
    #[must_use]
    pub fn of(&self, bank: &str, question: &str) -> Option<&Practised> {
        self.banks.get(bank)?.get(question)
    }
}

impl Folder {
    /// One that can't be read holds nothing: the list of sessions says why.
    fn read(store: &Store, path: &Path, changed: Option<SystemTime>) -> Self {
        let is_settled =
            changed.is_some_and(|changed| changed.elapsed().is_ok_and(|since| since >= UNSETTLED));
        let Ok(session) = store.load_session(path) else {
            let (bank, answers) = (String::new(), Vec::new());
            return Self { changed, is_settled, bank, is_original: false, answers };
        };
        let records = session.takes.iter().map(|take| &take.record);
        let answers = records.filter_map(|record| {
            let began = began_of(record, &session.record);
            // Where nobody knows when, it is no other folder's.
            let folder = || path.to_string_lossy().into_owned();
            let began = if began.is_empty() { folder() } else { began.to_owned() };
            let moment = (began, record.take);
            let answered = answered(record, &session.record)?;
            Some(Found { question: record.question_id.clone(), moment, answered })
        });
        let answers = answers.collect();
        let (bank, is_original) = (session.record.bank_id, session.is_original);
        Self { changed, is_settled, bank, is_original, answers }
    }
}

/// When a take began, as written. One whose notes are lost was recorded when its session was.
fn began_of<'a>(record: &'a TakeRecord, session: &'a SessionRecord) -> &'a str {
    if record.began.is_empty() { &session.began } else { &record.began }
}

/// The answer that a take holds, if it is one: not to a follow-up, not a continued piece, and not one that
/// was skipped unless the user rated it.
fn answered(record: &TakeRecord, session: &SessionRecord) -> Option<Answered> {
    let rating = record.rating.and_then(Rating::new);
    let counts = record.part == TakePart::Answer
        && record.ended_by != TakeRecord::RECORDING
        && (record.ended_by != SKIPPED || rating.is_some());
    let began = began_of(record, session);
    counts.then(|| Answered { at: began.parse::<Timestamp>().ok(), day: day_of(began), rating })
}

/// How a take ended that the user passed over.
const SKIPPED: &str = "skipped";

/// The calendar day of a time as written, at the place where it was written.
fn day_of(began: &str) -> Option<Date> {
    began.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Folders;

    fn store(folder: &Path) -> Store {
        Store::open(Folders { data: folder.join("data"), cache: folder.join("cache") }).0
    }

    fn take(question: &str, part: TakePart, began: &str, rating: Option<u8>) -> TakeRecord {
        let ended_by = "finished".to_owned();
        TakeRecord { began: began.into(), ended_by, rating, ..TakeRecord::new(question, part, 1) }
    }

    /// A session with these takes; its folder.
    fn recorded(store: &Store, bank: &str, began: &str, takes: &[TakeRecord]) -> PathBuf {
        let now: jiff::ZonedDateTime = format!("{began}[UTC]").parse().unwrap();
        let record = SessionRecord { began: began.into(), ..SessionRecord::new(bank) };
        let folder = store.begin_session(&record, &now).unwrap();
        folder.save_record(&record).unwrap();
        for (position, take) in takes.iter().enumerate() {
            let paths = folder.take_paths(position, &take.question_id, take.part, take.take);
            std::fs::write(&paths.wav, "sound").unwrap();
            folder.save_take(&paths, take).unwrap();
        }
        folder.path().to_owned()
    }

    const DAY: &str = "2026-11-20T23:30:00+02:00";
    const NEXT: &str = "2026-11-21T09:00:00+02:00";

    #[test]
    fn answers_of_all_sessions_are_summed_up_by_bank_and_question() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        let first = [
            take("stress", TakePart::Answer, DAY, Some(2)),
            take("stress", TakePart::Probe(0), DAY, Some(5)),
            take("team", TakePart::Answer, DAY, None),
        ];
        recorded(&store, "bank", "2026-11-20T21:00:00+00:00", &first);
        let again = [take("stress", TakePart::Answer, NEXT, Some(4))];
        recorded(&store, "bank", "2026-11-21T07:00:00+00:00", &again);
        let other = [take("stress", TakePart::Answer, NEXT, Some(1))];
        recorded(&store, "other", "2026-11-21T08:00:00+00:00", &other);

        let history = History::read_whole(&store);
        let stress = history.of("bank", "stress").unwrap();
        let days: Vec<_> =
            stress.practice.reviews().iter().map(|one| one.day.to_string()).collect();
        assert_eq!(days, ["2026-11-20", "2026-11-21"], "the days where it was recorded");
        assert_eq!(stress.practice.times(), 2);
        assert!(stress.returns > stress.practice.last_day());
        let team = history.of("bank", "team").unwrap();
        assert_eq!((team.practice.times(), team.practice.rating(), team.returns), (1, None, None));
        assert_eq!(history.of("other", "stress").unwrap().practice.rating(), Rating::new(1));
        assert!(history.of("bank", "unheard").is_none());
    }

    #[test]
    fn what_was_skipped_counts_only_if_it_was_rated() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        let skipped = |question, rating| TakeRecord {
            ended_by: "skipped".into(),
            ..take(question, TakePart::Answer, DAY, rating)
        };
        let takes = [skipped("passed-over", None), skipped("rated", Some(1))];
        recorded(&store, "bank", "2026-11-20T21:00:00+00:00", &takes);
        let history = History::read_whole(&store);
        assert!(history.of("bank", "passed-over").is_none());
        assert!(history.of("bank", "rated").is_some());
    }

    #[test]
    fn it_is_read_in_turns_and_a_change_is_seen_the_next_time() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        let mut paths = Vec::new();
        for minute in 10..15 {
            let began = format!("2026-11-20T21:{minute}:00+00:00");
            let takes = [take("stress", TakePart::Answer, &began, None)];
            paths.push(recorded(&store, "bank", &began, &takes));
        }
        let mut history = History::default();
        let mut turns = 0;
        while !history.is_whole() {
            history = History::read_at_most(&store, &history, 2);
            turns += 1;
            assert!(turns < 10);
        }
        assert_eq!(turns, 3);
        assert_eq!(history.of("bank", "stress").unwrap().practice.times(), 5);

        let sidecar = store.load_session(&paths[0]).unwrap().takes[0].sidecar.clone();
        store.update_take(&sidecar, |record| record.rating = Some(3)).unwrap();
        let history = History::read(&store, &history);
        assert_eq!(history.of("bank", "stress").unwrap().practice.rating(), Rating::new(3));
        std::fs::remove_dir_all(&paths[0]).unwrap();
        let history = History::read(&store, &history);
        assert_eq!(history.of("bank", "stress").unwrap().practice.times(), 4);
    }
}
