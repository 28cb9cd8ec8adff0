//! The blocks of a web page.
//!
//! html5ever cuts the page into tags and texts; no tree is built of them, since what is nested a hundred
//! thousand deep would cost the square of that.

use std::cell::RefCell;

use html5ever::Attribute;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::page::{self, IN_A_FORM, Page};
use super::{Block, Shape};

/// Cuts a page into blocks.
pub(in crate::bank::import) fn blocks(text: &str) -> Vec<Block<'static>> {
    let blocks = blocks_of(text, false);
    let is_inside =
        |block: &Block<'_>| !matches!(block.shape, Shape::Outside(_) | Shape::PageTitle);
    // Some pages stand in a form as a whole.
    let has_form = blocks.iter().any(|block| block.shape == Shape::Outside(IN_A_FORM));
    if has_form && !blocks.iter().any(is_inside) { blocks_of(text, true) } else { blocks }
}

fn blocks_of(text: &str, keeps_forms: bool) -> Vec<Block<'static>> {
    let page = RefCell::new(Page::new(keeps_forms));
    feed(&page, text, 1);
    page.into_inner().finish()
}

/// Gives the page the elements of a piece of HTML that begins in this line.
pub(super) fn feed(page: &RefCell<Page>, text: &str, first_line: usize) {
    let sink = Sink { page, first_line };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    // Scripts stop the tokenizer; there are none here (see `raw_kind`).
    let _done = tokenizer.feed(&input);
    tokenizer.end();
}

struct Sink<'p> {
    page: &'p RefCell<Page>,
    first_line: usize,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let line = usize::try_from(line).unwrap_or(usize::MAX).saturating_add(self.first_line - 1);
        let mut page = self.page.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.text(line, &text),
            Token::TagToken(tag) => return take_tag(&mut page, &tag, line),
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

fn take_tag(page: &mut Page, tag: &Tag, line: usize) -> TokenSinkResult<()> {
    let name = &*tag.name;
    if tag.kind == TagKind::EndTag {
        page.end(name);
        return TokenSinkResult::Continue;
    }
    if !page::is_element(name) {
        if let Some(words) = placeholder(name, &tag.attrs) {
            page.text(line, &words);
        }
        return TokenSinkResult::Continue;
    }
    let value = |key: &str| {
        let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == key)?;
        Some(attribute.value.to_string())
    };
    page.start(name, &value);
    raw_kind(name).map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
}

/// `<Company Name>`, which looks like an element without being one, as text again (its capitals are lost).
fn placeholder(name: &str, attributes: &[Attribute]) -> Option<String> {
    const MAX_WORDS: usize = 5;
    let is_plain = name.chars().all(|sign| sign.is_ascii_alphabetic() || sign == '_')
        && attributes.len() < MAX_WORDS
        && attributes.iter().all(|attribute| attribute.value.is_empty());
    let words = attributes.iter().map(|attribute| &*attribute.name.local);
    let words: Vec<&str> = [name].into_iter().chain(words).collect();
    is_plain.then(|| format!("<{}>", words.join(" ")))
}

/// Elements whose content is no HTML.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "title" | "textarea" => Some(RawKind::Rcdata),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
        "script" => Some(RawKind::ScriptData),
        _ => None,
    }
}
