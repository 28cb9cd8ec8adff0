use super::*;
use crate::bank::{Kind, Question};

fn bank() -> Bank {
    let named = |name: &str| NamedText { name: name.to_owned(), text: "Important.".to_owned() };
    let mut bank = Bank::new("cook", "Cook");
    bank.role.tasks = vec![named("Cooking"), named("Cleaning")];
    bank.role.abilities = vec![named("Taste"), named("Cooking")];
    let mut question = Question::new("why", "Why?", Kind::Motivation);
    question.tasks = vec!["Cleaning".to_owned()];
    bank.questions = vec![question, Question::new("how", "How?", Kind::Process)];
    bank
}

#[test]
fn tasks_and_abilities_of_one_name_are_ticked_apart_and_stay_in_the_roles_order() {
    let mut bank = bank();
    assert!(tick(&mut bank, "why", ColumnKind::Task, "Cooking", true));
    assert_eq!(bank.questions[0].tasks, ["Cooking", "Cleaning"]);
    assert!(bank.questions[0].abilities.is_empty());
    assert!(!tick(&mut bank, "why", ColumnKind::Task, "Cooking", true), "it is there");
    assert!(tick(&mut bank, "why", ColumnKind::Ability, "Cooking", true));
    assert!(tick(&mut bank, "why", ColumnKind::Task, "Cooking", false));
    assert_eq!(
        (&bank.questions[0].tasks[..], &bank.questions[0].abilities[..]),
        (&["Cleaning".to_owned()][..], &["Cooking".to_owned()][..])
    );
    assert!(!tick(&mut bank, "gone", ColumnKind::Task, "Cooking", true));
}

#[test]
fn a_question_shows_what_its_bank_says() {
    let model = model(&bank(), &History::default());
    let names: Vec<_> =
        model.columns.iter().map(|column| (column.kind, column.name.as_str())).collect();
    assert_eq!(
        names,
        [
            (ColumnKind::Task, "Cooking"),
            (ColumnKind::Task, "Cleaning"),
            (ColumnKind::Ability, "Taste"),
            (ColumnKind::Ability, "Cooking"),
        ]
    );
    assert_eq!(model.rows[0].shows, [false, true, false, false]);
    assert_eq!(model.unshown(), ["Cooking", "Taste", "Cooking"]);
    assert!(!model.ratings_known);
}
