//! Anki's "Notes in plain text": head lines, then a note a row, in HTML or not.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use csv::StringRecord;

use super::super::draft::{Draft, counted};
use super::fields::{Field, field_of};
use super::filling::Filling;
use super::rows::{Row, each_row};
use super::table::{self, Columns, note_counting, note_open, set_group, take_row};
use super::{html, json, own};
use crate::bank::export::HEAD_KEY;

/// Tags that Anki gives by itself: to notes that are forgotten often, and by its star.
const OWN_TAGS: [&str; 2] = ["leech", "marked"];

/// What the head lines say.
#[derive(Default)]
struct Head<'t> {
    /// What parts cells; `None` if it is not said.
    delimiter: Option<u8>,
    html: bool,
    /// The columns' names, parted as the cells are; empty if they are not said.
    names: &'t str,
    /// Tags that every note has.
    tags: &'t str,
    /// The column of tags, from 0.
    tags_at: Option<usize>,
    /// Columns of Anki's own, from 0, and what they hold.
    bookkeeping: Vec<(usize, &'static str)>,
}

/// Reads notes.
pub(super) fn read(text: &str) -> Draft {
    let mut filling = Filling::default();
    let (head, body, lines_before) = read_head(text, &mut filling);
    let delimiter = head.delimiter.unwrap_or_else(|| {
        let has_tab = body.lines().next().is_some_and(|line| line.contains('\t'));
        if has_tab { b'\t' } else { table::delimiter_of(body) }
    });
    let mut columns: Option<Columns> = None;
    let mut beside = Beside::default();
    let open = each_row(body, delimiter, |row| {
        let row = row.below(lines_before);
        let columns = columns.get_or_insert_with(|| head.columns(delimiter, row.len()));
        if row.raw.starts_with('#') {
            filling.leave_out(row.line, row.raw, "a comment");
        } else if filling.draft.as_it_is {
            own::take_question(&mut filling, columns, &row, |cell| cell);
        } else {
            take_note(&mut filling, &head, columns, &row, &mut beside);
        }
        ControlFlow::Continue(())
    });
    if let Some(columns) = &columns {
        note_counting(&mut filling, columns, |at| head.name(delimiter, at));
    }
    note_open(&mut filling, open.map(|line| line + lines_before));
    beside.note(&mut filling);
    if !head.bookkeeping.is_empty() {
        let names: Vec<&str> = head.bookkeeping.iter().map(|(_, name)| *name).collect();
        let names = names.join(", ");
        filling.note(format!("Anki’s own columns ({names}) have no place in a bank."));
    }
    filling.finish()
}

/// Reads the lines at the head; answers what comes after them, and how many they are.
fn read_head<'t>(text: &'t str, filling: &mut Filling) -> (Head<'t>, &'t str, usize) {
    let mut head = Head::default();
    let (mut rest, mut count) = (text, 0);
    while rest.starts_with('#') {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim_end_matches('\r');
        (rest, count) = (after, count + 1);
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let column = value.trim().parse::<usize>().ok().and_then(|column| column.checked_sub(1));
        match key.to_lowercase().as_str() {
            "#separator" => head.delimiter = delimiter_named(value),
            "#html" => head.html = value.trim().eq_ignore_ascii_case("true"),
            "#columns" => head.names = value,
            "#tags" => head.tags = value,
            "#tags column" => head.tags_at = column,
            "#guid column" => head.bookkeeping.extend(column.zip(Some("note ids"))),
            "#notetype column" => head.bookkeeping.extend(column.zip(Some("note types"))),
            "#deck column" => head.bookkeeping.extend(column.zip(Some("decks"))),
            "#deck" => {
                let title = value.rsplit("::").next().unwrap_or(value);
                title.clone_into(&mut filling.draft.title);
            }
            "#notetype" | "#if matches" | "#match scope" => {}
            _ => match line.strip_prefix(HEAD_KEY) {
                Some(own) => json::read_head_line(own, count, filling),
                None => filling.leave_out(count, line, "a comment"),
            },
        }
    }
    (head, rest, count)
}

impl<'t> Head<'t> {
    /// What the columns are called.
    fn all_names(&self, delimiter: u8) -> impl Iterator<Item = &'t str> {
        self.names.split(char::from(delimiter)).map(|name| name.trim_matches('"'))
    }

    /// What a column is called; empty if it has no name.
    fn name(&self, delimiter: u8, at: usize) -> &'t str {
        self.all_names(delimiter).nth(at).unwrap_or_default()
    }

    /// What the columns hold: as they are called, and otherwise the first is the question and the second its
    /// answer.
    fn columns(&self, delimiter: u8, width: usize) -> Columns {
        let mut names = self.all_names(delimiter);
        let mut fields: Vec<Option<Field>> = (0..width)
            .map(|index| {
                let named = names.next().and_then(field_of);
                let is_own = self.bookkeeping.iter().any(|(at, _)| *at == index);
                // Tags are taken from the row (see `take_note`).
                let is_beside = is_own || self.tags_at == Some(index);
                if is_beside { Some(Field::Beside) } else { named }
            })
            .collect();
        for wanted in [Field::Question, Field::Answer] {
            if !fields.contains(&Some(wanted)) {
                let free = fields.iter_mut().find(|field| field.is_none());
                free.into_iter().for_each(|field| *field = Some(wanted));
            }
        }
        Columns { fields }
    }
}

/// What notes have that a bank has not.
#[derive(Default)]
struct Beside {
    sounds: usize,
    pictures: usize,
    /// Tags by which Anki keeps its own books.
    own_tags: BTreeSet<&'static str>,
}

impl Beside {
    /// Tells of it.
    fn note(&self, filling: &mut Filling) {
        let sounds = counted(self.sounds, "sound was", "sounds were");
        let pictures = counted(self.pictures, "picture was", "pictures were");
        for (count, called) in [(self.sounds, sounds), (self.pictures, pictures)] {
            if count > 0 {
                filling.note(format!("{called} left out: a bank holds texts alone."));
            }
        }
        if !self.own_tags.is_empty() {
            let tags: Vec<&str> = self.own_tags.iter().copied().collect();
            let tags = tags.join(", ");
            filling.note(format!("Anki’s own tags ({tags}) have no place in a bank."));
        }
    }

    /// Takes a tag if it is one of Anki's own.
    fn takes(&mut self, tag: &str) -> bool {
        let own = OWN_TAGS.iter().find(|own| own.eq_ignore_ascii_case(tag));
        self.own_tags.extend(own);
        own.is_some()
    }
}

/// Takes a note.
fn take_note(
    filling: &mut Filling,
    head: &Head<'_>,
    columns: &Columns,
    row: &Row<'_>,
    beside: &mut Beside,
) {
    let plain: StringRecord = row
        .cells()
        .map(|cell| {
            let text = if head.html {
                beside.pictures += html::pictures_in(cell);
                html::text_of(cell)
            } else {
                cell.to_owned()
            };
            let (text, found) = without_sounds(text);
            beside.sounds += found;
            text
        })
        .collect();
    let before = filling.draft.questions.len();
    take_row(filling, columns, &row.with_cells(&plain));
    if filling.draft.questions.len() > before
        && let Some(question) = filling.draft.questions.last_mut()
    {
        let own = head.tags_at.map(|at| row.cell(at)).unwrap_or_default();
        for tag in head.tags.split_whitespace().chain(own.split_whitespace()) {
            let name = tag.rsplit("::").next().unwrap_or(tag).replace('_', " ");
            if !beside.takes(&name) {
                set_group(question, &name);
            }
        }
    }
}

/// A text without `[sound:…]`, and how many there were.
fn without_sounds(text: String) -> (String, usize) {
    const BEGIN: &str = "[sound:";
    if !text.contains(BEGIN) {
        return (text, 0);
    }
    let mut pieces = text.split(BEGIN);
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    let mut sounds = 0;
    for piece in pieces {
        match piece.split_once(']') {
            Some((_, after)) => {
                sounds += 1;
                kept.push_str(after);
            }
            None => kept.extend([BEGIN, piece]),
        }
    }
    (kept, sounds)
}

/// What a head line calls the sign that parts cells: its name, or itself.
fn delimiter_named(value: &str) -> Option<u8> {
    match value.trim().to_lowercase().as_str() {
        "tab" => Some(b'\t'),
        "comma" => Some(b','),
        "semicolon" => Some(b';'),
        "colon" => Some(b':'),
        "pipe" => Some(b'|'),
        "space" => Some(b' '),
        _ => value.bytes().next().filter(u8::is_ascii),
    }
}
