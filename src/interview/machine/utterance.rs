//! One thing said, and how long it is waited for.

use std::time::Duration;

use crate::interview::SayId;
use crate::units::Wpm;

/// Given up after this many times its expected length …
const PATIENCE_FACTOR: u32 = 3;
/// … and this much more, for an engine that is slow to start.
const PATIENCE_EXTRA: Duration = Duration::from_secs(5);

/// Something being said, or shown and timed as if read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Utterance {
    pub(super) id: SayId,
    /// Given up, or read, when nothing is left.
    pub(super) left: Duration,
    /// How long reading it takes at the pacing's speed.
    reading: Duration,
    /// Said by the voice; else only shown.
    pub(super) spoken: bool,
}

impl Utterance {
    pub(super) fn spoken(id: SayId, parts: &[String], speed: Wpm) -> Self {
        let reading = reading_time(parts, speed);
        let left = reading.saturating_mul(PATIENCE_FACTOR).saturating_add(PATIENCE_EXTRA);
        Self { id, left, reading, spoken: true }
    }

    /// The same, shown instead of spoken.
    pub(super) fn shown(self) -> Self {
        Self { left: self.reading, spoken: false, ..self }
    }

    /// After this much time.
    pub(super) fn after(self, passed: Duration) -> Self {
        let counted = if self.spoken { super::patience(passed) } else { passed };
        Self { left: self.left.saturating_sub(counted), ..self }
    }
}

/// Words ÷ speed.
fn reading_time(parts: &[String], speed: Wpm) -> Duration {
    let words: usize = parts.iter().map(|part| part.split_whitespace().count()).sum();
    let words = u32::try_from(words).unwrap_or(u32::MAX);
    Duration::from_secs(60).saturating_mul(words) / u32::from(speed.0.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_utterance_is_given_up_after_three_times_its_length_and_five_seconds() {
        let parts = [vec!["word"; 160].join(" ")];
        let said = Utterance::spoken(SayId(1), &parts, Wpm(160));
        assert_eq!(said.left, Duration::from_secs(185));
        assert_eq!(said.shown().left, Duration::from_secs(60));
    }
}
