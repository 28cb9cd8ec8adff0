//! JSON: lists of objects or pairs, maps from questions to answers, and what Greenroom exports.

use std::borrow::Cow;

use super::super::ImportError;
use super::super::draft::{Draft, DraftQuestion};
use super::super::target;
use super::cells;
use super::fields::{Field, field_of, kind_of};
use super::filling::Filling;
use super::node::{self, Lines, Node};
use super::table::{is_no_number, probe, set, set_group};
use crate::bank::export::MARK;
use crate::bank::model::{NamedText, Probe, ProbePart, YourQuestion};

/// Keys under which an object keeps its list of questions.
const LISTS: [&str; 12] = [
    "questions",
    "items",
    "data",
    "cards",
    "flashcards",
    "notes",
    "entries",
    "faq",
    "faqs",
    "qa",
    "results",
    "mainEntity",
];

/// Of so many keys it is kept in mind what they mean.
const MAX_KNOWN: usize = 24;

/// Longer keys mean nothing.
const MAX_KNOWN_BYTES: usize = 64;

/// Keys under which a text is kept in an object of its own.
const TEXTS: [&str; 5] = ["text", "content", "value", "html", "answer"];

/// Reads JSON, or a JSON value a line.
pub(super) fn read(text: &str) -> Result<Draft, ImportError> {
    let node = node::parse(text).map_err(|problem| {
        ImportError::Form(format!(
            "This is no JSON that can be read: {problem}. Correct it, or choose another form."
        ))
    })?;
    // Once, not for each value.
    let has_lines = text.trim_end().contains('\n');
    let (filling, lines, known) = (Filling::default(), Lines::new(text), Vec::new());
    let mut reader = Reader { filling, lines, has_lines, known };
    match node {
        Node::List(items) => reader.items(items, None),
        Node::Map(entries) => reader.document(entries),
        Node::Nothing | Node::Plain(_) | Node::Text(_) => {}
    }
    Ok(reader.filling.finish())
}

/// Reads the head line of our own notes for Anki.
pub(super) fn read_head_line(text: &str, line: usize, filling: &mut Filling) {
    match node::parse(text) {
        Ok(Node::Map(entries)) if is_own(&entries) => {
            filling.draft.as_it_is = true;
            for (key, value) in entries {
                if !take_head(&mut filling.draft, &key, &value) {
                    filling.leave_out(
                        line,
                        &format!("{key}: {}", shown(&value)),
                        "nothing is called so",
                    );
                }
            }
        }
        _ => filling.leave_out(line, text, "a head line that can't be read"),
    }
}

type Entries<'t> = Vec<(Cow<'t, str>, Node<'t>)>;

struct Reader<'t> {
    filling: Filling,
    lines: Lines<'t>,
    /// Whether it has more lines than one.
    has_lines: bool,
    /// Keys that were met, with what they mean.
    known: Vec<(String, Option<Field>)>,
}

impl<'t> Reader<'t> {
    /// An object that is everything there is.
    fn document(&mut self, entries: Entries<'t>) {
        let own = is_own(&entries);
        self.filling.draft.as_it_is = own;
        let is_list = |(key, value): &(_, Node<'_>)| {
            LISTS.contains(&AsRef::<str>::as_ref(key)) && matches!(value, Node::List(_))
        };
        let is_question =
            |(key, _): &(_, _)| field_of(AsRef::<str>::as_ref(key)) == Some(Field::Question);
        if !own && !entries.iter().any(is_list) {
            if entries.iter().any(is_question) {
                return self.item(Node::Map(entries), None);
            }
            return self.map(entries);
        }
        for (key, value) in entries {
            match value {
                Node::List(items) if LISTS.contains(&&*key) => self.items(items, None),
                value if take_head(&mut self.filling.draft, &key, &value) => {
                    let line = self.line_of(&Node::Text(key));
                    self.filling.draft.bound_role(line);
                }
                value => self.leave_out(key, &value),
            }
        }
    }

    /// A map from questions to answers, or from groups to lists of questions.
    fn map(&mut self, entries: Entries<'t>) {
        for (key, value) in entries {
            match value {
                Node::List(items) if items.iter().any(|item| matches!(item, Node::Map(_))) => {
                    self.items(items, Some(&key));
                }
                Node::Nothing if field_of(&key).is_none() => {
                    let line = self.line_of(&Node::Text(key.clone()));
                    self.filling.push(DraftQuestion::new(line, key));
                }
                Node::Text(_) | Node::List(_) | Node::Map(_)
                    if !take_title(&mut self.filling.draft, &key, &value) =>
                {
                    let line = self.line_of(&Node::Text(key.clone()));
                    let mut question = DraftQuestion::new(line, key);
                    match value {
                        Node::Map(fields) => self.fields(&mut question, &fields),
                        value => question.answers = answers(&value),
                    }
                    self.filling.push(question);
                }
                Node::Text(_) | Node::List(_) | Node::Map(_) => {}
                value => self.leave_out(key, &value),
            }
        }
    }

    fn items(&mut self, items: Vec<Node<'t>>, group: Option<&str>) {
        items.into_iter().for_each(|item| self.item(item, group));
    }

    fn item(&mut self, item: Node<'t>, group: Option<&str>) {
        let line = self.line_of(&item);
        let mut question = DraftQuestion::new(line, "");
        let shown = match item {
            Node::Map(fields) => {
                self.fields(&mut question, &fields);
                let is_question = !question.ask.trim().is_empty();
                if is_question { String::new() } else { shown_fields(&fields) }
            }
            // A pair, or more answers than one.
            Node::List(parts) => {
                let mut parts = parts.iter();
                question.ask = parts.next().map(text_of).unwrap_or_default();
                question.answers = parts.map(|part| cells::paragraphs(&text_of(part))).collect();
                String::new()
            }
            other => {
                question.ask = text_of(&other);
                String::new()
            }
        };
        if question.ask.trim().is_empty() {
            return self.filling.leave_out(line, &shown, "there is no question in it");
        }
        if let Some(group) = group {
            set_group(&mut question, group);
        }
        self.filling.push(question);
    }

    /// A question's keys.
    fn fields(&mut self, question: &mut DraftQuestion, fields: &Entries<'t>) {
        let own = self.filling.draft.as_it_is;
        // "name" and "title" are the question where nothing else is.
        let has_ask = fields.iter().any(|(key, _)| self.field_of(key) == Some(Field::Question));
        if own {
            question.answers.push(String::new());
        }
        for (key, value) in fields {
            if key.starts_with('@') {
                continue;
            }
            let named = self.field_of(key);
            let is_name = !has_ask && matches!(&**key, "name" | "title" | "text" | "term");
            match named.or(is_name.then_some(Field::Question)) {
                Some(Field::Number) if is_no_number(Field::Number, &text_of(value)) => {
                    self.leave_out(key.clone(), value)
                }
                Some(Field::Target) => match target::own_band(&text_of(value)) {
                    Some(band) => question.own_band = Some(band),
                    None => self.leave_out_as(key.clone(), value, target::NO_TARGET),
                },
                Some(field) if own => take_exactly(question, field, value),
                Some(Field::Question) if !question.ask.is_empty() => {
                    self.leave_out(key.clone(), value)
                }
                Some(field) => {
                    if field == Field::Number {
                        self.filling.note(format!(
                            "“{key}” only counts the questions, which a bank does itself."
                        ));
                    }
                    take(question, field, value);
                }
                None => self.leave_out(key.clone(), value),
            }
        }
    }

    /// What a key means: every question has the same few.
    fn field_of(&mut self, key: &str) -> Option<Field> {
        if let Some((_, field)) = self.known.iter().find(|(known, _)| known == key) {
            return *field;
        }
        let field = field_of(key);
        if self.known.len() < MAX_KNOWN && key.len() <= MAX_KNOWN_BYTES {
            self.known.push((key.to_owned(), field));
        }
        field
    }

    fn leave_out(&mut self, key: Cow<'t, str>, value: &Node<'_>) {
        self.leave_out_as(key, value, "nothing is called so");
    }

    fn leave_out_as(&mut self, key: Cow<'t, str>, value: &Node<'_>, why: &'static str) {
        let name = key.to_string();
        let line = self.line_of(&Node::Text(key));
        self.filling.leave_out(line, &format!("{name}: {}", shown(value)), why);
    }

    /// The line; in a document of one line, which question it is.
    fn line_of(&mut self, node: &Node<'_>) -> usize {
        if self.has_lines {
            self.lines.line_of(node)
        } else {
            self.filling.draft.questions.len() + 1
        }
    }
}

/// Whether Greenroom wrote it.
fn is_own(entries: &Entries<'_>) -> bool {
    let mark = entries.iter().find(|(key, _)| key == "greenroom");
    mark.is_some_and(|(_, value)| matches!(value, Node::Text(text) if text == MARK))
}

/// Takes what a bank has beside its questions; answers whether it is such.
fn take_head(draft: &mut Draft, key: &str, value: &Node<'_>) -> bool {
    match (key, value) {
        ("id", Node::Text(id)) => id.as_ref().clone_into(&mut draft.id),
        ("language" | "lang" | "inLanguage", Node::Text(tag)) => {
            tag.as_ref().clone_into(&mut draft.language);
        }
        ("role", Node::Map(entries)) => {
            return entries.iter().all(|(key, value)| take_role(draft, key, value));
        }
        ("role", Node::Text(name)) => name.as_ref().clone_into(&mut draft.role.name),
        ("your_questions", Node::List(items)) => {
            draft.your_questions.extend(items.iter().map(back))
        }
        ("greenroom" | "schema" | "@context" | "@type", _) => {}
        _ => return take_title(draft, key, value),
    }
    true
}

fn take_title(draft: &mut Draft, key: &str, value: &Node<'_>) -> bool {
    let Node::Text(text) = value else { return false };
    let is_title = matches!(key, "title" | "name" | "deck");
    if is_title {
        text.as_ref().clone_into(&mut draft.title);
    }
    is_title
}

fn take_role(draft: &mut Draft, key: &str, value: &Node<'_>) -> bool {
    let role = &mut draft.role;
    match key {
        "name" => role.name = text_of(value),
        "mindset" => role.mindset = texts(value),
        "duties" => role.duties = texts(value),
        "tasks" => role.tasks = named(value),
        "abilities" => role.abilities = named(value),
        "skills" => role.skills = texts(value),
        "showcasing" => role.showcasing = texts(value),
        "advice" => role.advice = texts(value),
        _ => return false,
    }
    true
}

fn named(value: &Node<'_>) -> Vec<NamedText> {
    let Node::List(items) = value else { return Vec::new() };
    let named = |item: &Node<'_>| {
        let name = entry(item, "name").map_or_else(|| text_of(item), text_of);
        let text = entry(item, "text").map_or_else(|| name.clone(), text_of);
        NamedText { name, text }
    };
    items.iter().map(named).collect()
}

fn back(item: &Node<'_>) -> YourQuestion {
    let of = |key| entry(item, key).map(text_of).unwrap_or_default();
    let ask = if matches!(item, Node::Map(_)) { of("question") } else { text_of(item) };
    YourQuestion { id: of("id"), ask, about: of("about") }
}

/// Takes a value of somebody else's.
fn take(question: &mut DraftQuestion, field: Field, value: &Node<'_>) {
    match (field, value) {
        (Field::Answer, _) => {
            let mut all = answers(value);
            all.append(&mut question.answers);
            question.answers = all;
        }
        (Field::MoreAnswers, _) => question.answers.extend(answers(value)),
        (Field::Labels, Node::List(items)) => {
            question.labels = items.iter().filter_map(label).collect()
        }
        (Field::Probes, Node::List(items)) => question.probes.extend(items.iter().map(follow_up)),
        (Field::Kind, Node::List(items)) => {
            items.iter().for_each(|item| set_group(question, &text_of(item)));
        }
        (Field::Question, _) => question.ask = text_of(value),
        (_, Node::List(items)) => {
            items.iter().for_each(|item| set(question, field, &text_of(item)))
        }
        _ => {
            let text = text_of(value);
            if !text.trim().is_empty() {
                set(question, field, &text);
            }
        }
    }
}

/// Takes a value that Greenroom wrote, to the letter.
fn take_exactly(question: &mut DraftQuestion, field: Field, value: &Node<'_>) {
    match field {
        Field::Question => question.ask = text_of(value),
        Field::Answer => {
            if let Some(first) = question.answers.first_mut() {
                *first = text_of(value);
            }
        }
        Field::MoreAnswers => question.answers.extend(texts(value)),
        Field::Points => question.points = texts(value),
        Field::LooksFor => question.looks_for = text_of(value),
        Field::HowTo => question.how_to = texts(value),
        Field::Avoid => question.avoid = texts(value),
        Field::Tasks => question.tasks = texts(value),
        Field::Abilities => question.abilities = texts(value),
        Field::Id => question.id = text_of(value),
        Field::Kind => question.kind = kind_of(&text_of(value)),
        Field::Probes | Field::Labels => take(question, field, value),
        Field::Target | Field::Section | Field::Number | Field::Beside => {}
    }
}

fn follow_up(item: &Node<'_>) -> Probe {
    let (part, ask) = (entry(item, "part").map(text_of), entry(item, "ask").map(text_of));
    let part = part.and_then(|word| ProbePart::ALL.into_iter().find(|part| part.word() == word));
    match (part, ask) {
        (Some(part), Some(ask)) => Probe { part, ask },
        (None, Some(ask)) => Probe { part: ProbePart::General, ask },
        (_, None) => probe(&text_of(item)),
    }
}

fn label(item: &Node<'_>) -> Option<(String, u32, String)> {
    let nth = entry(item, "nth").map_or(Some(1), |nth| text_of(nth).parse().ok())?;
    Some((text_of(entry(item, "name")?), nth, text_of(entry(item, "label")?)))
}

fn entry<'n, 't>(node: &'n Node<'t>, key: &str) -> Option<&'n Node<'t>> {
    let Node::Map(entries) = node else { return None };
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

/// Several answers; one whose list holds its lines is one.
fn answers(value: &Node<'_>) -> Vec<String> {
    match value {
        Node::List(items) => items.iter().map(|item| cells::paragraphs(&text_of(item))).collect(),
        Node::Nothing => Vec::new(),
        Node::Text(text) => vec![cells::paragraphs(text)],
        _ => vec![cells::paragraphs(&text_of(value))],
    }
}

/// A list's texts; one for what is no list.
fn texts(value: &Node<'_>) -> Vec<String> {
    match value {
        Node::List(items) => items.iter().map(text_of).collect(),
        Node::Nothing => Vec::new(),
        _ => vec![text_of(value)],
    }
}

/// A value as a text: a list's one under the other, an object's own text or its parts with their names.
fn text_of(value: &Node<'_>) -> String {
    match value {
        Node::Nothing => String::new(),
        Node::Plain(text) => text.clone(),
        Node::Text(text) => text.clone().into_owned(),
        Node::List(items) => items.iter().map(text_of).collect::<Vec<_>>().join("\n"),
        Node::Map(entries) => {
            let text = TEXTS.iter().find_map(|key| entry(value, key));
            text.map_or_else(|| shown_fields(entries).replace("; ", "\n"), text_of)
        }
    }
}

/// A value in a line, for what is left out.
fn shown(value: &Node<'_>) -> String {
    match value {
        Node::List(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Node::Map(entries) => shown_fields(entries),
        _ => text_of(value),
    }
}

fn shown_fields(entries: &Entries<'_>) -> String {
    let entries = entries.iter().filter(|(key, _)| !key.starts_with('@'));
    entries.map(|(key, value)| format!("{key}: {}", shown(value))).collect::<Vec<_>>().join("; ")
}
