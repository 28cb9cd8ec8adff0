//! The blocks of a plain text: each line is one, unless it goes on in the next.

use super::{Block, Shape, leading_number};
use crate::bank::import::article::marks;

/// Signs that begin an item of a list, before a space.
const BULLETS: [char; 22] = [
    '•', '◦', '▪', '▫', '‣', '·', '●', '○', '■', '□', '➢', '➤', '►', '▶', '✓', '✔', '→', '*', '-',
    '+', '–', '\u{f0b7}',
];

/// The longest line of a text that was broken to a width, in characters.
const MAX_WIDTH: usize = 110;

/// A line may stop this far short of the width although the next word would have fitted.
const SLACK: usize = 8;

/// Cuts a text into blocks.
pub(in crate::bank::import) fn blocks(text: &str) -> Vec<Block<'_>> {
    let width = Width::of(text);
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut last = Last::default();
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            last = Last { is_blank: true, ..Last::default() };
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let mut block = block_of(at + 1, trimmed);
        block.is_apart = last.is_blank || blocks.is_empty();
        match blocks.last_mut() {
            Some(before) if !block.is_apart && goes_on(before, &last, &block, indent, width) => {
                let joined = before.text.to_mut();
                joined.push(' ');
                joined.push_str(trimmed);
            }
            _ => {
                last.indent = indent;
                blocks.push(block);
            }
        }
        last.text = trimmed;
        last.is_blank = false;
    }
    blocks
}

/// The line before.
#[derive(Default, Clone, Copy)]
struct Last<'t> {
    is_blank: bool,
    text: &'t str,
    /// Of the block's first line, in bytes.
    indent: usize,
}

fn block_of(line: usize, text: &str) -> Block<'_> {
    let bare = text.trim_start_matches(BULLETS);
    let sign_bytes = text.len() - bare.len();
    let is_bullet =
        sign_bytes > 0 && sign_bytes <= '•'.len_utf8() && bare.starts_with(char::is_whitespace);
    if is_bullet || text.starts_with('•') && !bare.is_empty() {
        return Block::new(line, Shape::Bullet, bare.trim_start());
    }
    let Some((number, bytes)) = leading_number(text) else {
        return Block::new(line, Shape::Line, text);
    };
    let mut block = Block::new(line, Shape::Number(number), text);
    block.number_bytes = bytes;
    block
}

/// Whether a line goes on with what the block before says.
fn goes_on(
    before: &Block<'_>,
    last: &Last<'_>,
    this: &Block<'_>,
    indent: usize,
    width: Width,
) -> bool {
    if this.shape != Shape::Line
        || marks::explicit(&this.text).is_some()
        || marks::label(&this.text, false).is_some()
    {
        return false;
    }
    let is_marker = |text: &str| {
        marks::explicit(text).is_some_and(str::is_empty)
            || marks::label(text, false).is_some_and(|(_, rest)| rest.is_empty())
    };
    if is_marker(&before.text) {
        return false;
    }
    if before.shape != Shape::Line && indent > last.indent {
        return !last.text.ends_with('?');
    }
    let ends_sentence = last.text.ends_with(['.', '?', '!', ':', '”', '"']);
    let begins_small = this.text.starts_with(char::is_lowercase);
    (begins_small && !ends_sentence)
        || (width.is_full(last.text, &this.text) && !last.text.ends_with('?'))
}

/// The width that a text was broken to, in characters; `None` if it was not.
#[derive(Clone, Copy)]
struct Width(Option<usize>);

impl Width {
    fn of(text: &str) -> Self {
        let mut longest = 0;
        for line in text.lines() {
            let line = line.trim_end();
            // Bytes first: most lines are far from the limit on one side or the other.
            if line.len() > longest {
                longest = longest.max(line.chars().count());
            }
            if longest > MAX_WIDTH {
                return Self(None);
            }
        }
        let width = Self(Some(longest));
        let (mut pairs, mut full) = (0_usize, 0_usize);
        let mut before = "";
        for line in text.lines().map(str::trim) {
            if !before.is_empty() && !line.is_empty() {
                pairs += 1;
                full += usize::from(width.is_full(before, line));
            }
            before = line;
        }
        if full >= 2 && full * 2 >= pairs { width } else { Self(None) }
    }

    /// Whether the next word would not have fitted into the line before.
    fn is_full(self, before: &str, line: &str) -> bool {
        let Some(width) = self.0 else { return false };
        let word = line.split_whitespace().next().unwrap_or_default();
        before.chars().count() + 1 + word.chars().count() + SLACK > width
    }
}
