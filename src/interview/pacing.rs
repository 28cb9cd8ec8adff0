//! The interviewer's pacing: one named object that says how an interview moves.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::pacing_form::PacingForm;
use crate::bank::Band;
use crate::units::Wpm;

/// How an interview moves. Named, switchable while it runs, written down with every take.
///
/// In TOML and JSON it takes the form of `data/pacings.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "PacingForm", into = "PacingForm")]
pub struct Pacing {
    /// What it is called; unique in a list of pacings.
    pub name: String,
    /// A sentence about it.
    pub about: String,
    /// How fast the interviewer reads: 80–260.
    pub speech: Wpm,
    /// Time to think before an answer.
    pub think: Think,
    /// The target band of an answer.
    pub answer: AnswerBand,
    /// The target band of the answer to a follow-up; [`FOLLOW_UP`] where it says none.
    pub follow_up: Option<Band>,
    /// What ends an answer that goes on.
    pub stop: Stop,
    /// The interviewer's silence after an answer, still recorded: 0–30 s.
    pub hold: Duration,
    /// From one question to the next: 0–30 s.
    pub between: Duration,
    /// How often a question may be repeated.
    pub repeats: Allowance,
    /// How many takes a question may have.
    pub takes: Allowance,
    /// The order of the questions.
    pub order: Order,
    /// Whether the question's words are on the screen.
    pub question_text: QuestionText,
    /// Follow-ups per question, at most.
    pub probes: u32,
    /// Whether the clock is on the screen.
    pub clock: Clock,
    /// Ends an answer after this much silence. Off by default and never under 8 s: people think.
    pub silence_ends: Option<Duration>,
    /// A soft chime when a light changes.
    pub chime: bool,
}

/// How long the answer to a follow-up should be: it asks for the one thing that was left out. Never the main
/// question's target. A guess between a sentence and half an answer.
pub const FOLLOW_UP: Band = Band::secs(20, 45);

/// Time to think before an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Think {
    /// A countdown; zero skips the stage.
    For(Duration),
    /// Until the ready key.
    Unlimited,
}

/// Where the target band of an answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerBand {
    /// The question's: its own if it has one, else that of its kind.
    ByKind,
    /// The same for every question.
    Fixed(Band),
}

impl AnswerBand {
    /// The band in force for what has this target by itself.
    #[must_use]
    pub const fn over(self, target: Band) -> Band {
        match self {
            Self::ByKind => target,
            Self::Fixed(band) => band,
        }
    }
}

/// What ends an answer that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Nothing.
    Off,
    /// A polite "let's move on", this long after the band's upper end.
    Soft {
        /// Time past the band.
        grace: Duration,
    },
    /// The recording ends.
    Hard {
        /// Length of the answer at which it ends.
        at: Duration,
        /// How long before that a warning is shown.
        warn: Duration,
    },
}

/// How often something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// At most this often.
    Times(u32),
    /// As often as one likes.
    Unlimited,
}

impl Allowance {
    /// Whether it may be done once more after having been done so often.
    #[must_use]
    pub const fn allows_after(self, used: u32) -> bool {
        match self {
            Self::Times(times) => used < times,
            Self::Unlimited => true,
        }
    }

    /// How often it may still be done; `None` for as often as one likes.
    #[must_use]
    pub const fn left_after(self, used: u32) -> Option<u32> {
        match self {
            Self::Times(times) => Some(times.saturating_sub(used)),
            Self::Unlimited => None,
        }
    }
}

/// The order of the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As in the bank.
    Listed,
    /// Drawn at the start, the draw stored with the session.
    Shuffled,
}

/// Whether the question's words are on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionText {
    /// From the start.
    Shown,
    /// After the show key.
    OnRequest,
    /// Never: heard only.
    Hidden,
}

/// Whether the clock is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Time and lights.
    Shown,
    /// Neither, for people who rehearse better without.
    Hidden,
}
