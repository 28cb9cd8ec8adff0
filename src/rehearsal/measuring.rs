//! From a recording to what is kept of it: its measures in the sidecar, its overview in the cache.
//!
//! How measures are computed is [`crate::analysis`]'s; when, is the business of `along` while a
//! take is recorded and of `analyst` afterwards.

use std::path::Path;

use serde::Deserialize as _;
use serde_json::Value;

use crate::analysis::{Analyser, Analysis, Measures, Overview, Thresholds};
use crate::audio::wav::{WavError, WavStream};
use crate::bank::{Bank, Kind};
use crate::interview::Pacing;
use crate::store::{CacheKey, Store, TakePart, TakeRecord};

/// Frames read at a time: a second or two, so that progress and stopping are prompt.
const PORTION_FRAMES: usize = 1 << 16;

/// Rises with the form of [`Overview`] in the cache.
const OVERVIEW_FORM: u32 = 1;

/// What measures are kept with beside their own fields: the band they were taken against.
const BAND: &str = "band_secs";

/// Two bands or thresholds closer than this are the same: decimals do not survive every round trip.
const SAME_WITHIN: f64 = 1e-6;

/// The length an answer should have, seconds: at least, at most.
pub type BandSecs = (f64, f64);

/// The band a take is measured against: the one in force at its end. `None` where nobody knows.
#[must_use]
pub fn band_of(record: &TakeRecord, bank: Option<&Bank>) -> Option<BandSecs> {
    let kind = match record.part {
        TakePart::YourQuestion => Some(Kind::Asking),
        _ => bank.and_then(|bank| bank.question(&record.question_id)).map(|asked| asked.kind),
    };
    let pacing = record.pacings.last();
    let pacing: Option<Pacing> =
        pacing.and_then(|change| serde_json::from_value(change.pacing.clone()).ok());
    let band = match (pacing.map(|pacing| pacing.answer), kind) {
        (Some(crate::interview::AnswerBand::Fixed(band)), _) => band,
        (_, kind) => kind?.band(),
    };
    Some((band.min.as_secs_f64(), band.max.as_secs_f64()))
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
pub fn is_current(kept: &Value, thresholds: &Thresholds, band: Option<BandSecs>) -> bool {
    let Ok(measures) = Measures::deserialize(kept) else { return false };
    let same = |a: f64, b: f64| (a - b).abs() < SAME_WITHIN;
    let before = kept.get(BAND).and_then(|value| <[f64; 2]>::deserialize(value).ok());
    let is_band = band.is_none_or(|(least, most)| {
        before.is_some_and(|[before_least, before_most]| {
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
    measures.version == Measures::VERSION && is_band && pairs.iter().all(|(a, b)| same(*a, *b))
}

/// Whether they were measured by a newer Greenroom, whose word is left alone.
pub(super) fn is_newer(kept: &Value) -> bool {
    let version = kept.get("version").and_then(Value::as_u64);
    version.is_some_and(|version| version > u64::from(Measures::VERSION))
}

/// Reads and measures a file in portions. `go_on` is shown how far it has come, 0–1, and may stop it:
/// `None` then.
///
/// # Errors
/// When it can't be read.
pub fn measure_file(
    path: &Path,
    thresholds: Thresholds,
    band: Option<BandSecs>,
    mut go_on: impl FnMut(f32) -> bool,
) -> Result<Option<Analysis>, WavError> {
    let mut stream = WavStream::open(path)?;
    let info = stream.info();
    let mut analyser = Analyser::new(info.rate, thresholds, stream.clips_at());
    let mut portion = Vec::with_capacity(PORTION_FRAMES);
    let mut done = 0_u64;
    while go_on(done as f32 / info.frames.0.max(1) as f32) {
        portion.clear();
        let read = stream.read(PORTION_FRAMES, &mut portion)?;
        if read == 0 {
            return Ok(Some(analyser.finish(band)));
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
