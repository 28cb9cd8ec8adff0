//! An open stream as the microphone's thread sees it: drained, made mono, numbered and watched.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::audio::clock::StreamClock;
use crate::audio::disposable::Disposable;
use crate::audio::mic::capture::{Anchor, CaptureEnd};
use crate::audio::mic::meter::StreamView;
use crate::audio::mic::open::Opened;
use crate::audio::mic::preroll::Preroll;
use crate::audio::mic::presence::Presence;
use crate::audio::mic::standstill::Standstill;
use crate::audio::mic::take::Take;
use crate::audio::mono::SpokenChannel;
use crate::audio::watchdog::Watchdog;

/// How far back a take may begin.
const PREROLL: Duration = Duration::from_millis(1_500);

/// The clock is not sure of less: an overrun that cost no more is not told as a gap.
const LEAST_LOSS: Duration = Duration::from_millis(3);

/// Frames are handled in portions of this length, so that the pre-roll always covers the newest.
const PORTION: Duration = Duration::from_millis(250);

/// A stream without callbacks for so long is dead.
const DEAD_AFTER: Duration = Duration::from_millis(500);

/// The same, however large its blocks are.
const DEAD_AT_LAST: Duration = Duration::from_secs(5);

/// The same, when its error callback said so too.
const DEAD_WHEN_SAID: Duration = Duration::from_millis(150);

/// An open stream.
pub(super) struct Live {
    thread: Disposable,
    pub(super) name: String,
    /// Stable id of the device, if it has one.
    pub(super) id: Option<String>,
    presence: Arc<Presence>,
    pub(super) opened: Instant,
    pub(super) end: CaptureEnd,
    pub(super) view: Arc<StreamView>,
    clock: StreamClock,
    chooser: SpokenChannel,
    preroll: Preroll,
    watchdog: Watchdog,
    standstill: Standstill,
    /// Where frames were lost, and how many: (frame number, frames).
    losses: VecDeque<(u64, u64)>,
    interleaved: Vec<f32>,
    mono: Vec<f32>,
}

impl Live {
    pub(super) fn new(opened: Opened, thread: Disposable, asked: Instant) -> Self {
        let Opened { name, id, end, presence } = opened;
        let shape = end.shape;
        Self {
            thread,
            name,
            id,
            presence,
            opened: asked,
            view: Arc::new(StreamView::new(&end)),
            clock: StreamClock::new(shape.frames_per_sec()),
            chooser: SpokenChannel::new(shape.channels, shape.rate),
            preroll: Preroll::new(shape.frames_in(PREROLL)),
            watchdog: Watchdog::new(Instant::now()),
            standstill: Standstill::default(),
            losses: VecDeque::new(),
            interleaved: Vec::new(),
            mono: Vec::new(),
            end,
        }
    }

    /// Whether real frames have come.
    pub(super) fn has_frames(&self) -> bool {
        self.end.counts.frames.load(Ordering::Acquire) > 0
    }

    /// Whether the stream has died.
    pub(super) fn is_dead(&mut self, now: Instant) -> bool {
        if self.end.is_simulated {
            return false;
        }
        let counts = &self.end.counts;
        let quiet = self.watchdog.quiet_for(counts.callbacks.load(Ordering::Acquire), now);
        if counts.errors.said_gone() {
            return quiet >= DEAD_WHEN_SAID;
        }
        // A device that hands over half seconds at a time is given time for two of them.
        let block = counts.largest_block.load(Ordering::Relaxed) as f64;
        let block = Duration::from_secs_f64(block / self.end.shape.frames_per_sec());
        quiet >= (block * 5 / 2).clamp(DEAD_AFTER, DEAD_AT_LAST)
    }

    /// Whether the system has moved the stream to another device.
    pub(super) fn has_moved(&self) -> bool {
        self.presence.moved().is_some()
    }

    /// Hands everything captured so far to `take`, which from then on waits for a microphone. What may have
    /// come from another device is left out.
    pub(super) fn suspend(&mut self, take: &mut Take, now: Instant) {
        self.drain(Some(take));
        self.cut(take);
        let sure = self.presence.moved();
        let end = sure.unwrap_or(self.preroll.next_frame());
        let mut since = self.clock.instant_of(end).map_or(now, |at| at.min(now));
        // Nothing may have come since the program stood still.
        since = self.standstill.silent_since(&self.clock).map_or(since, |at| at.min(since));
        let hole = self.standstill.judge(&self.clock);
        self.note(hole, Some(take));
        take.suspend(sure, since);
    }

    /// Notes in `take` what the sound system has thrown away while the whole program stood still.
    pub(super) fn look_for_holes(&mut self, take: Option<&mut Take>, now: Instant) {
        // Those from before tell when the next frame was due.
        self.read_anchors();
        if self.end.is_simulated {
            return;
        }
        let next = self.preroll.next_frame();
        let at_once = take.as_ref().is_some_and(|take| take.finish.is_some());
        let hole = self.standstill.look(now, next, &mut self.clock, at_once);
        self.note(hole, take);
    }

    fn note(&self, hole: Option<(u64, Duration)>, take: Option<&mut Take>) {
        if let (Some((frame, missing)), Some(take)) = (hole, take) {
            take.note_hole(frame, missing.mul_f64(self.end.shape.speed));
        }
    }

    /// Hands everything captured so far to `take`. What comes while it does is for the next time: a device that
    /// is quicker than this thread would never let go of it, and no order be heard.
    pub(super) fn drain(&mut self, mut take: Option<&mut Take>) {
        let mut left = self.end.waiting();
        if let Some(take) = take.as_deref_mut() {
            take.note_waiting(left, self.end.capacity());
        }
        while let Some(first) = self.read_portion(left) {
            left = left.saturating_sub(self.mono.len());
            if let Some(take) = take.as_deref_mut() {
                self.feed(take, first);
            }
            let kept_from = self.preroll.first_frame();
            self.losses.retain(|(frame, _)| *frame >= kept_from);
        }
        // A take that was asked for just now may begin in frames that were drained long before.
        if let Some(take) = take
            && take.first_frame().is_none()
        {
            self.feed(take, self.preroll.next_frame());
        }
    }

    /// Reads the next frames, so many at most, into `mono` and the pre-roll. Returns the number of the first.
    fn read_portion(&mut self, most: usize) -> Option<u64> {
        let channels = usize::from(self.end.shape.channels.max(1));
        let portion = self.end.shape.frames_in(PORTION).max(1);
        // Samples before anchors: the callback stores them the other way round, so that the time of
        // all these samples is known.
        let waiting = self.end.waiting();
        self.view.note_waiting(waiting);
        self.read_anchors();
        self.mono.clear();
        let next = waiting.min(portion).min(most);
        if next == 0 {
            return None;
        }
        let chunk = self.end.samples.read_chunk(next * channels).ok()?;
        self.interleaved.clear();
        self.interleaved.extend(chunk);
        self.chooser.take(&self.interleaved, &mut self.mono);
        let first = self.preroll.next_frame();
        self.preroll.extend(&self.mono);
        Some(first)
    }

    fn read_anchors(&mut self) {
        while let Ok(anchor) = self.end.anchors.pop() {
            if anchor.stood_before {
                // Nothing is missing: there was no time.
                self.clock.stood_until(anchor.frame, anchor.at);
            }
            let overrun = if anchor.overran_before { self.lost_in_overrun(&anchor) } else { 0 };
            if anchor.lost_before + overrun > 0 {
                self.clock.restart();
                self.losses.push_back((anchor.frame, anchor.lost_before + overrun));
            }
            self.clock.anchor(anchor.frame, anchor.at);
        }
    }

    /// How many frames an overrun has cost, which the device doesn't tell: by the clock so many more should
    /// have come. At most a callback's lateness too many.
    fn lost_in_overrun(&self, anchor: &Anchor) -> u64 {
        let due = self.clock.frame_at(anchor.at).unwrap_or(anchor.frame);
        let lost = due.saturating_sub(anchor.frame).saturating_sub(anchor.lost_before);
        if lost < self.end.shape.frames_in(LEAST_LOSS) as u64 { 0 } else { lost }
    }

    /// Gives `take` the frames from `first` on, or, when it begins here, those before them too.
    fn feed(&mut self, take: &mut Take, first: u64) {
        let end = take.boundary().and_then(|finish| self.clock.frame_at(finish.at));
        if take.first_frame().is_some() {
            take.take_frames(first, &self.mono, end, &self.losses);
            return;
        }
        let Some(begin) = self.clock.frame_at(take.from) else { return };
        if begin < self.preroll.next_frame() {
            let kept_from = self.preroll.first_frame();
            let first = begin.max(kept_from);
            take.begin_at(first, self.clock.instant_of(first), self.end.shape.speed);
            take.take_frames(kept_from, self.preroll.samples(), end, &self.losses);
        }
    }

    /// Whether everything up to where `take` ends, or is suspended, has come, or will not come any more.
    pub(super) fn is_over(&self, take: &Take, now: Instant) -> bool {
        let Some(finish) = take.boundary() else { return false };
        let end = self.clock.frame_at(finish.at);
        now >= finish.deadline || end.is_some_and(|end| self.preroll.next_frame() >= end)
    }

    /// Takes frames off the end of `take` that were captured after its finish, or its suspension: the order
    /// may have come when they had already been drained.
    pub(super) fn cut(&self, take: &mut Take) {
        if let Some(end) = take.boundary().and_then(|finish| self.clock.frame_at(finish.at)) {
            take.cut_to(end);
        }
    }

    /// Lets the stream go; its thread drops it.
    pub(super) fn abandon(self) {
        drop(self.thread);
    }

    /// Lets the stream go and gives it a moment, at the end of the program.
    pub(super) fn part(self) {
        self.thread.part();
    }
}
