//! Guesses the kind of a question by stated rules: the first line of [`RULES`] that fits decides. Where none
//! fits it is [`Kind::Process`], whose band is in the middle.
//!
//! The rules are for English. They were written from what such questions have in common, not for single
//! questions; the user sees which one it was and corrects it.

use std::collections::HashMap;

use super::words::bare_words;
use crate::bank::model::Kind;

/// Where a rule's words stand in the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At its beginning (after "please", "can you", "could you", "so", "and").
    Begin,
    /// Anywhere.
    Anywhere,
}

/// A kind with the words that show it.
struct Rule {
    kind: Kind,
    place: Place,
    /// In small letters, one space between words, without punctuation and apostrophes.
    words: &'static [&'static str],
}

/// The rules, the first that fits decides.
#[rustfmt::skip]
const RULES: &[Rule] = &[
    // Salary, dates and the like, whatever is asked about them.
    Rule { kind: Kind::Logistics, place: Place::Anywhere, words: &[
        "salary", "salaries", "compensation", "pay expectations", "expected pay", "notice period", "when can you start",
        "when could you start", "how soon can you", "how soon could you", "start date", "work permit",
        "work visa", "right to work", "authorized to work", "authorised to work", "eligible to work",
        "willing to relocate", "willing to travel", "able to relocate", "able to travel",
        "work weekends", "work shifts", "work overtime", "your availability", "hours can you work",
    ] },
    // Before the rules that have "tell me about" and "walk me through".
    Rule { kind: Kind::Opener, place: Place::Begin, words: &[
        "tell me about yourself", "tell us about yourself", "introduce yourself", "tell me a bit about yourself",
        "tell me a little about yourself", "tell us a little about yourself", "tell me something about yourself",
        "walk me through your resume", "walk me through your résumé", "walk me through your cv",
        "walk us through your resume", "walk us through your cv", "walk me through your background",
        "walk me through your career", "walk me through your experience", "walk us through your background",
        "tell me about your experience", "tell us about your experience", "tell me about your background",
        "tell us about your background", "tell me about your career", "tell me about your work experience",
        "tell me about your work history", "describe your work history", "tell me about your professional", "tell me about your previous experience",
        "describe yourself", "who are you", "describe your background", "describe your career",
    ] },
    // What has not happened can't be told as a story, even with "a time" or "a situation" in it.
    Rule { kind: Kind::Process, place: Place::Begin, words: &[
        "how would you", "what would you", "how will you", "imagine", "suppose", "what if", "if you",
        "how do you handle", "how do you deal", "how do you approach", "how do you react", "how do you respond",
        "walk me through how", "walk us through how", "walk me through the steps", "walk me through your process",
        "describe how you would", "explain how you would", "tell me how you would", "describe your process",
        "describe your approach", "what steps", "what strategies", "what is your approach", "whats your approach",
        "what is your process", "whats your process", "what are your strategies", "what are your methods", "what are your techniques", "what techniques", "what methods",
    ] },
    Rule { kind: Kind::Story, place: Place::Anywhere, words: &[
        "a time", "a situation", "an occasion", "an instance", "an example of", "a specific example", "an experience where",
        "an experience when", "example of how you", "example of a", "have you ever", "your greatest achievement",
        "your biggest achievement", "your proudest", "are you most proud", "are you proudest", "your greatest accomplishment",
        "your biggest accomplishment", "biggest failure", "greatest failure", "biggest mistake", "a mistake you",
        "a conflict you", "a challenge you", "a project you", "a project that you", "a decision you", "a goal you",
        "the last time", "the most difficult", "the most challenging", "your most difficult", "your most challenging",
        "the hardest", "the toughest", "a difficult", "a challenging", "how did you", "what did you do",
    ] },
    Rule { kind: Kind::Motivation, place: Place::Begin, words: &[
        "why do you want", "why are you", "why did you", "why do you", "why would you", "why should we", "why have you",
        "why us", "why this", "why our", "what attracted you", "what attracts you", "what interests you",
        "what interested you", "what motivates you", "what drives you", "what drew you", "what made you",
        "what inspired you", "what inspires you", "what appeals to you", "what excites you", "what are you passionate",
        "what are you looking for", "where do you see yourself", "what are your goals", "what are your career goals",
        "what are your long", "what makes you want", "what brings you", "what do you hope",
    ] },
    Rule { kind: Kind::Motivation, place: Place::Anywhere, words: &[
        "why do you want", "why are you interested", "why should we hire", "where do you see yourself",
    ] },
    // Tools are named and ticked off; other experience is told.
    Rule { kind: Kind::Fact, place: Place::Anywhere, words: &[
        "how familiar", "are you familiar", "software", "what tools", "which tools", "what systems", "which systems",
        "systems", "what programs", "which programs", "programming languages", "technologies have you",
        "what experience do you have", "do you have experience", "do you have any experience", "how much experience",
        "how many", "how long", "years of experience", "are you certified", "certifications", "qualifications", "what degree",
        "up to date", "stay updated", "stay current", "stay informed", "stay abreast", "keep current", "keep updated",
        "keep informed", "keep abreast", "keep up with", "what do you know",
    ] },
    Rule { kind: Kind::Story, place: Place::Begin, words: &[
        "describe your experience", "tell me about a", "tell me about an", "tell us about a", "tell us about an",
        "describe a", "describe an", "give me an example", "give an example", "give us an example", "share an example",
        "share a", "provide an example", "what was your", "when have you", "when did you", "tell me about the",
        "describe the last",
    ] },
    Rule { kind: Kind::Opinion, place: Place::Anywhere, words: &[
        "do you think", "do you consider", "do you believe", "in your opinion", "in your view", "your opinion",
        "your view", "do you feel", "what qualities", "which qualities", "what skills", "which skills", "what traits",
        "most important", "what makes a good", "what makes a great", "what makes you", "what makes an",
        "your strengths", "your weaknesses", "your greatest strength", "your greatest weakness", "your biggest strength",
        "your biggest weakness", "your main strength", "your main weakness", "your weakness", "your strength",
        "your philosophy", "others describe you", "colleagues describe you", "friends describe you", "manager describe you",
        "boss describe you", "coworkers describe you", "sets you apart", "your ideal", "do you prefer", "would you prefer",
        "do you like", "do you enjoy", "do you dislike", "your favorite", "your favourite", "does success mean",
        "is important to you", "the biggest challenge", "the biggest challenges",
    ] },
    // Two-part questions, "what is … and how do you apply it", want the second part shown.
    Rule { kind: Kind::Process, place: Place::Anywhere, words: &[
        "how do you", "how would you", "how can you", "how have you", "how should", "what do you do when",
        "what do you do if", "what would you do", "explain how", "describe how",
    ] },
    Rule { kind: Kind::Fact, place: Place::Begin, words: &[
        "what is", "what are", "whats", "what does", "define", "explain the", "explain what", "list", "name",
        "which", "what kind of", "what type of", "what types of", "do you know", "are you able", "do you have",
        "have you worked", "have you used", "what experience", "whats the difference", "explain", "where",
        "describe the difference", "when",
    ] },
];

/// What may stand before the beginning.
const PREFACES: &[&str] = &[
    "please",
    "can you please",
    "could you please",
    "would you please",
    "can you",
    "could you",
    "would you",
    "so",
    "and",
    "now",
    "first",
    "id like you to",
    "i would like you to",
    "great",
];

/// As many words of a question are looked at.
const MAX_WORDS: usize = 80;

/// A rule's words, cut up.
struct Phrase {
    rule: usize,
    written: &'static str,
    words: Vec<&'static str>,
}

/// The rules, ready to be asked.
pub(super) struct Kinds {
    /// Phrases by their first word, so that a question is compared with the few that may fit.
    by_first_word: HashMap<&'static str, Vec<Phrase>>,
    prefaces: Vec<Vec<&'static str>>,
}

impl Kinds {
    /// Makes the rules ready.
    pub(super) fn new() -> Self {
        let mut by_first_word: HashMap<&'static str, Vec<Phrase>> = HashMap::new();
        for (rule, written) in RULES
            .iter()
            .enumerate()
            .flat_map(|(rule, one)| one.words.iter().map(move |words| (rule, *words)))
        {
            let words: Vec<&str> = written.split(' ').collect();
            let Some(&first) = words.first() else { continue };
            by_first_word.entry(first).or_default().push(Phrase { rule, written, words });
        }
        let prefaces = PREFACES.iter().map(|preface| preface.split(' ').collect()).collect();
        Self { by_first_word, prefaces }
    }

    /// The kind of a question, and why.
    pub(super) fn guess(&self, ask: &str) -> (Kind, String) {
        let text = bare_words(ask);
        let words: Vec<&str> = text.split(' ').take(MAX_WORDS).collect();
        let begin = self.begin(&words);
        let mut best: Option<(usize, &'static str)> = None;
        for at in 0..words.len() {
            let rest = words.get(at..).unwrap_or_default();
            let phrases = rest.first().and_then(|first| self.by_first_word.get(*first));
            for phrase in phrases.into_iter().flatten() {
                let place = RULES.get(phrase.rule).map(|rule| rule.place);
                let is_in_place = place == Some(Place::Anywhere) || at == begin;
                let is_better = best.is_none_or(|(rule, _)| phrase.rule < rule);
                if is_better && is_in_place && starts_with(rest, &phrase.words) {
                    best = Some((phrase.rule, phrase.written));
                }
            }
        }
        let Some((rule, written)) =
            best.and_then(|(rule, written)| Some((RULES.get(rule)?, written)))
        else {
            return (Kind::Process, "no rule fits".to_owned());
        };
        let verb = if rule.place == Place::Begin { "begins with" } else { "has" };
        (rule.kind, format!("{verb} “{written}”"))
    }

    /// Where the question begins, in words.
    fn begin(&self, words: &[&str]) -> usize {
        let mut begin = 0;
        while let Some(preface) = self
            .prefaces
            .iter()
            .find(|preface| starts_with(words.get(begin..).unwrap_or_default(), preface))
        {
            begin += preface.len();
        }
        begin
    }
}

fn starts_with(words: &[&str], phrase: &[&str]) -> bool {
    words.len() >= phrase.len() && words.iter().zip(phrase).all(|(word, with)| word == with)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_written_as_questions_are_compared() {
        for words in RULES.iter().flat_map(|rule| rule.words).chain(PREFACES) {
            assert_eq!(bare_words(words), *words);
        }
    }
}
