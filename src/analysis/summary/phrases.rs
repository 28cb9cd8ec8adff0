//! How phrases end.

use super::super::layout::{Layout, Talk};
use super::super::measure::NotAssessed;
use super::super::measures::Span;
use super::{Mean, Summary, Value, frame};

/// A phrase is speech between two pauses, at least so long, in seconds.
const LEAST_PHRASE_SECS: f64 = 1.5;

/// Its end is the last of it, in seconds.
const PHRASE_END_SECS: f64 = 0.5;

/// An end that fades away is followed for so long behind what counts as speech, in seconds …
const FADES_SECS: f64 = 0.4;

/// … while it is at most this far below the take's speech, as a power: 40 dB …
const FADES_TO: f64 = 1e-4;

/// … and so many times as powerful as the noise: 6 dB.
const ABOVE_NOISE: f64 = 4.0;

/// It has faded away when it is below that for so many frames: 40 ms.
const GONE: usize = 5;

/// Trailing off wants so many phrases.
const LEAST_PHRASES: usize = 3;

/// Trailing off is not measured in more noise than this, in dB: the noise would hold the ends up.
const TRAILING_LEAST_SNR_DB: f64 = 15.0;

/// A phrase trails off when its end is quieter than the rest of it by so much, in dB.
const TRAILS_OFF_DB: f64 = 10.5;

/// One phrase may end as a thought does; so many are a habit, …
const LEAST_FALLING: usize = 2;

/// … if they are one in so many.
const FALLING_IN: usize = 3;

/// So much of a phrase that trails off is worth hearing, in seconds.
const HEARD_SECS: f64 = 3.0;

/// Speech between two pauses, and how much quieter its end is, in dB.
pub(super) struct Phrase {
    span: Span,
    fall_db: f64,
}

impl Phrase {
    /// What one plays to hear it.
    fn heard(&self) -> Span {
        let from_secs = self.span.from_secs.max(self.span.to_secs - HEARD_SECS);
        Span { from_secs, to_secs: self.span.to_secs }
    }
}

impl Summary {
    pub(super) fn phrases(&self, layout: &Layout) -> Vec<Phrase> {
        let mut speech = Mean::default();
        for stretch in &self.stretches {
            speech.include(self.powers.get(stretch.clone()).unwrap_or_default());
        }
        let noise = self.noise().unwrap_or_default();
        let least = (speech.value() * FADES_TO).max(noise * ABOVE_NOISE);
        let nexts = layout.talks.iter().skip(1).map(|talk| talk.span.from_secs);
        let nexts = nexts.chain([self.length_secs]);
        let whole = layout.talks.iter().zip(nexts).filter(|(talk, _)| talk.ends);
        let long = whole.filter(|(talk, _)| talk.span.secs() >= LEAST_PHRASE_SECS);
        long.filter_map(|(talk, next_secs)| {
            let end = self.fades_to(talk, next_secs, least);
            let middle = end.saturating_sub(frame(PHRASE_END_SECS));
            let body = self.spoken_power(frame(talk.span.from_secs), middle)?;
            let faded = self.powers.get(frame(talk.span.to_secs)..end);
            let mut tail = Mean::default();
            tail.include(faded.unwrap_or_default());
            if let Some((power, count)) = self.spoken(middle, frame(talk.span.to_secs)) {
                tail.sum += power;
                tail.count += count;
            }
            (tail.sum > 0.0)
                .then(|| Phrase { span: talk.span, fall_db: 10.0 * (body / tail.value()).log10() })
        })
        .collect()
    }

    /// The frame in which the end of a phrase has faded away.
    fn fades_to(&self, talk: &Talk, next_secs: f64, least: f64) -> usize {
        let from = frame(talk.span.to_secs);
        let to = frame((talk.span.to_secs + FADES_SECS).min(next_secs));
        let behind = self.powers.get(from..to.min(self.powers.len())).unwrap_or_default();
        let (mut end, mut below) = (0, 0);
        for (at, power) in behind.iter().enumerate() {
            below = if f64::from(*power) > least { 0 } else { below + 1 };
            if below == 0 {
                end = at + 1;
            }
            if below >= GONE {
                break;
            }
        }
        from + end
    }

    /// The mean square of the frames of speech between two frames.
    fn spoken_power(&self, from: usize, to: usize) -> Option<f64> {
        let (sum, count) = self.spoken(from, to)?;
        (sum > 0.0).then(|| sum / count as f64)
    }

    /// The squares of the frames of speech between two frames, and how many those are.
    fn spoken(&self, from: usize, to: usize) -> Option<(f64, usize)> {
        let mut mean = Mean::default();
        for stretch in self.stretches.iter().filter(|s| s.start < to && s.end > from) {
            let part = stretch.start.max(from)..stretch.end.min(to);
            mean.include(self.powers.get(part).unwrap_or_default());
        }
        (mean.count > 0).then_some((mean.sum, mean.count))
    }
}

/// Where the level falls most, if it does so often enough to be a habit.
pub(super) fn pointed_out(phrases: &[Phrase]) -> Option<Span> {
    let falling = phrases.iter().filter(|phrase| phrase.fall_db >= TRAILS_OFF_DB);
    if falling.clone().count() < LEAST_FALLING.max(phrases.len().div_ceil(FALLING_IN)) {
        return None;
    }
    falling.max_by(|a, b| a.fall_db.total_cmp(&b.fall_db)).map(Phrase::heard)
}

pub(super) fn trailing_off(
    phrases: &[Phrase],
    speech: Result<(), NotAssessed>,
    snr: Value,
) -> Value {
    speech?;
    if phrases.len() < LEAST_PHRASES {
        return Err(NotAssessed::TooLittleSpeech);
    }
    if snr? < TRAILING_LEAST_SNR_DB {
        return Err(NotAssessed::TooNoisy);
    }
    let mut falls: Vec<f64> = phrases.iter().map(|phrase| phrase.fall_db).collect();
    falls.sort_by(f64::total_cmp);
    let middle = |at: usize| falls.get(at).copied().unwrap_or_default();
    Ok((middle((falls.len() - 1) / 2) + middle(falls.len() / 2)) / 2.0)
}
