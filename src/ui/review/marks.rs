//! What the listener marks in a take while hearing it, and what follows from the marks: plain values.

use std::time::Duration;

use crate::analysis::Measures;
use crate::analysis::star::{StarPart, star_shares};

/// A part's name at the beginning of a line.
#[must_use]
pub const fn star_title(part: StarPart) -> &'static str {
    match part {
        StarPart::Situation => "Situation",
        StarPart::Task => "Task",
        StarPart::Action => "Action",
        StarPart::Result => "Result",
    }
}

/// The key that marks a part.
#[must_use]
pub const fn star_cap(part: StarPart) -> &'static str {
    match part {
        StarPart::Situation => "1",
        StarPart::Task => "2",
        StarPart::Action => "3",
        StarPart::Result => "4",
    }
}

/// What the listener marked in a take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// Filler words, in order of time.
    pub fillers: Vec<Duration>,
    /// Where each part begins, as in [`StarPart::ALL`].
    pub parts: [Option<Duration>; 4],
    /// Notes at a time, in order of time.
    pub moments: Vec<Moment>,
    /// Whether parts are asked for.
    pub star: StarOffer,
}

impl Marked {
    /// Where this part begins.
    #[must_use]
    pub fn part(&self, part: StarPart) -> Option<Duration> {
        let begins = StarPart::ALL.iter().zip(self.parts);
        begins.filter(|(one, _)| **one == part).find_map(|(_, at)| at)
    }

    /// Whether any part is marked.
    #[must_use]
    pub fn has_parts(&self) -> bool {
        self.parts.iter().any(Option::is_some)
    }
}

/// A note at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Its time, whole milliseconds; no two notes of a take share one.
    pub at: Duration,
    /// What it says.
    pub text: String,
}

/// Whether the parts of a story are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StarOffer {
    /// It answers nothing: no parts.
    #[default]
    None,
    /// An answer, but not to a question for a story.
    Folded,
    /// A story.
    Open,
}

/// One thing that the listener does to the marks of a take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkChange {
    /// A filler word was heard here.
    AddFiller(Duration),
    /// It was none.
    RemoveFiller(Duration),
    /// This part begins here, and nowhere else.
    BeginPart(StarPart, Duration),
    /// This part is not marked.
    RemovePart(StarPart),
    /// The note at this time says this; empty for no note.
    Note {
        /// Its time.
        at: Duration,
        /// The whole text.
        text: String,
    },
}

/// One thing that can be undone or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepName {
    /// What was done, a word or two: "filler", "rating".
    pub what: String,
    /// The take it was done to; `None` for one that is not here.
    pub take: Option<usize>,
}

/// A time as marks are kept: whole milliseconds.
#[must_use]
pub fn mark_time(at: Duration) -> Duration {
    Duration::from_millis(u64::try_from(at.as_millis()).unwrap_or(u64::MAX))
}

/// One part of an answer, as marked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartShare {
    /// Which.
    pub part: StarPart,
    /// Where it begins.
    pub from: Duration,
    /// Where the next one begins, or the answer ends.
    pub to: Duration,
    /// Its share of the answer from the first marked part to the end of speech, percent.
    pub share: f64,
}

/// The marked parts in order of time with their shares; empty where they share out nothing.
///
/// A part lasts until the next one begins, in whatever order they were told; the last one until the end
/// of speech, or of the take where that is not known.
#[must_use]
pub fn part_shares(
    marked: &Marked,
    measures: Option<&Measures>,
    length: Duration,
) -> Vec<PartShare> {
    let begins: Vec<(StarPart, f64)> = StarPart::ALL
        .into_iter()
        .filter_map(|part| marked.part(part).map(|at| (part, at.as_secs_f64())))
        .collect();
    let last_secs = begins.iter().map(|(_, at_secs)| *at_secs).fold(0.0, f64::max);
    let spoken = measures.and_then(|measures| measures.speech.last()).map(|span| span.to_secs);
    // A part marked behind the last speech found means that the speech was not found.
    let end_secs = spoken.filter(|end_secs| *end_secs > last_secs);
    star_shares(&begins, end_secs.unwrap_or(length.as_secs_f64()))
        .into_iter()
        .filter_map(|found| {
            Some(PartShare {
                part: found.part,
                from: Duration::try_from_secs_f64(found.span.from_secs).ok()?,
                to: Duration::try_from_secs_f64(found.span.to_secs).ok()?,
                share: found.percent,
            })
        })
        .collect()
}

/// Fillers in a minute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FillerRate {
    /// How many in a minute.
    pub per_minute: f64,
    /// Whether it is a minute of speech; else of the take.
    pub of_speech: bool,
}

impl FillerRate {
    /// Below this much speech, seconds, one filler more or less says nothing about a minute.
    pub const LEAST_SECS: f64 = 30.0;

    /// The rate of these fillers; none where none was tapped or the take is too short to tell.
    #[must_use]
    pub fn of(fillers: usize, measures: Option<&Measures>, length: Duration) -> Option<Self> {
        let speech: Option<f64> =
            measures.map(|measures| measures.speech.iter().map(|span| span.secs()).sum());
        let speech = speech.filter(|secs| *secs > 0.0);
        let secs = speech.unwrap_or(length.as_secs_f64());
        let count = u32::try_from(fillers).ok().filter(|count| *count > 0)?;
        (secs >= Self::LEAST_SECS).then(|| Self {
            per_minute: f64::from(count) * 60.0 / secs,
            of_speech: speech.is_some(),
        })
    }

    /// What listeners make of it. Sources: up to 5 a minute costs nothing and harm is found near 12
    /// (Laske 2024; Clark and Fox Tree 2002); some serve better than none (Duvall and others 2014).
    #[must_use]
    pub fn words(self) -> &'static str {
        if self.per_minute <= 5.0 {
            "Up to 5 a minute nobody minds."
        } else if self.per_minute <= 10.0 {
            "Between 5 and 10 a minute listeners begin to notice. Aim for fewer, not zero."
        } else {
            "Above 10 a minute they distract. Aim for fewer, not zero."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Span, Thresholds};

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    fn spoken(spans: &[(f64, f64)]) -> Measures {
        let span = |&(from_secs, to_secs): &(f64, f64)| Span { from_secs, to_secs };
        Measures {
            version: Measures::VERSION,
            thresholds: Thresholds::default(),
            values: std::collections::BTreeMap::new(),
            speech: spans.iter().map(span).collect(),
            pauses: Vec::new(),
            run_on: None,
            trails_off_at: None,
            gaps: Vec::new(),
            at_least: std::collections::BTreeSet::new(),
        }
    }

    fn marked(parts: [Option<u64>; 4]) -> Marked {
        Marked { parts: parts.map(|at| at.map(secs)), ..Marked::default() }
    }

    fn shares(parts: [Option<u64>; 4], measures: Option<&Measures>) -> Vec<(StarPart, f64)> {
        let found = part_shares(&marked(parts), measures, secs(110));
        found.into_iter().map(|one| (one.part, one.share)).collect()
    }

    #[test]
    fn parts_share_the_answer_from_the_first_mark_to_the_end_of_speech() {
        use StarPart::{Action, Result, Situation, Task};
        let measures = spoken(&[(1.0, 50.0), (52.0, 105.0)]);
        let all = [Some(5), Some(25), Some(35), Some(85)];
        let expected = [(Situation, 20.0), (Task, 10.0), (Action, 50.0), (Result, 20.0)];
        assert_eq!(shares(all, Some(&measures)), expected);
        let some = [Some(10), None, Some(60), None];
        assert_eq!(shares(some, None), [(Situation, 50.0), (Action, 50.0)], "to the take's end");
    }

    #[test]
    fn parts_told_in_another_order_keep_the_order_of_time() {
        use StarPart::{Result, Situation};
        let found = shares([Some(60), None, None, Some(10)], None);
        assert_eq!(found, [(Result, 50.0), (Situation, 50.0)]);
    }

    #[test]
    fn nothing_is_shared_where_nothing_is_marked_or_left() {
        assert!(shares([None; 4], None).is_empty());
        assert!(shares([Some(110), None, None, None], None).is_empty(), "at the very end");
        let measures = spoken(&[(1.0, 50.0)]);
        let late = shares([Some(10), None, None, Some(60)], Some(&measures));
        assert_eq!(late.len(), 2, "a mark behind the speech found counts to the take's end");
    }

    #[test]
    fn fillers_are_told_per_minute_of_speech_where_speech_is_known() {
        let measures = spoken(&[(0.0, 20.0), (30.0, 40.0)]);
        let rate = FillerRate::of(3, Some(&measures), secs(60)).expect("enough speech");
        assert!(rate.of_speech && (rate.per_minute - 6.0).abs() < 1e-9);
        let rate = FillerRate::of(3, None, secs(60)).expect("a minute");
        assert!(!rate.of_speech && (rate.per_minute - 3.0).abs() < 1e-9);
    }

    #[test]
    fn no_rate_is_told_of_none_or_of_a_few_seconds() {
        assert_eq!(FillerRate::of(0, None, secs(60)), None);
        assert_eq!(FillerRate::of(2, None, secs(10)), None);
    }

    #[test]
    fn words_about_fillers_ask_for_fewer_not_for_none() {
        let words = |per_minute| FillerRate { per_minute, of_speech: true }.words();
        assert!(words(5.0).contains("nobody minds"));
        assert!(words(5.1).contains("fewer, not zero") && words(10.0).contains("notice"));
        assert!(words(10.1).contains("distract"));
    }
}
