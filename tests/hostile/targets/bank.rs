//! Reading banks.

use greenroom::bank::{self, Bank, ExportForm, NamedText, Search, SpokenLength, Values};
use greenroom::voice::ear;

/// A bank that could be read in part can be asked, said, searched and written, and what is written is the bank
/// that was read; what is wrong is said in one line each.
pub fn bank(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let reading = bank::read(&text, "own.toml");
    for problem in &reading.problems {
        let said = problem.to_string();
        assert!(said.len() < 2_000, "{} bytes of a problem", said.len());
        assert!(!said.chars().any(char::is_control), "{said:?}");
    }
    match reading.bank {
        Some(read) => usable(&read),
        None => assert!(!reading.problems.is_empty(), "no bank, and no word why"),
    }
}

/// What every bank must stand.
pub fn usable(bank: &Bank) {
    assert!(is_id(&bank.id), "{}", bank.id);
    let values = Values::new();
    for question in &bank.questions {
        assert!(is_id(&question.id), "{}", question.id);
        assert!(!question.ask.trim().is_empty());
        let _length = SpokenLength::of(question, &values);
        let said = bank::spoken_answer(question, &values);
        super::speech::only_what_may_be_spoken(&ear::prepare(&said));
        super::speech::only_what_may_be_spoken(&ear::prepare(&question.ask));
        let _empty = bank::empty_slots(question, &values);
        assert_eq!(
            bank::shown_segments(question, &values).is_empty(),
            question.model_answer.is_empty()
        );
        let _found = Search::new(&question.ask).finds(question);
    }
    let written = bank::to_toml(bank);
    let again = bank::read(&written, "again.toml");
    // A question keeps the abilities and tasks of a role that was too damaged to be read.
    let mut described = bank.clone();
    let named = |list: &[NamedText]| list.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let (abilities, tasks) = (named(&bank.role.abilities), named(&bank.role.tasks));
    for question in &mut described.questions {
        question.abilities.retain(|name| abilities.contains(name));
        question.tasks.retain(|name| tasks.contains(name));
    }
    assert_eq!(again.bank, Some(described), "{:?}", again.problems);
    for form in ExportForm::ALL {
        let _given_away = bank::export(bank, form, &values);
    }
}

fn is_id(id: &str) -> bool {
    let allowed = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    !id.is_empty() && id.len() <= 40 && id.chars().all(allowed)
}
