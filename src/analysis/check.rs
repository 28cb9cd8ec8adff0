//! The microphone check: how far it has come, and what it found, in words.

use std::time::Duration;

use super::Signal;
use crate::units::Dbfs;

/// How long the check records.
pub const CHECK_LASTS: Duration = Duration::from_secs(3);

/// How far the check has come.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum MicCheck {
    /// Not made, or stopped.
    #[default]
    Idle,
    /// The microphone is being opened for it.
    Opening,
    /// Recording.
    Listening {
        /// Time left of [`CHECK_LASTS`], by what is recorded.
        left: Duration,
    },
    /// Made; it can be heard again and again.
    Heard(CheckResult),
    /// What was recorded is played.
    Playing(CheckResult),
    /// It could not be made. Says what to do.
    Failed(String),
}

impl MicCheck {
    /// Whether it records, or is about to.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Opening | Self::Listening { .. })
    }
}

/// What the check found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CheckResult {
    /// The loudest sample.
    pub peak: Dbfs,
    /// Samples at or beyond full scale.
    pub clipped_samples: u64,
}

impl CheckResult {
    /// What that means.
    #[must_use]
    pub fn signal(self) -> Signal {
        Signal::of(self.peak, self.clipped_samples)
    }

    /// The sentence for people, with what to do next.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self.signal() {
            Signal::Dead => {
                "Nothing but silence: the microphone is muted or dead. Switch it on, or choose another one."
            }
            Signal::Quiet => "Very quiet. Move closer or raise the input level.",
            Signal::Good => "Heard you well.",
            Signal::TooLoud => "Too loud, it distorts. Lower the input level or move back.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_microphone_and_a_voice_that_distorts_are_told_what_to_do() {
        let result = |db, clipped_samples| CheckResult { peak: Dbfs(db), clipped_samples };
        assert!(result(-96.0, 0).sentence().contains("choose another one"));
        assert!(result(-3.0, 2).sentence().contains("Lower the input level"));
        assert_eq!(result(-12.0, 0).sentence(), "Heard you well.");
    }
}
