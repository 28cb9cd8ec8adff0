//! A panic in any thread leaves the take on disk and a report, and is told; the rest goes on.
//!
//! Panics are caused at places that a program built for tests has (`greenroom::panics::point`): nothing else of
//! the program, its devices or its disk is made up.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::e2e::devices;
use crate::e2e::pacings;
use crate::e2e::program::{GREENROOM, Rehearsal};
use crate::e2e::sound::{RATE, Sound};
use crate::e2e::window::{Start, Window};
use crate::stream::Stream;
use crate::table::Row;
use crate::{recovered, sessions_in_order};

/// A busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// A thread of an interview that stumbles.
struct Place {
    thread: &'static str,
    /// What it stumbles over: the interview's beginning, its answer, or the saving of its answer.
    at: At,
    /// How the program ends.
    code: i32,
    /// Whether the answer breaks off there.
    breaks: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum At {
    Begin,
    Answer,
    Save,
}

const fn place(thread: &'static str, at: At, code: i32, breaks: bool) -> Place {
    Place { thread, at, code, breaks }
}

const PLACES: &[Place] = &[
    place("microphone", At::Answer, 0, true),
    place("director", At::Answer, 1, true),
    place("take analyst", At::Answer, 0, false),
    // Its take is whole only after the next start, which is said.
    place("take-saver", At::Save, 1, false),
    place("scribe", At::Begin, 0, false),
    place("player", At::Begin, 0, false),
    place("voice", At::Begin, 0, false),
];

/// What the recorder hands on at once and has not written may be lost, milliseconds (README).
const LOST_AT_MOST_MS: f64 = 100.0;

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn a_panic_in_any_thread_of_an_interview_keeps_the_take_and_is_told() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let stream = Stream::begin(folder.path(), 300.0);
    let lost = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        // Beside the others: it takes as long as all of them.
        scope.spawn(|| a_page_stumbles(&folder.path().join("window"), &stream));
        for place in PLACES {
            let data = folder.path().join(place.thread.replace(' ', "-"));
            let (stream, lost) = (&stream, &lost);
            scope.spawn(move || {
                let ms = stumbled(&data, place, stream);
                println!("{}: {ms:?}", place.thread);
                lost.lock().expect("no panic").extend(ms);
            });
        }
    });
    let lost_ms = lost.into_inner().expect("no panic");
    Row {
        fault: "a panic in a thread of an interview: microphone, director, saver, scribe, player, voice, \
                measuring",
        times: PLACES.len(),
        passed: lost_ms.iter().all(|ms| *ms <= LOST_AT_MOST_MS),
        lost_ms,
        unreadable: 0,
        also: "each told at once, a report of each, the take in its place; the interview goes on (the \
               director's own: begins anew)"
            .to_owned(),
    }
    .report();
}

/// An interview whose thread stumbles once. What the take lost by it, where it breaks off there.
fn stumbled(data: &Path, place: &Place, stream: &Stream) -> Option<f64> {
    let engine = if matches!(place.thread, "player" | "voice") { "built-in" } else { "silent" };
    pacings::write_with_voice(data, engine);
    let order = data.join("panic");
    let mut program = Command::new(GREENROOM);
    program.env("GREENROOM_PANIC", &order).env("RUST_BACKTRACE", "0");
    if place.at == At::Begin {
        std::fs::write(&order, place.thread).expect("written");
    }
    let mut rehearsal = Rehearsal::start_by(program, data, pacings::QUICK, 1);
    if place.thread == "player" {
        rehearsal.wait_for("Something is missing: the loudspeaker", PATIENCE);
        rehearsal.press('t');
    }
    rehearsal.wait_for("Recording your answer", PATIENCE);
    std::thread::sleep(Duration::from_millis(1_500));
    if place.at != At::Begin {
        std::fs::write(&order, place.thread).expect("written");
    }
    if !place.breaks {
        rehearsal.press(' ');
    }
    let when = gone(&order);
    match place.thread {
        "take-saver" => {
            rehearsal.wait_for("could not be written", PATIENCE);
            rehearsal.press('w');
        }
        "microphone" => {
            rehearsal.wait_for("Something is missing", PATIENCE);
        }
        _ => {}
    }
    // The director's own interview is over with it.
    if place.thread != "director" {
        rehearsal.press('e');
    }
    let (status, said) = rehearsal.ended(PATIENCE);
    assert_eq!(status.code(), Some(place.code), "{}: {said}", place.thread);
    let told = format!("Part of Greenroom ({}) stopped unexpectedly", place.thread);
    assert!(said.contains(&told), "{}: {said}", place.thread);
    one_report(data, place.thread);
    let (store, _count) = recovered(data);
    let sessions = sessions_in_order(&store);
    let takes: Vec<_> = sessions.iter().flat_map(|session| &session.takes).collect();
    let [take] = takes.as_slice() else { panic!("{}: one take: {takes:?}", place.thread) };
    let sound = Sound::read(&take.wav);
    let end = stream.end_of(&sound.samples);
    let end = end.unwrap_or_else(|| panic!("{}: unbroken", place.thread));
    // What was heard while it broke off may be in it, too.
    let lost = || (stream.sent_by(when) - end as f64) / f64::from(RATE) * 1_000.0;
    place.breaks.then(|| lost().max(0.0))
}

/// Waits until the order to panic was taken.
fn gone(order: &Path) -> Instant {
    let begun = Instant::now();
    while order.exists() {
        assert!(begun.elapsed() < PATIENCE, "nothing stumbled");
        std::thread::sleep(Duration::from_millis(1));
    }
    Instant::now()
}

/// There is one report, its owner's alone, which the user was told of.
fn one_report(data: &Path, thread: &str) -> PathBuf {
    let reports = std::fs::read_dir(data.join("reports")).expect("there are reports");
    let reports: Vec<PathBuf> = reports.map(|entry| entry.expect("an entry").path()).collect();
    let [report] = reports.as_slice() else { panic!("one report: {reports:?}") };
    assert_eq!(report.extension().and_then(|end| end.to_str()), Some("txt"), "{report:?}");
    let text = std::fs::read_to_string(report).expect("it can be read");
    assert!(text.contains(&format!("thread   {thread}\n")), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(report).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{report:?}");
    }
    report.clone()
}

/// A page panics while an answer is recorded, and the librarian before.
fn a_page_stumbles(data: &Path, stream: &Stream) {
    pacings::write(data);
    let order = data.join("panic");
    let mut window = Window::open(&Start {
        pacing: pacings::QUICK,
        environment: &[
            ("GREENROOM_PANIC", order.to_str().expect("a plain path")),
            ("RUST_BACKTRACE", "0"),
        ],
        ..Start::usual(data)
    });
    std::fs::write(&order, "librarian").expect("written");
    window.click("Settings");
    gone(&order);
    window.wait_for_words("Part of Greenroom (librarian) stopped unexpectedly", PATIENCE);
    window.click("Prepare");
    window.click("Begin");
    window.control("I’m done", PATIENCE);
    std::thread::sleep(Duration::from_secs(1));
    std::fs::write(&order, "view").expect("written");
    // Something is drawn.
    window.pointer_away();
    let when = gone(&order);
    window.wait_for_words("This page stopped unexpectedly", PATIENCE);
    let told = when.elapsed();
    window.wait_for_words("what you say is still recorded", PATIENCE);
    window.click("Back to Prepare");
    window.click("Back to the room");
    window.control("I’m done", PATIENCE);
    window.click("I’m done");
    let done = Instant::now();
    window.wait_for_words("Question 2 of", PATIENCE);
    drop(window);
    let (store, _count) = recovered(data);
    let sessions = sessions_in_order(&store);
    let takes: Vec<_> = sessions.iter().flat_map(|session| &session.takes).collect();
    let take = takes.first().expect("a take");
    let sound = Sound::read(&take.wav);
    let end = stream.end_of(&sound.samples).expect("the take is the sound that was sent, unbroken");
    let goes_on = (end as f64 - stream.sent_by(when)) / f64::from(RATE);
    let short = (stream.sent_by(done) - end as f64) / f64::from(RATE);
    Row {
        fault: "a panic in a page, and behind the window (librarian), while an answer is recorded",
        times: 2,
        lost_ms: vec![0.0],
        unreadable: 0,
        also: format!(
            "the take goes on unbroken ({goes_on:.1} s more), the page is replaced after {} ms",
            told.as_millis()
        ),
        passed: goes_on > 0.0 && short.abs() < 5.0,
    }
    .report();
}
