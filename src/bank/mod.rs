//! What is asked: banks of questions with model answers, the role they belong to, and their placeholders.
//!
//! Pure: texts come in as strings and go out as values; reading files is the store's work.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod model;

pub use model::{
    Band, Bank, Kind, NamedText, Placeholder, Probe, ProbePart, Question, Role, YourQuestion,
};
