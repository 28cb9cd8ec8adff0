//! What is asked: banks of questions with model answers, the role they belong to, and their placeholders.
//!
//! Pure: texts come in as strings and go out as values; reading files is the store's work.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub use answer::{Segment, Values, empty_slots, segments, shown_segments, spoken_answer};
pub use blanks::{Blank, BlankPlace, SameLabels, blanks};
pub use built_in::built_in;
pub use edit::{
    Copied, Edit, Editor, Field, Outcome, Refusal, RoleEdit, RoleNames, RoleTexts, SplitAt,
};
pub use export::{ExportForm, export, to_toml};
pub use import::{
    Form, ImportError, Imported, LeftLine, MAX_BYTES as MAX_IMPORT_BYTES, Origin, Wish, import,
};
pub use keeping::{Added, Keeping, add_to, free_id, id_of};
pub use model::{
    Band, Bank, Kind, NamedText, Placeholder, Probe, ProbePart, Question, Role, YourQuestion,
};
pub use problem::{LeftOut, Problem};
pub use read::{MAX_FILE_BYTES, MAX_QUESTIONS, Reading, read};
pub use search::Search;
pub use spoken::{Fit, SPOKEN_WPM, SpokenLength, band_text};

mod model;

mod read;

mod problem;

mod answer;

mod bytes;

mod blanks;
mod edit;

mod spoken;

mod search;

mod export;

mod import;

mod keeping;

mod built_in;

#[cfg(test)]
mod tests;
