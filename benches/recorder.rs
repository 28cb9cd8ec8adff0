//! Rows 4a and 4b: how soon a take begins, and how soon it is whole on disk; beside command-line recorders.
//!
//! Needs the virtual devices: `script/with-devices cargo bench --bench recorder`.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use greenroom::audio::{
    DeviceRef, MicEvent, MicSource, Microphone, TakeHandle, TakeSpec, TakeSummary,
};

/// Takes with the stream open.
const WARM: u32 = 30;

/// Openings from nothing, and starts of each other recorder.
const COLD: u32 = 10;

/// Length of a take.
const LENGTH: Duration = Duration::from_secs(2);

/// No answer by then is a failure.
const PATIENCE: Duration = Duration::from_secs(10);

fn main() {
    if std::env::var_os("GREENROOM_RIG").is_none() {
        println!("Needs the virtual devices: script/with-devices cargo bench --bench recorder");
        return;
    }
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on disk");
    cold(folder.path());
    warm(folder.path());
    for peer in Peer::ALL {
        peer.measure(folder.path());
    }
}

/// A microphone whose events are at hand.
struct Desk {
    microphone: Microphone,
    events: Receiver<MicEvent>,
}

impl Desk {
    fn new() -> Self {
        let (tell, events) = sync_channel(256);
        let microphone = Microphone::start(MicSource::System, move |event| {
            let _gone = tell.try_send(event);
        });
        microphone.open(DeviceRef::Default);
        Self { microphone, events }
    }

    fn wait<T>(&self, what: &str, wanted: impl Fn(MicEvent) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let event = self.events.recv_timeout(left);
            let event = event.unwrap_or_else(|_| panic!("no {what} within {PATIENCE:?}"));
            if let Some(found) = wanted(event) {
                return found;
            }
        }
    }

    fn ready(&self) {
        self.wait("microphone", |event| matches!(event, MicEvent::Ready { .. }).then_some(()));
    }

    fn start(&self, number: u32, path: PathBuf, from: Instant) {
        let handle = TakeHandle(number);
        self.microphone.start_take(TakeSpec { handle, path, from, max: LENGTH * 10 });
    }

    fn started(&self) {
        self.wait("take", |event| matches!(event, MicEvent::TakeStarted(_)).then_some(()));
    }

    fn saved(&self) -> TakeSummary {
        self.wait("saved take", |event| match event {
            MicEvent::TakeSaved(_, summary) => Some(summary),
            _ => None,
        })
    }
}

/// From nothing: threads started, device opened, first frames of a take on their way to disk.
fn cold(folder: &Path) {
    let times = (0..COLD).map(|number| {
        let begun = Instant::now();
        let desk = Desk::new();
        desk.ready();
        desk.start(number, folder.join(format!("cold{number}.wav")), Instant::now());
        desk.started();
        let took = begun.elapsed();
        desk.microphone.finish_take(TakeHandle(number));
        desk.saved();
        took
    });
    report("4a  greenroom, nothing open → recording", &times.collect::<Vec<_>>());
}

/// As in an interview: the stream is open, the take is cut out of it.
fn warm(folder: &Path) {
    let desk = Desk::new();
    desk.ready();
    // The pre-roll fills.
    std::thread::sleep(Duration::from_secs(1));
    let (mut armed, mut missing, mut saved) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..WARM {
        let path = folder.join(format!("warm{number}.wav"));
        let from = Instant::now();
        desk.start(number, path.clone(), from);
        desk.started();
        armed.push(from.elapsed());
        std::thread::sleep(LENGTH.saturating_sub(from.elapsed()));
        let end = Instant::now();
        desk.microphone.finish_take(TakeHandle(number));
        let summary = desk.saved();
        saved.push(end.elapsed());
        let length = summary.frames.duration(summary.rate);
        missing.push((end - from).abs_diff(length));
        check(&path, summary.frames.0);
        assert_eq!(summary.dropped_frames, 0, "frames were lost");
    }
    report("4a  greenroom, stream open → told that it records", &armed);
    report("4a  greenroom, stream open: take's length against the wall clock", &missing);
    report("4b  greenroom, stop → synced, renamed, folder synced, told", &saved);
}

/// The file opens and is as long as it should be.
fn check(path: &Path, frames: u64) {
    let reader = hound::WavReader::open(path).expect("a valid file");
    assert_eq!(u64::from(reader.duration()), frames, "{}", path.display());
}

/// Another recorder.
struct Peer {
    name: &'static str,
    to_output: &'static [&'static str],
    to_file: &'static [&'static str],
}

impl Peer {
    const ALL: [Self; 2] = [
        Self {
            name: "arecord",
            to_output: &["-q", "-f", "S16_LE", "-r", "48000", "-c", "1", "-t", "raw"],
            to_file: &["-q", "-f", "S16_LE", "-r", "48000", "-c", "1", "-t", "wav"],
        },
        Self {
            name: "parecord",
            to_output: &[
                "--raw",
                "--format=s16le",
                "--rate=48000",
                "--channels=1",
                "--latency-msec=20",
                "/dev/stdout",
            ],
            to_file: &[
                "--file-format=wav",
                "--format=s16le",
                "--rate=48000",
                "--channels=1",
                "--latency-msec=20",
            ],
        },
    ];

    fn measure(&self, folder: &Path) {
        let there = Command::new(self.name).arg("--version").stdout(Stdio::null()).status();
        if there.is_err() {
            println!("{}: not installed", self.name);
            return;
        }
        let starts: Vec<_> = (0..COLD).map(|_| self.start()).collect();
        report(&format!("4a  {}, started → first samples", self.name), &starts);
        let stops: Vec<_> = (0..COLD).map(|number| self.stop(folder, number)).collect();
        let (ended, synced): (Vec<_>, Vec<_>) = stops.into_iter().unzip();
        report(&format!("4b  {}, stop → ended", self.name), &ended);
        report(&format!("4b  {}, stop → ended and synced by us", self.name), &synced);
    }

    fn start(&self) -> Duration {
        let begun = Instant::now();
        let mut child = Command::new(self.name)
            .args(self.to_output)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut first = [0; 2];
        child.stdout.as_mut().expect("its output").read_exact(&mut first).expect("samples");
        let took = begun.elapsed();
        interrupt(&mut child);
        took
    }

    fn stop(&self, folder: &Path, number: u32) -> (Duration, Duration) {
        let path = folder.join(format!("{}{number}.wav", self.name));
        let mut child = Command::new(self.name)
            .args(self.to_file)
            .arg(&path)
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(LENGTH);
        let end = Instant::now();
        interrupt(&mut child);
        let ended = end.elapsed();
        let file = std::fs::File::open(&path).expect("its file");
        file.sync_all().expect("it can be synced");
        (ended, end.elapsed())
    }
}

/// Stops it as Ctrl+C does and waits.
fn interrupt(child: &mut Child) {
    let stopped = Command::new("sh").args(["-c", "kill -INT $0", &child.id().to_string()]).status();
    assert!(stopped.is_ok_and(|status| status.success()), "it had gone");
    child.wait().expect("it ends");
}

fn report(what: &str, times: &[Duration]) {
    let mut millis: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
    millis.sort_by(f64::total_cmp);
    let at = |part: f64| millis[((millis.len() - 1) as f64 * part).round() as usize];
    println!(
        "{what}: p50 {:.1} ms, p95 {:.1}, min {:.1}, max {:.1} (n={})",
        at(0.5),
        at(0.95),
        at(0.0),
        at(1.0),
        millis.len()
    );
}
