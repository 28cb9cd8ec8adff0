//! Threads that outlive a panic: the base room for all that must go on when one piece of work fails.
//!
//! A panic is a fault of Greenroom's own. Each long-lived thread does its work piece by piece within
//! [`caught`]: a piece that panics is given up and told of, the thread goes on with the next one. Reports are
//! written by [`crate::store::report_panics`]. Nothing is decided here.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does a piece of work; `None` if it ended in a panic.
///
/// Whoever calls this says what becomes of values that the work left half changed. Realtime-safe as long as
/// nothing panics.
pub fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// A place where a test may cause a panic: nothing in a program that is shipped.
#[cfg(not(feature = "e2e"))]
#[inline(always)]
pub fn point(_place: &str) {}

/// A place where a test may cause a panic, once: by writing the place's name into the file that
/// `GREENROOM_PANIC` names.
///
/// # Panics
/// When it is asked to.
#[cfg(feature = "e2e")]
#[cfg_attr(not(test), expect(clippy::panic, reason = "only in a program built for tests"))]
pub fn point(place: &str) {
    use std::path::PathBuf;
    use std::sync::OnceLock;
    static ASKED: OnceLock<Option<PathBuf>> = OnceLock::new();
    let Some(file) = ASKED.get_or_init(|| std::env::var_os("GREENROOM_PANIC").map(PathBuf::from))
    else {
        return;
    };
    let is_asked = std::fs::read_to_string(file).is_ok_and(|wanted| wanted.trim() == place);
    // Of several threads at one place only one finds it.
    if is_asked && std::fs::remove_file(file).is_ok() {
        panic!("a test wants a panic here");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_panics_gives_nothing_and_the_next_goes_on() {
        assert_eq!(caught(|| 1), Some(1));
        assert_eq!(
            caught(|| if true {
                panic!("on purpose")
            }),
            None
        );
        assert_eq!(caught(|| 2), Some(2));
    }
}
