//! Recording while the machine is busy with other things, and while the sound card can't keep up.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::common::fake_card::{Card, Spec, noise};
use crate::e2e::devices::{self, Ended, Witness};
use crate::e2e::program;
use crate::e2e::sound::{RATE, Sound};
use crate::recorder::Recorder;
use crate::stream::Stream;
use crate::table::Row;
use crate::times;

/// Processes that only calculate, for each core.
const LOOPS_PER_CORE: usize = 2;

/// The part of the ring that may fill, at most.
const RING_AT_MOST: f64 = 0.5;

/// Two loops for every core, and one that writes to the disk and waits for it, again and again.
fn other_work(folder: &Path) -> Vec<Ended> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let shell = |script: String| {
        let child = Command::new("sh").args(["-c", &script]).stderr(Stdio::null()).spawn();
        Ended(child.expect("sh starts"))
    };
    let file = folder.join("other work");
    let mut work: Vec<_> =
        (0..LOOPS_PER_CORE * cores).map(|_| shell("while :; do :; done".to_owned())).collect();
    // Each its own process: what is ended is what was started.
    work.push(shell(format!(
        "exec 3>'{}'; while :; do head -c 16000000 /dev/zero >&3; sync -d /proc/self/fd/3; \
         : >'{}'; done",
        file.display(),
        file.display(),
    )));
    work
}

/// How often it is tried when the machine is busier than it is made here, or the sound server itself has
/// lost sound.
const TRIES: usize = 3;

/// Programs that want a core, for each that is started here, from which on the machine is busier.
const BUSIER: f64 = 2.0;

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn a_recording_on_a_busy_machine_loses_no_frame() {
    devices::require();
    let secs = times(15, 600);
    let mut tried = 0;
    let made = loop {
        tried += 1;
        let made = record_beside_other_work(secs);
        if made.is_unbroken || tried == TRIES || !(made.is_busier || made.server_lost) {
            break made;
        }
    };
    let frames = secs as u64 * u64::from(RATE);
    let ms = |frames: u64| frames as f64 * 1_000.0 / f64::from(RATE);
    Row {
        fault: "both cores kept busy and the disk written to while an answer is recorded",
        times: 1,
        lost_ms: vec![ms(frames.saturating_sub(made.frames))],
        unreadable: 0,
        also: format!(
            "{secs} s, every sample there and in order: {}; frames dropped: {}; the ring held {:.0} ms of its \
             {:.0} at most; {} more not counted, since the machine was busier than it was made or the sound server lost sound",
            if made.is_unbroken { "yes" } else { "no" },
            made.dropped,
            ms(made.ring_most),
            ms(made.ring_room),
            tried - 1,
        ),
        passed: made.is_unbroken
            && made.frames == frames
            && made.dropped == 0
            && (made.ring_most as f64) < RING_AT_MOST * made.ring_room as f64,
    }
    .report();
}

/// What came of recording beside other work.
struct Made {
    frames: u64,
    is_unbroken: bool,
    /// Others than those started here wanted the cores too.
    is_busier: bool,
    /// Another recorder, that only waits for sound, has lost some too.
    server_lost: bool,
    dropped: u64,
    ring_most: u64,
    ring_room: u64,
}

fn record_beside_other_work(secs: usize) -> Made {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let stream = Stream::begin(folder.path(), secs as f64 + 30.0);
    let work = other_work(folder.path());
    let witness = Witness::at_the_microphone(folder.path().join("witness.wav"));
    let wav = folder.path().join("take.wav");
    let (file, lasts) = (wav.to_string_lossy(), secs.to_string());
    let arguments = ["mic", "--record", &file, "--seconds", &lasts, "--json"];
    let asked = work.len() as f64 * BUSIER;
    let is_over = AtomicBool::new(false);
    let (report, is_busier) = std::thread::scope(|scope| {
        let wanting = scope.spawn(|| mean_wanting(&is_over));
        let report = program::json(&arguments, Duration::from_secs(secs as u64 + 60));
        is_over.store(true, Ordering::Release);
        (report, wanting.join().expect("counted") > asked)
    });
    drop(work);
    let count = |key: &str| report[key].as_u64().unwrap_or_else(|| panic!("no {key}: {report}"));
    let samples = Sound::read(&wav).samples;
    assert_eq!(count("frames"), samples.len() as u64, "{report}");
    Made {
        frames: samples.len() as u64,
        is_unbroken: stream.end_of(&samples).is_some(),
        is_busier,
        server_lost: stream.end_of(&witness.heard().samples).is_none(),
        dropped: count("dropped_frames"),
        ring_most: count("ring_high_water_frames"),
        ring_room: count("ring_capacity_frames"),
    }
}

/// How many programs want a core, at the mean, until it is over.
fn mean_wanting(is_over: &AtomicBool) -> f64 {
    let (mut sum, mut looks) = (0.0, 0.0);
    while !is_over.load(Ordering::Acquire) {
        let text = std::fs::read_to_string("/proc/loadavg").expect("Linux tells");
        let running = text.split([' ', '/']).nth(3).and_then(|count| count.parse::<f64>().ok());
        sum += running.expect("a number");
        looks += 1.0;
        std::thread::sleep(Duration::from_millis(100));
    }
    sum / looks
}

/// Blocks that are lost at a time, of ten milliseconds each.
const OVERRUNS: [u64; 5] = [1, 3, 10, 2, 25];

/// How far the clock may be off about a gap.
const OFF_AT_MOST_MS: f64 = 30.0;

#[test]
#[ignore = "run by script/faults"]
fn an_overrun_is_a_counted_gap_in_a_take_that_goes_on() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let sound = Arc::new(|frame, _| f64::from(noise(frame)) / 32_768.0);
    let card = Card::new(Spec { sound, ..Spec::default() });
    let recorder = Recorder::open(&card).expect("it opens");
    let path = folder.path().join("take.wav");
    let length = Duration::from_millis(300 * (OVERRUNS.len() as u64 + 1));
    recorder.start(1, &path, length);
    let mut lost = 0;
    for blocks in OVERRUNS {
        std::thread::sleep(Duration::from_millis(200));
        lost += blocks * u64::from(card.spec.block);
        card.events.blocks_to_lose.store(blocks, Ordering::Release);
        while card.events.lost.load(Ordering::Acquire) < lost {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    let summary = recorder.saved(1);
    let stats = recorder.mic.stats();
    let recording = Sound::read(&path).samples;
    let gaps = gaps_in(&recording);
    let in_frames = |span: Duration| span.as_secs_f64() * f64::from(RATE);
    let mut off_ms = Vec::new();
    for ((at, missing), (told_at, told)) in gaps.iter().zip(&summary.gaps) {
        assert_eq!(*at as u64, told_at.0, "a gap is told where it is");
        off_ms.push((in_frames(*told) - *missing as f64).abs() / f64::from(RATE) * 1_000.0);
    }
    let off_most = off_ms.iter().copied().fold(0.0, f64::max);
    Row {
        fault: "a sound card that can't keep up (overruns of 10 to 250 ms)",
        times: OVERRUNS.len(),
        lost_ms: gaps.iter().map(|(_, missing)| *missing as f64 / f64::from(RATE) * 1_000.0).collect(),
        unreadable: 0,
        also: format!(
            "a fake sound card; the take goes on, {} gaps told of {} where they are, their length at \
             most {off_most:.0} ms off; {} overruns counted",
            summary.gaps.len(),
            gaps.len(),
            stats.overruns,
        ),
        passed: gaps.len() == OVERRUNS.len()
            && summary.gaps.len() == gaps.len()
            && stats.overruns == OVERRUNS.iter().sum::<u64>()
            && summary.dropped_frames > 0
            && off_most < OFF_AT_MOST_MS,
    }
    .report();
}

/// No frame is looked for further on.
const FURTHEST_FRAMES: u64 = 200_000_000;

/// Where frames of the card's noise are missing, and how many; everything else must be there.
fn gaps_in(recording: &[i16]) -> Vec<(usize, u64)> {
    let place = |at: usize, from: u64| {
        let key = &recording[at..recording.len().min(at + 6)];
        let is_here = |frame: &u64| key.iter().zip(*frame..).all(|(got, f)| *got == noise(f));
        (from..from + FURTHEST_FRAMES).find(is_here)
    };
    let mut next = place(0, 0).expect("it begins with what was said");
    let mut gaps = Vec::new();
    for (at, sample) in recording.iter().enumerate() {
        if *sample != noise(next) {
            let again = place(at, next).expect("it goes on with what was said");
            gaps.push((at, again - next));
            next = again;
        }
        next += 1;
    }
    gaps
}

/// How much faster than time a fake card's sound passes.
const SPEED: f64 = 5.0;

#[test]
#[ignore = "run by script/faults"]
fn a_take_that_reaches_its_limit_ends_to_the_frame_and_the_next_begins_there() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    // Sound passes faster than time, as far as a busy machine makes so much.
    let card = Card::new(Spec { speed: SPEED, block: 4_800, ..Spec::default() });
    let recorder = Recorder::open(&card).expect("it opens");
    let first = folder.path().join("first.wav");
    let second = folder.path().join("second.wav");
    let secs = times(20, 30 * 60) as u64;
    let max = Duration::from_secs(secs);
    recorder.start(1, &first, max);
    let summary = recorder.saved_after(1, max.div_f64(SPEED));
    recorder.start(2, &second, Duration::from_secs(2));
    let next = recorder.saved(2);
    let recording = Sound::read(&first).samples;
    assert_eq!(recording.len() as u64, secs * u64::from(RATE), "to the frame");
    let whole = gaps_in(&recording).is_empty() && gaps_in(&Sound::read(&second).samples).is_empty();
    Row {
        fault: "an answer that reaches the greatest length of a take",
        times: 1,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "a fake sound card {SPEED} times as fast as time; {secs} s to the frame, every sample in order; the \
             microphone stays open and the next take is whole"
        ),
        passed: whole && summary.dropped_frames == 0 && next.dropped_frames == 0,
    }
    .report();
}
