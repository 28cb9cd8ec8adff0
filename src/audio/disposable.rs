//! A thread per stream, because a stream may hang.
//!
//! Opening or dropping a stream on a frozen sound server blocks for good (measured on both Linux
//! backends). So each stream is opened, held and dropped on a named thread of its own; whoever ordered
//! it only sends and receives. A thread that doesn't come back is left behind with what it holds: it
//! can't be interrupted, and waiting for it would freeze an interview.

use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long the end of a program waits for streams to close.
const PARTING: Duration = Duration::from_millis(500);

/// What a thread of its own holds.
pub(super) trait Held {
    /// Has a look at how it is doing; called on the thread that holds it, so it may block. Returns when the
    /// next look is due, or `None` for never.
    fn look(&mut self) -> Option<Duration> {
        None
    }
}

#[cfg(test)]
impl Held for () {}

/// A stream on its thread. Dropping this asks the thread to drop the stream, and doesn't wait.
pub(super) struct Disposable {
    /// Its disconnection is the signal.
    _hold: SyncSender<()>,
    thread: JoinHandle<()>,
}

impl Disposable {
    /// Runs `open` on a thread called `name`, hands its outcome to `report` and keeps what it holds
    /// until this is dropped.
    pub(super) fn spawn<H: Held, T, E>(
        name: &str,
        open: impl FnOnce() -> Result<(H, T), E> + Send + 'static,
        report: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (hold, held) = sync_channel::<()>(0);
        let thread = std::thread::Builder::new().name(name.into()).spawn(move || match open() {
            Ok((mut stream, opened)) => {
                report(Ok(opened));
                // Only ever ends by disconnection.
                while let Some(next) = stream.look() {
                    if held.recv_timeout(next) != Err(RecvTimeoutError::Timeout) {
                        return;
                    }
                }
                let _disconnected = held.recv();
            }
            Err(error) => report(Err(error)),
        })?;
        Ok(Self { _hold: hold, thread })
    }

    /// Lets the stream go and gives its thread a moment to do so.
    pub(super) fn part(self) {
        let Self { _hold: hold, thread } = self;
        drop(hold);
        join_within(thread, PARTING);
    }
}

/// Joins a thread that should be ending. After `limit` it is left behind and said so.
pub(crate) fn join_within(thread: JoinHandle<()>, limit: Duration) {
    let name = thread.thread().name().unwrap_or("unnamed").to_owned();
    let until = Instant::now() + limit;
    while !thread.is_finished() {
        if Instant::now() >= until {
            log::warn!("the thread {name} does not end and is left behind");
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    if thread.join().is_err() {
        log::error!("the thread {name} has panicked");
    }
}
