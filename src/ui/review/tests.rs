//! The review driven as a person would drive it: by keys, by clicks, by accessible names.

use std::sync::Arc;
use std::time::Duration;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{
    Heard, Marked, Playback, Returns, ReviewIntent, ReviewModel, ReviewQuestion, ReviewState,
    ReviewTake, SessionEntry, review_ui,
};
use crate::analysis::Overview;
use crate::bank::Band;
use crate::interview::choosing::{Return, Wanted};
use crate::ui::model_text::Segment;
use crate::ui::waveform::WaveMark;

pub(super) const LENGTH: Duration = Duration::from_secs(64);

pub(in crate::ui) fn take(key: usize, title: &str) -> ReviewTake {
    let sound: Vec<f32> = (0..10_000).map(|i| (i as f32 * 0.01).sin()).collect();
    ReviewTake {
        key,
        title: title.into(),
        answers: title.starts_with("Take"),
        asked: title.starts_with("Follow-up").then(|| "And what came of it?".into()),
        length: LENGTH,
        band: Band::secs(60, 90),
        ended: "you finished".into(),
        pacing: "Neutral panel".into(),
        health: vec!["12 frames lost".into()],
        overview: Some(Arc::new(Overview::of(&sound))),
        rating: None,
        starred: false,
        has_sound: true,
        notes: String::new(),
        marks: vec![WaveMark { at: Duration::from_secs(20), label: "silence".into(), gap: None }],
        ticked: vec![0],
        marked: Marked::default(),
        advice: Vec::new(),
        measures: None,
        measuring: None,
        left_at: None,
    }
}

pub(super) fn question(id: &str, takes: Vec<ReviewTake>) -> ReviewQuestion {
    let slot = |key: &str, label: &str| Segment::Slot {
        key: key.into(),
        label: label.into(),
        value: None,
    };
    ReviewQuestion {
        id: id.into(),
        ask: format!("The question called {id}?"),
        kind: "opener".into(),
        band: Band::secs(60, 90),
        takes,
        model_answer: vec![
            Segment::Text("I have worked for ".into()),
            slot("years", "your number of years"),
            Segment::Text(" years at ".into()),
            slot("place", "your hospital"),
            Segment::Text(".\nAnd gladly.".into()),
        ],
        points: vec!["Says how long".into(), "Says where".into()],
        looks_for: "A clear beginning.".into(),
        locked: false,
        asked_aloud: true,
        in_bank: true,
    }
}

pub(in crate::ui) fn model() -> ReviewModel {
    ReviewModel {
        sessions: vec![
            SessionEntry { key: 10, label: "Today".into() },
            SessionEntry { key: 11, label: "Yesterday".into() },
        ],
        session: Some(10),
        questions: vec![
            question("first", vec![take(0, "Take 1"), take(1, "Follow-up 1")]),
            question("second", vec![]),
            question("third", vec![take(2, "Take 1")]),
        ],
        ..ReviewModel::default()
    }
}

pub(in crate::ui) fn heard(what: Heard, position_secs: u64, paused: bool) -> Playback {
    let position = Duration::from_secs(position_secs);
    Playback { what: Some(what), position, length: LENGTH, paused }
}

pub(super) struct Bench {
    pub(super) model: ReviewModel,
    pub(super) state: ReviewState,
    intents: Vec<ReviewIntent>,
}

pub(super) fn review(model: ReviewModel) -> Harness<'static, Bench> {
    let bench = Bench { model, state: ReviewState::default(), intents: Vec::new() };
    let mut harness = Harness::builder()
        .with_context_setup(crate::ui::theme::install)
        .with_size([1280.0, 800.0])
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(
            |ui, bench: &mut Bench| {
                bench.intents.extend(review_ui(ui, &bench.model, &mut bench.state));
            },
            bench,
        );
    harness.run();
    harness
}

pub(super) fn wanted(harness: &mut Harness<'_, Bench>) -> Vec<ReviewIntent> {
    harness.run();
    std::mem::take(&mut harness.state_mut().intents)
}

pub(super) fn press(harness: &mut Harness<'_, Bench>, key: Key) -> Vec<ReviewIntent> {
    harness.key_press(key);
    wanted(harness)
}

pub(super) fn click(harness: &mut Harness<'_, Bench>, label: &str) -> Vec<ReviewIntent> {
    harness.get_by_label(label).click();
    wanted(harness)
}

pub(super) fn play(what: Heard, question: &str) -> Vec<ReviewIntent> {
    vec![ReviewIntent::Play { what, question: question.into() }]
}

fn seek(secs: u64) -> Vec<ReviewIntent> {
    vec![ReviewIntent::Seek { take: 0, to: Duration::from_secs(secs) }]
}

#[test]
fn space_plays_pauses_and_goes_on() {
    let mut harness = review(model());
    assert_eq!(press(&mut harness, Key::Space), play(Heard::Take(0), "first"));
    harness.state_mut().model.playback = heard(Heard::Take(0), 3, false);
    harness.run_steps(1);
    harness.key_press(Key::Space);
    harness.run_steps(2);
    assert_eq!(std::mem::take(&mut harness.state_mut().intents), [ReviewIntent::Pause]);
    harness.state_mut().model.playback = heard(Heard::Take(0), 3, true);
    assert_eq!(press(&mut harness, Key::Space), [ReviewIntent::Resume]);
    // Paused in one take, looking at another: the other one is played.
    press(&mut harness, Key::ArrowDown);
    assert_eq!(press(&mut harness, Key::Space), play(Heard::Take(1), "first"));
}

#[test]
fn everything_can_be_heard_by_its_button() {
    let mut harness = review(model());
    assert_eq!(click(&mut harness, "Hear the question"), play(Heard::Question, "first"));
    assert_eq!(click(&mut harness, "Hear my take"), play(Heard::Take(0), "first"));
    assert_eq!(click(&mut harness, "Hear the model answer"), play(Heard::Model, "first"));
    let all = ReviewIntent::PlayAll { take: 0, question: "first".into() };
    assert_eq!(click(&mut harness, "Hear all three"), [all]);
    assert_eq!(click(&mut harness, "Play"), play(Heard::Take(0), "first"));
}

#[test]
fn a_follow_up_is_shown_and_heard_in_its_own_words() {
    let mut harness = review(model());
    press(&mut harness, Key::ArrowDown);
    harness.get_by_label("And what came of it?");
    assert_eq!(click(&mut harness, "Hear the follow-up"), play(Heard::FollowUp(1), "first"));
}

#[test]
fn what_the_candidate_asked_has_neither_a_model_nor_an_interviewers_voice() {
    let yours = ReviewQuestion {
        model_answer: Vec::new(),
        looks_for: String::new(),
        asked_aloud: false,
        in_bank: false,
        ..question("yours", vec![take(0, "Your question")])
    };
    let harness = review(ReviewModel { questions: vec![yours], ..model() });
    harness.get_by_label("Hear my take");
    for name in ["Model answer", "Hear the model answer", "Hear all three", "Hear the question"] {
        assert!(harness.query_by_label(name).is_none(), "{name}");
    }
}

#[test]
fn arrows_seek_by_five_seconds_and_with_shift_by_one() {
    let mut at_start = review(model());
    assert_eq!(press(&mut at_start, Key::ArrowLeft), []);
    assert_eq!(press(&mut at_start, Key::ArrowRight), seek(5));
    let mut paused = model();
    paused.playback = heard(Heard::Take(0), 23, true);
    let mut harness = review(paused);
    assert_eq!(press(&mut harness, Key::ArrowLeft), seek(18));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(wanted(&mut harness), seek(24));
    harness.state_mut().model.playback = heard(Heard::Take(0), 62, true);
    assert_eq!(press(&mut harness, Key::ArrowRight), seek(64), "not past the end");
}

#[test]
fn a_click_on_the_waveform_seeks_there() {
    let mut harness = review(model());
    let rect = harness.get_by_label("Position in the take").rect();
    let quarter = rect.left_center() + egui::vec2(rect.width() * 0.25, 0.0);
    harness.drag_at(quarter);
    harness.run();
    harness.drop_at(quarter);
    let intents = wanted(&mut harness);
    let Some(ReviewIntent::Seek { take: 0, to }) = intents.first() else { panic!("{intents:?}") };
    assert!(to.abs_diff(Duration::from_secs(16)) < Duration::from_millis(100), "{to:?}");
}

#[test]
fn a_drag_chooses_a_stretch_that_is_heard_again_and_again() {
    let mut harness = review(model());
    let rect = harness.get_by_label("Position in the take").rect();
    harness.drag_at(rect.center());
    harness.run();
    harness.hover_at(rect.right_center() + egui::vec2(500.0, 0.0));
    assert_eq!(wanted(&mut harness), [], "nothing before the button is let go");
    harness.drop_at(rect.right_center() + egui::vec2(500.0, 0.0));
    let intents = wanted(&mut harness);
    let half = Duration::from_secs(32);
    let [ReviewIntent::Repeat(Some(chosen)), ReviewIntent::Seek { take: 0, to }] = &intents[..]
    else {
        panic!("{intents:?}")
    };
    assert!(chosen.from.abs_diff(half) < Duration::from_millis(100), "{chosen:?}");
    assert_eq!((chosen.take, chosen.to), (0, LENGTH), "not past the end");
    assert_eq!(*to, chosen.from);
}

#[test]
fn the_focused_waveform_leaves_its_keys_to_the_review() {
    let mut harness = review(model());
    harness.get_by_label("Position in the take").focus();
    harness.run();
    assert_eq!(press(&mut harness, Key::Space), play(Heard::Take(0), "first"));
    assert_eq!(press(&mut harness, Key::ArrowRight), seek(5));
    assert!(harness.get_by_label("Position in the take").is_focused());
    harness.get_by_label("Position in the take").increment_accesskit();
    assert_eq!(wanted(&mut harness), seek(5), "a screen reader's way");
}

#[test]
fn the_waveform_tells_where_it_stands() {
    let mut paused = model();
    paused.playback = heard(Heard::Take(0), 23, true);
    let harness = review(paused);
    let wave = harness.get_by_label("Position in the take");
    assert_eq!(wave.value().as_deref(), Some("0:23 of 1:04"));
    assert_eq!(wave.accesskit_node().role(), egui::accesskit::Role::Slider);
    harness.get_by_label_contains("aim 1:00–1:30 · within the aim");
}

#[test]
fn where_a_recording_breaks_off_a_screen_reader_is_told_as_the_eye_is() {
    let mut interrupted = model();
    let take = &mut interrupted.questions[0].takes[0];
    let gap = |at, label: &str, word: Option<&str>| WaveMark {
        at: Duration::from_secs(at),
        label: label.to_owned(),
        gap: word.map(str::to_owned),
    };
    take.marks = vec![
        gap(20, "a note", None),
        gap(41, "12 s are missing here", Some("12 s missing")),
        gap(62, "Interrupted here", Some("interrupted")),
    ];
    let harness = review(interrupted);
    let wave = harness.get_by_label("Position in the take").accesskit_node();
    let told = "0:41: 12 s are missing here; 1:02: Interrupted here";
    assert_eq!(wave.description().as_deref(), Some(told));
}

#[test]
fn looking_at_something_else_ends_what_was_heard() {
    let mut harness = review(ReviewModel { playback: heard(Heard::Take(7), 12, false), ..model() });
    assert_eq!(press(&mut harness, Key::ArrowDown), [ReviewIntent::Stop]);
    harness.state_mut().model.playback = Playback::default();
    harness.run();
    assert_eq!(press(&mut harness, Key::ArrowDown), [], "nothing was heard");
}

#[test]
fn up_and_down_go_through_all_takes_and_the_unanswered() {
    let mut harness = review(model());
    let mut seen = Vec::new();
    for _ in 0..5 {
        let selected = harness.state().state.selected.expect("something is shown");
        seen.push((selected.question, selected.take));
        press(&mut harness, Key::ArrowDown);
    }
    assert_eq!(seen, [(0, Some(0)), (0, Some(1)), (1, None), (2, Some(2)), (2, Some(2))]);
    press(&mut harness, Key::ArrowUp);
    harness.get_by_label("Not answered in this session");
}

#[test]
fn a_placeholder_is_filled_where_it_stands() {
    let mut harness = review(model());
    harness.get_by_label("Fill in your hospital").click();
    harness.run();
    harness.get_by_label("your hospital").type_text("St Mary’s");
    let filled = press(&mut harness, Key::Enter);
    let (key, value) = ("place".to_owned(), "St Mary’s".to_owned());
    assert_eq!(filled, [ReviewIntent::FillSlot { key, value }]);
    // Shown at once, though the model has not come back with it.
    let chip = harness.get_by_label("Change your hospital");
    assert_eq!(chip.value().as_deref(), Some("St Mary’s"));
}

#[test]
fn escape_leaves_a_placeholder_as_it_was() {
    let mut harness = review(model());
    harness.get_by_label("Fill in your hospital").click();
    harness.run();
    harness.get_by_label("your hospital").type_text("nonsense");
    assert_eq!(press(&mut harness, Key::Escape), []);
    harness.get_by_label("Fill in your hospital");
}

#[test]
fn stars_rate_by_click_and_by_key_and_take_the_rating_back() {
    let mut harness = review(model());
    let rate = |rating| [ReviewIntent::Rate { take: 0, rating }];
    assert_eq!(click(&mut harness, "Rate 4 of 5"), rate(Some(4)));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    assert_eq!(wanted(&mut harness), rate(Some(2)));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num6);
    assert_eq!(wanted(&mut harness), [], "there are five");
    harness.state_mut().model.questions[0].takes[0].rating = Some(4);
    assert_eq!(click(&mut harness, "Rate 4 of 5"), rate(None));
}

#[test]
fn points_are_ticked_one_by_one() {
    let mut harness = review(model());
    let tick = |point, ticked| [ReviewIntent::TickPoint { take: 0, point, ticked }];
    assert_eq!(click(&mut harness, "Says how long"), tick(0, false));
    assert_eq!(click(&mut harness, "Says where"), tick(1, true));
}

#[test]
fn notes_are_sent_as_typed_and_no_key_fires_meanwhile() {
    let mut harness = review(model());
    harness.get_by_label("Notes on this take").focus();
    harness.run();
    harness.get_by_label("Notes on this take").type_text("slower ");
    for key in [Key::Space, Key::ArrowLeft, Key::ArrowRight] {
        harness.key_press(key);
    }
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    let text = "slower ".to_owned();
    assert_eq!(wanted(&mut harness), [ReviewIntent::Note { take: 0, text }]);
}

#[test]
fn notes_belong_to_their_take() {
    let mut with_notes = model();
    with_notes.questions[0].takes[1].notes = "breathe".into();
    let mut harness = review(with_notes);
    assert_eq!(harness.get_by_label("Notes on this take").value().unwrap_or_default(), "");
    press(&mut harness, Key::ArrowDown);
    assert_eq!(harness.get_by_label("Notes on this take").value().as_deref(), Some("breathe"));
}

#[test]
fn a_locked_model_answer_is_neither_shown_nor_offered() {
    let mut locked = model();
    locked.questions[0].locked = true;
    let mut harness = review(locked);
    for hidden in ["Hear the model answer", "Hear all three", "Says where"] {
        assert!(harness.query_by_label(hidden).is_none(), "{hidden}");
    }
    assert!(harness.query_by_label_contains("gladly").is_none());
    let shown = ReviewIntent::ShowAnyway { question: "first".into() };
    assert_eq!(click(&mut harness, "Show anyway"), [shown]);
}

#[test]
fn where_there_is_no_model_answer_the_way_to_write_one_is_shown() {
    let mut bare = model();
    bare.questions[0].model_answer.clear();
    bare.questions[0].looks_for.clear();
    let mut harness = review(bare);
    harness.get_by_label("No model answer yet.");
    let write = ReviewIntent::WriteAnswer { question: "first".into() };
    assert_eq!(click(&mut harness, "Write one…: model answer"), [write]);
    harness.state_mut().model.questions[0].in_bank = false;
    harness.run();
    assert!(harness.query_by_label("Model answer").is_none());
}

#[test]
fn another_session_is_a_choice_away() {
    let mut harness = review(model());
    harness.get_by_label("Session").click();
    harness.run();
    assert_eq!(click(&mut harness, "Yesterday"), [ReviewIntent::ChooseSession(11)]);
}

#[test]
fn without_a_session_it_says_what_to_do() {
    let harness = review(ReviewModel::default());
    harness.get_by_label("No session yet");
}

#[test]
fn a_selection_that_is_gone_gives_way() {
    let mut harness = review(model());
    harness.state_mut().state.select_take(&model(), 2);
    harness.run();
    assert!(harness.state().state.selected.is_some_and(|it| it.question == 2));
    harness.state_mut().model.questions.truncate(1);
    harness.run();
    assert!(harness.state().state.selected.is_some_and(|it| it.take == Some(0)));
}

#[test]
fn it_is_drawn_again_only_while_something_plays() {
    let delay = |playback: Playback| {
        let harness = review(ReviewModel { playback, ..model() });
        let viewports = &harness.output().viewport_output;
        viewports.get(&egui::ViewportId::ROOT).expect("always there").repaint_delay
    };
    assert!(delay(Playback::default()) > Duration::from_secs(3600));
    assert!(delay(heard(Heard::Take(0), 3, true)) > Duration::from_secs(3600));
    let playing = delay(heard(Heard::Take(0), 3, false));
    assert!(playing >= Duration::from_millis(16) && playing <= Duration::from_secs(1));
}

#[test]
fn every_control_has_a_name_and_fits_in_every_size() {
    let mut harness = review(model());
    for size in [[1280.0, 800.0], [900.0, 600.0], [640.0, 400.0], [450.0, 300.0]] {
        harness.set_size(size.into());
        harness.run(); // also checks names
        let hear = if size[0] > 1000.0 { "Hear the question" } else { "Hear" };
        for label in ["Play", hear, "Skip silences", "Rate 5 of 5"] {
            let rect = harness.get_by_label(label).rect();
            assert!(rect.right() <= size[0] + 0.5, "{label} at {size:?}: {rect:?}");
        }
    }
}

#[test]
fn a_small_window_has_one_row_of_buttons_and_a_list_of_what_to_hear() {
    let mut harness = review(model());
    harness.set_size([900.0, 600.0].into());
    harness.run();
    let row = [
        "Play",
        "Speed",
        "Skip silences",
        "Loop",
        "Hear",
        "Flip between my take and the model answer",
    ];
    let middles = row.map(|label| harness.get_by_label(label).rect().center().y);
    assert!(middles.iter().all(|y| (y - middles[0]).abs() < 2.0), "{middles:?}");
    harness.get_by_label("Hear").click();
    harness.run();
    assert_eq!(click(&mut harness, "Hear the model answer"), play(Heard::Model, "first"));
}

#[test]
fn keys_pressed_in_one_frame_each_find_what_the_one_before_did() {
    let mut harness = review(model());
    for key in [Key::ArrowRight, Key::F] {
        let (physical_key, modifiers) = (None, egui::Modifiers::NONE);
        let event = egui::Event::Key { key, physical_key, pressed: true, repeat: false, modifiers };
        harness.input_mut().events.push(event);
    }
    harness.run_steps(1);
    assert_eq!(std::mem::take(&mut harness.state_mut().intents), seek(5));
    harness.state_mut().model.playback = heard(Heard::Take(0), 5, true);
    harness.run();
    let change = crate::ui::review::MarkChange::AddFiller(Duration::from_secs(5));
    assert_eq!(harness.state().intents, [ReviewIntent::Mark { take: 0, change }]);
}

#[test]
fn the_play_button_keeps_the_focus_when_it_becomes_pause() {
    let mut harness = review(model());
    harness.get_by_label("Play").focus();
    harness.run();
    assert_eq!(press(&mut harness, Key::Space), play(Heard::Take(0), "first"));
    harness.state_mut().model.playback = heard(Heard::Take(0), 3, false);
    harness.run_steps(2);
    assert!(harness.get_by_label("Pause").is_focused());
}

#[test]
fn when_a_question_returns_stands_beside_its_rating_and_can_be_put_off() {
    let today = jiff::civil::date(2026, 11, 24);
    let mut model = model();
    let day = jiff::civil::date(2026, 11, 29);
    let returns = Return::On { day, is_chosen: false };
    model.listener.returns = Returns { today, of: [("first".to_owned(), returns)].into() };
    let mut harness = review(model);
    assert_eq!(
        harness.get_by_label("When it returns").value().as_deref(),
        Some("Returns in 5 days")
    );
    harness.get_by_label("When it returns").click();
    harness.run();
    assert!(harness.query_by_label("By your ratings again").is_none(), "it is by them already");
    harness.get_by_label("Return in a week").click();
    let wanted = Some(Wanted::On(jiff::civil::date(2026, 12, 1)));
    let intent = ReviewIntent::Return { question: "first".into(), wanted };
    assert!(self::wanted(&mut harness).contains(&intent));

    let of = [("first".to_owned(), Return::Never)].into();
    harness.state_mut().model.listener.returns.of = of;
    harness.run();
    harness.get_by_label("When it returns").click();
    harness.run();
    harness.get_by_label("By your ratings again").click();
    let intent = ReviewIntent::Return { question: "first".into(), wanted: None };
    assert!(self::wanted(&mut harness).contains(&intent));

    harness.state_mut().model.listener.returns.of.clear();
    harness.run();
    assert!(harness.query_by_label("When it returns").is_none(), "nothing was rated");
}

/// A question with two takes, two follow-ups to the first of them, and one of these answered twice.
fn with_follow_ups() -> ReviewModel {
    let other = Some("Who else was there?".to_owned());
    let takes = vec![
        take(0, "Take 1"),
        take(1, "Follow-up 1, take 1"),
        ReviewTake { asked: other, ..take(2, "Follow-up 2") },
        take(3, "Take 2"),
        take(4, "Follow-up 1, take 2"),
    ];
    ReviewModel { questions: vec![question("first", takes)], ..model() }
}

fn look_at(model: &ReviewModel, key: usize) -> Harness<'static, Bench> {
    let mut harness = review(model.clone());
    harness.state_mut().state.select_take(model, key);
    harness.run();
    harness
}

#[test]
fn a_follow_up_stands_in_the_list_with_its_words_and_has_no_model_answer_of_its_own() {
    let model = with_follow_ups();
    let mut harness = look_at(&model, 1);
    harness.get_by_label("Follow-up 1, take 1, 1:04: And what came of it?");
    harness.get_by_label("Follow-ups have no model answer");
    assert!(harness.query_by_label("Model answer").is_none(), "it is the main question's");
    assert!(harness.query_by_label("Hear the model answer").is_none());
    assert!(harness.query_by_label("Says how long").is_none(), "so are its points");
    assert_eq!(press(&mut harness, Key::M), [], "nothing to flip to");
    click(&mut harness, "The main question's model answer");
    harness.get_by_label("Model answer to the main question");
    harness.get_by_label_contains("And gladly.");
    let main = look_at(&model, 0);
    main.get_by_label("Model answer");
    main.get_by_label("Says how long");
    assert!(main.query_by_label("Follow-ups have no model answer").is_none());
}

#[test]
fn an_answer_is_compared_with_answers_and_a_follow_up_with_the_same_follow_up() {
    let one = || vec![take(0, "Take 1"), take(1, "Follow-up 1")];
    let alone = ReviewModel { questions: vec![question("first", one())], ..model() };
    for key in [0, 1] {
        let mut harness = look_at(&alone, key);
        assert!(harness.query_by_label("Compare takes").is_none(), "nothing to compare it with");
        press(&mut harness, Key::C);
        assert!(harness.query_by_label("Left take").is_none());
    }
    let model = with_follow_ups();
    for (key, other) in [(0, "Take 2"), (3, "Take 1"), (1, "Follow-up 1, take 2")] {
        let mut harness = look_at(&model, key);
        click(&mut harness, "Compare takes");
        let name = format!("Right, position in {other}");
        harness.get_by_label(&name);
    }
    assert!(look_at(&model, 2).query_by_label("Compare takes").is_none());
}
