//! What is not possible is refused with a reason; the world checks that nothing changes then.

use super::fixtures::{plain, secs};
use super::world::World;
use crate::interview::{Action, DeviceChoice, Pacing, QuestionText, Refusal, StageView};

#[test]
fn nothing_but_beginning_is_possible_before_the_beginning() {
    let mut world = World::prompt(1, plain());
    for action in [Action::Finish, Action::Pause, Action::Repeat, Action::Skip, Action::Ask(None)] {
        assert_eq!(world.tries(action), Refusal::NotBegun);
    }
    world.does(Action::Begin);
    assert_eq!(world.tries(Action::Begin), Refusal::AlreadyBegun);
}

#[test]
fn nothing_is_possible_after_the_end() {
    let mut world = World::prompt(1, plain());
    world.does(Action::EndEarly);
    for action in [Action::Begin, Action::SwitchPacing(Box::new(plain())), Action::EndEarly] {
        assert_eq!(world.tries(action), Refusal::Over);
    }
}

#[test]
fn illegal_actions_in_an_answer_say_why() {
    let mut world = World::prompt(1, plain()).answering();
    assert_eq!(world.tries(Action::Ready), Refusal::NotThinking);
    assert_eq!(world.tries(Action::Resume), Refusal::NotPaused);
    assert_eq!(world.tries(Action::Ask(None)), Refusal::NotYourTurn);
    let choice = Action::Choose(DeviceChoice::TryAgain);
    assert_eq!(world.tries(choice), Refusal::NothingToChoose);
}

#[test]
fn a_hidden_question_is_never_shown() {
    let hidden = Pacing { question_text: QuestionText::Hidden, ..plain() };
    let mut world = World::prompt(1, hidden).answering();
    assert_eq!(world.tries(Action::ShowQuestion), Refusal::TextHidden("Plain".into()));
    assert_eq!(world.interview.view().question_text, None);
}

#[test]
fn a_question_is_shown_on_request_and_the_next_one_is_not() {
    let mut world = World::prompt(2, plain()).answering();
    assert_eq!(world.interview.view().question_text, None);
    world.does(Action::ShowQuestion);
    assert!(world.interview.view().question_text.is_some());
    world.does(Action::Finish);
    world.wait(secs(2));
    assert_eq!(world.interview.view().question_text, None);
}

#[test]
fn a_question_that_can_be_read_may_be_cut_short() {
    let make = |question_text| {
        let mut world = World::mute(1, Pacing { question_text, ..plain() });
        world.does(Action::Begin);
        world.does(Action::Skip);
        assert_eq!(world.stage(), StageView::Asking);
        world
    };
    assert_eq!(make(QuestionText::OnRequest).tries(Action::Ready), Refusal::StillAsking);
    let mut shown = make(QuestionText::Shown);
    shown.does(Action::Ready);
    assert!(matches!(shown.stage(), StageView::Answering { .. }));
}

#[test]
fn a_stopped_interview_says_what_to_do_first() {
    let mut world = World::prompt(1, plain()).answering();
    world.does(Action::Pause);
    assert_eq!(world.tries(Action::Pause), Refusal::AlreadyStopped);
    assert_eq!(world.tries(Action::Finish), Refusal::Paused);
}

/// In the middle of an answer a question that is not on the screen is a glimpse; one that the pacing shows stays.
#[test]
fn a_question_asked_for_while_answering_is_shown_for_six_seconds() {
    let mut world = World::prompt(1, plain()).answering();
    let words = |world: &World| world.interview.view().question_text;
    assert_eq!(words(&world), None);
    world.does(Action::ShowQuestion);
    assert!(words(&world).is_some());
    world.wait(secs(5));
    assert!(words(&world).is_some());
    world.wait(secs(1));
    assert_eq!(words(&world), None);

    let pacing = Pacing { question_text: QuestionText::Shown, ..plain() };
    let mut shown = World::prompt(1, pacing).answering();
    shown.wait(secs(60));
    assert!(words(&shown).is_some(), "it stays on the screen");
}
