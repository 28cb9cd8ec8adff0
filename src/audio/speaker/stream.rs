//! An open stream as the player sees it: how much is written, how much taken, whether it lives.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::audio::disposable::Disposable;
use crate::audio::speaker::callback::{AHEAD, PlaybackEnd};
use crate::audio::watchdog::Watchdog;

/// From asking for a device to its first callback.
pub(super) const OPENING: Duration = Duration::from_secs(6);

/// A stream without callbacks for so long is dead; sooner when its error callback said so too.
const DEAD_AFTER: Duration = Duration::from_millis(1_000);
const DEAD_WHEN_SAID: Duration = Duration::from_millis(300);

/// How long a device that was just opened hears nothing but silence. Headphones without a cable sleep, and
/// lose half a second to a whole one of what they are given first: the first syllable.
pub(super) const WAKING: Duration = Duration::from_secs(1);

/// The loudspeaker's stream.
pub(super) enum Stream {
    Closed,
    Opening { asked: Instant, thread: Disposable },
    Open(Box<Live>),
}

/// An open stream.
pub(super) struct Live {
    thread: Disposable,
    pub(super) end: PlaybackEnd,
    /// Number of the next frame to be written.
    written: u64,
    watchdog: Watchdog,
    opened: Instant,
    /// When its first callback was noticed.
    called: Option<Instant>,
    /// Silence from then on, before anything is played.
    waking: Duration,
}

impl Live {
    pub(super) fn new(thread: Disposable, end: PlaybackEnd, now: Instant) -> Self {
        Self {
            thread,
            end,
            written: 0,
            watchdog: Watchdog::new(now),
            opened: now,
            called: None,
            waking: Duration::ZERO,
        }
    }

    /// The same, for a device that may sleep: it is given `waking` of silence first.
    pub(super) fn waking(self, waking: Duration) -> Self {
        Self { waking, ..self }
    }

    /// Whether what is played now is heard from its first frame on.
    pub(super) fn is_awake(&self, now: Instant) -> bool {
        self.waking.is_zero()
            || self.called.is_some_and(|at| now.saturating_duration_since(at) >= self.waking)
    }

    /// Number of the next frame to be written.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Number of the next frame that the device will take; one before it may be in its hands just now.
    pub(super) fn taken(&self) -> u64 {
        let ring = &self.end.samples;
        self.written.saturating_sub(ring.buffer().capacity().saturating_sub(ring.slots()) as u64)
    }

    /// Whether stale frames have not been skipped yet.
    pub(super) fn is_cutting(&self) -> bool {
        let counts = &self.end.counts;
        counts.stale_to() > counts.discarded_to.load(Ordering::Acquire)
    }

    /// Frames that may be written now.
    pub(super) fn room(&self) -> usize {
        let heard_from = self.taken().max(self.end.counts.stale_to());
        let ahead = self.written.saturating_sub(heard_from) as usize;
        let free = self.end.shape.frames_in(AHEAD).saturating_sub(ahead);
        free.min(self.end.samples.slots())
    }

    /// Writes what there is room for, and takes it out of `frames`.
    pub(super) fn write(&mut self, frames: &mut Vec<f32>) {
        self.write_up_to(self.room(), frames);
    }

    /// Writes so many of those that will take the place of what is in the ring: that doesn't count.
    pub(super) fn write_in_place(&mut self, count: usize, frames: &mut Vec<f32>) {
        self.write_up_to(count.min(self.end.samples.slots()), frames);
    }

    fn write_up_to(&mut self, room: usize, frames: &mut Vec<f32>) {
        let count = frames.len().min(room);
        let (pushed, _) = self.end.samples.push_partial_slice(frames.get(..count).unwrap_or(&[]));
        let pushed = pushed.len();
        self.written += pushed as u64;
        frames.drain(..pushed);
    }

    /// Declares everything before `to` stale; see [`PlaybackCounts::cut`](super::callback::PlaybackCounts::cut).
    pub(super) fn cut(&self, to: u64, aligned: Option<(u64, f64)>) {
        self.end.counts.cut(to, aligned);
    }

    /// Declares everything written so far stale.
    pub(super) fn discard(&self) {
        self.cut(self.written, None);
    }

    /// The frame at which the callback cut, once it has.
    pub(super) fn discarded_from(&self) -> Option<u64> {
        let is_done = self.end.counts.discarded_to.load(Ordering::Acquire) >= self.written;
        is_done.then(|| self.end.counts.discarded_from.load(Ordering::Relaxed))
    }

    pub(super) fn is_dead(&mut self, now: Instant) -> bool {
        let counts = &self.end.counts;
        let callbacks = counts.callbacks.load(Ordering::Acquire);
        let quiet = self.watchdog.quiet_for(callbacks, now);
        if self.called.is_none() && callbacks > 0 {
            self.called = Some(now);
        }
        if self.called.is_none() {
            return now.duration_since(self.opened) > OPENING;
        }
        let said_gone = counts.errors.said_gone();
        quiet >= if said_gone { DEAD_WHEN_SAID } else { DEAD_AFTER }
    }

    /// Closes it and waits a moment.
    pub(super) fn part(self) {
        self.thread.part();
    }
}
