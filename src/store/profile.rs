//! The user's own words for the placeholders of model answers: `profile.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use toml::{Table, Value};

use super::form::Steps;
use super::kept::TomlForm;

/// Values of placeholders by their key, `question-id/Name/1`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Profile {
    pub(super) schema: u32,
    #[serde(deserialize_with = "written_by_hand")]
    pub(super) values: BTreeMap<String, String>,
    #[serde(flatten)]
    pub(super) other: BTreeMap<String, Value>,
}

impl Default for Profile {
    fn default() -> Self {
        Self { schema: Self::SCHEMA, values: BTreeMap::new(), other: BTreeMap::new() }
    }
}

impl TomlForm for Profile {
    const SCHEMA: u32 = 1;
    const STEPS: Steps<Table> = &[];
    const WHAT: &'static str = "your own words";

    fn put_right(&mut self) {
        self.schema = Self::SCHEMA;
    }
}

/// People who edit the file write `= 12` as well as `= "12"`.
fn written_by_hand<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let values = BTreeMap::<String, Value>::deserialize(from)?;
    let words = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(values.into_iter().map(|(key, value)| (key, words(value))).collect())
}
