//! One `[[question]]`.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{Fields, MAX_ITEMS, Need};
use super::log::Log;
use super::text::{paragraphs, shortened};
use super::{Ids, entry_id};
use crate::bank::answer::placeholders;
use crate::bank::model::{Kind, NamedText, Placeholder, Probe, ProbePart, Question, Role};
use crate::bank::problem::LeftOut;

/// As many names are offered in a message.
const MAX_NAMES_SHOWN: usize = 12;

/// The names that a role describes, as questions may refer to them.
pub(super) struct RoleNames<'a> {
    tasks: Described<'a>,
    abilities: Described<'a>,
}

impl<'a> RoleNames<'a> {
    pub(super) fn of(role: &'a Role) -> Self {
        let described = |key, one, texts: &'a [NamedText]| Described {
            key,
            one,
            listed: texts,
            names: texts.iter().map(|entry| entry.name.as_str()).collect(),
        };
        Self {
            tasks: described("tasks", "task", &role.tasks),
            abilities: described("abilities", "ability", &role.abilities),
        }
    }
}

/// Reads one question; `None` if something it can't do without is missing or wrong.
/// Without a `role` the names of tasks and abilities are taken as they are.
pub(super) fn read_question(
    log: &mut Log<'_>,
    mut fields: Fields<'_, '_>,
    ids: &mut Ids,
    role: Option<&RoleNames<'_>>,
) -> Option<Question> {
    let id = entry_id(log, &mut fields, ids);
    let ask = fields.text(log, "ask", Need::Entry);
    let kind = word(log, &mut fields, "kind", &Kind::ASKED.map(|kind| (kind.word(), kind)));
    let own_band = fields.band(log, "band_secs");
    let answer = fields.text_with(log, "model_answer", Need::Optional, paragraphs);
    let answer = answer.unwrap_or_default();
    let mut question = Question::new(String::new(), String::new(), Kind::Process);
    question.own_band = own_band;
    question.more_answers = fields.texts_with(log, "more_answers", paragraphs);
    question.points = fields.texts(log, "points");
    question.looks_for =
        fields.text_with(log, "looks_for", Need::Optional, paragraphs).unwrap_or_default();
    question.how_to = fields.texts(log, "how_to");
    question.avoid = fields.texts(log, "avoid");
    question.tasks = names(log, &mut fields, "tasks", role.map(|role| &role.tasks));
    question.abilities = names(log, &mut fields, "abilities", role.map(|role| &role.abilities));
    question.probes = read_probes(log, &mut fields);
    let labels = Labels::read(log, &mut fields);
    fields.finish(log);
    (question.id, question.ask, question.kind) = (id?, ask?, kind?);
    question.placeholders = labels.place(log, &question.id, &answer);
    question.model_answer = answer;
    Some(question)
}

/// The value that a word of a closed list stands for.
fn word<T: Copy>(
    log: &mut Log<'_>,
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    words: &[(&'static str, T)],
) -> Option<T> {
    let written = fields.text(log, key, Need::Entry)?;
    let value = words.iter().find(|(word, _)| *word == written).map(|(_, value)| *value);
    if value.is_none() {
        let what = format!("\"{}\" is no {key}", shortened(&written));
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let remedy = format!("use one of these: {}", all.join(", "));
        log.note(fields.at(key), fields.path_of(key), what, remedy, LeftOut::Entry);
    }
    value
}

/// A list of names that the role describes.
struct Described<'a> {
    key: &'static str,
    one: &'static str,
    /// As the role lists them.
    listed: &'a [NamedText],
    /// The same, to be found at once: there may be thousands of questions.
    names: BTreeSet<&'a str>,
}

fn names(
    log: &mut Log<'_>,
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    described: Option<&Described<'_>>,
) -> Vec<String> {
    let mut names = fields.texts(log, key);
    let Some(Described { key, one, listed, names: known }) = described else { return names };
    names.retain(|name| {
        let exists = known.contains(name.as_str());
        if !exists {
            let what = format!("The role has no {one} \"{}\"", shortened(name));
            let known = listed.iter().take(MAX_NAMES_SHOWN);
            let known: Vec<String> = known.map(|entry| shortened(&entry.name)).collect();
            let remedy = if known.is_empty() {
                format!("describe it in the [role] part under {key}, or take it out here")
            } else {
                format!("use one of {}, or add it to the role's {key}", known.join(", "))
            };
            log.note(fields.at(key), fields.path_of(key), what, remedy, LeftOut::Value);
        }
        exists
    });
    names
}

fn read_probes(log: &mut Log<'_>, fields: &mut Fields<'_, '_>) -> Vec<Probe> {
    let mut probes = Vec::new();
    for mut entry in fields.tables(log, "probes", MAX_ITEMS) {
        let parts = ProbePart::ALL.map(|part| (part.word(), part));
        let part = word(log, &mut entry, "part", &parts);
        let ask = entry.text(log, "ask", Need::Entry);
        entry.finish(log);
        probes.extend(part.zip(ask).map(|(part, ask)| Probe { part, ask }));
    }
    probes
}

/// The labels that a question gives its placeholders, each with where it is written.
struct Labels {
    by_occurrence: BTreeMap<(String, u32), Label>,
}

struct Label {
    text: Option<String>,
    path: String,
    at: usize,
}

impl Labels {
    fn read(log: &mut Log<'_>, fields: &mut Fields<'_, '_>) -> Self {
        let mut by_occurrence: BTreeMap<(String, u32), Label> = BTreeMap::new();
        for mut entry in fields.tables(log, "placeholders", MAX_ITEMS) {
            // A name may reach over the end of a paragraph, as its answer does.
            let name = entry.text_with(log, "name", Need::Entry, paragraphs);
            let has_nth = entry.has("nth");
            let nth = entry.number(log, "nth").or(if has_nth { None } else { Some(1) });
            let text = entry.text(log, "label", Need::Optional);
            let (path, at) = (entry.path_of("name"), entry.begins_at());
            entry.finish(log);
            let Some(occurrence) = name.zip(nth) else { continue };
            if by_occurrence.contains_key(&occurrence) {
                let (name, nth) = occurrence;
                let what = format!("[{}] number {nth} is described twice", shortened(&name));
                let remedy = "keep one of the two, or change its nth".to_owned();
                log.note(at, path, what, remedy, LeftOut::Entry);
                continue;
            }
            by_occurrence.insert(occurrence, Label { text, path, at });
        }
        Self { by_occurrence }
    }

    /// One placeholder for each occurrence in the answer; labels without an occurrence are noted.
    fn place(mut self, log: &mut Log<'_>, question_id: &str, answer: &str) -> Vec<Placeholder> {
        let placeholders = placeholders(question_id, answer, |name, nth| {
            self.by_occurrence.remove(&(name.to_owned(), nth)).and_then(|label| label.text)
        });
        for ((name, nth), label) in self.by_occurrence {
            let what = format!("The model answer has no [{}] number {nth}", shortened(&name));
            let remedy =
                "put it into the answer, correct name and nth, or take this out".to_owned();
            log.note(label.at, label.path, what, remedy, LeftOut::Entry);
        }
        placeholders
    }
}
