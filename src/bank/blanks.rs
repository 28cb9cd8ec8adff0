//! Blanks as a list: each placeholder with the sentence it stands in, and where else its words would fit.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Segment, Values, shown_segments};
use super::model::{Bank, Placeholder, Question};

/// Words before a full stop that do not end a sentence.
const ABBREVIATIONS: [&str; 12] =
    ["mr", "mrs", "ms", "dr", "st", "no", "vs", "etc", "approx", "prof", "inc", "dept"];

/// Labels that say what sort of word is missing, but not which: "your number" is a different one each time.
const TELLS_TOO_LITTLE: [&str; 16] = [
    "amount",
    "blank",
    "company",
    "date",
    "details",
    "example",
    "figure",
    "name",
    "number",
    "percent",
    "percentage",
    "something",
    "word",
    "x",
    "year",
    "years",
];

/// A placeholder with the sentence it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank<'a> {
    /// Which one.
    pub placeholder: &'a Placeholder,
    /// The sentence as it is shown, this and other placeholders in it as slots; without surrounding spaces.
    pub sentence: Vec<Segment<'a>>,
}

/// The placeholders of a question's model answer in order, each with its sentence.
#[must_use]
pub fn blanks<'a>(question: &'a Question, values: &'a Values) -> Vec<Blank<'a>> {
    let mut found = Vec::new();
    for sentence in sentences(shown_segments(question, values)) {
        for segment in &sentence {
            if let Segment::Slot { placeholder, .. } = *segment {
                found.push(Blank { placeholder, sentence: sentence.clone() });
            }
        }
    }
    found
}

/// Cuts a text behind each sentence and at each line's end. What the user typed into a slot is never cut.
fn sentences<'a>(segments: Vec<Segment<'a>>) -> Vec<Vec<Segment<'a>>> {
    let mut all = Vec::new();
    let mut current: Vec<Segment<'a>> = Vec::new();
    for segment in segments {
        let Segment::Text(mut rest) = segment else {
            current.push(segment);
            continue;
        };
        while let Some(end) = end_of_sentence(rest) {
            let (head, tail) = rest.split_at(end);
            current.push(Segment::Text(head));
            all.push(std::mem::take(&mut current));
            rest = tail;
        }
        if !rest.is_empty() {
            current.push(Segment::Text(rest));
        }
    }
    all.push(current);
    all.iter_mut().for_each(trim);
    all
}

/// Where the first sentence of `text` ends, if it ends in there and something may follow.
fn end_of_sentence(text: &str) -> Option<usize> {
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        if sign == '\n' {
            return Some(at + 1);
        }
        let is_end = match sign {
            '.' => !is_abbreviation(text.get(..at).unwrap_or_default()),
            '!' | '?' | '…' => true,
            _ => false,
        };
        if !is_end {
            continue;
        }
        // Closing quotes and brackets belong to the sentence.
        while signs.next_if(|(_, next)| ".!?…\"'”’»)]".contains(*next)).is_some() {}
        if let Some((next_at, _)) = signs.next_if(|(_, next)| next.is_whitespace()) {
            return Some(next_at);
        }
    }
    None
}

/// Whether a full stop after `before` belongs to its last word: "e.g", "Dr".
fn is_abbreviation(before: &str) -> bool {
    let is_apart = |sign: char| !sign.is_alphanumeric() && sign != '.';
    let word = before.rsplit(is_apart).next().unwrap_or_default().to_lowercase();
    let is_letter_with_dot =
        word.contains('.') && word.split('.').all(|one| one.chars().count() <= 1);
    is_letter_with_dot || ABBREVIATIONS.contains(&word.as_str())
}

/// Takes away spaces at both ends.
fn trim(sentence: &mut Vec<Segment<'_>>) {
    if let Some(Segment::Text(first)) = sentence.first_mut() {
        *first = first.trim_start();
    }
    if let Some(Segment::Text(last)) = sentence.last_mut() {
        *last = last.trim_end();
    }
    sentence.retain(|segment| *segment != Segment::Text(""));
}

/// One occurrence of a placeholder, among all banks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlankPlace {
    /// Id of the bank.
    pub bank_id: String,
    /// Its key there, see [`Placeholder::key`].
    pub key: String,
}

/// Which placeholders of all banks stand for the same thing, going by their labels.
///
/// Two are the same if they have the same label, whatever its capitals. A label that stands twice in one answer
/// means two things there, and one such as "your number" may mean anything: neither is taken for the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SameLabels {
    places: BTreeMap<String, Vec<BlankPlace>>,
}

impl SameLabels {
    /// Those of these banks, in their order.
    #[must_use]
    pub fn of<'a>(banks: impl IntoIterator<Item = &'a Bank>) -> Self {
        let mut places: BTreeMap<String, Vec<BlankPlace>> = BTreeMap::new();
        let mut twice = BTreeSet::new();
        for bank in banks {
            for question in &bank.questions {
                let mut here = BTreeSet::new();
                for one in &question.placeholders {
                    let label = folded(&one.label);
                    if !here.insert(label.clone()) {
                        twice.insert(label.clone());
                    }
                    let place = BlankPlace { bank_id: bank.id.clone(), key: one.key() };
                    places.entry(label).or_default().push(place);
                }
            }
        }
        places.retain(|label, all| all.len() > 1 && !twice.contains(label) && tells_enough(label));
        Self { places }
    }

    /// All places with this label if there are several and they stand for the same thing, else none.
    #[must_use]
    pub fn places(&self, label: &str) -> &[BlankPlace] {
        self.places.get(&folded(label)).map_or(&[], Vec::as_slice)
    }
}

fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn tells_enough(label: &str) -> bool {
    let what =
        ["your ", "my ", "the ", "a ", "an "].iter().find_map(|word| label.strip_prefix(word));
    let what = what.unwrap_or(label);
    !what.is_empty() && !TELLS_TOO_LITTLE.contains(&what)
}

#[cfg(test)]
mod tests;
