//! Makes a bank of what people have: articles, web pages, lists, cards.
//!
//! The form is detected and can be overridden. Nothing is dropped in silence: what was not understood comes
//! back with its line.

use self::signs::Sweep;
use super::model::Bank;

mod article;

mod blocks;

mod bounds;

mod decode;

mod detect;

mod draft;

mod foreign;

pub(super) mod ids;

mod kinds;

mod merge;

mod records;

mod signs;

mod slots;

mod target;

mod words;

/// The largest source that is read, in bytes: seven times ten thousand questions with answers.
pub const MAX_BYTES: usize = 32 << 20;

/// The form of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A plain-text article.
    Text,
    /// A web page.
    Html,
    /// Markdown.
    Markdown,
    /// Comma-separated values (or semicolons).
    Csv,
    /// Tab-separated values.
    Tsv,
    /// Anki's "Notes in plain text".
    Anki,
    /// JSON.
    Json,
    /// A bank of Greenroom's, in TOML.
    Bank,
}

impl Form {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Html,
        Self::Markdown,
        Self::Csv,
        Self::Tsv,
        Self::Anki,
        Self::Json,
        Self::Bank,
    ];

    /// The word for it on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Anki => "anki",
            Self::Json => "json",
            Self::Bank => "bank",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Text => "Plain text",
            Self::Html => "Web page",
            Self::Markdown => "Markdown",
            Self::Csv => "CSV",
            Self::Tsv => "Tab-separated list",
            Self::Anki => "Anki notes",
            Self::Json => "JSON",
            Self::Bank => "Greenroom bank",
        }
    }

    /// The form of this word, whatever its case.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word().eq_ignore_ascii_case(word.trim()))
    }
}

/// What the user knows about a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Its form; `None` to have it detected.
    pub form: Option<Form>,
    /// The bank's title; `None` to take the source's own, or one made of its name.
    pub title: Option<String>,
    /// The file's name (without folder), empty for what was pasted. Its ending helps to detect the form.
    pub name: String,
}

/// What was understood of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The bank, with at least one question.
    pub bank: Bank,
    /// The form it was read as.
    pub form: Form,
    /// The encoding it was read with, by its usual name, such as "UTF-8".
    pub encoding: String,
    /// Where each question comes from; as many as the bank has, in its order.
    pub origins: Vec<Origin>,
    /// What was left out, in the source's order.
    pub left_out: Vec<LeftLine>,
    /// What else the user should know, a sentence each.
    pub notes: Vec<String>,
    /// A sentence about letters that this computer can't show; whoever knows the fonts fills it in.
    pub unshown: Option<String>,
}

/// Where a question comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The line (or record) it begins in, from 1.
    pub line: usize,
    /// Why it has its kind, such as "begins with “Describe a time”", or "given".
    pub kind_because: String,
}

/// A line of the source that went into no part of the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftLine {
    /// Its number, from 1.
    pub line: usize,
    /// Its text, without surrounding spaces.
    pub text: String,
    /// Why, in a few words: "before the first question".
    pub why: &'static str,
}

/// Why nothing could be imported: a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is larger than [`MAX_BYTES`].
    #[error("This is too large to import ({mib} MiB, at most {} MiB). Divide it and import the parts.", MAX_BYTES >> 20)]
    TooLarge {
        /// Its size, rounded up.
        mib: usize,
    },
    /// It is no text in a known encoding.
    #[error("{0}")]
    Encoding(String),
    /// It is not what its form promises.
    #[error("{0}")]
    Form(String),
    /// No question was found.
    #[error("No question was found in it. {0}")]
    NoQuestion(String),
}

/// Makes a bank of a source.
///
/// # Errors
///
/// [`ImportError`] says what to do about it.
pub fn import(bytes: &[u8], wish: &Wish) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { mib: bytes.len().div_ceil(1 << 20) });
    }
    let decoded = decode::decode(bytes)?;
    let mut sweep = Sweep::default();
    let plain = signs::with_plain_breaks(&decoded.text);
    let text = sweep.cleaned(&plain);
    let form = wish.form.unwrap_or_else(|| detect::form(&text, &wish.name));
    bounds::check(form, &text)?;
    let mut draft = match form {
        Form::Text => article::understand(&blocks::text::blocks(&text)),
        Form::Html => article::understand(&blocks::html::blocks(&text)),
        Form::Markdown => article::understand(&blocks::markdown::blocks(&text)),
        Form::Csv | Form::Tsv | Form::Anki | Form::Json | Form::Bank => {
            records::read(form, &text, wish)?
        }
    };
    draft.notes.splice(0..0, decoded.note.into_iter().chain(sweep.note()));
    draft.finish(form, decoded.encoding, wish)
}

#[cfg(test)]
mod tests;
