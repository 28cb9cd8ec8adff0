//! Whole rehearsals with simulated devices: the director, the machine, the recorder's writer, the voice
//! and the store are the real ones.

#[cfg(target_os = "linux")]
#[path = "demonstration/slow_disk.rs"]
mod slow_disk;
#[cfg(target_os = "linux")]
#[path = "common/slow_syncs.rs"]
mod slow_syncs;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Runs the program in a folder of its own and gives its report.
fn greenroom(folder: &Path, arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_greenroom"))
        .args(arguments)
        .env("GREENROOM_DATA", folder.join("data"))
        .env("GREENROOM_CACHE", folder.join("cache"))
        .output()
        .expect("the program runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} failed: {errors}");
    serde_json::from_slice(&output.stdout).expect("the report is JSON")
}

fn demo(extra: &[&str]) -> (tempfile::TempDir, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let out = out.to_str().expect("a name").to_owned();
    let mut arguments = vec!["demo", "--json", "--fast", "--out", &out];
    arguments.extend(extra);
    let report = greenroom(folder.path(), &arguments);
    (folder, report)
}

fn answers(report: &Value) -> Vec<&Value> {
    let takes = report["takes"].as_array().expect("takes");
    takes.iter().filter(|take| take["part"] == "answer").collect()
}

#[test]
fn three_questions_give_three_answers_whose_files_are_as_long_as_their_records_say() {
    let (_folder, report) =
        demo(&["--questions", "3", "--pacing", "One-way 30/180", "--seed", "7"]);
    let answers = answers(&report);
    assert_eq!(answers.len(), 3);
    for take in report["takes"].as_array().expect("takes") {
        let wav = take["wav"].as_str().expect("a file");
        let reader = hound::WavReader::open(wav).expect("a valid WAV");
        assert_eq!(u64::from(reader.duration()), take["frames"].as_u64().expect("frames"), "{wav}");
        assert_eq!(reader.spec().channels, 1);
        assert_eq!(take["dropped_frames"], 0);
        assert_eq!(take["clipped_samples"], 0);
    }
    let plan = report["session"]["plan"].as_array().expect("a plan");
    for (answer, planned) in answers.iter().zip(plan) {
        assert_eq!(&answer["question_id"], planned, "takes are filed under their questions");
        assert!(
            answer["frames"].as_u64().expect("frames") > 48_000 * 10,
            "an answer of ten seconds"
        );
        assert!(answer["peak_dbfs"].as_f64().expect("a peak") > -20.0, "something was heard");
    }
}

#[test]
fn the_same_seed_draws_the_same_order_and_stores_it() {
    let drawn = |seed: &str| {
        let (_folder, report) =
            demo(&["--questions", "1", "--pacing", "Brisk screener", "--seed", seed]);
        report["session"]["plan"].clone()
    };
    let first = drawn("11");
    assert_eq!(first, drawn("11"));
    assert_ne!(first, drawn("12"), "another seed, another order");
}

#[test]
fn follow_ups_and_the_candidates_own_question_are_takes_of_their_own() {
    let (_folder, report) = demo(&["--questions", "1", "--pacing", "Neutral panel", "--seed", "3"]);
    let parts: Vec<String> = report["takes"]
        .as_array()
        .expect("takes")
        .iter()
        .map(|take| take["part"].to_string())
        .collect();
    assert!(parts.iter().any(|part| part.contains("probe")), "{parts:?}");
    assert!(parts.iter().any(|part| part.contains("your-question")), "{parts:?}");
}

#[test]
fn a_session_can_be_listed_and_shown_afterwards() {
    let (folder, report) = demo(&["--questions", "1", "--pacing", "Friendly live"]);
    let out = folder.path().join("out");
    let out = out.to_str().expect("a name");
    let list = greenroom(folder.path(), &["session", "--out", out, "list", "--json"]);
    assert_eq!(list["sessions"].as_array().expect("sessions").len(), 1);
    let shown = greenroom(folder.path(), &["session", "--out", out, "show", "--json"]);
    assert_eq!(shown["takes"], report["takes"]);
}

#[test]
fn an_unknown_pacing_is_refused_with_the_names_there_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_greenroom"))
        .args(["demo", "--pacing", "Glacial", "--out"])
        .arg(folder.path())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("Glacial") && errors.contains("Warm-up"), "{errors}");
}

#[test]
fn questions_are_chosen_by_their_kind_and_return_once_they_are_rated() {
    let (folder, report) = demo(&["--choose", "kind:logistics", "--pacing", "Brisk screener"]);
    let answer = answers(&report)[0];
    let out = folder.path().join("out");
    let out = out.to_str().expect("a name");
    let due = || greenroom(folder.path(), &["bank", "due", "--out", out, "--json"]);
    let asked = answer["question_id"].as_str().expect("an id").to_owned();
    let of_it = |due: &Value| {
        let banks = due["banks"].as_array().expect("banks").clone();
        let mut all =
            banks.iter().flat_map(|bank| bank["questions"].as_array().expect("questions"));
        all.find(|one| one["id"] == *asked).expect("the question").clone()
    };
    assert_eq!(of_it(&due())["words"], "not rated yet");
    assert_eq!(of_it(&due())["practised"], 1);

    let sidecar = Path::new(answer["wav"].as_str().expect("a file")).with_extension("json");
    let text = std::fs::read_to_string(&sidecar).expect("its notes");
    let mut notes: Value = serde_json::from_str(&text).expect("notes are JSON");
    notes["rating"] = 3.into();
    std::fs::write(&sidecar, notes.to_string()).expect("notes can be kept");
    assert_eq!((&of_it(&due())["due_in_days"], &of_it(&due())["rating"]), (&2.into(), &3.into()));
}

#[test]
fn a_choice_of_nothing_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_greenroom"))
        .args(["demo", "--choose", "due", "--out"])
        .arg(folder.path())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("No answer is rated yet"), "{errors}");
}

#[test]
fn wrong_usage_is_exit_code_two() {
    for wrong in [["--questions", "none"], ["--choose", "kind:poem"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_greenroom"))
            .arg("demo")
            .args(wrong)
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}
