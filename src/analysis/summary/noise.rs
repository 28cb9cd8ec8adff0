//! The noise: where it is heard alone, how far speech stands above it, and whether it leaves speech to be told
//! from anything.

use std::ops::Range;

use super::super::layout::{Layout, secs};
use super::super::measure::NotAssessed;
use super::super::measures::Span;
use super::super::speech::{FRAMES_PER_SEC, is_nothing};
use super::{Mean, Summary, Value, frame};

/// The noise is measured in so much of it at least, in seconds …
const LEAST_NOISE_SECS: f64 = 0.5;

/// … and at least so far from speech, in seconds, where neither breath nor echo is left.
const NOISE_GUARD_SECS: f64 = 0.2;

/// Frames this near to digital zeros are half of them: 24 ms.
const VOID_GUARD: usize = 3;

/// Digital zeros as short as this hide nothing, in frames: 48 ms.
const SHORT_VOID: usize = 6;

/// Nobody speaks longer than this without half a second of stops, in seconds.
const LONGEST_BREATH_SECS: f64 = 10.0;

/// The quietest twentieth of a voice that is alone lies at least this far below its mean, in dB: closures
/// and dips between syllables. Where voices talk on top of each other they fill each other's.
const DIPS_DB: f64 = 20.0;

impl Summary {
    pub(super) fn signal_to_noise(&self, layout: &Layout) -> Value {
        layout.first()?;
        let noise = self.noise().ok_or(NotAssessed::NoNoise)?;
        let mut speech = Mean::default();
        for stretch in &self.stretches {
            self.include(&mut speech, stretch.clone());
        }
        // What is heard of speech is speech and noise together.
        Ok(10.0 * ((speech.value() - noise).max(noise * 1e-2) / noise).log10())
    }

    /// The mean square of the noise over the whole band; `None` where too little of it is heard alone.
    pub(super) fn noise(&self) -> Option<f64> {
        // Digital zeros are no noise, unless there is nothing else.
        let noise = self.heard_alone(true, true).or_else(|| self.heard_alone(false, true));
        noise.map(|mean| mean.value().max(1e-12))
    }

    /// The sound well away from speech, if there is enough of it: perhaps without digital zeros, and without
    /// what is beside interruptions.
    fn heard_alone(&self, without_voids: bool, without_cuts: bool) -> Option<Mean> {
        let mut noise = Mean::default();
        let mut quiet_from = 0;
        for busy in self.busy(without_voids, without_cuts) {
            self.include(&mut noise, quiet_from..busy.start);
            quiet_from = quiet_from.max(busy.end);
        }
        self.include(&mut noise, quiet_from..self.powers.len());
        (noise.count as f64 >= LEAST_NOISE_SECS * FRAMES_PER_SEC).then_some(noise)
    }

    /// Adds the frames in a range, with what lies above the search's band.
    fn include(&self, mean: &mut Mean, range: Range<usize>) {
        mean.include(self.powers.get(range.clone()).unwrap_or_default());
        let above = self.above.get(range).unwrap_or_default();
        mean.sum += above.iter().map(|power| f64::from(*power)).sum::<f64>();
    }

    /// What can't be noise, and what is near it, in frames: speech and what sounds like it, moments in which
    /// there may have been some, and perhaps digital zeros. In order of their beginnings.
    fn busy(&self, without_voids: bool, without_cuts: bool) -> Vec<Range<usize>> {
        let guard = (NOISE_GUARD_SECS * FRAMES_PER_SEC) as usize;
        let wide = |range: Range<usize>, guard: usize| {
            range.start.saturating_sub(guard)..range.end + guard
        };
        let cuts = self
            .gaps
            .iter()
            .filter(|_| without_cuts)
            .map(|gap| frame(gap.at_secs)..frame(gap.at_secs));
        let sounds = self.stretches.iter().chain(&self.other).cloned().chain(cuts);
        let mut busy: Vec<_> = sounds.map(|range| wide(range, guard)).collect();
        if without_voids {
            busy.extend(self.voids().into_iter().map(|range| wide(range, VOID_GUARD)));
        }
        busy.sort_by_key(|busy| busy.start);
        busy
    }

    /// Digital zeros, in frames.
    fn voids(&self) -> Vec<Range<usize>> {
        let mut at = 0;
        let mut voids = Vec::new();
        for part in self.powers.chunk_by(|a, b| is_nothing(*a) == is_nothing(*b)) {
            if part.first().is_some_and(|power| is_nothing(*power)) {
                voids.push(at..at + part.len());
            }
            at += part.len();
        }
        voids
    }

    /// Where there are digital zeros in place of what the room sounds like elsewhere: the sound was lost.
    pub(super) fn lost(&self) -> Vec<Span> {
        let voids = self.voids();
        if voids.is_empty() || self.heard_alone(true, true).is_none() {
            return Vec::new();
        }
        let long = voids.into_iter().filter(|void| void.len() > SHORT_VOID);
        long.map(|void| Span { from_secs: secs(void.start), to_secs: secs(void.end) }).collect()
    }

    /// Whether what was found as speech may be anything: nothing is ever quiet, and it lasts longer than
    /// anybody speaks in one breath, or other voices fill the dips between its syllables.
    pub(super) fn is_indistinct(&self, layout: &Layout) -> bool {
        let (Ok(first), Ok(last)) = (layout.first(), layout.last()) else { return false };
        if self.heard_alone(false, false).is_some() {
            return false;
        }
        last.to_secs - first.from_secs > LONGEST_BREATH_SECS || self.dips_db() < DIPS_DB
    }

    /// How far the quietest twentieth of the speech lies below its mean, in dB.
    fn dips_db(&self) -> f64 {
        let mut mean = Mean::default();
        let mut quiet: Vec<f32> = Vec::new();
        for powers in self.stretches.iter().filter_map(|stretch| self.powers.get(stretch.clone())) {
            mean.include(powers);
            quiet.extend(powers.windows(5).map(|powers| powers.iter().sum::<f32>() / 5.0));
        }
        quiet.sort_by(f32::total_cmp);
        let dip = quiet.get(quiet.len() / 20).copied().unwrap_or_default();
        10.0 * (mean.value() / f64::from(dip.max(1e-12))).log10()
    }
}
