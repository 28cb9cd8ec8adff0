//! How long a sentence stays in the room before it goes away by itself.

use std::time::{Duration, Instant};

/// Long enough to be read twice: 20 words at an unhurried 150 a minute.
const SHOWN: Duration = Duration::from_secs(8);

/// Which sentence was told last, and since when it can be seen.
#[derive(Debug, Default)]
pub(super) struct Told {
    latest: Option<(u64, Instant)>,
}

impl Told {
    /// How much longer this sentence is to be seen; `None` if it was seen long enough.
    pub(super) fn left(&mut self, id: u64, now: Instant) -> Option<Duration> {
        let (_, since) = *match &mut self.latest {
            Some(latest) if latest.0 == id => latest,
            latest => latest.insert((id, now)),
        };
        SHOWN.checked_sub(now.duration_since(since)).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_goes_away_by_itself_and_a_new_one_begins_afresh() {
        let mut told = Told::default();
        let start = Instant::now();
        let secs = |secs| start + Duration::from_secs(secs);
        assert_eq!(told.left(1, start), Some(SHOWN));
        assert_eq!(told.left(1, secs(5)), Some(Duration::from_secs(3)));
        assert_eq!(told.left(1, secs(8)), None);
        assert_eq!(told.left(1, secs(60)), None, "it does not come back");
        assert_eq!(told.left(2, secs(60)), Some(SHOWN));
    }
}
