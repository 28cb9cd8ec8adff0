//! The microphone check before an interview: three seconds, kept for listening.
//!
//! What they mean is judged by [`crate::analysis::Signal`].

use std::time::Duration;

use crate::audio::TakeSummary;
use crate::units::Dbfs;

/// How long the check records.
pub const CHECK_LASTS: Duration = Duration::from_secs(3);

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
    /// It could not be made; says why.
    Failed(String),
}

/// What the check found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CheckResult {
    /// The loudest sample.
    pub peak: Dbfs,
    /// Samples at full scale.
    pub clipped_samples: u64,
}

impl CheckResult {
    /// Of a recording; one without a frame is as silent as can be.
    #[must_use]
    pub fn of(summary: &TakeSummary) -> Self {
        let peak = if summary.frames.0 == 0 { Dbfs::FLOOR } else { summary.peak };
        Self { peak, clipped_samples: summary.clipped_samples }
    }
}
