//! The pacing is switched while the interview runs.

use super::fixtures::{plain, secs};
use super::world::World;
use crate::bank::Band;
use crate::interview::{
    Action, AnswerBand, Effect, Event, Light, MarkKind, Pacing, Part, StageView, Stop, TakeEnd,
    Think,
};
use crate::units::Wpm;

fn hard(at: u64) -> Pacing {
    Pacing { stop: Stop::Hard { at: secs(at), warn: secs(10) }, ..plain() }
}

fn switch(world: &mut World, pacing: Pacing) {
    world.does(Action::SwitchPacing(Box::new(pacing)));
}

#[test]
fn a_running_answer_is_never_cut_in_less_than_ten_seconds() {
    let mut world = World::prompt(1, plain()).answering();
    world.wait(secs(100));
    switch(&mut world, hard(90));
    assert_eq!(world.interview.view().stops_at, Some(secs(110)));
    world.wait(secs(9));
    assert_eq!(world.ends(), [None], "the recording is whole");
    world.wait(secs(1));
    assert_eq!(world.ends(), [Some(TakeEnd::TimeUp)]);
}

#[test]
fn the_switch_is_written_into_the_take_with_its_time() {
    let mut world = World::prompt(1, plain()).answering();
    world.wait(secs(20));
    switch(&mut world, hard(90));
    let Some(Effect::Mark(id, mark)) = world.log.last() else { panic!("no mark") };
    assert_eq!((*id, mark.at), (world.takes[0].id, secs(20)));
    assert_eq!(mark.what, MarkKind::PacingSwitched(Box::new(hard(90)), Band::secs(60, 120)));
}

#[test]
fn the_lights_follow_the_new_band_at_once() {
    let mut world = World::prompt(1, plain()).answering();
    world.wait(secs(50));
    assert!(matches!(world.stage(), StageView::Answering { light: Light::Off, .. }));
    switch(&mut world, Pacing { answer: AnswerBand::Fixed(Band::secs(20, 40)), ..plain() });
    assert!(matches!(world.stage(), StageView::Answering { light: Light::Red, .. }));
}

#[test]
fn a_countdown_keeps_the_time_already_used() {
    let thinking = |time| Pacing { think: Think::For(secs(time)), ..plain() };
    let mut world = World::prompt(1, thinking(30));
    world.does(Action::Begin);
    world.wait(secs(12));
    switch(&mut world, thinking(20));
    assert_eq!(world.stage(), StageView::Thinking { left: Some(secs(8)) });
    switch(&mut world, Pacing { think: Think::Unlimited, ..plain() });
    assert_eq!(world.stage(), StageView::Thinking { left: None });
    switch(&mut world, thinking(10));
    assert!(matches!(world.stage(), StageView::Answering { .. }));
}

#[test]
fn the_next_utterance_has_the_new_speed() {
    let mut world = World::prompt(2, plain()).answering();
    switch(&mut world, Pacing { speech: Wpm(200), ..plain() });
    world.does(Action::Finish);
    let Some(Effect::Say(_, speech)) = world.log.last() else { panic!("says nothing") };
    assert_eq!(speech.speed, Wpm(200));
}

#[test]
fn the_recorder_is_given_the_new_length_with_the_silence() {
    let held = |at| Pacing { hold: secs(3), ..hard(at) };
    let mut world = World::prompt(1, held(30)).answering();
    assert_eq!(world.takes[0].source.max, secs(33));
    world.wait(secs(20));
    switch(&mut world, held(90));
    assert_eq!(world.takes[0].source.max, secs(93));
    world.wait(secs(69));
    assert_eq!(world.parts(), [(Part::Answer, 1)], "one file");
    let id = world.running.expect("records");
    // The recorder may say first that it is full.
    world.send(Event::TakeReachedLimit(id));
    assert_eq!(world.parts(), [(Part::Answer, 1)], "one file");
    assert_eq!(world.ends(), [Some(TakeEnd::TimeUp)]);
}

#[test]
fn what_was_said_before_a_pause_counts_against_the_limit() {
    let mut world = World::prompt(1, hard(60)).answering();
    world.wait(secs(20));
    world.does(Action::Pause);
    world.does(Action::Resume);
    switch(&mut world, hard(90));
    assert_eq!(world.takes[0].source.max, secs(90));
    world.wait(secs(69));
    assert_eq!(world.ends(), [None]);
    world.wait(secs(1));
    assert_eq!(world.ends(), [Some(TakeEnd::TimeUp)]);
}

#[test]
fn an_answer_that_outgrows_its_recorder_goes_on_as_a_piece() {
    let mut world = World::prompt(1, hard(90)).answering();
    world.wait(secs(30));
    switch(&mut world, plain());
    world.wait(secs(60));
    let id = world.running.expect("records");
    world.send(Event::TakeReachedLimit(id));
    world.wait(secs(5));
    assert_eq!(world.parts(), [(Part::Answer, 1), (Part::Continued(1), 1)]);
    assert!(matches!(world.stage(), StageView::Answering { elapsed, .. } if elapsed == secs(95)));
}

#[test]
fn an_own_question_that_outgrows_its_recorder_goes_on_too() {
    let mut world = World::mute(1, hard(15)).answering();
    world.prompt = true;
    world.does(Action::Skip);
    let id = world.takes[0].id;
    world.send(Event::TakeSaved(id));
    world.does(Action::Skip);
    world.does(Action::Ask(None));
    switch(&mut world, plain());
    let id = world.running.expect("records");
    world.send(Event::TakeSaved(id));
    let yours: Vec<_> = world.takes[1..].iter().map(|taken| &taken.source).collect();
    assert_eq!([yours[0].part, yours[1].part], [Part::YourQuestion, Part::Continued(1)]);
    assert_eq!(yours[0].position, yours[1].position);
}

#[test]
fn a_soft_chime_sounds_once_for_each_light() {
    let mut world = World::prompt(1, Pacing { chime: true, ..plain() }).answering();
    world.wait(secs(200));
    let chimes = world.log.iter().filter(|effect| **effect == Effect::Chime).count();
    assert_eq!(chimes, 4);
}
