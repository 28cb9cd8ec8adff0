//! The blocks of a web page.
//!
//! html5ever cuts the page into tags and texts; no tree is built of them, since what is nested a hundred
//! thousand deep would cost the square of that.

use std::cell::{Cell, RefCell};

use html5ever::Attribute;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::attributes::{Kept, TagScan};
use super::elements::{self, IN_A_FORM};
use super::page::Page;
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
    let sink = Sink { page, first_line, raw: RefCell::default(), tokens: Cell::new(0) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    let whole = StrTendril::from_slice(text);
    let give = |from: usize, to: usize| {
        // A source is far shorter than 4 GiB (see `MAX_BYTES`).
        if let (Ok(at), Ok(len)) = (u32::try_from(from), u32::try_from(to.saturating_sub(from))) {
            input.push_back(whole.subtendril(at, len));
            // Scripts would stop the tokenizer; there are none here (see `raw_kind`).
            let _done = tokenizer.feed(&input);
        }
    };
    let mut pieces = Pieces::default();
    let mut start = 0;
    for end in text.match_indices('<').map(|(at, _)| at).chain([text.len()]) {
        let piece = text.get(start..end).unwrap_or_default();
        let tokens = tokenizer.sink.tokens.get();
        let kept = pieces.kept(piece, tokenizer.sink.raw.borrow().as_deref());
        give(start, start + kept.until);
        // Left out or not, lines are counted.
        let left_out = piece.get(kept.until..kept.from).unwrap_or_default();
        for (at, _) in left_out.match_indices('\n') {
            give(start + kept.until + at, start + kept.until + at + 1);
        }
        give(start + kept.from, end);
        pieces.given(piece, tokenizer.sink.tokens.get() > tokens);
        start = end;
    }
    tokenizer.end();
}

/// Follows the pieces of a page, each from one `<` to the next.
#[derive(Default)]
struct Pieces {
    /// The tag that goes on in the next piece.
    tag: Option<TagScan>,
    /// Whether a comment or the like goes on in the next piece: what looks like a tag in it is none.
    is_in_comment: bool,
}

impl Pieces {
    /// What of a piece is given to the tokenizer; `raw` is the element whose content is no HTML, if it is in one.
    fn kept(&mut self, piece: &str, raw: Option<&str>) -> Kept {
        let whole = Kept { until: piece.len(), from: piece.len(), is_over: true };
        if self.tag.is_none() && !self.is_in_comment && opens_tag(piece, raw) {
            self.tag = Some(TagScan::new());
        }
        let kept = self.tag.as_mut().map_or(whole, |tag| tag.scan(piece));
        if kept.is_over {
            self.tag = None;
        }
        kept
    }

    /// A piece was given, and it `ended` a tag, a comment or the like.
    fn given(&mut self, piece: &str, ended: bool) {
        let begins = piece.starts_with("<!") || piece.starts_with("<?") || piece.starts_with("</");
        let is_letter =
            piece.get(2..3).is_some_and(|sign| sign.as_bytes().iter().all(u8::is_ascii_alphabetic));
        let is_comment =
            begins && !(piece.starts_with("</") && is_letter) && !piece.starts_with("</>");
        self.is_in_comment = (self.is_in_comment || is_comment) && !ended;
    }
}

/// Whether a piece begins with a tag.
fn opens_tag(piece: &str, raw: Option<&str>) -> bool {
    let Some(rest) = piece.strip_prefix('<') else { return false };
    let name = rest.strip_prefix('/').unwrap_or(rest);
    match raw {
        None => name.starts_with(|sign: char| sign.is_ascii_alphabetic()),
        // Only the end of the element is a tag in it.
        Some(raw) => {
            rest.starts_with('/')
                && name.get(..raw.len()).is_some_and(|name| name.eq_ignore_ascii_case(raw))
        }
    }
}

struct Sink<'p> {
    page: &'p RefCell<Page>,
    first_line: usize,
    /// The element whose content is no HTML, while in one.
    raw: RefCell<Option<String>>,
    /// How many tags, comments and the like there were.
    tokens: Cell<u64>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let line = usize::try_from(line).unwrap_or(usize::MAX).saturating_add(self.first_line - 1);
        let mut page = self.page.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.text(line, &text),
            Token::TagToken(tag) => {
                self.tokens.set(self.tokens.get() + 1);
                let result = take_tag(&mut page, &tag, line);
                let is_raw = matches!(result, TokenSinkResult::RawData(_));
                *self.raw.borrow_mut() = is_raw.then(|| tag.name.to_string());
                return result;
            }
            Token::CommentToken(text) => {
                self.tokens.set(self.tokens.get() + 1);
                // `<?xml …?>` is none that anybody wrote.
                if !text.starts_with('?') {
                    page.unseen(&text);
                }
            }
            Token::DoctypeToken(_) => {
                self.tokens.set(self.tokens.get() + 1);
            }
            Token::NullCharacterToken | Token::EOFToken | Token::ParseError(_) => {}
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
    if !elements::is_known(name) {
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
