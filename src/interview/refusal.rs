//! Why an action is not possible now, in a sentence for people.

/// Why the machine refused an action. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Anything but beginning, before the beginning.
    #[error("The interview has not begun yet.")]
    NotBegun,
    /// Begin, a second time.
    #[error("The interview has begun already.")]
    AlreadyBegun,
    /// Anything after the end.
    #[error("The interview is over.")]
    Over,
    /// Ready, when nobody is thinking.
    #[error("There is no time to think running.")]
    NotThinking,
    /// Ready, while the question can only be heard and is still being asked.
    #[error("The question is still being asked.")]
    StillAsking,
    /// Finish, when no answer is running.
    #[error("There is no answer to finish.")]
    NotAnswering,
    /// Finish, during the interviewer's silence.
    #[error("The answer is finished; the interviewer is waiting a moment.")]
    AlreadyFinished,
    /// Repeat, when no question is at hand.
    #[error("There is no question to repeat now.")]
    NothingToRepeat,
    /// Repeat, once too often.
    #[error("The question has no repeats left under “{0}”.")]
    NoRepeatsLeft(String),
    /// Show, when no question is at hand.
    #[error("There is no question to show now.")]
    NothingToShow,
    /// Show, where questions are only heard.
    #[error("Questions are heard, not shown, under “{0}”.")]
    TextHidden(String),
    /// Retake, when there is no take.
    #[error("There is no take to give up now.")]
    NothingToRetake,
    /// Retake, once too often.
    #[error("The question has no takes left under “{0}”.")]
    NoTakesLeft(String),
    /// Take back, when there is nothing to or it is too late.
    #[error("There is nothing to undo now.")]
    NothingToTakeBack,
    /// Begin again, when no answer is running.
    #[error("There is no answer to begin again now.")]
    NothingToBeginAgain,
    /// Begin again, when something was said.
    #[error("You are being heard. Ask for another take instead.")]
    HeardAlready,
    /// Pause, when stopped already.
    #[error("The interview is stopped already.")]
    AlreadyStopped,
    /// Resume, when not paused.
    #[error("The interview is not paused.")]
    NotPaused,
    /// Anything but resuming, while paused.
    #[error("The interview is paused. Resume it first.")]
    Paused,
    /// Anything else, while a choice is due.
    #[error("Choose first: try again, or go on without.")]
    ChooseFirst,
    /// Choose, when there is nothing to choose.
    #[error("There is nothing to choose now.")]
    NothingToChoose,
    /// Ask, when it is not the candidate's turn.
    #[error("Your turn to ask comes after the last question.")]
    NotYourTurn,
    /// Ask, while still asking.
    #[error("Finish the question you are asking first.")]
    FinishFirst,
    /// Ask, by an id the bank does not have.
    #[error("The bank has no question to ask back called “{0}”.")]
    UnknownQuestion(String),
}
