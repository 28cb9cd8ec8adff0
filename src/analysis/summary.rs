//! From what was found in a sound to its measures. The one place where they are computed; what they mean
//! and when they are not assessed is written beside it, in [`super::definitions`].

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::layout::{Layout, Stop};
use super::measure::{MeasureId, NotAssessed};
use super::measures::{Gap, Measures, Span};
use super::pitch;
use super::speech::FRAMES_PER_SEC;
use super::thresholds::Thresholds;

/// Less speech than this tells nothing of how somebody speaks, in seconds.
pub(super) const LEAST_SPEECH_SECS: f64 = 1.0;

/// The noise is measured in so much of it at least, in seconds …
pub(super) const LEAST_NOISE_SECS: f64 = 0.5;

/// … and at least so far from speech, in seconds, where neither breath nor echo is left.
pub(super) const NOISE_GUARD_SECS: f64 = 0.2;

/// Pitch is not looked for in more noise than this, in dB.
pub(super) const PITCH_LEAST_SNR_DB: f64 = 6.0;

/// The median wants so much voice, in seconds …
pub(super) const MEDIAN_LEAST_VOICE_SECS: f64 = 0.5;

/// … and the range so much.
pub(super) const RANGE_LEAST_VOICE_SECS: f64 = 2.0;

/// The range leaves out so much of the voice at either end, as a share.
pub(super) const RANGE_MARGIN: f64 = 0.05;

/// A phrase is speech between two pauses, at least so long, in seconds.
pub(super) const LEAST_PHRASE_SECS: f64 = 1.5;

/// Its end is the last of it, in seconds.
pub(super) const PHRASE_END_SECS: f64 = 0.5;

/// Trailing off wants so many phrases.
pub(super) const LEAST_PHRASES: usize = 3;

/// Trailing off is not measured in more noise than this, in dB: the noise would hold the ends up.
pub(super) const TRAILING_LEAST_SNR_DB: f64 = 15.0;

/// A phrase trails off when its end is quieter than the rest of it by so much, in dB.
pub(super) const TRAILS_OFF_DB: f64 = 9.0;

/// So much of a phrase that trails off is worth hearing, in seconds.
const HEARD_SECS: f64 = 3.0;

type Value = Result<f64, NotAssessed>;

/// What was found in a sound.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) thresholds: Thresholds,
    /// How long the answer should be.
    pub(super) band_secs: Option<(f64, f64)>,
    pub(super) length_secs: f64,
    pub(super) loudness_lufs: Option<f64>,
    /// The largest amplitude.
    pub(super) peak: f32,
    pub(super) clipped: u64,
    /// Speech, in frames.
    pub(super) stretches: Vec<Range<usize>>,
    /// The mean square of each frame.
    pub(super) powers: Vec<f32>,
    /// The pitch in each pair of frames, in hertz.
    pub(super) pitches: Vec<Option<f32>>,
    /// Where the recording was interrupted, in order of time, within its length.
    pub(super) gaps: Vec<Gap>,
}

impl Summary {
    pub(super) fn measures(self) -> Measures {
        let layout =
            Layout::of(&self.stretches, self.length_secs, &self.gaps, self.thresholds.pause_secs);
        let run_on = self.run_on(&layout);
        let phrases = self.phrases(&layout);
        let snr = self.signal_to_noise(&layout);
        let (median, range) = self.pitch(&layout, snr);
        let values = [
            (MeasureId::Length, Ok(self.length_secs)),
            (MeasureId::FirstWord, layout.first_word()),
            (MeasureId::TalkShare, talk_share(&layout)),
            (MeasureId::Pauses, layout.pause_count()),
            (MeasureId::LongestPause, layout.longest_pause()),
            (MeasureId::RunOn, run_on.map(|span| span.map_or(0.0, Span::secs))),
            (MeasureId::Loudness, self.loudness_lufs.ok_or(NotAssessed::Silence)),
            (MeasureId::Peak, self.peak_db()),
            (MeasureId::Clipped, Ok(self.clipped as f64)),
            (MeasureId::SignalToNoise, snr),
            (MeasureId::PitchMedian, median),
            (MeasureId::PitchRange, range),
            (MeasureId::TrailingOff, trailing_off(&phrases, layout.first().map(|_| ()), snr)),
        ];
        let run_on = run_on.unwrap_or_default();
        let mut at_least = Self::at_least(&layout, run_on);
        at_least.retain(|id| values.iter().any(|(known, value)| known == id && value.is_ok()));
        let worst = phrases.iter().max_by(|a, b| a.fall_db.total_cmp(&b.fall_db));
        let trails_off_at = values
            .iter()
            .any(|(id, value)| *id == MeasureId::TrailingOff && value.is_ok())
            .then(|| worst.filter(|phrase| phrase.fall_db >= TRAILS_OFF_DB))
            .flatten()
            .map(|phrase| phrase.heard());
        Measures {
            version: Measures::VERSION,
            thresholds: self.thresholds,
            values: BTreeMap::from(values),
            speech: layout.talks.iter().map(|talk| talk.span).collect(),
            pauses: layout.pauses,
            run_on,
            trails_off_at,
            gaps: self.gaps,
            at_least,
        }
    }

    /// The span of what was said after a stop, `None` without one. Whether the stop was one nobody knows
    /// where the recording was interrupted in it.
    fn run_on(&self, layout: &Layout) -> Result<Option<Span>, NotAssessed> {
        let (_, band_to_secs) = self.band_secs.ok_or(NotAssessed::NoBand)?;
        let to_secs = layout.last()?.to_secs;
        let stop = layout.stops.iter().find(|stop| {
            stop.span.to_secs > band_to_secs && stop.at_most_secs >= self.thresholds.run_on_secs
        });
        match stop {
            Some(stop) if stop.is_cut => Err(NotAssessed::Interrupted),
            Some(stop) => Ok(Some(Span { from_secs: stop.span.to_secs, to_secs })),
            None => Ok(None),
        }
    }

    /// The measures of which there may be more than was heard.
    fn at_least(layout: &Layout, run_on: Option<Span>) -> BTreeSet<MeasureId> {
        let mut all = BTreeSet::new();
        if layout.misses_pauses {
            all.extend([MeasureId::Pauses, MeasureId::LongestPause]);
        }
        let cut_behind = |run_on: Span| {
            let cut = |stop: &Stop| stop.is_cut && stop.span.from_secs >= run_on.from_secs;
            layout.stops.iter().any(cut)
        };
        all.extend(run_on.filter(|run_on| cut_behind(*run_on)).map(|_| MeasureId::RunOn));
        all
    }

    fn peak_db(&self) -> Value {
        if self.peak > 0.0 {
            Ok(20.0 * f64::from(self.peak).log10())
        } else {
            Err(NotAssessed::Silence)
        }
    }

    fn signal_to_noise(&self, layout: &Layout) -> Value {
        layout.first()?;
        let guard = (NOISE_GUARD_SECS * FRAMES_PER_SEC) as usize;
        let mut noise = Mean::default();
        let mut quiet_from = 0;
        for busy in self.busy() {
            let quiet = quiet_from..busy.start.saturating_sub(guard).min(self.powers.len());
            noise.include(self.powers.get(quiet).unwrap_or_default());
            quiet_from = quiet_from.max(busy.end + guard);
        }
        noise.include(self.powers.get(quiet_from..).unwrap_or_default());
        if (noise.count as f64) < LEAST_NOISE_SECS * FRAMES_PER_SEC {
            return Err(NotAssessed::NoNoise);
        }
        let mut speech = Mean::default();
        for stretch in &self.stretches {
            speech.include(self.powers.get(stretch.clone()).unwrap_or_default());
        }
        // What is heard of speech is speech and noise together.
        let noise = noise.value().max(1e-12);
        Ok(10.0 * ((speech.value() - noise).max(noise * 1e-2) / noise).log10())
    }

    /// What can't be noise, nor what is near it, in frames: speech, and moments in which there may have been
    /// some. In order of their beginnings.
    fn busy(&self) -> Vec<Range<usize>> {
        let cuts = self.gaps.iter().map(|gap| frame(gap.at_secs)..frame(gap.at_secs));
        let mut busy: Vec<_> = self.stretches.iter().cloned().chain(cuts).collect();
        busy.sort_by_key(|busy| busy.start);
        busy
    }

    /// The median in hertz, and the range in semitones.
    fn pitch(&self, layout: &Layout, snr: Value) -> (Value, Value) {
        if let Err(reason) = layout.first() {
            return (Err(reason), Err(reason));
        }
        if snr.is_ok_and(|snr| snr < PITCH_LEAST_SNR_DB) {
            return (Err(NotAssessed::TooNoisy), Err(NotAssessed::TooNoisy));
        }
        let mut voice: Vec<f64> = Vec::new();
        for stretch in &self.stretches {
            let hops =
                stretch.start.div_ceil(pitch::FRAMES_PER_HOP)..stretch.end / pitch::FRAMES_PER_HOP;
            let pitches = self.pitches.get(hops).unwrap_or_default();
            voice.extend(pitches.iter().flatten().map(|hz| f64::from(*hz)));
        }
        voice.sort_by(f64::total_cmp);
        let voice_secs = (voice.len() * pitch::FRAMES_PER_HOP) as f64 / FRAMES_PER_SEC;
        let at = |share: f64| {
            let at = (share * (voice.len().saturating_sub(1)) as f64).round() as usize;
            voice.get(at).copied().ok_or(NotAssessed::TooLittleSpeech)
        };
        let enough = |least: f64| {
            if voice_secs >= least { Ok(()) } else { Err(NotAssessed::TooLittleSpeech) }
        };
        let median = enough(MEDIAN_LEAST_VOICE_SECS).and_then(|()| at(0.5));
        let range = enough(RANGE_LEAST_VOICE_SECS)
            .and_then(|()| Ok(12.0 * (at(1.0 - RANGE_MARGIN)? / at(RANGE_MARGIN)?).log2()));
        (median, range)
    }

    fn phrases(&self, layout: &Layout) -> Vec<Phrase> {
        let whole = layout.talks.iter().filter(|talk| talk.ends).map(|talk| talk.span);
        let long = whole.filter(|span| span.secs() >= LEAST_PHRASE_SECS);
        long.filter_map(|span| {
            let middle = span.to_secs - PHRASE_END_SECS;
            let body = self.spoken_power(span.from_secs, middle)?;
            let end = self.spoken_power(middle, span.to_secs)?;
            Some(Phrase { span, fall_db: 10.0 * (body / end).log10() })
        })
        .collect()
    }

    /// The mean square of the frames of speech between two moments.
    fn spoken_power(&self, from_secs: f64, to_secs: f64) -> Option<f64> {
        let (from, to) = (frame(from_secs), frame(to_secs));
        let mut mean = Mean::default();
        for stretch in self.stretches.iter().filter(|s| s.start < to && s.end > from) {
            let part = stretch.start.max(from)..stretch.end.min(to);
            mean.include(self.powers.get(part).unwrap_or_default());
        }
        (mean.count > 0 && mean.sum > 0.0).then(|| mean.value())
    }
}

fn talk_share(layout: &Layout) -> Value {
    let (speech, whole) = layout.spoken_of()?;
    if speech < LEAST_SPEECH_SECS {
        return Err(NotAssessed::TooLittleSpeech);
    }
    // Rounding may add a trifle to the whole.
    Ok((100.0 * speech / whole).min(100.0))
}

/// Speech between two pauses, and how much quieter its end is, in dB.
struct Phrase {
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

fn trailing_off(phrases: &[Phrase], speech: Result<(), NotAssessed>, snr: Value) -> Value {
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

/// A mean of powers.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: f64,
    count: usize,
}

impl Mean {
    fn include(&mut self, powers: &[f32]) {
        self.sum += powers.iter().map(|power| f64::from(*power)).sum::<f64>();
        self.count += powers.len();
    }

    fn value(self) -> f64 {
        self.sum / self.count.max(1) as f64
    }
}

fn frame(secs: f64) -> usize {
    (secs * FRAMES_PER_SEC).round() as usize
}
