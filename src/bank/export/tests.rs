use proptest::prelude::*;

use super::*;
use crate::bank::{Bank, Kind, Question, built_in, read};

/// The bank that is read of a file, which must be without a problem.
fn reread(text: &str) -> Bank {
    let reading = read(text, "again.toml");
    assert_eq!(reading.problems, [], "{text}");
    reading.bank.expect("there are no problems")
}

/// So many questions of 500 bytes each.
fn many(count: usize) -> Bank {
    let mut bank = Bank::new("many", "Many");
    bank.questions = (0..count)
        .map(|n| {
            let mut question = Question::new(format!("q{n}"), format!("Ask {n}?"), Kind::Fact);
            question.set_model_answer("I said \"so\" to [Number] of them. ".repeat(14).trim());
            question
        })
        .collect();
    bank
}

#[test]
fn the_banks_that_ship_are_read_again_as_they_are() {
    for (id, text) in built_in() {
        let bank = read(text, id).bank.expect("it ships");
        assert_eq!(reread(&to_toml(&bank)), bank);
    }
}

#[test]
fn a_bank_is_written_for_people_to_read() {
    let mut bank = Bank::new("mine", "Mine");
    let mut question = Question::new("why", "Why \"us\"?", Kind::Motivation);
    question.set_model_answer("For [Number] years.\n\nAnd [Number] more.");
    question.placeholders[1].label = "your next years".to_owned();
    question.points = vec!["One".to_owned()];
    bank.questions.push(question);
    let file = to_toml(&bank);
    let body = file.split_once("\n\n").expect("a head").1;
    assert_eq!(
        body,
        r#"id = "mine"
title = "Mine"
language = "en"

[[question]]
id = "why"
ask = "Why \"us\"?"
kind = "motivation"
model_answer = """
For [Number] years.

And [Number] more."""
points = [
    "One",
]
placeholders = [
    { name = "Number", nth = 2, label = "your next years" },
]
"#
    );
    assert_eq!(reread(&file), bank);
}

#[test]
fn what_a_bank_may_not_hold_is_left_out_and_the_rest_is_read_without_a_problem() {
    let mut bank = Bank::new("mine", "Mi\u{0}ne\u{7f}");
    let mut question = Question::new("why", "Why\tus,\u{85}\u{9b}or \u{a0}them?", Kind::Fact);
    question.points = vec![" ".to_owned(), "\u{1}".to_owned(), "One".to_owned()];
    question.how_to = vec![String::new()];
    question.abilities = vec![String::new()];
    bank.questions.push(question);
    let bank = reread(&to_toml(&bank));
    assert_eq!(bank.title, "Mine");
    assert_eq!(bank.questions[0].ask, "Why us, or them?");
    assert_eq!(bank.questions[0].points, ["One"]);
}

#[test]
fn ten_thousand_questions_are_written_and_read_again() {
    let bank = many(10_000);
    let file = to_toml(&bank);
    assert!(file.len() > 5_000_000, "{}", file.len());
    assert!(reread(&file) == bank);
}

proptest! {
    #[test]
    fn every_bank_is_read_again_as_it_is(bank in made_up::bank()) {
        let file = to_toml(&bank);
        let reading = read(&file, "again.toml");
        prop_assert_eq!(reading.problems, [], "{}", file);
        prop_assert_eq!(reading.bank, Some(bank));
    }
}
