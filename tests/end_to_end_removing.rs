//! Deleting in the real window: asked, in the desktop's wastebasket, and back to the byte; and what it shows of
//! recordings that other programs touched. Run by script/e2e.

mod e2e;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use e2e::devices;
use e2e::window::{Start, Window, share};
use egui::{Key, Modifiers};
use greenroom::audio::{Clip, wav};
use greenroom::store::{Folders, SessionRecord, Store, TakePart, TakeRecord};
use greenroom::units::SampleRate;

/// Something that follows at once.
const SOON: Duration = Duration::from_secs(20);

const DAY: Duration = Duration::from_secs(86_400);

/// A session with two takes, so many days old; its folder.
fn session(data: &Path, days: u32) -> PathBuf {
    let (store, _notices) = Store::open(Folders { data: data.into(), cache: data.join("cache") });
    let began = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * i64::from(days));
    let began = began.to_string();
    let plan = vec!["experience".to_owned()];
    let record = SessionRecord::new("patient-relations-officer");
    let record = SessionRecord { began: began.clone(), plan, ..record };
    let now = format!("{began}[UTC]").parse().expect("a time");
    let session = store.begin_session(&record, &now).expect("a session");
    session.save_record(&record).expect("its notes can be kept");
    // Two seconds of a tone.
    let samples: Vec<f32> = (0..32_000).map(|nth| (nth as f32 * 0.05).sin() * 0.2).collect();
    let rate = SampleRate::new(16_000).expect("a rate");
    let clip = Clip { samples: samples.into(), rate };
    for take in 1..=2 {
        let paths = session.take_paths(0, "experience", TakePart::Answer, take);
        wav::write_clip(&paths.wav, &clip).expect("a recording can be kept");
        let file = fs::File::options().append(true).open(&paths.wav).expect("a recording");
        file.set_modified(SystemTime::now() - DAY * days).expect("a time can be set");
        let record = TakeRecord {
            asked: "Tell me about your experience.".to_owned(),
            began: began.clone(),
            ended_by: "finished".to_owned(),
            rate_hz: 16_000,
            frames: 32_000,
            peak_dbfs: -14.0,
            ..TakeRecord::new("experience", TakePart::Answer, take)
        };
        session.save_take(&paths, &record).expect("its notes can be kept");
    }
    session.path().to_owned()
}

/// The files of a session, what they hold, without its lock.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path()).filter(|path| !path.ends_with(".lock"));
    paths.map(|path| (path.clone(), fs::read(path).expect("readable"))).collect()
}

fn wavs(folder: &Path) -> Vec<PathBuf> {
    let all = files(folder).into_keys();
    all.filter(|path| path.extension().is_some_and(|ending| ending == "wav")).collect()
}

fn until(what: &str, is: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is() {
        assert!(begun.elapsed() < SOON, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// How many things are in the desktop's wastebasket.
fn in_trash(data: &Path) -> usize {
    fs::read_dir(share(data).join("Trash/files")).map_or(0, Iterator::count)
}

#[test]
#[ignore = "needs the virtual devices; run by script/e2e"]
fn a_take_and_a_session_are_deleted_and_put_back() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder of the test's own");
    let data = folder.path().join("data");
    let session = session(&data, 0);
    fs::write(session.join("letter.odt"), "mine").expect("a foreign file");
    let mut window = Window::open(&Start::usual(&data));
    window.control("Begin", SOON);
    window.press(Key::Num3, Modifiers::ALT);
    window.control("Play", SOON);
    // Measured first: its figures are in its notes, and nothing changes them any more.
    until("the figures", || {
        let noted = files(&session)
            .into_iter()
            .filter(|(path, _)| path.to_string_lossy().contains(".take"));
        let notes = noted.filter(|(path, _)| path.extension().is_some_and(|it| it == "json"));
        notes.into_iter().all(|(_, text)| String::from_utf8_lossy(&text).contains("\"measures\""))
    });
    let before = files(&session);
    let count = wavs(&session).len();

    window.press(Key::Delete, Modifiers::NONE);
    window.wait_for_words("1 recording, ", SOON);
    window.click("Keep");
    let begun = Instant::now();
    while window.things().iter().any(|thing| thing.name == "Keep") {
        assert!(begun.elapsed() < SOON, "the question is still there");
    }
    assert_eq!(files(&session), before);
    window.press(Key::Delete, Modifiers::NONE);
    window.click("Move to the wastebasket");
    window.wait_for_words("is in your desktop's wastebasket", SOON);
    assert_eq!((wavs(&session).len(), in_trash(&data)), (count - 1, 2), "sound and notes");
    window.press(Key::Z, Modifiers::COMMAND);
    window.wait_for_words("It is back in its place", SOON);
    assert_eq!((files(&session), in_trash(&data)), (before.clone(), 0));
    window.click("Dismiss");

    window.click("Delete");
    window.click("The whole session…");
    window.wait_for_words("letter.odt", SOON);
    window.click("Move to the wastebasket");
    window.wait_for_words("No session yet", SOON);
    assert!(!session.exists());
    window.click("Undo");
    window.control("Play", SOON);
    assert_eq!((files(&session), in_trash(&data)), (before, 0));
}

#[test]
#[ignore = "needs the virtual devices; run by script/e2e"]
fn old_recordings_go_at_start_with_a_way_back_and_stay_when_put_back() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder of the test's own");
    let data = folder.path().join("data");
    let old = session(&data, 100);
    let young = [session(&data, 5), session(&data, 1)];
    let sounds = wavs(&old);
    let others: Vec<_> = young.iter().map(|one| files(one)).collect();
    let keep = "[recordings]\nkeep = \"only-starred\"\ndays = 90\n";
    let start = Start { more: keep, ..Start::usual(&data) };
    let mut window = Window::open(&start);
    window.wait_for_words("is in your desktop's wastebasket", SOON);
    assert_eq!((wavs(&old).len(), in_trash(&data)), (0, sounds.len()));
    assert!(files(&old).len() > sounds.len(), "the notes stay");
    window.click("Undo");
    window.wait_for_words("It is back in its place", SOON);
    assert_eq!((wavs(&old), in_trash(&data)), (sounds.clone(), 0));
    drop(window);

    let mut window = Window::open(&start);
    window.control("Begin", SOON);
    window.press(Key::Num4, Modifiers::ALT);
    window.click("Recordings");
    window.wait_for_words("room for about", SOON);
    window.click("Look what is due now…");
    window.wait_for_words("Nothing is older than that", SOON);
    assert_eq!(wavs(&old), sounds, "what was put back stays");
    let now: Vec<_> = young.iter().map(|one| files(one)).collect();
    assert!(now == others, "younger sessions are not touched");
}

#[test]
#[ignore = "needs the virtual devices; run by script/e2e"]
fn a_clock_a_year_ahead_is_asked_about() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder of the test's own");
    let data = folder.path().join("data");
    // Two sessions of a year ago and one of now: as if the clock were a year ahead.
    let old = [session(&data, 365), session(&data, 364)];
    session(&data, 0);
    let keep = "[recordings]\nkeep = \"days\"\ndays = 90\n";
    let mut window = Window::open(&Start { more: keep, ..Start::usual(&data) });
    window.wait_for_words("nothing was moved yet", SOON);
    assert_eq!(in_trash(&data), 0);
    window.click("Look at them");
    window.wait_for_words("more than half of all recordings", SOON);
    window.click("Leave everything");
    assert!(old.iter().all(|folder| !wavs(folder).is_empty()));
    window.click("Look what is due now…");
    window.click("Move them, and keep it so");
    window.wait_for_words("is in your desktop's wastebasket", SOON);
    assert!(old.iter().all(|folder| wavs(folder).is_empty()));
}

/// A copy of a folder beside it.
fn copied(session: &Path, name: &str) -> String {
    let name = format!("{}{name}", session.file_name().expect("a name").to_string_lossy());
    let copy = session.with_file_name(&name);
    fs::create_dir(&copy).expect("made");
    for (path, content) in files(session) {
        fs::write(copy.join(path.file_name().expect("a name")), content).expect("copied");
    }
    name
}

#[test]
#[ignore = "needs the virtual devices; run by script/e2e"]
fn what_other_programs_did_to_takes_is_shown_and_counted_once() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder of the test's own");
    let data = folder.path().join("data");
    let linked = session(&data, 3);
    let session = session(&data, 1);
    let copy = copied(&session, " (copy)");
    let conflict = "01-experience.take2.sync-conflict-20261201-034500-ABCDEFG";
    for ending in ["wav", "json"] {
        let own = session.join(format!("01-experience.take2.{ending}"));
        fs::copy(own, session.join(format!("{conflict}.{ending}"))).expect("copied");
    }
    let moved = folder.path().join("moved");
    fs::rename(&linked, &moved).expect("moved");
    std::os::unix::fs::symlink(&moved, &linked).expect("linked");
    // The first take, which Review shows, is cut to its first second.
    let samples: Vec<f32> = (0..16_000).map(|nth| (nth as f32 * 0.05).sin() * 0.2).collect();
    let clip = Clip { samples: samples.into(), rate: SampleRate::new(16_000).expect("a rate") };
    wav::write_clip(&session.join("01-experience.take1.wav"), &clip).expect("cut");
    let notes = || fs::read(session.join("01-experience.take1.json")).expect("there");
    let before = notes();

    let mut window = Window::open(&Start::usual(&data));
    window.control("Begin", SOON);
    window.press(Key::Num3, Modifiers::ALT);
    window.control("Play", SOON);
    window.wait_for_words(&format!("A copy of it lies beside it: {copy}"), SOON);
    window.wait_for_words("2 takes", SOON);
    window.wait_for_words("Changed since it was recorded, when it was 0:02 long", SOON);
    assert_eq!(notes(), before, "looking changes nothing");
    assert!(window.words().contains("0:01"), "{}", window.words());
    assert!(!window.words().contains("only the notes"), "{}", window.words());
    window.click("Session");
    window.wait_for_words("a link, not opened", SOON);
}
