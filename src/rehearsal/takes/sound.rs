//! Whether a recording is still what was recorded: other programs cut, convert and replace files.
//!
//! Length, rate and channels are in the file's head and are compared each time. Beyond that a file is read once for
//! each state that it is in (path, length, time of change), and what its loudest sample is, is kept in the cache. A
//! change that leaves even that is found by whoever measures the file ([`mark_changed`]). Nothing is written to the
//! session: what was noted stays as it was.

use std::path::Path;

use serde::Deserialize as _;
use serde_json::Value;

use crate::analysis::{Analysis, MeasureId, Measures};
use crate::audio::wav::{self, WavError, WavInfo, WavStream};
use crate::rehearsal::measuring::{
    OVERVIEW_FORM, band_of, cache_overview, cached_overview, gaps_of, kept_band, kept_form,
    measure_file,
};
use crate::rehearsal::outfit;
use crate::store::{CacheKey, Session, SoundNow, Store, StoreError, Take, TakeRecord};
use crate::units::{Dbfs, Frames, SampleRate};

/// Rises with what is kept of a scanned file in the cache.
const SCAN_FORM: u32 = 1_001;

/// Rises with how measures of changed files are kept in the cache.
const CHANGED_FORM: u32 = 2_001;

/// What says in measures that they are of a file that was changed.
const CHANGED: &str = "changed";

/// Frames read at a time.
const PORTION_FRAMES: usize = 1 << 16;

/// Longer recordings are not read through only to see whether they were changed, frames: an hour at 192 kHz, twice what
/// an answer may last.
const MOST_SCANNED: u64 = 3_600 * 192_000;

/// Loudest samples farther apart than this, of the louder one, are not of one recording: rounding to 16 bits and
/// decibels in the notes are far finer.
const PEAK_SHARE: f32 = 0.01;

/// The same for very quiet recordings: two steps of 16 bits.
const PEAK_STEPS: f32 = 2.0 / 32_768.0;

/// A session with its takes, each held against the file that is there now.
///
/// # Errors
/// When it can't be read.
pub fn open(store: &Store, folder: &Path) -> Result<Session, StoreError> {
    let mut session = store.load_session(folder)?;
    session.takes.iter_mut().for_each(|take| look(store, take));
    Ok(session)
}

/// Holds a take against its file.
///
/// Of one that was changed, rate, length and loudest sample are the file's from here
/// on, and nothing is left of what was measured before; what was noted about moments stays. Of one whose notes are
/// lost, rate and length are the file's.
pub fn look(store: &Store, take: &mut Take) {
    if !take.has_sound {
        return;
    }
    take.file = CacheKey::of_file(&take.wav, OVERVIEW_FORM);
    let info = match wav::info(&take.wav) {
        Ok(info) if info.frames.0 > 0 => info,
        Ok(_) => return unreadable(take, "there is no sound in it"),
        Err(problem) => return unreadable(take, &reason(problem)),
    };
    let record = &mut take.record;
    if record.rate_hz == 0 || record.frames == 0 {
        (record.rate_hz, record.frames) = (info.rate.hz(), info.frames.0);
        return;
    }
    let scanned = scan(store, take);
    let is_same =
        is_as_noted(&take.record, info) && scanned.is_none_or(|scan| scan.fits(&take.record));
    let measured = changed_measures(store, &take.wav);
    if !is_same || measured.is_some() {
        change(&mut take.record, &mut take.sound, info, scanned);
        take.record.measures = measured;
    }
}

/// Measures a take whose file is in a state that nobody has measured, to see whether it is still what was recorded,
/// and what there is in it now. Takes a while; nothing is done where all is known.
pub fn measure(store: &Store, take: &mut Take) {
    let is_changed = take.sound.is_changed();
    let kept = take.record.measures.clone();
    let measured = kept.as_ref().and_then(|kept| Measures::deserialize(kept).ok());
    let measured = measured.filter(|measured| measured.version == Measures::VERSION);
    let is_known = kept.is_some() && cached_overview(store, &take.wav).is_some();
    if !take.has_sound || is_known || (measured.is_none() && !is_changed) {
        return;
    }
    // As it was measured before, so that both can be compared.
    let usual = || outfit::thresholds(&store.settings().measures);
    let thresholds = measured.map_or_else(usual, |measured| measured.thresholds);
    let band = kept.as_ref().and_then(kept_band).or_else(|| band_of(&take.record, None));
    let found = measure_file(&take.wav, thresholds, band, &gaps_of(&take.record), |_share| true);
    let Ok(Some(Analysis { overview, measures })) = found else { return };
    cache_overview(store, &take.wav, &overview);
    let found = kept_form(&measures, band);
    if !is_changed && is_same_sound(kept.as_ref(), found.as_ref()) {
        return;
    }
    let found = found.map(of_changed);
    if let Some(found) = &found {
        keep_changed(store, &take.wav, found);
    }
    take.record.measures = found;
    mark_changed(take);
}

/// Notes in a take at hand that measuring it has shown it to be changed, though its length is as before.
pub fn mark_changed(take: &mut Take) {
    if !take.sound.is_changed() {
        let TakeRecord { rate_hz, frames, .. } = take.record;
        take.sound = SoundNow::Changed { rate_hz, frames };
    }
}

/// Whether measures say that they are of a file that was changed.
#[must_use]
pub fn is_of_changed(measures: &Value) -> bool {
    measures.get(CHANGED).and_then(Value::as_bool) == Some(true)
}

fn is_as_noted(record: &TakeRecord, info: WavInfo) -> bool {
    // Greenroom records one channel.
    (record.rate_hz, record.frames, 1) == (info.rate.hz(), info.frames.0, info.channels)
}

fn change(record: &mut TakeRecord, sound: &mut SoundNow, info: WavInfo, scan: Option<Scan>) {
    let (rate_hz, frames) = (record.rate_hz, record.frames);
    *sound = SoundNow::Changed { rate_hz, frames };
    (record.rate_hz, record.frames) = (info.rate.hz(), info.frames.0);
    if let Some(scan) = scan {
        record.peak_dbfs = Dbfs::from_amplitude(scan.peak).0;
        record.clipped_samples = scan.clipped;
    }
    let length = info.frames.duration(info.rate);
    let before = SampleRate::new(rate_hz);
    record.gaps.retain_mut(|gap| {
        let at = before.map(|rate| Frames(gap.at_frame).duration(rate));
        if let Some(at) = at {
            gap.at_frame = (at.as_secs_f64() * f64::from(info.rate.hz())).round() as u64;
        }
        at.is_some_and(|at| at <= length)
    });
    if record.position_secs.is_some_and(|at| at >= length.as_secs_f64()) {
        record.position_secs = None;
    }
}

fn unreadable(take: &mut Take, why: &str) {
    take.sound = SoundNow::Unreadable;
    take.has_sound = false;
    take.problem = Some(format!(
        "Its recording can't be played ({why}): put a good copy in its place. The notes about it are kept."
    ));
}

fn reason(problem: WavError) -> String {
    match problem {
        WavError::Io { source, .. } => source.to_string(),
        WavError::Damaged { reason, .. } => reason,
        WavError::Empty { .. } => "there is no sound in it".to_owned(),
    }
}

/// What is known of a file that was read once.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scan {
    /// The amplitude of its loudest sample, 0–1.
    peak: f32,
    /// Samples at full scale.
    clipped: u64,
}

impl Scan {
    /// Whether it can be what was recorded. Where nobody noted how loud that was, it can.
    fn fits(self, record: &TakeRecord) -> bool {
        let is_unknown = [TakeRecord::RECOVERED, TakeRecord::RECORDING, TakeRecord::UNKNOWN]
            .contains(&record.ended_by.as_str());
        // What is at full scale may have been beyond it.
        let noted = Dbfs(record.peak_dbfs).amplitude().min(1.0);
        let apart = (self.peak - noted).abs();
        is_unknown || apart <= PEAK_STEPS.max(PEAK_SHARE * self.peak.max(noted))
    }

    fn to_bytes(self) -> Vec<u8> {
        [&self.peak.to_le_bytes()[..], &self.clipped.to_le_bytes()].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (peak, clipped) = bytes.split_first_chunk()?;
        let (peak, clipped) =
            (f32::from_le_bytes(*peak), u64::from_le_bytes(clipped.try_into().ok()?));
        Some(Self { peak, clipped })
    }
}

/// Reads a file, if that was not done in this state of it; `None` if it can't be read.
fn scan(store: &Store, take: &Take) -> Option<Scan> {
    let key = CacheKey::of_file(&take.wav, SCAN_FORM)?;
    if take.record.frames > MOST_SCANNED {
        return None;
    }
    if let Some(known) = store.overviews().get(&key).and_then(|kept| Scan::from_bytes(&kept)) {
        return Some(known);
    }
    let scan = read(&take.wav).inspect_err(|problem| log::warn!("{problem}")).ok()?;
    if let Err(problem) = store.overviews().put(&key, &scan.to_bytes()) {
        log::warn!("{problem}");
    }
    Some(scan)
}

/// Keeps what a recorder knows of a file that it has just finished, so that nobody need read it.
pub(in crate::rehearsal) fn keep_scan(store: &Store, wav: &Path, peak: Dbfs, clipped: u64) {
    let Some(key) = CacheKey::of_file(wav, SCAN_FORM) else { return };
    let scan = Scan { peak: peak.amplitude().min(1.0), clipped };
    if let Err(problem) = store.overviews().put(&key, &scan.to_bytes()) {
        log::warn!("{problem}");
    }
}

fn read(wav: &Path) -> Result<Scan, WavError> {
    let mut stream = WavStream::open(wav)?;
    let clips_at = stream.clips_at();
    let mut portion = Vec::with_capacity(PORTION_FRAMES);
    let mut scan = Scan { peak: 0.0, clipped: 0 };
    while stream.read(PORTION_FRAMES, &mut portion)? > 0 {
        for sample in portion.drain(..) {
            let amplitude = f32::abs(sample);
            scan.peak = scan.peak.max(amplitude);
            scan.clipped += u64::from(amplitude >= clips_at);
        }
    }
    Ok(scan)
}

/// What was measured in a changed file in the state that it is in.
fn changed_measures(store: &Store, wav: &Path) -> Option<Value> {
    let key = CacheKey::of_file(wav, CHANGED_FORM)?;
    serde_json::from_slice(&store.overviews().get(&key)?).ok()
}

/// Keeps what was measured in a changed file, in the cache: the sidecar has what was measured when it was recorded.
pub(in crate::rehearsal) fn keep_changed(store: &Store, wav: &Path, measures: &Value) {
    let Some(key) = CacheKey::of_file(wav, CHANGED_FORM) else { return };
    let kept = serde_json::to_vec(measures).map(|bytes| store.overviews().put(&key, &bytes));
    if let Ok(Err(problem)) = kept {
        log::warn!("{problem}");
    }
}

/// Measures with the note that they are of a file that was changed.
pub(in crate::rehearsal) fn of_changed(mut measures: Value) -> Value {
    if let Some(fields) = measures.as_object_mut() {
        fields.insert(CHANGED.to_owned(), true.into());
    }
    measures
}

/// Whether two measures, both of this version and thresholds, are of the same samples.
pub(in crate::rehearsal) fn is_same_sound(one: Option<&Value>, other: Option<&Value>) -> bool {
    let read = |value: Option<&Value>| value.and_then(|value| Measures::deserialize(value).ok());
    let (Some(one), Some(other)) = (read(one), read(other)) else { return false };
    let near = |a: f64, b: f64| (a - b).abs() <= SAME_WITHIN;
    let is_near = |id: &MeasureId| match (one.value(*id), other.value(*id)) {
        (Some(Ok(a)), Some(Ok(b))) => near(a, b),
        (a, b) => a == b,
    };
    let spans = one.speech.iter().zip(&other.speech);
    one.values.keys().all(is_near)
        && one.speech.len() == other.speech.len()
        && spans
            .into_iter()
            .all(|(a, b)| near(a.from_secs, b.from_secs) && near(a.to_secs, b.to_secs))
}

/// Measures closer than this, in their own units, are the same: decimals do not survive every round trip.
const SAME_WITHIN: f64 = 1e-3;
