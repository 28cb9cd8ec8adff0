//! What can be known from samples alone. Pure: no device, file, clock or window.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod overview;

pub use overview::{Overview, OverviewBuilder, Peak};
