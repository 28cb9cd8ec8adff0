//! The interviewer speaks: greeting, questions, acknowledgements, goodbye.

use std::time::Duration;

use super::Interview;
use super::answer::Carry;
use super::stage::{After, Stage, Turn};
use super::utterance::Utterance;
use crate::interview::{Effect, Part, SayId, Speech, Think};

use super::hand::{Hand, Words};

impl Interview {
    pub(super) fn begin(&mut self, out: &mut Vec<Effect>) {
        let parts = self.lines.greeting.clone();
        self.stage = Stage::Greeting(self.say(parts, out));
    }

    /// Says this, or without a loudspeaker times it as if it were read.
    pub(super) fn say(&mut self, parts: Vec<String>, out: &mut Vec<Effect>) -> Utterance {
        let id = self.next_say_id();
        let speed = self.pacing.speech;
        let utterance = Utterance::spoken(id, &parts, speed);
        if self.mute {
            return utterance.shown();
        }
        out.push(Effect::Say(id, Speech { parts, speed }));
        utterance
    }

    /// Puts the question at hand, after a lead-in if there is one.
    pub(super) fn ask(&mut self, lead_in: Option<String>, after: After, out: &mut Vec<Effect>) {
        let parts = lead_in.into_iter().chain([self.hand.asked.clone()]).collect();
        let utterance = self.say(parts, out);
        if !utterance.spoken {
            self.hand.words = Words::Unspoken;
        }
        self.stage = Stage::Asking(utterance, after);
    }

    /// Turns to the question at this position, or to your turn after the last one.
    pub(super) fn ask_question(&mut self, position: usize, out: &mut Vec<Effect>) {
        let Some(question) = self.plan.questions.get(position) else {
            self.open_turn(out);
            return;
        };
        self.hand = Hand::new(position, &question.id, &question.ask, Part::Answer, question.kind);
        self.hand.target = question.band();
        self.ask(None, After::FRESH, out);
    }

    pub(super) fn next_question(&mut self, out: &mut Vec<Effect>) {
        self.ask_question(self.hand.position + 1, out);
    }

    /// An acknowledgement, then the pause before the next question.
    pub(super) fn go_between(&mut self, phrase: String, out: &mut Vec<Effect>) {
        let voice = Some(self.say(vec![phrase], out));
        self.stage = Stage::Between { voice, left: self.pacing.between };
    }

    pub(super) fn close(&mut self, out: &mut Vec<Effect>) {
        let parts = vec![self.lines.closing.take()];
        self.stage = Stage::Closing(self.say(parts, out));
    }

    pub(super) fn finish_interview(&mut self, out: &mut Vec<Effect>) {
        self.stage = Stage::Finished;
        out.push(Effect::Finished);
    }

    /// What is being said or read now.
    pub(super) fn utterance(&self) -> Option<Utterance> {
        match self.stage {
            Stage::Greeting(utterance)
            | Stage::Asking(utterance, _)
            | Stage::Between { voice: Some(utterance), .. }
            | Stage::YourTurn(Turn::Speaking(utterance))
            | Stage::Closing(utterance) => Some(utterance),
            _ => None,
        }
    }

    fn utterance_mut(&mut self) -> Option<&mut Utterance> {
        match &mut self.stage {
            Stage::Greeting(utterance)
            | Stage::Asking(utterance, _)
            | Stage::Between { voice: Some(utterance), .. }
            | Stage::YourTurn(Turn::Speaking(utterance))
            | Stage::Closing(utterance) => Some(utterance),
            _ => None,
        }
    }

    /// Ends what is being said, if anything is.
    pub(super) fn hush(&self, out: &mut Vec<Effect>) {
        if self.utterance().is_some_and(|utterance| utterance.spoken) {
            out.push(Effect::StopVoice);
        }
    }

    fn is_saying(&self, id: SayId) -> bool {
        self.utterance().is_some_and(|utterance| utterance.spoken && utterance.id == id)
    }

    pub(super) fn voice_finished(&mut self, id: SayId, out: &mut Vec<Effect>) {
        if self.is_saying(id) {
            self.voice_over(out);
        }
    }

    /// A question that can't be spoken is shown and timed as if read; anything else is left out.
    pub(super) fn voice_failed(&mut self, id: SayId, out: &mut Vec<Effect>) {
        if !self.is_saying(id) {
            return;
        }
        if let Stage::Asking(utterance, _) = &mut self.stage {
            *utterance = utterance.shown();
            self.hand.words = Words::Unspoken;
        } else {
            self.voice_over(out);
        }
    }

    pub(super) fn pass_voice(&mut self, passed: Duration, out: &mut Vec<Effect>) {
        let Some(utterance) = self.utterance_mut() else { return };
        *utterance = utterance.after(passed);
        let Utterance { left, spoken, .. } = *utterance;
        if left.is_zero() {
            if spoken {
                out.push(Effect::StopVoice);
                // Perhaps nobody heard it.
                if matches!(self.stage, Stage::Asking(..)) {
                    self.hand.words = Words::Unspoken;
                }
            }
            self.voice_over(out);
        }
    }

    fn voice_over(&mut self, out: &mut Vec<Effect>) {
        match self.stage {
            Stage::Greeting(_) => self.ask_question(0, out),
            Stage::Asking(_, after) => self.asked(after, out),
            Stage::Between { left, .. } => {
                self.stage = Stage::Between { voice: None, left };
                if left.is_zero() {
                    self.next_question(out);
                }
            }
            Stage::YourTurn(_) => self.stage = Stage::YourTurn(Turn::Open),
            Stage::Closing(_) => self.finish_interview(out),
            _ => {}
        }
    }

    /// The question is put: time to think, or the answer goes on.
    pub(super) fn asked(&mut self, after: After, out: &mut Vec<Effect>) {
        match after {
            After::Think { used } => {
                self.stage = Stage::Thinking { used };
                self.end_thinking_if_over(out);
            }
            After::Answer(answer) => self.resume_take(answer, None, out),
        }
    }

    /// What is left of the time to think; `None` waits for the ready key.
    pub(super) fn think_left(&self, used: Duration) -> Option<Duration> {
        match self.pacing.think {
            Think::For(time) => Some(time.saturating_sub(used)),
            Think::Unlimited => None,
        }
    }

    pub(super) fn end_thinking_if_over(&mut self, out: &mut Vec<Effect>) {
        if let Stage::Thinking { used } = self.stage
            && self.think_left(used) == Some(Duration::ZERO)
        {
            self.start_answer(Carry::FRESH, out);
        }
    }
}
