//! `greenroom bank import` and `greenroom bank export`, as they are run.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Two questions, one of them with a placeholder, and a row that is none.
const TABLE: &str = "question,answer,kind,ability\nWhy us?,I like [Company].,motivation,Warmth\nWho are you?,,opener,\n,lost,,\n";

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_greenroom"));
    command
        .args(arguments)
        .env("GREENROOM_DATA", folder.join("data"))
        .env("GREENROOM_CACHE", folder.join("cache"))
        .current_dir(folder);
    command
}

fn greenroom(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program runs")
}

/// Runs it with a text on standard input.
fn fed(folder: &Path, arguments: &[&str], text: &str) -> Output {
    let mut command = command(folder, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    let mut input = child.stdin.take().expect("a pipe");
    // What is refused early closes the pipe: that is no failure of the test.
    let fed = input.write_all(text.as_bytes());
    drop((fed, input));
    child.wait_with_output().expect("it ends")
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

fn good(output: &Output) -> String {
    let (out, errors) = said(output);
    assert!(output.status.success(), "{errors}");
    assert_eq!(errors, "");
    out
}

/// The one sentence of a failure, which ends with `name`.
fn failed(output: &Output, name: &str) -> String {
    let (out, errors) = said(output);
    assert_eq!((output.status.code(), out.as_str()), (Some(1), ""), "{errors}");
    assert!(errors.starts_with("greenroom: ") && errors.trim_end().ends_with(name), "{errors}");
    assert_eq!(errors.trim_end().lines().count(), 1, "{errors}");
    errors
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("written");
    path
}

#[test]
fn a_table_becomes_a_bank_of_ones_own_and_the_report_says_what_was_understood() {
    let folder = tempfile::tempdir().expect("a folder");
    written(folder.path(), "my_list.csv", TABLE);
    let report = good(&greenroom(folder.path(), &["bank", "import", "my_list.csv"]));
    for line in [
        "My list (CSV, UTF-8)",
        "  Understood: 2 questions, 1 answer, 1 placeholder",
        "  Kinds: 1 opener, 1 motivation",
        "  line 2: Why us?  motivation (given)",
        "  line 3: Who are you?  opener (given)  no answer",
        "Left out: 1 text",
        "  line 4: ,lost,,  (there is no question in it)",
    ] {
        assert!(report.lines().any(|one| one == line), "{line}: {report}");
    }
    let file = folder.path().join("data/banks/my-list.toml");
    assert!(report.ends_with(&format!("Kept as my-list in {}\n", file.display())), "{report}");
    let listed = good(&greenroom(folder.path(), &["bank", "list"]));
    assert!(listed.contains("my-list  My list (2 questions, "), "{listed}");
    good(&greenroom(folder.path(), &["bank", "check", file.to_str().expect("a name")]));
}

#[test]
fn programs_get_all_of_the_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["bank", "import", "-", "--as", "csv", "--title", "Mine", "--json"];
    let report: Value =
        serde_json::from_str(&good(&fed(folder.path(), &arguments, TABLE))).expect("JSON");
    assert_eq!(
        (&report["form"], &report["title"], &report["id"]),
        (&"csv".into(), &"Mine".into(), &"mine".into())
    );
    assert_eq!(report["counts"]["questions"], 2);
    assert_eq!(report["counts"]["placeholders"], 1);
    assert_eq!(report["kinds"], serde_json::json!({ "motivation": 1, "opener": 1 }));
    assert_eq!(report["abilities"], serde_json::json!(["Warmth"]));
    let first = &report["questions"][0];
    assert_eq!((&first["line"], &first["kind_because"]), (&2.into(), &"given".into()));
    assert_eq!(
        (&first["answer"], &first["placeholders"][0]),
        (&"I like [Company].".into(), &"Company".into())
    );
    assert_eq!(report["left_out"][0]["line"], 4);
    assert_eq!(report["wanted_id"], Value::Null);
}

#[test]
fn another_bank_is_never_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["bank", "import", "-", "--title", "Patient relations officer", "--as", "csv"];
    let report = good(&fed(folder.path(), &arguments, TABLE));
    assert!(report.contains("There is a bank called patient-relations-officer already, so this one is patient-relations-officer-2."), "{report}");
    let report = good(&fed(folder.path(), &arguments, TABLE));
    assert!(report.contains("so this one is patient-relations-officer-3."), "{report}");
    let files = std::fs::read_dir(folder.path().join("data/banks")).expect("there").flatten();
    let banks = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "toml"));
    assert_eq!(banks.count(), 2);
}

#[test]
fn a_bank_goes_out_in_every_form_and_comes_back_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let id = "patient-relations-officer";
    let toml = good(&greenroom(folder.path(), &["bank", "export", id]));
    for form in ["json", "csv", "anki"] {
        let file = format!("out.{form}");
        let export = ["bank", "export", id, "--as", form, "--out", &file];
        assert_eq!(good(&greenroom(folder.path(), &export)), "");
        let back = format!("{form}.toml");
        let import = ["bank", "import", &file, "--as", form, "--out", &back];
        good(&greenroom(folder.path(), &import));
        assert_eq!(
            std::fs::read_to_string(folder.path().join(&back)).expect("there"),
            toml,
            "{form}"
        );
        let again = good(&greenroom(folder.path(), &["bank", "export", &back]));
        assert_eq!(again, toml);
    }
    for (name, begins) in [("a.html", "<!DOCTYPE html>"), ("a.md", "# Patient"), ("a.json", "{")] {
        good(&greenroom(folder.path(), &["bank", "export", id, "--out", name]));
        let text = std::fs::read_to_string(folder.path().join(name)).expect("there");
        assert!(text.starts_with(begins), "{name}");
    }
}

#[test]
fn what_can_not_be_done_is_said_in_one_sentence_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    written(at, "empty.csv", "");
    written(at, "deep.json", &"[".repeat(100_000));
    written(at, "there.toml", "mine");
    written(at, "good.csv", TABLE);
    let large = std::fs::File::create(at.join("large.txt")).expect("created");
    large.set_len(100 << 20).expect("sparse");
    let run = |arguments: &[&str]| greenroom(at, arguments);
    let import = |name: &str| run(&["bank", "import", name]);
    assert!(failed(&import("empty.csv"), "empty.csv").contains("No question was found"));
    assert!(failed(&import("deep.json"), "deep.json").contains("This is no JSON"));
    assert!(
        failed(&import("large.txt"), "large.txt")
            .contains("too large to import (100 MiB, at most 32 MiB)")
    );
    assert!(failed(&import("missing.txt"), "missing.txt").contains("could not be read"));
    assert!(failed(&import("."), ".").contains("This is a folder"));
    let over = run(&["bank", "import", "good.csv", "--out", "there.toml"]);
    assert!(failed(&over, "there.toml").contains("There is such a file already"));
    assert_eq!(std::fs::read_to_string(at.join("there.toml")).expect("there"), "mine");
    assert!(
        failed(&run(&["bank", "export", "nobody"]), "nobody")
            .contains("There is no bank of this id")
    );
    assert!(
        failed(&run(&["bank", "export", "good.csv"]), "good.csv")
            .contains("There is no bank in it")
    );
    assert!(!at.join("data/banks/imported.toml").exists());
    for usage in [
        &["bank", "import"][..],
        &["bank", "import", "a", "--as", "poem"],
        &["bank", "export", "a", "--as", "text"],
    ] {
        assert_eq!(run(usage).status.code(), Some(2), "{usage:?}");
    }
}

#[test]
fn what_never_ends_is_refused_without_being_read_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let endless = "Why? ".repeat(7 << 20);
    let output = fed(folder.path(), &["bank", "import", "-"], &endless);
    assert!(failed(&output, "standard input").contains("too large to import"));
}

#[test]
fn ids_and_titles_lead_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let json = r#"{"id": "../../evil", "title": "../../evil", "questions": [{"id": "../x", "question": "Why?"}]}"#;
    let report =
        good(&fed(folder.path(), &["bank", "import", "-", "--as", "json", "--json"], json));
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!((&report["id"], &report["questions"][0]["id"]), (&"evil".into(), &"x".into()));
    assert!(folder.path().join("data/banks/evil.toml").is_file());
    assert!(!folder.path().join("evil.toml").exists());
}

/// Ends what waits for a pipe: after so long it hangs.
#[cfg(unix)]
fn in_time(folder: &Path, arguments: &[&str]) -> Output {
    let mut child = command(folder, arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let begun = std::time::Instant::now();
    while child.try_wait().expect("it can be asked").is_none() {
        if begun.elapsed() > std::time::Duration::from_secs(30) {
            child.kill().expect("it can be ended");
            panic!("it hangs: {arguments:?}");
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    child.wait_with_output().expect("it ended")
}

#[cfg(unix)]
#[test]
fn named_pipes_devices_and_folders_are_refused_wherever_a_file_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let made = Command::new("mkfifo").arg(at.join("pipe")).status().expect("mkfifo is there");
    assert!(made.success());
    for place in ["pipe", "/dev/zero", "."] {
        for order in [
            &["bank", "import", place][..],
            &["bank", "check", place],
            &["bank", "export", place],
            &["measure", place],
        ] {
            let output = in_time(at, order);
            let (out, errors) = said(&output);
            assert_eq!((output.status.code(), out.as_str()), (Some(1), ""), "{order:?}: {errors}");
            assert_eq!(errors.trim_end().lines().count(), 1, "{order:?}: {errors}");
        }
    }
    for order in [
        &["bank", "export", "patient-relations-officer", "--out", "pipe"][..],
        &["mic", "--record", "pipe", "--seconds", "1"],
    ] {
        let output = in_time(at, order);
        assert_eq!(output.status.code(), Some(1), "{order:?}: {:?}", said(&output));
    }
}

#[cfg(unix)]
#[test]
fn an_export_is_its_owners_alone_and_leaves_nothing_beside_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let order = ["bank", "export", "patient-relations-officer", "--out", "out.toml"];
    good(&greenroom(folder.path(), &order));
    let about = std::fs::metadata(folder.path().join("out.toml")).expect("there");
    assert_eq!(about.permissions().mode() & 0o777, 0o600);
    let again = failed(&greenroom(folder.path(), &order), "out.toml");
    assert!(again.contains("There is such a file already"), "{again}");
    let names = std::fs::read_dir(folder.path()).expect("there").flatten();
    let left = names.filter(|one| one.file_name().to_string_lossy().contains("tmp"));
    assert_eq!(left.count(), 0);
}

#[test]
fn what_would_not_be_read_again_is_not_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    // A title longer than any that a bank's reader takes.
    let title = "long ".repeat(14_000);
    for out in [&[][..], &["--out", "bank.toml"]] {
        let import = [&["bank", "import", "-", "--as", "csv", "--title", &title], out].concat();
        let refused = fed(folder.path(), &import, TABLE);
        let (out, errors) = said(&refused);
        assert_eq!((refused.status.code(), out.as_str()), (Some(1), ""), "{errors:.300}");
        assert!(errors.contains("It can't be kept as it is"), "{errors:.300}");
    }
    let banks = std::fs::read_dir(folder.path().join("data/banks")).into_iter().flatten();
    assert_eq!(banks.flatten().filter(|one| one.path().is_file()).count(), 0);
    assert!(!folder.path().join("bank.toml").exists());
}
