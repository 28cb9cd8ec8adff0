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
        };
        let kept = serde_json::to_value(&measures).expect("plain values");
        let expected = serde_json::json!({"length": 31.5, "trailing-off": "too-little-speech"});
        assert_eq!(kept["values"], expected);
        assert_eq!(Measures::deserialize(kept).expect("the same"), measures);
    }
}
