//! Hours of use: nothing grows, nothing is left open.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::e2e::devices::{self, Ended};
use crate::e2e::pacings;
use crate::e2e::program::GREENROOM;
use crate::e2e::session::{self, SessionFiles};
use crate::e2e::window::{Start, Window};
use crate::table::Row;
use crate::times;

/// What memory may grow by once the program is warm, mebibytes.
const GROWS_AT_MOST_MIB: f64 = 2.0;

/// What a program uses at a moment.
#[derive(Debug, Clone, Copy)]
struct Use {
    /// Memory that is its alone, whoever else runs the same program (anonymous), mebibytes.
    mib: f64,
    threads: usize,
    files: usize,
}

impl Use {
    /// `None` when the program has gone.
    fn of(pid: u32) -> Option<Self> {
        let of_it = |what: &str| format!("/proc/{pid}/{what}");
        let count = |what: &str| Some(std::fs::read_dir(of_it(what)).ok()?.count());
        let text = std::fs::read_to_string(of_it("smaps_rollup")).ok()?;
        let own = text.lines().find_map(|line| line.strip_prefix("Anonymous:"))?;
        let kib: f64 = own.split_whitespace().next()?.parse().ok()?;
        Some(Self { mib: kib / 1_024.0, threads: count("task")?, files: count("fd")? })
    }

    /// The least of these: what is used while nothing is under way.
    fn least(all: &[Self]) -> Self {
        let least = |of: fn(&Self) -> usize| all.iter().map(of).min().unwrap_or(0);
        Self {
            mib: all.iter().map(|one| one.mib).fold(f64::INFINITY, f64::min),
            threads: least(|one| one.threads),
            files: least(|one| one.files),
        }
    }
}

/// Has the allocator give back at once what is freed: what grows then is kept, and not only kept ready.
const GIVES_BACK: [(&str, &str); 3] = [
    ("MALLOC_ARENA_MAX", "1"),
    ("MALLOC_TRIM_THRESHOLD_", "65536"),
    ("MALLOC_MMAP_THRESHOLD_", "65536"),
];

/// What was used when warm, and at the end; fails what has grown.
fn report(fault: &'static str, times: usize, what: &str, warm: Use, end: Use) {
    Row {
        fault,
        times,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "{what}: memory {:.1} MiB when warm, {:.1} at the end; threads {} and {}; open files {} and {}",
            warm.mib, end.mib, warm.threads, end.threads, warm.files, end.files
        ),
        passed: end.mib - warm.mib <= GROWS_AT_MOST_MIB
            && end.threads <= warm.threads
            && end.files <= warm.files,
    }
    .report();
}

/// Interviews at the beginning and at the end that are compared, and those before that make it warm.
const COMPARED: usize = 2;
const WARMING: usize = 1;

#[test]
#[ignore = "takes a while; run by script/faults"]
fn hours_of_interviews_leave_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let data = folder.path().join("data");
    let all = times(6, 100);
    let child = Command::new(GREENROOM)
        .args(["demo", "--fast", "--questions", "1", "--seed", "1", "--json"])
        .args(["--times", &all.to_string(), "--out"])
        .arg(&data)
        .envs(GIVES_BACK)
        .stdout(Stdio::null())
        .spawn();
    let mut child = Ended(child.expect("the program starts"));
    // By the number of interviews begun.
    let mut used: BTreeMap<usize, Vec<Use>> = BTreeMap::new();
    let status = loop {
        if let Some(status) = child.0.try_wait().expect("it can be waited for") {
            break status;
        }
        let begun = count_sessions(&data);
        if let Some(now) = Use::of(child.0.id()) {
            used.entry(begun).or_default().push(now);
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "{status}");
    let folders = session::folders(&data.join("sessions"));
    assert_eq!(folders.len(), all, "an interview each time");
    let takes: Vec<_> = folders.iter().flat_map(|one| SessionFiles::read(one).takes).collect();
    let secs = takes.iter().map(|take| take.count("frames") as f64 / take.count("rate_hz") as f64);
    let answered: f64 = secs.sum();
    assert!(answered > 0.0, "each take has its sound: {takes:?}");
    let among = |from: usize| {
        let range = used.range(from..from + COMPARED);
        Use::least(&range.flat_map(|(_, all)| all.clone()).collect::<Vec<_>>())
    };
    let what = format!(
        "one process, a simulated candidate at forty times the pace, {:.0} min of answers, freed memory given \
         back at once",
        answered / 60.0
    );
    let (warm, end) = (among(WARMING + 1), among(all + 1 - COMPARED));
    report("interviews one after the other for hours", all, &what, warm, end);
}

fn count_sessions(data: &Path) -> usize {
    std::fs::read_dir(data.join("sessions")).map_or(0, Iterator::count)
}

/// Something that follows soon, or when the interviewer has said a few sentences.
const SOON: Duration = Duration::from_secs(60);

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn the_window_used_again_and_again_grows_no_larger() {
    devices::require();
    if !crate::is_whole() {
        return println!(
            "the window's long use is left to the whole run: it takes a minute a turn"
        );
    }
    let folder = tempfile::tempdir().expect("a folder for the test");
    let data = folder.path().join("data");
    pacings::write(&data);
    let (pacing, environment) = (pacings::OPEN_END, GIVES_BACK.as_slice());
    let mut window = Window::open(&Start { pacing, environment, ..Start::usual(&data) });
    let (warming, all) = (4, 16);
    let begun = Instant::now();
    for _ in 0..warming {
        rehearse_and_return(&mut window);
    }
    let warm = at_rest(window.pid());
    for _ in 0..all {
        rehearse_and_return(&mut window);
    }
    let end = at_rest(window.pid());
    let what = format!(
        "the real window, {:.0} s, freed memory given back at once",
        begun.elapsed().as_secs_f64()
    );
    report("rehearsing, listening and going back in the window", all, &what, warm, end);
}

/// An interview that is ended in its first answer, its take played, and back to the beginning.
fn rehearse_and_return(window: &mut Window) {
    window.click("Begin");
    window.control("I’m done", SOON);
    std::thread::sleep(Duration::from_secs(1));
    window.click("End…");
    window.click("End the interview");
    window.control("Play", SOON);
    window.click("Play");
    window.control("Pause", SOON);
    window.click("Prepare");
    window.control("Begin", SOON);
}

/// What it uses when nothing happens, once what was under way has ended.
fn at_rest(pid: u32) -> Use {
    let some = (0..20).map(|_| {
        std::thread::sleep(Duration::from_millis(100));
        Use::of(pid).expect("it runs")
    });
    Use::least(&some.collect::<Vec<_>>())
}
