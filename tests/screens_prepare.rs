//! Prepare, driven as a user or a screen reader would: by names, clicks and keys.

mod screens_sample;

use std::sync::Arc;
use std::time::Duration;

use egui::{Key, Modifiers, Rect, Role, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use greenroom::interview::Selection;
use greenroom::ui::frame::{FrameModel, FrameState, frame_ui};
use greenroom::ui::prepare::{
    BankItem, BeginOrder, CheckResult, MicCheck, MicrophoneState, PrepareIntent, PrepareModel,
    PrepareState, QuestionItem, Which, prepare_ui,
};
use greenroom::ui::theme;
use greenroom::units::Dbfs;
use screens_sample::rated;

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
    assert_eq!((order.selection, order.count), (Selection::All, 20));
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

/// Chooses another line of a dropdown.
fn choose(harness: &mut Harness<'_, Screen>, dropdown: &str, line: &str) {
    harness.get_by_role_and_label(Role::ComboBox, dropdown).click();
    harness.run();
    click(harness, line);
}

/// The sample, with three questions practised: one well, one badly and over, one due today.
fn practised() -> PrepareModel {
    let mut model = screens_sample::prepare();
    let questions = &mut Arc::make_mut(&mut model.banks)[0].questions;
    questions[2].standing = rated(5, 2, 6);
    questions[6].standing = rated(1, 4, -3);
    questions[0].standing = rated(3, 2, 0);
    model
}

fn picked(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|&id| id.to_owned()).collect()
}

#[test]
fn a_number_at_random_is_drawn_from_the_whole_bank() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    choose(&mut harness, "Which questions", "A number at random");
    harness.state_mut().state.number = 3;
    harness.run();
    click(&mut harness, "Begin");
    let order = begun(&harness).expect("an order");
    let Selection::Drawn { from, count } = order.selection else { panic!("{order:?}") };
    assert_eq!((from.len(), count, order.count), (20, 3, 3));
}

#[test]
fn a_kind_is_chosen_with_a_number_at_most_and_said_in_words() {
    let mut harness = screen(practised(), SMALL);
    choose(&mut harness, "Which questions", "By kind");
    assert!(harness.query_by_label_contains("openers").is_none(), "stories are the first wish");
    assert!(harness.query_by_label("All 5 stories").is_some());
    choose(&mut harness, "Kind of question", "Process (5)");
    harness.state_mut().state.most = Some(2);
    harness.run();
    assert!(harness.query_by_label("2 of 5 process questions, drawn at random").is_some());
    click(&mut harness, "Begin");
    let order = begun(&harness).expect("an order");
    let Selection::Drawn { from, count: 2 } = order.selection else { panic!("{order:?}") };
    assert_eq!(
        from,
        picked(&["question-4", "question-8", "question-12", "question-16", "question-20"])
    );
}

#[test]
fn an_ability_is_chosen_where_questions_name_some() {
    let mut harness = screen(practised(), SMALL);
    choose(&mut harness, "Which questions", "By ability");
    choose(&mut harness, "Ability", "Composure (5)");
    assert!(harness.query_by_label("All 5 that show “Composure”").is_some());
    click(&mut harness, "Begin");
    assert_eq!(begun(&harness).expect("an order").count, 5);

    let mut model = screens_sample::prepare();
    for question in &mut Arc::make_mut(&mut model.banks)[0].questions {
        question.abilities.clear();
    }
    let mut harness = screen(model, SMALL);
    harness.get_by_role_and_label(Role::ComboBox, "Which questions").click();
    harness.run();
    assert!(harness.query_by_label("By ability").is_none());
}

#[test]
fn due_and_weak_and_new_are_counted_and_taken_in_their_order() {
    let mut harness = screen(practised(), SMALL);
    choose(&mut harness, "Which questions", "Due (2)");
    assert!(harness.query_by_label("All 2 due, the longest over first").is_some());
    click(&mut harness, "Begin");
    let order = begun(&harness).expect("an order");
    assert_eq!(order.selection, Selection::Picked(picked(&["question-7", "question-1"])));

    let mut harness = screen(practised(), SMALL);
    choose(&mut harness, "Which questions", "Weak first (19)");
    assert!(
        harness
            .query_by_label_contains("2 rated 1 to 3, lowest first, then 17 not rated yet")
            .is_some()
    );
    harness.state_mut().state.most = Some(3);
    harness.run();
    click(&mut harness, "Begin");
    let order = begun(&harness).expect("an order");
    let weakest = picked(&["question-7", "question-1", "question-2"]);
    assert_eq!(order.selection, Selection::InOrder(weakest));

    let mut harness = screen(practised(), SMALL);
    choose(&mut harness, "Which questions", "Never practised (17)");
    click(&mut harness, "Begin");
    assert_eq!(begun(&harness).expect("an order").count, 17);
}

#[test]
fn where_nothing_is_due_the_screen_says_why_and_begin_waits() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    choose(&mut harness, "Which questions", "Due (0)");
    assert!(harness.query_by_label_contains("No answer is rated yet").is_some());
    assert!(harness.get_by_label("Begin").accesskit_node().is_disabled());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    assert!(begun(&harness).is_none());
}

#[test]
fn nothing_is_said_of_practice_before_the_recordings_are_looked_through() {
    let model = PrepareModel { is_reading: true, ..screens_sample::prepare() };
    let mut harness = screen(model, SMALL);
    choose(&mut harness, "Which questions", "Due");
    assert!(harness.query_by_label_contains("still being looked through").is_some());
    assert!(harness.get_by_label("Begin").accesskit_node().is_disabled());
    harness.state_mut().state.picker_open = true;
    harness.run();
    assert!(harness.query_by_label_contains("never practised").is_none());
}

#[test]
fn picked_opens_the_list_and_asks_for_what_is_ticked() {
    let mut harness = screen(practised(), SMALL);
    choose(&mut harness, "Which questions", "Picked");
    assert!(harness.state().state.picker_open);
    let words = "story · 4 days ago · rated 1 · 3 days over";
    assert!(harness.query_by_label_contains(words).is_some());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    assert!(begun(&harness).is_none(), "the key went through the open window");
    harness.get_all_by_role(Role::CheckBox).nth(2).expect("a third question").click();
    harness.run();
    click(&mut harness, "Done");
    click(&mut harness, "Begin");
    let order = begun(&harness).expect("an order");
    assert_eq!(order.selection, Selection::Picked(picked(&["question-3"])));
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
fn of_ten_thousand_questions_only_those_in_sight_are_drawn_to_be_ticked() {
    let mut model = screens_sample::prepare();
    let first = model.banks[0].questions[0].clone();
    let question = |nth: usize| QuestionItem {
        id: format!("question-{nth}"),
        ask: format!(
            "Question {nth}, in words of which there are far too many for a row of the list?"
        ),
        ..first.clone()
    };
    let questions = (1..=10_000).map(question).collect();
    model.banks = Arc::new(vec![BankItem { questions, ..model.banks[0].clone() }]);
    let mut harness = screen(model, SMALL);
    harness.state_mut().state.which = Which::Picked;
    harness.state_mut().state.picker_open = true;
    harness.run();
    let drawn = harness.get_all_by_role(Role::CheckBox).count();
    assert!((4..30).contains(&drawn), "{drawn}");
    harness.state_mut().state.filter = "question 9999".to_owned();
    harness.run();
    harness.get_by_role(Role::CheckBox).click();
    harness.run();
    assert!(harness.state().state.picked.iter().eq(["question-9999"]));
}

#[test]
fn a_bank_that_names_no_abilities_offers_what_it_can_be_asked_by() {
    let mut model = screens_sample::prepare();
    let mut bank = model.banks[0].clone();
    bank.mindset.clear();
    for question in &mut bank.questions {
        question.abilities.clear();
    }
    model.banks = Arc::new(vec![bank]);
    let mut harness = screen(model, SMALL);
    harness.state_mut().state.which = Which::Ability;
    harness.run();
    assert_eq!(harness.state().state.which, Which::All);
    click(&mut harness, "Which questions");
    assert!(harness.query_by_label("By ability").is_none());
    harness.get_by_label("By kind");
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
    let width = |harness: &Harness<'_, _>, name: &str| harness.get_by_label(name).rect().width();
    let before = width(&harness, "Say something");
    for (left_millis, figure) in [(3_000, "… 3"), (2_300, "… 3"), (1_900, "… 2"), (400, "… 1")]
    {
        let left = Duration::from_millis(left_millis);
        harness.state_mut().model.check = MicCheck::Listening { left };
        harness.run();
        harness.get_by_label_contains(figure);
    }
    assert_eq!(width(&harness, "Stop"), before, "nothing moves");
    click(&mut harness, "Stop");
    assert_eq!(harness.state().intents.last(), Some(&PrepareIntent::StopCheck));
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
    harness.get_by_role_and_label(Role::ComboBox, "Which questions").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    for _ in 0..7 {
        harness.key_press(Key::ArrowDown);
        harness.run();
    }
    harness.key_press(Key::Enter);
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
    let order = begun(&harness).expect("an order");
    assert_eq!(order.selection, Selection::Picked(picked(&["question-1"])));
}

#[test]
fn strange_and_endless_texts_leave_the_controls_in_place() {
    let strange = "Ünïcödé \u{5e9}\u{5dc}\u{5d5}\u{5dd} 🎤 \u{1}\t\n".repeat(60);
    let mut model = screens_sample::prepare();
    let bank = &mut Arc::make_mut(&mut model.banks)[0];
    bank.title.clone_from(&strange);
    bank.mindset = vec![strange.clone()];
    bank.questions[0].abilities = vec![strange.clone()];
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
    let mut state = PrepareState::default();
    "gone".clone_into(&mut state.bank);
    "gone".clone_into(&mut state.pacing);
    state.number = 99;
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
        "Which questions",
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
    let all = [
        Which::All,
        Which::Some,
        Which::Kind,
        Which::Ability,
        Which::Weak,
        Which::New,
        Which::Due,
        Which::Picked,
    ];
    for which in all {
        let mut harness = screen(practised(), SMALL);
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

/// Space with its text, as a keyboard sends it.
fn strike_space(harness: &mut Harness<'_, Screen>) {
    let key = Key::Space;
    harness.input_mut().events.push(egui::Event::Key {
        key,
        physical_key: Some(key),
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
    harness.input_mut().events.push(egui::Event::Text(" ".to_owned()));
    harness.run();
}

#[test]
fn after_a_choice_with_the_pointer_space_is_space_again() {
    let mut harness = screen(screens_sample::prepare(), SMALL);
    choose(&mut harness, "Pacing", "Warm-up");
    harness.run();
    assert!(!harness.get_by_role_and_label(Role::ComboBox, "Pacing").is_focused());
    strike_space(&mut harness);
    assert!(harness.query_by_label("Neutral panel").is_none(), "the list is not open again");
    // Opened with the pointer and left with Esc, or by a click beside it.
    for leave in [true, false] {
        harness.get_by_role_and_label(Role::ComboBox, "Pacing").click();
        harness.run();
        assert!(harness.query_by_label("Neutral panel").is_some(), "open");
        if leave {
            harness.key_press(Key::Escape);
        } else {
            harness.get_by_label("Say something").click();
        }
        harness.run();
        assert!(!harness.get_by_role_and_label(Role::ComboBox, "Pacing").is_focused());
        strike_space(&mut harness);
        assert!(harness.query_by_label("Neutral panel").is_none(), "left by Esc: {leave}");
    }
}
