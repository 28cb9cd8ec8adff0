//! The question at hand: everything that decides where a take of it is filed.

use std::time::Duration;

use crate::bank::{Band, Kind};
use crate::interview::{FOLLOW_UP, Part, TakeSource};

/// The question at hand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hand {
    /// Position in the plan; in your turn the numbers after it.
    pub(super) position: usize,
    pub(super) question_id: String,
    /// The words now asked: the question's, the follow-up's, the candidate's.
    pub(super) asked: String,
    pub(super) kind: Kind,
    /// The target of an answer to it, unless the pacing has one for all.
    pub(super) target: Band,
    pub(super) part: Part,
    /// Number of the take of this part, from 1; 0 before the first.
    pub(super) take: u32,
    /// Takes of this part that count against the pacing.
    pub(super) takes_used: u32,
    /// Pieces of answers to this question; never reset within it, so that no two are named alike.
    pub(super) pieces: u32,
    pub(super) repeats_used: u32,
    /// Follow-ups asked so far.
    pub(super) probes_used: usize,
    /// How its words may be seen though the pacing shows none.
    pub(super) words: Words,
    /// How much longer they are shown while it is answered.
    pub(super) glimpse: Duration,
}

/// How the words of a question may be seen though the pacing shows none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// Not yet.
    Heard,
    /// They were asked for before the answer: a glimpse is all there is of them while it is given.
    Asked,
    /// They could not be spoken, or perhaps nobody heard them: they stay.
    Unspoken,
}

/// How long a question is shown that is asked for in the middle of an answer: enough to read two lines, too short to
/// read an answer off.
pub(super) const GLIMPSE: Duration = Duration::from_secs(6);

impl Hand {
    pub(super) fn new(
        position: usize,
        question_id: &str,
        asked: &str,
        part: Part,
        kind: Kind,
    ) -> Self {
        Self {
            position,
            question_id: question_id.to_owned(),
            asked: asked.to_owned(),
            kind,
            target: kind.band(),
            part,
            take: 0,
            takes_used: 0,
            pieces: 0,
            repeats_used: 0,
            probes_used: 0,
            words: Words::Heard,
            glimpse: Duration::ZERO,
        }
    }

    /// Turns to a follow-up of the same question: it wants one missing part, so it is short.
    pub(super) fn probe(&mut self, index: usize, asked: &str) {
        self.part = Part::Probe(index);
        asked.clone_into(&mut self.asked);
        self.target = FOLLOW_UP;
        self.take = 0;
        self.takes_used = 0;
        self.repeats_used = 0;
        self.probes_used += 1;
        self.words = Words::Heard;
        self.glimpse = Duration::ZERO;
    }

    pub(super) fn is_yours(&self) -> bool {
        self.part == Part::YourQuestion
    }

    pub(super) fn source(&self, part: Part, band: Band, max: Duration) -> TakeSource {
        TakeSource {
            position: self.position,
            question_id: self.question_id.clone(),
            asked: self.asked.clone(),
            part,
            take: self.take,
            band,
            max,
        }
    }
}
