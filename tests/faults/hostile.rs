//! Files that mean harm, given to the real program: sound files whose headers lie, links and pipes in the place
//! of files, names that lead out, banks made to exhaust, texts that a terminal would obey.

#[path = "../hostile/mutate.rs"]
mod mutate;
mod program;
mod sounds;
#[path = "../hostile/targets/mod.rs"]
mod targets;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use greenroom::store::{Folders, Store};
use serde_json::json;

use crate::table::Row;
use crate::times;
use program::{Ran, run, run_in};

/// A row about things that lose no sound.
fn row(fault: &'static str, times: usize, also: String) -> Row {
    Row { fault, times, lost_ms: Vec::new(), unreadable: 0, also, passed: true }
}

/// Every file below a folder with what it holds: what must not change.
fn canary(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = root.join("outside");
    std::fs::create_dir_all(&folder).expect("it can be made");
    for name in ["x.wav", "x.json", "x.toml", "settings.toml", "x.wav.part"] {
        std::fs::write(folder.join(name), "nothing of Greenroom's").expect("it can be written");
    }
    targets::tree(&folder)
}

#[test]
#[ignore = "takes a minute; run by script/faults"]
fn any_bytes_keep_the_rules_of_reading() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut counts = Vec::new();
    // Tests before this one have had memory of their own.
    let before = mutate::forget_peak();
    for (name, target) in targets::ALL {
        let seeds = mutate::seeds(&seeds.join(name));
        let mut tried = 0;
        for bytes in mutate::inputs(&seeds, 2, times(200, 20_000)) {
            mutate::told(name, &bytes, || target(&bytes));
            tried += 1;
        }
        counts.push(format!("{name} {tried}"));
    }
    let mib = mutate::peak_mib().expect("the system tells it").saturating_sub(before);
    let all = counts.iter().filter_map(|one| one.rsplit(' ').next()?.parse::<usize>().ok()).sum();
    let also = format!(
        "{}: no panic, healthy files untouched, damaged ones set aside; {mib} MiB at most",
        counts.join(", ")
    );
    Row { passed: mib < 200, ..row("bytes of any file changed at random", all, also) }.report();
}

/// What may be planted in the place of a file.
const PLANTS: [&str; 5] = ["link to a file", "link to nothing", "endless device", "pipe", "folder"];

/// Where.
const PLACES: [&str; 13] = [
    "settings.toml",
    "profile.toml",
    "returns.toml",
    "pacings.toml",
    ".running",
    "banks/x.toml",
    "banks/.written",
    "sessions/2026-01-01T000000-mine/session.json",
    "sessions/2026-01-01T000000-mine/01-why.take1.json",
    "sessions/2026-01-01T000000-mine/01-why.take1.wav",
    "sessions/2026-01-01T000000-mine/02-how.take1.wav.part",
    "sessions/2026-01-01T000000-mine/.lock",
    "sessions/2026-01-01T000000-mine",
];

fn plant(what: &str, at: &Path, outside: &Path) {
    let parent = at.parent().expect("a folder");
    std::fs::create_dir_all(parent).expect("it can be made");
    let ending = at.extension().unwrap_or_default().to_string_lossy();
    let file = match ending.as_ref() {
        "json" => "x.json",
        "wav" => "x.wav",
        "part" => "x.wav.part",
        _ => "x.toml",
    };
    let link = |to: &Path| std::os::unix::fs::symlink(to, at).expect("it can be linked");
    match what {
        "link to a file" => link(&outside.join(file)),
        "link to nothing" => link(&outside.join("not-there")),
        "endless device" => link(Path::new("/dev/zero")),
        "pipe" => {
            let made = std::process::Command::new("mkfifo").arg(at).status();
            assert!(made.is_ok_and(|made| made.success()), "a pipe can be made");
        }
        _ => std::fs::create_dir(at).expect("it can be made"),
    }
}

#[test]
#[ignore = "takes a minute; run by script/faults"]
fn nothing_is_followed_out_of_the_folder_and_nothing_waited_for() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let before = canary(root.path());
    let outside = root.path().join("outside");
    let mut ran = Vec::new();
    for (nth, place) in PLACES.iter().enumerate() {
        for (way, what) in PLANTS.iter().enumerate() {
            if (nth + way) % times(2, 1) != 0 {
                continue;
            }
            let data = root.path().join(format!("data-{nth}-{way}"));
            let at = data.join(place);
            plant(what, &at, &outside);
            if place.starts_with("sessions/") && !at.ends_with("2026-01-01T000000-mine") {
                sounds::session_beside(at.parent().expect("a folder"), &at);
            }
            // Everything is read at its start, what was cut off is recovered, and then it ends.
            ran.push(run(&data, &["rehearse", "--pacing", "none of these", "--out", "DATA"]));
            if place.starts_with("sessions/") {
                let session = data.join("sessions/2026-01-01T000000-mine");
                let show = ["session", "show", &session.to_string_lossy(), "--out", "DATA"];
                ran.push(run(&data, &show));
            } else if *what == "pipe" && nth < times(2, PLACES.len()) {
                let demo = ["demo", "--fast", "--questions", "1", "--seed", "1", "--json", "--out"];
                // A whole interview takes what it takes: it must not hang.
                run_in(&data, &[&demo[..], &["DATA"]].concat());
            }
            assert_eq!(targets::tree(&outside), before, "{what} at {place}");
            let is_there = std::fs::symlink_metadata(&at).is_ok();
            assert!(is_there || !place.contains("wav"), "{what} at {place} is gone");
        }
    }
    let also = format!(
        "{} as 5 sorts of links, pipes, devices and folders: nothing outside changed or made, {}",
        PLACES.len(),
        Ran::worst(&ran)
    );
    row("links, pipes and devices in the place of files", ran.len(), also).report();
}

/// Names that lead out, or that some system keeps for itself.
const NAMES: [&str; 10] = [
    "../../outside/x",
    "../../../outside/x",
    "/outside/x",
    "C:\\outside\\x",
    "CON",
    "..",
    "a/../../../outside/x",
    "a\0b",
    "~/x",
    "",
];

#[test]
#[ignore = "takes a minute; run by script/faults"]
fn names_that_lead_out_stay_inside() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let before = canary(root.path());
    let long = "x/".repeat(150);
    let mut ran = Vec::new();
    for (nth, name) in NAMES.iter().copied().chain([long.as_str()]).enumerate() {
        let data = root.path().join(format!("data-{nth}"));
        let session = data.join("sessions/2026-01-01T000000-mine");
        let own = json!({
            "schema": 1, "began": name, "bank_id": name, "bank_title": name, "bank_hash": name,
            "plan": [name, "how"], "seed": 1, "pacings": [], "app_version": name,
        });
        sounds::put(&session.join("session.json"), own.to_string().as_bytes());
        let notes = json!({
            "schema": 1, "file": format!("{name}.wav"), "position": 0, "question_id": name,
            "asked": name, "part": "answer", "take": 1, "began": name, "pacings": [],
            "ended_by": name, "device": { "name": name, "channels": 1, "format": name },
            "rate_hz": 48_000, "frames": 1, "dropped_frames": 0, "clipped_samples": 0,
            "peak_dbfs": -3.0,
        });
        sounds::put(&session.join("01-why.take1.json"), notes.to_string().as_bytes());
        sounds::session_beside(&session, &session.join("session.json"));
        sounds::put(&session.join("02-how.take1.json"), notes.to_string().as_bytes());
        // What an interview with it records is named after its question.
        let id = toml::Value::String(name.to_owned());
        let bank = format!(
            "id = \"mine\"\ntitle = {id}\n[[question]]\nid = {id}\nask = \"Why?\"\nkind = \"story\"\n"
        );
        sounds::put(&data.join("banks/mine.toml"), bank.as_bytes());
        let source = root.path().join("source.md");
        let mine = format!("# {name}\n\n## Why?\n\nSo.\n");
        sounds::put(&source, mine.as_bytes());
        let source = source.to_string_lossy();
        ran.push(run(&data, &["session", "list", "--out", "DATA"]));
        ran.push(run(&data, &["rehearse", "--pacing", "none of these", "--out", "DATA"]));
        ran.push(run(&data, &["session", "show", "--json", "--out", "DATA"]));
        ran.push(run(&data, &["demo", "--fast", "--bank", "mine", "--out", "DATA"]));
        if !name.contains('\0') {
            ran.push(run(&data, &["bank", "import", &source, "--title", name]));
            ran.push(run(&data, &["session", "show", name, "--out", "DATA"]));
            ran.push(run(&data, &["demo", "--fast", "--bank", name, "--out", "DATA"]));
        }
        assert_eq!(targets::tree(&root.path().join("outside")), before, "{name}");
        let recovered = Store::open(Folders::at(&data)).0.load_session(&session);
        let recovered = recovered.expect("it can be read");
        assert_eq!(recovered.takes.len(), 2, "{name}: the cut-off take is in its place");
    }
    // Nothing but what the test made lies beside the data folders.
    let beside = std::fs::read_dir(root.path()).expect("it is there").flatten();
    let beside: Vec<_> = beside.map(|one| one.file_name()).collect();
    let ours = |name: &std::ffi::OsString| {
        let name = name.to_string_lossy();
        name.starts_with("data-") || name == "outside" || name == "source.md"
    };
    assert!(beside.iter().all(ours), "{beside:?}");
    let also = format!("nothing read, written or removed outside; {}", Ran::worst(&ran));
    row("names that lead out (`../`, `/`, `C:\\`, `CON`, 300 bytes)", ran.len(), also).report();
}

#[test]
#[ignore = "takes a minute; run by script/faults"]
fn a_session_cut_off_anywhere_is_listed_beside_others() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let whole = include_bytes!("../hostile/targets/healthy/session.json");
    let (store, _notices) = Store::open(Folders::at(root.path()));
    let session = root.path().join("sessions/2026-01-01T000000-mine");
    let other = root.path().join("sessions/2026-01-02T000000-other");
    sounds::session_beside(&session, &session.join("session.json"));
    sounds::put(&other.join("session.json"), whole);
    let step = times(14, 1);
    let mut problems = 0;
    for at in (0..whole.len()).step_by(step) {
        sounds::put(&session.join("session.json"), &whole[..at]);
        let listed = store.list_sessions();
        assert_eq!(listed.len(), 2, "cut at {at}");
        problems += listed.iter().filter(|one| one.problem.is_some()).count();
        let loaded = store.load_session(&session).expect("its takes are shown");
        assert_eq!(loaded.takes.len(), 1);
        let kept = std::fs::read(session.join("session.json")).expect("it is there");
        assert_eq!(kept, whole[..at], "it is left as it is");
    }
    let ran = run(root.path(), &["session", "list", "--out", "DATA"]);
    assert!(ran.out.contains("2026-01-02T000000-other"), "{}", ran.out);
    let cuts = whole.len().div_ceil(step);
    let also = format!("{problems} told of, all listed with their takes, the others untouched");
    // What is cut off after its last brace is whole.
    Row { passed: problems >= cuts - 2, ..row("session.json cut off anywhere", cuts, also) }
        .report();
}

#[test]
#[ignore = "takes a minute; run by script/faults"]
fn what_is_made_to_exhaust_is_refused_or_read_in_bounds() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let question =
        |nth: usize| format!("[[question]]\nid = \"q{nth}\"\nask = \"Why?\"\nkind = \"fact\"\n");
    let head = "id = \"a\"\ntitle = \"A\"\n";
    let questions = |most: usize| (0..most).map(question).collect::<String>();
    let million = |line: &str| line.repeat(1_000_000);
    let answer = "word ".repeat(2_000_000);
    let files: Vec<(&str, String)> = vec![
        ("million.toml", format!("{head}{}", questions(1_000_000))),
        ("fits.toml", format!("{head}{}", questions(55_000))),
        ("answer.toml", format!("{head}{}model_answer = \"{answer}\"\n", question(1))),
        ("deep.toml", format!("{head}a = {}", "[".repeat(100_000))),
        ("dotted.toml", format!("{}a = 1\n", "a.".repeat(100_000))),
        ("deep.json", "[".repeat(100_000)),
        ("objects.json", "{\"a\":".repeat(100_000)),
        ("million.json", format!("[{}0]", million("{\"q\":\"Why?\",\"a\":\"So.\"},"))),
        ("million.csv", million("Why?,So.\n")),
        ("answer.txt", format!("Q: Why?\nA: {answer}\n")),
        ("word.txt", format!("Q: Why?\nA: {}\n", "x".repeat(10_000_000))),
        ("deep.html", "<div>".repeat(400_000)),
        ("table.html", "<table><tr><td>".repeat(200_000)),
    ];
    let mut ran = Vec::new();
    for (name, text) in &files {
        let path = root.path().join(name);
        sounds::put(&path, text.as_bytes());
        let path = path.to_string_lossy();
        let out = root.path().join(format!("{name}.out"));
        let out = out.to_string_lossy();
        ran.push(run(root.path(), &["bank", "import", &path, "--out", &out]));
        if name.ends_with("toml") {
            ran.push(run(root.path(), &["bank", "check", &path]));
        }
        if std::fs::metadata(&*path).expect("it is there").len() < 1 << 20 {
            // In the place of a session's files, and of the user's own.
            let session = root.path().join("sessions/2026-01-01T000000-mine");
            sounds::put(&session.join("session.json"), text.as_bytes());
            sounds::put(&root.path().join("settings.toml"), text.as_bytes());
            ran.push(run(root.path(), &["session", "list", "--out", "DATA"]));
        }
    }
    ran.push(run(root.path(), &["bank", "check", "/dev/zero"]));
    let also = format!("refused, or read as far as it may be; {}", Ran::worst(&ran));
    let within = ran.iter().all(Ran::is_within_bounds);
    Row { passed: within, ..row("banks and lists made to exhaust", ran.len(), also) }.report();
}

#[test]
#[ignore = "takes a minute; run by script/faults"]
fn what_a_terminal_obeys_is_shown() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let hostile = "a\0b\u{1b}]0;x\u{7}\u{1b}[2J\rc\u{202e}d\u{2066}e\u{9b}31mf\u{200d}g";
    let session = root.path().join("sessions/2026-01-01T000000-mine");
    let own = json!({
        "schema": 1, "began": hostile, "bank_id": hostile, "bank_title": hostile, "bank_hash": "",
        "plan": ["why"], "seed": 1, "pacings": [], "app_version": hostile,
    });
    sounds::put(&session.join("session.json"), own.to_string().as_bytes());
    sounds::session_beside(&session, &session.join("session.json"));
    let notes = String::from_utf8_lossy(include_bytes!("../hostile/targets/healthy/take.json"));
    let mut notes: serde_json::Value = serde_json::from_str(&notes).expect("notes");
    for key in ["asked", "question_id", "ended_by", "notes"] {
        notes[key] = json!(hostile);
    }
    sounds::put(&session.join("01-why.take1.json"), notes.to_string().as_bytes());
    let bank = root.path().join("bank\u{1b}[2J.toml");
    let text = format!(
        "id = \"a\"\ntitle = {0}\n[[question]]\nid = \"q\"\nask = {0}\nkind = {0}\n",
        toml::Value::String(hostile.to_owned())
    );
    sounds::put(&bank, text.as_bytes());
    let bank = bank.to_string_lossy();
    let all: [&[&str]; 7] = [
        &["session", "list", "--out", "DATA"],
        &["session", "list", "--json", "--out", "DATA"],
        &["session", "show", "--out", "DATA"],
        &["session", "show", "--json", "--out", "DATA"],
        &["bank", "check", &bank],
        &["bank", "check", "--json", &bank],
        &["bank", "import", &bank],
    ];
    let obeyed = |sign: &char| {
        (sign.is_control() && *sign != '\n')
            || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for order in all {
        let ran = run(root.path(), order);
        let bad: Vec<char> = ran.out.chars().chain(ran.err.chars()).filter(obeyed).collect();
        assert!(bad.is_empty(), "{order:?}: {bad:?}\n{}\n{}", ran.out, ran.err);
        assert!(!ran.out.is_empty() || !ran.err.is_empty(), "{order:?} says nothing");
    }
    let shown = run_in(root.path(), &["session", "show", "--json", "--out", "DATA"]);
    let shown: serde_json::Value = serde_json::from_str(&shown.out).expect("JSON still");
    assert_eq!(shown["takes"][0]["asked"], hostile, "programs get it as it is");
    let also = "no control and no turned writing reaches a terminal, JSON keeps them".to_owned();
    row("NUL, escapes and turned writing in texts", all.len(), also).report();
}
