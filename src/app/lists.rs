//! What is heard one after the other, and what is passed over in a take. Pure.

use std::time::Duration;

use crate::analysis::{Measures, Span};
use crate::rehearsal::Place;
use crate::store::{Take, TakePart};
use crate::ui::review::{Heard, ReviewQuestion, ReviewTake};

/// How much of each take is its opening.
const OPENING: Duration = Duration::from_secs(8);

/// What stays of a silence that is passed over, so that it is still heard as one: after speech, seconds.
const AFTER_SPEECH: f64 = 0.5;

/// The same before speech, seconds.
const BEFORE_SPEECH: f64 = 0.25;

/// One thing to be heard.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub what: Heard,
    /// Id of the question that it belongs to.
    pub question: String,
    pub from: Place,
    pub until: Option<Duration>,
    /// Whether it is remembered where it was left.
    pub is_kept: bool,
    /// In a session that plays through: the question's place in the model, and the take heard in its turn.
    pub through: Option<(usize, usize)>,
}

impl Piece {
    /// All of it.
    pub(super) fn new(what: Heard, question: &str) -> Self {
        let question = question.to_owned();
        Self { what, question, from: Place::START, until: None, is_kept: true, through: None }
    }

    /// From here on.
    pub(super) fn from(self, from: Place) -> Self {
        Self { from, ..self }
    }

    /// Up to here, which is not remembered.
    pub(super) fn until(self, until: Duration) -> Self {
        Self { until: Some(until), is_kept: false, ..self }
    }

    /// The take, if it is one.
    pub(super) fn take(&self) -> Option<usize> {
        match self.what {
            Heard::Take(take) => Some(take),
            _ => None,
        }
    }
}

/// Question or follow-up, take, model answer.
pub(super) fn all_three(question: &str, take: usize, is_follow_up: bool) -> Vec<Piece> {
    let asked = if is_follow_up { Heard::FollowUp(take) } else { Heard::Question };
    [asked, Heard::Take(take), Heard::Model].map(|what| Piece::new(what, question)).to_vec()
}

/// How each answer to a question begins.
pub(super) fn openings(question: &ReviewQuestion) -> Vec<Piece> {
    let answers = question.takes.iter().filter(|take| take.answers);
    answers.map(|take| Piece::new(Heard::Take(take.key), &question.id).until(OPENING)).collect()
}

/// A session from its first question to its last: of each the question, the best answer, whole, and the
/// model answer. What the candidate asked is heard take by take; what was not answered is left out.
pub(super) fn session(questions: &[ReviewQuestion], takes: &[Take]) -> Vec<Piece> {
    let mut list = Vec::new();
    for (place, question) in questions.iter().enumerate() {
        let heard = if question.asked_aloud {
            let Some(best) = best(question) else { continue };
            let model = (question.has_model() && !question.locked).then_some(Heard::Model);
            let answer = whole(best, question, takes).into_iter().map(Heard::Take);
            [Heard::Question]
                .into_iter()
                .chain(answer)
                .chain(model)
                .map(|it| (it, best.key))
                .collect()
        } else {
            let takes = question.takes.iter();
            takes.map(|take| (Heard::Take(take.key), take.key)).collect::<Vec<_>>()
        };
        list.extend(heard.into_iter().map(|(what, take)| {
            let through = match what {
                Heard::Take(key) => (place, key),
                _ => (place, take),
            };
            Piece { through: Some(through), ..Piece::new(what, &question.id) }
        }));
    }
    list
}

/// The answer rated highest, the latest of several; where none is rated, the latest.
fn best(question: &ReviewQuestion) -> Option<&ReviewTake> {
    question.takes.iter().filter(|take| take.answers).max_by_key(|take| take.rating)
}

/// The keys of an answer and of what it went on with after interruptions.
fn whole(answer: &ReviewTake, question: &ReviewQuestion, takes: &[Take]) -> Vec<usize> {
    let number = |key: usize| takes.get(key).map(|take| take.record.take);
    let goes_on = |key: usize| {
        let part = takes.get(key).map(|take| take.record.part);
        matches!(part, Some(TakePart::Continued(_))) && number(key) == number(answer.key)
    };
    let rest = question.takes.iter().map(|take| take.key).filter(|key| goes_on(*key));
    [answer.key].into_iter().chain(rest).collect()
}

/// The silences of a take that are passed over: before the first word, after the last, and the pauses long
/// enough to be listed. A little of each stays.
pub(super) fn silences(measures: &Measures, length: Duration) -> Vec<(Duration, Duration)> {
    let listed = measures.thresholds.listed_secs;
    let (Some(first), Some(last)) = (measures.speech.first(), measures.speech.last()) else {
        return Vec::new();
    };
    let length = length.as_secs_f64();
    let before = Span { from_secs: 0.0, to_secs: first.from_secs };
    let after = Span { from_secs: last.to_secs, to_secs: length };
    let silent = [before].into_iter().chain(measures.pauses.iter().copied()).chain([after]);
    silent
        .filter(|span| span.secs() >= listed)
        .filter_map(|span| {
            // There is no speech before the beginning, nor behind the end.
            let from = if span.from_secs > 0.0 { span.from_secs + AFTER_SPEECH } else { 0.0 };
            let to = if span.to_secs < length { span.to_secs - BEFORE_SPEECH } else { length };
            let from = Duration::try_from_secs_f64(from).ok()?;
            let to = Duration::try_from_secs_f64(to).ok()?;
            (from < to).then_some((from, to))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::analysis::Thresholds;

    fn spans(all: &[(f64, f64)]) -> Vec<Span> {
        all.iter().map(|&(from_secs, to_secs)| Span { from_secs, to_secs }).collect()
    }

    fn passed_over(speech: &[(f64, f64)], pauses: &[(f64, f64)]) -> Vec<(u128, u128)> {
        let measures = Measures {
            version: Measures::VERSION,
            thresholds: Thresholds::default(),
            values: BTreeMap::new(),
            speech: spans(speech),
            pauses: spans(pauses),
            run_on: None,
            trails_off_at: None,
            gaps: Vec::new(),
            at_least: BTreeSet::new(),
        };
        let found = silences(&measures, Duration::from_secs(60));
        found.into_iter().map(|(from, to)| (from.as_millis(), to.as_millis())).collect()
    }

    #[test]
    fn of_a_silence_that_is_passed_over_a_little_stays_beside_speech() {
        let found = passed_over(&[(4.0, 20.0), (23.0, 50.0)], &[(20.0, 23.0)]);
        assert_eq!(found, [(0, 3_750), (20_500, 22_750), (50_500, 60_000)]);
    }

    #[test]
    fn pauses_too_short_to_be_listed_are_heard() {
        let found = passed_over(&[(1.0, 20.0), (21.5, 59.0)], &[(20.0, 21.5)]);
        assert!(found.is_empty(), "{found:?}");
        assert!(passed_over(&[], &[]).is_empty(), "nobody spoke: it is heard as it is");
    }
}
