//! Finding questions by words.

use super::model::Question;

/// What is looked for: all of these words, anywhere in a question, whatever their capitals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    words: Vec<String>,
}

impl Search {
    /// Looks for these words; parts of words count.
    #[must_use]
    pub fn new(words: &str) -> Self {
        Self { words: words.split_whitespace().map(str::to_lowercase).collect() }
    }

    /// Whether nothing is looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether the question has all the words: in what is asked, in its answers, or in what is said about
    /// answering it.
    #[must_use]
    pub fn finds(&self, question: &Question) -> bool {
        let one = [&question.ask, &question.model_answer, &question.looks_for];
        let lists = [
            &question.more_answers,
            &question.points,
            &question.how_to,
            &question.avoid,
            &question.tasks,
            &question.abilities,
        ];
        let probes = question.probes.iter().map(|probe| &probe.ask);
        let texts = one.into_iter().chain(lists.into_iter().flatten()).chain(probes);
        let mut left: Vec<&str> = self.words.iter().map(String::as_str).collect();
        for text in texts {
            if left.is_empty() {
                break;
            }
            let text = text.to_lowercase();
            left.retain(|word| !text.contains(word));
        }
        !self.words.is_empty() && left.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Kind;

    #[test]
    fn all_words_must_be_there_somewhere_in_any_capitals() {
        let mut question = Question::new("q", "Tell me about École days.", Kind::Story);
        question.points.push("Names the Number".to_owned());
        for (words, found) in [
            ("tell", true),
            ("TELL number", true),
            ("école", true),
            ("  about   Names ", true),
            ("tell nobody", false),
            ("", false),
        ] {
            assert_eq!(Search::new(words).finds(&question), found, "{words:?}");
        }
    }
}
