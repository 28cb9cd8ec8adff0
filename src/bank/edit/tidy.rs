//! Typed texts in the order in which a bank's reader would give them back.

use crate::bank::read::text::{MAX_TEXT_BYTES, one_line, paragraphs};

/// The most items of a list, as many as are read.
const MAX_ITEMS: usize = 1_000;

/// A text on one line.
pub(super) fn line(text: &str) -> String {
    cut(one_line(&without_controls(text)))
}

/// A text in paragraphs.
pub(super) fn text(text: &str) -> String {
    cut(paragraphs(&without_controls(text)))
}

/// Texts on a line each; empty ones are none.
pub(super) fn lines(texts: &[String]) -> Vec<String> {
    some(texts.iter().map(|text| line(text)))
}

/// Texts in paragraphs; empty ones are none.
pub(super) fn texts(texts: &[String]) -> Vec<String> {
    some(texts.iter().map(|one| text(one)))
}

/// As many of a list as are read.
pub(super) fn few<T>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.take(MAX_ITEMS).collect()
}

fn some(texts: impl Iterator<Item = String>) -> Vec<String> {
    few(texts.filter(|text| !text.is_empty()))
}

/// Signs that can be neither shown nor said are left out; white space parts words.
fn without_controls(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control() || sign.is_whitespace()).collect()
}

fn cut(mut text: String) -> String {
    if text.len() > MAX_TEXT_BYTES {
        text.truncate(text.floor_char_boundary(MAX_TEXT_BYTES));
        text.truncate(text.trim_end().len());
    }
    text
}
