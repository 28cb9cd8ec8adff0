//! What each block of an article may be, before it is known how the article is written; and how it is written:
//! by what it marks its questions.

use super::marks::{self, Field};
use super::sections::{self, Section};
use crate::bank::import::blocks::{Block, Shape, leading_number};

/// What a block may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class<'b> {
    /// "Question 7" alone: the next block is the question.
    Bare,
    /// A question, by how it is marked, with its number if it has one, and without its mark.
    Ask(Style, Option<u32>, &'b str),
    /// A label, with what follows it in the same block.
    Label(Field, &'b str),
    /// A heading that announces a section.
    Section(Section),
    /// A line that announces a section of the role where no question is open; and whether it certainly leads to
    /// something, with a colon or a list after it.
    Lead(Section, bool),
    /// Another heading, with its number if it has one, and without it.
    Heading(Option<u32>, &'b str),
    /// Anything else.
    Body,
    /// The title of a page's head.
    PageTitle,
    /// No part of the article, and why.
    Outside(&'static str),
    /// What was said of a question ends here.
    End,
}

/// How a question is marked, from the surest to the least sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// By words: "Question 7", "Q:".
    Explicit,
    /// It is a heading.
    Heading,
    /// It is explained by what follows: a list of definitions, a table, something to unfold.
    Term,
    /// It is bold.
    Strong,
    /// It is numbered.
    Number,
    /// It is an item of a list.
    Bullet,
    /// It is a line that reads as a question.
    Line,
}

impl Style {
    const ALL: [Self; 7] = [
        Self::Explicit,
        Self::Heading,
        Self::Term,
        Self::Strong,
        Self::Number,
        Self::Bullet,
        Self::Line,
    ];
}

/// The level of what looks like a heading only by its words.
pub(super) const PLAIN_LEVEL: u8 = 6;

/// The level of a bold line.
const STRONG_LEVEL: u8 = 7;

/// The level of a heading; the greatest there is for what is none.
pub(super) fn level(block: &Block<'_>) -> u8 {
    match block.shape {
        Shape::Heading(level) => level,
        Shape::Line if block.is_strong => STRONG_LEVEL,
        Shape::Line => PLAIN_LEVEL,
        _ => u8::MAX,
    }
}

/// What each block may be.
pub(super) fn classes<'b>(blocks: &'b [Block<'_>]) -> Vec<Class<'b>> {
    let has_headings = blocks.iter().any(|block| matches!(block.shape, Shape::Heading(_)));
    let mut classes = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let around = Around {
            before: at.checked_sub(1).and_then(|before| blocks.get(before)),
            after: blocks.get(at + 1),
            has_headings,
        };
        classes.push(class(block, &around));
    }
    classes
}

/// What stands around a block.
struct Around<'b, 't> {
    before: Option<&'b Block<'t>>,
    after: Option<&'b Block<'t>>,
    /// Whether the source marks headings as such: then a line is none.
    has_headings: bool,
}

fn class<'b>(block: &'b Block<'_>, around: &Around<'_, '_>) -> Class<'b> {
    let is_title = match block.shape {
        Shape::Outside(why) => return Class::Outside(why),
        Shape::PageTitle => return Class::PageTitle,
        Shape::Label(field) => return Class::Label(field, ""),
        Shape::Question => return Class::Ask(Style::Term, None, block.words()),
        Shape::End => return Class::End,
        Shape::Heading(_) | Shape::Term => true,
        Shape::Line => block.is_strong,
        Shape::Bullet | Shape::Number(_) => false,
    };
    let (number, text) = numbered(block, is_title);
    if let Some(rest) = marks::explicit(text) {
        return if rest.is_empty() { Class::Bare } else { Class::Ask(Style::Explicit, None, rest) };
    }
    if let Some((field, rest)) = label(block, text, is_title) {
        return Class::Label(field, rest);
    }
    let is_question = marks::is_question(text);
    let is_heading = is_title || is_heading_like(block, around);
    if is_heading
        && (!is_question || text.ends_with('?'))
        && announces(block, text, around)
        && let Some((section, _)) = sections::section(text)
    {
        return Class::Section(section);
    }
    if is_question {
        return Class::Ask(style(block), number, text);
    }
    let is_heading = match block.shape {
        Shape::Heading(_) | Shape::Term => true,
        _ if block.is_strong => text.len() <= MAX_TITLE_BYTES && !ends_sentence(text),
        _ => is_heading && is_in_title_case(text),
    };
    if let Some(class) = lead(block, around) {
        return class;
    }
    if is_heading { Class::Heading(number, text) } else { Class::Body }
}

/// The section of the role that a line leads to, if nothing marks it as a heading: "Essential tasks:" before
/// a list. Within an answer it would be words of the answer.
fn lead<'b>(block: &Block<'_>, around: &Around<'_, '_>) -> Option<Class<'b>> {
    const MAX_WORDS: usize = 8;
    let text = block.words();
    let bare = text.trim_end_matches([':', ' ']);
    let is_item = |after: &&Block<'_>| matches!(after.shape, Shape::Bullet | Shape::Number(_));
    let leads =
        around.after.is_some_and(|after| is_item(&after) && !marks::is_question(after.words()));
    let stands_alone = block.is_apart && around.after.is_some_and(|after| after.is_apart);
    let is_line = block.shape == Shape::Line
        && (leads || stands_alone)
        && text.len() <= MAX_TITLE_BYTES
        && bare.split(' ').count() <= MAX_WORDS
        && bare.starts_with(char::is_uppercase)
        && !ends_sentence(bare);
    let (section, _) = sections::section(bare).filter(|_| is_line)?;
    section.is_of_role().then_some(Class::Lead(section, leads || bare.len() < text.len()))
}

/// The longest line that may be a heading although nothing marks it as one, in bytes.
const MAX_TITLE_BYTES: usize = 100;

/// The most words of such a line.
const MAX_TITLE_WORDS: usize = 14;

/// The number of a title, and its text without it. (Of other blocks the number is known already.)
fn numbered<'b>(block: &'b Block<'_>, is_title: bool) -> (Option<u32>, &'b str) {
    let text = block.words();
    if let Shape::Number(number) = block.shape {
        return (Some(number), text);
    }
    match leading_number(text).filter(|_| is_title) {
        Some((number, bytes)) => (Some(number), text.get(bytes..).unwrap_or_default()),
        None => (None, text),
    }
}

/// A label. Items of a list often begin with a word and a colon: only longer labels count there.
fn label<'b>(block: &Block<'_>, text: &'b str, is_title: bool) -> Option<(Field, &'b str)> {
    let (field, rest) = marks::label(text, is_title)?;
    let head = text.get(..text.len() - rest.len()).unwrap_or_default().trim();
    let is_item = matches!(block.shape, Shape::Bullet | Shape::Number(_));
    let is_long = head.contains(' ') || head.to_lowercase().starts_with("answer");
    (!is_item || is_long).then_some((field, rest))
}

fn style(block: &Block<'_>) -> Style {
    match block.shape {
        Shape::Heading(_) => Style::Heading,
        Shape::Term => Style::Term,
        Shape::Number(_) => Style::Number,
        _ if block.is_strong => Style::Strong,
        Shape::Bullet => Style::Bullet,
        _ => Style::Line,
    }
}

/// Whether a line of a text stands alone and ends like a heading.
fn is_heading_like(block: &Block<'_>, around: &Around<'_, '_>) -> bool {
    let text = block.words();
    let stands_alone = block.is_apart && around.after.is_none_or(|after| after.is_apart);
    !around.has_headings
        && block.shape == Shape::Line
        && stands_alone
        && text.len() <= MAX_TITLE_BYTES
        && (!ends_sentence(text) || text.ends_with('?'))
        && text.starts_with(|sign: char| sign.is_uppercase() || sign.is_ascii_digit())
        && text.split(' ').count() <= MAX_TITLE_WORDS
}

/// Whether a heading may announce a section: what is marked as one always, a line if it is written like a
/// title or comes after a whole sentence (and so is no item of somebody's answer).
fn announces(block: &Block<'_>, text: &str, around: &Around<'_, '_>) -> bool {
    if matches!(block.shape, Shape::Heading(_) | Shape::Term) || block.is_strong {
        return true;
    }
    let after_sentence = around
        .before
        .is_none_or(|before| before.shape != Shape::Line || ends_sentence(&before.text));
    let is_title =
        sections::section(text).is_some_and(|(_, word)| sections::has_capitalised(text, word));
    after_sentence || is_title
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', ':', ';', ',', '…']) || text.ends_with(['”', '"', ')'])
}

/// Whether all words but the small ones begin with a capital, two at least.
fn is_in_title_case(text: &str) -> bool {
    const SMALL_WORD: usize = 4;
    let mut count = 0;
    for word in text.split(' ').filter(|word| word.starts_with(char::is_alphabetic)) {
        if word.starts_with(char::is_uppercase) {
            count += 1;
        } else if word.len() > SMALL_WORD {
            return false;
        }
    }
    count >= 2
}

/// The least sure mark that makes a question in this article: the surest that is used as often as others.
pub(super) fn least_sure(classes: &[Class<'_>]) -> Style {
    let mut counts = [0_usize; Style::ALL.len()];
    let mut is_in_role = false;
    let mut is_in_field = false;
    let mut after_bare = false;
    for class in classes {
        match class {
            Class::Bare => {
                (is_in_role, is_in_field) = (false, false);
                add(&mut counts, Style::Explicit);
            }
            // The words of a bare "Question 7".
            Class::Ask(..) if after_bare => {}
            Class::Ask(style @ (Style::Bullet | Style::Line), ..) => {
                if !is_in_role && !is_in_field {
                    add(&mut counts, *style);
                }
            }
            Class::Ask(style, ..) => {
                if *style != Style::Number {
                    is_in_role = false;
                }
                if !is_in_role {
                    is_in_field = false;
                    add(&mut counts, *style);
                }
            }
            Class::Section(section) => {
                (is_in_role, is_in_field) = (*section != Section::Questions, false);
            }
            Class::Label(field, _) => is_in_field = *field != Field::Answer || is_in_field,
            Class::End => is_in_field = false,
            Class::Heading(..)
            | Class::Lead(..)
            | Class::Body
            | Class::PageTitle
            | Class::Outside(_) => {}
        }
        after_bare = *class == Class::Bare;
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let is_used = |&(style, count): &(Style, usize)| {
        // Answers hold questions too; whoever writes "Question 7" means it.
        let share = if style == Style::Explicit { 8 } else { 3 };
        count >= 2 && count * share >= most
    };
    let used = Style::ALL.into_iter().zip(counts);
    let surest = used
        .clone()
        .find(is_used)
        .or_else(|| used.clone().find(|(_, count)| *count == most && most > 0));
    surest.map_or(Style::Line, |(style, _)| style)
}

fn add(counts: &mut [usize; Style::ALL.len()], style: Style) {
    if let Some((_, count)) = Style::ALL.into_iter().zip(counts).find(|(one, _)| *one == style) {
        *count += 1;
    }
}
