//! The terminal rehearsal as a program, on a machine without any sound device.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::PATIENCE;

/// `greenroom rehearse` with devices that are not there, whatever the machine has.
fn rehearse(folder: &Path, keys: Stdio) -> Child {
    Command::new(env!("CARGO_BIN_EXE_greenroom"))
        .args(["rehearse", "--questions", "1", "--pacing", "Cold and quiet", "--out"])
        .arg(folder)
        .args(["--microphone", "alsa:not-there", "--speaker", "alsa:not-there"])
        .stdin(keys)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs")
}

fn wait(mut child: Child) -> Output {
    let begun = Instant::now();
    while child.try_wait().expect("it can be asked").is_none() {
        if begun.elapsed() > 2 * PATIENCE {
            child.kill().expect("killed");
            let output = child.wait_with_output().expect("output");
            panic!("it does not end: {}", String::from_utf8_lossy(&output.stdout));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().expect("output")
}

#[test]
fn at_the_end_of_standard_input_an_interview_without_devices_ends_by_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = wait(rehearse(folder.path(), Stdio::null()));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("The interview is over."), "{said}");
    assert!(!said.contains('\r'), "no terminal, no carriage returns");
}

#[cfg(unix)]
#[test]
fn an_order_to_end_is_obeyed_in_good_order_and_says_where_the_takes_are() {
    let folder = tempfile::tempdir().expect("a folder");
    // A pipe that stays open: nobody presses anything.
    let mut child = rehearse(folder.path(), Stdio::piped());
    let keys = child.stdin.take().expect("a pipe");
    let begun = Instant::now();
    let sessions = folder.path().join("sessions");
    while std::fs::read_dir(&sessions).map_or(0, Iterator::count) == 0 {
        assert!(begun.elapsed() < PATIENCE, "it does not begin");
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(500));
    let ordered = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(ordered.expect("kill runs").success());
    let output = wait(child);
    drop(keys);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("Interrupted. What was recorded until then is kept in "), "{errors}");
    let session = std::fs::read_dir(&sessions).expect("there").flatten().next().expect("one");
    let record = std::fs::read_to_string(session.path().join("session.json")).expect("readable");
    assert!(record.contains("\"ended\""), "{record}");
}
