//! Output that nobody reads (`greenroom … | head`) or that can't be written: no command panics.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the program with a reader that has gone; `both` says whether standard error has no reader either.
fn unread(folder: &Path, arguments: &[&str], both: bool) -> Output {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let errors = if both { writer.try_clone().expect("a pipe").into() } else { Stdio::piped() };
    let mut program = Command::new(env!("CARGO_BIN_EXE_greenroom"));
    program.args(arguments).stdout(writer).stderr(errors).stdin(Stdio::null());
    in_folder(&mut program, folder).output().expect("the program runs")
}

/// Lets it find neither the user's files nor a sound server: some commands look for devices.
fn in_folder<'a>(program: &'a mut Command, folder: &Path) -> &'a mut Command {
    program
        .env("GREENROOM_DATA", folder.join("data"))
        .env("GREENROOM_CACHE", folder.join("cache"))
        .env("PULSE_SERVER", "unix:/nowhere")
        .env_remove("RUST_BACKTRACE")
}

/// A session, a recording of it, and an article.
fn furnished() -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Command::new(env!("CARGO_BIN_EXE_greenroom"));
    program.args(["demo", "--fast", "--json", "--questions", "1", "--seed", "1"]).arg("--out");
    program.arg(folder.path().join("data"));
    let output = in_folder(&mut program, folder.path()).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let session = report["folder"].as_str().expect("the session's folder");
    let wav = Path::new(session).join(report["takes"][0]["file"].as_str().expect("a file"));
    let article = folder.path().join("article.txt");
    std::fs::write(&article, "1. Why do you want this job?\n2. What is a lease?\n")
        .expect("written");
    let text = |path: &Path| path.to_str().expect("a name").to_owned();
    (folder, text(&wav), text(&article))
}

#[test]
fn output_that_nobody_reads_ends_every_command_quietly() {
    let (folder, wav, article) = furnished();
    let commands: &[&[&str]] = &[
        &["--help"],
        &["bank", "list"],
        &["bank", "list", "--json"],
        &["bank", "due"],
        &["bank", "export", "patient-relations-officer", "--as", "json"],
        &["bank", "import", &article],
        &["session", "list"],
        &["session", "list", "--json"],
        &["session", "show"],
        &["session", "show", "--json"],
        &["measure", &wav],
        &["measure", &wav, "--json"],
        &["mic"],
        &["doctor"],
        &["voice-texts"],
        &["demo", "--fast", "--questions", "1"],
    ];
    // Some wait for seconds for devices and voices that are not there.
    std::thread::scope(|scope| {
        for arguments in commands {
            let folder = folder.path();
            scope.spawn(move || {
                let output = unread(folder, arguments, false);
                let errors = String::from_utf8_lossy(&output.stderr);
                assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
                assert!(!errors.contains("panicked"), "{arguments:?}: {errors}");
                assert!(!errors.contains("nobody reads"), "{arguments:?}: {errors}");
            });
        }
    });
}

#[test]
fn a_failure_that_nobody_reads_is_one_still() {
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [&["measure", "missing.wav"][..], &["bank", "check", "missing.toml"]] {
        let output = unread(folder.path(), arguments, true);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_can_t_be_written_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = std::fs::File::options().write(true).open("/dev/full").expect("a full device");
    let mut program = Command::new(env!("CARGO_BIN_EXE_greenroom"));
    program.args(["bank", "list"]).stdout(full).stderr(Stdio::piped());
    let output = in_folder(&mut program, folder.path()).output().expect("the program runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("The output can't be written"), "{errors}");
}
