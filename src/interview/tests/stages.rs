//! Each stage's ways out: finished, failed, timed out.

use std::time::Duration;

use super::fixtures::{plain, secs};
use super::world::World;
use crate::interview::{
    Action, DeviceChoice, Effect, Event, MarkKind, Pacing, Part, StageView, Stop, TakeEnd, Think,
    Trouble,
};

fn is_answering(world: &World) -> bool {
    matches!(world.stage(), StageView::Answering { .. })
}

/// Ends what is being said in each of the three ways, from equal worlds.
fn three_ways(make: impl Fn() -> World) -> [World; 3] {
    let mut finished = make();
    let id = finished.speaking.take().expect("is speaking");
    assert_eq!(finished.send(Event::VoiceFinished(id)), None);
    let mut failed = make();
    assert_eq!(failed.send(Event::VoiceFailed(id)), None);
    failed.speaking = None;
    let mut late = make();
    late.wait_alone(secs(60));
    assert!(late.log.contains(&Effect::StopVoice));
    [finished, failed, late]
}

fn greeting(pacing: Pacing) -> World {
    let mut world = World::mute(2, pacing);
    world.does(Action::Begin);
    world
}

fn asking(pacing: Pacing) -> World {
    let mut world = greeting(pacing);
    let id = world.speaking.take().expect("greets");
    world.send(Event::VoiceFinished(id));
    assert_eq!(world.stage(), StageView::Asking);
    world
}

fn answering(pacing: Pacing) -> World {
    World::mute(2, pacing).answering()
}

fn saving(pacing: Pacing) -> World {
    let mut world = answering(pacing);
    world.wait(secs(5));
    world.does(Action::Finish);
    assert_eq!(world.stage(), StageView::Saving);
    world
}

fn between() -> World {
    let mut world = saving(plain());
    let id = world.unsaved[0];
    world.send(Event::TakeSaved(id));
    assert_eq!(world.stage(), StageView::Between);
    world
}

fn your_turn() -> World {
    let mut world = between();
    for _ in 0..2 {
        if world.stage() == StageView::Between {
            world.does(Action::Skip);
        }
        if world.stage() == StageView::Asking {
            world.does(Action::Skip);
        }
    }
    if world.stage() == StageView::Between {
        world.does(Action::Skip);
    }
    assert_eq!(world.stage(), StageView::YourTurn { asking: None });
    world
}

#[test]
fn greeting_leaves_three_ways() {
    for mut world in three_ways(|| greeting(plain())).into_iter().take(2) {
        assert_eq!(world.stage(), StageView::Asking);
        world.does(Action::ShowQuestion);
    }
    let mut late = greeting(plain());
    late.wait_alone(secs(12));
    assert_eq!(late.stage(), StageView::Greeting);
    late.wait_alone(secs(50));
    assert_ne!(late.stage(), StageView::Greeting);
}

#[test]
fn asking_leaves_three_ways() {
    let [finished, mut failed, late] = three_ways(|| asking(plain()));
    assert!(is_answering(&finished));
    assert_eq!(failed.stage(), StageView::Asking);
    assert!(failed.interview.view().question_text.is_some(), "it is shown instead");
    failed.wait_alone(secs(3));
    assert!(is_answering(&failed));
    assert!(late.interview.view().question_text.is_some(), "perhaps nobody heard it");
    assert_ne!(late.stage(), StageView::Asking);
}

#[test]
fn thinking_leaves_three_ways() {
    let pacing = Pacing { think: Think::For(secs(30)), ..plain() };
    let thinking = || {
        let mut world = asking(pacing.clone());
        let id = world.speaking.take().expect("asks");
        world.send(Event::VoiceFinished(id));
        assert_eq!(world.stage(), StageView::Thinking { left: Some(secs(30)) });
        world
    };
    let mut ready = thinking();
    ready.does(Action::Ready);
    assert!(is_answering(&ready));
    let mut failed = thinking();
    failed.send(Event::Lost(Trouble::Microphone));
    failed.wait_alone(secs(30));
    assert_eq!(failed.stage(), StageView::Broken(Trouble::Microphone));
    let mut over = thinking();
    over.wait_alone(secs(30));
    assert!(is_answering(&over));
}

#[test]
fn answering_leaves_three_ways() {
    let mut finished = answering(plain());
    finished.wait(secs(70));
    finished.does(Action::Finish);
    assert_eq!(finished.ends(), [Some(TakeEnd::Finished)]);

    let mut failed = answering(plain());
    failed.wait(secs(20));
    failed.send(Event::Lost(Trouble::Microphone));
    assert_eq!(failed.stage(), StageView::Broken(Trouble::Microphone));
    assert_eq!(failed.ends(), [None], "it waits for its microphone");

    let hard = Stop::Hard { at: secs(90), warn: secs(10) };
    let mut over = answering(Pacing { stop: hard, ..plain() });
    over.wait(secs(85));
    assert!(
        matches!(over.stage(), StageView::Answering { warning: Some(left), .. } if left <= secs(5))
    );
    over.wait(secs(5));
    assert_eq!(over.ends(), [Some(TakeEnd::TimeUp)]);

    let mut silent = answering(plain());
    silent.wait_alone(secs(4));
    assert!(is_answering(&silent));
    silent.wait_alone(secs(2));
    assert_eq!(silent.stage(), StageView::Broken(Trouble::Microphone));
}

#[test]
fn a_take_that_never_begins_is_a_lost_microphone() {
    let mut world = asking(plain());
    let id = world.speaking.take().expect("asks");
    world.send(Event::VoiceFinished(id));
    world.wait_alone(Duration::from_millis(2900));
    assert!(is_answering(&world));
    world.wait_alone(Duration::from_millis(100));
    assert_eq!(world.stage(), StageView::Broken(Trouble::Microphone));
    world.does(Action::Choose(DeviceChoice::GoOnWithout));
    assert_eq!(world.ends(), [Some(TakeEnd::Lost)]);
    world.wait_alone(secs(20));
    world.does(Action::Finish);
    assert_eq!(world.stage(), StageView::Between, "nobody waits for an empty take");
}

#[test]
fn a_computer_that_slept_has_not_lost_its_microphone() {
    let mut world = answering(plain());
    world.wait(secs(5));
    world.send(Event::Tick(secs(3600)));
    assert!(is_answering(&world));
}

#[test]
fn holding_leaves_three_ways() {
    let holding = || {
        let mut world = answering(Pacing { hold: secs(3), ..plain() });
        world.wait(secs(70));
        world.does(Action::Finish);
        assert_eq!(world.stage(), StageView::Holding { elapsed: world.takes[0].length });
        world
    };
    let mut over = holding();
    over.wait(Duration::from_millis(2900));
    assert_eq!(over.ends(), [None]);
    over.wait(Duration::from_millis(100));
    assert_eq!(over.stage(), StageView::Saving);
    assert_eq!(over.ends(), [Some(TakeEnd::Finished)]);

    let mut failed = holding();
    failed.send(Event::Lost(Trouble::Microphone));
    assert_eq!(failed.stage(), StageView::Broken(Trouble::Microphone));
    failed.does(Action::Choose(DeviceChoice::GoOnWithout));
    assert_eq!(failed.stage(), StageView::Saving, "the answer was given already");

    let mut silent = holding();
    silent.wait_alone(secs(6));
    assert_eq!(silent.stage(), StageView::Broken(Trouble::Microphone));
}

#[test]
fn saving_leaves_three_ways() {
    let mut saved = saving(plain());
    let id = saved.unsaved[0];
    saved.send(Event::TakeSaved(id));
    assert_eq!(saved.stage(), StageView::Between);

    let mut failed = saving(plain());
    failed.send(Event::TakeFailed(id));
    assert_eq!(failed.stage(), StageView::SaveFailed);

    let mut late = saving(plain());
    late.wait_alone(Duration::from_millis(9900));
    assert_eq!(late.stage(), StageView::Saving);
    late.wait_alone(Duration::from_millis(100));
    assert_eq!(
        late.stage(),
        StageView::Between,
        "late is not failed: it is saved while all goes on"
    );
    late.send(Event::TakeSaved(id));
    assert_eq!(late.stage(), StageView::Between);

    let mut failed_late = saving(plain());
    failed_late.wait_alone(secs(10));
    failed_late.send(Event::TakeFailed(id));
    assert_eq!(failed_late.stage(), StageView::Between, "nobody is interrupted");
    failed_late.does(Action::EndEarly);
    assert_eq!(failed_late.stage(), StageView::SaveFailed, "but asked, once something is saved");
}

#[test]
fn a_failed_save_waits_for_a_choice() {
    let failed = || {
        let mut world = saving(plain());
        let id = world.unsaved[0];
        world.send(Event::TakeFailed(id));
        world
    };
    let mut again = failed();
    let id = again.unsaved[0];
    again.wait_alone(secs(600));
    assert_eq!(again.stage(), StageView::SaveFailed);
    again.does(Action::Choose(DeviceChoice::TryAgain));
    assert_eq!(again.log.last(), Some(&Effect::SaveAgain(id)));
    assert_eq!(again.stage(), StageView::Saving);

    let mut without = failed();
    without.does(Action::Choose(DeviceChoice::GoOnWithout));
    assert_eq!(without.stage(), StageView::Between);

    let mut folder = failed();
    folder.send(Event::Restored(Trouble::Disk));
    assert_eq!(folder.log.last(), Some(&Effect::SaveAgain(id)));
}

#[test]
fn writing_that_fails_in_mid_answer_is_told_after_it() {
    let mut world = answering(plain());
    world.wait(secs(20));
    let id = world.running.expect("records");
    world.send(Event::TakeFailed(id));
    assert!(is_answering(&world), "nobody is interrupted");
    world.wait(secs(20));
    world.does(Action::Finish);
    assert_eq!(world.stage(), StageView::SaveFailed);
}

#[test]
fn writing_that_works_again_in_mid_answer_leaves_no_trace() {
    let mut world = answering(plain());
    world.wait(secs(20));
    let id = world.running.expect("records");
    world.send(Event::TakeFailed(id));
    world.send(Event::Restored(Trouble::Disk));
    assert!(is_answering(&world), "nobody is interrupted");
    world.does(Action::Finish);
    assert_eq!(world.stage(), StageView::Saving);
}

#[test]
fn between_leaves_three_ways() {
    for world in three_ways(between).iter_mut().take(2) {
        assert_eq!(world.stage(), StageView::Between);
        world.wait_alone(secs(1));
        assert_eq!(world.stage(), StageView::Asking);
        assert_eq!(world.interview.view().position, 1);
    }
    let mut late = between();
    late.wait_alone(secs(12));
    assert_eq!(late.interview.view().position, 1);
}

#[test]
fn your_turn_leaves_three_ways() {
    for world in three_ways(your_turn).iter_mut() {
        assert_eq!(world.stage(), StageView::YourTurn { asking: None });
        world.does(Action::Finish);
        assert_eq!(world.stage(), StageView::Closing);
    }
    let mut skipped = your_turn();
    skipped.does(Action::Skip);
    skipped.does(Action::Skip);
    assert_eq!(skipped.stage(), StageView::Closing);
    let mut ended = your_turn();
    ended.does(Action::EndEarly);
    assert_eq!(ended.stage(), StageView::Closing);
}

#[test]
fn closing_leaves_three_ways() {
    let closing = || {
        let mut world = asking(plain());
        world.does(Action::EndEarly);
        assert_eq!(world.stage(), StageView::Closing);
        world
    };
    for world in three_ways(closing) {
        assert!(world.interview.is_finished());
        assert_eq!(world.log.last(), Some(&Effect::Finished));
    }
}

#[test]
fn ending_for_want_of_a_loudspeaker_is_not_asked_about_again() {
    let mut world = asking(plain());
    world.send(Event::Lost(Trouble::Speaker));
    assert_eq!(world.stage(), StageView::Broken(Trouble::Speaker));
    world.does(Action::EndEarly);
    assert_eq!(world.stage(), StageView::Closing);
    world.send(Event::Lost(Trouble::Speaker));
    assert!(world.interview.is_finished());
    assert_eq!(world.log.last(), Some(&Effect::Finished));
}

#[test]
fn a_pause_ends_by_resuming_or_ending() {
    for make in
        [|| greeting(plain()), || asking(plain()), || answering(plain()), between, your_turn]
    {
        let mut world = make();
        world.does(Action::Pause);
        world.speaking = None;
        world.wait_alone(secs(60));
        assert_eq!(world.stage(), StageView::Paused);
        let mut ended = make();
        world.does(Action::Resume);
        assert_ne!(world.stage(), StageView::Paused);
        ended.does(Action::Pause);
        ended.does(Action::EndEarly);
        assert!(matches!(ended.stage(), StageView::Closing | StageView::Saving));
    }
}

#[test]
fn a_pause_in_the_greeting_still_leads_to_the_first_question() {
    let mut world = greeting(plain());
    world.does(Action::Pause);
    world.does(Action::Resume);
    assert_eq!((world.stage(), world.interview.view().position), (StageView::Asking, 0));
}

#[test]
fn a_take_whose_microphone_comes_back_goes_on_as_if_no_time_had_passed() {
    let mut world =
        answering(Pacing { stop: Stop::Hard { at: secs(30), warn: secs(5) }, ..plain() });
    world.wait(secs(20));
    world.send(Event::Lost(Trouble::Microphone));
    world.wait(secs(100));
    world.send(Event::Restored(Trouble::Microphone));
    assert!(matches!(world.stage(), StageView::Answering { elapsed, .. } if elapsed == secs(20)));
    world.wait(secs(9));
    assert_eq!(world.ends(), [None]);
    world.wait(secs(1));
    assert_eq!(world.ends(), [Some(TakeEnd::TimeUp)]);
    let gaps = world.log.iter().filter(|effect| {
        matches!(effect, Effect::Mark(_, mark) if mark.what == MarkKind::Gap && mark.at == secs(20))
    });
    assert_eq!(gaps.count(), 1);
}

#[test]
fn a_silence_whose_microphone_comes_back_goes_on_too() {
    let mut world = answering(Pacing { hold: secs(3), ..plain() });
    world.wait(secs(20));
    world.does(Action::Finish);
    world.wait(secs(1));
    world.send(Event::Lost(Trouble::Microphone));
    world.wait(secs(100));
    world.send(Event::Restored(Trouble::Microphone));
    assert_eq!(world.stage(), StageView::Holding { elapsed: secs(21) });
    world.wait(secs(2));
    assert_eq!(world.ends(), [Some(TakeEnd::Finished)]);
}

#[test]
fn a_take_that_waits_for_its_microphone_ends_with_the_interview_or_by_itself() {
    let waiting = || {
        let mut world = answering(plain());
        world.wait(secs(20));
        world.send(Event::Lost(Trouble::Microphone));
        world
    };
    let mut over = waiting();
    over.does(Action::EndEarly);
    assert_eq!(over.ends(), [Some(TakeEnd::Lost)]);
    // The recorder has saved it without having been told to: it is filed, and the next one is a piece.
    let mut saved = waiting();
    let id = saved.running.expect("it waits");
    saved.send(Event::TakeSaved(id));
    assert_eq!(saved.ends(), [Some(TakeEnd::Lost)]);
    assert_eq!(saved.stage(), StageView::Broken(Trouble::Microphone));
    saved.send(Event::Restored(Trouble::Microphone));
    assert_eq!(saved.parts(), [(Part::Answer, 1), (Part::Continued(1), 1)]);
    // A pacing switched meanwhile counts for it.
    let mut switched = waiting();
    let stop = Stop::Hard { at: secs(25), warn: secs(5) };
    switched.does(Action::SwitchPacing(Box::new(Pacing { stop, ..plain() })));
    switched.send(Event::Restored(Trouble::Microphone));
    switched.wait(secs(10));
    assert_eq!(switched.ends(), [Some(TakeEnd::TimeUp)]);
}

#[test]
fn a_lost_device_waits_for_a_choice() {
    let broken = || {
        let mut world = answering(plain());
        world.wait(secs(20));
        world.send(Event::Lost(Trouble::Microphone));
        world.wait_alone(secs(60));
        assert_eq!(world.stage(), StageView::Broken(Trouble::Microphone));
        world
    };
    let mut again = broken();
    again.does(Action::Choose(DeviceChoice::TryAgain));
    assert_eq!(again.log.last(), Some(&Effect::Reopen(Trouble::Microphone)));
    again.send(Event::Restored(Trouble::Microphone));
    assert_eq!(again.parts(), [(Part::Answer, 1)], "the same take goes on");
    assert!(matches!(again.stage(), StageView::Answering { elapsed, .. } if elapsed == secs(20)));

    let mut without = broken();
    without.does(Action::Choose(DeviceChoice::GoOnWithout));
    without.wait_alone(secs(10));
    assert!(matches!(without.stage(), StageView::Answering { elapsed, .. } if elapsed == secs(30)));
    assert_eq!(without.takes.len(), 1, "nothing more is recorded");
}

#[test]
fn without_a_loudspeaker_questions_are_shown_and_timed() {
    let mut world = asking(plain());
    world.send(Event::Lost(Trouble::Speaker));
    assert_eq!(world.stage(), StageView::Broken(Trouble::Speaker));
    let said = world.said.len();
    world.does(Action::Choose(DeviceChoice::GoOnWithout));
    assert_eq!(world.stage(), StageView::Asking);
    assert_eq!(world.said.len(), said, "nothing is said");
    assert!(world.interview.view().question_text.is_some());
    world.wait_alone(secs(2));
    assert!(is_answering(&world), "five words are read in two seconds");
}
