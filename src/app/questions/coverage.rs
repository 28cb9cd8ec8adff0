//! The page "Coverage": its model, and its intents.

use crate::bank::{Bank, Field, NamedText, Question};
use crate::rehearsal::History;
use crate::ui::questions::{ColumnKind, CoverageColumn, CoverageModel, CoverageRow, Rated};

/// What a question shows once this task or ability is ticked, or no longer.
pub(super) fn ticked(question: &Question, kind: ColumnKind, name: &str, on: bool) -> Field {
    let had = match kind {
        ColumnKind::Task => &question.tasks,
        ColumnKind::Ability => &question.abilities,
    };
    let mut names: Vec<String> = had.iter().filter(|have| *have != name).cloned().collect();
    if on {
        names.push(name.to_owned());
    }
    match kind {
        ColumnKind::Task => Field::Tasks(names),
        ColumnKind::Ability => Field::Abilities(names),
    }
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
    CoverageModel {
        title: bank.title.clone(),
        rows: rows.collect(),
        columns: all,
        ratings_known: history.is_whole(),
    }
}

fn rated(history: &History, bank: &str, question: &str) -> Option<Rated> {
    let practice = &history.of(bank, question)?.practice;
    let best = practice.best()?.stars();
    Some(Rated { best, takes: usize::try_from(practice.rated()).unwrap_or(usize::MAX) })
}

#[cfg(test)]
mod tests;
