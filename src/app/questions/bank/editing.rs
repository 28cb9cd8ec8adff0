//! One bank being edited, and how it is kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::bank::{Bank, Edit, Editor, Outcome, Refusal, built_in, free_id, to_toml};
use crate::store::{Store, StoreError};
use crate::ui::questions::BankOrigin;

use super::super::super::librarian::{Done, Job};

/// As many of our own states are remembered, to tell them from another program's.
const STATES: usize = 32;

/// A bank being edited.
pub(super) struct Editing {
    pub(super) editor: Editor,
    pub(super) origin: BankOrigin,
    /// When it was changed since it was last saved.
    changed: Option<Instant>,
    /// The generation that was last given to the librarian.
    saved: u64,
    /// The last state could not be saved.
    failed: bool,
    /// Whether the library has seen its file.
    had_file: bool,
    /// Changes every time that fields have to be filled anew, also when the editor is another one.
    begun: u64,
    states: Arc<Mutex<States>>,
}

/// What is on disk as far as this window knows; the librarian brings it up to date.
#[derive(Debug, Default)]
pub(in crate::app) struct States {
    /// The hash of the file's text; `None` if there is no file.
    seen: Option<String>,
    /// Hashes of texts that were read or written by this window, the latest last.
    ours: VecDeque<String>,
}

impl States {
    fn saw(&mut self, hash: String) {
        self.know(&hash);
        self.seen = Some(hash);
    }

    fn know(&mut self, hash: &str) {
        self.ours.push_back(hash.to_owned());
        if self.ours.len() > STATES {
            self.ours.pop_front();
        }
    }
}

impl Editing {
    /// Begins with what was read: its text's hash, if there is a file.
    pub(super) fn new(
        bank: Arc<Bank>,
        origin: BankOrigin,
        hash: Option<String>,
        begun: u64,
    ) -> Self {
        let mut states = States::default();
        let had_file = hash.is_some();
        if let Some(hash) = hash {
            states.saw(hash);
        }
        let states = Arc::new(Mutex::new(states));
        let (editor, changed, saved) = (Editor::new(bank), None, 0);
        Self { editor, origin, changed, saved, failed: false, had_file, begun, states }
    }

    /// A new bank, that has no file yet and is to get one.
    pub(super) fn unsaved(bank: Bank, now: Instant, begun: u64) -> Self {
        let new = Self::new(Arc::new(bank), BankOrigin::Own, None, begun);
        Self { changed: Some(now), ..new }
    }

    /// Grows whenever fields are to be filled anew.
    pub(super) fn turns(&self) -> u64 {
        // Editors that follow each other are far apart.
        (self.begun << 32) + self.editor.turns()
    }

    /// Whether everything is with the librarian.
    fn is_saved(&self) -> bool {
        self.changed.is_none()
    }

    /// What the library has is somebody else's newer state, or the file is gone: what is open is out of date.
    /// Not so while there is something to be saved.
    pub(super) fn is_outdated(&mut self, hash: Option<&str>) -> bool {
        let is_known = hash.is_some_and(|hash| self.knows(hash));
        let was_there = self.had_file;
        self.had_file |= hash.is_some();
        let is_other = if hash.is_some() { !is_known } else { was_there };
        is_other && self.is_saved() && !self.failed
    }

    /// The last state could not be saved.
    pub(super) fn not_kept(&mut self) {
        self.failed = true;
    }

    #[cfg(test)]
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Whether a text with this hash was read or written here.
    fn knows(&self, hash: &str) -> bool {
        held(&self.states).ours.iter().any(|ours| ours == hash)
    }

    pub(super) fn edit(
        &mut self,
        edit: Edit,
        now: Instant,
        run_ends_after: Duration,
    ) -> Result<Outcome, Refusal> {
        let pause = self.changed.map(|changed| now.saturating_duration_since(changed));
        if pause.is_some_and(|pause| pause > run_ends_after) {
            self.editor.end_run();
        }
        let outcome = self.editor.apply(edit)?;
        self.note_change(now);
        Ok(outcome)
    }

    /// Undoes or redoes; gives the question to look at.
    pub(super) fn turn(&mut self, back: bool, now: Instant) -> Option<String> {
        let shown = if back { self.editor.undo() } else { self.editor.redo() };
        self.note_change(now);
        shown
    }

    fn note_change(&mut self, now: Instant) {
        if self.editor.generation() != self.saved {
            self.changed = Some(now);
            if self.origin == BankOrigin::BuiltIn {
                self.origin = BankOrigin::Changed;
            }
        }
    }

    /// What is to be kept, if it was not touched for so long; else how long until then.
    pub(super) fn take_due(
        &mut self,
        now: Instant,
        after: Duration,
    ) -> Result<Job, Option<Duration>> {
        // What failed is not tried again and again by itself.
        let again = Some(now).filter(|_| self.failed && after.is_zero());
        let changed = self.changed.or(again).ok_or(None)?;
        let left = after.saturating_sub(now.saturating_duration_since(changed));
        if !left.is_zero() {
            return Err(Some(left));
        }
        self.failed = false;
        self.changed = None;
        self.saved = self.editor.generation();
        let (bank, states) = (Arc::clone(self.editor.bank()), Arc::clone(&self.states));
        Ok(Job::KeepBank(Keeping { bank, states }))
    }

    /// The same content as another bank.
    pub(super) fn renamed(&self, id: &str, title: &str, now: Instant, begun: u64) -> Self {
        let mut bank = Bank::clone(self.editor.bank());
        if bank.role.name == bank.title {
            title.clone_into(&mut bank.role.name);
        }
        id.clone_into(&mut bank.id);
        title.clone_into(&mut bank.title);
        let new = Self::unsaved(bank, now, begun);
        Self { states: Arc::clone(&self.states), ..new }
    }
}

/// A bank to be kept, and what is known of its file.
pub(in crate::app) struct Keeping {
    bank: Arc<Bank>,
    states: Arc<Mutex<States>>,
}

/// A bank that was kept beside another program's state of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct KeptBeside {
    /// The bank that was edited.
    pub id: String,
    /// What the edited state is called now.
    pub new_id: String,
    /// Its title.
    pub title: String,
}

/// Keeps a bank, on the librarian's thread. Never over another program's change.
pub(in crate::app) fn keep(keeping: &Keeping, store: &Store) -> Done {
    let Keeping { bank, states } = keeping;
    match try_keep(bank, states, store) {
        Ok(None) => Done::BanksChanged,
        Ok(Some(beside)) => Done::BankKeptBeside(beside),
        Err(problem) => Done::BankNotKept(bank.id.clone(), problem.to_string()),
    }
}

/// The window never waits for the disk: what it looks at is held only between two writings.
fn held(states: &Mutex<States>) -> MutexGuard<'_, States> {
    // Each change is one step: it is whole even if a thread panicked meanwhile.
    states.lock().unwrap_or_else(PoisonError::into_inner)
}

fn try_keep(
    bank: &Bank,
    states: &Mutex<States>,
    store: &Store,
) -> Result<Option<KeptBeside>, StoreError> {
    let text = to_toml(bank);
    let hash = Store::bank_hash(&text);
    let seen = held(states).seen.clone();
    // Before it is on disk, so that whoever reads it there knows it for ours.
    held(states).know(&hash);
    match store.save_bank_over(&bank.id, &text, seen.as_deref()) {
        Ok(_path) => {
            held(states).seen = Some(hash);
            Ok(None)
        }
        Err(StoreError::ChangedMeanwhile { .. }) => {
            let (other, kept) = beside(bank, store);
            let text = to_toml(&other);
            store.save_bank_over(&other.id, &text, None)?;
            let mut states = held(states);
            *states = States::default();
            states.saw(Store::bank_hash(&text));
            Ok(Some(kept))
        }
        Err(problem) => Err(problem),
    }
}

/// The bank under an id that no other has.
fn beside(bank: &Bank, store: &Store) -> (Bank, KeptBeside) {
    let files = store.folders().banks();
    let is_taken = |id: &str| {
        files.join(format!("{id}.toml")).exists() || built_in().iter().any(|(own, _)| *own == id)
    };
    let mut other = bank.clone();
    other.id = free_id(&bank.id, is_taken);
    other.title = format!("{} (edited here)", bank.title);
    let (new_id, title) = (other.id.clone(), other.title.clone());
    (other, KeptBeside { id: bank.id.clone(), new_id, title })
}
