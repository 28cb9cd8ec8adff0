//! Placeholders in other brackets: `<Company>`, `{company}` and `____` become `[Company]`, `[company]` and
//! `[Blank]`. Tags of HTML and pieces of JSON stay what they are.

use crate::bank::bytes::first;

/// The longest placeholder, in bytes.
const MAX_NAME_BYTES: usize = 60;

/// The most words of a placeholder: more are a remark.
const MAX_NAME_WORDS: usize = 6;

/// As many underscores in a row are a gap.
const MIN_GAP: usize = 3;

/// What a gap of underscores is called.
const BLANK: &str = "[Blank]";

/// Names of HTML's elements that are found in answers, as they are written in small letters.
#[rustfmt::skip]
pub(super) const TAGS: &[&str] = &[
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base",
    "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button", "canvas",
    "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del", "details",
    "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font",
    "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup",
    "hr", "html", "i", "iframe", "image", "img", "input", "ins", "kbd", "label", "legend", "li", "link",
    "listing", "main", "map", "mark", "marquee", "math", "menu", "meta", "meter", "nav", "nobr", "noembed",
    "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture",
    "plaintext", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search",
    "section", "select", "slot", "small", "source", "span", "strike", "strong", "style", "sub", "summary",
    "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title",
    "tr", "track", "tt", "u", "ul", "var", "video", "wbr", "xmp",
];

/// The text with all its placeholders in square brackets, and how many were changed; `None` if none was.
pub(super) fn in_square_brackets(text: &str) -> Option<(String, usize)> {
    first(text.as_bytes(), |byte| matches!(byte, b'<' | b'{' | b'_'))?;
    let mut out = String::with_capacity(text.len() + 16);
    let mut count = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{', '_', '[']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let (taken, placeholder) = piece(out.chars().next_back(), from);
        let (piece, after) = from.split_at_checked(taken).unwrap_or((from, ""));
        match placeholder {
            Some(Slot::Named(name)) => {
                out.push('[');
                out.push_str(name);
                out.push(']');
                count += 1;
            }
            Some(Slot::Blank) => {
                out.push_str(BLANK);
                count += 1;
            }
            None => out.push_str(piece),
        }
        rest = after;
    }
    out.push_str(rest);
    (count > 0).then_some((out, count))
}

/// A placeholder that was found.
enum Slot<'t> {
    Named(&'t str),
    Blank,
}

/// What begins with the sign at the beginning of `from`: how many bytes, and the placeholder if it is one.
fn piece(before: Option<char>, from: &str) -> (usize, Option<Slot<'_>>) {
    if from.starts_with('_') {
        let gap = from.len() - from.trim_start_matches('_').len();
        let after = from.get(gap..).and_then(|after| after.chars().next());
        let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        let is_gap = gap >= MIN_GAP && !(is_letter(before) && is_letter(after));
        return (gap, is_gap.then_some(Slot::Blank));
    }
    let (open, close) = match from.as_bytes() {
        [b'{', b'{', ..] => ("{{", "}}"),
        [b'{', ..] => ("{", "}"),
        [b'<', ..] => ("<", ">"),
        // What is in square brackets already is passed over as a whole.
        _ => ("[", "]"),
    };
    let inside = from.get(open.len()..).unwrap_or_default();
    let near =
        inside.get(..inside.floor_char_boundary(MAX_NAME_BYTES + close.len())).unwrap_or_default();
    let Some(end) = near.find(close) else { return (open.len(), None) };
    let name = near.get(..end).unwrap_or_default().trim();
    let is_slot = is_name(name) && !(open == "<" && is_tag(name)) && open != "[";
    let taken = if is_slot || open == "[" { open.len() + end + close.len() } else { open.len() };
    (taken, is_slot.then_some(Slot::Named(name)))
}

/// Whether this may be the name of a placeholder: a few words, without what is found in code.
fn is_name(name: &str) -> bool {
    let fits = |sign: char| sign.is_alphanumeric() || " -–'’/&.,#".contains(sign) || sign == '_';
    name.starts_with(char::is_alphabetic)
        && name.chars().all(fits)
        && name.split(' ').count() <= MAX_NAME_WORDS
}

/// Whether what stands between `<` and `>` is a tag: of an element's name, not written like a title.
fn is_tag(inside: &str) -> bool {
    let first = inside.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_title = first.len() > 3
        && first.starts_with(|sign: char| sign.is_ascii_uppercase())
        && first.chars().skip(1).all(|sign| sign.is_ascii_lowercase());
    !is_title && TAGS.binary_search(&first.to_ascii_lowercase().as_str()).is_ok()
}
