use super::*;
use crate::bank::Kind;

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
fn tasks_and_abilities_of_one_name_are_ticked_apart() {
    let bank = bank();
    let question = &bank.questions[0];
    let ticked = |kind, on| ticked(question, kind, "Cooking", on);
    let both = vec!["Cleaning".to_owned(), "Cooking".to_owned()];
    assert_eq!(ticked(ColumnKind::Task, true), Field::Tasks(both));
    assert_eq!(ticked(ColumnKind::Task, false), Field::Tasks(vec!["Cleaning".to_owned()]));
    assert_eq!(ticked(ColumnKind::Ability, true), Field::Abilities(vec!["Cooking".to_owned()]));
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
