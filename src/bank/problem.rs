//! What is wrong with a bank file, said so that its owner can put it right.

use std::fmt;

/// One thing wrong with a bank file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file as it was named to [`read`](super::read()); said last.
    pub file: String,
    /// Where it is, from 1; `None` if it concerns the file as a whole.
    pub line: Option<usize>,
    /// What it concerns, such as `question.stress.ask`; empty where there is no telling.
    pub key: String,
    /// What is wrong: a sentence without its full stop.
    pub what: String,
    /// What to do about it: a sentence without its full stop, beginning small.
    pub remedy: String,
    /// What is missing from the bank until it is put right.
    pub left_out: LeftOut,
}

/// What is missing from a bank because of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// The value, the rest of its table is there.
    Value,
    /// The question, task, follow-up … that it belongs to.
    Entry,
    /// Everything: there is no bank.
    Bank,
}

impl fmt::Display for Problem {
    /// One line; the file comes last, so that it is easily cut off when a message is passed on.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        if !self.key.is_empty() {
            write!(f, " (key `{}`)", self.key)?;
        }
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}. {} {}", self.remedy, self.left_out, self.file)
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Value => "Until then it is ignored.",
            Self::Entry => "Until then the whole entry is left out.",
            Self::Bank => "Until then the bank can't be used.",
        })
    }
}
