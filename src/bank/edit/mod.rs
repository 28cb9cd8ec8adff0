//! Changes to a bank, each of which can be undone.
//!
//! An [`Edit`] goes in; the bank is always one that can be written to a file and read again: texts are put
//! in order as they are taken over, and what would leave a question without words, or a bank without
//! questions, is refused. Ids never change, since recordings are filed under them. No clock: whoever knows
//! that a pause was made says so ([`Editor::end_run`]).

mod edits;
mod question;
mod role;
mod several;
mod step;
#[cfg(test)]
mod tests;
mod tidy;

use std::collections::VecDeque;
use std::sync::Arc;

pub use edits::{Copied, Edit, Field, Outcome, Refusal, RoleEdit, RoleNames, RoleTexts, SplitAt};

use self::step::{Change, Step};
use super::import::ids::Ids;
use super::model::{Bank, Question};
use super::read::MAX_QUESTIONS;

/// As many steps can be undone.
const MAX_STEPS: usize = 200;

/// A bank being edited.
#[derive(Debug)]
pub struct Editor {
    /// Shared with whoever shows or saves it; changed in place while nobody does.
    bank: Arc<Bank>,
    done: VecDeque<Step>,
    undone: Vec<Step>,
    /// Whether the next change of the same text belongs to the last step.
    in_run: bool,
    /// Ids that are, or ever were, in use: recordings may be filed under them.
    ids: Ids,
    generation: u64,
    turns: u64,
}

impl Editor {
    /// Begins with this bank.
    #[must_use]
    pub fn new(bank: Arc<Bank>) -> Self {
        let mut ids = Ids::default();
        for question in &bank.questions {
            ids.id_for(&question.id, "", "");
        }
        let (done, undone) = Default::default();
        Self { bank, done, undone, in_run: false, ids, generation: 0, turns: 0 }
    }

    /// The bank as it is now.
    #[must_use]
    pub fn bank(&self) -> &Arc<Bank> {
        &self.bank
    }

    /// Grows with every change.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Grows with every change that was not typed: what is shown of texts being typed is out of date then.
    #[must_use]
    pub fn turns(&self) -> u64 {
        self.turns
    }

    /// What would be undone, such as "deleting a question".
    #[must_use]
    pub fn undo_name(&self) -> Option<&'static str> {
        self.done.back().map(|step| step.name)
    }

    /// What would be done again.
    #[must_use]
    pub fn redo_name(&self) -> Option<&'static str> {
        self.undone.last().map(|step| step.name)
    }

    /// What is typed from now on is a step of its own.
    pub fn end_run(&mut self) {
        self.in_run = false;
    }

    /// Carries out an edit; one that changes nothing is no step.
    ///
    /// # Errors
    /// Says why not; the bank is as it was.
    pub fn apply(&mut self, edit: Edit) -> Result<Outcome, Refusal> {
        let run = edit.run();
        let name = edit.name();
        let (changes, outcome) = self.plan(edit)?;
        if changes.is_empty() {
            return Ok(outcome);
        }
        let bank = Arc::make_mut(&mut self.bank);
        for change in &changes {
            change.apply(bank);
        }
        self.undone.clear();
        self.generation += 1;
        self.turns += u64::from(run.is_none());
        let last =
            self.done.back_mut().filter(|last| self.in_run && run.is_some() && last.run == run);
        match last {
            Some(last) => last.go_on(changes),
            None => {
                self.done.push_back(Step { changes, name, show: outcome.show.clone(), run });
                if self.done.len() > MAX_STEPS {
                    self.done.pop_front();
                }
            }
        }
        self.in_run = true;
        Ok(outcome)
    }

    /// Takes the last step back; gives the question to look at, if there is one.
    pub fn undo(&mut self) -> Option<String> {
        let step = self.done.pop_back()?;
        let bank = Arc::make_mut(&mut self.bank);
        for change in step.changes.iter().rev() {
            change.undo(bank);
        }
        let show = step.question_before().map(str::to_owned);
        self.undone.push(step);
        self.turned();
        show
    }

    /// Does it again.
    pub fn redo(&mut self) -> Option<String> {
        let step = self.undone.pop()?;
        let bank = Arc::make_mut(&mut self.bank);
        for change in &step.changes {
            change.apply(bank);
        }
        let show = step.show.clone();
        self.done.push_back(step);
        self.turned();
        show
    }

    fn turned(&mut self) {
        self.in_run = false;
        self.generation += 1;
        self.turns += 1;
    }

    fn plan(&mut self, edit: Edit) -> Result<(Vec<Change>, Outcome), Refusal> {
        let bank = Arc::clone(&self.bank);
        match edit {
            Edit::Title(title) => Ok((role::title(&bank, &title)?, Outcome::default())),
            Edit::Role(edit) => Ok((role::role(&bank, edit)?, Outcome::default())),
            Edit::YourQuestions(all) => Ok((role::your_questions(&bank, all), Outcome::default())),
            Edit::Question { id, field } => {
                let (at, before) = find(&bank, &id)?;
                let after = question::changed(&bank.role, before, field)?;
                let changes = Change::question(at, before, after);
                Ok((changes, Outcome::at(id)))
            }
            Edit::Add { after, ask } => {
                room_for(&bank, 1)?;
                let new = question::new(self.ids.id_for("", "", "question"), &ask)?;
                let outcome = Outcome::at(new.id.clone());
                Ok((vec![Change::insert(place_after(&bank, after.as_deref()), vec![new])], outcome))
            }
            Edit::Duplicate(id) => {
                room_for(&bank, 1)?;
                let (at, question) = find(&bank, &id)?;
                let (copy, carried) = several::renamed(question, &mut self.ids);
                let outcome = Outcome { carried, ..Outcome::at(copy.id.clone()) };
                Ok((vec![Change::insert(at + 1, vec![copy])], outcome))
            }
            Edit::Delete(id) => several::delete(&bank, &id),
            Edit::Move { id, to } => {
                let (from, _) = find(&bank, &id)?;
                let to = to.min(bank.questions.len().saturating_sub(1));
                let changes = if from == to { Vec::new() } else { vec![Change::Move { from, to }] };
                Ok((changes, Outcome::at(id)))
            }
            Edit::Split { id, at } => {
                room_for(&bank, 1)?;
                several::split(&bank, &id, at, &mut self.ids)
            }
            Edit::Merge { id, other } => several::merge(&bank, &id, &other),
            Edit::Copy(copy) => {
                room_for(&bank, copy.questions.len())?;
                several::copy(&bank, *copy, &mut self.ids)
            }
        }
    }
}

/// A question and its place.
fn find<'a>(bank: &'a Bank, id: &str) -> Result<(usize, &'a Question), Refusal> {
    let mut all = bank.questions.iter().enumerate();
    all.find(|(_, question)| question.id == id).ok_or(Refusal::Gone)
}

/// The place behind this question; the end if there is none.
fn place_after(bank: &Bank, id: Option<&str>) -> usize {
    let at = id.and_then(|id| bank.questions.iter().position(|question| question.id == id));
    at.map_or(bank.questions.len(), |at| at + 1)
}

fn room_for(bank: &Bank, more: usize) -> Result<(), Refusal> {
    let fits = bank.questions.len().saturating_add(more) <= MAX_QUESTIONS;
    if fits { Ok(()) } else { Err(Refusal::TooMany) }
}
