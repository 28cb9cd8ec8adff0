//! What can be known from samples alone. Pure: no device, file, clock or window.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod advice;
mod analyser;
mod check;
mod definitions;
mod layout;
mod loudness;
mod measure;
mod measures;
mod narrow;
mod overview;
mod pitch;
mod sample;
mod signal;
mod speech;
pub mod star;
mod summary;
mod thresholds;
mod whole;

pub use analyser::{Analyser, Analysis};
pub use check::{CHECK_LASTS, CheckResult, MicCheck};
pub use loudness::{LoudnessMeter, integrated_loudness};
pub use measure::{Definition, MeasureId, NotAssessed};
pub use measures::{Gap, Measures, Span};
pub use overview::{Overview, OverviewBuilder, OverviewDamage, Peak};
pub use signal::{DEAD_PEAK, Signal};
pub use thresholds::Thresholds;
