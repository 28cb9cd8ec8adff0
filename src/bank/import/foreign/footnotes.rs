//! Footnotes as Markdown has them: `[^1]` in a text, `[^1]: …` below it, `^[…]` in the middle.
//!
//! Whoever reads aloud passes them over: the marks go, the notes are handed back.

/// The longest name of a footnote, in bytes.
const MAX_NAME_BYTES: usize = 40;

/// Takes them out of a text, whose paragraphs are parted by line breaks; their texts go to `notes`.
pub(super) fn take_out(text: &mut String, notes: &mut Vec<String>) {
    if !text.contains("[^") && !text.contains("^[") {
        return;
    }
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        out.push_str(&of_line(line, notes));
    }
    *text = out;
}

fn of_line(line: &str, notes: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let mut may_close = true;
    while let Some(at) = rest.find('^') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let after = from.strip_prefix('^').unwrap_or_default();
        if let Some(words) = before.strip_suffix('[')
            && let Some(beyond) = mark(after)
        {
            out.push_str(words);
            if let Some(note) = beyond.strip_prefix(':') {
                // From here on the line is the note itself.
                notes.push(note.trim().to_owned());
                return out.trim_end().to_owned();
            }
            rest = beyond;
        } else if let Some((note, beyond)) =
            after.strip_prefix('[').filter(|_| may_close).and_then(bracketed)
        {
            out.push_str(before);
            notes.push(note.trim().to_owned());
            rest = beyond;
        } else {
            // Looked for once: what isn't closed to the end of the line is not closed in the rest of it.
            may_close = may_close && !after.starts_with('[');
            out.push_str(before);
            out.push('^');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// What follows a mark of which `[^` is already read.
fn mark(after: &str) -> Option<&str> {
    let near = after.get(..after.floor_char_boundary(MAX_NAME_BYTES + 1)).unwrap_or_default();
    let (name, _) = near.split_once(']')?;
    let is_name = !name.is_empty() && !name.contains([' ', '[', '^']);
    is_name.then(|| after.get(name.len() + 1..)).flatten()
}

/// What stands before the bracket that closes one that is open, and after it.
fn bracketed(after: &str) -> Option<(&str, &str)> {
    let mut depth = 1_usize;
    for (at, sign) in after.char_indices() {
        match sign {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((after.get(..at)?, after.get(at + 1..)?));
        }
    }
    None
}
