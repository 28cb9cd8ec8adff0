//! The question that is being read.

use super::marks::{self, Field};
use crate::bank::import::blocks::{Block, Shape};
use crate::bank::import::draft::DraftQuestion;
use crate::bank::import::target::own_band;
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
    /// What was said before the first label: the answer, unless one is labelled; then it is guidance.
    unlabelled: String,
    has_labelled_answer: bool,
    counting: Counting,
}

/// Whether an answer has numbered items of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counting {
    No,
    /// One.
    Begun,
    /// More, on lines that follow each other.
    Close,
    /// More, with empty lines between them.
    Apart,
}

impl Open {
    pub(super) fn new(line: usize, ask: &str, level: u8) -> Self {
        Self {
            question: DraftQuestion::new(line, ask),
            field: Field::Answer,
            is_labelled: false,
            level,
            answer: String::new(),
            unlabelled: String::new(),
            has_labelled_answer: false,
            counting: Counting::No,
        }
    }

    pub(super) fn level(&self) -> u8 {
        self.level
    }

    pub(super) fn field(&self) -> Field {
        self.field
    }

    /// Whether a numbered block can't be an item of this answer: it has none, or they ended.
    pub(super) fn has_counted(&self, block: &Block<'_>) -> bool {
        match self.counting {
            Counting::No => true,
            Counting::Close => block.is_apart,
            Counting::Begun | Counting::Apart => false,
        }
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
            Field::Target => self.question.own_band.is_none(),
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

    /// An answer should last so long, if that is a length. What follows belongs to what came before.
    pub(super) fn aim_for(&mut self, text: &str) {
        self.question.own_band = own_band(text).or(self.question.own_band);
    }

    /// What follows belongs to this.
    pub(super) fn turn_to(&mut self, field: Field) {
        if !self.is_labelled {
            self.unlabelled = std::mem::take(&mut self.answer);
        }
        self.end_answer();
        self.field = field;
        self.is_labelled = true;
        self.has_labelled_answer |= field == Field::Answer;
        self.counting = Counting::No;
    }

    pub(super) fn add(&mut self, block: &Block<'_>) {
        if matches!(block.shape, Shape::Number(_)) {
            self.counting = match self.counting {
                Counting::No => Counting::Begun,
                Counting::Begun | Counting::Close if !block.is_apart => Counting::Close,
                _ => Counting::Apart,
            };
        }
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
            // One line that is used up, see `aim_for`.
            Field::Target => {}
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
        let unlabelled = std::mem::take(&mut self.unlabelled);
        if self.has_labelled_answer {
            let paragraphs = unlabelled.split("\n\n").map(|text| text.trim_start_matches("• "));
            self.question.how_to.splice(0..0, paragraphs.map(str::to_owned));
        } else if !unlabelled.is_empty() {
            self.question.answers.insert(0, marks::unquoted(&unlabelled).to_owned());
        }
        self.question
    }
}
