//! A take's measures in a few words, for where two takes stand side by side.

use crate::analysis::MeasureId;
use crate::ui::review::ReviewTake;
use crate::ui::review::side::values::spoken_value;

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

/// A take's value with its unit, or why there is none; and whether it is known.
pub(super) fn words(take: &ReviewTake, id: MeasureId) -> (String, bool) {
    let measures = take.measures.as_deref();
    let is_known = measures.and_then(|measures| measures.value(id)).is_some_and(|it| it.is_ok());
    let spoken = measures.and_then(|measures| spoken_value(measures, id));
    (spoken.unwrap_or_else(|| "not measured yet".to_owned()), is_known)
}
