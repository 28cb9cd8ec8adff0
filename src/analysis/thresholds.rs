//! The limits that the measures are computed with. All of them are settings.

use serde::{Deserialize, Serialize};

/// What counts as what. The source stands beside each.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Thresholds {
    /// A stop of at least this many seconds is a pause: 0.4–1.2.
    pub pause_secs: f64,
    /// A pause of at least this many seconds is listed.
    pub listed_secs: f64,
    /// A pause of at least this many seconds is highlighted.
    pub highlighted_secs: f64,
    /// Speech after a stop of at least this many seconds past the band is run-on.
    pub run_on_secs: f64,
    /// The voice-activity detector's score from which a frame is speech: 0–1.
    pub speech_score: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            pause_secs: 0.6,
            listed_secs: 2.0,
            highlighted_secs: 4.0,
            run_on_secs: 1.5,
            speech_score: 0.5,
        }
    }
}
