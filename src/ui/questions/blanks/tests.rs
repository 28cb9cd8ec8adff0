use egui::{Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::ui::questions::bench::{Bench, bench, click, rest, wanted};
use crate::ui::questions::{QuestionsIntent, QuestionsModel, QuestionsPage};

fn blank(key: &str, label: &str, value: &str, offers: &[&str]) -> BlankItem {
    let shown = if value.is_empty() { label } else { value };
    BlankItem {
        key: key.to_owned(),
        label: label.to_owned(),
        sentence: vec![
            SentencePiece::Words("I met ".to_owned()),
            SentencePiece::ThisBlank(shown.to_owned()),
            SentencePiece::Words(" there.".to_owned()),
        ],
        value: value.to_owned(),
        offers: offers.iter().map(|offer| (*offer).to_owned()).collect(),
    }
}

fn one_bank(id: &str, blanks: Vec<BlankItem>) -> BankBlanks {
    let heading = format!("1. Why {id}?");
    BankBlanks {
        id: id.to_owned(),
        title: format!("The {id}"),
        questions: vec![QuestionBlanks { heading, blanks }],
    }
}

/// Two banks: of the first's three blanks two are empty, of the second's one.
fn page() -> Harness<'static, Bench> {
    let officer = vec![
        blank("one/Number/1", "your number of years", "8", &[]),
        blank("one/Number/2", "number of patients a day", "", &[]),
        blank("two/System/1", "the system you used", "", &["Epic"]),
    ];
    let cook = vec![blank("one/Number/2", "number of dishes", "", &[])];
    let blanks = BlanksModel { banks: vec![one_bank("officer", officer), one_bank("cook", cook)] };
    bench(QuestionsPage::Blanks, QuestionsModel { blanks, ..QuestionsModel::default() })
}

fn fill(bank: &str, key: &str, value: &str) -> Vec<QuestionsIntent> {
    vec![QuestionsIntent::Blanks(BlanksIntent::Fill {
        bank: bank.into(),
        key: key.into(),
        value: value.into(),
    })]
}

/// Types into the field of this name and presses this key.
fn type_into(harness: &mut Harness<'_, Bench>, name: &str, text: &str, key: Key) {
    harness.get_by_role_and_label(Role::TextInput, name).focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, name).type_text(text);
    harness.run();
    assert!(harness.state().intents.is_empty(), "half-typed words are not kept");
    harness.key_press(key);
    harness.run();
}

#[test]
fn words_are_kept_when_their_field_is_left() {
    let mut harness = page();
    type_into(&mut harness, "number of patients a day", "forty ", Key::Tab);
    assert_eq!(wanted(&mut harness), fill("officer", "one/Number/2", "forty"));
}

#[test]
fn words_typed_before_another_page_was_shown_are_kept_on_return() {
    let mut harness = page();
    harness.get_by_role_and_label(Role::TextInput, "number of patients a day").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "number of patients a day").type_text("9");
    harness.run();
    for page in [QuestionsPage::Guide, QuestionsPage::Blanks] {
        harness.state_mut().state.page = page;
        harness.run();
    }
    assert_eq!(wanted(&mut harness), fill("officer", "one/Number/2", "9"));
}

#[test]
fn escape_leaves_the_words_as_they_were() {
    let mut harness = page();
    type_into(&mut harness, "your number of years", "0", Key::Escape);
    assert_eq!(wanted(&mut harness), []);
    assert_eq!(
        harness.get_by_role_and_label(Role::TextInput, "your number of years").value().as_deref(),
        Some("8")
    );
}

#[test]
fn words_of_another_blank_for_the_same_are_offered() {
    let mut harness = page();
    assert_eq!(click(&mut harness, "Use “Epic”"), fill("officer", "two/System/1", "Epic"));
}

#[test]
fn empty_ones_are_counted_and_can_be_shown_alone() {
    let mut harness = page();
    harness.get_by_label("2 of 3 empty");
    harness.get_by_label("I met number of patients a day there.");
    assert_eq!(click(&mut harness, "Only empty ones"), []);
    assert!(harness.query_by_label("your number of years").is_none());
    type_into(&mut harness, "number of patients a day", "40", Key::Enter);
    assert_eq!(wanted(&mut harness), fill("officer", "one/Number/2", "40"));
    let filled = &mut harness.state_mut().model.blanks.banks[0].questions[0].blanks[1];
    filled.value = "40".to_owned();
    harness.run();
    harness.get_by_label("1 of 3 empty");
    harness.get_by_role_and_label(Role::TextInput, "number of patients a day");
}

#[test]
fn all_banks_are_shown_together_and_never_take_each_other_s_words() {
    let mut harness = page();
    assert!(harness.query_by_label("number of dishes").is_none());
    click(&mut harness, "All banks");
    harness.get_by_label("3 of 4 empty");
    harness.get_by_role_and_label(Role::TextInput, "number of dishes").scroll_to_me();
    harness.run();
    type_into(&mut harness, "number of dishes", "7", Key::Enter);
    assert_eq!(wanted(&mut harness), fill("cook", "one/Number/2", "7"));
}

#[test]
fn a_bank_without_blanks_says_so_and_the_page_rests() {
    let harness = bench(QuestionsPage::Blanks, QuestionsModel::default());
    harness.get_by_label("No blanks here: there is nothing to fill in.");
    assert!(rest(&page()).as_secs() > 3600);
}
