//! A pacing that does nothing by itself.

use std::time::Duration;

use greenroom::interview::{Allowance, Clock, Order, Pacing, QuestionText, Stop, Think};
use greenroom::units::Wpm;

/// No thinking, no end, no silence: what a test wants it says itself.
pub fn plain() -> Pacing {
    Pacing {
        name: "Plain".to_owned(),
        about: String::new(),
        speech: Wpm(260),
        think: Think::For(Duration::ZERO),
        stop: Stop::Off,
        hold: Duration::ZERO,
        between: Duration::ZERO,
        repeats: Allowance::Unlimited,
        takes: Allowance::Unlimited,
        order: Order::Listed,
        question_text: QuestionText::Shown,
        probes: 0,
        clock: Clock::Shown,
        silence_ends: None,
        chime: false,
        ..Pacing::presets().remove(0)
    }
}
