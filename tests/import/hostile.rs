//! Sources that mean harm, or are no text at all.

use greenroom::bank::{Bank, Form, ImportError, Imported, MAX_IMPORT_BYTES, Wish, import};

fn read(source: &[u8]) -> Result<Imported, ImportError> {
    import(source, &Wish::default())
}

fn bank(source: &str) -> Bank {
    read(source.as_bytes()).expect("there is a question").bank
}

fn is_id(id: &str) -> bool {
    let allowed = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    !id.is_empty() && id.len() <= 40 && id.chars().all(allowed)
}

#[test]
fn a_hundred_megabytes_are_refused_before_they_are_decoded() {
    let source = vec![0xff_u8; 100_000_000];
    assert_eq!(read(&source), Err(ImportError::TooLarge { mib: 96 }));
    let source = vec![b' '; MAX_IMPORT_BYTES];
    assert!(matches!(read(&source), Err(ImportError::NoQuestion(_))));
}

#[test]
fn elements_nested_a_hundred_thousand_deep_are_read() {
    for (open, close) in [("<div>", "</div>"), ("<ul><li>", "</li></ul>"), ("<b><i>", "</i></b>")] {
        let source = format!(
            "<html>{}<p>Q: Why so deep?</p><p>A: To see.</p>{}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        let questions = bank(&source).questions;
        assert_eq!(questions[0].ask, "Why so deep?");
        assert_eq!(questions[0].model_answer, "To see.");
    }
    let source = format!("<html><p>Why?</p>{}", "<table><tr><td>".repeat(100_000));
    assert_eq!(bank(&source).questions.len(), 1);
}

#[test]
fn markdown_nested_deep_is_read() {
    for nested in [">".repeat(20_000), "[".repeat(20_000), "*a ".repeat(20_000), "`".repeat(20_001)]
    {
        let wish = Wish { form: Some(Form::Markdown), ..Wish::default() };
        let source = format!("# Why?\n\nBecause.\n\n{nested} x\n");
        let imported = import(source.as_bytes(), &wish).expect("there is a question");
        assert_eq!(imported.bank.questions[0].ask, "Why?");
    }
}

#[test]
fn a_tag_with_a_hundred_thousand_attributes_is_read() {
    let attributes: String = (0..100_000).map(|at| format!("a{at} ")).collect();
    let source = format!("<html><p {attributes}>Why?</p><p>So.</p>");
    let questions = bank(&source).questions;
    assert_eq!(questions[0].ask, "Why?");
}

#[test]
fn control_characters_and_turned_writing_are_taken_out_and_said() {
    let source = "Q: Why\0 \u{202e}us\u{202c}?\nA: Be\u{200b}cause\u{7} of \u{2066}it\u{2069}, \u{feff}really.\n";
    let imported = read(source.as_bytes()).expect("there is a question");
    let question = &imported.bank.questions[0];
    assert_eq!(question.ask, "Why us?");
    assert_eq!(question.model_answer, "Because of it, really.");
    assert!(
        imported.notes.iter().any(|note| note.contains("8 invisible signs")),
        "{:?}",
        imported.notes
    );
    // The same written as entities.
    let page = "<html><p>Q: Why &#8238;us&#8236;?</p><p>A: Be&#8203;cause.</p>";
    let imported = read(page.as_bytes()).expect("there is a question");
    assert_eq!(imported.bank.questions[0].ask, "Why us?");
    assert_eq!(imported.bank.questions[0].model_answer, "Because.");
}

#[test]
fn letters_of_other_scripts_and_joined_emoji_stay() {
    let answer = "שלום עליכם، سلام می‌خواهم 👩\u{200d}🔧 naïve 日本語 “so” – …";
    let source = format!("Q: למה?\nA: {answer}\n");
    let imported = read(source.as_bytes()).expect("there is a question");
    assert_eq!(imported.bank.questions[0].model_answer, answer);
    assert_eq!(imported.notes, Vec::<String>::new());
}

#[test]
fn a_title_is_never_a_path() {
    for title in [
        "../../etc/passwd",
        "..\\..\\boot",
        "/",
        "CON",
        "..",
        "a/../../b",
        "~",
        ".hidden",
        "\u{202e}x/../y",
    ] {
        let wish =
            Wish { title: Some(title.to_owned()), name: title.to_owned(), ..Wish::default() };
        let imported = import("Q: Why?\nA: So.".as_bytes(), &wish).expect("there is a question");
        assert!(is_id(&imported.bank.id), "{title}: {}", imported.bank.id);
        let titled = format!("# {title}\n\n## Why?\n\nSo.\n");
        let imported = read(titled.as_bytes()).expect("there is a question");
        assert!(is_id(&imported.bank.id), "{title}: {}", imported.bank.id);
    }
}

#[test]
fn ids_are_told_apart_however_alike_the_questions_are() {
    let source: String =
        (0..3_000).map(|at| format!("Q: Why {}?\nA: {at}.\n\n", "?".repeat(at % 7))).collect();
    assert_eq!(bank(&source).questions.len(), 1);
    let source: String = (0..3_000)
        .map(|at| {
            format!(
                "Q: Where would the same old question lead, {}?\nA: {at}.\n\n",
                "in ".repeat(at)
            )
        })
        .collect();
    let questions = bank(&source).questions;
    let mut ids: Vec<&str> = questions.iter().map(|question| question.id.as_str()).collect();
    assert!(ids.iter().all(|id| is_id(id)));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), questions.len());
}

#[test]
fn what_is_no_text_is_refused_with_what_to_do() {
    let noise: Vec<u8> =
        (0..4_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for (source, expected) in [
        (b"PK\x03\x04rest".as_slice(), "Save it as plain text"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"SQLite format 3\0", "Export its notes"),
        (noise.as_slice(), "no text"),
    ] {
        let error = read(source).expect_err("it is no text").to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn nothing_and_no_question_are_told() {
    for source in ["", "\n\n", "Just a sentence.", "<html><body></body></html>"] {
        let error = read(source.as_bytes()).expect_err("there is no question").to_string();
        assert!(error.starts_with("No question was found in it."), "{error}");
    }
}

#[test]
fn encodings_are_recognised() {
    let text = "Q: Why “naïve” – Ünïcödé?\nA: It’s a café, isn’t it? Zürich, Kraków… déjà vu.\n";
    let western: Vec<u8> = text
        .replace("Krak\u{f3}w", "Krakow")
        .chars()
        .map(|sign| match sign {
            '“' => 0x93,
            '”' => 0x94,
            '’' => 0x92,
            '–' => 0x96,
            '…' => 0x85,
            sign => u8::try_from(u32::from(sign)).expect("a western letter"),
        })
        .collect();
    let sixteen = |swap: bool| -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    for (source, expected) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        (marked, "UTF-8"),
        (western, "windows-1252"),
        (sixteen(false), "UTF-16LE"),
        (sixteen(true), "UTF-16BE"),
    ] {
        let imported = read(&source).expect("there is a question");
        assert_eq!(imported.encoding, expected);
        assert_eq!(imported.bank.questions[0].ask, "Why “naïve” – Ünïcödé?", "{expected}");
    }
}

#[test]
fn a_damaged_byte_is_shown_and_said() {
    let mut source =
        "Q: Why “us”?\nA: Because it’s “so” — “so” — “so” — “so” — “so” X.\n".as_bytes().to_vec();
    let at = source.iter().position(|byte| *byte == b'X').expect("it is there");
    source[at] = 0xff;
    let imported = read(&source).expect("there is a question");
    assert_eq!(imported.encoding, "UTF-8");
    assert!(imported.bank.questions[0].model_answer.ends_with("“so” \u{fffd}."));
    assert!(imported.notes.iter().any(|note| note.contains("1 place could not be read")));
}

#[test]
fn a_text_longer_than_a_bank_may_hold_is_cut_and_the_rest_is_left_out() {
    let long = "word ".repeat(20_000);
    let imported =
        read(format!("Q: Why?\nA: {long}end.\n").as_bytes()).expect("there is a question");
    let answer = &imported.bank.questions[0].model_answer;
    let left = &imported.left_out[0];
    assert!(answer.len() <= 64 * 1024);
    assert!(left.text.ends_with("word end."));
    let words = answer.split(' ').count() + left.text.split(' ').count();
    assert_eq!(words, 20_001);
}

#[test]
fn more_pieces_than_any_list_has_are_refused_before_they_take_memory() {
    for (form, piece, expected) in [
        (Form::Text, "a\n", "too many lines"),
        (Form::Csv, "a?,b\n", "too many lines"),
        (Form::Anki, "a\tb\n", "too many lines"),
        (Form::Anki, "<b>", "too many tags"),
        (Form::Markdown, "* a\n", "too many lines"),
        (Form::Markdown, "[a](", "too many marks"),
        (Form::Html, "<p>a", "too many tags"),
        (Form::Bank, "[],", "too many values"),
        (Form::Json, "[],", "too many values"),
    ] {
        let head = if matches!(form, Form::Bank | Form::Json) { "[" } else { "" };
        let source = format!("{head}{}", piece.repeat(2_000_001));
        let wish = Wish { form: Some(form), ..Wish::default() };
        let refusal = import(source.as_bytes(), &wish).expect_err("it is too much").to_string();
        assert!(refusal.contains(expected), "{form:?}: {refusal}");
    }
}
