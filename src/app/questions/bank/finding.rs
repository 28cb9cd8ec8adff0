//! Looking through all banks; only when something else is looked for, or something has changed.

use std::sync::Arc;

use crate::bank::Search;
use crate::rehearsal::Library;
use crate::ui::questions::{Finding, Findings};

use super::super::super::desk::Desk;
use super::Banks;

/// As many are shown; who wants others looks for more words.
const MOST: usize = 500;

/// What is looked for and what was found.
#[derive(Default)]
pub(super) struct Finder {
    search: Search,
    found: Option<Arc<Findings>>,
    /// What it was found in.
    of: Option<(Arc<Library>, u64)>,
}

impl Finder {
    /// Looks for these words from now on.
    pub(super) fn look_for(&mut self, words: String) {
        self.search = Search::new(&words);
        self.of = None;
    }

    /// What is found; `None` if nothing is looked for.
    pub(super) fn find(
        &mut self,
        chosen: &str,
        banks: &Banks,
        desk: &Desk,
    ) -> Option<Arc<Findings>> {
        if self.search.is_empty() {
            self.found = None;
            return None;
        }
        // Not at every letter that is typed into a question.
        let turns = banks.get(chosen).map_or(0, |one| one.turns());
        let is_it = self
            .of
            .as_ref()
            .is_some_and(|(library, of)| Arc::ptr_eq(library, &desk.library) && *of == turns);
        if !is_it {
            self.of = Some((Arc::clone(&desk.library), turns));
            self.found = Some(Arc::new(self.look(chosen, banks, desk)));
        }
        self.found.clone()
    }

    fn look(&self, chosen: &str, banks: &Banks, desk: &Desk) -> Findings {
        let mut findings = Findings::default();
        let here = banks.all(desk).filter(|bank| bank.id == chosen);
        let elsewhere = banks.all(desk).filter(|bank| bank.id != chosen);
        for bank in here.chain(elsewhere) {
            for question in bank.questions.iter().filter(|question| self.search.finds(question)) {
                if findings.first.len() >= MOST {
                    findings.more += 1;
                    continue;
                }
                findings.first.push(Finding {
                    bank: bank.id.clone(),
                    title: bank.title.clone(),
                    question: question.id.clone(),
                    ask: question.ask.clone(),
                });
            }
        }
        findings
    }
}
