//! Words that mark what follows: "Question 7", "Q:", "Answer:", "How to answer", "What not to say" and their
//! like; and what reads as a question.

use crate::bank::import::target::own_band;

/// What a text belongs to, within a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bank::import) enum Field {
    /// An answer.
    Answer,
    /// How to go about answering.
    HowTo,
    /// What not to say.
    Avoid,
    /// What the interviewer is after.
    LooksFor,
    /// What a good answer covers.
    Points,
    /// Follow-up questions.
    Probes,
    /// How long an answer should last.
    Target,
}

/// The longest label, in bytes.
const MAX_LABEL_BYTES: usize = 60;

/// The longest question that is recognised without a mark, in bytes.
const MAX_QUESTION_BYTES: usize = 400;

/// The words of labels in small letters, without numbers and signs, and what they mark. Sorted.
#[rustfmt::skip]
const LABELS: &[(&str, Field)] = &[
    ("a", Field::Answer),
    ("a bad answer", Field::Avoid),
    ("a good answer", Field::Answer),
    ("a sample answer", Field::Answer),
    ("a strong answer", Field::Answer),
    ("advice", Field::HowTo),
    ("aim for", Field::Target),
    ("another answer", Field::Answer),
    ("another example", Field::Answer),
    ("ans", Field::Answer),
    ("answer", Field::Answer),
    ("answer example", Field::Answer),
    ("answer tip", Field::HowTo),
    ("answer tips", Field::HowTo),
    ("approach", Field::HowTo),
    ("avoid", Field::Avoid),
    ("avoid saying", Field::Avoid),
    ("avoid this", Field::Avoid),
    ("bad answer", Field::Avoid),
    ("best answer", Field::Answer),
    ("common mistakes", Field::Avoid),
    ("do", Field::HowTo),
    ("do not say", Field::Avoid),
    ("dont", Field::Avoid),
    ("dont say", Field::Avoid),
    ("donts", Field::Avoid),
    ("dos", Field::HowTo),
    ("example", Field::Answer),
    ("example answer", Field::Answer),
    ("example answers", Field::Answer),
    ("example of a good answer", Field::Answer),
    ("example response", Field::Answer),
    ("follow up", Field::Probes),
    ("follow up question", Field::Probes),
    ("follow up questions", Field::Probes),
    ("follow ups", Field::Probes),
    ("good answer", Field::Answer),
    ("good example", Field::Answer),
    ("guidance", Field::HowTo),
    ("hint", Field::HowTo),
    ("how to answer", Field::HowTo),
    ("how to answer it", Field::HowTo),
    ("how to answer this", Field::HowTo),
    ("how to answer this question", Field::HowTo),
    ("how to approach", Field::HowTo),
    ("how to approach it", Field::HowTo),
    ("how to approach this question", Field::HowTo),
    ("how to respond", Field::HowTo),
    ("ideal answer", Field::Answer),
    ("key points", Field::Points),
    ("key points to cover", Field::Points),
    ("key points to include", Field::Points),
    ("mistakes to avoid", Field::Avoid),
    ("model answer", Field::Answer),
    ("model answers", Field::Answer),
    ("points", Field::Points),
    ("points to cover", Field::Points),
    ("points to include", Field::Points),
    ("points to mention", Field::Points),
    ("poor answer", Field::Avoid),
    ("possible answer", Field::Answer),
    ("possible follow up questions", Field::Probes),
    ("pro tip", Field::HowTo),
    ("pro tips", Field::HowTo),
    ("probe", Field::Probes),
    ("probes", Field::Probes),
    ("probing questions", Field::Probes),
    ("purpose", Field::LooksFor),
    ("purpose of the question", Field::LooksFor),
    ("red flags", Field::Avoid),
    ("response", Field::Answer),
    ("sample", Field::Answer),
    ("sample answer", Field::Answer),
    ("sample answers", Field::Answer),
    ("sample response", Field::Answer),
    ("say", Field::HowTo),
    ("strong answer", Field::Answer),
    ("suggested answer", Field::Answer),
    ("suggested response", Field::Answer),
    ("talking points", Field::Points),
    ("things to avoid", Field::Avoid),
    ("things to mention", Field::Points),
    ("tip", Field::HowTo),
    ("tips", Field::HowTo),
    ("tips for answering", Field::HowTo),
    ("weak answer", Field::Avoid),
    ("what a good answer covers", Field::Points),
    ("what a good answer includes", Field::Points),
    ("what interviewers look for", Field::LooksFor),
    ("what interviewers want", Field::LooksFor),
    ("what interviewers want to hear", Field::LooksFor),
    ("what it really asks", Field::LooksFor),
    ("what not to do", Field::Avoid),
    ("what not to say", Field::Avoid),
    ("what the interviewer is looking for", Field::LooksFor),
    ("what the interviewer is really asking", Field::LooksFor),
    ("what the interviewer looks for", Field::LooksFor),
    ("what the interviewer wants", Field::LooksFor),
    ("what the interviewer wants to hear", Field::LooksFor),
    ("what the interviewer wants to know", Field::LooksFor),
    ("what they are looking for", Field::LooksFor),
    ("what they are really asking", Field::LooksFor),
    ("what they look for", Field::LooksFor),
    ("what they really ask", Field::LooksFor),
    ("what they really want to know", Field::LooksFor),
    ("what they want", Field::LooksFor),
    ("what they want to hear", Field::LooksFor),
    ("what they want to know", Field::LooksFor),
    ("what theyre looking for", Field::LooksFor),
    ("what theyre really asking", Field::LooksFor),
    ("what to avoid", Field::Avoid),
    ("what to cover", Field::Points),
    ("what to include", Field::Points),
    ("what to mention", Field::Points),
    ("what to say", Field::HowTo),
    ("why interviewers ask", Field::LooksFor),
    ("why interviewers ask it", Field::LooksFor),
    ("why interviewers ask this", Field::LooksFor),
    ("why interviewers ask this question", Field::LooksFor),
    ("why they ask", Field::LooksFor),
    ("why they ask it", Field::LooksFor),
    ("why they ask this", Field::LooksFor),
    ("why they ask this question", Field::LooksFor),
    ("why this is asked", Field::LooksFor),
    ("why this question is asked", Field::LooksFor),
    ("you might say", Field::Answer),
    ("your answer", Field::Answer),
];

/// Labels of a single word that are labels without a colon, on a line of their own.
const ALONE: &[&str] = &["ans", "answer", "avoid", "donts", "dos", "probes", "response", "tips"];

/// The label at the beginning of a text: what it marks, and the text after it. A `title` (a heading, a bold
/// line) may be any label; a line of a text needs a colon, or more than one word.
pub(in crate::bank::import) fn label(text: &str, is_title: bool) -> Option<(Field, &str)> {
    if !text.starts_with(|sign: char| sign.is_alphabetic() || "([*_".contains(sign)) {
        return None;
    }
    let near = text.get(..text.floor_char_boundary(MAX_LABEL_BYTES + 2)).unwrap_or_default();
    if let Some(at) = near.find(':') {
        let (head, rest) = (near.get(..at)?, text.get(at + 1..)?);
        let rest = rest.trim_start_matches(['*', '_']).trim_start();
        return field_of(head).map(|(field, _)| (field, rest)).filter(is_told);
    }
    if let Some(rest) = short_answer(text) {
        return Some((Field::Answer, rest));
    }
    for dash in [" – ", " — ", " - "] {
        if let Some((head, _)) = near.split_once(dash) {
            let rest = text.get(head.len() + dash.len()..)?;
            let named =
                field_of(head).filter(|(_, words)| words.contains(' ') || words == "answer");
            return named.map(|(field, _)| (field, rest.trim_start())).filter(is_told);
        }
    }
    if near.len() < text.len() {
        return None;
    }
    let (field, words) = field_of(text)?;
    let is_label = is_title || words.contains(' ') || ALONE.binary_search(&words.as_str()).is_ok();
    is_label.then_some((field, "")).filter(is_told)
}

/// "Aim for" is a label only before a length; otherwise it is advice in its own words.
fn is_told((field, rest): &(Field, &str)) -> bool {
    *field != Field::Target || own_band(rest).is_some()
}

/// What follows `A.`, `A)`, `A1.` and the like.
fn short_answer(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('A')?.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let rest = rest.strip_prefix(['.', ')'])?;
    rest.starts_with(char::is_whitespace).then(|| rest.trim_start())
}

/// What the words of a label mark; with the words themselves.
fn field_of(head: &str) -> Option<(Field, String)> {
    if head.len() > MAX_LABEL_BYTES {
        return None;
    }
    let mut words = String::with_capacity(head.len());
    for sign in head.chars() {
        if sign.is_alphabetic() {
            words.extend(sign.to_lowercase());
        } else if (sign.is_whitespace() || sign == '-')
            && !words.is_empty()
            && !words.ends_with(' ')
        {
            words.push(' ');
        } else if !(sign.is_ascii_digit()
            || sign.is_whitespace()
            || "'’#()[]*_?.-“”\"&".contains(sign))
        {
            return None;
        }
    }
    words.truncate(words.trim_end().len());
    let at = LABELS.binary_search_by_key(&words.as_str(), |(label, _)| label).ok()?;
    LABELS.get(at).map(|(_, field)| (*field, words))
}

/// What follows `Question 7`, `Q7.`, `Q:` or `Question:` at the beginning of a text; empty if nothing does.
pub(in crate::bank::import) fn explicit(text: &str) -> Option<&str> {
    let text = strip_word(text, "interview").map_or(text, str::trim_start);
    let (after, is_long) = match strip_word(text, "question") {
        Some(after) => (after, true),
        None => (strip_letter(text)?, false),
    };
    let after = after.trim_start();
    // "Q.4".
    let dotted =
        after.strip_prefix('.').filter(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
    let after = dotted.unwrap_or(after);
    let numbered = after.trim_start_matches(['#', '№']).trim_start();
    let numbered = strip_word(numbered, "no.").map_or(numbered, str::trim_start);
    let rest = numbered.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let has_number = rest.len() < numbered.len();
    let rest = if has_number { without_total(rest) } else { after };
    let bare = rest.trim_start();
    if let Some(said) = bare.strip_prefix([':', '.', ')', '-', '–', '—', '|']) {
        // "Q." alone without a number is an initial, "question - answer" a phrase.
        let is_mark =
            has_number || bare.starts_with(':') || (!is_long && bare.starts_with(['.', ')']));
        return is_mark.then(|| said.trim_start_matches(['*', '_']).trim_start());
    }
    let begins_new =
        bare.is_empty() || (rest.len() > bare.len() && bare.starts_with(char::is_uppercase));
    (has_number && begins_new).then_some(bare)
}

/// "Question 3 of 20" and "Question 3/20": without the total.
fn without_total(rest: &str) -> &str {
    let bare = rest.trim_start();
    let total = bare.strip_prefix('/').or_else(|| strip_word(bare, "of"));
    let Some(total) = total.map(str::trim_start) else { return rest };
    let after = total.trim_start_matches(|sign: char| sign.is_ascii_digit());
    if after.len() < total.len() { after } else { rest }
}

/// The text after a word, whatever its case; the word must end there.
fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    let ends = !rest.starts_with(char::is_alphabetic);
    (head.eq_ignore_ascii_case(word) && ends).then_some(rest)
}

/// The text after a `Q` that stands for "question".
fn strip_letter(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['Q', 'q'])?;
    let next = rest.trim_start().chars().next()?;
    (next.is_ascii_digit() || ":.)#".contains(next)).then_some(rest)
}

/// What people begin a request with that is answered like a question. In small letters.
#[rustfmt::skip]
const PROMPTS: &[&str] = &[
    "tell me ", "tell us ", "describe ", "please describe ", "please tell ", "give me ", "give us ",
    "give an example", "walk me ", "walk us ", "talk me ", "talk us ", "talk about ", "talk to me ",
    "explain how", "explain why", "explain what", "explain your", "explain the", "explain a ", "please explain ",
    "share a ", "share an ", "share your ", "share with ", "discuss a ", "discuss your ", "discuss how ",
    "provide an example", "introduce yourself", "sell me ", "convince ", "please introduce ",
];

/// Whether a text reads as a question.
pub(in crate::bank::import) fn is_question(text: &str) -> bool {
    let bare = text.trim_start_matches(|sign: char| "“\"‘'*_ ".contains(sign));
    let end = bare.trim_end_matches(|sign: char| "”\"’'*_) ".contains(sign));
    if text.len() > MAX_QUESTION_BYTES || end.is_empty() || is_reply(bare) {
        return false;
    }
    if end.ends_with(['?', '？', '؟']) {
        return true;
    }
    let begin = bare.get(..bare.floor_char_boundary(24)).unwrap_or_default();
    !end.ends_with(':')
        && PROMPTS.iter().any(|prompt| {
            let head = begin.get(..prompt.trim_end().len());
            let ends = begin
                .get(prompt.trim_end().len()..)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
            head.is_some_and(|head| head.eq_ignore_ascii_case(prompt.trim_end()))
                && (ends || !prompt.ends_with(' '))
        })
}

/// Whether a text begins as answers do.
fn is_reply(text: &str) -> bool {
    let first = text.split(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
    matches!(first, "Yes" | "No" | "I")
}

/// Whether a heading begins with a word that asks, although no question mark ends it.
pub(in crate::bank::import) fn asks(text: &str) -> bool {
    const WORDS: [&str; 9] = ["what", "why", "how", "when", "where", "which", "who", "do", "are"];
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    // "How to answer", "What to wear" tell.
    WORDS.iter().any(|word| first.eq_ignore_ascii_case(word))
        && words.next().is_some_and(|second| second != "to" && second != "not")
}

/// A question with its answer in the same block, "Why? Answer: Because.": both.
pub(in crate::bank::import) fn with_answer(text: &str) -> (&str, Option<&str>) {
    for (at, _) in text.match_indices(['?', '.']).take(MAX_SENTENCES) {
        let Some((ask, rest)) = text.split_at_checked(at + 1) else { continue };
        if let Some((Field::Answer, answer)) =
            label(rest.trim_start(), false).filter(|_| rest.starts_with(' '))
        {
            return (ask, Some(answer));
        }
    }
    (text, None)
}

/// As many sentences of a question are looked at for an answer after them.
const MAX_SENTENCES: usize = 8;

/// A text without the quotation marks around all of it.
pub(in crate::bank::import) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    for (open, close) in [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“'), ('‘', '’')]
    {
        let Some(inside) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) else {
            continue;
        };
        // An apostrophe may stand inside single quotation marks.
        let is_one = close == '’' || (!inside.contains(close) && !inside.contains(open));
        return if is_one && !inside.is_empty() { inside.trim() } else { text };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_so_that_they_are_found() {
        assert!(LABELS.is_sorted_by(|one, next| one.0 < next.0));
        assert!(ALONE.is_sorted());
    }

    #[test]
    fn labels_are_told_from_words() {
        for (text, expected) in [
            ("Answer:", Some((Field::Answer, ""))),
            ("Answer", Some((Field::Answer, ""))),
            ("Example Answer 2: “Yes.”", Some((Field::Answer, "“Yes.”"))),
            ("A: I do.", Some((Field::Answer, "I do."))),
            ("A. I do.", Some((Field::Answer, "I do."))),
            ("What not to say: nothing", Some((Field::Avoid, "nothing"))),
            ("Why they ask", Some((Field::LooksFor, ""))),
            ("**How to answer:** say it", None),
            ("A good plan: write it down", None),
            ("Answering: hard", None),
            ("Example", None),
            ("I answer: yes", None),
            ("Aim for: 60–105 s", Some((Field::Target, "60–105 s"))),
            ("Aim for: the heart", None),
            ("Aim for", None),
        ] {
            let found = label(text, false);
            if text.starts_with('*') {
                assert_eq!(found, Some((Field::HowTo, "say it")), "{text}");
            } else {
                assert_eq!(found, expected, "{text}");
            }
        }
        assert_eq!(label("Example", true), Some((Field::Answer, "")));
    }

    #[test]
    fn explicit_marks_are_told_from_words() {
        for (text, expected) in [
            ("Question 1", Some("")),
            ("QUESTION 12: Why?", Some("Why?")),
            ("Question: Why?", Some("Why?")),
            ("Question #3 of 20 – Why?", Some("Why?")),
            ("Interview question 4. Why?", Some("Why?")),
            ("Q1. Why?", Some("Why?")),
            ("Q 1. Why?", Some("Why?")),
            ("Q: Why?", Some("Why?")),
            ("Q7 Why?", Some("Why?")),
            ("Question 5 Why now?", Some("Why now?")),
            ("Questions and answers", None),
            ("Question 5 was hard", None),
            ("Question everything", None),
            ("Quite so", None),
            ("Q and A", None),
        ] {
            assert_eq!(explicit(text), expected, "{text}");
        }
    }

    #[test]
    fn what_reads_as_a_question() {
        for text in [
            "Why?",
            "“Why us?”",
            "Tell me about yourself.",
            "Describe a time you failed",
            "Sell me this pen",
        ] {
            assert!(is_question(text), "{text}");
        }
        for text in [
            "I tell me things",
            "Describes it",
            "Description",
            "Answer",
            "",
            "Tell",
            "Give it time.",
        ] {
            assert!(!is_question(text), "{text}");
        }
    }
}
