//! Every text that ships and is spoken: what the voice pack has to hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::bank::{Bank, spoken_answer};
use crate::interview::Phrases;
use crate::voice::Persona;

/// The most questions a bank of ours asks; bounds the "I have … questions" sentences.
const MOST_QUESTIONS: usize = 20;

/// A text and who says it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShippedText {
    /// Who.
    pub persona: Persona,
    /// The text as shown, which is what the pack is keyed by.
    pub text: String,
}

/// All texts of this bank and these phrases, without repetition.
///
/// Both interviewers say the questions, follow-ups and phrases; the third voice says the model answers,
/// with empty placeholders as their labels, and the questions to ask back.
#[must_use]
pub fn shipped_texts(bank: &Bank, phrases: &Phrases) -> Vec<ShippedText> {
    let mut texts = BTreeSet::new();
    for persona in [Persona::InterviewerA, Persona::InterviewerB] {
        let mut say = |text: &str| texts.insert(ShippedText { persona, text: text.to_owned() });
        for question in &bank.questions {
            say(&question.ask);
            for probe in &question.probes {
                say(&probe.ask);
            }
        }
        for phrase in phrases.all_texts(MOST_QUESTIONS) {
            say(&phrase);
        }
        for yours in &bank.your_questions {
            say(&yours.ask);
        }
    }
    let nothing_filled = BTreeMap::new();
    for question in &bank.questions {
        texts.insert(ShippedText {
            persona: Persona::Model,
            text: spoken_answer(question, &nothing_filled),
        });
    }
    for yours in &bank.your_questions {
        texts.insert(ShippedText { persona: Persona::Model, text: yours.ask.clone() });
    }
    texts.into_iter().collect()
}
