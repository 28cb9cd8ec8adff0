//! The user's own words for the placeholders of model answers: `profile.toml`.
//!
//! Each bank has its own, since two banks may ask a question of the same id and mean two things. What an older
//! Greenroom kept without a bank stands behind them: it counts for every bank that says nothing of its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use toml::{Table, Value};

use super::form::Steps;
use super::kept::TomlForm;

/// Values by the placeholder's key, `question-id/Name/1`.
type Values = BTreeMap<String, String>;

/// The user's own words, bank by bank. Changed here, kept by [`super::Store::save_profile`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    schema: u32,
    /// Of no bank: kept by version 1 of this form, or written by hand for all banks.
    #[serde(deserialize_with = "written_by_hand", skip_serializing_if = "Values::is_empty")]
    values: Values,
    /// By the bank's id. An empty value is one that was taken away: what stands behind it does not count.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    banks: BTreeMap<String, ByHand>,
    #[serde(flatten)]
    other: BTreeMap<String, Value>,
}

/// One bank's values.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct ByHand(#[serde(deserialize_with = "written_by_hand")] Values);

impl Default for Profile {
    fn default() -> Self {
        Self {
            schema: Self::SCHEMA,
            values: Values::new(),
            banks: BTreeMap::new(),
            other: BTreeMap::new(),
        }
    }
}

impl Profile {
    /// The words for this placeholder of this bank, without surrounding spaces; `None` if there are none.
    #[must_use]
    pub fn value(&self, bank_id: &str, key: &str) -> Option<&str> {
        let own = self.banks.get(bank_id).and_then(|own| own.0.get(key));
        let value = own.or_else(|| self.values.get(key))?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// All words for placeholders of this bank, by key, also for those that it does not have (any more).
    #[must_use]
    pub fn of(&self, bank_id: &str) -> BTreeMap<String, String> {
        let mut values = self.values.clone();
        values.extend(self.banks.get(bank_id).into_iter().flat_map(|own| own.0.clone()));
        values.retain(|_, value| !value.trim().is_empty());
        values
    }

    /// Gives this placeholder of this bank these words; no other bank's change. Nothing but spaces empties it,
    /// and it stays empty.
    pub fn set(&mut self, bank_id: &str, key: impl Into<String>, value: &str) {
        let (key, value) = (key.into(), value.trim());
        let is_behind = self.values.contains_key(&key);
        let own = self.banks.entry(bank_id.to_owned()).or_default();
        if value.is_empty() && !is_behind {
            own.0.remove(&key);
        } else {
            own.0.insert(key, value.to_owned());
        }
        if own.0.is_empty() {
            self.banks.remove(bank_id);
        }
    }

    /// Gives the bank `to` the words that `from` has, such as a copy those of the bank it was made from.
    /// Words that `to` has already stay.
    pub fn copy_bank(&mut self, from: &str, to: &str) {
        let Some(ByHand(mut values)) = self.banks.get(from).cloned() else { return };
        let own = self.banks.entry(to.to_owned()).or_default();
        values.append(&mut own.0);
        own.0 = values;
    }

    /// The words of this profile with what others wrote into `kept`.
    pub(super) fn over(self, kept: Self) -> Self {
        Self { other: kept.other, ..self }
    }
}

impl TomlForm for Profile {
    const SCHEMA: u32 = 2;
    // To 2: values without a bank stay where they are, and stand behind those of every bank.
    const STEPS: Steps<Table> = &[|table| table];
    const WHAT: &'static str = "your own words";

    fn put_right(&mut self) {
        self.schema = Self::SCHEMA;
    }
}

/// People who edit the file write `= 12` as well as `= "12"`.
fn written_by_hand<'de, D: Deserializer<'de>>(from: D) -> Result<Values, D::Error> {
    let values = BTreeMap::<String, Value>::deserialize(from)?;
    let words = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(values.into_iter().map(|(key, value)| (key, words(value))).collect())
}
