//! Where in the clip the ear is: from frames the device took and when it plays them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::audio::api::{PlayId, PlayerStatus};
use crate::audio::speaker::callback::{Heard, PlaybackCounts};
use crate::units::Dbfs;

/// A run of frames in the ring that belong to one stretch of a clip.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    /// Number of its first frame.
    pub(super) first: u64,
    /// Number of the frame behind its last, once all are rendered.
    pub(super) end: Option<u64>,
    /// The clip's time at `first`.
    pub(super) begins: Duration,
    /// The clip's seconds per frame.
    pub(super) secs_per_frame: f64,
    /// Frames per second of wall time.
    pub(super) frames_per_sec: f64,
}

impl Segment {
    /// The clip's time at a frame.
    pub(super) fn time_of(&self, frame: f64) -> Duration {
        let frames = (frame - self.first as f64).max(0.0);
        self.begins + Duration::from_secs_f64(frames * self.secs_per_frame)
    }

    /// The clip's time that is heard at `now`.
    fn heard_at(&self, heard: Heard, now: Instant) -> Duration {
        let since = match now.checked_duration_since(heard.at) {
            Some(after) => after.as_secs_f64(),
            None => -heard.at.duration_since(now).as_secs_f64(),
        };
        let last = (heard.first + heard.frames) as f64;
        self.time_of((heard.first as f64 + since * self.frames_per_sec).min(last))
    }

    /// When the last frame has been heard, if `heard` reaches it.
    pub(super) fn ends_at(&self, heard: Heard) -> Option<Instant> {
        let end = self.end.filter(|end| *end <= heard.first + heard.frames)?;
        let frames = end.saturating_sub(heard.first) as f64;
        Some(heard.at + Duration::from_secs_f64(frames / self.frames_per_sec))
    }
}

#[derive(Default)]
struct Now {
    playing: Option<(PlayId, Duration)>,
    /// Position while nothing sounds: paused, or about to begin.
    rest: Duration,
    segment: Option<Segment>,
    heard: Option<Heard>,
    counts: Option<Arc<PlaybackCounts>>,
}

/// What others may ask of the player at any time, without waiting for its thread.
#[derive(Default)]
pub(super) struct PlayerView {
    now: Mutex<Now>,
    is_paused: AtomicBool,
}

impl PlayerView {
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A clip of this length plays, or none does.
    pub(super) fn set_playing(&self, playing: Option<(PlayId, Duration)>) {
        self.lock().playing = playing;
    }

    /// Nothing sounds, at this position.
    pub(super) fn rest_at(&self, position: Duration) {
        let mut now = self.lock();
        (now.rest, now.segment, now.heard) = (position, None, None);
    }

    pub(super) fn set_segment(&self, segment: Segment, heard: Option<Heard>) {
        let mut now = self.lock();
        (now.rest, now.segment, now.heard) = (segment.begins, Some(segment), heard);
    }

    pub(super) fn set_stream(&self, counts: Option<Arc<PlaybackCounts>>) {
        self.lock().counts = counts;
    }

    pub(super) fn set_paused(&self, is_paused: bool) {
        self.is_paused.store(is_paused, Ordering::Relaxed);
    }

    pub(super) fn position(&self, at: Instant) -> Duration {
        let now = self.lock();
        let position = match (now.segment, now.heard) {
            (Some(segment), Some(heard)) => segment.heard_at(heard, at),
            _ => now.rest,
        };
        now.playing.map_or(position, |(_, length)| position.min(length))
    }

    /// When all that the device has taken so far has been heard, with the block that it may be taking
    /// just now; `None` when nothing sounds.
    pub(super) fn heard_until(&self) -> Option<Instant> {
        let now = self.lock();
        let (segment, heard) = (now.segment?, now.heard?);
        Some(heard.at + Duration::from_secs_f64(2.0 * heard.frames as f64 / segment.frames_per_sec))
    }

    pub(super) fn status(&self, at: Instant) -> PlayerStatus {
        let position = self.position(at);
        let now = self.lock();
        PlayerStatus {
            playing: now.playing.map(|(id, _)| id),
            paused: now.playing.is_some() && self.is_paused.load(Ordering::Relaxed),
            position: if now.playing.is_some() { position } else { Duration::ZERO },
            level: Dbfs::from_amplitude(now.counts.as_ref().map_or(0.0, |counts| counts.level())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_air_includes_the_block_being_taken() {
        let view = PlayerView::default();
        assert_eq!(view.heard_until(), None);
        let now = Instant::now();
        let heard = Heard { first: 1_000, frames: 100, at: now };
        view.set_segment(segment(), Some(heard));
        // A thousand frames a second.
        assert_eq!(view.heard_until(), Some(now + 200 * MS));
        view.rest_at(Duration::ZERO);
        assert_eq!(view.heard_until(), None);
    }

    const MS: Duration = Duration::from_millis(1);

    fn segment() -> Segment {
        Segment {
            first: 1_000,
            end: Some(2_500),
            begins: 200 * MS,
            secs_per_frame: 0.0015,
            frames_per_sec: 1_000.0,
        }
    }

    #[test]
    fn the_position_is_what_is_heard_not_what_was_handed_over() {
        let now = Instant::now();
        let heard = Heard { first: 1_100, frames: 100, at: now + 50 * MS };
        // 50 ms before frame 1,100 sounds, frame 1,050 does: 75 ms of the clip behind its begin.
        assert_eq!(segment().heard_at(heard, now), 275 * MS);
        // Never beyond what the device has.
        assert_eq!(segment().heard_at(heard, now + 900 * MS), 500 * MS);
        // Nor before the segment.
        let early = Heard { first: 1_000, frames: 100, at: now + 50 * MS };
        assert_eq!(segment().heard_at(early, now), 200 * MS);
    }

    #[test]
    fn the_end_is_heard_within_the_block_that_holds_it() {
        let now = Instant::now();
        let before = Heard { first: 2_300, frames: 100, at: now };
        assert_eq!(segment().ends_at(before), None);
        let last = Heard { first: 2_400, frames: 100, at: now + 100 * MS };
        assert_eq!(segment().ends_at(last), Some(now + 200 * MS));
    }
}
