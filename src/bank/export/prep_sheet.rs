//! A page or two to print and take along: the questions, the user's own outlines, what a good answer covers,
//! the numbers to know by heart, what to ask back.
//!
//! One HTML file that asks nothing of anybody: no script, no picture, nothing from outside, and a policy that
//! would refuse it. Every text is escaped by maud.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::bank::answer::{Segment, Values, segments};
use crate::bank::model::{Bank, NamedText, Placeholder, Question, Role, YourQuestion};
use crate::bank::spoken::band_text;

/// How it looks on a screen and on paper (A4 and Letter).
const STYLE: &str = include_str!("prep_sheet.css");

/// Nothing but the style that is in the file.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The prep sheet, with the user's own words.
pub(super) fn to_html(bank: &Bank, values: &Values) -> String {
    let language = if bank.language.is_empty() { "en" } else { &bank.language };
    let count = bank.questions.len();
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (bank.title) " – prep sheet" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 dir="auto" { (bank.title) }
                p.about { (count) @if count == 1 { " question" } @else { " questions" } }
                div.columns {
                    (numbers(bank, values))
                    h2 { "Questions" }
                    @for (index, question) in bank.questions.iter().enumerate() {
                        (question_part(index + 1, question, values))
                    }
                    (questions_back(&bank.your_questions))
                    (role_part(&bank.role))
                }
            }
        }
    };
    page.into_string()
}

/// What the user has filled in: numbers and names to know by heart.
fn numbers(bank: &Bank, values: &Values) -> Markup {
    let filled: Vec<(&Placeholder, &str)> = bank
        .questions
        .iter()
        .flat_map(|question| &question.placeholders)
        .filter_map(|place| Some((place, values.get(&place.key())?.trim())))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    html! {
        @if !filled.is_empty() {
            h2 { "To know by heart" }
            ul {
                @for (place, value) in filled {
                    li dir="auto" { (place.label) ": " span.value { (value) } }
                }
            }
        }
    }
}

fn question_part(number: usize, question: &Question, values: &Values) -> Markup {
    html! {
        section.question {
            h3 dir="auto" { (number) ". " (question.ask) }
            @if let Some(band) = question.own_band { p.aim { "Aim for " (band_text(band)) } }
            @if question.model_answer.is_empty() {
                div.lines {}
                div.lines {}
            } @else {
                @for paragraph in paragraphs(question, values) {
                    p dir="auto" { @for piece in paragraph { (piece_part(piece)) } }
                }
            }
            @if !question.points.is_empty() {
                ul.points { @for point in &question.points { li dir="auto" { (point) } } }
            }
        }
    }
}

/// The outline's paragraphs in pieces.
fn paragraphs<'a>(question: &'a Question, values: &'a Values) -> Vec<Vec<Segment<'a>>> {
    let mut paragraphs = vec![Vec::new()];
    for piece in segments(question, values) {
        let Segment::Text(text) = piece else {
            paragraphs.last_mut().into_iter().for_each(|last| last.push(piece));
            continue;
        };
        for (index, part) in text.split("\n\n").enumerate() {
            if index > 0 {
                paragraphs.push(Vec::new());
            }
            paragraphs.last_mut().into_iter().for_each(|last| last.push(Segment::Text(part)));
        }
    }
    paragraphs
}

/// Words, or a line to write on that says what is missing.
fn piece_part(piece: Segment<'_>) -> Markup {
    html! {
        @match piece {
            Segment::Text(text) => (text),
            Segment::Slot { value: Some(value), .. } => span.value { (value) },
            Segment::Slot { placeholder, value: None } => {
                span.blank { small { (placeholder.label) } }
            },
        }
    }
}

fn questions_back(questions: &[YourQuestion]) -> Markup {
    html! {
        @if !questions.is_empty() {
            h2 { "Questions to ask back" }
            ul { @for question in questions { li dir="auto" { (question.ask) } } }
        }
    }
}

fn role_part(role: &Role) -> Markup {
    html! {
        (named_list("Abilities to show", &role.abilities))
        (named_list("Tasks of the role", &role.tasks))
    }
}

fn named_list(heading: &str, entries: &[NamedText]) -> Markup {
    html! {
        @if !entries.is_empty() {
            h2 { (heading) }
            @for entry in entries {
                dl { dt dir="auto" { (entry.name) } dd dir="auto" { (entry.text) } }
            }
        }
    }
}
