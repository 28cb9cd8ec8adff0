//! What a screen may know of a running interview: plain values, cheap to clone.

use std::time::Duration;

use crate::bank::{Band, Kind};
use crate::interview::{Pacing, Part, Trouble};

/// A running interview, as shown.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Where the interview is.
    pub stage: StageView,
    /// The question at hand, from 0; in your turn `questions` or more.
    pub position: usize,
    /// How many questions there are.
    pub questions: usize,
    /// The question's id; empty in greeting and closing.
    pub question_id: String,
    /// The question's words, if they may be seen now.
    pub question_text: Option<String>,
    /// The sort of answer it wants.
    pub kind: Kind,
    /// The answer, a follow-up or the candidate's own question; never `Continued`.
    pub part: Part,
    /// Which take, from 1.
    pub take: u32,
    /// The current pacing.
    pub pacing: Pacing,
    /// The target band in force for this answer.
    pub band: Band,
    /// When the recording ends by itself, from the start of the answer.
    pub stops_at: Option<Duration>,
    /// Whether what is said now is recorded: not where one goes on without a microphone.
    pub is_recording: bool,
    /// How often the question may still be repeated; `None` for as often as one likes.
    pub repeats_left: Option<u32>,
    /// Whether there is a take to give up now and the pacing allows another.
    pub may_retake: bool,
    /// Nobody is heard in the running answer: it can be begun again without using up a take.
    pub may_begin_again: bool,
    /// Ids of bank questions already asked in your turn.
    pub asked: Vec<String>,
    /// What can be taken back now, for a few seconds.
    pub undo: Option<Undoable>,
}

/// What can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undoable {
    /// A question was skipped.
    Skip,
    /// An answer was ended as soon as it had begun.
    Answer,
    /// The end of your turn.
    Turn,
}

/// Where the interview is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageView {
    /// Not begun.
    Waiting,
    /// The interviewer says hello.
    Greeting,
    /// The question is spoken.
    Asking,
    /// Time to think; `None` waits for the ready key.
    Thinking {
        /// Time left.
        left: Option<Duration>,
    },
    /// Recording.
    Answering {
        /// Length so far.
        elapsed: Duration,
        /// The light for this length.
        light: Light,
        /// Shown for the last seconds before a hard stop.
        warning: Option<Duration>,
    },
    /// The interviewer's silence, still recording.
    Holding {
        /// Length of the take so far.
        elapsed: Duration,
    },
    /// The take goes to disk.
    Saving,
    /// The take could not be written and is kept in memory.
    SaveFailed,
    /// From one question to the next.
    Between,
    /// The candidate may ask.
    YourTurn {
        /// While a question is being asked: its length so far.
        asking: Option<Duration>,
    },
    /// The interviewer says goodbye.
    Closing,
    /// Stopped for now.
    Paused,
    /// A device is gone.
    Broken(Trouble),
    /// All is said, and the last of it goes to disk. The machine knows no such stage: whoever files takes does.
    Storing,
    /// Over.
    Finished,
}

/// The lights of timed speaking (Toastmasters' practice). Colour is never the only sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// Before the band: no light yet.
    Off,
    /// Long enough.
    Green,
    /// Past the middle of the band: begin to land.
    Amber,
    /// Past the band.
    Red,
    /// 30 s past the band.
    Overtime,
}

/// Overtime begins so long past the band (Toastmasters' practice).
const OVERTIME: Duration = Duration::from_secs(30);

impl Light {
    /// The light for an answer of this length: green from the band's lower end, amber from its middle,
    /// red from its upper end, overtime 30 s later.
    #[must_use]
    pub fn at(elapsed: Duration, band: Band) -> Self {
        let middle = band.min.saturating_add(band.max.saturating_sub(band.min) / 2);
        if elapsed < band.min {
            Self::Off
        } else if elapsed < middle {
            Self::Green
        } else if elapsed < band.max {
            Self::Amber
        } else if elapsed < band.max.saturating_add(OVERTIME) {
            Self::Red
        } else {
            Self::Overtime
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lights_follow_the_band() {
        let band = Band::secs(60, 120);
        let shown = [0, 59, 60, 89, 90, 119, 120, 149, 150]
            .map(|secs| Light::at(Duration::from_secs(secs), band));
        use Light::{Amber, Green, Off, Overtime, Red};
        assert_eq!(shown, [Off, Off, Green, Green, Amber, Amber, Red, Red, Overtime]);
    }
}
