//! What is wrong with a file of pacings or phrases, for the person who edits it.

use std::fmt;

/// One thing to put right in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// The file, as the caller named it.
    pub file: String,
    /// Line of the file, from 1, where it is known.
    pub line: Option<usize>,
    /// The key concerned; empty if it is the file as a whole.
    pub key: String,
    /// What is wrong, a sentence.
    pub what: String,
    /// What to do about it, a sentence.
    pub remedy: String,
}

/// What is wrong with a file of pacings.
pub type PacingProblem = FileProblem;

/// What is wrong with a file of phrases.
pub type PhrasesProblem = FileProblem;

impl FileProblem {
    pub(super) fn new(file: &str, key: &str, what: impl Into<String>, remedy: &str) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            key: key.to_owned(),
            what: what.into(),
            remedy: remedy.to_owned(),
        }
    }

    pub(super) fn at(self, line: Option<usize>) -> Self {
        Self { line: line.or(self.line), ..self }
    }

    /// What the TOML reader itself found, with its line.
    pub(super) fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map(|span| line_of(text, span.start));
        let what = format!("This is not valid: {}.", error.message().trim_end_matches('.'));
        Self::new(file, "", what, "Compare the line with the file that comes with Greenroom.")
            .at(line)
    }
}

/// The line, from 1, that holds this byte.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().iter().take(byte);
    before.filter(|&&b| b == b'\n').count() + 1
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.key.is_empty() {
            write!(f, "`{}`: ", self.key)?;
        }
        write!(f, "{} {} ({}", self.what, self.remedy, self.file)?;
        match self.line {
            Some(line) => write!(f, ", line {line})"),
            None => f.write_str(")"),
        }
    }
}

impl std::error::Error for FileProblem {}
