//! What is typed is no command, and what is a command is not typed: with the keys' own text events.

use std::time::Duration;

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::RoomIntent;
use super::tests::{ANSWERING, Bench, THINKING, doing, in_stage, model, press, room, wanted};
use crate::interview::{Action, Light, StageView, Think, Undoable};

/// A key as a keyboard sends it: the key and its text in one frame, then the key let go.
fn strike(harness: &mut Harness<'_, Bench>, key: Key, text: &str) {
    let press = |pressed| Event::Key {
        key,
        physical_key: Some(key),
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    harness.input_mut().events.push(press(true));
    if !text.is_empty() {
        harness.input_mut().events.push(Event::Text(text.to_owned()));
    }
    harness.step();
    harness.input_mut().events.push(press(false));
    harness.step();
}

fn key_of(letter: char) -> Key {
    if letter == ' ' {
        return Key::Space;
    }
    Key::from_name(&letter.to_uppercase().to_string()).expect("a letter")
}

/// Ten strokes a second.
fn type_on(harness: &mut Harness<'_, Bench>, text: &str) {
    for letter in text.chars() {
        strike(harness, key_of(letter), &letter.to_string());
        harness.run_steps(4);
    }
}

fn goes_to(harness: &mut Harness<'_, Bench>, stage: StageView) {
    harness.state_mut().model.view.stage = stage;
    harness.step();
}

fn notes(harness: &mut Harness<'_, Bench>) -> String {
    let node = harness.get_by_label("Notes for this answer");
    node.accesskit_node().value().unwrap_or_default()
}

fn wait(harness: &mut Harness<'_, Bench>, secs: f32) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few frames")]
    harness.run_steps((secs * 60.0) as usize);
}

fn just_answering(millis: u64) -> StageView {
    StageView::Answering {
        elapsed: Duration::from_millis(millis),
        light: Light::Off,
        warning: None,
    }
}

#[test]
fn the_notes_have_the_focus_by_themselves_and_letters_are_text() {
    let mut harness = in_stage(StageView::Asking);
    goes_to(&mut harness, THINKING);
    wait(&mut harness, 1.0);
    type_on(&mut harness, "story part");
    assert_eq!(wanted(&mut harness), []);
    assert_eq!(notes(&mut harness), "story part");
}

#[test]
fn typing_on_over_the_end_of_the_time_to_think_is_never_a_command() {
    let mut harness = in_stage(StageView::Asking);
    goes_to(&mut harness, THINKING);
    wait(&mut harness, 1.0);
    type_on(&mut harness, "my skips ");
    goes_to(&mut harness, just_answering(0));
    // Ten seconds on, with every letter that is a key and with what edits a text.
    for _ in 0..10 {
        type_on(&mut harness, "pins sr q ");
        strike(&mut harness, Key::Backspace, "");
        strike(&mut harness, Key::Delete, "");
        strike(&mut harness, Key::Enter, "");
        strike(&mut harness, Key::ArrowLeft, "");
    }
    goes_to(&mut harness, ANSWERING);
    type_on(&mut harness, "ssss ");
    assert_eq!(wanted(&mut harness), [], "nothing was typed into a command");
    assert!(harness.query_by_label_contains("S again").is_none());
    // Whoever looks up again is heard.
    wait(&mut harness, 1.2);
    assert_eq!(press(&mut harness, Key::Space), doing(Action::Finish));
}

#[test]
fn what_was_noted_is_there_again_as_long_as_the_question_lasts() {
    let mut harness = in_stage(THINKING);
    type_on(&mut harness, "seven years");
    for stage in [ANSWERING, StageView::Between, StageView::Asking] {
        goes_to(&mut harness, stage);
        wait(&mut harness, 1.5);
    }
    goes_to(&mut harness, THINKING);
    harness.run();
    assert_eq!(notes(&mut harness), "seven years");
    harness.state_mut().model.view.position += 1;
    harness.run();
    assert_eq!(notes(&mut harness), "");
    harness.state_mut().model.view.position -= 1;
    harness.run();
    assert_eq!(notes(&mut harness), "seven years", "the skip was taken back");
}

#[test]
fn space_is_ready_in_empty_notes_and_a_letter_in_filled_ones_where_ctrl_enter_is() {
    let mut harness = in_stage(THINKING);
    strike(&mut harness, Key::Space, " ");
    assert_eq!(wanted(&mut harness), doing(Action::Ready));
    assert_eq!(notes(&mut harness), "", "and was not typed");
    type_on(&mut harness, "a b");
    assert_eq!(wanted(&mut harness), []);
    assert_eq!(notes(&mut harness), "a b");
    let ready = harness.get_by_label("I’m ready");
    assert_eq!(ready.accesskit_node().data().keyboard_shortcut(), Some("Ctrl+Enter"));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    assert_eq!(wanted(&mut harness), doing(Action::Ready));
    assert_eq!(notes(&mut harness), "a b", "no line was broken");
}

#[test]
fn esc_and_tab_leave_the_notes_and_letters_are_keys_again() {
    for leave in [Key::Escape, Key::Tab] {
        let mut harness = in_stage(THINKING);
        type_on(&mut harness, "a");
        strike(&mut harness, leave, "");
        harness.run();
        assert!(harness.query_by_label("Keep going").is_none(), "Esc ended nothing");
        strike(&mut harness, Key::P, "p");
        assert_eq!(wanted(&mut harness), doing(Action::Pause), "{leave:?}");
        assert_eq!(notes(&mut harness), "a");
    }
}

#[test]
fn a_shortcut_in_the_notes_types_nothing() {
    let mut harness = in_stage(THINKING);
    type_on(&mut harness, "years");
    for (key, text) in [(Key::Num1, "1"), (Key::Num4, "4"), (Key::Num9, "9"), (Key::S, "s")] {
        harness.input_mut().events.push(Event::Key {
            key,
            physical_key: Some(key),
            pressed: true,
            repeat: false,
            modifiers: Modifiers::ALT,
        });
        harness.input_mut().events.push(Event::Text(text.to_owned()));
        harness.step();
    }
    // Also where the text comes a frame later than its key.
    for event in [
        Event::Key {
            key: Key::Num3,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::ALT,
        },
        Event::Text("3".to_owned()),
    ] {
        harness.event(event);
    }
    harness.run();
    assert_eq!(notes(&mut harness), "years");
}

#[test]
fn two_quick_presses_do_not_begin_and_end_an_answer() {
    for apart in [0.0, 0.12, 0.25, 0.5] {
        let mut harness = in_stage(StageView::Asking);
        goes_to(&mut harness, THINKING);
        wait(&mut harness, 1.0);
        strike(&mut harness, Key::Space, " ");
        goes_to(&mut harness, just_answering(0));
        wait(&mut harness, apart);
        strike(&mut harness, Key::Space, " ");
        assert_eq!(wanted(&mut harness), doing(Action::Ready), "{apart} s");
        wait(&mut harness, 1.0);
        harness.state_mut().model.view.stage = just_answering(1_500);
        strike(&mut harness, Key::Space, " ");
        assert_eq!(wanted(&mut harness), doing(Action::Finish), "{apart} s, later");
    }
}

#[test]
fn a_double_click_or_a_focused_button_does_not_end_it_either() {
    let mut harness = in_stage(just_answering(200));
    harness.get_by_label("I’m done").click();
    assert_eq!(wanted(&mut harness), []);
    harness.get_by_label("I’m done").focus();
    harness.run();
    for _ in 0..2 {
        strike(&mut harness, Key::Enter, "");
        assert_eq!(wanted(&mut harness), []);
    }
    // An answer that goes on after a pause counts from the pause.
    let mut harness = in_stage(StageView::Paused);
    harness.key_press(Key::Space);
    assert_eq!(wanted(&mut harness), doing(Action::Resume));
    goes_to(&mut harness, ANSWERING);
    harness.get_by_label("I’m done").click();
    assert_eq!(wanted(&mut harness), []);
}

#[test]
fn two_taps_while_a_question_is_read_leave_the_time_to_think() {
    let mut asking = model(StageView::Asking);
    asking.view.question_text = Some("Why?".into());
    asking.view.pacing.think = Think::For(Duration::from_secs(30));
    let mut harness = room(asking);
    strike(&mut harness, Key::Space, " ");
    goes_to(&mut harness, THINKING);
    strike(&mut harness, Key::Space, " ");
    harness.run_steps(2);
    strike(&mut harness, Key::Space, " ");
    assert_eq!(wanted(&mut harness), doing(Action::Ready), "once");
    assert_eq!(notes(&mut harness), "");
}

#[test]
fn a_skip_asks_once_and_forgets_it() {
    let mut harness = in_stage(ANSWERING);
    assert_eq!(press(&mut harness, Key::S), []);
    harness.get_by_label("Skip? S again");
    assert_eq!(press(&mut harness, Key::S), doing(Action::Skip));
    // Another key, some seconds, another stage: nobody asks any more.
    press(&mut harness, Key::S);
    press(&mut harness, Key::X);
    harness.get_by_label("Skip");
    press(&mut harness, Key::S);
    wait(&mut harness, 3.2);
    harness.get_by_label("Skip");
    press(&mut harness, Key::S);
    goes_to(&mut harness, StageView::Asking);
    harness.run();
    harness.get_by_label("Skip");
    // The button asks, too.
    harness.get_by_label("Skip").click();
    assert_eq!(wanted(&mut harness), []);
    harness.get_by_label("Skip? S again").click();
    assert_eq!(wanted(&mut harness), doing(Action::Skip));
    // So does the key that ends your turn.
    let mut harness = in_stage(StageView::YourTurn { asking: None });
    assert_eq!(press(&mut harness, Key::S), []);
    assert_eq!(press(&mut harness, Key::S), doing(Action::Finish));
}

#[test]
fn a_skip_and_a_mistaken_end_are_taken_back_by_key_and_by_button() {
    for (undo, label) in [
        (Undoable::Skip, "Undo skip"),
        (Undoable::Answer, "Continue answering"),
        (Undoable::Turn, "Back to your questions"),
    ] {
        let mut between = model(StageView::Between);
        between.view.undo = Some(undo);
        let mut harness = room(between);
        harness.get_by_label(label).click();
        assert_eq!(wanted(&mut harness), doing(Action::TakeBack));
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        assert_eq!(wanted(&mut harness), doing(Action::TakeBack));
        goes_to(&mut harness, THINKING);
        wait(&mut harness, 1.0);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        assert_eq!(wanted(&mut harness), doing(Action::TakeBack), "out of empty notes");
    }
    let mut harness = in_stage(StageView::Between);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    assert_eq!(wanted(&mut harness), []);
    assert!(harness.query_by_label("Undo skip").is_none());
}

#[test]
fn the_pacing_is_switched_on_every_layout_and_nothing_is_enlarged() {
    let layouts = [
        // French: “'” and “-” at 4 and 6; then “é”, which has no key of its own.
        (Key::Quote, Key::Num4, Some(3)),
        (Key::Minus, Key::Num6, Some(5)),
        (Key::Num2, Key::Num2, Some(1)),
        // Czech: “+” at 1.
        (Key::Plus, Key::Num1, Some(0)),
        // Digits with Shift.
        (Key::Num4, Key::Num4, Some(3)),
        // The keypad without its lock.
        (Key::End, Key::Num1, None),
        (Key::Minus, Key::Slash, None),
    ];
    for (key, place, expected) in layouts {
        let mut answering = model(ANSWERING);
        answering.pacings = (1..=8).map(|number| format!("Pacing {number}")).collect();
        let mut harness = room(answering);
        let zoom = harness.ctx.zoom_factor();
        harness.input_mut().events.push(Event::Key {
            key,
            physical_key: Some(place),
            pressed: true,
            repeat: false,
            modifiers: Modifiers::CTRL | Modifiers::COMMAND,
        });
        let expected: Vec<_> = expected.map(RoomIntent::SwitchPacing).into_iter().collect();
        assert_eq!(wanted(&mut harness), expected, "{key:?} at {place:?}");
        harness.run();
        assert_eq!(harness.ctx.zoom_factor(), zoom, "{key:?} at {place:?}");
    }
}
