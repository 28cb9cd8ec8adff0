//! Power lost at any moment.
//!
//! No plug is pulled: what the real program asked of the system, as strace saw it, is replayed call by call
//! on a model of a disk that forgets what was not synced, and after each call what is left is opened as the
//! next start would. The recording is made on a disk in memory, whose syncs take no time: a real disk's own
//! sync comes on top of the sound lost.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use greenroom::store::{Folders, SessionRecord, Store, TakePart, TakeRecord};

use crate::disk_model::{Disk, Loss};
use crate::e2e::devices::{self, Ended};
use crate::e2e::pacings;
use crate::e2e::sound::{RATE, Sound};
use crate::scene::Scene;
use crate::stream::Stream;
use crate::table::Row;
use crate::trace::{Call, Timed, read, traced};
use crate::{recovered, sessions_in_order, times};

/// The most sound that a power cut may take, milliseconds (README, "What it promises").
const LOST_AT_MOST_MS: f64 = 1_000.0;

/// Disks in memory are made of this.
const MEMORY: &str = "/dev/shm";

/// A folder on one.
pub fn in_memory() -> tempfile::TempDir {
    let folder =
        if Path::new(MEMORY).is_dir() { tempfile::tempdir_in(MEMORY) } else { tempfile::tempdir() };
    folder.expect("a folder for the test")
}

/// After which of these calls the power is cut: all that change anything on this disk, or in CI some of the
/// writes, and always those around a sync or a name.
fn moments(before: &Disk, calls: &[Timed], every: usize) -> Vec<usize> {
    let mut disk = before.clone();
    let changes: Vec<usize> =
        (0..calls.len()).filter(|nth| disk.apply(&calls[*nth].call)).collect();
    let turns = |at: usize| {
        let call = changes.get(at).map(|nth| &calls[*nth].call);
        call.is_some_and(|call| !matches!(call, Call::Write { .. }))
    };
    let chosen = (0..changes.len()).filter(|at| at % every == 0 || turns(*at) || turns(at + 1));
    chosen.map(|at| changes[at]).collect()
}

/// Cuts the power after each of these calls in each way, and has what is left looked at.
fn cut_everywhere(
    before: &Disk,
    calls: &[Timed],
    moments: &[usize],
    look: impl Fn(&Path, f64, Loss) + Sync,
) -> usize {
    let next = AtomicUsize::new(0);
    let cuts = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let scratch = in_memory();
                let mut disk = before.clone();
                let mut applied = 0;
                loop {
                    let Some(moment) = moments.get(next.fetch_add(1, Ordering::Relaxed)) else {
                        return;
                    };
                    for timed in &calls[applied..=*moment] {
                        disk.apply(&timed.call);
                    }
                    applied = moment + 1;
                    for loss in Loss::ALL {
                        let left = scratch.path().join("left");
                        std::fs::create_dir(&left).expect("a folder");
                        disk.left_by(loss, &left);
                        look(&left, calls[*moment].at, loss);
                        std::fs::remove_dir_all(&left).expect("removed");
                        cuts.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    cuts.into_inner()
}

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn power_lost_while_recording_loses_a_second_at_most() {
    devices::require();
    let folder = in_memory();
    let stream = Stream::begin(folder.path(), 60.0);
    let root = folder.path().join("disk");
    std::fs::create_dir(&root).expect("a folder");
    let log = folder.path().join("calls");
    let data = root.join("data");
    pacings::write_with_voice(&data, "silent");
    let before = Disk::of(&root);
    let mut scene = Scene::run(&data, pacings::QUICK, |program| traced(&log, program));
    scene.answer();
    std::thread::sleep(Duration::from_secs(4));
    scene.press(".");
    scene.leave();
    drop(stream);
    let calls = read(&log);
    let sessions = sessions_in_order(&Store::open(Folders::at(root.join("data"))).0);
    let takes: Vec<_> = sessions.iter().flat_map(|session| &session.takes).collect();
    let [take] = takes.as_slice() else { panic!("one take: {takes:?}") };
    let whole = Sound::read(&take.wav).samples;
    let clock = RecordedBy::from(&calls, whole.len());
    let lost = Mutex::new(Vec::new());
    let moments = moments(&before, &calls, times(10, 1));
    let cuts = cut_everywhere(&before, &calls, &moments, |left, at, loss| {
        let (store, _) = recovered(&left.join("data"));
        let sessions = sessions_in_order(&store);
        let takes: Vec<_> = sessions.iter().flat_map(|session| &session.takes).collect();
        assert!(takes.len() <= 1, "one take at most: {takes:?}");
        let mut sound = takes.first().map_or(Vec::new(), |take| Sound::read(&take.wav).samples);
        if loss == Loss::ContentToZeros {
            // Zeros where the sound was lost: they are no sound.
            let heard = sound.iter().rposition(|sample| *sample != 0).map_or(0, |last| last + 1);
            sound.truncate(heard);
        }
        assert!(whole.starts_with(&sound), "after {at}, {loss:?}: it is what was recorded");
        let ms = (clock.frames(at) - sound.len() as f64).max(0.0) / f64::from(RATE) * 1_000.0;
        if ms > LOST_AT_MOST_MS {
            println!("{ms:.0} ms lost {:.3} s into the take, {loss:?}", at - clock.zero);
        }
        lost.lock().expect("no panic").push(ms);
    });
    let lost_ms = lost.into_inner().expect("no panic");
    let worst = lost_ms.iter().copied().fold(0.0, f64::max);
    Row {
        fault: "power lost while an answer is recorded and saved",
        times: cuts,
        passed: cuts > 100 && worst <= LOST_AT_MOST_MS,
        lost_ms,
        unreadable: 0,
        also: format!(
            "{} calls of the real program on a model disk, cut after {} of them in {} ways; what a disk's own \
             sync lasts comes on top",
            calls.len(),
            moments.len(),
            Loss::ALL.len()
        ),
    }
    .report();
}

/// How much had been recorded when: no later than it was written.
struct RecordedBy {
    /// When frame 0 was recorded at the latest.
    zero: f64,
    frames: f64,
}

impl RecordedBy {
    fn from(calls: &[Timed], frames: usize) -> Self {
        let ends = calls.iter().filter_map(|timed| match &timed.call {
            Call::Write { bytes, at: Some(at), .. } if *at >= 44 => {
                Some(timed.at - ((at - 44) as f64 + bytes.len() as f64) / 2.0 / f64::from(RATE))
            }
            _ => None,
        });
        Self { zero: ends.fold(f64::MAX, f64::min), frames: frames as f64 }
    }

    fn frames(&self, at: f64) -> f64 {
        ((at - self.zero) * f64::from(RATE)).clamp(0.0, self.frames)
    }
}

/// Says to this program, run once more as its own child, where to save.
const SAVES_IN: &str = "FAULTS_POWER_SAVES_IN";

/// Lengths of what is saved, in turn with [`LONG`].
const SHORT: usize = 3;

/// Longer than a block of a disk.
const LONG: usize = 5_000;

/// So many words and points stand for [`LONG`].
const MANY: usize = 500;

#[test]
#[ignore = "run by script/faults"]
fn power_lost_while_files_are_saved_leaves_the_old_or_the_new() {
    let folder = in_memory();
    let root = folder.path().join("disk");
    std::fs::create_dir(&root).expect("a folder");
    let log = folder.path().join("calls");
    let before = Disk::of(&root);
    let program = std::env::current_exe().expect("this program has a path");
    let child = traced(&log, program)
        .args(["--ignored", "--exact", "power::the_child_that_saves"])
        .env(SAVES_IN, root.join("data"))
        .stdout(Stdio::null())
        .spawn();
    let status = Ended(child.expect("strace starts")).0.wait().expect("it ends");
    assert!(status.success());
    let calls = read(&log);
    let moments = moments(&before, &calls, 1);
    let is_one = |length: usize| [0, SHORT, MANY, LONG].contains(&length);
    let cuts = cut_everywhere(&before, &calls, &moments, |left, at, loss| {
        let (store, _) = recovered(&left.join("data"));
        let settings = store.settings();
        let default = greenroom::store::Settings::default();
        assert!(
            settings.bank == default.bank || is_one(settings.bank.len()),
            "{loss:?} after {at}: {}",
            settings.bank.len()
        );
        let words = store.profile().of("bank");
        assert!(is_one(words.len()), "{loss:?} after {at}: {} words", words.len());
        let pacings = store.own_pacings_text().map_or(0, |text| text.len());
        assert!(is_one(pacings), "{loss:?} after {at}: {pacings} of pacings");
        let banks = store.bank_texts().into_iter().map(|(_, text)| text.expect("readable").len());
        banks.for_each(|length| assert!(is_one(length), "{loss:?} after {at}: {length} of a bank"));
        for session in store.list_sessions() {
            let session = store.load_session(&session.path).expect("readable");
            assert_eq!(session.problem, None, "{loss:?} after {at}");
            for take in session.takes.iter().filter(|take| take.sidecar.exists()) {
                assert!(is_one(take.record.points.len()), "{loss:?} after {at}");
            }
        }
    });
    Row {
        fault: "power lost while settings, words, pacings and notes are saved",
        times: cuts,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!("{} calls on a model disk, cut after each: the old or the new", calls.len()),
        passed: cuts > 100,
    }
    .report();
}

#[test]
#[ignore = "is traced by the test above"]
fn the_child_that_saves() {
    let Some(data) = std::env::var_os(SAVES_IN).map(PathBuf::from) else { return };
    let (store, _notices) = Store::open(Folders::at(&data));
    let now = jiff::ZonedDateTime::now();
    let session = store.begin_session(&SessionRecord::new("bank"), &now).expect("it begins");
    session.save_record(&SessionRecord::new("bank")).expect("it is described");
    let paths = session.take_paths(0, "first", TakePart::Answer, 1);
    let mut record = TakeRecord::new("first", TakePart::Answer, 1);
    for length in [SHORT, LONG, SHORT] {
        let mut settings = store.settings();
        settings.bank = "b".repeat(length);
        store.save_settings(&settings).expect("settings are saved");
        let mut words = store.profile();
        let many = length.min(MANY);
        for n in 0..MANY {
            words.set("bank", format!("q/Name/{n}"), if n < many { "word" } else { "" });
        }
        store.save_profile(&words).expect("words are saved");
        store.save_own_pacings(&"#".repeat(length)).expect("pacings are saved");
        record.points = (0..many).collect();
        session.save_take(&paths, &record).expect("notes are saved");
    }
}

#[test]
#[ignore = "run by script/faults"]
fn the_model_disk_forgets_a_name_that_no_sync_of_its_folder_followed() {
    let folder = in_memory();
    let (root, log) = (folder.path().join("disk"), folder.path().join("calls"));
    std::fs::create_dir(&root).expect("a folder");
    let mut disk = Disk::of(&root);
    let script = "printf abc >a.new; sync -d a.new; mv a.new a; printf d >b; sync .";
    let status = traced(&log, "sh").args(["-c", script]).current_dir(&root).status();
    assert!(status.is_ok_and(|status| status.success()));
    let calls = read(&log);
    let mut seen = Vec::new();
    for timed in &calls {
        let call = absolute(&timed.call, &root);
        if disk.apply(&call) {
            let left = tempfile::tempdir().expect("a folder");
            disk.left_by(Loss::Unsynced, left.path());
            let content = |name: &str| std::fs::read_to_string(left.path().join(name)).ok();
            seen.push((content("a"), content("b")));
        }
    }
    seen.dedup();
    assert_eq!(seen, [(None, None), (Some("abc".to_owned()), Some(String::new()))]);
}

/// A shell names files from where it stands.
fn absolute(call: &Call, root: &Path) -> Call {
    match call {
        Call::Rename(from, to) => Call::Rename(root.join(from), root.join(to)),
        other => other.clone(),
    }
}
