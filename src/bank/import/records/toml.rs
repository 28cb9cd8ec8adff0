//! Another bank of Greenroom's.

use std::collections::BTreeMap;

use super::super::ImportError;
use super::super::draft::{Draft, DraftQuestion};
use crate::bank::model::{Bank, Question};
use crate::bank::problem::{LeftOut, Problem};
use crate::bank::read::read as read_bank;

/// Reads a bank; what is wrong with it becomes lines left out and notes.
pub(super) fn read(text: &str) -> Result<Draft, ImportError> {
    let reading = read_bank(text, "");
    let Some(bank) = reading.bank else {
        let whole = reading.problems.iter().find(|problem| problem.left_out == LeftOut::Bank);
        let why = whole.or(reading.problems.first()).map(sentence).unwrap_or_default();
        return Err(ImportError::Form(format!("This is no bank of Greenroom’s. {why}.")));
    };
    let lines = question_lines(text);
    let mut draft = draft_of(bank, &lines);
    let source: Vec<&str> = text.lines().collect();
    for problem in &reading.problems {
        let line = problem.line.unwrap_or(1);
        let written = source.get(line.saturating_sub(1)).copied().unwrap_or_default();
        draft.leave_out(line, written, "not as a bank is written");
        draft.notes.push(format!("{}.", sentence(problem)));
    }
    Ok(draft)
}

fn sentence(problem: &Problem) -> String {
    let line = problem.line.map(|line| format!("Line {line}: ")).unwrap_or_default();
    format!("{line}{}; {}", problem.what, problem.remedy)
}

/// The bank as a draft that will be taken as it is.
fn draft_of(bank: Bank, lines: &BTreeMap<&str, usize>) -> Draft {
    let question = |one: Question| {
        let line = lines.get(one.id.as_str()).copied().unwrap_or(1);
        let mut answers = vec![one.model_answer];
        answers.extend(one.more_answers);
        let labels = one.placeholders.into_iter().map(|place| (place.name, place.nth, place.label));
        DraftQuestion {
            line,
            id: one.id,
            ask: one.ask,
            kind: Some(one.kind),
            own_band: one.own_band,
            answers,
            points: one.points,
            looks_for: one.looks_for,
            how_to: one.how_to,
            avoid: one.avoid,
            tasks: one.tasks,
            abilities: one.abilities,
            probes: one.probes,
            labels: labels.collect(),
        }
    };
    Draft {
        id: bank.id,
        title: bank.title,
        language: bank.language,
        role: bank.role,
        questions: bank.questions.into_iter().map(question).collect(),
        your_questions: bank.your_questions,
        as_it_is: true,
        ..Draft::default()
    }
}

/// The line in which each id is written, as far as it can be told at a glance.
fn question_lines(text: &str) -> BTreeMap<&str, usize> {
    let mut lines = BTreeMap::new();
    let mut begins = 1;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start();
        if line.starts_with("[[question]]") {
            begins = index + 1;
        }
        let id = line.strip_prefix("id").and_then(|rest| rest.trim_start().strip_prefix('='));
        if let Some(id) = id.map(|id| id.trim().trim_matches(['"', '\''])) {
            lines.entry(id).or_insert(begins);
        }
    }
    lines
}
