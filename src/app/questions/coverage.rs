//! The page "Coverage": its model, and its intents.

use crate::bank::{Bank, NamedText, to_toml};
use crate::rehearsal::History;
use crate::ui::questions::{
    ColumnKind, CoverageColumn, CoverageIntent, CoverageModel, CoverageRow, Rated,
};

use super::super::desk::Desk;
use super::super::librarian::Job;
use super::Leave;

/// A bank whose tasks and abilities were ticked here, until the library has it.
#[derive(Default)]
pub(super) struct Ticking {
    bank: Option<Bank>,
}

impl Ticking {
    /// The bank with this id as it is, or is about to be.
    pub(super) fn bank<'a>(&'a mut self, id: &str, desk: &'a Desk) -> Option<&'a Bank> {
        let kept = desk.library.bank(id).map(|entry| &entry.bank);
        if self.bank.as_ref().is_some_and(|bank| bank.id != id || Some(bank) == kept) {
            self.bank = None;
        }
        self.bank.as_ref().or(kept)
    }

    /// What was not kept is forgotten.
    pub(super) fn clear(&mut self) {
        self.bank = None;
    }

    /// Does what the user wants with the bank of this id.
    pub(super) fn apply(&mut self, intent: CoverageIntent, id: &str, desk: &Desk) -> Option<Leave> {
        match intent {
            CoverageIntent::Rehearse(question) => Some(Leave::Rehearse(question)),
            CoverageIntent::Edit(question) => Some(Leave::Edit(question)),
            CoverageIntent::Toggle { question, kind, name, on } => {
                let mut bank = self.bank(id, desk)?.clone();
                if tick(&mut bank, &question, kind, &name, on) {
                    desk.librarian.ask(Job::SaveBank { id: bank.id.clone(), text: to_toml(&bank) });
                    self.bank = Some(bank);
                }
                None
            }
        }
    }
}

/// Says that a question shows a task or an ability, or that it does not; false if nothing changes. Names stay in
/// the order of the role.
fn tick(bank: &mut Bank, question: &str, kind: ColumnKind, name: &str, on: bool) -> bool {
    let of_role = match kind {
        ColumnKind::Task => &bank.role.tasks,
        ColumnKind::Ability => &bank.role.abilities,
    };
    let order: Vec<&str> = of_role.iter().map(|one| one.name.as_str()).collect();
    let question = bank.questions.iter_mut().find(|one| one.id == question);
    let names = question.map(|question| match kind {
        ColumnKind::Task => &mut question.tasks,
        ColumnKind::Ability => &mut question.abilities,
    });
    let Some(names) = names else { return false };
    match (names.iter().position(|have| have == name), on) {
        (None, true) => names.push(name.to_owned()),
        (Some(place), false) => drop(names.remove(place)),
        _ => return false,
    }
    names.sort_by_key(|have| order.iter().position(|one| one == have));
    true
}

/// What the page shows of a bank.
pub(super) fn model(bank: &Bank, history: &History) -> CoverageModel {
    let columns = |kind, all: &[NamedText]| {
        let one = |one: &NamedText| CoverageColumn {
            kind,
            name: one.name.clone(),
            about: one.text.clone(),
        };
        all.iter().map(one).collect::<Vec<_>>()
    };
    let mut all = columns(ColumnKind::Task, &bank.role.tasks);
    all.extend(columns(ColumnKind::Ability, &bank.role.abilities));
    let rows = bank.questions.iter().map(|question| {
        let shows = |column: &CoverageColumn| match column.kind {
            ColumnKind::Task => question.tasks.contains(&column.name),
            ColumnKind::Ability => question.abilities.contains(&column.name),
        };
        CoverageRow {
            question: question.id.clone(),
            ask: question.ask.clone(),
            shows: all.iter().map(shows).collect(),
            rated: rated(history, &bank.id, &question.id),
        }
    });
    CoverageModel { rows: rows.collect(), columns: all, ratings_known: history.is_whole() }
}

fn rated(history: &History, bank: &str, question: &str) -> Option<Rated> {
    let practice = &history.of(bank, question)?.practice;
    let best = practice.best()?.stars();
    Some(Rated { best, takes: usize::try_from(practice.rated()).unwrap_or(usize::MAX) })
}

#[cfg(test)]
mod tests;
