//! Whole interviews, stepped without sleeping.

mod actions;
pub(super) mod fixtures;
mod presets;
mod properties;
mod stages;
mod switching;
mod takes;
mod targets;
mod undo;
mod world;
