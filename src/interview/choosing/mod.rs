//! Choosing questions: what is known of the answers so far, when a question returns, which are asked.
//!
//! The day is an argument, chance is left to [`Plan::draw`](super::Plan::draw): the same history gives the
//! same choice. Only what the user rated decides when a question returns; an answer without a rating was
//! practised and nothing else is known of it.

mod choice;
mod practice;
mod returning;
mod spacing;
#[cfg(test)]
mod tests;

pub use choice::{Candidate, Choice, Choosing, Chosen, Nothing, Standing};
pub use practice::{Answered, Practice, Rating, Review};
pub use returning::{Override, Return, Wanted};
pub use spacing::Spacing;
