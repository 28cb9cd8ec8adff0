//! Where one sound occurs in another, and how surely.

use super::fourier::{Complex, padded, transform};

/// Where and how well one sound was found in another.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// Normalised cross-correlation there: 1 for the same sound at any loudness, about 0 for another.
    pub score: f64,
    /// Sample of the larger sound at which the smaller begins; negative if it had begun before.
    pub at: i64,
}

/// How much coarser the first search is: 48 kHz becomes 8 kHz, which keeps what matters of speech.
const COARSE: usize = 6;

/// The best place of `part` in `whole`.
///
/// score = Σ whole·part / √(Σ part² · Σ whole²), sums over where they overlap but for part's, so that
/// neither a short overlap nor a loud passage can look like the sound.
pub fn find(part: &[f32], whole: &[f32]) -> Found {
    let coarse = find_coarse(&thinned(part), &thinned(whole));
    let about = coarse.at * COARSE as i64;
    let reach = COARSE as i64;
    let fine = (about - reach..=about + reach).map(|at| score_at(part, whole, at));
    fine.max_by(|a, b| a.score.total_cmp(&b.score)).unwrap_or(coarse)
}

fn find_coarse(part: &[f32], whole: &[f32]) -> Found {
    let length = (part.len() + whole.len()).next_power_of_two();
    let mut product = padded(whole, length);
    let mut other = padded(part, length);
    transform(&mut product, false);
    transform(&mut other, false);
    for (a, b) in product.iter_mut().zip(&other) {
        *a = a.times(b.conjugate());
    }
    transform(&mut product, true);
    let sums = energy_sums(whole);
    let of_part = energy(part);
    let lags = -(part.len() as i64) + 1..whole.len() as i64;
    let scores = lags.map(|at| {
        let dot = correlation(&product, at) / length as f64;
        let score = normalised(dot, of_part, window(&sums, at, part.len()));
        Found { score, at }
    });
    scores.max_by(|a, b| a.score.total_cmp(&b.score)).expect("at least one lag")
}

/// The circular correlation holds negative lags at its end.
fn correlation(product: &[Complex], at: i64) -> f64 {
    let index = at.rem_euclid(product.len() as i64) as usize;
    product[index].re
}

fn score_at(part: &[f32], whole: &[f32], at: i64) -> Found {
    let (mut dot, mut of_whole) = (0.0_f64, 0.0_f64);
    let skip = (-at).max(0) as usize;
    let from = at.max(0) as usize;
    for (a, b) in part.iter().skip(skip).zip(whole.iter().skip(from)) {
        dot += f64::from(*a) * f64::from(*b);
        of_whole += f64::from(*b) * f64::from(*b);
    }
    Found { score: normalised(dot, energy(part), of_whole), at }
}

/// Zero where the window is silent: digital silence holds nothing.
fn normalised(dot: f64, of_part: f64, of_window: f64) -> f64 {
    if of_window > 1e-9 && of_part > 1e-9 { dot / (of_part * of_window).sqrt() } else { 0.0 }
}

fn energy(samples: &[f32]) -> f64 {
    samples.iter().map(|sample| f64::from(*sample).powi(2)).sum()
}

fn energy_sums(samples: &[f32]) -> Vec<f64> {
    let mut sums = vec![0.0];
    let mut sum = 0.0;
    for sample in samples {
        sum += f64::from(*sample).powi(2);
        sums.push(sum);
    }
    sums
}

fn window(sums: &[f64], at: i64, length: usize) -> f64 {
    let last = sums.len() as i64 - 1;
    let from = at.clamp(0, last) as usize;
    let to = (at + length as i64).clamp(0, last) as usize;
    sums[to] - sums[from]
}

fn thinned(samples: &[f32]) -> Vec<f32> {
    samples.chunks(COARSE).map(|few| few.iter().sum::<f32>() / few.len() as f32).collect()
}

/// What became of a random sound on its way: it can be followed sample by sample.
#[derive(Debug)]
pub struct Passage {
    /// Sample of the recording at which the source is first found.
    pub begins: usize,
    /// How many samples from there on are the source's, each in its place.
    pub unbroken: usize,
    /// Samples of the recording after the last of these.
    pub after: usize,
}

/// Follows `source` through `recording`, both as 16-bit samples; random noise makes the place unmistakable.
pub fn follow(source: &[i16], recording: &[i16]) -> Option<Passage> {
    const KEY: usize = 8;
    let mut places = std::collections::HashMap::new();
    for (at, key) in source.windows(KEY).enumerate() {
        places.entry(key).or_insert(at);
    }
    let sounding = |key: &[i16]| key.iter().any(|sample| *sample != 0);
    let (begins, at) = recording.windows(KEY).enumerate().find_map(|(begins, key)| {
        places.get(key).filter(|_| sounding(key)).map(|at| (begins, *at))
    })?;
    let pairs = recording[begins..].iter().zip(&source[at..]);
    let unbroken = pairs.take_while(|(heard, sent)| heard == sent).count();
    Some(Passage { begins, unbroken, after: recording.len() - begins - unbroken })
}
