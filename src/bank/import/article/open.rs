//! The question that is being read.

use super::marks::{self, Field};
use crate::bank::import::blocks::{Block, Shape};
use crate::bank::import::draft::DraftQuestion;
use crate::bank::model::{Probe, ProbePart};

/// A question that is being read, with what the next text belongs to.
#[derive(Debug)]
pub(super) struct Open {
    question: DraftQuestion,
    field: Field,
    /// Whether a label said so. What stands before the first label is guidance if an answer is labelled.
    is_labelled: bool,
    /// The level of the question as a heading.
    level: u8,
    /// The answer so far.
    answer: String,
    /// Whether the answer has numbered items, so that numbers are its own.
    counts: bool,
}

impl Open {
    pub(super) fn new(line: usize, ask: &str, level: u8) -> Self {
        Self {
            question: DraftQuestion::new(line, ask),
            field: Field::Answer,
            is_labelled: false,
            level,
            answer: String::new(),
            counts: false,
        }
    }

    pub(super) fn level(&self) -> u8 {
        self.level
    }

    pub(super) fn field(&self) -> Field {
        self.field
    }

    pub(super) fn counts(&self) -> bool {
        self.counts
    }

    /// Whether nothing was said to it yet under the present label.
    pub(super) fn is_empty(&self) -> bool {
        match self.field {
            Field::Answer => self.answer.is_empty(),
            Field::HowTo => self.question.how_to.is_empty(),
            Field::Avoid => self.question.avoid.is_empty(),
            Field::LooksFor => self.question.looks_for.is_empty(),
            Field::Points => self.question.points.is_empty(),
            Field::Probes => self.question.probes.is_empty(),
        }
    }

    /// Whether there is neither label nor text yet.
    pub(super) fn has_only_words(&self) -> bool {
        !self.is_labelled && self.answer.is_empty()
    }

    pub(super) fn go_on_asking(&mut self, text: &str) {
        self.question.ask.push(' ');
        self.question.ask.push_str(text);
    }

    /// What follows belongs to this.
    pub(super) fn turn_to(&mut self, field: Field) {
        if !self.is_labelled && field == Field::Answer && !self.answer.is_empty() {
            let guidance = std::mem::take(&mut self.answer);
            let paragraphs = guidance.split("\n\n").map(|text| text.trim_start_matches("• "));
            self.question.how_to.extend(paragraphs.map(str::to_owned));
        }
        self.end_answer();
        self.field = field;
        self.is_labelled = true;
        self.counts = false;
    }

    pub(super) fn add(&mut self, block: &Block<'_>) {
        let is_number = matches!(block.shape, Shape::Number(_));
        self.counts |= is_number;
        let words = block.words();
        match self.field {
            Field::Answer => {
                if !self.answer.is_empty() {
                    self.answer.push_str("\n\n");
                }
                if block.shape == Shape::Bullet {
                    self.answer.push_str("• ");
                }
                self.answer.push_str(&block.text);
            }
            Field::HowTo => self.question.how_to.push(block.text.clone().into_owned()),
            Field::Avoid => self.question.avoid.push(block.text.clone().into_owned()),
            Field::Points => self.question.points.push(words.to_owned()),
            Field::LooksFor => {
                if !self.question.looks_for.is_empty() {
                    self.question.looks_for.push_str("\n\n");
                }
                self.question.looks_for.push_str(&block.text);
            }
            Field::Probes => {
                let ask = marks::unquoted(words).to_owned();
                self.question.probes.push(Probe { part: ProbePart::General, ask });
            }
        }
    }

    fn end_answer(&mut self) {
        if !self.answer.is_empty() {
            let answer = std::mem::take(&mut self.answer);
            let bare = marks::unquoted(&answer);
            let is_quoted = bare.len() < answer.len();
            self.question.answers.push(if is_quoted { bare.to_owned() } else { answer });
        }
    }

    pub(super) fn finish(mut self) -> DraftQuestion {
        self.end_answer();
        self.question
    }
}
