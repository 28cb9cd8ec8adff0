//! Settings, the first start and the frame around screens, driven by names, clicks and keys.

mod screens_sample;

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use greenroom::analysis::Thresholds;
use greenroom::bank::Band;
use greenroom::ui::first_start::{
    FirstStartIntent, FirstStartModel, FirstStartState, FirstStep, first_start_ui,
};
use greenroom::ui::frame::{FrameIntent, FrameModel, FrameState, Screen, frame_ui};
use greenroom::ui::model_text::Segment;
use greenroom::ui::prepare::{PrepareIntent, PrepareModel, PrepareState};
use greenroom::ui::review::{ReviewModel, ReviewQuestion, ReviewState, SessionEntry, review_ui};
use greenroom::ui::settings::{
    DueQuestion, EngineChoice, FolderKind, KeepChoice, ListeningIntent, PacingDraft,
    RecordingsIntent, RecordingsModel, SettingsIntent, SettingsModel, SettingsPage, SettingsState,
    settings_ui,
};
use greenroom::ui::theme::{self, Look};
use greenroom::ui::widgets::{Notice, NoticeIntent, NoticeKind};

fn harness<'a, S: 'a>(state: S, ui: impl FnMut(&mut egui::Ui, &mut S) + 'a) -> Harness<'a, S> {
    let mut harness = Harness::builder()
        .with_size([900.0, 600.0])
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(theme::install)
        .build_ui_state(ui, state);
    harness.run();
    harness
}

fn click<S>(harness: &mut Harness<'_, S>, label: &str) {
    // A heading may say the same as the button below it.
    harness
        .get_by(|node| node.label().as_deref() == Some(label) && node.role() != Role::Heading)
        .click();
    harness.run();
}

struct Settings {
    model: SettingsModel,
    state: SettingsState,
    intents: Vec<SettingsIntent>,
}

fn settings(page: SettingsPage) -> Harness<'static, Settings> {
    let model = SettingsModel { level: None, ..screens_sample::settings() };
    let state = SettingsState { page, ..SettingsState::default() };
    harness(Settings { model, state, intents: Vec::new() }, |ui, all: &mut Settings| {
        all.intents.extend(settings_ui(ui, &all.model, &mut all.state));
    })
}

#[test]
fn pages_are_chosen_by_click_and_by_key() {
    let mut harness = settings(SettingsPage::Sound);
    click(&mut harness, "Folders");
    assert_eq!(harness.state().state.page, SettingsPage::Folders);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageUp);
    harness.run();
    assert_eq!(harness.state().state.page, SettingsPage::Recordings);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    harness.run();
    assert_eq!(harness.state().state.page, SettingsPage::Folders);
}

#[test]
fn every_page_names_its_controls_and_rests() {
    for page in SettingsPage::ALL {
        // `run` panics on a control without a name, and when a page keeps asking for frames.
        let mut harness = settings(page);
        let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        assert!(delay.as_secs() > 3600, "{page:?} asks again after {delay:?}");
        harness.run();
    }
}

#[test]
fn devices_and_the_test_sound() {
    let mut harness = settings(SettingsPage::Sound);
    click(&mut harness, "Test sound");
    click(&mut harness, "Refresh: Loudspeaker");
    harness.get_by_role_and_label(Role::ComboBox, "Loudspeaker").click();
    harness.run();
    click(&mut harness, "USB headset");
    let chosen = SettingsIntent::SpeakerChosen(Some("usb".into()));
    assert_eq!(
        harness.state().intents,
        [SettingsIntent::TestSound, SettingsIntent::RefreshDevices, chosen]
    );
}

#[test]
fn the_voice_and_the_look() {
    let mut harness = settings(SettingsPage::Voice);
    harness.get_by_role_and_label(Role::ComboBox, "Spoken by").click();
    harness.run();
    click(&mut harness, EngineChoice::Silent.label());
    click(&mut harness, "Preview");
    harness.state_mut().state.page = SettingsPage::Look;
    harness.run();
    click(&mut harness, "Colours: Dark");
    assert_eq!(
        harness.state().intents,
        [
            SettingsIntent::EngineChosen(EngineChoice::Silent),
            SettingsIntent::PreviewVoice,
            SettingsIntent::LookChosen(Look::Dark),
        ]
    );
}

/// Types a number into a field and leaves it.
fn type_number(harness: &mut Harness<'_, Settings>, field: &str, number: &str) {
    harness.get_by_role_and_label(Role::SpinButton, field).scroll_to_me();
    harness.run();
    harness.get_by_role_and_label(Role::SpinButton, field).click();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text(number.to_owned()));
    harness.key_press(Key::Enter);
    harness.run();
}

#[test]
fn how_takes_are_listened_to() {
    let mut harness = settings(SettingsPage::Listening);
    type_number(&mut harness, "Go back after a pause", "3.5");
    type_number(&mut harness, "Silence between voices", "12");
    click(&mut harness, "Skip them");
    click(&mut harness, "The same for all voices");
    click(&mut harness, "Answer first, then compare");
    let wanted = [
        ListeningIntent::RewindSecs(3.5),
        ListeningIntent::GapSecs(10.0),
        ListeningIntent::SkipSilences(true),
        ListeningIntent::MatchLevels(false),
        ListeningIntent::ColdFirst(false),
    ];
    for intent in wanted {
        let intent = SettingsIntent::Listening(intent);
        assert!(harness.state().intents.contains(&intent), "{intent:?}");
    }
}

#[test]
fn thresholds_are_explained_changed_and_brought_back_to_the_usual() {
    let mut harness = settings(SettingsPage::Listening);
    harness.get_by_label_contains("counts as a pause");
    harness.get_by_label("Back to the usual").scroll_to_me();
    harness.run();
    click(&mut harness, "Back to the usual");
    assert!(harness.state().intents.is_empty(), "they are the usual ones");
    type_number(&mut harness, "A pause is", "0.9");
    let chosen = Thresholds { pause_secs: 0.9, ..Thresholds::default() };
    let last = harness.state().intents.last().cloned();
    assert_eq!(last, Some(SettingsIntent::Listening(ListeningIntent::Thresholds(chosen))));
    harness.state_mut().model.thresholds = chosen;
    harness.run();
    harness.get_by_label("Back to the usual").scroll_to_me();
    harness.run();
    click(&mut harness, "Back to the usual");
    let last = harness.state().intents.last().cloned();
    assert_eq!(
        last,
        Some(SettingsIntent::Listening(ListeningIntent::Thresholds(Thresholds::default())))
    );
}

#[test]
fn a_preset_is_duplicated_and_its_copy_kept() {
    let mut harness = settings(SettingsPage::Pacing);
    assert!(harness.query_by_label("Edit: Neutral panel").is_none(), "presets are read-only");
    click(&mut harness, "Duplicate: Neutral panel");
    let draft = harness.state().state.draft.clone().expect("a draft");
    assert_eq!((draft.replaces, draft.pacing.name.as_str()), (None, "Neutral panel (mine)"));
    harness.get_by_label("Save").scroll_to_me();
    harness.run();
    click(&mut harness, "Save");
    let expected = screens_sample::pacing("Neutral panel (mine)");
    let saved = SettingsIntent::SavePacing { replaces: None, pacing: Box::new(expected) };
    assert_eq!(harness.state().intents, [saved]);
    assert!(harness.state().state.draft.is_none());
}

#[test]
fn a_copy_of_a_copy_gets_a_name_of_its_own() {
    let taken = ["Warm-up (mine)", "Warm-up (mine 2)"];
    let draft = PacingDraft::copy_of(&screens_sample::pacing("Warm-up"), &taken);
    assert_eq!(draft.pacing.name, "Warm-up (mine 3)");
}

#[test]
fn a_pacing_with_another_ones_name_cannot_be_saved() {
    let mut harness = settings(SettingsPage::Pacing);
    click(&mut harness, "Edit: Mondays");
    harness.state_mut().state.draft.as_mut().expect("a draft").pacing.name = "Warm-up".into();
    harness.run();
    assert!(harness.query_by_label_contains("There is a pacing called").is_some());
    assert!(harness.get_by_label("Save").accesskit_node().is_disabled());
    harness.get_by_label("Cancel").scroll_to_me();
    harness.run();
    click(&mut harness, "Cancel");
    assert!(harness.state().state.draft.is_none());
    assert!(harness.state().intents.is_empty());
}

#[test]
fn the_form_opens_without_changing_anything() {
    let mut harness = settings(SettingsPage::Pacing);
    for entry in screens_sample::settings().pacings {
        let draft = PacingDraft::edit(&entry.pacing);
        harness.state_mut().state.draft = Some(draft.clone());
        harness.run();
        assert_eq!(harness.state().state.draft, Some(draft));
    }
}

#[test]
fn deleting_asks_first() {
    let mut harness = settings(SettingsPage::Pacing);
    click(&mut harness, "Delete…: Mondays");
    click(&mut harness, "Keep it");
    assert!(harness.state().intents.is_empty());
    click(&mut harness, "Delete…: Mondays");
    click(&mut harness, "Delete");
    assert_eq!(harness.state().intents, [SettingsIntent::DeletePacing("Mondays".into())]);
}

#[test]
fn folders_open_by_name() {
    let mut harness = settings(SettingsPage::Folders);
    click(&mut harness, "Open folder: Your files");
    assert_eq!(harness.state().intents, [SettingsIntent::OpenFolder(FolderKind::Data)]);
}

struct First {
    model: PrepareModel,
    state: FirstStartState,
    choices: PrepareState,
    intents: Vec<FirstStartIntent>,
}

fn first_start() -> Harness<'static, First> {
    let first = First {
        model: PrepareModel { level: None, ..screens_sample::prepare() },
        state: FirstStartState::default(),
        choices: PrepareState::default(),
        intents: Vec::new(),
    };
    harness(first, |ui, all: &mut First| {
        let model = FirstStartModel { prepare: &all.model, speakers: &[], speaker_chosen: None };
        let intents = first_start_ui(ui, model, &mut all.state, &mut all.choices);
        all.intents.extend(intents);
    })
}

#[test]
fn the_first_start_takes_three_steps() {
    let mut harness = first_start();
    click(&mut harness, "Play a sentence");
    click(&mut harness, "Next");
    click(&mut harness, "Say something");
    click(&mut harness, "Next");
    assert_eq!(harness.state().state.step, FirstStep::Choose);
    click(&mut harness, "Start preparing");
    assert_eq!(
        harness.state().intents,
        [
            FirstStartIntent::Prepare(PrepareIntent::PreviewVoice),
            FirstStartIntent::Prepare(PrepareIntent::StartCheck),
            FirstStartIntent::Finished,
        ]
    );
}

#[test]
fn the_buttons_of_the_first_start_stay_where_they_are() {
    let mut harness = first_start();
    let rect = |harness: &Harness<'_, First>, name: &str| harness.get_by_label(name).rect();
    let title = |harness: &Harness<'_, First>| {
        harness.get_by_label_contains("Welcome to Greenroom").rect().left()
    };
    let (next, skip) = (rect(&harness, "Next"), rect(&harness, "Skip all this"));
    let play = rect(&harness, "Play a sentence");
    harness.state_mut().model.voice.previewing = true;
    harness.run();
    assert_eq!(rect(&harness, "Stop"), play);
    harness.state_mut().state.step = FirstStep::SaySomething;
    harness.run();
    let back = rect(&harness, "Back");
    assert_eq!((rect(&harness, "Next"), rect(&harness, "Skip all this")), (next, skip));
    harness.state_mut().state.step = FirstStep::Choose;
    harness.run();
    assert_eq!(rect(&harness, "Start preparing"), next);
    assert_eq!((rect(&harness, "Back"), rect(&harness, "Skip all this")), (back, skip));
    // The word stands on the edge, its button a little over it.
    assert_eq!(skip.left() + 4.0, title(&harness));
}

#[test]
fn the_first_start_can_be_skipped_at_every_step() {
    for step in [FirstStep::HearMe, FirstStep::SaySomething, FirstStep::Choose] {
        let mut harness = first_start();
        harness.state_mut().state.step = step;
        harness.run();
        click(&mut harness, "Skip all this");
        assert_eq!(harness.state().intents, [FirstStartIntent::Finished]);
    }
}

#[derive(Default)]
struct Frame {
    model: FrameModel,
    state: FrameState,
    text: String,
    intents: Vec<FrameIntent>,
}

fn frame(model: FrameModel) -> Harness<'static, Frame> {
    harness(Frame { model, ..Frame::default() }, |ui, all: &mut Frame| {
        let (_, intents) = frame_ui(ui, &all.model, &mut all.state, |ui| {
            ui.text_edit_singleline(&mut all.text).accessible_name("A field")
        });
        all.intents.extend(intents);
    })
}

#[test]
fn screens_are_chosen_by_click_and_by_key() {
    let mut harness = frame(FrameModel::default());
    click(&mut harness, "Review");
    for key in [Key::Num2, Key::Num4] {
        harness.key_press_modifiers(Modifiers::ALT, key);
        harness.run();
    }
    let went = [Screen::Review, Screen::Questions, Screen::Settings].map(FrameIntent::Go);
    assert_eq!(harness.state().intents, went);
}

#[test]
fn no_part_of_the_review_lies_under_the_navigation() {
    let question = ReviewQuestion {
        id: "one".to_owned(),
        ask: "Why here?".to_owned(),
        kind: "motivation".to_owned(),
        band: Band::secs(45, 90),
        takes: Vec::new(),
        model_answer: vec![Segment::Text("Because of you.".to_owned())],
        points: vec!["A reason".to_owned()],
        looks_for: String::new(),
        in_bank: true,
        locked: false,
        asked_aloud: true,
    };
    let review = ReviewModel {
        sessions: vec![SessionEntry { key: 0, label: "Yesterday".to_owned() }],
        session: Some(0),
        questions: vec![question],
        ..ReviewModel::default()
    };
    let model = FrameModel { screen: Screen::Review, ..FrameModel::default() };
    let all = (FrameState::default(), ReviewState::default());
    let harness = harness(all, move |ui, (frame, state)| {
        let (_, intents) = frame_ui(ui, &model, frame, |ui| review_ui(ui, &review, state));
        assert_eq!(intents, []);
    });
    let of_frame = |name: &str| ["Greenroom", "Prepare", "Settings", "Keys"].contains(&name);
    let named = harness.root().children_recursive().filter_map(|node| {
        let name = node.accesskit_node().label()?;
        let tab = node.accesskit_node().role() == Role::Tab;
        (!tab && !of_frame(&name)).then(|| (name, node.rect()))
    });
    let named: Vec<_> = named.collect();
    assert!(named.len() >= 5, "{named:?}");
    for (name, rect) in named {
        assert!(rect.top() >= theme::size::NAVIGATION, "{name} at {rect:?}");
    }
}

#[test]
fn the_room_has_no_navigation() {
    let harness = frame(FrameModel { screen: Screen::Room, ..FrameModel::default() });
    assert!(harness.query_by_label("Settings").is_none());
}

#[test]
fn a_question_mark_shows_the_keys_but_not_while_typing() {
    let mut harness = frame(FrameModel::default());
    harness.event(egui::Event::Text("?".to_owned()));
    harness.run();
    assert!(harness.state().state.keys_open);
    harness.key_press(Key::Escape);
    harness.run();
    assert!(!harness.state().state.keys_open);
    harness.get_by_label("A field").focus();
    harness.run();
    harness.get_by_label("A field").type_text("Why?");
    harness.run();
    assert!(!harness.state().state.keys_open);
    assert_eq!(harness.state().text, "Why?");
}

#[test]
fn a_question_mark_shows_the_same_keys_in_every_screen() {
    for screen in [Screen::FirstStart, Screen::Prepare, Screen::Room, Screen::Review] {
        let mut harness = frame(FrameModel { screen, ..FrameModel::default() });
        harness.event(egui::Event::Text("?".to_owned()));
        harness.run();
        for key in ["Repeat the question", "Rate the take", "The page before and after"] {
            assert!(harness.query_by_label(key).is_some(), "{key} in {screen:?}");
        }
        click(&mut harness, "Close");
        assert!(!harness.state().state.keys_open, "{screen:?}");
    }
}

#[test]
fn notices_are_read_acted_on_and_dismissed() {
    let notices = vec![Notice {
        id: 7,
        kind: NoticeKind::Problem,
        text: "The disk is full.".to_owned(),
        action: Some("Choose a folder…".to_owned()),
    }];
    let mut harness = frame(FrameModel { notices, ..FrameModel::default() });
    assert!(harness.query_by_label("The disk is full.").is_some());
    click(&mut harness, "Choose a folder…");
    click(&mut harness, "Dismiss");
    assert_eq!(
        harness.state().intents,
        [FrameIntent::Notice(NoticeIntent::Act(7)), FrameIntent::Notice(NoticeIntent::Dismiss(7)),]
    );
}

#[test]
fn nothing_of_a_screen_lies_under_a_notice_and_it_is_reached_by_key_and_told() {
    let notice = |id, text: &str| Notice {
        id,
        kind: NoticeKind::Good,
        text: text.to_owned(),
        action: Some("Undo".to_owned()),
    };
    let deleted = "What you deleted (1 recording, 2.5 MB) is in your desktop's wastebasket.";
    let notices = vec![notice(1, deleted), notice(2, "Another."), notice(3, "Later.")];
    for screen in [Screen::Review, Screen::Room] {
        let model = FrameModel { screen, notices: notices.clone(), ..FrameModel::default() };
        let mut harness = harness((model, egui::Rect::ZERO), |ui, (model, body)| {
            let mut state = FrameState::default();
            *body = frame_ui(ui, model, &mut state, |ui| {
                ui.add_sized(ui.available_size(), egui::Button::new("The screen"));
                ui.max_rect()
            })
            .0;
        });
        harness.run();
        let body = harness.state().1;
        assert!(body.height() > 400.0, "{body:?}");
        assert!(harness.query_by_label("Later.").is_none());
        for shown in [deleted, "Another.", "and 1 more"] {
            let rect = harness.get_by_label(shown).rect();
            assert!(!rect.intersects(body), "{shown} at {rect:?} over {body:?}");
        }
        let buttons: Vec<_> =
            harness.get_all_by_label("Undo").map(|button| button.rect()).collect();
        let window = harness.ctx.content_rect();
        assert_eq!(buttons.len(), 2);
        for rect in buttons {
            assert!(!rect.intersects(body) && window.contains_rect(rect), "{rect:?}");
        }
        let text = harness.get_by_label(deleted);
        assert_eq!(text.accesskit_node().live(), egui::accesskit::Live::Polite);
        harness.key_press(Key::Tab);
        harness.run();
        for _ in 0..20 {
            if harness.get_all_by_label("Undo").any(|button| button.is_focused()) {
                break;
            }
            harness.key_press(Key::Tab);
            harness.run();
        }
        let reached = harness.get_all_by_label("Undo").any(|button| button.is_focused());
        assert!(reached, "the way back is not reached by key in {screen:?}");
    }
}

fn recordings(change: impl FnOnce(&mut RecordingsModel)) -> Harness<'static, Settings> {
    let mut harness = settings(SettingsPage::Recordings);
    change(&mut harness.state_mut().model.recordings);
    harness.run();
    harness
}

fn wanted(harness: &mut Harness<'_, Settings>) -> Vec<SettingsIntent> {
    std::mem::take(&mut harness.state_mut().intents)
}

#[test]
fn recordings_are_kept_forever_until_a_time_is_chosen() {
    let mut harness = recordings(|_| {});
    assert_eq!(harness.state().model.recordings.keep, KeepChoice::Forever);
    harness.get_by_label_contains("312 MB in 41 recordings; room for about 90 hours");
    assert!(harness.query_by_label("Older means").is_none());
    click(&mut harness, "Keep recordings");
    click(&mut harness, "For a time; starred takes forever");
    let keep = RecordingsIntent::Keep(KeepChoice::OnlyStarred, 90);
    assert_eq!(wanted(&mut harness), [SettingsIntent::Recordings(keep)]);
    click(&mut harness, "Clear the cache");
    let clear = SettingsIntent::Recordings(RecordingsIntent::ClearCache);
    assert_eq!(wanted(&mut harness), [clear]);
}

#[test]
fn what_is_due_is_shown_before_it_goes() {
    let due = DueQuestion {
        weight: "12 recordings, 80 MB".into(),
        doubt: Some("That is more than half of all recordings.".into()),
        sessions: vec!["2026-03-01 09:00 · A bank · 12 recordings, 80 MB".into()],
    };
    let mut harness = recordings(|model| model.due = Some(due));
    harness.get_by_label_contains("12 recordings, 80 MB would go");
    harness.get_by_label_contains("more than half");
    click(&mut harness, "Move them, and keep it so");
    let go = SettingsIntent::Recordings(RecordingsIntent::MoveDue);
    assert_eq!(wanted(&mut harness), [go]);
    harness.key_press(Key::Escape);
    harness.run();
    let leave = SettingsIntent::Recordings(RecordingsIntent::LeaveDue);
    assert_eq!(wanted(&mut harness), [leave]);
}

#[test]
fn our_own_wastebasket_is_emptied_only_after_asking() {
    let mut none = recordings(|_| {});
    assert!(none.query_by_label("Empty the wastebasket…").is_none());
    assert_eq!(wanted(&mut none), []);
    let mut harness = recordings(|model| model.removed = Some("3 recordings, 20 MB".into()));
    click(&mut harness, "Empty the wastebasket…");
    assert_eq!(wanted(&mut harness), []);
    click(&mut harness, "Keep");
    assert_eq!(wanted(&mut harness), []);
    click(&mut harness, "Empty the wastebasket…");
    click(&mut harness, "Empty it for good");
    let empty = SettingsIntent::Recordings(RecordingsIntent::EmptyWastebasket);
    assert_eq!(wanted(&mut harness), [empty]);
    click(&mut harness, "Put everything back");
    let back = SettingsIntent::Recordings(RecordingsIntent::PutAllBack);
    assert_eq!(wanted(&mut harness), [back]);
}

/// A key and its text, as a keyboard sends them.
fn strike<S>(harness: &mut Harness<'_, S>, modifiers: Modifiers, key: Key, place: Key, text: &str) {
    let events = &mut harness.input_mut().events;
    events.push(egui::Event::Key {
        key,
        physical_key: Some(place),
        pressed: true,
        repeat: false,
        modifiers,
    });
    if !text.is_empty() {
        events.push(egui::Event::Text(text.to_owned()));
    }
    harness.run();
}

#[test]
fn a_key_that_shows_a_screen_types_nothing_into_a_field() {
    let mut harness = frame(FrameModel::default());
    harness.get_by_label("A field").focus();
    harness.run();
    harness.get_by_label("A field").type_text("your number of years");
    harness.run();
    // American and French 3; a digit that shows nothing; a letter.
    let alt = Modifiers::ALT;
    strike(&mut harness, alt, Key::Num3, Key::Num3, "3");
    strike(&mut harness, alt, Key::Quote, Key::Num4, "'");
    strike(&mut harness, alt, Key::Num7, Key::Num7, "7");
    strike(&mut harness, alt, Key::X, Key::X, "x");
    assert_eq!(harness.state().text, "your number of years");
    let went = [Screen::Review, Screen::Settings].map(FrameIntent::Go);
    assert_eq!(harness.state().intents, went);
    // A question mark is typed there, also with its key; F1 shows the keys.
    strike(&mut harness, Modifiers::SHIFT, Key::Questionmark, Key::Slash, "?");
    assert_eq!(harness.state().text, "your number of years?");
    assert!(!harness.state().state.keys_open);
    strike(&mut harness, Modifiers::NONE, Key::F1, Key::F1, "");
    assert!(harness.state().state.keys_open);
}

#[test]
fn a_question_mark_with_its_key_shows_the_keys_once() {
    let mut harness = frame(FrameModel::default());
    strike(&mut harness, Modifiers::SHIFT, Key::Questionmark, Key::Slash, "?");
    assert!(harness.state().state.keys_open);
    strike(&mut harness, Modifiers::SHIFT, Key::Questionmark, Key::Slash, "?");
    assert!(!harness.state().state.keys_open);
}

#[test]
fn the_toolkit_enlarges_nothing() {
    let mut harness = frame(FrameModel::default());
    let ctrl = Modifiers::CTRL | Modifiers::COMMAND;
    for (key, place) in [
        (Key::Minus, Key::Num6),
        (Key::Plus, Key::Num1),
        (Key::Num0, Key::Num0),
        (Key::Equals, Key::Equals),
    ] {
        strike(&mut harness, ctrl, key, place, "");
        assert_eq!(harness.ctx.zoom_factor(), 1.0, "{key:?}");
    }
}

/// Name and place of every text of the sheet.
fn texts<S>(harness: &Harness<'_, S>) -> Vec<(String, egui::Rect)> {
    let all = harness.root().children_recursive().filter_map(|node| {
        let inner = node.accesskit_node();
        let text = inner.label().or_else(|| inner.value())?;
        (inner.role() == Role::Label).then(|| (text, node.rect()))
    });
    all.collect()
}

#[test]
fn the_columns_of_the_keys_never_run_into_each_other() {
    for size in [[900.0, 600.0], [1280.0, 800.0], [450.0, 300.0], [640.0, 400.0]] {
        for screen in
            [Screen::Prepare, Screen::Questions, Screen::Room, Screen::Review, Screen::Settings]
        {
            let mut harness = frame(FrameModel { screen, ..FrameModel::default() });
            harness.set_size(size.into());
            strike(&mut harness, Modifiers::NONE, Key::F1, Key::F1, "");
            let texts = texts(&harness);
            assert!(texts.len() > 60, "{} texts", texts.len());
            for (nth, (name, rect)) in texts.iter().enumerate() {
                let inside = rect.left() >= 0.0 && rect.right() <= size[0];
                assert!(inside, "{name} at {rect:?} in {size:?}, {screen:?}");
                for (other, place) in texts.iter().skip(nth + 1) {
                    let common = rect.shrink(0.5).intersect(place.shrink(0.5));
                    let apart = common.width() <= 0.0 || common.height() <= 0.0;
                    // What is scrolled away lies behind what does not scroll.
                    let scrolls = other.starts_with("Greenroom ") || name.starts_with("Greenroom ");
                    assert!(apart || scrolls, "{name} on {other} in {size:?}, {screen:?}");
                }
            }
        }
    }
}

#[test]
fn the_keys_of_the_screen_come_first() {
    for (screen, first) in [
        (Screen::Prepare, "Begin"),
        (Screen::Questions, "The question before and after"),
        (Screen::Room, "Repeat the question"),
        (Screen::Review, "Play or pause"),
        (Screen::Settings, "The page before and after"),
    ] {
        let mut harness = frame(FrameModel { screen, ..FrameModel::default() });
        strike(&mut harness, Modifiers::NONE, Key::F1, Key::F1, "");
        let visible = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(900.0, 600.0));
        let all = texts(&harness);
        let place = all.iter().find(|(name, _)| name == first).expect("is listed").1;
        assert!(visible.contains_rect(place), "{first} at {place:?}");
        let others = ["Rate the take", "Another take (this one is kept)"];
        for (name, rect) in all.iter().filter(|(name, _)| others.contains(&name.as_str())) {
            let later = rect.top() >= place.top() || rect.left() > place.right();
            assert!(later, "{name} at {rect:?} before {first} at {place:?}");
        }
    }
}
