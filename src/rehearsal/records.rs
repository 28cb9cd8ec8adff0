//! From the interview's words to the words on disk.

use std::time::Duration;

use jiff::ZonedDateTime;
use serde_json::Value;

use crate::audio::Suspension;
use crate::bank::Band;
use crate::interview::{Joint, Mark, MarkKind, Pacing, Part, TakeEnd};
use crate::store::{JointRecord, MarkRecord, PacingChange, TakePart};

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

/// What people call a take. Notes may give any number.
#[must_use]
pub fn part_title(part: TakePart, take: u32) -> String {
    match part {
        TakePart::Answer => format!("Take {take}"),
        TakePart::Probe(index) => {
            format!("Follow-up {}, take {take}", index.saturating_add(1))
        }
        TakePart::Continued(piece) => {
            format!("Take {take}, part {}", piece.saturating_add(1))
        }
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
