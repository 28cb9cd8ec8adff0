use super::*;
use crate::bank::Kind;

fn question(id: &str, answer: &str, labels: &[&str]) -> Question {
    let mut question = Question::new(id, "Why?", Kind::Opinion);
    question.set_model_answer(answer);
    for (placeholder, label) in question.placeholders.iter_mut().zip(labels) {
        (*label).clone_into(&mut placeholder.label);
    }
    question
}

/// The sentences, slots as `<value>` or `{label}`.
fn told(question: &Question, values: &Values) -> Vec<String> {
    let piece = |segment: &Segment<'_>| match *segment {
        Segment::Text(text) => text.to_owned(),
        Segment::Slot { value: Some(value), .. } => format!("<{value}>"),
        Segment::Slot { placeholder, value: None } => format!("{{{}}}", placeholder.label),
    };
    let all = blanks(question, values);
    all.iter().map(|blank| blank.sentence.iter().map(piece).collect()).collect()
}

#[test]
fn a_blank_comes_with_its_sentence() {
    let question =
        question("q", "I began. At [Place] I met [Number] people! It was in “[Place].” Then…", &[]);
    let told = told(&question, &Values::new());
    assert_eq!(
        told,
        [
            "At {your place} I met {your number} people!",
            "At {your place} I met {your number} people!",
            "It was in “{your place}.”",
        ]
    );
}

#[test]
fn sentences_end_at_lines_and_not_at_abbreviations_or_in_what_was_typed() {
    let question =
        question("q", "Dr. [Name] asked, e.g. for [Thing]\n\nIt cost $3.50 in [City]", &[]);
    let values = Values::from([("q/Name/1".to_owned(), "J. Doe. Jr".to_owned())]);
    assert_eq!(
        told(&question, &values),
        [
            "Dr. <J. Doe. Jr> asked, e.g. for {your thing}",
            "Dr. <J. Doe. Jr> asked, e.g. for {your thing}",
            "It cost $3.50 in {your city}",
        ]
    );
}

#[test]
fn words_that_the_label_says_do_not_follow_it_again() {
    let question = question("q", "For [Number] years. Yes.", &["your number of years"]);
    assert_eq!(told(&question, &Values::new()), ["For {your number of years}."]);
}

fn bank(id: &str, questions: Vec<Question>) -> Bank {
    Bank { questions, ..Bank::new(id, id) }
}

fn keys(same: &SameLabels, label: &str) -> Vec<String> {
    let places = same.places(label).iter();
    places.map(|place| format!("{}: {}", place.bank_id, place.key)).collect()
}

#[test]
fn the_same_label_is_the_same_thing_in_any_bank() {
    let one = bank("one", vec![question("q", "At [Company].", &["your previous employer"])]);
    let two = bank("two", vec![question("q", "At [Firm].", &["Your previous  employer"])]);
    let same = SameLabels::of([&one, &two]);
    assert_eq!(keys(&same, "your previous employer"), ["one: q/Company/1", "two: q/Firm/1"]);
    assert!(SameLabels::of([&one]).places("your previous employer").is_empty(), "nowhere else");
}

#[test]
fn labels_that_mean_several_things_are_not_taken_for_the_same() {
    let twice = question("q", "[A] and [B].", &["your town", "your town"]);
    let one = bank("one", vec![twice, question("r", "[Number]", &[])]);
    let two = bank("two", vec![question("q", "[Town] [Number]", &[])]);
    let same = SameLabels::of([&one, &two]);
    assert!(same.places("your town").is_empty());
    assert!(same.places("your number").is_empty());
}
