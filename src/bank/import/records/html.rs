//! The text of a cell in HTML, in time that grows with the cell's length whatever its tags are.

use scraper::Html;

/// Elements that begin a line of their own.
const BLOCKS: [&str; 14] =
    ["p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "dt", "dd"];

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
    Html::parse_fragment(text).root_element().text().collect()
}
