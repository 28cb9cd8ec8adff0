//! One running helper process: lines to it, lines from it, never waiting for either.
//!
//! What to say when, time limits and restarts are not decided here (see `system`).

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;
use std::time::Duration;

use super::protocol::{MAX_LINE_BYTES, Order, Reply};

/// File name of the helper program.
const PROGRAM: &str = "greenroom-voice";
/// Orders that wait for the helper to read them; more means that it doesn't read.
const ORDERS: usize = 8;
/// How long a killed process may take to go away before it is left to the system, in steps of 5 ms.
const REAP_STEPS: u32 = 100;

/// The helper program beside this one.
#[must_use]
pub fn find_helper() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    // The second place is for tests, which run one folder below the programs.
    program.ancestors().skip(1).take(2).map(|dir| dir.join(&name)).find(|path| path.is_file())
}

/// What the helper's output brings.
#[derive(Debug)]
pub(super) enum Heard {
    /// A line that was understood.
    Said(Reply),
    /// There will be no more.
    Gone,
}

/// The process. Dropping kills it.
#[derive(Debug)]
pub(super) struct Helper {
    child: Child,
    orders: SyncSender<Order>,
}

impl Helper {
    /// Starts the program, without a shell, and calls `heard` on a thread of its own for every reply.
    ///
    /// Both threads end with the process. If something that the process started keeps its end of a pipe open,
    /// the reader waits on: it is abandoned on purpose, holding nothing but the pipe.
    pub fn start(program: &Path, heard: impl Fn(Heard) + Send + 'static) -> io::Result<Self> {
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (orders, inbox) = sync_channel(ORDERS);
        let threads =
            pipes.ok_or_else(|| io::Error::other("no pipes")).and_then(|(stdin, stdout)| {
                Builder::new()
                    .name("voice-helper-in".into())
                    .spawn(move || write(stdin, &inbox))?;
                Builder::new().name("voice-helper-out".into()).spawn(move || read(stdout, heard))
            });
        let helper = Self { child, orders };
        threads.map(|_abandoned_when_the_pipe_stays_open| helper)
    }

    /// Sends an order; false if the helper has stopped reading.
    #[must_use]
    pub fn tell(&self, order: Order) -> bool {
        self.orders.try_send(order).is_ok()
    }

    /// Whether the process still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill() {
            log::debug!("the voice helper could not be killed: {error}");
        }
        for _ in 0..REAP_STEPS {
            if !self.is_alive() {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        log::warn!("the voice helper was killed and is still there");
    }
}

/// The writing thread: until the helper is dropped, or its end of the pipe closed.
fn write(mut stdin: ChildStdin, orders: &Receiver<Order>) {
    while let Ok(order) = orders.recv() {
        let written = serde_json::to_string(&order)
            .map_err(io::Error::from)
            .and_then(|line| writeln!(stdin, "{line}"))
            .and_then(|()| stdin.flush());
        if written.is_err() {
            return;
        }
    }
}

/// The reading thread: until the pipe ends, or brings a line without end.
fn read(stdout: ChildStdout, heard: impl Fn(Heard)) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        match stdout.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => break,
            Ok(_) if line.last() != Some(&b'\n') => break,
            Ok(_) => {}
        }
        match serde_json::from_slice(&line) {
            Ok(reply) => heard(Heard::Said(reply)),
            Err(_other_people_write_here_too) => {
                log::debug!("the voice helper wrote a line that is no reply")
            }
        }
    }
    heard(Heard::Gone);
}
