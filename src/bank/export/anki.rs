//! A bank as Anki reads it: "Notes in plain text", a card a line, question in front and answer behind.
//!
//! Anki passes over head lines it does not know; one of them holds what is no card (the bank's name, its role
//! and the questions to ask back), so that Greenroom reads the same bank again.

use std::borrow::Cow;

use super::columns;
use super::json;
use crate::bank::model::{Bank, Question};

/// The head line that holds what is no card, as JSON.
pub(in crate::bank) const HEAD_KEY: &str = "#greenroom:";

/// The bank as notes.
pub(super) fn to_anki(bank: &Bank) -> String {
    written(bank).expect("notes are written into memory, all of them as long as the head")
}

fn written(bank: &Bank) -> Result<String, Box<dyn std::error::Error>> {
    let more_answers = columns::most_more_answers(&bank.questions);
    let mut heads = columns::heads(["Front", "Back"], more_answers);
    heads.push("Tags".into());
    let mut text = "#separator:tab\n#html:false\n#notetype:Basic\n".to_owned();
    text.extend(["#tags column:", &heads.len().to_string(), "\n"]);
    text.extend(["#columns:", &heads.join("\t"), "\n"]);
    text.extend([HEAD_KEY, &json::head_line(bank), "\n"]);
    let mut out = csv::WriterBuilder::new()
        .delimiter(b'\t')
        .comment(Some(b'#'))
        .from_writer(text.into_bytes());
    for question in &bank.questions {
        let cells = columns::cells(question, more_answers);
        let tags = Cow::Owned(tags(question));
        out.write_record(cells.iter().chain([&tags]).map(|cell| cell.as_bytes()))?;
    }
    Ok(String::from_utf8(out.into_inner()?)?)
}

/// Its kind and the abilities it asks for: words without spaces, since spaces part tags.
fn tags(question: &Question) -> String {
    let abilities = question.abilities.iter().map(|name| name.replace(' ', "_"));
    let all: Vec<String> =
        std::iter::once(question.kind.word().to_owned()).chain(abilities).collect();
    all.join(" ")
}
