//! The role guide beside the questions.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::bench::{Bench, bench, click, wanted};
use super::*;
use crate::bank::{Bank, Kind, Question};

const TOGGLE: &str = "Role guide beside";
const HEAR: &str = "Hear: The work";

/// The first page, of a bank whose role is described.
fn questions(size: [f32; 2]) -> Harness<'static, Bench> {
    let mut bank = Bank::new("mine", "Mine");
    bank.questions = (1..=3)
        .map(|nth| Question::new(format!("q{nth}"), format!("Question {nth}?"), Kind::Process))
        .collect();
    let duties = GuidePart {
        paragraphs: vec!["Cooking for many.".to_owned()],
        ..GuidePart::new(GuideSection::Duties)
    };
    let model = QuestionsModel {
        bank: BankModel { bank: Some(Arc::new(bank)), ..BankModel::default() },
        guide: GuideModel { role: "Cook".to_owned(), parts: vec![duties, star_part()] },
        ..QuestionsModel::default()
    };
    let mut harness = bench(QuestionsPage::Bank, model);
    harness.set_size(size.into());
    harness.run();
    harness
}

fn press(harness: &mut Harness<'_, Bench>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

#[test]
fn the_role_guide_stands_beside_the_editor_where_there_is_room() {
    let mut harness = questions([1280.0, 748.0]);
    assert!(harness.query_by_label(HEAR).is_none());
    click(&mut harness, TOGGLE);
    let (editor, guide) = (harness.get_by_label("Kind").rect(), harness.get_by_label(HEAR).rect());
    assert!(editor.right() < guide.left() && guide.right() < 1280.0, "{editor:?} {guide:?}");
    let hear = BankIntent::Guide(GuideIntent::Hear(GuideSection::Duties));
    assert_eq!(click(&mut harness, HEAR), [QuestionsIntent::Bank(hear)]);
    click(&mut harness, TOGGLE);
    assert!(harness.query_by_label(HEAR).is_none());
}

#[test]
fn in_a_narrow_window_it_takes_the_editors_place_until_something_is_edited() {
    let mut harness = questions([900.0, 548.0]);
    press(&mut harness, Modifiers::COMMAND, Key::G);
    assert!(harness.query_by_label("Kind").is_none());
    let guide = harness.get_by_label(HEAR).rect();
    assert!(guide.right() < 900.0, "{guide:?}");
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert!(harness.query_by_label("Kind").is_none(), "the list is read with the guide beside it");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.get_by_label("Question").is_focused());
    assert!(harness.query_by_label(HEAR).is_none());
    assert!(wanted(&mut harness).is_empty());
}

#[test]
fn it_stays_beside_while_other_pages_are_seen() {
    let mut harness = questions([1280.0, 748.0]);
    press(&mut harness, Modifiers::COMMAND, Key::G);
    click(&mut harness, "Page: Blanks");
    assert!(harness.query_by_label(TOGGLE).is_none());
    click(&mut harness, "Page: Questions");
    harness.get_by_label(HEAR);
}
