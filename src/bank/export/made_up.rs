//! Banks made up for property tests: every part that a bank may have, with texts that are hard to write down.

use std::collections::BTreeSet;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use crate::bank::model::{
    Band, Bank, Kind, NamedText, Probe, ProbePart, Question, Role, YourQuestion,
};

/// A text on one line, tidy: single spaces, none around it.
fn line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[a-zA-Zé0-9’“”…]{1,9}",
        1 => r#"[\\"'`,;:#=+\-@|<>&{}_*.!?/~^$%()]{1,4}"#,
        1 => Just("\"\"\"".to_owned()),
        1 => Just("[Number]".to_owned()),
        1 => Just("🎭🏳️‍🌈".to_owned()),
        1 => Just("שלום".to_owned()),
        1 => Just("<b>".to_owned()),
        1 => Just("&amp;".to_owned()),
        1 => Just("=1+1".to_owned()),
        1 => Just("'-".to_owned()),
        1 => r"\PC{1,6}",
    ];
    vec(word, 1..7).prop_map(|words| {
        let line = words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() { "word".to_owned() } else { line }
    })
}

/// One to three paragraphs.
fn paragraphs() -> impl Strategy<Value = String> {
    vec(line(), 1..4).prop_map(|lines| lines.join("\n\n"))
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    vec(line(), 0..3)
}

fn id() -> impl Strategy<Value = String> {
    "[a-z0-9][a-z0-9-]{0,39}"
}

/// Entries of different names.
fn named() -> impl Strategy<Value = Vec<NamedText>> {
    vec((line(), line()), 0..4).prop_map(|entries| {
        let mut names = BTreeSet::new();
        let entries = entries.into_iter().filter(|(name, _)| names.insert(name.clone()));
        entries.map(|(name, text)| NamedText { name, text }).collect()
    })
}

fn role() -> impl Strategy<Value = Role> {
    (line(), lines(), lines(), named(), named(), lines(), lines(), lines()).prop_map(
        |(name, mindset, duties, tasks, abilities, skills, showcasing, advice)| Role {
            name,
            mindset,
            duties,
            tasks,
            abilities,
            skills,
            showcasing,
            advice,
        },
    )
}

/// A target band of its own, or none.
fn own_band() -> impl Strategy<Value = Option<Band>> {
    let times = (1..=Band::LONGEST_SECS, 1..=Band::LONGEST_SECS);
    prop::option::of(times.prop_map(|(one, other)| Band::secs(one.min(other), one.max(other))))
}

fn probes() -> impl Strategy<Value = Vec<Probe>> {
    let probe = (prop::sample::select(&ProbePart::ALL[..]), line());
    vec(probe.prop_map(|(part, ask)| Probe { part, ask }), 0..3)
}

/// A question that shows some of the role's tasks and abilities (those whose bit is set).
fn question() -> impl Strategy<Value = (Question, u8, u8, Vec<String>)> {
    let kind = (prop::sample::select(&Kind::ASKED[..]), own_band());
    let answers = (prop::option::of(paragraphs()), vec(paragraphs(), 0..3));
    let guidance = (lines(), prop::option::of(paragraphs()), lines(), lines(), probes());
    let shown = (any::<u8>(), any::<u8>());
    (line(), kind, answers, guidance, shown, lines()).prop_map(
        |(ask, kind, (answer, more), (points, looks_for, how_to, avoid, probes), shown, labels)| {
            let mut question = Question::new(String::new(), ask, kind.0);
            question.own_band = kind.1;
            question.model_answer = answer.unwrap_or_default();
            (question.more_answers, question.points) = (more, points);
            question.looks_for = looks_for.unwrap_or_default();
            (question.how_to, question.avoid, question.probes) = (how_to, avoid, probes);
            (question, shown.0, shown.1, labels)
        },
    )
}

/// A bank as reading gives it.
pub(in crate::bank) fn bank() -> impl Strategy<Value = Bank> {
    let head = (id(), line(), prop::sample::select(vec!["en", "de-AT"]), role());
    let questions = (vec(question(), 1..5), btree_set(id(), 5));
    let back = (vec((line(), prop::option::of(line())), 0..3), btree_set(id(), 3));
    (head, questions, back).prop_map(|((id, title, language, role), asked, back)| {
        let mut bank = Bank::new(id, title);
        bank.language = language.to_owned();
        bank.role = role;
        bank.questions = asked
            .0
            .into_iter()
            .zip(asked.1)
            .map(|(made, id)| whole(&bank.role, made, id))
            .collect();
        let back = back.0.into_iter().zip(back.1);
        let back = back.map(|((ask, about), id)| YourQuestion {
            id,
            ask,
            about: about.unwrap_or_default(),
        });
        bank.your_questions = back.collect();
        bank
    })
}

fn whole(role: &Role, made: (Question, u8, u8, Vec<String>), id: String) -> Question {
    let (mut question, tasks, abilities, labels) = made;
    let shown = |texts: &[NamedText], bits: u8| -> Vec<String> {
        let texts = texts.iter().enumerate().filter(|(index, _)| bits >> index & 1 == 1);
        texts.map(|(_, entry)| entry.name.clone()).collect()
    };
    question.id = id;
    question.tasks = shown(&role.tasks, tasks);
    question.abilities = shown(&role.abilities, abilities);
    let answer = std::mem::take(&mut question.model_answer);
    question.set_model_answer(answer);
    for (place, label) in question.placeholders.iter_mut().zip(labels) {
        place.label = label;
    }
    question
}
