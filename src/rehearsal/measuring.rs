//! From a recording to what is kept of it: its measures in the sidecar, its overview in the cache.
//!
//! How measures are computed is [`crate::analysis`]'s; when, is the business of `along` while a
//! take is recorded and of `analyst` afterwards.

use std::path::Path;

use serde::Deserialize as _;
use serde_json::Value;

use crate::analysis::{Analyser, Analysis, Gap, Measures, Overview, Thresholds};
use crate::audio::TakeSummary;
use crate::audio::wav::{WavError, WavStream};
use crate::bank::{Bank, Kind, Question};
use crate::interview::{AnswerBand, FOLLOW_UP, Pacing};
use crate::store::{CacheKey, Store, TakePart, TakeRecord};
use crate::units::{Frames, SampleRate};

/// Frames read at a time: a second or two, so that progress and stopping are prompt.
const PORTION_FRAMES: usize = 1 << 16;

/// Rises with the form of [`Overview`] in the cache.
pub(super) const OVERVIEW_FORM: u32 = 1;

/// What measures are kept with beside their own fields: the band they were taken against.
const BAND: &str = "band_secs";

/// Two bands or thresholds closer than this are the same: decimals do not survive every round trip.
const SAME_WITHIN: f64 = 1e-6;

/// The length an answer should have, seconds: at least, at most.
pub type BandSecs = (f64, f64);

/// The band a take is measured against: the one in force at its end. `None` where nobody knows.
#[must_use]
pub fn band_of(record: &TakeRecord, bank: Option<&Bank>) -> Option<BandSecs> {
    let change = record.pacings.last();
    let pacing: Option<Pacing> =
        change.and_then(|change| serde_json::from_value(change.pacing.clone()).ok());
    // A bank changed since must not change the past.
    if let Some([least, most]) = change.and_then(|change| change.band_secs).filter(is_band)
        && !is_of_the_main_question(record.part, (least, most), pacing.as_ref())
    {
        return Some((least, most));
    }
    let asked = || bank.and_then(|bank| bank.question(&record.question_id)).map(Question::band);
    let target = match record.part {
        TakePart::YourQuestion => Some(Kind::Asking.band()),
        TakePart::Probe(_) => {
            Some(pacing.as_ref().and_then(|pacing| pacing.follow_up).unwrap_or(FOLLOW_UP))
        }
        _ => asked(),
    };
    let has_own = matches!(record.part, TakePart::YourQuestion | TakePart::Probe(_));
    let band = match (pacing.map(|pacing| pacing.answer), target) {
        (Some(AnswerBand::Fixed(band)), _) if !has_own => band,
        (_, target) => target?,
    };
    Some((band.min.as_secs_f64(), band.max.as_secs_f64()))
}

/// Whether a follow-up was given the target of the main question, as versions before did where the pacing has
/// one for all.
fn is_of_the_main_question(part: TakePart, band: BandSecs, pacing: Option<&Pacing>) -> bool {
    let Some(Pacing { answer: AnswerBand::Fixed(all), follow_up: None, .. }) = pacing else {
        return false;
    };
    let same = |a: f64, b: f64| (a - b).abs() < SAME_WITHIN;
    matches!(part, TakePart::Probe(_))
        && same(band.0, all.min.as_secs_f64())
        && same(band.1, all.max.as_secs_f64())
}

/// Whether it can be one: the file may have been written by anybody.
fn is_band([least, most]: &[f64; 2]) -> bool {
    (0.0..=86_400.0).contains(least) && (*least..=86_400.0).contains(most)
}

/// Where a take was interrupted, as far as its notes tell.
#[must_use]
pub fn gaps_of(record: &TakeRecord) -> Vec<Gap> {
    let Some(rate) = SampleRate::new(record.rate_hz) else { return Vec::new() };
    let secs = |frame| Frames(frame).duration(rate).as_secs_f64();
    let gaps = record.gaps.iter().map(|gap| Gap::lost(secs(gap.at_frame), gap.missing_secs));
    let joints = record.joints.iter().map(|one| Gap::joint(secs(one.at_frame), one.lasted_secs));
    in_order(gaps.chain(joints).collect())
}

/// Where a take that was just recorded was interrupted.
pub(super) fn gaps_of_summary(summary: &TakeSummary) -> Vec<Gap> {
    let secs = |frames: Frames| frames.duration(summary.rate).as_secs_f64();
    let gaps = summary.gaps.iter().map(|(at, lost)| Gap::lost(secs(*at), lost.as_secs_f64()));
    let joints = summary.joints.iter();
    let joints = joints.map(|joint| Gap::joint(secs(joint.at), joint.lasted.as_secs_f64()));
    in_order(gaps.chain(joints).collect())
}

fn in_order(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort_by(|a, b| a.at_secs.total_cmp(&b.at_secs));
    gaps
}

/// Measures as a sidecar keeps them.
#[must_use]
pub fn kept_form(measures: &Measures, band: Option<BandSecs>) -> Option<Value> {
    let mut value = serde_json::to_value(measures).ok()?;
    if let (Some(fields), Some((least, most))) = (value.as_object_mut(), band) {
        fields.insert(BAND.to_owned(), serde_json::json!([least, most]));
    }
    Some(value)
}

/// Whether measures in a sidecar are those that would be found now. With no band known, any will do: a
/// bank that is gone does not make them wrong.
#[must_use]
pub fn is_current(
    kept: &Value,
    thresholds: &Thresholds,
    band: Option<BandSecs>,
    gaps: &[Gap],
) -> bool {
    let Ok(measures) = Measures::deserialize(kept) else { return false };
    let same = |a: f64, b: f64| (a - b).abs() < SAME_WITHIN;
    let before = kept_band(kept);
    let is_band = band.is_none_or(|(least, most)| {
        before.is_some_and(|(before_least, before_most)| {
            same(before_least, least) && same(before_most, most)
        })
    });
    let had = &measures.thresholds;
    let pairs = [
        (had.pause_secs, thresholds.pause_secs),
        (had.listed_secs, thresholds.listed_secs),
        (had.highlighted_secs, thresholds.highlighted_secs),
        (had.run_on_secs, thresholds.run_on_secs),
        (had.speech_score, thresholds.speech_score),
    ];
    let gaps = Measures::gaps_within(gaps, measures.length_secs());
    let same_gap = |(a, b): (&Gap, &Gap)| {
        same(a.at_secs, b.at_secs)
            && same(a.missing_secs, b.missing_secs)
            && a.is_joint == b.is_joint
    };
    let are_gaps =
        measures.gaps.len() == gaps.len() && measures.gaps.iter().zip(&gaps).all(same_gap);
    measures.version == Measures::VERSION
        && is_band
        && are_gaps
        && pairs.iter().all(|(a, b)| same(*a, *b))
}

/// The band that kept measures were taken against.
pub(super) fn kept_band(kept: &Value) -> Option<BandSecs> {
    let [least, most] = kept.get(BAND).and_then(|value| <[f64; 2]>::deserialize(value).ok())?;
    Some((least, most))
}

/// Whether they were measured by a newer Greenroom, whose word is left alone.
pub(super) fn is_newer(kept: &Value) -> bool {
    let version = kept.get("version").and_then(Value::as_u64);
    version.is_some_and(|version| version > u64::from(Measures::VERSION))
}

/// Reads and measures a file in portions, interrupted at `gaps`. `go_on` is shown how far it has come, 0–1,
/// and may stop it: `None` then.
///
/// # Errors
/// When it can't be read.
pub fn measure_file(
    path: &Path,
    thresholds: Thresholds,
    band: Option<BandSecs>,
    gaps: &[Gap],
    mut go_on: impl FnMut(f32) -> bool,
) -> Result<Option<Analysis>, WavError> {
    let mut stream = WavStream::open(path)?.unheld();
    let info = stream.info();
    let mut analyser = Analyser::new(info.rate, thresholds, stream.clips_at());
    let mut portion = Vec::with_capacity(PORTION_FRAMES);
    let mut done = 0_u64;
    while go_on(done as f32 / info.frames.0.max(1) as f32) {
        portion.clear();
        let read = stream.read(PORTION_FRAMES, &mut portion)?;
        if read == 0 {
            return Ok(Some(analyser.finish(band, gaps)));
        }
        analyser.push(&portion);
        done += read as u64;
    }
    Ok(None)
}

/// The overview of a recording, if it was drawn already and the file is still the same.
#[must_use]
pub fn cached_overview(store: &Store, wav: &Path) -> Option<Overview> {
    let key = CacheKey::of_file(wav, OVERVIEW_FORM)?;
    let kept = Overview::from_bytes(&store.overviews().get(&key)?);
    kept.inspect_err(|problem| log::warn!("an overview is drawn again: {problem}")).ok()
}

/// Keeps the overview of a recording. That it could not be kept costs time later and nothing else.
pub(super) fn cache_overview(store: &Store, wav: &Path, overview: &Overview) {
    let Some(key) = CacheKey::of_file(wav, OVERVIEW_FORM) else { return };
    if let Err(problem) = store.overviews().put(&key, &overview.to_bytes()) {
        log::warn!("{problem}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Band;
    use crate::store::PacingChange;

    /// A take under these pacings, each with what is written down of its target.
    fn record(part: TakePart, pacings: &[(&str, Option<[f64; 2]>)]) -> TakeRecord {
        let presets = Pacing::presets();
        let change = |(name, band_secs): &(&str, Option<[f64; 2]>)| PacingChange {
            at_secs: 0.0,
            pacing: presets
                .iter()
                .find(|one| one.name == *name)
                .and_then(|one| serde_json::to_value(one).ok())
                .expect("a preset"),
            band_secs: *band_secs,
        };
        let pacings = pacings.iter().map(change).collect();
        TakeRecord { pacings, ..TakeRecord::new("why", part, 1) }
    }

    fn bank() -> Bank {
        let mut bank = Bank::new("mine", "Mine");
        bank.questions = vec![Question::new("why", "Why?", Kind::Story)];
        bank.questions[0].own_band = Band::own(10, 20);
        bank
    }

    #[test]
    fn the_band_that_is_written_down_wins_over_a_bank_changed_since() {
        let of = |pacings: &[_]| band_of(&record(TakePart::Answer, pacings), Some(&bank()));
        let by_kind = "Neutral panel";
        assert_eq!(of(&[(by_kind, Some([75.0, 120.0]))]), Some((75.0, 120.0)));
        let switched = [(by_kind, Some([75.0, 120.0])), (by_kind, Some([30.0, 40.0]))];
        assert_eq!(of(&switched), Some((30.0, 40.0)), "the one in force at its end");
        assert_eq!(of(&[(by_kind, None)]), Some((10.0, 20.0)), "of a version before");
        for bad in [[f64::NAN, 60.0], [60.0, 30.0], [-1.0, 60.0], [0.0, f64::INFINITY]] {
            assert_eq!(of(&[(by_kind, Some(bad))]), Some((10.0, 20.0)), "{bad:?}");
        }
    }

    #[test]
    fn where_none_is_written_down_it_is_found_as_an_interview_would() {
        let of = |part, name, bank: Option<&Bank>| band_of(&record(part, &[(name, None)]), bank);
        let (by_kind, fixed) = ("Neutral panel", "One-way 30/90");
        let (bank, secs) = (bank(), |band: Band| {
            let (least, most) = band.in_secs();
            Some((least as f64, most as f64))
        });
        let follow_up = secs(FOLLOW_UP);
        let asking = secs(Kind::Asking.band());
        for name in [by_kind, fixed] {
            assert_eq!(of(TakePart::Probe(0), name, Some(&bank)), follow_up, "{name}");
        }
        // Versions before wrote down the main question's.
        let old = record(TakePart::Probe(0), &[(fixed, Some([30.0, 90.0]))]);
        assert_eq!(band_of(&old, Some(&bank)), follow_up);
        assert_eq!(of(TakePart::YourQuestion, fixed, None), asking);
        assert_eq!(of(TakePart::Answer, by_kind, None), None, "nobody knows");
        let all = of(TakePart::Answer, fixed, None);
        assert!(all.is_some() && all == of(TakePart::Answer, fixed, Some(&bank)));
    }
}
