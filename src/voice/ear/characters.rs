//! Single characters: what is dropped, what becomes a pause, what becomes a plain letter.

use unicode_script::{Script, UnicodeScript as _};

/// Only characters that the later steps know; typographic forms become plain ones.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next().map(undecorated) {
        let digits_around = before.is_ascii_digit()
            && chars.peek().is_some_and(|n| n.is_ascii_digit() || *n == '$');
        match c {
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{61c}'
            | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}' => continue,
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '`' | '\u{b4}' => out.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '"' | '«' | '»' => {}
            '\u{2013}' if digits_around => out.push_str(" to "),
            '\u{2012}'..='\u{2015}' | '\u{2212}' => out.push_str(", "),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '\u{2026}' => out.push_str(". "),
            // A run of them is a blank to fill in.
            '_' if before == '_' => {
                if chars.peek() != Some(&'_') {
                    out.push_str(" blank ");
                }
            }
            // The marks of other scripts.
            '؟' => out.push('?'),
            '،' | '、' => out.push_str(", "),
            '؛' => out.push_str("; "),
            '。' | '।' => out.push_str(". "),
            '\u{fb00}'..='\u{fb04}' => out.push_str(ligature(c)),
            '½' if before.is_ascii_digit() => out.push_str(" and a half "),
            '½' => out.push_str(" half "),
            '~' | '≈' if chars.peek().is_some_and(char::is_ascii_digit) => {
                out.push_str(" about ")
            }
            '•' | '·' | '|' | '→' | '➔' | '➜' | '►' | '▶' | '➤' | '●' | '○' | '◦' | '■' | '□'
            | '▪' | '▫' | '‣' | '⁃' | '✓' | '✔' | '✗' | '✘' => out.push_str(", "),
            '\n' => out.push_str(if ends_a_sentence(&out) { " " } else { ", " }),
            '[' | ']' | '{' | '}' => out.push(' '),
            c if c.is_alphanumeric() || is_combining(c) || "'-.,;:?!()$£€%&/+@=#".contains(c) => {
                out.push(c)
            }
            _ => out.push(' '),
        }
        before = c;
    }
    out
}

/// The plain character behind a letter or digit that is only written in a fancy style: mathematical
/// alphabets (bold, script …), as posts use them to stress, and full-width forms.
fn undecorated(c: char) -> char {
    let at = u32::from(c);
    let of = |first: u8, index: u32| u8::try_from(index).map_or(c, |i| char::from(first + i));
    match at {
        // Thirteen styles, each with 26 capitals and 26 small letters.
        0x1d400..=0x1d6a3 => match (at - 0x1d400) % 52 {
            index @ 0..26 => of(b'A', index),
            index => of(b'a', index - 26),
        },
        0x1d7ce..=0x1d7ff => of(b'0', (at - 0x1d7ce) % 10),
        0xff01..=0xff5e => of(b'!', at - 0xff01),
        _ => c,
    }
}

/// Letters that a typesetter had joined, as they come out of a printed page.
fn ligature(c: char) -> &'static str {
    match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        _ => "ffl",
    }
}

/// Marks that belong to the letter before them, as in a decomposed é, a Thai tone or a Hindi virama: a word
/// without them is cut in two.
fn is_combining(c: char) -> bool {
    // What stands on anything, such as the frame of a keycap, is not said; Braille has patterns, no letters.
    let of_any = || {
        use Script::{Braille, Common, Inherited, Latin, Unknown};
        matches!(c.script(), Common | Unknown | Inherited | Latin | Braille)
    };
    matches!(c, '\u{300}'..='\u{36f}') || (!c.is_ascii() && !of_any())
}

/// Whether a pause is there already, or nothing was said yet.
fn ends_a_sentence(text: &str) -> bool {
    text.trim_end().chars().next_back().is_none_or(|c| ".,;:?!".contains(c))
}

/// Brackets are read as asides; one that only abbreviates the words before it is left out:
/// "electronic health records (ehr)". An ending in brackets belongs to its word: "question(s)".
pub(super) fn without_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        out.push_str(before);
        let (inside, following) = after.split_once(')').unwrap_or((after, ""));
        if is_ending(inside, &out) {
            out.push_str(inside);
        } else if !abbreviates(inside, &out) {
            out.push_str(", ");
            out.push_str(inside.trim());
            out.push_str(", ");
        }
        rest = following;
    }
    out.push_str(rest);
    out.replace(')', " ")
}

/// Whether `inside` is up to three small letters right behind a word, as in "child(ren)" or "401(k)".
fn is_ending(inside: &str, before: &str) -> bool {
    (1..=3).contains(&inside.len())
        && inside.chars().all(|c| c.is_ascii_lowercase())
        && before.chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Whether `inside` is made of the first letters of the last words of `before`, with or without a plural s.
fn abbreviates(inside: &str, before: &str) -> bool {
    let inside = inside.trim();
    let initials = |n: usize| -> String {
        let words: Vec<&str> =
            before.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        words
            .iter()
            .rev()
            .take(n)
            .rev()
            .filter_map(|w| w.chars().next())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let lower = inside.to_lowercase();
    [lower.as_str(), lower.strip_suffix('s').unwrap_or("")].iter().any(|short| {
        (2..=6).contains(&short.chars().count()) && initials(short.chars().count()) == *short
    })
}

/// Single spaces, one mark per pause, none at the start, only characters that may be spoken.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if ".,;:?!".contains(c) {
            close(&mut out, c);
        } else if c.is_alphanumeric() || is_combining(c) || c == '\'' || c == '-' {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    // A dash or apostrophe between spaces is nothing to say, and one before a word makes an option of it
    // for an engine that is a command at heart.
    let words: Vec<&str> = out
        .split_whitespace()
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .map(|w| w.trim_start_matches('-'))
        .collect();
    words.join(" ").trim_end_matches([',', ';', ':']).to_owned()
}

/// Puts a mark right behind the last word; of several marks the strongest stays.
fn close(out: &mut String, mark: char) {
    while out.ends_with(' ') {
        out.pop();
    }
    match out.chars().next_back() {
        None => return,
        Some(last) if ".?!".contains(last) => {}
        Some(last) if ",;:".contains(last) => {
            if ".?!".contains(mark) {
                out.pop();
                out.push(mark);
            }
        }
        Some(_) => out.push(mark),
    }
    out.push(' ');
}
