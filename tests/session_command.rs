//! `greenroom sessions` and `greenroom session remove`, as they are run.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use greenroom::audio::{Clip, wav};
use greenroom::store::{Folders, SessionRecord, Store, TakePart, TakeRecord};
use greenroom::units::SampleRate;

fn greenroom(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_greenroom"))
        .args(arguments)
        .env("GREENROOM_DATA", folder.join("data"))
        .env("GREENROOM_CACHE", folder.join("cache"))
        .env("XDG_DATA_HOME", folder.join("share"))
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// A session with two takes of so many bytes each; its folder.
fn recorded(folder: &Path, time: &str, bytes: usize) -> PathBuf {
    let folders = Folders { data: folder.join("data"), cache: folder.join("cache") };
    let (store, _notices) = Store::open(folders);
    let record = SessionRecord { began: time.to_owned(), ..SessionRecord::new("a-bank") };
    let now = format!("{time}[UTC]").parse().expect("a time");
    let session = store.begin_session(&record, &now).expect("a session");
    session.save_record(&record).expect("saved");
    for take in 1..=2 {
        let paths = session.take_paths(0, "why", TakePart::Answer, take);
        std::fs::write(&paths.wav, vec![0; bytes]).expect("written");
        let record = TakeRecord::new("why", TakePart::Answer, take);
        session.save_take(&paths, &record).expect("saved");
    }
    session.path().to_owned()
}

fn name(session: &Path) -> &str {
    session.file_name().and_then(|name| name.to_str()).expect("a name")
}

#[test]
fn sessions_are_listed_with_their_sizes() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = recorded(folder.path(), "2026-11-20T09:00:00+00:00", 1_000_000);
    recorded(folder.path(), "2026-11-21T09:00:00+00:00", 500_000);
    let (out, errors) = said(&greenroom(folder.path(), &["sessions"]));
    assert_eq!(errors, "");
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[1].starts_with(&format!("{}  2 takes  2.0 MB", name(&first))), "{out}");
    assert!(lines[2].starts_with("2 sessions  4 takes  3.0 MB"), "{out}");
    let (json, _) = said(&greenroom(folder.path(), &["sessions", "--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(json["sessions"][0]["bytes"].as_u64().expect("a number") > 1_000_000);
}

#[test]
fn a_session_is_removed_only_when_somebody_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = recorded(folder.path(), "2026-11-20T09:00:00+00:00", 1_000);
    std::fs::write(session.join("letter.odt"), "mine").expect("written");
    let unasked = greenroom(folder.path(), &["session", "remove", name(&session)]);
    let (out, errors) = said(&unasked);
    assert!(!unasked.status.success() && session.exists());
    assert!(out.contains("not Greenroom's: letter.odt"), "{out}");
    assert!(errors.contains("--yes"), "{errors}");

    for wrong in ["no-such-session", "..", "../banks", session.to_str().expect("text")] {
        let refused = greenroom(folder.path(), &["session", "remove", wrong, "--yes"]);
        assert!(!refused.status.success() && session.exists(), "{wrong}");
    }
    let removed = greenroom(folder.path(), &["session", "remove", name(&session), "--yes"]);
    let (out, errors) = said(&removed);
    assert!(removed.status.success() && !session.exists(), "{errors}");
    let trash = folder.path().join("share/Trash/files").join(name(&session));
    let own = folder.path().join("data/wastebasket");
    if cfg!(all(unix, not(target_os = "macos"))) {
        assert!(out.contains("your desktop's wastebasket"), "{out}");
        assert!(trash.join("letter.odt").exists() && trash.join("01-why.take2.wav").exists());
        assert!(!own.exists());
    }
}

#[test]
fn without_a_desktops_wastebasket_our_own_takes_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = recorded(folder.path(), "2026-11-20T09:00:00+00:00", 1_000);
    std::fs::write(folder.path().join("share"), "no folder").expect("written");
    let removed = greenroom(folder.path(), &["session", "remove", name(&session), "--yes"]);
    let (out, errors) = said(&removed);
    assert!(removed.status.success() && !session.exists(), "{errors}");
    assert!(out.contains("Greenroom's own wastebasket"), "{out}");
    let places = std::fs::read_dir(folder.path().join("data/wastebasket")).expect("there");
    let place = places.flatten().next().expect("a removal").path();
    assert!(place.join(name(&session)).join("01-why.take1.wav").exists());
}

/// A session with one rated take of a question of the built-in bank, in real sound; its folder.
fn rated(folder: &Path, began: &str) -> PathBuf {
    let folders = Folders { data: folder.join("data"), cache: folder.join("cache") };
    let (store, _notices) = Store::open(folders);
    let bank = "patient-relations-officer";
    let plan = vec!["experience".to_owned()];
    let record = SessionRecord { began: began.to_owned(), plan, ..SessionRecord::new(bank) };
    let now = format!("{began}[UTC]").parse().expect("a time");
    let session = store.begin_session(&record, &now).expect("a session");
    session.save_record(&record).expect("saved");
    let paths = session.take_paths(0, "experience", TakePart::Answer, 1);
    sound(&paths.wav, 26);
    let take = TakeRecord {
        began: began.to_owned(),
        ended_by: "finished".to_owned(),
        rating: Some(4),
        rate_hz: 8_000,
        frames: 26 * 8_000,
        peak_dbfs: -6.02,
        ..TakeRecord::new("experience", TakePart::Answer, 1)
    };
    session.save_take(&paths, &take).expect("saved");
    session.path().to_owned()
}

fn sound(path: &Path, secs: usize) {
    let sample = |n: usize| if n % 80 < 40 { 0.5 } else { -0.5 };
    let rate = SampleRate::new(8_000).expect("not zero");
    let samples: Vec<f32> = (0..secs * 8_000).map(sample).collect();
    wav::write_clip(path, &Clip { samples: samples.into(), rate }).expect("written");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("there").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
    }
}

/// Times practised and the day of return of the rated question.
fn due(folder: &Path) -> (u64, String) {
    let output = greenroom(folder, &["bank", "due", "patient-relations-officer", "--json"]);
    let (json, errors) = said(&output);
    let json: serde_json::Value = serde_json::from_str(&json).expect(&errors);
    let questions = json["banks"][0]["questions"].as_array().expect("questions").iter();
    let one = questions.clone().find(|one| one["id"] == "experience").expect("the question");
    (one["practised"].as_u64().expect("a number"), one["due"].to_string())
}

#[test]
fn copies_of_takes_and_sessions_count_once_and_are_named_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = rated(folder.path(), "2026-11-20T09:00:00+00:00");
    let before = due(folder.path());
    assert_eq!(before.0, 1);
    for name in [
        "01-experience.take1.sync-conflict-20261201-034500-ABCDEFG",
        "01-experience.take1 (1)",
        "01-experience.take1-LAPTOP",
    ] {
        for ending in ["wav", "json"] {
            let own = session.join(format!("01-experience.take1.{ending}"));
            std::fs::copy(own, session.join(format!("{name}.{ending}"))).expect("copied");
        }
    }
    std::fs::copy(
        session.join("session.json"),
        session.join("session.sync-conflict-20261201-034500-ABCDEFG.json"),
    )
    .expect("copied");
    copy(&session, &session.with_file_name(format!("{} (copy)", name(&session))));
    copy(&session, &session.with_file_name(format!("{}.sync-conflict-1", name(&session))));
    let (out, errors) = said(&greenroom(folder.path(), &["session", "show"]));
    assert_eq!(errors, "");
    assert_eq!(out.matches("  Take 1  0:26 (You ended it)").count(), 1, "{out}");
    assert!(!out.contains("only the notes"), "{out}");
    assert_eq!(out.matches("3 copies of it lie beside it: ").count(), 1, "{out}");
    assert_eq!(out.matches("2 copies of it lie beside it: ").count(), 1, "{out}");
    assert_eq!(out.matches("A copy of its session.json").count(), 1, "{out}");
    let (out, _) = said(&greenroom(folder.path(), &["sessions"]));
    assert!(out.starts_with(&format!("{}  1 take  ", name(&session))), "{out}");
    assert!(!out.contains("sessions  "), "one session, no sum: {out}");
    assert_eq!(due(folder.path()), before);
    // A copy can be looked at, and asked about before the session goes.
    let copied = format!("{} (copy)", name(&session));
    let (out, _) = said(&greenroom(folder.path(), &["session", "show", &copied]));
    assert!(out.contains("Take 1  0:26"), "{out}");
    let (out, _) = said(&greenroom(folder.path(), &["session", "remove", name(&session)]));
    assert!(out.contains(&format!("a copy of it stays: {copied}")), "{out}");
}

#[cfg(unix)]
#[test]
fn a_linked_session_is_listed_with_the_reason_why_it_is_not_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = rated(folder.path(), "2026-11-20T09:00:00+00:00");
    let moved = folder.path().join("moved");
    std::fs::rename(&session, &moved).expect("moved");
    std::os::unix::fs::symlink(&moved, &session).expect("linked");
    let (out, _) = said(&greenroom(folder.path(), &["sessions"]));
    assert!(out.contains(name(&session)) && out.contains("It is a link to another place"), "{out}");
    let (_, errors) = said(&greenroom(folder.path(), &["bank", "due"]));
    assert!(errors.contains("does not count") && errors.contains(name(&session)), "{errors}");
    let shown = greenroom(folder.path(), &["session", "show", name(&session)]);
    let (_, errors) = said(&shown);
    assert!(!shown.status.success() && errors.contains("is not followed"), "{errors}");
    let removed = greenroom(folder.path(), &["session", "remove", name(&session), "--yes"]);
    assert!(!removed.status.success() && moved.join("session.json").exists());
}

#[test]
fn a_take_that_was_cut_is_shown_as_it_is_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = rated(folder.path(), "2026-11-20T09:00:00+00:00");
    let wav = session.join("01-experience.take1.wav");
    sound(&wav, 10);
    let notes = std::fs::read(wav.with_extension("json")).expect("there");
    let (out, _) = said(&greenroom(folder.path(), &["session", "show"]));
    assert!(out.contains("Take 1  0:10 (You ended it)"), "{out}");
    assert!(out.contains("Changed since it was recorded, when it was 0:26 long"), "{out}");
    let (json, _) = said(&greenroom(folder.path(), &["session", "show", "--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let take = &json["takes"][0];
    assert_eq!((&take["changed"], &take["frames"]), (&true.into(), &80_000.into()));
    assert_eq!(take["as_recorded"]["frames"], 26 * 8_000);
    assert_eq!(std::fs::read(wav.with_extension("json")).expect("there"), notes);
    let measured = take["measures"]["measures"].as_array().expect("it is measured anew");
    let length = measured.iter().find(|one| one["id"] == "length").expect("its length");
    assert_eq!(length["value"], 10.0);
    std::fs::write(&wav, "no sound at all").expect("written");
    let (out, _) = said(&greenroom(folder.path(), &["session", "show"]));
    assert!(out.contains("Its recording can't be played"), "{out}");
    assert_eq!(due(folder.path()).0, 1, "its rating is kept");
}
