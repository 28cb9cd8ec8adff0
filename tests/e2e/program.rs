//! The program, run as a person would at a terminal.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::devices::Ended;
use super::session::SessionFiles;
use super::sound::Sound;

/// The program under test.
pub const GREENROOM: &str = env!("CARGO_BIN_EXE_greenroom");

/// Runs it to its end, with a limit, and reads its JSON.
pub fn json(arguments: &[&str], limit: Duration) -> Value {
    let begun = Instant::now();
    let child = Command::new(GREENROOM)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut child = Ended(child);
    let out = child.0.stdout.take().expect("its output is ours");
    let reader = std::thread::spawn(move || std::io::read_to_string(out));
    let status = loop {
        if let Some(status) = child.0.try_wait().expect("it can be waited for") {
            break status;
        }
        assert!(begun.elapsed() < limit, "greenroom {arguments:?} took longer than {limit:?}");
        std::thread::sleep(Duration::from_millis(20));
    };
    let text = reader.join().expect("the reader ends").expect("its output is text");
    assert!(status.success(), "greenroom {arguments:?}: {status}\n{text}");
    serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{problem}:\n{text}"))
}

/// The first model answer as the demonstration speaks it: speech, the same every time. Leaves its session
/// in `data`.
pub fn spoken_answer(data: &Path) -> Sound {
    let out = data.to_string_lossy();
    let arguments = ["demo", "--fast", "--questions", "1", "--seed", "1", "--json", "--out", &out];
    json(&arguments, Duration::from_secs(60));
    SessionFiles::only(data).takes[0].sound()
}

/// A rehearsal in the terminal, under way.
#[derive(Debug)]
pub struct Rehearsal {
    child: Ended,
    keys: std::process::ChildStdin,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Rehearsal {
    /// Starts `greenroom rehearse` with files in `data`.
    pub fn start(data: &Path, pacing: &str, questions: u32) -> Self {
        Self::start_by(Command::new(GREENROOM), data, pacing, questions)
    }

    /// The same by this command, which may have its own environment or put something around the program.
    pub fn start_by(mut command: Command, data: &Path, pacing: &str, questions: u32) -> Self {
        let questions = questions.to_string();
        let program = command.args(["rehearse", "--seed", "1", "--questions", &questions]);
        Self::under_way(program, data, pacing)
    }

    /// The same with a bank of the user's own.
    pub fn of_bank(program: &mut Command, data: &Path, pacing: &str, bank: &str) -> Self {
        Self::under_way(program.args(["rehearse", "--bank", bank]), data, pacing)
    }

    fn under_way(program: &mut Command, data: &Path, pacing: &str) -> Self {
        let mut child = program
            .args(["--pacing", pacing])
            .arg("--out")
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let keys = child.stdin.take().expect("its input is ours");
        let out = BufReader::new(child.stdout.take().expect("its output is ours"));
        let (tell, lines) = sync_channel(1024);
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child: Ended(child), keys, lines, said: Vec::new() }
    }

    /// Waits for a line that holds these words.
    pub fn wait_for(&mut self, words: &str, patience: Duration) -> String {
        self.wait_for_one_of(&[words], patience)
    }

    /// Waits for a line that holds one of these.
    pub fn wait_for_one_of(&mut self, words: &[&str], patience: Duration) -> String {
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    self.said.push(line.clone());
                    if words.iter().any(|words| line.contains(words)) {
                        return line;
                    }
                }
                Err(why) => {
                    panic!("waited for {words:?} ({why}); it said:\n{}", self.said.join("\n"))
                }
            }
        }
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.0.id()
    }

    /// All that it has said so far.
    pub fn said(&mut self) -> String {
        self.said.extend(self.lines.try_iter());
        self.said.join("\n")
    }

    /// Presses a key: one letter a line.
    pub fn press(&mut self, key: char) {
        writeln!(self.keys, "{key}").expect("it takes keys");
    }

    /// Waits for the end of the program, which must be a good one.
    pub fn end(self, patience: Duration) {
        let (status, said) = self.ended(patience);
        assert!(status.success(), "{status}\n{said}");
    }

    /// Waits for the end of the program: how it ended, and all that it said.
    pub fn ended(mut self, patience: Duration) -> (ExitStatus, String) {
        let begun = Instant::now();
        loop {
            let status = self.child.0.try_wait().expect("it can be waited for");
            self.said.extend(self.lines.try_iter());
            if let Some(status) = status {
                // The rest comes to its end now.
                self.said.extend(self.lines.iter());
                return (status, self.said.join("\n"));
            }
            assert!(begun.elapsed() < patience, "it goes on:\n{}", self.said.join("\n"));
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
