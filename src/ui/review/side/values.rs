//! Measures as people read them.

use std::time::Duration;

use crate::analysis::{Definition, MeasureId, Measures, NotAssessed};
use crate::ui::times::clock_text;

/// "2.4 s", "−23.1 LUFS", "63 %", "1:04".
pub(super) fn value_text(id: MeasureId, value: f64, definition: &Definition) -> String {
    // A length is compared with clocks everywhere else.
    if id == MeasureId::Length
        && let Ok(length) = Duration::try_from_secs_f64(value)
    {
        return clock_text(length);
    }
    let number = number_text(value, definition.decimals);
    if definition.unit.is_empty() { number } else { format!("{number} {}", definition.unit) }
}

/// A number with a true minus sign, and none before a zero.
pub(super) fn number_text(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) => digits.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

/// A take's value as it is shown, "at least 2.4 s" where an interruption may have hidden more; `None` where
/// there is none.
pub(super) fn shown_value(measures: &Measures, id: MeasureId) -> Option<String> {
    let value = value_text(id, measures.value(id)?.ok()?, id.definition());
    Some(if measures.is_at_least(id) { format!("at least {value}") } else { value })
}

/// A take's value, or that there is none and why; `None` for a measure that its version does not know.
pub(in crate::ui::review) fn spoken_value(measures: &Measures, id: MeasureId) -> Option<String> {
    let spoken = |why: NotAssessed| format!("not assessed: {}", why.reason());
    let why = measures.value(id)?.err();
    why.map(spoken).or_else(|| shown_value(measures, id))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::analysis::Thresholds;

    const fn in_unit(unit: &'static str, decimals: usize) -> Definition {
        Definition {
            name: "",
            unit,
            decimals,
            definition: "",
            formula: "",
            source: "",
            not_assessed: "",
        }
    }

    #[test]
    fn a_value_carries_its_unit_and_a_length_is_a_time() {
        let text = |id, value, unit, decimals| value_text(id, value, &in_unit(unit, decimals));
        assert_eq!(text(MeasureId::Loudness, -23.06, "LUFS", 1), "−23.1 LUFS");
        assert_eq!(text(MeasureId::Pauses, 7.0, "", 0), "7");
        assert_eq!(text(MeasureId::Length, 64.9, "s", 1), "1:04");
        assert_eq!(text(MeasureId::TalkShare, 62.7, "%", 0), "63 %");
    }

    #[test]
    fn there_is_no_minus_before_a_zero() {
        assert_eq!(number_text(-0.04, 1), "0.0");
        assert_eq!(number_text(-0.06, 1), "−0.1");
    }

    #[test]
    fn what_is_not_assessed_says_why_and_what_was_heard_in_part_that_it_is_no_more_than_that() {
        let values =
            [(MeasureId::RunOn, Err(NotAssessed::NoBand)), (MeasureId::LongestPause, Ok(2.4))];
        let mut measures = Measures {
            version: Measures::VERSION,
            thresholds: Thresholds::default(),
            values: BTreeMap::from(values),
            speech: Vec::new(),
            pauses: Vec::new(),
            run_on: None,
            trails_off_at: None,
            gaps: Vec::new(),
            at_least: BTreeSet::new(),
        };
        let spoken = |measures: &Measures, id| spoken_value(measures, id).expect("known");
        let no_band = spoken(&measures, MeasureId::RunOn);
        assert_eq!(no_band, "not assessed: there is no target length");
        assert_eq!(spoken(&measures, MeasureId::LongestPause), "2.4 s");
        measures.at_least.insert(MeasureId::LongestPause);
        assert_eq!(spoken(&measures, MeasureId::LongestPause), "at least 2.4 s");
        assert_eq!(spoken_value(&measures, MeasureId::Peak), None);
    }
}
