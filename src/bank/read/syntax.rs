//! Keeps a slip of the pen to the part it is in.
//!
//! A missing quote or bracket makes a parser misread everything after it. So a file that isn't TOML as a whole is
//! taken part by part, and parts that aren't TOML either are blanked: what remains keeps its place and is read.

use toml::de::DeTable;

use super::log::Log;
use super::text::shortened;
use crate::bank::problem::LeftOut;

/// The text with its unreadable parts blanked, and which of those the rest depends on.
pub(super) struct Legible {
    /// As long as the text it came from, with the same lines.
    pub(super) text: String,
    /// The head of the file (id, title, language) was unreadable.
    pub(super) lost_head: bool,
    /// The role part was unreadable.
    pub(super) lost_role: bool,
}

/// A stretch of the file from one header to the next.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    name: &'a str,
    start: usize,
    text: &'a str,
}

/// Headers at which the file is divided; what comes before the first is its head.
const HEADERS: [(&str, &str); 3] =
    [("[[question]]", "question"), ("[[your_question]]", "your_question"), ("[role]", "role")];

/// Blanks what isn't TOML and notes one problem for each such part.
pub(super) fn legible(log: &mut Log<'_>, text: &str) -> Legible {
    let mut legible = Legible { text: text.to_owned(), lost_head: false, lost_role: false };
    if DeTable::parse(text).is_ok() {
        return legible;
    }
    legible.text.clear();
    for part in parts(text) {
        let Err(error) = DeTable::parse(part.text) else {
            legible.text.push_str(part.text);
            continue;
        };
        let at = part.start + error.span().map_or(0, |span| span.start);
        let is_head = part.name.is_empty();
        let left_out = if is_head { LeftOut::Bank } else { LeftOut::Entry };
        note(log, at, Some(part), error.message(), left_out);
        legible.lost_head |= is_head;
        legible.lost_role |= part.name == "role";
        legible.text.extend(part.text.chars().flat_map(blank));
    }
    legible
}

/// Notes that something is not TOML: where the parser stumbled, and the part that begins before it.
pub(super) fn note(
    log: &mut Log<'_>,
    at: usize,
    part: Option<Part<'_>>,
    message: &str,
    left_out: LeftOut,
) {
    let what = format!("This is not written as TOML asks ({})", shortened(message));
    let begins = part.map_or(1, |part| log.line(part.start));
    let remedy = format!(
        "look for a missing quote or bracket here or above, down from line {begins}; \
         a double quote inside a text is written \\\""
    );
    log.note(at, part.map_or("", |part| part.name).to_owned(), what, remedy, left_out);
}

/// As many spaces as the sign has bytes; line ends stay.
fn blank(sign: char) -> impl Iterator<Item = char> {
    let stays = sign == '\n';
    std::iter::repeat_n(if stays { '\n' } else { ' ' }, sign.len_utf8())
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut name, mut at) = (0, "", 0);
    for line in text.split_inclusive('\n') {
        let written = line.trim_start();
        let header = HEADERS.iter().find(|(header, _)| written.starts_with(header));
        if let Some((_, next_name)) = header {
            parts.push(Part { name, start, text: text.get(start..at).unwrap_or_default() });
            (start, name) = (at, next_name);
        }
        at += line.len();
    }
    parts.push(Part { name, start, text: text.get(start..).unwrap_or_default() });
    parts
}
