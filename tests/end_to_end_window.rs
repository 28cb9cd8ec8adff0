//! The real window on virtual devices, driven from outside: once by accessible names, once by keys alone.
//! Run by script/e2e.

mod e2e;
#[path = "e2e_window/shortcuts.rs"]
mod shortcuts;
#[cfg(unix)]
#[path = "e2e_window/typing.rs"]
mod typing;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use e2e::compare::find;
use e2e::devices::{self, Witness};
use e2e::session::SessionFiles;
use e2e::sound::Sound;
use e2e::window::{Start, Window};
use e2e::{keys, pacings, program};
use egui::accesskit::Role;

/// Something that follows at once.
const SOON: Duration = Duration::from_secs(10);

/// Something that follows when the interviewer has said a few sentences.
const AFTER_SPEECH: Duration = Duration::from_secs(40);

/// How long the candidate speaks, seconds.
const SPEECH_SECS: f64 = 5.0;

/// Seconds of speech, the same every time: the first model answer, as the demonstration speaks it.
fn speech(folder: &Path) -> (Sound, PathBuf) {
    let data = folder.join("speech");
    let whole = program::spoken_answer(&data);
    let (first, _) = whole.sounding(300).expect("the demonstration speaks");
    let from = first as f64 / f64::from(whole.rate_hz);
    let sound = whole.between(from, from + SPEECH_SECS);
    let file = sound.write(&folder.join("speech.wav"));
    (sound, file)
}

/// A folder of the test's own, and the window on it.
fn open(folder: &Path) -> (PathBuf, Window) {
    let data = folder.join("data");
    pacings::write(&data);
    let window = Window::open(&Start { pacing: pacings::OPEN_END, ..Start::usual(&data) });
    (data, window)
}

/// Two takes, whole, each with the speech in it.
fn assert_takes_hold(data: &Path, speech: &Sound) -> Vec<Sound> {
    let session = SessionFiles::only(data);
    assert_eq!(session.takes.len(), 2, "one take of each question");
    let sounds = session.takes.iter().map(|take| {
        take.assert_whole();
        let sound = take.sound();
        let found = find(&speech.floats(), &sound.floats());
        println!("{}: {found:?}, {:.2} s", take.wav.display(), sound.secs());
        assert!(found.score >= 0.9, "the speech is in the take: {found:?}");
        sound
    });
    sounds.collect()
}

/// What the loudspeaker said since `from` is this take.
fn assert_heard(witness: Witness, from: Instant, take: &Sound) {
    let since = from.duration_since(witness.since).as_secs_f64();
    let heard = witness.heard();
    let heard = heard.between(since, f64::MAX);
    let (first, _) = take.sounding(300).expect("the take speaks");
    let from = first as f64 / f64::from(take.rate_hz);
    let piece = take.between(from, from + 2.0);
    let found = find(&piece.floats(), &heard.floats());
    println!("played: {found:?}");
    assert!(found.score >= 0.9, "the take is heard from the loudspeaker: {found:?}");
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn a_rehearsal_runs_by_names_alone_from_prepare_to_hearing_oneself() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (speech, file) = speech(folder.path());
    let (data, mut window) = open(folder.path());
    window.click("Which questions");
    window.click("A number at random");
    let number = window.wait("number field", SOON, |thing| {
        thing.role == Role::SpinButton && thing.name == "Number of questions"
    });
    window.click_at(number.middle);
    window.type_text("2");
    window.press(egui::Key::Enter, egui::Modifiers::NONE);
    window.wait_for_words("2 questions · Open end", SOON);
    window.click("Begin");
    for number in 1..=2 {
        window.wait_for_words(&format!("Question {number} of 2"), AFTER_SPEECH);
        window.control("I’m done", AFTER_SPEECH);
        let mut spoken = devices::speak(&file);
        let over = spoken.0.wait().expect("paplay ends");
        assert!(over.success(), "{over}");
        std::thread::sleep(Duration::from_millis(500));
        window.click("I’m done");
    }
    window.wait_for_words("Your turn", AFTER_SPEECH);
    window.click("No more questions");
    window.click("No more? S again");
    window.control("Play", AFTER_SPEECH);
    let takes = assert_takes_hold(&data, &speech);
    let witness = Witness::at_the_speaker(folder.path().join("speaker.wav"));
    std::thread::sleep(Duration::from_millis(500));
    let pressed = Instant::now();
    window.click("Play");
    assert!(witness.wait_for_sound(pressed, SOON), "the take is played");
    std::thread::sleep(Duration::from_secs(4));
    window.click("Pause");
    assert_heard(witness, pressed, &takes[0]);
    assert!(window.is_open(), "the window is still there");
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn the_same_runs_by_keys_alone() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (speech, file) = speech(folder.path());
    // The window is looked at by names, but nothing is done to it: only keys go in.
    let (data, mut window) = open(folder.path());
    keys::focus("Greenroom", SOON);
    tab_to(&mut window, "Which questions");
    keys::press(&["space"]);
    window.control("A number at random", SOON);
    arrow_to(&mut window, "A number at random");
    keys::press(&["Return"]);
    tab_to(&mut window, "Number of questions");
    for _ in 0..20 {
        if window.words().contains("“” 2 questions · Open end") {
            break;
        }
        keys::press(&["Left"]);
    }
    window.wait_for_words("2 questions · Open end", SOON);
    keys::press(&["ctrl+Return"]);
    for number in 1..=2 {
        window.wait_for_words(&format!("Question {number} of 2"), AFTER_SPEECH);
        window.control("I’m done", AFTER_SPEECH);
        let mut spoken = devices::speak(&file);
        let over = spoken.0.wait().expect("paplay ends");
        assert!(over.success(), "{over}");
        std::thread::sleep(Duration::from_millis(500));
        keys::press(&["space"]);
    }
    window.wait_for_words("Your turn", AFTER_SPEECH);
    // Asked once; what is pressed as the stage changes was meant for the one before.
    std::thread::sleep(Duration::from_secs(1));
    keys::press(&["s", "s"]);
    window.control("Play", AFTER_SPEECH);
    let takes = assert_takes_hold(&data, &speech);
    let witness = Witness::at_the_speaker(folder.path().join("speaker.wav"));
    std::thread::sleep(Duration::from_millis(500));
    let pressed = Instant::now();
    keys::press(&["space"]);
    assert!(witness.wait_for_sound(pressed, SOON), "the take is played");
    std::thread::sleep(Duration::from_secs(4));
    keys::press(&["space"]);
    assert_heard(witness, pressed, &takes[0]);
    assert!(window.is_open(), "the window is still there");
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn a_mark_and_the_playhead_outlive_a_window_that_is_killed() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let data = folder.path().join("data");
    program::spoken_answer(&data);
    let mut window = review(&data);
    window.press(egui::Key::ArrowRight, egui::Modifiers::NONE);
    window.press(egui::Key::F, egui::Modifiers::NONE);
    window.control("Go to the filler at 0:05", SOON);
    // It is written at once, which takes what the disk takes; nothing else is said to the window.
    until_on_disk(&data, "\"filler\"");
    drop(window);
    let mut window = review(&data);
    window.control("Go to the filler at 0:05", SOON);
    window.press(egui::Key::ArrowRight, egui::Modifiers::NONE);
    window.press(egui::Key::ArrowRight, egui::Modifiers::NONE);
    window.wait_for_words("0:10 / ", SOON);
    // Another screen is another take's too: where listening was left is kept.
    window.press(egui::Key::Num1, egui::Modifiers::ALT);
    window.control("Begin", SOON);
    until_on_disk(&data, "\"position_secs\":10");
    drop(window);
    review(&data).wait_for_words("0:10 / ", SOON);
}

/// Waits until a sidecar holds these words.
fn until_on_disk(data: &Path, words: &str) {
    let begun = Instant::now();
    let mut takes = SessionFiles::only(data).takes;
    while !takes.iter().any(|take| take.record.to_string().contains(words)) {
        assert!(begun.elapsed() < SOON, "no {words} on disk");
        std::thread::sleep(Duration::from_millis(20));
        takes = SessionFiles::only(data).takes;
    }
}

/// The review of what is in `data`, in a new window.
fn review(data: &Path) -> Window {
    let mut window = Window::open(&Start::usual(data));
    window.control("Begin", SOON);
    window.press(egui::Key::Num3, egui::Modifiers::ALT);
    window.control("Play", SOON);
    window
}

/// Presses Tab until the control of this name has the keyboard.
fn tab_to(window: &mut Window, name: &str) {
    let mut passed = Vec::new();
    for _ in 0..60 {
        keys::press(&["Tab"]);
        let focused = window.focused().map(|thing| thing.name).unwrap_or_default();
        if focused == name {
            return;
        }
        passed.push(focused);
    }
    panic!("Tab does not reach “{name}”, only {passed:?}");
}

/// Goes down an open list, one line at a time: the window may need a while for each.
fn arrow_to(window: &mut Window, name: &str) {
    let mut focused = |before: &str| {
        let begun = Instant::now();
        loop {
            let now = window.focused().map(|thing| thing.name).unwrap_or_default();
            if now != before || begun.elapsed() > SOON {
                return now;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    let mut at = focused("Which questions");
    for _ in 0..10 {
        if at == name {
            return;
        }
        keys::press(&["Down"]);
        at = focused(&at);
    }
    panic!("the arrows do not reach “{name}”, only “{at}”");
}

#[test]
#[ignore = "needs the virtual display of script/e2e"]
fn a_screen_reader_finds_every_control_by_name() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data).expect("the data folder can be made");
    std::fs::write(data.join("settings.toml"), "schema = 1\nfirst_start_done = true\n")
        .expect("settings can be written");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/atspi.py");
    let out = Command::new("timeout")
        .args(["--kill-after=5", "60", "dbus-run-session", "--", "/usr/bin/python3", script])
        .args([program::GREENROOM, "Begin", "Pacing", "Microphone", "Microphone level", "Settings"])
        .env("GREENROOM_DATA", &data)
        .env("GREENROOM_CACHE", data.join("cache"))
        .output()
        .expect("a session bus starts");
    let said = String::from_utf8_lossy(&out.stdout);
    let complained = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{}\n{said}\n{complained}", out.status);
    println!("{said}");
}
