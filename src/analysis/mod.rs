//! What can be known from samples alone. Pure: no device, file, clock or window.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod loudness;
mod measure;
mod measures;
mod overview;
mod sample;
mod thresholds;

pub use loudness::{LoudnessMeter, integrated_loudness};
pub use measure::{Definition, MeasureId, NotAssessed};
pub use measures::{Measures, Span};
pub use overview::{Overview, OverviewBuilder, Peak};
pub use thresholds::Thresholds;
