//! From one sample rate to another: rubato behind one function and its streaming form.
//!
//! Never in a callback: it allocates when it is set up.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{
    Async, FixedAsync, Indexing, Resampler as _, SincInterpolationParameters, WindowFunction,
};

use crate::units::SampleRate;

/// Frames converted at a time.
const CHUNK: usize = 512;

/// Length of the filter, in samples. Speech has nothing above 20 kHz that a longer one would save.
const FILTER_LENGTH: usize = 128;

/// Converts a stream of mono samples.
pub(super) struct Resampler {
    inner: Async<f32>,
    ratio: f64,
    waiting: Vec<f32>,
    output: Vec<f32>,
    taken: u64,
    given: u64,
    /// Output frames to leave out at the beginning: the filter's own delay.
    skip: usize,
}

impl Resampler {
    /// `None` when the rates are equal and nothing needs to be done.
    pub(super) fn new(from: SampleRate, to: SampleRate) -> Option<Self> {
        if from == to {
            return None;
        }
        let ratio = f64::from(to.hz()) / f64::from(from.hz());
        let parameters =
            SincInterpolationParameters::new(FILTER_LENGTH, WindowFunction::BlackmanHarris2);
        let inner = Async::new_sinc(ratio, 1.1, &parameters, CHUNK, 1, FixedAsync::Input)
            .inspect_err(|error| log::error!("no conversion from {from:?} to {to:?}: {error}"))
            .ok()?;
        Some(Self {
            ratio,
            waiting: Vec::with_capacity(2 * CHUNK),
            output: vec![0.0; inner.output_frames_max()],
            taken: 0,
            given: 0,
            skip: inner.output_delay(),
            inner,
        })
    }

    /// Converts what can be converted of `samples` and what waited, onto the end of `out`.
    pub(super) fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) {
        self.taken += samples.len() as u64;
        self.waiting.extend_from_slice(samples);
        while self.waiting.len() >= CHUNK {
            self.convert_chunk(out);
        }
    }

    /// Converts the rest. In all, the input's length times the ratio comes out, rounded.
    pub(super) fn finish(&mut self, out: &mut Vec<f32>) {
        let whole = (self.taken as f64 * self.ratio).round() as u64;
        let began = out.len();
        let before = self.given;
        while self.given < whole {
            self.waiting.resize(CHUNK.max(self.waiting.len()), 0.0);
            let given = self.given;
            self.convert_chunk(out);
            if self.given == given && self.skip == 0 {
                return;
            }
        }
        out.truncate(began + (whole - before) as usize);
        self.given = whole;
    }

    fn convert_chunk(&mut self, out: &mut Vec<f32>) {
        let frames = self.output.len();
        let (Ok(input), Ok(mut output)) = (
            InterleavedSlice::new(self.waiting.as_slice(), 1, CHUNK),
            InterleavedSlice::new_mut(self.output.as_mut_slice(), 1, frames),
        ) else {
            return;
        };
        let converted = self.inner.process_into_buffer(&input, &mut output, None::<&Indexing>);
        let made = match converted {
            Ok((_, made)) => made,
            Err(error) => {
                log::error!("sound could not be converted: {error}");
                0
            }
        };
        self.waiting.drain(..CHUNK);
        let skipped = self.skip.min(made);
        self.skip -= skipped;
        let made = self.output.get(skipped..made).unwrap_or_default();
        out.extend_from_slice(made);
        self.given += made.len() as u64;
    }
}

/// Converts a whole sound. The length is kept: `samples.len() × to ÷ from`, rounded.
#[must_use]
pub fn resample(samples: &[f32], from: SampleRate, to: SampleRate) -> Vec<f32> {
    let Some(mut resampler) = Resampler::new(from, to) else { return samples.to_vec() };
    let mut out = Vec::with_capacity((samples.len() as f64 * resampler.ratio) as usize + CHUNK);
    resampler.push(samples, &mut out);
    resampler.finish(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(hz: u32) -> SampleRate {
        SampleRate::new(hz).expect("not zero")
    }

    fn tone(hz: f64, rate: u32, frames: usize) -> Vec<f32> {
        let step = std::f64::consts::TAU * hz / f64::from(rate);
        (0..frames).map(|n| ((n as f64 * step).sin() * 0.5) as f32).collect()
    }

    #[test]
    fn lengths_and_phases_are_kept_at_every_rate() {
        for (from, to) in [(24_000, 48_000), (48_000, 44_100), (44_100, 8_000), (16_000, 192_000)] {
            let frames = from as usize / 2 + 7;
            let out = resample(&tone(440.0, from, frames), rate(from), rate(to));
            let expected = (frames as f64 * f64::from(to) / f64::from(from)).round() as usize;
            assert_eq!(out.len(), expected, "{from} to {to}");
            let reference = tone(440.0, to, expected);
            // The ends ring; between them the tone is the same, at the same place.
            let margin = to as usize / 50;
            let error = out[margin..expected - margin]
                .iter()
                .zip(&reference[margin..])
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f32::max);
            // At most one frame of the lower rate early or late.
            let steepest = 0.5 * std::f32::consts::TAU * 440.0 / from.min(to) as f32;
            assert!(error < steepest * 1.1, "{from} to {to}: {error}");
        }
    }

    #[test]
    fn equal_rates_change_nothing() {
        let sound = tone(440.0, 48_000, 100);
        assert_eq!(resample(&sound, rate(48_000), rate(48_000)), sound);
    }

    #[test]
    fn very_short_sounds_survive() {
        assert!(resample(&[], rate(8_000), rate(48_000)).is_empty());
        assert_eq!(resample(&[0.5], rate(8_000), rate(48_000)).len(), 6);
    }
}
