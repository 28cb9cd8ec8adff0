use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::ui::questions::bench::{Bench, bench, click, rest, wanted};
use crate::ui::questions::{QuestionsIntent, QuestionsModel, QuestionsPage};

fn column(kind: ColumnKind, name: &str) -> CoverageColumn {
    CoverageColumn { kind, name: name.to_owned(), about: "Important.".to_owned() }
}

fn row(number: usize, shows: &[bool], best: Option<u8>) -> CoverageRow {
    CoverageRow {
        question: format!("question-{number}"),
        ask: format!("What about this, number {number}?"),
        shows: shows.to_vec(),
        rated: best.map(|best| Rated { best, takes: 2 }),
    }
}

/// A grid of `rows` questions: the first column is shown by all, the second by the third question, the last by none.
fn model(rows: usize) -> CoverageModel {
    let rated = |number| match number {
        3 => Some(4),
        5 => Some(2),
        _ => None,
    };
    CoverageModel {
        title: "Cook".to_owned(),
        columns: vec![
            column(ColumnKind::Task, "Complaint Resolution"),
            column(ColumnKind::Task, "Information Dissemination"),
            column(ColumnKind::Ability, "Empathy"),
        ],
        rows: (1..=rows).map(|nth| row(nth, &[true, nth == 3, false], rated(nth))).collect(),
        ratings_known: true,
    }
}

fn grid(coverage: CoverageModel) -> Harness<'static, Bench> {
    bench(QuestionsPage::Coverage, QuestionsModel { coverage, ..QuestionsModel::default() })
}

fn toggle(question: &str, kind: ColumnKind, name: &str, on: bool) -> Vec<QuestionsIntent> {
    vec![QuestionsIntent::Coverage(CoverageIntent::Toggle {
        question: question.to_owned(),
        kind,
        name: name.to_owned(),
        on,
    })]
}

#[test]
fn a_cell_says_what_it_shows_and_is_ticked_by_click_and_key() {
    let mut harness = grid(model(20));
    let shown = "Question 3, Complaint Resolution: shown, best rating 4";
    assert_eq!(
        click(&mut harness, shown),
        toggle("question-3", ColumnKind::Task, "Complaint Resolution", false)
    );
    harness.get_by_label("Question 2, Complaint Resolution: shown, not rated");
    harness.get_by_label("Question 2, Empathy: not shown").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    let wanted = wanted(&mut harness);
    assert_eq!(wanted, toggle("question-2", ColumnKind::Ability, "Empathy", true));
}

#[test]
fn gaps_are_said_and_summed_up() {
    let mut harness = grid(model(20));
    harness.get_by_label_contains("No question shows Empathy.");
    harness.get_by_label("Empathy: no question shows it, no rated take");
    harness.get_by_label("Complaint Resolution: 20 questions show it, best rating 4");
    harness.get_by_label("Information Dissemination: 1 question shows it, best rating 4");
    harness.state_mut().model.coverage.rows[2].rated = None;
    harness.run();
    harness.get_by_label("No rated take shows Information Dissemination yet.");
    harness.state_mut().model.coverage = CoverageModel { ratings_known: false, ..model(0) };
    harness.run();
    harness.get_by_label("Reading your ratings…");
}

#[test]
fn a_question_is_rehearsed_or_edited_from_its_name() {
    let mut harness = grid(model(20));
    let name = "Question 3: What about this, number 3? best rating 4";
    assert_eq!(click(&mut harness, name), []);
    let rehearse = CoverageIntent::Rehearse("question-3".to_owned());
    assert_eq!(click(&mut harness, "Rehearse this"), [QuestionsIntent::Coverage(rehearse)]);
    click(&mut harness, name);
    let edit = CoverageIntent::Edit("question-3".to_owned());
    assert_eq!(click(&mut harness, "Edit"), [QuestionsIntent::Coverage(edit)]);
}

#[test]
fn heads_and_sums_stay_in_sight_while_questions_scroll() {
    let mut harness = grid(model(50));
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, [900.0, 600.0].into());
    for last in ["Question 1, Empathy: not shown", "Question 50, Empathy: not shown"] {
        harness.get_by_label(last).focus();
        harness.run();
        harness.run();
        let head = harness.get_by_label("Ability: Empathy").rect();
        let sum = harness.get_by_label_contains("Empathy: no question").rect();
        let cell = harness.get_by_label(last).rect();
        assert!(window.contains_rect(head) && window.contains_rect(sum), "{head:?} {sum:?}");
        assert!(cell.height() > 20.0 && cell.top() >= head.bottom() - 1.0, "{cell:?} {head:?}");
        assert!(cell.bottom() <= sum.top() + 1.0, "{cell:?} {sum:?}");
    }
}

#[test]
fn many_questions_and_columns_are_drawn_as_far_as_they_are_seen() {
    let mut many = model(10_000);
    let names = (0..40).map(|nth| column(ColumnKind::Ability, &format!("Ability {nth}")));
    many.columns.extend(names);
    let harness = grid(many);
    let cells = harness.root().children_recursive().filter(|node| {
        node.accesskit_node().label().is_some_and(|label| label.contains(", Empathy: not shown"))
    });
    assert!(cells.count() < 40);
    assert!(rest(&harness).as_secs() > 3600);
}

#[test]
fn a_bank_without_tasks_and_abilities_says_so() {
    let harness = grid(CoverageModel::default());
    harness.get_by_label_contains("names no tasks or abilities");
}

#[test]
fn names_are_listed_as_they_are_said() {
    assert_eq!(listed(&["A"]), "A");
    assert_eq!(listed(&["A", "B", "C"]), "A, B or C");
    assert_eq!(listed(&["A", "B", "C", "D", "E", "F"]), "A, B, C, D or 2 more");
}
