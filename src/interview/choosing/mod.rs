//! Choosing questions: what is known of the answers so far, when a question returns, which are asked.
//!
//! The day is an argument, chance is left to [`Plan::draw`](super::Plan::draw): the same history gives the
//! same choice. Only what the user rated decides when a question returns; an answer without a rating was
//! practised and nothing else is known of it.

mod practice;
mod spacing;

pub use practice::{Answered, Practice, Rating, Review};
pub use spacing::Spacing;
