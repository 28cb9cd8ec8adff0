//! Takes out of a text what can't be seen or is no text: control characters, zero-width signs, and the signs
//! that turn the direction of writing. Letters of every script stay.

use std::borrow::Cow;

use super::draft::counted;

/// Cleans texts and counts what was taken out.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    taken: usize,
}

impl Sweep {
    /// Cleans a text in place.
    pub(super) fn clean(&mut self, text: &mut String) {
        if let Cow::Owned(cleaned) = self.cleaned(text) {
            *text = cleaned;
        }
    }

    /// The text without what can't be seen. Line breaks and tabs stay.
    pub(super) fn cleaned<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let Some(first) = first_suspect(text) else { return Cow::Borrowed(text) };
        let (clean, rest) = text.split_at_checked(first).unwrap_or((text, ""));
        let mut kept = String::with_capacity(text.len());
        kept.push_str(clean);
        let mut before = clean.chars().next_back();
        let mut signs = rest.chars().peekable();
        while let Some(sign) = signs.next() {
            let after = signs.peek().copied();
            if is_taken_out(before, sign, after) {
                self.taken += 1;
                continue;
            }
            kept.push(sign);
            before = Some(sign);
        }
        if kept.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(kept) }
    }

    /// What the user is told, if anything was taken out.
    pub(super) fn note(&self) -> Option<String> {
        let signs = counted(self.taken, "invisible sign was", "invisible signs were");
        (self.taken > 0).then(|| format!("{signs} taken out (control or zero-width characters, or signs that turn the direction of writing)."))
    }
}

/// Where the first sign is that may have to go, in bytes: a quick look at the bytes alone.
fn first_suspect(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = plain_beginning(bytes);
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        let third = bytes.get(at + 2).copied().unwrap_or_default();
        let is_suspect = match byte {
            b'\t' | b'\n' => false,
            0..b' ' | 0x7f => true,
            // U+0080–U+009F and the soft hyphen.
            0xc2 => next < 0xa0 || next == 0xad,
            // U+061C.
            0xd8 => next == 0x9c,
            // U+180E.
            0xe1 => next == 0xa0,
            // U+200B–U+202E and U+2060–U+206F, not the punctuation between.
            0xe2 => {
                (next == 0x80 && matches!(third, 0x8b..=0x8f | 0xaa..=0xae))
                    || (next == 0x81 && third >= 0xa0)
            }
            // U+FEFF, U+FFF9 and following.
            0xef => next >= 0xbb,
            // Tags, U+E0000 and following.
            0xf3 => true,
            _ => false,
        };
        if is_suspect {
            return Some(at);
        }
        at += 1;
        if byte >= 0x80 {
            at += plain_beginning(bytes.get(at..).unwrap_or_default());
        }
    }
    None
}

/// As many bytes at the beginning are plain letters and signs, counted in large steps.
fn plain_beginning(bytes: &[u8]) -> usize {
    const STEP: usize = 32;
    let is_plain = |byte: &u8| (b' '..0x7f).contains(byte) || matches!(*byte, b'\t' | b'\n');
    // All of a step without leaving early: that is what a processor does at once.
    let steps = bytes
        .chunks_exact(STEP)
        .take_while(|step| step.iter().fold(true, |all, byte| all & is_plain(byte)));
    steps.count() * STEP
}

fn is_taken_out(before: Option<char>, sign: char, after: Option<char>) -> bool {
    // They join emoji, and keep letters of some scripts apart; between other signs they only hide.
    let joins =
        |sign: Option<char>| sign.is_some_and(|sign| !sign.is_ascii() && !sign.is_whitespace());
    match sign {
        '\t' | '\n' => false,
        '\u{200c}' | '\u{200d}' => !(joins(before) && joins(after)),
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{fffe}'..='\u{ffff}'
        | '\u{e0000}'..='\u{e007f}' => true,
        _ => sign.is_control(),
    }
}

/// Line breaks of every system as `\n`; borrowed if they are already.
pub(super) fn with_plain_breaks(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split('\r');
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        if !piece.starts_with('\n') {
            plain.push('\n');
        }
        plain.push_str(piece);
    }
    Cow::Owned(plain)
}
