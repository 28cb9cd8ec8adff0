//! Headings that say what follows is about the role, or about questions, or about neither.

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// What the interviewer is after.
    Mindset,
    /// What the work consists of.
    Duties,
    /// The tasks, one by one.
    Tasks,
    /// Skills in general.
    Skills,
    /// The abilities, one by one.
    Abilities,
    /// How to show one's strengths.
    Showcasing,
    /// Asking back.
    Asking,
    /// Advice on the interview as a whole.
    Advice,
    /// The questions.
    Questions,
    /// What pages put between the parts of an article.
    Beside,
    /// Other articles, comments and the like: the article has ended.
    Elsewhere,
}

impl Section {
    /// Whether what stands under it is about the role.
    pub(super) fn is_of_role(self) -> bool {
        !matches!(self, Self::Questions | Self::Beside | Self::Elsewhere)
    }

    /// Why its heading is in no part of the bank.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Mindset => "the heading of what interviewers look for",
            Self::Duties => "the heading of the duties",
            Self::Tasks => "the heading of the tasks",
            Self::Skills => "the heading of the skills",
            Self::Abilities => "the heading of the abilities",
            Self::Showcasing => "the heading of how to show strengths",
            Self::Asking => "the heading of what to ask back",
            Self::Advice => "the heading of the advice",
            Self::Questions => "the heading of the questions",
            Self::Beside | Self::Elsewhere => "no part of the article",
        }
    }
}

/// Words in a heading (in small letters) and the section they announce; the first that is found decides.
#[rustfmt::skip]
const HEADINGS: &[(Section, &[&str])] = &[
    (Section::Asking, &[
        "questions to ask", "asking the right questions", "ask the interviewer", "ask your interviewer", "ask an interviewer",
        "questions of your own", "your own questions", "you should ask", "you can ask", "asking questions", "asking back",
        "questions for the interviewer", "questions for your interviewer", "your turn to ask",
    ]),
    (Section::Mindset, &[
        "mindset", "interviewers look", "interviewers want", "interviewer looks", "interviewer wants", "interviewers are looking",
        "interviewer is looking", "employers look", "employers want", "hiring managers look", "hiring managers want",
        "mind of the interviewer", "inside the interviewer", "looking for in a candidate",
    ]),
    (Section::Questions, &[
        "interview questions", "questions and answers", "questions & answers", "list of questions", "common questions",
        "sample questions", "practice questions", "frequently asked questions", "questions with answers", "q&a",
    ]),
    (Section::Tasks, &["tasks"]),
    (Section::Abilities, &["abilities", "must-have", "must have", "qualities", "competencies", "competences", "traits", "attributes"]),
    (Section::Duties, &[
        "duties", "responsibilities", "job description", "about the role", "role overview", "a day in the life", "what the job",
        "what the work", "the role of a", "key functions",
    ]),
    (Section::Showcasing, &[
        "showcas", "your strengths", "star method", "star technique", "star format", "stand out", "sell yourself", "highlight your",
        "behavioral answers", "behavioural answers", "structure your answers",
    ]),
    (Section::Skills, &["skills"]),
    (Section::Advice, &[
        "tips", "advice", "how to prepare", "preparing for", "prepare for", "preparation", "dos and don", "do’s and don", "do's and don",
        "before the interview", "during the interview", "on the day", "after the interview", "what to wear", "what to bring",
    ]),
    (Section::Beside, &[
        "table of contents", "in this article", "share this", "newsletter", "subscribe", "read more", "advertisement", "key takeaways",
    ]),
    (Section::Elsewhere, &[
        "related", "conclusion", "final thoughts", "comments", "leave a reply", "leave a comment", "about the author", "references",
        "further reading", "read next", "you may also like", "you might also like", "recommended", "more articles", "more from",
        "categories", "recent posts",
    ]),
];

/// Words in a heading that is itself a question, such as "What does a library assistant do?": about the role,
/// not put to the candidate.
#[rustfmt::skip]
const ASKED_OF_THE_READER: &[(Section, &[&str])] = &[
    (Section::Asking, &["questions should you ask", "questions can you ask", "questions should i ask", "should you ask the interviewer"]),
    (Section::Mindset, &["do interviewers", "are interviewers", "does the interviewer", "do employers", "are employers", "do hiring managers"]),
    (Section::Skills, &["skills does a", "skills does an", "skills do you need"]),
    (Section::Abilities, &["qualities does a", "qualities does an"]),
    (Section::Duties, &["what does a", "what does an", "what do you do as a"]),
    (Section::Advice, &["how should you prepare", "how do you prepare for", "what should you wear", "what should i wear"]),
];

/// The longest heading, in bytes.
const MAX_HEADING_BYTES: usize = 120;

/// What a heading announces, and the word that says so, in small letters; `None` if it says nothing known.
pub(super) fn section(heading: &str) -> Option<(Section, &'static str)> {
    if heading.len() > MAX_HEADING_BYTES {
        return None;
    }
    let heading = heading.trim_end_matches([':', ' ']);
    let lowered = heading.to_lowercase();
    let is_questions = lowered.ends_with(" questions");
    let table = if lowered.ends_with('?') { ASKED_OF_THE_READER } else { HEADINGS };
    let found = table.iter().find_map(|(section, words)| {
        let word = words.iter().find(|word| holds(&lowered, word))?;
        Some((*section, *word))
    });
    // "Teamwork questions", and "Related questions" too.
    let is_other = |section: &Section| matches!(section, Section::Beside | Section::Elsewhere);
    let found = found.filter(|(section, _)| !(is_questions && is_other(section)));
    found.or_else(|| is_questions.then_some((Section::Questions, "questions")))
}

/// Whether a text holds these words, beginning where a word begins.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    })
}

/// Whether the heading has the word with a capital: titles are written so, sentences are not.
pub(super) fn has_capitalised(heading: &str, word: &str) -> bool {
    let mut signs = word.chars();
    let Some(first) = signs.next() else { return false };
    let capitalised = format!("{}{}", first.to_uppercase(), signs.as_str());
    let first_word = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
    let begin = first_word(&capitalised);
    heading.contains(&begin) || heading.contains(&begin.to_uppercase())
}

/// How lines begin that speak to the reader of an article, in small letters.
#[rustfmt::skip]
const CLOSING_BEGINS: &[&str] = &[
    "share ", "let’s ", "let's ", "read ", "also read", "check out", "click ", "subscribe", "follow ", "sign up", "thanks for",
    "thank you for", "we hope", "if you ", "for more", "want more", "looking for more", "find ", "discover ", "explore ", "see our ",
    "see also", "don’t forget to", "don't forget to", "please ", "leave ", "download ", "browse ", "visit ", "join ", "like this",
    "good luck", "did you ", "have you ", "feel free to", "that’s all", "that's all", "ready for more", "you can find more",
];

/// What such lines name, in small letters.
#[rustfmt::skip]
const CLOSING_NAMES: &[&str] = &[
    "this article", "this post", "this page", "this guide", "this list", "this blog", "our blog", "our newsletter", "our website",
    "our site", "our other", "our guide", "our article", "our channel", "more articles", "other articles", "more interview",
    "other interview", "interview tips", "interview guides", "comments below", "in the comments", "a comment", "with a friend",
    "with your friends", "for reading", "your interview", "your next interview", "your job interview",
];

/// Whether a line speaks to the reader of an article: it begins like a call, and names the article, its page, its
/// newsletter, a friend of the reader's or the interview. One that ends with a colon leads to something.
pub(super) fn is_closing(text: &str) -> bool {
    const MAX_BYTES: usize = 200;
    if text.len() > MAX_BYTES || text.ends_with(':') {
        return false;
    }
    let lowered = text.trim_start_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
    CLOSING_BEGINS.iter().any(|begin| lowered.starts_with(begin))
        && CLOSING_NAMES.iter().any(|name| holds(&lowered, name))
}

/// Lines that pages put around an article.
#[rustfmt::skip]
const AROUND: &[&str] = &[
    "posted", "posted on", "posted by", "in", "by", "on", "share", "tweet", "pin it", "print", "advertisement", "advertisements", "menu",
    "home", "search", "read more", "continue reading", "leave a comment", "leave a reply", "comments", "table of contents", "contents",
    "subscribe", "sign up", "log in", "skip to content", "back to top", "next", "previous", "related articles", "related posts",
];

/// Whether a line is no part of any article.
pub(super) fn is_around(text: &str) -> bool {
    const MAX_BYTES: usize = 40;
    if text.len() > MAX_BYTES {
        return false;
    }
    let bare = text.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
    AROUND.contains(&bare.as_str())
}
