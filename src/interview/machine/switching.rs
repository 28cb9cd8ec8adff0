//! The pacing is switched while the interview runs.

use super::Interview;
use super::answer::{Answer, EndsAt};
use super::stage::Stage;
use crate::bank::Band;
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
        let is_given = matches!(self.stage.waiting(), Some((_, Some(_))));
        let answer = match &mut self.stage {
            Stage::Holding(answer, _) => {
                let answer = *answer;
                return self.mark_switch(&answer, band, out);
            }
            Stage::Thinking { .. } => return self.end_thinking_if_over(out),
            Stage::Answering(answer) => answer,
            stage => match stage.waiting_mut() {
                Some(answer) => answer,
                None => return,
            },
        };
        if !is_given {
            answer.band = band;
            // Even a hair's breadth into the answer the least time counts from now.
            let now = answer.total().max(std::time::Duration::from_nanos(1));
            answer.end = EndsAt::under(&self.pacing, band, now);
            answer.light = Light::at(answer.total(), band);
            if let Some(id) = answer.rec.id() {
                let limit = EndsAt::limit(answer.end, answer.before, hold);
                out.push(Effect::LimitTake(id, limit));
            }
        }
        let answer = *answer;
        self.mark_switch(&answer, band, out);
    }

    fn mark_switch(&self, answer: &Answer, band: Band, out: &mut Vec<Effect>) {
        let what = MarkKind::PacingSwitched(Box::new(self.pacing.clone()), band);
        Self::mark(answer, what, out);
    }
}
