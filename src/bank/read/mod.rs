//! Reads a bank from its TOML text: everything that is wrong is reported, everything else is loaded.
//!
//! Reads no files; the file's name is only passed on to the messages.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use self::fields::{Fields, Need};
use self::log::Log;
use super::model::Bank;
use super::problem::{LeftOut, Problem};

mod fields;
mod log;
mod question;
mod role;
mod text;

/// The largest file that is read, in bytes.
const MAX_FILE_BYTES: usize = 4 * 1024 * 1024;

/// The most questions (and questions to ask back) that are read.
const MAX_QUESTIONS: usize = 2_000;

/// What came of reading a bank.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Reading {
    /// The bank with all that could be read; `None` without an id, a title or any good question.
    pub bank: Option<Bank>,
    /// Everything that is wrong, in the file's order.
    pub problems: Vec<Problem>,
}

/// Reads a bank. `file` is how the file is called in messages.
pub fn read(text: &str, file: &str) -> Reading {
    let mut log = Log::new(text, file);
    let bank = read_bank(&mut log, text);
    Reading { bank, problems: log.into_problems() }
}

fn read_bank(log: &mut Log<'_>, text: &str) -> Option<Bank> {
    if text.len() > MAX_FILE_BYTES {
        let what = format!("The file is too large ({} MiB)", text.len().div_ceil(1024 * 1024));
        log.note_file(&what, "divide it into banks of at most 4 MiB");
        return None;
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    let damaged = note_syntax(log, document.get_ref(), &errors);
    let mut root = Fields::new(document.get_ref(), String::new(), 0);

    let id = bank_id(log, &mut root);
    let title = root.text(log, "title", Need::Bank);
    let language = root.text(log, "language", Need::Optional).unwrap_or_else(|| "en".to_owned());
    let role = root.table(log, "role");
    let role = role::read_role(log, role, title.as_deref().unwrap_or_default());

    let mut ids = Ids::default();
    let mut questions = Vec::new();
    for fields in limited(log, &mut root, "question") {
        if !damaged.contains(&fields.begins_at()) {
            questions.extend(question::read_question(log, fields, &mut ids, &role.abilities));
        }
    }
    let mut ids = Ids::default();
    let mut your_questions = Vec::new();
    for fields in limited(log, &mut root, "your_question") {
        if !damaged.contains(&fields.begins_at()) {
            your_questions.extend(role::read_your_question(log, fields, &mut ids));
        }
    }
    root.finish(log);
    if questions.is_empty() {
        log.note_file("The bank has no question that can be asked", "add one with [[question]]");
        return None;
    }
    Some(Bank { id: id?, title: title?, language, role, questions, your_questions })
}

/// Ids seen so far, with the line of each.
#[derive(Default)]
struct Ids(BTreeMap<String, usize>);

/// The id of a question: well formed and not yet used.
fn entry_id(log: &mut Log<'_>, fields: &mut Fields<'_, '_>, ids: &mut Ids) -> Option<String> {
    let id = fields.text(log, "id", Need::Entry)?;
    let (at, key) = (fields.at("id"), fields.path_of("id"));
    if !text::is_id(&id) {
        note_bad_id(log, at, key, &id, LeftOut::Entry);
        return None;
    }
    if let Some(line) = ids.0.get(&id) {
        let what = format!("The id \"{id}\" is already used in line {line}");
        log.note(at, key, what, "give this one another id".to_owned(), LeftOut::Entry);
        return None;
    }
    ids.0.insert(id.clone(), log.line(at));
    Some(id)
}

fn bank_id(log: &mut Log<'_>, root: &mut Fields<'_, '_>) -> Option<String> {
    let id = root.text(log, "id", Need::Bank)?;
    if text::is_id(&id) {
        return Some(id);
    }
    note_bad_id(log, root.at("id"), "id".to_owned(), &id, LeftOut::Bank);
    None
}

fn note_bad_id(log: &mut Log<'_>, at: usize, key: String, id: &str, left_out: LeftOut) {
    let what = format!("\"{}\" can't be an id", text::shortened(id));
    let remedy = format!(
        "use lower-case letters a–z, digits and hyphens only, {} at most",
        text::MAX_ID_BYTES
    );
    log.note(at, key, what, remedy, left_out);
}

/// The entries of a list of questions, as many as are read.
fn limited<'t, 'i>(
    log: &mut Log<'_>,
    root: &mut Fields<'t, 'i>,
    key: &'static str,
) -> Vec<Fields<'t, 'i>> {
    let mut entries = root.tables(log, key);
    if let Some(first_too_many) = entries.get(MAX_QUESTIONS) {
        let what = format!("There are {} of these, more than are read", entries.len());
        let remedy = format!("keep {MAX_QUESTIONS} and move the others to a bank of their own");
        log.note(first_too_many.begins_at(), key.to_owned(), what, remedy, LeftOut::Entry);
        entries.truncate(MAX_QUESTIONS);
    }
    entries
}

/// Notes what is not TOML, and says where the entries begin that can't be trusted because of it.
fn note_syntax(
    log: &mut Log<'_>,
    document: &DeTable<'_>,
    errors: &[toml::de::Error],
) -> Vec<usize> {
    let parts = parts(document);
    let mut damaged = Vec::new();
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        let up_to_here = parts.partition_point(|part| part.start <= at);
        let part = up_to_here.checked_sub(1).and_then(|index| parts.get(index));
        let entry = part.filter(|part| part.is_entry).map(|part| part.start);
        damaged.extend(entry);
        let what =
            format!("This is not written as TOML asks ({})", text::shortened(error.message()));
        let remedy = "look for a missing quote or bracket in this line or just before it; \
                      a double quote inside a text is written \\\""
            .to_owned();
        let left_out = if entry.is_some() { LeftOut::Entry } else { LeftOut::Value };
        log.note(at, String::new(), what, remedy, left_out);
    }
    damaged
}

/// A part of the file at its top level.
struct Part {
    /// Offset in bytes.
    start: usize,
    /// Whether it is one of a list, such as a question, and can be left out by itself.
    is_entry: bool,
}

/// All that stands at the top level, in the file's order.
fn parts(document: &DeTable<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for (_, value) in document.iter() {
        match value.get_ref() {
            DeValue::Array(items) => {
                let starts = items.iter().map(start_of);
                parts.extend(starts.map(|start| Part { start, is_entry: true }));
            }
            _ => parts.push(Part { start: start_of(value), is_entry: false }),
        }
    }
    parts.sort_unstable_by_key(|part| part.start);
    parts
}

fn start_of(value: &Spanned<DeValue<'_>>) -> usize {
    value.span().start
}

#[cfg(test)]
mod tests;
