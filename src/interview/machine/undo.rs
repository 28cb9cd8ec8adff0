//! Taking back: a skip, and an answer that was ended as soon as it had begun.

use std::time::Duration;

use super::Interview;
use super::answer::{Answer, Carry};
use super::hand::Hand;
use super::stage::{After, Stage, Suspended, Then, Turn};
use crate::interview::{Effect, Refusal, TakeEnd, TakeId, Undoable};

/// How long something can be taken back: enough to see what happened and to find the key, and over before
/// the next question is thought about. A guess.
const UNDO_FOR: Duration = Duration::from_secs(8);

/// An answer that ended within its first two seconds was hardly meant to.
const EARLY: Duration = Duration::from_secs(2);

/// Something that can be taken back for a while.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Undo {
    what: Undoable,
    /// The question at hand before it.
    hand: Hand,
    /// Where the interview goes on then.
    to: Suspended,
    /// The take that it ended.
    take: Option<TakeId>,
    /// How much longer.
    left: Duration,
}

impl Interview {
    /// What would be taken back now.
    pub(super) fn undoable(&self) -> Option<Undoable> {
        let may = matches!(
            self.stage,
            Stage::Holding(..)
                | Stage::Saving(_)
                | Stage::Between { .. }
                | Stage::Asking(..)
                | Stage::Thinking { .. }
                | Stage::YourTurn(_)
                | Stage::Closing(_)
        );
        self.undo.as_ref().filter(|_| may).map(|undo| undo.what)
    }

    /// Time passes for what can be taken back; none while the interview stands still.
    pub(super) fn pass_undo(&mut self, passed: Duration) {
        if matches!(self.stage, Stage::Paused(_) | Stage::Broken { .. } | Stage::SaveFailed(_)) {
            return;
        }
        if let Some(undo) = &mut self.undo {
            undo.left = undo.left.saturating_sub(passed);
        }
        self.undo.take_if(|undo| undo.left.is_zero());
    }

    /// What a skip now could be taken back to. Skipping a greeting, a goodbye or a pause loses nothing.
    pub(super) fn undo_of_skip(&self) -> Option<Undo> {
        let (to, take) = match self.stage {
            Stage::YourTurn(Turn::Open) => return Some(self.undo_of_turn()),
            _ if self.hand.is_yours() => return None,
            // Its take ends with the skip, as that of an answer that was going on.
            Stage::Asking(_, After::Answer(answer)) => {
                (Suspended::Answer(Carry::FREE), answer.rec.id())
            }
            Stage::Asking(_, after) => (Suspended::Ask(after), None),
            Stage::Thinking { used } => (Suspended::Think { used }, None),
            Stage::Answering(answer) => (Suspended::Answer(Carry::FREE), answer.rec.id()),
            // The answer was given: only what follows it was skipped.
            Stage::Holding(_, hold) => (Suspended::Save(hold.then), None),
            Stage::Saving(Then::Answered) => (Suspended::Save(Then::Answered), None),
            _ => return None,
        };
        Some(self.undo(Undoable::Skip, to, take))
    }

    /// What the end of your turn could be taken back to.
    pub(super) fn undo_of_turn(&self) -> Undo {
        self.undo(Undoable::Turn, Suspended::Turn, None)
    }

    /// What the end of this answer could be taken back to: only one that has hardly begun.
    pub(super) fn undo_of_finish(&self, answer: &Answer) -> Option<Undo> {
        let is_early = answer.total() < EARLY && !self.hand.is_yours();
        let to = Suspended::Answer(Carry::FREE);
        is_early.then(|| self.undo(Undoable::Answer, to, answer.rec.id()))
    }

    fn undo(&self, what: Undoable, to: Suspended, take: Option<TakeId>) -> Undo {
        Undo { what, hand: self.hand.clone(), to, take, left: UNDO_FOR }
    }

    /// Goes back to where it was. No take is used up: what was recorded of the one that was ended is kept
    /// as one given up for another.
    pub(super) fn take_back(&mut self, out: &mut Vec<Effect>) -> Result<(), Refusal> {
        if self.undoable().is_none() {
            return Err(Refusal::NothingToTakeBack);
        }
        let Some(undo) = self.undo.take() else { return Err(Refusal::NothingToTakeBack) };
        self.hush(out);
        if let Stage::Holding(answer, _) = self.stage {
            self.finish_take(&answer, TakeEnd::Retaken, out);
        } else {
            out.extend(undo.take.map(Effect::GiveUpTake));
        }
        self.hand = undo.hand;
        let again = matches!(undo.to, Suspended::Ask(_));
        let lead_in = again.then(|| self.lines.resumed.take());
        self.go_on_from(undo.to, lead_in, out);
        Ok(())
    }
}
