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

/// Samples that may be read around a place. Behind their end is silence.
pub(super) trait Samples {
    /// `count` samples from `begin` on. Places may go back a little, by less than a tenth of a second.
    fn from(&mut self, begin: u64, count: usize) -> &[f32];

    /// How many there are, once that is known: at the latest when it has been read beyond.
    fn end(&self) -> Option<u64>;
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
    let mut stretcher = Stretcher::new(rate, factor);
    let mut out = Vec::with_capacity((samples.len() as f64 / f64::from(factor)) as usize + 1);
    let mut whole = Whole { samples, padded: Vec::new() };
    while stretcher.render(&mut whole, &mut out) {}
    out
}

/// Samples that are all in memory.
struct Whole<'a> {
    samples: &'a [f32],
    padded: Vec<f32>,
}

impl Samples for Whole<'_> {
    fn from(&mut self, begin: u64, count: usize) -> &[f32] {
        let rest = self.samples.get(begin as usize..).unwrap_or_default();
        if let Some(part) = rest.get(..count) {
            return part;
        }
        self.padded.clear();
        self.padded.extend_from_slice(rest);
        self.padded.resize(count, 0.0);
        &self.padded
    }

    fn end(&self) -> Option<u64> {
        Some(self.samples.len() as u64)
    }
}

/// Makes a stretched sound piece by piece, from its beginning on.
#[derive(Debug)]
pub(super) struct Stretcher {
    hop: usize,
    search: usize,
    thinning: usize,
    factor: f64,
    /// Pieces made.
    pieces: u64,
    /// Samples made.
    made: u64,
    /// Where the last piece lies in the source.
    last: u64,
    /// Rising half of the window, as long as the hop.
    rise: Vec<f32>,
    /// What the last piece would go on with.
    natural: Vec<f32>,
    /// That, thinned, and the thinned field in which it is looked for.
    wanted: Vec<f32>,
    field: Vec<f32>,
    scores: Vec<f32>,
}

impl Stretcher {
    pub(super) fn new(rate: SampleRate, factor: f32) -> Self {
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
            pieces: 0,
            made: 0,
            last: 0,
            rise: rise.collect(),
            natural: Vec::new(),
            wanted: Vec::new(),
            field: Vec::new(),
            scores: Vec::new(),
        }
    }

    /// Appends the next piece; `false` when there was none left.
    pub(super) fn render(&mut self, source: &mut impl Samples, out: &mut Vec<f32>) -> bool {
        let nominal = self.pieces as f64 * self.hop as f64 * self.factor;
        // Looks as far as this piece will have come, so that an end within it is known.
        source.from(nominal as u64, (self.hop as f64 * self.factor) as usize + 1);
        // A piece runs at the sound's own speed: its middle, not its beginning, is where it should be. That
        // keeps every moment within half a piece of its place (and lowers the deviation from the original's
        // pitch, moment by moment, by a quarter).
        let lead = 0.5 * self.hop as f64 * (self.factor - 1.0);
        let ideal = if self.pieces == 0 { 0 } else { (nominal + lead).max(0.0) as u64 };
        // What would come next if nothing were stretched: the new piece should sound like it.
        self.natural.clear();
        self.natural.extend_from_slice(source.from(self.last + self.hop as u64, self.hop));
        let place = if self.pieces == 0 { ideal } else { self.most_similar(source, ideal) };
        let new = source.from(place, self.hop);
        let began = out.len();
        if self.pieces == 0 {
            out.extend_from_slice(new);
        } else {
            let mixed = self.natural.iter().zip(new).zip(&self.rise);
            out.extend(mixed.map(|((old, new), rise)| old + (new - old) * rise));
        }
        // A source that has not ended yet has, so far, at least a piece more.
        let whole = source.end().map(|end| (end as f64 / self.factor).round() as u64);
        let left = whole.map_or(u64::MAX, |whole| whole.saturating_sub(self.made));
        let count = (self.hop as u64).min(left);
        out.truncate(began + count as usize);
        self.last = place;
        self.pieces += 1;
        self.made += count;
        count > 0
    }

    /// The place near `ideal` whose sound is most like the natural continuation.
    fn most_similar(&mut self, source: &mut impl Samples, ideal: u64) -> u64 {
        let lowest = ideal.saturating_sub(self.search as u64);
        // Not into the silence behind the end, where that is at hand: it would break off instead of ending.
        let last = source.end().map_or(u64::MAX, |end| end.saturating_sub(self.hop as u64));
        let uppermost = (ideal + self.search as u64).min(last.max(lowest));
        let thin = self.thinning;
        let width = (uppermost - lowest) as usize + self.hop;
        thinned(&self.natural, thin, &mut self.wanted);
        thinned(source.from(lowest, width), thin, &mut self.field);
        let offsets = 0..=self.field.len().saturating_sub(self.wanted.len());
        scores(&self.wanted, &self.field, offsets, &mut self.scores);
        let coarse = lowest + (highest(&self.scores) * thin) as u64;

        let from = coarse.saturating_sub(thin as u64).max(lowest);
        let to = (coarse + thin as u64).min(uppermost);
        let field = source.from(from, (to - from) as usize + self.hop);
        scores(&self.natural, field, 0..=(to - from) as usize, &mut self.scores);
        from + highest(&self.scores) as u64
    }
}

/// Every `thin` samples added to one; a rest is left out.
fn thinned(source: &[f32], thin: usize, out: &mut Vec<f32>) {
    out.clear();
    out.extend(source.chunks_exact(thin).map(|chunk| chunk.iter().sum::<f32>()));
}

/// How well `field` correlates with `wanted` at each offset, its own loudness taken out.
fn scores(
    wanted: &[f32],
    field: &[f32],
    offsets: std::ops::RangeInclusive<usize>,
    out: &mut Vec<f32>,
) {
    out.clear();
    out.extend(offsets.map_while(|offset| {
        let (product, energy) = dot_and_energy(wanted, field.get(offset..offset + wanted.len())?);
        Some(product / (energy + 1e-9).sqrt())
    }));
}

/// The place of the highest score.
fn highest(scores: &[f32]) -> usize {
    let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    best.map_or(0, |(place, _)| place)
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
