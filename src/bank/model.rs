//! The parts of a bank.

use std::time::Duration;

use super::answer;

/// Questions for one role, in the order they are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    /// Stable name, also its file's: lower-case letters, digits and hyphens.
    pub id: String,
    /// What people read.
    pub title: String,
    /// BCP 47 tag of the texts, such as `en`.
    pub language: String,
    /// What the role is and what its interviewers look for.
    pub role: Role,
    /// What is asked, at least one.
    pub questions: Vec<Question>,
    /// What the candidate may ask back.
    pub your_questions: Vec<YourQuestion>,
}

impl Bank {
    /// A bank without content; its role is named as it is.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        let title = title.into();
        Self {
            id: id.into(),
            role: Role { name: title.clone(), ..Role::default() },
            title,
            language: "en".to_owned(),
            questions: Vec::new(),
            your_questions: Vec::new(),
        }
    }

    /// The question of this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

/// The role a bank prepares for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// Name of the role, such as "patient relations officer".
    pub name: String,
    /// What the interviewer is really after, a paragraph each.
    pub mindset: Vec<String>,
    /// What the work consists of, a paragraph each.
    pub duties: Vec<String>,
    /// The essential tasks.
    pub tasks: Vec<NamedText>,
    /// The abilities a candidate must show; questions refer to these by name.
    pub abilities: Vec<NamedText>,
    /// Skills in general, a paragraph each.
    pub skills: Vec<String>,
    /// How to show one's strengths (STAR, be specific and quantify), a paragraph each.
    pub showcasing: Vec<String>,
    /// Advice on asking back and on the interview as a whole, a paragraph each.
    pub advice: Vec<String>,
}

impl Role {
    /// Its parts that are told in paragraphs.
    pub(super) fn paragraphs_mut(&mut self) -> [&mut Vec<String>; 5] {
        [
            &mut self.mindset,
            &mut self.duties,
            &mut self.skills,
            &mut self.showcasing,
            &mut self.advice,
        ]
    }
}

/// A short name with a sentence about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedText {
    /// The name.
    pub name: String,
    /// One or two sentences.
    pub text: String,
}

/// One question with all that is known about answering it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Stable name within the bank, also part of take file names: lower-case letters, digits, hyphens.
    pub id: String,
    /// The words the interviewer says.
    pub ask: String,
    /// What sort of answer it wants.
    pub kind: Kind,
    /// A target band of its own; `None` for its kind's. See [`Question::band`].
    pub own_band: Option<Band>,
    /// An outline to beat, written to be spoken, with `[Placeholders]`. Paragraphs are parted by `\n\n`;
    /// empty if there is none (yet).
    pub model_answer: String,
    /// Other answers that a source gives as examples, each as [`Question::model_answer`].
    pub more_answers: Vec<String>,
    /// What a good answer covers, checkable one by one.
    pub points: Vec<String>,
    /// What the interviewer is really after.
    pub looks_for: String,
    /// How to go about answering, a paragraph each.
    pub how_to: Vec<String>,
    /// What not to say, a paragraph each.
    pub avoid: Vec<String>,
    /// Names of the role's tasks that a good answer shows.
    pub tasks: Vec<String>,
    /// Names of the role's abilities that a good answer shows.
    pub abilities: Vec<String>,
    /// Follow-ups.
    pub probes: Vec<Probe>,
    /// One entry for each occurrence of a placeholder in the model answer, in order.
    pub placeholders: Vec<Placeholder>,
}

impl Question {
    /// A question of which nothing else is known.
    #[must_use]
    pub fn new(id: impl Into<String>, ask: impl Into<String>, kind: Kind) -> Self {
        Self {
            id: id.into(),
            ask: ask.into(),
            kind,
            own_band: None,
            model_answer: String::new(),
            more_answers: Vec::new(),
            points: Vec::new(),
            looks_for: String::new(),
            how_to: Vec::new(),
            avoid: Vec::new(),
            tasks: Vec::new(),
            abilities: Vec::new(),
            probes: Vec::new(),
            placeholders: Vec::new(),
        }
    }

    /// How long a good answer to it lasts: its own target band, or else its kind's.
    #[must_use]
    pub const fn band(&self) -> Band {
        match self.own_band {
            Some(own) => own,
            None => self.kind.band(),
        }
    }

    /// Gives it this model answer. Its placeholders are found anew; occurrences that were there already
    /// (same name, same nth) keep their label.
    pub fn set_model_answer(&mut self, text: impl Into<String>) {
        self.model_answer = text.into();
        let labels = std::mem::take(&mut self.placeholders);
        self.placeholders = answer::placeholders(&self.id, &self.model_answer, |name, nth| {
            let had = labels.iter().find(|one| one.name == name && one.nth == nth);
            had.map(|one| one.label.clone())
        });
    }
}

/// A follow-up question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The part of the answer it asks for.
    pub part: ProbePart,
    /// The words the interviewer says.
    pub ask: String,
}

/// The part of an answer that a follow-up asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProbePart {
    /// Where and when it was.
    Situation,
    /// What was to be done.
    Task,
    /// What you did.
    Action,
    /// What came of it.
    Result,
    /// Anything else.
    General,
}

impl ProbePart {
    /// All parts, in the order of a story.
    pub const ALL: [Self; 5] =
        [Self::Situation, Self::Task, Self::Action, Self::Result, Self::General];

    /// The word for it in a bank file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Task => "task",
            Self::Action => "action",
            Self::Result => "result",
            Self::General => "general",
        }
    }
}

/// One occurrence of a `[Placeholder]` in a model answer.
///
/// The same name may occur twice in an answer and mean two things, so values are kept per occurrence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Placeholder {
    /// The question whose model answer holds it.
    pub question_id: String,
    /// The word in the brackets.
    pub name: String,
    /// Which occurrence of that name in the answer, from 1.
    pub nth: u32,
    /// What it stands for, readable and speakable: "your number of years".
    pub label: String,
}

impl Placeholder {
    /// The key under which the user's value is kept: `question-id/Name/1`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}/{}", self.question_id, self.name, self.nth)
    }
}

/// A question the candidate asks the interviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YourQuestion {
    /// Stable name within the bank.
    pub id: String,
    /// The words.
    pub ask: String,
    /// What it is about, such as "team dynamics".
    pub about: String,
}

/// The sort of answer a question wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// "Tell me about yourself."
    Opener,
    /// Why this role, why us.
    Motivation,
    /// Something that happened, told with situation, task, action and result.
    Story,
    /// How one would go about something.
    Process,
    /// What one thinks of something.
    Opinion,
    /// What one knows or has used.
    Fact,
    /// Salary, notice, dates.
    Logistics,
    /// A question the candidate asks.
    Asking,
}

/// How long a good answer lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// Where an answer becomes long enough.
    pub min: Duration,
    /// Where it becomes too long; not below `min`.
    pub max: Duration,
}

impl Band {
    /// The longest time of a question's own band, seconds: no recording of an answer goes on any longer.
    pub const LONGEST_SECS: u64 = 30 * 60;

    /// What a question's own band may be, for people.
    pub(super) const OWN_RULE: &'static str =
        "whole seconds from 1 to 1800 (30 minutes), the shorter time first";

    /// A band in whole seconds.
    #[must_use]
    pub const fn secs(min: u64, max: u64) -> Self {
        Self { min: Duration::from_secs(min), max: Duration::from_secs(max) }
    }

    /// Where it begins and ends, in whole seconds.
    #[must_use]
    pub const fn in_secs(self) -> (u64, u64) {
        (self.min.as_secs(), self.max.as_secs())
    }

    /// A question's own band, from and to whole seconds; `None` if that is none: it begins at nothing, ends
    /// before it begins or lies beyond [`Band::LONGEST_SECS`].
    #[must_use]
    pub const fn own(min: u64, max: u64) -> Option<Self> {
        if min > 0 && min <= max && max <= Self::LONGEST_SECS {
            Some(Self::secs(min, max))
        } else {
            None
        }
    }
}

impl Kind {
    /// The kinds that a bank's questions may have: all but [`Kind::Asking`].
    pub const ASKED: [Self; 7] = [
        Self::Opener,
        Self::Motivation,
        Self::Story,
        Self::Process,
        Self::Opinion,
        Self::Fact,
        Self::Logistics,
    ];

    /// The word for it in a bank file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opener => "opener",
            Self::Motivation => "motivation",
            Self::Story => "story",
            Self::Process => "process",
            Self::Opinion => "opinion",
            Self::Fact => "fact",
            Self::Logistics => "logistics",
            Self::Asking => "asking",
        }
    }

    /// The target band of its questions that have none of their own. Sources: interview coaches' and one-way platforms' published advice, the
    /// lenient end of each (general answers 60–120 s, openers 60–90 s, STAR stories 75–120 s).
    #[must_use]
    pub const fn band(self) -> Band {
        match self {
            Self::Opener => Band::secs(60, 90),
            Self::Motivation | Self::Opinion => Band::secs(45, 90),
            Self::Story => Band::secs(75, 120),
            Self::Process => Band::secs(60, 105),
            Self::Fact => Band::secs(25, 60),
            Self::Logistics => Band::secs(20, 45),
            Self::Asking => Band::secs(10, 25),
        }
    }
}
