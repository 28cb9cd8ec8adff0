//! A session as its files tell it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::sound::Sound;

/// A session read from disk, as any program could.
#[derive(Debug)]
pub struct SessionFiles {
    /// `session.json`.
    pub record: Value,
    /// The takes in order of their file names.
    pub takes: Vec<TakeFiles>,
}

/// A take's two files.
#[derive(Debug)]
pub struct TakeFiles {
    /// The sidecar.
    pub record: Value,
    /// The recording.
    pub wav: PathBuf,
}

impl TakeFiles {
    /// The recording, read.
    pub fn sound(&self) -> Sound {
        Sound::read(&self.wav)
    }

    /// A whole number of the sidecar.
    pub fn count(&self, key: &str) -> u64 {
        self.record[key].as_u64().unwrap_or_else(|| panic!("no number {key} in {}", self.record))
    }

    /// Fails unless the file is as long as its sidecar says, at the rate it says, with nothing lost.
    pub fn assert_whole(&self) {
        let sound = self.sound();
        assert_eq!(sound.samples.len() as u64, self.count("frames"), "{}", self.wav.display());
        assert_eq!(u64::from(sound.rate_hz), self.count("rate_hz"), "{}", self.wav.display());
        assert_eq!(self.count("dropped_frames"), 0, "{}", self.wav.display());
        assert!(self.record.get("gaps").is_none(), "gaps in {}", self.record);
    }
}

impl SessionFiles {
    /// The only session of the data folder `data`.
    pub fn only(data: &Path) -> Self {
        let mut folders = folders(&data.join("sessions"));
        assert_eq!(folders.len(), 1, "one session: {folders:?}");
        Self::read(&folders.remove(0))
    }

    /// The session in this folder.
    pub fn read(folder: &Path) -> Self {
        let mut names = files(folder);
        names.sort();
        let left = names.iter().any(|name| name.to_string_lossy().ends_with(".part"));
        assert!(!left, "an unfinished recording: {names:?}");
        let wavs = names.iter().filter(|name| name.extension().is_some_and(|end| end == "wav"));
        let takes = wavs
            .map(|wav| TakeFiles { record: json(&wav.with_extension("json")), wav: wav.clone() });
        let takes = takes.collect();
        Self { record: json(&folder.join("session.json")), takes }
    }
}

/// The sessions in this folder.
pub fn folders(sessions: &Path) -> Vec<PathBuf> {
    files(sessions).into_iter().filter(|path| path.is_dir()).collect()
}

/// The files in all sessions of the data folder `data`.
pub fn all_files(data: &Path) -> Vec<PathBuf> {
    folders(&data.join("sessions")).iter().flat_map(|folder| files(folder)).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder);
    let entries = entries.unwrap_or_else(|problem| panic!("{problem}: {}", folder.display()));
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

fn json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path);
    let text = text.unwrap_or_else(|problem| panic!("{problem}: {}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{problem}: {}", path.display()))
}
