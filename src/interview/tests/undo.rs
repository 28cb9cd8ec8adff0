//! A skip and a mistaken end can be taken back, and cost nothing.

use std::time::Duration;

use super::fixtures::{plain, secs};
use super::world::World;
use crate::interview::{
    Action, Allowance, Event, Pacing, QuestionText, Refusal, StageView, TakeEnd, Think, Undoable,
};

/// One take, as in a recorded interview.
fn strict() -> Pacing {
    Pacing { takes: Allowance::Times(1), repeats: Allowance::Times(0), ..plain() }
}

fn answering(pacing: Pacing) -> World {
    World::prompt(2, pacing).answering()
}

#[test]
fn an_answer_ended_by_mistake_goes_on_without_costing_a_take() {
    for hold in [0, 3] {
        let mut world = answering(Pacing { hold: secs(hold), ..strict() });
        world.wait(Duration::from_millis(400));
        world.does(Action::Finish);
        assert_eq!(world.interview.view().undo, Some(Undoable::Answer));
        world.does(Action::TakeBack);
        assert!(matches!(world.stage(), StageView::Answering { .. }), "{:?}", world.stage());
        assert_eq!(world.interview.view().position, 0);
        assert_eq!(world.ends(), [Some(TakeEnd::Retaken), None]);
        world.wait(secs(30));
        world.does(Action::Finish);
        world.wait(secs(hold));
        assert_eq!(world.ends(), [Some(TakeEnd::Retaken), Some(TakeEnd::Finished)]);
        assert_eq!(world.interview.view().undo, None, "it was an answer");
        assert_eq!(world.tries(Action::TakeBack), Refusal::NothingToTakeBack);
    }
}

#[test]
fn a_mistaken_end_is_taken_back_even_while_the_next_thing_is_asked() {
    for probes in [0, 1] {
        let mut world = World::mute(2, Pacing { probes, ..strict() }).answering();
        world.record(secs(1));
        world.does(Action::Finish);
        let id = world.unsaved.remove(0);
        world.send(Event::TakeSaved(id));
        while world.stage() != StageView::Asking {
            match world.speaking.take() {
                Some(id) => assert_eq!(world.send(Event::VoiceFinished(id)), None),
                None => world.wait_alone(Duration::from_millis(100)),
            }
        }
        world.does(Action::TakeBack);
        let view = world.interview.view();
        assert!(matches!(view.stage, StageView::Answering { .. }));
        assert_eq!((view.position, view.question_id.as_str(), view.take), (0, "q1", 2));
        assert_eq!(world.speaking, None, "the interviewer is silent");
    }
}

#[test]
fn a_skipped_question_comes_back_from_each_stage_it_was_skipped_in() {
    let thinking = Pacing { think: Think::For(secs(30)), ..strict() };
    let mut world = World::mute(2, thinking.clone());
    world.does(Action::Begin);
    world.does(Action::Skip);
    assert_eq!(world.stage(), StageView::Asking);
    world.does(Action::Skip);
    assert_eq!(world.interview.view().undo, Some(Undoable::Skip));
    world.does(Action::TakeBack);
    assert_eq!(world.stage(), StageView::Asking, "it is asked again");
    assert_eq!(world.said.last().map(String::as_str), Some("What about matter number 1?"));

    let mut world = World::prompt(2, thinking);
    world.does(Action::Begin);
    world.wait(secs(10));
    world.does(Action::Skip);
    world.wait(secs(2));
    assert_eq!(world.interview.view().position, 1);
    world.does(Action::TakeBack);
    assert_eq!(world.interview.view().position, 0);
    assert_eq!(world.stage(), StageView::Thinking { left: Some(secs(20)) });

    let mut world = answering(strict());
    world.wait(secs(20));
    world.does(Action::Skip);
    world.does(Action::TakeBack);
    assert_eq!(world.ends(), [Some(TakeEnd::Retaken), None]);
    assert!(matches!(world.stage(), StageView::Answering { .. }));
}

#[test]
fn after_a_few_seconds_or_the_next_answer_it_is_too_late() {
    let thinking = Pacing { think: Think::Unlimited, ..strict() };
    let mut world = World::prompt(3, thinking);
    world.does(Action::Begin);
    world.does(Action::Skip);
    world.wait(secs(7));
    assert_eq!(world.interview.view().undo, Some(Undoable::Skip));
    world.wait(secs(1));
    assert_eq!(world.tries(Action::TakeBack), Refusal::NothingToTakeBack);
    world.does(Action::Skip);
    world.wait(secs(2));
    world.does(Action::Ready);
    assert_eq!(world.tries(Action::TakeBack), Refusal::NothingToTakeBack);
}

#[test]
fn the_pause_after_a_skip_may_be_skipped_and_the_skip_still_be_taken_back() {
    let mut world = World::prompt(2, Pacing { think: Think::Unlimited, ..strict() });
    world.does(Action::Begin);
    world.does(Action::Skip);
    assert_eq!(world.stage(), StageView::Between);
    world.does(Action::Skip);
    assert_eq!(world.interview.view().position, 1);
    world.does(Action::TakeBack);
    assert_eq!(world.interview.view().position, 0);
}

#[test]
fn the_end_of_your_turn_is_taken_back() {
    let mut world = World::mute(1, strict());
    world.does(Action::Begin);
    while !matches!(world.stage(), StageView::YourTurn { .. }) {
        world.does(Action::Skip);
    }
    world.does(Action::Finish);
    assert_eq!(world.stage(), StageView::Closing);
    assert_eq!(world.interview.view().undo, Some(Undoable::Turn));
    world.does(Action::TakeBack);
    assert_eq!(world.stage(), StageView::YourTurn { asking: None });
}

#[test]
fn cutting_a_question_short_leaves_the_whole_time_to_think() {
    for (think, left) in [(Think::For(secs(30)), Some(secs(30))), (Think::Unlimited, None)] {
        let shown = Pacing { question_text: QuestionText::Shown, think, ..plain() };
        let mut world = World::mute(1, shown);
        world.does(Action::Begin);
        world.does(Action::Skip);
        assert_eq!(world.stage(), StageView::Asking);
        world.does(Action::Ready);
        assert_eq!(world.stage(), StageView::Thinking { left });
        assert_eq!(world.speaking, None, "the voice is silent");
    }
}
