//! Stops in the middle: pauses, and devices that are gone.

use std::time::Duration;

use super::answer::{Answer, Recording};
use super::stage::{After, Hold, Stage, Suspended, Turn};
use super::{Interview, Microphone};
use crate::interview::{Effect, Joint, MarkKind, TakeEnd, Trouble};

impl Interview {
    /// Where to go on after stopping here, with the voice silenced and a running take suspended. `None` where
    /// nothing runs.
    pub(super) fn suspend(&mut self, out: &mut Vec<Effect>) -> Option<Suspended> {
        self.hush(out);
        match self.stage {
            Stage::Greeting(_) => Some(Suspended::Greeting),
            Stage::Asking(_, after) => Some(Suspended::Ask(after)),
            Stage::Thinking { used } => Some(Suspended::Think { used }),
            Stage::Answering(answer) => {
                Self::suspend_take(&answer, Joint::Paused, out);
                Some(Suspended::Take(answer, None))
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

    /// The take goes on where it was cut; no time has passed for it, nor for a silence that ends it. Without
    /// a working microphone the user is asked first; one that was not recorded, or whose recorder has ended
    /// it, goes on as another piece where there is one by now.
    pub(super) fn resume_take(
        &mut self,
        mut answer: Answer,
        hold: Option<Hold>,
        out: &mut Vec<Effect>,
    ) {
        match (&mut answer.rec, self.microphone) {
            (Recording::Without, Microphone::Without) => {}
            (Recording::Without, _) => return self.start_answer(answer.carry(), out),
            (_, Microphone::Gone) => {
                let inside = Suspended::Take(answer, hold);
                self.stage = Stage::Broken { what: Trouble::Microphone, inside };
                return;
            }
            (
                Recording::Starting { id, waited: since } | Recording::Running { id, since },
                Microphone::Working | Microphone::Without,
            ) => {
                *since = Duration::ZERO;
                out.push(Effect::ResumeTake(*id));
            }
        }
        answer.last_speech = answer.last_speech.map(|_| answer.elapsed);
        self.stage = match hold {
            Some(hold) => Stage::Holding(answer, hold),
            None => Stage::Answering(answer),
        };
    }

    /// Nobody waits for the microphone any more: a take that does is kept as it is.
    pub(super) fn end_waiting_take(&mut self, out: &mut Vec<Effect>) {
        let what = Trouble::Microphone;
        let Stage::Broken { what: Trouble::Microphone, inside: Suspended::Take(answer, hold) } =
            self.stage
        else {
            return;
        };
        let inside = match hold {
            // The answer was given: only the silence is cut short.
            Some(hold) => Suspended::Save(hold.then),
            None if self.hand.is_yours() => Suspended::Turn,
            None => Suspended::Answer(answer.carry()),
        };
        self.finish_take(&answer, TakeEnd::Lost, out);
        self.stage = Stage::Broken { what, inside };
    }

    /// Nobody goes on with a take that waits: it ends where it is. What is next is for the caller to say.
    pub(super) fn finish_waiting_take(&mut self, end: TakeEnd, out: &mut Vec<Effect>) {
        let Some((answer, hold)) = self.stage.waiting() else { return };
        self.finish_take(&answer, hold.map_or(end, |hold| hold.end), out);
    }

    /// The recorder has ended a take that waits. One that had begun has reached its greatest length, and the
    /// answer is over; one that never began begins when it goes on.
    pub(super) fn waiting_take_ended(&mut self, out: &mut Vec<Effect>) {
        if let Stage::Broken { what: Trouble::Microphone, .. } = self.stage {
            // What comes next still waits for a microphone.
            return self.end_waiting_take(out);
        }
        let Some((answer, _)) = self.stage.waiting() else { return };
        let is_over = matches!(answer.rec, Recording::Running { .. });
        let end = if is_over { TakeEnd::TimeUp } else { TakeEnd::Lost };
        self.finish_take(&answer, end, out);
        let then = self.then_after(end);
        match &mut self.stage {
            Stage::Paused(inside) | Stage::Broken { inside, .. } if is_over => {
                *inside = Suspended::Save(then);
            }
            Stage::Asking(..) if is_over => {
                self.hush(out);
                self.save_then(then, out);
            }
            stage => {
                if let Some(answer) = stage.waiting_mut() {
                    answer.rec = Recording::Without;
                }
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
            && let Some(inside) = self.suspend(out)
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
