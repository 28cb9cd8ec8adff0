//! The days that the user put over those on which questions return by themselves: `returns.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use toml::{Table, Value};

use super::form::Steps;
use super::kept::TomlForm;

/// Days the user chose, by bank and question.
pub type ReturnRecords = BTreeMap<String, BTreeMap<String, ReturnRecord>>;

/// A day the user chose for a question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnRecord {
    /// The day, such as `2026-11-27`, or `never`.
    #[serde(deserialize_with = "words")]
    pub on: String,
    /// When the answer began that was the last rated one then, RFC 3339: a later one ends the wish.
    #[serde(deserialize_with = "words")]
    pub after: String,
    /// Its rating then, 1–5: another one ends the wish.
    pub rating: u8,
    /// Fields of other versions.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Returns {
    pub(super) schema: u32,
    pub(super) banks: ReturnRecords,
    #[serde(flatten)]
    pub(super) other: BTreeMap<String, Value>,
}

impl Default for Returns {
    fn default() -> Self {
        Self { schema: Self::SCHEMA, banks: BTreeMap::new(), other: BTreeMap::new() }
    }
}

impl TomlForm for Returns {
    const SCHEMA: u32 = 1;
    const STEPS: Steps<Table> = &[];
    const WHAT: &'static str = "the days you chose for questions";

    fn put_right(&mut self) {
        self.schema = Self::SCHEMA;
        self.banks.retain(|_, questions| !questions.is_empty());
    }
}

/// People who edit the file write a date as well as `"a date"`.
fn words<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) => text,
        other => other.to_string(),
    })
}
