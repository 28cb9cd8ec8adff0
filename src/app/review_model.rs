//! A session as the review shows it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize as _;

use crate::analysis::{Measures, Overview};
use crate::bank::{self, Band, Bank, Kind, Question, Values};
use crate::interview::Pacing;
use crate::rehearsal::measuring::band_of;
use crate::rehearsal::{take_titles, takes};
use crate::store::{JointRecord, MarkRecord, Session, Take, TakePart, TakeRecord};
use crate::ui::model_text::Segment;
use crate::ui::review::{ReviewQuestion, ReviewTake, StarOffer};
use crate::ui::waveform::WaveMark;
use crate::units::{Frames, SampleRate};

use super::{review_advice, review_marks};

/// Names the candidate's own questions in the list.
pub(super) const YOUR_TURN: &str = "your-turn";

/// What the review needs to know beside the session.
pub(super) struct Around<'a> {
    pub bank: Option<&'a Bank>,
    pub words: &'a Values,
    pub overviews: &'a BTreeMap<PathBuf, Arc<Overview>>,
    pub measuring: &'a BTreeMap<PathBuf, f32>,
    pub cold_first: bool,
    pub shown_anyway: &'a BTreeSet<String>,
}

/// Every question of the plan with its takes, then the candidate's own questions.
pub(super) fn questions(session: &Session, around: &Around<'_>) -> Vec<ReviewQuestion> {
    let mut all: Vec<ReviewQuestion> =
        session.record.plan.iter().map(|id| planned(id, session, around)).collect();
    all.extend(beside_plan(session).iter().map(|id| planned(id, session, around)));
    let yours =
        takes(session, around, Kind::Asking, |record| record.part == TakePart::YourQuestion);
    if !yours.is_empty() {
        all.push(ReviewQuestion {
            id: YOUR_TURN.to_owned(),
            ask: "Your questions to the interviewer".to_owned(),
            kind: Kind::Asking.word().to_owned(),
            band: Kind::Asking.band(),
            takes: yours,
            model_answer: Vec::new(),
            points: Vec::new(),
            looks_for: String::new(),
            locked: false,
            asked_aloud: false,
            in_bank: false,
        });
    }
    all
}

/// The ids of questions that takes answer and the plan has not: takes that were moved here, recordings of other names.
fn beside_plan(session: &Session) -> Vec<String> {
    let records = session.takes.iter().map(|take| &take.record);
    let mut found: Vec<String> = Vec::new();
    for record in records.filter(|record| record.part != TakePart::YourQuestion) {
        let id = &record.question_id;
        if !session.record.plan.contains(id) && !found.contains(id) {
            found.push(id.clone());
        }
    }
    found
}

fn planned(id: &str, session: &Session, around: &Around<'_>) -> ReviewQuestion {
    let question = around.bank.and_then(|bank| bank.question(id));
    let kind = question.map_or(Kind::Process, |question| question.kind);
    let of_it =
        |record: &TakeRecord| record.question_id == id && record.part != TakePart::YourQuestion;
    let target = question.map_or(kind.band(), Question::band);
    let takes = takes(session, around, kind, of_it);
    // What was asked is in the take; a bank changed since must not change the past.
    let asked = session
        .takes
        .iter()
        .map(|take| &take.record)
        .find(|record| of_it(record) && !matches!(record.part, TakePart::Probe(_)));
    let is_named = asked.is_some_and(|record| record.position == usize::MAX);
    let asked = asked.map(|record| record.asked.clone()).filter(|asked| !asked.is_empty());
    let ask = asked.or_else(|| question.map(|question| question.ask.clone()));
    ReviewQuestion {
        id: id.to_owned(),
        ask: ask.unwrap_or_else(|| match is_named {
            true => format!("A recording of another name: {id}"),
            false => format!("{id} (no longer in the bank)"),
        }),
        kind: kind.word().to_owned(),
        band: target,
        // Where there is none, none waits.
        locked: question.is_some_and(|question| !question.model_answer.is_empty())
            && around.cold_first
            && takes.is_empty()
            && !around.shown_anyway.contains(id),
        takes,
        model_answer: question
            .map_or_else(Vec::new, |question| model_answer(question, around.words)),
        points: question.map_or_else(Vec::new, |question| question.points.clone()),
        looks_for: question.map_or_else(String::new, |question| question.looks_for.clone()),
        asked_aloud: true,
        in_bank: question.is_some(),
    }
}

fn model_answer(question: &Question, words: &Values) -> Vec<Segment> {
    bank::shown_segments(question, words)
        .into_iter()
        .map(|segment| match segment {
            bank::Segment::Text(text) => Segment::Text(text.to_owned()),
            bank::Segment::Slot { placeholder, value } => Segment::Slot {
                key: placeholder.key(),
                label: placeholder.label.clone(),
                value: value.map(ToOwned::to_owned),
            },
        })
        .collect()
}

/// The takes that `belong`, each keyed by its place in the session.
fn takes(
    session: &Session,
    around: &Around<'_>,
    kind: Kind,
    belongs: impl Fn(&TakeRecord) -> bool,
) -> Vec<ReviewTake> {
    let records: Vec<&TakeRecord> = session.takes.iter().map(|take| &take.record).collect();
    let all = session.takes.iter().enumerate().zip(take_titles(&records));
    all.filter(|((_, take), _)| belongs(&take.record))
        .map(|((key, one), title)| take((key, title), one, kind, around))
        .collect()
}

fn take((key, title): (usize, String), take: &Take, kind: Kind, around: &Around<'_>) -> ReviewTake {
    let record = &shown_record(take);
    let pacing = record.pacings.last();
    let pacing: Option<Pacing> =
        pacing.and_then(|change| serde_json::from_value(change.pacing.clone()).ok());
    let band = band(record, kind, around.bank);
    let measures = measures(record);
    let marked = review_marks::marked(record, star(record, kind));
    ReviewTake {
        key,
        title,
        answers: record.part == TakePart::Answer,
        asked: matches!(record.part, TakePart::Probe(_) | TakePart::YourQuestion)
            .then(|| record.asked.clone())
            .filter(|asked| !asked.is_empty()),
        length: length(record),
        band,
        ended: takes::ended(record).to_owned(),
        pacing: pacing.map(|pacing| pacing.name).unwrap_or_default(),
        health: takes::remarks(take),
        overview: around.overviews.get(&take.wav).cloned(),
        rating: record.rating,
        starred: record.starred,
        has_sound: take.has_sound,
        notes: record.notes.clone(),
        marks: marks(record),
        ticked: record.points.clone(),
        advice: review_advice::of(
            record,
            &marked,
            measures.as_deref(),
            points(record, around.bank),
            band,
        ),
        marked,
        measures,
        measuring: around.measuring.get(&take.wav).copied(),
        left_at: record.position_secs.and_then(|secs| Duration::try_from_secs_f64(secs).ok()),
    }
}

/// What is shown of a take's notes: of one that another program has cut, nothing behind its end.
fn shown_record(take: &Take) -> Cow<'_, TakeRecord> {
    if !take.sound.is_changed() {
        return Cow::Borrowed(&take.record);
    }
    let end = length(&take.record).as_secs_f64();
    let mut record = take.record.clone();
    record.marks.retain(|mark| mark.at_secs <= end);
    record.position_secs = record.position_secs.filter(|at| *at < end);
    Cow::Owned(record)
}

/// The target band in force at a take's end.
fn band(record: &TakeRecord, kind: Kind, bank: Option<&Bank>) -> Band {
    let known = band_of(record, bank).and_then(|(least, most)| {
        let [min, max] = [least, most].map(|secs| Duration::try_from_secs_f64(secs).ok());
        Some(Band { min: min?, max: max? })
    });
    known.unwrap_or_else(|| kind.band())
}

/// How many points the question has that this take answers; a follow-up has none of its own.
fn points(record: &TakeRecord, bank: Option<&Bank>) -> usize {
    let question = bank.and_then(|bank| bank.question(&record.question_id));
    question.filter(|_| record.part == TakePart::Answer).map_or(0, |one| one.points.len())
}

/// Whether the parts of a story are asked for.
fn star(record: &TakeRecord, kind: Kind) -> StarOffer {
    match record.part {
        TakePart::Answer | TakePart::Continued(_) if kind == Kind::Story => StarOffer::Open,
        TakePart::Answer | TakePart::Continued(_) => StarOffer::Folded,
        TakePart::Probe(_) | TakePart::YourQuestion => StarOffer::None,
    }
}

/// How long a take lasts.
pub(super) fn length(record: &TakeRecord) -> Duration {
    SampleRate::new(record.rate_hz)
        .map(|rate| Frames(record.frames).duration(rate))
        .unwrap_or_default()
}

/// What was measured, if this version understands it and would find the same.
pub(super) fn measures(record: &TakeRecord) -> Option<Arc<Measures>> {
    let measures = Measures::deserialize(record.measures.as_ref()?).ok()?;
    (measures.version == Measures::VERSION).then(|| Arc::new(measures))
}

/// Marks and gaps in order of time. A gap that is known to the frame stands for the note of its moment.
fn marks(record: &TakeRecord) -> Vec<WaveMark> {
    let noted = record.marks.iter().filter(|mark| mark.what != "gap" || record.gaps.is_empty());
    let mut marks: Vec<WaveMark> = noted.filter_map(mark).collect();
    if let Some(rate) = SampleRate::new(record.rate_hz) {
        marks.extend(record.gaps.iter().map(|gap| WaveMark {
            at: Frames(gap.at_frame).duration(rate),
            label: missing(gap.missing_secs),
            gap: Some(missing_word(gap.missing_secs)),
        }));
        let at = |joint: &JointRecord| Frames(joint.at_frame).duration(rate);
        marks.extend(record.joints.iter().map(|joint| joint_mark(at(joint), joint)));
    }
    marks.sort_by_key(|mark| mark.at);
    marks
}

/// Where an answer was interrupted by the candidate and went on.
fn joint_mark(at: Duration, joint: &JointRecord) -> WaveMark {
    let word = match joint.why.as_str() {
        JointRecord::QUESTION_HEARD => "Question heard again",
        JointRecord::PAUSED => "Paused",
        _ => "Interrupted",
    };
    WaveMark { at, label: format!("{word} here"), gap: Some(word.to_lowercase()) }
}

fn missing(secs: f64) -> String {
    match secs {
        secs if secs >= 9.95 => format!("{secs:.0} s are missing here"),
        secs if secs >= 0.05 => format!("{secs:.1} s are missing here"),
        secs if secs > 0.0 => "Less than 0.1 s is missing here".to_owned(),
        // Nobody knows how much.
        _ => "Interrupted here".to_owned(),
    }
}

/// The same, as short as can be.
fn missing_word(secs: f64) -> String {
    match secs {
        secs if secs >= 9.95 => format!("{secs:.0} s missing"),
        secs if secs >= 0.05 => format!("{secs:.1} s missing"),
        _ => "interrupted".to_owned(),
    }
}

fn mark(mark: &MarkRecord) -> Option<WaveMark> {
    let label = match mark.what.as_str() {
        "pacing-switched" => format!("Pacing: {}", mark.text),
        "hold-began" => "The interviewer was silent from here".to_owned(),
        "spoke-in-hold" => "You spoke into the silence".to_owned(),
        "gap" => "Interrupted".to_owned(),
        "microphone" => format!("Recorded with {} from here", mark.text),
        "chime" => "A chime sounded here".to_owned(),
        "nothing-heard" => "Nothing was heard".to_owned(),
        _ => review_marks::mark_label(mark)?,
    };
    let at = Duration::try_from_secs_f64(mark.at_secs).ok()?;
    let gap = (mark.what == "gap").then(|| missing_word(0.0));
    Some(WaveMark { at, label, gap })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::GapRecord;

    #[test]
    fn what_is_missing_is_marked_at_its_frame_once_with_the_microphone_that_came_after_it() {
        let mut record = TakeRecord::new("story", TakePart::Answer, 1);
        record.rate_hz = 48_000;
        record.gaps = vec![GapRecord { at_frame: 24_000, missing_secs: 1.25 }];
        let note = |what: &str, at_secs: f64, text: &str| MarkRecord {
            at_secs,
            what: what.to_owned(),
            text: text.to_owned(),
        };
        record.marks = vec![note("microphone", 0.5, "USB"), note("gap", 0.48, "")];
        let shown = |record: &TakeRecord| -> Vec<(u128, String)> {
            marks(record).into_iter().map(|mark| (mark.at.as_millis(), mark.label)).collect()
        };
        let both = [(500, "Recorded with USB from here"), (500, "1.2 s are missing here")];
        assert_eq!(shown(&record), both.map(|(at, label)| (at, label.to_owned())));
        record.gaps.clear();
        assert!(shown(&record).contains(&(480, "Interrupted".to_owned())), "nothing else is known");
    }

    #[test]
    fn a_joint_is_drawn_with_its_reason_and_is_no_fault_of_the_recording() {
        let mut record = TakeRecord::new("story", TakePart::Answer, 1);
        record.rate_hz = 48_000;
        let joint =
            |why: &str, at_frame| JointRecord { at_frame, lasted_secs: 8.0, why: why.to_owned() };
        record.joints = vec![
            joint(JointRecord::QUESTION_HEARD, 52 * 48_000),
            joint(JointRecord::PAUSED, 60 * 48_000),
            joint("of a newer version", 61 * 48_000),
        ];
        let shown: Vec<_> =
            marks(&record).into_iter().map(|it| (it.at.as_secs(), it.label, it.gap)).collect();
        let mark = |at, label: &str, word: &str| (at, label.to_owned(), Some(word.to_owned()));
        let expected = [
            mark(52, "Question heard again here", "question heard again"),
            mark(60, "Paused here", "paused"),
            mark(61, "Interrupted here", "interrupted"),
        ];
        assert_eq!(shown, expected);
        assert!(
            takes::ailments_of_record(&TakeRecord { peak_dbfs: -6.0, frames: 1, ..record })
                .is_empty()
        );
    }

    #[test]
    fn a_part_of_an_older_version_says_paused_only_where_it_was() {
        let mut record = TakeRecord::new("story", TakePart::Answer, 1);
        (record.rate_hz, record.frames) = (48_000, 52 * 48_000);
        record.ended_by = "paused".to_owned();
        assert_eq!(takes::ended(&record), "You paused here");
        let what = "question-shown".to_owned();
        record.marks.push(MarkRecord { at_secs: 51.9, what, text: String::new() });
        assert_eq!(takes::ended(&record), "Question heard again");
    }

    #[test]
    fn a_gap_is_drawn_with_its_word_and_no_time_that_nobody_knows() {
        let said = |secs| (missing(secs), missing_word(secs));
        let words = |long: &str, short: &str| (long.to_owned(), short.to_owned());
        assert_eq!(said(12.3), words("12 s are missing here", "12 s missing"));
        assert_eq!(said(0.02), words("Less than 0.1 s is missing here", "interrupted"));
        assert_eq!(said(0.0), words("Interrupted here", "interrupted"));
        let mut record = TakeRecord::new("story", TakePart::Answer, 1);
        record.rate_hz = 48_000;
        record.gaps = vec![GapRecord { at_frame: 24_000, missing_secs: 1.25 }];
        let shown = marks(&record).into_iter().map(|mark| mark.gap).collect::<Vec<_>>();
        assert_eq!(shown, [Some("1.2 s missing".to_owned())]);
    }
}
