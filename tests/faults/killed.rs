//! The program killed without warning (SIGKILL) at any moment.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use greenroom::store::{Folders, SessionRecord, Store, TakePart, TakeRecord};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::again::until_so_many_count;
use crate::e2e::devices::{self, Ended};
use crate::e2e::program::GREENROOM;
use crate::e2e::sound::{RATE, Sound};
use crate::e2e::{pacings, session};
use crate::scene::Scene;
use crate::stall::Stalls;
use crate::stream::Stream;
use crate::table::Row;
use crate::{recovered, sessions_in_order, times};

/// The most sound that a killed program may lose, milliseconds (README, "What it promises").
const LOST_AT_MOST_MS: f64 = 100.0;

/// As long as killing so many may take, seconds of noise.
const NOISE_SECS: f64 = 900.0;

/// More that begin at once keep a machine of two cores from those that record.
const AT_ONCE: usize = 4;

/// Killed on one stretch of noise, before the next begins.
const ON_ONE_NOISE: usize = 100;

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn killed_while_recording_loses_a_tenth_of_a_second_at_most() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let stalls = Stalls::watch();
    let all = times(32, 500);
    let (mut lost_ms, mut again) = (Vec::new(), 0);
    while lost_ms.len() < all {
        let stream = Stream::begin(folder.path(), NOISE_SECS);
        let done = lost_ms.len() as u64;
        let some = ON_ONE_NOISE.min(all - lost_ms.len());
        let mut counted = until_so_many_count(AT_ONCE, some, |nth| {
            // No moment twice, also where more was tried than counts.
            let seed = 2 * done + nth;
            let data = folder.path().join(format!("data-{seed}"));
            let begun = Instant::now();
            let (killed, ms) = killed_while_recording(&data, seed, &stream);
            std::fs::remove_dir_all(&data).expect("it can be removed");
            let is_kept = ms.is_some_and(|ms| ms <= LOST_AT_MOST_MS);
            if !is_kept && (stalls.before(killed) || stream.was_torn(begun, killed)) {
                return None;
            }
            Some(ms.expect("the take is the sound that was sent, unbroken"))
        });
        again += counted.others;
        let is_short = counted.outcomes.len() < some;
        lost_ms.append(&mut counted.outcomes);
        if is_short {
            break;
        }
    }
    let passed = lost_ms.len() >= all && lost_ms.iter().all(|ms| *ms <= LOST_AT_MOST_MS);
    Row {
        fault: "killed while an answer is recorded",
        times: lost_ms.len(),
        lost_ms,
        unreadable: 0,
        also: format!(
            "each take recovered into its place, the header right without repair; {again} more not counted, \
             since the machine itself stood still or another recorder lost sound too"
        ),
        passed,
    }
    .report();
}

/// Kills an interview in the middle of an answer. When, and how much of what had been sent by then is not in
/// the take, milliseconds; `None` if the take is not what was sent, unbroken.
fn killed_while_recording(data: &Path, seed: u64, stream: &Stream) -> (Instant, Option<f64>) {
    pacings::write_with_voice(data, "silent");
    let mut scene = Scene::run(data, pacings::QUICK, |program| Command::new(program));
    scene.answer();
    let mut rng = StdRng::seed_from_u64(seed);
    std::thread::sleep(Duration::from_millis(rng.random_range(300..3_000)));
    let killed = scene.kill();
    let part = only_part(data);
    // As any program reads it, before anything is repaired: the header counts what is there.
    let left = Sound::read(&part);
    let (store, count) = recovered(data);
    assert_eq!(count, 1, "its take is recovered");
    let sessions = sessions_in_order(&store);
    let takes: Vec<_> = sessions.iter().flat_map(|session| &session.takes).collect();
    let [take] = takes.as_slice() else { panic!("one take: {takes:?}") };
    assert_eq!((take.record.ended_by.as_str(), take.record.position), ("recovered", 0));
    let whole = Sound::read(&take.wav);
    assert!(whole.samples.starts_with(&left.samples), "nothing is lost by repairing");
    let end = stream.end_of(&whole.samples);
    let lost = end.map(|end| (stream.sent_by(killed) - end as f64) / f64::from(RATE) * 1_000.0);
    (killed, lost)
}

fn only_part(data: &Path) -> std::path::PathBuf {
    let parts: Vec<_> = session::all_files(data)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "part"))
        .collect();
    assert_eq!(parts.len(), 1, "{parts:?}");
    parts.into_iter().next().expect("one")
}

#[test]
#[ignore = "takes minutes; run by script/faults"]
fn killed_at_any_moment_of_an_interview_leaves_every_take_in_its_place() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let all = times(8, 100);
    let begun = Instant::now();
    let mut whole = demonstration(&folder.path().join("whole"));
    whole.0.wait().expect("it ends");
    let lasts = begun.elapsed();
    let counted = until_so_many_count(2, all, |seed| {
        let data = folder.path().join(format!("data-{seed}"));
        let mut rng = StdRng::seed_from_u64(seed);
        let mut child = demonstration(&data);
        until_it_records(&data);
        std::thread::sleep(lasts.mul_f64(rng.random_range(0.0..0.8)));
        kill(&mut child.0);
        let (store, count) = recovered(&data);
        let there: usize = sessions_in_order(&store).iter().map(|one| one.takes.len()).sum();
        std::fs::remove_dir_all(&data).expect("it can be removed");
        Some((there, count))
    });
    let takes: usize = counted.outcomes.iter().map(|(there, _)| there).sum();
    let recovered_takes: usize = counted.outcomes.iter().map(|(_, recovered)| recovered).sum();
    Row {
        fault: "killed at any moment of an interview",
        times: counted.outcomes.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "{takes} takes, {recovered_takes} of them recovered, none twice or misplaced"
        ),
        passed: takes > 0,
    }
    .report();
}

/// Waits until there is a recording of the first answer, begun or finished: before, nothing can be lost.
fn until_it_records(data: &Path) {
    let begun = Instant::now();
    let recorded = || {
        let sessions = std::fs::read_dir(data.join("sessions")).into_iter().flatten().flatten();
        let mut files =
            sessions.flat_map(|one| std::fs::read_dir(one.path()).into_iter().flatten().flatten());
        files.any(|file| file.file_name().to_string_lossy().contains(".wav"))
    };
    while !recorded() {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is recorded");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A whole interview with a simulated candidate, faster than on the wall.
fn demonstration(data: &Path) -> Ended {
    let child = Command::new(GREENROOM)
        .args(["demo", "--fast", "--questions", "2", "--seed", "1", "--json", "--out"])
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Ended(child.expect("the program starts"))
}

/// Says to this program, run once more as its own child, where to save without end.
const SAVES_IN: &str = "FAULTS_SAVES_IN";

#[test]
#[ignore = "takes a minute; run by script/faults"]
fn killed_while_files_are_saved_leaves_the_old_or_the_new() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let all = times(160, 400);
    for seed in 0..all {
        let data = folder.path().join(format!("data-{seed}"));
        let mut rng = StdRng::seed_from_u64(seed as u64);
        let mut child = saver(&data, |program| Command::new(program));
        until_saved_once(&data);
        std::thread::sleep(Duration::from_micros(rng.random_range(0..30_000)));
        kill(&mut child.0);
        let (store, _) = recovered(&data);
        assert_old_or_new(&store);
        std::fs::remove_dir_all(&data).expect("it can be removed");
    }
    Row {
        fault: "killed while settings, words and notes of a take are saved",
        times: all,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: "always the old or the new".to_owned(),
        passed: true,
    }
    .report();
}

/// This program once more, as its own child, which saves in `data` without end; `wrap` makes the command that
/// runs it.
pub fn saver(data: &Path, wrap: impl FnOnce(&str) -> Command) -> Ended {
    let program = std::env::current_exe().expect("this program has a path");
    let child = wrap(program.to_str().expect("a name"))
        .args(["--ignored", "--exact", "killed::the_child_that_saves_without_end"])
        .env(SAVES_IN, data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Ended(child.expect("it starts"))
}

/// Waits until each of its files in `data` has been saved, short and long.
pub fn until_saved_once(data: &Path) {
    let begun = Instant::now();
    while !data.join("saved-once").exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the child saves nothing");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Fails unless each of them is as it was saved one time or the other.
pub fn assert_old_or_new(store: &Store) {
    let settings = store.settings();
    let pair = (settings.bank.len(), settings.pacing.len());
    assert!(pair == SHORT || pair == LONG, "neither the old nor the new: {pair:?}");
    let words = store.profile().of("bank");
    assert!(words.len() == SHORT.0 || words.len() == LONG.0, "{} values", words.len());
    let sessions = sessions_in_order(store);
    let take = &sessions.first().and_then(|session| session.takes.first());
    let points = take.expect("the take").record.points.len();
    assert!(points == SHORT.0 || points == LONG.0, "{points} points");
}

/// Lengths of what is saved, in turn with [`LONG`].
const SHORT: (usize, usize) = (3, 4);

/// Longer than a page of memory or a block of a disk.
const LONG: (usize, usize) = (9_000, 7_000);

#[test]
#[ignore = "is killed by the test above"]
fn the_child_that_saves_without_end() {
    let Some(data) = std::env::var_os(SAVES_IN) else { return };
    let data = Path::new(&data);
    let (store, _notices) = Store::open(Folders::at(data));
    let now = jiff::ZonedDateTime::now();
    let session = store.begin_session(&SessionRecord::new("bank"), &now).expect("it begins");
    session.save_record(&SessionRecord::new("bank")).expect("it is described");
    let paths = session.take_paths(0, "first", TakePart::Answer, 1);
    // The test's own file: Greenroom syncs those that it records.
    let wav = Sound { rate_hz: RATE, samples: vec![1; 480] }.write(&paths.wav);
    std::fs::File::open(&wav).and_then(|file| file.sync_all()).expect("it is synced");
    let mut record = TakeRecord::new("first", TakePart::Answer, 1);
    for (bank, pacing) in [SHORT, LONG].into_iter().cycle() {
        let mut settings = store.settings();
        settings.bank = "b".repeat(bank);
        settings.pacing = "p".repeat(pacing);
        store.save_settings(&settings).expect("settings are saved");
        let mut words = store.profile();
        for n in 0..LONG.0 {
            // Nothing takes a word away.
            words.set("bank", format!("q/Name/{n}"), if n < bank { "word" } else { "" });
        }
        store.save_profile(&words).expect("words are saved");
        record.points = (0..bank).collect();
        session.save_take(&paths, &record).expect("notes are saved");
        if bank == LONG.0 {
            std::fs::write(data.join("saved-once"), "").expect("it is told");
        }
    }
}

fn kill(child: &mut Child) {
    // It may have ended by itself.
    let _gone = child.kill();
    let _status = child.wait();
}
