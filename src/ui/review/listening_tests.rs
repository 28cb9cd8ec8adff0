//! How takes are listened to, driven by keys, by clicks and by accessible names.

use std::time::Duration;

use egui::{Event, Key, Modifiers, MouseWheelUnit, TouchPhase};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::tests::{Bench, click, heard, model, play, press, review, take, wanted};
use super::{Heard, Listening, Repeat, ReviewIntent, ReviewModel, Through};

type Harness = egui_kittest::Harness<'static, Bench>;

const WAVE: &str = "Position in the take";

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

fn repeat(from: u64, to: u64) -> Repeat {
    Repeat { take: 0, from: secs(from), to: secs(to) }
}

fn listening(listening: Listening) -> ReviewModel {
    ReviewModel { listening, ..model() }
}

/// The first question with three answers, the second of them rated highest.
fn several() -> ReviewModel {
    let mut several = model();
    let rated = |mut take: super::ReviewTake, rating| {
        take.rating = rating;
        take
    };
    several.questions[0].takes = vec![
        rated(take(0, "Take 1"), Some(2)),
        rated(take(1, "Take 2"), Some(4)),
        rated(take(3, "Take 3"), None),
    ];
    several
}

/// Turns the wheel over the waveform.
fn wheel(harness: &mut Harness, at: f32, lines: f32, modifiers: Modifiers) {
    let rect = harness.get_by_label(WAVE).rect();
    harness.hover_at(rect.left_center() + egui::vec2(rect.width() * at, 0.0));
    harness.event_modifiers(
        Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: egui::vec2(0.0, lines),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers,
        },
        modifiers,
    );
    // The wheel is smoothed over some frames.
    harness.run_steps(60);
}

/// Which part of the take is shown, as a screen reader says it.
fn part_shown(harness: &Harness) -> Option<String> {
    harness.query_by_label("Part shown")?.value()
}

#[test]
fn the_speed_changes_by_key_and_by_choice_within_its_limits() {
    let mut harness = review(model());
    assert_eq!(press(&mut harness, Key::CloseBracket), [ReviewIntent::SetSpeed(125)]);
    assert_eq!(press(&mut harness, Key::OpenBracket), [ReviewIntent::SetSpeed(75)]);
    harness.get_by_label("Speed").click();
    harness.run();
    assert_eq!(click(&mut harness, "1.5×"), [ReviewIntent::SetSpeed(150)]);
    harness.state_mut().model.listening.speed_percent = 200;
    assert_eq!(press(&mut harness, Key::CloseBracket), []);
    harness.state_mut().model.listening.speed_percent = 50;
    assert_eq!(press(&mut harness, Key::OpenBracket), []);
    harness.state_mut().model.listening.speed_percent = 110;
    assert_eq!(press(&mut harness, Key::OpenBracket), [ReviewIntent::SetSpeed(100)]);
}

#[test]
fn silences_are_passed_over_and_heard_again() {
    let mut harness = review(model());
    assert_eq!(click(&mut harness, "Skip silences"), [ReviewIntent::SkipSilences(true)]);
    harness.state_mut().model.listening.skip_silences = true;
    harness.run();
    let button = harness.get_by_label("Skip silences");
    assert_eq!(button.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
    assert_eq!(click(&mut harness, "Skip silences"), [ReviewIntent::SkipSilences(false)]);
}

#[test]
fn l_repeats_five_seconds_around_the_playhead_and_lets_go_again() {
    let mut at_rest = model();
    at_rest.playback = heard(Heard::Take(0), 20, true);
    let mut harness = review(at_rest);
    let around =
        Repeat { take: 0, from: Duration::from_millis(17_500), to: Duration::from_millis(22_500) };
    assert_eq!(press(&mut harness, Key::L), [ReviewIntent::Repeat(Some(around))]);
    harness.state_mut().model.playback = heard(Heard::Take(0), 64, true);
    assert_eq!(click(&mut harness, "Loop"), [ReviewIntent::Repeat(Some(repeat(59, 64)))]);
    harness.state_mut().model.listening.repeat = Some(repeat(59, 64));
    for key in [Key::L, Key::Escape] {
        assert_eq!(press(&mut harness, key), [ReviewIntent::Repeat(None)], "{key:?}");
    }
    assert_eq!(
        harness.get_by_label(WAVE).value().as_deref(),
        Some("1:04 of 1:04, 0:59 to 1:04 chosen")
    );
}

#[test]
fn a_click_outside_of_the_loop_leaves_it_and_one_inside_does_not() {
    let looped = Listening { repeat: Some(repeat(30, 40)), ..Listening::default() };
    let mut harness = review(listening(looped));
    let rect = harness.get_by_label(WAVE).rect();
    let mut click_at = |share: f32| {
        let at = rect.left_center() + egui::vec2(rect.width() * share, 0.0);
        harness.drag_at(at);
        harness.run();
        harness.drop_at(at);
        wanted(&mut harness)
    };
    let outside = click_at(0.25);
    assert_eq!(outside.first(), Some(&ReviewIntent::Repeat(None)));
    let inside = click_at(0.55);
    assert!(matches!(inside[..], [ReviewIntent::Seek { take: 0, .. }]), "{inside:?}");
}

#[test]
fn the_waveform_is_enlarged_by_keys_and_buttons_and_fits_again() {
    let mut harness = review(model());
    assert_eq!(part_shown(&harness), None, "all is shown");
    press(&mut harness, Key::Plus);
    assert_eq!(part_shown(&harness).as_deref(), Some("0:00 to 0:32"));
    click(&mut harness, "Zoom in");
    assert_eq!(part_shown(&harness).as_deref(), Some("0:00 to 0:16"));
    press(&mut harness, Key::Minus);
    assert_eq!(part_shown(&harness).as_deref(), Some("0:00 to 0:32"));
    press(&mut harness, Key::Num0);
    assert_eq!(part_shown(&harness), None);
    press(&mut harness, Key::Equals);
    click(&mut harness, "Fit the whole take");
    assert_eq!(part_shown(&harness), None);
}

#[test]
fn ctrl_and_the_wheel_enlarge_at_the_pointer_and_the_wheel_alone_moves_on() {
    let mut harness = review(model());
    wheel(&mut harness, 1.0, 140.0, Modifiers::COMMAND);
    let shown = part_shown(&harness).expect("enlarged");
    assert!(shown.ends_with("to 1:04"), "the end stays under the pointer: {shown}");
    wheel(&mut harness, 0.5, 4_000.0, Modifiers::NONE);
    let moved = part_shown(&harness).expect("still enlarged");
    assert!(moved.starts_with("0:00"), "{moved}");
}

#[test]
fn the_part_shown_is_moved_from_the_keyboard() {
    let mut harness = review(model());
    press(&mut harness, Key::Plus);
    harness.get_by_label("Part shown").focus();
    harness.run();
    assert_eq!(press(&mut harness, Key::ArrowRight), [], "the playhead stays");
    assert_eq!(part_shown(&harness).as_deref(), Some("0:08 to 0:40"));
    harness.get_by_label("Part shown").decrement_accesskit();
    harness.run();
    assert_eq!(part_shown(&harness).as_deref(), Some("0:00 to 0:32"));
}

#[test]
fn the_part_shown_follows_the_playhead_but_not_a_user_who_looks_elsewhere() {
    let mut harness = review(model());
    press(&mut harness, Key::Plus);
    press(&mut harness, Key::Plus);
    assert_eq!(part_shown(&harness).as_deref(), Some("0:00 to 0:16"));
    for at in [15, 17] {
        harness.state_mut().model.playback = heard(Heard::Take(0), at, true);
        harness.run();
    }
    assert_eq!(part_shown(&harness).as_deref(), Some("0:15 to 0:31"));
    wheel(&mut harness, 0.5, -10_000.0, Modifiers::NONE);
    harness.state_mut().model.playback = heard(Heard::Take(0), 18, true);
    harness.run();
    assert_eq!(part_shown(&harness).as_deref(), Some("0:48 to 1:04"));
}

#[test]
fn m_flips_where_there_is_a_model_answer_that_may_be_heard() {
    let mut harness = review(model());
    let flip = [ReviewIntent::Flip { take: 0, question: "first".into() }];
    assert_eq!(press(&mut harness, Key::M), flip);
    assert_eq!(click(&mut harness, "Flip between my take and the model answer"), flip);
    harness.state_mut().model.questions[0].locked = true;
    for key in [Key::M, Key::A] {
        assert_eq!(press(&mut harness, key), [], "{key:?} waits for a first take");
    }
    assert!(harness.query_by_label_contains("Flip between").is_none());
}

#[test]
fn all_three_and_the_session_have_their_keys() {
    let mut harness = review(model());
    let all = ReviewIntent::PlayAll { take: 0, question: "first".into() };
    assert_eq!(press(&mut harness, Key::A), [all]);
    assert_eq!(press(&mut harness, Key::P), [ReviewIntent::PlaySession]);
    assert_eq!(click(&mut harness, "Play the session"), [ReviewIntent::PlaySession]);
    harness.state_mut().model.listening.through = Some(Through { question: 0, take: 0 });
    harness.run();
    assert_eq!(click(&mut harness, "Stop playing the session"), [ReviewIntent::Stop]);
}

#[test]
fn nothing_is_offered_to_play_of_a_session_without_answers() {
    let mut harness = review(model());
    harness.state_mut().model.questions.iter_mut().for_each(|question| question.takes.clear());
    harness.run();
    assert!(harness.query_by_label("Play the session").is_none());
    assert_eq!(press(&mut harness, Key::P), []);
}

#[test]
fn the_screen_follows_a_session_that_plays_through_until_something_else_is_chosen() {
    let mut harness = review(model());
    harness.state_mut().model.playback = heard(Heard::Question, 1, true);
    harness.state_mut().model.listening.through = Some(Through { question: 2, take: 2 });
    assert_eq!(wanted(&mut harness), [], "following stops nothing");
    assert!(harness.state().state.selected.is_some_and(|it| it.question == 2));
    assert_eq!(press(&mut harness, Key::Space), [ReviewIntent::Resume]);
    assert_eq!(press(&mut harness, Key::ArrowUp), [ReviewIntent::Stop]);
}

#[test]
fn the_playhead_rests_where_listening_was_left() {
    let mut left = model();
    left.questions[0].takes[0].left_at = Some(secs(23));
    let mut harness = review(left);
    assert_eq!(harness.get_by_label(WAVE).value().as_deref(), Some("0:23 of 1:04"));
    let seek = ReviewIntent::Seek { take: 0, to: secs(28) };
    assert_eq!(press(&mut harness, Key::ArrowRight), [seek]);
    assert_eq!(press(&mut harness, Key::Space), play(Heard::Take(0), "first"));
}

#[test]
fn two_takes_stand_side_by_side_best_latest_and_first_at_hand() {
    let mut harness = review(several());
    press(&mut harness, Key::C);
    for label in ["Left, position in Take 1", "Right, position in Take 2"] {
        harness.get_by_label(label);
    }
    assert!(harness.query_by_label(WAVE).is_none(), "in place of the one take");
    click(&mut harness, "Latest on the right");
    harness.get_by_label("Right, position in Take 3");
    click(&mut harness, "First on the right");
    harness.get_by_label("Right, position in Take 1");
    click(&mut harness, "Best on the left");
    harness.get_by_label("Left, position in Take 2");
    harness.get_by_label("Right take").click();
    harness.run();
    click(&mut harness, "Take 3");
    harness.get_by_label("Right, position in Take 3");
    press(&mut harness, Key::Escape);
    harness.get_by_label(WAVE);
}

#[test]
fn each_side_is_heard_by_its_button_and_space_goes_on_with_it() {
    let mut harness = review(several());
    click(&mut harness, "Compare takes");
    assert_eq!(click(&mut harness, "Play the right take"), play(Heard::Take(1), "first"));
    harness.state_mut().model.playback = heard(Heard::Take(1), 3, true);
    assert_eq!(press(&mut harness, Key::Space), [ReviewIntent::Resume], "not the left one");
    assert_eq!(click(&mut harness, "Play the left take"), play(Heard::Take(0), "first"));
    assert_eq!(click(&mut harness, "Hear the openings"), openings());
    assert_eq!(press(&mut harness, Key::O), openings());
}

fn openings() -> Vec<ReviewIntent> {
    vec![ReviewIntent::PlayOpenings { question: "first".into() }]
}

#[test]
fn one_take_is_compared_with_nothing() {
    let mut alone = model();
    alone.questions[0].takes.truncate(1);
    let mut harness = review(alone);
    assert!(harness.query_by_label("Compare takes").is_none());
    press(&mut harness, Key::C);
    harness.get_by_label(WAVE);
    assert_eq!(press(&mut harness, Key::O), []);
}

#[test]
fn comparing_ends_with_its_question() {
    let mut harness = review(several());
    press(&mut harness, Key::C);
    for _ in 0..3 {
        press(&mut harness, Key::ArrowDown);
    }
    press(&mut harness, Key::ArrowUp);
    harness.get_by_label(WAVE);
}

#[test]
fn a_comparison_fits_in_every_size_and_every_control_has_a_name() {
    let mut harness = review(several());
    press(&mut harness, Key::C);
    for size in [[1280.0, 800.0], [900.0, 600.0], [640.0, 400.0]] {
        harness.set_size(size.into());
        harness.run(); // also checks names
        for label in ["Play the right take", "Hear the openings"] {
            let rect = harness.get_by_label(label).rect();
            assert!(rect.right() <= size[0] + 0.5, "{label} at {size:?}: {rect:?}");
        }
    }
}

#[test]
fn an_hour_is_drawn_once_and_then_only_its_playhead_moves() {
    let mut long = model();
    let sound: Vec<f32> = (0..3_600_000).map(|i| (i as f32 * 0.01).sin()).collect();
    let take = &mut long.questions[0].takes[0];
    take.length = secs(3_600);
    take.overview = Some(std::sync::Arc::new(crate::analysis::Overview::of(&sound)));
    long.playback = heard(Heard::Take(0), 3, true);
    let mut harness = review(long);
    let drawn = harness.state().state.wave.drawings();
    assert_eq!(drawn, 1);
    for at in 4..40 {
        harness.state_mut().model.playback = heard(Heard::Take(0), at, true);
        harness.run();
    }
    assert_eq!(harness.state().state.wave.drawings(), drawn, "the shape is kept");
    press(&mut harness, Key::Plus);
    assert!(harness.state().state.wave.drawings() > drawn);
}

/// A key and its text, as a keyboard sends them.
fn strike(harness: &mut Harness, key: Key, text: &str) {
    harness.input_mut().events.push(egui::Event::Key {
        key,
        physical_key: Some(key),
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    });
    if !text.is_empty() {
        harness.input_mut().events.push(egui::Event::Text(text.to_owned()));
    }
    harness.run_steps(6);
}

#[test]
fn typing_on_where_a_note_s_take_or_page_goes_is_no_command() {
    for page_goes in [true, false] {
        let mut harness = review(model());
        harness.get_by_label("Notes on this take").focus();
        harness.run();
        strike(&mut harness, Key::S, "s");
        assert!(matches!(wanted(&mut harness)[..], [ReviewIntent::Note { .. }]));
        if page_goes {
            // Nobody left the field: another session was opened, or its question removed elsewhere.
            harness.state_mut().model.questions.remove(0);
        } else {
            let shown = harness.state().model.clone();
            harness.state_mut().state.select_take(&shown, 1);
        }
        harness.step();
        for _ in 0..5 {
            for (key, text) in [
                (Key::S, "s"),
                (Key::Space, " "),
                (Key::F, "f"),
                (Key::Num1, "1"),
                (Key::P, "p"),
                (Key::Delete, ""),
                (Key::L, "l"),
                (Key::ArrowRight, ""),
            ] {
                strike(&mut harness, key, text);
            }
        }
        assert_eq!(wanted(&mut harness), [], "page goes: {page_goes}");
    }
}

#[test]
fn after_a_speed_chosen_with_the_pointer_space_plays_and_t_types_nothing() {
    let mut harness = review(model());
    harness.get_by_label("Speed").click();
    harness.run();
    assert_eq!(click(&mut harness, "1.5×"), [ReviewIntent::SetSpeed(150)]);
    strike(&mut harness, Key::Space, " ");
    assert_eq!(wanted(&mut harness), play(Heard::Take(0), "first"));
}
