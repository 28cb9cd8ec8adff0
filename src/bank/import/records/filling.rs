//! Fills a draft within what a bank may hold: what is more is left out, and memory stays bounded.

use std::collections::HashSet;

use super::super::bounds::TOO_MANY_QUESTIONS;
use super::super::draft::{Draft, DraftQuestion, counted};
use super::super::target;
use crate::bank::model::{Kind, YourQuestion};
use crate::bank::read::MAX_QUESTIONS;

/// A draft being filled by a reader of records.
#[derive(Default)]
pub(super) struct Filling {
    /// What is there so far.
    pub(super) draft: Draft,
    ids: HashSet<String>,
    changed_ids: usize,
}

impl Filling {
    /// Takes a question. One of [`Kind::Asking`] is one to ask back.
    pub(super) fn push(&mut self, question: DraftQuestion) {
        if question.kind == Some(Kind::Asking) {
            return self.push_back(question);
        }
        if self.draft.questions.len() >= MAX_QUESTIONS {
            return self.draft.leave_out_whole(&question, TOO_MANY_QUESTIONS);
        }
        let is_new = question.id.is_empty() || self.ids.insert(question.id.clone());
        self.changed_ids += usize::from(!is_new);
        self.draft.questions.push(question);
    }

    /// Takes a question to ask back.
    fn push_back(&mut self, question: DraftQuestion) {
        let mut rest = question;
        let (line, id) = (rest.line, std::mem::take(&mut rest.id));
        let ask = std::mem::take(&mut rest.ask);
        let mut answers = std::mem::take(&mut rest.answers).into_iter();
        let about = answers.next().unwrap_or_default();
        rest.answers = answers.collect();
        self.draft.leave_out_whole(&rest, "a question to ask back has only a remark beside it");
        self.draft.your_questions.push(YourQuestion { id, ask, about });
        self.draft.bound_role(line);
    }

    /// Notes that a text goes nowhere.
    pub(super) fn leave_out(&mut self, line: usize, text: &str, why: &'static str) {
        self.draft.leave_out(line, text, why);
    }

    /// Takes how long the answer to a question should last; what is no such length goes nowhere.
    pub(super) fn set_target(&mut self, question: &mut DraftQuestion, text: &str) {
        match target::own_band(text) {
            Some(band) => question.own_band = Some(band),
            None => self.leave_out(question.line, text, target::NO_TARGET),
        }
    }

    /// Adds a note, once.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.draft.notes.contains(&note) {
            self.draft.notes.push(note);
        }
    }

    /// What came of it.
    pub(super) fn finish(mut self) -> Draft {
        if self.changed_ids > 0 {
            let ids = counted(self.changed_ids, "id stands", "ids stand");
            self.note(format!(
                "{ids} there more than once; the later questions get ids of their own."
            ));
        }
        self.draft
    }
}
