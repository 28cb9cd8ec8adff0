//! Situation, task, action, result: what share of an answer each takes, from where the listener heard them
//! begin. The computer doesn't know; only whoever listens does.

use serde::{Deserialize, Serialize};

use super::measures::Span;

/// A part of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StarPart {
    /// Where and when.
    Situation,
    /// What had to be done.
    Task,
    /// What you did.
    Action,
    /// What came of it.
    Result,
}

impl StarPart {
    /// In the order in which a story tells them.
    pub const ALL: [Self; 4] = [Self::Situation, Self::Task, Self::Action, Self::Result];

    /// Its name, lower case, as it is stored too.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Task => "task",
            Self::Action => "action",
            Self::Result => "result",
        }
    }

    /// The suggested share of the answer, in percent; see [`SUGGESTED_SPLIT`].
    #[must_use]
    pub const fn suggested_percent(self) -> f64 {
        match self {
            Self::Situation | Self::Result => 15.0,
            Self::Task => 10.0,
            Self::Action => 60.0,
        }
    }
}

/// Where the suggested shares come from.
pub const SUGGESTED_SPLIT: &str = "15 % situation, 10 % task, 60 % action, 15 % result (velyq.com). Others \
    say 20/10/60/10 (University of Washington) or 10/10/60/20; all agree on at most 30 % before the action, \
    about 60 % of action, and a result with a number.";

/// How much of an answer may pass before the action, in percent: what all sources agree on.
pub const LONGEST_SETUP_PERCENT: f64 = 30.0;

/// Less of the answer than this is too little for the action, in percent. Ours: three quarters of the share
/// that all sources give it.
pub const LEAST_ACTION_PERCENT: f64 = 45.0;

/// More of the answer than this is too much for the result, in percent. Ours: twice the suggested share, half
/// as much again as the most that any source gives it.
pub const MOST_RESULT_PERCENT: f64 = 30.0;

/// Less of the answer than this is hardly a result, in percent. Ours: half of the least that any source gives
/// it.
pub const LEAST_RESULT_PERCENT: f64 = 5.0;

/// What one part has of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StarShare {
    /// Which part.
    pub part: StarPart,
    /// From its mark to the next one or the end.
    pub span: Span,
    /// Its share of the time from the first mark to the end, 0–100.
    pub percent: f64,
}

/// The parts in order of time, each up to the next mark, the last up to the end of speech.
///
/// A part that comes twice is there twice. Marks at or behind the end say nothing and are left out.
#[must_use]
pub fn star_shares(marks: &[(StarPart, f64)], end_secs: f64) -> Vec<StarShare> {
    let is_inside = |at_secs: f64| at_secs >= 0.0 && at_secs < end_secs;
    let mut marks: Vec<(StarPart, f64)> =
        marks.iter().copied().filter(|(_, at_secs)| is_inside(*at_secs)).collect();
    marks.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let Some((_, first_secs)) = marks.first().copied() else { return Vec::new() };
    let ends = marks.iter().skip(1).map(|(_, at_secs)| *at_secs).chain([end_secs]);
    marks
        .iter()
        .zip(ends)
        .map(|((part, from_secs), to_secs)| {
            let span = Span { from_secs: *from_secs, to_secs };
            StarShare { part: *part, span, percent: 100.0 * span.secs() / (end_secs - first_secs) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_run_from_mark_to_mark_and_add_up() {
        use StarPart::{Action, Result, Situation, Task};
        // Marked out of order, as one does when listening twice.
        let marks = [(Result, 90.0), (Situation, 10.0), (Action, 35.0), (Task, 25.0)];
        let shares = star_shares(&marks, 110.0);
        let found: Vec<(StarPart, f64)> =
            shares.iter().map(|share| (share.part, share.percent)).collect();
        assert_eq!(found, [(Situation, 15.0), (Task, 10.0), (Action, 55.0), (Result, 20.0)]);
        assert_eq!(shares[2].span, Span { from_secs: 35.0, to_secs: 90.0 });
    }

    #[test]
    fn marks_outside_of_the_answer_say_nothing() {
        assert!(star_shares(&[], 60.0).is_empty());
        let marks = [(StarPart::Result, 60.0), (StarPart::Task, f64::NAN), (StarPart::Task, -1.0)];
        assert!(star_shares(&marks, 60.0).is_empty());
        assert!(star_shares(&[(StarPart::Task, 0.0)], 0.0).is_empty());
    }

    #[test]
    fn the_suggested_split_is_a_whole() {
        let whole: f64 = StarPart::ALL.iter().map(|part| part.suggested_percent()).sum();
        assert_eq!(whole, 100.0);
    }
}
