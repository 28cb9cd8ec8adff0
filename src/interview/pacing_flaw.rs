//! What can be wrong with a pacing: one set of rules, for files and for the form on the screen.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::{AnswerBand, Pacing, Stop};
use crate::bank::Band;

/// The longest silence after an answer, and the longest time between two questions.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// Less would cut off people who think.
const SHORTEST_SILENCE_END: Duration = Duration::from_secs(8);
/// A hard stop any earlier is no answer.
const SHORTEST_HARD_STOP: Duration = Duration::from_secs(10);
/// The recorder's safety cap.
const LONGEST_HARD_STOP: Duration = Duration::from_secs(30 * 60);

/// Something that keeps a pacing from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PacingFlaw {
    /// It has no name.
    NoName,
    /// Its name is longer than [`Pacing::NAME_MAX`].
    LongName,
    /// Its speed is outside [`Pacing::SPEECH_WPM`].
    Speech,
    /// Its silence after an answer is too long.
    Hold,
    /// Its time between questions is too long.
    Between,
    /// Its target ends before it begins.
    Aim,
    /// Its hard stop comes too early or too late, or the warning before the answer.
    Stop,
    /// Its hard stop comes before an answer can be as long as aimed for.
    StopBeforeAim,
    /// It allows no take.
    NoTake,
    /// A silence that ends an answer is shorter than people think.
    SilenceEnds,
}

impl Pacing {
    /// Longest name, characters: it must fit on a dropdown.
    pub const NAME_MAX: usize = 40;

    /// Words per minute an interviewer can read at: slower is no longer speech, faster no longer
    /// understood.
    pub const SPEECH_WPM: RangeInclusive<u16> = 80..=260;

    /// All that is wrong with it; nothing for one that can be used.
    #[must_use]
    pub fn flaws(&self) -> Vec<PacingFlaw> {
        use PacingFlaw as Flaw;
        let too_long = |wait| wait > LONGEST_WAIT;
        let checks = [
            (self.name.trim().is_empty(), Flaw::NoName),
            (self.name.trim().chars().count() > Self::NAME_MAX, Flaw::LongName),
            (!Self::SPEECH_WPM.contains(&self.speech.0), Flaw::Speech),
            (too_long(self.hold), Flaw::Hold),
            (too_long(self.between), Flaw::Between),
            (self.aim_is_wrong(), Flaw::Aim),
            (self.stop_is_wrong(), Flaw::Stop),
            (!self.stop_is_wrong() && self.stops_before_aim(), Flaw::StopBeforeAim),
            (!self.takes.allows_after(0), Flaw::NoTake),
            (self.silence_ends.is_some_and(|time| time < SHORTEST_SILENCE_END), Flaw::SilenceEnds),
        ];
        checks.into_iter().filter_map(|(wrong, flaw)| wrong.then_some(flaw)).collect()
    }

    fn aim_is_wrong(&self) -> bool {
        let is_wrong = |band: Band| band.min > band.max || band.max.is_zero();
        let answer = match self.answer {
            AnswerBand::ByKind => None,
            AnswerBand::Fixed(band) => Some(band),
        };
        [answer, self.follow_up].into_iter().flatten().any(is_wrong)
    }

    fn stop_is_wrong(&self) -> bool {
        let Stop::Hard { at, warn } = self.stop else { return false };
        warn >= at || !(SHORTEST_HARD_STOP..=LONGEST_HARD_STOP).contains(&at)
    }

    fn stops_before_aim(&self) -> bool {
        match (self.stop, self.answer) {
            (Stop::Hard { at, .. }, AnswerBand::Fixed(band)) => at < band.min,
            _ => false,
        }
    }
}

impl PacingFlaw {
    /// The key in a file that is to be changed.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoName | Self::LongName => "name",
            Self::Speech => "speech_wpm",
            Self::Hold => "hold_secs",
            Self::Between => "between_secs",
            Self::Aim => "answer",
            Self::Stop | Self::StopBeforeAim => "stop",
            Self::NoTake => "takes",
            Self::SilenceEnds => "silence_ends_secs",
        }
    }

    /// A sentence about it that says what is right.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NoName => "A pacing needs a name.",
            Self::LongName => "The name is too long: at most 40 characters.",
            Self::Speech => "The interviewer reads 80 to 260 words per minute.",
            Self::Hold => "The silence after an answer lasts 30 s at most.",
            Self::Between => "The pause before the next question lasts 30 s at most.",
            Self::Aim => "The aim must end after it begins.",
            Self::Stop => {
                "An answer may be stopped at 10 s to 30 min; the warning comes before that, after \
                 the answer has begun."
            }
            Self::StopBeforeAim => {
                "The recording would stop before the answer is as long as the aim."
            }
            Self::NoTake => "There must be one take at least.",
            Self::SilenceEnds => "Silence may end an answer after 8 s or more: people think.",
        }
    }

    /// What to write in a file instead.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::NoName | Self::LongName => "Write what it is called, in few words.",
            Self::Speech => "Write a number from 80 to 260.",
            Self::Hold | Self::Between => "Write seconds from 0 to 30.",
            Self::Aim => "Write the shorter time first, such as [60, 120].",
            Self::Stop => "Write secs from 10 to 1800, and warn_secs below that.",
            Self::StopBeforeAim => "Write a later stop, or a shorter answer.",
            Self::NoTake => "Write at least 1, or \"unlimited\".",
            Self::SilenceEnds => "Write 8 or more, or leave the key out.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::Allowance;
    use crate::units::Wpm;

    fn plain() -> Pacing {
        let presets = Pacing::presets();
        presets.into_iter().find(|one| one.name == "One-way 30/180").expect("is a preset")
    }

    #[test]
    fn a_good_pacing_has_no_flaw() {
        assert_eq!(plain().flaws(), []);
    }

    #[test]
    fn each_flaw_is_found_by_itself() {
        let secs = Duration::from_secs;
        let hard = |at, warn| Stop::Hard { at: secs(at), warn: secs(warn) };
        let aim = |min, max| AnswerBand::Fixed(Band::secs(min, max));
        let name = |name: &str| Pacing { name: name.into(), ..plain() };
        for (pacing, flaw) in [
            (name(" "), PacingFlaw::NoName),
            (name(&"x".repeat(41)), PacingFlaw::LongName),
            (Pacing { speech: Wpm(20), ..plain() }, PacingFlaw::Speech),
            (Pacing { hold: secs(31), ..plain() }, PacingFlaw::Hold),
            (Pacing { between: secs(31), ..plain() }, PacingFlaw::Between),
            (Pacing { answer: aim(90, 60), ..plain() }, PacingFlaw::Aim),
            (Pacing { answer: aim(0, 0), ..plain() }, PacingFlaw::Aim),
            (Pacing { follow_up: Some(Band::secs(45, 20)), ..plain() }, PacingFlaw::Aim),
            (Pacing { stop: hard(5, 1), ..plain() }, PacingFlaw::Stop),
            (Pacing { stop: hard(60, 60), ..plain() }, PacingFlaw::Stop),
            (Pacing { stop: hard(30, 5), ..plain() }, PacingFlaw::StopBeforeAim),
            (Pacing { takes: Allowance::Times(0), ..plain() }, PacingFlaw::NoTake),
            (Pacing { silence_ends: Some(secs(3)), ..plain() }, PacingFlaw::SilenceEnds),
        ] {
            assert_eq!(pacing.flaws(), [flaw], "{pacing:?}");
        }
    }
}
