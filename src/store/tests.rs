//! The store on real folders.

mod banks;
mod beside;
mod documents;
mod elsewhere;
mod recordings;
mod removing;
mod retention;
mod two_copies;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempDir;

use super::*;

/// A store in a folder of its own, which must open without notices.
fn fresh() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = reopen(folder.path());
    (folder, store)
}

fn reopen(folder: &Path) -> Store {
    let (store, notices) = Store::open(Folders::at(folder));
    assert_eq!(notices, []);
    store
}

fn at(time: &str) -> jiff::ZonedDateTime {
    format!("{time}+01:00[Europe/Berlin]").parse().unwrap()
}

fn now() -> jiff::ZonedDateTime {
    at("2026-11-23T14:05:11")
}

/// A session with its own file, as the director leaves it a moment after it began.
fn begun(store: &Store, record: &SessionRecord, now: &jiff::ZonedDateTime) -> SessionFolder {
    let session = store.begin_session(record, now).unwrap();
    session.save_record(record).unwrap();
    session
}

fn session_record() -> SessionRecord {
    SessionRecord {
        schema: 1,
        began: "2026-11-23T14:05:11+01:00".to_owned(),
        ended: None,
        bank_id: "patient-relations-officer".to_owned(),
        bank_title: "Patient relations officer".to_owned(),
        bank_hash: "00".repeat(32),
        plan: vec!["experience".to_owned(), "motivation".to_owned()],
        seed: u64::MAX,
        pacings: vec![PacingChange {
            at_secs: 0.0,
            pacing: json!({"name": "Neutral panel"}),
            band_secs: None,
        }],
        app_version: "0.1.0".to_owned(),
        elsewhere: Vec::new(),
        other: BTreeMap::new(),
    }
}

fn take_record(position: usize, question_id: &str) -> TakeRecord {
    TakeRecord {
        position,
        asked: "Tell me about your experience.".to_owned(),
        began: "2026-11-23T14:06:00+01:00".to_owned(),
        pacings: vec![PacingChange {
            at_secs: 0.0,
            pacing: json!({"name": "Neutral panel"}),
            band_secs: None,
        }],
        ended_by: "finished".to_owned(),
        device: DeviceRecord { name: "Mic".to_owned(), channels: 2, format: "f32".to_owned() },
        rate_hz: 48_000,
        frames: 96_000,
        clipped_samples: 3,
        peak_dbfs: -3.1,
        gaps: vec![GapRecord { at_frame: 7, missing_secs: 0.25 }],
        marks: vec![MarkRecord { at_secs: 1.5, what: "note".to_owned(), text: "pause".to_owned() }],
        ..TakeRecord::new(question_id, TakePart::Answer, 1)
    }
}

/// Records a take from beginning to end, as far as files go.
fn record_take(session: &SessionFolder, record: &TakeRecord) -> TakePaths {
    let paths = session.take_paths(record.position, &record.question_id, record.part, record.take);
    session.note_take_begun(&paths, record).unwrap();
    fs::write(paths.part(), "sound").unwrap();
    fs::rename(paths.part(), &paths.wav).unwrap();
    session.save_take(&paths, record).unwrap();
    paths
}

fn json_in(path: &Path) -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
