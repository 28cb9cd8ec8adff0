//! A bank as comma-separated values: the questions first, then what is asked back, the role and the bank
//! itself, each row with its `section`.
//!
//! A byte order mark comes first, without which spreadsheets take UTF-8 for something else. And a cell that
//! begins as a formula does (`=`, `+`, `-`, `@`, a tab or a carriage return) would be reckoned by a
//! spreadsheet, not shown, so that a bank from elsewhere could do harm: an apostrophe is put before it, and
//! taken away again when Greenroom reads the table. A cell that begins with apostrophes and such a sign
//! gets one more, so that every text comes back as it was.

use std::borrow::Cow;

use super::columns::{self, SECTION, section};
use crate::bank::model::{Bank, NamedText, YourQuestion};

/// The bank as a table.
pub(super) fn to_csv(bank: &Bank) -> String {
    written(bank).expect("a table is written into memory, all rows as long as its head")
}

fn written(bank: &Bank) -> Result<String, Box<dyn std::error::Error>> {
    let more_answers = columns::most_more_answers(&bank.questions);
    let mut heads = columns::heads(["question", "answer"], more_answers);
    let width = heads.len();
    heads.push(SECTION.into());
    let mut out = csv::WriterBuilder::new().from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(heads.iter().map(|head| head.as_bytes()))?;
    for question in &bank.questions {
        let cells = columns::cells(question, more_answers);
        out.write_record(
            cells.iter().map(|cell| guarded(cell)).chain([guarded(section::QUESTION)]).map(bytes),
        )?;
    }
    for row in rows(bank) {
        let cells = [row.name, row.text, row.id].map(guarded);
        let empty = std::iter::repeat_n(Cow::Borrowed(""), width.saturating_sub(cells.len()));
        out.write_record(cells.into_iter().chain(empty).chain([row.section.into()]).map(bytes))?;
    }
    Ok(String::from_utf8(out.into_inner()?)?)
}

/// What the csv crate takes.
fn bytes(cell: Cow<'_, str>) -> Vec<u8> {
    cell.into_owned().into_bytes()
}

/// A row that is no question.
struct Row<'a> {
    section: &'static str,
    name: &'a str,
    text: &'a str,
    id: &'a str,
}

fn rows(bank: &Bank) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = bank.your_questions.iter().map(back_row).collect();
    let role = &bank.role;
    let mut text = |section, text| rows.push(Row { section, name: "", text, id: "" });
    text(section::BANK_ID, &bank.id);
    text(section::TITLE, &bank.title);
    text(section::LANGUAGE, &bank.language);
    text(section::ROLE, &role.name);
    for (section, texts) in [
        (section::MINDSET, &role.mindset),
        (section::DUTY, &role.duties),
        (section::SKILL, &role.skills),
        (section::SHOWCASING, &role.showcasing),
        (section::ADVICE, &role.advice),
    ] {
        texts.iter().for_each(|one| text(section, one));
    }
    rows.extend(role.tasks.iter().map(|entry| named_row(section::TASK, entry)));
    rows.extend(role.abilities.iter().map(|entry| named_row(section::ABILITY, entry)));
    rows
}

fn back_row(one: &YourQuestion) -> Row<'_> {
    Row { section: section::ASK_BACK, name: &one.ask, text: &one.about, id: &one.id }
}

fn named_row<'a>(section: &'static str, entry: &'a NamedText) -> Row<'a> {
    Row { section, name: &entry.name, text: &entry.text, id: "" }
}

/// Signs that a spreadsheet takes for the beginning of a formula.
const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text, with an apostrophe before it if it begins as a formula does.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if begins_as_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// What was guarded, as it was.
pub(in crate::bank) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| begins_as_formula(text)).unwrap_or(cell)
}

fn begins_as_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA_SIGNS)
}
