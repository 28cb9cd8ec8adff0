//! What keys are for.

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Shows one of the screens of the navigation, from 0.
    Screen(usize),
    /// Shows all keys, or no longer.
    Sheet,
    /// Goes on: begins the interview, reads, saves.
    GoOn,
    /// Goes to the page before (−1) or after (+1).
    Page(i64),
    /// Something in the interview.
    Room(RoomKey),
    /// Something in the review.
    Review(ReviewKey),
    /// Something in the list of questions.
    Bank(BankKey),
}

impl Command {
    /// Whether it is possible while a text is typed: its key types nothing there and edits nothing.
    #[must_use]
    pub const fn works_in_fields(self) -> bool {
        match self {
            Self::Screen(_) | Self::GoOn | Self::Page(_) => true,
            Self::Room(key) => matches!(key, RoomKey::Pacing(_) | RoomKey::Ready),
            Self::Bank(key) => !matches!(key, BankKey::Row(_) | BankKey::Edit | BankKey::Delete),
            Self::Sheet | Self::Review(_) => false,
        }
    }
}

/// A key of the interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomKey {
    /// Space: the next natural thing.
    Next,
    /// Ctrl+Enter: ends the time to think, out of the note, too.
    Ready,
    /// R.
    Repeat,
    /// Q.
    ShowQuestion,
    /// N.
    Retake,
    /// B.
    BeginAgain,
    /// S; asks once.
    Skip,
    /// Ctrl+Z: the skip, or the end of an answer that had hardly begun, is taken back.
    TakeBack,
    /// P.
    Pause,
    /// Ctrl+1…8, from 0.
    Pacing(usize),
    /// Esc.
    End,
    /// `?`: shows all keys. The frame around the screens reads it, for all of them.
    Help,
}

impl RoomKey {
    /// What is printed on the key.
    #[must_use]
    pub const fn cap(self) -> &'static str {
        match self {
            Self::Next => "Space",
            Self::Ready => "Ctrl+Enter",
            Self::Repeat => "R",
            Self::ShowQuestion => "Q",
            Self::Retake => "N",
            Self::BeginAgain => "B",
            Self::Skip => "S",
            Self::TakeBack => "Ctrl+Z",
            Self::Pause => "P",
            Self::Pacing(_) => "Ctrl+1…8",
            Self::End => "Esc",
            Self::Help => "?",
        }
    }
}

/// A key of the review, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewKey {
    /// Space.
    PlayPause,
    /// ← and →: so many seconds, less than nothing is back.
    SeekBy(i64),
    /// ↑ and ↓: the take before (−1) or after (+1).
    Step(i64),
    /// Ctrl+1…5.
    Rate(u8),
    /// `[` and `]`: heard slower (−1) or faster (+1).
    Speed(i32),
    /// `−` and `+`: the waveform from farther away (−1) or closer (+1).
    Zoom(i32),
    /// 0: all of the waveform.
    Fit,
    /// L: the chosen stretch again and again, or no longer.
    Loop,
    /// M: to the matching place of the model answer, or back.
    Flip,
    /// A: question, take and model answer.
    HearAll,
    /// P: the whole session.
    PlaySession,
    /// C: two takes side by side.
    Compare,
    /// O: how each take begins.
    Openings,
    /// S: the star, or no longer.
    Star,
    /// Delete: the take goes to the wastebasket; asks first.
    Remove,
    /// Esc: leaves the loop, or the comparison.
    Leave,
    /// What the listener does.
    Listener(ListenerKey),
}

/// A key for what the listener does to a take, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListenerKey {
    /// F: a filler word was heard.
    Filler,
    /// T: a note at this time.
    Moment,
    /// 1…4, from 0: this part of a story begins.
    BeginPart(usize),
    /// Shift+1…4, from 0: this part is not marked.
    RemovePart(usize),
    /// Ctrl+Z.
    Undo,
    /// Ctrl+Shift+Z and Ctrl+Y.
    Redo,
    /// Ctrl+PgUp (−1) and Ctrl+PgDn (+1): the page before or after.
    Page(i64),
}

/// A key of the page "Questions".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BankKey {
    /// Looks through all banks.
    Search,
    /// Shows the role beside the questions, or no longer.
    Guide,
    /// Adds a question.
    New,
    /// Adds the same question once more.
    Duplicate,
    /// Edits the next question.
    EditNext,
    /// Moves the question up (−1) or down (+1).
    Move(i64),
    /// Takes the last change back.
    Undo,
    /// Does it again.
    Redo,
    /// Chooses the question so many rows away, at most to the ends.
    Row(i64),
    /// Edits the chosen question.
    Edit,
    /// Deletes it.
    Delete,
}
