//! Which recordings are due: never more than the user meant.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::*;
use crate::store::retention::due;

const NOW: &str = "2026-11-24T12:00:00Z";

fn set_time(wav: &Path, days_before: u64) {
    let now: jiff::Timestamp = NOW.parse().unwrap();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(now.as_second()).unwrap());
    let time = now - Duration::from_secs(days_before * 86_400);
    fs::File::options().append(true).open(wav).unwrap().set_modified(time).unwrap();
}

/// A session so many days old with these takes, starred or not.
fn recorded(store: &Store, days: u32, starred: &[bool]) -> Vec<PathBuf> {
    let time: jiff::Timestamp = NOW.parse().unwrap();
    let time = time - jiff::SignedDuration::from_hours(24 * i64::from(days));
    let record = SessionRecord { began: time.to_string(), ..session_record() };
    let session = begun(store, &record, &format!("{time}[UTC]").parse().unwrap());
    let take = |(nth, starred): (usize, &bool)| {
        let record = TakeRecord { starred: *starred, ..take_record(nth, "experience") };
        let paths = record_take(&session, &record);
        set_time(&paths.wav, u64::from(days));
        paths.wav
    };
    starred.iter().enumerate().map(take).collect()
}

fn found(store: &Store, keep: Keep, days: u32, now: &str) -> Due {
    let settings = RecordingSettings { keep, days, ..RecordingSettings::default() };
    due(&store.folders().sessions(), &settings, now.parse().unwrap())
}

fn sorted(mut wavs: Vec<PathBuf>) -> Vec<PathBuf> {
    wavs.sort();
    wavs
}

#[test]
fn nothing_is_due_unless_it_is_asked_for() {
    let (_folder, store) = fresh();
    recorded(&store, 4000, &[false]);
    recorded(&store, 1, &[false]);
    assert_eq!(store.due_recordings(&store.settings().recordings), Due::default());
}

#[test]
fn starred_takes_stay_and_with_them_their_session_or_not() {
    let (_folder, store) = fresh();
    let mixed = recorded(&store, 100, &[false, true, false]);
    let plain = recorded(&store, 95, &[false, false]);
    let young = recorded(&store, 89, &[false; 9]);
    recorded(&store, 1, &[false]);
    assert_eq!(found(&store, Keep::Days, 90, NOW).wavs, sorted(plain.clone()));
    let only_starred = found(&store, Keep::OnlyStarred, 90, NOW);
    let expected = [plain, vec![mixed[0].clone(), mixed[2].clone()]].concat();
    assert_eq!(sorted(only_starred.wavs.clone()), sorted(expected));
    assert_eq!(only_starred.sessions.len(), 2);
    let bytes: u64 = only_starred.sessions.iter().map(|session| session.bytes).sum();
    assert_eq!((only_starred.bytes, only_starred.doubt), (bytes, None));
    assert!(young.iter().all(|wav| wav.exists()));
}

#[test]
fn the_newest_session_stays_however_old() {
    let (_folder, store) = fresh();
    recorded(&store, 1000, &[false, false]);
    assert!(found(&store, Keep::OnlyStarred, 1, NOW).wavs.is_empty());
}

#[test]
fn both_the_session_and_its_file_must_be_old() {
    let (_folder, store) = fresh();
    let old = recorded(&store, 100, &[false, false]);
    recorded(&store, 10, &[false; 5]);
    set_time(&old[0], 5); // copied back five days ago
    assert_eq!(found(&store, Keep::Days, 90, NOW).wavs, old[1..]);
}

#[test]
fn a_wrong_clock_is_asked_about() {
    let (_folder, store) = fresh();
    recorded(&store, 20, &[false; 4]);
    recorded(&store, 2, &[false]);
    let forward = found(&store, Keep::Days, 90, "2027-11-24T12:00:00Z");
    assert_eq!((forward.wavs.len(), forward.doubt), (4, Some(Doubt::MoreThanHalf)));
    let back = found(&store, Keep::Days, 1, "2026-11-01T12:00:00Z");
    assert_eq!((back.wavs.len(), back.doubt), (0, Some(Doubt::ClockIsBehind)));
}

#[test]
fn what_is_unclear_or_was_put_back_stays() {
    let (_folder, store) = fresh();
    let old = recorded(&store, 100, &[false; 4]);
    recorded(&store, 1, &[false; 4]);
    fs::write(old[0].with_extension("json"), "{ damaged").unwrap();
    fs::remove_file(old[1].with_extension("json")).unwrap();
    let put_back = |take: &mut TakeRecord| take.sound_removed = Some(NOW.to_owned());
    store.update_take(&old[2].with_extension("json"), put_back).unwrap();
    let foreign = old[0].with_file_name("holiday.wav");
    fs::write(&foreign, "mine").unwrap();
    set_time(&foreign, 500);
    assert_eq!(found(&store, Keep::OnlyStarred, 90, NOW).wavs, old[3..]);
    // A star may be among what can't be read.
    assert!(found(&store, Keep::Days, 90, NOW).wavs.is_empty());
}

#[test]
fn a_newer_greenrooms_session_is_left_alone() {
    let (_folder, store) = fresh();
    let old = recorded(&store, 100, &[false]);
    recorded(&store, 1, &[false; 4]);
    let file = old[0].with_file_name("session.json");
    let text = fs::read_to_string(&file).unwrap().replace("\"schema\": 1", "\"schema\": 99");
    fs::write(&file, text).unwrap();
    assert!(found(&store, Keep::OnlyStarred, 90, NOW).wavs.is_empty());
}
