//! Everything the listener does to a take, so that it can be undone: marks, points, rating, notes.
//!
//! Pure: a step is what a take's fields were and what they became. Carrying a step out, or back, changes
//! only what it changed, so that nothing else in a take's notes (the recorder's own marks, measures,
//! another window's doing) is ever touched.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::analysis::star::StarPart;
use crate::store::{MarkRecord, TakeRecord};
use crate::ui::review::{
    MarkChange, Marked, Moment, ReviewIntent, StarOffer, mark_time, star_title,
};

/// A filler word, in a take's notes.
const FILLER: &str = "filler";
/// A note at a time.
const NOTE: &str = "note";

/// The most steps that can be undone.
const MOST_STEPS: usize = 200;

/// What the listener owns of a take's record.
#[derive(Debug, Clone, Default, PartialEq)]
struct Fields {
    rating: Option<u8>,
    starred: bool,
    notes: String,
    points: Vec<usize>,
    /// Only the listener's kinds.
    marks: Vec<MarkRecord>,
}

impl Fields {
    fn of(record: &TakeRecord) -> Self {
        Self {
            rating: record.rating,
            starred: record.starred,
            notes: record.notes.clone(),
            points: record.points.clone(),
            marks: record.marks.iter().filter(|mark| is_listeners(mark)).cloned().collect(),
        }
    }
}

/// What to change in a take's record: from what it was to what it is to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Edit {
    /// Where the record is kept.
    pub sidecar: PathBuf,
    from: Fields,
    to: Fields,
}

impl Edit {
    /// Changes the record in what differs, and nothing else.
    pub(super) fn apply(&self, record: &mut TakeRecord) {
        let (from, to) = (&self.from, &self.to);
        if from.rating != to.rating {
            record.rating = to.rating;
        }
        if from.starred != to.starred {
            record.starred = to.starred;
        }
        if from.notes != to.notes {
            record.notes.clone_from(&to.notes);
        }
        if from.points != to.points {
            record.points.clone_from(&to.points);
        }
        if from.marks != to.marks {
            let gone = |mark: &MarkRecord| holds(&from.marks, mark) && !holds(&to.marks, mark);
            record.marks.retain(|mark| !gone(mark));
            for mark in &to.marks {
                if !holds(&record.marks, mark) {
                    record.marks.push(mark.clone());
                }
            }
            record.marks.sort_by(|a, b| a.at_secs.total_cmp(&b.at_secs));
        }
    }

    fn reversed(&self) -> Self {
        Self { sidecar: self.sidecar.clone(), from: self.to.clone(), to: self.from.clone() }
    }
}

/// One thing done, with its name.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    edit: Edit,
    what: &'static str,
    /// What is being typed in, if it is typing.
    field: Option<Field>,
}

/// A field that is typed in: letter after letter is one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Notes,
    Moment(Duration),
}

/// What was done in this session, and what was undone.
#[derive(Debug, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Steps that were forgotten since there were too many.
    forgotten: usize,
    /// The newest step may grow: its field is still being typed in.
    typing: bool,
}

impl History {
    /// What this does to a take with this record; remembered. Nothing where nothing changes, or the
    /// intent is none of the listener's.
    pub(super) fn act(
        &mut self,
        intent: ReviewIntent,
        sidecar: &Path,
        record: &TakeRecord,
    ) -> Option<Edit> {
        let from = Fields::of(record);
        let mut to = from.clone();
        let (what, field) = change(&mut to, intent)?;
        if from == to {
            return None;
        }
        let edit = Edit { sidecar: sidecar.to_owned(), from, to };
        self.remember(Step { edit: edit.clone(), what, field });
        Some(edit)
    }

    fn remember(&mut self, step: Step) {
        self.undone.clear();
        let grows = self.typing && step.field.is_some();
        self.typing = step.field.is_some();
        if let Some(last) = self.done.last_mut().filter(|last| {
            grows && last.field == step.field && last.edit.sidecar == step.edit.sidecar
        }) {
            last.edit.to = step.edit.to;
            if last.edit.from == last.edit.to {
                self.done.pop();
                self.typing = false;
            }
            return;
        }
        self.done.push(step);
        if self.done.len() > MOST_STEPS {
            self.done.remove(0);
            self.forgotten += 1;
        }
    }

    /// How many steps were done and not taken back: for telling what was done before and after something else.
    pub(super) fn depth(&self) -> usize {
        self.forgotten + self.done.len()
    }

    /// Something else was done, which can be taken back by itself: what was undone before can't be done again.
    pub(super) fn something_else(&mut self) {
        self.undone.clear();
        self.typing = false;
    }

    /// Typing has ended: what is typed next is a step of its own.
    pub(super) fn settle(&mut self) {
        self.typing = false;
    }

    /// Whether the newest step is typing that may go on.
    pub(super) fn is_typing(&self) -> bool {
        self.typing
    }

    /// Takes the newest step back.
    pub(super) fn undo(&mut self) -> Option<Edit> {
        self.typing = false;
        let step = self.done.pop()?;
        let edit = step.edit.reversed();
        self.undone.push(step);
        Some(edit)
    }

    /// Does again what was taken back last.
    pub(super) fn redo(&mut self) -> Option<Edit> {
        self.typing = false;
        let step = self.undone.pop()?;
        let edit = step.edit.clone();
        self.done.push(step);
        Some(edit)
    }

    /// What [`Self::undo`] would take back, and where its take is kept.
    pub(super) fn undoable(&self) -> Option<(&'static str, &Path)> {
        self.done.last().map(|step| (step.what, step.edit.sidecar.as_path()))
    }

    /// What [`Self::redo`] would do again, and where its take is kept.
    pub(super) fn redoable(&self) -> Option<(&'static str, &Path)> {
        self.undone.last().map(|step| (step.what, step.edit.sidecar.as_path()))
    }
}

/// Changes the fields; gives what that is called, and what is typed in.
fn change(fields: &mut Fields, intent: ReviewIntent) -> Option<(&'static str, Option<Field>)> {
    Some(match intent {
        ReviewIntent::Rate { rating, .. } => {
            fields.rating = rating;
            ("rating", None)
        }
        ReviewIntent::Star { starred, .. } => {
            fields.starred = starred;
            ("star", None)
        }
        ReviewIntent::Note { text, .. } => {
            fields.notes = text;
            ("notes", Some(Field::Notes))
        }
        ReviewIntent::TickPoint { point, ticked, .. } => {
            fields.points.retain(|have| *have != point);
            if ticked {
                fields.points.push(point);
                fields.points.sort_unstable();
            }
            ("point", None)
        }
        ReviewIntent::Mark { change, .. } => change_marks(&mut fields.marks, change),
        _ => return None,
    })
}

fn change_marks(marks: &mut Vec<MarkRecord>, change: MarkChange) -> (&'static str, Option<Field>) {
    let at_time = |mark: &MarkRecord, at: Duration| time_of(mark) == Some(mark_time(at));
    match change {
        MarkChange::AddFiller(at) => {
            if !marks.iter().any(|mark| mark.what == FILLER && at_time(mark, at)) {
                put(marks, FILLER, at, String::new());
            }
            (FILLER, None)
        }
        MarkChange::RemoveFiller(at) => {
            marks.retain(|mark| mark.what != FILLER || !at_time(mark, at));
            (FILLER, None)
        }
        MarkChange::BeginPart(part, at) => {
            marks.retain(|mark| mark.what != part.name());
            put(marks, part.name(), at, String::new());
            (part.name(), None)
        }
        MarkChange::RemovePart(part) => {
            marks.retain(|mark| mark.what != part.name());
            (part.name(), None)
        }
        MarkChange::Note { at, text } => {
            marks.retain(|mark| mark.what != NOTE || !at_time(mark, at));
            if !text.is_empty() {
                put(marks, NOTE, at, text);
            }
            (NOTE, Some(Field::Moment(mark_time(at))))
        }
    }
}

/// Puts a mark in its place in the order of time.
fn put(marks: &mut Vec<MarkRecord>, what: &str, at: Duration, text: String) {
    let at_secs = mark_time(at).as_secs_f64();
    let place = marks.iter().filter(|mark| mark.at_secs <= at_secs).count();
    marks.insert(place, MarkRecord { at_secs, what: what.to_owned(), text });
}

/// Whether this mark is among them.
fn holds(marks: &[MarkRecord], mark: &MarkRecord) -> bool {
    let same = |one: &MarkRecord| {
        one.what == mark.what && one.text == mark.text && time_of(one) == time_of(mark)
    };
    marks.iter().any(same)
}

fn time_of(mark: &MarkRecord) -> Option<Duration> {
    // Rounded, not cut: 0.29 s is a little less than 290 ms in binary.
    let at = Duration::try_from_secs_f64(mark.at_secs).ok()?;
    Some(mark_time(at.saturating_add(Duration::from_micros(500))))
}

/// Whether a mark is the listener's; the others are the recorder's and stay as they are.
fn is_listeners(mark: &MarkRecord) -> bool {
    mark.what == FILLER
        || mark.what == NOTE
        || StarPart::ALL.iter().any(|part| mark.what == part.name())
}

/// The listener's marks of a take, as the review shows them.
pub(super) fn marked(record: &TakeRecord, star: StarOffer) -> Marked {
    let of = |what: &'static str| record.marks.iter().filter(move |mark| mark.what == what);
    let mut fillers: Vec<Duration> = of(FILLER).filter_map(time_of).collect();
    fillers.sort_unstable();
    fillers.dedup();
    let moment = |mark: &MarkRecord| Some(Moment { at: time_of(mark)?, text: mark.text.clone() });
    let mut moments: Vec<Moment> = of(NOTE).filter_map(moment).collect();
    moments.sort_by_key(|moment| moment.at);
    moments.dedup_by_key(|moment| moment.at);
    let parts = StarPart::ALL.map(|part| of(part.name()).find_map(time_of));
    Marked { fillers, parts, moments, star }
}

/// What the waveform calls one of the listener's marks.
pub(super) fn mark_label(mark: &MarkRecord) -> Option<String> {
    let part = StarPart::ALL.into_iter().find(|part| mark.what == part.name());
    match (part, mark.what.as_str()) {
        (Some(part), _) => Some(star_title(part).to_owned()),
        (None, FILLER) => Some("Filler".to_owned()),
        (None, NOTE) => Some(mark.text.clone()),
        (None, _) => None,
    }
}

#[cfg(test)]
pub(super) mod tests;
