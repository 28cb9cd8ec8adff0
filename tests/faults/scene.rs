//! A rehearsal in the terminal with one question, in which something goes wrong.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use crate::e2e::devices::Ended;
use crate::e2e::program::GREENROOM;

/// Longer than anything may take, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program, its keys, and what it says and when.
pub struct Scene {
    child: Ended,
    keys: Option<ChildStdin>,
    lines: Receiver<(Instant, String)>,
    said: Vec<(Instant, String)>,
    /// Lines up to this one have been waited for.
    seen: usize,
}

/// A program's end.
pub struct Gone {
    pub at: Instant,
    pub status: ExitStatus,
}

impl Scene {
    /// Starts it with files in `data`; `wrap` makes the command that runs the program.
    pub fn run(data: &Path, pacing: &str, wrap: impl FnOnce(&str) -> Command) -> Self {
        let mut child = wrap(GREENROOM)
            .args(["rehearse", "--pacing", pacing, "--questions", "1", "--seed", "1", "--out"])
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let keys = child.stdin.take();
        let (tell, lines) = sync_channel(4096);
        let out = child.stdout.take().expect("its output is ours");
        let err = child.stderr.take().expect("its errors are ours");
        listen(out, tell.clone());
        listen(err, tell);
        Self { child: Ended(child), keys, lines, said: Vec::new(), seen: 0 }
    }

    /// Waits for a line with these words, behind the one waited for last; says when it came.
    pub fn wait_for(&mut self, words: &str) -> Instant {
        self.look_for(words, PATIENCE)
            .unwrap_or_else(|| panic!("waited for “{words}”; it said\n{}", self.all()))
    }

    /// The same, for so long at most.
    pub fn look_for(&mut self, words: &str, patience: Duration) -> Option<Instant> {
        let until = Instant::now() + patience;
        loop {
            let behind = self.said.iter().enumerate().skip(self.seen);
            let found =
                behind.filter(|(_, (_, line))| line.contains(words)).map(|(nth, _)| nth).next();
            if let Some(nth) = found {
                self.seen = nth + 1;
                return Some(self.said[nth].0);
            }
            let left = until.saturating_duration_since(Instant::now());
            self.said.push(self.lines.recv_timeout(left).ok()?);
        }
    }

    /// Looks for what comes next in all it has said.
    pub fn look_back(&mut self) {
        self.seen = 0;
    }

    /// Types a line.
    pub fn press(&mut self, line: &str) {
        let keys = self.keys.as_mut().expect("it takes keys");
        writeln!(keys, "{line}").expect("it takes keys");
    }

    /// Types a line, if there is still somebody to read it.
    pub fn try_press(&mut self, line: &str) {
        let _gone = self.keys.as_mut().map(|keys| writeln!(keys, "{line}"));
    }

    /// Its end, if that comes within this time.
    pub fn gone_within(&mut self, patience: Duration) -> Option<Gone> {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            if let Some(status) = self.child.0.try_wait().expect("it can be waited for") {
                return Some(Gone { at: Instant::now(), status });
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        None
    }

    /// Waits until it records the answer; nobody listens to the greeting.
    pub fn answer(&mut self) {
        self.wait_for("says hello");
        self.press("s");
        self.wait_for("Recording your answer");
    }

    /// Waits until it is the candidate's turn to ask, and goes.
    pub fn leave(mut self) -> String {
        self.wait_for("Your turn");
        self.press("e");
        self.end()
    }

    /// Waits for its end, which must be a good one, and gives all it said.
    pub fn end(self) -> String {
        self.ended().0
    }

    /// The same with the time of its end.
    pub fn ended(mut self) -> (String, Instant) {
        let begun = Instant::now();
        loop {
            self.said.extend(self.lines.try_iter());
            if let Some(status) = self.child.0.try_wait().expect("it can be waited for") {
                let ended = Instant::now();
                // What was said last is on its way.
                while let Ok(line) = self.lines.recv_timeout(Duration::from_secs(1)) {
                    self.said.push(line);
                }
                let all = self.all();
                assert!(status.success(), "{status}\n{all}");
                assert!(!all.contains("panicked"), "{all}");
                return (all, ended);
            }
            assert!(begun.elapsed() < PATIENCE, "it goes on:\n{}", self.all());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Kills the program without warning; says when.
    pub fn kill(mut self) -> Instant {
        let pid = self.pid().to_string();
        let killed = Instant::now();
        let status = Command::new("kill").args(["-KILL", &pid]).status();
        assert!(status.is_ok_and(|status| status.success()), "it ran");
        let _status = self.child.0.wait();
        killed
    }

    /// The process of the program itself, which may have been started by another.
    pub fn pid(&self) -> u32 {
        let own = self.child.0.id();
        let begun = Instant::now();
        loop {
            if let Some(pid) = program_below(own) {
                return pid;
            }
            assert!(begun.elapsed() < PATIENCE, "the program does not start");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn all(&self) -> String {
        self.said.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n")
    }
}

fn listen(
    from: impl std::io::Read + Send + 'static,
    tell: std::sync::mpsc::SyncSender<(Instant, String)>,
) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if tell.send((Instant::now(), line)).is_err() {
                return;
            }
        }
    });
}

fn program_below(pid: u32) -> Option<u32> {
    let exe = std::fs::read_link(format!("/proc/{pid}/exe")).ok()?;
    if exe == Path::new(GREENROOM) {
        return Some(pid);
    }
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).ok()?.flatten();
    let children =
        tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    let below: Vec<u32> = children
        .flat_map(|line| line.split(' ').filter_map(|n| n.trim().parse().ok()).collect::<Vec<_>>())
        .collect();
    below.into_iter().find_map(program_below)
}
