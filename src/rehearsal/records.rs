//! From the interview's words to the words on disk.

use std::time::Duration;

use jiff::ZonedDateTime;
use serde_json::Value;

use crate::audio::Suspension;
use crate::bank::Band;
use crate::interview::{Joint, Mark, MarkKind, Pacing, Part, TakeEnd};
use crate::store::{JointRecord, MarkRecord, PacingChange, TakePart, TakeRecord};

/// How a take's part is written down.
#[must_use]
pub fn take_part(part: Part) -> TakePart {
    match part {
        Part::Answer => TakePart::Answer,
        Part::Probe(index) => TakePart::Probe(index),
        Part::Continued(piece) => TakePart::Continued(piece),
        Part::YourQuestion => TakePart::YourQuestion,
    }
}

/// What people call each of these takes of a session, in their order. Follow-ups are numbered as they were heard,
/// whatever their place in the bank, and have the number of a take where they have several.
#[must_use]
pub fn take_titles(takes: &[&TakeRecord]) -> Vec<String> {
    takes.iter().map(|record| title(record, takes)).collect()
}

fn title(record: &TakeRecord, takes: &[&TakeRecord]) -> String {
    let take = record.take;
    match record.part {
        TakePart::Answer => format!("Take {take}"),
        TakePart::Probe(index) => {
            let beside = |other: &&&TakeRecord| {
                other.position == record.position && other.question_id == record.question_id
            };
            // When each follow-up to the question was heard first.
            let mut heard: Vec<(&str, usize)> = Vec::new();
            for other in takes.iter().filter(beside) {
                let TakePart::Probe(other_index) = other.part else { continue };
                match heard.iter_mut().find(|(_, known)| *known == other_index) {
                    Some((began, _)) => *began = (*began).min(other.began.as_str()),
                    None => heard.push((other.began.as_str(), other_index)),
                }
            }
            heard.sort_unstable();
            let nth = heard.iter().position(|(_, known)| *known == index).unwrap_or(0) + 1;
            let several =
                takes.iter().filter(beside).filter(|it| it.part == record.part).count() > 1;
            let which = if several { format!(", take {take}") } else { String::new() };
            format!("Follow-up {nth}{which}")
        }
        TakePart::Continued(piece) => format!("Take {take}, part {}", piece.saturating_add(1)),
        TakePart::YourQuestion => "Your question".to_owned(),
    }
}

/// The word for how a take ended.
pub(super) fn end_word(end: TakeEnd) -> &'static str {
    match end {
        TakeEnd::Finished => "finished",
        TakeEnd::TimeUp => "time-up",
        TakeEnd::MovedOn => "moved-on",
        TakeEnd::Silence => "silence",
        TakeEnd::Retaken => "retaken",
        TakeEnd::Skipped => "skipped",
        TakeEnd::Lost => "microphone-lost",
        TakeEnd::EndedEarly => "ended-early",
    }
}

/// Why a recording is suspended, in the recorder's words.
pub(super) fn suspension(joint: Joint) -> Suspension {
    match joint {
        Joint::QuestionHeard => Suspension::QuestionHeard,
        Joint::Paused => Suspension::Paused,
    }
}

/// The word for why a recording was suspended.
pub(super) fn joint_word(why: Suspension) -> &'static str {
    match why {
        Suspension::QuestionHeard => JointRecord::QUESTION_HEARD,
        Suspension::Paused => JointRecord::PAUSED,
    }
}

/// A pacing in force from this time on; within a take with what its answer then aims for.
pub(super) fn pacing_change(at: Duration, pacing: &Pacing, band: Option<Band>) -> PacingChange {
    // A pacing is plain numbers and strings: its JSON form can't fail; if it did, its name still says which.
    let whole = serde_json::to_value(pacing);
    PacingChange {
        at_secs: at.as_secs_f64(),
        pacing: whole.unwrap_or_else(|_| Value::String(pacing.name.clone())),
        band_secs: band.map(|band| [band.min.as_secs_f64(), band.max.as_secs_f64()]),
    }
}

/// A mark as written down; a switch of pacing is kept among the pacings instead.
pub(super) fn mark_record(mark: &Mark) -> MarkRecord {
    let (what, text) = match &mark.what {
        MarkKind::PacingSwitched(pacing, _) => ("pacing-switched", pacing.name.clone()),
        MarkKind::HoldBegan => ("hold-began", String::new()),
        MarkKind::SpokeInHold => ("spoke-in-hold", String::new()),
        MarkKind::QuestionShown => ("question-shown", String::new()),
        MarkKind::Gap => ("gap", String::new()),
    };
    MarkRecord { at_secs: mark.at.as_secs_f64(), what: what.to_owned(), text }
}

/// A time as written down: RFC 3339 with the local offset.
#[must_use]
pub fn stamp(now: &ZonedDateTime) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follow_ups_are_numbered_as_they_were_heard() {
        let take = |part, take, minute: u32| TakeRecord {
            began: format!("2026-11-23T14:{minute:02}:00+00:00"),
            ..TakeRecord::new("why", part, take)
        };
        let all = [
            take(TakePart::Answer, 1, 0),
            take(TakePart::Probe(0), 1, 4),
            take(TakePart::Probe(1), 1, 2),
            take(TakePart::Probe(1), 2, 3),
            take(TakePart::Answer, 2, 6),
            TakeRecord { position: 1, ..take(TakePart::Probe(4), 1, 9) },
        ];
        let titles = take_titles(&all.iter().collect::<Vec<_>>());
        let expected = [
            "Take 1",
            "Follow-up 2",
            "Follow-up 1, take 1",
            "Follow-up 1, take 2",
            "Take 2",
            "Follow-up 1",
        ];
        assert_eq!(titles, expected);
    }
}
