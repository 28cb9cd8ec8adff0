//! Stars and deleting, as a person would do it.

use egui::Key;
use egui_kittest::kittest::Queryable as _;

use super::tests::{click, model, press, review, take, wanted};
use super::{RemovalQuestion, RemovalScope, ReviewIntent, ReviewModel, StepName};

fn asked() -> ReviewModel {
    let question = RemovalQuestion {
        title: "Delete this take?".into(),
        weight: "Take 1 of “Why?”: 1 recording, 4.2 MB.".into(),
        consequences: vec!["It is starred.".into()],
        foreign: ["a", "b", "c", "d", "e", "f", "g"].map(Into::into).to_vec(),
        has_desktop: true,
    };
    ReviewModel { removal: Some(question), ..model() }
}

#[test]
fn delete_asks_about_the_take_at_hand() {
    let mut harness = review(model());
    let ask = |take| ReviewIntent::AskRemoval(RemovalScope::Take(take));
    assert_eq!(press(&mut harness, Key::Delete), [ask(0)]);
    press(&mut harness, Key::ArrowDown);
    assert_eq!(press(&mut harness, Key::Delete), [ask(1)]);
    // A question that was not answered has none.
    press(&mut harness, Key::ArrowDown);
    assert_eq!(press(&mut harness, Key::Delete), []);
}

#[test]
fn the_menu_offers_the_take_its_question_and_the_session() {
    let mut harness = review(model());
    click(&mut harness, "Delete");
    harness.get_by_label("Take 1…   Delete");
    let all = click(&mut harness, "All 2 takes of this question…");
    assert_eq!(all, [ReviewIntent::AskRemoval(RemovalScope::Question("first".into()))]);
    click(&mut harness, "Delete");
    let session = click(&mut harness, "The whole session…");
    assert_eq!(session, [ReviewIntent::AskRemoval(RemovalScope::Session)]);
    let mut nothing = review(ReviewModel::default());
    assert!(nothing.query_by_label("Delete").is_none());
    assert_eq!(press(&mut nothing, Key::Delete), []);
}

#[test]
fn nothing_goes_unless_its_own_button_says_so() {
    let mut harness = review(asked());
    harness.get_by_label_contains("4.2 MB");
    harness.get_by_label_contains("a, b, c, d, e and 2 more");
    harness.get_by_label_contains("your desktop's wastebasket");
    assert_eq!(press(&mut harness, Key::Escape), [ReviewIntent::CancelRemoval]);
    assert_eq!(click(&mut harness, "Keep"), [ReviewIntent::CancelRemoval]);
    assert_eq!(click(&mut harness, "Move to the wastebasket"), [ReviewIntent::ConfirmRemoval]);
    // While it asks, no key does anything else.
    assert_eq!(press(&mut harness, Key::Delete), []);
    assert_eq!(press(&mut harness, Key::S), []);
}

#[test]
fn s_and_its_button_star_a_take_and_the_list_says_so() {
    let mut harness = review(model());
    let star = |starred| vec![ReviewIntent::Star { take: 0, starred }];
    assert_eq!(press(&mut harness, Key::S), star(true));
    assert_eq!(click(&mut harness, "Star"), star(true));
    harness.state_mut().model.questions[0].takes[0].starred = true;
    wanted(&mut harness);
    harness.get_by_label("Take 1, starred, 1:04");
    assert_eq!(click(&mut harness, "Starred"), star(false));
}

#[test]
fn a_take_without_its_sound_can_not_be_heard() {
    let mut silent = model();
    silent.questions[0].takes[0].has_sound = false;
    let harness = review(silent);
    assert!(harness.query_by_label("Hear my take").is_none());
    assert!(harness.query_by_label("Hear all three").is_none());
    harness.get_by_label("Hear the question");
}

#[test]
fn a_deletion_is_undone_though_its_take_is_not_there() {
    let mut deleted = model();
    deleted.listener.undo = Some(StepName { what: "deletion".into(), take: None });
    let mut harness = review(deleted);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    assert_eq!(wanted(&mut harness), [ReviewIntent::Undo]);
}

#[test]
fn after_a_deletion_the_same_question_is_looked_at() {
    let mut harness = review(model());
    press(&mut harness, Key::ArrowDown);
    let bench = harness.state_mut();
    bench.model.questions[0].takes = vec![take(0, "Take 1")];
    bench.state.takes_changed(&bench.model);
    let asked = press(&mut harness, Key::Delete);
    assert_eq!(asked, [ReviewIntent::AskRemoval(RemovalScope::Take(0))]);
}
