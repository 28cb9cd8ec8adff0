//! Words as they are said: abbreviations, initials, amounts, signs between words.

use super::forms::{ENDINGS, SAID, WITH_STOP, WORDS_IN_CAPITALS};
use super::numbers::{number, ordinal, plain_number};
use crate::units::words::cardinal;

/// All words of `text` as they are said.
pub(super) fn spoken(text: &str) -> String {
    let shouting = mostly_capitals(text);
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        out.push_str(&word_spoken(word, shouting));
        out.push(' ');
    }
    out
}

/// One run without spaces, with the marks around it.
fn word_spoken(word: &str, shouting: bool) -> String {
    let core = word.trim_end_matches(['.', ',', ';', ':', '?', '!']);
    let marks = word.get(core.len()..).unwrap_or_default();
    let lower = core.to_lowercase();
    // "eg" and "ms" are only abbreviations with their stop; as plain words they stay.
    let bare_needs_stop = matches!(lower.as_str(), "eg" | "ms") && !marks.starts_with('.');
    if let Some((_, said)) =
        SAID.iter().find(|(form, _)| *form == lower).filter(|_| !bare_needs_stop)
    {
        return format!("{said}{}", marks_after(&lower, marks));
    }
    let said = amount(core)
        .or_else(|| number(core))
        .or_else(|| ordinal(&lower))
        .or_else(|| clock(core))
        .or_else(|| joined(core, shouting))
        .unwrap_or_else(|| if shouting { lower.clone() } else { initials(core) });
    format!("{said}{marks}")
}

/// What is left of the marks when the first stop belonged to the abbreviation.
fn marks_after<'m>(form: &str, marks: &'m str) -> &'m str {
    if WITH_STOP.contains(&form) { marks.strip_prefix('.').unwrap_or(marks) } else { marks }
}

/// `$60,000`, `£45k`, `$1.5m`, `30%`, `#1`, `50+`.
fn amount(core: &str) -> Option<String> {
    for (sign, name) in [('$', "dollars"), ('£', "pounds"), ('€', "euros")] {
        if let Some(rest) = core.strip_prefix(sign) {
            return scaled(rest).map(|n| format!("{n} {name}")).or_else(|| Some(rest.to_owned()));
        }
    }
    if let Some(n) = core.strip_suffix('%').and_then(number) {
        return Some(format!("{n} percent"));
    }
    for (sign, said) in [
        ("+", "plus"),
        ("x", "times"),
        ("X", "times"),
        ("k", "thousand"),
        ("K", "thousand"),
        ("M", "million"),
    ] {
        if let Some(n) = core.strip_suffix(sign).and_then(plain_number) {
            return Some(format!("{n} {said}"));
        }
    }
    core.strip_prefix('#').and_then(number).map(|n| format!("number {n}"))
}

/// A number with a `k` or `m` behind it.
fn scaled(text: &str) -> Option<String> {
    let (digits, scale) = match text.chars().next_back() {
        Some('k' | 'K') => (text.get(..text.len() - 1)?, " thousand"),
        Some('m' | 'M') => (text.get(..text.len() - 1)?, " million"),
        _ => (text, ""),
    };
    // Through a comma-grouped reading, so that an amount is never read as a year.
    let words = if digits.contains(['.', ',']) {
        number(digits)
    } else {
        digits.parse().ok().map(cardinal)
    };
    words.map(|n| format!("{n}{scale}"))
}

/// A time of day: `9:30`, `10:00`.
fn clock(core: &str) -> Option<String> {
    let (hour, minute) = core.split_once(':')?;
    let (hour, minute): (u64, u64) = match (hour.parse(), minute.len(), minute.parse()) {
        (Ok(hour @ 0..=24), 2, Ok(minute @ 0..=59)) => (hour, minute),
        _ => return None,
    };
    let said = match minute {
        0 => String::new(),
        1..=9 => format!(" oh {}", cardinal(minute)),
        _ => format!(" {}", cardinal(minute)),
    };
    Some(format!("{}{said}", cardinal(hour)))
}

/// Words joined by a slash, a sign or a range: `he/she`, `60-90`, `R&D`.
fn joined(core: &str, shouting: bool) -> Option<String> {
    if let Some((from, to)) = core.split_once('-') {
        let from_words = amount(from).or_else(|| number(from));
        let to_words = amount(to).or_else(|| number(to));
        if let (Some(from), Some(to)) = (from_words, to_words) {
            return Some(format!("{from} to {to}"));
        }
    }
    if let Some(said) = dotted(core) {
        return Some(said);
    }
    if let Some(said) = ratio_or_date(core) {
        return Some(said);
    }
    for (sign, said) in
        [('/', " or "), ('&', " and "), ('+', " plus "), ('=', " equals "), ('@', " at ")]
    {
        if core.contains(sign) {
            let parts: Vec<String> = core
                .split(sign)
                .filter(|p| !p.is_empty())
                .map(|p| word_spoken(p, shouting))
                .collect();
            // "and/or" says itself.
            let said = if parts.iter().any(|p| p == "and" || p == "or") { " " } else { said };
            return Some(parts.join(said));
        }
    }
    None
}

/// A full stop inside a name: `Node.js`, `me@example.com`. Elsewhere it ends a sentence whose space was forgotten.
fn dotted(core: &str) -> Option<String> {
    if let Some((mailbox, site)) = core.split_once('@') {
        return dotted(site).map(|site| format!("{} at {site}", mailbox.replace('.', " dot ")));
    }
    let (name, ending) = core.rsplit_once('.')?;
    let known = ENDINGS.contains(&ending.to_lowercase().as_str());
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || ".-".contains(c));
    (known && plain).then(|| format!("{} dot {ending}", name.replace('.', " dot ")))
}

/// Numbers with slashes: `4/5` is a mark out of the best, `24/11/2026` a date.
fn ratio_or_date(core: &str) -> Option<String> {
    /// No scale goes further; above are years and the like.
    const BEST: u64 = 100;
    let parts: Vec<u64> = core.split('/').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match *parts.as_slice() {
        [mark, best] if mark <= best && best <= BEST => {
            Some(format!("{} out of {}", cardinal(mark), cardinal(best)))
        }
        [_, _, _] => {
            let said: Vec<String> = core.split('/').filter_map(number).collect();
            Some(said.join(" "))
        }
        _ => None,
    }
}

/// Two to five capitals are read letter by letter; anything else stays.
fn initials(core: &str) -> String {
    let (letters, plural) = match core.strip_suffix('s') {
        Some(stem) if stem.len() > 1 => (stem, true),
        _ => (core, false),
    };
    let spelled = (2..=5).contains(&letters.len())
        && letters.chars().all(|c| c.is_ascii_uppercase())
        && !WORDS_IN_CAPITALS.contains(&letters);
    if !spelled {
        return core.to_owned();
    }
    let mut out: Vec<String> = letters.chars().map(String::from).collect();
    if plural && let Some(last) = out.last_mut() {
        last.push_str("'s");
    }
    out.join(" ")
}

/// A text in capitals is read as words, not as initials.
fn mostly_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    letters > 12 && capitals * 10 > letters * 6
}
