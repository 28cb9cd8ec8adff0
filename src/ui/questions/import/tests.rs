//! The page driven as a person would drive it: by names, clicks and keys.

use std::sync::Arc;

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{
    FileDialog, ImportIntent, ImportModel, ImportSource, ImportStage, ImportState, import_ui,
};
use crate::bank::{Bank, Form, Imported, Kind, LeftLine, NamedText, Origin, Question};

struct Bench {
    model: ImportModel,
    state: ImportState,
    intents: Vec<ImportIntent>,
}

fn page(model: ImportModel) -> Harness<'static, Bench> {
    let bench = Bench { model, state: ImportState::default(), intents: Vec::new() };
    let mut harness = Harness::builder()
        .with_context_setup(crate::ui::theme::install)
        .with_size([900.0, 548.0])
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(
            |ui, bench: &mut Bench| {
                bench.intents.extend(import_ui(ui, &bench.model, &mut bench.state));
            },
            bench,
        );
    harness.run();
    harness
}

fn wanted(harness: &mut Harness<'_, Bench>) -> Vec<ImportIntent> {
    harness.run();
    std::mem::take(&mut harness.state_mut().intents)
}

fn click(harness: &mut Harness<'_, Bench>, label: &str) -> Vec<ImportIntent> {
    harness.get_by_label(label).click();
    wanted(harness)
}

fn text(text: &str) -> ImportIntent {
    ImportIntent::Read { source: ImportSource::Text(text.into()), form: None }
}

fn imported(questions: usize, left_out: usize) -> Imported {
    let mut bank = Bank::new("library-assistant", "Library assistant");
    for nth in 1..=questions {
        let mut question =
            Question::new(format!("q-{nth}"), format!("Question number {nth}?"), Kind::Process);
        question.set_model_answer(format!("Answer {nth} with [Number] books."));
        bank.questions.push(question);
    }
    bank.role.tasks = vec![NamedText { name: "Lending".into(), text: "Books.".into() }];
    let origin = |nth| Origin { line: 10 * nth, kind_because: "nothing else fits".into() };
    let left = |nth: usize| LeftLine {
        line: 1000 + nth,
        text: format!("Share this page {nth}"),
        why: "after the last question",
    };
    Imported {
        bank,
        form: Form::Text,
        encoding: "UTF-8".into(),
        origins: (1..=questions).map(origin).collect(),
        left_out: (1..=left_out).map(left).collect(),
        notes: vec!["Two questions in the same words were made one.".into()],
        unshown: None,
    }
}

fn understood(imported: Imported) -> ImportModel {
    let stage = ImportStage::Understood {
        imported: Arc::new(imported),
        name: "article.txt".into(),
        form_given: false,
        reading: 1,
    };
    ImportModel { stage, ..ImportModel::default() }
}

fn kept(harness: &mut Harness<'_, Bench>) -> (crate::bank::Keeping, Option<String>) {
    let intents = wanted(harness);
    let keep = intents.into_iter().find_map(|intent| match intent {
        ImportIntent::Keep { keeping, into } => Some((*keeping, into)),
        _ => None,
    });
    keep.expect("an order to keep it")
}

#[test]
fn without_a_text_there_is_nothing_to_read() {
    let mut harness = page(ImportModel::default());
    for button in ["Read it", "Clear", "Read"] {
        assert!(harness.get_by_label(button).accesskit_node().is_disabled(), "{button}");
    }
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    assert!(wanted(&mut harness).is_empty());
    assert_eq!(click(&mut harness, "Open a file…"), [ImportIntent::ChooseFile]);
    assert_eq!(click(&mut harness, "Cancel"), [ImportIntent::Cancel]);
}

#[test]
fn what_is_typed_or_pasted_is_read_by_button_and_by_key() {
    let mut harness = page(ImportModel::default());
    harness.get_by_label("Article or list").focus();
    harness.run();
    harness.event(Event::Paste("Why us?".into()));
    harness.run();
    assert_eq!(click(&mut harness, "Read it"), [text("Why us?")]);
    harness.get_by_label("Article or list").focus();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    assert_eq!(wanted(&mut harness), [text("Why us?")], "the key adds no line");
    click(&mut harness, "Clear");
    assert!(harness.get_by_label("Read it").accesskit_node().is_disabled());
}

#[test]
fn a_paste_outside_of_every_field_goes_into_the_text() {
    let mut harness = page(ImportModel::default());
    harness.event(Event::Paste("One?".into()));
    harness.run();
    harness.event(Event::Paste("Two?".into()));
    harness.run();
    assert_eq!(click(&mut harness, "Read it"), [text("One?\n\nTwo?")], "nothing is lost");
}

#[test]
fn the_button_reads_the_clipboard_at_once_and_says_when_it_is_empty() {
    let mut harness = page(ImportModel::default());
    harness.get_by_label("Paste").click();
    harness.run_steps(2);
    harness.event(Event::Paste("Why us?".into()));
    assert_eq!(wanted(&mut harness), [text("Why us?")]);
    harness.get_by_label("Paste").click();
    harness.run_steps(90);
    harness.run();
    assert!(harness.query_by_label_contains("no text on the clipboard").is_some());
}

#[test]
fn a_very_long_text_is_kept_whole_but_not_laid_out() {
    let mut harness = page(ImportModel::default());
    let long = "Why? Because.\n".repeat(400_000);
    harness.get_by_label("Path of a file").focus();
    harness.run();
    harness.event(Event::Paste(long.clone()));
    harness.run();
    assert!(harness.query_by_label("Article or list").is_none());
    assert!(harness.query_by_label_contains("400000 lines").is_some());
    let read = click(&mut harness, "Read it");
    assert!(read == [text(&long)], "all of it, unchanged");
    click(&mut harness, "Clear");
    assert!(harness.query_by_label("Article or list").is_some());
}

#[test]
fn a_path_is_read_by_enter() {
    let mut harness = page(ImportModel::default());
    harness.get_by_label("Path of a file").focus();
    harness.run();
    harness.event(Event::Text("/tmp/a.html".into()));
    harness.run();
    harness.key_press(Key::Enter);
    let source = ImportSource::Path("/tmp/a.html".into());
    assert_eq!(wanted(&mut harness), [ImportIntent::Read { source, form: None }]);
}

#[test]
fn a_failure_says_why_and_keeps_what_was_pasted() {
    let mut harness = page(ImportModel::default());
    harness.event(Event::Paste("Nothing here".into()));
    harness.run();
    harness.state_mut().model.stage =
        ImportStage::Failed("No question was found in it. Put “?” behind each.".into());
    harness.run();
    assert!(harness.query_by_label_contains("No question was found").is_some());
    assert_eq!(click(&mut harness, "Read it"), [text("Nothing here")]);
}

#[test]
fn a_desktop_without_file_dialog_is_told_of() {
    let model = ImportModel { dialog: FileDialog::Missing, ..ImportModel::default() };
    let harness = page(model);
    assert!(harness.query_by_label_contains("no file dialog on this desktop").is_some());
}

#[test]
fn the_preview_says_what_was_understood_and_from_where() {
    let harness = page(understood(imported(20, 3)));
    for words in [
        "What was understood",
        "article.txt, UTF-8 · 20 questions · 20 answers · 20 blanks · 1 task",
    ] {
        assert!(harness.query_by_label_contains(words).is_some(), "{words}");
    }
    assert!(harness.query_by_label("Question number 1?").is_some());
    assert!(harness.query_by_label_contains("Line 10 · Answer 1").is_some());
    assert!(harness.query_by_label_contains("Kept as “library-assistant”").is_some());
}

#[test]
fn questions_can_be_left_out_and_have_another_kind() {
    let mut harness = page(understood(imported(3, 0)));
    click(&mut harness, "Keep question 2");
    harness.get_by_label("Kind of question 1").click();
    harness.run();
    click(&mut harness, "Story");
    harness.get_by_label("Keep 2 questions").click();
    let (keeping, into) = kept(&mut harness);
    assert_eq!(into, None);
    assert_eq!(keeping.left, [1].into());
    assert_eq!(keeping.kinds, [(0, Kind::Story)].into());
    for number in [1, 3] {
        click(&mut harness, &format!("Keep question {number}"));
    }
    assert!(harness.get_by_label("Keep 0 questions").accesskit_node().is_disabled());
    assert!(harness.query_by_label_contains("Every question is left out").is_some());
}

#[test]
fn words_and_answer_can_be_changed_before_they_are_kept() {
    let mut harness = page(understood(imported(2, 0)));
    click(&mut harness, "Change question 2");
    harness.get_by_label("Question").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(Event::Text("Why us?".into()));
    harness.run();
    assert!(click(&mut harness, "Change").is_empty());
    assert!(harness.query_by_label("Why us?").is_some());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    let (keeping, _) = kept(&mut harness);
    let answer = "Answer 2 with [Number] books.".to_owned();
    assert_eq!(keeping.changed, [(1, ("Why us?".to_owned(), answer))].into());
}

#[test]
fn the_id_follows_the_title_until_it_is_typed_and_is_free() {
    let model =
        ImportModel { taken: vec!["library-assistant".into()], ..understood(imported(1, 0)) };
    let mut harness = page(model);
    assert!(harness.query_by_label_contains("kept as “library-assistant-2”").is_some());
    harness.get_by_label("Title of the bank").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(Event::Text("My Library!".into()));
    harness.run();
    assert!(harness.query_by_label_contains("Kept as “my-library”").is_some());
}

#[test]
fn it_can_be_added_to_a_bank_that_is_there() {
    let banks = vec![("mine".to_owned(), "Mine".to_owned())];
    let mut harness = page(ImportModel { banks, ..understood(imported(2, 0)) });
    harness.get_by_label("Where it is kept").click();
    harness.run();
    click(&mut harness, "Add to “Mine”");
    assert!(harness.get_by_label("Title of the bank").accesskit_node().is_disabled());
    harness.get_by_label("Add 2 questions").click();
    assert_eq!(kept(&mut harness).1.as_deref(), Some("mine"));
}

#[test]
fn another_form_reads_it_again() {
    let mut harness = page(understood(imported(1, 0)));
    harness.get_by_label("Form").click();
    harness.run();
    assert_eq!(
        click(&mut harness, Form::Markdown.label()),
        [ImportIntent::ReadAs(Some(Form::Markdown))]
    );
    assert_eq!(click(&mut harness, "Back"), [ImportIntent::Back]);
}

#[test]
fn a_new_reading_begins_afresh_and_what_was_pasted_is_still_there() {
    let mut harness = page(ImportModel::default());
    harness.event(Event::Paste("Why us?".into()));
    harness.run();
    harness.state_mut().model = understood(imported(3, 0));
    harness.run();
    click(&mut harness, "Keep question 2");
    assert!(harness.query_by_label("Keep 2 questions").is_some());
    let mut again = understood(imported(4, 0));
    if let ImportStage::Understood { reading, .. } = &mut again.stage {
        *reading = 2;
    }
    harness.state_mut().model = again;
    harness.run();
    assert!(harness.query_by_label("Keep 4 questions").is_some());
    harness.state_mut().model = ImportModel::default();
    assert!(wanted(&mut harness).is_empty());
    assert_eq!(click(&mut harness, "Read it"), [text("Why us?")]);
}

#[test]
fn lines_that_were_left_out_are_listed_with_number_and_reason_and_copied() {
    let mut harness = page(understood(imported(1, 3)));
    click(&mut harness, "List: Left out (3)");
    for words in ["Line 1002", "Share this page 2"] {
        assert!(harness.query_by_label(words).is_some(), "{words}");
    }
    assert_eq!(harness.query_all_by_label("after the last question").count(), 3);
    harness.get_by_label("Copy them").click();
    harness.run_steps(2);
    let copied = harness.output().platform_output.commands.iter().find_map(|one| match one {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    if let Some(copied) = copied {
        assert!(
            copied.starts_with("1001\tafter the last question\tShare this page 1\n"),
            "{copied}"
        );
    }
    click(&mut harness, "List: Notes (1)");
    assert!(harness.query_by_label_contains("were made one").is_some());
}

#[test]
fn of_ten_thousand_questions_only_the_rows_in_sight_are_drawn() {
    let mut harness = page(understood(imported(10_000, 10_000)));
    let rows = harness.get_all_by_role(egui::Role::CheckBox).count();
    assert!((3..20).contains(&rows), "{rows} rows");
    assert!(harness.query_by_label("Keep 10000 questions").is_some());
    click(&mut harness, "List: Left out (10000)");
    let rows = harness.query_all_by_label_contains("Share this page").count();
    assert!((3..40).contains(&rows), "{rows} rows");
}

#[test]
fn nothing_moves_at_rest() {
    let mut harness = page(understood(imported(20, 3)));
    harness.run();
    let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > std::time::Duration::from_secs(3600), "{delay:?}");
}
