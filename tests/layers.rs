//! Holds the arrows between the rooms, and a few house rules that no lint knows.
//!
//! Looks at the code that ships: tests inside `src/` may bring what they like.

#[path = "layers/source.rs"]
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use source::{code_of, line_of, lines_naming, rooms_named, without_tests};

/// Which rooms a room may name, besides itself. Files at the top of `src/` are rooms of their own.
const ARROWS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("panics", &[]),
    ("disk", &[]),
    ("bank", &["units"]),
    ("interview", &["bank", "units"]),
    ("analysis", &["units"]),
    ("audio", &["disk", "panics", "units"]),
    ("voice", &["panics", "units"]),
    ("power", &["panics"]),
    ("store", &["disk", "units"]),
    (
        "rehearsal",
        &[
            "analysis",
            "audio",
            "bank",
            "disk",
            "interview",
            "panics",
            "power",
            "store",
            "units",
            "voice",
        ],
    ),
    ("ui", &["analysis", "bank", "interview", "units"]),
    // The shipped fonts are the window's; the terminal only asks what they and the system's lack.
    ("letters", &["bank", "ui"]),
    (
        "app",
        &[
            "analysis",
            "audio",
            "bank",
            "interview",
            "letters",
            "panics",
            "rehearsal",
            "store",
            "ui",
            "units",
            "voice",
        ],
    ),
    (
        "cli",
        &[
            "analysis",
            "audio",
            "bank",
            "disk",
            "interview",
            "letters",
            "rehearsal",
            "store",
            "units",
            "voice",
        ],
    ),
    ("main", &["app", "cli"]),
    ("bin", &["units", "voice"]),
];

/// Which rooms may name a thing from outside.
const HOMES: &[(&str, &[&str])] = &[
    ("eframe", &["app", "main"]),
    ("egui", &["app", "letters", "ui"]),
    ("egui_system_font_provider", &["letters"]),
    ("cpal", &["audio"]),
    ("rtrb", &["audio"]),
    ("hound", &["audio"]),
    ("tts", &["bin", "voice"]),
    ("ttspico_sys", &["voice"]),
    ("lewton", &["voice"]),
    ("clap", &["cli", "main"]),
    ("crossterm", &["cli"]),
    ("etcetera", &["store"]),
    ("html5ever", &["bank"]),
    ("pulldown_cmark", &["bank"]),
    ("encoding_rs", &["bank"]),
    ("chardetng", &["bank"]),
    ("maud", &["bank"]),
    ("csv", &["bank"]),
    ("fsrs", &["interview"]),
    ("rfd", &["app"]),
    ("trash", &["store"]),
    ("zbus", &["power"]),
];

/// What needs the world, and is not named where there is none.
const WORLD: &[&str] = &[
    "std::fs",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "ZonedDateTime::now",
    "rand::rng",
];

/// The rooms without world.
const WORLDLESS: &[&str] = &["analysis", "bank", "interview", "ui", "units"];

/// The greatest length of a source file, in lines.
const LONGEST_FILE_LINES: usize = 600;

/// One file below `src/`, and what is wrong with it.
struct Checked<'a> {
    path: &'a str,
    problems: Vec<String>,
}

impl Checked<'_> {
    fn report(&mut self, line: usize, problem: &str) {
        self.problems.push(format!("src/{}:{line}: {problem}", self.path));
    }
}

/// What is wrong with a file, by its path below `src/` and its text.
fn check(path: &str, text: &str) -> Vec<String> {
    let mut file = Checked { path, problems: Vec::new() };
    let lines = text.lines().count();
    if lines > LONGEST_FILE_LINES {
        file.report(lines, "longer than 600 lines: it wants to be two files");
    }
    let code = code_of(text);
    check_unsafe(&mut file, &code);
    let (shipped, _) = without_tests(&code);
    check_arrows(&mut file, &shipped);
    check_homes(&mut file, &shipped);
    check_world(&mut file, &shipped);
    check_habits(&mut file, &shipped);
    file.problems
}

/// The room a file belongs to: its first folder, or its own name at the top.
fn room_of(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// How many modules deep a file is: `ui/mod.rs` and `units.rs` are one deep.
fn depth_of(path: &str) -> usize {
    path.trim_end_matches("/mod.rs").split('/').count()
}

fn check_arrows(file: &mut Checked<'_>, shipped: &str) {
    let room = room_of(file.path);
    if room == "lib" {
        return;
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else {
        return file.report(1, "a room that the table of arrows in tests/layers.rs doesn't know");
    };
    for (named, line) in rooms_named(shipped, depth_of(file.path)) {
        let is_room = ARROWS.iter().any(|(name, _)| *name == named);
        if is_room && named != room && !allowed.contains(&named.as_str()) {
            file.report(line, &format!("`{room}` must not know `{named}`"));
        }
    }
}

fn check_homes(file: &mut Checked<'_>, shipped: &str) {
    let room = room_of(file.path);
    for (name, homes) in HOMES.iter().filter(|(_, homes)| !homes.contains(&room)) {
        let called = lines_naming(shipped, &format!("{name}::"));
        let imported = lines_naming(shipped, name).into_iter().filter(|&line| {
            let text = shipped.lines().nth(line - 1).unwrap_or_default().trim_start();
            text.starts_with("use ") || text.starts_with("pub use ") || text.starts_with("extern ")
        });
        for line in called.into_iter().chain(imported).collect::<BTreeSet<_>>() {
            file.report(line, &format!("only {} may name `{name}`", homes.join(" and ")));
        }
    }
}

fn check_world(file: &mut Checked<'_>, shipped: &str) {
    let room = room_of(file.path);
    if !WORLDLESS.contains(&room) {
        return;
    }
    for name in WORLD {
        for line in lines_naming(shipped, name) {
            file.report(line, &format!("`{room}` knows no world: `{name}`"));
        }
    }
    // `use std::{fs, thread}` and `use std::time::{Duration, Instant}`.
    for (group, parts) in
        [("std::{", &["fs", "thread"][..]), ("std::time::{", &["Instant", "SystemTime"])]
    {
        for (at, _) in shipped.match_indices(group) {
            let inside = shipped[at + group.len()..].split('}').next().unwrap_or_default();
            for part in parts.iter().filter(|part| !lines_naming(inside, part).is_empty()) {
                let line = line_of(shipped, at);
                file.report(line, &format!("`{room}` knows no world: `{part}`"));
            }
        }
    }
}

fn check_habits(file: &mut Checked<'_>, shipped: &str) {
    for (at, _) in shipped.match_indices(".unwrap()") {
        file.report(line_of(shipped, at), "`unwrap`: say with `expect` why it can't fail");
    }
    if file.path != "ui/theme.rs" {
        for (at, _) in shipped.match_indices("Color32::from_") {
            file.report(line_of(shipped, at), "colours are named in ui/theme.rs");
        }
    }
}

fn check_unsafe(file: &mut Checked<'_>, code: &str) {
    if file.path == "voice/pico_engine.rs" {
        return;
    }
    for (at, _) in code.match_indices("unsafe_code") {
        file.report(line_of(code, at), "only voice/pico_engine.rs may allow unsafe code");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All source files below `folder`, by their path below `src/`, with `/` on every system.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("src/ can be listed") {
        let path = entry.expect("src/ can be listed").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let below = path.strip_prefix(root().join("src")).expect("it is below src/");
            let below = below.to_string_lossy().replace('\\', "/");
            found.push((below, fs::read_to_string(&path).expect("a source file can be read")));
        }
    }
}

/// The paths below `src/`, without ending, of modules that exist only in tests.
fn test_modules(files: &[(String, String)]) -> Vec<String> {
    let mut modules = Vec::new();
    for (path, text) in files {
        let top = matches!(path.as_str(), "lib.rs" | "main.rs");
        let folder = if top { "" } else { path.trim_end_matches(".rs").trim_end_matches("/mod") };
        let (_, names) = without_tests(&code_of(text));
        modules.extend(
            names.iter().map(|name| format!("{folder}/{name}").trim_start_matches('/').to_owned()),
        );
    }
    modules
}

fn is_test(path: &str, modules: &[String]) -> bool {
    modules.iter().any(|module| {
        path.strip_prefix(module.as_str())
            .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    })
}

#[test]
fn rooms_know_only_what_they_may() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    assert!(files.len() > 20, "only {} source files were found", files.len());
    let tests = test_modules(&files);
    let mut problems = Vec::new();
    for (path, text) in &files {
        if is_test(path, &tests) {
            // In tests only the length counts.
            problems
                .extend(check(path, text).into_iter().filter(|problem| problem.contains("longer")));
        } else {
            problems.extend(check(path, text));
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn planted_violations_are_found() {
    let long = "\n".repeat(LONGEST_FILE_LINES + 1);
    for (path, text) in [
        ("ui/room.rs", "use crate::audio::Player;"),
        ("ui/room.rs", "use crate::{\n    bank::{Kind, Bank},\n    store,\n};"),
        ("ui/mod.rs", "use super::voice;"),
        ("ui/room/clock.rs", "fn f() { super::super::super::rehearsal::start() }"),
        ("audio/mic.rs", "fn f() { crate::voice::speak() }"),
        ("store/open.rs", "use crate::bank::Bank;"),
        ("cli/mod.rs", "use crate::ui::theme;"),
        ("main.rs", "use greenroom::audio::Player;"),
        ("bin/greenroom-voice.rs", "use greenroom::{units::Wpm, store::Store};"),
        ("attic/mod.rs", ""),
        ("ui/mod.rs", "use eframe::App;"),
        ("cli/mod.rs", "use egui;"),
        ("rehearsal/mod.rs", "pub use cpal as sound;"),
        ("store/wav.rs", "let x = hound::WavReader::open(p);"),
        ("audio/mod.rs", "use tts::Tts;"),
        ("app/mod.rs", "fn f() { ::lewton::inside_ogg() }"),
        ("bank/read.rs", "fn f() { std::fs::read_to_string(p) }"),
        ("bank/read.rs", "use std::{fmt, fs};"),
        ("interview/machine.rs", "use std::time::{Duration, Instant};"),
        ("analysis/mod.rs", "use std::thread;"),
        ("ui/clock.rs", "let now = std::time::Instant::now();"),
        ("ui/mod.rs", "let red = Color32::from_rgb(255, 0, 0);"),
        ("app/mod.rs", "let red = egui::Color32::from_gray(9);"),
        ("audio/mod.rs", "#[allow(unsafe_code)]"),
        ("voice/mod.rs", "#![expect(unsafe_code, reason = \"fun\")]"),
        ("cli/mod.rs", "let x = maybe()\n    .unwrap();"),
        ("units.rs", long.as_str()),
    ] {
        assert!(!check(path, text).is_empty(), "not found in {path}: {text}");
    }
}

#[test]
fn what_is_allowed_is_not_reported() {
    for (path, text) in [
        ("ui/room.rs", "use crate::interview::View; use crate::ui::theme; // crate::audio"),
        (
            "ui/room.rs",
            "/* use crate::audio; /* cpal::x */ */ let x = \"std::fs::read \\\" egui\";",
        ),
        ("ui/bank/list.rs", "use super::super::bank::row; use super::store::shelf;"),
        ("store/open.rs", "const X: &str = r#\"use crate::ui; \"eframe::\" \"#; let c = '\"';"),
        (
            "store/open.rs",
            "fn f<'a>(x: &'a str) {} #[cfg(test)]\nmod tests { use crate::ui; x.unwrap(); }",
        ),
        ("audio/mod.rs", "use cpal::Stream; use rtrb::Producer; #[cfg(test)] use hound;"),
        ("cli/mod.rs", "let ok = x.unwrap_or_default(); mod my_egui; use my_egui::x;"),
        ("voice/pico_engine.rs", "#![allow(unsafe_code)]"),
        ("ui/theme.rs", "const RED: Color32 = Color32::from_rgb(255, 0, 0);"),
        ("audio/mod.rs", "use std::time::Instant; use std::thread;"),
        ("lib.rs", "pub mod audio; pub mod ui;"),
    ] {
        assert_eq!(check(path, text), Vec::<String>::new(), "in {path}: {text}");
    }
}

#[test]
fn lines_are_counted_from_the_original_text() {
    let text = "/* one\ntwo */\n#[cfg(test)]\nmod tests {\n    fn f() {}\n}\nuse crate::audio;\n";
    assert_eq!(check("ui/x.rs", text), ["src/ui/x.rs:7: `ui` must not know `audio`"]);
}

#[test]
fn modules_of_tests_are_known_by_where_they_are_declared() {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let files = [
        file("store/mod.rs", "#[cfg(test)]\nmod tests;\nmod form;"),
        file("audio/take.rs", "#[cfg(test)]\npub(crate) mod fake;"),
    ];
    let modules = test_modules(&files);
    for (path, expected) in [
        ("store/tests.rs", true),
        ("store/tests/documents.rs", true),
        ("audio/take/fake.rs", true),
        ("store/form.rs", false),
        ("store/tests_of_strength.rs", false),
    ] {
        assert_eq!(is_test(path, &modules), expected, "{path}");
    }
}

/// Files that are part of the repository, or all that could be where there is no git.
fn repository_files() -> Vec<PathBuf> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    match listed {
        Ok(output) if output.status.success() && !output.stdout.is_empty() => {
            let names = String::from_utf8_lossy(&output.stdout).into_owned();
            names
                .split('\0')
                .filter(|name| !name.is_empty())
                .map(|name| root().join(name))
                .collect()
        }
        _ => {
            let mut files = Vec::new();
            walk(root(), &mut files);
            files
        }
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if name != "target" && name != ".git" {
                walk(&path, files);
            }
        } else {
            files.push(path);
        }
    }
}

/// The path of somebody's machine in a line, if there is one. Written in pieces here, so that this
/// file passes its own test.
fn machine_path(line: &str) -> Option<&str> {
    let begins = |at: usize| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "_-.~}".contains(c))
    };
    let rest = |at: usize| line[at..].split(char::is_whitespace).next();
    for folder in [concat!("/wo", "rk/"), concat!("/ro", "ot/")] {
        if let Some((at, _)) = line.match_indices(folder).find(|&(at, _)| begins(at)) {
            return rest(at);
        }
    }
    let home = concat!("/ho", "me/");
    let (at, _) = line.match_indices(home).find(|&(at, _)| {
        let user: String =
            line[at + home.len()..].chars().take_while(|c| c.is_alphanumeric()).collect();
        // Names that stand for the reader.
        begins(at) && !matches!(user.as_str(), "" | "you" | "user" | "me")
    })?;
    rest(at)
}

#[test]
fn no_file_names_a_path_of_somebody_s_machine() {
    let mut problems = Vec::new();
    let mut texts = 0;
    for path in repository_files() {
        // Pictures and sounds are no text; deleted files may still be listed.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if text.contains('\0') {
            continue;
        }
        texts += 1;
        for (number, line) in text.lines().enumerate() {
            if let Some(found) = machine_path(line) {
                problems.push(format!("{}:{}: {found}", path.display(), number + 1));
            }
        }
    }
    assert!(texts > 20, "only {texts} texts were looked at");
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn machine_paths_are_told_from_others() {
    for (line, expected) in [
        (concat!("see /wo", "rk/main/x.rs here"), Some(concat!("/wo", "rk/main/x.rs"))),
        (concat!("\"/ho", "me/ada/x\""), Some(concat!("/ho", "me/ada/x\""))),
        (concat!("cd /ro", "ot/x"), Some(concat!("/ro", "ot/x"))),
        (concat!("/ho", "me/you/x"), None),
        (concat!("home", "wo", "rk/x and net/wo", "rk/x"), None),
        (concat!("$HOME/wo", "rk/ and ./ro", "ot/x"), None),
    ] {
        assert_eq!(machine_path(line), expected, "{line}");
    }
}

#[test]
fn every_library_comes_from_one_registry() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock can be read");
    let sources: BTreeSet<&str> =
        lock.lines().filter(|line| line.trim_start().starts_with("source = ")).collect();
    // One registry for all, and nothing from a repository or a folder.
    assert_eq!(sources.len(), 1, "{sources:?}");
    assert!(sources.iter().all(|one| one.contains("registry+https://")), "{sources:?}");
}
