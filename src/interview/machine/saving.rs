//! Takes go to disk, and the interview waits until they are there.

use super::Interview;
use super::stage::{Stage, Then};
use crate::interview::{Effect, TakeId};

impl Interview {
    /// Waits for every take to be saved, then goes on.
    pub(super) fn save_then(&mut self, then: Then, out: &mut Vec<Effect>) {
        self.stage = Stage::Saving(then);
        self.settle(out);
    }

    /// In the saving stages: goes on if all is saved, and tells the user what failed.
    pub(super) fn settle(&mut self, out: &mut Vec<Effect>) {
        let (Stage::Saving(then) | Stage::SaveFailed(then)) = self.stage else { return };
        if self.saves.any_failed() {
            self.stage = Stage::SaveFailed(then);
        } else if self.saves.any_waiting() {
            self.stage = Stage::Saving(then);
        } else {
            self.go_on(then, out);
        }
    }

    pub(super) fn take_saved(&mut self, id: TakeId, out: &mut Vec<Effect>) {
        // The recorder ended it without having been told to: it must still be filed.
        self.take_reached_limit(id, out);
        self.saves.saved(id);
        self.settle(out);
    }

    pub(super) fn take_failed(&mut self, id: TakeId, out: &mut Vec<Effect>) {
        if self.is_under_way(id) {
            self.saves.failed_early(id);
        } else {
            self.saves.failed(id);
        }
        self.settle(out);
    }

    /// Tries every failed save again.
    pub(super) fn save_again(&mut self, out: &mut Vec<Effect>) {
        out.extend(self.saves.again().into_iter().map(Effect::SaveAgain));
        self.settle(out);
    }

    /// Goes on with the failed ones in memory.
    pub(super) fn keep_in_memory(&mut self, out: &mut Vec<Effect>) {
        self.saves.keep();
        self.settle(out);
    }

    fn go_on(&mut self, then: Then, out: &mut Vec<Effect>) {
        match then {
            Then::Answered => self.probe_or_go_on(out),
            Then::MovedOn => {
                let phrase = self.lines.move_on.take();
                self.go_between(phrase, out);
            }
            Then::Skipped => {
                let phrase = self.lines.skipped.take();
                self.go_between(phrase, out);
            }
            Then::TurnThanks => self.thank_for_question(out),
            Then::TurnOpen => self.wait_for_question(),
            Then::Close => self.close(out),
        }
    }

    /// The next follow-up, if the pacing allows one and the question has one.
    fn probe_or_go_on(&mut self, out: &mut Vec<Effect>) {
        let used = self.hand.probes_used;
        let position = self.hand.position;
        let allowed = usize::try_from(self.pacing.probes).unwrap_or(usize::MAX);
        let index = self.plan.probe_orders.get(position).and_then(|order| order.get(used));
        let probe = index.and_then(|&index| {
            let probes = &self.plan.questions.get(position)?.probes;
            Some((index, probes.get(index)?.ask.clone()))
        });
        match probe {
            Some((index, asked)) if used < allowed => {
                self.hand.probe(index, &asked);
                let lead_in = Some(self.lines.follow_up.take());
                self.ask(lead_in, super::stage::After::FRESH, out);
            }
            _ => {
                let phrase = self.lines.thanks.take();
                self.go_between(phrase, out);
            }
        }
    }
}
