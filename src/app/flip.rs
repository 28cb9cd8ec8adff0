//! Where a place in a take lies in the model answer, and back.
//!
//! A model answer has no marks of its own: it is taken to be told in the suggested split. Where the take's
//! parts are marked, each lies beside the same part of the model answer, and a place in it the same share
//! of the way through; where none is, the whole lies beside the whole.

use std::time::Duration;

use crate::analysis::star::StarPart;
use crate::store::MarkRecord;

/// The parts of a story in the order in which a model answer tells them, and where each begins in it, as a
/// share: after the suggested shares of those before it.
fn model() -> impl Iterator<Item = (StarPart, f64)> {
    StarPart::ALL.into_iter().scan(0.0, |percent, part| {
        let begins = *percent;
        *percent += part.suggested_percent();
        Some((part, begins / 100.0))
    })
}

/// A stretch of the take, seconds, beside one of the model answer, shares of its length.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Beside {
    take: (f64, f64),
    model: (f64, f64),
}

/// How a take and the model answer lie beside each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Flip {
    /// In order of the take's time, without a gap from its beginning to its end.
    parts: Vec<Beside>,
}

impl Flip {
    /// For a take of this length with these marks.
    pub(super) fn of(length: Duration, marks: &[MarkRecord]) -> Self {
        let length = length.as_secs_f64();
        let whole = Beside { take: (0.0, length), model: (0.0, 1.0) };
        let begin = |word: &str| {
            let mark = marks.iter().find(|mark| mark.what == word)?;
            (0.0..length).contains(&mark.at_secs).then_some(mark.at_secs)
        };
        // Of the model answer, a part that is not marked belongs to the one before it.
        let told: Vec<(f64, f64)> =
            model().filter_map(|(part, share)| Some((begin(part.name())?, share))).collect();
        let ends = told.iter().skip(1).map(|(_, share)| *share).chain([1.0]);
        let mut parts: Vec<(f64, (f64, f64))> =
            told.iter().zip(ends).map(|(&(at, share), end)| (at, (share, end))).collect();
        // People tell them in any order.
        parts.sort_by(|one, other| one.0.total_cmp(&other.0));
        let Some(&(first, _)) = parts.first() else { return Self { parts: vec![whole] } };
        let lead_to = told.first().map_or(0.0, |(_, share)| *share);
        let lead = Beside { take: (0.0, first), model: (0.0, lead_to) };
        let ends = parts.iter().skip(1).map(|(at, _)| *at).chain([length]);
        let parts =
            parts.iter().zip(ends).map(|(&(at, model), end)| Beside { take: (at, end), model });
        Self { parts: [lead].into_iter().chain(parts).collect() }
    }

    /// The place in the model answer, as a share of its length, that matches this one in the take.
    pub(super) fn model_share(&self, at: Duration) -> f64 {
        let at = at.as_secs_f64();
        let part = self.parts.iter().rfind(|part| part.take.0 <= at).or(self.parts.first());
        part.map_or(0.0, |part| across(at, part.take, part.model))
    }

    /// The place in the take that matches this share of the model answer.
    pub(super) fn take_place(&self, share: f64) -> Duration {
        // The part that begins last at or before it; of equals the longer, as a lead of no length ends
        // where the first part begins.
        let holds = |part: &&Beside| part.model.0 <= share && part.model.0 < part.model.1;
        let begins = |one: &&Beside, other: &&Beside| one.model.0.total_cmp(&other.model.0);
        let part = self.parts.iter().filter(holds).max_by(begins).or(self.parts.first());
        let secs = part.map_or(0.0, |part| across(share, part.model, part.take));
        Duration::try_from_secs_f64(secs).unwrap_or_default()
    }
}

/// The same share of the way through `to` as `at` is through `from`; an end for what is outside.
fn across(at: f64, from: (f64, f64), to: (f64, f64)) -> f64 {
    let way = from.1 - from.0;
    let share = if way > 0.0 { ((at - from.0) / way).clamp(0.0, 1.0) } else { 0.0 };
    to.0 + (to.1 - to.0) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: Duration = Duration::from_secs(100);

    fn flip(marks: &[(&str, f64)]) -> Flip {
        let mark = |&(what, at_secs): &(&str, f64)| MarkRecord {
            at_secs,
            what: what.to_owned(),
            text: String::new(),
        };
        Flip::of(LENGTH, &marks.iter().map(mark).collect::<Vec<_>>())
    }

    fn share(flip: &Flip, secs: f64) -> f64 {
        let share = flip.model_share(Duration::from_secs_f64(secs));
        (share * 1e6).round() / 1e6
    }

    const STORY: [(&str, f64); 4] =
        [("situation", 0.0), ("task", 30.0), ("action", 40.0), ("result", 90.0)];

    #[test]
    fn without_marks_it_is_the_same_share_of_the_way() {
        let flip = flip(&[("filler", 12.0)]);
        for (secs, expected) in [(0.0, 0.0), (25.0, 0.25), (100.0, 1.0), (200.0, 1.0)] {
            assert!((share(&flip, secs) - expected).abs() < 1e-9, "{secs} s");
        }
        assert_eq!(flip.take_place(0.4), Duration::from_secs(40));
    }

    #[test]
    fn a_part_begins_where_the_same_part_of_the_model_answer_does() {
        let flip = flip(&STORY);
        for (secs, expected) in [(0.0, 0.0), (30.0, 0.15), (40.0, 0.25), (90.0, 0.85)] {
            assert!((share(&flip, secs) - expected).abs() < 1e-9, "{secs} s");
        }
        assert!((share(&flip, 65.0) - 0.55).abs() < 1e-9, "halfway through the action");
    }

    #[test]
    fn flipping_there_and_back_comes_to_the_same_place() {
        for marks in [&STORY[..], &STORY[1..3], &[("result", 10.0), ("action", 50.0)], &[]] {
            let flip = flip(marks);
            for tenths in 0..1000 {
                let at = Duration::from_millis(tenths * 100 + 50);
                let back = flip.take_place(flip.model_share(at));
                assert!(back.abs_diff(at) < Duration::from_millis(1), "{marks:?}: {at:?} {back:?}");
            }
        }
    }

    #[test]
    fn a_part_that_is_not_marked_belongs_to_the_one_before() {
        let flip = flip(&[("situation", 20.0), ("action", 60.0)]);
        assert!((share(&flip, 10.0) - 0.0).abs() < 1e-9, "before anything is told");
        assert!((share(&flip, 40.0) - 0.125).abs() < 1e-9, "halfway through what comes before");
        assert!((share(&flip, 80.0) - 0.625).abs() < 1e-9, "halfway through action and result");
    }

    #[test]
    fn a_story_told_from_its_end_finds_its_parts() {
        let flip = flip(&[("result", 0.0), ("situation", 20.0), ("action", 50.0)]);
        assert!((share(&flip, 0.0) - 0.85).abs() < 1e-9);
        assert!((share(&flip, 20.0) - 0.0).abs() < 1e-9);
        assert_eq!(flip.take_place(0.9).as_secs(), 6, "in the result");
        assert_eq!(flip.take_place(0.0).as_secs(), 20, "in the situation");
    }

    #[test]
    fn marks_outside_of_the_take_say_nothing() {
        let flip = flip(&[("action", 120.0), ("result", -4.0), ("task", f64::NAN)]);
        assert!((share(&flip, 50.0) - 0.5).abs() < 1e-9);
    }
}
