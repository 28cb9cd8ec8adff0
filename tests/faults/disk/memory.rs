//! How much memory a recording takes that can't be written.

use std::path::Path;
use std::time::Duration;

use super::{Bench, KEY_MS, answering, only_take};
use crate::e2e::sound::RATE;
use crate::scene::Scene;
use crate::small_disk::SmallDisk;
use crate::table::Row;
use crate::times;

/// What a second of sound takes, kilobytes: two bytes a frame.
const SOUND_KB: f64 = RATE as f64 * 2.0 / 1_000.0;

/// Memory may grow to so many times what it holds: a list that grows has room for as much again.
const TIMES_AT_MOST: f64 = 2.0;

/// What else may come to be used while it runs, kilobytes: the first sight of a failure, buffers once touched.
const ELSE_KB: f64 = 4_000.0;

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn a_disk_that_fails_for_long_takes_no_more_memory_than_the_sound_needs() {
    let fails_for = Duration::from_secs(times(10, 120) as u64);
    let bench = Bench::with_noise(60.0 + fails_for.as_secs_f64());
    let place = bench.folder.path().join("memory");
    std::fs::create_dir(&place).expect("made");
    let seen = fails(&bench, &place, fails_for);
    let secs = fails_for.as_secs_f64();
    let grown = seen.full_kb - seen.before_kb;
    Row {
        fault: "disk fails for long while an answer is recorded: memory",
        times: 1,
        lost_ms: vec![seen.lost_ms],
        unreadable: 0,
        also: format!(
            "{:.1} MB before, {:.1} MB after {secs:.0} s: {:.0} kB a second of sound, which is {SOUND_KB:.0} kB; {:.1} MB \
             when it is written; 30 minutes are kept at most, and the user is told two minutes before",
            seen.before_kb / 1_000.0,
            seen.full_kb / 1_000.0,
            grown / secs,
            seen.written_kb / 1_000.0,
        ),
        passed: grown <= secs * SOUND_KB * TIMES_AT_MOST + ELSE_KB && seen.lost_ms <= KEY_MS,
    }
    .report();
}

/// Resident memory in kilobytes.
struct Seen {
    /// When the failure had just been told.
    before_kb: f64,
    /// At the end of it.
    full_kb: f64,
    /// When all was on the disk again.
    written_kb: f64,
    lost_ms: f64,
}

fn fails(bench: &Bench, place: &Path, fails_for: Duration) -> Seen {
    let disk = SmallDisk::mount(&place.join("disk"), 48);
    let data = disk.path("data");
    let earlier = bench.prepare(&data);
    let mut scene = answering(&disk.at.join("data"), |program| disk.command(program));
    disk.fill();
    scene.wait_for("the disk is full");
    let before_kb = resident_kb(&scene);
    std::thread::sleep(fails_for);
    let full_kb = resident_kb(&scene);
    disk.free();
    scene.wait_for("on the disk again");
    let written_kb = resident_kb(&scene);
    let lost_ms = bench.finish(scene, || only_take(&data, &earlier));
    Seen { before_kb, full_kb, written_kb, lost_ms }
}

fn resident_kb(scene: &Scene) -> f64 {
    let about = std::fs::read_to_string(format!("/proc/{}/status", scene.pid())).expect("it runs");
    let line = about.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse().expect("a number");
    kib * 1.024
}
