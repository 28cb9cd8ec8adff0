//! What can be known from samples alone. Pure: no device, file, clock or window.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod measure;
mod measures;
mod overview;
mod signal;
mod thresholds;

pub use measure::{Definition, MeasureId, NotAssessed};
pub use measures::{Measures, Span};
pub use overview::{Overview, OverviewBuilder, Peak};
pub use signal::{DEAD_PEAK, Signal};
pub use thresholds::Thresholds;
