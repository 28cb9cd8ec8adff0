//! Articles in the shapes that are seen in the wild, written by us.

use std::fs;
use std::path::{Path, PathBuf};

use greenroom::bank::{Form, Imported, Wish, import, read, to_toml};

use crate::shown::shown;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/fixtures")
}

fn imported(name: &str) -> Imported {
    let bytes = fs::read(fixtures().join(name)).expect("a fixture can be read");
    let own_name = name.rsplit('/').next().unwrap_or_default().to_owned();
    let wish = Wish { name: own_name, ..Wish::default() };
    import(&bytes, &wish).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Holds a fixture against the bank that is expected of it. What came instead is written beside the build,
/// so that it can be compared (and copied, once it is right).
pub(crate) fn holds(name: &str) {
    let found = shown(&imported(name));
    let expected = fs::read_to_string(fixtures().join(format!("{name}.expected")));
    if expected.as_deref().unwrap_or_default() == found {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let kept = folder.join(format!("{}.expected", name.replace('/', "-")));
    fs::write(&kept, &found).expect("the build's folder can be written to");
    panic!("{name} came out otherwise; see {}:\n{found}", kept.display());
}

macro_rules! fixtures {
    ($($fact:ident: $name:literal,)*) => {
        $(
            #[test]
            fn $fact() {
                holds($name);
            }
        )*
    };
}

fixtures! {
    an_article_of_numbered_blocks_comes_through_whole: "library-assistant.txt",
    the_same_article_as_a_page_comes_through_whole: "library-assistant.html",
    numbered_questions_with_paragraphs_bullets_and_lists_of_their_own: "numbered.txt",
    questions_and_answers_marked_by_letters: "q-number.txt",
    bold_letters_in_markdown: "q-colon.md",
    question_and_answer_in_words_on_one_line: "question-colon.txt",
    example_answers_and_guidance_under_headings: "example-answers.html",
    headings_as_questions_in_markdown: "headings.md",
    bold_lines_as_questions: "bold.html",
    lists_of_definitions_in_western_letters: "definitions.html",
    letters_of_japan_in_their_own_encoding: "shift-jis.txt",
    lines_broken_to_a_width_in_sixteen_bits: "wrapped-utf16.txt",
    tables_with_and_without_named_columns: "table.md",
    answers_that_unfold: "details.md",
    a_list_of_questions_without_answers: "list-only.txt",
    placeholders_in_all_brackets: "placeholders.txt",
    questions_that_nothing_marks: "lines.txt",
    the_role_before_the_first_question_and_calls_to_the_reader_at_the_end: "role-first.txt",
}

#[test]
fn a_page_gives_the_same_bank_as_its_text() {
    let (text, page) = (imported("library-assistant.txt"), imported("library-assistant.html"));
    assert_eq!((text.form, page.form), (Form::Text, Form::Html));
    assert_eq!(text.bank, page.bank);
}

#[test]
fn every_answer_is_letter_for_letter_in_its_source() {
    let source = fs::read_to_string(fixtures().join("library-assistant.txt"));
    let source = source.expect("a fixture can be read");
    let bank = imported("library-assistant.txt").bank;
    assert_eq!(bank.questions.len(), 20);
    for question in &bank.questions {
        let pair = format!("{}\nAnswer:\n{}\n", question.ask, question.model_answer);
        assert!(source.contains(&pair), "{pair}");
    }
    assert_eq!(bank.questions.iter().map(|one| one.placeholders.len()).sum::<usize>(), 6);
    let role = &bank.role;
    assert_eq!((role.tasks.len(), role.abilities.len()), (5, 6));
    assert!(bank.questions.iter().any(|one| one.model_answer.contains('’')));
}

#[test]
fn a_wished_form_and_title_are_taken() {
    let source = "Q: Why?\nA: Because.";
    let wish = Wish {
        form: Some(Form::Markdown),
        title: Some("My own".to_owned()),
        name: "x.csv".to_owned(),
    };
    let imported = import(source.as_bytes(), &wish).expect("there is a question");
    assert_eq!((imported.form, imported.bank.title.as_str()), (Form::Markdown, "My own"));
    assert_eq!(imported.bank.id, "my-own");
}

#[test]
fn the_same_question_twice_becomes_one_with_both_answers() {
    let source = "Q: Why us?\nA: One.\n\nQ: How?\nA: So.\n\nQ: “Why us”\nA: Two.\n";
    let imported = import(source.as_bytes(), &Wish::default()).expect("there are questions");
    let [first, _] = imported.bank.questions.as_slice() else { panic!("two questions") };
    assert_eq!(first.model_answer, "One.");
    assert_eq!(first.more_answers, ["Two."]);
    assert!(imported.notes.iter().any(|note| note.contains("line 7 as in line 1")));
}

#[test]
fn cells_beyond_the_columns_of_a_table_are_left_out_with_their_line() {
    let source =
        "| Question | Answer |\n|---|---|\n| Why? | So. | Or so. | `a \\| b` |\n| Who? | I. |\n";
    let wish = Wish { form: Some(Form::Markdown), ..Wish::default() };
    let imported = import(source.as_bytes(), &wish).expect("there are questions");
    assert_eq!(imported.bank.questions.len(), 2);
    let [left] = imported.left_out.as_slice() else { panic!("{:?}", imported.left_out) };
    assert_eq!(left.line, 3);
    assert!(left.text.contains("Or so.") && left.text.contains("a \\| b"), "{}", left.text);
}

#[test]
fn what_no_browser_shows_is_said_once() {
    let page =
        "<html><style>p {}</style><script>let why = 1;</script><!-- mine --><p>Q: Why?<p>A: So.";
    let imported = import(page.as_bytes(), &Wish::default()).expect("there is a question");
    assert_eq!(imported.left_out, []);
    let [note] = imported.notes.as_slice() else { panic!("{:?}", imported.notes) };
    assert!(note.starts_with("Scripts, styles, comments"), "{note}");
    let page = "<html><!-- --><script> </script><p>Q: Why?<p>A: So.";
    let imported = import(page.as_bytes(), &Wish::default()).expect("there is a question");
    assert_eq!(imported.notes, Vec::<String>::new());
}

#[test]
fn an_article_with_more_than_a_bank_may_hold_is_bounded_and_read_again() {
    let questions: String =
        (0..20_003).map(|n| format!("Q: Why number {n}?\nA: So.\n\n")).collect();
    let tasks: String = (0..1_004).map(|n| format!("- Task {n}: Doing it.\n")).collect();
    let imported =
        import(format!("Essential tasks:\n{tasks}\n{questions}").as_bytes(), &Wish::default());
    let imported = imported.expect("there are questions");
    let bank = &imported.bank;
    assert_eq!((bank.questions.len(), bank.role.tasks.len()), (20_000, 1_000));
    // Their lines, and the heading's.
    assert_eq!(imported.left_out.len(), 1 + 4 + 2 * 3);
    assert_eq!(
        (imported.left_out[1].line, imported.left_out[1].text.as_str()),
        (1_002, "Task 1000: Doing it.")
    );
    let reading = read(&to_toml(bank), "again");
    assert_eq!(reading.problems, []);
    assert!(reading.bank.as_ref() == Some(bank));
}
