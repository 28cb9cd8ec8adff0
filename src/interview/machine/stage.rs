//! The stages and what each of them holds. Small values, so that a handler takes one, decides, and
//! puts the next one in its place.

use std::time::Duration;

use super::answer::{Answer, Carry};
use super::utterance::Utterance;
use crate::interview::{TakeEnd, Trouble};

/// Where the interview is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stage {
    Waiting,
    Greeting(Utterance),
    /// A question, a follow-up, or either of them again.
    Asking(Utterance, After),
    Thinking {
        /// Time used so far: a switched pacing re-bases on it.
        used: Duration,
    },
    /// An answer, or in your turn the candidate's own question.
    Answering(Answer),
    Holding(Answer, Hold),
    /// Waits until every take is on disk.
    Saving(Then),
    SaveFailed(Then),
    Between {
        /// "Thank you.", until it is said.
        voice: Option<Utterance>,
        /// What is left of the pause after it.
        left: Duration,
    },
    YourTurn(Turn),
    Closing(Utterance),
    Paused(Suspended),
    Broken {
        what: Trouble,
        inside: Suspended,
    },
    Finished,
}

/// What follows a spoken question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum After {
    /// Thinking, of which so much is used.
    Think { used: Duration },
    /// The answer, which is suspended, goes on: the question was repeated in the middle of it.
    Answer(Answer),
}

impl After {
    pub(super) const FRESH: Self = Self::Think { used: Duration::ZERO };
}

/// The interviewer's silence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hold {
    /// Length of the take when it began.
    pub(super) from: Duration,
    /// How long it lasts.
    pub(super) lasts: Duration,
    /// Whether speech in it was marked.
    pub(super) spoken: bool,
    /// How the answer ended.
    pub(super) end: TakeEnd,
    /// What follows.
    pub(super) then: Then,
}

/// What follows when all takes are saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// A follow-up if there is one, else the next question.
    Answered,
    /// "Let's move on", then the next question.
    MovedOn,
    /// "That's all right", then the next question.
    Skipped,
    /// The interviewer acknowledges the candidate's question.
    TurnThanks,
    /// The candidate may ask again.
    TurnOpen,
    /// Goodbye.
    Close,
}

/// Your turn, while no question of yours is being recorded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Turn {
    /// The interviewer invites or acknowledges.
    Speaking(Utterance),
    /// The interviewer waits.
    Open,
}

/// Where an interview goes on after a pause or a lost device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Suspended {
    /// The rest of the greeting is left out.
    Greeting,
    Ask(After),
    Think {
        used: Duration,
    },
    Answer(Carry),
    /// A take that waits: for its microphone, or for the end of a pause.
    Take(Answer, Option<Hold>),
    Save(Then),
    Between {
        left: Duration,
    },
    Turn,
    Close,
}

impl Stage {
    /// An answer whose recording waits to go on, and the silence it waits in.
    pub(super) fn waiting(&self) -> Option<(Answer, Option<Hold>)> {
        let inside = match self {
            Self::Asking(_, After::Answer(answer)) => return Some((*answer, None)),
            Self::Paused(inside) | Self::Broken { inside, .. } => inside,
            _ => return None,
        };
        match inside {
            Suspended::Take(answer, hold) => Some((*answer, *hold)),
            Suspended::Ask(After::Answer(answer)) => Some((*answer, None)),
            _ => None,
        }
    }

    /// The same answer, to be changed.
    pub(super) fn waiting_mut(&mut self) -> Option<&mut Answer> {
        let inside = match self {
            Self::Asking(_, After::Answer(answer)) => return Some(answer),
            Self::Paused(inside) | Self::Broken { inside, .. } => inside,
            _ => return None,
        };
        match inside {
            Suspended::Take(answer, _) | Suspended::Ask(After::Answer(answer)) => Some(answer),
            _ => None,
        }
    }
}
