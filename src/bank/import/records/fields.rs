//! What the heads of columns and the keys of objects mean.

use crate::bank::model::Kind;

/// What a column or a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The words the interviewer says.
    Question,
    /// The model answer.
    Answer,
    /// Another answer, or several.
    MoreAnswers,
    /// What a good answer covers.
    Points,
    /// What the interviewer is after.
    LooksFor,
    /// How to go about it.
    HowTo,
    /// What not to say.
    Avoid,
    /// Tasks of the role.
    Tasks,
    /// Abilities of the role.
    Abilities,
    /// Follow-ups.
    Probes,
    /// Labels of placeholders, in Greenroom's own form.
    Labels,
    /// The question's id.
    Id,
    /// The kind of question; any other group if it is none.
    Kind,
    /// How long an answer should last.
    Target,
    /// What a row of Greenroom's own tables is.
    Section,
    /// A running number, which a list doesn't need.
    Number,
    /// What only the program that wrote it needs.
    Beside,
}

/// Words for each field, in small letters and digits only.
#[rustfmt::skip]
const WORDS: &[(Field, &[&str])] = &[
    (Field::Question, &[
        "question", "questions", "questiontext", "interviewquestion", "prompt", "front", "ask", "q", "frage",
        "pregunta",
    ]),
    (Field::Answer, &[
        "answer", "answers", "back", "a", "modelanswer", "sampleanswer", "sampleanswers", "exampleanswer",
        "exampleanswers", "idealanswer", "suggestedanswer", "bestanswer", "answertext", "acceptedanswer",
        "response", "reply", "outline", "antwort", "respuesta",
    ]),
    (Field::MoreAnswers, &["moreanswers", "otheranswers", "alternativeanswer", "alternativeanswers"]),
    (Field::Points, &[
        "points", "keypoints", "talkingpoints", "checklist", "bullets", "bulletpoints", "mustmention", "covers",
    ]),
    (Field::LooksFor, &[
        "looksfor", "lookingfor", "whattheylookfor", "whatinterviewerslookfor", "whattheyarelookingfor",
        "whytheyask", "whyasked", "intent", "purpose", "rationale",
    ]),
    (Field::HowTo, &[
        "howto", "howtoanswer", "tip", "tips", "hint", "hints", "advice", "guidance", "strategy", "note",
        "notes", "comment", "comments",
    ]),
    (Field::Avoid, &[
        "avoid", "donts", "whatnottosay", "whattoavoid", "mistakes", "commonmistakes", "pitfalls", "redflags",
    ]),
    (Field::Tasks, &["task", "tasks"]),
    (Field::Abilities, &["ability", "abilities", "skill", "skills", "competency", "competencies"]),
    (Field::Probes, &["probes", "followup", "followups", "followupquestion", "followupquestions"]),
    (Field::Labels, &["placeholders"]),
    (Field::Id, &["id", "key", "slug"]),
    (Field::Kind, &[
        "kind", "type", "questiontype", "category", "categories", "tag", "tags", "topic", "topics", "theme",
        "group",
    ]),
    (Field::Target, &["target", "targetlength", "targetseconds", "band", "bandsecs", "aimfor", "answerlength"]),
    (Field::Section, &["section"]),
    (Field::Number, &["no", "nr", "number", "index", "row"]),
];

/// What a head or key means; `None` if nothing is known of it.
pub(super) fn field_of(head: &str) -> Option<Field> {
    let word = plain(head);
    let found =
        |word: &str| WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(field, _)| *field);
    let of_whole = found(&word);
    // "Answer 2" is another answer; "Tag 3", "Tip 1" are what "Tag" and "Tip" are.
    let stem = word.trim_end_matches(|sign: char| sign.is_ascii_digit());
    of_whole.or_else(|| match (found(stem)?, word.strip_prefix(stem)?) {
        (Field::Answer, "1") => Some(Field::Answer),
        (Field::Answer, _) => Some(Field::MoreAnswers),
        (Field::Question, _) => None,
        (field, _) => Some(field),
    })
}

/// Letters and digits alone, small.
fn plain(head: &str) -> String {
    // No head is longer; a cell of text need not be gone through.
    let signs = head.chars().take(64).filter(|sign| sign.is_alphanumeric());
    signs.flat_map(char::to_lowercase).collect()
}

/// Kinds as people call them, beside their own words.
#[rustfmt::skip]
const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Opener, &["opener", "opening", "introduction", "introductory", "icebreaker", "aboutyou"]),
    (Kind::Motivation, &["motivation", "motivational", "fit", "whyus"]),
    (Kind::Story, &["story", "behavioral", "behavioural", "behavioralquestion", "behaviouralquestion", "star"]),
    (Kind::Process, &["process", "situational", "hypothetical", "scenario", "case"]),
    (Kind::Opinion, &["opinion", "values"]),
    (Kind::Fact, &["fact", "technical", "knowledge"]),
    (Kind::Logistics, &["logistics", "salary", "availability", "compensation"]),
    (Kind::Asking, &["asking", "questionstoask", "asktheinterviewer", "questionsfortheinterviewer", "askback"]),
];

/// The kind that a word stands for.
pub(super) fn kind_of(word: &str) -> Option<Kind> {
    let word = plain(word);
    KINDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(kind, _)| *kind)
}
