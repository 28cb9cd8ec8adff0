//! A pacing in words: the parts of its strip, and what is wrong with one that is being edited.

use std::time::Duration;

use crate::interview::{Allowance, AnswerBand, Clock, Order, Pacing, QuestionText, Stop, Think};

/// Longest name of a pacing, characters: it must fit on a dropdown.
pub const NAME_MAX: usize = 40;
/// Words per minute an interviewer can read at.
pub const SPEECH_WPM: std::ops::RangeInclusive<u16> = 80..=260;
/// The least silence that may end an answer: people think.
pub const SILENCE_ENDS_MIN: Duration = Duration::from_secs(8);
/// The least time an answer is given.
const ANSWER_MIN: Duration = Duration::from_secs(10);

/// The parts of the strip that always shows the current pacing, such as "think 30 s".
#[must_use]
pub fn strip_parts(pacing: &Pacing) -> Vec<String> {
    let mut parts = vec![
        format!("read {} wpm", pacing.speech.0),
        think(pacing.think),
        aim(pacing.answer),
        stop(pacing.stop),
        if pacing.hold.is_zero() {
            "no silence after".to_owned()
        } else {
            format!("silence {}", secs(pacing.hold))
        },
        allowance("repeats", pacing.repeats),
    ];
    if pacing.takes != Allowance::Times(1) {
        parts.push(allowance("takes", pacing.takes));
    }
    if pacing.probes > 0 {
        parts.push(format!("follow-ups {}", pacing.probes));
    }
    if pacing.order == Order::Shuffled {
        parts.push("shuffled".to_owned());
    }
    parts.extend(
        match pacing.question_text {
            QuestionText::Shown => Some("words shown"),
            QuestionText::OnRequest => None,
            QuestionText::Hidden => Some("heard only"),
        }
        .map(str::to_owned),
    );
    if pacing.clock == Clock::Hidden {
        parts.push("no clock".to_owned());
    }
    parts.extend(pacing.silence_ends.map(|time| format!("{} silent ends it", secs(time))));
    parts
}

fn think(think: Think) -> String {
    match think {
        Think::For(time) if time.is_zero() => "talk when ready".to_owned(),
        Think::For(time) => format!("think {}", secs(time)),
        Think::Unlimited => "think as long as you like".to_owned(),
    }
}

fn aim(answer: AnswerBand) -> String {
    match answer {
        AnswerBand::ByKind => "aim by question".to_owned(),
        AnswerBand::Fixed(band) => format!("aim {}–{} s", band.min.as_secs(), band.max.as_secs()),
    }
}

fn stop(stop: Stop) -> String {
    match stop {
        Stop::Off => "never stops you".to_owned(),
        Stop::Soft { grace } => format!("moves on {} past the aim", secs(grace)),
        Stop::Hard { at, .. } => format!("stops at {}", secs(at)),
    }
}

fn allowance(what: &str, allowance: Allowance) -> String {
    match allowance {
        Allowance::Times(times) => format!("{what} {times}"),
        Allowance::Unlimited => format!("{what} without limit"),
    }
}

/// Seconds, with one decimal only where there is one: "3 s", "1.5 s".
fn secs(time: Duration) -> String {
    let tenths = (time.as_millis() + 50) / 100;
    if tenths.is_multiple_of(10) {
        format!("{} s", tenths / 10)
    } else {
        format!("{}.{} s", tenths / 10, tenths % 10)
    }
}

/// What must be changed before this pacing can be kept, a sentence each; empty if it is fine.
/// `others` are the names of all other pacings.
#[must_use]
pub fn problems(pacing: &Pacing, others: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let name = pacing.name.trim();
    if name.is_empty() {
        found.push("Give it a name.".to_owned());
    } else if name.chars().count() > NAME_MAX {
        found.push(format!("The name is too long: at most {NAME_MAX} characters."));
    }
    if others.iter().any(|other| other.eq_ignore_ascii_case(name)) {
        found.push(format!("There is a pacing called “{name}” already. Choose another name."));
    }
    if !SPEECH_WPM.contains(&pacing.speech.0) {
        let (low, high) = (SPEECH_WPM.start(), SPEECH_WPM.end());
        found.push(format!("The interviewer reads {low} to {high} words per minute."));
    }
    if let AnswerBand::Fixed(band) = pacing.answer
        && (band.min > band.max || band.max < ANSWER_MIN)
    {
        found.push("The aim must end after it begins, and at 10 s or later.".to_owned());
    }
    found.extend(stop_problem(pacing).map(str::to_owned));
    if pacing.silence_ends.is_some_and(|time| time < SILENCE_ENDS_MIN) {
        found.push("Silence may end an answer after 8 s or more: people think.".to_owned());
    }
    found
}

fn stop_problem(pacing: &Pacing) -> Option<&'static str> {
    let Stop::Hard { at, warn } = pacing.stop else { return None };
    if at < ANSWER_MIN {
        return Some("An answer gets 10 s at least before it is stopped.");
    }
    if warn >= at {
        return Some("The warning must come after the answer begins.");
    }
    match pacing.answer {
        AnswerBand::Fixed(band) if at < band.min => {
            Some("The recording would stop before the answer is as long as you aim for.")
        }
        AnswerBand::Fixed(_) | AnswerBand::ByKind => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Band;
    use crate::units::Wpm;

    fn plain() -> Pacing {
        Pacing {
            name: "Mine".to_owned(),
            about: String::new(),
            speech: Wpm(165),
            think: Think::For(Duration::from_secs(30)),
            answer: AnswerBand::Fixed(Band::secs(60, 120)),
            stop: Stop::Hard { at: Duration::from_secs(180), warn: Duration::from_secs(10) },
            hold: Duration::from_millis(1_500),
            between: Duration::from_secs(1),
            repeats: Allowance::Times(1),
            takes: Allowance::Times(1),
            order: Order::Listed,
            question_text: QuestionText::OnRequest,
            probes: 0,
            clock: Clock::Shown,
            silence_ends: None,
            chime: false,
        }
    }

    #[test]
    fn the_strip_says_what_differs_in_few_words() {
        assert_eq!(
            strip_parts(&plain()).join(" · "),
            "read 165 wpm · think 30 s · aim 60–120 s · stops at 180 s · silence 1.5 s · repeats 1"
        );
    }

    #[test]
    fn a_good_pacing_has_no_problems() {
        assert_eq!(problems(&plain(), &["Warm-up"]), Vec::<String>::new());
    }

    #[test]
    fn a_name_must_be_there_and_be_its_own() {
        assert_eq!(problems(&Pacing { name: " ".into(), ..plain() }, &[]).len(), 1);
        assert_eq!(problems(&Pacing { name: "warm-UP".into(), ..plain() }, &["Warm-up"]).len(), 1);
        assert_eq!(problems(&Pacing { name: "x".repeat(41), ..plain() }, &[]).len(), 1);
    }

    #[test]
    fn times_that_contradict_each_other_are_refused() {
        let secs = Duration::from_secs;
        let bad = [
            Pacing { answer: AnswerBand::Fixed(Band::secs(90, 60)), ..plain() },
            Pacing { stop: Stop::Hard { at: secs(5), warn: secs(1) }, ..plain() },
            Pacing { stop: Stop::Hard { at: secs(60), warn: secs(60) }, ..plain() },
            Pacing { stop: Stop::Hard { at: secs(30), warn: secs(5) }, ..plain() },
            Pacing { silence_ends: Some(secs(3)), ..plain() },
            Pacing { speech: Wpm(20), ..plain() },
        ];
        for pacing in bad {
            assert_eq!(problems(&pacing, &[]).len(), 1, "{pacing:?}");
        }
    }
}
