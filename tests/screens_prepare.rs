//! Prepare, driven as a user or a screen reader would: by names, clicks and keys.

mod screens_sample;

use std::time::Duration;

use egui::{Key, Modifiers, Rect, Role, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use greenroom::ui::frame::{FrameModel, FrameState, frame_ui};
use greenroom::ui::prepare::{
    BeginOrder, CheckResult, MicCheck, MicrophoneState, PrepareIntent, PrepareModel, PrepareState,
    Which, prepare_ui,
};
use greenroom::ui::theme;
use greenroom::units::Dbfs;

const SMALL: [f32; 2] = [900.0, 600.0];

struct Screen {
    model: PrepareModel,
    state: PrepareState,
    intents: Vec<PrepareIntent>,
}

/// Prepare in the frame, with nothing that moves by itself.
fn screen(model: PrepareModel, size: [f32; 2]) -> Harness<'static, Screen> {
    let model = PrepareModel { level: None, ..model };
    let mut harness = Harness::builder()
        .with_size(size)
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(theme::install)
        .allow_missing_glyphs()
        .build_ui_state(
            |ui, screen: &mut Screen| {
                let (intents, _) =
                    frame_ui(ui, &FrameModel::default(), &mut FrameState::default(), |ui| {
                        prepare_ui(ui, &screen.model, &mut screen.state)
                    });
                screen.intents.extend(intents);
            },
            Screen { model, state: PrepareState::default(), intents: Vec::new() },
        );
    harness.run();
    harness
}

fn begun(harness: &Harness<'_, Screen>) -> Option<BeginOrder> {
    harness.state().intents.iter().find_map(|intent| match intent {
        PrepareIntent::Begin(order) => Some(order.clone()),
        _ => None,
    })
}

fn click(harness: &mut Harness<'_, Screen>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

#[test]
fn begin_asks_for_the_whole_bank_unless_told_otherwise() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    click(&mut harness, "Begin");
    let order = begun(&harness).expect("an order");
    assert_eq!(order.bank, "patient-relations-officer");
    assert_eq!(order.pacing, "Neutral panel");
    assert_eq!((order.questions.len(), order.count), (20, 20));
}

#[test]
fn begin_works_by_ctrl_enter_and_by_enter_in_focus() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    assert!(begun(&harness).is_some());

    let mut harness = screen(screens_sample::prepare(), SMALL);
    harness.get_by_label("Begin").focus();
    harness.run();
    assert!(begun(&harness).is_none());
    harness.key_press(Key::Enter);
    harness.run();
    assert!(begun(&harness).is_some());
}

#[test]
fn some_asks_for_the_number_chosen() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    click(&mut harness, "Questions: Some");
    harness.state_mut().state.number = 3;
    harness.run();
    click(&mut harness, "Begin");
    let order = begun(&harness).expect("an order");
    assert_eq!((order.questions.len(), order.count), (20, 3));
}

#[test]
fn picked_opens_the_list_and_asks_for_what_is_ticked() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    click(&mut harness, "Questions: Picked");
    assert!(harness.state().state.picker_open);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    assert!(begun(&harness).is_none(), "the key went through the open window");
    harness.get_all_by_role(Role::CheckBox).nth(2).expect("a third question").click();
    harness.run();
    click(&mut harness, "Done");
    click(&mut harness, "Begin");
    let order = begun(&harness).expect("an order");
    assert_eq!(order.questions, ["question-3"]);
    assert_eq!(order.count, 1);
}

#[test]
fn begin_waits_until_something_is_picked() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    harness.state_mut().state.which = Which::Picked;
    harness.run();
    assert!(harness.get_by_label("Begin").accesskit_node().is_disabled());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    assert!(begun(&harness).is_none());
}

#[test]
fn the_list_is_found_in_by_words_and_kinds() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    harness.state_mut().state.picker_open = true;
    harness.state_mut().state.filter = "story difficult".to_owned();
    harness.run();
    assert_eq!(harness.get_all_by_role(Role::CheckBox).count(), 5);
    click(&mut harness, "Tick all");
    assert_eq!(harness.state().state.picked.len(), 5);
}

#[test]
fn without_a_microphone_one_can_still_begin_and_is_told_so() {
    let model = PrepareModel {
        microphone: MicrophoneState::Missing { reason: "No microphone found.".to_owned() },
        ..screens_sample::prepare()
    };
    let mut harness = screen(model, SMALL);
    assert!(harness.query_by_label_contains("you can still rehearse aloud").is_some());
    assert!(harness.get_by_label("Say something").accesskit_node().is_disabled());
    click(&mut harness, "Begin");
    assert!(begun(&harness).is_some());
}

#[test]
fn the_check_goes_from_saying_to_hearing() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    click(&mut harness, "Say something");
    assert_eq!(harness.state().intents, [PrepareIntent::StartCheck]);
    let result = CheckResult { peak: Dbfs(-12.0), clipped_samples: 0 };
    harness.state_mut().model.check = MicCheck::Heard(result);
    harness.run();
    assert!(harness.query_by_label_contains("Heard you well").is_some());
    click(&mut harness, "Hear it");
    assert_eq!(harness.state().intents.last(), Some(&PrepareIntent::PlayCheck));
    harness.state_mut().model.check = MicCheck::Playing(result);
    harness.run();
    click(&mut harness, "Stop");
    assert_eq!(harness.state().intents.last(), Some(&PrepareIntent::StopCheck));
}

#[test]
fn bank_pacing_interviewer_and_microphone_can_be_chosen() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    for (control, choice, intent) in [
        ("Role and bank", "My own questions", PrepareIntent::BankChosen("own".into())),
        ("Pacing", "Warm-up", PrepareIntent::PacingChosen("Warm-up".into())),
        ("Microphone", "USB headset", PrepareIntent::MicrophoneChosen(Some("usb".into()))),
    ] {
        harness.get_by_role_and_label(Role::ComboBox, control).click();
        harness.run();
        click(&mut harness, choice);
        assert_eq!(harness.state().intents.last(), Some(&intent));
    }
    click(&mut harness, "Interviewer: Michael");
    let chosen = PrepareIntent::PersonaChosen("b".into());
    assert_eq!(harness.state().intents.last(), Some(&chosen));
}

#[test]
fn a_pacing_is_chosen_by_keys_alone() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    harness.get_by_role_and_label(Role::ComboBox, "Pacing").focus();
    harness.run();
    for key in [Key::Enter, Key::ArrowDown, Key::Enter] {
        harness.key_press(key);
        harness.run();
    }
    assert_eq!(harness.state().intents, [PrepareIntent::PacingChosen("Warm-up".into())]);
    assert!(harness.get_by_role_and_label(Role::ComboBox, "Pacing").is_focused());
    for key in [Key::Enter, Key::Escape] {
        harness.key_press(key);
        harness.run();
    }
    assert_eq!(harness.state().intents.len(), 1);
    assert!(harness.get_by_role_and_label(Role::ComboBox, "Pacing").is_focused());
}

#[test]
fn at_twice_the_size_all_is_there_in_one_column() {
    let harness = screen(screens_sample::prepare(), [640.0, 400.0]);
    for name in ["Role and bank", "Say something", "Begin"] {
        let rect = harness.get_by_label(name).rect();
        assert!(rect.left() >= 0.0 && rect.right() <= 640.0, "{name} at {rect:?}");
    }
    assert!(harness.get_by_label("Begin").rect().bottom() <= 400.0);
}

#[test]
fn a_question_is_ticked_by_keys_alone() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    harness.get_by_label("Questions: Picked").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    assert!(harness.state().state.picker_open);
    for _ in 0..12 {
        harness.key_press(Key::Tab);
        harness.run();
        let on_a_question = harness
            .get_all_by_role(Role::CheckBox)
            .next()
            .is_some_and(|question| question.is_focused());
        if on_a_question {
            harness.key_press(Key::Space);
            harness.run();
            break;
        }
    }
    harness.key_press(Key::Escape);
    harness.run();
    assert!(!harness.state().state.picker_open);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    assert_eq!(begun(&harness).expect("an order").questions, ["question-1"]);
}

#[test]
fn strange_and_endless_texts_leave_the_controls_in_place() {
    let strange = "Ünïcödé \u{5e9}\u{5dc}\u{5d5}\u{5dd} 🎤 \u{1}\t\n".repeat(60);
    let mut model = screens_sample::prepare();
    model.banks[0].title.clone_from(&strange);
    model.banks[0].mindset = vec![strange.clone()];
    model.pacings[0].about.clone_from(&strange);
    model.voice.engine_line.clone_from(&strange);
    model.voice.personas[0].name.clone_from(&strange);
    model.microphones[0].name.clone_from(&strange);
    model.microphone_chosen = Some("usb".to_owned());
    let mut harness = screen(model, SMALL);
    for name in ["Preview", "Edit…", "Refresh: Microphone", "Begin"] {
        let rect = harness.get_by_label(name).rect();
        assert!(rect.right() <= 900.0 && rect.bottom() <= 600.0, "{name} at {rect:?}");
    }
    click(&mut harness, "Begin");
    assert!(begun(&harness).is_some());
}

#[test]
fn choices_that_are_gone_fall_back_to_the_first() {
    let mut state = PrepareState {
        bank: "gone".into(),
        pacing: "gone".into(),
        number: 99,
        ..PrepareState::default()
    };
    state.picked.insert("gone".into());
    state.settle(&screens_sample::prepare());
    assert_eq!(state.bank, "patient-relations-officer");
    assert_eq!(state.pacing, "Neutral panel");
    assert_eq!(state.number, 20);
    assert!(state.picked.is_empty());
}

#[test]
fn every_control_is_reached_with_tab() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    let mut reached = Vec::new();
    for _ in 0..40 {
        harness.key_press(Key::Tab);
        harness.run();
        let focused = harness.root().children_recursive().find(|node| node.is_focused());
        reached.extend(focused.and_then(|node| node.accesskit_node().label()));
    }
    for control in [
        "Prepare",
        "Review",
        "Settings",
        "Keys",
        "Role and bank",
        "Questions: All 20",
        "Questions: Some",
        "Questions: Picked",
        "Fill in…",
        "Interviewer: Heart",
        "Interviewer: Michael",
        "Preview",
        "Pacing",
        "Edit…",
        "Microphone",
        "Refresh: Microphone",
        "Say something",
        "Begin",
    ] {
        assert!(reached.iter().any(|name| name == control), "{control} not in {reached:?}");
    }
}

#[test]
fn nothing_is_redrawn_while_nothing_happens() {
    let harness = screen(screens_sample::prepare(), SMALL);
    let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_secs(3600), "asks again after {delay:?}");
}

#[test]
fn a_live_meter_asks_for_fifteen_frames_a_second_at_most() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    harness.state_mut().model.level = Some(Dbfs(-20.0));
    harness.run_steps(5);
    let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    // egui takes the length of a frame off what was asked for.
    assert!(delay >= Duration::from_millis(66 - 17), "asks again after {delay:?}");
    assert!(delay < Duration::from_millis(200), "the meter stands still for {delay:?}");
}

/// What can be used must be whole on the screen, above the bar with the Begin button.
fn assert_nothing_clipped(harness: &Harness<'_, Screen>, size: [f32; 2]) {
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(size[0], size[1]));
    let above = Rect::from_min_max(pos2(0.0, 0.0), pos2(size[0], size[1] - 72.0));
    let mut seen = 0;
    for node in harness.root().children_recursive() {
        let role = node.accesskit_node().role();
        let name = node.accesskit_node().label().or(node.value()).unwrap_or_default();
        if matches!(role, Role::Window | Role::GenericContainer) || name.is_empty() {
            continue;
        }
        let in_bar = node.rect().top() >= above.bottom();
        let room = if in_bar { whole } else { above };
        assert!(room.contains_rect(node.rect()), "{name} at {:?} is cut off", node.rect());
        seen += 1;
    }
    assert!(seen > 25, "only {seen} nodes");
}

#[test]
fn nothing_is_cut_off_at_900_by_600() {
    for which in [Which::All, Which::Some, Which::Picked] {
        let mut harness = screen(screens_sample::prepare(), SMALL);
        harness.state_mut().state.which = which;
        harness.run();
        assert_nothing_clipped(&harness, SMALL);
    }
    let model = PrepareModel {
        microphone: MicrophoneState::Missing {
            reason: "No microphone found. Plug one in and press Refresh.".to_owned(),
        },
        ..screens_sample::prepare()
    };
    assert_nothing_clipped(&screen(model, SMALL), SMALL);
}

#[test]
fn nothing_is_cut_off_at_1280_by_800() {
    let size = [1280.0, 800.0];
    assert_nothing_clipped(&screen(screens_sample::prepare(), size), size);
}

#[test]
fn an_empty_model_says_what_is_missing() {
    let harness = screen(PrepareModel::default(), SMALL);
    assert!(harness.query_by_label_contains("No questions found").is_some());
    assert!(harness.query_by_label_contains("No pacings found").is_some());
    assert!(harness.get_by_label("Begin").accesskit_node().is_disabled());
}
