//! The loudspeaker: one player for the interviewer's voice, recordings and cues.
//!
//! ```text
//! sound ─▶ stretches ─▶ speed ─▶ rate ─▶ gain ─▶ ring (0.6 s) ─callback─▶ device
//!        (rendered on the player's thread)
//! ```
//! One sound at a time: a new one takes the place of the old, or follows it, to the frame. It doesn't mix.
//! What changes while a sound plays (its speed, what is repeated or passed over) is rendered anew from the
//! place that the device takes next, and cut in there: heard at once, at the same place of the sound.
//! Files are read on the player's thread, never on the caller's. A disk that stands still makes orders wait
//! there; what sounds is silent when the ring is empty.

mod callback;
mod limit;
mod open;
mod plan;
mod playing;
mod position;
mod render;
mod sink;
mod sound;
mod stream;
#[cfg(test)]
mod tests;
mod thread;
mod timeline;

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use sink::SpeakerSink;
pub use sound::Sound;

use super::api::{DeviceRef, PlayId, PlayOptions, PlayerEvent, PlayerStatus};
use super::disposable::join_within;
use position::PlayerView;
use thread::{Message, PlayerThread};

/// Messages that can wait for the thread: it looks every 15 ms.
const WAITING_MESSAGES: usize = 256;

/// How long the end waits for the stream to close.
const PARTING: Duration = Duration::from_secs(1);

/// There is no thread, which is told to whoever wants something heard.
const NO_THREAD: &str = "Nothing can be played: the system has no thread or memory left for it. \
     Close other programs, then start Greenroom again";

/// A player. All methods return at once; what comes of them arrives as [`PlayerEvent`]s.
///
/// The device is opened when something is to be played, given a second of silence to wake up in, and closed
/// after three seconds without sound, unless it is to [stay open](Self::stay_open).
pub struct Player {
    messages: SyncSender<Message>,
    view: Arc<PlayerView>,
    events: thread::Events,
    thread: Option<JoinHandle<()>>,
    /// Whether the device may sleep: somebody hears it.
    may_sleep: bool,
}

impl Player {
    /// Starts the thread; nothing is opened yet. `events` is called from it and must not block.
    pub fn start(sink: SpeakerSink, events: impl Fn(PlayerEvent) + Send + Sync + 'static) -> Self {
        let (messages, waiting) = sync_channel(WAITING_MESSAGES);
        let view = Arc::new(PlayerView::default());
        let may_sleep = !sink.waking().is_zero();
        let (for_thread, to_self) = (Arc::clone(&view), messages.clone());
        let events: thread::Events = Arc::new(events);
        let told = Arc::clone(&events);
        let thread = std::thread::Builder::new()
            .name("player".into())
            .spawn(move || PlayerThread::new(sink, events, for_thread, to_self).run(&waiting))
            .inspect_err(|error| log::error!("the player's thread can't start: {error}"))
            .ok();
        Self { messages, view, events: told, thread, may_sleep }
    }

    /// Plays on this device from now on; what plays goes on there.
    pub fn open(&self, device: DeviceRef) {
        self.send(Message::Open(device));
    }

    /// Opens the device if it is closed, for what is to be played in the next seconds.
    pub fn wake(&self) {
        if self.may_sleep {
            self.send(Message::Wake);
        }
    }

    /// Opens the device and keeps it open, or no longer: what is played then is heard at once, and to its
    /// first syllable. One that is lost meanwhile is looked for again, and nobody is told.
    pub fn stay_open(&self, stays: bool) {
        if self.may_sleep {
            self.send(Message::StayOpen(stays));
        }
    }

    /// Whether what is played now is heard from its beginning on, or never will be: the device is open and
    /// has had its silence, or can't be opened.
    #[must_use]
    pub fn is_awake(&self) -> bool {
        !self.may_sleep || self.view.is_awake()
    }

    /// Plays `sound`, in place of all that plays or was to follow. [`PlayerEvent::Started`] and
    /// [`PlayerEvent::Ended`] follow, or [`PlayerEvent::Failed`]; what is replaced or stopped is not heard of
    /// again.
    pub fn play(&self, id: PlayId, sound: impl Into<Sound>, options: PlayOptions) {
        self.send(Message::Play(id, sound.into(), options));
    }

    /// Plays `sound` after all that plays or is to follow: exactly `gap` of silence, in frames, lies between.
    /// When nothing plays it begins after the gap. Events as for [`Self::play`].
    pub fn follow(&self, id: PlayId, sound: impl Into<Sound>, options: PlayOptions, gap: Duration) {
        self.send(Message::Follow(id, sound.into(), options, gap));
    }

    /// Plays this sound, now or when it comes, with another speed, gain, or other stretches to repeat or
    /// to pass over. What is heard goes on at its place. Where it begins and ends is not changed.
    pub fn change(&self, id: PlayId, options: PlayOptions) {
        self.send(Message::Change(id, options));
    }

    /// Pauses; [`Self::resume`] goes on where the sound broke off.
    pub fn pause(&self) {
        self.send(Message::Pause);
    }

    /// Goes on.
    pub fn resume(&self) {
        self.send(Message::Resume);
    }

    /// Goes to a place, in the clip's own time.
    pub fn seek(&self, to: Duration) {
        self.send(Message::Seek(to));
    }

    /// Stops. No event follows.
    pub fn stop(&self) {
        self.send(Message::Stop);
    }

    /// What is heard now.
    #[must_use]
    pub fn status(&self) -> PlayerStatus {
        self.view.status(Instant::now())
    }

    /// When what the device has taken so far has been heard, its latency included; `None` when nothing
    /// sounds. Asked just before [`Self::stop`], it tells until when a clip is still in the air.
    #[must_use]
    pub fn heard_until(&self) -> Option<Instant> {
        self.view.heard_until(Instant::now())
    }

    fn send(&self, message: Message) {
        match self.messages.try_send(message) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => log::error!("the player's thread does not keep up"),
            Err(TrySendError::Disconnected(Message::Play(id, ..) | Message::Follow(id, ..))) => {
                (self.events)(PlayerEvent::Failed(id, NO_THREAD.into()));
            }
            Err(TrySendError::Disconnected(_)) => log::error!("the player's thread has ended"),
        }
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.send(Message::End);
        if let Some(thread) = self.thread.take() {
            join_within(thread, PARTING);
        }
    }
}

impl std::fmt::Debug for Player {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Player").field("status", &self.status()).finish_non_exhaustive()
    }
}
