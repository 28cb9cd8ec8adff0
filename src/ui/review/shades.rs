//! Which stretches of a take stand out.

use std::time::Duration;

use crate::analysis::{MeasureId, Span};
use crate::ui::review::ReviewTake;
use crate::ui::waveform::{Shade, ShadeKind};

/// Listed and highlighted pauses, and what was said past the aim; nothing before the take is measured.
pub(super) fn shades(take: &ReviewTake) -> Vec<Shade> {
    let Some(measures) = take.measures.as_deref() else { return Vec::new() };
    let limits = measures.thresholds;
    let pauses = measures.pauses.iter().filter_map(|&pause| {
        let kind = match pause.secs() {
            secs if secs >= limits.highlighted_secs => ShadeKind::LongPause,
            secs if secs >= limits.listed_secs => ShadeKind::Pause,
            _ => return None,
        };
        shade(pause, kind, measures.is_cut(pause))
    });
    let run_on = measures
        .run_on
        .and_then(|span| shade(span, ShadeKind::RunOn, measures.is_at_least(MeasureId::RunOn)));
    // What was said past the aim lies under the pauses in it.
    run_on.into_iter().chain(pauses).collect()
}

/// A stretch as it is drawn; none where its times are no times.
fn shade(span: Span, kind: ShadeKind, at_least: bool) -> Option<Shade> {
    let from = Duration::try_from_secs_f64(span.from_secs).ok()?;
    let to = Duration::try_from_secs_f64(span.to_secs).ok()?;
    (from < to).then_some(Shade { from, to, kind, at_least })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    use super::*;
    use crate::analysis::{Gap, Measures, Thresholds};
    use crate::ui::review::tests::take;

    fn span(from_secs: f64, to_secs: f64) -> Span {
        Span { from_secs, to_secs }
    }

    #[test]
    fn pauses_stand_out_from_two_seconds_and_more_so_from_four() {
        let measures = Measures {
            version: Measures::VERSION,
            thresholds: Thresholds::default(),
            values: BTreeMap::new(),
            speech: Vec::new(),
            pauses: vec![span(1.0, 2.9), span(5.0, 7.0), span(10.0, 14.0)],
            run_on: Some(span(40.0, 60.0)),
            trails_off_at: None,
            gaps: Vec::new(),
            at_least: BTreeSet::new(),
        };
        let measured = ReviewTake { measures: Some(Arc::new(measures)), ..take(0, "Take 1") };
        let found: Vec<_> =
            shades(&measured).iter().map(|it| (it.from.as_secs(), it.kind)).collect();
        assert_eq!(
            found,
            [(40, ShadeKind::RunOn), (5, ShadeKind::Pause), (10, ShadeKind::LongPause)]
        );
        assert!(shades(&take(0, "Take 1")).is_empty(), "nothing is known yet");
    }

    #[test]
    fn a_pause_in_which_the_recording_was_interrupted_is_shown_as_no_more_than_was_heard() {
        let measures = Measures {
            version: Measures::VERSION,
            thresholds: Thresholds::default(),
            values: BTreeMap::new(),
            speech: Vec::new(),
            pauses: vec![span(1.0, 3.9), span(5.0, 7.0)],
            run_on: None,
            trails_off_at: None,
            gaps: vec![Gap::lost(7.0, 2.0)],
            at_least: BTreeSet::new(),
        };
        let measured = ReviewTake { measures: Some(Arc::new(measures)), ..take(0, "Take 1") };
        let found: Vec<bool> = shades(&measured).iter().map(|it| it.at_least).collect();
        assert_eq!(found, [false, true]);
    }
}
