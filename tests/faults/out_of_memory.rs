//! The system gives no more memory while an answer is recorded.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::again::until_so_many_count;
use crate::e2e::devices;
use crate::e2e::pacings;
use crate::e2e::sound::{RATE, Sound};
use crate::earlier::Earlier;
use crate::scene::{Gone, Scene};
use crate::stream::Stream;
use crate::table::Row;
use crate::{recovered, sessions_in_order, times};

/// Memory that is still given, bytes: less than measuring a take may want.
const STILL_GIVEN: std::ops::Range<u64> = 0..64 * 1024;

/// As much sound as may be lost when power is (README, "What it promises"), milliseconds.
const LOST_AT_MOST_MS: f64 = 1_000.0;

/// What became of one.
struct Outcome {
    /// It ended by itself; else it did with what it had, and was killed.
    died: bool,
    lost_ms: f64,
}

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn without_memory_it_may_end_but_leaves_everything_readable() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let all = times(4, 60);
    let stream = Stream::begin(folder.path(), 120.0 + 10.0 * all as f64);
    let counted = until_so_many_count(4, all, |seed| {
        starved(&folder.path().join(seed.to_string()), seed, &stream)
    });
    let died = counted.outcomes.iter().filter(|outcome| outcome.died).count();
    let lost_ms: Vec<f64> = counted.outcomes.iter().map(|outcome| outcome.lost_ms).collect();
    Row {
        fault: "no more memory is given while an answer is recorded",
        times: lost_ms.len(),
        passed: (died > 0 || all < 10)
            && lost_ms.len() >= all
            && lost_ms.iter().all(|ms| *ms <= LOST_AT_MOST_MS),
        lost_ms,
        unreadable: 0,
        also: format!(
            "{died} ended by themselves, the others did with what they had until they were killed; each take \
             whole or recovered into its place, earlier takes byte-identical; {} more not counted, since the noise \
             itself had holes",
            counted.others
        ),
    }
    .report();
}

/// An answer in the middle of which memory runs out, and that is ended a little later; `None` if some of it was lost
/// before it came to the program.
fn starved(data: &Path, seed: u64, stream: &Stream) -> Option<Outcome> {
    pacings::write_with_voice(data, "silent");
    let earlier = Earlier::put(data);
    let mut rng = StdRng::seed_from_u64(seed);
    let mut moment = |most_ms: u64| Duration::from_millis(rng.random_range(300..most_ms));
    let (first, then) = (moment(2_000), moment(1_500));
    let begun = Instant::now();
    let mut scene = Scene::run(data, pacings::QUICK, |program| Command::new(program));
    scene.answer();
    std::thread::sleep(first);
    give_no_more_than(scene.pid(), rng.random_range(STILL_GIVEN));
    let mut gone = scene.gone_within(then);
    let mut ended = Instant::now();
    if gone.is_none() {
        // Saving and measuring the take want memory.
        ended = Instant::now();
        scene.try_press(".");
        gone = scene.gone_within(Duration::from_secs(4));
    }
    let died = gone.is_some();
    match gone {
        // An answer that was over when the program ended is not longer for it.
        Some(Gone { at, status }) => {
            assert_eq!(status.code(), None, "it is aborted, as everything without memory is");
            ended = ended.min(at);
        }
        None => drop(scene.kill()),
    }
    let (store, _count) = recovered(data);
    let sessions = sessions_in_order(&store);
    let takes: Vec<_> = sessions.first().into_iter().flat_map(|session| &session.takes).collect();
    let [take] = takes.as_slice() else { panic!("one take: {takes:?}") };
    earlier.assert_untouched(data);
    let sound = Sound::read(&take.wav).samples;
    let Some(end) = stream.end_of(&sound) else {
        // On a machine that is kept busy the noise itself has holes, for the witness, too; what is there was sent.
        assert!(
            stream.was_torn(begun, ended) && stream.has_sent_both_ends(&sound),
            "the take is the sound that was sent"
        );
        return None;
    };
    let lost_ms = (stream.sent_by(ended) - end as f64) / f64::from(RATE) * 1_000.0;
    Some(Outcome { died, lost_ms: lost_ms.max(0.0) })
}

/// Limits what it may write to (`RLIMIT_DATA`) to what it has now and this.
fn give_no_more_than(pid: u32, more_bytes: u64) {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmData:")).expect("a size");
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    let limit = kib * 1024 + more_bytes;
    let done = Command::new("prlimit")
        .args([format!("--pid={pid}"), format!("--data={limit}:{limit}")])
        .status();
    assert!(done.is_ok_and(|status| status.success()), "prlimit");
}
