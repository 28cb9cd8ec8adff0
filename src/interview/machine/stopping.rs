//! Stops in the middle: pauses, and devices that are gone.

use std::time::Duration;

use super::answer::{Answer, Recording};
use super::stage::{After, Hold, Stage, Suspended, Turn};
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
                self.finish_take(&answer, hold.end, out);
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
            Suspended::Take(answer, hold) => self.resume_take(answer, hold, out),
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

    /// While recording: the take waits, and the user is asked. Otherwise the user is asked when the
    /// microphone is needed.
    pub(super) fn lose_microphone(&mut self, out: &mut Vec<Effect>) {
        if self.microphone == Microphone::Without {
            return;
        }
        self.microphone = Microphone::Gone;
        let (answer, hold) = match self.stage {
            Stage::Answering(answer) => (answer, None),
            Stage::Holding(answer, hold) => (answer, Some(hold)),
            _ => return,
        };
        if answer.rec != Recording::Without {
            Self::mark(&answer, MarkKind::Gap, out);
            let inside = Suspended::Take(answer, hold);
            self.stage = Stage::Broken { what: Trouble::Microphone, inside };
        }
    }

    /// The take goes on where it was cut; no time has passed for it.
    fn resume_take(&mut self, mut answer: Answer, hold: Option<Hold>, out: &mut Vec<Effect>) {
        if let Some(id) = answer.rec.id() {
            out.push(Effect::ResumeTake(id));
        }
        match &mut answer.rec {
            Recording::Starting { waited: since, .. } | Recording::Running { since, .. } => {
                *since = Duration::ZERO;
            }
            Recording::Without => {}
        }
        self.stage = match hold {
            Some(hold) => Stage::Holding(answer, hold),
            None => Stage::Answering(answer),
        };
    }

    /// A take that waits for its microphone, and what is to come after it.
    pub(super) fn waiting_take(&self) -> Option<(Answer, Suspended)> {
        let Stage::Broken { inside: Suspended::Take(answer, hold), .. } = self.stage else {
            return None;
        };
        let after = match hold {
            // The answer was given: only the silence is cut short.
            Some(hold) => Suspended::Save(hold.then),
            None if self.hand.is_yours() => Suspended::Turn,
            None => Suspended::Answer(answer.carry()),
        };
        Some((answer, after))
    }

    /// Nobody waits for the microphone any more: a take that does is kept as it is.
    pub(super) fn end_waiting_take(&mut self, out: &mut Vec<Effect>) {
        let Some((answer, after)) = self.waiting_take() else { return };
        self.finish_take(&answer, TakeEnd::Lost, out);
        self.stage = Stage::Broken { what: Trouble::Microphone, inside: after };
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
            Trouble::Microphone => {
                self.microphone = Microphone::Without;
                self.end_waiting_take(out);
            }
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
