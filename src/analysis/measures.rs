//! What was found in one take.

use std::collections::{BTreeMap, BTreeSet};

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

/// Edges of speech are exact to this, in seconds: what is as near to one as that is beside it.
pub(super) const EDGE_SECS: f64 = 0.04;

/// A moment at which the recording was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Where in the take, in seconds of it: what is missing is not in it.
    pub at_secs: f64,
    /// About how much time is missing, in seconds; 0 where nobody knows.
    pub missing_secs: f64,
    /// Whether the answer was suspended here by whoever gave it: nothing of it is missing then.
    #[serde(default, skip_serializing_if = "is_not")]
    pub is_joint: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_not(flag: &bool) -> bool {
    !*flag
}

impl Gap {
    /// Something is missing here: so many seconds, or 0 where nobody knows.
    #[must_use]
    pub const fn lost(at_secs: f64, missing_secs: f64) -> Self {
        Self { at_secs, missing_secs, is_joint: false }
    }

    /// The answer was suspended here, for so many seconds, and went on.
    #[must_use]
    pub const fn joint(at_secs: f64, lasted_secs: f64) -> Self {
        Self { at_secs, missing_secs: lasted_secs, is_joint: true }
    }

    /// How much of the answer may be missing, in seconds; without end where nobody knows.
    pub(super) fn at_most_secs(self) -> f64 {
        if self.is_joint {
            0.0
        } else if self.missing_secs > 0.0 {
            self.missing_secs
        } else {
            f64::INFINITY
        }
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
    #[serde(with = "plain")]
    pub values: BTreeMap<MeasureId, Result<f64, NotAssessed>>,
    /// Where there is speech, in order of time; pauses below `thresholds.pause_secs` are not cut out.
    pub speech: Vec<Span>,
    /// Pauses inside the answer (between first and last speech) of at least `thresholds.pause_secs`.
    pub pauses: Vec<Span>,
    /// Speech after a stop past the band, from its first moment to the end of speech.
    pub run_on: Option<Span>,
    /// Where the level falls most towards the end of a phrase, if it does.
    pub trails_off_at: Option<Span>,
    /// Where the recording was interrupted, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Measures whose value is only what was heard: an interruption may have hidden more.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub at_least: BTreeSet<MeasureId>,
}

impl Measures {
    /// Rises whenever the same samples may give other values: older ones are computed again.
    pub const VERSION: u32 = 4;

    /// One measure; `None` only for one that a newer version knows and this take's does not.
    #[must_use]
    pub fn value(&self, id: MeasureId) -> Option<Result<f64, NotAssessed>> {
        self.values.get(&id).copied()
    }

    /// How long the take is, in seconds; 0 where nobody said.
    #[must_use]
    pub fn length_secs(&self) -> f64 {
        self.value(MeasureId::Length).and_then(Result::ok).unwrap_or_default()
    }

    /// Interruptions as they are kept: those that can be, in order of time, within the take. What is read from
    /// a file may say anything.
    #[must_use]
    pub fn gaps_within(gaps: &[Gap], length_secs: f64) -> Vec<Gap> {
        let is_known = |secs: f64| secs.is_finite() && secs > 0.0;
        let place = |gap: &Gap| Gap {
            at_secs: gap.at_secs.clamp(0.0, length_secs.max(0.0)),
            missing_secs: if is_known(gap.missing_secs) { gap.missing_secs } else { 0.0 },
            is_joint: gap.is_joint,
        };
        let mut gaps: Vec<Gap> =
            gaps.iter().filter(|gap| gap.at_secs.is_finite()).map(place).collect();
        gaps.sort_by(|a, b| a.at_secs.total_cmp(&b.at_secs));
        gaps
    }

    /// Whether a measure is only what was heard: an interruption may have hidden more of it.
    #[must_use]
    pub fn is_at_least(&self, id: MeasureId) -> bool {
        self.at_least.contains(&id)
    }

    /// Whether something is missing in this stretch or beside it: it may have been longer.
    #[must_use]
    pub fn is_cut(&self, span: Span) -> bool {
        let near = span.from_secs - EDGE_SECS..=span.to_secs + EDGE_SECS;
        self.gaps.iter().any(|gap| !gap.is_joint && near.contains(&gap.at_secs))
    }
}

/// Values as people find them in a take's file: `"length": 31.3`, `"trailing-off": "too-little-speech"`.
mod plain {
    use serde::{Deserializer, Serializer};

    use super::{BTreeMap, Deserialize, MeasureId, NotAssessed, Serialize};

    #[derive(Clone, Copy, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Plain {
        Value(f64),
        Reason(NotAssessed),
    }

    pub(super) fn serialize<S: Serializer>(
        values: &BTreeMap<MeasureId, Result<f64, NotAssessed>>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_map(
            values.iter().map(|(id, value)| (id, value.map_or_else(Plain::Reason, Plain::Value))),
        )
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<MeasureId, Result<f64, NotAssessed>>, D::Error> {
        let plain = BTreeMap::<MeasureId, Plain>::deserialize(from)?;
        let value = |plain| match plain {
            Plain::Value(value) => Ok(value),
            Plain::Reason(reason) => Err(reason),
        };
        Ok(plain.into_iter().map(|(id, one)| (id, value(one))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_take_s_file_says_values_and_reasons_plainly() {
        let values = [
            (MeasureId::Length, Ok(31.5)),
            (MeasureId::TrailingOff, Err(NotAssessed::TooLittleSpeech)),
        ];
        let measures = Measures {
            version: Measures::VERSION,
            thresholds: Thresholds::default(),
            values: values.into_iter().collect(),
            speech: Vec::new(),
            pauses: Vec::new(),
            run_on: None,
            trails_off_at: None,
            gaps: Vec::new(),
            at_least: BTreeSet::new(),
        };
        let kept = serde_json::to_value(&measures).expect("plain values");
        let expected = serde_json::json!({"length": 31.5, "trailing-off": "too-little-speech"});
        assert_eq!(kept["values"], expected);
        assert_eq!(Measures::deserialize(kept).expect("the same"), measures);
    }
}
