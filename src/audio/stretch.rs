//! Speech faster or slower at its own pitch: WSOLA.
//!
//! "Waveform similarity overlap-add" (Verhelst and Roelands, ICASSP 1993): pieces of the sound are laid
//! over one another at a new distance, each moved a little to where it continues the one before best.
//! The best place is searched on a thinned signal first and then exactly, which makes it a few hundred
//! times faster than real time.

use crate::units::SampleRate;

/// Distance between pieces in the output, in seconds; pieces are twice as long. A period of the lowest
/// male voice (70 Hz) fits.
const HOP_SECS: f64 = 0.015;

/// How far a piece may be moved either way, in seconds: half a period of a 60 Hz voice.
const SEARCH_SECS: f64 = 0.008_5;

/// Rate to which the signal is thinned for the first search, in hertz. Pitch lies far below half of it.
const COARSE_HZ: u32 = 6_000;

/// Speeds that are understood; beyond them nothing is intelligible.
const SLOWEST: f32 = 0.25;
const FASTEST: f32 = 4.0;

/// Speeds this close to 1 are 1.
const SAME: f32 = 0.001;

/// The speed that will be used for a wished one.
pub(super) fn usable_factor(factor: f32) -> f32 {
    if !factor.is_finite() || (factor - 1.0).abs() < SAME {
        1.0
    } else {
        factor.clamp(SLOWEST, FASTEST)
    }
}

/// Makes `samples` `factor` times as fast, the pitch kept. At 1 they come back unchanged.
///
/// The result has `samples.len() ÷ factor` samples, rounded. Factors are held within 0.25…4.
#[must_use]
pub fn stretch(samples: &[f32], rate: SampleRate, factor: f32) -> Vec<f32> {
    let factor = usable_factor(factor);
    if factor == 1.0 {
        return samples.to_vec();
    }
    let mut stretcher = Stretcher::new(rate, factor, 0);
    let mut out = Vec::with_capacity(stretcher.length(samples) + stretcher.hop);
    while stretcher.render(samples, &mut out) {}
    out
}

/// Makes a stretched sound piece by piece, from a sound that is whole in memory.
#[derive(Debug)]
pub(super) struct Stretcher {
    hop: usize,
    search: usize,
    thinning: usize,
    factor: f64,
    /// Where in the source it began.
    begin: usize,
    /// Pieces made.
    pieces: u64,
    /// Samples made.
    made: usize,
    /// Where the last piece lies in the source.
    last: usize,
    /// Rising half of the window, as long as the hop.
    rise: Vec<f32>,
}

impl Stretcher {
    /// Begins at sample `begin` of the source.
    pub(super) fn new(rate: SampleRate, factor: f32, begin: usize) -> Self {
        let hop = ((f64::from(rate.hz()) * HOP_SECS) as usize).max(2);
        let rise = (0..hop).map(|n| {
            let phase = std::f64::consts::PI * (n as f64 + 0.5) / hop as f64;
            (0.5 - 0.5 * phase.cos()) as f32
        });
        Self {
            hop,
            search: (f64::from(rate.hz()) * SEARCH_SECS) as usize,
            thinning: (rate.hz() / COARSE_HZ).max(1) as usize,
            factor: f64::from(usable_factor(factor)),
            begin,
            pieces: 0,
            made: 0,
            last: begin,
            rise: rise.collect(),
        }
    }

    /// Samples that come out in all.
    pub(super) fn length(&self, source: &[f32]) -> usize {
        (source.len().saturating_sub(self.begin) as f64 / self.factor).round() as usize
    }

    /// Appends the next piece; `false` when there was none left.
    pub(super) fn render(&mut self, source: &[f32], out: &mut Vec<f32>) -> bool {
        let left = self.length(source).saturating_sub(self.made);
        if left == 0 {
            return false;
        }
        let ideal = self.begin + (self.pieces as f64 * self.hop as f64 * self.factor) as usize;
        // What would come next if nothing were stretched: the new piece should sound like it.
        let natural = self.last + self.hop;
        let place =
            if self.pieces == 0 { ideal } else { self.most_similar(source, natural, ideal) };
        let count = self.hop.min(left);
        let old = padded(source, natural, count);
        let new = padded(source, place, count);
        if self.pieces == 0 {
            out.extend(new);
        } else {
            let mixed = old.zip(new).zip(&self.rise);
            out.extend(mixed.map(|((old, new), rise)| old + (new - old) * rise));
        }
        self.last = place;
        self.pieces += 1;
        self.made += count;
        true
    }

    /// The place near `ideal` whose sound is most like that at `natural`.
    fn most_similar(&self, source: &[f32], natural: usize, ideal: usize) -> usize {
        let lowest = ideal.saturating_sub(self.search);
        let highest = ideal + self.search;
        let thin = self.thinning;
        let wanted = thinned(source, natural, self.hop / thin, thin);
        let field = thinned(source, lowest, (highest - lowest + self.hop) / thin, thin);
        let offsets = 0..=field.len().saturating_sub(wanted.len());
        let coarse = lowest + best_offset(&wanted, &field, offsets) * thin;

        let wanted: Vec<f32> = padded(source, natural, self.hop).collect();
        let from = coarse.saturating_sub(thin).max(lowest);
        let to = (coarse + thin).min(highest);
        let field: Vec<f32> = padded(source, from, to - from + self.hop).collect();
        from + best_offset(&wanted, &field, 0..=to - from)
    }
}

/// `count` samples from `begin` on, silence behind the end.
fn padded(source: &[f32], begin: usize, count: usize) -> impl Iterator<Item = f32> {
    let rest = source.get(begin..).unwrap_or_default();
    rest.iter().copied().chain(std::iter::repeat(0.0)).take(count)
}

/// The same, every `thin` samples averaged to one.
fn thinned(source: &[f32], begin: usize, count: usize, thin: usize) -> Vec<f32> {
    let rest = source.get(begin..).unwrap_or_default();
    let mut values: Vec<f32> =
        rest.chunks(thin).take(count).map(|chunk| chunk.iter().sum()).collect();
    values.resize(count, 0.0);
    values
}

/// The offset at which `field` correlates best with `wanted`, its own loudness taken out.
fn best_offset(wanted: &[f32], field: &[f32], offsets: std::ops::RangeInclusive<usize>) -> usize {
    let mut best = (f32::NEG_INFINITY, *offsets.start());
    for offset in offsets {
        let Some(candidate) = field.get(offset..offset + wanted.len()) else { break };
        let (product, energy) = dot_and_energy(wanted, candidate);
        let score = product / (energy + 1e-9).sqrt();
        if score > best.0 {
            best = (score, offset);
        }
    }
    best.1
}

/// `Σ a·b` and `Σ b²`, in eight strands so that the compiler can use vector instructions.
fn dot_and_energy(a: &[f32], b: &[f32]) -> (f32, f32) {
    let mut products = [0.0_f32; 8];
    let mut energies = [0.0_f32; 8];
    let (a_eights, a_rest) = a.as_chunks::<8>();
    let (b_eights, b_rest) = b.as_chunks::<8>();
    for (a, b) in a_eights.iter().zip(b_eights) {
        for ((product, energy), (a, b)) in
            products.iter_mut().zip(&mut energies).zip(a.iter().zip(b))
        {
            *product += a * b;
            *energy += b * b;
        }
    }
    let mut sums = (products.iter().sum::<f32>(), energies.iter().sum::<f32>());
    for (a, b) in a_rest.iter().zip(b_rest) {
        sums.0 += a * b;
        sums.1 += b * b;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: SampleRate = SampleRate::HZ_48000;

    /// A voice-like tone: a fundamental with harmonics, swelling and fading like syllables.
    fn voice(hz: f64, secs: f64) -> Vec<f32> {
        let rate = f64::from(RATE.hz());
        (0..(secs * rate) as usize)
            .map(|n| {
                let t = n as f64 / rate;
                let swell = 0.6 + 0.4 * (std::f64::consts::TAU * 3.0 * t).sin();
                let wave: f64 = (1..=8)
                    .map(|k| (std::f64::consts::TAU * hz * f64::from(k) * t).sin() / f64::from(k))
                    .sum();
                (0.3 * swell * wave) as f32
            })
            .collect()
    }

    /// The period with the best autocorrelation between 60 and 400 Hz, as a frequency.
    fn fundamental(sound: &[f32]) -> f64 {
        let middle = &sound[sound.len() / 4..(sound.len() / 4 + 4_800).min(sound.len() * 3 / 4)];
        let score = |lag: usize| -> f64 {
            let pairs = middle.iter().zip(&middle[lag..]);
            let count = (middle.len() - lag) as f64;
            pairs.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>() / count
        };
        let lags = 120..800_usize;
        let best = lags.max_by(|a, b| score(*a).total_cmp(&score(*b))).expect("a lag");
        // Multiples of the period score as well: take the shortest that is nearly as good.
        let shortest = (120..=best).find(|lag| score(*lag) > 0.95 * score(best)).expect("a lag");
        let peak = (shortest..shortest + 20).max_by(|a, b| score(*a).total_cmp(&score(*b)));
        48_000.0 / peak.expect("a lag") as f64
    }

    #[test]
    fn at_its_own_speed_nothing_changes() {
        let sound = voice(120.0, 0.3);
        assert_eq!(stretch(&sound, RATE, 1.0), sound);
        assert_eq!(stretch(&sound, RATE, f32::NAN), sound);
    }

    #[test]
    fn lengths_follow_the_factor() {
        let sound = voice(120.0, 1.0);
        for factor in [0.5_f32, 0.75, 1.25, 1.5, 2.0] {
            let expected = sound.len() as f64 / f64::from(factor);
            let ratio = stretch(&sound, RATE, factor).len() as f64 / expected;
            assert!((ratio - 1.0).abs() < 0.005, "{factor}: {ratio}");
        }
    }

    #[test]
    fn pitch_and_loudness_stay() {
        for hz in [95.0, 123.0, 210.0] {
            let sound = voice(hz, 0.6);
            for factor in [0.5, 0.75, 1.25, 1.5, 2.0] {
                let stretched = stretch(&sound, RATE, factor);
                let heard = fundamental(&stretched);
                assert!((heard / hz - 1.0).abs() < 0.03, "{hz} Hz at {factor}: {heard} Hz");
                let power = |s: &[f32]| s.iter().map(|x| x * x).sum::<f32>() / s.len() as f32;
                let change = power(&stretched) / power(&sound);
                assert!((0.85..1.15).contains(&change), "{hz} Hz at {factor}: power {change}");
            }
        }
    }

    #[test]
    fn there_are_no_clicks() {
        let sound = voice(123.0, 1.0);
        let steepest = |s: &[f32]| s.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        for factor in [0.5, 1.5, 2.0] {
            let limit = steepest(&sound) * 1.5;
            assert!(steepest(&stretch(&sound, RATE, factor)) < limit, "{factor}");
        }
    }

    #[test]
    fn short_sounds_and_silence_survive() {
        assert!(stretch(&[], RATE, 2.0).is_empty());
        assert_eq!(stretch(&[0.1; 3], RATE, 1.5).len(), 2);
        assert_eq!(stretch(&[0.0; 4_800], RATE, 2.0), [0.0; 2_400]);
    }
}
