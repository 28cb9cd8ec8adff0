//! What to keep and what to change of a take: what `analysis` is told of it, and what the review shows.

use std::time::Duration;

use crate::analysis::advice::{self, advise};
use crate::analysis::star::StarPart;
use crate::analysis::{Measures, Span};
use crate::bank::Band;
use crate::store::{TakePart, TakeRecord};
use crate::ui::review::{Advice, Marked};

/// Two keeps and one change at most, the change last. Only of answers that were measured: what the
/// candidate asks is no answer.
pub(super) fn of(
    record: &TakeRecord,
    marked: &Marked,
    measures: Option<&Measures>,
    points: usize,
    band: Band,
) -> Vec<Advice> {
    let Some(measures) = measures.filter(|_| record.part != TakePart::YourQuestion) else {
        return Vec::new();
    };
    let limits = (band.min.as_secs_f64(), band.max.as_secs_f64());
    let found = advise(measures, &marks(record, marked, points), Some(limits));
    let keeps = found.keeps.into_iter().map(|one| shown(true, one));
    keeps.chain(found.change.map(|one| shown(false, one))).collect()
}

fn marks(record: &TakeRecord, marked: &Marked, points: usize) -> advice::Marks {
    let secs = |at: Duration| at.as_secs_f64();
    let begun = |part: StarPart| marked.part(part).map(|at| (part, secs(at)));
    advice::Marks {
        fillers: marked.fillers.iter().copied().map(secs).collect(),
        star: StarPart::ALL.into_iter().filter_map(begun).collect(),
        points_ticked: record.points.iter().filter(|point| **point < points).count(),
        points,
        rating: record.rating,
        notes: marked.moments.iter().map(|moment| secs(moment.at)).collect(),
        is_follow_up: matches!(record.part, TakePart::Probe(_)),
        is_broken_off: !matches!(record.ended_by.as_str(), "finished" | "silence"),
    }
}

fn shown(keep: bool, advice: advice::Advice) -> Advice {
    let Span { from_secs, to_secs } = advice.moment;
    let time = |secs: f64| Duration::try_from_secs_f64(secs).ok();
    Advice {
        keep,
        sentence: advice.sentence,
        rule: advice.rule.to_owned(),
        moment: time(from_secs).zip(time(to_secs)).filter(|(from, to)| from < to),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::analysis::{MeasureId, Thresholds};
    use crate::app::review_marks::tests::record;

    /// An answer of 70 seconds without a long pause.
    fn measures() -> Measures {
        let values = [
            (MeasureId::Length, 72.0),
            (MeasureId::FirstWord, 1.0),
            (MeasureId::TalkShare, 96.0),
            (MeasureId::Pauses, 3.0),
            (MeasureId::LongestPause, 0.9),
            (MeasureId::RunOn, 0.0),
        ];
        Measures {
            version: Measures::VERSION,
            thresholds: Thresholds::default(),
            values: values
                .into_iter()
                .map(|(id, value)| (id, Ok(value)))
                .collect::<BTreeMap<_, _>>(),
            speech: vec![Span { from_secs: 1.0, to_secs: 71.0 }],
            pauses: Vec::new(),
            run_on: None,
            trails_off_at: None,
            gaps: Vec::new(),
            at_least: BTreeSet::new(),
        }
    }

    fn found(record: &TakeRecord, marked: &Marked, measures: Option<&Measures>) -> Vec<Advice> {
        of(record, marked, measures, 3, Band::secs(60, 90))
    }

    #[test]
    fn at_most_two_keeps_come_before_at_most_one_change_each_with_rule_and_moment() {
        let fillers = (1..40).map(Duration::from_secs).collect();
        let marked = Marked { fillers, ..Marked::default() };
        let found = found(&record(), &marked, Some(&measures()));
        let keeps = found.iter().filter(|advice| advice.keep).count();
        assert!(keeps <= 2 && found.len() - keeps <= 1 && !found.is_empty(), "{found:?}");
        assert!(found.iter().is_sorted_by_key(|advice| !advice.keep), "keeps first: {found:?}");
        for advice in found {
            assert!(!advice.sentence.is_empty() && !advice.rule.is_empty(), "{advice:?}");
            assert!(advice.moment.is_some_and(|(from, to)| from < to), "{advice:?}");
        }
    }

    #[test]
    fn nothing_is_said_of_what_was_not_measured_or_is_no_answer() {
        let marked = Marked::default();
        assert!(found(&record(), &marked, None).is_empty());
        let yours = TakeRecord { part: TakePart::YourQuestion, ..record() };
        assert!(found(&yours, &marked, Some(&measures())).is_empty());
    }
}
