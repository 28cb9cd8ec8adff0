//! What was found in one take.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::measure::{MeasureId, NotAssessed};
use super::thresholds::Thresholds;

/// A stretch of a take, seconds from its start.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Its first moment.
    pub from_secs: f64,
    /// The moment behind its last; not before `from_secs`.
    pub to_secs: f64,
}

impl Span {
    /// How long it is, in seconds.
    #[must_use]
    pub fn secs(self) -> f64 {
        self.to_secs - self.from_secs
    }
}

/// All that is known of one take from its samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Version of the computation; see [`Measures::VERSION`].
    pub version: u32,
    /// What it was computed with.
    pub thresholds: Thresholds,
    /// Each measure in the unit of its definition, or why it has none. A share is in percent.
    pub values: BTreeMap<MeasureId, Result<f64, NotAssessed>>,
    /// Where there is speech, in order of time; pauses below `thresholds.pause_secs` are not cut out.
    pub speech: Vec<Span>,
    /// Pauses inside the answer (between first and last speech) of at least `thresholds.pause_secs`.
    pub pauses: Vec<Span>,
    /// Speech after a stop past the band, from its first moment to the end of speech.
    pub run_on: Option<Span>,
    /// Where the level falls most towards the end of a phrase, if it does.
    pub trails_off_at: Option<Span>,
}

impl Measures {
    /// Rises whenever the same samples may give other values: older ones are computed again.
    pub const VERSION: u32 = 1;

    /// One measure; `None` only for one that a newer version knows and this take's does not.
    #[must_use]
    pub fn value(&self, id: MeasureId) -> Option<Result<f64, NotAssessed>> {
        self.values.get(&id).copied()
    }
}
