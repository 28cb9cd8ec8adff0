//! A pacing as people write it, in TOML and in the JSON beside a take.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Allowance, AnswerBand, Clock, Order, Pacing, QuestionText, Stop, Think};
use crate::bank::Band;
use crate::units::Wpm;

/// The words and numbers of one `[[pacing]]`. Only forms that cannot be read at all are refused here;
/// ranges are checked where a person edits them ([`super::pacing_file`]).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PacingForm {
    name: String,
    #[serde(default)]
    about: String,
    speech_wpm: u16,
    think_secs: NumberOr,
    answer: AnswerForm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    follow_up: Option<[f64; 2]>,
    stop: StopForm,
    hold_secs: f64,
    between_secs: f64,
    repeats: CountOr,
    takes: CountOr,
    order: OrderForm,
    question_text: TextForm,
    #[serde(default)]
    probes: u32,
    clock: ClockForm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    silence_ends_secs: Option<f64>,
    #[serde(default, skip_serializing_if = "is_false")]
    chime: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged, expecting = "a number of seconds or \"unlimited\"")]
enum NumberOr {
    Secs(f64),
    Word(Unlimited),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged, expecting = "a whole number or \"unlimited\"")]
enum CountOr {
    Times(u32),
    Word(Unlimited),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Unlimited {
    Unlimited,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged, expecting = "\"by kind\" or two numbers of seconds such as [60, 120]")]
enum AnswerForm {
    Secs([f64; 2]),
    Word(ByKind),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum ByKind {
    #[serde(rename = "by kind")]
    ByKind,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "\"off\", { at = \"soft\", grace_secs = … } or { at = \"hard\", secs = …, warn_secs = … }"
)]
enum StopForm {
    Word(OffForm),
    Table(StopTable),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum OffForm {
    Off,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "lowercase", deny_unknown_fields)]
enum StopTable {
    Off,
    Soft {
        grace_secs: f64,
    },
    Hard {
        secs: f64,
        #[serde(default)]
        warn_secs: f64,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum OrderForm {
    Listed,
    Shuffled,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum TextForm {
    Shown,
    #[serde(rename = "on request")]
    OnRequest,
    Hidden,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ClockForm {
    Shown,
    Hidden,
}

/// A number that is no time: negative, infinite or beyond a day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NoTime {
    key: &'static str,
    secs: f64,
}

impl fmt::Display for NoTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {}; write seconds from 0 to 86400", self.key, self.secs)
    }
}

/// No time of a pacing is longer than a day: more would be a slip of the keyboard.
const DAY_SECS: f64 = 86_400.0;

fn time(key: &'static str, secs: f64) -> Result<Duration, NoTime> {
    if (0.0..=DAY_SECS).contains(&secs) {
        // Rounded to the millisecond, so that 0.8 s is 800 ms and comes back as 0.8.
        Ok(Duration::from_millis((secs * 1000.0).round() as u64))
    } else {
        Err(NoTime { key, secs })
    }
}

impl TryFrom<PacingForm> for Pacing {
    type Error = NoTime;

    fn try_from(form: PacingForm) -> Result<Self, NoTime> {
        Ok(Self {
            name: form.name,
            about: form.about,
            speech: Wpm(form.speech_wpm),
            think: match form.think_secs {
                NumberOr::Secs(secs) => Think::For(time("think_secs", secs)?),
                NumberOr::Word(Unlimited::Unlimited) => Think::Unlimited,
            },
            answer: match form.answer {
                AnswerForm::Word(ByKind::ByKind) => AnswerBand::ByKind,
                AnswerForm::Secs([min, max]) => {
                    AnswerBand::Fixed(Band { min: time("answer", min)?, max: time("answer", max)? })
                }
            },
            follow_up: match form.follow_up {
                Some([min, max]) => {
                    Some(Band { min: time("follow_up", min)?, max: time("follow_up", max)? })
                }
                None => None,
            },
            stop: form.stop.try_into()?,
            hold: time("hold_secs", form.hold_secs)?,
            between: time("between_secs", form.between_secs)?,
            repeats: form.repeats.into(),
            takes: form.takes.into(),
            order: match form.order {
                OrderForm::Listed => Order::Listed,
                OrderForm::Shuffled => Order::Shuffled,
            },
            question_text: match form.question_text {
                TextForm::Shown => QuestionText::Shown,
                TextForm::OnRequest => QuestionText::OnRequest,
                TextForm::Hidden => QuestionText::Hidden,
            },
            probes: form.probes,
            clock: match form.clock {
                ClockForm::Shown => Clock::Shown,
                ClockForm::Hidden => Clock::Hidden,
            },
            silence_ends: form
                .silence_ends_secs
                .map(|secs| time("silence_ends_secs", secs))
                .transpose()?,
            chime: form.chime,
        })
    }
}

impl TryFrom<StopForm> for Stop {
    type Error = NoTime;

    fn try_from(form: StopForm) -> Result<Self, NoTime> {
        match form {
            StopForm::Word(OffForm::Off) | StopForm::Table(StopTable::Off) => Ok(Self::Off),
            StopForm::Table(StopTable::Soft { grace_secs }) => {
                Ok(Self::Soft { grace: time("grace_secs", grace_secs)? })
            }
            StopForm::Table(StopTable::Hard { secs, warn_secs }) => {
                Ok(Self::Hard { at: time("secs", secs)?, warn: time("warn_secs", warn_secs)? })
            }
        }
    }
}

impl From<CountOr> for Allowance {
    fn from(form: CountOr) -> Self {
        match form {
            CountOr::Times(times) => Self::Times(times),
            CountOr::Word(Unlimited::Unlimited) => Self::Unlimited,
        }
    }
}

impl From<Allowance> for CountOr {
    fn from(allowance: Allowance) -> Self {
        match allowance {
            Allowance::Times(times) => Self::Times(times),
            Allowance::Unlimited => Self::Word(Unlimited::Unlimited),
        }
    }
}

impl From<Pacing> for PacingForm {
    fn from(pacing: Pacing) -> Self {
        Self {
            name: pacing.name,
            about: pacing.about,
            speech_wpm: pacing.speech.0,
            think_secs: match pacing.think {
                Think::For(time) => NumberOr::Secs(time.as_secs_f64()),
                Think::Unlimited => NumberOr::Word(Unlimited::Unlimited),
            },
            answer: match pacing.answer {
                AnswerBand::ByKind => AnswerForm::Word(ByKind::ByKind),
                AnswerBand::Fixed(Band { min, max }) => {
                    AnswerForm::Secs([min.as_secs_f64(), max.as_secs_f64()])
                }
            },
            follow_up: pacing
                .follow_up
                .map(|band| [band.min.as_secs_f64(), band.max.as_secs_f64()]),
            stop: match pacing.stop {
                Stop::Off => StopForm::Word(OffForm::Off),
                Stop::Soft { grace } => {
                    StopForm::Table(StopTable::Soft { grace_secs: grace.as_secs_f64() })
                }
                Stop::Hard { at, warn } => StopForm::Table(StopTable::Hard {
                    secs: at.as_secs_f64(),
                    warn_secs: warn.as_secs_f64(),
                }),
            },
            hold_secs: pacing.hold.as_secs_f64(),
            between_secs: pacing.between.as_secs_f64(),
            repeats: pacing.repeats.into(),
            takes: pacing.takes.into(),
            order: match pacing.order {
                Order::Listed => OrderForm::Listed,
                Order::Shuffled => OrderForm::Shuffled,
            },
            question_text: match pacing.question_text {
                QuestionText::Shown => TextForm::Shown,
                QuestionText::OnRequest => TextForm::OnRequest,
                QuestionText::Hidden => TextForm::Hidden,
            },
            probes: pacing.probes,
            clock: match pacing.clock {
                Clock::Shown => ClockForm::Shown,
                Clock::Hidden => ClockForm::Hidden,
            },
            silence_ends_secs: pacing.silence_ends.map(|time| time.as_secs_f64()),
            chime: pacing.chime,
        }
    }
}
