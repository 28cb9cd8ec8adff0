//! The page, driven as a person would drive it: by keys, by clicks, by accessible names.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::bank::{Band, Editor, Kind, NamedText, Question};

struct Bench {
    editor: Editor,
    model: BankModel,
    state: BankState,
    intents: Vec<BankIntent>,
    frames: usize,
}

/// A bank with so many questions, the first of them with all its parts.
fn bank(questions: usize) -> Bank {
    let mut bank = Bank::new("mine", "Mine");
    let named = |name: &str| NamedText { name: name.into(), text: format!("{name} is needed.") };
    bank.role.abilities = vec![named("Calm"), named("Care")];
    bank.questions = (0..questions)
        .map(|nth| Question::new(format!("q{nth}"), format!("Question {nth}?"), Kind::Process))
        .collect();
    let first = &mut bank.questions[0];
    first.set_model_answer(format!("I led [Number] people. {}", vec!["word"; 47].join(" ")));
    first.points = vec!["Says who".into(), "Says when".into()];
    first.more_answers = vec!["Another answer.".into()];
    bank
}

/// The page on a bank; edits are carried out, other intents are collected.
fn page(bank: Bank, size: [f32; 2]) -> Harness<'static, Bench> {
    let choice =
        |id: &str, title: &str| BankChoice { id: id.into(), title: title.into(), questions: 1 };
    let model = BankModel {
        banks: [choice("mine", "Mine"), choice("other", "Other")].into(),
        origin: BankOrigin::Own,
        ..BankModel::default()
    };
    let editor = Editor::new(Arc::new(bank));
    let (state, intents) = Default::default();
    let mut harness = Harness::builder()
        .with_context_setup(crate::ui::theme::install)
        .with_size(size)
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(
            |ui, bench: &mut Bench| {
                bench.frames += 1;
                bench.model.bank = Some(Arc::clone(bench.editor.bank()));
                bench.model.turns = bench.editor.turns();
                bench.model.undo = bench.editor.undo_name();
                bench.model.redo = bench.editor.redo_name();
                let intents = bank_ui(ui, &bench.model, &GuideModel::default(), &mut bench.state);
                bench.model.bank = None;
                intents.into_iter().for_each(|intent| apply(bench, intent));
            },
            Bench { editor, model, state, intents, frames: 0 },
        );
    harness.run();
    harness
}

fn apply(bench: &mut Bench, intent: BankIntent) {
    let shown = match &intent {
        BankIntent::Edit(edit) => {
            let shows = !matches!(edit, Edit::Question { .. });
            bench.editor.apply(edit.clone()).ok().filter(|_| shows).map(|done| done.show)
        }
        BankIntent::Undo => Some(bench.editor.undo()),
        BankIntent::Redo => Some(bench.editor.redo()),
        _ => None,
    };
    if let Some(shown) = shown {
        bench.model.show = (bench.model.show.0 + 1, shown);
    }
    bench.intents.push(intent);
}

fn wide(questions: usize) -> Harness<'static, Bench> {
    page(bank(questions), [1200.0, 760.0])
}

fn press(harness: &mut Harness<'_, Bench>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn wanted(harness: &mut Harness<'_, Bench>) -> Vec<BankIntent> {
    harness.run();
    std::mem::take(&mut harness.state_mut().intents)
}

fn asks(harness: &Harness<'_, Bench>) -> Vec<String> {
    let bank = harness.state().editor.bank();
    bank.questions.iter().map(|question| question.ask.clone()).collect()
}

fn chosen_id(harness: &Harness<'_, Bench>) -> Option<String> {
    harness.state().state.chosen.clone()
}

fn type_text(harness: &mut Harness<'_, Bench>, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run();
}

fn value(harness: &Harness<'_, Bench>, name: &str) -> String {
    // The label over a field has the same words.
    let field = harness.get_all_by_label(name).last().unwrap();
    field.accesskit_node().value().unwrap_or_default()
}

#[test]
fn the_length_of_a_model_answer_stands_beside_its_target() {
    let mut harness = wide(2);
    harness.get_by_label_contains("21 s: an outline; aim for 60–105 s; no number yet");
    let key = harness.state().editor.bank().questions[0].placeholders[0].key();
    harness.state_mut().model.values = Arc::new([(key, "12".to_owned())].into());
    harness.run();
    assert!(harness.query_by_label_contains("no number yet").is_none());
    harness.get_by_label("1, Question 0?, Process · 20 s of 60–105 s");
    harness.get_by_label("2, Question 1?, Process · no model answer yet");
}

#[test]
fn what_is_typed_keeps_its_spaces_until_the_field_is_left() {
    let mut harness = wide(2);
    harness.get_all_by_label("Points").last().unwrap().focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    type_text(&mut harness, "Says  ");
    assert_eq!(value(&harness, "Points"), "Says who\nSays when\nSays  ");
    let points = harness.state().editor.bank().questions[0].points.clone();
    assert_eq!(points, ["Says who", "Says when", "Says"]);
    harness.get_by_label("Search all banks").focus();
    harness.run();
    assert_eq!(value(&harness, "Points"), "Says who\nSays when\nSays");
    assert!(wanted(&mut harness).contains(&BankIntent::TypingEnded));
}

#[test]
fn undo_puts_the_words_back_into_the_field_also_while_it_is_typed_in() {
    let mut harness = wide(2);
    harness.get_by_label("Question").focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::End);
    type_text(&mut harness, "!");
    assert_eq!(asks(&harness)[0], "Question 0?!");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(
        (asks(&harness)[0].as_str(), &*value(&harness, "Question")),
        ("Question 0?", "Question 0?")
    );
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(value(&harness, "Question"), "Question 0?!");
}

#[test]
fn a_question_without_words_keeps_those_it_had_and_it_is_said() {
    let mut harness = wide(2);
    harness.get_by_label("Question").focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    press(&mut harness, Modifiers::NONE, Key::Backspace);
    harness.get_by_label_contains("A question needs words");
    assert_eq!(asks(&harness)[0], "Question 0?");
    type_text(&mut harness, "Why?");
    assert_eq!(asks(&harness)[0], "Why?");
}

#[test]
fn the_whole_list_can_be_worked_with_keys_alone() {
    let mut harness = wide(4);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(chosen_id(&harness).as_deref(), Some("q1"));
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::ALT, Key::ArrowUp);
    assert_eq!(asks(&harness), ["Question 0?", "Question 2?", "Question 1?", "Question 3?"]);
    assert_eq!(chosen_id(&harness).as_deref(), Some("q2"), "it stays chosen");
    press(&mut harness, Modifiers::COMMAND, Key::D);
    assert_eq!(chosen_id(&harness).as_deref(), Some("q2-2"));
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(asks(&harness).len(), 4);
    press(&mut harness, Modifiers::NONE, Key::End);
    assert_eq!(chosen_id(&harness).as_deref(), Some("q3"));
    press(&mut harness, Modifiers::NONE, Key::Home);
    press(&mut harness, Modifiers::COMMAND, Key::N);
    type_text(&mut harness, "And then?");
    assert_eq!(asks(&harness)[1], "And then?", "its words are selected, ready to be typed over");
    press(&mut harness, Modifiers::COMMAND, Key::Enter);
    assert_eq!(chosen_id(&harness).as_deref(), Some("q2"));
    assert_eq!(value(&harness, "Question"), "Question 2?");
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(asks(&harness).len(), 5, "while typing, Delete deletes letters");
}

#[test]
fn keys_are_for_whoever_types() {
    let mut harness = wide(3);
    press(&mut harness, Modifiers::COMMAND, Key::F);
    assert!(harness.get_by_label("Search all banks").is_focused());
    type_text(&mut harness, "calm");
    assert_eq!(wanted(&mut harness), [BankIntent::Search("calm".into())]);
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(asks(&harness).len(), 3);
}

#[test]
fn enter_goes_to_what_was_found() {
    let mut harness = wide(3);
    let finding = |question: &str| Finding {
        bank: "other".into(),
        title: "Other".into(),
        question: question.into(),
        ask: format!("What of {question}?"),
    };
    let first = vec![finding("a"), finding("b")];
    harness.state_mut().model.found = Some(Arc::new(Findings { first, more: 3 }));
    press(&mut harness, Modifiers::COMMAND, Key::F);
    harness.get_by_label_contains("The first 2 of 5 questions found");
    harness.get_by_label("What of b?, in Other");
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let go = BankIntent::Go { bank: "other".into(), question: "b".into() };
    assert!(wanted(&mut harness).contains(&go));
}

#[test]
fn every_part_of_a_question_has_a_control_with_a_name() {
    let harness = page(bank(3), [1200.0, 2400.0]);
    for name in [
        "Bank",
        "Duplicate bank",
        "Delete bank",
        "Import…",
        "Export…",
        "Question",
        "Kind",
        "Aim for: As its kind, 60–105 s",
        "Aim for: Its own",
        "Model answer",
        "Hear the model answer",
        "[Number] stands for",
        "Points",
        "What they look for",
        "How to answer",
        "What not to say",
        "Add a follow-up",
        "Other answer 1",
        "Use as model answer: Other answer 1",
        "Calm",
        "Care",
        "Move up",
        "Move down",
        "Delete the question",
        "More…",
    ] {
        // A label and its field may have one name.
        assert!(harness.query_all_by_label(name).count() > 0, "{name}");
    }
}

#[test]
fn rows_are_added_typed_and_removed() {
    let mut harness = page(bank(2), [1200.0, 2400.0]);
    harness.get_by_label("Add a follow-up").click();
    harness.run();
    type_text(&mut harness, "And what came of it?");
    let probes = harness.state().editor.bank().questions[0].probes.clone();
    assert_eq!(probes[0].ask, "And what came of it?");
    harness.get_by_label("Use as model answer: Other answer 1").click();
    harness.run();
    assert_eq!(value(&harness, "Model answer"), "Another answer.");
    harness.get_by_label("Remove: Other answer 1").click();
    harness.run();
    assert!(harness.state().editor.bank().questions[0].more_answers.is_empty());
    harness.get_by_label("Care").click();
    harness.run();
    assert_eq!(harness.state().editor.bank().questions[0].abilities, ["Care"]);
}

#[test]
fn a_question_aims_for_times_of_its_own_by_keys_alone_until_it_is_as_its_kind_again() {
    let mut harness = wide(2);
    let own = |harness: &Harness<'_, Bench>| harness.state().editor.bank().questions[0].own_band;
    assert!(harness.query_by_label("Aim for at least").is_none());
    harness.get_by_label("Aim for: As its kind, 60–105 s").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Tab);
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert_eq!(own(&harness), Some(Band::secs(60, 105)), "it begins with what was in force");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert!(harness.get_by_label("Aim for at least").is_focused());
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "120");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(own(&harness), Some(Band::secs(120, 120)), "the other time is pushed along");
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "150");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(own(&harness), Some(Band::secs(120, 150)));
    harness.get_by_label_contains("21 s: an outline; aim for 120–150 s");
    harness.get_by_label("1, Question 0?, Process · 21 s of 120–150 s");
    harness.get_by_label("Aim for: As its kind, 60–105 s").click();
    harness.run();
    assert_eq!(own(&harness), None);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(own(&harness), Some(Band::secs(120, 150)));
}

#[test]
fn a_model_answer_is_split_where_the_cursor_was() {
    let mut harness = wide(2);
    harness.get_all_by_label("Model answer").last().unwrap().focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    for _ in 0.."I led [Number] people. ".len() {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    harness.get_by_label("More…").click();
    harness.run();
    harness.get_by_label("Split the model answer at the cursor").click();
    harness.run();
    let bank = Arc::clone(harness.state().editor.bank());
    assert_eq!(bank.questions[0].model_answer, "I led [Number] people.");
    assert!(bank.questions[1].model_answer.starts_with("word word"));
    assert_eq!(chosen_id(&harness).as_deref(), Some("q0-2"));
}

#[test]
fn title_role_and_what_is_asked_back_are_edited_too() {
    let mut harness = page(bank(2), [1200.0, 1600.0]);
    harness.get_by_label("Title, role, what you ask back").click();
    harness.run();
    harness.get_all_by_label("Title").last().unwrap().focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "Yours");
    harness.get_by_label("Add: question to ask back").click();
    harness.run();
    type_text(&mut harness, "Who else is there?");
    harness.get_by_label("Ability 1").focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "Peace");
    let bank = Arc::clone(harness.state().editor.bank());
    assert_eq!((&*bank.title, &*bank.role.name), ("Yours", "Yours"));
    assert_eq!(bank.your_questions[0].ask, "Who else is there?");
    assert_eq!(bank.role.abilities[0].name, "Peace");
}

#[test]
fn ten_thousand_questions_scroll_and_only_those_seen_are_drawn() {
    let mut harness = wide(10_000);
    let rows = |harness: &Harness<'_, Bench>| {
        harness.query_all_by_label_contains("no model answer yet").count()
    };
    assert!((5..40).contains(&rows(&harness)), "{}", rows(&harness));
    press(&mut harness, Modifiers::NONE, Key::End);
    harness.run();
    harness.get_by_label("10000, Question 9999?, Process · no model answer yet");
    assert!((5..40).contains(&rows(&harness)), "{}", rows(&harness));
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let mut harness = wide(20);
    harness.run();
    let output = &harness.output().viewport_output[&egui::ViewportId::ROOT];
    assert!(output.repaint_delay > std::time::Duration::from_secs(3600));
}

#[test]
fn what_was_done_is_said_with_its_way_back() {
    let mut harness = wide(3);
    harness.state_mut().model.said = Some(Said {
        text: "“Question 1?” was deleted.".into(),
        action: Some(("Undo", BankIntent::Undo)),
    });
    harness.run();
    harness.get_by_label("“Question 1?” was deleted.");
    harness.get_by_label("Dismiss").click();
    assert_eq!(wanted(&mut harness), [BankIntent::Read]);
}

#[test]
fn everything_fits_into_the_smallest_window() {
    for size in [[852.0, 500.0], [1200.0, 720.0]] {
        let mut bank = bank(30);
        bank.questions[0].own_band = Band::own(1_000, 1_800);
        let harness = page(bank, size);
        for name in ["Aim for: As its kind, 60–105 s", "Aim for: Its own", "Aim for at most"] {
            let rect = harness.get_by_label(name).rect();
            assert!(rect.right() <= size[0] + 0.5, "{name} at {rect:?} in {size:?}");
        }
        for name in ["Export…", "More…", "Add a question", "Search all banks", "Undo", "Redo"] {
            let rect = harness.get_by_label(name).rect();
            let inside = rect.right() <= size[0] + 0.5 && rect.bottom() <= size[1] + 0.5;
            assert!(inside, "{name} at {rect:?} in {size:?}");
        }
    }
}
