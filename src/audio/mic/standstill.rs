//! A program that was stopped (the lid closed, a debugger, a starved machine) and the sound that its server
//! threw away meanwhile, without a word.
//!
//! A server keeps a fraction of a second for a client that does not read. What it threw away shows in the
//! clock: afterwards each frame comes later than before, by the length that is missing. The place is the
//! end of what it had kept, which arrives at once.

use std::time::{Duration, Instant};

use crate::audio::clock::StreamClock;

/// A thread that looks every 20 ms and finds so much time gone has been stopped.
const STOPPED: Duration = Duration::from_millis(300);

/// So long after it went on the clock has seen blocks that came in time.
const SURE_AFTER: Duration = Duration::from_millis(700);

/// Less than this is no more than blocks that came late.
const LEAST: Duration = Duration::from_millis(100);

/// Watches for it.
#[derive(Debug, Default)]
pub(super) struct Standstill {
    last_look: Option<Instant>,
    suspicion: Option<Suspicion>,
}

#[derive(Debug)]
struct Suspicion {
    /// A frame, and when it should have been captured.
    frame: u64,
    expected: Instant,
    went_on: Instant,
    /// Behind the last frame that had been kept, once that is known.
    place: Option<u64>,
}

impl Standstill {
    /// Looks, before what has come is taken. `next_frame` has not been taken yet. Returns the frame before which
    /// sound is missing, and how much (wall time), once that is sure, or `at_once` by what is known now.
    pub(super) fn look(
        &mut self,
        now: Instant,
        next_frame: u64,
        clock: &mut StreamClock,
        at_once: bool,
    ) -> Option<(u64, Duration)> {
        let last = self.last_look.replace(now).unwrap_or(now);
        if now.saturating_duration_since(last) >= STOPPED
            && let Some(expected) = clock.instant_of(next_frame)
        {
            // A second stop before the first is judged: still measured from before the first.
            let first = self.suspicion.take().map(|earlier| (earlier.frame, earlier.expected));
            let (frame, expected) = first.unwrap_or((next_frame, expected));
            self.suspicion = Some(Suspicion { frame, expected, went_on: now, place: None });
            clock.restart();
            return None;
        }
        let suspicion = self.suspicion.as_mut()?;
        suspicion.place.get_or_insert(next_frame);
        if now.saturating_duration_since(suspicion.went_on) < SURE_AFTER && !at_once {
            return None;
        }
        self.judge(clock)
    }

    /// What is missing by what is known now.
    pub(super) fn judge(&mut self, clock: &StreamClock) -> Option<(u64, Duration)> {
        let Suspicion { frame, expected, place, .. } = self.suspicion.take()?;
        let place = place.unwrap_or(frame);
        let missing = clock.instant_of(frame)?.saturating_duration_since(expected);
        (missing >= LEAST).then_some((place, missing))
    }

    /// Since when nothing has come at all, if that is since the program was stopped.
    pub(super) fn silent_since(&self, clock: &StreamClock) -> Option<Instant> {
        let suspicion = self.suspicion.as_ref()?;
        clock.instant_of(suspicion.frame).is_none().then_some(suspicion.expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// A stream of 1,000 frames a second in blocks of 20, looked at every 20 ms but for one second, of which
    /// the server has kept `kept` frames.
    fn stopped_for_a_second(kept: u64) -> Option<(u64, Duration)> {
        let start = Instant::now();
        let mut clock = StreamClock::new(1_000.0);
        let mut watch = Standstill::default();
        let (mut frame, mut found) = (0, None);
        for tick in (0..200_u32).filter(|tick| !(50..100).contains(tick)) {
            let now = start + 20 * tick * MS;
            found = found.or(watch.look(now, frame, &mut clock, false));
            if tick == 100 {
                // All at once.
                for block in 0..kept / 20 {
                    clock.anchor(frame + block * 20, now);
                }
                frame += kept;
            }
            clock.anchor(frame, now);
            frame += 20;
        }
        found
    }

    #[test]
    fn sound_that_was_thrown_away_is_missed_where_what_was_kept_ends() {
        let (place, missing) = stopped_for_a_second(200).expect("something is missing");
        assert_eq!((place, missing), (1_220, 800 * MS));
    }

    #[test]
    fn a_stop_that_cost_nothing_is_none() {
        assert_eq!(stopped_for_a_second(1_000), None);
        assert_eq!(stopped_for_a_second(960), None, "blocks may be late");
    }
}
