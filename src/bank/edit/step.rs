//! What a step changed, in both directions.

use crate::bank::model::{Bank, Question, Role, YourQuestion};

/// One change to a bank, that can be made and taken back.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// Everything but the questions.
    Head { before: Box<Head>, after: Box<Head> },
    /// Questions, from this place on, in the place of others.
    Splice { at: usize, before: Vec<Question>, after: Vec<Question> },
    /// One question at another place.
    Move { from: usize, to: usize },
}

/// Everything but the questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) role: Role,
    pub(super) your_questions: Vec<YourQuestion>,
}

impl Head {
    pub(super) fn of(bank: &Bank) -> Self {
        Self {
            title: bank.title.clone(),
            role: bank.role.clone(),
            your_questions: bank.your_questions.clone(),
        }
    }

    fn put(&self, bank: &mut Bank) {
        bank.title.clone_from(&self.title);
        bank.role.clone_from(&self.role);
        bank.your_questions.clone_from(&self.your_questions);
    }
}

impl Change {
    /// A question in the place of another; nothing if they are the same.
    pub(super) fn question(at: usize, before: &Question, after: Question) -> Vec<Self> {
        if *before == after {
            return Vec::new();
        }
        vec![Self::Splice { at, before: vec![before.clone()], after: vec![after] }]
    }

    /// Questions where there were none.
    pub(super) fn insert(at: usize, after: Vec<Question>) -> Self {
        Self::Splice { at, before: Vec::new(), after }
    }

    /// Away with a question.
    pub(super) fn remove(at: usize, question: &Question) -> Self {
        Self::Splice { at, before: vec![question.clone()], after: Vec::new() }
    }

    /// Another head; nothing if it is the same.
    pub(super) fn head(bank: &Bank, change: impl FnOnce(&mut Head)) -> Option<Self> {
        let before = Box::new(Head::of(bank));
        let mut after = before.clone();
        change(&mut after);
        (before != after).then_some(Self::Head { before, after })
    }

    pub(super) fn apply(&self, bank: &mut Bank) {
        match self {
            Self::Head { after, .. } => after.put(bank),
            Self::Splice { at, before, after } => splice(bank, *at, before.len(), after),
            Self::Move { from, to } => shift(bank, *from, *to),
        }
    }

    pub(super) fn undo(&self, bank: &mut Bank) {
        match self {
            Self::Head { before, .. } => before.put(bank),
            Self::Splice { at, before, after } => splice(bank, *at, after.len(), before),
            Self::Move { from, to } => shift(bank, *to, *from),
        }
    }

    /// This change and then that one, as one, if they are of the same thing.
    fn followed_by(&mut self, next: &Self) -> bool {
        match (self, next) {
            (Self::Head { after, .. }, Self::Head { after: last, .. }) => {
                after.clone_from(last);
                true
            }
            (
                Self::Splice { at, before, after },
                Self::Splice { at: next_at, before: between, after: last },
            ) if at == next_at
                && before.len() == after.len()
                && between.len() == last.len()
                && after.len() == between.len() =>
            {
                after.clone_from(last);
                true
            }
            _ => false,
        }
    }
}

fn splice(bank: &mut Bank, at: usize, away: usize, instead: &[Question]) {
    // Steps are undone in order: the questions are those that were there.
    let at = at.min(bank.questions.len());
    let end = at.saturating_add(away).min(bank.questions.len());
    bank.questions.splice(at..end, instead.iter().cloned());
}

fn shift(bank: &mut Bank, from: usize, to: usize) {
    if from < bank.questions.len() && to < bank.questions.len() {
        let question = bank.questions.remove(from);
        bank.questions.insert(to, question);
    }
}

/// Changes that are undone together.
#[derive(Debug)]
pub(super) struct Step {
    /// In the order in which they were made.
    pub(super) changes: Vec<Change>,
    /// What it is called.
    pub(super) name: &'static str,
    /// The question to look at when it is done.
    pub(super) show: Option<String>,
    /// The text that was typed.
    pub(super) run: Option<String>,
}

impl Step {
    /// More of the same text was typed.
    pub(super) fn go_on(&mut self, changes: Vec<Change>) {
        for change in changes {
            let is_same = match self.changes.as_mut_slice() {
                [only] => only.followed_by(&change),
                _ => false,
            };
            if !is_same {
                self.changes.push(change);
            }
        }
    }

    /// The question to look at when it is undone: the one that comes back, or else the one it was about.
    pub(super) fn question_before(&self) -> Option<&str> {
        let back = self.changes.iter().find_map(|change| match change {
            Change::Splice { before, after, .. } if before.len() >= after.len() => before.first(),
            _ => None,
        });
        back.map(|question| question.id.as_str()).or(self.show.as_deref())
    }
}
