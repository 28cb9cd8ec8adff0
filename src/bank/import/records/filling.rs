//! Fills a draft within what a bank may hold: what is more is left out, and memory stays bounded.

use std::collections::BTreeSet;

use super::super::draft::{Draft, DraftQuestion, counted};
use crate::bank::model::{Kind, YourQuestion};
use crate::bank::read::{MAX_ITEMS, MAX_QUESTIONS};

/// As many lines that were left out are listed; the rest is counted.
const MAX_LEFT_OUT: usize = 50_000;

/// A draft being filled by a reader of records.
#[derive(Default)]
pub(super) struct Filling {
    /// What is there so far.
    pub(super) draft: Draft,
    ids: BTreeSet<String>,
    changed_ids: usize,
    tasks: BTreeSet<String>,
    abilities: BTreeSet<String>,
    unlisted: usize,
}

impl Filling {
    /// Takes a question. One of [`Kind::Asking`] is one to ask back.
    pub(super) fn push(&mut self, mut question: DraftQuestion) {
        if question.kind == Some(Kind::Asking) {
            return self.push_back(question);
        }
        if self.draft.questions.len() >= MAX_QUESTIONS {
            return self.leave_out(
                question.line,
                &question.ask,
                "a bank has at most 20,000 questions",
            );
        }
        let is_new = question.id.is_empty() || self.ids.insert(question.id.clone());
        self.changed_ids += usize::from(!is_new);
        let line = question.line;
        for list in [
            &mut question.answers,
            &mut question.points,
            &mut question.how_to,
            &mut question.avoid,
            &mut question.tasks,
            &mut question.abilities,
        ] {
            if list.len() > MAX_ITEMS {
                let rest = list.split_off(MAX_ITEMS).join(", ");
                self.leave_out(line, &rest, "more than a question may have");
            }
        }
        question.probes.truncate(MAX_ITEMS);
        let tasks = keep_names(&mut question.tasks, &mut self.tasks);
        let abilities = keep_names(&mut question.abilities, &mut self.abilities);
        for name in tasks.into_iter().chain(abilities) {
            self.leave_out(line, &name, "more names than a role may have");
        }
        self.draft.questions.push(question);
    }

    /// Takes a question to ask back.
    fn push_back(&mut self, question: DraftQuestion) {
        let DraftQuestion { line, id, ask, answers, .. } = question;
        if self.draft.your_questions.len() >= MAX_QUESTIONS {
            return self.leave_out(line, &ask, "a bank has at most 20,000 questions to ask back");
        }
        let mut answers = answers.into_iter();
        let about = answers.next().unwrap_or_default();
        for answer in answers {
            self.leave_out(line, &answer, "a question to ask back has no further answers");
        }
        self.draft.your_questions.push(YourQuestion { id, ask, about });
    }

    /// Notes that a text goes nowhere.
    pub(super) fn leave_out(&mut self, line: usize, text: &str, why: &'static str) {
        if self.draft.left_out.len() < MAX_LEFT_OUT {
            self.draft.leave_out(line, text, why);
        } else if !text.trim().is_empty() {
            self.unlisted += 1;
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
        if self.unlisted > 0 {
            let texts = counted(self.unlisted, "more text was", "more texts were");
            self.note(format!("{texts} left out and not listed."));
        }
        for list in [
            &mut self.draft.role.mindset,
            &mut self.draft.role.duties,
            &mut self.draft.role.skills,
            &mut self.draft.role.showcasing,
            &mut self.draft.role.advice,
        ] {
            list.truncate(MAX_ITEMS);
        }
        self.draft.role.tasks.truncate(MAX_ITEMS);
        self.draft.role.abilities.truncate(MAX_ITEMS);
        self.draft
    }
}

/// Takes out of `names` those for which the role has no room any more, and hands them back.
fn keep_names(names: &mut Vec<String>, known: &mut BTreeSet<String>) -> Vec<String> {
    let mut gone = Vec::new();
    names.retain(|name| {
        let fits = known.contains(name) || (known.len() < MAX_ITEMS && known.insert(name.clone()));
        if !fits {
            gone.push(name.clone());
        }
        fits
    });
    gone
}
