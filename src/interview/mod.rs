//! The interview as a machine: events and elapsed time in, effects out.
//!
//! It owns no clock, device, file or thread; the whole of an interview runs in a test without sleeping.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod event;
mod pacing;
mod view;

pub use event::{
    Action, DeviceChoice, Effect, Event, Mark, MarkKind, Part, SayId, Speech, TakeEnd, TakeId,
    TakeSource, Trouble,
};
pub use pacing::{Allowance, AnswerBand, Clock, Order, Pacing, QuestionText, Stop, Think};
pub use view::{Light, StageView, View};
