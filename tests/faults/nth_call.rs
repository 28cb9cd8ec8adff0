//! The n-th call to the disk fails, and all from the n-th on: for every n, call by call.
//!
//! The real program runs an interview with a simulated candidate; strace makes the call fail. Whatever fails,
//! it ends without a panic, every file can be read, and no recording is said to be saved that is not.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use greenroom::rehearsal::recover;
use greenroom::store::{Folders, NoticeKind, Store};

use crate::e2e::devices::Ended;
use crate::e2e::pacings;
use crate::e2e::program::GREENROOM;
use crate::e2e::sound::Sound;
use crate::table::Row;
use crate::times;

/// Calls and how each fails. (Answers are too short here to be synced on the way; see `disk`.)
const FAULTS: [(&str, &str); 8] = [
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fsync", "EIO"),
    ("write", "ENOSPC"),
    ("rename", "EACCES"),
    ("mkdir", "ENOSPC"),
    ("openat", "EMFILE"),
    ("clone3", "EAGAIN"),
];

/// Longer than an interview whose takes find no place at all.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a run left and said.
struct Run {
    said: String,
    ended: Option<i32>,
}

/// An interview in `place`, with what strace is told besides.
fn run(place: &Path, strace: &[String]) -> Run {
    let data = place.join("data");
    pacings::write_with_voice(&data, "silent");
    let said = place.join("said");
    let out = std::fs::File::create(&said).expect("made");
    let child = Command::new("strace")
        .args(["-f", "--seccomp-bpf", "-s", "0", "-e", "signal=none"])
        .args(strace)
        .args(["--", GREENROOM, "demo", "--fast", "--questions", "1", "--seed", "1"])
        .args(["--pacing", pacings::QUICK, "--out"])
        .arg(&data)
        // The last of the places that are tried for a recording: this run's own.
        .env("TMPDIR", place)
        .stderr(out.try_clone().expect("twice"))
        .stdout(out)
        .stdin(Stdio::null())
        .spawn();
    let mut child = Ended(child.expect("strace starts"));
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.0.try_wait().expect("it can be waited for") {
            break status;
        }
        assert!(begun.elapsed() < PATIENCE, "{strace:?}: it does not end");
        std::thread::sleep(Duration::from_millis(20));
    };
    Run { said: std::fs::read_to_string(&said).expect("text"), ended: status.code() }
}

/// How often each call is made by the thread that makes most of them.
fn counts(place: &Path) -> Vec<usize> {
    let log = place.join("calls");
    let names: Vec<&str> = FAULTS.iter().map(|(call, _)| *call).collect();
    let strace = ["-e".to_owned(), format!("trace={}", names.join(",")), "-o".to_owned()];
    let whole = run(place, &[strace.to_vec(), vec![log.display().to_string()]].concat());
    assert_eq!(whole.ended, Some(0), "{}", whole.said);
    let text = std::fs::read_to_string(&log).expect("the trace is there");
    // strace counts the calls of each thread for itself.
    let count = |call: &str| {
        let made = text.lines().filter(|line| line.contains(&format!(" {call}(")));
        let threads = made.filter_map(|line| line.split(' ').next());
        let mut counts = std::collections::BTreeMap::new();
        threads.for_each(|thread| *counts.entry(thread).or_insert(0) += 1);
        counts.into_values().max().unwrap_or(0)
    };
    names.into_iter().map(count).collect()
}

/// Up to so many numbers of 1…count, evenly, both ends among them.
fn some(count: usize, most: usize) -> Vec<usize> {
    let most = most.min(count);
    (0..most).map(|nth| 1 + nth * (count - 1) / most.max(2).saturating_sub(1)).collect()
}

#[test]
#[ignore = "run by script/faults"]
fn whichever_call_to_the_disk_fails_nothing_is_unreadable_and_no_save_is_feigned() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let place = folder.path().join("whole");
    std::fs::create_dir(&place).expect("made");
    let counts = counts(&place);
    let mut faults = Vec::new();
    for ((call, error), count) in FAULTS.iter().zip(&counts) {
        assert!(*count > 0, "{call} is never called");
        for (nth, persists) in
            some(*count, times(2, usize::MAX)).into_iter().zip([false, true].into_iter().cycle())
        {
            faults.push((format!("{call}:error={error}:when={nth}"), persists));
            if times(0, 1) == 1 {
                faults.push((format!("{call}:error={error}:when={nth}"), !persists));
            }
        }
    }
    // In CI each call fails once at some place, and from the middle on for good.
    if times(0, 1) == 0 {
        for ((call, error), count) in FAULTS.iter().zip(&counts) {
            faults.push((format!("{call}:error={error}:when={}", count / 2 + 1), true));
        }
    }
    let (next, bad) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let saved = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    let Some((fault, persists)) = faults.get(nth) else { return };
                    let fault = if *persists { format!("{fault}+") } else { fault.clone() };
                    let place = folder.path().join(nth.to_string());
                    std::fs::create_dir(&place).expect("made");
                    match caused(&place, &fault) {
                        Ok(count) => saved.fetch_add(count, Ordering::Relaxed),
                        Err(why) => {
                            bad.lock().expect("no panic").push(format!("{fault}: {why}"));
                            0
                        }
                    };
                }
            });
        }
    });
    let bad = bad.into_inner().expect("no panic");
    let told = bad.join("\n");
    Row {
        fault: "the n-th call to the disk fails, or all from the n-th on",
        times: faults.len(),
        lost_ms: Vec::new(),
        unreadable: bad.len(),
        also: format!(
            "no panic, no feigned save ({} takes said to be saved, all there); n up to {}; by strace{}{told}",
            saved.into_inner(),
            counts.iter().max().copied().unwrap_or_default(),
            if bad.is_empty() { "" } else { "\n" },
        ),
        passed: bad.is_empty(),
    }
    .report();
}

/// Causes it; answers how many takes were said to be saved, or what is wrong.
fn caused(place: &Path, fault: &str) -> Result<usize, String> {
    let call = fault.split(':').next().unwrap_or_default();
    let strace =
        ["-e", &format!("trace={call}"), "-e", &format!("inject={fault}"), "-o", "/dev/null"];
    let run = run(place, &strace.map(str::to_owned));
    // 127: the system itself could not start it.
    if !matches!(run.ended, Some(0 | 1 | 127)) || run.said.contains("panicked") {
        return Err(format!("ended with {:?}: {}", run.ended, run.said));
    }
    let data = place.join("data");
    let (store, notices) = Store::open(Folders::at(&data));
    if notices.iter().any(|notice| notice.kind == NoticeKind::SetAside) {
        return Err(format!("{notices:?}"));
    }
    let _recovered = recover(&store);
    if !recover(&store).is_empty() {
        return Err("what was recovered is recovered again".to_owned());
    }
    for session in store.list_sessions() {
        let session = store.load_session(&session.path).map_err(|error| error.to_string())?;
        // It may never have been written: that was told. Damaged it must not be.
        let problem = session.problem.filter(|problem| !problem.contains("missing"));
        problem.map_or(Ok(()), Err)?;
    }
    let recordings = recordings(place);
    for recording in &recordings {
        let frames = Sound::read(recording).samples.len() as u64;
        let notes = std::fs::read(recording.with_extension("json")).unwrap_or_default();
        let notes: serde_json::Value = serde_json::from_slice(&notes).unwrap_or_default();
        // 0: it could not be noted any more.
        if notes["frames"].as_u64().is_some_and(|noted| noted != 0 && noted != frames) {
            return Err(format!("{frames} frames of {}: {}", notes["frames"], recording.display()));
        }
    }
    let saved = run.said.lines().filter(|line| line.trim() == "Saved.").count();
    if saved > recordings.len() {
        return Err(format!("{saved} said to be saved, {} there: {}", recordings.len(), run.said));
    }
    Ok(saved)
}

/// All finished recordings below a folder.
fn recordings(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
    {
        if path.is_dir() {
            found.extend(recordings(&path));
        } else if path.extension().is_some_and(|end| end == "wav") {
            found.push(path);
        }
    }
    found
}
