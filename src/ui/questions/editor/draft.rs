//! Texts as they are being typed, with the spaces and empty lines that a bank does not keep.

use crate::bank::{Bank, NamedText, ProbePart, Question, RoleNames, RoleTexts, YourQuestion};

/// The texts of a question.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// Bank, question and turn that they belong to.
    of: Option<(String, String, u64)>,
    /// A field was left: it is shown as the bank has it.
    is_left: bool,
    pub(super) ask: String,
    pub(super) answer: String,
    pub(super) points: String,
    pub(super) looks_for: String,
    pub(super) how_to: String,
    pub(super) avoid: String,
    pub(super) probes: Vec<(ProbePart, String)>,
    pub(super) more: Vec<String>,
    /// What a placeholder stands for, while that is typed: its place.
    pub(super) label: Option<(usize, String)>,
}

impl Draft {
    /// Takes the texts over from the question, unless they are its own as they are being typed.
    pub(super) fn follow(&mut self, bank: &str, question: &Question, turns: u64) {
        let is_it = self.of.as_ref().is_some_and(|(of_bank, of_question, of_turns)| {
            of_bank == bank && *of_question == question.id && *of_turns == turns
        });
        if !is_it {
            self.of = Some((bank.to_owned(), question.id.clone(), turns));
            self.rows(question);
            self.texts(question);
        } else if std::mem::take(&mut self.is_left) {
            self.texts(question);
        }
    }

    /// A field was left.
    pub(super) fn left(&mut self) {
        self.is_left = true;
    }

    fn texts(&mut self, question: &Question) {
        self.is_left = false;
        self.ask.clone_from(&question.ask);
        self.answer.clone_from(&question.model_answer);
        self.points = question.points.join("\n");
        self.looks_for.clone_from(&question.looks_for);
        self.how_to = question.how_to.join("\n");
        self.avoid = question.avoid.join("\n");
        self.label = None;
    }

    fn rows(&mut self, question: &Question) {
        self.probes = question.probes.iter().map(|one| (one.part, one.ask.clone())).collect();
        self.more.clone_from(&question.more_answers);
    }
}

/// The texts of a bank as a whole.
#[derive(Debug, Clone, Default)]
pub(super) struct AboutDraft {
    of: Option<(String, u64)>,
    is_left: bool,
    pub(super) title: String,
    pub(super) role: String,
    pub(super) texts: [String; RoleTexts::ALL.len()],
    pub(super) tasks: Vec<NamedText>,
    pub(super) abilities: Vec<NamedText>,
    pub(super) yours: Vec<YourQuestion>,
}

impl AboutDraft {
    /// As [`Draft::follow`].
    pub(super) fn follow(&mut self, bank: &Bank, turns: u64) {
        let is_it = self.of.as_ref().is_some_and(|(id, of)| *id == bank.id && *of == turns);
        if !is_it {
            self.of = Some((bank.id.clone(), turns));
            self.tasks.clone_from(&bank.role.tasks);
            self.abilities.clone_from(&bank.role.abilities);
            self.yours.clone_from(&bank.your_questions);
        } else if !std::mem::take(&mut self.is_left) {
            return;
        }
        self.is_left = false;
        self.title.clone_from(&bank.title);
        self.role.clone_from(&bank.role.name);
        for (text, which) in self.texts.iter_mut().zip(RoleTexts::ALL) {
            *text = which.of(&bank.role).join("\n");
        }
    }

    /// A field was left.
    pub(super) fn left(&mut self) {
        self.is_left = true;
    }

    /// The rows of a list of names.
    pub(super) fn names(&mut self, which: RoleNames) -> &mut Vec<NamedText> {
        match which {
            RoleNames::Tasks => &mut self.tasks,
            RoleNames::Abilities => &mut self.abilities,
        }
    }
}
