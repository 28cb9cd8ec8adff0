//! The terminal rehearsal, driven by its keys, with the time of every line it says.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::e2e::pacings;
use crate::scene::Scene;

/// What the program says when an answer is recorded.
pub const RECORDING: &str = "Recording your answer";

/// The program under way.
pub struct Terminal(Scene);

impl Terminal {
    /// Starts an interview with one question and nobody who speaks, files in `data`, and goes on to the
    /// recording of its answer, or to `until`.
    pub fn start(data: &Path, environment: &[(&str, &str)], until: &str) -> Self {
        pacings::write_with_voice(data, "silent");
        let mut this = Self::open(data, environment);
        this.wait_for("The interviewer says hello");
        this.press('s');
        this.wait_for("Question 1 of 1");
        this.press('.');
        this.wait_for(until);
        this
    }

    /// The same with somebody who speaks, from the very beginning, through Greenroom's own loudspeaker: the
    /// computer's voices speak past it.
    pub fn speaking(data: &Path, environment: &[(&str, &str)]) -> Self {
        pacings::write_with_voice(data, "built-in");
        Self::open(data, environment)
    }

    fn open(data: &Path, environment: &[(&str, &str)]) -> Self {
        Self(Scene::run(data, pacings::QUICK, |program| {
            let mut command = Command::new(program);
            command.envs(environment.iter().copied());
            command
        }))
    }

    /// Waits for a line that holds these words, and says when it came.
    pub fn wait_for(&mut self, words: &str) -> Instant {
        self.0.wait_for(words)
    }

    /// The same, for so long at most.
    pub fn look_for(&mut self, words: &str, patience: Duration) -> Option<Instant> {
        self.0.look_for(words, patience)
    }

    /// Presses a key: one letter a line.
    pub fn press(&mut self, key: char) {
        self.0.press(&key.to_string());
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.0.pid()
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
    pub fn end(self, since: Instant) -> Duration {
        self.0.ended().1.saturating_duration_since(since)
    }
}
