//! A disk whose every sync takes seconds, up to a minute, and one that stands still once: late is not failed.
//!
//! The real program with a simulated candidate, whose time runs fast; the disk's does not.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use greenroom::store::{Folders, Store};

use crate::e2e::devices;
use crate::e2e::pacings;
use crate::e2e::sound::{RATE, Sound};
use crate::slow_syncs::{files, library, preloaded};
use crate::table::Row;
use crate::{recovered, times};

/// A fault, and what is preloaded for it.
type Fault = (&'static str, &'static [(&'static str, &'static str)]);

/// Those of every run take no more than 20 s for a sync.
const FAULTS: [Fault; 9] = [
    ("1 s", &[("SYNC_SECS", "1")]),
    ("5 s", &[("SYNC_SECS", "5")]),
    ("20 s", &[("SYNC_SECS", "20")]),
    ("one write of 30 s", &[("WRITE_SECS", "30"), ("WRITE_ONE", "20")]),
    ("0.2 s", &[("SYNC_SECS", "0.2")]),
    ("3 s", &[("SYNC_SECS", "3")]),
    ("8 s", &[("SYNC_SECS", "8")]),
    ("60 s", &[("SYNC_SECS", "60")]),
    ("one sync of 60 s", &[("SYNC_SECS", "60"), ("SYNC_ONE", "4")]),
];

/// What came of it.
struct Outcome {
    took: Duration,
    syncs: usize,
}

#[test]
#[ignore = "run by script/faults"]
fn syncs_of_up_to_a_minute_are_waited_for_and_everything_is_in_its_place_once() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let library = library(folder.path());
    let faults = FAULTS.get(..times(4, FAULTS.len())).expect("as many");
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let runs: Vec<_> = faults
            .iter()
            .enumerate()
            .map(|(nth, (_, fault))| {
                let place = folder.path().join(nth.to_string());
                let library = &library;
                scope.spawn(move || caused(&place, library, fault))
            })
            .collect();
        runs.into_iter().map(|run| run.join().expect("it is all as it should be")).collect()
    });
    let told: Vec<String> = faults
        .iter()
        .zip(&outcomes)
        .map(|((name, _), one)| {
            format!("{name}: {:.1} s, {} syncs", one.took.as_secs_f64(), one.syncs)
        })
        .collect();
    Row {
        fault: "every sync takes seconds, or one write or sync stands still",
        times: outcomes.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "all told as slow, waited for, and ended with exit code 0; each take in its place once ({})",
            told.join("; ")
        ),
        passed: outcomes.len() == faults.len(),
    }
    .report();
}

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn a_recording_of_the_microphone_waits_for_a_slow_disk_too() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let library = library(folder.path());
    let file = folder.path().join("mine.wav");
    let output = preloaded(&library, &[("SYNC_SECS", "8")])
        .args(["mic", "--seconds", "2", "--record"])
        .arg(&file)
        .output()
        .expect("the program runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert!(errors.contains("The disk is slow: still saving"), "{errors}");
    assert_eq!(Sound::read(&file).samples.len(), 2 * RATE as usize);
    assert!(files(folder.path(), ".part").is_empty());
}

fn caused(place: &Path, library: &Path, fault: &[(&str, &str)]) -> Outcome {
    let (data, log) = (place.join("data"), place.join("syncs"));
    pacings::write_with_voice(&data, "silent");
    let begun = Instant::now();
    let output = preloaded(library, fault)
        .args(["demo", "--fast", "--questions", "1", "--seed", "1"])
        .args(["--pacing", pacings::QUICK, "--out"])
        .arg(&data)
        .env("SYNC_LOG", &log)
        .env("TMPDIR", place)
        .output()
        .expect("the program runs");
    let took = begun.elapsed();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{fault:?}: {said}");
    for word in ["could not be", "can't be written", "does not answer", "Make room", "panicked"] {
        assert!(!said.contains(word), "{fault:?}: {said}");
    }
    let takes = files(place, ".wav");
    let names: BTreeSet<_> = takes.iter().filter_map(|take| take.file_name()).collect();
    assert_eq!(names.len(), takes.len(), "each once: {takes:?}");
    assert_eq!(said.matches("Saved.").count(), takes.len(), "{fault:?}: {said}");
    assert!(files(place, ".part").is_empty(), "{fault:?}");
    let (store, count) = recovered(&data);
    assert_eq!(count, 0, "nothing is left to recover");
    let listed = store.list_sessions();
    let [session] = listed.as_slice() else { panic!("one session: {listed:?}") };
    let session = store.load_session(&session.path).expect("readable");
    assert_eq!(session.problem, None);
    assert_eq!(session.takes.len(), takes.len());
    // (Whom nobody hears says nothing: a question of one's own may be empty.)
    for take in &session.takes {
        assert_eq!(take.problem, None);
        assert_eq!(Sound::read(&take.wav).samples.len() as u64, take.record.frames);
    }
    assert!(session.takes.iter().any(|take| take.record.frames > 0));
    drop(store);
    assert!(Store::open(Folders::at(&data)).1.is_empty());
    let syncs = std::fs::read_to_string(&log).unwrap_or_default().lines().count();
    Outcome { took, syncs }
}
