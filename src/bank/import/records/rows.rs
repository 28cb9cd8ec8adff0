//! The rows of a table with their lines, however its quotes are set.

use std::ops::ControlFlow;

use csv::{Reader, ReaderBuilder, StringRecord};

/// A row of a table.
pub(super) struct Row<'r> {
    /// The line it begins in, from 1.
    pub(super) line: usize,
    /// As it is written.
    pub(super) raw: &'r str,
    cells: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// A cell; empty if the row is too short.
    pub(super) fn cell(&self, index: usize) -> &'r str {
        self.cells.get(index).unwrap_or_default()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The same row in a table that begins so many lines further down.
    pub(super) fn below(&self, lines: usize) -> Self {
        Self { line: self.line + lines, raw: self.raw, cells: self.cells }
    }

    /// The row with other cells.
    pub(super) fn with_cells<'c>(&self, cells: &'c StringRecord) -> Row<'c>
    where
        'r: 'c,
    {
        Row { line: self.line, raw: self.raw, cells }
    }

    /// All of them.
    pub(super) fn cells(&self) -> impl Iterator<Item = &'r str> {
        self.cells.iter()
    }
}

/// Goes through the rows. Answers the line of a quote that is never closed, if there is one: from there on
/// quotes are taken as they are, so that one quote too many doesn't swallow the rest.
pub(super) fn each_row(
    text: &str,
    delimiter: u8,
    mut take: impl FnMut(&Row<'_>) -> ControlFlow<()>,
) -> Option<usize> {
    let open = go_through(text, delimiter, true, 1, &mut take)?;
    let rest = text.get(open.byte..).unwrap_or_default();
    go_through(rest, delimiter, false, open.line, &mut take);
    Some(open.line)
}

/// Where a row with an open quote begins.
struct Open {
    byte: usize,
    line: usize,
}

fn go_through(
    text: &str,
    delimiter: u8,
    with_quotes: bool,
    first_line: usize,
    take: &mut impl FnMut(&Row<'_>) -> ControlFlow<()>,
) -> Option<Open> {
    let mut reader = reader(text, delimiter, with_quotes);
    let mut cells = StringRecord::new();
    // A `&str` has no bytes that could not be read; an end is all that can come.
    while let Ok(true) = reader.read_record(&mut cells) {
        let place = cells.position()?;
        let (begin, end) = (place.byte() as usize, reader.position().byte() as usize);
        let around = text.get(begin..end).unwrap_or_default();
        // Empty lines before it are passed over.
        let written = around.trim_start_matches(['\n', '\r']);
        let blank = around.get(..around.len() - written.len()).unwrap_or_default();
        let line = place.line() as usize + first_line - 1 + blank.matches('\n').count();
        let raw = written.trim_end_matches(['\n', '\r']);
        let is_last = end >= text.len();
        if with_quotes && is_last && raw.contains('\n') && raw.matches('"').count() % 2 == 1 {
            return Some(Open { byte: begin + blank.len(), line });
        }
        if take(&Row { line, raw, cells: &cells }).is_break() {
            return None;
        }
    }
    None
}

fn reader(text: &str, delimiter: u8, with_quotes: bool) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .quoting(with_quotes)
        .from_reader(text.as_bytes())
}
