//! Tables that Greenroom wrote, read to the letter.

use std::collections::{BTreeMap, VecDeque};

use super::super::draft::DraftQuestion;
use super::fields::Field;
use super::filling::Filling;
use super::rows::Row;
use super::table::{Columns, bank_kind, probe};
use crate::bank::answer::occurrences;
use crate::bank::export::{section, unguarded};
use crate::bank::model::{NamedText, YourQuestion};
use crate::bank::read::text::one_line;

/// Takes a row of our own CSV: a question, or a part of the role or the bank.
pub(super) fn take_row(filling: &mut Filling, columns: &Columns, row: &Row<'_>) {
    let of = |field| {
        let index = columns.fields.iter().position(|one| *one == Some(field));
        index.map(|index| unguarded(row.cell(index))).unwrap_or_default()
    };
    let (name, text, kind) = (of(Field::Question), of(Field::Answer), of(Field::Section));
    // A row that was added by hand is a question.
    if kind.is_empty() || kind == section::QUESTION {
        return take_question(filling, columns, row, unguarded);
    }
    let draft = &mut filling.draft;
    let text_only = match kind {
        section::MINDSET => Some(&mut draft.role.mindset),
        section::DUTY => Some(&mut draft.role.duties),
        section::SKILL => Some(&mut draft.role.skills),
        section::SHOWCASING => Some(&mut draft.role.showcasing),
        section::ADVICE => Some(&mut draft.role.advice),
        _ => None,
    };
    let one = match kind {
        section::BANK_ID => Some(&mut draft.id),
        section::TITLE => Some(&mut draft.title),
        section::LANGUAGE => Some(&mut draft.language),
        section::ROLE => Some(&mut draft.role.name),
        _ => None,
    };
    match (text_only, one, kind) {
        (Some(list), _, _) => list.push(text.to_owned()),
        (_, Some(one), _) => text.clone_into(one),
        (_, _, section::TASK) => draft.role.tasks.push(named(name, text)),
        (_, _, section::ABILITY) => draft.role.abilities.push(named(name, text)),
        (_, _, section::ASK_BACK) => {
            let (id, ask, about) = (of(Field::Id).to_owned(), name.to_owned(), text.to_owned());
            draft.your_questions.push(YourQuestion { id, ask, about });
        }
        _ => filling.leave_out(row.line, row.raw, "no such section"),
    }
    filling.draft.bound_role(row.line);
}

fn named(name: &str, text: &str) -> NamedText {
    NamedText { name: name.to_owned(), text: text.to_owned() }
}

/// Takes a question as our tables write it: what there are several of stands in a cell, a line each.
pub(super) fn take_question(
    filling: &mut Filling,
    columns: &Columns,
    row: &Row<'_>,
    plain: fn(&str) -> &str,
) {
    let mut question = DraftQuestion::new(row.line, "");
    let (mut answer, mut labels, mut rest) = ("", "", String::new());
    for (index, cell) in row.cells().enumerate() {
        let cell = plain(cell);
        match columns.fields.get(index).copied().flatten() {
            _ if cell.is_empty() => {}
            Some(Field::Question) => cell.clone_into(&mut question.ask),
            Some(Field::Answer) => answer = cell,
            Some(Field::MoreAnswers) => question.answers.push(cell.to_owned()),
            Some(Field::Points) => question.points = lines(cell),
            Some(Field::LooksFor) => cell.clone_into(&mut question.looks_for),
            Some(Field::HowTo) => question.how_to = lines(cell),
            Some(Field::Avoid) => question.avoid = lines(cell),
            Some(Field::Tasks) => question.tasks = lines(cell),
            Some(Field::Abilities) => question.abilities = lines(cell),
            Some(Field::Probes) => question.probes = cell.lines().map(probe).collect(),
            Some(Field::Labels) => labels = cell,
            Some(Field::Id) => cell.clone_into(&mut question.id),
            Some(Field::Kind) => question.kind = question.kind.or_else(|| bank_kind(cell)),
            Some(Field::Target) => filling.set_target(&mut question, cell),
            Some(Field::Section | Field::Number | Field::Beside) => {}
            None => rest.extend([if rest.is_empty() { "" } else { ", " }, cell]),
        }
    }
    question.labels = labels_of(answer, labels);
    question.answers.insert(0, answer.to_owned());
    if question.ask.trim().is_empty() {
        filling.leave_out(row.line, row.raw, "there is no question in it");
    } else {
        filling.leave_out(row.line, &rest, "no head says what it is");
        filling.push(question);
    }
}

fn lines(cell: &str) -> Vec<String> {
    cell.lines().map(str::to_owned).collect()
}

/// The labels of an answer's placeholders, of lines such as `[Number] = your number of years`: each belongs
/// to the next occurrence of its name.
fn labels_of(answer: &str, written: &str) -> Vec<(String, u32, String)> {
    if written.is_empty() {
        return Vec::new();
    }
    let mut places: BTreeMap<String, VecDeque<(&str, u32)>> = BTreeMap::new();
    for place in occurrences(answer) {
        places.entry(one_line(place.name)).or_default().push_back((place.name, place.nth));
    }
    // Those of a placeholder that was taken out of the answer by hand are passed over.
    let label = |line: &str| {
        let (name, label) = line.strip_prefix('[')?.split_once("] = ")?;
        let (name, nth) = places.get_mut(&one_line(name))?.pop_front()?;
        Some((name.to_owned(), nth, label.to_owned()))
    };
    written.lines().filter_map(label).collect()
}
