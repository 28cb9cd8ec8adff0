//! Small banks, pacings and generators for tests.

use std::time::Duration;

use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::bank::{Band, Bank, Kind, Probe, ProbePart, Question, Role, YourQuestion};
use crate::interview::{
    Allowance, AnswerBand, Clock, Interview, Order, Pacing, Phrases, Plan, QuestionText, Selection,
    Stop, Think,
};
use crate::units::Wpm;

pub(crate) fn rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

pub(crate) fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// Questions `q1`, `q2`, … of every kind in turn, with two follow-ups each.
pub(crate) fn bank(questions: usize) -> Bank {
    let kinds = [Kind::Story, Kind::Opener, Kind::Fact, Kind::Process];
    let question = |number: usize| Question {
        probes: ["What did you do?", "What came of it?"]
            .map(|ask| Probe { part: ProbePart::General, ask: ask.into() })
            .into(),
        ..Question::new(
            format!("q{number}"),
            format!("What about matter number {number}?"),
            kinds[(number - 1) % kinds.len()],
        )
    };
    let yours = |id: &str| YourQuestion {
        id: id.into(),
        ask: format!("How is {id} here?"),
        about: id.into(),
    };
    Bank {
        id: "test".into(),
        title: "Test".into(),
        language: "en".into(),
        role: Role::default(),
        questions: (1..=questions).map(question).collect(),
        your_questions: vec![yours("team"), yours("training")],
    }
}

/// Nothing waits, nothing stops: tests change what they are about.
pub(crate) fn plain() -> Pacing {
    Pacing {
        name: "Plain".into(),
        about: String::new(),
        speech: Wpm(160),
        think: Think::For(Duration::ZERO),
        answer: AnswerBand::Fixed(Band::secs(60, 120)),
        follow_up: None,
        stop: Stop::Off,
        hold: Duration::ZERO,
        between: secs(1),
        repeats: Allowance::Times(1),
        takes: Allowance::Times(2),
        order: Order::Listed,
        question_text: QuestionText::OnRequest,
        probes: 0,
        clock: Clock::Shown,
        silence_ends: None,
        chime: false,
    }
}

pub(crate) fn interview(bank: &Bank, pacing: Pacing) -> Interview {
    let mut rng = rng(1);
    let plan = Plan::draw(bank, &Selection::All, pacing.order, &mut rng);
    Interview::new(plan.expect("has questions"), pacing, &Phrases::built_in(), &mut rng)
}
