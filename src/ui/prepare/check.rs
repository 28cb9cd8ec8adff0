//! The say-and-hear-yourself check: its stages and what its result means in words.

use std::time::Duration;

use crate::analysis::Signal;
use crate::ui::widgets::Tone;
use crate::units::Dbfs;

/// How far the check has come.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum MicCheck {
    /// Not done.
    #[default]
    Idle,
    /// Recording.
    Listening {
        /// Time left of the three seconds.
        left: Duration,
    },
    /// Recorded; it can be heard again and again.
    Heard(CheckResult),
    /// What was recorded is played.
    Playing(CheckResult),
    /// It could not be done. Says what to do.
    Failed(String),
}

/// What the three seconds held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CheckResult {
    /// The loudest sample.
    pub peak: Dbfs,
    /// Samples at or beyond full scale.
    pub clipped_samples: u64,
}

impl CheckResult {
    fn signal(self) -> Signal {
        Signal::of(self.peak, self.clipped_samples)
    }

    /// The sentence for people, with what to do next.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self.signal() {
            Signal::Dead => "Nothing heard: the microphone is dead or muted. Choose another one.",
            Signal::Quiet => "Very quiet. Move closer or raise the input level.",
            Signal::Good => "Heard you well.",
            Signal::TooLoud => "Too loud, it distorts. Lower the input level or move back.",
        }
    }

    /// How the sentence is shown.
    pub(crate) fn tone(self) -> Tone {
        match self.signal() {
            Signal::Dead => Tone::Wrong,
            Signal::Quiet | Signal::TooLoud => Tone::Note,
            Signal::Good => Tone::Good,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_microphone_and_a_voice_that_distorts_are_told_what_to_do() {
        let result = |db, clipped_samples| CheckResult { peak: Dbfs(db), clipped_samples };
        assert!(result(-96.0, 0).sentence().contains("Choose another one"));
        assert_eq!(result(-96.0, 0).tone(), Tone::Wrong);
        assert!(result(-3.0, 2).sentence().contains("Lower the input level"));
        assert_eq!(result(-12.0, 0).tone(), Tone::Good);
    }
}
