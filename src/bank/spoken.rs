//! How long a model answer is when it is spoken, beside its target, and whether it names a number.

use unicode_script::{Script, UnicodeScript as _};

use super::answer::{Values, spoken_answer};
use super::model::{Band, Question};
use crate::units::wording::Wording;
use crate::units::words::cardinal;

/// Words a minute by which lengths are estimated: the middle of what is comfortable in an interview
/// (140–160; huru.ai, speechaway.co), and the average of American conversation.
pub const SPOKEN_WPM: u32 = 150;

/// Words that say a number and are none that counts up.
const OTHER_NUMBER_WORDS: [&str; 10] = [
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "dozen",
    "dozens",
    "twice",
    "doubled",
];

/// The numbers of Chinese and Japanese, from two on: one is in words of all kinds.
const HAN_NUMBERS: &str = "二三四五六七八九十百千万萬億亿两兩";

/// How a length stands to its band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Shorter: an outline to speak from.
    Outline,
    /// Within the band.
    Fits,
    /// Longer.
    Long,
    /// Its words can't be counted.
    Unknown,
}

/// A model answer as it would be spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpokenLength {
    /// Words said.
    pub words: usize,
    /// How long that takes at [`SPOKEN_WPM`], whole seconds; `None` where its script does not show words.
    pub secs: Option<u64>,
    /// The target of the question.
    pub band: Band,
    /// Whether a number is named.
    pub has_number: bool,
}

impl SpokenLength {
    /// That of a question's model answer with the user's words in it; `None` if there is no answer.
    /// A blank that is not filled is said as what it stands for, and names no number.
    #[must_use]
    pub fn of(question: &Question, values: &Values) -> Option<Self> {
        let said = spoken_answer(question, values);
        let Wording { words, is_known } = Wording::of(&said);
        if words == 0 {
            return None;
        }
        let millis = words as u64 * 60_000 / u64::from(SPOKEN_WPM);
        let secs = is_known.then_some((millis + 500) / 1000);
        let has_number = names_a_number(question, values);
        Some(Self { words, secs, band: question.band(), has_number })
    }

    /// How it stands to its band.
    #[must_use]
    pub fn fit(&self) -> Fit {
        match self.secs {
            None => Fit::Unknown,
            Some(secs) if secs < self.band.min.as_secs() => Fit::Outline,
            Some(secs) if secs <= self.band.max.as_secs() => Fit::Fits,
            Some(_) => Fit::Long,
        }
    }

    /// In short: "21 s of 60–105 s".
    #[must_use]
    pub fn brief(&self) -> String {
        let band = band_text(self.band);
        self.secs.map_or_else(
            || format!("length not assessed, {band}"),
            |it| format!("{it} s of {band}"),
        )
    }

    /// As people read it: "21 s: an outline; aim for 60–105 s; no number yet".
    #[must_use]
    pub fn sentence(&self) -> String {
        let fit = match self.fit() {
            Fit::Outline => "an outline",
            Fit::Fits => "as long as it should be",
            Fit::Long => "long",
            Fit::Unknown => "its words can’t be counted in this script",
        };
        let number = if self.has_number { "" } else { "; no number yet" };
        let length =
            self.secs.map_or_else(|| "Length not assessed".to_owned(), |it| format!("{it} s"));
        format!("{length}: {fit}; aim for {}{number}", band_text(self.band))
    }
}

/// A band as people read it: "60–105 s".
#[must_use]
pub fn band_text(band: Band) -> String {
    let (least, most) = band.in_secs();
    format!("{least}–{most} s")
}

/// Whether the words that are the answer's own or the user's name a number: in digits, or in words from two
/// on ("one" is said of anything).
fn names_a_number(question: &Question, values: &Values) -> bool {
    super::answer::segments(question, values).iter().any(|segment| match segment {
        super::answer::Segment::Text(text) => has_number(text),
        super::answer::Segment::Slot { value, .. } => value.is_some_and(has_number),
    })
}

fn has_number(text: &str) -> bool {
    if text.contains(|sign: char| sign.is_numeric() || HAN_NUMBERS.contains(sign)) {
        return true;
    }
    // Words for numbers are known in English alone: what is not looked for is not said to be missing.
    if text.contains(|sign: char| {
        sign.is_alphabetic() && !sign.is_ascii() && sign.script() != Script::Latin
    }) {
        return true;
    }
    let mut words = text.split(|sign: char| !sign.is_alphanumeric()).map(str::to_lowercase);
    words.any(|word| is_number_word(&word))
}

fn is_number_word(word: &str) -> bool {
    let counted = (2..=20).chain((30..=90).step_by(10)).any(|number| cardinal(number) == word);
    counted || OTHER_NUMBER_WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Kind;

    fn answered(words: usize, kind: Kind) -> Question {
        let mut question = Question::new("q", "Why?", kind);
        question.set_model_answer(vec!["word"; words].join(" "));
        question
    }

    fn sentence(question: &Question, values: &Values) -> String {
        SpokenLength::of(question, values).map_or_else(String::new, |length| length.sentence())
    }

    #[test]
    fn a_length_stands_beside_its_target_in_words() {
        let said = |words, kind| sentence(&answered(words, kind), &Values::new());
        let process = Kind::Process;
        assert_eq!(said(52, process), "21 s: an outline; aim for 60–105 s; no number yet");
        assert_eq!(
            said(150, process),
            "60 s: as long as it should be; aim for 60–105 s; no number yet"
        );
        assert_eq!(said(400, process), "160 s: long; aim for 60–105 s; no number yet");
        assert_eq!(said(0, process), "", "no answer has no length");
    }

    #[test]
    fn an_answer_without_spaces_has_a_length_or_is_not_assessed() {
        let said = |answer: &str| {
            let mut question = Question::new("q", "なぜ?", Kind::Process);
            question.set_model_answer(answer);
            (sentence(&question, &Values::new()), SpokenLength::of(&question, &Values::new()))
        };
        let (japanese, _) = said(&"私は五年間、病院の受付で働いてきました。".repeat(20));
        assert_eq!(japanese, "72 s: as long as it should be; aim for 60–105 s");
        let (thai, length) = said("ฉันทำงานที่แผนกต้อนรับของโรงพยาบาลมาห้าปี");
        assert!(thai.starts_with("Length not assessed") && !thai.contains("0 s:"), "{thai}");
        assert_eq!(length.map(|it| (it.secs, it.fit())), Some((None, Fit::Unknown)));
    }

    #[test]
    fn numbers_are_digits_words_and_what_was_filled_in() {
        let has = |answer: &str, value: Option<&str>| {
            let mut question = Question::new("q", "Why?", Kind::Fact);
            question.set_model_answer(answer);
            let value = value.map(|value| ("q/Number/1".to_owned(), value.to_owned()));
            let values = value.into_iter().collect();
            SpokenLength::of(&question, &values).unwrap().has_number
        };
        assert!(has("In 2019 it began.", None));
        assert!(has("Twenty-five people.", None));
        assert!(has("It doubled.", None));
        assert!(!has("One of the best, a tender offer, often.", None));
        assert!(!has("I led [Number] people.", None), "a blank is no number");
        assert!(has("I led [Number] people.", Some("12")));
        assert!(has("I led [Number] people.", Some("seven")));
        assert!(!has("I worked at [Number].", Some("Mercy")), "nor is a name");
    }
}
