//! A whole interview under every pacing that ships.

use std::time::Duration;

use super::fixtures::secs;
use super::world::World;
use crate::interview::{Action, Pacing, Part, QuestionText, StageView, Stop, TakeEnd, Think};

/// Runs three questions, answering each for `answer` unless it is stopped before.
fn run(pacing: Pacing, answer: Duration) -> World {
    let mut world = World::prompt(3, pacing);
    world.does(Action::Begin);
    let mut asked_back = false;
    for _ in 0..100_000 {
        match world.stage() {
            StageView::Finished => return world,
            StageView::Thinking { left: None } => world.does(Action::Ready),
            StageView::Answering { elapsed, .. } if elapsed >= answer => world.does(Action::Finish),
            StageView::YourTurn { asking: None } if !asked_back => {
                asked_back = true;
                world.does(Action::Ask(Some("team".into())));
            }
            StageView::YourTurn { asking: Some(asking) } if asking >= secs(12) => {
                world.does(Action::Finish);
            }
            StageView::YourTurn { asking: None } => world.does(Action::Finish),
            _ => world.wait(Duration::from_millis(100)),
        }
    }
    panic!("never finished: {:?}", world.stage());
}

#[test]
fn every_preset_leads_through_all_questions_to_the_end() {
    for pacing in Pacing::presets() {
        let name = pacing.name.clone();
        let world = run(pacing.clone(), secs(70));
        let answers = world.parts().iter().filter(|(part, _)| *part == Part::Answer).count();
        assert_eq!(answers, 3, "{name}");
        let probes =
            world.parts().iter().filter(|(part, _)| matches!(part, Part::Probe(_))).count();
        assert_eq!(probes, 3 * pacing.probes as usize, "{name}");
        let yours = world.takes.last().expect("asked back");
        assert_eq!(
            (yours.source.question_id.as_str(), yours.source.position),
            ("team", 3),
            "{name}"
        );
        assert!(world.ends().iter().all(|&end| end == Some(TakeEnd::Finished)), "{name}");
        for taken in world.takes.iter().filter(|taken| taken.source.part == Part::Answer) {
            let wanted = secs(70) + pacing.hold;
            let over = taken.length.abs_diff(wanted);
            assert!(over <= Duration::from_millis(100), "{name}: {:?}", taken.length);
        }
    }
}

#[test]
fn every_preset_stops_long_answers_as_it_says() {
    for pacing in Pacing::presets() {
        let name = pacing.name.clone();
        let world = run(pacing.clone(), secs(400));
        let answers = world.takes.iter().filter(|taken| taken.source.part == Part::Answer);
        for taken in answers {
            let questions = &world.interview.plan().questions;
            let target = questions[taken.source.position].band();
            let (end, length) = match pacing.stop {
                Stop::Off => (TakeEnd::Finished, secs(400) + pacing.hold),
                Stop::Soft { grace } => (TakeEnd::MovedOn, pacing.answer.over(target).max + grace),
                Stop::Hard { at, .. } => (TakeEnd::TimeUp, at),
            };
            assert_eq!(taken.end, Some(end), "{name}");
            assert!(taken.length.abs_diff(length) <= Duration::from_millis(100), "{name}");
        }
    }
}

#[test]
fn every_preset_gives_the_time_to_think_that_it_names() {
    for pacing in Pacing::presets() {
        let mut world = World::prompt(1, pacing.clone());
        world.does(Action::Begin);
        match pacing.think {
            Think::For(Duration::ZERO) => {}
            Think::For(time) => {
                assert_eq!(world.stage(), StageView::Thinking { left: Some(time) });
                world.wait(time - Duration::from_millis(100));
                assert_eq!(
                    world.stage(),
                    StageView::Thinking { left: Some(Duration::from_millis(100)) }
                );
                world.wait(Duration::from_millis(100));
            }
            Think::Unlimited => {
                world.wait(secs(3600));
                assert_eq!(world.stage(), StageView::Thinking { left: None });
                world.does(Action::Ready);
            }
        }
        assert!(matches!(world.stage(), StageView::Answering { .. }), "{}", pacing.name);
        let shown = world.interview.view().question_text.is_some();
        assert_eq!(shown, pacing.question_text == QuestionText::Shown, "{}", pacing.name);
    }
}

#[test]
fn the_interviewer_greets_asks_thanks_and_says_goodbye() {
    let world = run(super::fixtures::plain(), secs(70));
    let said = &world.said;
    assert_eq!(said[1], "I have three questions for you today.");
    assert_eq!(said[3], "What about matter number 1?");
    let all = crate::interview::Phrases::built_in().all_texts(20);
    let own = said.iter().filter(|text| !text.starts_with("What about matter"));
    for text in own {
        assert!(all.contains(text), "“{text}” is not among the texts that can be recorded");
    }
    // 3 of greeting, 3 questions with thanks, the turn with thanks, a goodbye.
    assert_eq!(said.len(), 3 + 6 + 2 + 1);
}
