//! Whether what the detector took for a voice is somebody speaking: a second look at each whole stretch.
//!
//! The detector hears a few tens of milliseconds at a time. Over half a second and more speech tells itself by
//! what no alarm, tune, hum or knock does at once: its pitch never stands still, its level and its colour
//! sway, its shape changes with every sound, and the detector is sure of most of it. A whisper has all of that
//! but the pitch. The weights were found by logistic regression over some 2,500 stretches: sentences, single
//! words, whispers, reverberant and noisy speech (5 to 15 dB) of 30 voices, and 290 stretches of alarms,
//! bells, music, knocks, doors, coughs, hum and other sounds of computers and rooms.

use std::ops::Range;

use super::bands::db_of;
use super::{Found, Frame, PITCH_EVERY};

/// Stretches closer than this are judged together: 350 ms, less than a pause.
const TOGETHER: usize = 44;

/// A pitch that moves less than this from one 16 ms to the next stands still, in semitones: no voice holds it
/// so, every string, pipe and buzzer does.
const STILL_SEMITONES: f32 = 0.06;

/// Where more than this share of the steps stands still it is no voice: in speech it is a third at most.
const MOST_STILL: f32 = 0.4;

/// The share says nothing of less voice than this, in steps of 16 ms.
const LEAST_STEPS: usize = 6;

/// Where the detector is less sure than this on average, it took a bang for the beginning of a word.
const LEAST_SURE: f32 = 0.55;

/// What is further than this below the loudest moment has no colour worth comparing, in dB.
const FAINT_DB: f32 = 25.0;

/// A band's share of the whole is not followed below this, in dB.
const LEAST_SHARE_DB: f32 = -30.0;

/// Shapes are compared over so many frames: 40 ms, about a sound of speech.
const APART: usize = 5;

/// A bang is shorter than this: 300 ms …
const BANG: usize = 37;

/// … has a pitch in so many steps of 16 ms at most …
const BANG_VOICED: usize = 2;

/// … and is at least so far from speech: 150 ms, longer than the closure before a word's last consonant.
const BANG_APART: usize = 19;

/// A hum's level moves less than this, the middle half of it, averaged over two periods of the mains, in dB:
/// that of speech does by twice as much, even where noise is a few dB below it.
const STEADY_DB: f32 = 2.0;

/// That is said only of what is as long as this: 600 ms.
const STEADY_FOR: usize = 75;

/// Parts what is speech from what is not.
pub(super) fn parted(
    stretches: Vec<Range<usize>>,
    frames: &[Frame],
    pitches: &[Option<f32>],
) -> Found {
    let mut found = Found::default();
    for group in stretches.chunk_by(|a, b| b.start < a.end + TOGETHER) {
        let (before, group, behind) = without_bangs(group, pitches);
        let is_speech = Traits::of(group, frames, pitches).is_some_and(Traits::are_speech);
        found.other.extend_from_slice(before);
        (if is_speech { &mut found.speech } else { &mut found.other }).extend_from_slice(group);
        found.other.extend_from_slice(behind);
    }
    found
}

type Stretches<'a> = &'a [Range<usize>];

/// Takes bangs off both ends of what is judged together: keys that go on until somebody speaks, a knock just
/// behind the last word.
fn without_bangs<'a>(
    group: Stretches<'a>,
    pitches: &[Option<f32>],
) -> (Stretches<'a>, Stretches<'a>, Stretches<'a>) {
    let is_bang = |stretch: &Range<usize>| {
        let hops = stretch.start / PITCH_EVERY..stretch.end.div_ceil(PITCH_EVERY);
        let hops = hops.start.min(pitches.len())..hops.end.min(pitches.len());
        let voiced = pitches.get(hops).unwrap_or_default().iter().flatten().count();
        stretch.len() < BANG && voiced <= BANG_VOICED
    };
    let apart = |a: &Range<usize>, b: &Range<usize>| b.start >= a.end + BANG_APART;
    let leading = group
        .windows(2)
        .take_while(|pair| matches!(pair, [a, b] if is_bang(a) && apart(a, b)))
        .count();
    let (before, rest) = group.split_at(leading);
    let trailing = rest
        .windows(2)
        .rev()
        .take_while(|pair| matches!(pair, [a, b] if is_bang(b) && apart(a, b)))
        .count();
    let (rest, behind) = rest.split_at(rest.len() - trailing);
    (before, rest, behind)
}

/// What some stretches together are like.
#[derive(Debug, Clone, Copy)]
struct Traits {
    /// How sure the detector is on average, 0…1.
    sure: f32,
    /// The share of the pitch's steps that stand still.
    still: f32,
    /// The share of the time in which there is a pitch.
    voiced: f32,
    /// How far the level sways, in dB.
    level_sway_db: f32,
    /// How far the low bands sway against the high ones, in dB.
    colour_sway_db: f32,
    /// How far each band's share of the whole moves in 40 ms, in dB.
    change_db: f32,
    /// It is long, and its level all but stands still.
    is_steady: bool,
}

impl Traits {
    fn of(group: &[Range<usize>], frames: &[Frame], pitches: &[Option<f32>]) -> Option<Self> {
        let (first, last) = (group.first()?, group.last()?);
        let inside: Vec<&Frame> =
            group.iter().filter_map(|stretch| frames.get(stretch.clone())).flatten().collect();
        let hops = first.start / PITCH_EVERY..last.end.div_ceil(PITCH_EVERY).min(pitches.len());
        let pitches = pitches.get(hops).unwrap_or_default();
        let levels: Vec<f32> = inside.iter().map(|frame| db_of(frame.levels.total())).collect();
        let loudest = levels.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let loud: Vec<&Frame> = inside
            .iter()
            .zip(&levels)
            .filter(|(_, level)| **level > loudest - FAINT_DB)
            .map(|(frame, _)| *frame)
            .collect();
        let colours: Vec<f32> = loud.iter().map(|frame| colour_db(frame)).collect();
        let scores: Vec<f32> = inside
            .iter()
            .filter_map(|frame| frame.score.value())
            .map(|score| score as f32)
            .collect();
        Some(Self {
            sure: mean(&scores),
            still: still_share(pitches),
            voiced: pitches.iter().flatten().count() as f32 / pitches.len().max(1) as f32,
            level_sway_db: sway(&levels),
            colour_sway_db: sway(&colours),
            change_db: change_db(&loud),
            is_steady: is_steady(&inside),
        })
    }

    fn are_speech(self) -> bool {
        let weighed = 22.6 * self.sure - 16.4 * self.still
            + 6.7 * self.voiced
            + 0.25 * self.level_sway_db
            + 0.91 * self.colour_sway_db
            + 1.84 * self.change_db;
        !self.is_steady && self.still <= MOST_STILL && self.sure >= LEAST_SURE && weighed > 26.3
    }
}

/// Whether the level all but stands still for long.
fn is_steady(frames: &[&Frame]) -> bool {
    let powers: Vec<f32> = frames.iter().map(|frame| frame.levels.total()).collect();
    let smooth =
        powers.windows(APART).map(|powers| db_of(powers.iter().sum::<f32>() / APART as f32));
    let mut levels: Vec<f32> = smooth.collect();
    levels.sort_by(f32::total_cmp);
    let at = |quarter: usize| levels.get(levels.len() * quarter / 4).copied().unwrap_or_default();
    frames.len() >= STEADY_FOR && at(3) - at(1) < STEADY_DB
}

/// The share of steps in which the pitch stands still; none where there is too little of it.
fn still_share(pitches: &[Option<f32>]) -> f32 {
    let steps: Vec<f32> = pitches
        .windows(2)
        .filter_map(|pair| Some(12.0 * ((*pair.last()?)? / (*pair.first()?)?).log2().abs()))
        .collect();
    if steps.len() < LEAST_STEPS {
        return 0.0;
    }
    steps.iter().filter(|step| **step < STILL_SEMITONES).count() as f32 / steps.len() as f32
}

/// The bands below 1 kHz over those above 2 kHz, in dB.
fn colour_db(frame: &Frame) -> f32 {
    let power = |band| frame.levels.power(band);
    db_of(power(0) + power(1)) - db_of(power(3) + power(4))
}

/// How far each band's share moves from one frame to the one 40 ms later, in dB on average.
fn change_db(frames: &[&Frame]) -> f32 {
    let shapes: Vec<_> = frames.iter().map(|frame| frame.levels.shape(LEAST_SHARE_DB)).collect();
    let changes: Vec<f32> = shapes
        .iter()
        .zip(shapes.iter().skip(APART))
        .map(|(before, after)| {
            let moved = before.iter().zip(after).map(|(before, after)| (before - after).abs());
            moved.sum::<f32>() / before.len() as f32
        })
        .collect();
    mean(&changes)
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

/// The standard deviation.
fn sway(values: &[f32]) -> f32 {
    let middle = mean(values);
    let squares: Vec<f32> = values.iter().map(|value| (value - middle).powi(2)).collect();
    mean(&squares).sqrt()
}
