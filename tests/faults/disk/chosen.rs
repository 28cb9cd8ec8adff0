//! The disk is full, another folder is chosen, and then the program is killed.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use greenroom::rehearsal::recover;
use greenroom::store::{Folders, Store};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::{Bench, answering, latest};
use crate::e2e::sound::{RATE, Sound};
use crate::small_disk::SmallDisk;
use crate::table::Row;
use crate::{recovered, times};

/// The most sound that a killed program may lose, milliseconds (README, "What it promises").
const LOST_AT_MOST_MS: f64 = 100.0;

/// Side by side: each writes to a disk of its own.
const AT_ONCE: usize = 4;

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn killed_after_another_folder_was_chosen_the_next_start_brings_the_take_home() {
    let all = times(1, 20);
    let bench = Bench::with_noise(60.0 + 60.0 * all.div_ceil(AT_ONCE) as f64);
    let lost = Mutex::new(Vec::new());
    let rounds: Vec<u64> = (0..all as u64).collect();
    for seeds in rounds.chunks(AT_ONCE) {
        std::thread::scope(|scope| {
            for seed in seeds {
                let (bench, lost) = (&bench, &lost);
                scope.spawn(move || {
                    let place = bench.folder.path().join(format!("killed-{seed}"));
                    std::fs::create_dir(&place).expect("made");
                    let (killed, ms) = killed_elsewhere(bench, &place, *seed);
                    lost.lock().expect("no panic").push((killed, ms));
                });
            }
        });
    }
    let lost = lost.into_inner().expect("no panic");
    let is_kept =
        |(killed, ms): &&(Instant, f64)| *ms <= LOST_AT_MOST_MS || bench.stalls.before(*killed);
    let passed = lost.iter().filter(is_kept).count() == all;
    Row {
        fault: "killed after another folder was chosen",
        times: lost.len(),
        lost_ms: lost.into_iter().map(|(_, ms)| ms).collect(),
        unreadable: 0,
        also: "a start without that folder says so and keeps what it has; the next with it puts the take whole \
               into its place, once, and leaves nothing there"
            .to_owned(),
        passed,
    }
    .report();
}

/// Kills an interview whose answer goes on in another folder. When, and how much of what had been sent by then
/// is not in the take, milliseconds.
fn killed_elsewhere(bench: &Bench, place: &Path, seed: u64) -> (Instant, f64) {
    let disk = SmallDisk::mount(&place.join("disk"), 48);
    let data = disk.path("data");
    let earlier = bench.prepare(&data);
    let other = place.join("stick");
    std::fs::create_dir(&other).expect("made");
    let mut scene = answering(&disk.at.join("data"), |program| disk.command(program));
    disk.fill();
    scene.wait_for("the disk is full");
    scene.press(&format!("f {}", other.display()));
    scene.wait_for("on the disk again");
    let millis = StdRng::seed_from_u64(seed).random_range(0..3_000);
    std::thread::sleep(Duration::from_millis(millis));
    let killed = scene.kill();

    let away = place.join("pulled-out");
    std::fs::rename(&other, &away).expect("pulled out");
    disk.free();
    let store = Store::open(Folders::at(&data)).0;
    let told = recover(&store);
    assert!(told.iter().any(|one| one.sentence.contains("is not there now")), "{told:?}");
    drop(store);
    std::fs::rename(&away, &other).expect("put in again");

    let (store, _count) = recovered(&data);
    let session = latest(&store);
    let [take] = session.takes.as_slice() else { panic!("one take: {session:?}") };
    assert_eq!(take.problem, None, "{take:?}");
    let name = (take.record.question_id.as_str(), take.record.position, take.record.take);
    assert_eq!(name, (session.record.plan[0].as_str(), 0, 1));
    assert_eq!(take.wav.parent(), Some(session.path.as_path()));
    assert_eq!(std::fs::read_dir(&other).expect("there").count(), 0, "nothing is left there");
    earlier.assert_untouched(&data);
    let sound = Sound::read(&take.wav);
    let end = bench.stream.end_of(&sound.samples);
    let end = end.expect("the take is the sound that was sent, unbroken");
    let lost = (bench.stream.sent_by(killed) - end as f64) / f64::from(RATE) * 1_000.0;
    (killed, lost)
}
