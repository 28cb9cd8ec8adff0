//! How much of a stream is missing after its program stood still.
//!
//! Frames are counted, time is not: what a sound server threw away meanwhile is found by comparing how far the
//! stream should have come with how far it has, once its clock is sure again.

use std::time::{Duration, Instant};

use crate::audio::clock::StreamClock;

/// What is delivered first was kept by the server and comes late; by then blocks come as they are captured.
const SETTLING: Duration = Duration::from_millis(700);

/// Less than this is not told from blocks that are late, seconds.
const LEAST_SECS: f64 = 0.1;

/// The stream as it was before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stillness {
    /// The frame that was captured `at`, when the program stood still.
    frame: u64,
    at: Instant,
    /// When it went on.
    woke: Instant,
}

impl Stillness {
    /// The program stood still from `at` to `woke`. The clock begins anew: what it knew is from before.
    pub(super) fn new(clock: &mut StreamClock, at: Instant, woke: Instant) -> Option<Self> {
        let frame = clock.frame_at(at)?;
        clock.restart();
        Some(Self { frame, at, woke })
    }

    /// Since when it stood still.
    pub(super) fn since(&self) -> Instant {
        self.at
    }

    /// Whether the clock is sure by now.
    pub(super) fn is_settled(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.woke) >= SETTLING
    }

    /// The frame before which some are missing, and how many; `None` where nothing is.
    pub(super) fn missing(
        &self,
        clock: &StreamClock,
        frames_per_sec: f64,
        now: Instant,
    ) -> Option<(u64, u64)> {
        let should_be = self.frame as f64
            + now.saturating_duration_since(self.at).as_secs_f64() * frames_per_sec;
        let missing = should_be - clock.frame_at(now)? as f64;
        (missing >= LEAST_SECS * frames_per_sec).then_some((self.frame, missing.round() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// A thousand frames a second, blocks of ten, `lost` of them gone while the program stood still for a second.
    fn missing(lost: u64) -> Option<(u64, u64)> {
        let mut clock = StreamClock::new(1_000.0);
        let start = Instant::now();
        for n in 0..100 {
            clock.anchor(10 * n, start + 10 * n as u32 * MS);
        }
        let (at, woke) = (start + 1_000 * MS, start + 2_000 * MS);
        let stillness = Stillness::new(&mut clock, at, woke).expect("the clock runs");
        for n in 0..80 {
            clock.anchor(2_000 - lost + 10 * n, woke + 10 * n as u32 * MS);
        }
        let now = woke + 800 * MS;
        assert!(stillness.is_settled(now) && !stillness.is_settled(woke));
        stillness.missing(&clock, 1_000.0, now)
    }

    #[test]
    fn what_was_thrown_away_is_missing_and_what_was_kept_is_not() {
        assert_eq!(missing(750), Some((1_000, 750)));
        assert_eq!(missing(0), None);
        assert_eq!(missing(20), None, "no more than a clock is off");
    }
}
