//! The text of a cell in HTML, in time that grows with the cell's length whatever its tags are.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements that begin a line of their own.
const BLOCKS: [&str; 14] =
    ["p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "dt", "dd"];

/// Elements of which only a picture is seen.
const PICTURES: [&str; 5] = ["img", "video", "svg", "object", "embed"];

/// How many pictures there are in HTML.
pub(super) fn pictures_in(html: &str) -> usize {
    let is_picture = |tag: &&str| {
        let name = tag.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default();
        PICTURES.iter().any(|picture| picture.eq_ignore_ascii_case(name))
    };
    html.split('<').skip(1).filter(is_picture).count()
}

/// The text of HTML: tags taken out, breaks and blocks as lines, items with a bullet, entities as the signs
/// they stand for.
pub(super) fn text_of(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.to_owned();
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        push_words(&mut text, before);
        let is_tag =
            after.starts_with(|sign: char| sign.is_ascii_alphabetic() || "/!".contains(sign));
        match is_tag.then(|| after.split_once('>')).flatten() {
            Some((tag, beyond)) => {
                push_break(&mut text, tag);
                rest = beyond;
            }
            None => {
                text.push_str("&lt;");
                rest = after;
                if is_tag {
                    // No tag is closed any more.
                    break;
                }
            }
        }
    }
    push_words(&mut text, &rest.replace('<', "&lt;"));
    if text.contains('&') { decoded(&text) } else { text }
}

/// Line breaks of the source are spaces.
fn push_words(text: &mut String, words: &str) {
    text.extend(words.chars().map(|sign| if sign == '\n' || sign == '\r' { ' ' } else { sign }));
}

fn push_break(text: &mut String, tag: &str) {
    let name = tag.trim_start_matches('/');
    let name = name.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is = |one: &str| name.eq_ignore_ascii_case(one);
    if name.eq_ignore_ascii_case("br") || BLOCKS.iter().any(|block| is(block)) {
        text.push('\n');
    }
    if tag.len() == name.len() && name.eq_ignore_ascii_case("li") {
        text.push_str("• ");
    }
}

/// Entities as the signs they stand for, of a text that has no tag.
fn decoded(text: &str) -> String {
    let words = Words(RefCell::new(String::with_capacity(text.len())));
    let tokenizer = Tokenizer::new(words, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    // Scripts would stop the tokenizer; there are no tags at all.
    let _done = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Takes the words alone.
struct Words(RefCell<String>);

impl TokenSink for Words {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::CharacterTokens(words) = token {
            self.0.borrow_mut().push_str(&words);
        }
        TokenSinkResult::Continue
    }
}
