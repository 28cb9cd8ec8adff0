//! A disk that is full until the interview is over: the end says what is not there.

use std::path::Path;
use std::time::{Duration, Instant};

use super::{Bench, answering};
use crate::small_disk::SmallDisk;
use crate::table::Row;
use crate::{recovered, times};

/// Other places are tried for a quarter of a minute.
const ENDS_WITHIN: Duration = Duration::from_secs(40);

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn a_disk_that_fails_to_the_end_is_told_of_at_the_end() {
    let rounds = times(1, 5);
    let bench = Bench::with_noise(120.0 * rounds as f64);
    let longest = (0..rounds)
        .map(|round| ends_without_its_take(&bench, &bench.folder.path().join(round.to_string())))
        .max();
    Row {
        fault: "disk full until the interview is over",
        times: rounds,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "each ends with a sentence and exit code 1 after it has tried other places, {:.0} s at most; what is \
             there is recovered",
            longest.unwrap_or_default().as_secs_f64()
        ),
        passed: longest.is_some(),
    }
    .report();
}

/// Rehearses on it, goes on without the take, and gives how long the end took.
fn ends_without_its_take(bench: &Bench, place: &Path) -> Duration {
    let disk = SmallDisk::mount(&place.join("disk"), 48);
    let data = disk.path("data");
    let earlier = bench.prepare(&data);
    // There is no other disk to go to.
    std::fs::create_dir(disk.path("tmp")).expect("made");
    let there = disk.at.join("tmp");
    let mut scene = answering(&disk.at.join("data"), |program| {
        let mut command = disk.command(program);
        command.env("TMPDIR", &there);
        command
    });
    disk.fill();
    scene.wait_for("the disk is full");
    scene.press(".");
    scene.wait_for("could not be written");
    scene.press("w");
    scene.wait_for("Your turn");
    scene.press("e");
    let ends = Instant::now();
    let gone = scene.gone_within(ENDS_WITHIN).expect("it ends");
    assert_eq!(gone.status.code(), Some(1), "it does not call that a success");
    scene.look_back();
    scene.wait_for("other places are tried");
    scene.look_back();
    scene.wait_for("could not be saved whole");
    disk.free();
    let (_store, count) = recovered(&data);
    assert_eq!(count, 1, "what had been written is put into its place");
    earlier.assert_untouched(&data);
    gone.at.duration_since(ends)
}
