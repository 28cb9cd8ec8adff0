//! The small rules: forms, kinds, ids, placeholders, signs. Whole articles are held in `tests/import`.

use super::ids::{self, Ids};
use super::kinds::Kinds;
use super::*;
use crate::bank::{Kind, built_in, read};

#[test]
fn forms_have_words_of_their_own() {
    for form in Form::ALL {
        assert_eq!(Form::from_word(&form.word().to_uppercase()), Some(form));
    }
    assert_eq!(Form::from_word("docx"), None);
}

#[test]
fn forms_are_told_by_what_is_in_them() {
    for (text, name, expected) in [
        ("Question 1\nWhy?", "", Form::Text),
        ("Why? Because, well, so.", "x.txt", Form::Text),
        ("# Why?\n\nSo.", "", Form::Markdown),
        ("Why?\n====\n\nSo.", "x.txt", Form::Markdown),
        ("1. **Why?** So.\n2. **How?** So.", "", Form::Markdown),
        ("Why?", "x.md", Form::Markdown),
        ("<!DOCTYPE html><p>Why?", "x.txt", Form::Html),
        ("<p>Why?</p>", "", Form::Html),
        ("<Company> asks </much>", "", Form::Text),
        ("Why? <b>So</b>", "x.html", Form::Html),
        ("question,answer\nWhy?,So", "", Form::Csv),
        ("Question;Answer\nWhy?;So", "", Form::Csv),
        ("\"Why?\",\"So, so\"", "", Form::Csv),
        ("Why?,So", "x.csv", Form::Csv),
        ("Why?\tSo\nHow?\tSo", "", Form::Tsv),
        ("Why?\tSo\nHow?\tSo", "x.csv", Form::Tsv),
        ("#separator:tab\nWhy?\tSo", "x.txt", Form::Anki),
        ("[{\"ask\": \"Why?\"}]", "", Form::Json),
        ("[[\"Why?\", \"So\"]]", "", Form::Json),
        ("{\n  \"questions\": []}", "x.txt", Form::Json),
        ("id = \"x\"\n[[question]]\nask = \"Why?\"", "", Form::Bank),
        ("{company} asks", "", Form::Text),
        ("[Company] asks", "", Form::Text),
    ] {
        assert_eq!(detect::form(text, name), expected, "{text}");
    }
}

#[test]
fn kinds_are_guessed_by_stated_rules() {
    let kinds = Kinds::new();
    for (ask, expected) in [
        ("Tell me about yourself.", Kind::Opener),
        ("Could you please walk me through your résumé?", Kind::Opener),
        ("Why do you want to leave your present job?", Kind::Motivation),
        ("So, where do you see yourself in five years?", Kind::Motivation),
        ("Tell me about a time when you failed.", Kind::Story),
        ("What is your greatest achievement?", Kind::Story),
        ("How would you handle a situation where two people claim one seat?", Kind::Process),
        ("What would you do if the till were short?", Kind::Process),
        ("What is your greatest weakness?", Kind::Opinion),
        ("What makes a good waiter?", Kind::Opinion),
        ("How familiar are you with fire regulations?", Kind::Fact),
        ("What is a lien?", Kind::Fact),
        ("What is a lien, and how do you explain it to a client?", Kind::Process),
        ("When could you start?", Kind::Logistics),
        ("Tell me about your salary expectations.", Kind::Logistics),
        ("Warum wir?", Kind::Process),
    ] {
        assert_eq!(kinds.guess(ask).0, expected, "{ask}");
    }
    assert_eq!(kinds.guess("Why you?").1, "no rule fits");
    let why = kinds.guess("Describe a time you waited.").1;
    assert_eq!(why, "has “a time”");
}

#[test]
fn the_rules_agree_with_kinds_that_were_given_by_hand() {
    let kinds = Kinds::new();
    let read = |(id, text): &(&str, &str)| read(text, id).bank.expect("a built-in bank is good");
    let banks: Vec<Bank> = built_in().iter().map(read).collect();
    let (mut agreed, mut all) = (0, 0);
    for question in banks.iter().flat_map(|bank| &bank.questions) {
        all += 1;
        agreed += usize::from(kinds.guess(&question.ask).0 == question.kind);
    }
    assert!(all >= 20 && agreed * 10 >= all * 8, "{agreed} of {all}");
}

#[test]
fn ids_are_short_readable_and_unique() {
    let mut ids = Ids::default();
    let ask = "Describe a time you had to deal with a difficult visitor.";
    assert_eq!(ids.id_for("", ask, "question"), "deal-difficult-visitor");
    assert_eq!(ids.id_for("", ask, "question"), "deal-difficult-visitor-2");
    assert_eq!(ids.id_for("", "Why us?", "question"), "why-us");
    assert_eq!(ids.id_for("", "日本語", "question"), "question");
    assert_eq!(ids.id_for("given-id", ask, "question"), "given-id");
    assert_eq!(ids.id_for("../Given id!", ask, "question"), "given-id-2");
    assert_eq!(ids.id_for("", &"antidisestablishmentarianism".repeat(9), "question").len(), 36);
}

#[test]
fn a_role_is_found_in_a_title() {
    for (title, expected) in [
        ("Library Assistant Job Interview Questions and Answers", Some("library assistant")),
        ("Top 20 IT Support Interview Questions (With Answers)", Some("IT support")),
        ("Interview questions for a lighthouse keeper", Some("lighthouse keeper")),
        ("NURSE INTERVIEW QUESTIONS", Some("nurse")),
        ("30 Common Interview Questions", None),
        ("My notes", None),
    ] {
        assert_eq!(ids::role_of_title(title).as_deref(), expected, "{title}");
    }
    assert_eq!(ids::title_of_name("my_questions-2.txt").as_deref(), Some("My questions 2"));
    assert_eq!(ids::title_of_name(""), None);
}

#[test]
fn placeholders_are_told_from_tags_and_code() {
    for (text, expected) in [
        ("at <Company Name>", Some("at [Company Name]")),
        ("${salary} a {{year}}", Some("$[salary] a [year]")),
        ("in ____ or ______", Some("in [Blank] or [Blank]")),
        ("<Title> of <b>", Some("[Title] of <b>")),
        ("a [b {c} d] e", None),
        ("<br> <a href=x> </p> <title>", None),
        ("{\"a\": 1} {x;y} {} <> <3 {", None),
        ("snake___case __init__ a_b", None),
        ("1 < 2 and 3 > 2", None),
    ] {
        let found = slots::in_square_brackets(text).map(|(text, _)| text);
        assert_eq!(found.as_deref(), expected, "{text}");
    }
}
