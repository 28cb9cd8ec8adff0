//! The autocorrelation of one window, and the lags at which it peaks.

use super::{Frame, HIGHEST_HZ, KEPT, LOWEST_HZ, RATE_HZ};

/// A window holds three of the longest periods (Boersma 1993).
const PERIODS: f32 = 3.0;

/// Weaker peaks are no candidates: well below what counts as voiced.
const WEAKEST: f32 = 0.22;

/// How much each octave that a candidate lies above the lowest pitch speaks for it (Praat's default).
const OCTAVE_COST: f32 = 0.01;

/// Silence to 16 bits has no pitch.
const SILENCE: f32 = 1e-4;

/// So far below the loudest the path takes a window for silent, whatever its candidates: none are sought.
const SURELY_SILENT: f32 = 0.02;

/// Sums run side by side.
const LANES: usize = 8;

/// A period that the window may have.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Candidate {
    /// Hertz; zero for none.
    pub(super) hz: f32,
    /// How alike the window is to itself one period later, 0…1, lower pitches a little less.
    pub(super) strength: f32,
}

/// Computes autocorrelations of windows of one length.
#[derive(Debug)]
pub(super) struct Correlator {
    /// The window's shape (Hann).
    shape: Vec<f32>,
    /// One over the shape's own autocorrelation at each lag, normalised.
    correction: Vec<f32>,
    /// The loudest sample so far.
    loudest: f32,
    /// The shaped window, with silence behind it, so that every sum has whole lanes.
    shaped: Vec<f32>,
}

impl Correlator {
    pub(super) fn new() -> Self {
        let len = ((PERIODS * RATE_HZ / LOWEST_HZ) as usize).next_multiple_of(2 * LANES);
        let longest = (RATE_HZ / LOWEST_HZ) as usize + 2;
        let shape: Vec<f32> = (0..len)
            .map(|n| {
                let angle = std::f32::consts::TAU * (n as f32 + 0.5) / len as f32;
                0.5 - 0.5 * angle.cos()
            })
            .collect();
        let padded: Vec<f32> =
            shape.iter().copied().chain(std::iter::repeat_n(0.0, 2 * LANES)).collect();
        let whole = product(&padded, len, 0);
        let correction = (0..=longest).map(|lag| whole / product(&padded, len, lag)).collect();
        Self { shape, correction, loudest: 0.0, shaped: padded }
    }

    /// Samples in a window.
    pub(super) fn window(&self) -> usize {
        self.shape.len()
    }

    pub(super) fn frame(&mut self, window: &[f32]) -> Frame {
        let mean = window.iter().sum::<f32>() / window.len().max(1) as f32;
        let mut peak = 0.0_f32;
        for ((shaped, sample), shape) in self.shaped.iter_mut().zip(window).zip(&self.shape) {
            peak = peak.max((sample - mean).abs());
            *shaped = (sample - mean) * shape;
        }
        let whole = product(&self.shaped, self.shape.len(), 0);
        let mut frame = Frame { peak, ..Frame::default() };
        self.loudest = self.loudest.max(peak);
        if peak < SILENCE.max(self.loudest * SURELY_SILENT) {
            return frame;
        }
        let (mut before, mut at) = (0.0, 0.0);
        for (lag, correction) in self.correction.iter().enumerate().skip(shortest_lag() - 1) {
            let behind = product(&self.shaped, self.shape.len(), lag) / whole * correction;
            if lag > shortest_lag() && at > WEAKEST && at >= before && at > behind {
                frame.keep(vertex(lag - 1, before, at, behind));
            }
            (before, at) = (at, behind);
        }
        frame
    }
}

/// The shortest period looked for, in samples.
fn shortest_lag() -> usize {
    (RATE_HZ / HIGHEST_HZ) as usize
}

/// The top of the parabola through three values around `lag`.
fn vertex(lag: usize, before: f32, at: f32, behind: f32) -> Candidate {
    let curve = 2.0 * at - before - behind;
    let shift = if curve > 0.0 { 0.5 * (behind - before) / curve } else { 0.0 };
    let top = at + 0.25 * (behind - before) * shift;
    // Short periods stand for so few samples that the parabola may rise above one (Boersma 1993).
    let top = if top > 1.0 { 1.0 / top } else { top };
    let period = lag as f32 + shift;
    Candidate {
        hz: RATE_HZ / period,
        strength: top - OCTAVE_COST * (LOWEST_HZ * period / RATE_HZ).log2(),
    }
}

impl Frame {
    /// Puts a candidate in its place, if it is among the strongest.
    fn keep(&mut self, mut candidate: Candidate) {
        for place in &mut self.candidates {
            if candidate.strength > place.strength {
                std::mem::swap(place, &mut candidate);
            }
        }
    }
}

/// The sum of products of the window with itself, `lag` later; to whole lanes, as there is silence behind.
fn product(shaped: &[f32], window: usize, lag: usize) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let overlap = window.saturating_sub(lag).next_multiple_of(LANES);
    let now = shaped.get(..overlap).unwrap_or_default();
    let later = shaped.get(lag..).unwrap_or_default();
    for (a, b) in now.as_chunks::<LANES>().0.iter().zip(later.as_chunks::<LANES>().0) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.into_iter().sum()
}

const _: () = assert!(KEPT > 1, "a path needs a choice");
