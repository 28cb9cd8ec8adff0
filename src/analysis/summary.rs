//! From what was found in a sound to its measures. The one place where they are computed; what they mean
//! and when they are not assessed is written beside it, in [`super::definitions`].

mod noise;
mod phrases;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::layout::{Layout, Stop};
use super::measure::{MeasureId, NotAssessed};
use super::measures::{Gap, Measures, Span};
use super::pitch;
use super::signal::{DEAD_PEAK, QUIET_PEAK};
use super::speech::FRAMES_PER_SEC;
use super::thresholds::Thresholds;
use phrases::{pointed_out, trailing_off};

/// Less speech than this tells nothing of how somebody speaks, in seconds.
pub(super) const LEAST_SPEECH_SECS: f64 = 1.0;

/// Pitch is not looked for in more noise than this, in dB.
pub(super) const PITCH_LEAST_SNR_DB: f64 = 6.0;

/// The median wants so much voice, in seconds …
pub(super) const MEDIAN_LEAST_VOICE_SECS: f64 = 0.5;

/// … and the range so much.
pub(super) const RANGE_LEAST_VOICE_SECS: f64 = 2.0;

/// With less of the speech voiced than this it is a whisper, as a share: of speech half is voiced at least, in
/// noise a third; in whispers a pitch is found by chance in a tenth, in a quarter at most.
pub(super) const LEAST_VOICED: f64 = 0.25;

/// The loudest 8 ms of a voice lie 3 to 9 dB below its peak; further below [`QUIET_PEAK`] than this it is too
/// quiet even where something else was louder, in dB.
const BELOW_PEAK_DB: f32 = 13.0;

/// The range leaves out so much of the voice at either end, as a share.
pub(super) const RANGE_MARGIN: f64 = 0.05;

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
    /// What sounded like a voice and is none, in frames.
    pub(super) other: Vec<Range<usize>>,
    /// The mean square of each frame, up to 8 kHz.
    pub(super) powers: Vec<f32>,
    /// The mean square of what lies above, of each frame; fewer where there is none.
    pub(super) above: Vec<f32>,
    /// The pitch in each pair of frames, in hertz.
    pub(super) pitches: Vec<Option<f32>>,
    /// Where the recording was interrupted, in order of time, within its length.
    pub(super) gaps: Vec<Gap>,
}

impl Summary {
    pub(super) fn measures(self) -> Measures {
        let pause_secs = self.thresholds.pause_secs;
        let lost = self.lost();
        let layout = Layout::of(&self.stretches, self.length_secs, &self.gaps, &lost, pause_secs);
        let run_on = self.run_on(&layout);
        let snr = self.signal_to_noise(&layout);
        let phrases = self.phrases(&layout);
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
        if let Some(doubt) = self.doubt(&layout) {
            return self.doubtful(values, doubt);
        }
        let run_on = run_on.unwrap_or_default();
        let mut at_least = Self::at_least(&layout, run_on);
        at_least.retain(|id| values.iter().any(|(known, value)| known == id && value.is_ok()));
        let is_assessed = |id| values.iter().any(|(known, value)| *known == id && value.is_ok());
        let trails_off_at =
            is_assessed(MeasureId::TrailingOff).then(|| pointed_out(&phrases)).flatten();
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

    /// Why nothing that is built on where somebody speaks can be known, if so.
    fn doubt(&self, layout: &Layout) -> Option<NotAssessed> {
        let peak_db = 20.0 * self.peak.max(1e-9).log10();
        let quiet = QUIET_PEAK.0;
        if peak_db > DEAD_PEAK.0 && (peak_db < quiet || self.is_faint(quiet - BELOW_PEAK_DB)) {
            return Some(NotAssessed::TooQuiet);
        }
        self.is_indistinct(layout).then_some(NotAssessed::Indistinct)
    }

    /// Whether none of the speech reaches a level, in dB; not so where there is none.
    fn is_faint(&self, db: f32) -> bool {
        let spoken = self.stretches.iter().filter_map(|stretch| self.powers.get(stretch.clone()));
        let loudest = spoken.flatten().copied().max_by(f32::total_cmp);
        loudest.is_some_and(|power| 10.0 * power.log10() < db)
    }

    /// What is left to say when nothing is known of where somebody speaks.
    fn doubtful(self, values: [(MeasureId, Value); 13], doubt: NotAssessed) -> Measures {
        let of_the_sound =
            [MeasureId::Length, MeasureId::Loudness, MeasureId::Peak, MeasureId::Clipped];
        let values = values.map(|(id, value)| {
            let stays = of_the_sound.contains(&id)
                || matches!(value, Err(NotAssessed::NoBand | NotAssessed::NoNoise));
            (id, if stays { value } else { Err(doubt) })
        });
        Measures {
            version: Measures::VERSION,
            thresholds: self.thresholds,
            values: BTreeMap::from(values),
            speech: Vec::new(),
            pauses: Vec::new(),
            run_on: None,
            trails_off_at: None,
            gaps: self.gaps,
            at_least: BTreeSet::new(),
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

    /// The median in hertz, and the range in semitones.
    fn pitch(&self, layout: &Layout, snr: Value) -> (Value, Value) {
        if let Err(reason) = layout.first() {
            return (Err(reason), Err(reason));
        }
        if snr.is_ok_and(|snr| snr < PITCH_LEAST_SNR_DB) {
            return (Err(NotAssessed::TooNoisy), Err(NotAssessed::TooNoisy));
        }
        let mut voice: Vec<f64> = Vec::new();
        let mut heard = 0;
        for stretch in &self.stretches {
            let hops =
                stretch.start.div_ceil(pitch::FRAMES_PER_HOP)..stretch.end / pitch::FRAMES_PER_HOP;
            let pitches = self.pitches.get(hops).unwrap_or_default();
            heard += pitches.len();
            voice.extend(pitches.iter().flatten().map(|hz| f64::from(*hz)));
        }
        if (voice.len() as f64) < LEAST_VOICED * heard as f64 {
            return (Err(NotAssessed::NoVoice), Err(NotAssessed::NoVoice));
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
}

fn talk_share(layout: &Layout) -> Value {
    let (speech, whole) = layout.spoken_of()?;
    if speech < LEAST_SPEECH_SECS {
        return Err(NotAssessed::TooLittleSpeech);
    }
    // Rounding may add a trifle to the whole.
    Ok((100.0 * speech / whole).min(100.0))
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
