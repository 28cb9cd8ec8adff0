//! How many words a text is when it is spoken, also in scripts that put no spaces between words.

use unicode_script::{Script, UnicodeScript as _};

/// Characters of Chinese and Japanese writing that count as one word. Clear reading aloud is said to be about 300
/// characters a minute in both, by broadcasters' rule of thumb; at the 150 words a minute of English that
/// makes two for a word. A rule, no measurement: kanji of two syllables and kana of one average out.
const CHARACTERS_A_WORD: usize = 2;

/// Letters, without the marks on them, that are taken for a word in scripts of which nothing better is known
/// here. Good enough to wait long enough; [`Wording::is_known`] is false then, and no length is said.
const LETTERS_A_WORD: usize = 4;

/// What a text is when it is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    /// Words, or what lasts as long as so many.
    pub words: usize,
    /// Whether that may be told; false if the text has parts whose words can't be counted.
    pub is_known: bool,
}

impl Wording {
    /// Counts the words: runs between spaces that have a letter or a digit, two characters of Chinese
    /// or Japanese for a word, and a guess where words are written without spaces (Thai, Khmer, Lao, Burmese
    /// and others).
    #[must_use]
    pub fn of(text: &str) -> Self {
        let (mut words, mut characters, mut letters) = (0, 0, 0);
        for run in text.split_whitespace() {
            let mut has_spaced = false;
            for c in run.chars().filter(|c| c.is_alphanumeric()) {
                match writing(c) {
                    Writing::Spaced => has_spaced = true,
                    Writing::Characters => characters += 1,
                    Writing::Unspaced => letters += 1,
                }
            }
            words += usize::from(has_spaced);
        }
        words += characters_as_words(characters, CHARACTERS_A_WORD);
        words += characters_as_words(letters, LETTERS_A_WORD);
        Self { words, is_known: letters == 0 }
    }
}

const fn characters_as_words(count: usize, a_word: usize) -> usize {
    count.div_ceil(a_word)
}

/// Whether a run without a space may be many words in this text's script.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    writing(c) != Writing::Spaced
}

/// How a script shows where words end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    /// By spaces.
    Spaced,
    /// Not at all; its characters are long.
    Characters,
    /// Not at all, or rarely; its letters are sounds.
    Unspaced,
}

fn writing(c: char) -> Writing {
    if c.is_ascii() {
        return Writing::Spaced;
    }
    match c.script() {
        Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo | Script::Yi => {
            Writing::Characters
        }
        Script::Thai
        | Script::Lao
        | Script::Khmer
        | Script::Myanmar
        | Script::Tibetan
        | Script::Javanese
        | Script::Balinese
        | Script::Tai_Le
        | Script::New_Tai_Lue
        | Script::Tai_Tham
        | Script::Tai_Viet => Writing::Unspaced,
        // The long mark of kana is written with every kana.
        _ if c == 'ー' => Writing::Characters,
        _ => Writing::Spaced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str) -> (usize, bool) {
        let Wording { words, is_known } = Wording::of(text);
        (words, is_known)
    }

    #[test]
    fn words_between_spaces_are_counted_in_every_script_that_has_them() {
        assert_eq!(counted("Tell me about yourself – please!"), (5, true));
        assert_eq!(counted("Расскажите о себе"), (3, true));
        assert_eq!(counted("자기소개를 해 주세요"), (3, true));
        assert_eq!(counted("عرّفني بنفسك"), (2, true));
        assert_eq!(counted("अपने बारे में बताइए"), (4, true));
        assert_eq!(counted("  …  "), (0, true));
    }

    #[test]
    fn two_characters_are_a_word_where_there_are_no_spaces() {
        assert_eq!(counted("自己紹介をしてください。"), (6, true));
        assert_eq!(counted("请介绍一下你自己"), (4, true));
        assert_eq!(counted("我用 Rust 写了 3 年"), (5, true), "two words and five characters");
        assert_eq!(counted("データー"), (2, true));
    }

    #[test]
    fn where_words_can_t_be_counted_no_count_is_told() {
        for text in ["กรุณาแนะนำตัวเอง", "សូមណែនាំខ្លួន", "ກະລຸນາແນະນໍາຕົວ", "ကိုယ့်အကြောင်း ပြောပြပါ"]
        {
            let (words, is_known) = counted(text);
            assert!(words >= 2 && !is_known, "{text}: {words}");
        }
    }
}
