//! What an import holds, in numbers.

use crate::bank::Imported;

/// What an import holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    questions: usize,
    answers: usize,
    blanks: usize,
    tasks: usize,
    abilities: usize,
    asking: usize,
}

impl Counts {
    pub(super) fn of(imported: &Imported) -> Self {
        let bank = &imported.bank;
        let answers = bank.questions.iter().filter(|one| !one.model_answer.is_empty());
        Self {
            questions: bank.questions.len(),
            answers: answers.count(),
            blanks: bank.questions.iter().map(|one| one.placeholders.len()).sum(),
            tasks: bank.role.tasks.len(),
            abilities: bank.role.abilities.len(),
            asking: bank.your_questions.len(),
        }
    }

    /// "20 questions · 20 answers · 6 blanks"; what there is none of is not named, but for answers.
    pub(super) fn sentence(&self) -> String {
        let more = [
            (self.blanks, "blank", "blanks"),
            (self.tasks, "task", "tasks"),
            (self.abilities, "ability", "abilities"),
            (self.asking, "question to ask back", "questions to ask back"),
        ];
        let mut parts = vec![number(self.questions, "question", "questions")];
        parts.push(match self.answers {
            0 => "no answers".to_owned(),
            some => number(some, "answer", "answers"),
        });
        parts.extend(
            more.iter().filter(|one| one.0 > 0).map(|&(count, one, more)| number(count, one, more)),
        );
        parts.join(" · ")
    }
}

/// "1 question", "2 questions".
pub(super) fn number(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
