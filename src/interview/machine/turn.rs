//! Your turn: the roles turn round, and the candidate asks.

use super::Interview;
use super::answer::Carry;
use super::hand::Hand;
use super::stage::{Stage, Turn};
use crate::bank::Kind;
use crate::interview::{Effect, Part, Refusal};

/// Id under which questions of the candidate's own are filed.
const OWN_ID: &str = "own";
/// What is written down as asked, since nobody knows the words.
const OWN_WORDS: &str = "A question of your own";

impl Interview {
    pub(super) fn open_turn(&mut self, out: &mut Vec<Effect>) {
        let position = self.plan.questions.len() + self.turns;
        self.hand = Hand::new(position, "", "", Part::YourQuestion, Kind::Asking);
        let parts = vec![self.lines.your_turn.take()];
        self.stage = Stage::YourTurn(Turn::Speaking(self.say(parts, out)));
    }

    pub(super) fn wait_for_question(&mut self) {
        self.stage = Stage::YourTurn(Turn::Open);
    }

    pub(super) fn thank_for_question(&mut self, out: &mut Vec<Effect>) {
        let parts = vec![self.lines.your_turn_thanks.take()];
        self.stage = Stage::YourTurn(Turn::Speaking(self.say(parts, out)));
    }

    /// Records the candidate's question: one of the bank's, or an own one.
    pub(super) fn ask_back(
        &mut self,
        id: Option<String>,
        out: &mut Vec<Effect>,
    ) -> Result<(), Refusal> {
        match self.stage {
            Stage::YourTurn(_) => {}
            Stage::Answering(_) if self.hand.is_yours() => return Err(Refusal::FinishFirst),
            _ => return Err(Refusal::NotYourTurn),
        }
        let (question_id, words) = match &id {
            None => (OWN_ID, OWN_WORDS),
            Some(id) => {
                let found = self.plan.your_questions.iter().find(|question| question.id == *id);
                let question = found.ok_or_else(|| Refusal::UnknownQuestion(id.clone()))?;
                (question.id.as_str(), question.ask.as_str())
            }
        };
        let position = self.plan.questions.len() + self.turns;
        let hand = Hand::new(position, question_id, words, Part::YourQuestion, Kind::Asking);
        self.hush(out);
        self.hand = hand;
        self.turns += 1;
        self.asked.extend(id.filter(|id| !self.asked.contains(id)));
        self.start_answer(Carry::FRESH, out);
        Ok(())
    }
}
