use proptest::prelude::*;

use super::*;
use crate::bank::Kind;

fn question(answer: &str, labels: &[(&str, u32, &str)]) -> Question {
    let placeholder = |(name, nth, label): &(&str, u32, &str)| Placeholder {
        question_id: "q".to_owned(),
        name: (*name).to_owned(),
        nth: *nth,
        label: (*label).to_owned(),
    };
    Question {
        model_answer: answer.to_owned(),
        placeholders: labels.iter().map(placeholder).collect(),
        ..Question::new("q", "And then?", Kind::Fact)
    }
}

fn values(entries: &[(&str, &str)]) -> Values {
    entries.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn the_same_name_twice_is_two_slots_with_their_own_values() {
    let labels = [("Number", 1, "your years"), ("Number", 2, "your calls")];
    let question = question("[Number] years, [Number] calls.", &labels);
    let values = values(&[("q/Number/2", " forty ")]);
    let first = &question.placeholders[0];
    let second = &question.placeholders[1];
    assert_eq!(
        segments(&question, &values),
        [
            Segment::Slot { placeholder: first, value: None },
            Segment::Text(" years, "),
            Segment::Slot { placeholder: second, value: Some("forty") },
            Segment::Text(" calls."),
        ]
    );
    assert_eq!(empty_slots(&question, &values), [first]);
    assert_eq!(spoken_answer(&question, &values), "your years, forty calls.");
}

#[test]
fn a_label_does_not_say_the_following_words_twice() {
    let labels = [("Number", 1, "your number of people a day")];
    let said = |answer| spoken_answer(&question(answer, &labels), &Values::new());
    assert_eq!(
        said("I met [Number] people a day, and more."),
        "I met your number of people a day, and more."
    );
    assert_eq!(said("I met [Number] Day by day."), "I met your number of people a day by day.");
    assert_eq!(said("I met [Number] days of it."), "I met your number of people a day days of it.");
    assert_eq!(said("I met [Number]day."), "I met your number of people a dayday.");
}

#[test]
fn words_are_doubled_neither_when_shown_nor_when_said_until_the_slot_is_filled() {
    let question = question("I have [Number] years.", &[("Number", 1, "your number of years")]);
    let slot = |value| Segment::Slot { placeholder: &question.placeholders[0], value };
    assert_eq!(
        shown_segments(&question, &Values::new()),
        [Segment::Text("I have "), slot(None), Segment::Text(".")]
    );
    let filled = values(&[("q/Number/1", "5")]);
    assert_eq!(
        shown_segments(&question, &filled),
        [Segment::Text("I have "), slot(Some("5")), Segment::Text(" years.")]
    );
}

#[test]
fn an_empty_amount_is_said_without_its_currency_sign_and_a_filled_one_with_one() {
    let question = question("Within $[Range].", &[("Range", 1, "your salary range")]);
    let said = |value| spoken_answer(&question, &values(&[("q/Range/1", value)]));
    assert_eq!(said("  "), "Within your salary range.");
    assert_eq!(said("50,000 to 60,000"), "Within $50,000 to 60,000.");
    assert_eq!(said("$50,000 to 60,000"), "Within $50,000 to 60,000.");
    assert_eq!(said("€50,000"), "Within $€50,000.");
}

#[test]
fn the_currency_sign_is_shown_outside_the_empty_slot() {
    let question = question("Within $[Range].", &[("Range", 1, "your salary range")]);
    assert_eq!(segments(&question, &Values::new())[0], Segment::Text("Within $"));
}

#[test]
fn two_slots_side_by_side_keep_their_labels_whole() {
    let question = question("[A$][B]", &[("A$", 1, "your a$"), ("B", 1, "your b")]);
    assert_eq!(spoken_answer(&question, &Values::new()), "your a$your b");
}

#[test]
fn brackets_without_a_partner_or_content_are_text() {
    for text in ["a [b", "a] b", "[]", "[ ]", "]["] {
        assert_eq!(occurrences(text), [], "{text}");
    }
    let inner = occurrences("[a [b] c]");
    assert_eq!(inner.len(), 1);
    assert_eq!((inner[0].name, inner[0].range.clone()), ("b", 3..6));
}

#[test]
fn an_occurrence_without_an_entry_is_text() {
    let question = question("At [Somewhere] in [Town].", &[("Town", 1, "your town")]);
    assert_eq!(spoken_answer(&question, &Values::new()), "At [Somewhere] in your town.");
}

#[test]
fn labels_are_derived_from_names() {
    assert_eq!(derived_label("Previous Company"), "your previous company");
    assert_eq!(derived_label("EHR System Name"), "your EHR system name");
    assert_eq!(derived_label("Your Name"), "your name");
    assert_eq!(derived_label("your"), "your");
}

proptest! {
    #[test]
    fn segments_without_values_put_together_are_the_answer(answer in r"[\[\]a b$é€]{0,40}") {
        let mut question = question(&answer, &[]);
        question.placeholders = occurrences(&answer).into_iter().map(|occurrence| Placeholder {
            question_id: "q".to_owned(),
            name: occurrence.name.to_owned(),
            nth: occurrence.nth,
            label: derived_label(occurrence.name),
        }).collect();
        let mut rest = answer.as_str();
        let mut slots = 0;
        for segment in segments(&question, &Values::new()) {
            match segment {
                Segment::Text(text) => {
                    prop_assert!(!text.is_empty());
                    rest = rest.strip_prefix(text).expect("texts follow one another");
                }
                Segment::Slot { value, .. } => {
                    prop_assert_eq!(value, None);
                    slots += 1;
                    let end = rest.find(']').expect("a slot ends in a bracket");
                    rest = &rest[end + 1..];
                }
            }
        }
        prop_assert_eq!(rest, "");
        prop_assert_eq!(slots, question.placeholders.len());
        let said = spoken_answer(&question, &Values::new());
        for placeholder in &question.placeholders {
            prop_assert!(said.contains(&placeholder.label), "{} lacks {}", said, placeholder.label);
        }
    }
}
