//! A pacing in one line, for the strip that always shows the current one.

use std::time::Duration;

use super::{Allowance, AnswerBand, Clock, Order, Pacing, QuestionText, Stop, Think};
use crate::bank::Band;

impl Pacing {
    /// The parts of [`Pacing::strip`], such as "think 30 s"; what is usual goes without saying.
    ///
    /// `band` is the target in force for the answer at hand, if there is one.
    #[must_use]
    pub fn strip_parts(&self, band: Option<Band>) -> Vec<String> {
        let band = band.or(match self.answer {
            AnswerBand::ByKind => None,
            AnswerBand::Fixed(band) => Some(band),
        });
        let mut parts = vec![
            format!("read {} wpm", self.speech.0),
            think(self.think),
            band.map_or_else(|| "aim by question".to_owned(), aim),
            stop(self.stop, band),
            hold(self.hold),
            allowance("repeats", self.repeats),
        ];
        parts.extend(self.unusual_parts());
        parts
    }

    /// "read 165 wpm · think 30 s · aim 60–120 s · stops at 180 s · silence 3 s · repeats 1".
    ///
    /// `band` is the target in force for the answer at hand, if there is one.
    #[must_use]
    pub fn strip(&self, band: Option<Band>) -> String {
        self.strip_parts(band).join(" · ")
    }

    fn unusual_parts(&self) -> impl Iterator<Item = String> {
        let takes = (self.takes != Allowance::Times(1)).then(|| allowance("takes", self.takes));
        let probes = (self.probes > 0).then(|| format!("follow-ups {}", self.probes));
        let words = match self.question_text {
            QuestionText::Shown => Some("words shown"),
            QuestionText::OnRequest => None,
            QuestionText::Hidden => Some("heard only"),
        };
        let fixed = [
            (self.order == Order::Shuffled).then_some("shuffled"),
            words,
            (self.clock == Clock::Hidden).then_some("no clock"),
        ];
        let silence = self.silence_ends.map(|time| format!("{} silent ends it", secs(time)));
        let fixed = fixed.into_iter().flatten().map(str::to_owned);
        takes.into_iter().chain(probes).chain(fixed).chain(silence)
    }
}

fn think(think: Think) -> String {
    match think {
        Think::For(Duration::ZERO) => "no think time".to_owned(),
        Think::For(time) => format!("think {}", secs(time)),
        Think::Unlimited => "think unlimited".to_owned(),
    }
}

fn aim(band: Band) -> String {
    format!("aim {}–{}", number(band.min), secs(band.max))
}

fn stop(stop: Stop, band: Option<Band>) -> String {
    match (stop, band) {
        (Stop::Off, _) => "no stop".to_owned(),
        (Stop::Hard { at, .. }, _) => format!("stops at {}", secs(at)),
        (Stop::Soft { grace }, Some(band)) => {
            format!("moves on at {}", secs(band.max.saturating_add(grace)))
        }
        (Stop::Soft { grace }, None) => format!("moves on {} past the aim", secs(grace)),
    }
}

fn hold(hold: Duration) -> String {
    if hold.is_zero() { "no silence".to_owned() } else { format!("silence {}", secs(hold)) }
}

fn allowance(what: &str, allowance: Allowance) -> String {
    match allowance {
        Allowance::Times(0) => format!("no {what}"),
        Allowance::Times(times) => format!("{what} {times}"),
        Allowance::Unlimited => format!("{what} unlimited"),
    }
}

fn secs(time: Duration) -> String {
    format!("{} s", number(time))
}

/// Whole seconds without a decimal point, others with as few digits as needed.
fn number(time: Duration) -> String {
    let secs = time.as_secs_f64();
    format!("{secs}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preset(name: &str) -> Pacing {
        Pacing::presets().into_iter().find(|pacing| pacing.name == name).expect("is a preset")
    }

    #[test]
    fn the_strip_of_a_one_way_interview_names_think_time_and_stop() {
        assert_eq!(
            Pacing {
                hold: Duration::from_secs(3),
                repeats: Allowance::Times(1),
                takes: Allowance::Times(1),
                question_text: QuestionText::OnRequest,
                ..preset("One-way 30/180")
            }
            .strip(None),
            "read 165 wpm · think 30 s · aim 60–120 s · stops at 180 s · silence 3 s · repeats 1"
        );
    }

    #[test]
    fn the_strip_says_what_is_unlimited_and_what_is_off() {
        assert_eq!(
            preset("Warm-up").strip(None),
            "read 140 wpm · think unlimited · aim 45–120 s · no stop · no silence · repeats unlimited \
             · takes unlimited · words shown"
        );
    }

    #[test]
    fn a_target_by_kind_is_named_when_the_question_is_known() {
        let panel = preset("Neutral panel");
        let end = "silence 3 s · repeats 1 · follow-ups 1 · shuffled";
        assert_eq!(
            panel.strip(None),
            format!(
                "read 165 wpm · no think time · aim by question · moves on 30 s past the aim · {end}"
            )
        );
        assert_eq!(
            panel.strip(Some(Band::secs(25, 60))),
            format!("read 165 wpm · no think time · aim 25–60 s · moves on at 90 s · {end}")
        );
    }

    #[test]
    fn parts_of_a_second_are_shown() {
        assert!(preset("Brisk screener").strip(None).contains("silence 0.8 s"));
    }
}
