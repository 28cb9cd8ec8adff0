//! The user's words for the blanks in model answers: given once, used wherever a blank has the same label, and
//! changed for one blank without touching others.

use crate::bank::{BlankPlace, SameLabels};

use super::desk::Desk;
use super::librarian::Job;

/// Words that were given to other blanks along with one, and can be taken back from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reused {
    /// What these blanks stand for.
    pub label: String,
    /// The words.
    pub value: String,
    /// The others.
    pub places: Vec<BlankPlace>,
}

impl Reused {
    /// What happened, a sentence.
    pub(super) fn sentence(&self) -> String {
        let (value, label) = (&self.value, &self.label);
        match self.places.len() {
            1 => format!("“{value}” now also fills 1 other blank for {label}."),
            more => format!("“{value}” now also fills {more} other blanks for {label}."),
        }
    }
}

impl Desk {
    /// Fills a blank, or empties it, and has that saved. What is given goes to empty blanks with the same label,
    /// too; see [`SameLabels`] for which those are.
    pub(super) fn fill(&mut self, bank: &str, key: String, value: &str) {
        let value = value.trim();
        self.reused = None;
        if !value.is_empty() {
            self.fill_others(bank, &key, value);
        }
        self.profile.set(bank, key, value);
        self.save_words();
    }

    fn fill_others(&mut self, bank: &str, key: &str, value: &str) {
        let Some(label) = self.label(bank, key) else { return };
        let same = SameLabels::of(self.library.banks.iter().map(|entry| &entry.bank));
        let is_other = |place: &&BlankPlace| place.bank_id != bank || place.key != key;
        let is_empty =
            |place: &&BlankPlace| self.profile.value(&place.bank_id, &place.key).is_none();
        let places: Vec<BlankPlace> =
            same.places(&label).iter().filter(is_other).filter(is_empty).cloned().collect();
        for place in &places {
            self.profile.set(&place.bank_id, place.key.clone(), value);
        }
        if !places.is_empty() {
            self.reused = Some(Reused { label, value: value.to_owned(), places });
        }
    }

    /// Takes words back from the blanks that got them along with another one. What was changed since stays.
    pub(super) fn undo_reuse(&mut self) {
        let Some(reused) = self.reused.take() else { return };
        for place in reused.places {
            if self.profile.value(&place.bank_id, &place.key) == Some(reused.value.as_str()) {
                self.profile.set(&place.bank_id, place.key, "");
            }
        }
        self.save_words();
    }

    /// Gives a blank the words of another one that it was made from.
    pub(super) fn carry(&mut self, from: (&str, &str), to: (&str, &str)) {
        if let Some(value) = self.profile.value(from.0, from.1).map(str::to_owned) {
            self.profile.set(to.0, to.1, &value);
            self.save_words();
        }
    }

    /// Gives a bank the words of the one that it is a copy of.
    pub(super) fn copy_words(&mut self, from: &str, to: &str) {
        self.profile.copy_bank(from, to);
        self.save_words();
    }

    fn save_words(&mut self) {
        self.revision += 1;
        self.librarian.ask(Job::SaveProfile(Box::new(self.profile.clone())));
    }

    /// What the blank of this key stands for.
    fn label(&self, bank: &str, key: &str) -> Option<String> {
        let questions = &self.library.bank(bank)?.bank.questions;
        let mut blanks = questions.iter().flat_map(|question| &question.placeholders);
        blanks.find(|one| one.key() == key).map(|one| one.label.clone())
    }
}

#[cfg(test)]
pub(super) mod tests;
