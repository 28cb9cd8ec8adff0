//! One run of the program, with what it took.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::e2e::program::GREENROOM;

/// Processor time that any file may take, seconds, in a program that was built to be fast.
const MOST_SECS: f64 = 2.0;

/// How much slower one is that was built to be tested.
const SLOWER: f64 = if cfg!(debug_assertions) { 4.0 } else { 1.0 };

/// Memory that any file may take, MiB.
const MOST_MIB: u64 = 200;

/// Runs a program, gives up on it after a time, and tells what it took: processor time and memory, as the
/// system counts them for a child that has ended.
const WATCHER: &str = "
import json, resource, subprocess, sys
try:
    ran = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    code, out, err = ran.returncode, ran.stdout, ran.stderr
except subprocess.TimeoutExpired:
    code, out, err = None, b'', b'it hangs'
took = resource.getrusage(resource.RUSAGE_CHILDREN)
text = lambda some: some.decode('utf-8', 'replace')
print(json.dumps({'code': code, 'out': text(out), 'err': text(err),
                  'secs': took.ru_utime + took.ru_stime, 'mib': took.ru_maxrss // 1024}))
";

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Processor time, seconds.
    pub secs: f64,
    /// The most memory, MiB.
    pub mib: u64,
}

impl Ran {
    /// Whether time and memory are in bounds.
    pub fn is_within_bounds(&self) -> bool {
        self.secs < MOST_SECS * SLOWER && self.mib < MOST_MIB
    }

    /// The most that any took, in words.
    pub fn worst(all: &[Self]) -> String {
        let secs = all.iter().map(|ran| ran.secs).fold(0.0, f64::max);
        let mib = all.iter().map(|ran| ran.mib).max().unwrap_or(0);
        let built = if cfg!(debug_assertions) { " in a build without optimising" } else { "" };
        format!("{secs:.1} s of processor time{built} and {mib} MiB at most")
    }
}

/// Runs it with its files in `data`, `DATA` standing for that folder. It must end by itself, well or with a
/// sentence, and in bounds.
pub fn run(data: &Path, arguments: &[&str]) -> Ran {
    let ran = run_in(data, arguments);
    assert!(ran.is_within_bounds(), "{arguments:?} took {} s, {} MiB", ran.secs, ran.mib);
    ran
}

/// [`run`] without bounds.
pub fn run_in(data: &Path, arguments: &[&str]) -> Ran {
    let folder = data.to_string_lossy();
    let arguments: Vec<_> =
        arguments.iter().map(|one| if *one == "DATA" { &*folder } else { one }).collect();
    let watcher = Command::new("python3")
        .args(["-c", WATCHER, GREENROOM])
        .args(&arguments)
        .env("GREENROOM_DATA", data)
        .env("GREENROOM_CACHE", data.join("cache"))
        .stdin(Stdio::null())
        .output()
        .expect("python3 is installed");
    assert!(watcher.status.success(), "{}", String::from_utf8_lossy(&watcher.stderr));
    let told: Value = serde_json::from_slice(&watcher.stdout).expect("what it took");
    let text = |key: &str| told[key].as_str().unwrap_or_default().to_owned();
    let (out, err) = (text("out"), text("err"));
    let code = told["code"].as_i64().unwrap_or_else(|| panic!("{arguments:?} hangs"));
    let said = err.lines().any(|line| line.starts_with("greenroom: "));
    let is_sentence = code == 0 || (matches!(code, 1 | 2) && said);
    let is_usage = code == 2 && err.starts_with("error: ");
    assert!(is_sentence || is_usage, "{arguments:?} ended with {code}: {err}");
    Ran {
        out,
        err,
        secs: told["secs"].as_f64().expect("seconds"),
        mib: told["mib"].as_u64().expect("MiB"),
    }
}
