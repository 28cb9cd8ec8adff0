//! A take's measures in a few words, for where two takes stand side by side.

use crate::analysis::MeasureId;
use crate::ui::review::ReviewTake;

/// The measures that say most about delivery, in the order shown.
pub(super) const KEY: [MeasureId; 8] = [
    MeasureId::FirstWord,
    MeasureId::TalkShare,
    MeasureId::Pauses,
    MeasureId::LongestPause,
    MeasureId::RunOn,
    MeasureId::Loudness,
    MeasureId::PitchMedian,
    MeasureId::PitchRange,
];

/// What a measure is called.
pub(super) fn name(id: MeasureId) -> &'static str {
    facts(id).0
}

/// A take's value with its unit, or why there is none; and whether it is known.
pub(super) fn words(take: &ReviewTake, id: MeasureId) -> (String, bool) {
    let (_, unit, decimals) = facts(id);
    match take.measures.as_deref().and_then(|measures| measures.value(id)) {
        Some(Ok(value)) => (format!("{value:.decimals$} {unit}").trim_end().to_owned(), true),
        Some(Err(why)) => (format!("not assessed: {}", why.reason()), false),
        None => ("not measured yet".to_owned(), false),
    }
}

/// Name, unit, and decimals worth showing.
fn facts(id: MeasureId) -> (&'static str, &'static str, usize) {
    match id {
        MeasureId::FirstWord => ("Time to first word", "s", 1),
        MeasureId::TalkShare => ("Talk share", "%", 0),
        MeasureId::Pauses => ("Pauses", "", 0),
        MeasureId::LongestPause => ("Longest pause", "s", 1),
        MeasureId::RunOn => ("Run-on", "s", 1),
        MeasureId::Loudness => ("Loudness", "LUFS", 1),
        MeasureId::PitchMedian => ("Pitch", "Hz", 0),
        _ => ("Pitch range", "semitones", 1),
    }
}
