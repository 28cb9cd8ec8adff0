//! When questions return: the history, with the days that the user put over it.

use crate::interview::choosing::{Override, Practice, Rating, Return, Standing, Wanted};
use crate::rehearsal::history::{History, Practised};
use crate::store::{ReturnRecord, ReturnRecords};

/// How "on no day" is written.
const NEVER: &str = "never";

/// Where a question stands.
#[must_use]
pub fn standing(
    history: &History,
    returns: &ReturnRecords,
    bank: &str,
    question: &str,
) -> Standing {
    let Some(known) = history.of(bank, question) else { return Standing::default() };
    let record = returns.get(bank).and_then(|questions| questions.get(question));
    let over = record.and_then(read).filter(|over| over.holds(&known.practice));
    Standing {
        times: known.practice.times(),
        last_day: known.practice.last_day(),
        rating: known.practice.rating(),
        returns: Return::of(known.returns, over.map(|over| over.wanted)),
    }
}

/// Puts a day over the one a question returns on by itself; `None` takes it away. What holds no longer goes
/// too. False if nothing of it was rated, so that it does not return.
pub fn put_over(
    returns: &mut ReturnRecords,
    history: &History,
    (bank, question): (&str, &str),
    wanted: Option<Wanted>,
) -> bool {
    let practice = |bank: &str, question: &str| history.of(bank, question).map(practice_of);
    for (bank, questions) in &mut *returns {
        questions.retain(|question, record| {
            // Of a question that nobody knows now, sessions may come back: from a backup, another computer.
            practice(bank, question)
                .is_none_or(|practice| read(record).is_none_or(|over| over.holds(practice)))
        });
    }
    let questions = returns.entry(bank.to_owned()).or_default();
    let Some(wanted) = wanted else {
        questions.remove(question);
        return true;
    };
    let over = practice(bank, question).and_then(|practice| Override::over(practice, wanted));
    let Some(over) = over else { return false };
    let record = questions.entry(question.to_owned()).or_default();
    write(record, &over);
    true
}

fn practice_of(known: &Practised) -> &Practice {
    &known.practice
}

/// `None` if it makes no sense.
fn read(record: &ReturnRecord) -> Option<Override> {
    let wanted = match record.on.trim() {
        NEVER => Wanted::Never,
        day => Wanted::On(day.parse().ok()?),
    };
    let after = record.after.parse().ok()?;
    Some(Override { wanted, after, rating: Rating::new(record.rating)? })
}

fn write(record: &mut ReturnRecord, over: &Override) {
    record.on = match over.wanted {
        Wanted::On(day) => day.to_string(),
        Wanted::Never => NEVER.to_owned(),
    };
    record.after = over.after.to_string();
    record.rating = over.rating.stars();
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::store::{Folders, SessionRecord, Store, TakePart, TakeRecord};

    const KEY: (&str, &str) = ("bank", "stress");

    /// A store with one rated answer; and its sidecar.
    fn rated(folder: &std::path::Path) -> (Store, std::path::PathBuf) {
        let (store, _) = Store::open(Folders::at(folder));
        let began = "2026-11-20T09:00:00+01:00";
        let now: jiff::ZonedDateTime = format!("{began}[Europe/Berlin]").parse().unwrap();
        let session = SessionRecord { began: began.into(), ..SessionRecord::new("bank") };
        let folder = store.begin_session(&session, &now).unwrap();
        folder.save_record(&session).unwrap();
        let take = TakeRecord {
            began: began.into(),
            rating: Some(3),
            ..TakeRecord::new("stress", TakePart::Answer, 1)
        };
        let paths = folder.take_paths(0, "stress", TakePart::Answer, 1);
        std::fs::write(&paths.wav, "sound").unwrap();
        folder.save_take(&paths, &take).unwrap();
        (store, paths.sidecar)
    }

    fn day(history: &History, returns: &ReturnRecords) -> Option<(Date, bool)> {
        match standing(history, returns, KEY.0, KEY.1).returns {
            Return::On { day, is_chosen } => Some((day, is_chosen)),
            _ => None,
        }
    }

    #[test]
    fn a_chosen_day_is_kept_and_holds_until_the_question_is_rated_again() {
        let folder = tempfile::tempdir().unwrap();
        let (store, sidecar) = rated(folder.path());
        let history = History::read_whole(&store);
        assert_eq!(day(&history, &store.returns()), Some((date(2026, 11, 22), false)));

        let mut returns = store.returns();
        assert!(put_over(&mut returns, &history, KEY, Some(Wanted::On(date(2026, 12, 1)))));
        store.save_returns(&returns).unwrap();
        drop(store);
        let (store, notices) = Store::open(Folders::at(folder.path()));
        assert!(notices.is_empty(), "{notices:?}");
        assert_eq!(day(&history, &store.returns()), Some((date(2026, 12, 1), true)));

        store.update_take(&sidecar, |take| take.rating = Some(5)).unwrap();
        let history = History::read_whole(&store);
        assert_eq!(day(&history, &store.returns()), Some((date(2026, 11, 28), false)));
        let mut returns = store.returns();
        put_over(&mut returns, &history, ("bank", "another"), None);
        assert!(returns["bank"].is_empty(), "what holds no longer is not kept");
    }

    #[test]
    fn never_and_back_to_the_schedule() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = rated(folder.path());
        let history = History::read_whole(&store);
        let mut returns = ReturnRecords::new();
        assert!(put_over(&mut returns, &history, KEY, Some(Wanted::Never)));
        assert_eq!(standing(&history, &returns, KEY.0, KEY.1).returns, Return::Never);
        assert!(put_over(&mut returns, &history, KEY, None));
        assert_eq!(day(&history, &returns), Some((date(2026, 11, 22), false)));
        assert!(!put_over(&mut returns, &history, ("bank", "unheard"), Some(Wanted::Never)));
    }
}
