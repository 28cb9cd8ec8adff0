//! What the window and the terminal say of a microphone that is muted, missing, deaf to a voice, or one of two of the
//! same name. Run by script/e2e.

mod e2e;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use e2e::devices::{self, Muted, Unplugged};
use e2e::session::SessionFiles;
use e2e::sound::{Sound, noise};
use e2e::window::{Start, Window};
use e2e::{pacings, program};

/// Something that follows at once.
const SOON: Duration = Duration::from_secs(10);

/// Something that follows when the question was read.
const AFTER_SPEECH: Duration = Duration::from_secs(60);

/// What the README promises: so long after the answer began on the screen.
const TOLD_WITHIN: Duration = Duration::from_millis(2_000);

/// After its cause has gone, with what the sound server and the window need.
const GONE_WITHIN: Duration = Duration::from_millis(2_000);

/// Nobody speaks the questions: they are shown.
const SILENT: &str = "[voice]\nengine = \"silent\"\n";

const SILENCE: &str = "nothing but silence";

/// A folder of the test's own, and the window on it.
fn open(folder: &Path) -> (PathBuf, Window) {
    let data = folder.join("data");
    pacings::write(&data);
    let start = Start { pacing: pacings::QUICK, more: SILENT, ..Start::usual(&data) };
    let window = Window::open(&start);
    (data, window)
}

/// A minute and a half of speech without a pause, as the demonstration speaks it.
fn speech(folder: &Path) -> PathBuf {
    let whole = program::spoken_answer(&folder.join("speech"));
    let (first, _) = whole.sounding(300).expect("the demonstration speaks");
    let from = first as f64 / f64::from(whole.rate_hz);
    let mut sound = whole.between(from, from + 5.0);
    sound.samples = sound.samples.repeat(18);
    sound.write(&folder.join("speech.wav"))
}

/// Waits until these words are nowhere in the window any more; says how long that took.
fn wait_until_gone(window: &mut Window, words: &str, patience: Duration) -> Duration {
    let begun = Instant::now();
    while window.words().contains(words) {
        assert!(begun.elapsed() < patience, "“{words}” is still there");
        std::thread::sleep(Duration::from_millis(50));
    }
    begun.elapsed()
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn a_muted_microphone_is_told_while_there_is_time_and_the_answer_begins_again() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = speech(folder.path());
    let (data, mut window) = open(folder.path());
    let muted = Muted::microphone();
    window.click("Begin");
    window.control("I’m done", AFTER_SPEECH);
    let began = Instant::now();
    window.wait_for_words(SILENCE, TOLD_WITHIN);
    println!("told {:?} after the answer's beginning was seen", began.elapsed());
    let _speaks = devices::speak(&file);
    std::thread::sleep(Duration::from_secs(2));
    assert!(window.words().contains(SILENCE), "it is still muted");
    drop(muted);
    println!("gone after {:?}", wait_until_gone(&mut window, SILENCE, GONE_WITHIN));
    window.control("Begin this answer again", SOON);
    window.press(egui::Key::B, egui::Modifiers::NONE);
    window.type_text("b");
    wait_until_gone(&mut window, "Begin this answer again", GONE_WITHIN);
    // It is heard: nothing is said of it.
    let until = Instant::now() + Duration::from_secs(9);
    while Instant::now() < until {
        let words = window.words();
        assert!(!words.contains("No voice is heard") && !words.contains(SILENCE), "{words}");
        std::thread::sleep(Duration::from_millis(200));
    }
    // Muted in the middle.
    let muted = Muted::microphone();
    let began = Instant::now();
    window.wait_for_words(SILENCE, 2 * TOLD_WITHIN);
    println!("in the middle told after {:?}", began.elapsed());
    drop(muted);
    wait_until_gone(&mut window, SILENCE, GONE_WITHIN);
    window.click("I’m done");
    window.wait_for_words("Question 2 of", AFTER_SPEECH);
    assert!(!window.words().contains(SILENCE));
    let takes = SessionFiles::only(&data).takes;
    let ends: Vec<_> = takes.iter().take(2).map(|take| take.record["ended_by"].clone()).collect();
    assert_eq!(ends, ["retaken", "finished"], "one take allowed, and none used up");
    takes.iter().take(2).for_each(|take| take.assert_whole());
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn where_there_is_no_microphone_that_is_said_everywhere_and_one_that_is_plugged_in_is_taken() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let unplugged = Unplugged::microphone();
    for arguments in [&["doctor"][..], &["mic"][..]] {
        let out = Command::new(program::GREENROOM).args(arguments).output().expect("it starts");
        let said = String::from_utf8_lossy(&out.stdout);
        assert!(said.contains("No microphone was found"), "{said}");
        assert!(!said.contains("Monitor of"), "{said}");
    }
    let wav = folder.path().join("recorded.wav");
    let mut record = Command::new(program::GREENROOM);
    let out = record.args(["mic", "--seconds", "1", "--record"]).arg(&wav).output();
    let out = out.expect("it starts");
    let complained = String::from_utf8_lossy(&out.stderr);
    assert!(
        !out.status.success() && complained.contains("No microphone was found"),
        "{complained}"
    );
    assert!(!wav.exists(), "nothing was recorded");
    let (_data, mut window) = open(folder.path());
    window.wait_for_words("No microphone was found", SOON);
    assert!(!window.words().contains("Monitor of"), "{}", window.words());
    window.click("Begin");
    window.control("Go on without recording", AFTER_SPEECH);
    let words = window.words();
    assert_eq!(words.matches("No microphone was found").count(), 1, "{words}");
    assert!(!words.contains("Monitor of"), "{words}");
    drop(unplugged);
    window.control("I’m done", SOON);
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn the_terminal_says_that_no_voice_is_heard_and_begins_again() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    pacings::write_with_voice(folder.path(), "silent");
    let samples = noise(20.0).samples.into_iter().map(|sample| sample / 8).collect();
    let sound = Sound { rate_hz: e2e::sound::RATE, samples };
    let file = sound.write(&folder.path().join("noise.wav"));
    let mut rehearsal = program::Rehearsal::start(folder.path(), pacings::QUICK, 1);
    rehearsal.wait_for("Recording your answer", AFTER_SPEECH);
    let _noise = devices::speak(&file);
    rehearsal.wait_for("No voice is heard", Duration::from_secs(14));
    rehearsal.press('b');
    rehearsal.wait_for("Recording your answer (take 2)", SOON);
    // A press just behind the one that began it is taken for the same.
    std::thread::sleep(Duration::from_secs(1));
    rehearsal.press('.');
    rehearsal.wait_for("Your turn", AFTER_SPEECH);
    rehearsal.press('e');
    rehearsal.end(AFTER_SPEECH);
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn two_microphones_of_one_name_are_told_apart() {
    devices::require();
    devices::plug_in("yeti_a", "Yeti");
    devices::plug_in("yeti_b", "Yeti");
    let list = program::json(&["mic", "--json"], SOON);
    devices::pull_out("yeti_a");
    devices::pull_out("yeti_b");
    let all = list["microphones"].as_array().expect("a list");
    let name = |id: &str| {
        let is =
            |one: &&serde_json::Value| one["id"].as_str().is_some_and(|have| have.ends_with(id));
        all.iter().find(is).expect("listed")["name"].clone()
    };
    assert_eq!([name("yeti_a"), name("yeti_b")], ["Yeti", "Yeti (2)"]);
}
