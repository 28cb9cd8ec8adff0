//! Which frame was captured at which instant.
//!
//! Every block of a stream is an anchor: so many frames came before it, and its first frame was
//! captured then. A callback can only run late, never early, so the earliest reading of the last second
//! is the best one; older readings are forgotten, because two clocks drift apart (100 ppm is 1 ms in ten
//! seconds) and a sound server may lose time without saying so.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Readings are kept between one and two of these spans.
const SPAN: Duration = Duration::from_secs(1);

/// Stretches remembered of a stream whose time stands still now and then: more than come in ten seconds.
const STRETCHES: usize = 4_096;

/// Maps instants to frames of one stream.
#[derive(Debug)]
pub(super) struct StreamClock {
    frames_per_sec: f64,
    /// The earliest reading in this span and in the one before.
    current: Option<Reading>,
    previous: Option<Reading>,
    span_began: Option<Instant>,
    /// Where time went on after it had stood still, as only a simulation's does: exact, and in order.
    stretches: VecDeque<Reading>,
}

/// One block: `frame` was captured at `at`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Reading {
    frame: u64,
    at: Instant,
}

impl StreamClock {
    /// `frames_per_sec` in wall time; above the sample rate when a simulation runs fast.
    pub(super) fn new(frames_per_sec: f64) -> Self {
        let (current, previous, span_began) = (None, None, None);
        Self { frames_per_sec, current, previous, span_began, stretches: VecDeque::new() }
    }

    /// Notes that `frame` was captured at `at`.
    pub(super) fn anchor(&mut self, frame: u64, at: Instant) {
        let span_is_over = self.span_began.is_none_or(|began| at.duration_since(began) >= SPAN);
        if span_is_over {
            self.previous = self.current.take();
            self.span_began = Some(at);
        }
        let reading = Reading { frame, at };
        if self.current.is_none_or(|best| self.is_earlier(reading, best)) {
            self.current = Some(reading);
        }
    }

    /// Frames were lost before `frame`: what was known before no longer fits.
    pub(super) fn restart(&mut self) {
        (self.current, self.previous, self.span_began) = (None, None, None);
        self.stretches.clear();
    }

    /// Time stood still before `frame`, which was captured at `at`. What was known of the time before still fits.
    pub(super) fn stood_until(&mut self, frame: u64, at: Instant) {
        if self.stretches.is_empty() {
            self.stretches.extend(self.best());
        }
        if self.stretches.len() >= STRETCHES {
            self.stretches.pop_front();
        }
        self.stretches.push_back(Reading { frame, at });
    }

    /// [`Self::frame_at`] where time stood still: none was captured meanwhile.
    fn frame_in_stretches(&self, instant: Instant) -> Option<u64> {
        let mut next: Option<Reading> = None;
        for stretch in self.stretches.iter().rev() {
            if stretch.at <= instant || Some(*stretch) == self.stretches.front().copied() {
                let frame = stretch.frame as f64 + self.frames_between(stretch.at, instant);
                let frame = frame.round().max(0.0) as u64;
                return Some(next.map_or(frame, |next| frame.min(next.frame)));
            }
            next = Some(*stretch);
        }
        None
    }

    /// The reading that tells of this frame.
    fn reading_for(&self, frame: u64) -> Option<Reading> {
        let stretch = self.stretches.iter().rev().find(|stretch| stretch.frame <= frame);
        stretch.or(self.stretches.front()).copied().or_else(|| self.best())
    }

    /// The frame that was or will be captured at `instant`; `None` before the first anchor.
    pub(super) fn frame_at(&self, instant: Instant) -> Option<u64> {
        if let Some(frame) = self.frame_in_stretches(instant) {
            return Some(frame);
        }
        let best = self.best()?;
        let frame = best.frame as f64 + self.frames_between(best.at, instant);
        Some(frame.round().max(0.0) as u64)
    }

    /// When `frame` was or will be captured; `None` before the first anchor.
    pub(super) fn instant_of(&self, frame: u64) -> Option<Instant> {
        let best = self.reading_for(frame)?;
        let secs = (frame as f64 - best.frame as f64) / self.frames_per_sec;
        let span = Duration::try_from_secs_f64(secs.abs()).ok()?;
        if secs < 0.0 { best.at.checked_sub(span) } else { best.at.checked_add(span) }
    }

    /// The reading that is least late.
    fn best(&self) -> Option<Reading> {
        match (self.current, self.previous) {
            (Some(a), Some(b)) if self.is_earlier(b, a) => Some(b),
            (a, b) => a.or(b),
        }
    }

    /// Whether `a` says that the stream began earlier than `b` says.
    fn is_earlier(&self, a: Reading, b: Reading) -> bool {
        (a.frame as f64 - b.frame as f64) > self.frames_between(b.at, a.at)
    }

    fn frames_between(&self, from: Instant, to: Instant) -> f64 {
        let secs = match to.checked_duration_since(from) {
            Some(later) => later.as_secs_f64(),
            None => -from.duration_since(to).as_secs_f64(),
        };
        secs * self.frames_per_sec
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn an_instant_between_blocks_is_a_frame_between_blocks() {
        let start = Instant::now();
        let mut clock = StreamClock::new(1_000.0);
        assert_eq!(clock.frame_at(start), None);
        clock.anchor(0, start);
        clock.anchor(20, start + 20 * MS);
        assert_eq!(clock.frame_at(start + 25 * MS), Some(25));
        assert_eq!(clock.frame_at(start + 5 * MS), Some(5));
        assert_eq!(clock.frame_at(start - 5 * MS), Some(0));
        assert_eq!(clock.instant_of(25), Some(start + 25 * MS));
    }

    #[test]
    fn late_callbacks_do_not_move_the_clock() {
        let start = Instant::now();
        let mut clock = StreamClock::new(1_000.0);
        for block in 0..50_u64 {
            let late = if block % 7 == 3 { 0 } else { block % 13 };
            let at = start + Duration::from_millis(block * 20 + late);
            clock.anchor(block * 20, at);
        }
        assert_eq!(clock.frame_at(start + 900 * MS), Some(900));
    }

    #[test]
    fn a_sound_card_that_runs_slow_is_followed() {
        let start = Instant::now();
        let mut clock = StreamClock::new(1_000.0);
        // 990 frames a second: a hundred times worse than any card, to be seen quickly.
        for block in 0..2_000_u64 {
            clock.anchor(block * 99, start + Duration::from_millis(block * 100));
        }
        let frame = clock.frame_at(start + Duration::from_millis(199_900)).expect("anchored");
        assert!(frame.abs_diff(1_999 * 99) <= 20, "{frame}");
    }

    #[test]
    fn while_time_stands_still_nothing_is_captured() {
        let start = Instant::now();
        let mut clock = StreamClock::new(1_000.0);
        clock.anchor(0, start);
        clock.anchor(100, start + 100 * MS);
        // It stood from 200 to 500 ms, and from 600 to 1,000.
        clock.stood_until(200, start + 500 * MS);
        clock.stood_until(300, start + 1_000 * MS);
        for (at, frame) in
            [(50, 50), (150, 150), (300, 200), (499, 200), (550, 250), (800, 300), (1_010, 310)]
        {
            assert_eq!(clock.frame_at(start + at * MS), Some(frame), "at {at} ms");
        }
        for (frame, at) in [(50, 50), (199, 199), (200, 500), (250, 550), (310, 1_010)] {
            assert_eq!(clock.instant_of(frame), Some(start + at * MS), "frame {frame}");
        }
    }

    #[test]
    fn after_a_loss_only_new_anchors_count() {
        let start = Instant::now();
        let mut clock = StreamClock::new(1_000.0);
        clock.anchor(0, start);
        clock.restart();
        clock.anchor(10, start + 510 * MS);
        assert_eq!(clock.frame_at(start + 520 * MS), Some(20));
    }
}
