//! Where there is speech: a detector of voice says what is speech, levels say where it begins and ends.
//!
//! The detector (`earshot`) knows voice from noise but reacts late; levels in five bands are exact in time
//! but know nothing of voice; what both found is looked at once more as a whole. Frames of 8 ms at 16 kHz; nothing is decided before the sound is whole, as
//! what counts as loud depends on what follows too.

use std::ops::Range;

mod ask;
mod bands;
mod kinds;
mod segment;

use super::whole::{WholeBand, power_without_mean};
use ask::Asker;
use bands::{FRAME, Levels, Splitter, level, power_of};
pub(super) use bands::{FRAMES_PER_SEC, is_nothing};

/// How sure the detector is of a frame, in steps of 1/200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Score(u8);

impl Score {
    /// It was not asked.
    const UNASKED: Self = Self(u8::MAX);

    fn new(score: f32) -> Self {
        Self((score.clamp(0.0, 1.0) * 200.0) as u8)
    }

    /// `None` where it was not asked.
    fn value(self) -> Option<f64> {
        (self != Self::UNASKED).then(|| f64::from(self.0) / 200.0)
    }
}

/// So many frames are one step of the pitch.
pub(super) const PITCH_EVERY: usize = super::pitch::FRAMES_PER_HOP;

/// Stretches of sound, in frames, in order of their beginnings.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Somebody speaks.
    pub(super) speech: Vec<Range<usize>>,
    /// The detector heard a voice, but it isn't somebody speaking.
    pub(super) other: Vec<Range<usize>>,
}

/// What is kept of 8 ms: seven bytes, 3.2 MB for an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    levels: Levels,
    /// What lies above the search's band, as a level in the same steps.
    above: u8,
    score: Score,
}

/// Finds speech in a sound of 16 kHz as it comes.
#[derive(Debug, Default)]
pub(super) struct SpeechFinder {
    /// Samples that don't yet fill two frames.
    waiting: Vec<f32>,
    splitter: Splitter,
    asker: Asker,
    frames: Vec<Frame>,
}

impl SpeechFinder {
    /// The next samples, at 16 kHz, and how loud they were at their own rate.
    pub(super) fn push(&mut self, samples: &[f32], whole: &mut WholeBand) {
        self.waiting.extend_from_slice(samples);
        let waiting = std::mem::take(&mut self.waiting);
        let (pairs, rest) = waiting.as_chunks::<{ 2 * FRAME }>();
        for pair in pairs {
            self.pair(pair, whole);
        }
        self.waiting = rest.to_vec();
    }

    /// The detector's frame is two of ours.
    fn pair(&mut self, pair: &[f32; 2 * FRAME], whole: &mut WholeBand) {
        let (frames, _) = pair.as_chunks::<FRAME>();
        let mut levels = [Levels::default(); 2];
        let mut above = [0; 2];
        for ((levels, above), frame) in levels.iter_mut().zip(&mut above).zip(frames) {
            *levels = self.splitter.split(frame);
            let power = whole.next_power().map(|whole| whole - power_without_mean(frame));
            *above = level(power.unwrap_or_default().max(0.0));
        }
        let score = self.asker.score(pair, levels);
        let both = levels.into_iter().zip(above);
        self.frames.extend(both.map(|(levels, above)| Frame { levels, above, score }));
    }

    /// What was found so far, in frames; `threshold` is the detector's score from which on a frame is voice,
    /// 0…1, `pitches` are those of each [`PITCH_EVERY`] frames.
    pub(super) fn found(&self, threshold: f64, pitches: &[Option<f32>]) -> Found {
        let voices = segment::speech(&self.frames, threshold, &[]);
        let found = kinds::parted(voices, &self.frames, pitches);
        if found.other.is_empty() || found.speech.is_empty() {
            return found;
        }
        // Once more without what is none: it was taken for what speech is as loud as.
        let voices = segment::speech(&self.frames, threshold, &found.other);
        let Found { speech, mut other } = kinds::parted(voices, &self.frames, pitches);
        other.extend(found.other);
        other.sort_by_key(|stretch| stretch.start);
        Found { speech, other }
    }

    /// Whether the detector heard a voice so far, before it is looked at whether it can have been one.
    pub(super) fn has_heard(&self, threshold: f64) -> bool {
        !segment::speech(&self.frames, threshold, &[]).is_empty()
    }

    /// The mean squares of each frame, without rumble: those of the bands that speech is looked for in, and
    /// what lies above them.
    pub(super) fn into_powers(self) -> (Vec<f32>, Vec<f32>) {
        let above = self.frames.iter().map(|frame| power_of(frame.above));
        let above = above.map(|power| if is_nothing(power) { 0.0 } else { power }).collect();
        (self.frames.iter().map(|frame| frame.levels.total()).collect(), above)
    }
}
