//! One thing said, and how long it is waited for.

use std::time::Duration;

use crate::interview::SayId;
use crate::units::Wpm;
use crate::units::wording::Wording;

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
    let words: usize = parts.iter().map(|part| Wording::of(part).words).sum();
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

    #[test]
    fn a_question_without_spaces_is_shown_as_long_as_reading_it_takes() {
        let shown = |text: &str| Utterance::spoken(SayId(1), &[text.to_owned()], Wpm(150)).shown();
        let japanese = shown("これまでのお仕事で一番むずかしかったことを教えてください。");
        assert_eq!(japanese.left, Duration::from_millis(5_600), "28 characters");
        assert!(shown("กรุณาเล่าเรื่องงานที่ยากที่สุดของคุณ").left >= Duration::from_secs(2));
    }
}
