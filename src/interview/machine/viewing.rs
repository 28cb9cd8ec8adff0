//! What a screen may know.

use super::Interview;
use super::hand::Words;
use super::stage::{Stage, Turn};
use crate::interview::{QuestionText, StageView, View};

impl Interview {
    /// The interview as shown.
    #[must_use]
    pub fn view(&self) -> View {
        let hand = &self.hand;
        let outside = matches!(self.stage, Stage::Waiting | Stage::Greeting(_))
            || matches!(self.stage, Stage::Closing(_) | Stage::Finished);
        let (band, stops_at) = match self.stage {
            Stage::Answering(answer) | Stage::Holding(answer, _) => {
                (answer.band, answer.end.map(|end| end.at))
            }
            _ => (self.band(), None),
        };
        View {
            stage: self.stage_view(),
            position: hand.position,
            questions: self.plan.questions.len(),
            question_id: if outside { String::new() } else { hand.question_id.clone() },
            question_text: (!outside && self.question_visible()).then(|| hand.asked.clone()),
            kind: hand.kind,
            part: hand.part,
            take: hand.take.max(1),
            pacing: self.pacing.clone(),
            band,
            stops_at,
            is_recording: self.is_recorded(),
            repeats_left: self.pacing.repeats.left_after(hand.repeats_used),
            may_retake: self.may_retake(),
            may_begin_again: matches!(self.stage, Stage::Answering(answer) if answer.unheard),
            asked: self.asked.clone(),
            undo: self.undoable(),
        }
    }

    /// Whether the words of the question at hand may be seen. The candidate's own always may; others stay while they
    /// are answered where the pacing shows them, as interviews one records alone keep them on the screen, and for a
    /// glimpse where they are asked for.
    pub(super) fn question_visible(&self) -> bool {
        let hand = &self.hand;
        let answering = matches!(self.stage, Stage::Answering(_) | Stage::Holding(..));
        let seen = match hand.words {
            Words::Unspoken => true,
            _ if answering => !hand.glimpse.is_zero(),
            Words::Asked => true,
            Words::Heard => false,
        };
        let allowed = self.pacing.question_text == QuestionText::Shown;
        !hand.asked.is_empty() && (seen || allowed || hand.is_yours())
    }

    /// Whether what is said now is recorded.
    fn is_recorded(&self) -> bool {
        match self.stage {
            Stage::Answering(answer) | Stage::Holding(answer, _) => answer.rec.id().is_some(),
            _ => false,
        }
    }

    fn stage_view(&self) -> StageView {
        match self.stage {
            Stage::Waiting => StageView::Waiting,
            Stage::Greeting(_) => StageView::Greeting,
            Stage::Asking(..) => StageView::Asking,
            Stage::Thinking { used } => StageView::Thinking { left: self.think_left(used) },
            Stage::Answering(answer) if self.hand.is_yours() => {
                StageView::YourTurn { asking: Some(answer.total()) }
            }
            Stage::Answering(answer) => StageView::Answering {
                elapsed: answer.total(),
                light: answer.light,
                warning: answer.warning(),
            },
            Stage::Holding(answer, _) => StageView::Holding { elapsed: answer.total() },
            Stage::Saving(_) => StageView::Saving,
            Stage::SaveFailed(_) => StageView::SaveFailed,
            Stage::Between { .. } => StageView::Between,
            Stage::YourTurn(Turn::Speaking(_) | Turn::Open) => StageView::YourTurn { asking: None },
            Stage::Closing(_) => StageView::Closing,
            Stage::Paused(_) => StageView::Paused,
            Stage::Broken { what, .. } => StageView::Broken(what),
            Stage::Finished => StageView::Finished,
        }
    }
}
