//! `greenroom sessions` and `greenroom session remove`, as they are run.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use greenroom::store::{Folders, SessionRecord, Store, TakePart, TakeRecord};

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
