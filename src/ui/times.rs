//! Times as people read them, and when a shown time next changes.

use std::time::Duration;

/// Time gone by, in whole seconds begun: `0:23`, `1:04`, `1:02:03`.
#[must_use]
pub fn clock_text(elapsed: Duration) -> String {
    let secs = elapsed.as_secs();
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{secs:02}")
    } else {
        format!("{minutes}:{secs:02}")
    }
}

/// Time left, rounded up, so that `0:00` is shown only when it is over.
#[must_use]
pub fn countdown_text(left: Duration) -> String {
    clock_text(left.saturating_add(Duration::from_nanos(999_999_999)))
}

/// How long until [`clock_text`] shows the next second: more than nothing, at most 1 s.
#[must_use]
pub fn until_next_second(elapsed: Duration) -> Duration {
    Duration::from_secs(1) - Duration::from_nanos(elapsed.subsec_nanos().into())
}

/// How long until [`countdown_text`] shows one second less: more than nothing, at most 1 s.
#[must_use]
pub fn until_second_less(left: Duration) -> Duration {
    match left.subsec_nanos() {
        0 => Duration::from_secs(1),
        nanos => Duration::from_nanos(nanos.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn elapsed_rounds_down_and_left_rounds_up() {
        assert_eq!(clock_text(ms(23_999)), "0:23");
        assert_eq!(clock_text(ms(64_000)), "1:04");
        assert_eq!(clock_text(ms(3_723_000)), "1:02:03");
        assert_eq!(countdown_text(ms(29_001)), "0:30");
        assert_eq!(countdown_text(ms(1)), "0:01");
        assert_eq!(countdown_text(ms(0)), "0:00");
        assert_eq!(countdown_text(Duration::MAX), clock_text(Duration::MAX));
    }

    #[test]
    fn the_next_change_is_never_now_and_never_after_a_second() {
        for millis in [0, 1, 250, 999, 1_000, 61_400] {
            let up = until_next_second(ms(millis));
            assert!(up > Duration::ZERO && up <= ms(1_000));
            assert_eq!((ms(millis) + up).subsec_nanos(), 0);
            let down = until_second_less(ms(millis));
            assert!(down > Duration::ZERO && down <= ms(1_000), "{millis}");
        }
    }
}
