//! Microphones and sound servers that go away, fall silent, freeze, change places, and come back.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::e2e::devices;
use crate::e2e::pacings;
use crate::e2e::session::{SessionFiles, TakeFiles};
use crate::e2e::sound::{RATE, Sound};
use crate::e2e::window::{Start, Window};
use crate::private_server::{Server, signal};
use crate::stall::Stalls;
use crate::stream::Stream;
use crate::table::Row;
use crate::terminal::{RECORDING, Terminal};
use crate::times;

/// What the program says of a microphone that is gone.
const MISSING: &str = "Something is missing";

/// Sound up to so long before the fault is kept, milliseconds.
const LOST_AT_MOST_MS: f64 = 200.0;

/// The user is told within this time.
const TOLD_WITHIN: Duration = Duration::from_secs(1);

/// The take goes on so soon after the device is back.
const BACK_WITHIN: Duration = Duration::from_secs(2);

/// The program takes no more of a processor while it waits for a device, percent.
const LOAD_AT_MOST: f64 = 5.0;

/// What came of one fault.
struct Fault {
    /// When the device was gone at the latest.
    gone: Instant,
    /// From there until the user was told; `None` where there was nothing to tell.
    told: Option<Duration>,
    /// From the device's return until it was recorded again.
    back: Duration,
    /// Share of a processor that the program took while it was gone, percent.
    load: f64,
}

impl Fault {
    /// One that there was nothing to tell of.
    fn untold(gone: Instant) -> Self {
        Self { gone, told: None, back: Duration::ZERO, load: 0.0 }
    }
}

/// A noise that never ends, a program that records it, and the server that both use.
struct Bench {
    server: Server,
    stream: Stream,
    program: Terminal,
    stalls: Stalls,
    folder: tempfile::TempDir,
    faults: Vec<Fault>,
}

impl Bench {
    fn set_up() -> Self {
        devices::require();
        let folder = tempfile::tempdir().expect("a folder for the test");
        let server = Server::start(folder.path());
        let address = server.address();
        let stream =
            Stream::begin_on(folder.path(), 300.0, "mic_in.monitor", Some(address.as_str()));
        let data = folder.path().join("data");
        let program = Terminal::start(&data, &[("PULSE_SERVER", address.as_str())], RECORDING);
        std::thread::sleep(Duration::from_millis(700));
        Self { server, stream, program, stalls: Stalls::watch(), folder, faults: Vec::new() }
    }

    /// The device goes, and comes back.
    fn goes(&mut self, away: Duration, go: impl Fn(&mut Server), come: impl Fn(&mut Server)) {
        go(&mut self.server);
        let gone = Instant::now();
        // For no time at all it is back before it is missed.
        let at_once = away.is_zero().then(|| {
            come(&mut self.server);
            Instant::now()
        });
        let told = self.program.wait_for(MISSING);
        let idle = (Instant::now(), self.program.worked());
        let mut load = 0.0;
        let came = at_once.unwrap_or_else(|| {
            std::thread::sleep(away.saturating_sub(gone.elapsed()));
            let worked = self.program.worked().saturating_sub(idle.1);
            load = worked.as_secs_f64() / idle.0.elapsed().as_secs_f64() * 100.0;
            come(&mut self.server);
            Instant::now()
        });
        let back = self.program.wait_for(RECORDING);
        self.faults.push(Fault {
            gone,
            told: Some(told.saturating_duration_since(gone)),
            back: back.saturating_duration_since(came),
            load,
        });
        std::thread::sleep(Duration::from_millis(600));
    }

    /// Ends the answer and the interview, and gives the take.
    fn finish(mut self) -> Outcome {
        self.program.press('.');
        self.program.press('e');
        self.program.press('e');
        self.program.end(Instant::now());
        Outcome::of(self.folder.path(), self.stream, self.stalls, self.faults)
    }
}

/// A take that was cut off, and what it was made of.
struct Outcome {
    take: TakeFiles,
    sound: Sound,
    stream: Stream,
    stalls: Stalls,
    faults: Vec<Fault>,
}

impl Outcome {
    /// The only take of the only session.
    fn of(folder: &Path, stream: Stream, stalls: Stalls, faults: Vec<Fault>) -> Self {
        let mut takes = SessionFiles::only(&folder.join("data")).takes;
        assert_eq!(takes.len(), 1, "one take: {takes:?}");
        let take = takes.remove(0);
        Self { sound: take.sound(), take, stream, stalls, faults }
    }

    /// The pieces between its gaps.
    fn pieces(&self) -> Vec<Vec<i16>> {
        let Self { take, sound, .. } = self;
        assert_eq!(sound.samples.len() as u64, take.count("frames"));
        assert_eq!(sound.rate_hz, RATE);
        let gaps = take.record["gaps"].as_array().cloned().unwrap_or_default();
        let cuts = gaps.iter().map(|gap| gap["at_frame"].as_u64().expect("a frame") as usize);
        let mut begin = 0;
        let ends: Vec<usize> = cuts.chain([sound.samples.len()]).collect();
        let piece = |end: usize| sound.samples[std::mem::replace(&mut begin, end)..end].to_vec();
        ends.into_iter().map(piece).collect()
    }

    /// For each fault how much of what had been sent is not in the take, milliseconds; a fault before which
    /// the machine itself stood still is left out. All of the first `exact` pieces must be what was sent.
    fn lost_ms(&self, exact: usize) -> Vec<f64> {
        let pieces = self.pieces();
        assert_eq!(pieces.len(), self.faults.len() + 1, "a gap for each fault");
        for piece in pieces.iter().take(exact) {
            assert!(self.stream.end_of(piece).is_some(), "nothing but what was said to it");
        }
        let faults = self.faults.iter().zip(&pieces).take(exact);
        let counted = faults.filter(|(fault, _)| !self.stalls.before(fault.gone));
        let lost = counted.filter_map(|(fault, piece)| {
            let end = self.stream.end_of(piece)? as f64;
            Some((self.stream.sent_by(fault.gone) - end) / f64::from(RATE) * 1_000.0)
        });
        lost.collect()
    }

    /// Where in the stream each piece ends and begins; all of it must be what was sent.
    fn places(&self) -> (Vec<usize>, Vec<usize>) {
        let pieces = self.pieces();
        let places = pieces.iter().map(|piece| {
            let end = self.stream.end_of(piece).expect("nothing but what was said to it");
            (end, end - sounding(piece))
        });
        places.unzip()
    }

    fn slowest_told(&self) -> Duration {
        self.faults.iter().filter_map(|fault| fault.told).max().unwrap_or_default()
    }

    fn slowest_back(&self) -> Duration {
        self.faults.iter().map(|fault| fault.back).max().unwrap_or_default()
    }

    /// Whether all was in time, or the machine stood still; and the figures in words.
    fn verdict(&self, lost_ms: &[f64]) -> (bool, String) {
        let (told, back) = (self.slowest_told(), self.slowest_back());
        let lost = lost_ms.iter().all(|ms| *ms <= LOST_AT_MOST_MS);
        let words = format!(
            "told within {} ms, recorded again {} ms after it was back, one file with the gap marked",
            told.as_millis(),
            back.as_millis()
        );
        (lost && told <= TOLD_WITHIN && back <= BACK_WITHIN, words)
    }
}

#[test]
#[ignore = "needs a sound server; run by script/faults"]
fn a_microphone_pulled_out_and_plugged_in_again_goes_on_in_the_same_take() {
    let mut bench = Bench::set_up();
    let all = times(2, 100);
    let mut first = (0, 0);
    for nth in 0..all {
        bench.goes(Duration::from_millis(900), |server| server.unplug(), |server| server.plug_in());
        if nth == 0 {
            first = settled(&bench.program, (0, 0));
        }
    }
    let last = settled(&bench.program, first);
    let outcome = bench.finish();
    let lost_ms = outcome.lost_ms(usize::MAX);
    let (passed, words) = outcome.verdict(&lost_ms);
    let leaks = last.0 > first.0 || last.1 > first.1;
    Row {
        fault: "microphone pulled out and plugged in again",
        times: all,
        lost_ms,
        unreadable: 0,
        also: format!("{words}; nothing of the other microphone in it; files and threads {first:?}, after all {last:?}"),
        passed: passed && !leaks,
    }
    .report();
}

/// Files and threads held once no more than `at_most` are, or after some seconds; the fewest seen.
fn settled(program: &Terminal, at_most: (usize, usize)) -> (usize, usize) {
    let begun = Instant::now();
    let mut fewest = program.holds();
    while begun.elapsed() < Duration::from_secs(3) {
        let now = program.holds();
        fewest = (fewest.0.min(now.0), fewest.1.min(now.1));
        if fewest.0 <= at_most.0 && fewest.1 <= at_most.1 {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    fewest
}

#[test]
#[ignore = "needs a sound server; run by script/faults"]
fn a_changed_default_and_a_silent_source_do_not_put_another_microphone_into_the_take() {
    let mut bench = Bench::set_up();
    let all = times(2, 20);
    for _ in 0..all {
        for default in ["hum", "mic"] {
            bench.server.pactl(&["set-default-source", default]);
            bench.faults.push(Fault::untold(Instant::now()));
            std::thread::sleep(Duration::from_millis(1_200));
            assert!(
                bench.program.look_for(MISSING, Duration::ZERO).is_none(),
                "it goes on by itself"
            );
        }
    }
    let outcome = bench.finish();
    // Where it stands on the device that is not the default any more nothing moves it.
    let (ends, begins) = outcome.places();
    let moved = ends.len() - 1;
    let words =
        format!("{moved} of them moved the stream, which was opened again on its own device");
    let lost = ends.iter().zip(begins.iter().skip(1));
    let lost = lost.map(|(end, begin)| (*begin as f64 - *end as f64) / f64::from(RATE) * 1_000.0);
    let lost_ms: Vec<f64> = lost.collect();
    Row {
        fault: "default microphone changed",
        times: all * 2,
        passed: moved >= 1 && lost_ms.iter().all(|ms| *ms <= 1_000.0),
        lost_ms,
        unreadable: 0,
        also: format!("{words}; nothing of the other microphone in the take"),
    }
    .report();
}

/// Samples from the first that is not silence.
fn sounding(piece: &[i16]) -> usize {
    piece.iter().position(|sample| *sample != 0).map_or(0, |first| piece.len() - first)
}

#[test]
#[ignore = "needs a sound server; run by script/faults"]
fn a_source_that_falls_silent_without_an_error_is_missed_and_comes_back() {
    let mut bench = Bench::set_up();
    let all = times(2, 20);
    for _ in 0..all {
        bench.goes(
            Duration::from_millis(2_500),
            |server| drop(server.pactl(&["suspend-source", "mic", "1"])),
            |server| drop(server.pactl(&["suspend-source", "mic", "0"])),
        );
    }
    let outcome = bench.finish();
    let lost_ms = outcome.lost_ms(usize::MAX);
    let (passed, words) = outcome.verdict(&lost_ms);
    let load = outcome.faults.iter().map(|fault| fault.load).fold(0.0, f64::max);
    Row {
        fault: "source silent without an error",
        times: all,
        lost_ms,
        unreadable: 0,
        also: format!("{words}; {load:.1} % of a processor meanwhile (debug build)"),
        passed: passed && load < LOAD_AT_MOST,
    }
    .report();
}

#[test]
#[ignore = "needs a sound server; run by script/faults"]
fn a_killed_sound_server_that_comes_back_is_recorded_again() {
    let mut bench = Bench::set_up();
    let all = times(2, 12);
    for nth in 0..all {
        let away = [0, 2, 10][nth % if all > 2 { 3 } else { 2 }];
        bench.goes(Duration::from_secs(away), Server::kill, Server::start_again);
    }
    let outcome = bench.finish();
    // The noise ended with the first server.
    let lost_ms = outcome.lost_ms(1);
    let (passed, words) = outcome.verdict(&lost_ms);
    Row {
        fault: "sound server killed and started again",
        times: all,
        lost_ms,
        unreadable: 0,
        also: words,
        passed,
    }
    .report();
}

#[test]
#[ignore = "needs a sound server; run by script/faults"]
fn a_frozen_sound_server_holds_up_neither_the_take_nor_the_end() {
    let mut bench = Bench::set_up();
    let all = times(2, 12);
    for nth in 0..all {
        let away = Duration::from_secs([2, 8][nth % if all > 2 { 2 } else { 1 }]);
        bench.goes(away, |server| server.freeze(true), |server| server.freeze(false));
    }
    let Bench { server, stream, mut program, stalls, folder, faults } = bench;
    server.freeze(true);
    program.wait_for(MISSING);
    let asked = Instant::now();
    program.press('e');
    // The goodbye takes its time, for whoever wants to hear it.
    program.press('e');
    let ended = program.end(asked);
    server.freeze(false);
    let outcome = Outcome::of(folder.path(), stream, stalls, faults);
    let lost_ms = outcome.lost_ms(1);
    let (passed, words) = outcome.verdict(&lost_ms);
    Row {
        fault: "sound server frozen, and let go on",
        times: all,
        lost_ms,
        unreadable: 0,
        also: format!(
            "{words}; left {} ms after the last key while it was frozen",
            ended.as_millis()
        ),
        passed: passed && ended <= Duration::from_secs(2),
    }
    .report();
}

#[test]
#[ignore = "needs a sound server; run by script/faults"]
fn a_loudspeaker_that_goes_away_while_it_speaks_is_told_of_and_can_be_had_again() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let server = Server::start(folder.path());
    let address = server.address();
    // Nothing else that the interviewer could be moved to.
    let silence = ["load-module", "module-sine-source", "source_name=still", "frequency=100"];
    server.pactl(&silence);
    server.pactl(&["set-default-source", "still"]);
    server.pactl(&["unload-module", "module-remap-source"]);
    let data = folder.path().join("data");
    let mut program = Terminal::speaking(&data, &[("PULSE_SERVER", address.as_str())]);
    let began = Instant::now();
    while !server.pactl(&["list", "short", "sink-inputs"]).contains("protocol-native") {
        assert!(began.elapsed() < Duration::from_secs(30), "nobody speaks");
        std::thread::sleep(Duration::from_millis(20));
    }
    // The loudspeaker is given a second of silence first.
    std::thread::sleep(Duration::from_millis(1_500));
    server.pactl(&["unload-module", "module-null-sink"]);
    let gone = Instant::now();
    let told =
        program.wait_for("Something is missing: the loudspeaker").saturating_duration_since(gone);
    server.pactl(&["load-module", "module-null-sink", "sink_name=speaker", "norewinds=1"]);
    program.press('t');
    let back = Instant::now();
    let back = program.wait_for("Question 1 of 1").saturating_duration_since(back);
    program.press('.');
    program.wait_for(RECORDING);
    program.press('.');
    program.press('e');
    program.press('e');
    program.end(Instant::now());
    Row {
        fault: "loudspeaker gone while the interviewer speaks",
        times: 1,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "told within {} ms, goes on {} ms after it was tried again",
            told.as_millis(),
            back.as_millis()
        ),
        passed: told <= TOLD_WITHIN && SessionFiles::only(&data).takes.len() == 1,
    }
    .report();
}

#[test]
#[ignore = "run by script/faults"]
fn without_any_device_an_interview_is_held_unrecorded() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let nowhere = format!("unix:{}", folder.path().join("nobody").display());
    let no_cards = folder.path().join("asound.conf");
    std::fs::write(&no_cards, "").expect("it can be written");
    let no_cards = no_cards.to_string_lossy().into_owned();
    let environment = [("PULSE_SERVER", nowhere.as_str()), ("ALSA_CONFIG_PATH", no_cards.as_str())];
    let data = folder.path().join("data");
    let mut program = Terminal::start(&data, &environment, MISSING);
    program.press('w');
    program.wait_for(RECORDING);
    program.press('.');
    program.press('e');
    program.press('e');
    program.end(Instant::now());
    let session = SessionFiles::only(&data);
    Row {
        fault: "no sound device at all",
        times: 1,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: "the interview is held to its end, questions shown".to_owned(),
        passed: session.takes.is_empty() && session.record["ended"].is_string(),
    }
    .report();
}

/// Something done to the server.
type Deed = fn(&mut Server);

/// The longest that the window may keep a person waiting, milliseconds.
const ANSWERS_WITHIN_MS: f64 = 50.0;

/// As long as the sound server stands still: a window that waits for it takes no less.
const FROZEN: Duration = Duration::from_millis(2_500);

/// On a machine that is so busy that the window takes longer than this without any fault, milliseconds, other
/// programs are measured: then it only has to be seen that it does not wait for the sound server.
const QUIET_MACHINE_MS: f64 = 25.0;

#[test]
#[ignore = "needs a sound server and a display; run by script/faults"]
fn the_window_answers_while_the_sound_server_goes_freezes_and_dies() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut server = Server::start(folder.path());
    let mut window = recording_window(folder.path(), &server.address());
    let all = times(1, 5);
    let (mut before, mut during) = (Vec::new(), Vec::new());
    for _ in 0..all {
        let faults: [(Deed, Deed); 3] = [
            (|server| server.unplug(), |server| server.plug_in()),
            (|server| server.freeze(true), |server| server.freeze(false)),
            (Server::kill, Server::start_again),
        ];
        for (go, come) in faults {
            before.extend(waits(&mut window, Duration::from_millis(1_000)));
            go(&mut server);
            during.extend(waits(&mut window, FROZEN));
            window.wait_for_words("Microphone is gone", Duration::from_secs(5));
            come(&mut server);
            window.control("I’m done", Duration::from_secs(60));
        }
    }
    let (usual, most_of) = (share(&before, 0.9), share(&during, 0.9));
    let (at_most_before, at_most) = (share(&before, 1.0), share(&during, 1.0));
    Row {
        fault: "microphone gone, sound server frozen and killed under the window",
        times: all * 3,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "asked {} times, the window answered within {most_of:.0} ms in nine of ten ({usual:.0} ms \
             between the faults), at most {at_most:.0} ms ({at_most_before:.0} ms)",
            during.len(),
        ),
        passed: (most_of <= ANSWERS_WITHIN_MS || usual > QUIET_MACHINE_MS)
            && at_most < FROZEN.as_secs_f64() * 800.0,
    }
    .report();
}

/// A window in the middle of an answer.
fn recording_window(folder: &Path, address: &str) -> Window {
    let data = folder.join("data");
    pacings::write(&data);
    let environment = &[("PULSE_SERVER", address)];
    let start =
        Start { pacing: pacings::QUICK, size: [900, 600], environment, ..Start::usual(&data) };
    let mut window = Window::open(&start);
    window.click("Begin");
    window.control("Skip", Duration::from_secs(20));
    window.press(egui::Key::S, egui::Modifiers::NONE);
    window.control("I’m done", Duration::from_secs(60));
    window
}

/// How long the window takes to draw itself and say what is in it, asked again and again, milliseconds.
fn waits(window: &mut Window, lasts: Duration) -> Vec<f64> {
    let begun = Instant::now();
    let mut waits = Vec::new();
    while begun.elapsed() < lasts {
        let asked = Instant::now();
        assert!(!window.things().is_empty(), "it is still there");
        waits.push(asked.elapsed().as_secs_f64() * 1_000.0);
        std::thread::sleep(Duration::from_millis(10));
    }
    waits
}

/// What this share of them stays within.
fn share(waits: &[f64], share: f64) -> f64 {
    let mut waits = waits.to_vec();
    waits.sort_by(f64::total_cmp);
    waits[((waits.len() - 1) as f64 * share) as usize]
}

#[test]
#[ignore = "needs a sound server; run by script/faults"]
fn a_program_that_was_stopped_goes_on_with_its_take_and_marks_the_gap() {
    let mut bench = Bench::set_up();
    let all = times(2, 10);
    for nth in 0..all {
        let lasts = Duration::from_secs([1, 4][nth % 2]);
        signal("STOP", bench.program.pid());
        bench.faults.push(Fault::untold(Instant::now()));
        std::thread::sleep(lasts);
        signal("CONT", bench.program.pid());
        std::thread::sleep(Duration::from_millis(2_500));
    }
    let outcome = bench.finish();
    // Where the sound server has kept some of it the mark stands a block or two beside the hole: what counts
    // is that all that is missing is marked as missing.
    let gaps = outcome.take.record["gaps"].as_array().cloned().unwrap_or_default();
    let told_secs: f64 = gaps.iter().filter_map(|gap| gap["missing_secs"].as_f64()).sum();
    let samples = &outcome.sound.samples;
    let second = RATE as usize;
    let (head, tail) = (&samples[..second / 2], &samples[samples.len() - second / 2..]);
    let begin = outcome.stream.end_of(head).expect("it begins with what was sent") - sounding(head);
    let end = outcome.stream.end_of(tail).expect("it ends with what was sent");
    let silent = samples.len() - sounding(samples);
    let missing = (end - begin) as f64 - (samples.len() - silent) as f64;
    let off_ms = (missing / f64::from(RATE) - told_secs).abs() * 1_000.0;
    Row {
        fault: "program stopped for seconds and continued while it records",
        times: all,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "the take goes on; what was sent meanwhile is marked as missing, in all right to {off_ms:.0} ms"
        ),
        passed: gaps.len() >= all && off_ms <= 200.0 * all as f64,
    }
    .report();
}
