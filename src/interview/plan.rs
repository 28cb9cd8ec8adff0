//! Which questions are asked, in which order: drawn once, before the interview.

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;
use rand::seq::SliceRandom as _;

use super::Order;
use crate::bank::{Bank, Question, YourQuestion};

/// Which of a bank's questions are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// All of them.
    All,
    /// So many: at random if the order is shuffled, else the first ones.
    Number(usize),
    /// Those with these ids, in this order unless shuffled.
    Picked(Vec<String>),
    /// Those with these ids, in this order even if the pacing shuffles.
    InOrder(Vec<String>),
    /// So many of those with these ids, at random even if the order is listed; then in this order unless
    /// shuffled.
    Drawn {
        /// What is drawn from.
        from: Vec<String>,
        /// How many.
        count: usize,
    },
}

/// What will be asked, as drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The questions, in the order they are asked; at least one.
    pub questions: Vec<Question>,
    /// For each question, the order in which its follow-ups are used (indices into its probes).
    pub probe_orders: Vec<Vec<usize>>,
    /// What the candidate may ask back.
    pub your_questions: Vec<YourQuestion>,
}

/// Why no plan could be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Nothing was selected.
    #[error("No question is selected. Choose at least one.")]
    Nothing,
    /// More are wanted than there are.
    #[error("The bank has {has} questions, not {wanted}. Choose at most {has}.")]
    TooMany {
        /// How many were wanted.
        wanted: usize,
        /// How many there are.
        has: usize,
    },
    /// A picked id is not in the bank.
    #[error("The bank has no question called “{0}”. Choose its questions again.")]
    Unknown(String),
    /// An id was picked twice.
    #[error("The question “{0}” is selected twice. Choose it once.")]
    Twice(String),
}

impl Plan {
    /// Draws questions and the order of their follow-ups.
    pub fn draw(
        bank: &Bank,
        selection: &Selection,
        order: Order,
        rng: &mut impl Rng,
    ) -> Result<Self, PlanError> {
        let mut questions = match selection {
            Selection::Picked(ids) | Selection::InOrder(ids) => picked(bank, ids)?,
            Selection::Drawn { from, count } => drawn(picked(bank, from)?, *count, rng)?,
            Selection::All | Selection::Number(_) => bank.questions.clone(),
        };
        if order == Order::Shuffled && !matches!(selection, Selection::InOrder(_)) {
            questions.shuffle(rng);
        }
        if let Selection::Number(wanted) = selection {
            enough(*wanted, questions.len())?;
            questions.truncate(*wanted);
        }
        if questions.is_empty() {
            return Err(PlanError::Nothing);
        }
        let probe_orders = questions.iter().map(|question| probe_order(question, rng)).collect();
        Ok(Self { questions, probe_orders, your_questions: bank.your_questions.clone() })
    }

    /// The ids of the questions, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.questions.iter().map(|question| question.id.clone()).collect()
    }
}

fn enough(wanted: usize, has: usize) -> Result<(), PlanError> {
    if wanted > has { Err(PlanError::TooMany { wanted, has }) } else { Ok(()) }
}

/// So many of these, in the order they are in.
fn drawn(
    from: Vec<Question>,
    count: usize,
    rng: &mut impl Rng,
) -> Result<Vec<Question>, PlanError> {
    enough(count, from.len())?;
    let mut places: Vec<usize> = (0..from.len()).collect();
    places.shuffle(rng);
    let taken: BTreeSet<usize> = places.into_iter().take(count).collect();
    let all = from.into_iter().enumerate();
    Ok(all.filter(|(place, _)| taken.contains(place)).map(|(_, question)| question).collect())
}

fn picked(bank: &Bank, ids: &[String]) -> Result<Vec<Question>, PlanError> {
    let all: BTreeMap<&str, &Question> =
        bank.questions.iter().map(|question| (question.id.as_str(), question)).collect();
    let mut seen = BTreeSet::new();
    let mut questions: Vec<Question> = Vec::with_capacity(ids.len());
    for id in ids {
        if !seen.insert(id) {
            return Err(PlanError::Twice(id.clone()));
        }
        let found = all.get(id.as_str()).copied();
        questions.push(found.cloned().ok_or_else(|| PlanError::Unknown(id.clone()))?);
    }
    Ok(questions)
}

fn probe_order(question: &Question, rng: &mut impl Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..question.probes.len()).collect();
    order.shuffle(rng);
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::tests::fixtures::{bank, rng};

    #[test]
    fn listed_numbers_take_the_first_questions() {
        let plan = Plan::draw(&bank(5), &Selection::Number(2), Order::Listed, &mut rng(1));
        assert_eq!(plan.expect("enough").ids(), ["q1", "q2"]);
    }

    #[test]
    fn shuffled_numbers_take_any_questions_and_the_seed_decides_which() {
        let draw = |seed| {
            let bank = bank(20);
            Plan::draw(&bank, &Selection::Number(3), Order::Shuffled, &mut rng(seed)).expect("ok")
        };
        assert_eq!(draw(7), draw(7));
        let draws: std::collections::BTreeSet<_> = (0..20).map(|seed| draw(seed).ids()).collect();
        assert!(draws.len() > 10, "{draws:?}");
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_with_a_reason() {
        let bank = bank(2);
        let draw = |selection| Plan::draw(&bank, &selection, Order::Listed, &mut rng(1));
        let pick = |ids: &[&str]| Selection::Picked(ids.iter().map(|&id| id.into()).collect());
        assert_eq!(draw(Selection::Number(0)), Err(PlanError::Nothing));
        assert_eq!(draw(pick(&[])), Err(PlanError::Nothing));
        assert_eq!(draw(Selection::Number(3)), Err(PlanError::TooMany { wanted: 3, has: 2 }));
        assert_eq!(draw(pick(&["q9"])), Err(PlanError::Unknown("q9".into())));
        assert_eq!(draw(pick(&["q1", "q1"])), Err(PlanError::Twice("q1".into())));
        assert_eq!(draw(pick(&["q2", "q1"])).expect("both exist").ids(), ["q2", "q1"]);
    }
}
