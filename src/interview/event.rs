//! What goes into the machine and what comes out: two closed sets.

use std::time::Duration;

use crate::bank::Band;
use crate::interview::Pacing;
use crate::units::{Dbfs, Frames, Wpm};

/// One thing said by the interviewer; answers to a stale one are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SayId(pub u64);

/// One recording, unique within an interview; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TakeId(pub u32);

/// What happened outside the machine.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Time passed since the last event.
    Tick(Duration),
    /// The current input level, while the microphone is open: finds speech during a silence.
    Level(Dbfs),
    /// So many frames of the running take were recorded, lasting this long. The shown time derives
    /// from it, so that the clock can't disagree with the file.
    Recorded(TakeId, Frames, Duration),
    /// Nobody is heard in the running answer, whatever the level says: the microphone is silent, or gives no
    /// voice. `false` once somebody is.
    Unheard(bool),
    /// The voice said it all; this much is the output's latency still to pass, if any.
    VoiceFinished(SayId),
    /// The voice could not say it.
    VoiceFailed(SayId),
    /// The first frames of the take are there.
    TakeStarted(TakeId),
    /// The take is on disk, whole.
    TakeSaved(TakeId),
    /// The take could not be written; it is kept in memory.
    TakeFailed(TakeId),
    /// The recorder ended the take by itself at its greatest length; saving follows.
    TakeReachedLimit(TakeId),
    /// A device is gone.
    Lost(Trouble),
    /// A lost device is there again, or another one was opened.
    Restored(Trouble),
    /// The user did something.
    Do(Action),
}

/// What can be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// No microphone.
    Microphone,
    /// No loudspeaker.
    Speaker,
    /// The folder can't be written.
    Disk,
}

/// What the user can do. The machine refuses what is not possible now, with a reason.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Start the interview.
    Begin,
    /// End thinking and speak.
    Ready,
    /// End the answer, or the question the user asks.
    Finish,
    /// Hear the question again.
    Repeat,
    /// See the question's words.
    ShowQuestion,
    /// Give up this take, or the one just saved, and answer again. The old take is kept.
    Retake,
    /// Begin this answer again from nothing, while nobody is heard in it: no take is used up.
    BeginAgain,
    /// Go on to the next question.
    Skip,
    /// Go back to the question that was skipped, or to the answer that was ended as soon as it had begun.
    TakeBack,
    /// Stop for now.
    Pause,
    /// Go on after a pause.
    Resume,
    /// Change the pacing from here on.
    SwitchPacing(Box<Pacing>),
    /// Ask the interviewer this question of the bank's (its id), or one's own (`None`): your turn.
    Ask(Option<String>),
    /// What to do about a lost device.
    Choose(DeviceChoice),
    /// End the interview now; what was recorded is kept.
    EndEarly,
}

/// What to do about a lost device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeviceChoice {
    /// Try the same or a newly chosen one.
    TryAgain,
    /// Without it: no recording, or the question shown instead of spoken.
    GoOnWithout,
}

/// What the outside must do.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Effect {
    /// Say this; answer with `VoiceFinished` or `VoiceFailed`.
    Say(SayId, Speech),
    /// Be quiet at once.
    StopVoice,
    /// Record from where the voice ended (or from now); answer with `TakeStarted`.
    StartTake(TakeId, TakeSource),
    /// Let the running take grow to this length, shorter or longer than it was started with: the
    /// pacing was switched.
    LimitTake(TakeId, Duration),
    /// End the recording, drain it and save it; answer with `TakeSaved` or `TakeFailed`. Every take
    /// gets exactly one, also when it has ended by itself: then it only says how.
    FinishTake(TakeId, TakeEnd),
    /// The take that has ended, saved or not yet, was given up for another one: its end was taken back.
    GiveUpTake(TakeId),
    /// Let the take wait from here on, all of it on disk: what comes is none of it until it is resumed, or
    /// finished.
    SuspendTake(TakeId, Joint),
    /// Go on with a take that was suspended, or whose microphone was lost, in the same file, with the one that
    /// is open now; answer with `Recorded`.
    ResumeTake(TakeId),
    /// Try again to write the take that failed.
    SaveAgain(TakeId),
    /// Note something at this point of the running take.
    Mark(TakeId, Mark),
    /// Open, or open again, the lost device.
    Reopen(Trouble),
    /// A soft cue: a light changed.
    Chime,
    /// The interview is over; show the review.
    Finished,
}

/// Why an answer was interrupted: it goes on behind the joint in the same take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Joint {
    /// The question was heard again.
    QuestionHeard,
    /// The candidate paused, or the loudspeaker was lost.
    Paused,
}

/// Something worth knowing at a time of a take.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// From the beginning of the take.
    pub at: Duration,
    /// What.
    pub what: MarkKind,
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq)]
pub enum MarkKind {
    /// The pacing was switched to this one, with which an answer aims for this.
    PacingSwitched(Box<Pacing>, Band),
    /// The interviewer's silence began.
    HoldBegan,
    /// The candidate spoke into the interviewer's silence.
    SpokeInHold,
    /// The question was repeated or shown.
    QuestionShown,
    /// Recording was interrupted here.
    Gap,
}

/// What the interviewer says: parts spoken one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// Each a text of its own, so that each can come from the voice pack.
    pub parts: Vec<String>,
    /// How fast.
    pub speed: Wpm,
}

/// What a take answers: all that decides where it is filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeSource {
    /// Position in the interview's plan, from 0. In your turn each question of the candidate's has a
    /// position of its own, after the plan's.
    pub position: usize,
    /// The question's id; for your turn the id of the question asked, or `own`.
    pub question_id: String,
    /// The words as asked.
    pub asked: String,
    /// What part of the talk about this question it is.
    pub part: Part,
    /// Which take of this part, from 1; a continued piece has the number of the take it continues.
    pub take: u32,
    /// The target band in force at its beginning.
    pub band: Band,
    /// The recorder stops by itself at this length.
    pub max: Duration,
}

/// What part of the talk about a question a take is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The answer.
    Answer,
    /// The answer to this follow-up (index into the question's probes).
    Probe(usize),
    /// The answer, or the candidate's own question, went on in another file, which its recorder left no way
    /// round: piece number, from 1, counted through the whole question with its follow-ups.
    Continued(u32),
    /// The candidate's own question to the interviewer.
    YourQuestion,
}

/// How a take ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TakeEnd {
    /// The finish key, and the interviewer's silence after it.
    Finished,
    /// Time was up.
    TimeUp,
    /// A polite "let's move on".
    MovedOn,
    /// Enough silence.
    Silence,
    /// Given up for another take; kept.
    Retaken,
    /// The question was skipped; kept.
    Skipped,
    /// The microphone was lost, and the user went on without it; kept.
    Lost,
    /// The interview was ended.
    EndedEarly,
}
