//! The microphone check before an interview: three seconds, judged and kept for listening.

use std::time::Duration;

use crate::audio::TakeSummary;
use crate::units::Dbfs;

/// How long the check records.
pub const CHECK_LASTS: Duration = Duration::from_secs(3);

/// At or below this peak there was no signal at all: room noise through a working microphone
/// measures above −80 dBFS, a muted or dead one gives zeros.
pub(super) const DEAD: Dbfs = Dbfs(-80.0);

/// Speech at a desk peaks well above this; below it an answer is hard to listen to.
const QUIET: Dbfs = Dbfs(-35.0);

/// Where the check is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum MicCheck {
    /// Not made.
    #[default]
    Idle,
    /// Speak now.
    Recording,
    /// Made.
    Done(CheckResult),
}

/// What the check found.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckResult {
    /// In a word.
    pub verdict: CheckVerdict,
    /// The loudest sample.
    pub peak: Dbfs,
    /// Samples at full scale.
    pub clipped_samples: u64,
}

/// What the check found, in a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckVerdict {
    /// Heard well.
    Good,
    /// Heard, but faint.
    Quiet,
    /// Too loud.
    Clipped,
    /// Nothing came: muted or dead.
    Dead,
    /// The check could not be made; says why.
    Failed(String),
}

impl CheckResult {
    /// Judges a recording.
    #[must_use]
    pub fn of(summary: &TakeSummary) -> Self {
        let verdict = if summary.frames.0 == 0 || summary.peak <= DEAD {
            CheckVerdict::Dead
        } else if summary.clipped_samples > 0 {
            CheckVerdict::Clipped
        } else if summary.peak < QUIET {
            CheckVerdict::Quiet
        } else {
            CheckVerdict::Good
        };
        Self { verdict, peak: summary.peak, clipped_samples: summary.clipped_samples }
    }

    /// No recording came about.
    #[must_use]
    pub fn failed(why: String) -> Self {
        Self { verdict: CheckVerdict::Failed(why), peak: Dbfs::FLOOR, clipped_samples: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Frames, SampleRate};

    fn summary(frames: u64, peak: f32, clipped: u64) -> TakeSummary {
        TakeSummary {
            path: std::path::PathBuf::new(),
            rate: SampleRate::HZ_48000,
            frames: Frames(frames),
            dropped_frames: 0,
            clipped_samples: clipped,
            peak: Dbfs(peak),
            gaps: Vec::new(),
        }
    }

    #[test]
    fn a_muted_microphone_is_told_from_a_quiet_one() {
        assert_eq!(CheckResult::of(&summary(144_000, -96.0, 0)).verdict, CheckVerdict::Dead);
        assert_eq!(CheckResult::of(&summary(0, -3.0, 0)).verdict, CheckVerdict::Dead);
        assert_eq!(CheckResult::of(&summary(144_000, -60.0, 0)).verdict, CheckVerdict::Quiet);
        assert_eq!(CheckResult::of(&summary(144_000, -12.0, 0)).verdict, CheckVerdict::Good);
        assert_eq!(CheckResult::of(&summary(144_000, 0.0, 7)).verdict, CheckVerdict::Clipped);
    }
}
