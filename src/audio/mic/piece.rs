//! The stretch of a take that comes from one stream: its place in both, and the way from one rate to the
//! other.

use crate::audio::resample::Resampler;
use crate::units::SampleRate;

/// A stretch from one stream.
pub(super) struct Piece {
    /// The stream's number of its first frame, once known.
    pub(super) first_frame: Option<u64>,
    /// Frames of the take before it.
    before: u64,
    /// The file's frames for each of the stream's.
    ratio: f64,
    /// Where the stream has another rate than the file.
    resampler: Option<Resampler>,
    converted: Vec<f32>,
}

impl Piece {
    /// Of a stream of `rate`, behind `before` frames of a file of `file_rate`.
    pub(super) fn new(before: u64, rate: SampleRate, file_rate: SampleRate) -> Self {
        Self {
            first_frame: None,
            before,
            ratio: f64::from(file_rate.hz()) / f64::from(rate.hz()),
            resampler: Resampler::new(rate, file_rate),
            converted: Vec::new(),
        }
    }

    /// Of no stream at all.
    pub(super) fn nothing(file_rate: SampleRate) -> Self {
        Self::new(0, file_rate, file_rate)
    }

    /// As many frames of the file as these of the stream.
    pub(super) fn in_file(&self, frames: u64) -> u64 {
        if self.ratio.to_bits() == 1.0_f64.to_bits() {
            return frames;
        }
        (frames as f64 * self.ratio).round() as u64
    }

    /// At least as many frames of the stream as are needed for these of the file.
    pub(super) fn in_stream(&self, frames: u64) -> u64 {
        if self.ratio.to_bits() == 1.0_f64.to_bits() {
            return frames;
        }
        (frames as f64 / self.ratio).ceil() as u64
    }

    /// Frames the take has at the stream's frame `end`.
    pub(super) fn length_at(&self, end: u64) -> Option<u64> {
        let first = self.first_frame?;
        Some(self.before + self.in_file(end.saturating_sub(first)))
    }

    /// The file's samples for these of the stream; some may come later.
    pub(super) fn convert<'a>(&'a mut self, samples: &'a [f32]) -> &'a [f32] {
        let Some(resampler) = self.resampler.as_mut() else { return samples };
        self.converted.clear();
        resampler.push(samples, &mut self.converted);
        &self.converted
    }

    /// Those that are still to come: nothing is converted afterwards.
    pub(super) fn rest(&mut self) -> Vec<f32> {
        let mut rest = Vec::new();
        if let Some(mut resampler) = self.resampler.take() {
            resampler.finish(&mut rest);
        }
        rest
    }
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Piece")
            .field("first_frame", &self.first_frame)
            .field("before", &self.before)
            .field("ratio", &self.ratio)
            .finish_non_exhaustive()
    }
}
