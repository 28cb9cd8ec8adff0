use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::ui::questions::bench::{Bench, bench, click, rest};
use crate::ui::questions::{QuestionsIntent, QuestionsModel, QuestionsPage};

fn text(section: GuideSection, text: &str) -> GuidePart {
    GuidePart { paragraphs: vec![text.to_owned()], ..GuidePart::new(section) }
}

fn guide(parts: Vec<GuidePart>) -> Harness<'static, Bench> {
    let guide = GuideModel { role: "Cook".to_owned(), parts };
    bench(QuestionsPage::Guide, QuestionsModel { guide, ..QuestionsModel::default() })
}

fn whole() -> Harness<'static, Bench> {
    let asked = AskBack { ask: "Who else cooks?".to_owned(), about: "the team".to_owned() };
    let mut harness = guide(vec![
        text(GuideSection::Mindset, "They are hungry."),
        star_part(),
        GuidePart { ask_back: vec![asked], ..text(GuideSection::AskingBack, "Ask them.") },
    ]);
    harness.set_size([900.0, 1400.0].into());
    harness.run();
    harness
}

#[test]
fn every_part_is_a_heading_that_can_be_heard_and_stopped() {
    let mut harness = whole();
    let hear = QuestionsIntent::Guide(GuideIntent::Hear(GuideSection::Mindset));
    assert_eq!(click(&mut harness, "Hear: What they listen for"), [hear]);
    harness.state_mut().model.guide.parts[0].playing = true;
    harness.run();
    let stop = QuestionsIntent::Guide(GuideIntent::Stop);
    assert_eq!(click(&mut harness, "Stop: What they listen for"), [stop]);
    harness.get_by_label("Hear: Asking back");
    assert!(rest(&harness).as_secs() > 3600);
}

#[test]
fn the_method_shows_how_time_is_shared_out() {
    let harness = whole();
    harness.get_by_label(
        "Suggested share of the answer: Situation 15 %, Task 10 %, Action 60 %, Result 15 %",
    );
}

#[test]
fn questions_to_ask_back_say_when_they_are_asked() {
    let harness = whole();
    harness.get_by_label("“Who else cooks?”");
    harness.get_by_label_contains("The last stage of a rehearsal is your turn");
}

#[test]
fn a_bank_without_a_role_still_tells_how_to_tell_a_story() {
    let harness = guide(vec![star_part()]);
    harness.get_by_label_contains("This bank says nothing about the role itself");
    harness.get_by_label("Hear: Telling a story with STAR");
}

#[test]
fn a_wide_window_has_two_columns_and_a_narrow_one_a_single() {
    let mut harness = whole();
    let tops = |harness: &Harness<'_, Bench>| {
        ["Hear: What they listen for", "Hear: Asking back"]
            .map(|name| harness.get_by_label(name).rect())
    };
    let [first, last] = tops(&harness);
    assert!(last.left() > first.right(), "beside each other: {first:?} {last:?}");
    harness.set_size([640.0, 1800.0].into());
    harness.run();
    let [first, last] = tops(&harness);
    assert!(last.top() > first.bottom() && (last.left() - first.left()).abs() < 1.0);
}
