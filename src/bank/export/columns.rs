//! The columns of a bank in rows and columns, shared by CSV and Anki notes, and by what reads them again.

use std::borrow::Cow;

use crate::bank::answer::derived_label;
use crate::bank::model::{Band, Placeholder, Probe, Question};
use crate::bank::read::text::one_line;

/// The head of the column that says what a row is; only our own tables have one.
pub(in crate::bank) const SECTION: &str = "section";

/// What the rows of our tables are, as their section says it.
pub(in crate::bank) mod section {
    pub(in crate::bank) const QUESTION: &str = "question";
    pub(in crate::bank) const ASK_BACK: &str = "ask back";
    pub(in crate::bank) const BANK_ID: &str = "bank id";
    pub(in crate::bank) const TITLE: &str = "title";
    pub(in crate::bank) const LANGUAGE: &str = "language";
    pub(in crate::bank) const ROLE: &str = "role";
    pub(in crate::bank) const MINDSET: &str = "mindset";
    pub(in crate::bank) const DUTY: &str = "duty";
    pub(in crate::bank) const TASK: &str = "task";
    pub(in crate::bank) const ABILITY: &str = "ability";
    pub(in crate::bank) const SKILL: &str = "skill";
    pub(in crate::bank) const SHOWCASING: &str = "showcasing";
    pub(in crate::bank) const ADVICE: &str = "advice";
}

/// The heads of the columns that come after the answers.
const AFTER_ANSWERS: [&str; 8] =
    ["points", "looks for", "how to", "avoid", "tasks", "abilities", "probes", "placeholders"];

/// The heads of a table of questions whose first two are called so, with columns for so many further answers.
pub(super) fn heads(first: [&'static str; 2], more_answers: usize) -> Vec<Cow<'static, str>> {
    let mut heads: Vec<Cow<'static, str>> = first.map(Cow::Borrowed).into();
    heads.extend(["id", "kind", "target"].map(Cow::Borrowed));
    heads.extend((0..more_answers).map(|index| Cow::Owned(format!("answer {}", index + 2))));
    heads.extend(AFTER_ANSWERS.map(Cow::Borrowed));
    heads
}

/// As many further answers as the questions have at most.
pub(super) fn most_more_answers(questions: &[Question]) -> usize {
    questions.iter().map(|question| question.more_answers.len()).max().unwrap_or_default()
}

/// A question's cells under [`heads`]. What there are several of stands in one cell, a line each.
pub(super) fn cells(question: &Question, more_answers: usize) -> Vec<Cow<'_, str>> {
    let mut cells: Vec<Cow<'_, str>> = vec![
        question.ask.as_str().into(),
        question.model_answer.as_str().into(),
        question.id.as_str().into(),
        question.kind.word().into(),
        question.own_band.map(target).unwrap_or_default().into(),
    ];
    let more = question.more_answers.iter().map(|answer| Cow::Borrowed(answer.as_str()));
    cells.extend(more.chain(std::iter::repeat(Cow::Borrowed(""))).take(more_answers));
    let probes: Vec<String> = question.probes.iter().map(probe_line).collect();
    cells.extend([
        lines(&question.points),
        question.looks_for.as_str().into(),
        lines(&question.how_to),
        lines(&question.avoid),
        lines(&question.tasks),
        lines(&question.abilities),
        probes.join("\n").into(),
        labels(&question.placeholders).into(),
    ]);
    cells
}

fn lines(texts: &[String]) -> Cow<'_, str> {
    match texts {
        [] => "".into(),
        [one] => one.as_str().into(),
        _ => texts.join("\n").into(),
    }
}

/// A target band in words: with a hyphen in its middle a spreadsheet would take it for a date.
pub(in crate::bank) fn target(band: Band) -> String {
    let (least, most) = band.in_secs();
    format!("{least} to {most} s")
}

/// A follow-up in a line.
pub(super) fn probe_line(probe: &Probe) -> String {
    format!("{}: {}", probe.part.word(), probe.ask)
}

/// A line for each placeholder if any has a label of its own; nothing if all labels are as their names give.
fn labels(placeholders: &[Placeholder]) -> String {
    if placeholders.iter().all(|one| one.label == derived_label(&one.name)) {
        return String::new();
    }
    let line = |one: &Placeholder| format!("[{}] = {}", one_line(&one.name), one.label);
    placeholders.iter().map(line).collect::<Vec<_>>().join("\n")
}
