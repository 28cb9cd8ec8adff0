use super::super::{Form, Imported, Wish, import};

fn imported(form: Form, text: &str) -> Imported {
    let wish = Wish { form: Some(form), ..Wish::default() };
    import(text.as_bytes(), &wish).unwrap_or_else(|problem| panic!("{problem}: {text}"))
}

/// The first question with its answer.
fn first(imported: &Imported) -> (&str, &str) {
    let question = &imported.bank.questions[0];
    (question.ask.as_str(), question.model_answer.as_str())
}

#[test]
fn a_gap_to_guess_is_a_gap_and_its_words_are_in_the_answer() {
    for (note, ask, answer) in [
        ("First is {{c1::airway::which letter?}}.", "First is … [which letter?].", "airway"),
        ("First is {{c1::airway}}.", "First is ….", "airway"),
        ("{{c1::One}} and {{c2::two::a number}}", "… and … [a number]", "One; two"),
        ("{{c1::the {{c2::left}} lung}} only", "… only", "the left lung"),
        (
            "{{c1::the {{c2::left::side}} lung::organ}} only",
            "… [organ, side] only",
            "the left lung",
        ),
        ("Use {{c1::std::vec}} now", "Use … [vec] now", "std"),
        ("{{c1,2::Both}} cards", "… cards", "Both"),
        ("{{c1::never closed", "{{c1::never closed", ""),
        ("{{c1::never::closed {{c2::but this}}", "{{c1::never::closed but this", ""),
        ("{{company}} and {c1::x}", "{{company}} and {c1::x}", ""),
    ] {
        for (form, head) in [(Form::Anki, "#separator:tab\n"), (Form::Tsv, "question\tanswer\n")] {
            let imported = imported(form, &format!("{head}{note}\t\n"));
            assert_eq!(first(&imported), (ask, answer), "{note}");
            assert!(imported.left_out.is_empty(), "{:?}", imported.left_out);
        }
    }
}

#[test]
fn what_the_answer_says_already_is_not_said_twice() {
    let of = |answer: &str| {
        let text = format!("#separator:tab\nFirst is {{{{c1::Airway}}}}.\t{answer}\n");
        first(&imported(Form::Anki, &text)).1.to_owned()
    };
    assert_eq!(of("It is the airway."), "It is the airway.");
    assert_eq!(of("See page 3."), "Airway\n\nSee page 3.");
    assert_eq!(of("{{c1::Airway}}, then breathing"), "Airway, then breathing");
}

#[test]
fn tags_that_are_ankis_own_are_no_abilities_and_pictures_are_counted() {
    let text = "#separator:tab\n#html:true\n#tags column:3\n\
                Why?<img src=\"a.png\">\t<b>So.</b> <IMG src='b.png'>\tleech Care Marked\n\
                How?\tSo.\tnurse::LEECH\n";
    let imported = imported(Form::Anki, text);
    assert_eq!(imported.bank.questions[0].abilities, ["Care"]);
    assert!(imported.bank.questions[1].abilities.is_empty());
    assert_eq!(first(&imported), ("Why?", "So."));
    let has = |words: &str| imported.notes.iter().any(|note| note.contains(words));
    assert!(has("2 pictures were left out"), "{:?}", imported.notes);
    assert!(has("leech, marked"), "{:?}", imported.notes);
}

#[test]
fn formulas_become_plain_text() {
    for (written, read) in [
        (r"\(SpO_2\) is low", "SpO2 is low"),
        (r"\[E = mc^2\] it says", "E = mc² it says"),
        (r"[$]\frac{a+b}{c}[/$] of it", "(a+b)/c of it"),
        (r"[latex]\alpha \leq 5\,\%[/latex] then", "α ≤ 5 % then"),
        (r"\(\text{Na}^{+}\) and \(37^{\circ}\)C", "Na^+ and 37°C"),
        (r"a \( that is never closed", r"a \( that is never closed"),
        (r"C:\Users and \[x", r"C:\Users and \[x"),
    ] {
        let imported = imported(Form::Anki, &format!("#separator:tab\n{written}?\t{written}\n"));
        assert_eq!(first(&imported), (format!("{read}?").as_str(), read), "{written}");
    }
}

#[test]
fn footnotes_are_left_out_and_are_no_blanks() {
    let markdown = "## Are you sure?\n\nI am sure.[^1] Quite.[^note] By *hand*^[or by [foot]].\n\n\
                    [^1]: A **footnote** with `code`\n    in two lines.\n\n[^note]: Why another?\n";
    let found = imported(Form::Markdown, markdown);
    assert_eq!(first(&found), ("Are you sure?", "I am sure. Quite. By hand."));
    assert!(found.bank.questions[0].placeholders.is_empty());
    assert_eq!(found.bank.questions.len(), 1);
    let left: Vec<_> = found.left_out.iter().map(|left| (left.text.as_str(), left.why)).collect();
    for text in ["A footnote with code in two lines.", "Why another?", "or by [foot]"] {
        assert!(left.contains(&(text, super::FOOTNOTE)), "{text}: {left:?}");
    }
    let text = "Q: Are you sure?\nA: I am sure.[^1]\n\n[^1]: A footnote.\n";
    let found = imported(Form::Text, text);
    assert_eq!(first(&found).1, "I am sure.");
    assert!(found.left_out.iter().any(|left| left.text == "A footnote."), "{:?}", found.left_out);
    let found = imported(Form::Csv, "question,answer\nIs 2^10 [^a] much?,Yes [^2]\n");
    assert_eq!(first(&found), ("Is 2^10 much?", "Yes"));
}

#[test]
fn emoji_by_name_are_left_out_and_times_and_ratios_stay() {
    for (written, read) in [
        ("Why :smile: so?", "Why so?"),
        (":+1::tada: Good", "Good"),
        ("Fine :white_check_mark:.", "Fine ."),
        ("At 12:30:15 sharp", "At 12:30:15 sharp"),
        ("A 2:1:4 mix", "A 2:1:4 mix"),
        ("std::vec::new", "std::vec::new"),
        ("Note: this: that", "Note: this: that"),
        ("http://a.b:80:x", "http://a.b:80:x"),
        ("See :ref:`x`", "See :ref:`x`"),
    ] {
        let imported = imported(Form::Csv, &format!("question,answer\nWhy?,\"{written}\"\n"));
        assert_eq!(first(&imported).1, read);
    }
    let found = imported(Form::Csv, "question,answer\nWhy? :smile:,:smile: :tada: Yes\n");
    let note = "3 emoji written by name left out (:smile:, :tada:).";
    assert!(found.notes.iter().any(|one| one == note), "{:?}", found.notes);
}

#[test]
fn a_first_line_that_names_the_separator_decides_it_and_is_no_question() {
    // A cell in quotes where its own signs would part it.
    let rows = |sep: &str, line: &str| {
        let why = if sep == "," { "\"Why, then?\"" } else { "Why, then?" };
        format!("{line}\nQuestion{sep}Answer\n{why}{sep}\"So, there; yes\"\nHow?{sep}Thus\n")
    };
    let sources = [
        rows(";", "sep=;"),
        rows(",", "sep=,"),
        rows(";", "\"sep=;\""),
        rows("\t", "sep=\t"),
        rows("\t", "sep=\\t"),
        rows("|", "SEP=|"),
        rows(";", "sep=;;"),
        rows(";", "sep="),
    ];
    for source in sources {
        let crlf = source.replace('\n', "\r\n");
        let utf_16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(crlf.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let bom = format!("\u{feff}{source}").into_bytes();
        for (bytes, name) in [
            (source.clone().into_bytes(), ""),
            (bom, "list.csv"),
            (utf_16, "list.txt"),
            (crlf.into_bytes(), "list.tsv"),
        ] {
            let wish = Wish { name: name.to_owned(), ..Wish::default() };
            let found =
                import(&bytes, &wish).unwrap_or_else(|problem| panic!("{problem}: {source}"));
            let pairs: Vec<_> = found
                .bank
                .questions
                .iter()
                .map(|one| (one.ask.as_str(), one.model_answer.as_str()))
                .collect();
            assert_eq!(pairs, [("Why, then?", "So, there; yes"), ("How?", "Thus")], "{source:?}");
            let lines: Vec<_> = found.origins.iter().map(|origin| origin.line).collect();
            assert_eq!(lines, [3, 4], "as they are counted in the file");
            assert_eq!(found.left_out, []);
        }
    }
}

#[test]
fn signs_that_are_never_closed_cost_no_more_than_others() {
    for sign in [
        "{{c1::",
        "\\(",
        "^[",
        "[^1",
        "[latex]",
        ":a",
        "[$]\\frac{",
        "{{c1::a::b}}",
        "{{c1::a}}{{c2::",
        "\\(a\\) ",
    ] {
        let text = format!("question,answer\nWhy?,{}\n", sign.repeat(100_000));
        let wish = Wish { form: Some(Form::Csv), ..Wish::default() };
        let found = import(text.as_bytes(), &wish).expect("a table of one question");
        assert_eq!(found.bank.questions.len(), 1, "{sign}");
    }
}
