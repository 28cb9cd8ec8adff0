//! Everything there is to rehearse with: banks and pacings, ours and the user's.

use std::path::PathBuf;

use crate::bank::{self, Bank};
use crate::interview::{self, Pacing, Phrases};
use crate::store::Store;

/// Banks, pacings and phrases, read once at start and again on request.
#[derive(Debug, Clone)]
pub struct Library {
    /// Built-in banks, each replaced by a file of the same id in the user's folder, then the user's own.
    pub banks: Vec<BankEntry>,
    /// The presets, then the user's own.
    pub pacings: Vec<Pacing>,
    /// How many of the pacings are presets.
    pub presets: usize,
    /// What the interviewer says around the questions.
    pub phrases: Phrases,
    /// What could not be read, a sentence each.
    pub problems: Vec<String>,
}

/// A bank and where it comes from.
#[derive(Debug, Clone)]
pub struct BankEntry {
    /// The bank.
    pub bank: Bank,
    /// SHA-256 of its text, in hexadecimal.
    pub hash: String,
    /// Its file, if it is the user's.
    pub file: Option<PathBuf>,
}

impl Library {
    /// Reads everything. Never fails: what can't be read is left out and listed in `problems`.
    #[must_use]
    pub fn load(store: &Store) -> Self {
        let pacings = Pacing::presets();
        let mut library = Self {
            banks: Vec::new(),
            presets: pacings.len(),
            pacings,
            phrases: Phrases::built_in(),
            problems: Vec::new(),
        };
        for (id, text) in bank::built_in() {
            library.add_bank(text, &format!("{id}.toml (built in)"), None);
        }
        for (path, text) in store.bank_texts() {
            match text {
                Ok(text) => library.add_bank(&text, &path.display().to_string(), Some(path)),
                Err(problem) => library.problems.push(problem.to_string()),
            }
        }
        if let Some(text) = store.own_pacings_text() {
            library.add_pacings(&text);
        }
        library
    }

    /// The bank of this id.
    #[must_use]
    pub fn bank(&self, id: &str) -> Option<&BankEntry> {
        self.banks.iter().find(|entry| entry.bank.id == id)
    }

    /// The pacing of this name, whatever its capitals.
    #[must_use]
    pub fn pacing(&self, name: &str) -> Option<&Pacing> {
        self.pacings.iter().find(|pacing| pacing.name.eq_ignore_ascii_case(name))
    }

    fn add_bank(&mut self, text: &str, name: &str, file: Option<PathBuf>) {
        let reading = bank::read(text, name);
        self.problems.extend(reading.problems.iter().map(ToString::to_string));
        let Some(bank) = reading.bank else { return };
        let entry = BankEntry { bank, hash: Store::bank_hash(text), file };
        match self.banks.iter_mut().find(|have| have.bank.id == entry.bank.id) {
            Some(same) => *same = entry,
            None => self.banks.push(entry),
        }
    }

    fn add_pacings(&mut self, text: &str) {
        let (own, problems) = interview::read_pacings(text, "pacings.toml");
        self.problems.extend(problems.iter().map(ToString::to_string));
        for pacing in own {
            if self.pacing(&pacing.name).is_some() {
                self.problems.push(format!(
                    "There are two pacings called “{}”; rename the one in pacings.toml.",
                    pacing.name
                ));
            } else {
                self.pacings.push(pacing);
            }
        }
    }
}
