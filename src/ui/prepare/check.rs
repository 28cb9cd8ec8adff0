//! The say-and-hear-yourself check: its stages and what its result means in words.

use std::time::Duration;

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

/// What a result means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckVerdict {
    /// A dead or muted input.
    Nothing,
    /// A voice far away or a very low input level.
    VeryQuiet,
    /// Fine.
    Well,
    /// Close to full scale, or beyond.
    TooLoud,
}

impl CheckResult {
    /// What it means. Thresholds are ours: below −60 dBFS even a silent room with an open microphone
    /// is louder; speech peaking under −30 dBFS is hard to hear beside the interviewer's voice;
    /// above −1 dBFS the next raised voice clips.
    #[must_use]
    pub fn verdict(self) -> CheckVerdict {
        match self.peak.0 {
            db if self.clipped_samples > 0 || db > -1.0 => CheckVerdict::TooLoud,
            db if db > -30.0 => CheckVerdict::Well,
            db if db > -60.0 => CheckVerdict::VeryQuiet,
            _ => CheckVerdict::Nothing,
        }
    }
}

impl CheckVerdict {
    /// The sentence for people, with what to do next.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Nothing => "Nothing heard: the microphone is dead or muted. Choose another one.",
            Self::VeryQuiet => "Very quiet. Move closer or raise the input level.",
            Self::Well => "Heard you well.",
            Self::TooLoud => "Too loud, it distorts. Lower the input level or move back.",
        }
    }

    /// How the sentence is shown.
    pub(crate) const fn tone(self) -> Tone {
        match self {
            Self::Nothing => Tone::Wrong,
            Self::VeryQuiet | Self::TooLoud => Tone::Note,
            Self::Well => Tone::Good,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(peak_db: f32, clipped_samples: u64) -> CheckVerdict {
        CheckResult { peak: Dbfs(peak_db), clipped_samples }.verdict()
    }

    #[test]
    fn a_muted_input_is_called_dead_and_a_voice_well_heard() {
        assert_eq!(verdict(-96.0, 0), CheckVerdict::Nothing);
        assert_eq!(verdict(-45.0, 0), CheckVerdict::VeryQuiet);
        assert_eq!(verdict(-12.0, 0), CheckVerdict::Well);
        assert_eq!(verdict(-0.2, 0), CheckVerdict::TooLoud);
    }

    #[test]
    fn one_clipped_sample_is_too_loud() {
        assert_eq!(verdict(-12.0, 1), CheckVerdict::TooLoud);
    }
}
