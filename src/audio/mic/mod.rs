//! The microphone: open through an interview, cutting takes out of its stream by frame number.
//!
//! ```text
//! device ─callback─▶ ring (6 s) ─▶ microphone's thread ─▶ take ─▶ its writer (.wav.part)
//!                                                           └──▶ saver (sync, rename)
//! ```
//! What is written into a take can be listened to as it comes, by way of a tap on the microphone's thread.
//!
//! A lost device is looked for again, that one and no other: which other microphone to go on with is for a
//! person to say. A take that it cut off waits meanwhile and goes on in the same file, and so does one that is
//! suspended.

mod absence;
mod capture;
mod live;
mod meter;
mod open;
mod piece;
mod preroll;
mod presence;
mod saver;
mod simulated;
mod source;
mod standstill;
mod take;
mod take_file;
mod thread;
mod write_behind;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use simulated::{SimulatedCandidate, SimulatedMic};
pub use source::MicSource;

use super::api::{
    DeviceRef, Levels, MicEvent, MicStats, Suspension, TakeBlock, TakeHandle, TakeSpec,
};
use super::disposable::join_within;
use crate::units::{Dbfs, Frames};
use meter::MicView;
use thread::{Message, MicThread};

/// Listens to what is written into takes.
type Tap = Box<dyn Fn(TakeBlock<'_>) + Send>;

/// Messages that can wait for the thread: it looks every 20 ms.
const WAITING_MESSAGES: usize = 256;

/// How long the end waits for takes to reach the disk.
const PARTING: Duration = Duration::from_secs(5);

/// There is no thread, which is told to whoever wants something of it.
const NO_THREAD: &str = "The microphone can't be used: the system has no thread or memory left for it. \
     Close other programs, then start Greenroom again";

/// A microphone. All methods return at once; what comes of them arrives as [`MicEvent`]s.
///
/// Dropping it ends a running take, saves it and waits for that, at most for some seconds.
pub struct Microphone {
    messages: SyncSender<Message>,
    view: Arc<MicView>,
    events: saver::Events,
    thread: Option<JoinHandle<()>>,
}

impl Microphone {
    /// Starts the threads; nothing is opened yet. `events` is called from them and must not block.
    pub fn start(source: MicSource, events: impl Fn(MicEvent) + Send + Sync + 'static) -> Self {
        Self::start_tapped(source, events, |_nobody_listens| {})
    }

    /// The same, with what is written into takes handed to `tap` as it comes. It is called from the
    /// microphone's thread, between draining and writing, and must not block.
    pub fn start_tapped(
        source: MicSource,
        events: impl Fn(MicEvent) + Send + Sync + 'static,
        tap: impl Fn(TakeBlock<'_>) + Send + 'static,
    ) -> Self {
        let (messages, waiting) = sync_channel(WAITING_MESSAGES);
        let view = Arc::new(MicView::default());
        let events: saver::Events = Arc::new(events);
        let (for_thread, told) = (Arc::clone(&view), Arc::clone(&events));
        let to_self = messages.clone();
        let spawned = std::thread::Builder::new().name("microphone".into()).spawn(move || {
            MicThread::new(source, events, Box::new(tap), for_thread, to_self).run(&waiting);
        });
        let thread = spawned
            .inspect_err(|error| {
                log::error!("the microphone's thread can't start: {error}");
                told(MicEvent::OpenFailed(NO_THREAD.into()));
            })
            .ok();
        Self { messages, view, events: told, thread }
    }

    /// Opens a device, in place of the one that is open. [`MicEvent::Ready`] or
    /// [`MicEvent::OpenFailed`] follows. A running take waits until it is resumed.
    pub fn open(&self, device: DeviceRef) {
        self.send(Message::Open(device));
    }

    /// Opens the device asked for last again; where a take waits for it, the very one that was lost, whatever
    /// the system's default is by now.
    pub fn reopen(&self) {
        self.send(Message::Reopen);
    }

    /// Lets a take wait until it is resumed: all frames captured up to this call belong to it, and none after.
    pub fn suspend_take(&self, handle: TakeHandle, why: Suspension) {
        self.send(Message::SuspendTake(handle, Instant::now(), why));
    }

    /// Goes on with a take that waits, in the stream that is open now, with what was captured since `from`.
    /// [`MicEvent::TakeResumed`] follows with the first frames.
    pub fn resume_take(&self, handle: TakeHandle, from: Instant) {
        self.send(Message::ResumeTake(handle, from));
    }

    /// Closes the device. A running take is saved with all that was captured.
    pub fn close(&self) {
        self.send(Message::Close);
    }

    /// Records a take. A take that is still running ends here and is saved.
    pub fn start_take(&self, spec: TakeSpec) {
        self.send(Message::StartTake(spec));
    }

    /// Ends a take now: all frames captured up to this call belong to it.
    pub fn finish_take(&self, handle: TakeHandle) {
        self.send(Message::FinishTake(handle, Instant::now()));
    }

    /// Lets a running or waiting take grow to `max`, shorter or longer than it was asked for with.
    /// What is recorded already stays: a shorter limit ends the take at once.
    pub fn limit_take(&self, handle: TakeHandle, max: Duration) {
        self.send(Message::LimitTake(handle, max));
    }

    /// Writes a take that failed, all of it, to another place. A take that is still running goes on
    /// there. [`MicEvent::TakeSaved`] follows when it is finished, or [`MicEvent::TakeFailed`] again.
    pub fn save_again(&self, handle: TakeHandle, path: PathBuf) {
        self.send(Message::SaveAgain(handle, path));
    }

    /// Tries again to write a take that failed, in its own place. [`MicEvent::TakeWritable`] or
    /// [`MicEvent::TakeSaved`] follows if that works, nothing if it doesn't.
    pub fn retry(&self, handle: TakeHandle) {
        self.send(Message::Retry(handle));
    }

    /// The running take and how much of it has been recorded.
    #[must_use]
    pub fn recorded(&self) -> Option<(TakeHandle, Frames, Duration)> {
        self.view.recorded()
    }

    /// The loudest sample since last asked, falling slowly: for a meter.
    #[must_use]
    pub fn level(&self) -> Dbfs {
        self.levels().shown
    }

    /// How loud it was since this or [`Self::level`] was asked last.
    #[must_use]
    pub fn levels(&self) -> Levels {
        self.view.levels(Instant::now())
    }

    /// How the stream is doing; zeros when none is open.
    #[must_use]
    pub fn stats(&self) -> MicStats {
        self.view.stats()
    }

    fn send(&self, message: Message) {
        match self.messages.try_send(message) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => log::error!("the microphone's thread does not keep up"),
            Err(TrySendError::Disconnected(message)) => self.refuse(&message),
        }
    }

    /// Nobody is there to do it: said, or an interview would believe that it records.
    fn refuse(&self, message: &Message) {
        match message {
            Message::Open(_) | Message::Reopen => {
                (self.events)(MicEvent::OpenFailed(NO_THREAD.into()));
            }
            Message::StartTake(spec) => {
                (self.events)(MicEvent::TakeRefused(spec.handle, NO_THREAD.into()));
            }
            _ => log::error!("the microphone's thread has ended"),
        }
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        self.send(Message::End);
        if let Some(thread) = self.thread.take() {
            join_within(thread, PARTING);
        }
    }
}

impl std::fmt::Debug for Microphone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Microphone").field("stats", &self.stats()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_its_thread_it_refuses_and_says_so() {
        let (events, told) = std::sync::mpsc::channel();
        let (messages, nobody) = sync_channel(1);
        drop(nobody);
        let microphone = Microphone {
            messages,
            view: Arc::default(),
            events: Arc::new(move |event| events.send(event).expect("somebody listens")),
            thread: None,
        };
        microphone.open(DeviceRef::Default);
        let handle = TakeHandle(7);
        let (path, from) = (PathBuf::from("take.wav"), Instant::now());
        microphone.start_take(TakeSpec { handle, path, from, max: Duration::MAX });
        microphone.finish_take(handle);
        drop(microphone);
        let told: Vec<_> = told.iter().collect();
        assert!(
            matches!(
                told.as_slice(),
                [MicEvent::OpenFailed(_), MicEvent::TakeRefused(TakeHandle(7), _)]
            ),
            "{told:?}"
        );
    }
}
