//! Changes within one question.

use super::edits::{Field, Refusal};
use super::tidy;
use crate::bank::answer::derived_label;
use crate::bank::model::{Band, Kind, NamedText, Probe, Question, Role};

/// A new question.
pub(super) fn new(id: String, ask: &str) -> Result<Question, Refusal> {
    let ask = tidy::line(ask);
    if ask.is_empty() { Err(Refusal::NoWords) } else { Ok(Question::new(id, ask, Kind::Process)) }
}

/// The question with this part changed.
pub(super) fn changed(role: &Role, before: &Question, field: Field) -> Result<Question, Refusal> {
    let mut question = before.clone();
    match field {
        Field::Ask(ask) => {
            question.ask = tidy::line(&ask);
            if question.ask.is_empty() {
                return Err(Refusal::NoWords);
            }
        }
        Field::Kind(kind) if !Kind::ASKED.contains(&kind) => return Err(Refusal::NotAsked),
        Field::Kind(kind) => question.kind = kind,
        Field::Band(band) => question.own_band = band.map(own).transpose()?,
        Field::ModelAnswer(answer) => question.set_model_answer(tidy::text(&answer)),
        Field::MoreAnswers(all) => question.more_answers = tidy::texts(&all),
        Field::UseAnswer(nth) => use_answer(&mut question, nth)?,
        Field::Points(all) => question.points = tidy::lines(&all),
        Field::LooksFor(text) => question.looks_for = tidy::text(&text),
        Field::HowTo(all) => question.how_to = tidy::lines(&all),
        Field::Avoid(all) => question.avoid = tidy::lines(&all),
        Field::Tasks(names) => question.tasks = known(&names, &role.tasks),
        Field::Abilities(names) => question.abilities = known(&names, &role.abilities),
        Field::Probes(all) => question.probes = probes(all),
        Field::Label { place, label } => set_label(&mut question, place, &label),
    }
    Ok(question)
}

/// The band in whole seconds, if it is one that a question may have.
fn own(band: Band) -> Result<Band, Refusal> {
    let (least, most) = band.in_secs();
    Band::own(least, most).ok_or(Refusal::NoBand)
}

fn use_answer(question: &mut Question, nth: usize) -> Result<(), Refusal> {
    let chosen = question.more_answers.get_mut(nth).ok_or(Refusal::Gone)?;
    let answer = std::mem::take(chosen);
    if question.model_answer.is_empty() {
        question.more_answers.remove(nth);
    } else {
        chosen.clone_from(&question.model_answer);
    }
    question.set_model_answer(answer);
    Ok(())
}

/// The role's own names among these, each once.
fn known(names: &[String], role: &[NamedText]) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for name in names.iter().map(|name| tidy::line(name)) {
        if role.iter().any(|one| one.name == name) && !known.contains(&name) {
            known.push(name);
        }
    }
    known
}

fn probes(all: Vec<Probe>) -> Vec<Probe> {
    let tidied = all.into_iter().map(|probe| Probe { ask: tidy::line(&probe.ask), ..probe });
    tidy::few(tidied.filter(|probe| !probe.ask.is_empty()))
}

fn set_label(question: &mut Question, place: usize, label: &str) {
    let Some(placeholder) = question.placeholders.get_mut(place) else { return };
    let label = tidy::line(label);
    // A name over several lines can't be written down beside its label.
    let is_plain = tidy::line(&placeholder.name) == placeholder.name;
    placeholder.label = match label.is_empty() || !is_plain {
        true => derived_label(&placeholder.name),
        false => label,
    };
}
