//! Ids and names made of words: short, readable, unique, and never a path.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::bank::read::text::{MAX_ID_BYTES, is_id, one_line};

/// The id of a bank without usable words in its title.
const NAMELESS_BANK: &str = "imported";

/// As many bytes of an id are made of words; the rest is room for a number that makes it unique.
const MAX_WORDS_BYTES: usize = 36;

/// As many words make a question's id.
const MAX_WORDS: usize = 4;

/// Words that say nothing about which question it is.
#[rustfmt::skip]
const FILLING: &[&str] = &[
    "a", "about", "an", "and", "any", "are", "as", "at", "be", "by", "can", "could", "describe", "did", "do",
    "does", "e", "example", "explain", "for", "from", "g", "give", "had", "has", "have", "how", "if", "in",
    "is", "it", "its", "ll", "me", "my", "of", "on", "or", "our", "re", "s", "share", "some", "t", "tell",
    "that", "the", "their", "there", "they", "this", "time", "to", "us", "ve", "was", "we", "were", "what",
    "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
];

/// The id of a bank, made of its title, its role's name, or the id that its source gives it.
pub(super) fn bank_id(words: &str) -> String {
    if is_id(words) {
        return words.to_owned();
    }
    let mut id = joined(plain_words(words).split_ascii_whitespace(), MAX_ID_BYTES, usize::MAX);
    // Cut within "… with the".
    while let Some((rest, last)) = id.rsplit_once('-') {
        if !is_filling(last) {
            break;
        }
        id.truncate(rest.len());
    }
    if id.is_empty() { NAMELESS_BANK.to_owned() } else { id }
}

/// Ids that are taken.
#[derive(Debug, Default)]
pub(in crate::bank) struct Ids {
    taken: HashSet<String>,
    /// For each beginning, the number that was tried last: so that a thousand equal questions are no
    /// million tries.
    tried: HashMap<String, usize>,
}

impl Ids {
    /// A new id: the given one if it can be one, else one made of the words; `nameless` if there are none.
    pub(in crate::bank) fn id_for(&mut self, given: &str, words: &str, nameless: &str) -> String {
        let base = if given.is_empty() { of_words(words) } else { bank_id(given) };
        let base = if base.is_empty() { nameless.to_owned() } else { base };
        if self.taken.insert(base.clone()) {
            return base;
        }
        let tried = self.tried.entry(base.clone()).or_insert(1);
        loop {
            *tried += 1;
            let ending = format!("-{tried}");
            let room = MAX_ID_BYTES.saturating_sub(ending.len());
            let beginning = base.get(..room.min(base.len())).unwrap_or_default();
            let id = format!("{}{ending}", beginning.trim_end_matches('-'));
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The telling words of a question, joined; all its words if none of them tells much.
fn of_words(words: &str) -> String {
    let words = plain_words(words);
    let all = || words.split_ascii_whitespace();
    let id = joined(all().filter(|word| !is_filling(word)), MAX_WORDS_BYTES, MAX_WORDS);
    if id.is_empty() { joined(all(), MAX_WORDS_BYTES, MAX_WORDS) } else { id }
}

fn is_filling(word: &str) -> bool {
    word.len() <= 8 && FILLING_KEYS.binary_search(&key_of(word)).is_ok()
}

/// [`FILLING`] as numbers, which are compared at once.
static FILLING_KEYS: LazyLock<Vec<u64>> =
    LazyLock::new(|| FILLING.iter().map(|word| key_of(word)).collect());

/// The first eight bytes of a word as a number; in the order of the words.
fn key_of(word: &str) -> u64 {
    let bytes = word.bytes().chain(std::iter::repeat(0));
    bytes.take(8).fold(0, |key, byte| key << 8 | u64::from(byte))
}

/// The first words that fit, with hyphens; a first word that doesn't fit is cut.
fn joined<'w>(words: impl Iterator<Item = &'w str>, max_bytes: usize, max_words: usize) -> String {
    let mut id = String::new();
    for word in words.take(max_words) {
        if id.is_empty() {
            id.push_str(word.get(..max_bytes.min(word.len())).unwrap_or_default());
        } else if id.len() + 1 + word.len() <= max_bytes {
            id.push('-');
            id.push_str(word);
        } else {
            break;
        }
    }
    id
}

/// As much of a text is looked at for an id, in bytes.
const MAX_LOOK_BYTES: usize = 400;

/// Its words in a–z and 0–9 with a space behind each; other scripts give none.
fn plain_words(text: &str) -> String {
    let text = text.get(..text.floor_char_boundary(MAX_LOOK_BYTES)).unwrap_or_default();
    let mut words = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            _ if sign.is_ascii_alphanumeric() => words.push(sign.to_ascii_lowercase()),
            _ if sign.is_alphabetic() => words.push_str(without_marks(sign)),
            // "don't" is one word.
            '\'' | '’' => {}
            _ => words.push(' '),
        }
    }
    words
}

/// A letter of western European languages in plain letters; nothing for others.
fn without_marks(letter: char) -> &'static str {
    match letter {
        'À'..='Å' | 'à'..='å' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' => "c",
        'È'..='Ë' | 'è'..='ë' => "e",
        'Ì'..='Ï' | 'ì'..='ï' => "i",
        'Ñ' | 'ñ' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' => "o",
        'Œ' | 'œ' => "oe",
        'Ù'..='Ü' | 'ù'..='ü' => "u",
        'ß' => "ss",
        _ => "",
    }
}

/// Words that a title of an article wraps around the role's name.
#[rustfmt::skip]
const AROUND_ROLE: &[&str] = &[
    "a", "all", "an", "and", "answered", "answers", "asked", "basic", "behavioral", "behavioural", "best",
    "common", "complete", "example", "examples", "for", "frequently", "general", "good", "great", "guide",
    "important", "interview", "job", "key", "most", "popular", "q", "qa", "question", "questions", "sample",
    "the", "to", "top", "typical", "with", "your",
];

/// The role that a title names: "Library Assistant Job Interview Questions and Answers" is for a
/// "library assistant"; `None` if it names none.
pub(super) fn role_of_title(title: &str) -> Option<String> {
    let title = one_line(title);
    let words: Vec<&str> = title.split(' ').collect();
    let plain = |word: &str| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
    let is_around = |word: &&&str| {
        let word = plain(word);
        AROUND_ROLE.binary_search(&word.as_str()).is_ok() || word.parse::<u32>().is_ok()
    };
    let begin = words.iter().take_while(is_around).count();
    let role: Vec<&str> =
        words.get(begin..)?.iter().take_while(|word| !is_around(word)).copied().collect();
    let names_an_interview = words.iter().any(|word| plain(word) == "interview");
    if role.is_empty() || !names_an_interview {
        return None;
    }
    let is_shouted = !title.contains(char::is_lowercase);
    let lowered = role.iter().map(|word| {
        let has_capitals = !is_shouted && word.chars().skip(1).any(char::is_uppercase);
        if has_capitals { (*word).to_owned() } else { word.to_lowercase() }
    });
    let name = lowered.collect::<Vec<_>>().join(" ");
    // "Café Blau: waiter’s interview".
    let name = name.rsplit(": ").next().unwrap_or(&name);
    let name = name.trim_end_matches("’s").trim_end_matches("'s");
    let name = name.trim_matches(|sign: char| !sign.is_alphanumeric() && !")]".contains(sign));
    Some(name.to_owned()).filter(|name| !name.is_empty())
}

/// A title made of a file's name: "my_questions-2.txt" becomes "My questions 2".
pub(super) fn title_of_name(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = one_line(&stem.replace(['_', '-'], " "));
    let mut signs = title.chars();
    let first = signs.next()?;
    first.is_alphanumeric().then(|| format!("{}{}", first.to_uppercase(), signs.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_so_that_they_are_found() {
        assert!(FILLING.is_sorted() && AROUND_ROLE.is_sorted());
    }
}
