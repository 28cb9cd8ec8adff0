//! Tables: CSV and TSV, with heads or without.

use std::ops::ControlFlow;

use super::super::draft::{Draft, DraftQuestion};
use super::cells;
use super::fields::{Field, field_of, kind_of};
use super::filling::Filling;
use super::own;
use super::rows::{Row, each_row};
use super::separator;
use crate::bank::model::{Kind, Probe, ProbePart};

/// What may part cells, likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// As many rows tell how a table is parted.
const ROWS_LOOKED_AT: usize = 20;

/// What the columns of a table hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// Each column's field; `None` if nothing is known of it.
    pub(super) fields: Vec<Option<Field>>,
}

/// Reads a table.
pub(super) fn read(text: &str, delimiter: u8) -> Draft {
    let mut filling = Filling::default();
    let mut columns: Option<Columns> = None;
    let mut is_first = true;
    let open = each_row(text, delimiter, |row| {
        if std::mem::take(&mut is_first) && separator::of_line(row.raw).is_some() {
            filling.note("The first line only says what parts the columns.");
            return ControlFlow::Continue(());
        }
        let Some(columns) = &columns else {
            let heads = heads(row);
            let is_head = heads.is_some();
            let found = columns.insert(heads.unwrap_or_else(|| without_heads(row)));
            filling.draft.as_it_is = is_own(found);
            let name = |at| if is_head { row.cell(at) } else { "" };
            note_counting(&mut filling, found, name);
            if !is_head {
                take(&mut filling, found, row);
            }
            return ControlFlow::Continue(());
        };
        take(&mut filling, columns, row);
        ControlFlow::Continue(())
    });
    note_open(&mut filling, open);
    filling.finish()
}

/// Says that a quote was not closed.
pub(super) fn note_open(filling: &mut Filling, open: Option<usize>) {
    if let Some(line) = open {
        filling.note(format!(
            "A quote that begins in line {line} is never closed; from there on quotes were taken as they are."
        ));
    }
}

/// Says which columns only count: their numbers are not listed one by one.
pub(super) fn note_counting<'n>(
    filling: &mut Filling,
    columns: &Columns,
    name: impl Fn(usize) -> &'n str,
) {
    for (at, field) in columns.fields.iter().enumerate() {
        if *field == Some(Field::Number) {
            let name = name(at).trim();
            let column = if name.is_empty() {
                format!("Column {}", at + 1)
            } else {
                format!("The column “{name}”")
            };
            filling.note(format!("{column} only counts the questions, which a bank does itself."));
        }
    }
}

fn take(filling: &mut Filling, columns: &Columns, row: &Row<'_>) {
    if filling.draft.as_it_is {
        own::take_row(filling, columns, row);
    } else {
        take_row(filling, columns, row);
    }
}

/// Only our own tables say what each row is.
fn is_own(columns: &Columns) -> bool {
    let has = |field| columns.fields.contains(&Some(field));
    let all =
        [Field::Question, Field::Answer, Field::Id, Field::Probes, Field::Labels, Field::Section];
    all.into_iter().all(has)
}

/// What parts the cells of a table: what makes columns of known heads, or else as many columns in every row.
pub(super) fn delimiter_of(text: &str) -> u8 {
    let mut best = (b',', 0);
    for delimiter in DELIMITERS {
        let (mut first, mut alike, mut count) = (0, 0, 0);
        let mut has_heads = false;
        each_row(beginning(text), delimiter, |row| {
            if separator::of_line(row.raw).is_some() {
                return ControlFlow::Continue(());
            }
            if count == 0 {
                first = row.len();
                has_heads = row.len() > 1 && heads(row).is_some();
            }
            // A comma within a sentence is followed by a space.
            let is_prose = row.cells().skip(1).all(|cell| cell.starts_with(' '));
            alike += usize::from(row.len() == first && first > 1 && !is_prose);
            count += 1;
            if count < ROWS_LOOKED_AT { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        let worth = alike + if has_heads { 2 * ROWS_LOOKED_AT } else { 0 };
        if worth > best.1 {
            best = (delimiter, worth);
        }
    }
    best.0
}

/// As much of a table as is looked at before it is read, in bytes, to the end of a line.
const MAX_LOOK_BYTES: usize = 64 * 1024;

fn beginning(text: &str) -> &str {
    let head = text.get(..text.floor_char_boundary(MAX_LOOK_BYTES)).unwrap_or_default();
    if head.len() == text.len() {
        text
    } else {
        head.rsplit_once('\n').map_or(head, |(lines, _)| lines)
    }
}

/// The columns, if the row is a row of heads: one of them is known to be the question or the answer, and
/// none is a sentence.
fn heads(row: &Row<'_>) -> Option<Columns> {
    let is_sentence = |cell: &str| cell.len() > 60 || cell.trim_end().ends_with(['?', '.', '!']);
    let number_only = |cell: &str| cell.trim() == "No." || cell.trim() == "Nr.";
    if row.cells().any(|cell| is_sentence(cell) && !number_only(cell)) {
        return None;
    }
    let mut fields: Vec<Option<Field>> = row.cells().map(field_of).collect();
    let has = |fields: &[Option<Field>], field| fields.contains(&Some(field));
    let is_table = has(&fields, Field::Question) || has(&fields, Field::Answer);
    // The first column of its kind is it; a second "Question" is something else.
    first_only(&mut fields, Field::Question);
    if !has(&fields, Field::Question) {
        let free = fields.iter_mut().find(|field| field.is_none());
        free.into_iter().for_each(|field| *field = Some(Field::Question));
    }
    let columns = Columns { fields };
    Some(columns).filter(|columns| is_table && has(&columns.fields, Field::Question))
}

fn first_only(fields: &mut [Option<Field>], only: Field) {
    let same = fields.iter_mut().filter(|field| **field == Some(only));
    same.skip(1).for_each(|field| *field = None);
}

/// A table without heads: question, answer; a first column of numbers counts them.
fn without_heads(row: &Row<'_>) -> Columns {
    let counts = row.len() > 1 && row.cell(0).trim().trim_end_matches('.').parse::<u32>().is_ok();
    let mut fields = vec![Some(Field::Number); usize::from(counts)];
    fields.extend([Some(Field::Question), Some(Field::Answer)]);
    Columns { fields }
}

/// Takes a row of somebody else's table.
pub(super) fn take_row(filling: &mut Filling, columns: &Columns, row: &Row<'_>) {
    let mut question = DraftQuestion::new(row.line, "");
    let mut rest = String::new();
    for (index, cell) in row.cells().enumerate() {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        match columns.fields.get(index).copied().flatten() {
            Some(Field::Target) => filling.set_target(&mut question, cell),
            Some(field) if !is_no_number(field, cell) => set(&mut question, field, cell),
            _ => rest.extend([if rest.is_empty() { "" } else { ", " }, cell]),
        }
    }
    if question.ask.is_empty() {
        filling.leave_out(row.line, row.raw, "there is no question in it");
    } else {
        filling.leave_out(row.line, &rest, "no head says what it is");
        filling.push(question);
    }
}

/// Puts a text where it belongs.
pub(super) fn set(question: &mut DraftQuestion, field: Field, text: &str) {
    match field {
        Field::Question => question.ask = text.to_owned(),
        // The model answer comes first, wherever its column is.
        Field::Answer => question.answers.insert(0, cells::paragraphs(text)),
        Field::MoreAnswers => question.answers.push(cells::paragraphs(text)),
        Field::Points => question.points.extend(cells::lines(text)),
        Field::LooksFor => {
            question.looks_for = joined(&question.looks_for, &cells::paragraphs(text))
        }
        Field::HowTo => question.how_to.extend(cells::lines(text)),
        Field::Avoid => question.avoid.extend(cells::lines(text)),
        Field::Tasks => question.tasks.extend(cells::names(text)),
        Field::Abilities => question.abilities.extend(cells::names(text)),
        Field::Probes => question.probes.extend(cells::lines(text).iter().map(|line| probe(line))),
        Field::Id => question.id = text.to_owned(),
        Field::Kind | Field::Section => {
            cells::names(text).iter().for_each(|name| set_group(question, name));
        }
        Field::Labels => question.how_to.extend(cells::lines(text)),
        // Whoever calls sees to it: what is no target is left out.
        Field::Target | Field::Number | Field::Beside => {}
    }
}

/// Whether a text stands where a number is expected: it is not to be lost.
pub(super) fn is_no_number(field: Field, text: &str) -> bool {
    field == Field::Number && text.contains(char::is_alphabetic)
}

/// A group that a question is in: its kind if the word is known as one, else something it shows.
pub(super) fn set_group(question: &mut DraftQuestion, name: &str) {
    match kind_of(name) {
        Some(kind) => question.kind = question.kind.or(Some(kind)),
        None => question.abilities.push(name.to_owned()),
    }
}

fn joined(before: &str, text: &str) -> String {
    if before.is_empty() { text.to_owned() } else { format!("{before}\n\n{text}") }
}

/// A follow-up as it is written: "result: And then?"; in general if no part is named.
pub(super) fn probe(line: &str) -> Probe {
    let named = line.split_once(':').and_then(|(word, ask)| {
        let part = ProbePart::ALL.into_iter().find(|part| part.word() == word.trim())?;
        Some(Probe { part, ask: ask.trim().to_owned() })
    });
    named.unwrap_or_else(|| Probe { part: ProbePart::General, ask: line.to_owned() })
}

/// The kind of this word in a bank.
pub(super) fn bank_kind(word: &str) -> Option<Kind> {
    Kind::ASKED.into_iter().find(|kind| kind.word() == word)
}
