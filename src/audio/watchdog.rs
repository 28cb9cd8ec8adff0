//! Whether a stream still lives, told by its callbacks alone.
//!
//! Error callbacks don't tell: measured on Linux, one backend never calls them when the sound server
//! dies, and floods them (24,000 a second) when a microphone is pulled out.

use std::time::{Duration, Instant};

/// The thread that watches may itself have been stopped (suspend, a busy machine). No more than this
/// counts as silence between two looks, so that the stream gets its time after waking up.
const LONGEST_LOOK: Duration = Duration::from_millis(100);

/// Counts how long a stream has been quiet.
#[derive(Debug)]
pub(super) struct Watchdog {
    callbacks: u64,
    quiet: Duration,
    last_look: Instant,
}

impl Watchdog {
    pub(super) fn new(now: Instant) -> Self {
        Self { callbacks: 0, quiet: Duration::ZERO, last_look: now }
    }

    /// For how long there has been no callback, given the number there have been in all.
    pub(super) fn quiet_for(&mut self, callbacks: u64, now: Instant) -> Duration {
        let look = now.saturating_duration_since(self.last_look).min(LONGEST_LOOK);
        self.last_look = now;
        if callbacks == self.callbacks {
            self.quiet += look;
        } else {
            self.callbacks = callbacks;
            self.quiet = Duration::ZERO;
        }
        self.quiet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_stream_without_callbacks_grows_quiet() {
        let start = Instant::now();
        let mut watchdog = Watchdog::new(start);
        for tick in 1..=25 {
            assert_eq!(watchdog.quiet_for(0, start + tick * 20 * MS), tick * 20 * MS);
        }
        assert_eq!(watchdog.quiet_for(1, start + 520 * MS), Duration::ZERO);
    }

    #[test]
    fn a_watcher_that_was_stopped_does_not_blame_the_stream() {
        let start = Instant::now();
        let mut watchdog = Watchdog::new(start);
        let after_suspend = start + Duration::from_secs(3_600);
        assert_eq!(watchdog.quiet_for(0, after_suspend), 100 * MS);
    }
}
