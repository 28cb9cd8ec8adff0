//! A text, a web page or Markdown as a list of blocks: what is said, in which shape, in which line.
//!
//! What the blocks mean is not known here; see `article`.

use std::borrow::Cow;

use super::article::marks::Field;

mod attributes;

mod elements;

pub(super) mod html;

pub(super) mod markdown;

mod page;

mod table;

pub(super) mod text;

/// A piece of a source that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block<'t> {
    /// The line it begins in, from 1.
    pub(super) line: usize,
    /// What it looks like.
    pub(super) shape: Shape,
    /// Its text; of a numbered one with its number.
    pub(super) text: Cow<'t, str>,
    /// As many bytes of the text are its number, with the space after it.
    pub(super) number_bytes: usize,
    /// Whether all of it is bold.
    pub(super) is_strong: bool,
    /// Whether it stands apart from the block before: after an empty line, or as an element of its own.
    pub(super) is_apart: bool,
}

impl<'t> Block<'t> {
    /// A block that stands apart.
    pub(super) fn new(line: usize, shape: Shape, text: impl Into<Cow<'t, str>>) -> Self {
        let text = text.into();
        Self { line, shape, text, number_bytes: 0, is_strong: false, is_apart: true }
    }

    /// Its text without its number.
    pub(super) fn words(&self) -> &str {
        self.text.get(self.number_bytes..).unwrap_or_default()
    }
}

/// What a block looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The title of a page, from its head.
    PageTitle,
    /// A heading, with its level from 1.
    Heading(u8),
    /// A paragraph, or a line of a text.
    Line,
    /// An item of a list; the text is without its sign.
    Bullet,
    /// An item of a numbered list.
    Number(u32),
    /// What is explained by what follows: of a definition list, a table, or something to unfold.
    Term,
    /// A question for sure: of a table that says so.
    Question,
    /// What follows is of this kind: of a table that says so. Its text is empty.
    Label(Field),
    /// What was said of a question ends here: with the row of a table. Its text is empty.
    End,
    /// What is no part of the article, and why.
    Outside(&'static str),
}

/// Why a last block without text stands after those of a page: there was text that no browser shows.
pub(super) const UNSEEN: &str = "not shown by browsers";

/// The number that a text begins with, as in `12. `, `12) ` or `(12) `, and how many bytes it takes.
pub(super) fn leading_number(text: &str) -> Option<(u32, usize)> {
    let (bare, is_bracketed) = text.strip_prefix('(').map_or((text, false), |rest| (rest, true));
    let digits = bare.len() - bare.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
    if digits == 0 || digits > 4 {
        return None;
    }
    let number = bare.get(..digits)?.parse().ok()?;
    let after = bare.get(digits..)?;
    let after =
        if is_bracketed { after.strip_prefix(')')? } else { after.strip_prefix(['.', ')'])? };
    let rest = after.trim_start();
    // "3.5 years" is no item; nor is a number alone.
    if rest.is_empty() || (rest.len() == after.len() && !rest.starts_with(char::is_alphabetic)) {
        return None;
    }
    Some((number, text.len() - rest.len()))
}
