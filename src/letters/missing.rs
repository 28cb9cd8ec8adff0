//! Which texts have letters that no font of this computer has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::epaint::text::{FallbackRequest, FontInsert, FontProvider, Fonts, TextOptions};
use unicode_script::{Script, UnicodeScript as _};

use super::system::listed;
use crate::bank::{Bank, Question};
use crate::ui::theme;

/// As many scripts are named in a sentence.
const NAMED: usize = 3;

/// Questions that can't be shown whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unshown {
    /// How many.
    pub questions: usize,
    /// What their letters are, as people call it: "Chinese", "Thai", "symbols".
    pub scripts: BTreeSet<String>,
}

impl Unshown {
    /// Looks through all that is read of a bank's questions: words, answers, points, guidance.
    #[must_use]
    pub fn of(bank: &Bank) -> Self {
        let mut look = Look::default();
        let mut found = Self::default();
        for question in &bank.questions {
            let mut lacks = false;
            for text in texts(question) {
                lacks |= look.lacks_any(text, &mut found.scripts);
            }
            found.questions += usize::from(lacks);
        }
        found
    }

    /// What to tell the user; none if everything can be shown.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        if self.questions == 0 {
            return None;
        }
        let mut named: Vec<&str> = self.scripts.iter().take(NAMED).map(String::as_str).collect();
        if self.scripts.len() > NAMED {
            named.push("others");
        }
        let (last, first) = named.split_last()?;
        let scripts = if first.is_empty() {
            (*last).to_owned()
        } else {
            format!("{} and {last}", first.join(", "))
        };
        let questions = match self.questions {
            1 => "1 question has".to_owned(),
            count => format!("{count} questions have"),
        };
        Some(format!(
            "{questions} letters that Greenroom can’t show on this computer. Install a font for {scripts}."
        ))
    }
}

/// The sentence about a bank's questions; none if all of them can be shown.
#[must_use]
pub fn unshown_sentence(bank: &Bank) -> Option<String> {
    Unshown::of(bank).sentence()
}

fn texts(question: &Question) -> impl Iterator<Item = &str> {
    let lists = [&question.more_answers, &question.points, &question.how_to, &question.avoid];
    [question.ask.as_str(), question.model_answer.as_str(), question.looks_for.as_str()]
        .into_iter()
        .chain(lists.into_iter().flatten().map(String::as_str))
}

/// What was looked up so far: a bank has thousands of letters, but few different ones.
#[derive(Default)]
struct Look {
    /// The shipped fonts, then the system's.
    fonts: Option<Fonts>,
    known: BTreeMap<char, bool>,
    missing: BTreeSet<char>,
}

impl Look {
    /// Whether some letter of the text can't be shown; its script is added to `scripts`.
    fn lacks_any(&mut self, text: &str, scripts: &mut BTreeSet<String>) -> bool {
        let mut lacks = false;
        for c in text.chars().filter(|c| !c.is_ascii() && has_ink(*c)) {
            if !self.has(c) {
                lacks = true;
                if self.missing.insert(c) {
                    scripts.insert(script_name(c));
                }
            }
        }
        lacks
    }

    fn has(&mut self, c: char) -> bool {
        if let Some(known) = self.known.get(&c) {
            return *known;
        }
        let fonts = self.fonts.get_or_insert_with(|| {
            Fonts::new(TextOptions::default(), theme::font_definitions())
                .with_font_providers(vec![Arc::new(Late)])
        });
        let has = fonts.has_glyph(&theme::body(), c);
        self.known.insert(c, has);
        has
    }
}

/// The system's fonts, asked for only when the shipped ones lack a letter.
struct Late;

impl FontProvider for Late {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        listed().font_for(request)
    }
}

/// Whether a character is drawn at all; marks belong to the letter before them, and come with its font.
fn has_ink(c: char) -> bool {
    let is_mark = c.script() == Script::Inherited || theme::is_invisible(c);
    !(c.is_whitespace() || c.is_control() || is_mark)
}

/// A script by the name of the languages that most people know it from.
fn script_name(c: char) -> String {
    match c.script() {
        Script::Han | Script::Bopomofo => "Chinese".to_owned(),
        Script::Hiragana | Script::Katakana => "Japanese".to_owned(),
        Script::Hangul => "Korean".to_owned(),
        Script::Devanagari => "Hindi".to_owned(),
        Script::Myanmar => "Burmese".to_owned(),
        Script::Common | Script::Unknown => "symbols and emoji".to_owned(),
        script => script.full_name().replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Kind;

    fn bank(asks: &[&str]) -> Bank {
        let mut bank = Bank::new("b", "B");
        let question =
            |(nth, ask): (usize, &&str)| Question::new(format!("q{nth}"), *ask, Kind::Fact);
        bank.questions = asks.iter().enumerate().map(question).collect();
        bank
    }

    #[test]
    fn what_the_shipped_fonts_have_is_never_told_of() {
        let asks = ["Why here?", "Was können Sie?", "Почему?", "Γιατί;", "naïve – “so” №½€"];
        assert_eq!(Unshown::of(&bank(&asks)), Unshown::default());
    }

    #[test]
    fn questions_with_letters_of_no_font_are_counted_with_their_scripts() {
        // Letters of dead scripts in a private corner: no system ships a font for them.
        let none = "\u{F0000}\u{F0001}";
        let unshown = Unshown::of(&bank(&["Why?", none, none]));
        assert_eq!(unshown.questions, 2);
        assert_eq!(
            unshown.sentence().as_deref(),
            Some(
                "2 questions have letters that Greenroom can’t show on this computer. Install a font for \
                 symbols and emoji."
            )
        );
    }

    #[test]
    fn few_scripts_are_named_and_the_rest_is_others() {
        let told = |names: &[&str]| {
            let scripts = names.iter().map(|&name| name.to_owned()).collect();
            Unshown { questions: 1, scripts }.sentence().unwrap()
        };
        assert!(told(&["Thai"]).ends_with("for Thai."));
        assert!(told(&["Thai", "Arabic"]).ends_with("for Arabic and Thai."));
        assert!(told(&["A", "B", "C", "D"]).ends_with("for A, B, C and others."));
    }
}
