//! The pitch of a voice over time, by autocorrelation and the cheapest path through its candidates.
//!
//! After P. Boersma, "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise
//! ratio of a sampled sound", Proceedings of the Institute of Phonetic Sciences 17 (Amsterdam, 1993), with the
//! constants that Praat takes for voices but one. What is his remedy against octave errors is ours: the window's
//! own autocorrelation is divided out, low lags are favoured a little, and jumps cost.
//! Deliberately different: below 1.5 kHz only and at 8 kHz, where peaks are broad enough for a parabola.

mod candidates;
mod path;

use super::narrow::product;
use candidates::{Candidate, Correlator};

/// Lowest pitch looked for, in hertz (Praat's default).
const LOWEST_HZ: f32 = 75.0;

/// Highest pitch looked for, in hertz (Praat's default).
const HIGHEST_HZ: f32 = 600.0;

/// The rate that pitch is found at, in hertz.
const RATE_HZ: f32 = 8_000.0;

/// Samples of 16 kHz from one frame to the next: 16 ms, two frames of the search for speech.
const HOP: usize = 256;

/// So many frames of the search for speech are one hop.
pub(super) const FRAMES_PER_HOP: usize = 2;

/// Taps of the filter on the way to 8 kHz.
const TAPS: usize = 32;

/// Where that filter is 6 dB down, in hertz.
const CORNER_HZ: f64 = 1_500.0;

/// What is slower than this is not voice, in hertz.
const RUMBLE_HZ: f32 = 60.0;

/// At most so many candidates are kept of a frame.
const KEPT: usize = 4;

/// One frame's candidates.
#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    /// The strongest first; those without a lag are none.
    candidates: [Candidate; KEPT],
    /// The loudest sample around.
    peak: f32,
}

/// Finds the pitch of a sound of 16 kHz as it comes.
#[derive(Debug)]
pub(super) struct PitchFinder {
    filter: [f32; TAPS],
    /// Two high-passes of the first order: what went in and came out last.
    high_pass: [(f32, f32); 2],
    /// Samples of 16 kHz that the filter still needs.
    waiting: Vec<f32>,
    /// Samples of 8 kHz from the next frame's window on.
    narrow: Vec<f32>,
    correlator: Correlator,
    frames: Vec<Frame>,
}

impl Default for PitchFinder {
    fn default() -> Self {
        let correlator = Correlator::new();
        // The first window is centred on the middle of the first hop.
        let ahead = (correlator.window() - HOP / 2) / 2;
        Self {
            filter: low_pass(),
            high_pass: [(0.0, 0.0); 2],
            waiting: vec![0.0; TAPS / 2],
            narrow: vec![0.0; ahead],
            correlator,
            frames: Vec::new(),
        }
    }
}

impl PitchFinder {
    /// The next samples, at 16 kHz.
    pub(super) fn push(&mut self, samples: &[f32]) {
        self.waiting.extend_from_slice(samples);
        let mut used = 0;
        while let Some(input) = self.waiting.get(used..used + TAPS) {
            let sample = without_rumble(&mut self.high_pass, product(input, &self.filter));
            self.narrow.push(sample);
            used += 2;
        }
        self.waiting.drain(..used);
        let mut used = 0;
        while let Some(window) = self.narrow.get(used..used + self.correlator.window()) {
            self.frames.push(self.correlator.frame(window));
            used += HOP / 2;
        }
        self.narrow.drain(..used);
    }

    /// The pitch of each hop in hertz; `None` where there is none.
    pub(super) fn finish(mut self) -> Vec<Option<f32>> {
        self.push(&vec![0.0; TAPS + 2 * self.correlator.window()]);
        path::cheapest(&self.frames)
    }
}

/// Takes out what sways slower than any voice: it would be taken for pitch where speech is soft.
fn without_rumble(high_pass: &mut [(f32, f32); 2], sample: f32) -> f32 {
    let pole = 1.0 - std::f32::consts::TAU * RUMBLE_HZ / RATE_HZ;
    high_pass.iter_mut().fold(sample, |sample, (last_in, last_out)| {
        // Too small to be computed fast is too small to matter.
        let out = sample - *last_in + pole * *last_out;
        *last_out = if out.abs() < 1e-15 { 0.0 } else { out };
        *last_in = sample;
        *last_out
    })
}

/// A low-pass (windowed sinc) of unit gain.
fn low_pass() -> [f32; TAPS] {
    let middle = (TAPS as f64 - 1.0) / 2.0;
    let taps: [f64; TAPS] = std::array::from_fn(|tap| {
        let x = tap as f64 - middle;
        let angle = std::f64::consts::TAU * CORNER_HZ / 16_000.0 * x;
        let window = 0.5 + 0.5 * (std::f64::consts::PI * x / (middle + 1.0)).cos();
        angle.sin() / angle * window
    });
    let sum: f64 = taps.iter().sum();
    taps.map(|tap| (tap / sum) as f32)
}

#[cfg(test)]
mod tests;
