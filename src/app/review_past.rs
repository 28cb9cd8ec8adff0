//! A question's takes over time: those of other sessions, as they were read, with those at hand.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::rehearsal::{take_titles, takes};
use crate::store::{Session, Store, TakePart, TakeRecord};
use crate::ui::review::{Past, PastTake};

use super::review_model;

/// So many takes of other sessions are read, the newest of them.
const MOST: usize = 200;

/// A question's takes in other sessions than one.
#[derive(Debug, Clone)]
pub(super) struct Elsewhere {
    /// The question's id.
    question: String,
    /// The folder of the session whose takes are not among them.
    except: PathBuf,
    takes: Vec<Dated>,
    is_cut: bool,
}

/// A take with what it is sorted by: when it began, and its number.
#[derive(Debug, Clone)]
struct Dated {
    began: (Option<Timestamp>, u32),
    take: PastTake,
}

impl Dated {
    /// Only answers: a follow-up is another question, a continued piece no whole answer.
    fn of(key: Option<usize>, record: &TakeRecord) -> Option<Self> {
        (record.part == TakePart::Answer).then(|| Self {
            began: (record.began.parse().ok(), record.take),
            take: PastTake {
                key,
                day: record.began.get(..10).unwrap_or("no date").to_owned(),
                title: take_titles(&[record]).concat(),
                rating: record.rating,
                measures: review_model::measures(record),
            },
        })
    }
}

impl Elsewhere {
    /// Reads them. Waits for the disk.
    pub(super) fn read(store: &Store, bank: &str, question: String, except: PathBuf) -> Self {
        let mut found = store.takes_of(bank, &question, &except, MOST + 1);
        // Of what another program changed nothing is left that was measured before.
        found.iter_mut().take(MOST).for_each(|take| takes::look(store, take));
        let is_cut = found.len() > MOST;
        let takes = found.iter().take(MOST).filter_map(|take| Dated::of(None, &take.record));
        Self { takes: takes.collect(), question, except, is_cut }
    }

    /// With the takes of the session at hand, in order of time; `None` if it is another session.
    pub(super) fn with(&self, session: &Session) -> Option<Past> {
        if session.path != self.except {
            return None;
        }
        let at_hand = session.takes.iter().enumerate().map(|(key, take)| (key, &take.record));
        let at_hand = at_hand.filter(|(_, record)| record.question_id == self.question);
        let at_hand = at_hand.filter_map(|(key, record)| Dated::of(Some(key), record));
        let at_hand: Vec<Dated> = at_hand.collect();
        // A copy of a session may have the very take that is at hand.
        let is_known = |take: &&Dated| {
            take.began.0.is_some() && at_hand.iter().any(|known| known.began == take.began)
        };
        let elsewhere = self.takes.iter().filter(|take| !is_known(take)).cloned();
        let mut takes: Vec<Dated> = elsewhere.chain(at_hand.iter().cloned()).collect();
        takes.sort_by_key(|take| take.began);
        Some(Past {
            question: self.question.clone(),
            takes: takes.into_iter().map(|dated| dated.take).collect(),
            is_cut: self.is_cut,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::store::{Folders, SessionFolder, SessionRecord};

    fn session(bank: &str) -> SessionRecord {
        SessionRecord {
            schema: SessionRecord::SCHEMA,
            began: "2026-11-20T09:00:00+01:00".into(),
            ended: None,
            bank_id: bank.into(),
            bank_title: bank.into(),
            bank_hash: String::new(),
            plan: vec!["first".into()],
            seed: 0,
            pacings: Vec::new(),
            app_version: String::new(),
            elsewhere: Vec::new(),
            other: BTreeMap::new(),
        }
    }

    fn take(question: &str, part: TakePart, number: u32, began: &str) -> TakeRecord {
        TakeRecord {
            asked: "Why?".into(),
            began: began.into(),
            ended_by: "finished".into(),
            rate_hz: 48_000,
            frames: 48_000,
            peak_dbfs: -6.0,
            rating: Some(u8::try_from(number).unwrap()),
            ..TakeRecord::new(question, part, number)
        }
    }

    /// A session in the store with these takes; its folder.
    fn recorded(store: &Store, bank: &str, time: &str, takes: &[TakeRecord]) -> PathBuf {
        let now: jiff::ZonedDateTime = format!("{time}[UTC]").parse().unwrap();
        let record = SessionRecord { began: time.into(), ..session(bank) };
        let folder: SessionFolder = store.begin_session(&record, &now).unwrap();
        folder.save_record(&record).unwrap();
        for take in takes {
            let paths = folder.take_paths(take.position, &take.question_id, take.part, take.take);
            std::fs::write(&paths.wav, "sound").unwrap();
            folder.save_take(&paths, take).unwrap();
        }
        folder.path().to_owned()
    }

    fn days(past: &Past) -> Vec<(&str, Option<usize>)> {
        past.takes.iter().map(|take| (take.day.as_str(), take.key)).collect()
    }

    #[test]
    fn answers_to_the_question_are_listed_over_all_sessions_of_the_bank_by_time() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(Folders {
            data: folder.path().join("data"),
            cache: folder.path().join("cache"),
        });
        let answer = TakePart::Answer;
        let day = |day: u32| format!("2026-11-{day}T09:00:00+00:00");
        recorded(&store, "bank", &day(18), &[take("first", answer, 1, &day(18))]);
        let rest = [
            take("first", TakePart::Probe(0), 1, &day(20)),
            take("second", answer, 1, &day(20)),
            take("first", answer, 1, &day(20)),
            take("first", answer, 2, &day(20)),
        ];
        recorded(&store, "bank", &day(20), &rest);
        recorded(&store, "other", &day(21), &[take("first", answer, 1, &day(21))]);
        let here = [take("first", answer, 1, &day(19)), take("second", answer, 1, &day(19))];
        let here = recorded(&store, "bank", &day(19), &here);

        let elsewhere = Elsewhere::read(&store, "bank", "first".into(), here.clone());
        let past = elsewhere.with(&store.load_session(&here).unwrap()).unwrap();
        let expected = [
            ("2026-11-18", None),
            ("2026-11-19", Some(0)),
            ("2026-11-20", None),
            ("2026-11-20", None),
        ];
        assert_eq!(days(&past), expected);
        let ratings: Vec<_> = past.takes.iter().map(|take| take.rating).collect();
        assert_eq!(ratings, [Some(1), Some(1), Some(1), Some(2)]);
        assert!(!past.is_cut);
    }

    #[test]
    fn what_was_read_for_another_session_is_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(Folders {
            data: folder.path().join("data"),
            cache: folder.path().join("cache"),
        });
        let began = "2026-11-18T09:00:00+00:00";
        let here = recorded(&store, "bank", began, &[take("first", TakePart::Answer, 1, began)]);
        let elsewhere = Elsewhere::read(&store, "bank", "first".into(), folder.path().into());
        assert!(elsewhere.with(&store.load_session(&here).unwrap()).is_none());
    }
}
