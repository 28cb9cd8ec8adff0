//! A whole take, from its first sample to its measures, as it comes.

use super::loudness::LoudnessMeter;
use super::measures::{Gap, Measures};
use super::narrow::Narrow;
use super::overview::{Overview, OverviewBuilder};
use super::pitch::PitchFinder;
use super::sample::tame;
use super::speech::SpeechFinder;
use super::summary::Summary;
use super::thresholds::Thresholds;
use super::whole::WholeBand;
use crate::units::SampleRate;

/// Samples that are looked at at a time: blocks of any size take the same little memory.
const BLOCK: usize = 4_096;

/// Samples that are counted side by side.
const LANES: usize = 8;

/// All that is known of a take.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// What it looks like.
    pub overview: Overview,
    /// What was measured.
    pub measures: Measures,
}

/// Measures a sound, one channel, while it is recorded or read.
///
/// Takes about 10 KB for each second of sound, whatever its rate; a sound of an hour less than 20 MB.
/// Blocks of any size give the same results to the bit. Samples that are no number count as silence.
#[derive(Debug)]
pub struct Analyser {
    rate: SampleRate,
    thresholds: Thresholds,
    clips_at: f32,
    samples: u64,
    peak: f32,
    clipped: u64,
    overview: OverviewBuilder,
    loudness: LoudnessMeter,
    narrow: Narrow,
    whole: WholeBand,
    speech: SpeechFinder,
    pitch: PitchFinder,
    /// The block, without what can't be computed with.
    tamed: Vec<f32>,
    /// The block at 16 kHz.
    narrowed: Vec<f32>,
}

impl Analyser {
    /// Nothing heard yet. A sample of at least `clips_at`, up or down, counts as clipped: 32,767 ÷ 32,768
    /// for what came from a microphone of 16 bits or more, 127 ÷ 128 for one of 8.
    #[must_use]
    pub fn new(rate: SampleRate, thresholds: Thresholds, clips_at: f32) -> Self {
        Self {
            rate,
            thresholds,
            clips_at,
            samples: 0,
            peak: 0.0,
            clipped: 0,
            overview: OverviewBuilder::new(),
            loudness: LoudnessMeter::new(rate),
            narrow: Narrow::new(rate),
            whole: WholeBand::new(rate),
            speech: SpeechFinder::default(),
            pitch: PitchFinder::default(),
            tamed: Vec::with_capacity(BLOCK),
            narrowed: Vec::new(),
        }
    }

    /// The next samples, −1…1.
    pub fn push(&mut self, samples: &[f32]) {
        for block in samples.chunks(BLOCK) {
            self.overview.push(block);
            self.tamed.clear();
            self.tamed.extend(block.iter().map(|sample| tame(*sample)));
            self.count();
            self.loudness.push(&self.tamed);
            self.whole.push(&self.tamed);
            self.narrowed.clear();
            self.narrow.push(&self.tamed, &mut self.narrowed);
            self.speech.push(&self.narrowed, &mut self.whole);
            self.pitch.push(&self.narrowed);
        }
    }

    /// Whether there was a voice so far; what comes later may show that it was none.
    #[must_use]
    pub fn has_voice(&self) -> bool {
        self.speech.has_heard(self.thresholds.speech_score)
    }

    fn count(&mut self) {
        let (lanes, rest) = self.tamed.as_chunks::<LANES>();
        let mut peaks = [self.peak; LANES];
        let mut clipped = [0_u32; LANES];
        let mut include = |samples: &[f32]| {
            for ((peak, clipped), sample) in peaks.iter_mut().zip(&mut clipped).zip(samples) {
                let amplitude = sample.abs();
                *peak = if amplitude > *peak { amplitude } else { *peak };
                *clipped += u32::from(amplitude >= self.clips_at);
            }
        };
        lanes.iter().for_each(|samples| include(samples));
        include(rest);
        self.peak = peaks.into_iter().fold(self.peak, f32::max);
        self.clipped += u64::from(clipped.into_iter().sum::<u32>());
        self.samples += self.tamed.len() as u64;
    }

    /// What was found. `band` is how long the answer should be, from and to in seconds, if that is known;
    /// `gaps` are the moments at which the recording was interrupted.
    #[must_use]
    pub fn finish(mut self, band: Option<(f64, f64)>, gaps: &[Gap]) -> Analysis {
        self.narrowed.clear();
        self.narrow.finish(&mut self.narrowed);
        self.speech.push(&self.narrowed, &mut self.whole);
        self.pitch.push(&self.narrowed);
        let pitches = self.pitch.finish();
        let length_secs = self.samples as f64 / f64::from(self.rate.hz());
        let found = self.speech.found(self.thresholds.speech_score, &pitches);
        let (powers, above) = self.speech.into_powers();
        let summary = Summary {
            thresholds: self.thresholds,
            band_secs: band,
            length_secs,
            loudness_lufs: self.loudness.integrated(),
            peak: self.peak,
            clipped: self.clipped,
            stretches: found.speech,
            other: found.other,
            powers,
            above,
            pitches,
            gaps: Measures::gaps_within(gaps, length_secs),
        };
        Analysis { measures: summary.measures(), overview: self.overview.finish() }
    }
}

#[cfg(test)]
mod tests;
