//! A disk that is full, read-only, gone, slow or broken while an answer is recorded.
//!
//! The real program records from the virtual microphone, and the faults are the system's own: a disk of a few
//! megabytes that is filled, a folder that is removed or made read-only, a limit on open files; or its calls
//! are made to fail or to wait by strace.

mod chosen;
mod hopeless;
mod memory;
mod slow;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime};

use greenroom::store::{Folders, Session, Store};

use crate::e2e::devices;
use crate::e2e::pacings;
use crate::e2e::sound::{RATE, Sound};
use crate::earlier::Earlier;
use crate::scene::Scene;
use crate::small_disk::SmallDisk;
use crate::stall::Stalls;
use crate::stream::Stream;
use crate::table::Row;
use crate::{recovered, sessions_in_order, times};

/// A failure is told so soon after it (README, "What it promises").
const TOLD_WITHIN: Duration = Duration::from_millis(1_000);

/// A disk that works again is used again so soon: it is tried every two seconds.
const BACK_WITHIN: Duration = Duration::from_millis(3_500);

/// What all of them share.
struct Bench {
    folder: tempfile::TempDir,
    stream: Stream,
    stalls: Stalls,
}

/// What came of one fault.
struct Outcome {
    /// From the failure to the line that tells it.
    told: Option<Duration>,
    /// From the disk's recovery to the line that says so.
    back: Option<Duration>,
    lost_ms: f64,
    /// When it was caused, to know whether the machine stood still.
    caused: Instant,
}

impl Bench {
    /// With so many seconds of noise on their way into the microphone.
    fn with_noise(secs: f64) -> Self {
        devices::require();
        let folder = tempfile::tempdir().expect("a folder for the test");
        let stream = Stream::begin(folder.path(), secs);
        Self { folder, stream, stalls: Stalls::watch() }
    }

    /// A folder with an earlier recording in it.
    fn prepare(&self, data: &Path) -> Earlier {
        pacings::write_with_voice(data, "silent");
        Earlier::put(data)
    }

    /// The answer is over: ends it, and gives how much of it is lost, from what `find` finds afterwards.
    fn finish(&self, scene: Scene, find: impl FnOnce() -> Sound) -> f64 {
        self.finish_with(scene, |_| (), find)
    }

    fn finish_with(
        &self,
        mut scene: Scene,
        in_between: impl FnOnce(&mut Scene),
        find: impl FnOnce() -> Sound,
    ) -> f64 {
        let pressed = Instant::now();
        scene.press(".");
        in_between(&mut scene);
        scene.wait_for("Saved.");
        scene.leave();
        let sound = find();
        let end = self
            .stream
            .end_of(&sound.samples)
            .expect("the take is the sound that was sent, unbroken");
        let sent = self.stream.sent_by(pressed);
        ((sent - end as f64) / f64::from(RATE) * 1_000.0).max(0.0)
    }
}

/// The take that was recorded in `data`, with everything else there in order and the earlier one untouched.
fn only_take(data: &Path, earlier: &Earlier) -> Sound {
    let (store, _) = recovered(data);
    let session = latest(&store);
    let [take] = session.takes.as_slice() else { panic!("one take: {session:?}") };
    assert_eq!(take.problem, None, "{take:?}");
    assert_eq!(take.record.dropped_frames, 0);
    earlier.assert_untouched(data);
    Sound::read(&take.wav)
}

fn latest(store: &Store) -> Session {
    let sessions = sessions_in_order(store);
    sessions.into_iter().next().expect("the newest session")
}

/// The folder of the session that runs in `data`.
fn running_session(data: &Path) -> PathBuf {
    let sessions = std::fs::read_dir(data.join("sessions")).expect("there").flatten();
    let mut names: Vec<PathBuf> = sessions.map(|entry| entry.path()).collect();
    names.sort();
    names.pop().expect("a session")
}

/// An interview in the middle of its answer; `wrap` makes the command that runs the program.
fn answering(data: &Path, wrap: impl FnOnce(&str) -> Command) -> Scene {
    let mut scene = Scene::run(data, pacings::QUICK, wrap);
    scene.answer();
    std::thread::sleep(Duration::from_millis(1_500));
    scene
}

fn full_then_room(bench: &Bench, place: &Path) -> Outcome {
    let disk = SmallDisk::mount(&place.join("disk"), 48);
    let data = disk.path("data");
    let earlier = bench.prepare(&data);
    let mut scene = answering(&disk.at.join("data"), |program| disk.command(program));
    let caused = disk.fill();
    let told = scene.wait_for("the disk is full").saturating_duration_since(caused);
    std::thread::sleep(Duration::from_secs(2));
    let freed = disk.free();
    let back = scene.wait_for("on the disk again").saturating_duration_since(freed);
    let lost_ms = bench.finish(scene, || only_take(&data, &earlier));
    Outcome { told: Some(told), back: Some(back), lost_ms, caused }
}

fn full_then_elsewhere(bench: &Bench, place: &Path) -> Outcome {
    let disk = SmallDisk::mount(&place.join("disk"), 48);
    let data = disk.path("data");
    let earlier = bench.prepare(&data);
    let other = place.join("stick");
    std::fs::create_dir(&other).expect("made");
    let mut scene = answering(&disk.at.join("data"), |program| disk.command(program));
    let caused = disk.fill();
    let told = scene.wait_for("the disk is full").saturating_duration_since(caused);
    let chosen = Instant::now();
    scene.press(&format!("f {}", other.display()));
    let back = scene.wait_for("on the disk again").saturating_duration_since(chosen);
    let lost_ms = bench.finish(scene, || {
        // The session knows where it is, though its own disk is full to the last byte.
        let store = Store::open(Folders::at(&data)).0;
        let takes = latest(&store).takes;
        let there = takes.first().expect("a take").wav.clone();
        assert!(there.starts_with(&other), "{takes:?}");
        let sound = Sound::read(&there);
        drop(store);
        disk.free();
        assert_eq!(only_take(&data, &earlier).samples, sound.samples, "brought home as it was");
        assert!(!there.exists(), "and nothing is left there");
        sound
    });
    Outcome { told: Some(told), back: Some(back), lost_ms, caused }
}

fn read_only(bench: &Bench, place: &Path) -> Outcome {
    let disk = SmallDisk::mount(&place.join("disk"), 48);
    let data = disk.path("data");
    let earlier = bench.prepare(&data);
    let scene = answering(&disk.at.join("data"), |program| disk.command(program));
    let session = running_session(&data);
    let session = disk.at.join("data/sessions").join(session.file_name().expect("a name"));
    disk.shell("mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"", &session);
    let (mut told, mut back) = (None, None);
    // Its file is open: only its name can't be given.
    let caused = Instant::now();
    let in_between = |scene: &mut Scene| {
        told = Some(
            scene.wait_for("the folder can't be written to").saturating_duration_since(caused),
        );
        disk.shell("umount \"$1\"", &session);
        let mended = Instant::now();
        back = Some(scene.wait_for("Saved.").saturating_duration_since(mended));
        scene.look_back();
    };
    let lost_ms = bench.finish_with(scene, in_between, || only_take(&data, &earlier));
    Outcome { told, back, lost_ms, caused }
}

fn removed(bench: &Bench, place: &Path) -> Outcome {
    let data = place.join("data");
    let earlier = bench.prepare(&data);
    let mut scene = answering(&data, |program| Command::new(program));
    std::fs::remove_dir_all(running_session(&data)).expect("removed");
    let caused = Instant::now();
    let told = scene.wait_for("the folder is gone").saturating_duration_since(caused);
    std::thread::sleep(Duration::from_secs(1));
    let mut back = None;
    // Nobody makes a folder again that the user has removed, unless told to.
    let in_between = |scene: &mut Scene| {
        scene.wait_for("could not be written");
        let asked = Instant::now();
        scene.press("t");
        back = Some(scene.wait_for("Saved.").saturating_duration_since(asked));
        scene.look_back();
    };
    let lost_ms = bench.finish_with(scene, in_between, || only_take(&data, &earlier));
    Outcome { told: Some(told), back, lost_ms, caused }
}

/// Under strace, with these calls made to fail or to wait.
fn injected(log: &Path, faults: &[&str], program: &str) -> Command {
    let calls: Vec<&str> = faults.iter().filter_map(|fault| fault.split(':').next()).collect();
    let mut command = Command::new("strace");
    command.args(["-f", "--seccomp-bpf", "-ttt", "-s", "0", "-e", "signal=none", "-o"]).arg(log);
    command.args(["-e", &format!("trace={}", calls.join(","))]);
    for fault in faults {
        command.args(["-e", &format!("inject={fault}")]);
    }
    command.arg("--").arg(program);
    command
}

/// When strace first made a call fail.
fn first_injected(log: &Path) -> Instant {
    let (now, clock) = (Instant::now(), SystemTime::now());
    let text = std::fs::read_to_string(log).expect("the trace is there");
    let line = text.lines().find(|line| line.contains("(INJECTED)")).expect("a call failed");
    let at: f64 = line.split_whitespace().nth(1).and_then(|at| at.parse().ok()).expect("a time");
    let since = clock.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs_f64();
    now.checked_sub(Duration::from_secs_f64(since - at)).expect("not long ago")
}

fn broken(bench: &Bench, place: &Path, faults: &[&str]) -> Outcome {
    let (data, log) = (place.join("data"), place.join("calls"));
    let earlier = bench.prepare(&data);
    let mut scene = Scene::run(&data, pacings::QUICK, |program| injected(&log, faults, program));
    scene.answer();
    let told = scene.wait_for("the disk reports an error");
    scene.wait_for("on the disk again");
    let caused = first_injected(&log);
    let lost_ms = bench.finish(scene, || only_take(&data, &earlier));
    Outcome { told: Some(told.saturating_duration_since(caused)), back: None, lost_ms, caused }
}

fn write_errors(bench: &Bench, place: &Path) -> Outcome {
    // The first, and the first attempt after it.
    broken(bench, place, &["pwrite64:error=EIO:when=40..41"])
}

fn sync_errors(bench: &Bench, place: &Path) -> Outcome {
    broken(bench, place, &["fdatasync:error=EIO:when=4..5"])
}

fn slow(bench: &Bench, place: &Path) -> Outcome {
    let (data, log) = (place.join("data"), place.join("calls"));
    let earlier = bench.prepare(&data);
    let faults = ["pwrite64:delay_enter=5000000:when=30", "fdatasync:delay_enter=5000000:when=3"];
    let caused = Instant::now();
    let mut scene = Scene::run(&data, pacings::QUICK, |program| injected(&log, &faults, program));
    scene.answer();
    std::thread::sleep(Duration::from_secs(8));
    let lost_ms = bench.finish(scene, || only_take(&data, &earlier));
    Outcome { told: None, back: None, lost_ms, caused }
}

fn too_many_files(bench: &Bench, place: &Path) -> Outcome {
    let data = place.join("data");
    let earlier = bench.prepare(&data);
    let mut scene = Scene::run(&data, pacings::QUICK, |program| Command::new(program));
    scene.wait_for("says hello");
    // The microphone is open by then.
    std::thread::sleep(Duration::from_secs(2));
    let pid = scene.pid();
    let is_open = |fd: &usize| std::fs::symlink_metadata(format!("/proc/{pid}/fd/{fd}")).is_ok();
    let first_free = (0..).find(|fd| !is_open(fd)).expect("one is free");
    let limit = |most: usize| {
        let status = Command::new("prlimit")
            .args([format!("--pid={pid}"), format!("--nofile={most}:4096")])
            .status();
        assert!(status.is_ok_and(|status| status.success()), "prlimit");
    };
    // The next file would get this number.
    limit(first_free);
    scene.press("s");
    let told = scene.wait_for("too many files are open");
    // Either line may come first.
    scene.look_back();
    let caused = scene.wait_for("Recording your answer");
    let told = told.saturating_duration_since(caused);
    std::thread::sleep(Duration::from_secs(1));
    limit(1024);
    let freed = Instant::now();
    let back = scene.wait_for("on the disk again").saturating_duration_since(freed);
    let lost_ms = bench.finish(scene, || only_take(&data, &earlier));
    Outcome { told: Some(told), back: Some(back), lost_ms, caused }
}

type Scenario = (&'static str, &'static str, fn(&Bench, &Path) -> Outcome);

const SCENARIOS: [Scenario; 8] = [
    ("disk full while an answer is recorded, then room made", "", full_then_room),
    (
        "disk full while an answer is recorded, then another folder chosen",
        "found there, and brought home at the next start",
        full_then_elsewhere,
    ),
    ("folder read-only while an answer is recorded", "", read_only),
    ("session's folder removed while an answer is recorded, then made again", "", removed),
    ("write fails (EIO) while an answer is recorded", "by strace", write_errors),
    ("sync fails (EIO) while an answer is recorded", "by strace; written again", sync_errors),
    ("disk stands still for 5 s in a write and in a sync", "by strace", slow),
    ("no file can be opened (EMFILE) when an answer begins", "", too_many_files),
];

/// What the key itself takes to be seen: the sound up to it is the take's, to the frame, but the test and
/// the program don't look at the clock in the same instant.
const KEY_MS: f64 = 100.0;

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn a_disk_that_fails_while_an_answer_is_recorded_loses_nothing() {
    let rounds = times(1, 10);
    let bench = Bench::with_noise(90.0 * rounds as f64);
    let outcomes: Mutex<Vec<(usize, Outcome)>> = Mutex::new(Vec::new());
    for round in 0..rounds {
        std::thread::scope(|scope| {
            for (nth, (_, _, cause)) in SCENARIOS.iter().enumerate() {
                let (bench, outcomes) = (&bench, &outcomes);
                scope.spawn(move || {
                    let place = bench.folder.path().join(format!("{round}-{nth}"));
                    std::fs::create_dir(&place).expect("made");
                    let outcome = cause(bench, &place);
                    outcomes.lock().expect("no panic").push((nth, outcome));
                });
            }
        });
    }
    let outcomes = outcomes.into_inner().expect("no panic");
    let mut failed = Vec::new();
    for (nth, (fault, how, _)) in SCENARIOS.iter().enumerate() {
        let ours = outcomes.iter().filter(|(of, _)| *of == nth).map(|(_, outcome)| outcome);
        let row = row(fault, how, &ours.collect::<Vec<_>>(), &bench.stalls);
        failed.extend(std::panic::catch_unwind(|| row.report()).err().map(|_| *fault));
    }
    assert!(failed.is_empty(), "{failed:?}");
}

fn row(fault: &'static str, how: &str, outcomes: &[&Outcome], stalls: &Stalls) -> Row {
    let most =
        |time: fn(&Outcome) -> Option<Duration>| outcomes.iter().filter_map(|one| time(one)).max();
    let mut also: Vec<String> = Vec::new();
    also.extend(most(|one| one.told).map(|told| format!("told within {} ms", told.as_millis())));
    also.extend(
        most(|one| one.back).map(|back| format!("on disk again {} ms later", back.as_millis())),
    );
    also.push("earlier takes byte-identical".to_owned());
    also.extend(Some(how.to_owned()).filter(|how| !how.is_empty()));
    let in_time = |one: &&&Outcome| {
        let late = one.told.is_some_and(|told| told > TOLD_WITHIN)
            || one.back.is_some_and(|back| back > BACK_WITHIN);
        !late || stalls.before(one.caused)
    };
    let lost_ms: Vec<f64> = outcomes.iter().map(|one| one.lost_ms).collect();
    Row {
        fault,
        times: outcomes.len(),
        unreadable: 0,
        also: also.join("; "),
        passed: !outcomes.is_empty()
            && outcomes.iter().filter(in_time).count() == outcomes.len()
            && lost_ms.iter().all(|ms| *ms <= KEY_MS),
        lost_ms,
    }
}
