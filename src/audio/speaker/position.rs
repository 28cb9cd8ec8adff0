//! Where in the sound the ear is: from frames the device took and when it plays them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::audio::api::{PlayId, PlayerStatus};
use crate::audio::speaker::callback::{Heard, PlaybackCounts};
use crate::units::Dbfs;

/// A run of frames in the ring that belong to one stretch of a sound, or to the gap behind it. It ends where
/// the next one begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Segment {
    pub(super) id: PlayId,
    /// Number of its first frame.
    pub(super) first: u64,
    /// The sound's time at `first`.
    pub(super) begins: Duration,
    /// The sound's seconds per frame; 0 in a gap.
    pub(super) secs_per_frame: f64,
    /// The sound's length.
    pub(super) length: Duration,
}

impl Segment {
    /// The sound's time at a frame.
    pub(super) fn time_of(&self, frame: f64) -> Duration {
        let frames = (frame - self.first as f64).max(0.0);
        (self.begins + Duration::from_secs_f64(frames * self.secs_per_frame)).min(self.length)
    }
}

/// The one of `segments`, which are in order, that holds a frame; the first for frames before all.
pub(super) fn segment_at<'a>(
    segments: impl DoubleEndedIterator<Item = &'a Segment> + Clone,
    frame: f64,
) -> Option<Segment> {
    let before = segments.clone().rev().find(|segment| segment.first as f64 <= frame);
    before.or_else(|| segments.into_iter().next()).copied()
}

/// The frame that is heard at `now`: never beyond what the device has.
fn frame_at(heard: Heard, frames_per_sec: f64, now: Instant) -> f64 {
    let since = match now.checked_duration_since(heard.at) {
        Some(after) => after.as_secs_f64(),
        None => -heard.at.duration_since(now).as_secs_f64(),
    };
    let last = (heard.first + heard.frames) as f64;
    (heard.first as f64 + since * frames_per_sec).min(last)
}

/// When the frame before `end` has been heard, if `heard` reaches it.
pub(super) fn heard_before(heard: Heard, end: u64, frames_per_sec: f64) -> Option<Instant> {
    let frames = end.saturating_sub(heard.first) as f64;
    let is_reached = end <= heard.first + heard.frames;
    is_reached.then(|| heard.at + Duration::from_secs_f64(frames / frames_per_sec))
}

#[derive(Default)]
struct Now {
    /// What rests or is about to begin, and where.
    rest: Option<(PlayId, Duration)>,
    /// What is in the ring or was just heard.
    segments: Vec<Segment>,
    /// The last frames that the device took of them.
    heard: Option<Heard>,
    frames_per_sec: f64,
    counts: Option<Arc<PlaybackCounts>>,
}

impl Now {
    fn position(&self, at: Instant) -> Option<(PlayId, Duration)> {
        let sounding = self.heard.and_then(|heard| {
            let frame = frame_at(heard, self.frames_per_sec, at);
            let segment = segment_at(self.segments.iter(), frame)?;
            Some((segment.id, segment.time_of(frame)))
        });
        sounding.or(self.rest)
    }
}

/// What others may ask of the player at any time, without waiting for its thread.
#[derive(Default)]
pub(super) struct PlayerView {
    now: Mutex<Now>,
    is_paused: AtomicBool,
    is_awake: AtomicBool,
}

impl PlayerView {
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the device is awake, or there is none to be woken.
    pub(super) fn set_awake(&self, is_awake: bool) {
        self.is_awake.store(is_awake, Ordering::Release);
    }

    /// See [`Self::set_awake`].
    pub(super) fn is_awake(&self) -> bool {
        self.is_awake.load(Ordering::Acquire)
    }

    /// Nothing sounds; this is at rest, or nothing is.
    pub(super) fn rest_at(&self, rest: Option<(PlayId, Duration)>) {
        let mut now = self.lock();
        (now.rest, now.heard) = (rest, None);
        now.segments.clear();
    }

    /// These sound, or will; `heard` is `None` until the first of their frames was taken.
    pub(super) fn sounds<'a>(
        &self,
        segments: impl Iterator<Item = &'a Segment>,
        heard: Option<Heard>,
        frames_per_sec: f64,
    ) {
        let mut now = self.lock();
        now.segments.clear();
        now.segments.extend(segments);
        (now.heard, now.frames_per_sec) = (heard, frames_per_sec);
    }

    pub(super) fn set_stream(&self, counts: Option<Arc<PlaybackCounts>>) {
        self.lock().counts = counts;
    }

    pub(super) fn set_paused(&self, is_paused: bool) {
        self.is_paused.store(is_paused, Ordering::Relaxed);
    }

    /// What is heard, and where in it.
    pub(super) fn position(&self, at: Instant) -> Option<(PlayId, Duration)> {
        self.lock().position(at)
    }

    /// When all that the device has taken so far has been heard, with the block that it may be taking
    /// just now; `None` when that is over, or no stream is open.
    pub(super) fn heard_until(&self, at: Instant) -> Option<Instant> {
        let until = self.lock().counts.as_ref()?.heard_until()?;
        (until > at).then_some(until)
    }

    pub(super) fn status(&self, at: Instant) -> PlayerStatus {
        let now = self.lock();
        let position = now.position(at);
        PlayerStatus {
            playing: position.map(|(id, _)| id),
            paused: position.is_some() && self.is_paused.load(Ordering::Relaxed),
            position: position.map_or(Duration::ZERO, |(_, position)| position),
            level: Dbfs::from_amplitude(now.counts.as_ref().map_or(0.0, |counts| counts.level())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// A thousand frames a second; the sound 1.5 times as fast.
    fn segment() -> Segment {
        Segment {
            id: PlayId(1),
            first: 1_000,
            begins: 200 * MS,
            secs_per_frame: 0.0015,
            length: 2_000 * MS,
        }
    }

    fn view(segments: &[Segment], heard: Heard) -> PlayerView {
        let view = PlayerView::default();
        view.sounds(segments.iter(), Some(heard), 1_000.0);
        view
    }

    #[test]
    fn the_position_is_what_is_heard_not_what_was_handed_over() {
        let now = Instant::now();
        let later = view(&[segment()], Heard { first: 1_100, frames: 100, at: now + 50 * MS });
        // 50 ms before frame 1,100 sounds, frame 1,050 does: 75 ms of the sound behind its begin.
        assert_eq!(later.position(now), Some((PlayId(1), 275 * MS)));
        // Never beyond what the device has.
        assert_eq!(later.position(now + 900 * MS), Some((PlayId(1), 500 * MS)));
        // Nor before the segment.
        let early = view(&[segment()], Heard { first: 1_000, frames: 100, at: now + 50 * MS });
        assert_eq!(early.position(now), Some((PlayId(1), 200 * MS)));
    }

    #[test]
    fn a_gap_stands_still_at_the_end_of_what_was_before_it() {
        let now = Instant::now();
        let gap = Segment { first: 1_100, begins: 350 * MS, secs_per_frame: 0.0, ..segment() };
        let next = Segment { id: PlayId(2), first: 1_150, begins: Duration::ZERO, ..segment() };
        let view = view(&[segment(), gap, next], Heard { first: 1_090, frames: 90, at: now });
        assert_eq!(view.position(now + 9 * MS), Some((PlayId(1), Duration::from_micros(348_500))));
        assert_eq!(view.position(now + 40 * MS), Some((PlayId(1), 350 * MS)));
        assert_eq!(view.position(now + 70 * MS), Some((PlayId(2), 15 * MS)));
    }

    #[test]
    fn the_end_is_heard_within_the_block_that_holds_it() {
        let now = Instant::now();
        let before = Heard { first: 2_300, frames: 100, at: now };
        assert_eq!(heard_before(before, 2_500, 1_000.0), None);
        let last = Heard { first: 2_400, frames: 100, at: now + 100 * MS };
        assert_eq!(heard_before(last, 2_500, 1_000.0), Some(now + 200 * MS));
    }
}
