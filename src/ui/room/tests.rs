//! The room driven as a person would drive it: by keys, by clicks, by accessible names.

use std::time::Duration;

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::commands::{self, Deed};
use super::{OtherMicrophone, RoomIntent, RoomModel, RoomState, room_ui};
use crate::bank::{Band, Kind};
use crate::interview::{
    Action, Allowance, AnswerBand, Clock, DeviceChoice, Light, Order, Pacing, Part, QuestionText,
    StageView, Stop, Think, Trouble, View,
};
use crate::ui::keys::RoomKey;
use crate::units::{Dbfs, Wpm};

pub(super) const QUESTION: &str = "How do you handle a complaint?";
pub(super) const ANSWERING: StageView = StageView::Answering {
    elapsed: Duration::from_millis(64_300),
    light: Light::Green,
    warning: None,
};
const HOLDING: StageView = StageView::Holding { elapsed: Duration::from_millis(64_300) };
pub(super) const THINKING: StageView =
    StageView::Thinking { left: Some(Duration::from_millis(23_400)) };

fn pacing() -> Pacing {
    Pacing {
        name: "Neutral panel".into(),
        about: String::new(),
        speech: Wpm(165),
        think: Think::For(Duration::from_secs(30)),
        answer: AnswerBand::ByKind,
        follow_up: None,
        stop: Stop::Off,
        hold: Duration::from_secs(3),
        between: Duration::from_secs(1),
        repeats: Allowance::Times(1),
        takes: Allowance::Unlimited,
        order: Order::Listed,
        question_text: QuestionText::OnRequest,
        probes: 1,
        clock: Clock::Shown,
        silence_ends: None,
        chime: false,
    }
}

pub(in crate::ui) fn model(stage: StageView) -> RoomModel {
    RoomModel {
        view: View {
            stage,
            position: 2,
            questions: 20,
            question_id: "complaint".into(),
            question_text: None,
            kind: Kind::Process,
            part: Part::Answer,
            take: 1,
            pacing: pacing(),
            band: Band::secs(60, 105),
            stops_at: None,
            is_recording: true,
            repeats_left: Some(1),
            may_retake: true,
            may_begin_again: false,
            asked: vec!["team".into()],
            undo: None,
        },
        level: Dbfs(-20.0),
        speaking: false,
        voice_level: Dbfs::FLOOR,
        device_line: "Desk microphone".into(),
        last_microphone: "Desk microphone".into(),
        microphones: vec![
            OtherMicrophone { id: "usb".into(), name: "USB microphone".into(), is_default: true },
            OtherMicrophone { id: "inside".into(), name: "Built-in".into(), is_default: false },
        ],
        strip: "read 165 wpm · think 30 s".into(),
        pacings: vec!["Warm-up".into(), "Friendly live".into(), "Neutral panel".into()],
        your_questions: vec![
            ("team".into(), "Who would I work with?".into()),
            ("training".into(), "How is training arranged?".into()),
        ],
        notice: Some("Headphones keep the interviewer out of the recording.".into()),
        refusal: None,
        fault: None,
        recording_health: vec!["12 frames were lost.".into()],
        unwritten: stage == StageView::SaveFailed,
        slow: None,
        folder_hint: None,
    }
}

pub(in crate::ui) fn every_stage() -> Vec<StageView> {
    vec![
        StageView::Waiting,
        StageView::Greeting,
        StageView::Asking,
        THINKING,
        StageView::Thinking { left: None },
        ANSWERING,
        HOLDING,
        StageView::Saving,
        StageView::SaveFailed,
        StageView::Between,
        StageView::YourTurn { asking: None },
        StageView::YourTurn { asking: Some(Duration::from_secs(3)) },
        StageView::Closing,
        StageView::Paused,
        StageView::Broken(Trouble::Microphone),
        StageView::Broken(Trouble::Speaker),
        StageView::Broken(Trouble::Disk),
        StageView::Storing,
        StageView::Finished,
    ]
}

pub(super) struct Bench {
    pub(super) model: RoomModel,
    pub(super) state: RoomState,
    pub(super) intents: Vec<RoomIntent>,
}

pub(super) fn room(model: RoomModel) -> Harness<'static, Bench> {
    let bench = Bench { model, state: RoomState::default(), intents: Vec::new() };
    let mut harness = Harness::builder()
        .with_context_setup(crate::ui::theme::install)
        .with_size([900.0, 600.0])
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(
            |ui, bench: &mut Bench| {
                bench.intents.extend(room_ui(ui, &bench.model, &mut bench.state));
            },
            bench,
        );
    harness.run();
    harness
}

pub(super) fn in_stage(stage: StageView) -> Harness<'static, Bench> {
    room(model(stage))
}

pub(super) fn wanted(harness: &mut Harness<'_, Bench>) -> Vec<RoomIntent> {
    harness.run();
    std::mem::take(&mut harness.state_mut().intents)
}

pub(super) fn press(harness: &mut Harness<'_, Bench>, key: Key) -> Vec<RoomIntent> {
    harness.key_press(key);
    wanted(harness)
}

pub(super) fn doing(action: Action) -> Vec<RoomIntent> {
    vec![RoomIntent::Do(action)]
}

/// Role and text of everything a screen reader meets.
pub(super) fn tree(harness: &Harness<'_, Bench>) -> Vec<(Role, String)> {
    let texts = harness.root().children_recursive().filter_map(|node| {
        let node = node.accesskit_node();
        let text = node.label().or_else(|| node.value())?;
        Some((node.role(), text))
    });
    texts.collect()
}

fn repaint_delay(harness: &Harness<'_, Bench>) -> Duration {
    let viewports = &harness.output().viewport_output;
    viewports.get(&egui::ViewportId::ROOT).expect("the root viewport is always there").repaint_delay
}

#[test]
fn each_key_means_what_the_stage_makes_of_it() {
    let again = DeviceChoice::TryAgain;
    let table = [
        (StageView::Waiting, Key::Space, doing(Action::Begin)),
        (StageView::Asking, Key::R, doing(Action::Repeat)),
        (StageView::Asking, Key::Q, doing(Action::ShowQuestion)),
        (StageView::Asking, Key::S, vec![]),
        (StageView::Asking, Key::P, doing(Action::Pause)),
        (StageView::Asking, Key::Space, vec![]),
        (THINKING, Key::Space, doing(Action::Ready)),
        (ANSWERING, Key::Space, doing(Action::Finish)),
        (ANSWERING, Key::N, doing(Action::Retake)),
        (ANSWERING, Key::R, doing(Action::Repeat)),
        (ANSWERING, Key::Q, doing(Action::ShowQuestion)),
        (StageView::Saving, Key::Space, vec![]),
        (StageView::SaveFailed, Key::Space, doing(Action::Choose(again))),
        (StageView::Between, Key::N, doing(Action::Retake)),
        (StageView::YourTurn { asking: None }, Key::Space, doing(Action::Ask(None))),
        (StageView::YourTurn { asking: None }, Key::S, vec![]),
        (StageView::Greeting, Key::S, doing(Action::Skip)),
        (StageView::Between, Key::S, doing(Action::Skip)),
        (HOLDING, Key::Space, vec![]),
        (HOLDING, Key::R, vec![]),
        (HOLDING, Key::N, doing(Action::Retake)),
        (
            StageView::YourTurn { asking: Some(Duration::from_secs(3)) },
            Key::Space,
            doing(Action::Finish),
        ),
        (StageView::Paused, Key::Space, doing(Action::Resume)),
        (StageView::Broken(Trouble::Microphone), Key::Space, doing(Action::Choose(again))),
        (StageView::Finished, Key::Space, vec![RoomIntent::LeaveToReview]),
    ];
    for (stage, key, expected) in table {
        assert_eq!(press(&mut in_stage(stage), key), expected, "{key:?} in {stage:?}");
    }
}

#[test]
fn every_command_is_also_a_button_that_does_the_same() {
    for stage in every_stage() {
        let mut harness = in_stage(stage);
        for command in commands::commands(&model(stage).view, false) {
            let Deed::Want(intent) = command.deed else { continue };
            harness.get_by_label(command.label).click();
            assert_eq!(wanted(&mut harness), [intent], "{} in {stage:?}", command.label);
        }
    }
}

#[test]
fn no_stage_is_without_a_way_on() {
    for stage in every_stage() {
        let commands = commands::commands(&model(stage).view, false);
        let leads_on = commands.iter().any(|command| command.key != Some(RoomKey::Help));
        assert!(leads_on, "{stage:?}");
    }
}

#[test]
fn what_is_used_up_is_not_offered() {
    let mut view = model(StageView::Asking).view;
    view.repeats_left = Some(0);
    view.question_text = Some(QUESTION.into());
    let keys = |view: &View| {
        commands::commands(view, false).into_iter().filter_map(|it| it.key).collect::<Vec<_>>()
    };
    assert!(!keys(&view).contains(&RoomKey::Repeat));
    assert!(!keys(&view).contains(&RoomKey::ShowQuestion));
    view.stage = ANSWERING;
    view.may_retake = false;
    assert!(!keys(&view).contains(&RoomKey::Retake));
}

#[test]
fn that_there_is_no_microphone_is_said_once() {
    let mut harness = in_stage(StageView::Broken(Trouble::Microphone));
    harness.state_mut().model.last_microphone.clear();
    harness.state_mut().model.notice = None;
    harness.run();
    let said = tree(&harness).iter().filter(|(_, text)| text.contains("o microphone")).count();
    assert_eq!(said, 1);
    harness.get_by_label("No microphone was found");
    harness.get_by_label_contains("Go on without recording");
}

#[test]
fn the_interviewers_silence_looks_like_the_answer() {
    assert_eq!(tree(&in_stage(HOLDING)), tree(&in_stage(ANSWERING)));
}

#[test]
fn a_hidden_clock_still_says_that_it_records() {
    let mut hidden = model(ANSWERING);
    hidden.view.pacing.clock = Clock::Hidden;
    let harness = room(hidden);
    harness.get_by_label("Recording");
    assert!(tree(&harness).iter().all(|(role, _)| *role != Role::Timer));
}

#[test]
fn escape_leaves_the_notes_before_it_ends_anything() {
    let mut harness = in_stage(THINKING);
    harness.get_by_label("Notes for this answer").focus();
    harness.run();
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label("Keep going").is_none());
    press(&mut harness, Key::Escape);
    harness.get_by_label("Keep going");
}

#[test]
fn space_on_a_focused_button_presses_that_button_alone() {
    let mut harness = in_stage(ANSWERING);
    harness.get_by_label("Pause").focus();
    harness.run();
    assert_eq!(press(&mut harness, Key::Space), doing(Action::Pause));
    assert_eq!(press(&mut harness, Key::Enter), doing(Action::Pause));
    assert_eq!(press(&mut harness, Key::N), doing(Action::Retake), "letters still work");
}

#[test]
fn a_focus_does_not_slip_to_the_button_that_comes_next() {
    let mut harness = in_stage(ANSWERING);
    harness.get_by_label("I’m done").focus();
    harness.run();
    assert_eq!(press(&mut harness, Key::Space), doing(Action::Finish));
    harness.state_mut().model.view.stage = StageView::Between;
    harness.run();
    assert_eq!(press(&mut harness, Key::Space), [], "no other button took it");
    harness.state_mut().model.view.stage = THINKING;
    harness.run_steps(60);
    assert_eq!(
        press(&mut harness, Key::Space),
        doing(Action::Ready),
        "and Space is the room's again"
    );
}

#[test]
fn a_question_that_can_be_read_need_not_be_heard_out() {
    let mut shown = model(StageView::Asking);
    shown.view.question_text = Some(QUESTION.into());
    let mut harness = room(shown);
    harness.get_by_label(QUESTION);
    assert_eq!(press(&mut harness, Key::Space), doing(Action::Ready));
}

#[test]
fn a_held_key_answers_once() {
    let mut harness = in_stage(ANSWERING);
    for repeat in [false, true, true] {
        harness.event(egui::Event::Key {
            key: Key::Space,
            physical_key: None,
            pressed: true,
            repeat,
            modifiers: Modifiers::NONE,
        });
    }
    assert_eq!(wanted(&mut harness), doing(Action::Finish));
}

#[test]
fn ending_is_asked_first_and_the_first_answer_is_no() {
    let mut harness = in_stage(ANSWERING);
    assert_eq!(press(&mut harness, Key::Escape), []);
    assert_eq!(press(&mut harness, Key::N), [], "the room's keys rest behind the question");
    assert_eq!(press(&mut harness, Key::Space), []);
    assert!(harness.query_by_label("Keep going").is_none(), "Space took the harmless answer");
    press(&mut harness, Key::Escape);
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label("Keep going").is_none(), "Esc took it back");
    press(&mut harness, Key::Escape);
    harness.get_by_label("End the interview").click();
    assert_eq!(wanted(&mut harness), doing(Action::EndEarly));
    assert!(harness.query_by_label("Keep going").is_none());
}

#[test]
fn the_pacing_is_switched_by_key_and_by_menu_in_mid_answer() {
    let mut harness = in_stage(ANSWERING);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    assert_eq!(wanted(&mut harness), [RoomIntent::SwitchPacing(1)]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num8);
    assert_eq!(wanted(&mut harness), [], "there is no eighth");
    harness.get_by_label_contains("Pacing Neutral panel").click();
    harness.run();
    harness.get_by_label_contains("Warm-up").click();
    assert_eq!(wanted(&mut harness), [RoomIntent::SwitchPacing(0)]);
}

#[test]
fn an_open_menu_keeps_the_keys_to_itself() {
    let mut harness = in_stage(ANSWERING);
    harness.get_by_label_contains("Pacing Neutral panel").click();
    harness.run();
    assert_eq!(press(&mut harness, Key::Escape), []);
    assert!(harness.query_by_label("Keep going").is_none());
}

#[test]
fn a_question_to_ask_is_picked_from_the_list() {
    let mut harness = in_stage(StageView::YourTurn { asking: None });
    harness.get_by_label_contains("How is training arranged?").click();
    assert_eq!(wanted(&mut harness), doing(Action::Ask(Some("training".into()))));
}

#[test]
fn a_lost_microphone_is_named_and_another_is_picked_from_the_list() {
    let mut harness = in_stage(StageView::Broken(Trouble::Microphone));
    harness.get_by_label("Desk microphone is gone");
    harness.get_by_label_contains("the system’s default");
    harness.get_by_label_contains("Built-in").click();
    assert_eq!(wanted(&mut harness), [RoomIntent::UseMicrophone("inside".into())]);
}

#[test]
fn a_waiting_room_is_not_drawn_again() {
    let waiting = [
        StageView::Waiting,
        StageView::Thinking { left: None },
        StageView::Saving,
        StageView::SaveFailed,
        StageView::Between,
        StageView::YourTurn { asking: None },
        StageView::Paused,
        StageView::Broken(Trouble::Microphone),
        StageView::Storing,
        StageView::Finished,
    ];
    for stage in waiting {
        let delay = repaint_delay(&in_stage(stage));
        assert!(delay > Duration::from_secs(3600), "{stage:?} asks again after {delay:?}");
    }
}

#[test]
fn a_countdown_is_drawn_again_a_little_after_its_second_ends() {
    // 400 ms are left of the second, 100 more are left to whoever runs the interview.
    let delay = repaint_delay(&in_stage(THINKING));
    assert!(delay > Duration::from_millis(450) && delay <= Duration::from_millis(500), "{delay:?}");
}

#[test]
fn level_and_voice_are_drawn_at_most_fifteen_times_a_second() {
    for stage in [ANSWERING, HOLDING, StageView::Asking, StageView::Between] {
        let mut speaking = model(stage);
        speaking.speaking = true;
        // One step's time is taken off the delay before it is reported.
        let delay = repaint_delay(&room(speaking)) + Duration::from_millis(17);
        assert!(delay >= Duration::from_millis(66), "{stage:?}: {delay:?}");
        assert!(delay <= Duration::from_secs(1), "{stage:?}: {delay:?}");
    }
}

#[test]
fn every_control_has_a_name_in_every_stage_and_size() {
    for stage in every_stage() {
        let mut harness = in_stage(stage);
        for size in [[900.0, 600.0], [1280.0, 800.0], [450.0, 300.0]] {
            harness.set_size(size.into());
            harness.run(); // also checks names
            for node in harness.root().children_recursive() {
                let node = node.accesskit_node();
                let named = node.label().is_some_and(|label| !label.trim().is_empty());
                assert!(node.role() != Role::Button || named, "a button in {stage:?}");
            }
        }
    }
}

#[test]
fn trouble_offers_what_helps() {
    let mut harness = in_stage(StageView::Broken(Trouble::Microphone));
    harness.get_by_label("Choose another microphone…").click();
    assert_eq!(wanted(&mut harness), [RoomIntent::ChooseMicrophone]);
    harness.get_by_label("Go on without recording").click();
    assert_eq!(wanted(&mut harness), doing(Action::Choose(DeviceChoice::GoOnWithout)));
    let mut harness = in_stage(StageView::SaveFailed);
    harness.get_by_label("Choose another folder…").click();
    assert_eq!(wanted(&mut harness), []);
    let field = harness.get_by_role_and_label(Role::TextInput, "Folder");
    field.type_text("/media/stick");
    harness.run();
    harness.get_by_label("Browse…").click();
    assert_eq!(wanted(&mut harness), [RoomIntent::BrowseFolder]);
    harness.get_by_label("Save there").click();
    assert_eq!(wanted(&mut harness), [RoomIntent::SaveIn("/media/stick".to_owned())]);
    assert!(harness.query_by_label("Save there").is_none(), "it was answered");
}

#[test]
fn a_slow_disk_is_told_while_it_saves_and_not_while_it_records() {
    let slow = "The disk is slow: still saving one recording, 3.2 MB to go";
    for (stage, is_told) in [
        (StageView::Saving, true),
        (StageView::Between, true),
        (StageView::Storing, true),
        (ANSWERING, false),
        (HOLDING, false),
    ] {
        let harness = room(RoomModel { slow: Some(slow.to_owned()), ..model(stage) });
        assert_eq!(harness.query_by_label(slow).is_some(), is_told, "{stage:?}");
    }
    let harness = in_stage(StageView::Storing);
    assert!(harness.query_by_label("Saving your answers").is_some());
    for gone in ["End…", "Pause", "Skip", "Try again"] {
        assert!(harness.query_by_label(gone).is_none(), "{gone}: there is nothing left to do");
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_told_of_while_it_is_recorded() {
    let mut harness = in_stage(ANSWERING);
    assert!(harness.query_by_label("Choose another folder…").is_none());
    harness.state_mut().model.unwritten = true;
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("It goes on in memory").is_some());
    harness.get_by_label("Choose another folder…").click();
    harness.run_steps(2);
    // Room was made meanwhile: nobody needs to answer any more.
    assert!(harness.query_by_label("Save there").is_some());
    harness.state_mut().model.unwritten = false;
    harness.run_steps(2);
    assert!(harness.query_by_label("Save there").is_none());
}
