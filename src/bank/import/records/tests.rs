use proptest::prelude::*;

use super::super::{Imported, MAX_BYTES, import};
use super::*;
use crate::bank::export::{ExportForm, export, made_up};
use crate::bank::{Band, Bank, Kind, Question, Values, built_in, read as read_bank};

/// What is understood of a text of this form.
fn imported(form: Form, text: &str) -> Imported {
    let wish = Wish { form: Some(form), ..Wish::default() };
    import(text.as_bytes(), &wish).unwrap_or_else(|problem| panic!("{problem}: {text}"))
}

fn refused(form: Form, text: &str) -> String {
    let wish = Wish { form: Some(form), ..Wish::default() };
    match import(text.as_bytes(), &wish) {
        Ok(imported) => panic!("{imported:?}"),
        Err(problem) => problem.to_string(),
    }
}

/// Each question's words with its answer.
fn pairs(imported: &Imported) -> Vec<(&str, &str)> {
    let questions = imported.bank.questions.iter();
    questions.map(|question| (question.ask.as_str(), question.model_answer.as_str())).collect()
}

fn left(imported: &Imported) -> Vec<(usize, &str, &str)> {
    imported.left_out.iter().map(|left| (left.line, left.text.as_str(), left.why)).collect()
}

fn lines(imported: &Imported) -> Vec<usize> {
    imported.origins.iter().map(|origin| origin.line).collect()
}

/// The forms that give the same bank again.
const WHOLE: [(ExportForm, Form); 4] = [
    (ExportForm::Toml, Form::Bank),
    (ExportForm::Json, Form::Json),
    (ExportForm::Csv, Form::Csv),
    (ExportForm::Anki, Form::Anki),
];

#[test]
fn the_banks_that_ship_come_back_whole_from_every_form() {
    for (id, text) in built_in() {
        let bank = read_bank(text, id).bank.expect("it ships");
        for (export_form, form) in WHOLE {
            let text = export(&bank, export_form, &Values::new());
            let imported = imported(form, &text);
            assert_eq!(imported.bank, bank, "{form:?}");
            assert_eq!((left(&imported), imported.notes.as_slice()), (vec![], &[][..]), "{form:?}");
            let lines = lines(&imported);
            assert!(lines.is_sorted() && lines[0] > 1, "{form:?}: {lines:?}");
        }
    }
}

proptest! {
    // Each case goes through four forms.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_bank_comes_back_from_every_form(bank in made_up::bank()) {
        for (export_form, form) in WHOLE {
            let text = export(&bank, export_form, &Values::new());
            let wish = Wish { form: Some(form), ..Wish::default() };
            let imported = import(text.as_bytes(), &wish).expect("it has questions");
            prop_assert_eq!(&imported.bank, &bank, "{:?}: {}", form, text);
            prop_assert_eq!(&imported.left_out, &[], "{:?}: {}", form, text);
        }
    }

    #[test]
    fn nothing_that_is_written_crashes_or_is_kept_twice(text in pieces(), form in forms()) {
        let wish = Wish { form: Some(form), ..Wish::default() };
        if let Ok(imported) = import(text.as_bytes(), &wish) {
            prop_assert!(!imported.bank.questions.is_empty());
            prop_assert_eq!(imported.bank.questions.len(), imported.origins.len());
            let reading = read_bank(&crate::bank::to_toml(&imported.bank), "again");
            prop_assert_eq!(&reading.problems, &[]);
            prop_assert_eq!(reading.bank, Some(imported.bank));
        }
    }

    #[test]
    fn every_cell_of_a_table_is_in_the_bank_or_left_out(
        cells in proptest::collection::vec(proptest::collection::vec("[a-z]{3,8}", 1..5), 1..6)
    ) {
        let table: String = cells.iter().map(|row| row.join(",") + "\n").collect();
        let imported = imported(Form::Csv, &table);
        let mut kept = crate::bank::to_toml(&imported.bank);
        imported.left_out.iter().for_each(|left| kept.push_str(&left.text));
        for cell in cells.iter().flatten() {
            prop_assert!(kept.contains(cell.as_str()), "{}: {}", cell, table);
        }
    }
}

fn forms() -> impl Strategy<Value = Form> {
    prop::sample::select(vec![Form::Csv, Form::Tsv, Form::Anki, Form::Json, Form::Bank])
}

/// Pieces of all forms, shuffled.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("question,answer\n"),
        Just("#separator:tab\n"),
        Just("#html:true\n"),
        Just("#tags column:3\n"),
        Just("#columns:a\tb\n"),
        Just("#greenroom:{\"greenroom\":\"bank\"}\n"),
        Just("Why?,\"Because"),
        Just("\""),
        Just("\n"),
        Just("\t"),
        Just(";"),
        Just("[{\"question\":\"Why?\"}]"),
        Just("{\"Why?\":"),
        Just("\"x\"}"),
        Just("[["),
        Just("]]"),
        Just("<b>&amp;<li>"),
        Just("<"),
        Just("&#0;"),
        Just("[sound:a.mp3]"),
        Just("[[question]]\nid = \"a\"\nask = \"b\"\nkind = \"fact\"\n"),
        Just("id = \"a\"\ntitle = \"b\"\n"),
        Just("section,id,probes,placeholders,"),
        Just("\u{0}"),
        Just("\u{202e}"),
        Just("é🎭"),
        Just(" "),
        Just("- a"),
    ];
    proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_bank_keeps_a_question_of_signs_alone() {
    let mut bank = Bank::new("b", "B");
    bank.questions = vec![Question::new("q", "???", Kind::Fact)];
    for (export_form, form) in WHOLE {
        let text = export(&bank, export_form, &Values::new());
        assert_eq!(imported(form, &text).bank, bank, "{form:?}");
    }
}

#[test]
fn heads_are_known_by_many_names_whatever_their_order() {
    let table = "Category;Sample Answer;Interview Question;Tips;No.;Difficulty\n\
                 Behavioural;\"I did.\nIt worked.\";Tell me about a time you failed.;Be honest;1;hard\n\
                 Empathy, Listening;;What is empathy to you?;;2;\n";
    let imported = imported(Form::Csv, table);
    assert_eq!(
        pairs(&imported),
        [
            ("Tell me about a time you failed.", "I did.\n\nIt worked."),
            ("What is empathy to you?", "")
        ]
    );
    let [failed, empathy] = &imported.bank.questions[..] else { panic!("two") };
    assert_eq!(
        (failed.kind, failed.how_to.as_slice()),
        (Kind::Story, &["Be honest".to_owned()][..])
    );
    assert_eq!(imported.origins[0].kind_because, "given");
    assert_eq!(empathy.abilities, ["Empathy", "Listening"]);
    assert_eq!(imported.bank.role.abilities.len(), 2);
    assert_eq!(lines(&imported), [2, 4]);
    assert_eq!(left(&imported), [(2, "hard", "no head says what it is")]);
    assert!(imported.notes[0].starts_with("The column “No.” only counts"), "{:?}", imported.notes);
}

#[test]
fn words_in_a_column_of_numbers_are_left_out_with_their_line() {
    let imported = imported(Form::Csv, "No,Question\n1,Why?\nlast one,Who?\n");
    assert_eq!(left(&imported), [(3, "last one", "no head says what it is")]);
    let imported = super::super::import(
        br#"[{"no": 1, "question": "Why?"}, {"no": "last one", "question": "Who?"}]"#,
        &Wish::default(),
    );
    let imported = imported.expect("there are questions");
    assert_eq!(left(&imported), [(2, "no: last one", "nothing is called so")]);
    assert!(imported.notes[0].starts_with("“no” only counts"), "{:?}", imported.notes);
}

#[test]
fn without_heads_the_first_column_is_the_question_and_numbers_before_it_count_it() {
    let plain = imported(Form::Csv, "Why us?,\"You care, I care.\",and more\nWho are you?\n\n");
    assert_eq!(pairs(&plain), [("Why us?", "You care, I care."), ("Who are you?", "")]);
    assert_eq!(left(&plain), [(1, "and more", "no head says what it is")]);
    let counted = imported(Form::Tsv, "1\tWhy us?\tYou care.\n2.\tWho?\tMe.\n");
    assert_eq!(pairs(&counted), [("Why us?", "You care."), ("Who?", "Me.")]);
    assert_eq!(counted.notes, ["Column 1 only counts the questions, which a bank does itself."]);
}

#[test]
fn what_parts_the_cells_is_found_out() {
    for table in [
        "front;back\nWhy, oh why?;So, so.\n",
        "front|back\nWhy, oh why?|So, so.\n",
        "Why, oh why?\tSo, so.\nWho?\tI, me, we.\n",
    ] {
        assert_eq!(pairs(&imported(Form::Csv, table))[0], ("Why, oh why?", "So, so."), "{table}");
    }
}

#[test]
fn further_answers_bullets_and_follow_ups_go_where_they_belong() {
    let table = "question,answer,answer 2,key points,follow-ups,what not to say,why they ask\n\
                 Why?,\"- one\n- two\",Else.,\"• a\n• b\",\"result: And then?\nWho helped?\",Lies,Trust\n";
    let question = imported(Form::Csv, table).bank.questions.remove(0);
    assert_eq!(question.model_answer, "• one\n\n• two");
    assert_eq!(question.more_answers, ["Else."]);
    assert_eq!(
        (question.points.join(" "), question.avoid.join(" ")),
        ("a b".into(), "Lies".into())
    );
    let probes: Vec<_> =
        question.probes.iter().map(|probe| (probe.part.word(), probe.ask.as_str())).collect();
    assert_eq!(probes, [("result", "And then?"), ("general", "Who helped?")]);
    assert_eq!(question.looks_for, "Trust");
}

#[test]
fn how_long_to_answer_is_taken_over_and_what_is_no_such_length_is_left_out_with_its_line() {
    let why = super::super::target::NO_TARGET;
    let bands = |imported: &Imported| -> Vec<Option<Band>> {
        imported.bank.questions.iter().map(|question| question.own_band).collect()
    };
    let half = Some(Band::secs(30, 60));
    let table =
        imported(Form::Csv, "question,target\nWhy?,30–60 s\nHow?,Mid-sized firms\nWho?,0-9\n");
    assert_eq!(bands(&table), [half, None, None]);
    assert_eq!(left(&table), [(3, "Mid-sized firms", why), (4, "0-9", why)]);
    let json = imported(
        Form::Json,
        "[{\"question\": \"Why?\",\n\"band_secs\": [30, 60.0]},\n\
         {\"question\": \"How?\",\n\"target\": [60, 30]},\n\
         {\"question\": \"Who?\",\n\"target\": \"1 to 2 minutes\"}]",
    );
    assert_eq!(bands(&json), [half, None, Some(Band::secs(60, 120))]);
    assert_eq!(left(&json), [(4, "target: 60, 30", why)]);
}

#[test]
fn what_greenroom_wrote_and_somebody_spoilt_is_left_out_too() {
    let mut bank = Bank::new("mine", "Mine");
    bank.questions = vec![Question::new("why", "Why?", Kind::Fact)];
    bank.questions[0].own_band = Band::own(30, 60);
    for (export_form, form, good, bad) in [
        (ExportForm::Csv, Form::Csv, "30 to 60 s", "60 to 30 s"),
        (ExportForm::Anki, Form::Anki, "30 to 60 s", "30 Jan"),
        (ExportForm::Json, Form::Json, "30,", "0,"),
        (ExportForm::Toml, Form::Bank, "[30, 60]", "[30]"),
    ] {
        let text = export(&bank, export_form, &Values::new());
        assert_eq!(imported(form, &text).bank, bank, "{form:?}");
        let spoilt = imported(form, &text.replace(good, bad));
        assert_eq!(spoilt.bank.questions[0].own_band, None, "{form:?}");
        assert_eq!(spoilt.left_out.len(), 1, "{form:?}: {:?}", spoilt.left_out);
    }
}

#[test]
fn rows_without_a_question_are_left_out_with_their_line() {
    let imported = imported(Form::Csv, "question,answer\n,lost\nWhy?,So.\n\n,\n");
    assert_eq!(pairs(&imported), [("Why?", "So.")]);
    assert_eq!(
        left(&imported),
        [(2, ",lost", "there is no question in it"), (5, ",", "there is no question in it")]
    );
}

#[test]
fn a_quote_that_is_never_closed_swallows_nothing() {
    let table = "question,answer\nWhy?,So.\nHow?,\"Well\nWho?,Me.\nWhen?,Now.\n";
    let imported = imported(Form::Csv, table);
    assert_eq!(
        pairs(&imported),
        [("Why?", "So."), ("How?", "\"Well"), ("Who?", "Me."), ("When?", "Now.")]
    );
    assert_eq!(lines(&imported), [2, 3, 4, 5]);
    assert!(imported.notes[0].contains("line 3 is never closed"), "{:?}", imported.notes);
}

#[test]
fn anki_notes_are_read_with_their_head_lines_in_html_or_not() {
    let notes = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n\
                 x1\tBasic\tJobs\tWhy <b>us</b>?\t\"<div>You &amp; I.</div><div>Yes &lt;3[sound:a.mp3]</div>\"\tbehavioral team::Soft_Skills\n\
                 x2\tBasic\tJobs\tWho?\t<ul><li>Me</li><li>You</li></ul>\t\n";
    let imported = imported(Form::Anki, notes);
    assert_eq!(pairs(&imported), [("Why us?", "You & I.\n\nYes <3"), ("Who?", "• Me\n\n• You")]);
    assert_eq!(lines(&imported), [7, 8]);
    assert_eq!(imported.bank.questions[0].kind, Kind::Story);
    assert_eq!(imported.bank.questions[0].abilities, ["Soft Skills"]);
    let notes = imported.notes.join(" ");
    assert!(
        notes.contains("1 sound was left out")
            && notes.contains("Anki’s own columns (note ids, note types, decks)"),
        "{notes}"
    );
}

#[test]
fn anki_notes_may_be_plain_named_and_commented() {
    let notes = "#separator:Semicolon\n#deck:Jobs::Interviews\n#columns:Back;Front\n# mine\nYou <i>.;Why us?\n#old;gone\n";
    let imported = imported(Form::Anki, notes);
    assert_eq!(pairs(&imported), [("Why us?", "You <i>.")]);
    assert_eq!(imported.bank.title, "Interviews");
    assert_eq!(left(&imported), [(4, "# mine", "a comment"), (6, "#old;gone", "a comment")]);
}

#[test]
fn json_is_read_in_the_shapes_that_people_use() {
    for text in [
        r#"[{"question": "Why?", "answer": "So."}, {"q": "Who?", "a": "Me."}]"#,
        r#"{"title": "T", "questions": [{"prompt": "Why?", "model_answer": "So."}, {"front": "Who?", "back": "Me."}]}"#,
        r#"{"Why?": "So.", "Who?": "Me."}"#,
        r#"[["Why?", "So."], ["Who?", "Me."]]"#,
        "{\"question\": \"Why?\", \"answer\": \"So.\"}\n{\"question\": \"Who?\", \"answer\": \"Me.\"}\n",
        r#"{"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": [
            {"@type": "Question", "name": "Why?", "acceptedAnswer": {"@type": "Answer", "text": "So."}},
            {"@type": "Question", "name": "Who?", "acceptedAnswer": {"@type": "Answer", "text": "Me."}}]}"#,
        r#"{"general": [{"question": "Why?", "answer": "So."}], "technical": [{"question": "Who?", "answer": "Me."}]}"#,
    ] {
        let imported = imported(Form::Json, text);
        assert_eq!(pairs(&imported), [("Why?", "So."), ("Who?", "Me.")], "{text}");
        assert_eq!(left(&imported), [], "{text}");
    }
    assert_eq!(pairs(&imported(Form::Json, r#"["Why?", "Who?"]"#)), [("Why?", ""), ("Who?", "")]);
}

#[test]
fn json_keeps_what_belongs_to_a_question_and_leaves_out_the_rest_with_its_line() {
    let text = r#"{
  "title": "Mine",
  "colour": "red",
  "questions": [
    {
      "id": "../x", "question": "Why?", "answers": ["So.", "Or so."], "tags": ["technical", "Care"],
      "tips": ["Smile"], "years": 3
    },
    {"answer": "No question"},
    {"id": "../x", "question": "Who?", "kind": "opener"}
  ]
}"#;
    let imported = imported(Form::Json, text);
    let [why, who] = &imported.bank.questions[..] else { panic!("two") };
    assert_eq!(
        (why.model_answer.as_str(), why.more_answers.as_slice()),
        ("So.", &["Or so.".to_owned()][..])
    );
    assert_eq!((why.kind, who.kind), (Kind::Fact, Kind::Opener));
    assert_eq!((why.abilities.join(""), why.how_to.join("")), ("Care".into(), "Smile".into()));
    assert_eq!((why.id.as_str(), who.id.as_str()), ("x", "x-2"));
    assert!(imported.notes.iter().any(|note| note.contains("1 id stands there more than once")));
    assert_eq!(lines(&imported), [6, 10]);
    let why_left = "nothing is called so";
    assert_eq!(
        left(&imported),
        [
            (3, "colour: red", why_left),
            (7, "years: 3", why_left),
            (9, "answer: No question", "there is no question in it")
        ]
    );
}

#[test]
fn another_bank_is_read_and_what_is_wrong_with_it_said() {
    let text = "id = \"a\"\ntitle = \"T\"\n\n[[question]]\nid = \"q\"\nask = \"Why?\"\nkind = \"fact\"\ncolour = 1\n";
    let good = imported(Form::Bank, text);
    assert_eq!((good.bank.id.as_str(), lines(&good)), ("a", vec![4]));
    assert_eq!(left(&good), [(8, "colour = 1", "not as a bank is written")]);
    assert!(good.notes[0].starts_with("Line 8: This key means nothing here; "), "{:?}", good.notes);
    assert!(refused(Form::Bank, "Dear all,").starts_with("This is no bank of Greenroom’s. "));
}

#[test]
fn hostile_tables_end_in_clean_text() {
    let wide =
        format!("{}\n{}\n", vec!["question"; 10_000].join(","), vec!["Why?"; 10_000].join(","));
    let wide = imported(Form::Csv, &wide);
    assert_eq!((wide.bank.questions.len(), wide.left_out.len()), (1, 1));
    let nul = imported(Form::Csv, "question,answer\nWh\u{0}y?,\u{1b}So\u{202e}.\n");
    assert_eq!(pairs(&nul), [("Why?", "So.")]);
    let same =
        imported(Form::Csv, "id,question,answer\n../x,Why?,So.\n../x,Who?,Me.\n../x,How?,Well.\n");
    let ids: Vec<&str> = same.bank.questions.iter().map(|question| question.id.as_str()).collect();
    assert_eq!(ids, ["x", "x-2", "x-3"]);
}

#[test]
fn more_questions_than_a_bank_may_have_are_left_out_and_the_rest_is_kept() {
    let table: String = (0..20_050).map(|n| format!("Why {n}?,So.\n")).collect();
    let imported = imported(Form::Csv, &table);
    assert_eq!(imported.bank.questions.len(), 20_000);
    assert_eq!(imported.left_out.len(), 100);
    assert_eq!(imported.left_out[0].line, 20_001);
}

/// Whether a bank is written and read again without a word.
fn assert_read_again(imported: &Imported) {
    let reading = read_bank(&crate::bank::to_toml(&imported.bank), "again");
    assert_eq!(reading.problems, []);
    assert!(reading.bank.as_ref() == Some(&imported.bank));
}

#[test]
fn what_a_question_has_too_many_of_is_left_out_with_its_line() {
    let cell = |word: &str| (0..1_003).map(|n| format!("{word} {n}\n")).collect::<String>();
    let table = format!(
        "question,points,follow-ups,abilities\nWho?,,,\nWhy?,\"{}\",\"{}\",\"{}\"\n",
        cell("point"),
        cell("probe"),
        cell("ability")
    );
    let imported = imported(Form::Csv, &table);
    let why = &imported.bank.questions[1];
    assert_eq!((why.points.len(), why.probes.len(), why.abilities.len()), (1_000, 1_000, 1_000));
    let mut texts: Vec<&str> = imported.left_out.iter().map(|left| left.text.as_str()).collect();
    texts.sort_unstable();
    let mut expected = Vec::new();
    for word in ["ability", "point", "probe"] {
        expected.extend((1_000..1_003).map(|n| format!("{word} {n}")));
    }
    assert_eq!(texts, expected);
    assert!(imported.left_out.iter().all(|left| left.line == 3));
    assert_read_again(&imported);
}

#[test]
fn what_a_role_has_too_many_of_is_left_out() {
    let duties: Vec<String> = (0..1_002).map(|n| format!("Duty {n}")).collect();
    let json = serde_json::json!({
        "role": { "duties": duties, "tasks": (0..999).map(|n| format!("Task {n}")).collect::<Vec<_>>() },
        "questions": [
            { "question": "Why?", "tasks": ["Task 0", "Other", "Too much"] },
            { "question": "Who?", "tasks": ["Too much", "Task 1"] },
        ],
    });
    let text = serde_json::to_string_pretty(&json).expect("it is written into memory");
    let imported = imported(Form::Json, &text);
    assert_eq!((imported.bank.role.duties.len(), imported.bank.role.tasks.len()), (1_000, 1_000));
    let texts: Vec<&str> = imported.left_out.iter().map(|left| left.text.as_str()).collect();
    let mut sorted = texts.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["Duty 1000", "Duty 1001", "Too much", "Too much"]);
    assert_eq!(imported.bank.questions[1].tasks, ["Task 1"]);
    assert_read_again(&imported);
}

#[test]
fn hostile_json_is_refused_with_a_sentence() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(
        refused(Form::Json, &deep).contains("recursion limit"),
        "{}",
        refused(Form::Json, &deep)
    );
    let objects = "{\"a\":".repeat(100_000);
    assert!(refused(Form::Json, &objects).contains("recursion limit"));
    let huge = format!("[{{\"question\": \"Why?\", \"years\": 1{}}}]", "0".repeat(100_000));
    assert!(refused(Form::Json, &huge).contains("number out of range"));
    let many = format!("[{}0]", "0,".repeat(3_000_000));
    assert!(refused(Form::Json, &many).contains("too many values"));
    assert!(
        refused(Form::Json, "{\"question\": ").starts_with("This is no JSON that can be read: EOF")
    );
    assert!(refused(Form::Json, "7").starts_with("No question was found"));
    let nul = imported(
        Form::Json,
        r#"[{"question": "Wh\u0000y?", "answer": "\u202eSo.", "id": "../../etc"}]"#,
    );
    assert_eq!(pairs(&nul), [("Why?", "So.")]);
    assert_eq!(nul.bank.questions[0].id, "etc");
}

#[test]
fn what_is_too_large_is_refused_whatever_it_is() {
    for form in [Form::Csv, Form::Json, Form::Anki, Form::Bank] {
        assert!(refused(form, &"a".repeat(MAX_BYTES + 1)).contains("33 MiB, at most 32 MiB"));
    }
}

#[test]
fn ten_thousand_questions_are_read_from_every_form() {
    let mut bank = Bank::new("many", "Many");
    bank.questions = (0..10_000)
        .map(|n| Question::new(format!("q{n}"), format!("Ask {n}?"), Kind::Fact))
        .collect();
    for (export_form, form) in WHOLE {
        assert!(
            imported(form, &export(&bank, export_form, &Values::new())).bank == bank,
            "{form:?}"
        );
    }
}
