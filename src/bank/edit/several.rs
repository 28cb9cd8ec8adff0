//! Changes that make, join or take away questions.

use super::edits::{Copied, Outcome, Refusal, RoleNames, SplitAt};
use super::step::Change;
use super::{find, place_after, tidy};
use crate::bank::import::ids::Ids;
use crate::bank::model::{Bank, Question};

/// Changes, and what is to be known about them.
type Planned = Result<(Vec<Change>, Outcome), Refusal>;

/// Old and new keys of placeholders.
type Carried = Vec<(String, String)>;

/// A copy under a new id.
pub(super) fn renamed(question: &Question, ids: &mut Ids) -> (Question, Carried) {
    let id = ids.id_for(&question.id, &question.ask, "question");
    let mut copy = question.clone();
    copy.id.clone_from(&id);
    for placeholder in &mut copy.placeholders {
        placeholder.question_id.clone_from(&id);
    }
    let from = question.placeholders.iter().map(|one| one.key());
    let carried = from.zip(copy.placeholders.iter().map(|one| one.key()));
    let carried = carried.filter(|(from, to)| from != to).collect();
    (copy, carried)
}

pub(super) fn delete(bank: &Bank, id: &str) -> Planned {
    let (at, question) = find(bank, id)?;
    if bank.questions.len() == 1 {
        return Err(Refusal::LastQuestion);
    }
    let next = bank.questions.get(at + 1).or_else(|| bank.questions.get(at.checked_sub(1)?));
    let show = next.map(|next| next.id.clone());
    let said = Some(format!("“{}” was deleted.", shortened(&question.ask)));
    Ok((vec![Change::remove(at, question)], Outcome { show, said, ..Outcome::default() }))
}

/// What fits into a sentence.
fn shortened(ask: &str) -> String {
    const LONGEST: usize = 48;
    let mut signs = ask.chars();
    let mut short: String = signs.by_ref().take(LONGEST).collect();
    if signs.next().is_some() {
        short.push('…');
    }
    short
}

pub(super) fn split(bank: &Bank, id: &str, at: SplitAt, ids: &mut Ids) -> Planned {
    let (place, question) = find(bank, id)?;
    let (first, second, carried) = match at {
        SplitAt::Ask(at) => split_ask(question, at, ids)?,
        SplitAt::Answer(at) => split_answer(question, at, ids)?,
    };
    let show = Some(second.id.clone());
    let change =
        Change::Splice { at: place, before: vec![question.clone()], after: vec![first, second] };
    Ok((vec![change], Outcome { show, said: None, carried }))
}

/// The two sides of a text, neither of them empty.
fn sides(text: &str, at: usize, tidy: fn(&str) -> String) -> Result<(String, String), Refusal> {
    let at = text.floor_char_boundary(at);
    let (before, after) = text.split_at_checked(at).ok_or(Refusal::NothingToSplit)?;
    let (before, after) = (tidy(before), tidy(after));
    if before.is_empty() || after.is_empty() {
        return Err(Refusal::NothingToSplit);
    }
    Ok((before, after))
}

fn split_ask(
    question: &Question,
    at: usize,
    ids: &mut Ids,
) -> Result<(Question, Question, Carried), Refusal> {
    let (before, after) = sides(&question.ask, at, tidy::line)?;
    let first = Question { ask: before, ..question.clone() };
    let mut second = Question::new(ids.id_for("", &after, "question"), after, question.kind);
    second.own_band = question.own_band;
    second.tasks.clone_from(&question.tasks);
    second.abilities.clone_from(&question.abilities);
    Ok((first, second, Vec::new()))
}

fn split_answer(
    question: &Question,
    at: usize,
    ids: &mut Ids,
) -> Result<(Question, Question, Carried), Refusal> {
    let (before, after) = sides(&question.model_answer, at, tidy::text)?;
    let mut first = question.clone();
    first.set_model_answer(before);
    let id = ids.id_for(&question.id, &question.ask, "question");
    let mut second = Question::new(id, question.ask.clone(), question.kind);
    second.own_band = question.own_band;
    second.set_model_answer(after);
    second.tasks.clone_from(&question.tasks);
    second.abilities.clone_from(&question.abilities);
    let mut carried = Vec::new();
    let (all, kept) = (&question.placeholders, first.placeholders.len());
    // Unless a bracket was cut in two, the placeholders are the same ones.
    if kept + second.placeholders.len() == all.len() {
        for (from, to) in all.iter().skip(kept).zip(&mut second.placeholders) {
            to.label.clone_from(&from.label);
            carried.push((from.key(), to.key()));
        }
    }
    Ok((first, second, carried))
}

pub(super) fn merge(bank: &Bank, id: &str, other: &str) -> Planned {
    let ((at, first), (other_at, second)) = (find(bank, id)?, find(bank, other)?);
    if at == other_at {
        return Err(Refusal::Same);
    }
    let (merged, carried) = merged(first, second);
    let mut changes = Change::question(at, first, merged);
    changes.push(Change::remove(other_at, second));
    let said = Some(format!(
        "“{}” is part of this question now. Its recordings stay in their sessions.",
        shortened(&second.ask)
    ));
    Ok((changes, Outcome { show: Some(id.to_owned()), said, carried }))
}

fn merged(first: &Question, second: &Question) -> (Question, Carried) {
    let mut merged = first.clone();
    if !first.ask.contains(&second.ask) {
        merged.ask = tidy::line(&format!("{} {}", first.ask, second.ask));
    }
    let answers = [&first.model_answer, &second.model_answer].map(String::as_str).join("\n\n");
    merged.set_model_answer(tidy::text(&answers));
    let from = first.placeholders.iter().chain(&second.placeholders);
    let mut carried = Vec::new();
    if from.clone().count() == merged.placeholders.len() {
        for (from, to) in from.zip(&mut merged.placeholders) {
            to.label.clone_from(&from.label);
            carried.push((from.key(), to.key()));
        }
        carried.retain(|(from, to)| from != to);
    }
    let looks_for = match first.looks_for.contains(&second.looks_for) {
        true => first.looks_for.clone(),
        false => tidy::text(&format!("{}\n\n{}", first.looks_for, second.looks_for)),
    };
    merged.looks_for = looks_for;
    merged.own_band = first.own_band.or(second.own_band);
    add_new(&mut merged.more_answers, &second.more_answers);
    add_new(&mut merged.points, &second.points);
    add_new(&mut merged.how_to, &second.how_to);
    add_new(&mut merged.avoid, &second.avoid);
    add_new(&mut merged.tasks, &second.tasks);
    add_new(&mut merged.abilities, &second.abilities);
    add_new(&mut merged.probes, &second.probes);
    (merged, carried)
}

fn add_new<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
    let new: Vec<T> = more.iter().filter(|one| !list.contains(one)).cloned().collect();
    list.extend(new);
    *list = tidy::few(std::mem::take(list).into_iter());
}

pub(super) fn copy(bank: &Bank, copied: Copied, ids: &mut Ids) -> Planned {
    let mut outcome = Outcome::default();
    let mut questions = Vec::new();
    for question in &copied.questions {
        let (copy, carried) = renamed(question, ids);
        outcome.carried.extend(carried);
        questions.push(copy);
    }
    outcome.show = questions.first().map(|question| question.id.clone());
    let mut changes = Vec::new();
    let (mut added, mut lost) = (Vec::new(), Vec::new());
    let mut role = bank.role.clone();
    for which in [RoleNames::Tasks, RoleNames::Abilities] {
        let source = which.of(&copied.role);
        for question in &mut questions {
            which.of_question(question).retain(|name| {
                if which.of(&role).iter().any(|one| one.name == *name) {
                    return true;
                }
                let known = source.iter().find(|one| one.name == *name);
                match known.filter(|_| copied.add_names) {
                    Some(one) => {
                        added.push(name.clone());
                        which.of_mut(&mut role).push(one.clone());
                        true
                    }
                    None => {
                        lost.push(name.clone());
                        false
                    }
                }
            });
        }
    }
    changes.extend(Change::head(bank, |head| head.role = role));
    if !questions.is_empty() {
        changes.push(Change::insert(place_after(bank, copied.after.as_deref()), questions));
    }
    outcome.said = said(&added, lost);
    Ok((changes, outcome))
}

/// What became of the names that the role lacked.
fn said(added: &[String], mut lost: Vec<String>) -> Option<String> {
    lost.sort();
    lost.dedup();
    let mut said = Vec::new();
    if !added.is_empty() {
        said.push(format!("Added to this role: {}.", added.join(", ")));
    }
    if !lost.is_empty() {
        said.push(format!("This role has no {}, so the copies don't name them.", lost.join(", ")));
    }
    (!said.is_empty()).then(|| said.join(" "))
}
