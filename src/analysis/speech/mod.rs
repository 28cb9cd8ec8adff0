//! Where there is speech: a detector of voice says what is speech, levels say where it begins and ends.
//!
//! The detector (`earshot`) knows voice from noise but reacts late; levels in five bands are exact in time
//! but know nothing of voice. Frames of 8 ms at 16 kHz; nothing is decided before the sound is whole, as
//! what counts as loud depends on what follows too.

use std::ops::Range;

mod ask;
mod bands;
mod segment;

use ask::Asker;
pub(super) use bands::FRAMES_PER_SEC;
use bands::{FRAME, Levels, Splitter};

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

/// What is kept of 8 ms: six bytes, 2.7 MB for an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    levels: Levels,
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
    /// The next samples, at 16 kHz.
    pub(super) fn push(&mut self, samples: &[f32]) {
        self.waiting.extend_from_slice(samples);
        let waiting = std::mem::take(&mut self.waiting);
        let (pairs, rest) = waiting.as_chunks::<{ 2 * FRAME }>();
        for pair in pairs {
            self.pair(pair);
        }
        self.waiting = rest.to_vec();
    }

    /// The detector's frame is two of ours.
    fn pair(&mut self, pair: &[f32; 2 * FRAME]) {
        let (frames, _) = pair.as_chunks::<FRAME>();
        let mut levels = [Levels::default(); 2];
        for (levels, frame) in levels.iter_mut().zip(frames) {
            *levels = self.splitter.split(frame);
        }
        let score = self.asker.score(pair, levels);
        self.frames.extend(levels.map(|levels| Frame { levels, score }));
    }

    /// The stretches of speech so far, in frames; `threshold` is the detector's score from which on a frame
    /// is voice, 0…1.
    pub(super) fn stretches(&self, threshold: f64) -> Vec<Range<usize>> {
        segment::speech(&self.frames, threshold)
    }

    /// The mean square of each frame, without rumble.
    pub(super) fn into_powers(self) -> Vec<f32> {
        self.frames.iter().map(|frame| frame.levels.total()).collect()
    }
}
