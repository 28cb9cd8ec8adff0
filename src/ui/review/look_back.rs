//! What a take and its forerunners say to the next one: plain values.

use std::sync::Arc;
use std::time::Duration;

use crate::analysis::Measures;

/// Something to keep, or to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// To keep; else to change.
    pub keep: bool,
    /// What, a sentence.
    pub sentence: String,
    /// By which rule it was found, and why there is such a rule.
    pub rule: String,
    /// Where it can be heard: from, to.
    pub moment: Option<(Duration, Duration)>,
}

/// Takes of one question over time.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// Its id.
    pub question: String,
    /// The oldest first.
    pub takes: Vec<PastTake>,
    /// There are older ones.
    pub is_cut: bool,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct PastTake {
    /// Its key, if it is of the session shown.
    pub key: Option<usize>,
    /// The day it was recorded, as `2026-11-23`.
    pub day: String,
    /// What it is called in its session.
    pub title: String,
    /// 1–5 on the user's own scale.
    pub rating: Option<u8>,
    /// What was measured, if it was and this version would find the same.
    pub measures: Option<Arc<Measures>>,
}
