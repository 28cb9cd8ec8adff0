//! Things that are lent and come back, for what is better used again than made anew.

use std::ops::Deref;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A microphone and a loudspeaker. If so many are lent already, one of them is about to come back, unless its
/// stream hangs.
const AT_ONCE: usize = 2;

/// How long that is waited for.
const CLOSING: Duration = Duration::from_millis(250);

/// What is not lent, and how many are.
pub(super) struct Pool<T> {
    state: Mutex<State<T>>,
    came_back: Condvar,
}

struct State<T> {
    idle: Vec<Arc<T>>,
    lent: usize,
}

impl<T> Pool<T> {
    /// One with nothing in it.
    pub(super) const fn new() -> Self {
        Self { state: Mutex::new(State { idle: Vec::new(), lent: 0 }), came_back: Condvar::new() }
    }

    /// One that `works`, else a new one. Those that don't are dropped. The pool is free meanwhile: both may block.
    pub(super) fn lend<E>(
        &'static self,
        works: impl Fn(&T) -> bool,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Lent<T>, E> {
        let mut found = None;
        while let Some(one) = self.idle() {
            if works(&one) {
                found = Some(one);
                break;
            }
        }
        let one = match found {
            Some(one) => one,
            None => Arc::new(make()?),
        };
        self.lock().lent += 1;
        Ok(Lent { one, pool: self })
    }

    fn idle(&self) -> Option<Arc<T>> {
        let mut state = self.lock();
        if state.lent >= AT_ONCE {
            let waited =
                self.came_back.wait_timeout_while(state, CLOSING, |state| state.idle.is_empty());
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.idle.pop()
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One that goes back when this is dropped.
pub(in crate::audio) struct Lent<T: 'static> {
    one: Arc<T>,
    pool: &'static Pool<T>,
}

impl<T> Deref for Lent<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.one
    }
}

impl<T> Drop for Lent<T> {
    fn drop(&mut self) {
        let mut state = self.pool.lock();
        state.lent -= 1;
        state.idle.push(Arc::clone(&self.one));
        self.pool.came_back.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::time::Instant;

    type Made = Result<u32, &'static str>;

    fn always(_: &u32) -> bool {
        true
    }

    fn new(number: u32) -> impl FnOnce() -> Made {
        move || Ok(number)
    }

    #[test]
    fn what_came_back_is_lent_again_and_what_is_lent_is_not() {
        static POOL: Pool<u32> = Pool::new();
        let first = POOL.lend(always, new(1)).unwrap();
        let second = POOL.lend(always, new(2)).unwrap();
        assert_eq!((*first, *second), (1, 2));
        drop(first);
        assert_eq!(*POOL.lend(always, new(3)).unwrap(), 1);
    }

    #[test]
    fn what_works_no_more_is_dropped_and_one_made_in_its_place() {
        static POOL: Pool<u32> = Pool::new();
        drop(POOL.lend(always, new(1)).unwrap());
        let asked = Cell::new(0);
        let dead = |_: &u32| {
            asked.set(asked.get() + 1);
            false
        };
        let second = POOL.lend(dead, new(2)).unwrap();
        drop(second);
        assert_eq!(asked.get(), 1);
        assert_eq!(*POOL.lend(always, new(3)).unwrap(), 2, "the dead one is not there any more");
    }

    #[test]
    fn where_none_can_be_made_nothing_counts_as_lent() {
        static POOL: Pool<u32> = Pool::new();
        for _ in 0..AT_ONCE {
            assert_eq!(POOL.lend(always, || Err("gone")).err(), Some("gone"));
        }
        assert_eq!(POOL.lock().lent, 0);
    }

    #[test]
    fn with_two_lent_the_one_that_is_about_to_come_back_is_taken() {
        static POOL: Pool<u32> = Pool::new();
        let _stays = POOL.lend(always, new(1)).unwrap();
        let goes = POOL.lend(always, new(2)).unwrap();
        let goes = std::thread::spawn(move || {
            std::thread::sleep(CLOSING / 5);
            drop(goes);
        });
        assert_eq!(*POOL.lend(always, new(3)).unwrap(), 2);
        goes.join().unwrap();
    }

    #[test]
    fn two_that_hang_keep_nobody_waiting_for_good() {
        static POOL: Pool<u32> = Pool::new();
        let _hang = [POOL.lend(always, new(1)).unwrap(), POOL.lend(always, new(2)).unwrap()];
        let begun = Instant::now();
        assert_eq!(*POOL.lend(always, new(3)).unwrap(), 3);
        assert!(begun.elapsed() >= CLOSING, "it was waited for");
    }
}
