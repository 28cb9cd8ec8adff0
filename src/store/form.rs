//! Forms of files: their version, their migration, and JSON in them.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{SessionRecord, StoreError, TakeRecord, files};

/// A JSON object, as parsed.
pub(super) type Object = Map<String, Value>;

/// Migrations, each from one version of a form to the next: the first from 1 to 2.
pub(super) type Steps<D> = &'static [fn(D) -> D];

/// The greatest size of a JSON file of ours, in bytes: a sidecar with thousands of marks has 1 MB.
const JSON_LIMIT_BYTES: u64 = 16 << 20;

/// A JSON file of ours.
pub(super) trait JsonForm: Serialize + DeserializeOwned {
    /// The version this program writes.
    const SCHEMA: u32;
    /// How older ones are brought to it.
    const STEPS: Steps<Object>;
}

impl JsonForm for SessionRecord {
    const SCHEMA: u32 = Self::SCHEMA;
    const STEPS: Steps<Object> = &[];
}

impl JsonForm for TakeRecord {
    const SCHEMA: u32 = Self::SCHEMA;
    const STEPS: Steps<Object> = &[];
}

/// What was read, and the version of its form if that is newer than ours.
#[derive(Debug)]
pub(super) struct Read<T> {
    pub(super) value: T,
    pub(super) newer: Option<u64>,
}

/// Brings a document of version `found` to the newest, one version at a time.
pub(super) fn migrate<D>(document: D, found: u64, steps: Steps<D>) -> D {
    let done = usize::try_from(found.saturating_sub(1)).unwrap_or(usize::MAX);
    steps.iter().skip(done).fold(document, |document, step| step(document))
}

/// Reads a JSON file of ours; `None` if there is none.
pub(super) fn read_json<T: JsonForm>(path: &Path) -> Result<Option<Read<T>>, StoreError> {
    let Some(text) = files::read_text(path, JSON_LIMIT_BYTES)? else { return Ok(None) };
    let damaged = |problem: String| StoreError::Damaged { problem, path: path.to_owned() };
    let object: Object = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
    let found = object.get("schema").and_then(Value::as_u64).filter(|&found| found > 0);
    let found = found.ok_or_else(|| damaged("it does not say its version".to_owned()))?;
    let newer = (found > u64::from(T::SCHEMA)).then_some(found);
    let mut object = migrate(object, found, T::STEPS);
    if newer.is_none() {
        object.insert("schema".to_owned(), T::SCHEMA.into());
    }
    match (serde_json::from_value(Value::Object(object)), newer) {
        (Ok(value), newer) => Ok(Some(Read { value, newer })),
        (Err(_), Some(found)) => {
            Err(StoreError::Newer { found, known: T::SCHEMA, path: path.to_owned() })
        }
        (Err(error), None) => Err(damaged(error.to_string())),
    }
}

/// Writes a JSON file of ours, whole or not at all.
pub(super) fn write_json<T: JsonForm>(path: &Path, value: &T) -> Result<(), StoreError> {
    let mut text = serde_json::to_string_pretty(value).map_err(|error| StoreError::Encode {
        problem: error.to_string(),
        path: path.to_owned(),
    })?;
    text.push('\n');
    files::write_whole(path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    /// A form that has been changed twice.
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Third {
        schema: u32,
        secs: f64,
        tags: Vec<String>,
    }

    impl JsonForm for Third {
        const SCHEMA: u32 = 3;
        const STEPS: Steps<Object> = &[
            |mut object| {
                if let Some(millis) = object.remove("millis").and_then(|value| value.as_f64()) {
                    object.insert("secs".to_owned(), (millis / 1000.0).into());
                }
                object
            },
            |mut object| {
                object.entry("tags").or_insert_with(|| Value::Array(Vec::new()));
                object
            },
        ];
    }

    fn read(text: &str) -> Result<Option<Read<Third>>, StoreError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        std::fs::write(&path, text).unwrap();
        read_json(&path)
    }

    #[test]
    fn older_forms_are_migrated_one_version_at_a_time() {
        let newest = Third { schema: 3, secs: 1.5, tags: Vec::new() };
        for older in [
            r#"{"schema": 1, "millis": 1500}"#,
            r#"{"schema": 2, "secs": 1.5}"#,
            r#"{"schema": 3, "secs": 1.5, "tags": []}"#,
        ] {
            let read = read(older).unwrap().unwrap();
            assert_eq!(read.value, newest, "from {older}");
            assert_eq!(read.newer, None);
        }
    }

    #[test]
    fn newer_forms_are_read_as_far_as_they_are_understood() {
        let read_well =
            read(r#"{"schema": 4, "secs": 1.5, "tags": [], "more": 1}"#).unwrap().unwrap();
        assert_eq!(read_well.newer, Some(4));
        assert_eq!(read_well.value.schema, 4);
        let refused = read(r#"{"schema": 4, "seconds": 1.5}"#).unwrap_err();
        assert!(matches!(refused, StoreError::Newer { found: 4, known: 3, .. }), "{refused}");
    }

    #[test]
    fn damaged_forms_are_refused() {
        for text in
            ["", "[]", "{", "{}", r#"{"schema": 0}"#, r#"{"schema": -1}"#, r#"{"schema": 3}"#]
        {
            assert!(matches!(read(text), Err(StoreError::Damaged { .. })), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(matches!(read(&deep), Err(StoreError::Damaged { .. })));
    }
}
