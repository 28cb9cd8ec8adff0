//! Keeps what was imported: as a bank of its own, or with the questions of another.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::import::Imported;
use super::model::{Bank, Kind, NamedText, Question};

/// The longest id, in bytes, as readers have it.
const MAX_ID_BYTES: usize = 40;

/// What the user makes of an import before it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keeping {
    /// The bank's title; that of the import if empty.
    pub title: String,
    /// The bank's id, as it is wished for.
    pub id: String,
    /// Kinds that were chosen, by the question's place from 0.
    pub kinds: BTreeMap<usize, Kind>,
    /// Questions that were changed, by their place: their words, and their model answer.
    pub changed: BTreeMap<usize, (String, String)>,
    /// The places of questions that are left out.
    pub left: BTreeSet<usize>,
}

impl Keeping {
    /// The bank as the user wants it.
    #[must_use]
    pub fn bank(&self, imported: &Imported) -> Bank {
        let source = &imported.bank;
        let mut bank = Bank { questions: Vec::new(), ..source.clone() };
        if !self.title.trim().is_empty() {
            bank.title = one_line(&self.title);
        }
        bank.id = id_of(&self.id);
        let wanted = source.questions.iter().enumerate();
        let wanted = wanted.filter(|(place, _)| !self.left.contains(place));
        bank.questions = wanted.map(|(place, question)| self.question(place, question)).collect();
        bank
    }

    fn question(&self, place: usize, source: &Question) -> Question {
        let mut question = source.clone();
        if let Some(kind) = self.kinds.get(&place) {
            question.kind = *kind;
        }
        if let Some((ask, answer)) = self.changed.get(&place) {
            let ask = one_line(ask);
            if !ask.is_empty() {
                question.ask = ask;
            }
            if *answer != question.model_answer {
                question.set_model_answer(answer.trim());
            }
        }
        question
    }
}

/// What came of adding a bank's content to another's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Added {
    /// Questions that are new.
    pub questions: usize,
    /// Questions that were there already, in the same words, and stay as they were.
    pub known: usize,
}

/// Adds what `from` has and `into` has not: questions, questions to ask back, and parts of the role.
/// Nothing of `into` is changed, so that recordings and filled blanks still belong to it.
pub fn add_to(into: &mut Bank, from: Bank) -> Added {
    let mut added = Added::default();
    let mut words: HashSet<String> = into.questions.iter().map(|one| bare(&one.ask)).collect();
    let mut ids: HashSet<String> = into.questions.iter().map(|one| one.id.clone()).collect();
    for mut question in from.questions {
        if !words.insert(bare(&question.ask)) {
            added.known += 1;
            continue;
        }
        rename(&mut question, free_id_in(&ids));
        ids.insert(question.id.clone());
        into.questions.push(question);
        added.questions += 1;
    }
    let mut ids: HashSet<String> = into.your_questions.iter().map(|one| one.id.clone()).collect();
    let mut words: HashSet<String> = into.your_questions.iter().map(|one| bare(&one.ask)).collect();
    for mut question in from.your_questions {
        if words.insert(bare(&question.ask)) {
            question.id = free_id_in(&ids)(&question.id);
            ids.insert(question.id.clone());
            into.your_questions.push(question);
        }
    }
    let (role, more) = (&mut into.role, from.role);
    for (have, new) in [
        (&mut role.mindset, more.mindset),
        (&mut role.duties, more.duties),
        (&mut role.skills, more.skills),
        (&mut role.showcasing, more.showcasing),
        (&mut role.advice, more.advice),
    ] {
        let known: HashSet<String> = have.iter().map(|text| bare(text)).collect();
        have.extend(new.into_iter().filter(|text| !known.contains(&bare(text))));
    }
    add_names(&mut role.tasks, more.tasks);
    add_names(&mut role.abilities, more.abilities);
    added
}

/// Names are what questions refer to: each is there once.
fn add_names(have: &mut Vec<NamedText>, new: Vec<NamedText>) {
    let known: HashSet<String> = have.iter().map(|one| one.name.clone()).collect();
    have.extend(new.into_iter().filter(|one| !known.contains(&one.name)));
}

fn free_id_in(ids: &HashSet<String>) -> impl Fn(&str) -> String {
    |wanted: &str| free_id(wanted, |id| ids.contains(id))
}

/// Gives a question another id, with its blanks.
fn rename(question: &mut Question, id: impl Fn(&str) -> String) {
    question.id = id(&question.id);
    for blank in &mut question.placeholders {
        blank.question_id.clone_from(&question.id);
    }
}

/// A text as an id: lower-case letters, digits and single hyphens, at most 40 bytes, never empty.
#[must_use]
pub fn id_of(text: &str) -> String {
    let mut id = String::new();
    for sign in text.chars().flat_map(char::to_lowercase) {
        if id.len() >= MAX_ID_BYTES {
            break;
        }
        if sign.is_ascii_alphanumeric() {
            id.push(sign);
        } else if !id.is_empty() && !id.ends_with('-') && !is_within_a_word(sign) {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    if id.is_empty() { "bank".to_owned() } else { id.to_owned() }
}

/// "What's" becomes "whats".
fn is_within_a_word(sign: char) -> bool {
    matches!(sign, '\'' | '’')
}

/// The id of this text, or the first of `id-2`, `id-3`, … that is not taken.
#[must_use]
pub fn free_id(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let id = id_of(wanted);
    if !is_taken(&id) {
        return id;
    }
    let mut nth = 2_u32;
    loop {
        let number = format!("-{nth}");
        // Ids are ASCII: every place is one between two letters.
        let room = id.get(..MAX_ID_BYTES - number.len()).unwrap_or(&id).trim_end_matches('-');
        let numbered = format!("{room}{number}");
        if !is_taken(&numbered) {
            return numbered;
        }
        nth = nth.saturating_add(1);
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words to compare by: small, and without signs between them.
fn bare(text: &str) -> String {
    let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::import::{Form, Origin};
    use super::super::model::YourQuestion;
    use super::*;

    fn question(id: &str, ask: &str, answer: &str) -> Question {
        let mut question = Question::new(id, ask, Kind::Process);
        question.set_model_answer(answer);
        question
    }

    fn imported(questions: Vec<Question>) -> Imported {
        let origin = Origin { line: 1, kind_because: "nothing else fits".to_owned() };
        let origins = vec![origin; questions.len()];
        Imported {
            bank: Bank { questions, ..Bank::new("library", "Library") },
            form: Form::Text,
            encoding: "UTF-8".to_owned(),
            origins,
            left_out: Vec::new(),
            notes: Vec::new(),
            unshown: None,
        }
    }

    #[test]
    fn what_was_chosen_in_the_preview_is_what_is_kept() {
        let source = imported(vec![
            question("one", "One?", "At [Place]."),
            question("two", "Two?", "Yes."),
            question("three", "Three?", "No."),
        ]);
        let keeping = Keeping {
            title: " My  library ".to_owned(),
            id: "../My Library".to_owned(),
            kinds: [(0, Kind::Story)].into(),
            changed: [(2, ("Why\nthree? ".to_owned(), "In [Year], at [Place].".to_owned()))].into(),
            left: [1].into(),
        };
        let bank = keeping.bank(&source);
        assert_eq!((bank.title.as_str(), bank.id.as_str()), ("My library", "my-library"));
        assert_eq!(bank.questions.len(), 2);
        assert_eq!(bank.questions[0].kind, Kind::Story);
        assert_eq!(bank.questions[0].placeholders.len(), 1);
        assert_eq!(bank.questions[1].ask, "Why three?");
        assert_eq!(bank.questions[1].placeholders.len(), 2);
    }

    #[test]
    fn nothing_chosen_keeps_the_import_as_it_is() {
        let source = imported(vec![question("one", "One?", "Yes.")]);
        let keeping = Keeping { id: source.bank.id.clone(), ..Keeping::default() };
        assert_eq!(keeping.bank(&source), source.bank);
    }

    #[test]
    fn adding_changes_nothing_that_was_there_and_gives_fresh_ids() {
        let mut bank = imported(vec![question("one", "One?", "[A].")]).bank;
        bank.role.duties = vec!["Shelving.".to_owned()];
        bank.role.abilities = vec![NamedText { name: "Calm".into(), text: "Ours.".into() }];
        bank.your_questions =
            vec![YourQuestion { id: "team".into(), ask: "Who?".into(), about: String::new() }];
        let before = bank.clone();
        let mut more = imported(vec![
            question("one", "Another one?", "[B] and [B]."),
            question("same", "“ONE”?", "Replaced?"),
        ])
        .bank;
        more.role.duties = vec!["shelving".to_owned(), "Lending.".to_owned()];
        more.role.abilities = vec![
            NamedText { name: "Calm".into(), text: "Theirs.".into() },
            NamedText { name: "Order".into(), text: "New.".into() },
        ];
        more.your_questions =
            vec![YourQuestion { id: "team".into(), ask: "When?".into(), about: String::new() }];
        assert_eq!(add_to(&mut bank, more), Added { questions: 1, known: 1 });
        assert_eq!(bank.questions[0], before.questions[0]);
        assert_eq!(bank.questions[1].id, "one-2");
        assert!(bank.questions[1].placeholders.iter().all(|blank| blank.question_id == "one-2"));
        assert_eq!(bank.role.duties, ["Shelving.", "Lending."]);
        assert_eq!(bank.role.abilities.len(), 2);
        assert_eq!(bank.role.abilities[0].text, "Ours.");
        assert_eq!(bank.your_questions[1].id, "team-2");
    }

    #[test]
    fn ids_are_well_formed_free_and_short_enough() {
        assert_eq!(id_of("../Étude: What’s “new”?"), "tude-whats-new");
        assert_eq!(id_of("案内"), "bank");
        let long = "a".repeat(60);
        let taken = [id_of(&long)];
        let free = free_id(&long, |id| taken.iter().any(|one| one == id));
        assert_eq!(free.len(), 40);
        assert!(free.ends_with("a-2"), "{free}");
        assert_eq!(free_id("x", |id| matches!(id, "x" | "x-2")), "x-3");
    }
}
