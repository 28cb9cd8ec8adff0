//! One `[[question]]`.

use std::collections::BTreeMap;

use super::fields::{Fields, MAX_ITEMS, Need};
use super::log::Log;
use super::text::{paragraphs, shortened};
use super::{Ids, entry_id};
use crate::bank::answer::{derived_label, occurrences};
use crate::bank::model::{Kind, NamedText, Placeholder, Probe, ProbePart, Question};
use crate::bank::problem::LeftOut;

/// As many names are offered in a message.
const MAX_NAMES_SHOWN: usize = 12;

/// Reads one question; `None` if something it can't do without is missing or wrong.
/// Without `role_abilities` the names of abilities are taken as they are.
pub(super) fn read_question(
    log: &mut Log<'_>,
    mut fields: Fields<'_, '_>,
    ids: &mut Ids,
    role_abilities: Option<&[NamedText]>,
) -> Option<Question> {
    let id = entry_id(log, &mut fields, ids);
    let ask = fields.text(log, "ask", Need::Entry);
    let kind = word(log, &mut fields, "kind", &Kind::ASKED.map(|kind| (kind.word(), kind)));
    let model_answer = fields.text_with(log, "model_answer", Need::Entry, paragraphs);
    let points = fields.texts(log, "points");
    let looks_for =
        fields.text_with(log, "looks_for", Need::Optional, paragraphs).unwrap_or_default();
    let abilities = read_abilities(log, &mut fields, role_abilities);
    let probes = read_probes(log, &mut fields);
    let labels = Labels::read(log, &mut fields);
    fields.finish(log);
    let (id, ask, kind, model_answer) = (id?, ask?, kind?, model_answer?);
    let placeholders = labels.place(log, &id, &model_answer);
    Some(Question {
        id,
        ask,
        kind,
        model_answer,
        points,
        looks_for,
        abilities,
        probes,
        placeholders,
    })
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

fn read_abilities(
    log: &mut Log<'_>,
    fields: &mut Fields<'_, '_>,
    role_abilities: Option<&[NamedText]>,
) -> Vec<String> {
    let mut names = fields.texts(log, "abilities");
    let Some(role_abilities) = role_abilities else { return names };
    names.retain(|name| {
        let exists = role_abilities.iter().any(|ability| ability.name == *name);
        if !exists {
            let what = format!("The role has no ability \"{}\"", shortened(name));
            let known: Vec<String> = role_abilities
                .iter()
                .take(MAX_NAMES_SHOWN)
                .map(|ability| shortened(&ability.name))
                .collect();
            let remedy = if known.is_empty() {
                "describe it in the [role] part under abilities, or take it out here".to_owned()
            } else {
                format!("use one of {}, or add it to the role's abilities", known.join(", "))
            };
            let key = "abilities";
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
            let name = entry.text(log, "name", Need::Entry);
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
        let mut placeholders = Vec::new();
        for occurrence in occurrences(answer) {
            let (name, nth) = (occurrence.name.to_owned(), occurrence.nth);
            let given = self.by_occurrence.remove(&(name.clone(), nth));
            let label = given.and_then(|label| label.text).unwrap_or_else(|| derived_label(&name));
            placeholders.push(Placeholder {
                question_id: question_id.to_owned(),
                name,
                nth,
                label,
            });
        }
        for ((name, nth), label) in self.by_occurrence {
            let what = format!("The model answer has no [{}] number {nth}", shortened(&name));
            let remedy =
                "put it into the answer, correct name and nth, or take this out".to_owned();
            log.note(label.at, label.path, what, remedy, LeftOut::Entry);
        }
        placeholders
    }
}
