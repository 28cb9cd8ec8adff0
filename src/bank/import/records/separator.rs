//! The first line by which some programs say what parts the cells of a table: `sep=;`.

/// What the first line names: `None` if it is none of these, `Some(None)` if it names nothing that could part
/// cells (a tab that an editor has taken away).
pub(in crate::bank::import) fn of_first_line(text: &str) -> Option<Option<u8>> {
    of_line(text.lines().find(|line| !line.trim().is_empty())?)
}

/// The same of a line. Some programs put it in quotes, or fill it up with empty cells.
pub(super) fn of_line(line: &str) -> Option<Option<u8>> {
    let line = line.trim_start_matches([' ', '\u{feff}']);
    let line = line.strip_prefix('"').unwrap_or(line);
    let (key, value) = line.split_once('=')?;
    if !key.trim().eq_ignore_ascii_case("sep") {
        return None;
    }
    let value = value.trim_start_matches(' ');
    if value.starts_with("\\t") {
        return Some(Some(b'\t'));
    }
    let mut signs = value.bytes();
    let first = signs.next().filter(|sign| *sign != b'"');
    let parts = |sign: u8| matches!(sign, b'\t' | b'\r') || sign.is_ascii_punctuation();
    let fills = |sign: u8| matches!(sign, b'"' | b',' | b';' | b' ' | b'\t' | b'|' | b'\r');
    let is_rest_empty = signs.all(|sign| fills(sign) || Some(sign) == first);
    let is_it = first.is_none_or(parts) && is_rest_empty;
    is_it.then_some(first.filter(|sign| *sign != b'\r'))
}
