//! Any rate to 16 kHz, as the sound comes: enough for voice and pitch, and a third of the work.
//!
//! A filter of some dozen taps, not one for listening: flat to 5 kHz, 35 dB down from 11 kHz on.

use crate::units::SampleRate;

/// The rate that comes out.
pub(super) const NARROW_HZ: u32 = 16_000;

/// How far the filter reaches, in output samples (input samples where there are fewer of those).
const REACH: f64 = 8.0;

/// Where it is 6 dB down, as a share of half the lower rate.
const CORNER: f64 = 0.92;

/// Shape of the window (Kaiser): side lobes 45 dB down.
const BETA: f64 = 4.0;

/// Taps are taken so many at a time.
const LANES: usize = 8;

/// At most so many positions between two input samples are told apart.
const MAX_PHASES: u64 = 640;

/// Where the rates divide, so many output samples are computed side by side …
const SIDE_BY_SIDE: usize = 16;

/// … and so many at a time.
const BATCH: usize = 16 * SIDE_BY_SIDE;

/// Converts a stream. Sample `n` that comes out lies at `n` ÷ 16,000 seconds of what went in.
#[derive(Debug, Clone)]
pub(super) struct Narrow {
    /// Input samples per second, at least one.
    from: u64,
    /// The filter at each phase, `taps` long.
    table: Vec<f32>,
    taps: usize,
    phases: u64,
    /// Input from sample `first` − `taps` ÷ 2 on (its first sample before the sound).
    waiting: Vec<f32>,
    /// The input sample that `waiting` begins with, plus half the filter.
    first: u64,
    /// Samples that came in.
    taken: u64,
    /// Samples that went out.
    given: u64,
    /// Input samples for each output sample, where that is a whole number.
    whole_step: Option<usize>,
    /// The input of one batch, sorted by its place between two output samples.
    planes: Vec<f32>,
}

impl Narrow {
    pub(super) fn new(rate: SampleRate) -> Self {
        // Below 1 kHz there is no voice, and the output would grow without bound.
        let from = u64::from(rate.hz().clamp(1_000, 768_000));
        let step = from as f64 / f64::from(NARROW_HZ);
        let taps = ((REACH * step.max(1.0)).ceil() as usize).next_multiple_of(LANES);
        let phases = (u64::from(NARROW_HZ) / divisor(from, u64::from(NARROW_HZ))).min(MAX_PHASES);
        let table = (0..phases)
            .flat_map(|phase| filter(taps, phase as f64 / phases as f64, step.max(1.0)))
            .collect();
        Self {
            from,
            table,
            taps,
            phases,
            waiting: vec![0.0; taps / 2 - 1],
            first: 0,
            taken: 0,
            given: 0,
            whole_step: from.is_multiple_of(u64::from(NARROW_HZ)).then_some(step as usize),
            planes: Vec::new(),
        }
    }

    /// Converts what can be converted onto the end of `out`.
    pub(super) fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) {
        if let Some(first) = samples.first().filter(|_| self.taken == 0) {
            // As if the sound had always been at its first sample: a constant offset is no click.
            self.waiting.fill(*first);
        }
        self.taken += samples.len() as u64;
        self.waiting.extend_from_slice(samples);
        self.convert(out);
    }

    /// Converts the rest: behind the sound it stays at its last sample.
    pub(super) fn finish(&mut self, out: &mut Vec<f32>) {
        let whole = self.taken * u64::from(NARROW_HZ) / self.from;
        let began = out.len();
        let before = self.given;
        let batch = self.whole_step.map_or(0, |step| step * BATCH);
        let last = self.waiting.last().copied().unwrap_or_default();
        self.waiting.resize(self.waiting.len() + self.taps + batch, last);
        self.convert(out);
        out.truncate(began + whole.saturating_sub(before) as usize);
    }

    fn convert(&mut self, out: &mut Vec<f32>) {
        match self.whole_step {
            Some(3) => self.in_batches::<3>(out),
            Some(step) => self.in_batches_of(step, out),
            None => self.one_by_one(out),
        }
        // Keep what the next one needs; move the rest out when it has grown.
        let next = (self.given * self.from / u64::from(NARROW_HZ) - self.first) as usize;
        if next >= 4_096 {
            self.waiting.drain(..next.min(self.waiting.len()));
            self.first += next as u64;
        }
    }

    fn one_by_one(&mut self, out: &mut Vec<f32>) {
        let hz = u64::from(NARROW_HZ);
        loop {
            let place = self.given * self.from;
            let (mut whole, rest) = (place / hz, place % hz);
            let mut phase = (rest * self.phases + hz / 2) / hz;
            if phase == self.phases {
                (whole, phase) = (whole + 1, 0);
            }
            let start = (whole - self.first) as usize;
            let Some(input) = self.waiting.get(start..start + self.taps) else { break };
            let filter = self.table.get(phase as usize * self.taps..).unwrap_or_default();
            out.push(product(input, filter));
            self.given += 1;
        }
    }

    /// The step of 48 kHz is known to the compiler, which sorts faster then.
    fn in_batches<const STEP: usize>(&mut self, out: &mut Vec<f32>) {
        self.in_batches_of(STEP, out);
    }

    /// With one filter for all: what each tap adds to many output samples lies side by side, once the input
    /// is sorted by its place between two output samples.
    #[inline(always)]
    fn in_batches_of(&mut self, step: usize, out: &mut Vec<f32>) {
        let reach = self.taps / step;
        let width = BATCH + reach;
        self.planes.resize(step * width, 0.0);
        loop {
            let start = (self.given * step as u64 - self.first) as usize;
            let Some(input) = self.waiting.get(start..start + step * width) else { break };
            for (nth, plane) in self.planes.chunks_exact_mut(width).enumerate() {
                let every = input.get(nth..).unwrap_or_default().iter().step_by(step);
                plane.iter_mut().zip(every).for_each(|(to, from)| *to = *from);
            }
            for from in (0..BATCH).step_by(SIDE_BY_SIDE) {
                let mut sums = [0.0_f32; SIDE_BY_SIDE];
                for (nth, plane) in self.planes.chunks_exact(width).enumerate() {
                    let taps = self.table.get(nth..).unwrap_or_default().iter().step_by(step);
                    let inputs = plane.get(from..).unwrap_or_default().array_windows();
                    for (tap, input) in taps.zip(inputs) {
                        let input: &[f32; SIDE_BY_SIDE] = input;
                        sums.iter_mut().zip(input).for_each(|(sum, input)| *sum += tap * input);
                    }
                }
                out.extend(sums);
            }
            self.given += BATCH as u64;
        }
    }
}

/// Sum of products over the shorter length, in whole lanes.
pub(super) fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    for (a, b) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + e) + (b + f)) + ((c + g) + (d + h))
}

/// A low-pass whose middle lies `fraction` of a sample behind tap `taps` ÷ 2 − 1.
fn filter(taps: usize, fraction: f64, step: f64) -> Vec<f32> {
    let middle = taps as f64 / 2.0 - 1.0 + fraction;
    let half = taps as f64 / 2.0;
    let corner = CORNER / step;
    let values: Vec<f64> = (0..taps)
        .map(|tap| {
            let x = tap as f64 - middle;
            let angle = std::f64::consts::PI * corner * x;
            let sinc = if angle.abs() < 1e-9 { 1.0 } else { angle.sin() / angle };
            let inside = (1.0 - (x / half).powi(2)).max(0.0);
            sinc * bessel(BETA * inside.sqrt())
        })
        .collect();
    let sum: f64 = values.iter().sum();
    values.into_iter().map(|value| (value / sum) as f32).collect()
}

/// The modified Bessel function of order zero, by its series.
fn bessel(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 1..30 {
        term *= (x / 2.0 / f64::from(n)).powi(2);
        sum += term;
    }
    sum
}

/// The greatest common divisor.
fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f64, rate: u32, len: usize) -> Vec<f32> {
        let step = std::f64::consts::TAU * hz / f64::from(rate);
        (0..len).map(|n| (n as f64 * step).sin() as f32).collect()
    }

    fn narrowed(sound: &[f32], rate: u32, block: usize) -> Vec<f32> {
        let mut narrow = Narrow::new(SampleRate::new(rate).expect("not zero"));
        let mut out = Vec::new();
        sound.chunks(block).for_each(|block| narrow.push(block, &mut out));
        narrow.finish(&mut out);
        out
    }

    #[test]
    fn voice_passes_in_place_and_what_would_fold_back_does_not() {
        for rate in [8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 47_999, 48_000, 96_000, 192_000]
        {
            let len = rate as usize / 2 + 3;
            let out = narrowed(&tone(440.0, rate, len), rate, 1_000);
            assert_eq!(out.len() as u64, len as u64 * 16_000 / u64::from(rate), "{rate} Hz");
            let reference = tone(440.0, NARROW_HZ, out.len());
            let middle = 50..out.len() - 50;
            let error = out[middle.clone()]
                .iter()
                .zip(&reference[middle.clone()])
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f32::max);
            assert!(error < 0.02, "{rate} Hz: {error}");
            if rate >= 24_000 {
                let high = narrowed(&tone(11_000.0, rate, len), rate, 1_000);
                let loudest = high[middle].iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
                assert!(loudest < 0.02, "{rate} Hz lets {loudest} through");
            }
        }
    }

    #[test]
    fn blocks_of_any_size_give_the_same() {
        let sound = tone(440.0, 44_100, 30_000);
        let whole = narrowed(&sound, 44_100, sound.len());
        for block in [1, 17, 441, 5_000] {
            assert_eq!(narrowed(&sound, 44_100, block), whole, "blocks of {block}");
        }
    }

    #[test]
    fn the_least_sound_survives() {
        assert!(narrowed(&[], 48_000, 1).is_empty());
        assert_eq!(narrowed(&[0.5; 3], 48_000, 1).len(), 1);
    }
}
