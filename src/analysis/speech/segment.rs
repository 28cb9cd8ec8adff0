//! From frames to stretches of speech.
//!
//! 1. The detector says roughly where voice is. What is well away from it is noise, and tells in each
//!    band how loud the noise is and how much it sways.
//! 2. Speech is what stands out of that noise in some band, is not far quieter than the rest of the
//!    speech, and is near to what the detector calls voice.
//! 3. Its ends are moved outwards as long as more speaks for speech than against it: fading ends stand
//!    out of the noise in one band and for moments only.

use std::ops::Range;

use super::Frame;
use super::bands::{BANDS, db_of, power_of_db};

/// Frames further than this from any voice are noise: 240 ms.
const NOISE_GUARD: usize = 30;

/// Frames this near to digital zeros are half of them: 24 ms.
const VOID_GUARD: usize = 3;

/// How much of what stands out before the detector hears voice is speech: 96 ms …
const LEAD: usize = 12;

/// … and after it: 200 ms, for consonants at the end and the detector's own lag.
const HANG: usize = 25;

/// The noise is taken from blocks of so many frames: half a second …
const BLOCK: usize = 62;

/// … from at least so many on both sides …
const BLOCKS_AROUND: usize = 4;

/// … and more of them until there are so many frames of noise.
const ENOUGH_NOISE: f32 = 62.0;

/// Something stands out when it is so many times further above the noise than the noise sways …
const STANDS_OUT: f32 = 3.5;

/// … which is taken to sway by so many dB at least.
const LEAST_SWAY_DB: f32 = 1.0;

/// Where there is no noise to be heard, it is put so many dB above the quietest moment.
const ABOVE_QUIETEST_DB: f32 = 3.0;

/// Quieter than this below the speech of the take is not speech, in dB: 30, a whisper beside a voice.
const BELOW_SPEECH_DB: f32 = -30.0;

/// Stops of speech shorter than this are bridged: 96 ms, a consonant's closure …
const BRIDGED: usize = 12;

/// … and up to this between two runs that are no mere flickers: 250 ms …
const BRIDGED_TO_MORE: usize = 31;

/// … that is, each as long as this: 40 ms.
const MORE: usize = 5;

/// Speech is at least so long: 64 ms …
const LEAST_SPEECH: usize = 8;

/// … and so much of it is voice to the detector: 40 ms.
const LEAST_VOICE: usize = 5;

/// Ends are moved by so much at most: 256 ms.
const REACH: usize = 32;

/// A frame speaks for speech where it stands out by more than this, against it below.
const BALANCE: f32 = 2.0;

/// Single frames sway by so much more than the five that the noise's sway is taken from.
const SINGLE_SWAY: f32 = 1.4;

/// Averaging over five frames widens every stretch by about this much on each side.
const WIDENED: usize = 1;

/// The stretches of speech, in frames, in order; `threshold` is the detector's score from which on a
/// frame is voice. `other` are stretches known to be neither speech nor noise.
pub(in crate::analysis) fn speech(
    frames: &[Frame],
    threshold: f64,
    other: &[Range<usize>],
) -> Vec<Range<usize>> {
    let mut is_voice: Vec<bool> = frames
        .iter()
        .map(|frame| frame.score.value().is_some_and(|score| score >= threshold))
        .collect();
    let mut is_noise = noise_of(frames, &is_voice);
    for stretch in other {
        // The detector begins before a stretch does and lags behind its end, but near speech it hears that.
        is_voice.get_mut(stretch.clone()).unwrap_or_default().fill(false);
        is_noise.get_mut(stretch.clone()).unwrap_or_default().fill(false);
    }
    let Some(evidence) = Evidence::weigh(frames, &is_voice, &is_noise) else { return Vec::new() };
    let near = widened(&is_voice, LEAD, HANG);
    let flags = evidence.stands_out.iter().zip(&near).map(|(out, near)| *out && *near);
    let mut stretches = bridged(&runs(flags));
    stretches.retain(|stretch| {
        let voice = is_voice.get(stretch.clone()).unwrap_or_default();
        stretch.len() >= LEAST_SPEECH && voice.iter().filter(|is| **is).count() >= LEAST_VOICE
    });
    evidence.move_ends(&mut stretches);
    for stretch in &mut stretches {
        *stretch = stretch.start + WIDENED..stretch.end - WIDENED;
    }
    stretches
}

/// What the levels say about each frame.
struct Evidence {
    /// It stands out of the noise and is not too quiet.
    stands_out: Vec<bool>,
    /// How far a single frame stands out, in sways of the noise, less the balance.
    balance: Vec<f32>,
}

impl Evidence {
    /// `None` where there is no voice.
    fn weigh(frames: &[Frame], is_voice: &[bool], is_noise: &[bool]) -> Option<Self> {
        let mut stands_out = vec![false; frames.len()];
        let mut balance = vec![f32::NEG_INFINITY; frames.len()];
        let mut total = vec![0.0_f32; frames.len()];
        for band in 0..BANDS {
            let powers: Vec<f32> = frames.iter().map(|frame| frame.levels.power(band)).collect();
            total.iter_mut().zip(&powers).for_each(|(total, power)| *total += power);
            let levels: Vec<f32> = averaged::<2>(&powers).map(db_of).collect();
            let noise = Noise::in_blocks(&levels, is_noise);
            let singles = averaged::<1>(&powers).map(db_of);
            let flags = stands_out.iter_mut().zip(&mut balance);
            for (at, ((level, single), (out, balance))) in
                levels.iter().zip(singles).zip(flags).enumerate()
            {
                let noise = noise.get(at / BLOCK).copied().unwrap_or_default();
                *out |= level - noise.db > STANDS_OUT * noise.sway_db;
                let single = (single - noise.db) / (SINGLE_SWAY * noise.sway_db) - BALANCE;
                *balance = balance.max(single);
            }
        }
        let total: Vec<f32> = averaged::<2>(&total).collect();
        let voiced = total.iter().zip(is_voice).filter(|(_, is)| **is).map(|(power, _)| *power);
        let (sum, count) =
            voiced.fold((0.0, 0.0), |(sum, count), power| (sum + power, count + 1.0));
        let least =
            if count > 0.0 { sum / count * power_of_db(BELOW_SPEECH_DB) } else { return None };
        for ((out, balance), power) in stands_out.iter_mut().zip(&mut balance).zip(total) {
            *out &= power > least;
            *balance = if power > least { balance.clamp(-1.0, 2.0) } else { -2.0 };
        }
        Some(Self { stands_out, balance })
    }

    /// Moves each end outwards to where the balance of all frames on the way is best.
    fn move_ends(&self, stretches: &mut [Range<usize>]) {
        let mut before = 0;
        for nth in 0..stretches.len() {
            let next = stretches.get(nth + 1).map_or(self.balance.len(), |next| next.start);
            let Some(stretch) = stretches.get_mut(nth) else { break };
            let behind = self.balance.get(stretch.end..next.min(stretch.end + REACH));
            stretch.end += best(behind.unwrap_or_default().iter());
            let ahead =
                self.balance.get(before.max(stretch.start.saturating_sub(REACH))..stretch.start);
            stretch.start -= best(ahead.unwrap_or_default().iter().rev());
            before = stretch.end;
        }
    }
}

/// After how many the sum is greatest.
fn best<'a>(balances: impl Iterator<Item = &'a f32>) -> usize {
    let (mut sum, mut greatest, mut at) = (0.0, 0.0, 0);
    for (nth, balance) in balances.enumerate() {
        sum += balance;
        if sum > greatest {
            (greatest, at) = (sum, nth + 1);
        }
    }
    at
}

/// Which frames tell how loud the noise is: those well away from any voice. Digital zeros are no noise: what
/// a driver puts in front of a stream, or a radio link in place of what it lost, says nothing of the room.
/// Only where there is next to nothing else they are its silence.
fn noise_of(frames: &[Frame], is_voice: &[bool]) -> Vec<bool> {
    let near_voice = widened(is_voice, NOISE_GUARD, NOISE_GUARD);
    let voids: Vec<bool> = frames.iter().map(|frame| frame.levels.is_void()).collect();
    let near_void = widened(&voids, VOID_GUARD, VOID_GUARD);
    let real: Vec<bool> =
        near_voice.iter().zip(near_void).map(|(voice, void)| !voice && !void).collect();
    let count = real.iter().filter(|is| **is).count();
    if count as f32 >= ENOUGH_NOISE {
        return real;
    }
    near_voice.into_iter().map(|voice| !voice).collect()
}

/// The noise of one band around one block.
#[derive(Debug, Clone, Copy, Default)]
struct Noise {
    db: f32,
    sway_db: f32,
}

/// Sums over the frames of noise in one block.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    count: f32,
    sum: f32,
    squares: f32,
}

impl Noise {
    fn in_blocks(levels: &[f32], is_noise: &[bool]) -> Vec<Self> {
        let quietest = levels.iter().copied().fold(f32::INFINITY, f32::min);
        let blocks: Vec<Sums> = levels
            .chunks(BLOCK)
            .zip(is_noise.chunks(BLOCK))
            .map(|(levels, is_noise)| {
                let noise = levels.iter().zip(is_noise).filter(|(_, is)| **is);
                noise.fold(Sums::default(), |sums, (level, _)| Sums {
                    count: sums.count + 1.0,
                    sum: sums.sum + level,
                    squares: sums.squares + level * level,
                })
            })
            .collect();
        (0..blocks.len()).map(|at| Self::around(&blocks, at, quietest)).collect()
    }

    /// From the blocks around one, as few as will do.
    fn around(blocks: &[Sums], at: usize, quietest_db: f32) -> Self {
        let mut reach = BLOCKS_AROUND;
        loop {
            let range = at.saturating_sub(reach)..(at + reach + 1).min(blocks.len());
            let mut all = Sums::default();
            for block in blocks.get(range).unwrap_or_default() {
                all.count += block.count;
                all.sum += block.sum;
                all.squares += block.squares;
            }
            if all.count >= ENOUGH_NOISE {
                let db = all.sum / all.count;
                let sway_db = (all.squares / all.count - db * db).max(0.0).sqrt();
                return Self { db, sway_db: sway_db.max(LEAST_SWAY_DB) };
            }
            if reach > blocks.len() {
                return Self { db: quietest_db + ABOVE_QUIETEST_DB, sway_db: LEAST_SWAY_DB };
            }
            reach *= 2;
        }
    }
}

/// Each value averaged with `SIDE` on both sides; fewer at the ends.
fn averaged<const SIDE: usize>(values: &[f32]) -> impl Iterator<Item = f32> {
    (0..values.len()).map(|at| {
        let range = at.saturating_sub(SIDE)..(at + SIDE + 1).min(values.len());
        let part = values.get(range).unwrap_or_default();
        part.iter().sum::<f32>() / part.len().max(1) as f32
    })
}

/// True from `before` places before each true one to `behind` places behind it.
fn widened(flags: &[bool], before: usize, behind: usize) -> Vec<bool> {
    let mut wide = vec![false; flags.len()];
    for run in runs(flags.iter().copied()) {
        let range = run.start.saturating_sub(before)..(run.end + behind).min(flags.len());
        wide.get_mut(range).unwrap_or_default().fill(true);
    }
    wide
}

/// The stretches of true ones.
fn runs(flags: impl Iterator<Item = bool>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut before = false;
    for (at, flag) in flags.enumerate() {
        match runs.last_mut().filter(|_| before && flag) {
            Some(run) => run.end = at + 1,
            None if flag => runs.push(at..at + 1),
            None => {}
        }
        before = flag;
    }
    runs
}

/// Stretches with short stops between them made one.
fn bridged(runs: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut bridged: Vec<Range<usize>> = Vec::new();
    let mut len_before = 0;
    for run in runs {
        let more = len_before.min(run.len()) >= MORE;
        let most = if more { BRIDGED_TO_MORE } else { BRIDGED };
        match bridged.last_mut().filter(|last| run.start - last.end < most) {
            Some(last) => last.end = run.end,
            None => bridged.push(run.clone()),
        }
        len_before = run.len();
    }
    bridged
}
