//! Two copies at once; clocks set; the process stopped and continued; told to end; other places and languages.
//!
//! Several at the same time, beside each other: most of it is waiting for an interviewer to finish.

mod copies;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::e2e::devices::{self, Ended};
use crate::e2e::pacings;
use crate::e2e::program::{GREENROOM, Rehearsal};
use crate::e2e::session;
use crate::e2e::sound::{RATE, Sound};
use crate::e2e::window::{Start, Window};
use crate::stream::Stream;
use crate::table::Row;
use crate::{recovered, sessions_in_order, times};

/// A busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(90);

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn copies_clocks_stops_and_signals() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let stream = Stream::begin(folder.path(), 400.0);
    let data = |name: &str| folder.path().join(name);
    std::thread::scope(|scope| {
        scope.spawn(|| copies::copies(&data("copies")));
        scope.spawn(|| clocks(&data("clocks")));
    });
    // Not all at once: a sound server that is torn by them says nothing about the program.
    std::thread::scope(|scope| {
        scope.spawn(|| stopped(&data("stopped"), &stream));
        scope.spawn(|| signals(&data("signals"), &stream));
        scope.spawn(|| windows(&data("windows"), &stream));
    });
}

/// An interview in the terminal that records its only answer.
fn recording(data: &Path) -> Rehearsal {
    let mut rehearsal = Rehearsal::start(data, pacings::QUICK, 1);
    rehearsal.wait_for("Recording your answer", PATIENCE);
    rehearsal
}

fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").args([name, &pid.to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()), "{pid} had gone");
}

/// The only take's sound, and how many takes had to be recovered.
fn only_take(data: &Path) -> (Sound, usize) {
    let (store, count) = recovered(data);
    let sessions = sessions_in_order(&store);
    let takes: Vec<_> = sessions.iter().flat_map(|session| &session.takes).collect();
    let [take] = takes.as_slice() else { panic!("one take: {takes:?}") };
    (Sound::read(&take.wav), count)
}

/// The time an answer lasts that its pacing stops, seconds.
const STOPS_AFTER: f64 = 10.0;

/// How far the length of an answer may be off, seconds.
const TIMER: f64 = 0.02;

/// The clock on the wall is set by a year while an answer is timed, and interviews begin at the same moment of
/// other years. Needs libfaketime; what the clock that only goes forward says is left alone.
fn clocks(data: &Path) {
    pacings::write_with_voice(data, "silent");
    let library = faketime();
    let start = |name: &str, offset: &str| {
        let file = data.join(name);
        std::fs::write(&file, offset).expect("written");
        let mut program = Command::new(GREENROOM);
        program
            .env("LD_PRELOAD", &library)
            .env("FAKETIME_TIMESTAMP_FILE", &file)
            .env("FAKETIME_NO_CACHE", "1")
            .env("DONT_FAKE_MONOTONIC", "1");
        (Rehearsal::start_by(program, data, pacings::TEN_SECONDS, 1), file)
    };
    let (mut jumps, file) = start("now", "+0");
    let others = [start("later", "+365d"), start("earlier", "-365d"), start("same", "+0")];
    jumps.wait_for("Recording your answer", PATIENCE);
    for offset in ["+365d", "-365d", "+3600", "-3600", "+0"] {
        std::thread::sleep(Duration::from_millis(1_500));
        std::fs::write(&file, format!("{offset}\n")).expect("written");
    }
    for mut rehearsal in others.into_iter().map(|(one, _)| one).chain([jumps]) {
        rehearsal.wait_for("Saved", PATIENCE);
        rehearsal.press('e');
        rehearsal.end(PATIENCE);
    }
    let (store, _count) = recovered(data);
    let sessions = sessions_in_order(&store);
    let off = sessions.iter().flat_map(|session| &session.takes).map(|take| {
        (take.record.frames as f64 / f64::from(take.record.rate_hz) - STOPS_AFTER).abs()
    });
    let off = off.fold(0.0, f64::max);
    let began: Vec<&str> = sessions.iter().map(|session| session.record.began.as_str()).collect();
    let mut in_order = began.clone();
    in_order.sort_unstable();
    in_order.reverse();
    assert_eq!(began, in_order, "newest first, whatever was recorded when");
    let years: std::collections::BTreeSet<&str> =
        began.iter().filter_map(|began| began.get(..4)).collect();
    assert_eq!(years.len(), 3, "the clocks were other ones: {began:?}");
    Row {
        fault: "the clock set forward and back by a year and an hour while an answer is timed",
        times: 5,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "answers as long as their pacing stops them, {:.1} ms off at most; {} sessions of three years, \
             each its own, newest first",
            off * 1_000.0,
            sessions.len()
        ),
        passed: sessions.len() == 4 && off < TIMER,
    }
    .report();
}

/// The library that fakes the time, as its own program knows.
fn faketime() -> PathBuf {
    let asked =
        Command::new("faketime").args(["-m", "-f", "+0d", "printenv", "LD_PRELOAD"]).output();
    let asked = asked.expect("faketime is installed (script/bootstrap --tests)");
    let said = String::from_utf8_lossy(&asked.stdout);
    let path = said.trim().split([':', ' ']).next().unwrap_or_default();
    assert!(!path.is_empty(), "faketime names its library");
    PathBuf::from(path)
}

/// After half a minute nobody is recorded again who has not said so.
const ASKED_AFTER: Duration = Duration::from_secs(30);

/// What became of a take whose program was stopped for a while.
struct Stop {
    span: Duration,
    /// Of the sound before the stop not in the take, milliseconds.
    lost_ms: f64,
    /// Whether the take went on by itself.
    goes_on: bool,
    /// Sent between its beginning and its end and not in it, milliseconds.
    missing_ms: f64,
    /// What its notes say of that, milliseconds.
    marked_ms: f64,
}

impl Stop {
    /// It goes on by itself if that was short, and what is missing is marked.
    fn is_kept(&self) -> bool {
        (self.goes_on || self.span >= ASKED_AFTER) && self.is_marked()
    }

    /// What is missing is in the take's notes, as far as a busy machine can tell.
    fn is_marked(&self) -> bool {
        let about = 250.0;
        self.missing_ms < about || (self.missing_ms - self.marked_ms).abs() < about
    }
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let how = if self.goes_on { "goes on" } else { "waits, told" };
        write!(f, "{:.1} s: {how}", self.span.as_secs_f64())?;
        write!(f, ", {:.0} ms missing, {:.0} ms marked", self.missing_ms, self.marked_ms)
    }
}

/// The process is stopped and continued while it records, as a lid that is shut does.
fn stopped(data: &Path, stream: &Stream) {
    let millis: &[u64] =
        if times(0, 1) == 0 { &[100, 1_000, 4_000] } else { &[100, 500, 1_000, 5_000, 30_000] };
    let stops: Vec<Stop> = std::thread::scope(|scope| {
        let runs: Vec<_> = millis
            .iter()
            .map(|ms| {
                let data = data.join(ms.to_string());
                scope.spawn(move || stopped_for(&data, Duration::from_millis(*ms), stream))
            })
            .collect();
        runs.into_iter().map(|run| run.join().expect("kept")).collect()
    });
    let told: Vec<String> = stops.iter().map(ToString::to_string).collect();
    let lost_ms: Vec<f64> = stops.iter().map(|stop| stop.lost_ms).collect();
    Row {
        fault: "stopped and continued (a lid that is shut) while an answer is recorded",
        times: stops.len(),
        passed: lost_ms.iter().all(|ms| *ms <= 100.0) && stops.iter().all(Stop::is_kept),
        lost_ms,
        unreadable: 0,
        also: format!("the take is kept. {}", told.join("; ")),
    }
    .report();
}

fn stopped_for(data: &Path, span: Duration, stream: &Stream) -> Stop {
    pacings::write_with_voice(data, "silent");
    let mut rehearsal = recording(data);
    std::thread::sleep(Duration::from_millis(1_500));
    signal("-STOP", rehearsal.pid());
    let when = Instant::now();
    std::thread::sleep(span);
    signal("-CONT", rehearsal.pid());
    std::thread::sleep(Duration::from_millis(2_000));
    // The microphone may be missed for a moment, and is opened again.
    let said = rehearsal.said();
    let goes_on = said.rfind("Recording your answer") > said.rfind("Something is missing");
    rehearsal.press(if goes_on { ' ' } else { 'w' });
    std::thread::sleep(Duration::from_millis(500));
    rehearsal.press('e');
    rehearsal.end(PATIENCE);
    let (store, count) = recovered(data);
    assert_eq!(count, 0, "in its place without recovery");
    let sessions = sessions_in_order(&store);
    let take = sessions.first().and_then(|session| session.takes.first()).expect("a take");
    let sound = Sound::read(&take.wav);
    let end = stream.unbroken_to(&sound.samples).expect("the take is the sound that was sent");
    let ms = |samples: f64| samples / f64::from(RATE) * 1_000.0;
    let missing = stream.missing(&sound.samples).expect("its end is the sound that was sent, too");
    Stop {
        span,
        lost_ms: ms(stream.sent_by(when) - end as f64).max(0.0),
        goes_on,
        missing_ms: ms(missing as f64),
        marked_ms: take.record.gaps.iter().map(|gap| gap.missing_secs * 1_000.0).sum::<f64>() + 0.0,
    }
}

/// Told to end, in the terminal.
fn signals(data: &Path, stream: &Stream) {
    let names = ["-TERM", "-HUP", "-INT"];
    let outcomes: Vec<(f64, f64)> = std::thread::scope(|scope| {
        let runs: Vec<_> = names
            .iter()
            .map(|name| {
                let data = data.join(&name[1..]);
                scope.spawn(move || told_to_end(&data, name, stream))
            })
            .collect();
        runs.into_iter().map(|run| run.join().expect("it ends well")).collect()
    });
    let slowest = outcomes.iter().map(|outcome| outcome.1).fold(0.0, f64::max);
    let lost_ms: Vec<f64> = outcomes.into_iter().map(|outcome| outcome.0).collect();
    Row {
        fault: "told to end (SIGTERM, SIGHUP, SIGINT) in the terminal while an answer is recorded",
        times: names.len(),
        passed: lost_ms.iter().all(|ms| *ms <= 100.0),
        lost_ms,
        unreadable: 0,
        also: format!(
            "the take finished and in its place after {slowest:.0} ms at most, exit code 1 and a sentence"
        ),
    }
    .report();
}

/// What was lost, and how long it took until the take had its place, milliseconds.
fn told_to_end(data: &Path, name: &str, stream: &Stream) -> (f64, f64) {
    pacings::write_with_voice(data, "silent");
    let rehearsal = recording(data);
    std::thread::sleep(Duration::from_millis(1_500));
    signal(name, rehearsal.pid());
    let when = Instant::now();
    let placed = in_place(data).duration_since(when);
    let (status, said) = rehearsal.ended(PATIENCE);
    assert_eq!(status.code(), Some(1), "{said}");
    let (sound, count) = only_take(data);
    assert_eq!(count, 0, "in its place without recovery");
    let end = stream.end_of(&sound.samples).expect("the take is the sound that was sent, unbroken");
    let lost = (stream.sent_by(when) - end as f64) / f64::from(RATE) * 1_000.0;
    (lost.max(0.0), placed.as_secs_f64() * 1_000.0)
}

/// Waits until a take has its last name.
fn in_place(data: &Path) -> Instant {
    let begun = Instant::now();
    let is_wav = |file: &PathBuf| file.extension().is_some_and(|end| end == "wav");
    let placed = || session::all_files(data).iter().any(is_wav);
    while !placed() {
        assert!(begun.elapsed() < PATIENCE, "no take is finished");
        std::thread::sleep(Duration::from_millis(2));
    }
    Instant::now()
}

/// The window told to end, and its display taken away.
fn windows(data: &Path, stream: &Stream) {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let data = data.join("term");
            let window = recording_window(&data, &[]);
            signal("-TERM", window.pid());
            let when = Instant::now();
            let placed = in_place(&data).duration_since(when);
            let status = window.ended(PATIENCE);
            let ended = when.elapsed();
            let (sound, count) = only_take(&data);
            let end = stream.end_of(&sound.samples).expect("the take is what was sent, unbroken");
            let lost = (stream.sent_by(when) - end as f64) / f64::from(RATE) * 1_000.0;
            Row {
                fault: "the window told to end (SIGTERM) while an answer is recorded",
                times: 1,
                lost_ms: vec![lost.max(0.0)],
                unreadable: 0,
                also: format!(
                    "the take finished and in its place after {} ms, the program gone after {} ms, exit \
                     code 0",
                    placed.as_millis(),
                    ended.as_millis()
                ),
                passed: lost <= 100.0 && count == 0 && status.code() == Some(0),
            }
            .report();
        });
        scope.spawn(|| {
            let data = data.join("display");
            let (mut display, number) = display();
            let number = format!(":{number}");
            let window = recording_window(&data, &[("DISPLAY", &number)]);
            display.0.kill().expect("the display can be killed");
            let when = Instant::now();
            let status = window.ended(PATIENCE);
            let ended = when.elapsed();
            let (sound, count) = only_take(&data);
            let end = stream.end_of(&sound.samples).expect("the take is what was sent, unbroken");
            let lost = (stream.sent_by(when) - end as f64) / f64::from(RATE) * 1_000.0;
            let how = if count == 0 { "finished" } else { "recovered at the next start" };
            Row {
                fault: "the display gone (its server killed) while an answer is recorded",
                times: 1,
                lost_ms: vec![lost.max(0.0)],
                unreadable: 0,
                also: format!(
                    "the take {how}; the program gone after {} ms, {status}",
                    ended.as_millis()
                ),
                passed: lost <= 100.0 && !status.success(),
            }
            .report();
        });
    });
}

/// A window that records an answer for a second and a half.
fn recording_window(data: &Path, environment: &[(&str, &str)]) -> Window {
    pacings::write(data);
    let mut window =
        Window::open(&Start { pacing: pacings::QUICK, environment, ..Start::usual(data) });
    window.click("Begin");
    window.control("I’m done", PATIENCE);
    std::thread::sleep(Duration::from_millis(1_500));
    window
}

/// A display of this test's own, and its number.
fn display() -> (Ended, String) {
    let server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut server = Ended(server.expect("Xvfb starts"));
    let mut number = String::new();
    let out = server.0.stdout.take().expect("its output is ours");
    BufReader::new(out).read_line(&mut number).expect("it says its number");
    (server, number.trim().to_owned())
}

#[test]
#[ignore = "run by script/faults"]
fn without_a_display_it_says_so_and_in_any_language_it_writes_the_same() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for display in ["", ":4999"] {
        let window = Command::new(GREENROOM)
            .env("GREENROOM_DATA", folder.path().join("none"))
            .env("DISPLAY", display)
            .env_remove("WAYLAND_DISPLAY")
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&window.stderr);
        assert_eq!(window.status.code(), Some(1), "{said}");
        assert!(said.starts_with("greenroom: ") && said.lines().count() == 1, "{said}");
        assert!(!said.contains(".rs:"), "{said}");
        assert!(!folder.path().join("none/reports").exists(), "it is no fault of Greenroom's");
    }
    let sound: Vec<i16> = (0..96_000).map(|n| ((n * 7_919) % 20_001) as i16 - 10_000).collect();
    let wav = Sound { rate_hz: RATE, samples: sound }.write(&folder.path().join("a.wav"));
    let wav = wav.to_str().expect("a name");
    let mut commands = vec![vec!["measure", wav, "--json"], vec!["measure", wav]];
    for form in ["toml", "json", "csv", "anki", "markdown", "prep-sheet"] {
        commands.push(vec!["bank", "export", "patient-relations-officer", "--as", form]);
    }
    let places = [
        ("C", "UTC"),
        ("tr_TR.UTF-8", "Europe/Istanbul"),
        ("ar_EG.UTF-8", "Africa/Cairo"),
        ("de_DE.UTF-8", "Asia/Kathmandu"),
    ];
    for command in &commands {
        let written = places.map(|(language, zone)| {
            let output = Command::new(GREENROOM)
                .args(command)
                .env("GREENROOM_DATA", folder.path().join("data"))
                .env("LC_ALL", language)
                .env("LANG", language)
                .env("LANGUAGE", language)
                .env("TZ", zone)
                .output()
                .expect("the program starts");
            assert!(output.status.success(), "{command:?} in {language}");
            output.stdout
        });
        assert!(written.iter().all(|one| *one == written[0]), "{command:?} differs");
    }
    Row {
        fault: "no display; other languages, decimal signs and time zones",
        times: 2 + commands.len() * places.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: "one sentence and exit code 1; exports and measures the same to the byte".to_owned(),
        passed: true,
    }
    .report();
}
