//! Reads a bank from its TOML text: everything that is wrong is reported, everything else is loaded.
//!
//! Reads no files; the file's name is only passed on to the messages.

use std::collections::BTreeMap;

use toml::de::DeTable;

pub(super) use self::fields::MAX_ITEMS;
use self::fields::{Fields, Need};
use self::log::Log;
use self::question::RoleNames;
use super::model::Bank;
use super::problem::{LeftOut, Problem};

mod fields;
mod log;
mod question;
mod role;
mod syntax;
pub(super) mod text;

/// The largest file of a bank that is read, in bytes: three times ten thousand questions with answers.
pub const MAX_FILE_BYTES: usize = 16 << 20;

/// The most signs that part or begin values: a hundred for each question that a bank may have. Each value takes
/// memory before it is known what it is.
const MAX_MARKS: usize = 2_000_000;

/// The most tables: three for each question that a bank may have. Each takes one and a half kilobytes.
const MAX_TABLES: usize = 60_000;

/// The most questions (and questions to ask back) that are read of a bank.
pub const MAX_QUESTIONS: usize = 20_000;

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
        let remedy = format!("divide it into banks of at most {} MiB", MAX_FILE_BYTES >> 20);
        log.note_file(&what, &remedy);
        return None;
    }
    if text.bytes().filter(|byte| b"[{,=".contains(byte)).count() > MAX_MARKS {
        log.note_file("The file has too many values", "divide it into several banks");
        return None;
    }
    let heads = text.lines().filter(|line| line.trim_start().starts_with('[')).count();
    if heads + text.bytes().filter(|byte| *byte == b'{').count() > MAX_TABLES {
        log.note_file("The file has too many entries", "divide it into several banks");
        return None;
    }
    let legible = syntax::legible(log, text);
    let (document, errors) = DeTable::parse_recoverable(&legible.text);
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        syntax::note(log, at, None, error.message(), LeftOut::Value);
    }
    let mut root = Fields::new(document.get_ref(), String::new(), 0);

    // What an unreadable head lacks has been noted with it.
    let need = if legible.lost_head { Need::Optional } else { Need::Bank };
    let id = bank_id(log, &mut root, need);
    let title = root.text(log, "title", need);
    let language = root.text(log, "language", Need::Optional).unwrap_or_else(|| "en".to_owned());
    let role = root.table(log, "role");
    let role = role::read_role(log, role, title.as_deref().unwrap_or_default());
    let names = RoleNames::of(&role);
    let described = Some(&names).filter(|_| !legible.lost_role);

    let mut ids = Ids::default();
    let mut questions = Vec::new();
    for fields in root.tables(log, "question", MAX_QUESTIONS) {
        questions.extend(question::read_question(log, fields, &mut ids, described));
    }
    let mut ids = Ids::default();
    let mut your_questions = Vec::new();
    for fields in root.tables(log, "your_question", MAX_QUESTIONS) {
        your_questions.extend(role::read_your_question(log, fields, &mut ids));
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

fn bank_id(log: &mut Log<'_>, root: &mut Fields<'_, '_>, need: Need) -> Option<String> {
    let id = root.text(log, "id", need)?;
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

#[cfg(test)]
mod tests;
