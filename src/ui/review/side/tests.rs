//! The column beside the take, driven by keys, by clicks and by accessible names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};

use crate::analysis::star::StarPart;
use crate::analysis::{MeasureId, Measures, NotAssessed, Span, Thresholds};
use crate::ui::review::tests::{Bench, click, heard, model, press, review, wanted};
use crate::ui::review::{
    Advice, Heard, MarkChange, Marked, Moment, Past, PastTake, ReviewIntent, ReviewModel,
    ReviewTake, StarOffer, StepName,
};

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// The model with its first take changed, and its playhead resting at 0:23.
fn with(change: impl FnOnce(&mut ReviewTake)) -> ReviewModel {
    let mut model = model();
    model.playback = heard(Heard::Take(0), 23, true);
    model.questions[0].takes[0].marked.star = StarOffer::Open;
    change(&mut model.questions[0].takes[0]);
    model
}

/// Shown in a window so high that nothing is scrolled out of sight.
fn tall(model: ReviewModel) -> Harness<'static, Bench> {
    let mut harness = review(model);
    harness.set_size([1280.0, 1600.0].into());
    harness.run();
    harness
}

fn mark(change: MarkChange) -> Vec<ReviewIntent> {
    vec![ReviewIntent::Mark { take: 0, change }]
}

fn press_with(
    harness: &mut Harness<'_, Bench>,
    modifiers: Modifiers,
    key: Key,
) -> Vec<ReviewIntent> {
    harness.key_press_modifiers(modifiers, key);
    wanted(harness)
}

#[test]
fn a_filler_is_tapped_at_the_playhead_by_key_and_by_button() {
    let mut harness = tall(with(|_| {}));
    let filler = mark(MarkChange::AddFiller(secs(23)));
    assert_eq!(press(&mut harness, Key::F), filler);
    assert_eq!(click(&mut harness, "Filler word here"), filler);
}

#[test]
fn nothing_is_marked_while_something_else_is_heard() {
    let mut harness = tall(with(|_| {}));
    harness.state_mut().model.playback = heard(Heard::Model, 5, true);
    harness.run();
    for key in [Key::F, Key::Num1, Key::T] {
        assert_eq!(press(&mut harness, key), []);
    }
    assert!(harness.query_by_label("Note at 0:00").is_none());
    assert!(harness.get_by_label("Filler word here").accesskit_node().is_disabled());
}

#[test]
fn the_parts_of_a_story_are_marked_with_1_to_4_and_taken_away_with_shift() {
    let mut harness = tall(with(|take| take.marked.parts[2] = Some(secs(20))));
    let keys = [Key::Num1, Key::Num2, Key::Num3, Key::Num4];
    for (key, part) in keys.into_iter().zip(StarPart::ALL) {
        let begun = mark(MarkChange::BeginPart(part, secs(23)));
        assert_eq!(press(&mut harness, key), begun, "and moved where it was marked already");
    }
    let gone = mark(MarkChange::RemovePart(StarPart::Action));
    assert_eq!(press_with(&mut harness, Modifiers::SHIFT, Key::Num3), gone);
    assert_eq!(press_with(&mut harness, Modifiers::SHIFT, Key::Num1), [], "it is not marked");
    let begun = mark(MarkChange::BeginPart(StarPart::Result, secs(23)));
    assert_eq!(click(&mut harness, "Result begins here"), begun);
    assert_eq!(click(&mut harness, "Take away the mark of action"), gone);
}

#[test]
fn a_shifted_digit_is_known_by_its_place() {
    let mut harness = tall(with(|take| take.marked.parts[0] = Some(secs(2))));
    harness.event(egui::Event::Key {
        key: Key::Exclamationmark,
        physical_key: Some(Key::Num1),
        pressed: true,
        repeat: false,
        modifiers: Modifiers::SHIFT,
    });
    assert_eq!(wanted(&mut harness), mark(MarkChange::RemovePart(StarPart::Situation)));
}

#[test]
fn what_is_no_answer_has_no_parts() {
    let mut harness = tall(with(|take| take.marked.star = StarOffer::None));
    assert_eq!(press(&mut harness, Key::Num1), []);
    assert!(harness.query_by_label("Situation begins here").is_none());
}

#[test]
fn where_no_story_is_asked_for_the_parts_wait_behind_a_word() {
    let mut harness = tall(with(|take| take.marked.star = StarOffer::Folded));
    assert!(harness.query_by_label("Situation begins here").is_none());
    let begun = mark(MarkChange::BeginPart(StarPart::Situation, secs(23)));
    assert_eq!(press(&mut harness, Key::Num1), begun, "the key works all the same");
    click(&mut harness, "Mark the parts of a story…");
    assert_eq!(click(&mut harness, "Situation begins here"), begun);
}

#[test]
fn the_bar_tells_each_parts_share_beside_the_one_suggested() {
    let parts = [Some(4), Some(16), None, Some(34)].map(|at| at.map(secs));
    let harness = tall(with(|take| take.marked.parts = parts));
    harness.get_by_label(
        "Parts of the story: Situation 20 %, 15 suggested; Task 30 %, 10 suggested; \
         Action not marked; Result 50 %, 15 suggested",
    );
}

#[test]
fn marks_lead_back_to_their_moment() {
    let mut harness = tall(with(|take| {
        take.marked = Marked {
            fillers: vec![secs(9), secs(41)],
            parts: [Some(secs(3)), None, None, None],
            moments: vec![Moment { at: secs(30), text: "good".into() }],
            star: StarOffer::Open,
        };
    }));
    let seek = |millis| vec![ReviewIntent::Seek { take: 0, to: Duration::from_millis(millis) }];
    assert_eq!(click(&mut harness, "Go to situation at 0:03"), seek(3_000));
    assert_eq!(click(&mut harness, "Go to the note at 0:30"), seek(30_000));
    assert_eq!(click(&mut harness, "Go to the filler at 0:41"), seek(39_500), "with its lead");
    let gone = mark(MarkChange::RemoveFiller(secs(9)));
    assert_eq!(click(&mut harness, "Take away the filler at 0:09"), gone);
    harness.get_by_value("2, counted by you · 1.9 a minute");
}

#[test]
fn a_note_at_a_time_is_written_where_the_playhead_was() {
    let mut harness = tall(with(|_| {}));
    assert_eq!(press(&mut harness, Key::T), [], "an empty note is no note");
    let field = harness.get_by_label("Note at 0:23");
    assert!(field.is_focused());
    // The take plays on; the note stays where it was begun.
    harness.state_mut().model.playback = heard(Heard::Take(0), 31, true);
    harness.get_by_label("Note at 0:23").type_text("too fast");
    let note = |text: &str| mark(MarkChange::Note { at: secs(23), text: text.into() });
    assert_eq!(wanted(&mut harness), note("too fast"));
    harness.state_mut().model.questions[0].takes[0].marked.moments =
        vec![Moment { at: secs(23), text: "too fast".into() }];
    let left = press(&mut harness, Key::Enter);
    assert!(!left.is_empty() && left.iter().all(|it| *it == ReviewIntent::TypingEnded), "{left:?}");
    assert_eq!(click(&mut harness, "Take away the note at 0:23"), note(""));
}

#[test]
fn a_note_left_empty_is_gone() {
    let mut harness = tall(with(|_| {}));
    click(&mut harness, "Note at this time…");
    assert_eq!(press(&mut harness, Key::Escape), [ReviewIntent::TypingEnded]);
    assert!(harness.query_by_label("Note at 0:23").is_none());
}

#[test]
fn undo_and_redo_say_what_and_show_the_take_they_change() {
    let mut changed = with(|_| {});
    changed.listener.undo = Some(StepName { what: "rating".into(), take: Some(2) });
    changed.listener.redo = Some(StepName { what: "filler".into(), take: Some(2) });
    let mut harness = tall(changed);
    let elsewhere = [ReviewIntent::Undo, ReviewIntent::Stop];
    assert_eq!(click(&mut harness, "Undo rating"), elsewhere, "another take is looked at");
    harness.get_by_value("The question called third?");
    assert_eq!(press_with(&mut harness, Modifiers::COMMAND, Key::Z), [ReviewIntent::Undo]);
    let shifted = Modifiers::COMMAND | Modifiers::SHIFT;
    assert_eq!(press_with(&mut harness, shifted, Key::Z), [ReviewIntent::Redo]);
    assert_eq!(press_with(&mut harness, Modifiers::COMMAND, Key::Y), [ReviewIntent::Redo]);
    assert_eq!(click(&mut harness, "Redo filler"), [ReviewIntent::Redo]);
}

#[test]
fn with_nothing_to_undo_nothing_happens() {
    let mut harness = tall(with(|_| {}));
    assert_eq!(press_with(&mut harness, Modifiers::COMMAND, Key::Z), []);
    assert!(harness.get_by_label("Undo").accesskit_node().is_disabled());
}

#[test]
fn the_pages_are_chosen_by_click_and_by_key() {
    let mut harness = tall(with(|_| {}));
    harness.get_by_label("Notes on this take");
    click(&mut harness, "Beside the take: Measures");
    assert!(harness.query_by_label("Notes on this take").is_none());
    press_with(&mut harness, Modifiers::COMMAND, Key::PageUp);
    harness.get_by_label("Notes on this take");
}

/// What a measured take with two pauses has; run-on is not assessed.
fn measured() -> Measures {
    let span = |from_secs, to_secs| Span { from_secs, to_secs };
    Measures {
        version: Measures::VERSION,
        thresholds: Thresholds::default(),
        values: BTreeMap::from([
            (MeasureId::Length, Ok(64.0)),
            (MeasureId::Loudness, Ok(-23.06)),
            (MeasureId::RunOn, Err(NotAssessed::NoBand)),
        ]),
        speech: vec![span(1.0, 10.0), span(11.0, 30.0), span(33.0, 40.0), span(45.0, 60.0)],
        pauses: vec![span(10.0, 11.0), span(30.0, 33.0), span(40.0, 45.0)],
        run_on: None,
        trails_off_at: None,
        gaps: Vec::new(),
        at_least: BTreeSet::new(),
    }
}

fn on_page(page: &str, model: ReviewModel) -> Harness<'static, Bench> {
    let mut harness = tall(model);
    click(&mut harness, &format!("Beside the take: {page}"));
    harness
}

#[test]
fn each_measure_has_its_value_or_the_reason_why_it_has_none() {
    let harness = on_page("Measures", with(|take| take.measures = Some(Arc::new(measured()))));
    harness.get_by_label("Length, 1:04");
    harness.get_by_value("within the aim of 1:00–1:30");
    harness.get_by_label("Loudness, −23.1 LUFS");
    harness.get_by_label("Run-on, not assessed: there is no target length");
    harness.get_by_value("there is no target length");
    assert!(harness.query_by_label_contains("Pitch").is_none(), "what is unknown is not invented");
}

#[test]
fn a_measure_opens_its_definition_in_place_and_closes_it_again() {
    let mut harness = on_page("Measures", with(|take| take.measures = Some(Arc::new(measured()))));
    let source = |harness: &Harness<'_, Bench>| {
        harness
            .query_all_by(|node| node.value().is_some_and(|value| value.starts_with("Source  ")))
            .count()
    };
    assert_eq!(source(&harness), 0);
    harness.get_by_label_contains("Loudness").focus();
    harness.run();
    press(&mut harness, Key::Enter);
    assert_eq!(source(&harness), 1);
    click(&mut harness, "Length, 1:04");
    assert_eq!(source(&harness), 1, "one at a time");
    click(&mut harness, "Length, 1:04");
    assert_eq!(source(&harness), 0);
}

#[test]
fn pauses_from_two_seconds_on_are_listed_and_lead_there_the_long_ones_named() {
    let mut harness = on_page("Measures", with(|take| take.measures = Some(Arc::new(measured()))));
    assert!(harness.query_by_label_contains("pause at 0:10").is_none(), "one second is not listed");
    let seek = |millis| vec![ReviewIntent::Seek { take: 0, to: Duration::from_millis(millis) }];
    assert_eq!(click(&mut harness, "Go to the pause at 0:30, 3.0 seconds"), seek(28_500));
    assert_eq!(click(&mut harness, "Go to the long pause at 0:40, 5.0 seconds"), seek(38_500));
}

#[test]
fn measuring_shows_how_far_it_has_come() {
    let mut harness = on_page("Measures", with(|take| take.measuring = Some(0.4)));
    harness.get_by_label("Measuring… 40 %");
    harness.state_mut().model.questions[0].takes[0].measuring = None;
    harness.run();
    harness.get_by_value("Not measured yet.");
}

fn advice() -> Advice {
    Advice {
        keep: true,
        sentence: "You began at once.".into(),
        rule: "The first word came within two seconds.".into(),
        moment: Some((secs(1), secs(6))),
    }
}

#[test]
fn advice_plays_its_moment_and_tells_its_rule() {
    let mut harness = on_page(
        "Measures",
        with(|take| {
            take.advice = vec![advice()];
        }),
    );
    harness.get_by_value("Keep  You began at once.");
    let heard = ReviewIntent::HearMoment { take: 0, from: secs(1), to: secs(6) };
    assert_eq!(click(&mut harness, "Hear the moment at 0:01"), [heard]);
    assert!(harness.query_by_value("The first word came within two seconds.").is_none());
    click(&mut harness, "Why? Keep 1");
    harness.get_by_value("The first word came within two seconds.");
}

#[test]
fn with_nothing_worth_saying_there_is_no_advice() {
    let harness = on_page("Measures", with(|take| take.measures = Some(Arc::new(measured()))));
    assert!(harness.query_by_label("From this take").is_none());
}

/// Not the window itself, and not the text inside a field, which is clipped to it.
fn is_something(node: &AccessKitNode<'_>) -> bool {
    node.role() != egui::accesskit::Role::TextRun
        && (node.value().is_some() || node.label().is_some())
}

fn past() -> Past {
    let take = |key, day: &str, rating, measures: Option<Measures>| PastTake {
        key,
        day: day.into(),
        title: "Take 1".into(),
        rating,
        measures: measures.map(Arc::new),
    };
    Past {
        question: "first".into(),
        takes: vec![
            take(None, "2026-11-18", Some(2), None),
            take(None, "2026-11-20", None, Some(measured())),
            take(Some(0), "2026-11-23", Some(4), Some(measured())),
        ],
        is_cut: false,
    }
}

#[test]
fn progress_asks_once_for_other_sessions_and_lists_rating_and_measures() {
    let mut harness = tall(with(|_| {}));
    let asked = click(&mut harness, "Beside the take: Progress");
    assert_eq!(asked, [ReviewIntent::LookBack { question: "first".into() }]);
    harness.get_by_value("Looking for earlier takes…");
    harness.state_mut().model.listener.past = Some(past());
    assert_eq!(wanted(&mut harness), []);
    let values = ["2026-11-18", "2/5", "–", "4/5", "this one"];
    for value in values {
        harness.get_by_value(value);
    }
    harness.get_by_label("Followed over time").click();
    harness.run();
    click(&mut harness, "Loudness");
    harness.get_by_value("not measured");
    assert_eq!(harness.get_all_by_value("−23.1 LUFS").count(), 2);
}

#[test]
fn another_questions_past_is_not_shown() {
    let mut other = with(|_| {});
    other.listener.past = Some(Past { question: "third".into(), ..past() });
    on_page("Progress", other).get_by_value("Looking for earlier takes…");
}

/// Everything there is to show.
fn full() -> ReviewModel {
    let mut full = with(|take| {
        take.measures = Some(Arc::new(measured()));
        take.advice = vec![advice()];
        take.marked.fillers = (1..30).map(secs).collect();
        take.marked.parts = [Some(1), Some(9), Some(20), Some(50)].map(|at| at.map(secs));
        take.marked.moments = vec![Moment { at: secs(4), text: "a longer note ".repeat(9) }];
    });
    full.listener.past = Some(past());
    full.listener.undo = Some(StepName { what: "situation".into(), take: Some(0) });
    full
}

#[test]
fn every_page_fits_its_column_in_every_size() {
    let mut harness = review(full());
    for size in [[1280.0, 800.0], [900.0, 600.0], [640.0, 400.0]] {
        harness.set_size(size.into());
        harness.run();
        for page in ["Notes", "Measures", "Progress"] {
            let name = format!("Beside the take: {page}");
            harness.get_by_label(&name).click_accesskit();
            harness.run();
            let within = harness.get_by_label("Beside the take: Progress").rect().right() + 1.0;
            let column = harness.get_by_label("Beside the take: Notes").rect().left() - 1.0;
            for node in harness.get_all_by(is_something).filter(|node| node.rect().left() >= column)
            {
                let (rect, what) = (node.rect(), node.value());
                let inside = rect.top() < 60.0 || rect.right() <= within + 8.0;
                assert!(inside, "{what:?} on {page} at {size:?}: {rect:?} beyond {within}");
            }
        }
    }
}
