use proptest::prelude::*;

use super::*;
use crate::bank::{Band, Kind};

/// A bank of one good question, `good`, in lines 1 to 13.
const PLAIN: &str = r#"id = "plain"
title = "Plain"

[role]
abilities = [{ name = "Empathy", text = "Feels with others." }]

[[question]]
id = "good"
ask = "What?"
kind = "story"
model_answer = "At [Place] and [Place]."
abilities = ["Empathy"]
probes = [{ part = "task", ask = "Why you?" }]
"#;

/// Reads the plain bank with more lines at its end (from line 14).
fn read_with(more: &str) -> Reading {
    read(&format!("{PLAIN}{more}"), "mine.toml")
}

fn ids(reading: &Reading) -> Vec<&str> {
    let questions = reading.bank.iter().flat_map(|bank| &bank.questions);
    questions.map(|question| question.id.as_str()).collect()
}

/// The one problem of a reading whose good question must have survived.
fn only_problem(reading: &Reading) -> &Problem {
    assert_eq!(ids(reading).first(), Some(&"good"), "{:?}", reading.problems);
    assert_eq!(reading.problems.len(), 1, "{:#?}", reading.problems);
    &reading.problems[0]
}

/// A question that is good but for what `change` replaces.
fn second(from: &str, to: &str) -> Reading {
    let good =
        "[[question]]\nid = \"second\"\nask = \"How?\"\nkind = \"fact\"\nmodel_answer = \"So.\"\n";
    assert!(good.contains(from), "{from}");
    read_with(&good.replace(from, to))
}

#[test]
fn a_plain_bank_reads_without_problems() {
    let reading = second("fact", "opinion");
    assert_eq!(reading.problems, []);
    let bank = reading.bank.expect("nothing is wrong with it");
    assert_eq!((bank.id.as_str(), bank.language.as_str()), ("plain", "en"));
    assert_eq!(bank.role.name, "Plain");
    assert_eq!(bank.questions[1].kind, Kind::Opinion);
}

#[test]
fn a_band_of_its_own_is_read_and_one_that_is_none_is_named_with_its_line_and_ignored() {
    let with = |band: &str| second("model_answer", &format!("band_secs = {band}\nmodel_answer"));
    let reading = with("[60, 105]");
    assert_eq!(reading.problems, []);
    let bank = reading.bank.expect("nothing is wrong with it");
    assert_eq!(bank.questions[1].band(), Band::secs(60, 105));
    assert_eq!(bank.questions[0].band(), Kind::Story.band(), "older files have none");
    for bad in [
        "[0, 60]",
        "[-5, 60]",
        "[105, 60]",
        "[60, 1801]",
        "[60, nan]",
        "[60.5, 90]",
        "[60, 99999999999999999999]",
        "[60]",
        "[60, 90, 120]",
        "[\"60\", \"90\"]",
        "90",
        "\"60 to 105 s\"",
        "[]",
    ] {
        let reading = with(bad);
        let bank = reading.bank.as_ref().expect("the question stays");
        assert_eq!(bank.questions[1].own_band, None, "{bad}");
        let problem = only_problem(&reading);
        let told = (problem.line, problem.key.as_str(), problem.left_out);
        assert_eq!(told, (Some(18), "question.second.band_secs", LeftOut::Value), "{bad}");
        assert!(problem.remedy.contains("such as band_secs = [60, 105]"), "{problem}");
    }
}

#[test]
fn placeholders_without_an_entry_get_a_label_of_their_own() {
    let bank = read_with("").bank.expect("it is good");
    let labels: Vec<_> = bank.questions[0]
        .placeholders
        .iter()
        .map(|place| (place.key(), place.label.as_str()))
        .collect();
    assert_eq!(
        labels,
        [("good/Place/1".into(), "your place"), ("good/Place/2".into(), "your place")]
    );
}

#[test]
fn a_label_for_a_placeholder_that_is_not_there_is_reported() {
    let reading =
        read_with("placeholders = [{ name = \"Place\", nth = 3, label = \"your home\" }]");
    let problem = only_problem(&reading);
    assert_eq!((problem.line, problem.left_out), (Some(14), LeftOut::Entry));
    assert_eq!(problem.key, "question.good.placeholders[1].name");
    assert!(problem.what.contains("no [Place] number 3"), "{problem}");
}

#[test]
fn a_placeholder_described_twice_keeps_its_first_label() {
    let entry = "{ name = \"Place\", label = \"your home\" }";
    let reading = read_with(&format!("placeholders = [\n{entry},\n{entry}]"));
    assert_eq!(only_problem(&reading).line, Some(16));
    let bank = reading.bank.expect("the question is there");
    assert_eq!(bank.questions[0].placeholders[0].label, "your home");
}

#[test]
fn occurrences_are_counted_from_one_in_whole_numbers() {
    for nth in ["0", "-1", "1.5", "\"1\"", "4294967296"] {
        let entry = format!("{{ name = \"Place\", nth = {nth}, label = \"your home\" }}");
        let reading = read_with(&format!("placeholders = [{entry}]"));
        let problem = only_problem(&reading);
        assert_eq!(problem.key, "question.good.placeholders[1].nth", "{nth}");
        assert!(problem.what.contains("whole number from 1"), "{problem}");
    }
}

#[test]
fn missing_keys_leave_out_their_question_alone() {
    for (key, line) in
        [("id", "id = \"second\"\n"), ("ask", "ask = \"How?\"\n"), ("kind", "kind = \"fact\"\n")]
    {
        let reading = second(line, "");
        let problem = only_problem(&reading);
        assert_eq!(ids(&reading), ["good"]);
        assert_eq!((problem.line, problem.left_out), (Some(14), LeftOut::Entry), "{problem}");
        assert!(problem.key.ends_with(key) && problem.what.contains("missing"), "{problem}");
    }
}

#[test]
fn empty_and_wrongly_typed_texts_are_reported_with_their_line() {
    for (value, said) in [
        ("\"\"", "empty"),
        ("\" \\n \"", "empty"),
        ("7", "not a number"),
        ("[\"How?\"]", "not a list"),
        ("\"a\\u0007b\"", "U+0007"),
    ] {
        let reading = second("\"How?\"", value);
        let problem = only_problem(&reading);
        assert_eq!(problem.line, Some(16));
        assert_eq!(problem.key, "question.second.ask");
        assert!(problem.what.contains(said), "{problem}");
    }
}

#[test]
fn a_file_of_nothing_but_brackets_is_refused_before_it_takes_memory() {
    let reading = read(&format!("x = [{}]", "[],".repeat(1_100_000)), "mine.toml");
    assert_eq!(reading.bank, None);
    let [problem] = reading.problems.as_slice() else { panic!("{:?}", reading.problems) };
    assert_eq!((problem.line, problem.left_out), (None, LeftOut::Bank));
    assert!(problem.what.contains("too many values"), "{problem}");
}

#[test]
fn unknown_keys_are_reported_with_what_is_expected_and_the_rest_is_read() {
    let reading = second("ask", "colour = \"red\"\nask");
    let problem = only_problem(&reading);
    assert_eq!(ids(&reading), ["good", "second"]);
    assert_eq!((problem.line, problem.key.as_str()), (Some(16), "question.second.colour"));
    assert!(
        problem.remedy.contains("id, ask, kind, band_secs, model_answer, more_answers, points"),
        "{problem}"
    );

    let reading = read(&PLAIN.replace("[role]", "[rolle]\n[role]"), "mine.toml");
    let problem = only_problem(&reading);
    assert_eq!((problem.line, problem.key.as_str()), (Some(4), "rolle"));
    assert!(
        problem.remedy.contains("id, title, language, role, question, your_question"),
        "{problem}"
    );
}

#[test]
fn a_second_question_of_the_same_id_is_left_out_and_names_the_first() {
    let reading = second("\"second\"", "\"good\"");
    let problem = only_problem(&reading);
    assert_eq!(ids(&reading), ["good"]);
    assert_eq!(problem.line, Some(15));
    assert!(problem.what.contains("line 8"), "{problem}");
}

#[test]
fn ids_are_short_and_safe_in_file_names() {
    let long = format!("\"{}\"", "a".repeat(41));
    for id in ["\"../x\"", "\"Good One\"", "\"é\"", "\"a_b\"", &long] {
        let reading = second("\"second\"", id);
        let problem = only_problem(&reading);
        assert_eq!((problem.line, problem.key.as_str()), (Some(15), "question[2].id"), "{problem}");
        assert!(problem.remedy.contains("hyphens"), "{problem}");
    }
    assert_eq!(ids(&second("\"second\"", &format!("\"{}\"", "a".repeat(40)))).len(), 2);
}

#[test]
fn wrong_words_are_answered_with_the_right_ones() {
    let reading = second("\"fact\"", "\"asking\"");
    let problem = only_problem(&reading);
    assert_eq!((problem.line, problem.key.as_str()), (Some(17), "question.second.kind"));
    assert!(problem.remedy.contains("opener, motivation, story"), "{problem}");

    let reading = second("kind", "probes = [{ part = \"end\", ask = \"And?\" }]\nkind");
    let problem = only_problem(&reading);
    assert_eq!(problem.key, "question.second.probes[1].part");
    assert!(problem.remedy.contains("situation, task, action, result, general"), "{problem}");
    assert_eq!(ids(&reading), ["good", "second"]);
}

#[test]
fn an_ability_that_the_role_lacks_is_dropped_and_reported() {
    let reading = second("kind", "abilities = [\"Empathy\", \"Flying\"]\nkind");
    let problem = only_problem(&reading);
    assert_eq!((problem.line, problem.key.as_str()), (Some(17), "question.second.abilities"));
    assert!(problem.what.contains("Flying") && problem.remedy.contains("Empathy"), "{problem}");
    let bank = reading.bank.expect("both questions are there");
    assert_eq!(bank.questions[1].abilities, ["Empathy"]);
}

#[test]
fn one_wrong_item_of_a_list_is_left_out_alone() {
    let reading = second("kind", "points = [\"one\", 2, \"three\"]\nkind");
    assert_eq!(only_problem(&reading).key, "question.second.points[2]");
    let bank = reading.bank.expect("both questions are there");
    assert_eq!(bank.questions[1].points, ["one", "three"]);
}

#[test]
fn all_problems_are_reported_in_the_order_of_the_file() {
    let reading = read_with(
        "[[question]]\nid = \"A\"\nask = \"\"\nkind = \"x\"\nmodel_answer = 1\nfoo = 2\n[[your_question]]\nid = \"team\"\n",
    );
    let lines: Vec<_> = reading.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [15, 16, 17, 18, 19, 20].map(Some));
    assert_eq!(ids(&reading), ["good"]);
}

#[test]
fn a_slip_of_the_pen_costs_the_question_it_is_in_and_no_other() {
    let third =
        "[[question]]\nid = \"third\"\nask = \"Who?\"\nkind = \"fact\"\nmodel_answer = \"I.\"\n";
    for (from, to, line) in [
        ("\"How?\"", "\"How?", 16),
        ("\"How?\"", "How?", 16),
        ("\"How?\"", "\"say \"How\"?\"", 16),
        ("kind = \"fact\"", "points = [\"a\", \"b\"\nkind = \"fact\"", 18),
        ("\"So.\"", "\"\"\"So.", 19),
        ("kind = \"fact\"", "kind = \"fact\"\nkind = \"fact\"", 18),
        ("ask = \"How?\"", "ask \"How?\"", 16),
        ("ask = \"How?\"", "ask =", 16),
    ] {
        let text = "[[question]]\nid = \"second\"\nask = \"How?\"\nkind = \"fact\"\nmodel_answer = \"So.\"\n";
        let reading = read_with(&format!("{}{third}", text.replace(from, to)));
        let problem = only_problem(&reading);
        assert_eq!((problem.line, problem.key.as_str()), (Some(line), "question"), "{to}");
        assert!(problem.remedy.contains("from line 14"), "{problem}");
        assert_eq!(problem.left_out, LeftOut::Entry);
        assert_eq!(ids(&reading), ["good", "third"], "{to}");
    }
}

#[test]
fn an_unreadable_role_part_costs_nothing_else() {
    let reading = read(&PLAIN.replace("others.\" }]", "others.\" }"), "mine.toml");
    let problem = only_problem(&reading);
    assert_eq!((problem.key.as_str(), problem.left_out), ("role", LeftOut::Entry));
    let bank = reading.bank.expect("the question is there");
    assert_eq!(bank.questions[0].abilities, ["Empathy"]);
}

#[test]
fn an_unreadable_head_is_one_problem() {
    let reading = read(&PLAIN.replace("\"Plain\"", "Plain"), "mine.toml");
    assert!(reading.bank.is_none());
    assert_eq!(reading.problems.len(), 1, "{:#?}", reading.problems);
    assert_eq!((reading.problems[0].line, reading.problems[0].left_out), (Some(2), LeftOut::Bank));
}

#[test]
fn without_id_title_or_questions_there_is_no_bank() {
    let no_id = read(&PLAIN.replace("id = \"plain\"\n", ""), "mine.toml");
    assert_eq!((no_id.bank.is_none(), no_id.problems[0].key.as_str()), (true, "id"));
    let bad_id = read(&PLAIN.replace("\"plain\"", "\"../plain\""), "mine.toml");
    assert_eq!((bad_id.bank.is_none(), bad_id.problems[0].line), (true, Some(1)));
    let no_title = read(&PLAIN.replace("title = \"Plain\"\n", ""), "mine.toml");
    assert_eq!((no_title.bank.is_none(), no_title.problems[0].key.as_str()), (true, "title"));
    let nothing = read("", "mine.toml");
    assert!(nothing.bank.is_none());
    assert!(nothing.problems.iter().any(|problem| problem.what.contains("no question")));
    assert!(nothing.problems.iter().all(|problem| problem.left_out == LeftOut::Bank));
}

#[test]
fn messages_say_what_where_and_what_to_do_with_the_file_last() {
    let reading = second("\"fact\"", "\"joke\"");
    assert_eq!(
        only_problem(&reading).to_string(),
        "\"joke\" is no kind (key `question.second.kind`), line 17: use one of these: opener, \
         motivation, story, process, opinion, fact, logistics. Until then the whole entry is left out. \
         mine.toml"
    );
}

#[test]
fn what_is_too_large_is_refused() {
    let long = format!("\"{}\"", "a".repeat(64 * 1024 + 1));
    assert!(only_problem(&second("\"How?\"", &long)).what.contains("too long (65 KiB)"));

    let points = format!("points = [{}]\nkind", "\"a\",".repeat(1_001));
    let reading = second("kind", &points);
    assert!(only_problem(&reading).what.contains("1001"), "{:?}", reading.problems);
    assert_eq!(reading.bank.map(|bank| bank.questions[1].points.len()), Some(1_000));

    let many: String = (0..MAX_QUESTIONS)
        .map(|n| {
            format!(
                "[[question]]\nid = \"q{n}\"\nask = \"a\"\nkind = \"fact\"\nmodel_answer = \"b\"\n"
            )
        })
        .collect();
    let reading = read_with(&many);
    assert_eq!(ids(&reading).len(), MAX_QUESTIONS);
    assert!(only_problem(&reading).what.contains("20001"), "{:?}", reading.problems);

    let reading = read(&"#".repeat(MAX_FILE_BYTES + 1), "mine.toml");
    assert_eq!((reading.bank.is_none(), reading.problems.len()), (true, 1));
    assert!(reading.problems[0].what.contains("too large"));
}

#[test]
fn countless_problems_are_counted_not_listed() {
    let junk: String = (0..5_000).map(|n| format!("junk{n} = 1\n")).collect();
    let reading = read(&format!("{junk}{PLAIN}"), "mine.toml");
    assert_eq!(reading.problems.len(), 201);
    assert!(reading.problems[200].what.contains("4800 more"));
    assert_eq!(ids(&reading), ["good"]);
}

#[test]
fn line_breaks_are_spaces_and_empty_lines_part_paragraphs() {
    let reading = second("\"So.\"", "\"\"\"\n  One\r\n two.\n\n \nThree.\n\"\"\"");
    assert_eq!(reading.problems, []);
    let bank = reading.bank.expect("it is good");
    assert_eq!(bank.questions[1].model_answer, "One two.\n\nThree.");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_problem() {
    let reading = read(&format!("\u{feff}{}", PLAIN.replace('\n', "\r\n")), "mine.toml");
    assert_eq!(reading.problems, []);
    assert_eq!(ids(&reading), ["good"]);
}

#[test]
fn deep_nesting_is_a_problem_and_no_crash() {
    let reading = read_with(&format!("x = {}", "[".repeat(100_000)));
    assert!(!reading.problems.is_empty());
}

/// Pieces that come near to a bank file.
fn near_toml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("[[question]]\n".to_owned()),
        Just("[role]\n".to_owned()),
        Just("id = \"a\"\n".to_owned()),
        Just("title = \"\"\"T\n".to_owned()),
        Just("kind = \"story\"\n".to_owned()),
        Just("model_answer = \"[A] [A\\u0001\"\n".to_owned()),
        Just("placeholders = [{ name = \"A\", nth = -99999999999999999999 }]\n".to_owned()),
        Just("question = 3\n".to_owned()),
        Just("abilities = [{".to_owned()),
        Just("probes = 1979-05-27\n".to_owned()),
        Just("question.a.b = 1\n".to_owned()),
        r#"[\[\]{}="'\\.#\n a-c0-9é\u{202e}]{0,12}"#,
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// What must hold of any reading at all.
fn check(text: &str) -> Result<(), TestCaseError> {
    let reading = read(text, "f");
    prop_assert!(reading.bank.is_some() || !reading.problems.is_empty());
    let lines = text.lines().count() + 1;
    for problem in &reading.problems {
        prop_assert!(problem.line.is_none_or(|line| (1..=lines).contains(&line)), "{problem}");
        prop_assert!(!problem.to_string().contains(char::is_control), "{problem}");
    }
    for question in reading.bank.iter().flat_map(|bank| &bank.questions) {
        prop_assert!(text::is_id(&question.id) && !question.ask.is_empty());
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_reason(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn anything_near_a_bank_is_read_or_refused_with_a_reason(text in near_toml()) {
        check(&text)?;
    }

    #[test]
    fn a_bank_cut_or_overwritten_anywhere_is_read_or_refused_with_a_reason(
        at in 0..PLAIN.len(), junk in r#"[\["\]\n={}x]{0,3}"#, cut in 0..40_usize,
    ) {
        let end = (at + cut).min(PLAIN.len());
        check(&format!("{}{junk}{}", &PLAIN[..at], &PLAIN[end..]))?;
    }
}
