//! What the review shows and what it is asked for: plain values.

use std::sync::Arc;
use std::time::Duration;

use crate::analysis::{Measures, Overview};
use crate::bank::Band;
use crate::interview::choosing::Wanted;
use crate::ui::model_text::Segment;
use crate::ui::waveform::WaveMark;

use super::look_back::{Advice, Past};
use super::marks::{MarkChange, Marked, StepName};
use super::removing::{RemovalQuestion, RemovalScope};
use super::returning::Returns;

/// A session to listen to.
#[derive(Debug, Clone, Default)]
pub struct ReviewModel {
    /// Every session there is, newest first.
    pub sessions: Vec<SessionEntry>,
    /// Key of the one shown.
    pub session: Option<usize>,
    /// What was asked in it, in order.
    pub questions: Vec<ReviewQuestion>,
    /// What is being heard.
    pub playback: Playback,
    /// How it is heard.
    pub listening: Listening,
    /// Something to know now, a sentence.
    pub notice: Option<String>,
    /// What the listener did and can look back on.
    pub listener: ListenerModel,
    /// What is asked before something is removed.
    pub removal: Option<RemovalQuestion>,
}

/// What the listener did in this session and can look back on.
#[derive(Debug, Clone, Default)]
pub struct ListenerModel {
    /// What is undone next.
    pub undo: Option<StepName>,
    /// What is done again next.
    pub redo: Option<StepName>,
    /// Takes of a question over time, once they are looked for.
    pub past: Option<Past>,
    /// When questions return.
    pub returns: Returns,
}

/// A session that can be chosen.
#[derive(Debug, Clone)]
pub struct SessionEntry {
    /// Names it in intents.
    pub key: usize,
    /// Title and date, a line.
    pub label: String,
}

/// A question with what was said to it.
#[derive(Debug, Clone)]
pub struct ReviewQuestion {
    /// Its id in the bank.
    pub id: String,
    /// The words as asked.
    pub ask: String,
    /// The sort of answer it wants, a word or two.
    pub kind: String,
    /// How long a good answer lasts.
    pub band: Band,
    /// What was said, in order; empty if it was skipped.
    pub takes: Vec<ReviewTake>,
    /// The model answer.
    pub model_answer: Vec<Segment>,
    /// What a good answer covers.
    pub points: Vec<String>,
    /// What the interviewer is really after.
    pub looks_for: String,
    /// The model answer waits for a first take.
    pub locked: bool,
    /// The interviewer asks it; not so what the candidate asks.
    pub asked_aloud: bool,
    /// Its bank has it still, so that a model answer can be written.
    pub in_bank: bool,
}

impl ReviewQuestion {
    /// Whether there is, or will be, anything to compare with.
    #[must_use]
    pub fn has_model(&self) -> bool {
        self.locked || !self.model_answer.is_empty()
    }
}

/// One recording.
#[derive(Debug, Clone)]
pub struct ReviewTake {
    /// Names it in intents; unique in the session.
    pub key: usize,
    /// "Take 1", "Follow-up 1", "Continued 2", "Your question".
    pub title: String,
    /// Whether it is an answer to the question from its beginning: not one to a follow-up, and not the
    /// rest of one that was interrupted.
    pub answers: bool,
    /// What was asked before it where it is not the question itself: a follow-up's words, or the
    /// candidate's own question.
    pub asked: Option<String>,
    /// Its length.
    pub length: Duration,
    /// The target band in force, which may differ from the question's.
    pub band: Band,
    /// How it ended, a sentence without a full stop.
    pub ended: String,
    /// Name of the pacing it ended under.
    pub pacing: String,
    /// What was not perfect about the recording, a few words each.
    pub health: Vec<String>,
    /// Its shape, once it is known.
    pub overview: Option<Arc<Overview>>,
    /// 1–5 on the user's own scale.
    pub rating: Option<u8>,
    /// It has the user's star.
    pub starred: bool,
    /// Its sound is there; without it only notes and figures are left.
    pub has_sound: bool,
    /// The user's notes.
    pub notes: String,
    /// Moments worth showing.
    pub marks: Vec<WaveMark>,
    /// Points ticked, by their place in the question's.
    pub ticked: Vec<usize>,
    /// What the listener marked in it.
    pub marked: Marked,
    /// What to keep and what to change: at most two and one; empty where nothing is worth saying.
    pub advice: Vec<Advice>,
    /// What was measured, once it is known.
    pub measures: Option<Arc<Measures>>,
    /// How far measuring has come, 0–1; `None` when it is not under way.
    pub measuring: Option<f32>,
    /// Where listening to it was left.
    pub left_at: Option<Duration>,
}

/// Something that can be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The question at hand.
    Question,
    /// The follow-up that was asked before this take.
    FollowUp(usize),
    /// This take.
    Take(usize),
    /// The model answer to the question at hand.
    Model,
}

/// What is being heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Playback {
    /// What; `None` for silence.
    pub what: Option<Heard>,
    /// Position in it.
    pub position: Duration,
    /// Its length, zero if that is not known.
    pub length: Duration,
    /// Whether it is paused.
    pub paused: bool,
}

impl Playback {
    /// Whether sound is coming.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.what.is_some() && !self.paused
    }
}

/// How takes are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listening {
    /// Speed of takes, percent: 50–200, 100 is as spoken.
    pub speed_percent: u32,
    /// Whether long silences are passed over.
    pub skip_silences: bool,
    /// The stretch that is heard again and again.
    pub repeat: Option<Repeat>,
    /// Where the session is that plays through, if it does: the screen follows it.
    pub through: Option<Through>,
}

impl Default for Listening {
    fn default() -> Self {
        Self { speed_percent: 100, skip_silences: false, repeat: None, through: None }
    }
}

/// A stretch of a take that is heard again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// The take, by key.
    pub take: usize,
    /// Its first moment.
    pub from: Duration,
    /// The moment behind its last; after `from`.
    pub to: Duration,
}

/// What is heard of a session that plays through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Through {
    /// The question's place in the model.
    pub question: usize,
    /// Which of its takes is heard in its turn, by key.
    pub take: usize,
}

/// What the user wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewIntent {
    /// Show another session, by its key.
    ChooseSession(usize),
    /// Hear this, from its beginning, or from where it was paused.
    Play {
        /// What.
        what: Heard,
        /// Id of the question at hand.
        question: String,
    },
    /// Hear question, take and model answer one after the other.
    PlayAll {
        /// The take.
        take: usize,
        /// Id of its question.
        question: String,
    },
    /// Hear the session, question after question.
    PlaySession,
    /// Hear how each take of this question begins.
    PlayOpenings {
        /// Id of the question.
        question: String,
    },
    /// From the take to the matching place of the model answer, or back.
    Flip {
        /// The take.
        take: usize,
        /// Id of its question.
        question: String,
    },
    /// Hear this stretch again and again, or no longer.
    Repeat(Option<Repeat>),
    /// Hear takes at this speed, percent: 50–200.
    SetSpeed(u32),
    /// Pass over long silences, or no longer.
    SkipSilences(bool),
    /// Hear no more: something else is looked at.
    Stop,
    /// Stop for now.
    Pause,
    /// Go on from where it was paused.
    Resume,
    /// Move the playhead of this take; playing goes on if it was.
    Seek {
        /// The take.
        take: usize,
        /// Where to, not past its end.
        to: Duration,
    },
    /// The user's rating, `None` to take it back.
    Rate {
        /// The take.
        take: usize,
        /// 1–5.
        rating: Option<u8>,
    },
    /// The take gets the user's star, or gives it back.
    Star {
        /// The take.
        take: usize,
        /// How it is now.
        starred: bool,
    },
    /// Ask before removing this.
    AskRemoval(RemovalScope),
    /// Remove what was asked about.
    ConfirmRemoval,
    /// Leave it.
    CancelRemoval,
    /// The notes as they are now.
    Note {
        /// The take.
        take: usize,
        /// The whole text.
        text: String,
    },
    /// The question returns on another day than its ratings say, or on that day again (`None`).
    Return {
        /// Its id.
        question: String,
        /// The day.
        wanted: Option<Wanted>,
    },
    /// A point was ticked or unticked.
    TickPoint {
        /// The take.
        take: usize,
        /// The point's place in the question's list.
        point: usize,
        /// How it is now.
        ticked: bool,
    },
    /// Something was marked, or is no longer.
    Mark {
        /// The take.
        take: usize,
        /// What.
        change: MarkChange,
    },
    /// Hear this moment of a take, and no more.
    HearMoment {
        /// The take.
        take: usize,
        /// From here.
        from: Duration,
        /// To here.
        to: Duration,
    },
    /// Show this question's takes in every session.
    LookBack {
        /// Its id.
        question: String,
    },
    /// Typing has ended: what is typed next is undone by itself.
    TypingEnded,
    /// Take back what was last done to a take.
    Undo,
    /// Do again what was last taken back.
    Redo,
    /// A placeholder was filled in, or emptied.
    FillSlot {
        /// Its key.
        key: String,
        /// The words; empty to take them back.
        value: String,
    },
    /// Go where a model answer is written.
    WriteAnswer {
        /// Id of the question.
        question: String,
    },
    /// Show the model answer though there is no take yet.
    ShowAnyway {
        /// Id of the question.
        question: String,
    },
}
