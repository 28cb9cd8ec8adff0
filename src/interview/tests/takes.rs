//! Where takes are filed: retakes, pauses, follow-ups, repeats, your turn.

use std::time::Duration;

use super::fixtures::{plain, secs};
use super::world::World;
use crate::interview::{
    Action, Allowance, DeviceChoice, Effect, Event, Joint, MarkKind, Pacing, Part, QuestionText,
    Refusal, StageView, Stop, TakeEnd, Trouble,
};
use crate::units::Dbfs;

const SPEECH: Event = Event::Level(Dbfs(-20.0));

fn answering(pacing: Pacing) -> World {
    World::prompt(2, pacing).answering()
}

#[test]
fn a_retake_keeps_the_old_take_and_counts() {
    let mut world = answering(plain());
    world.wait(secs(10));
    world.does(Action::Retake);
    assert_eq!(world.ends(), [Some(TakeEnd::Retaken), None]);
    assert_eq!(world.parts(), [(Part::Answer, 1), (Part::Answer, 2)]);
    assert!(!world.interview.view().may_retake);
    assert_eq!(world.tries(Action::Retake), Refusal::NoTakesLeft("Plain".into()));
    world.does(Action::Finish);
    assert_eq!(world.tries(Action::Retake), Refusal::NoTakesLeft("Plain".into()));
}

#[test]
fn a_retake_after_the_answer_puts_the_question_again() {
    let mut world = answering(plain());
    world.wait(secs(10));
    world.does(Action::Finish);
    assert_eq!(world.stage(), StageView::Between);
    world.does(Action::Retake);
    assert_eq!(world.said.last().map(String::as_str), Some("What about matter number 1?"));
    assert_eq!(world.parts(), [(Part::Answer, 1), (Part::Answer, 2)]);
}

#[test]
fn an_answer_in_which_nobody_is_heard_begins_again_without_using_up_a_take() {
    let mut world = answering(Pacing { takes: Allowance::Times(1), ..plain() });
    assert!(!world.interview.view().may_begin_again, "nothing is wrong yet");
    // A dead microphone, found out after a while; and twice, since it is not mended at once.
    for _ in 0..2 {
        world.wait(secs(12));
        let _ = world.send(Event::Unheard(true));
        assert!(world.interview.view().may_begin_again);
        world.does(Action::BeginAgain);
        assert_eq!(
            world.stage(),
            StageView::Answering {
                elapsed: Duration::ZERO,
                light: crate::interview::Light::Off,
                warning: None,
            }
        );
        assert!(!world.interview.view().may_begin_again, "the new one is not judged yet");
    }
    assert_eq!(
        world.said.len(),
        World::prompt(2, plain()).answering().said.len(),
        "nobody asks again"
    );
    let retaken = Some(TakeEnd::Retaken);
    assert_eq!(world.ends(), [retaken, retaken, None]);
    assert_eq!(world.parts(), [(Part::Answer, 1), (Part::Answer, 2), (Part::Answer, 3)]);
    // Nor is it given away.
    let _ = world.send(SPEECH);
    world.wait(secs(12));
    assert_eq!(world.tries(Action::BeginAgain), Refusal::HeardAlready);
    assert_eq!(world.tries(Action::Retake), Refusal::NoTakesLeft("Plain".into()));
    // A microphone that falls silent in the middle is as good a reason.
    let _ = world.send(Event::Unheard(true));
    world.does(Action::BeginAgain);
    world.does(Action::Finish);
    assert_eq!(world.tries(Action::BeginAgain), Refusal::NothingToBeginAgain);
}

#[test]
fn a_paused_answer_goes_on_in_the_same_take_with_its_time() {
    let mut world = answering(plain());
    world.wait(secs(40));
    world.does(Action::Pause);
    assert_eq!((world.ends(), world.suspended), (vec![None], Some(Joint::Paused)));
    world.wait(secs(3600));
    world.does(Action::Resume);
    world.wait(secs(5));
    assert!(matches!(world.stage(), StageView::Answering { elapsed, .. } if elapsed == secs(45)));
    assert_eq!(world.takes[0].length, secs(45), "the pause is not in it");
    world.does(Action::Pause);
    world.does(Action::Retake);
    world.does(Action::Finish);
    assert_eq!(world.parts(), [(Part::Answer, 1), (Part::Answer, 2)]);
    assert_eq!(world.ends(), [Some(TakeEnd::Retaken), Some(TakeEnd::Finished)]);
}

#[test]
fn an_answer_and_its_follow_up_are_one_take_each_whatever_interrupts_them() {
    let mut world = answering(Pacing {
        probes: 1,
        repeats: Allowance::Unlimited,
        takes: Allowance::Times(1),
        ..plain()
    });
    for _ in 0..2 {
        for interruption in [Action::Pause, Action::Repeat] {
            world.wait(secs(5));
            world.does(interruption);
            let _not_where_it_goes_on_by_itself = world.send(Event::Do(Action::Resume));
        }
        world.does(Action::Finish);
    }
    let parts: Vec<_> = world.parts().into_iter().map(|(part, _)| part).collect();
    assert!(matches!(parts[..], [Part::Answer, Part::Probe(_)]), "{parts:?}");
    assert!(world.takes.iter().all(|taken| taken.length == secs(10)));
}

#[test]
fn a_repeat_uses_no_take_whether_something_was_said_or_not() {
    let mut world =
        answering(Pacing { repeats: Allowance::Times(2), takes: Allowance::Times(1), ..plain() });
    world.wait(secs(1));
    world.does(Action::Repeat);
    world.wait(secs(3));
    world.send(SPEECH);
    world.wait(secs(3));
    world.does(Action::Repeat);
    assert_eq!((world.ends(), world.parts()), (vec![None], vec![(Part::Answer, 1)]));
    assert_eq!(world.tries(Action::Repeat), Refusal::NoRepeatsLeft("Plain".into()));
    assert_eq!(
        world.tries(Action::Repeat).to_string(),
        "The question has no repeats left under “Plain”."
    );
}

/// In the middle of an answer, with the question being read again.
fn repeating(pacing: Pacing) -> World {
    let mut world = answering(pacing);
    world.wait(secs(10));
    world.prompt = false;
    world.does(Action::Repeat);
    assert_eq!((world.stage(), world.suspended), (StageView::Asking, Some(Joint::QuestionHeard)));
    world
}

#[test]
fn a_repeated_question_is_heard_outside_of_the_take_and_counts_for_nothing() {
    let mut world = repeating(plain());
    let suspended = world.log.iter().position(|e| matches!(e, Effect::SuspendTake(..)));
    assert!(matches!(world.log.get(suspended.expect("is") + 1), Some(Effect::Say(..))));
    world.wait(secs(7));
    let id = world.speaking.take().expect("is read");
    world.send(Event::VoiceFinished(id));
    world.wait(secs(5));
    assert!(matches!(world.stage(), StageView::Answering { elapsed, .. } if elapsed == secs(15)));
    assert_eq!((world.ends(), world.takes[0].length), (vec![None], secs(15)));
}

#[test]
fn whatever_ends_an_answer_while_it_waits_ends_its_take_once() {
    let pacing = || Pacing { question_text: QuestionText::Shown, ..plain() };
    let mut skipped = repeating(pacing());
    skipped.does(Action::Skip);
    assert_eq!(skipped.ends(), [Some(TakeEnd::Skipped)]);
    skipped.does(Action::TakeBack);
    assert_eq!(skipped.ends(), [Some(TakeEnd::Retaken), None]);
    let mut ended = repeating(pacing());
    ended.does(Action::EndEarly);
    assert_eq!(ended.ends(), [Some(TakeEnd::EndedEarly)]);
    let mut paused = repeating(pacing());
    paused.does(Action::Pause);
    paused.does(Action::EndEarly);
    assert_eq!(paused.ends(), [Some(TakeEnd::EndedEarly)]);
    let mut read = repeating(pacing());
    read.does(Action::Ready);
    assert!(matches!(read.stage(), StageView::Answering { .. }), "it is on the screen");
    assert_eq!((read.ends(), read.suspended), (vec![None], None));
    let mut deaf = repeating(pacing());
    deaf.send(Event::Lost(Trouble::Speaker));
    deaf.does(Action::Choose(DeviceChoice::GoOnWithout));
    deaf.wait(secs(30));
    assert!(matches!(deaf.stage(), StageView::Answering { .. }), "it was shown");
    assert_eq!((deaf.ends(), deaf.suspended), (vec![None], None));
}

#[test]
fn a_microphone_lost_in_a_pause_is_asked_for_when_the_answer_goes_on() {
    let mut world = answering(plain());
    world.wait(secs(10));
    world.does(Action::Pause);
    world.send(Event::Lost(Trouble::Microphone));
    assert_eq!(world.stage(), StageView::Paused);
    world.does(Action::Resume);
    assert_eq!(world.stage(), StageView::Broken(Trouble::Microphone));
    world.send(Event::Restored(Trouble::Microphone));
    world.wait(secs(2));
    assert_eq!((world.ends(), world.takes[0].length), (vec![None], secs(12)));
    world.does(Action::Pause);
    world.send(Event::Lost(Trouble::Microphone));
    world.does(Action::Resume);
    world.does(Action::Choose(DeviceChoice::GoOnWithout));
    assert_eq!(world.ends(), [Some(TakeEnd::Lost)]);
    world.wait(secs(3));
    assert!(matches!(world.stage(), StageView::Answering { elapsed, .. } if elapsed == secs(15)));
}

#[test]
fn a_switch_of_pacing_in_a_pause_counts_for_what_is_said_after_it() {
    let mut world = answering(plain());
    world.wait(secs(40));
    world.does(Action::Pause);
    let stop = Stop::Hard { at: secs(60), warn: secs(10) };
    world.does(Action::SwitchPacing(Box::new(Pacing { stop, ..plain() })));
    assert_eq!(world.takes[0].source.max, secs(60), "the recorder is told");
    world.does(Action::Resume);
    world.wait(secs(19));
    assert_eq!(world.ends(), [None]);
    world.wait(secs(1));
    assert_eq!((world.ends(), world.takes[0].length), (vec![Some(TakeEnd::TimeUp)], secs(60)));
}

#[test]
fn a_silence_that_ends_an_answer_begins_anew_behind_a_joint() {
    let mut world = answering(Pacing { silence_ends: Some(secs(8)), ..plain() });
    world.send(SPEECH);
    world.wait(secs(7));
    world.does(Action::Repeat);
    world.wait(secs(7));
    assert_eq!(world.ends(), [None]);
    world.wait(secs(1));
    assert_eq!(world.ends(), [Some(TakeEnd::Silence)]);
}

#[test]
fn speech_in_the_silence_is_marked_once_and_not_cut() {
    let mut world = answering(Pacing { hold: secs(3), ..plain() });
    world.wait(secs(10));
    world.does(Action::Finish);
    world.send(SPEECH);
    world.wait(secs(1));
    world.send(SPEECH);
    world.send(SPEECH);
    world.wait(secs(2));
    let marks: Vec<_> = world
        .log
        .iter()
        .filter_map(|effect| match effect {
            Effect::Mark(_, mark) => Some((mark.what.clone(), mark.at)),
            _ => None,
        })
        .collect();
    assert_eq!(marks, [(MarkKind::HoldBegan, secs(10)), (MarkKind::SpokeInHold, secs(11))]);
    assert_eq!(world.takes[0].length, secs(13));
}

#[test]
fn silence_ends_an_answer_only_after_speech() {
    let mut world = answering(Pacing { silence_ends: Some(secs(8)), ..plain() });
    world.wait(secs(20));
    assert_eq!(world.ends(), [None], "the candidate is thinking");
    world.send(SPEECH);
    world.wait(Duration::from_millis(7900));
    world.send(Event::Level(Dbfs(-60.0)));
    assert_eq!(world.ends(), [None]);
    world.wait(Duration::from_millis(100));
    assert_eq!(world.ends(), [Some(TakeEnd::Silence)]);
}

#[test]
fn a_soft_stop_ends_the_take_before_the_interviewer_speaks() {
    let mut world =
        answering(Pacing { stop: Stop::Soft { grace: secs(30) }, probes: 1, ..plain() });
    world.wait(secs(150));
    assert_eq!(world.ends(), [Some(TakeEnd::MovedOn)]);
    let finish = world.log.iter().position(|e| matches!(e, Effect::FinishTake(..)));
    assert!(matches!(world.log.get(finish.expect("ended") + 1), Some(Effect::Say(..))));
    assert_eq!(world.stage(), StageView::Between, "no follow-up comes after it");
}

#[test]
fn a_recorder_that_stops_by_itself_ends_the_answer_once() {
    let mut world = World::mute(1, plain()).answering();
    let id = world.running.expect("records");
    world.send(Event::TakeReachedLimit(id));
    assert_eq!(world.ends(), [Some(TakeEnd::TimeUp)]);
    world.send(Event::TakeReachedLimit(id));
    world.send(Event::TakeSaved(id));
    assert_eq!(world.stage(), StageView::Between);
}

#[test]
fn a_hard_stop_gives_the_recorder_its_length_and_the_silence() {
    let stop = Stop::Hard { at: secs(90), warn: secs(10) };
    let world = answering(Pacing { stop, hold: secs(3), ..plain() });
    assert_eq!(world.takes[0].source.max, secs(93));
}

#[test]
fn questions_asked_back_are_filed_apart_and_acknowledged() {
    let mut world = answering(plain());
    while !matches!(world.stage(), StageView::YourTurn { .. }) {
        world.does(Action::Skip);
    }
    assert_eq!(world.tries(Action::Ask(Some("no".into()))), Refusal::UnknownQuestion("no".into()));
    for id in [Some("team".to_owned()), None, None] {
        world.does(Action::Ask(id));
        world.wait(secs(12));
        assert_eq!(world.tries(Action::Ask(None)), Refusal::FinishFirst);
        assert_eq!(world.interview.view().band.max, secs(25));
        world.does(Action::Finish);
        assert_eq!(world.stage(), StageView::YourTurn { asking: None });
    }
    let yours = world.takes.iter().filter(|taken| taken.source.part == Part::YourQuestion);
    let filed: Vec<_> =
        yours.map(|taken| (taken.source.position, taken.source.question_id.as_str())).collect();
    assert_eq!(filed, [(2, "team"), (3, "own"), (4, "own")]);
    assert_eq!(world.interview.view().asked, ["team"]);
}

#[test]
fn ending_early_keeps_the_running_take() {
    let mut world = answering(plain());
    world.wait(secs(10));
    world.does(Action::EndEarly);
    assert_eq!(world.ends(), [Some(TakeEnd::EndedEarly)]);
    assert!(world.interview.is_finished());
}

#[test]
fn a_skipped_answer_is_kept() {
    let mut world = answering(plain());
    world.wait(secs(10));
    world.does(Action::Skip);
    assert_eq!(world.ends(), [Some(TakeEnd::Skipped)]);
    world.wait(secs(2));
    assert_eq!(world.interview.view().position, 1);
}
