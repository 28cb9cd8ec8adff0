//! All banks as the page knows them: those of the library, and those that were opened, with what was changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::bank::{Bank, Kind, Question, built_in, free_id};
use crate::rehearsal::{BankEntry, Library};
use crate::ui::questions::{BankChoice, BankOrigin};

use super::super::super::desk::Desk;
use super::super::super::librarian::Job;
use super::Editing;

/// A bank that was just made or brought back is read by then.
const AWAITED_FOR: Duration = Duration::from_secs(5);

/// The banks.
#[derive(Default)]
pub(super) struct Banks {
    open: BTreeMap<String, Editing>,
    /// Being moved to the earlier ones, until the library knows: the library that did not.
    leaving: BTreeMap<String, Arc<Library>>,
    begun: u64,
    /// Since when the chosen bank is neither open nor in the library.
    awaited_since: Option<Instant>,
    /// What is shown of all of them, and of what it was made.
    choices: Arc<[BankChoice]>,
    choices_of: Option<(Arc<Library>, u64)>,
}

impl Banks {
    /// The screen is entered: with this bank, or the first if there is none of that id.
    pub(super) fn enter(&mut self, chosen: &mut String, desk: &Desk) {
        let is_there = self.all(desk).any(|bank| bank.id == *chosen);
        if !is_there && let Some(first) = desk.library.banks.first() {
            chosen.clone_from(&first.bank.id);
        }
    }

    /// Opens the chosen bank, and notices what others changed. One that was just made or brought back is
    /// waited for.
    pub(super) fn follow(&mut self, chosen: &mut String, desk: &Desk) {
        self.leaving.retain(|_id, library| Arc::ptr_eq(library, &desk.library));
        if let Some(entry) = desk.library.bank(chosen)
            && let Some(open) = self.open.get_mut(chosen.as_str())
            && open.is_outdated(entry.file.as_ref().map(|_file| entry.hash.as_str()))
        {
            self.open.remove(chosen.as_str());
        }
        let is_there =
            self.open.contains_key(chosen.as_str()) || desk.library.bank(chosen).is_some();
        match (is_there, self.awaited_since) {
            (true, _) => self.awaited_since = None,
            (false, None) => self.awaited_since = Some(Instant::now()),
            (false, Some(since)) if since.elapsed() > AWAITED_FOR => {
                self.awaited_since = None;
                self.enter(chosen, desk);
            }
            (false, Some(_)) => {}
        }
        self.open_from(chosen, &desk.library);
    }

    /// A bank could not be saved.
    pub(super) fn not_kept(&mut self, id: &str) {
        if let Some(one) = self.open.get_mut(id) {
            one.not_kept();
        }
    }

    fn open_from(&mut self, id: &str, library: &Library) {
        if self.open.contains_key(id) || self.leaving.contains_key(id) {
            return;
        }
        let Some(entry) = library.bank(id) else { return };
        self.begun += 1;
        let bank = Arc::new(entry.bank.clone());
        let hash = entry.file.is_some().then(|| entry.hash.clone());
        self.open.insert(id.to_owned(), Editing::new(bank, origin(entry), hash, self.begun));
    }

    pub(super) fn get(&self, id: &str) -> Option<&Editing> {
        self.open.get(id)
    }

    /// The bank, to be changed; opened if it was not.
    pub(super) fn get_mut(&mut self, id: &str, desk: &Desk) -> Option<&mut Editing> {
        self.open_from(id, &desk.library);
        self.open.get_mut(id)
    }

    /// The banks to choose from.
    pub(super) fn choices(&mut self, desk: &Desk) -> Arc<[BankChoice]> {
        let generations = self.open.values().map(|one| one.turns() + one.editor.generation());
        let state = generations.fold(self.leaving.len() as u64, u64::wrapping_add);
        let is_it = self
            .choices_of
            .as_ref()
            .is_some_and(|(library, of)| Arc::ptr_eq(library, &desk.library) && *of == state);
        if !is_it {
            self.choices = self.all(desk).map(choice).collect();
            self.choices_of = Some((Arc::clone(&desk.library), state));
        }
        Arc::clone(&self.choices)
    }

    /// All banks as they are now.
    pub(super) fn all<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = &'a Bank> {
        let listed: BTreeSet<&str> =
            desk.library.banks.iter().map(|entry| entry.bank.id.as_str()).collect();
        let new = self.open.iter().filter(move |(id, _)| !listed.contains(id.as_str()));
        let new = new.map(|(_, one)| one.editor.bank().as_ref());
        let have = desk.library.banks.iter().filter_map(|entry| {
            if self.leaving.contains_key(&entry.bank.id) {
                return None;
            }
            let open = self.open.get(&entry.bank.id);
            Some(open.map_or(&entry.bank, |one| one.editor.bank().as_ref()))
        });
        have.chain(new)
    }

    /// Gives what was not touched for so long to the librarian; gives how long until the next.
    pub(super) fn save(&mut self, desk: &Desk, now: Instant, after: Duration) -> Option<Duration> {
        let mut next = self.awaited_since.map(|_| AWAITED_FOR);
        for one in self.open.values_mut() {
            match one.take_due(now, after) {
                Ok(job) => desk.librarian.ask(job),
                Err(left) => next = [next, left].into_iter().flatten().min(),
            }
        }
        next
    }

    /// A new bank with one question; its id.
    pub(super) fn begin_new(&mut self, desk: &Desk) -> String {
        let id = self.free_id("my-questions", desk);
        let mut bank = Bank::new(id.as_str(), self.free_title("My questions", desk));
        bank.questions.push(Question::new("experience", "Tell me about yourself.", Kind::Opener));
        self.insert(bank)
    }

    /// The same bank once more; its id.
    pub(super) fn duplicate(&mut self, id: &str, desk: &Desk) -> Option<String> {
        let mut bank = Bank::clone(self.open.get(id)?.editor.bank());
        bank.id = self.free_id(id, desk);
        let title = self.free_title(&bank.title, desk);
        if bank.role.name == bank.title {
            bank.role.name.clone_from(&title);
        }
        bank.title = title;
        Some(self.insert(bank))
    }

    fn insert(&mut self, bank: Bank) -> String {
        self.begun += 1;
        let id = bank.id.clone();
        self.open.insert(id.clone(), Editing::unsaved(bank, Instant::now(), self.begun));
        id
    }

    /// Nothing of it is known any more: it is opened anew.
    pub(super) fn forget(&mut self, id: &str) {
        self.open.remove(id);
        self.leaving.remove(id);
    }

    /// Moves it to the earlier ones, with what was not saved yet.
    pub(super) fn remove(&mut self, id: &str, desk: &Desk) {
        if let Some(mut one) = self.open.remove(id)
            && let Ok(job) = one.take_due(Instant::now(), Duration::ZERO)
        {
            desk.librarian.ask(job);
        }
        desk.librarian.ask(Job::RemoveBank(id.to_owned()));
        self.leaving.insert(id.to_owned(), Arc::clone(&desk.library));
    }

    /// What was edited is another bank now.
    pub(super) fn kept_beside(&mut self, id: &str, new_id: &str, title: &str) {
        let Some(one) = self.open.remove(id) else { return };
        self.begun += 1;
        self.open.insert(new_id.to_owned(), one.renamed(new_id, title, Instant::now(), self.begun));
    }

    fn free_id(&self, wanted: &str, desk: &Desk) -> String {
        let taken: BTreeSet<&str> = self.all(desk).map(|bank| bank.id.as_str()).collect();
        let file = |id: &str| desk.store.folders().banks().join(format!("{id}.toml"));
        let is_taken =
            |id: &str| taken.contains(id) || self.leaving.contains_key(id) || file(id).exists();
        free_id(wanted, is_taken)
    }

    /// A title that no other bank has: "My questions 2".
    fn free_title(&self, wanted: &str, desk: &Desk) -> String {
        let taken: BTreeSet<&str> = self.all(desk).map(|bank| bank.title.as_str()).collect();
        let mut nth = 1_u32;
        loop {
            let title = if nth == 1 { wanted.to_owned() } else { format!("{wanted} {nth}") };
            if !taken.contains(title.as_str()) {
                return title;
            }
            nth = nth.saturating_add(1);
        }
    }
}

fn choice(bank: &Bank) -> BankChoice {
    let (id, title) = (bank.id.clone(), bank.title.clone());
    BankChoice { id, title, questions: bank.questions.len() }
}

fn origin(entry: &BankEntry) -> BankOrigin {
    let comes_with_greenroom = built_in().iter().any(|(id, _)| *id == entry.bank.id);
    match (comes_with_greenroom, &entry.file) {
        (true, None) => BankOrigin::BuiltIn,
        (true, Some(_)) => BankOrigin::Changed,
        (false, _) => BankOrigin::Own,
    }
}
