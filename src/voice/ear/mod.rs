//! Text prepared for the ear: the one place where what is displayed becomes what is spoken.
//!
//! Engines read abbreviations, brackets, amounts and initials badly or each in its own way, and some obey
//! control characters in the middle of plain text. After [`prepare`] only letters, digits, apostrophes,
//! hyphens, spaces and `. , ; : ? !` are left, no mark-up of any engine survives, and the length is bounded.
//!
//! It does not choose a pronunciation beyond that, and it knows English only; other scripts pass through.

mod addresses;
mod characters;
mod forms;
mod numbers;
mod words;

use crate::units::wording::{Wording, is_unspaced};

/// The longest text that is spoken, in characters: about five minutes. What follows is left out.
pub const MAX_CHARS: usize = 4_000;

/// The longest run of characters without a space that is spoken; a longer one is cut there.
/// (One "word" of a megabyte keeps an engine busy for minutes.)
const MAX_WORD_CHARS: usize = 40;

/// The words to speak for a displayed text; empty if there is nothing to say.
#[must_use]
pub fn prepare(text: &str) -> String {
    // Twice the limit before the work, so that a huge text costs little; the limit itself after it.
    let bounded: String = text.chars().take(2 * MAX_CHARS).collect();
    let plain = characters::plain(&addresses::named(&bounded));
    let spoken = words::spoken(&characters::without_brackets(&plain));
    capped(&characters::tidy(&spoken))
}

/// How many words the ear gets: what a speed in words per minute counts.
#[must_use]
pub fn word_count(ear: &str) -> usize {
    Wording::of(ear).words
}

/// No more of a word than an engine should get; a sentence in a script without spaces is no word.
fn bounded(word: &str) -> String {
    let mut in_a_row = 0;
    let fits = |c: &char| {
        in_a_row = if is_unspaced(*c) { 0 } else { in_a_row + 1 };
        in_a_row <= MAX_WORD_CHARS
    };
    word.chars().take_while(fits).take(MAX_CHARS).collect()
}

/// Cuts overlong words and the whole at a word's end.
fn capped(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4 * MAX_CHARS));
    let mut chars = 0;
    for word in text.split_whitespace() {
        let word = bounded(word);
        chars += word.chars().count() + 1;
        if chars > MAX_CHARS {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

#[cfg(test)]
mod tests;
