//! How a stream was opened.

use std::time::Duration;

use crate::units::SampleRate;

/// Rate, channels and format of a stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct StreamShape {
    pub(super) rate: SampleRate,
    pub(super) channels: u16,
    pub(super) format: cpal::SampleFormat,
    /// 1 for every real device; how much faster than real time a simulation runs.
    pub(super) speed: f64,
}

impl StreamShape {
    /// Frames per second of wall time.
    pub(super) fn frames_per_sec(&self) -> f64 {
        f64::from(self.rate.hz()) * self.speed
    }

    /// Frames in `span` of wall time.
    pub(super) fn frames_in(&self, span: Duration) -> usize {
        (self.frames_per_sec() * span.as_secs_f64()) as usize
    }
}
