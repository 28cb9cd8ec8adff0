//! Whether the machine itself stood still: what is lost then says nothing about the program.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How often the watch wants a turn.
const EVERY: Duration = Duration::from_millis(5);

/// A turn that comes later than this is a stall. A recorder loses as much more than it would.
const LATE: Duration = Duration::from_millis(20);

/// How long before a fault a stall matters: what was recorded earlier is on disk.
const BEFORE: Duration = Duration::from_millis(200);

/// A thread that only wants its turn, beside the programs under test.
#[derive(Debug, Clone, Default)]
pub struct Stalls(Arc<Mutex<VecDeque<Instant>>>);

impl Stalls {
    /// Begins to watch; goes on to the end of the test program.
    pub fn watch() -> Self {
        let stalls = Self::default();
        let seen = Arc::clone(&stalls.0);
        std::thread::spawn(move || {
            let mut last = Instant::now();
            // As long as anybody asks.
            while Arc::strong_count(&seen) > 1 {
                std::thread::sleep(EVERY);
                let now = Instant::now();
                if now.duration_since(last) > EVERY + LATE {
                    let mut seen = seen.lock().expect("no panic");
                    seen.push_back(now);
                    if seen.len() > 1_000 {
                        seen.pop_front();
                    }
                }
                last = now;
            }
        });
        stalls
    }

    /// Whether the machine stalled shortly before, or in, this moment.
    pub fn before(&self, moment: Instant) -> bool {
        // A stall is known when it is over.
        std::thread::sleep(2 * LATE);
        let seen = self.0.lock().expect("no panic");
        seen.iter().any(|at| {
            moment.saturating_duration_since(*at) < BEFORE
                && at.saturating_duration_since(moment) < 2 * LATE
        })
    }
}
