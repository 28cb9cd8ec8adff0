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
    /// What came of each text, so that one that has not changed need not be read again.
    read: Vec<Read>,
}

/// A bank's text that was read.
#[derive(Debug, Clone)]
struct Read {
    /// SHA-256 of the text, in hexadecimal.
    hash: String,
    /// How it is called in problems.
    name: String,
    /// The bank's id, if there is one in it.
    id: Option<String>,
    problems: Vec<String>,
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
        Self::load_after(store, None)
    }

    /// As [`Library::load`]; banks whose text is the same as before are not read again.
    #[must_use]
    pub fn load_after(store: &Store, before: Option<&Self>) -> Self {
        let pacings = Pacing::presets();
        let mut library = Self {
            banks: Vec::new(),
            presets: pacings.len(),
            pacings,
            phrases: Phrases::built_in(),
            problems: Vec::new(),
            read: Vec::new(),
        };
        for (id, text) in bank::built_in() {
            library.add_bank(text, &format!("{id}.toml (built in)"), None, before);
        }
        for (path, text) in store.bank_texts() {
            match text {
                Ok(text) => {
                    library.add_bank(&text, &path.display().to_string(), Some(path), before);
                }
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

    fn add_bank(&mut self, text: &str, name: &str, file: Option<PathBuf>, before: Option<&Self>) {
        let hash = Store::bank_hash(text);
        let (bank, problems) =
            before.and_then(|before| before.known(&hash, name)).unwrap_or_else(|| {
                let reading = bank::read(text, name);
                (reading.bank, reading.problems.iter().map(ToString::to_string).collect())
            });
        let id = bank.as_ref().map(|bank| bank.id.clone());
        let read = Read { hash: hash.clone(), name: name.to_owned(), id, problems };
        let entry = bank.map(|bank| BankEntry { bank, hash, file });
        let same = entry
            .as_ref()
            .and_then(|entry| self.banks.iter_mut().find(|have| have.bank.id == entry.bank.id));
        match (entry, same) {
            // Of two files of one bank one is read, and the other said to lie there.
            (Some(entry), Some(same)) if !counts_before(&entry, same) => {
                self.problems.push(passed_over(&entry));
            }
            (Some(entry), Some(same)) => {
                self.problems.extend(same.file.as_ref().map(|_| passed_over(same)));
                self.problems.extend(read.problems.iter().cloned());
                *same = entry;
            }
            (entry, _) => {
                self.problems.extend(read.problems.iter().cloned());
                self.banks.extend(entry);
            }
        }
        self.read.push(read);
    }

    /// What came of this text when it was read before; `None` if it was not, or its bank was replaced by
    /// another of the same id.
    fn known(&self, hash: &str, name: &str) -> Option<(Option<Bank>, Vec<String>)> {
        let read = self.read.iter().find(|read| read.hash == hash && read.name == name)?;
        let bank = match &read.id {
            Some(id) => Some(self.bank(id).filter(|entry| entry.hash == hash)?.bank.clone()),
            None => None,
        };
        Some((bank, read.problems.clone()))
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

/// Whether a bank's file counts rather than another one of the same id: any of the user's before a built-in one, that
/// of the bank's own name before copies, of other names the one that was written last.
fn counts_before(one: &BankEntry, other: &BankEntry) -> bool {
    let rank = |entry: &BankEntry| {
        let file = entry.file.as_ref()?;
        let is_own = file.file_stem().is_some_and(|stem| stem == &*entry.bank.id);
        Some((is_own, std::fs::metadata(file).and_then(|about| about.modified()).ok()))
    };
    rank(one) >= rank(other)
}

/// That a file of a bank is not read.
fn passed_over(entry: &BankEntry) -> String {
    let file = entry.file.as_ref().map_or_else(String::new, |file| file.display().to_string());
    format!(
        "There is another file of the bank “{}”, which is not read. Remove it, or give it an id of its own: {file}",
        entry.bank.id
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Folders;

    #[test]
    fn a_library_loaded_after_another_is_the_same_as_one_loaded_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let bank = |id: &str, ask: &str| {
            let mut bank = Bank::new(id, "Mine");
            bank.questions.push(bank::Question::new("q", ask, bank::Kind::Fact));
            bank::to_toml(&bank)
        };
        let mut before = Library::load(&store);
        let built_in = before.banks[0].bank.id.clone();
        let broken = "title = 3\n";
        for (id, text) in [
            ("a", bank("a", "Why?")),
            ("b", broken.to_owned()),
            ("a", bank("a", "How?")),
            (built_in.as_str(), bank(&built_in, "Who?")),
        ] {
            store.save_bank(id, &text).unwrap();
            let after = Library::load_after(&store, Some(&before));
            let anew = Library::load(&store);
            assert_eq!(after.problems, anew.problems);
            let banks = |library: &Library| -> Vec<(Bank, String, Option<PathBuf>)> {
                let all = library.banks.iter();
                all.map(|one| (one.bank.clone(), one.hash.clone(), one.file.clone())).collect()
            };
            assert_eq!(banks(&after), banks(&anew));
            before = after;
        }
        store.remove_bank(&built_in).unwrap();
        let after = Library::load_after(&store, Some(&before));
        assert!(after.bank(&built_in).unwrap().file.is_none(), "the original is back");
    }
    #[test]
    fn of_copies_of_a_bank_the_one_of_its_own_name_counts_and_the_others_are_told_of_once() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let mut bank = Bank::new("mine", "Mine");
        bank.questions.push(bank::Question::new("q", "Why?", bank::Kind::Fact));
        store.save_bank("mine", &bank::to_toml(&bank)).unwrap();
        bank.title = "Theirs".to_owned();
        let names = [
            "mine (1).toml",
            "mine.sync-conflict-20261201-034500-ABCDEFG.toml",
            "mine_copy.toml",
            "Copy of mine.toml",
            "zz.toml",
        ];
        for name in names {
            std::fs::write(store.folders().banks().join(name), bank::to_toml(&bank)).unwrap();
        }
        for name in ["mine.toml~", "mine.toml.bak", "._mine.toml", ".mine.toml.swp"] {
            std::fs::write(store.folders().banks().join(name), "no bank").unwrap();
        }
        let library = Library::load(&store);
        assert_eq!(library.bank("mine").unwrap().bank.title, "Mine");
        assert_eq!(library.problems.len(), names.len(), "{:?}", library.problems);
        for name in names {
            let told = library.problems.iter().filter(|told| told.ends_with(&format!("/{name}")));
            assert_eq!(told.count(), 1, "{name}: {:?}", library.problems);
        }
        // What is saved is read again, and no copy is gone with it.
        bank.title = "Mine, changed".to_owned();
        store.save_bank("mine", &bank::to_toml(&bank)).unwrap();
        let library = Library::load_after(&store, Some(&library));
        assert_eq!(library.bank("mine").unwrap().bank.title, "Mine, changed");
        for name in names {
            assert!(store.folders().banks().join(name).exists(), "{name}");
        }
    }
}
