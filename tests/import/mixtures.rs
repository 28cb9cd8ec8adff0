//! Whatever comes in: nothing crashes, and no text is lost.

use std::fmt::Write as _;

use greenroom::bank::{Form, Imported, Wish, import, read, to_toml};
use proptest::prelude::*;

/// Everything that is in the bank or was left out, in one text.
fn kept(imported: &Imported) -> String {
    let mut all = format!("{:?}", imported.bank);
    for left in &imported.left_out {
        write!(all, " {} ", left.text).expect("a string can be written to");
    }
    all
}

/// A piece of an article; `#` stands for words that occur nowhere else.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Question 1\n\n#?\nAnswer:\n#\n\n",
        "Question 2\n\n",
        "Question: #? Answer: #\n",
        "Q: #?\nA: #\n",
        "Q 7. Tell me about #\nAns: # #\n\n#\n",
        "1. #?\n- #\n- #\n",
        "2. #\n\n#\n",
        "3) Why #?\n",
        "#\n",
        "#?\n",
        "\n",
        "\n\n",
        "# #\n",
        "## Why #?\n",
        "### Tips\n\n#\n",
        "**How #?**\n#\n",
        "**#:** #\n",
        "• #: #\n• #\n",
        "Essential Tasks\n\n• #: #\n",
        "Must-Have Abilities\n\n#\n\n• #: #\n",
        "Asking the Right Questions\n\n#\n\n- #?\n",
        "Decoding the Interviewer’s Mindset\n\n#\n",
        "How to answer: #\n",
        "How to answer\n#\n",
        "What not to say: “#”\n",
        "Why they ask: #\n",
        "Example Answer: “#”\n",
        "Sample answer 2:\n\n#\n\n#\n",
        "Follow-up questions:\n- #?\n",
        "Key points\n1. #\n2. #\n",
        "Related articles\n\n#\n",
        "Skills of a #\n\n#\n",
        "## Tips for #\n\n#\n",
        "Questions to ask #\n\n• #?\n",
        "Q: #? A: # Q: #?\n",
        "Important # Tasks\n",
        "Title Of Something Else\n\n#\n",
        "| Question | Answer |\n|---|---|\n| #? | # |\n",
        "| #? | # | # |\n|---|---|---|\n| # | # | # |\n",
        "<details><summary>#?</summary>\n\n#\n\n</details>\n",
        "<p>#</p>\n",
        "> #\n",
        "    #\n",
        "#\n---\n",
        "```\n#\n#\n```\n",
        "![#](x.png) #\n",
        "#:\n",
        "Posted\n\nin\n\nby\n\n",
        "* * *\n",
        "#.[^1] # :smile: #\n",
        "[^1]: # `#`\n    #\n",
        "#^[#] #\n",
        "Why {{c1::#::#}} and {{c2::#}}?\n",
        "{{c1::# {{c2::#\n",
        "\\(#_2 \\frac{#}{#}\\) #\n",
    ])
}

/// The pieces as one text, each `#` that is not a heading's sign with words of its own; and these words.
fn article(pieces: &[&str]) -> (String, Vec<String>) {
    let (mut text, mut words) = (String::new(), Vec::new());
    for piece in pieces {
        let hashes = piece.len() - piece.trim_start_matches('#').len();
        let is_heading = hashes > 0 && piece[hashes..].starts_with(' ');
        let (sign, rest) = piece.split_at(if is_heading { hashes } else { 0 });
        text.push_str(sign);
        for part in rest.split_inclusive('#') {
            match part.strip_suffix('#') {
                Some(before) => {
                    let word = format!("w{}x", words.len());
                    write!(text, "{before}some {word} here").expect("a string can be written to");
                    words.push(word);
                }
                None => text.push_str(part),
            }
        }
    }
    (text, words)
}

fn html(pieces: &[&str]) -> (String, Vec<String>) {
    let (text, words) = article(pieces);
    let mut page = String::from("<html><body>");
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start_matches(['#', '*', '•', '>', ' ', '|']);
        let element =
            ["p", "h2", "h3", "li", "dt", "dd", "td", "div", "summary", "nav", "tr"][at % 11];
        write!(page, "<{element}>{line}").expect("a string can be written to");
        if at % 3 != 0 {
            write!(page, "</{element}>").expect("a string can be written to");
        }
    }
    (page, words)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_of_an_article_is_in_the_bank_or_left_out(
        pieces in prop::collection::vec(piece(), 1..40),
        form in prop::sample::select(vec![Form::Text, Form::Markdown, Form::Html]),
    ) {
        let (text, words) = if form == Form::Html { html(&pieces) } else { article(&pieces) };
        let wish = Wish { form: Some(form), ..Wish::default() };
        if let Ok(imported) = import(text.as_bytes(), &wish) {
            let kept = kept(&imported);
            for word in words {
                prop_assert!(kept.contains(&word), "{word} of\n{text}\nis not in\n{imported:#?}");
            }
            let bank = &imported.bank;
            prop_assert_eq!(bank.questions.len(), imported.origins.len());
            prop_assert!(bank.questions.iter().all(|question| !question.ask.is_empty()));
            let reading = read(&to_toml(bank), "again");
            prop_assert_eq!(reading.problems, []);
            prop_assert!(reading.bank.as_ref() == Some(bank));
        }
    }

    #[test]
    fn no_bytes_crash_it(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        form in prop::option::of(prop::sample::select(vec![Form::Text, Form::Html, Form::Markdown])),
    ) {
        let wish = Wish { form, ..Wish::default() };
        let _outcome = import(&bytes, &wish);
    }

    #[test]
    fn no_text_crashes_it(
        text in "([<>&;/\"'=a-c?:.|*#_`\\[\\](){}QA1 \n\t•“”’é日\u{200d}\u{202e}-]|<p>|<li>|</ul>|<td>|\n\n|Q: |A: |Answer:\n|Question 1\n){0,120}",
        form in prop::option::of(prop::sample::select(vec![Form::Text, Form::Html, Form::Markdown])),
    ) {
        let wish = Wish { form, ..Wish::default() };
        if let Ok(imported) = import(text.as_bytes(), &wish) {
            prop_assert!(!imported.bank.questions.is_empty());
        }
    }
}
