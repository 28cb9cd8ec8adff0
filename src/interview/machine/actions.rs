//! What the user may do when. What is not possible is refused with a reason, and nothing changes.

use super::Interview;
use super::answer::Carry;
use super::hand::{GLIMPSE, Words};
use super::stage::{After, Stage, Suspended, Then, Turn};
use crate::interview::{
    Action, DeviceChoice, Effect, Joint, MarkKind, QuestionText, Refusal, TakeEnd,
};

type Done = Result<(), Refusal>;

impl Interview {
    pub(super) fn act(&mut self, action: Action, out: &mut Vec<Effect>) -> Done {
        self.check_stage(&action)?;
        match action {
            Action::Begin => self.begin(out),
            Action::Ready => return self.ready(out),
            Action::Finish => return self.finish(out),
            Action::Repeat => return self.repeat(out),
            Action::ShowQuestion => return self.show_question(out),
            Action::Retake => return self.retake(out),
            Action::BeginAgain => return self.begin_again(out),
            Action::Skip => {
                let undo = self.undo_of_skip();
                self.skip(out);
                self.undo = undo.or_else(|| self.undo.take());
            }
            Action::TakeBack => return self.take_back(out),
            Action::Pause => {
                if let Some(inside) = self.suspend(out) {
                    self.stage = Stage::Paused(inside);
                }
            }
            Action::Resume => return self.resume(out),
            Action::SwitchPacing(pacing) => self.switch(*pacing, out),
            Action::Ask(id) => return self.ask_back(id, out),
            Action::Choose(choice) => return self.choose(choice, out),
            Action::EndEarly => self.end_early(out),
        }
        Ok(())
    }

    /// What whole stages forbid.
    fn check_stage(&self, action: &Action) -> Done {
        use Action::{Begin, Choose, EndEarly, Pause, Resume, Retake, ShowQuestion, SwitchPacing};
        match (&self.stage, action) {
            (Stage::Finished, _) => Err(Refusal::Over),
            (_, SwitchPacing(_) | EndEarly) | (Stage::Waiting, Begin) => Ok(()),
            (Stage::Waiting, _) => Err(Refusal::NotBegun),
            (_, Begin) => Err(Refusal::AlreadyBegun),
            (Stage::Paused(_) | Stage::Broken { .. }, Pause) => Err(Refusal::AlreadyStopped),
            (Stage::Paused(_), Resume | Retake | ShowQuestion) => Ok(()),
            (Stage::Paused(_), _) => Err(Refusal::Paused),
            (Stage::Broken { .. }, Choose(_) | ShowQuestion) => Ok(()),
            (Stage::SaveFailed(_), Choose(_) | ShowQuestion | Pause) => Ok(()),
            (Stage::Broken { .. } | Stage::SaveFailed(_), _) => Err(Refusal::ChooseFirst),
            _ => Ok(()),
        }
    }

    /// Also cuts short a question that can be read; its time to think then begins, whole.
    fn ready(&mut self, out: &mut Vec<Effect>) -> Done {
        match self.stage {
            Stage::Thinking { .. } => self.start_answer(Carry::FRESH, out),
            Stage::Asking(_, after) if self.question_visible() => {
                self.hush(out);
                self.asked(after, out);
            }
            Stage::Asking(..) => return Err(Refusal::StillAsking),
            _ => return Err(Refusal::NotThinking),
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut Vec<Effect>) -> Done {
        match self.stage {
            Stage::Answering(answer) => {
                let undo = self.undo_of_finish(&answer);
                self.begin_hold(answer, TakeEnd::Finished, out);
                self.undo = undo;
            }
            Stage::Holding(..) => return Err(Refusal::AlreadyFinished),
            Stage::YourTurn(_) => {
                let undo = self.undo_of_turn();
                self.hush(out);
                self.save_then(Then::Close, out);
                self.undo = Some(undo);
            }
            _ => return Err(Refusal::NotAnswering),
        }
        Ok(())
    }

    /// In the middle of an answer the recording is suspended first, so that it never holds the
    /// interviewer; it goes on when the question was heard.
    fn repeat(&mut self, out: &mut Vec<Effect>) -> Done {
        let after = match self.stage {
            Stage::Asking(_, after) => after,
            Stage::Thinking { used } => After::Think { used },
            Stage::Answering(answer) if !self.hand.is_yours() => After::Answer(answer),
            _ => return Err(Refusal::NothingToRepeat),
        };
        if !self.pacing.repeats.allows_after(self.hand.repeats_used) {
            return Err(Refusal::NoRepeatsLeft(self.pacing.name.clone()));
        }
        self.hand.repeats_used += 1;
        self.hush(out);
        if let Stage::Answering(answer) = self.stage {
            Self::mark(&answer, MarkKind::QuestionShown, out);
            Self::suspend_take(&answer, Joint::QuestionHeard, out);
        }
        let lead_in = Some(self.lines.repeat.take());
        self.ask(lead_in, after, out);
        Ok(())
    }

    fn show_question(&mut self, out: &mut Vec<Effect>) -> Done {
        if self.hand.asked.is_empty()
            || matches!(self.stage, Stage::Greeting(_) | Stage::Closing(_))
        {
            return Err(Refusal::NothingToShow);
        }
        if self.question_visible() {
            return Ok(());
        }
        if self.pacing.question_text == QuestionText::Hidden {
            return Err(Refusal::TextHidden(self.pacing.name.clone()));
        }
        if let Stage::Answering(answer) | Stage::Holding(answer, _) = self.stage {
            self.hand.glimpse = GLIMPSE;
            Self::mark(&answer, MarkKind::QuestionShown, out);
        } else {
            self.hand.words = Words::Asked;
        }
        Ok(())
    }

    /// Whether there is a take that can be given up now, whatever the pacing says.
    fn has_take(&self) -> bool {
        match self.stage {
            Stage::Answering(_) | Stage::Paused(Suspended::Take(..)) => true,
            Stage::Holding(..) => true,
            Stage::Saving(then) => {
                then != Then::Close && !self.hand.is_yours() && self.hand.take > 0
            }
            Stage::Between { .. } => self.hand.take > 0,
            _ => false,
        }
    }

    /// Whether the retake key does something now.
    pub(super) fn may_retake(&self) -> bool {
        self.has_take() && self.pacing.takes.allows_after(self.hand.takes_used)
    }

    fn retake(&mut self, out: &mut Vec<Effect>) -> Done {
        if !self.has_take() {
            return Err(Refusal::NothingToRetake);
        }
        if !self.may_retake() {
            return Err(Refusal::NoTakesLeft(self.pacing.name.clone()));
        }
        self.undo = None;
        match self.stage {
            Stage::Answering(answer) | Stage::Holding(answer, _) => {
                self.finish_take(&answer, TakeEnd::Retaken, out);
                self.start_answer(Carry::FRESH, out);
            }
            Stage::Paused(_) => {
                self.finish_waiting_take(TakeEnd::Retaken, out);
                self.start_answer(Carry::FRESH, out);
            }
            _ => {
                self.hush(out);
                let lead_in = Some(self.lines.again.take());
                self.ask(lead_in, After::FRESH, out);
            }
        }
        Ok(())
    }

    /// The same answer from nothing, for a microphone that heard nobody. What was recorded is kept.
    fn begin_again(&mut self, out: &mut Vec<Effect>) -> Done {
        let Stage::Answering(answer) = self.stage else { return Err(Refusal::NothingToBeginAgain) };
        if answer.heard() && !answer.unheard {
            return Err(Refusal::HeardAlready);
        }
        self.finish_take(&answer, TakeEnd::Retaken, out);
        self.start_answer(Carry::FREE, out);
        Ok(())
    }

    fn skip(&mut self, out: &mut Vec<Effect>) {
        self.hush(out);
        match self.stage {
            Stage::Greeting(_) => self.ask_question(0, out),
            Stage::Asking(..) | Stage::Thinking { .. } => {
                self.finish_waiting_take(TakeEnd::Skipped, out);
                self.save_then(Then::Skipped, out);
            }
            Stage::Answering(answer) => self.end_answer(answer, TakeEnd::Skipped, out),
            Stage::Holding(answer, hold) => {
                self.finish_take(&answer, hold.end, out);
                self.save_then(Then::Skipped, out);
            }
            Stage::Saving(Then::Answered) => self.save_then(Then::Skipped, out),
            Stage::Between { .. } => self.next_question(out),
            Stage::YourTurn(Turn::Speaking(_)) => self.wait_for_question(),
            Stage::YourTurn(Turn::Open) => self.save_then(Then::Close, out),
            Stage::Closing(_) => self.finish_interview(out),
            _ => {}
        }
    }

    fn resume(&mut self, out: &mut Vec<Effect>) -> Done {
        let Stage::Paused(inside) = self.stage else { return Err(Refusal::NotPaused) };
        let lead_in = match inside {
            Suspended::Ask(_) | Suspended::Between { .. } => Some(self.lines.resumed.take()),
            _ => None,
        };
        self.go_on_from(inside, lead_in, out);
        Ok(())
    }

    fn choose(&mut self, choice: DeviceChoice, out: &mut Vec<Effect>) -> Done {
        match (self.stage, choice) {
            (Stage::Broken { what, .. }, DeviceChoice::TryAgain) => out.push(Effect::Reopen(what)),
            (Stage::Broken { what, .. }, DeviceChoice::GoOnWithout) => self.do_without(what, out),
            (Stage::SaveFailed(_), DeviceChoice::TryAgain) => self.save_again(out),
            (Stage::SaveFailed(_), DeviceChoice::GoOnWithout) => self.keep_in_memory(out),
            _ => return Err(Refusal::NothingToChoose),
        }
        Ok(())
    }

    fn end_early(&mut self, out: &mut Vec<Effect>) {
        self.hush(out);
        self.undo = None;
        self.end_waiting_take(out);
        self.finish_waiting_take(TakeEnd::EndedEarly, out);
        match self.stage {
            Stage::Waiting | Stage::Closing(_) => self.finish_interview(out),
            Stage::Answering(answer) => self.end_answer(answer, TakeEnd::EndedEarly, out),
            Stage::Holding(answer, hold) => {
                self.finish_take(&answer, hold.end, out);
                self.save_then(Then::Close, out);
            }
            Stage::SaveFailed(_) => {
                self.stage = Stage::SaveFailed(Then::Close);
                self.keep_in_memory(out);
            }
            _ => self.save_then(Then::Close, out),
        }
    }
}
