//! What is asked: banks of questions with model answers, the role they belong to, and their placeholders.
//!
//! Pure: texts come in as strings and go out as values; reading files is the store's work.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub use answer::{Segment, Values, empty_slots, segments, shown_segments, spoken_answer};
pub use blanks::{Blank, BlankPlace, SameLabels, blanks};
pub use built_in::built_in;
pub use export::{ExportForm, to_toml};
pub use import::{
    Form, ImportError, Imported, LeftLine, MAX_BYTES as MAX_IMPORT_BYTES, Origin, Wish, import,
};
pub use model::{
    Band, Bank, Kind, NamedText, Placeholder, Probe, ProbePart, Question, Role, YourQuestion,
};
pub use problem::{LeftOut, Problem};
pub use read::{MAX_FILE_BYTES, MAX_QUESTIONS, Reading, read};

mod model;

mod read;

mod problem;

mod answer;

mod blanks;

mod export;

mod import;

mod built_in;

#[cfg(test)]
mod tests;
