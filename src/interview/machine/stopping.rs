//! Stops in the middle: pauses, and devices that are gone.

use super::answer::Recording;
use super::stage::{After, Stage, Suspended, Turn};
use super::{Interview, Microphone};
use crate::interview::{Effect, MarkKind, TakeEnd, Trouble};

impl Interview {
    /// Where to go on after stopping here, with the voice silenced and a running take closed and
    /// kept. `None` where nothing runs.
    pub(super) fn suspend(&mut self, end: TakeEnd, out: &mut Vec<Effect>) -> Option<Suspended> {
        self.hush(out);
        match self.stage {
            Stage::Greeting(_) => Some(Suspended::Greeting),
            Stage::Asking(_, after) => Some(Suspended::Ask(after)),
            Stage::Thinking { used } => Some(Suspended::Think { used }),
            Stage::Answering(answer) => {
                self.finish_take(&answer, end, out);
                let yours = self.hand.is_yours();
                Some(if yours { Suspended::Turn } else { Suspended::Answer(answer.carry()) })
            }
            Stage::Holding(answer, hold) => {
                // The answer was given: only the silence is cut short.
                let end = if end == TakeEnd::Lost { end } else { hold.end };
                self.finish_take(&answer, end, out);
                Some(Suspended::Save(hold.then))
            }
            Stage::Saving(then) | Stage::SaveFailed(then) => Some(Suspended::Save(then)),
            Stage::Between { left, .. } => Some(Suspended::Between { left }),
            Stage::YourTurn(_) => Some(Suspended::Turn),
            Stage::Closing(_) => Some(Suspended::Close),
            Stage::Waiting | Stage::Paused(_) | Stage::Broken { .. } | Stage::Finished => None,
        }
    }

    /// Goes on where it was stopped. `lead_in` is said before a question that is put again.
    pub(super) fn go_on_from(
        &mut self,
        inside: Suspended,
        lead_in: Option<String>,
        out: &mut Vec<Effect>,
    ) {
        match inside {
            Suspended::Greeting => self.ask_question(0, out),
            Suspended::Ask(after) => self.ask(lead_in, after, out),
            Suspended::Think { used } => self.asked(After::Think { used }, out),
            Suspended::Answer(carry) => self.start_answer(carry, out),
            Suspended::Save(then) => self.save_then(then, out),
            Suspended::Between { left } => {
                let voice = lead_in.map(|phrase| self.say(vec![phrase], out));
                self.stage = Stage::Between { voice, left };
            }
            Suspended::Turn => self.stage = Stage::YourTurn(Turn::Open),
            Suspended::Close => self.close(out),
        }
    }

    pub(super) fn lost(&mut self, trouble: Trouble, out: &mut Vec<Effect>) {
        match trouble {
            Trouble::Microphone => self.lose_microphone(out),
            Trouble::Speaker => self.lose_speaker(out),
            Trouble::Disk => {
                self.saves.all_failed();
                self.settle(out);
            }
        }
    }

    /// While recording: what was recorded is saved and the user asked. Otherwise the user is asked
    /// when the microphone is needed.
    pub(super) fn lose_microphone(&mut self, out: &mut Vec<Effect>) {
        if self.microphone == Microphone::Without {
            return;
        }
        self.microphone = Microphone::Gone;
        if let Stage::Answering(answer) | Stage::Holding(answer, _) = self.stage
            && answer.rec != Recording::Without
        {
            Self::mark(&answer, MarkKind::Gap, out);
            if let Some(inside) = self.suspend(TakeEnd::Lost, out) {
                self.stage = Stage::Broken { what: Trouble::Microphone, inside };
            }
        }
    }

    /// While the interviewer speaks: the user is asked. Otherwise the next utterance will tell. For a
    /// goodbye nobody is asked: whoever ends an interview for want of a loudspeaker gets out.
    fn lose_speaker(&mut self, out: &mut Vec<Effect>) {
        if matches!(self.stage, Stage::Closing(_)) {
            self.hush(out);
            self.finish_interview(out);
            return;
        }
        if self.utterance().is_some_and(|utterance| utterance.spoken)
            && let Some(inside) = self.suspend(TakeEnd::Paused, out)
        {
            self.stage = Stage::Broken { what: Trouble::Speaker, inside };
        }
    }

    pub(super) fn restored(&mut self, trouble: Trouble, out: &mut Vec<Effect>) {
        match trouble {
            Trouble::Microphone => self.microphone = Microphone::Working,
            Trouble::Speaker => self.mute = false,
            Trouble::Disk => {
                self.saves.restored();
                if let Stage::SaveFailed(_) = self.stage {
                    self.save_again(out);
                }
            }
        }
        self.mend(trouble, out);
    }

    /// Goes on without the lost device.
    pub(super) fn do_without(&mut self, trouble: Trouble, out: &mut Vec<Effect>) {
        match trouble {
            Trouble::Microphone => self.microphone = Microphone::Without,
            Trouble::Speaker => self.mute = true,
            Trouble::Disk => {}
        }
        self.mend(trouble, out);
    }

    fn mend(&mut self, trouble: Trouble, out: &mut Vec<Effect>) {
        if let Stage::Broken { what, inside } = self.stage
            && what == trouble
        {
            self.go_on_from(inside, None, out);
        }
    }
}
