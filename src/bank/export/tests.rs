use proptest::prelude::*;

use super::*;
use crate::bank::{
    Band, Bank, Form, Kind, Probe, ProbePart, Question, Wish, YourQuestion, built_in, import, read,
};

/// The bank that is read of a file, which must be without a problem.
fn reread(text: &str) -> Bank {
    let reading = read(text, "again.toml");
    assert_eq!(reading.problems, [], "{text}");
    reading.bank.expect("there are no problems")
}

/// So many questions of 500 bytes each.
fn many(count: usize) -> Bank {
    let mut bank = Bank::new("many", "Many");
    bank.questions = (0..count)
        .map(|n| {
            let mut question = Question::new(format!("q{n}"), format!("Ask {n}?"), Kind::Fact);
            question.set_model_answer("I said \"so\" to [Number] of them. ".repeat(14).trim());
            question
        })
        .collect();
    bank
}

#[test]
fn the_banks_that_ship_are_read_again_as_they_are() {
    for (id, text) in built_in() {
        let bank = read(text, id).bank.expect("it ships");
        assert_eq!(reread(&to_toml(&bank)), bank);
    }
}

#[test]
fn a_bank_is_written_for_people_to_read() {
    let mut bank = Bank::new("mine", "Mine");
    let mut question = Question::new("why", "Why \"us\"?", Kind::Motivation);
    question.set_model_answer("For [Number] years.\n\nAnd [Number] more.");
    question.placeholders[1].label = "your next years".to_owned();
    question.points = vec!["One".to_owned()];
    bank.questions.push(question);
    let file = to_toml(&bank);
    let body = file.split_once("\n\n").expect("a head").1;
    assert_eq!(
        body,
        r#"id = "mine"
title = "Mine"
language = "en"

[[question]]
id = "why"
ask = "Why \"us\"?"
kind = "motivation"
model_answer = """
For [Number] years.

And [Number] more."""
points = [
    "One",
]
placeholders = [
    { name = "Number", nth = 2, label = "your next years" },
]
"#
    );
    assert_eq!(reread(&file), bank);
}

#[test]
fn what_a_bank_may_not_hold_is_left_out_and_the_rest_is_read_without_a_problem() {
    let mut bank = Bank::new("mine", "Mi\u{0}ne\u{7f}");
    let mut question = Question::new("why", "Why\tus,\u{85}\u{9b}or \u{a0}them?", Kind::Fact);
    question.points = vec![" ".to_owned(), "\u{1}".to_owned(), "One".to_owned()];
    question.how_to = vec![String::new()];
    question.abilities = vec![String::new()];
    bank.questions.push(question);
    let bank = reread(&to_toml(&bank));
    assert_eq!(bank.title, "Mine");
    assert_eq!(bank.questions[0].ask, "Why us, or them?");
    assert_eq!(bank.questions[0].points, ["One"]);
}

/// A small bank with something in every part.
fn small() -> Bank {
    let mut bank = Bank::new("mine", "Mine & <yours>");
    let mut question = Question::new("why", "Why us?", Kind::Motivation);
    question.set_model_answer("For [Number] years, \"so\".\n\nAnd <b>[Number]</b> more.");
    question.placeholders[1].label = "your next years".to_owned();
    question.more_answers = vec!["Because.".to_owned()];
    question.points = vec!["=1+1".to_owned(), "Two".to_owned()];
    question.probes = vec![Probe { part: ProbePart::Result, ask: "And then?".to_owned() }];
    let mut short = Question::new("what", "-What-", Kind::Fact);
    short.own_band = Band::own(10, 25);
    bank.questions = vec![question, short];
    bank.role.mindset = vec!["#1 is trust".to_owned()];
    let back = YourQuestion { id: "team".to_owned(), ask: "Who?".to_owned(), about: String::new() };
    bank.your_questions = vec![back];
    bank
}

fn exported(form: ExportForm) -> String {
    export(&small(), form, &Values::new())
}

#[test]
fn a_table_has_the_questions_first_and_nothing_in_it_begins_as_a_formula() {
    let table = exported(ExportForm::Csv);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "\u{feff}question,answer,id,kind,target,answer 2,points,looks for,how to,avoid,tasks,abilities,\
         probes,placeholders,section"
    );
    assert!(lines[1].starts_with("Why us?,\"For [Number] years, \"\"so\"\"."), "{table}");
    assert!(table.contains(",Because.,\"'=1+1\nTwo\","), "{table}");
    assert!(table.contains("\n'-What-,,what,fact,10 to 25 s,"), "{table}");
    assert!(
        table.contains(
            "result: And then?,\"[Number] = your number\n[Number] = your next years\",question\n"
        ),
        "{table}"
    );
    assert!(table.contains("\nWho?,,team,,,,,,,,,,,,ask back\n"), "{table}");
    assert!(table.ends_with("\n,#1 is trust,,,,,,,,,,,,,mindset\n"), "{table}");
}

#[test]
fn notes_for_anki_are_a_card_a_question_under_head_lines_that_anki_knows_or_passes_over() {
    let notes = exported(ExportForm::Anki);
    let (head, cards): (Vec<&str>, Vec<&str>) =
        notes.lines().partition(|line| line.starts_with('#'));
    assert_eq!(head[..4], ["#separator:tab", "#html:false", "#notetype:Basic", "#tags column:15"]);
    assert!(
        head[4].starts_with("#columns:Front\tBack\tid\tkind\ttarget\tanswer 2\tpoints"),
        "{notes}"
    );
    assert!(head[5].starts_with("#greenroom:{\"greenroom\":\"bank\",\"schema\":1,"), "{notes}");
    assert_eq!(head.len(), 6);
    assert!(cards[0].starts_with("Why us?\t\"For [Number] years, \"\"so\"\"."), "{notes}");
    assert!(
        notes.ends_with("-What-\t\twhat\tfact\t10 to 25 s\t\t\t\t\t\t\t\t\t\tfact\n"),
        "{notes}"
    );
}

#[test]
fn json_says_what_it_is_and_leaves_out_what_is_empty() {
    let text = exported(ExportForm::Json);
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&json["greenroom"], &json["schema"]), (&"bank".into(), &1.into()));
    assert_eq!(
        json["questions"][0]["answer"],
        "For [Number] years, \"so\".\n\nAnd <b>[Number]</b> more."
    );
    assert_eq!(json["questions"][0]["placeholders"][1]["label"], "your next years");
    let keys: Vec<&String> = json["questions"][1].as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["band_secs", "id", "kind", "question"]);
    assert_eq!(json["questions"][1]["band_secs"], serde_json::json!([10, 25]));
}

#[test]
fn markdown_is_read_as_it_was_meant() {
    let page = exported(ExportForm::Markdown);
    assert!(
        page.starts_with("# Mine & \\<yours>\n\n## The interviewer’s mindset\n\n\\#1 is trust\n"),
        "{page}"
    );
    assert!(page.contains("### Question 1\n\nWhy us?\n\n**Answer:**\n\nFor [Number] years, \"so\".\n\nAnd \\<b>[Number]\\</b> more.\n"), "{page}");
    assert!(page.contains("\\-What-\n\n**Aim for:** 10–25 s\n"), "{page}");
    let wish = Wish { form: Some(Form::Markdown), ..Wish::default() };
    let back = import(page.as_bytes(), &wish).expect("questions").bank;
    assert_eq!(back.questions[1].own_band, Band::own(10, 25));
    assert_eq!(back.questions[1].model_answer, "", "it is no part of an answer");
    let mut html = String::new();
    pulldown_cmark::Parser::new(&page).for_each(|event| {
        if let pulldown_cmark::Event::Text(text) = event {
            html.push_str(&text);
        }
    });
    assert!(
        html.contains("Mine & <yours>") && html.contains("And <b>[Number]</b> more."),
        "{html}"
    );
}

#[test]
fn a_prep_sheet_has_the_users_words_and_a_line_for_what_is_missing_and_asks_nothing_of_anybody() {
    let mut values = Values::new();
    values.insert("why/Number/1".to_owned(), "<script>7".to_owned());
    let page = export(&small(), ExportForm::PrepSheet, &values);
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{page}");
    assert!(page.contains("For <span class=\"value\">&lt;script&gt;7</span> years"), "{page}");
    assert!(page.contains("<span class=\"blank\"><small>your next years</small></span>"), "{page}");
    assert!(page.contains("2. -What-</h3><p class=\"aim\">Aim for 10–25 s</p>"), "{page}");
    assert!(page.contains("your number: <span class=\"value\">&lt;script&gt;7</span>"), "{page}");
    assert!(page.contains("Mine &amp; &lt;yours&gt;") && page.contains("And &lt;b&gt;"), "{page}");
    for foreign in ["<script", "http:", "https:", "url(", "@import", "src=", "href="] {
        assert!(!page.contains(foreign), "{foreign}: {page}");
    }
}

#[test]
fn the_users_words_go_into_the_prep_sheet_alone() {
    let values = Values::from([("why/Number/1".to_owned(), "My secret 7".to_owned())]);
    for form in ExportForm::ALL {
        let holds = export(&small(), form, &values).contains("My secret 7");
        assert_eq!(holds, form == ExportForm::PrepSheet, "{form:?}");
    }
}

#[test]
fn ten_thousand_questions_are_written_and_read_again() {
    let bank = many(10_000);
    let file = to_toml(&bank);
    assert!(file.len() > 5_000_000, "{}", file.len());
    assert!(reread(&file) == bank);
}

proptest! {
    #[test]
    fn no_cell_begins_as_a_formula_and_every_cell_comes_back(cell in r"['=+\-@\t\ra]{0,6}") {
        let guarded = csv::guarded(&cell);
        prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r']));
        prop_assert_eq!(csv::unguarded(&guarded), &cell);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_bank_is_read_again_as_it_is(bank in made_up::bank()) {
        let file = to_toml(&bank);
        let reading = read(&file, "again.toml");
        prop_assert_eq!(reading.problems, [], "{}", file);
        prop_assert_eq!(reading.bank, Some(bank));
    }
}

/// Writes the shipped bank in every form for looking at: `LOOK=DIR cargo test … look -- --ignored`.
#[test]
#[ignore = "for people to look at"]
#[expect(clippy::disallowed_methods, reason = "writes what is looked at")]
fn look() {
    let folder = std::path::PathBuf::from(std::env::var("LOOK").expect("a folder"));
    let bank = read(built_in()[0].1, "").bank.expect("it ships");
    let values = Values::from([("experience/Number/1".to_owned(), "seven".to_owned())]);
    for form in ExportForm::ALL {
        let path = folder.join(format!("bank.{form:?}.{}", form.ending()));
        std::fs::write(path, export(&bank, form, &values)).expect("written");
    }
}
