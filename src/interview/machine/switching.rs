//! The pacing is switched while the interview runs.

use super::Interview;
use super::answer::EndsAt;
use super::stage::{Stage, Suspended};
use crate::interview::{Effect, Light, MarkKind, Pacing};

impl Interview {
    /// Voice speed counts from the next utterance; a countdown keeps the time already used; a running
    /// answer gets the new target and end, never less than 10 s from now; a silence or a pause between
    /// questions that has begun stays as it is; the order is not drawn again. The recorder is told how
    /// long the answer may now be, its silence included.
    pub(super) fn switch(&mut self, pacing: Pacing, out: &mut Vec<Effect>) {
        self.pacing = pacing;
        let band = self.band();
        let hold = self.hold();
        match &mut self.stage {
            Stage::Answering(answer)
            | Stage::Broken { inside: Suspended::Take(answer, None), .. } => {
                answer.band = band;
                // Even a hair's breadth into the answer the least time counts from now.
                let now = answer.total().max(std::time::Duration::from_nanos(1));
                answer.end = EndsAt::under(&self.pacing, band, now);
                answer.light = Light::at(answer.total(), band);
                let answer = *answer;
                if let Some(id) = answer.rec.id() {
                    let limit = EndsAt::limit(answer.end, answer.before, hold);
                    out.push(Effect::LimitTake(id, limit));
                }
                Self::mark(&answer, MarkKind::PacingSwitched(Box::new(self.pacing.clone())), out);
            }
            Stage::Holding(answer, _)
            | Stage::Broken { inside: Suspended::Take(answer, Some(_)), .. } => {
                let answer = *answer;
                Self::mark(&answer, MarkKind::PacingSwitched(Box::new(self.pacing.clone())), out);
            }
            Stage::Thinking { .. } => self.end_thinking_if_over(out),
            _ => {}
        }
    }
}
