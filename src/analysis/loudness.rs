//! How loud a sound is to the ear: integrated loudness after EBU R 128 and ITU-R BS.1770-4, one channel.
//!
//! Computed as the sound comes, and fast: the weighting filter is recursive, so one sound can't be spread
//! over the lanes of a processor, but several stretches of it can. Eight stretches are filtered side by
//! side, each begun a little early so that the filter has settled where the stretch begins.
//! Deliberately not here: true peak, loudness range, channels other than one.

use super::sample::tame;
use crate::units::SampleRate;

/// Stretches filtered side by side.
const LANES: usize = 8;

/// How many hops make one stretch.
const STRETCH_HOPS: usize = 5;

/// The filter runs this long ahead of a stretch, in seconds: twelve time constants of its slowest part,
/// after which less than −80 dB is left of what it didn't hear.
const WARM_UP_SECS: f64 = 0.05;

/// No warm-up is longer than at 192 kHz, so that a file's wild rate claims no memory.
const LONGEST_WARM_UP: usize = 9_600;

/// A gating block is this many hops of 100 ms: 400 ms, overlapping by three quarters (BS.1770-4).
const BLOCK_HOPS: usize = 4;

/// Blocks below this loudness, in LUFS, are silence (BS.1770-4).
const ABSOLUTE_GATE_LUFS: f64 = -70.0;

/// Blocks this far below the loudness of the rest don't count, in LU (BS.1770-4).
const RELATIVE_GATE_LU: f64 = -10.0;

/// How often the filter's memory is rid of numbers too small to be computed fast, in samples.
const CHUNK: usize = 64;

/// The lanes' states below this are zero: −300 dB.
const NOTHING: f32 = 1e-15;

/// Measures loudness as samples come. Holds about four seconds of them, and eight bytes per 100 ms.
#[derive(Debug, Clone)]
pub struct LoudnessMeter {
    filter: KFilter,
    /// Samples in 100 ms.
    hop: usize,
    /// Samples that only settle the filter.
    warm_up: usize,
    /// The warm-up before what is to be filtered next, and that.
    waiting: Vec<f32>,
    /// What is known of the hops heard.
    gate: Gate,
}

impl LoudnessMeter {
    /// Nothing heard yet.
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        let hop = ((rate.hz() as usize).saturating_add(5) / 10).max(1);
        let warm_up = ((f64::from(rate.hz()) * WARM_UP_SECS) as usize).min(LONGEST_WARM_UP);
        Self {
            filter: KFilter::new(rate),
            hop,
            warm_up,
            // Before the sound there is silence.
            waiting: vec![0.0; warm_up],
            gate: Gate::default(),
        }
    }

    /// The next samples. What is no number counts as silence.
    pub fn push(&mut self, mut block: &[f32]) {
        let stretch = self.hop * STRETCH_HOPS;
        let full = self.warm_up + LANES * stretch;
        while !block.is_empty() {
            let room = full - self.waiting.len();
            let (now, later) = block.split_at(room.min(block.len()));
            self.waiting.extend(now.iter().map(|sample| tame(*sample)));
            if self.waiting.len() == full {
                let starts = std::array::from_fn(|lane| {
                    self.waiting.get(lane * stretch..).unwrap_or_default()
                });
                let energies =
                    self.filter.energies::<LANES>(starts, self.warm_up, self.hop, STRETCH_HOPS);
                energies.iter().flatten().for_each(|energy| self.gate.push(*energy));
                self.waiting.drain(..full - self.warm_up);
            }
            block = later;
        }
    }

    /// The integrated loudness of all that came, in LUFS; more may follow. `None` when no 400 ms of it
    /// reach −70 LUFS: then there is nothing to measure.
    #[must_use]
    pub fn integrated(&self) -> Option<f64> {
        let hops = (self.waiting.len() - self.warm_up) / self.hop;
        let mut gate = self.gate.clone();
        let [energies] = self.filter.energies::<1>([&self.waiting], self.warm_up, self.hop, hops);
        energies.into_iter().for_each(|energy| gate.push(energy));
        gate.integrated()
    }
}

/// The integrated loudness of a sound held in memory, in LUFS; see [`LoudnessMeter::integrated`].
#[must_use]
pub fn integrated_loudness(samples: &[f32], rate: SampleRate) -> Option<f64> {
    let mut meter = LoudnessMeter::new(rate);
    meter.push(samples);
    meter.integrated()
}

/// The two gates of BS.1770-4 over blocks of 400 ms.
#[derive(Debug, Clone, Default)]
struct Gate {
    /// The mean squares of the last hops that don't yet fill a block.
    hops: Vec<f64>,
    /// Those of the blocks that pass the absolute gate.
    blocks: Vec<f64>,
}

impl Gate {
    fn push(&mut self, hop: f64) {
        self.hops.push(hop);
        if self.hops.len() == BLOCK_HOPS {
            let block = self.hops.iter().sum::<f64>() / BLOCK_HOPS as f64;
            if lufs(block) >= ABSOLUTE_GATE_LUFS {
                self.blocks.push(block);
            }
            self.hops.remove(0);
        }
    }

    fn integrated(&self) -> Option<f64> {
        let over = |threshold: f64| {
            let mut count = 0_u32;
            let mut sum = 0.0;
            for block in self.blocks.iter().filter(|block| **block >= threshold) {
                count += 1;
                sum += block;
            }
            (count > 0).then(|| sum / f64::from(count))
        };
        let threshold = over(0.0)? * 10.0_f64.powf(RELATIVE_GATE_LU / 10.0);
        over(threshold).map(lufs)
    }
}

/// Loudness of a weighted mean square (BS.1770-4, equation 2, one channel).
fn lufs(mean_square: f64) -> f64 {
    -0.691 + 10.0 * mean_square.log10()
}

/// The weighting of BS.1770-4: a high-pass at 38 Hz and a shelf of +4 dB from 1.7 kHz on, at any rate.
///
/// The standard's high-pass has Q = 0.5003. Here it is two equal first-order ones, Q = 0.5: cheaper, far
/// less sensitive to rounding, and at most 0.006 dB away, at 38 Hz.
#[derive(Debug, Clone, Copy)]
struct KFilter {
    /// The pole of each half of the high-pass.
    pole: f32,
    /// The shelf's coefficients, divided by its first.
    b1: f32,
    b2: f32,
    a1: f32,
    a2: f32,
    /// That first coefficient, squared: what energies are multiplied by.
    gain: f64,
}

/// The filter's memory, for several lanes.
#[derive(Debug, Clone, Copy)]
struct Lanes<const N: usize> {
    input: [f32; N],
    half: [f32; N],
    high: [f32; N],
    shelf_1: [f32; N],
    shelf_2: [f32; N],
}

impl KFilter {
    /// The analogue prototypes behind the standard's table for 48 kHz, brought to `rate` by the bilinear
    /// transform; the constants are those found by Brecht De Man, "Evaluation of implementations of the
    /// EBU R128 loudness measurement", AES 145 (2018).
    fn new(rate: SampleRate) -> Self {
        let hz = f64::from(rate.hz());
        // At rates too low for the shelf it stays just below half of them.
        let warped = |frequency: f64| (std::f64::consts::PI * (frequency / hz).min(0.45)).tan();
        let k = warped(1681.974450955533);
        let q = 0.7071752369554196;
        let high = 10.0_f64.powf(3.999843853973347 / 20.0);
        let band = high.powf(0.4996667741545416);
        let b0 = high + band * k / q + k * k;
        let a0 = 1.0 + k / q + k * k;
        let pass = warped(38.13547087602444);
        Self {
            pole: ((1.0 - pass) / (1.0 + pass)) as f32,
            b1: (2.0 * (k * k - high) / b0) as f32,
            b2: ((high - band * k / q + k * k) / b0) as f32,
            a1: (2.0 * (k * k - 1.0) / a0) as f32,
            a2: ((1.0 - k / q + k * k) / a0) as f32,
            gain: (b0 / a0).powi(2),
        }
    }

    /// The weighted mean squares of `hops` hops in each lane, whose sounds begin with the warm-up.
    fn energies<const N: usize>(
        &self,
        sounds: [&[f32]; N],
        warm_up: usize,
        hop: usize,
        hops: usize,
    ) -> [Vec<f64>; N] {
        let mut lanes = Lanes::starting_with(sounds);
        self.run(&mut lanes, sounds.map(|sound| sound.get(..warm_up).unwrap_or_default()));
        let mut energies = std::array::from_fn(|_| Vec::with_capacity(hops));
        for nth in 0..hops {
            let from = warm_up + nth * hop;
            let sums = self.run(
                &mut lanes,
                sounds.map(|sound| sound.get(from..from + hop).unwrap_or_default()),
            );
            for (lane, sum) in energies.iter_mut().zip(sums) {
                Vec::push(lane, sum * self.gain / hop as f64);
            }
        }
        energies
    }

    /// Filters one stretch of equal length in each lane, and gives the sums of squares.
    fn run<const N: usize>(&self, lanes: &mut Lanes<N>, sounds: [&[f32]; N]) -> [f64; N] {
        let mut sums = [0.0; N];
        let mut sounds = sounds.map(|sound| sound.chunks(CHUNK));
        let mut chunk = [[0.0_f32; N]; CHUNK];
        loop {
            // Turned round, so that the lanes lie side by side.
            let mut len = 0;
            for (lane, sound) in sounds.iter_mut().enumerate() {
                let samples = sound.next().unwrap_or_default();
                len = samples.len();
                for (row, sample) in chunk.iter_mut().zip(samples) {
                    if let Some(place) = row.get_mut(lane) {
                        *place = *sample;
                    }
                }
            }
            let Some(rows) = chunk.get(..len).filter(|rows| !rows.is_empty()) else { break sums };
            let squares = self.run_chunk(lanes, rows);
            for (sum, squares) in sums.iter_mut().zip(squares) {
                *sum += f64::from(squares);
            }
            lanes.flush();
        }
    }

    /// The innermost loop: plain arithmetic over arrays, which the compiler turns into vectors.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "N is in all the types")]
    fn run_chunk<const N: usize>(&self, lanes: &mut Lanes<N>, rows: &[[f32; N]]) -> [f32; N] {
        let Self { pole, b1, b2, a1, a2, .. } = *self;
        let mut s = *lanes;
        let mut squares = [0.0; N];
        for row in rows {
            for n in 0..N {
                let half = row[n] - s.input[n] + pole * s.half[n];
                let high = half - s.half[n] + pole * s.high[n];
                let out = high + s.shelf_1[n];
                s.input[n] = row[n];
                s.half[n] = half;
                s.high[n] = high;
                s.shelf_1[n] = b1 * high - a1 * out + s.shelf_2[n];
                s.shelf_2[n] = b2 * high - a2 * out;
                squares[n] += out * out;
            }
        }
        *lanes = s;
        squares
    }
}

impl<const N: usize> Lanes<N> {
    /// Settled as if each sound had always been at its first sample.
    fn starting_with(sounds: [&[f32]; N]) -> Self {
        Self {
            input: sounds.map(|sound| sound.first().copied().unwrap_or_default()),
            half: [0.0; N],
            high: [0.0; N],
            shelf_1: [0.0; N],
            shelf_2: [0.0; N],
        }
    }

    fn flush(&mut self) {
        for states in [&mut self.half, &mut self.high, &mut self.shelf_1, &mut self.shelf_2] {
            for state in states {
                if state.abs() < NOTHING {
                    *state = 0.0;
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "loudness/tests.rs"]
mod tests;
