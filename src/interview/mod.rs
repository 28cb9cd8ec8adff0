//! The interview as a machine: events and elapsed time in, effects out.
//!
//! It owns no clock, device, file or thread; the whole of an interview runs in a test without sleeping.
//! It never decides where a file lies, how loud a voice is, or what a screen looks like.
//!
//! # The stages and their ways out
//!
//! Every wait ends in three ways. The test in the last column shows all that its row says; that no
//! sequence of events leads anywhere without a way out is shown by
//! `tests::properties::every_state_reached_has_a_way_to_the_end`.
//!
//! | stage | finished | failed | timed out | test in `tests::stages` |
//! |---|---|---|---|---|
//! | Greeting | voice finished → Asking | voice failed → Asking | voice limit → Asking | `greeting_leaves_three_ways` |
//! | Asking | voice finished → Thinking, or Answering where there is no time to think | voice failed → shown, timed as if read | voice limit → shown, goes on | `asking_leaves_three_ways` |
//! | Thinking | ready → Answering | microphone gone → Broken when it is over | countdown; unlimited waits for the ready key, which always works | `thinking_leaves_three_ways` |
//! | Answering | finish, silence → Holding | microphone lost → Broken, and on in the same take | soft or hard stop, recorder's limit, 30 min → Saving; not begun in 3 s or no frames for 5 s → Broken | `answering_leaves_three_ways` |
//! | Holding | its time over → Saving | microphone lost → Broken, and on in the same take | no frames for 5 s → Broken | `holding_leaves_three_ways` |
//! | Saving | all saved | a save failed → SaveFailed | 10 s → goes on while it is saved | `saving_leaves_three_ways` |
//! | SaveFailed | saved after all, or again | choice: go on, kept in memory | the choice always works | `a_failed_save_waits_for_a_choice` |
//! | Between | voice and pause over | voice failed → pause | voice limit → pause | `between_leaves_three_ways` |
//! | YourTurn | finish, skip or end → Closing | voice failed → open | voice limit → open; an own question as Answering | `your_turn_leaves_three_ways` |
//! | Closing | voice finished → Finished | voice failed or loudspeaker lost → Finished | voice limit → Finished | `closing_leaves_three_ways` |
//! | Paused | resume | end early | both always work | `a_pause_ends_by_resuming_or_ending` |
//! | Broken | restored, try again | go on without | the choice always works | `a_lost_device_waits_for_a_choice` |
//!
//! The voice limit is three times the expected length (words ÷ speed) and 5 s. While the outside is
//! waited for, one tick counts for at most 1 s, so that a computer that slept is nobody's fault.
//!
//! # Rules
//!
//! - **Where a take is filed** is decided by position, question, part and take number, and no two
//!   takes share all four. In your turn each question of the candidate's has a position of its own, after
//!   the plan's.
//! - **One answer is one take.** A pause or a repeat in its middle suspends the recording, and it goes on in the
//!   same file: time, limit and target count the whole. Another piece, numbered through a whole question,
//!   begins only where the recorder has ended the take and the answer goes on.
//! - **Every `StartTake` gets one `FinishTake`**, also when the recorder ended the take by itself.
//! - **The take never holds the interviewer.** A stop ends the recording before anything is said; a
//!   repeat in mid-answer suspends it first.
//! - **Retake** keeps the old take. A repeat uses up no take, and neither does beginning an answer again in
//!   which nobody was heard.
//! - **A skip, and the end of an answer within its first two seconds**, can be taken back for a few seconds,
//!   until the next answer begins. It uses up no take; the take it ended is kept, as given up for another.
//! - **Hold** follows the finish key and a silence ending. A soft or hard stop ends the take at once,
//!   and no follow-up comes after it.
//! - **Saving** waits for all takes; a failed one is told before anything new begins.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod choosing;
mod event;
mod lines;
mod machine;
mod pacing;
mod pacing_file;
mod pacing_flaw;
mod pacing_form;
mod pacing_strip;
mod phrases;
mod plan;
mod problem;
mod refusal;
mod view;

#[cfg(test)]
mod tests;

pub use event::{
    Action, DeviceChoice, Effect, Event, Joint, Mark, MarkKind, Part, SayId, Speech, TakeEnd,
    TakeId, TakeSource, Trouble,
};
pub use machine::{Interview, Outcome};
pub use pacing::{
    Allowance, AnswerBand, Clock, FOLLOW_UP, Order, Pacing, QuestionText, Stop, Think,
};
pub use pacing_file::{read_pacings, write_pacings};
pub use pacing_flaw::PacingFlaw;
pub use phrases::Phrases;
pub use plan::{Plan, PlanError, Selection};
pub use problem::{FileProblem, PacingProblem, PhrasesProblem};
pub use refusal::Refusal;
pub use view::{Light, StageView, Undoable, View};

use crate::units::Dbfs;

/// Louder than this is taken for speech when a silence is watched. A guess between the noise of a quiet
/// room (−60 dB and below) and soft speech near a microphone (−35 dB and above).
pub const SPEECH_THRESHOLD: Dbfs = Dbfs(-45.0);
