//! Model answers with their `[Placeholders]`: found, filled with the user's words, or said as labels.
//!
//! There is no way to escape a bracket: a `[` without a `]`, and `[]`, are plain text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::model::{Placeholder, Question};

/// The user's own words by [`Placeholder::key`]. A value of nothing but spaces counts as none.
pub type Values = BTreeMap<String, String>;

/// Signs that stand before an amount, outside its brackets: `$[Salary Range]`.
const CURRENCY_SIGNS: [char; 4] = ['$', '£', '€', '¥'];

/// A piece of a model answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Words of the answer.
    Text(&'a str),
    /// A placeholder.
    Slot {
        /// Which one.
        placeholder: &'a Placeholder,
        /// The user's words, without surrounding spaces; `None` until there are any.
        value: Option<&'a str>,
    },
}

/// The model answer in pieces, in order. A currency sign that the value brings itself is not doubled.
#[must_use]
pub fn segments<'a>(question: &'a Question, values: &'a Values) -> Vec<Segment<'a>> {
    let answer = question.model_answer.as_str();
    let mut pieces = Vec::new();
    let mut done = 0;
    for (index, occurrence) in occurrences(answer).into_iter().enumerate() {
        let Some(placeholder) = placeholder_of(question, index, &occurrence) else { continue };
        let value = values.get(&placeholder.key()).map(|value| value.trim());
        let value = value.filter(|value| !value.is_empty());
        let before = answer.get(done..occurrence.range.start).unwrap_or_default();
        push_text(&mut pieces, value.map_or(before, |value| without_doubled_sign(before, value)));
        pieces.push(Segment::Slot { placeholder, value });
        done = occurrence.range.end;
    }
    push_text(&mut pieces, answer.get(done..).unwrap_or_default());
    pieces
}

/// The model answer in pieces as people read it.
///
/// As [`segments`], but words that an empty slot's label ends with do not follow it again: `[Number] years`
/// with the label "your number of years" is shown as "your number of years", and as "5 years" once filled.
#[must_use]
pub fn shown_segments<'a>(question: &'a Question, values: &'a Values) -> Vec<Segment<'a>> {
    let mut shown: Vec<Segment<'a>> = Vec::new();
    for piece in segments(question, values) {
        let label = shown.last().and_then(label_said);
        match (piece, label) {
            (Segment::Text(text), Some(label)) => push_text(&mut shown, after_label(label, text)),
            _ => shown.push(piece),
        }
    }
    shown
}

/// The model answer as it is said: as it is shown, filled slots with the user's words and empty ones as
/// their label, without the currency sign before it.
#[must_use]
pub fn spoken_answer(question: &Question, values: &Values) -> String {
    let mut said = String::with_capacity(question.model_answer.len());
    let pieces = shown_segments(question, values);
    for (index, piece) in pieces.iter().enumerate() {
        match *piece {
            Segment::Text(text) => {
                let is_before_label = pieces.get(index + 1).and_then(label_said).is_some();
                let sign = Some(CURRENCY_SIGNS).filter(|_| is_before_label);
                said.push_str(sign.and_then(|sign| text.strip_suffix(sign)).unwrap_or(text));
            }
            Segment::Slot { placeholder, value } => {
                said.push_str(value.unwrap_or(&placeholder.label));
            }
        }
    }
    said
}

/// The label, if this is a slot without a value.
fn label_said<'a>(segment: &Segment<'a>) -> Option<&'a str> {
    match segment {
        Segment::Slot { placeholder, value: None } => Some(placeholder.label.as_str()),
        Segment::Slot { .. } | Segment::Text(_) => None,
    }
}

/// The placeholders that still want the user's words, in order.
#[must_use]
pub fn empty_slots<'a>(question: &'a Question, values: &Values) -> Vec<&'a Placeholder> {
    let has_value = |placeholder: &Placeholder| {
        values.get(&placeholder.key()).is_some_and(|value| !value.trim().is_empty())
    };
    question.placeholders.iter().filter(|placeholder| !has_value(placeholder)).collect()
}

/// One `[Name]` in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence<'a> {
    /// Where it is, brackets included, in bytes.
    pub(super) range: Range<usize>,
    /// What is in the brackets, without surrounding spaces; never empty.
    pub(super) name: &'a str,
    /// Which of that name, from 1.
    pub(super) nth: u32,
}

/// All `[Names]` of a text, in order. Of `[a [b]`, the inner one counts.
pub(super) fn occurrences(text: &str) -> Vec<Occurrence<'_>> {
    let mut found = Vec::new();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut open = None;
    // Most answers have none.
    let Some(begins) = text.find('[') else { return found };
    for (at, sign) in text.bytes().enumerate().skip(begins) {
        match (sign, open) {
            (b'[', _) => open = Some(at),
            (b']', Some(start)) => {
                open = None;
                let name = text.get(start + 1..at).unwrap_or_default().trim();
                if name.is_empty() {
                    continue;
                }
                let nth = counts.entry(name).or_default();
                *nth = nth.saturating_add(1);
                found.push(Occurrence { range: start..at + 1, name, nth: *nth });
            }
            _ => {}
        }
    }
    found
}

/// An entry for each occurrence in an answer, in order: with the label that `label` knows, else a derived one.
pub(super) fn placeholders(
    question_id: &str,
    answer: &str,
    mut label: impl FnMut(&str, u32) -> Option<String>,
) -> Vec<Placeholder> {
    let entry = |occurrence: Occurrence<'_>| Placeholder {
        question_id: question_id.to_owned(),
        name: occurrence.name.to_owned(),
        nth: occurrence.nth,
        label: label(occurrence.name, occurrence.nth)
            .unwrap_or_else(|| derived_label(occurrence.name)),
    };
    occurrences(answer).into_iter().map(entry).collect()
}

/// A label for a placeholder that has none: "Previous Company" becomes "your previous company".
/// Words in capitals, such as EHR, stay as they are.
pub(super) fn derived_label(name: &str) -> String {
    let lowered = name.split_whitespace().map(|word| {
        let rest_has_capitals = word.chars().skip(1).any(char::is_uppercase);
        if rest_has_capitals { word.to_owned() } else { word.to_lowercase() }
    });
    let words: Vec<String> = lowered.collect();
    let begins_with_your = words.first().is_some_and(|word| word == "your" || word == "my");
    let words = if begins_with_your { words.get(1..).unwrap_or_default() } else { &words };
    format!("your {}", words.join(" ")).trim_end().to_owned()
}

/// The entry for an occurrence. Entries are normally in the answer's order, so it is mostly the same index.
fn placeholder_of<'a>(
    question: &'a Question,
    index: usize,
    occurrence: &Occurrence<'_>,
) -> Option<&'a Placeholder> {
    let fits = |entry: &&Placeholder| entry.name == occurrence.name && entry.nth == occurrence.nth;
    let entries = &question.placeholders;
    entries.get(index).filter(fits).or_else(|| entries.iter().find(fits))
}

fn push_text<'a>(pieces: &mut Vec<Segment<'a>>, text: &'a str) {
    if !text.is_empty() {
        pieces.push(Segment::Text(text));
    }
}

/// `text` without its last sign if that is a currency sign and `value` begins with the same.
fn without_doubled_sign<'a>(text: &'a str, value: &str) -> &'a str {
    let doubled = value.chars().next().filter(|sign| CURRENCY_SIGNS.contains(sign));
    doubled.and_then(|sign| text.strip_suffix(sign)).unwrap_or(text)
}

/// `text` without the words at its beginning that `label` already ended with.
fn after_label<'a>(label: &str, text: &'a str) -> &'a str {
    let words: Vec<&str> = label.split_whitespace().collect();
    let repeated = (0..words.len())
        .find_map(|skip| without_first_words(text, words.get(skip..).unwrap_or_default()));
    repeated.unwrap_or(text)
}

/// What follows `words` if `text` begins with a space and exactly these words.
fn without_first_words<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let mut rest = text;
    for word in words {
        let trimmed = rest.trim_start();
        let is_apart = trimmed.len() < rest.len();
        let (head, tail) = trimmed.split_at_checked(word.len())?;
        let ends_here = !tail.starts_with(char::is_alphanumeric);
        if !is_apart || !ends_here || !head.eq_ignore_ascii_case(word) {
            return None;
        }
        rest = tail;
    }
    Some(rest)
}

#[cfg(test)]
mod tests;
