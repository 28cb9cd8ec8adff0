//! Power cut on a real disk's file systems, while the real program records and while files are saved.

use std::path::Path;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::again::{Counted, until_so_many_count};
use crate::cut_disk::{ALL, Cut, CutDisk, System};
use crate::e2e::devices;
use crate::e2e::pacings;
use crate::e2e::sound::{RATE, Sound};
use crate::earlier::Earlier;
use crate::killed::{assert_old_or_new, saver, until_saved_once};
use crate::power::in_memory;
use crate::scene::Scene;
use crate::stream::Stream;
use crate::table::{Row, not_run};
use crate::{recovered, sessions_in_order, times};

/// The most sound that a power cut may take, milliseconds (README, "What it promises").
const LOST_AT_MOST_MS: f64 = 1_000.0;

/// As long as cutting the power again and again may take, seconds of noise.
const NOISE_SECS: f64 = 900.0;

/// How a disk here differs from one that is sold.
const DISK: &str = "ext4 and XFS on loop devices, shut down by the kernel; every second time the drive forgets \
                    its cache too; its syncs take no time";

/// Cuts the power until that has counted so often, in as many places at once as there are sorts of cuts.
fn cut_again_and_again<T: Send>(
    place: &Path,
    all: usize,
    one: impl Fn(&Path, u64, System, Cut) -> Option<T> + Sync,
) -> Counted<T> {
    until_so_many_count(ALL.len(), all, |nth| {
        let (system, cut) = ALL[nth as usize % ALL.len()];
        let place = place.join(format!("cut-{nth}"));
        let outcome = one(&place, nth, system, cut);
        std::fs::remove_dir_all(&place).expect("it can be removed");
        outcome
    })
}

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn power_cut_while_recording_on_a_real_file_system_loses_a_second_at_most() {
    const FAULT: &str = "power cut on a real file system while an answer is recorded";
    devices::require();
    let folder = in_memory();
    if let Some(why) = CutDisk::why_not(&folder.path().join("trial")) {
        return not_run(FAULT, &why);
    }
    let all = times(4, 100);
    let stream = Stream::begin(folder.path(), if all > 4 { NOISE_SECS } else { 240.0 });
    let counted = cut_again_and_again(folder.path(), all, |place, seed, system, cut| {
        cut_while_recording(place, seed, system, cut, &stream)
    });
    let (lost_ms, torn) = (counted.outcomes, counted.others);
    let passed = lost_ms.len() >= all && lost_ms.iter().all(|ms| *ms <= LOST_AT_MOST_MS);
    Row {
        fault: FAULT,
        times: lost_ms.len(),
        lost_ms,
        unreadable: 0,
        also: format!(
            "{DISK}; each take recovered into its place, earlier takes byte-identical; {torn} more not counted, \
             since the noise itself had holes"
        ),
        passed,
    }
    .report();
}

/// How much of what had been sent when the power was cut is not in the take afterwards, milliseconds; `None` if
/// some of it was lost before it came to the program.
fn cut_while_recording(
    place: &Path,
    seed: u64,
    system: System,
    cut: Cut,
    stream: &Stream,
) -> Option<f64> {
    let disk = CutDisk::new(place, system);
    pacings::write_with_voice(&disk.path("data"), "silent");
    let earlier = Earlier::put(&disk.path("data"));
    disk.sync();
    let begins = Instant::now();
    let mut scene =
        Scene::run(&disk.at.join("data"), pacings::QUICK, |program| disk.command(program));
    scene.answer();
    let begun = Instant::now();
    std::thread::sleep(Duration::from_millis(StdRng::seed_from_u64(seed).random_range(0..4_000)));
    let off = disk.cut(cut);
    drop(scene);
    let disk = disk.again();
    let data = disk.path("data");
    assert_no_text_is_empty(&data);
    let (store, count) = recovered(&data);
    let sessions = sessions_in_order(&store);
    earlier.assert_untouched(&data);
    let takes: Vec<_> = sessions
        .iter()
        .filter(|session| session.record.bank_id != "earlier")
        .flat_map(|session| &session.takes)
        .collect();
    assert!(takes.len() <= 1 && count == takes.len(), "{system:?}, {cut:?}: {takes:?}");
    let Some(take) = takes.first() else {
        return Some(off.duration_since(begun).as_secs_f64() * 1_000.0);
    };
    assert_eq!((take.record.ended_by.as_str(), take.record.position), ("recovered", 0));
    let sound = Sound::read(&take.wav);
    let recording = without_page_of_zeros(&sound.samples);
    let Some(end) = stream.end_of(recording) else {
        // On a machine that is kept busy the noise itself has holes, for the witness, too; what is there was sent.
        assert!(
            stream.was_torn(begins, off) && stream.has_sent_both_ends(recording),
            "{system:?}, {cut:?}: the take is the sound that was sent; of {} samples it is so to {:?}",
            recording.len(),
            stream.unbroken_to(recording),
        );
        return None;
    };
    let lost_ms = (stream.sent_by(off) - end as f64) / f64::from(RATE) * 1_000.0;
    println!(
        "{system:?}, {cut:?}, {} ms recorded: {lost_ms:.0} ms lost",
        (off - begun).as_millis()
    );
    Some(lost_ms)
}

/// Samples in a page of memory, 43 ms.
const PAGE: usize = 4_096 / size_of::<i16>();

/// A recording without zeros at its end, a page of them at most. What is appended to a block that ext4 has already
/// may be counted before it is written: after a power cut it is zeros (seen: 268 samples, once in 200 cuts). They
/// count as lost.
fn without_page_of_zeros(samples: &[i16]) -> &[i16] {
    let zeros = samples.iter().rev().take(PAGE).take_while(|sample| **sample == 0).count();
    &samples[..samples.len() - zeros]
}

#[test]
#[ignore = "run by script/faults"]
fn power_cut_while_files_are_saved_on_a_real_file_system_leaves_the_old_or_the_new() {
    const FAULT: &str =
        "power cut on a real file system while settings, words and notes of a take are saved";
    let folder = in_memory();
    if let Some(why) = CutDisk::why_not(&folder.path().join("trial")) {
        return not_run(FAULT, &why);
    }
    let all = times(8, 200);
    let cuts = cut_again_and_again(folder.path(), all, |place, seed, system, cut| {
        let disk = CutDisk::new(place, system);
        let child = saver(&disk.at.join("data"), |program| disk.command(program));
        until_saved_once(&disk.path("data"));
        let mut rng = StdRng::seed_from_u64(seed);
        std::thread::sleep(Duration::from_micros(rng.random_range(0..60_000)));
        disk.cut(cut);
        drop(child);
        let disk = disk.again();
        let data = disk.path("data");
        assert_no_text_is_empty(&data);
        let (store, _) = recovered(&data);
        assert_old_or_new(&store);
        Some(())
    });
    Row {
        fault: FAULT,
        times: cuts.outcomes.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!("{DISK}; always the old or the new"),
        passed: cuts.outcomes.len() >= all,
    }
    .report();
}

/// No file of settings, words, sessions or notes has lost its content, as those do whose name is on the disk
/// before what is in them.
fn assert_no_text_is_empty(folder: &Path) {
    for entry in std::fs::read_dir(folder).expect("it can be listed").flatten() {
        let (path, about) = (entry.path(), entry.metadata().expect("known"));
        if about.is_dir() {
            assert_no_text_is_empty(&path);
        } else if path.extension().is_some_and(|end| end == "json" || end == "toml") {
            assert!(about.len() > 0, "{} is empty", path.display());
        }
    }
}
