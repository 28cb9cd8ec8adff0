//! A fault caused again and again, in several places at once.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What came of it.
pub struct Counted<T> {
    /// Of those that count.
    pub outcomes: Vec<T>,
    /// How many do not.
    pub others: usize,
}

/// Runs `one` with 0, 1, 2 … in so many threads until `all` have counted, and at most twice as often: `None` does not
/// count. As many as are under way at the end count as well.
pub fn until_so_many_count<T: Send>(
    threads: usize,
    all: usize,
    one: impl Fn(u64) -> Option<T> + Sync,
) -> Counted<T> {
    let next = AtomicU64::new(0);
    let counted = Mutex::new(Counted { outcomes: Vec::new(), others: 0 });
    let another = || {
        let nth = next.fetch_add(1, Ordering::Relaxed);
        let is_enough = counted.lock().expect("no panic").outcomes.len() >= all;
        (!is_enough && nth < 2 * all as u64).then_some(nth)
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(nth) = another() {
                    let outcome = one(nth);
                    let mut counted = counted.lock().expect("no panic");
                    counted.others += usize::from(outcome.is_none());
                    counted.outcomes.extend(outcome);
                }
            });
        }
    });
    counted.into_inner().expect("no panic")
}
