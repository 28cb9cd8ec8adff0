//! The bank of general questions serves any role.

use super::*;

fn bank() -> Bank {
    shipped_as("any-interview")
}

#[test]
fn it_asks_what_every_interview_asks() {
    let ids: Vec<String> = bank().questions.into_iter().map(|question| question.id).collect();
    let expected = [
        "about-you",
        "cv",
        "why-this-job",
        "strengths",
        "weakness",
        "achievement",
        "mistake",
        "disagreement",
        "deadline",
        "team",
        "leading",
        "learning",
        "why-leaving",
        "gap",
        "five-years",
        "salary",
        "start",
        "anything-else",
    ];
    assert_eq!(ids, expected);
}

#[test]
fn it_has_questions_of_every_kind() {
    let bank = bank();
    for kind in Kind::ASKED {
        assert!(bank.questions.iter().any(|question| question.kind == kind), "{kind:?}");
    }
}

#[test]
fn every_question_comes_with_guidance_two_follow_ups_and_abilities() {
    for question in bank().questions {
        assert!((1..=3).contains(&question.how_to.len()), "{}", question.id);
        assert!((1..=2).contains(&question.avoid.len()), "{}", question.id);
        assert_eq!(question.probes.len(), 2, "{}", question.id);
        assert!((1..=3).contains(&question.abilities.len()), "{}", question.id);
    }
}

#[test]
fn a_story_is_asked_about_what_was_done_in_it() {
    let bank = bank();
    for question in bank.questions.iter().filter(|question| question.kind == Kind::Story) {
        let asks = |part| question.probes.iter().any(|probe| probe.part == part);
        assert!(asks(ProbePart::Action), "{}", question.id);
    }
}

#[test]
fn every_task_and_every_ability_is_shown_by_at_least_three_questions() {
    let bank = bank();
    let role = &bank.role;
    assert_eq!((role.tasks.len(), role.abilities.len()), (5, 6));
    for task in &role.tasks {
        let shown = bank.questions.iter().filter(|question| question.tasks.contains(&task.name));
        assert!(shown.count() >= 3, "{}", task.name);
    }
    for ability in &role.abilities {
        let shown = |question: &&Question| question.abilities.contains(&ability.name);
        assert!(bank.questions.iter().filter(shown).count() >= 3, "{}", ability.name);
    }
}

#[test]
fn its_role_is_that_of_no_trade_and_its_parts_are_filled() {
    let role = bank().role;
    assert_eq!(role.name, "any role");
    for texts in [&role.mindset, &role.duties, &role.skills, &role.showcasing, &role.advice] {
        assert!(texts.len() >= 2);
    }
    assert!(role.showcasing.join(" ").contains("STAR"));
}

#[test]
fn unlike_things_have_unlike_labels_so_that_a_value_is_not_carried_where_it_does_not_belong() {
    // A label that occurs more than once stands for one and the same thing: the value is offered again.
    let meant_to_recur =
        ["your number of years", "your present employer", "the main task of this role"];
    let mut seen = std::collections::BTreeSet::new();
    for placeholder in bank().questions.into_iter().flat_map(|question| question.placeholders) {
        let is_new = seen.insert(placeholder.label.clone());
        assert!(is_new || meant_to_recur.contains(&placeholder.label.as_str()), "{placeholder:?}");
    }
}

#[test]
fn unfilled_answers_read_well_aloud() {
    let bank = bank();
    let said = |id| spoken_answer(bank.question(id).expect("it ships"), &Values::new());
    assert!(said("about-you").starts_with(
        "I work as your profession, and I have done so for your number of years, most recently"
    ));
    assert!(said("achievement").contains("we lost your old number of hours a week because of the"));
    assert!(said("achievement").contains("we were down to your new number of hours."));
    assert!(said("learning").contains("after your number of weeks I was using it every day"));
    assert!(said("salary").contains("between your lower amount and your upper amount a year"));
}

#[test]
fn there_are_six_questions_to_ask_back() {
    let yours = bank().your_questions;
    assert_eq!(yours.len(), 6);
    assert!(yours.iter().all(|question| question.ask.ends_with('?') && !question.about.is_empty()));
}
