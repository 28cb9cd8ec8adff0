//! What the interviewer says besides the questions, read from `data/phrases.toml`.
//!
//! Every phrase is an utterance of its own, so that each can be recorded once and played from the
//! voice pack. Choosing between them is the work of [`Lines`](super::lines::Lines).

use serde::Deserialize;

use super::problem::PhrasesProblem;
use crate::units::words::cardinal;

const BUILT_IN: &str = include_str!("../../data/phrases.toml");

/// The interviewer's phrases, several for each use.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    /// The first words.
    pub hello: Vec<String>,
    /// How long it will be, for one question.
    pub how_many_one: String,
    /// How long it will be; `{count}` stands for the number in words.
    pub how_many: String,
    /// How it will go.
    pub how_it_goes: Vec<String>,
    /// After an answer.
    pub thanks: Vec<String>,
    /// After an answer that became too long.
    pub move_on: Vec<String>,
    /// After a question that was skipped.
    pub skipped: Vec<String>,
    /// Before a question is repeated.
    pub repeat: Vec<String>,
    /// Before a follow-up.
    pub follow_up: Vec<String>,
    /// Before a question is put again for another take.
    pub again: Vec<String>,
    /// Going on after a pause.
    pub resumed: Vec<String>,
    /// The roles turn round.
    pub your_turn: Vec<String>,
    /// After a question of the candidate's.
    pub your_turn_thanks: Vec<String>,
    /// Goodbye.
    pub closing: Vec<String>,
}

impl Phrases {
    /// Reads and checks a file of phrases; `file` is only named in problems.
    pub fn read(text: &str, file: &str) -> Result<Self, Vec<PhrasesProblem>> {
        let phrases: Self =
            toml::from_str(text).map_err(|error| vec![PhrasesProblem::toml(file, text, &error)])?;
        let problems = phrases.problems(file);
        if problems.is_empty() { Ok(phrases) } else { Err(problems) }
    }

    /// The phrases that come with Greenroom.
    #[must_use]
    pub fn built_in() -> Self {
        Self::read(BUILT_IN, "data/phrases.toml")
            .expect("the built-in phrases are read by a test of this module")
    }

    /// "I have three questions for you today."
    #[must_use]
    pub fn how_many(&self, questions: usize) -> String {
        if questions == 1 {
            self.how_many_one.clone()
        } else {
            self.how_many.replace("{count}", &cardinal(questions as u64))
        }
    }

    /// Every text the interviewer can say in an interview of up to so many questions, besides the
    /// questions themselves. No text occurs twice.
    #[must_use]
    pub fn all_texts(&self, max_questions: usize) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        let counts = (1..=max_questions).map(|questions| self.how_many(questions));
        let lists = self.lists().into_iter().flat_map(|(_, list)| list.iter().cloned());
        for text in lists.chain(counts) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }

    fn lists(&self) -> [(&'static str, &[String]); 12] {
        [
            ("hello", &self.hello),
            ("how_it_goes", &self.how_it_goes),
            ("thanks", &self.thanks),
            ("move_on", &self.move_on),
            ("skipped", &self.skipped),
            ("repeat", &self.repeat),
            ("follow_up", &self.follow_up),
            ("again", &self.again),
            ("resumed", &self.resumed),
            ("your_turn", &self.your_turn),
            ("your_turn_thanks", &self.your_turn_thanks),
            ("closing", &self.closing),
        ]
    }

    fn problems(&self, file: &str) -> Vec<PhrasesProblem> {
        let mut problems = Vec::new();
        for (key, list) in self.lists() {
            if list.is_empty() {
                let what = "There is no phrase to choose from.";
                problems.push(PhrasesProblem::new(file, key, what, "Add at least one."));
            }
            for text in list {
                problems.extend(plain_problem(file, key, text));
            }
        }
        problems.extend(plain_problem(file, "how_many_one", &self.how_many_one));
        if self.how_many.matches("{count}").count() != 1 {
            let what = "The number of questions has no place in the sentence, or several.";
            let remedy = "Write {count} once where the number is to be said.";
            problems.push(PhrasesProblem::new(file, "how_many", what, remedy));
        }
        problems
    }
}

fn plain_problem(file: &str, key: &str, text: &str) -> Option<PhrasesProblem> {
    if text.trim().is_empty() {
        let what = "A phrase is empty.";
        return Some(PhrasesProblem::new(file, key, what, "Write its words, or remove it."));
    }
    text.contains(['{', '}']).then(|| {
        let what = format!("“{text}” holds a brace, and nothing is filled in here.");
        PhrasesProblem::new(file, key, what, "Write the words themselves.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_phrases_are_valid_and_varied() {
        let phrases = Phrases::read(BUILT_IN, "data/phrases.toml").expect("valid");
        assert!(phrases.hello.len() >= 4 && phrases.how_it_goes.len() >= 3);
        assert!(phrases.thanks.len() >= 8 && phrases.move_on.len() >= 4);
        assert!(phrases.your_turn.len() >= 3 && phrases.your_turn_thanks.len() >= 5);
        assert!(phrases.closing.len() >= 4);
    }

    #[test]
    fn every_count_of_questions_is_listed_in_words_and_nothing_twice() {
        let texts = Phrases::built_in().all_texts(20);
        assert!(texts.iter().any(|text| text == "I have one question for you today."));
        assert!(texts.iter().any(|text| text == "I have twenty questions for you today."));
        assert!(texts.iter().all(|text| !text.contains('{')));
        let unique: std::collections::BTreeSet<_> = texts.iter().collect();
        assert_eq!(unique.len(), texts.len());
    }

    #[test]
    fn a_list_without_phrases_and_a_sentence_without_its_number_are_named() {
        let text = BUILT_IN.replace("{count}", "some");
        let problems = Phrases::read(&text, "mine.toml").expect_err("no place for the number");
        assert_eq!(problems[0].key, "how_many");
        assert!(problems[0].to_string().contains("mine.toml"));
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let problems = Phrases::read("hello = [\"Hi.\"]\nbye = []\n", "mine.toml");
        assert!(problems.expect_err("unknown key")[0].line.is_some());
    }
}
