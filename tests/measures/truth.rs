//! Takes made from recorded sentences, so that it is known to the sample where there is speech.

/// A sentence without the silence around it.
#[derive(Debug, Clone)]
pub struct Sentence {
    pub samples: Vec<f32>,
    pub rate: u32,
}

/// Speech begins and ends where the level of 5 ms first and last is within this much of the sentence's own.
const EDGE_DB: f64 = -30.0;

/// No inner gap of a sentence may come near to a pause, in seconds …
const LONGEST_INNER_GAP: f64 = 0.45;

/// … not even when all that is 10 dB below its own level drowns in noise.
const LONGEST_DROWNED_GAP: f64 = 0.5;

/// What lies between two sentences, before the first and behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    None,
    White,
    Pink,
    /// Mains hum with overtones over a low rush.
    Fan,
    /// Low rumble, far below the voice.
    Rumble,
}

pub const NOISES: [Noise; 4] = [Noise::White, Noise::Pink, Noise::Fan, Noise::Rumble];

/// A take and what is true of it.
#[derive(Debug, Clone)]
pub struct Take {
    pub samples: Vec<f32>,
    pub rate: u32,
    /// Where each sentence was put, in seconds.
    pub sentences: Vec<(f64, f64)>,
    /// The part of each that stands above the noise: outside of it, its fading ends lie below the noise,
    /// and where exactly speech ends there can't be known.
    pub heard: Vec<(f64, f64)>,
}

/// How far `found` is from a moment between `a` and `b`.
pub fn distance(found: f64, a: f64, b: f64) -> f64 {
    let (a, b) = (a.min(b), a.max(b));
    (a - found).max(found - b).max(0.0)
}

impl Take {
    /// The gaps between the sentences: where each begins at the earliest and at the latest, and the same of
    /// its end.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> {
        let whole = self.sentences.windows(2).map(|pair| (pair[0].1, pair[1].0));
        let heard = self.heard.windows(2).map(|pair| (pair[0].1, pair[1].0));
        whole
            .zip(heard)
            .map(|(whole, heard)| Gap { from: (heard.0, whole.0), to: (whole.1, heard.1) })
    }
}

/// A gap between two sentences, seconds.
#[derive(Debug, Clone, Copy)]
pub struct Gap {
    /// It begins between these two moments.
    pub from: (f64, f64),
    /// It ends between these two.
    pub to: (f64, f64),
}

impl Gap {
    /// At least so long.
    pub fn shortest(self) -> f64 {
        self.to.0 - self.from.1
    }
}

/// Numbers in −1…1, the same at every run.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / 8_388_608.0 - 1.0
    }
}

fn db(mean_square: f64) -> f64 {
    10.0 * (mean_square + 1e-12).log10()
}

/// Levels of 5 ms each, in dB.
fn levels(samples: &[f32], rate: u32) -> Vec<f64> {
    let frame = (rate / 200) as usize;
    samples
        .chunks_exact(frame)
        .map(|frame| {
            let sum: f64 = frame.iter().map(|s| f64::from(*s).powi(2)).sum();
            db(sum / frame.len() as f64)
        })
        .collect()
}

/// The level of a sentence while it is spoken: the mean over what is within 30 dB of its loudest 5 ms.
fn spoken_level(levels: &[f64]) -> f64 {
    let loudest = levels.iter().copied().fold(f64::MIN, f64::max);
    let spoken = levels.iter().filter(|level| **level > loudest - 30.0);
    let (sum, count) =
        spoken.fold((0.0, 0), |(sum, count), level| (sum + 10f64.powf(level / 10.0), count + 1));
    db(sum / f64::from(count.max(1)))
}

impl Sentence {
    /// Cuts the silence off; `None` for a recording with a gap that is nearly a pause.
    pub fn trimmed(samples: &[f32], rate: u32) -> Option<Self> {
        let levels = levels(samples, rate);
        let edge = spoken_level(&levels) + EDGE_DB;
        let loud = |level: &f64| *level >= edge;
        let (first, last) = (levels.iter().position(loud)?, levels.iter().rposition(loud)?);
        let longest = |edge: f64| {
            let gaps = levels[first..=last].split(|level| *level >= edge).map(<[f64]>::len);
            gaps.max().unwrap_or_default() as f64 * 0.005
        };
        let is_whole = longest(edge) < LONGEST_INNER_GAP
            && longest(edge - EDGE_DB - 10.0) < LONGEST_DROWNED_GAP;
        let frame = (rate / 200) as usize;
        let samples = samples[first * frame..(last + 1) * frame].to_vec();
        is_whole.then_some(Self { samples, rate })
    }

    /// From where to where (seconds) its level reaches so many dB relative to its own, over 20 ms: what is
    /// shorter is no louder to the ear than the noise around it.
    fn above(&self, db: f64) -> (f64, f64) {
        let levels = levels(&self.samples, self.rate);
        let edge = spoken_level(&levels) + db.max(EDGE_DB);
        let powers: Vec<f64> = levels.iter().map(|level| 10f64.powf(level / 10.0)).collect();
        let loud = |powers: &[f64]| powers.iter().sum::<f64>() / 4.0 >= 10f64.powf(edge / 10.0);
        let first = powers.windows(4).position(loud).unwrap_or_default();
        let last = powers.windows(4).rposition(loud).unwrap_or_default();
        (first as f64 * 0.005, (last + 4) as f64 * 0.005)
    }

    /// At twice the rate, through a filter of 64 taps.
    pub fn doubled(&self) -> Self {
        let tap = |n: i32| {
            let x = (f64::from(n) + 0.5) * std::f64::consts::PI;
            let window = (std::f64::consts::PI * (f64::from(n) + 0.5) / 32.0).cos();
            x.sin() / x * (0.5 + 0.5 * window)
        };
        let taps: Vec<f32> = (-16..16).map(|n| tap(n) as f32).collect();
        let at = |n: i64| usize::try_from(n).ok().and_then(|n| self.samples.get(n)).copied();
        let between = |n: i64| -> f32 {
            let near = (n - 15..=n + 16).map(|n| at(n).unwrap_or_default());
            near.zip(&taps).map(|(sample, tap)| sample * tap).sum()
        };
        let samples =
            (0..self.samples.len()).flat_map(|n| [self.samples[n], between(n as i64)]).collect();
        Self { samples, rate: self.rate * 2 }
    }
}

/// Sentences with gaps (seconds) before each and one behind the last, and noise under all of it, so many
/// dB below the speech.
pub fn take(sentences: &[Sentence], gaps: &[f64], noise: Noise, snr_db: f64, seed: u64) -> Take {
    let rate = sentences[0].rate;
    let silence = |secs: f64| vec![0.0_f32; (secs * f64::from(rate)) as usize];
    let mut take = Take { samples: Vec::new(), rate, sentences: Vec::new(), heard: Vec::new() };
    for (nth, gap) in gaps.iter().enumerate() {
        take.samples.extend(silence(*gap));
        let Some(sentence) = sentences.get(nth) else { break };
        let from = take.samples.len() as f64 / f64::from(rate);
        take.samples.extend(&sentence.samples);
        take.sentences.push((from, take.samples.len() as f64 / f64::from(rate)));
        let (head, tail) = sentence.above(-snr_db);
        take.heard.push((from + head, from + tail));
    }
    let level = spoken_level(&levels(&take.samples, rate));
    add_noise(&mut take.samples, rate, noise, level - snr_db, seed);
    take
}

/// Adds another sound, so many dB below the speech of a take.
pub fn mix(take: &mut Take, other: &[f32], snr_db: f64) {
    let square: f64 = other.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / other.len() as f64;
    let level = spoken_level(&levels(&take.samples, take.rate));
    let gain = 10f64.powf((level - snr_db - db(square)) / 20.0) as f32;
    take.samples.iter_mut().zip(other).for_each(|(sample, other)| *sample += gain * other);
}

/// Noise of a level in dB (root mean square) over the whole band of the recording.
pub fn add_noise(samples: &mut [f32], rate: u32, kind: Noise, level_db: f64, seed: u64) {
    if kind == Noise::None {
        return;
    }
    let noise = noise(kind, rate, samples.len(), seed);
    let square: f64 = noise.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / noise.len() as f64;
    let gain = 10f64.powf((level_db - db(square)) / 20.0) as f32;
    for (sample, noise) in samples.iter_mut().zip(noise) {
        *sample += noise * gain;
    }
}

fn noise(kind: Noise, rate: u32, len: usize, seed: u64) -> Vec<f32> {
    let mut dice = Dice::new(seed);
    let mut low = [0.0_f32; 4];
    let hz = rate as f32;
    let mut at = 0.0_f32;
    (0..len)
        .map(|_| {
            let white = dice.next();
            at = (at + 1.0 / hz) % 1.0;
            match kind {
                Noise::None => 0.0,
                Noise::White => white,
                // Four low-passes two octaves apart: within 1 dB of 3 dB an octave from 30 Hz to 8 kHz.
                Noise::Pink => {
                    let mut sum = 0.0;
                    for (state, corner) in low.iter_mut().zip([60.0, 240.0, 960.0, 3840.0]) {
                        let k = (std::f32::consts::TAU * corner / hz).min(1.0);
                        *state += k * (white - *state);
                        sum += *state / k.sqrt();
                    }
                    sum
                }
                Noise::Fan => {
                    let k = (std::f32::consts::TAU * 300.0 / hz).min(1.0);
                    low[0] += k * (white - low[0]);
                    let hum: f32 = [(50.0, 1.0), (100.0, 0.6), (150.0, 0.3), (250.0, 0.2)]
                        .iter()
                        .map(|(f, a)| a * (std::f32::consts::TAU * f * at).sin())
                        .sum();
                    0.15 * hum + low[0]
                }
                Noise::Rumble => {
                    let k = (std::f32::consts::TAU * 40.0 / hz).min(1.0);
                    low[0] += k * (white - low[0]);
                    low[1] += k * (low[0] - low[1]);
                    low[1]
                }
            }
        })
        .collect()
}
