//! The terminal rehearsal, driven by its keys, with the time of every line it says.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use crate::e2e::devices::Ended;
use crate::e2e::program::GREENROOM;

/// What the program says when an answer is recorded.
pub const RECORDING: &str = "Recording your answer";

/// Quick to come to its answer; nobody ends that but the candidate.
const BRISK: &str = r#"
[[pacing]]
name = "Brisk"
about = "For tests."
speech_wpm = 260
think_secs = 0
answer = [600, 1200]
stop = "off"
hold_secs = 0
between_secs = 0
repeats = 0
takes = 1
order = "listed"
question_text = "shown"
probes = 0
clock = "shown"
"#;

/// The program under way.
pub struct Terminal {
    child: Ended,
    keys: std::process::ChildStdin,
    lines: Receiver<(Instant, String)>,
    said: Vec<String>,
}

impl Terminal {
    /// Starts an interview with one question and nobody who speaks, files in `data`, and goes on to the
    /// recording of its answer, or to `until`.
    pub fn start(data: &Path, environment: &[(&str, &str)], until: &str) -> Self {
        std::fs::create_dir_all(data).expect("the data folder can be made");
        std::fs::write(data.join("pacings.toml"), BRISK).expect("a pacing can be written");
        std::fs::write(data.join("settings.toml"), "schema = 1\n[voice]\nengine = \"silent\"\n")
            .expect("settings can be written");
        let child = Command::new(GREENROOM)
            .args(["rehearse", "--pacing", "Brisk", "--seed", "1", "--questions", "1", "--out"])
            .arg(data)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = Ended(child.expect("the program starts"));
        let keys = child.0.stdin.take().expect("its input is ours");
        let out = BufReader::new(child.0.stdout.take().expect("its output is ours"));
        let (tell, lines) = sync_channel(1024);
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if tell.send((Instant::now(), line)).is_err() {
                    return;
                }
            }
        });
        let mut this = Self { child, keys, lines, said: Vec::new() };
        this.wait_for("The interviewer says hello");
        this.press('s');
        this.wait_for(until);
        this
    }

    /// Waits for a line that holds these words, and says when it came.
    pub fn wait_for(&mut self, words: &str) -> Instant {
        self.look_for(words, Duration::from_secs(60))
            .unwrap_or_else(|| panic!("waited for “{words}”; it said:\n{}", self.said.join("\n")))
    }

    /// The same, for so long at most.
    pub fn look_for(&mut self, words: &str, patience: Duration) -> Option<Instant> {
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let (when, line) = self.lines.recv_timeout(left).ok()?;
            let is_it = line.contains(words);
            self.said.push(line);
            if is_it {
                return Some(when);
            }
        }
    }

    /// Presses a key: one letter a line.
    pub fn press(&mut self, key: char) {
        writeln!(self.keys, "{key}").expect("it takes keys");
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.0.id()
    }

    /// Files and threads it has open.
    pub fn holds(&self) -> (usize, usize) {
        let count = |what: &str| {
            let entries = std::fs::read_dir(format!("/proc/{}/{what}", self.pid()));
            entries.expect("it runs").count()
        };
        (count("fd"), count("task"))
    }

    /// Time it has had on a processor.
    pub fn worked(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).expect("it runs");
        let behind_name = stat.rsplit_once(')').expect("a name in brackets").1;
        let fields: Vec<&str> = behind_name.split_whitespace().collect();
        // `utime` and `stime` are the 14th and 15th of all, in hundredths of a second.
        let ticks = |nth: usize| fields[nth - 3].parse::<u64>().expect("a number");
        Duration::from_millis((ticks(14) + ticks(15)) * 10)
    }

    /// Waits for its end, which must be a good one, and says how long it took from `since`.
    pub fn end(mut self, since: Instant) -> Duration {
        loop {
            self.said.extend(self.lines.try_iter().map(|(_, line)| line));
            if let Some(status) = self.child.0.try_wait().expect("it can be waited for") {
                assert!(status.success(), "{status}\n{}", self.said.join("\n"));
                return since.elapsed();
            }
            let in_time = since.elapsed() < Duration::from_secs(60);
            assert!(in_time, "it goes on:\n{}", self.said.join("\n"));
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}
