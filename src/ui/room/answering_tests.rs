//! What is on the screen of an answer, by accessible names and places.

use std::time::Duration;

use egui::{Key, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::RoomIntent;
use super::tests::{ANSWERING, Bench, QUESTION, THINKING, doing, in_stage, model, room, tree, wanted};
use crate::interview::{Action, Clock, Light, StageView, Stop};

#[test]
fn the_question_stays_where_it_may_be_seen_and_moves_nothing() {
    let mut harness = in_stage(ANSWERING);
    let names = ["1:04, long enough", "Microphone level, heard", "I’m done"];
    let places = |harness: &Harness<'_, Bench>| names.map(|name| harness.get_by_label(name).rect());
    let before = places(&harness);
    harness.state_mut().model.view.question_text = Some(QUESTION.into());
    harness.run();
    let question = harness.get_by_label(QUESTION).rect();
    assert!(question.bottom() <= before[0].top(), "{question:?} {before:?}");
    assert_eq!(places(&harness)[..2], before[..2]);
    // A long one scrolls in its place: the clock stays.
    harness.state_mut().model.view.question_text = Some(format!("{QUESTION} ").repeat(30));
    harness.run();
    assert_eq!(places(&harness)[..2], before[..2]);
}

#[test]
fn the_question_can_be_asked_for_in_the_middle_of_an_answer() {
    let mut harness = in_stage(ANSWERING);
    harness.key_press(Key::Q);
    harness.event(egui::Event::Text("q".into()));
    assert_eq!(wanted(&mut harness), doing(Action::ShowQuestion));
    harness.get_by_label("Show question").click();
    assert_eq!(wanted(&mut harness), doing(Action::ShowQuestion));
}

#[test]
fn with_a_hard_stop_the_clock_counts_down() {
    let mut stopped = model(ANSWERING);
    stopped.view.pacing.stop =
        Stop::Hard { at: Duration::from_secs(90), warn: Duration::from_secs(10) };
    stopped.view.stops_at = Some(Duration::from_secs(90));
    let mut harness = room(stopped);
    harness.get_by_label("0:26, left · long enough");
    harness.state_mut().model.view.stage =
        StageView::Answering { elapsed: Duration::from_secs(2), light: Light::Off, warning: None };
    harness.run();
    harness.get_by_label("1:28, left · Recording");
}

#[test]
fn what_is_not_recorded_is_not_said_to_be() {
    let begun =
        StageView::Answering { elapsed: Duration::from_secs(2), light: Light::Off, warning: None };
    let mut harness = in_stage(begun);
    harness.get_by_label("0:02, Recording");
    harness.state_mut().model.view.is_recording = false;
    harness.run();
    harness.get_by_label("0:02");
    harness.state_mut().model.view.pacing.clock = Clock::Hidden;
    harness.run();
    harness.get_by_label("Not recorded");
}

#[test]
fn what_was_noted_while_thinking_stays_in_sight() {
    let mut harness = in_stage(THINKING);
    harness.get_by_label("Notes for this answer").type_text("surveys, Anna’s ward");
    harness.run();
    harness.state_mut().model.view.stage = ANSWERING;
    harness.run();
    harness.get_by_label("My notes: surveys, Anna’s ward");
    harness.state_mut().model.view.position += 1;
    harness.run();
    assert!(harness.query_by_label_contains("My notes").is_none());
}

#[test]
fn what_is_wrong_with_the_microphone_is_said_below_the_clock_and_moves_nothing() {
    let place = |harness: &Harness<'_, Bench>, name: &str| harness.get_by_label(name).rect();
    let names = ["1:04, long enough", "Microphone level, heard", "I’m done", "Skip", "Pause"];
    let mut harness = in_stage(ANSWERING);
    let before = names.map(|name| place(&harness, name));
    let fault = "The microphone gives nothing but silence.";
    harness.state_mut().model.fault = Some(fault.into());
    harness.state_mut().model.view.may_begin_again = true;
    harness.run();
    let said = harness.get_by_label(fault);
    assert_eq!(said.accesskit_node().live(), egui::accesskit::Live::Polite);
    assert!(said.rect().top() > place(&harness, names[1]).bottom());
    assert_eq!(names.map(|name| place(&harness, name)), before);
    // By its button, and by its key with the letter that comes with it.
    harness.get_by_label("Begin this answer again").click();
    assert_eq!(wanted(&mut harness), doing(Action::BeginAgain));
    harness.key_press(Key::B);
    harness.event(egui::Event::Text("b".into()));
    assert_eq!(wanted(&mut harness), doing(Action::BeginAgain));
    harness.state_mut().model.fault = None;
    harness.state_mut().model.view.may_begin_again = false;
    harness.run();
    assert!(harness.query_by_label(fault).is_none());
    assert!(harness.query_by_label("Begin this answer again").is_none());
}

#[test]
fn a_key_that_does_nothing_while_answering_says_why() {
    let mut harness = in_stage(ANSWERING);
    harness.state_mut().model.refusal = Some("You are being heard.".into());
    harness.run();
    harness.get_by_label("You are being heard.");
}

#[test]
fn the_last_seconds_are_announced() {
    let warned = StageView::Answering {
        elapsed: Duration::from_secs(84),
        light: Light::Green,
        warning: Some(Duration::from_millis(5_500)),
    };
    let mut warned = model(warned);
    warned.view.pacing.stop =
        Stop::Hard { at: Duration::from_secs(90), warn: Duration::from_secs(10) };
    warned.view.stops_at = Some(Duration::from_secs(90));
    room(warned).get_by_label("0:06, left · long enough");
}

#[test]
fn nothing_but_question_clock_level_pacing_and_keys_while_answering() {
    let harness = room(model(ANSWERING));
    let allowed = [Role::Timer, Role::Meter, Role::Button, Role::Label];
    for (role, text) in tree(&harness) {
        assert!(allowed.contains(&role), "{role:?} {text:?}");
        for hidden in [QUESTION, "Desk microphone", "Headphones", "12 frames"] {
            assert!(!text.contains(hidden), "{text:?}");
        }
    }
    harness.get_by_label("1:04, long enough");
    harness.get_by_label("Microphone level, heard");
    harness.get_by_label("Question 3 of 20");
}
