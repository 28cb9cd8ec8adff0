//! Shared by tests.

#![allow(dead_code, reason = "every test binary compiles all of this and uses a part")]

pub mod fake_card;
pub mod pacing;
