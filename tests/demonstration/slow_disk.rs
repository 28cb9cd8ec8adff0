//! Disks that are slow, and folders that can't be synced: what the terminal says, and what is on disk then.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::slow_syncs::{files, library, preloaded};

/// A demonstration of one question on a disk with these faults: what it said, and its session.
fn demo(folder: &Path, faults: &[(&str, &str)], extra: &[&str]) -> Output {
    let library = library(folder);
    let run = preloaded(&library, faults)
        .args(["demo", "--fast", "--questions", "1", "--seed", "1", "--out"])
        .arg(folder.join("out"))
        .args(extra)
        // The last of the places that are tried for a recording.
        .env("TMPDIR", folder)
        .output();
    run.expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Every recording below `folder` is finished, in the session, with its notes, and there once.
fn assert_each_once(folder: &Path, output: &Output) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for word in ["could not be", "can't be written", "Make room", "os error", "failed"] {
        assert!(!said.contains(word), "“{word}” in:\n{said}");
    }
    let takes = files(folder, ".wav");
    assert_eq!(takes.len(), 2, "an answer and a question of one's own: {takes:?}");
    assert_eq!(files(folder, ".part"), [] as [&Path; 0], "nothing is left over");
    let sessions = folder.join("out/sessions");
    for take in &takes {
        assert_eq!(take.parent().and_then(Path::parent), Some(&*sessions), "{}", take.display());
        let notes = std::fs::read(take.with_extension("json")).expect("notes");
        let notes: Value = serde_json::from_slice(&notes).expect("JSON");
        let frames = hound::WavReader::open(take).expect("a WAV").duration();
        assert_eq!(notes["frames"], frames, "{}", take.display());
        assert_eq!(notes["dropped_frames"], 0);
    }
}

#[test]
fn a_slow_disk_is_told_as_slow_waited_for_and_ends_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let begun = std::time::Instant::now();
    let output = demo(folder.path(), &[("SYNC_SECS", "2.5")], &[]);
    println!("with 2.5 s for each sync: {:.1} s", begun.elapsed().as_secs_f64());
    assert_each_once(folder.path(), &output);
    let said = said(&output);
    assert!(said.contains("The disk is slow: still saving"), "{said}");
    assert!(said.contains("Ctrl-C: end without waiting"), "{said}");
    assert_eq!(said.matches("Saved.").count(), 2, "{said}");
}

#[test]
fn a_report_as_json_stays_json_on_a_slow_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = demo(folder.path(), &[("SYNC_SECS", "2.5")], &["--json"]);
    assert_each_once(folder.path(), &output);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON and nothing else");
    assert_eq!(report["takes"].as_array().map(Vec::len), Some(2));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("The disk is slow"), "and the wait is told beside it: {errors}");
}

#[test]
fn a_folder_that_can_not_be_synced_has_each_take_once_and_says_so_once() {
    // EINVAL, ENOTSUP, ENOSYS and EBADF of folders; the last also EINVAL of files.
    for (folder_errno, file_errno) in
        [("22", "0"), ("95", "0"), ("38", "0"), ("9", "0"), ("22", "22")]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let faults = [("FOLDER_ERRNO", folder_errno), ("FILE_ERRNO", file_errno)];
        let output = demo(folder.path(), &faults, &[]);
        assert_each_once(folder.path(), &output);
        let said = said(&output);
        assert_eq!(said.matches("power cut").count(), 1, "{said}");
    }
}

#[test]
fn a_bank_can_be_imported_where_folders_can_not_be_synced() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = library(folder.path());
    let article = folder.path().join("article.txt");
    std::fs::write(&article, "1. Why do you want this job?\n2. What is a lease?\n")
        .expect("written");
    let output = preloaded(&library, &[("FOLDER_ERRNO", "22")])
        .args(["bank", "import"])
        .arg(&article)
        .env("GREENROOM_DATA", folder.path().join("data"))
        .env("GREENROOM_CACHE", folder.path().join("cache"))
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(!said(&output).contains("os error"), "{}", said(&output));
    assert_eq!(files(&folder.path().join("data/banks"), ".toml").len(), 1);
}

#[test]
fn a_disk_that_fails_is_told_as_failing_with_the_report_and_no_take_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = demo(folder.path(), &[("FOLDER_ERRNO", "5")], &["--json"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("could not be saved whole"), "{errors}");
    let report: Value =
        serde_json::from_slice(&output.stdout).expect("the report is there all the same");
    assert!(report["takes"].is_array());
    let takes = [files(folder.path(), ".wav"), files(folder.path(), ".part")].concat();
    let distinct: std::collections::BTreeSet<String> = takes
        .iter()
        .filter_map(|take| take.file_name()?.to_str()?.split(".take").next().map(str::to_owned))
        .collect();
    assert_eq!(takes.len(), distinct.len(), "each take once: {takes:?}");
}

#[test]
fn whoever_does_not_wait_is_told_what_is_on_disk_and_what_is_not() {
    use std::io::BufRead as _;
    let folder = tempfile::tempdir().expect("a folder");
    let library = library(folder.path());
    let out = folder.path().join("out");
    let mut child = preloaded(&library, &[("SYNC_SECS", "30")])
        .args(["demo", "--fast", "--questions", "1", "--seed", "1", "--out"])
        .arg(&out)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    let lines = std::io::BufReader::new(child.stdout.take().expect("its output"));
    let mut lines = lines.lines().map_while(Result::ok);
    let slow = lines.find(|line| line.contains("The disk is slow")).expect("slowness is told");
    assert!(slow.contains("still saving"), "{slow}");
    let interrupt = || {
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(sent.is_ok_and(|sent| sent.success()));
        std::thread::sleep(std::time::Duration::from_millis(1_500));
    };
    interrupt();
    interrupt();
    let rest: Vec<String> = lines.collect();
    let output = child.wait_with_output().expect("it ends");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}\n{rest:?}");
    assert!(errors.contains("Interrupted"), "{errors}");
    let late = files(&out, ".wav.part");
    assert!(!late.is_empty() && !errors.contains("could not be saved"), "{errors}");
    for part in late {
        let name = part.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        assert!(errors.contains(&name), "{name} is not on disk: {errors}");
    }
    for whole in files(&out, ".wav") {
        let name = whole.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        assert!(!errors.contains(&name), "{name} is on disk: {errors}");
    }
}
