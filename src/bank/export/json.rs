//! A bank as JSON, for other programs.
//!
//! One object: `greenroom` is `"bank"` and `schema` 1; `id`, `title`, `language`; `role` with `name` and lists
//! of texts or of `{name, text}`; `questions`, each with `id`, `question`, `kind`, and what it has of
//! `band_secs` (`[least, most]`), `answer`, `more_answers`, `points`, `looks_for`, `how_to`, `avoid`, `tasks`, `abilities`, `probes` (`{part, ask}`)
//! and `placeholders` (`{name, nth, label}`); `your_questions` (`{id, question, about}`). What is empty is left
//! out. Later schemas only add keys; one that changes a key's meaning gets another number.

use serde::Serialize;

use crate::bank::model::{Band, Bank, NamedText, Placeholder, Probe, Question, Role, YourQuestion};

/// What `greenroom` says in a bank that Greenroom wrote.
pub(in crate::bank) const MARK: &str = "bank";

/// The number of the shape described above.
const SCHEMA: u32 = 1;

/// The bank as JSON, indented.
pub(super) fn to_json(bank: &Bank) -> String {
    let head = head(bank);
    let questions = bank.questions.iter().map(question).collect();
    let mut text = serde_json::to_string_pretty(&Whole { head, questions })
        .expect("texts and numbers are written into memory");
    text.push('\n');
    text
}

/// All but the questions, in one line.
pub(super) fn head_line(bank: &Bank) -> String {
    serde_json::to_string(&head(bank)).expect("texts and numbers are written into memory")
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    questions: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Head<'a> {
    greenroom: &'static str,
    schema: u32,
    id: &'a str,
    title: &'a str,
    language: &'a str,
    role: RolePart<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    your_questions: Vec<Back<'a>>,
}

#[derive(Serialize)]
struct RolePart<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "is_none")]
    mindset: &'a [String],
    #[serde(skip_serializing_if = "is_none")]
    duties: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tasks: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    abilities: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "is_none")]
    skills: &'a [String],
    #[serde(skip_serializing_if = "is_none")]
    showcasing: &'a [String],
    #[serde(skip_serializing_if = "is_none")]
    advice: &'a [String],
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    question: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    band_secs: Option<(u64, u64)>,
    #[serde(skip_serializing_if = "str::is_empty")]
    answer: &'a str,
    #[serde(skip_serializing_if = "is_none")]
    more_answers: &'a [String],
    #[serde(skip_serializing_if = "is_none")]
    points: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    looks_for: &'a str,
    #[serde(skip_serializing_if = "is_none")]
    how_to: &'a [String],
    #[serde(skip_serializing_if = "is_none")]
    avoid: &'a [String],
    #[serde(skip_serializing_if = "is_none")]
    tasks: &'a [String],
    #[serde(skip_serializing_if = "is_none")]
    abilities: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    probes: Vec<FollowUp<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    placeholders: Vec<Label<'a>>,
}

#[derive(Serialize)]
struct FollowUp<'a> {
    part: &'static str,
    ask: &'a str,
}

#[derive(Serialize)]
struct Label<'a> {
    name: &'a str,
    nth: u32,
    label: &'a str,
}

#[derive(Serialize)]
struct Back<'a> {
    id: &'a str,
    question: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    about: &'a str,
}

/// Serde passes a reference to the field.
fn is_none(texts: &&[String]) -> bool {
    texts.is_empty()
}

fn head(bank: &Bank) -> Head<'_> {
    Head {
        greenroom: MARK,
        schema: SCHEMA,
        id: &bank.id,
        title: &bank.title,
        language: &bank.language,
        role: role(&bank.role),
        your_questions: bank.your_questions.iter().map(asked_back).collect(),
    }
}

fn role(role: &Role) -> RolePart<'_> {
    RolePart {
        name: &role.name,
        mindset: &role.mindset,
        duties: &role.duties,
        tasks: role.tasks.iter().map(named).collect(),
        abilities: role.abilities.iter().map(named).collect(),
        skills: &role.skills,
        showcasing: &role.showcasing,
        advice: &role.advice,
    }
}

fn named(entry: &NamedText) -> Named<'_> {
    Named { name: &entry.name, text: &entry.text }
}

fn question(question: &Question) -> Entry<'_> {
    Entry {
        id: &question.id,
        question: &question.ask,
        kind: question.kind.word(),
        band_secs: question.own_band.map(Band::in_secs),
        answer: &question.model_answer,
        more_answers: &question.more_answers,
        points: &question.points,
        looks_for: &question.looks_for,
        how_to: &question.how_to,
        avoid: &question.avoid,
        tasks: &question.tasks,
        abilities: &question.abilities,
        probes: question.probes.iter().map(follow_up).collect(),
        placeholders: question.placeholders.iter().map(label).collect(),
    }
}

fn asked_back(one: &YourQuestion) -> Back<'_> {
    Back { id: &one.id, question: &one.ask, about: &one.about }
}

fn follow_up(probe: &Probe) -> FollowUp<'_> {
    FollowUp { part: probe.part.word(), ask: &probe.ask }
}

fn label(place: &Placeholder) -> Label<'_> {
    Label { name: &place.name, nth: place.nth, label: &place.label }
}
