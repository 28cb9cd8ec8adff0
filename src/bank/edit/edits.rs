//! What can be done to a bank, what comes of it, and why it may be refused.

use crate::bank::model::{Band, Kind, NamedText, Probe, Question, Role, YourQuestion};
use crate::bank::read::MAX_QUESTIONS;

/// One change to a bank. Texts may be as they were typed: they are put in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// The bank's title.
    Title(String),
    /// A part of the role.
    Role(RoleEdit),
    /// All questions to ask back; a new one has an empty id and is given one.
    YourQuestions(Vec<YourQuestion>),
    /// A part of a question.
    Question {
        /// The question's id.
        id: String,
        /// Which part, and what it is to be.
        field: Field,
    },
    /// A new question.
    Add {
        /// Behind this one; at the end if `None`.
        after: Option<String>,
        /// Its words.
        ask: String,
    },
    /// The same question once more, right behind it.
    Duplicate(String),
    /// Away with it.
    Delete(String),
    /// To another place.
    Move {
        /// The question's id.
        id: String,
        /// The place it is to have, from 0.
        to: usize,
    },
    /// Two questions out of one.
    Split {
        /// The question's id.
        id: String,
        /// Where.
        at: SplitAt,
    },
    /// One question out of two: the second goes into the first.
    Merge {
        /// The question that stays, with its id.
        id: String,
        /// The one that goes.
        other: String,
    },
    /// Questions of another bank.
    Copy(Box<Copied>),
}

/// Questions of another bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The questions.
    pub questions: Vec<Question>,
    /// The role they come from.
    pub role: Role,
    /// Behind this question; at the end if `None`.
    pub after: Option<String>,
    /// Whether tasks and abilities that the role lacks are added to it; else the questions lose them.
    pub add_names: bool,
}

/// Where a question is split, in bytes of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitAt {
    /// In the interviewer's words: the second question asks what follows.
    Ask(usize),
    /// In the model answer: the second question, with the same words, is answered by what follows.
    Answer(usize),
}

/// A part of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// The interviewer's words.
    Ask(String),
    /// The sort of answer.
    Kind(Kind),
    /// A target band of its own; `None` for its kind's.
    Band(Option<Band>),
    /// The model answer.
    ModelAnswer(String),
    /// Further answers.
    MoreAnswers(Vec<String>),
    /// This one of the further answers changes places with the model answer.
    UseAnswer(usize),
    /// What a good answer covers.
    Points(Vec<String>),
    /// What the interviewer is after.
    LooksFor(String),
    /// How to go about it.
    HowTo(Vec<String>),
    /// What not to say.
    Avoid(Vec<String>),
    /// Tasks shown, by name; names that the role lacks are passed over.
    Tasks(Vec<String>),
    /// Abilities shown, by name; names that the role lacks are passed over.
    Abilities(Vec<String>),
    /// Follow-ups.
    Probes(Vec<Probe>),
    /// What a placeholder stands for; empty for the derived words.
    Label {
        /// Which of the model answer's placeholders, from 0.
        place: usize,
        /// The words.
        label: String,
    },
}

/// A part of the role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleEdit {
    /// Its name.
    Name(String),
    /// A list of paragraphs.
    Texts(RoleTexts, Vec<String>),
    /// A list of names with sentences. Where one name is changed and nothing else, questions follow.
    Names(RoleNames, Vec<NamedText>),
}

/// The lists of paragraphs of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleTexts {
    /// What the interviewer is really after.
    Mindset,
    /// What the work consists of.
    Duties,
    /// Skills in general.
    Skills,
    /// How to show one's strengths.
    Showcasing,
    /// Advice on asking back and on the interview as a whole.
    Advice,
}

/// The lists of names of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleNames {
    /// The essential tasks.
    Tasks,
    /// The abilities a candidate must show.
    Abilities,
}

/// What came of an edit.
#[must_use]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The question to look at now.
    pub show: Option<String>,
    /// A sentence for the user, if there is more to say than can be seen.
    pub said: Option<String>,
    /// Placeholders that went elsewhere: the key that a value has now, and the key that gets it too.
    pub carried: Vec<(String, String)>,
}

impl Outcome {
    pub(super) fn at(id: String) -> Self {
        Self { show: Some(id), ..Self::default() }
    }
}

/// Why an edit was not made: a sentence that says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such question.
    #[error("That question is no longer in the bank.")]
    Gone,
    /// Nothing would be left of a text that must not be empty.
    #[error("It can't be empty. Until you write something, the words before stay.")]
    NoWords,
    /// The last question.
    #[error("A bank keeps at least one question. Write over this one, or delete the bank.")]
    LastQuestion,
    /// More questions than are read.
    #[error("A bank holds at most {MAX_QUESTIONS} questions. Begin another one.")]
    TooMany,
    /// A split with nothing on one side.
    #[error("Put the cursor between the two parts first.")]
    NothingToSplit,
    /// A question merged with itself.
    #[error("Choose two different questions.")]
    Same,
    /// A kind that banks don't have.
    #[error("Questions to ask back have a list of their own.")]
    NotAsked,
    /// No length that an answer can have.
    #[error("Aim for {}.", Band::OWN_RULE)]
    NoBand,
}

impl Edit {
    /// What it is called where it can be undone.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Title(_) => "changing the title",
            Self::Role(_) => "changing the role",
            Self::YourQuestions(_) => "changing what you ask back",
            Self::Question { field, .. } => field.name(),
            Self::Add { .. } => "adding a question",
            Self::Duplicate(_) => "duplicating a question",
            Self::Delete(_) => "deleting a question",
            Self::Move { .. } => "moving a question",
            Self::Split { .. } => "splitting a question",
            Self::Merge { .. } => "merging two questions",
            Self::Copy(_) => "copying questions",
        }
    }

    /// Names the text that is being typed; edits of one text that follow each other are one step.
    pub(super) fn run(&self) -> Option<String> {
        match self {
            Self::Title(_) => Some("title".to_owned()),
            Self::Role(RoleEdit::Name(_)) => Some("role".to_owned()),
            Self::Role(RoleEdit::Texts(which, _)) => Some(format!("role {which:?}")),
            Self::Role(RoleEdit::Names(which, _)) => Some(format!("role {which:?}")),
            Self::YourQuestions(_) => Some("your questions".to_owned()),
            Self::Question { id, field } if field.is_typed() => {
                Some(format!("{id} {}", field.name()))
            }
            _ => None,
        }
    }
}

impl Field {
    fn name(&self) -> &'static str {
        match self {
            Self::Ask(_) => "changing the question",
            Self::Kind(_) => "choosing the kind",
            Self::Band(_) => "changing how long to answer",
            Self::ModelAnswer(_) => "changing the model answer",
            Self::MoreAnswers(_) => "changing another answer",
            Self::UseAnswer(_) => "using another answer",
            Self::Points(_) => "changing the points",
            Self::LooksFor(_) => "changing what they look for",
            Self::HowTo(_) => "changing how to answer",
            Self::Avoid(_) => "changing what not to say",
            Self::Tasks(_) => "choosing tasks",
            Self::Abilities(_) => "choosing abilities",
            Self::Probes(_) => "changing follow-ups",
            Self::Label { .. } => "changing what a blank stands for",
        }
    }

    fn is_typed(&self) -> bool {
        !matches!(
            self,
            Self::Kind(_)
                | Self::Band(None)
                | Self::UseAnswer(_)
                | Self::Tasks(_)
                | Self::Abilities(_)
        )
    }
}
