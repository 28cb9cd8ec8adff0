//! What Prepare shows: plain values, made by whoever owns banks, pacings, voices and devices.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::bank::{Band, Bank, Kind, Question};
use crate::interview::choosing::{Candidate, Standing};
use crate::interview::{AnswerBand, Pacing, Think};
use crate::ui::prepare::MicCheck;
use crate::units::Dbfs;

/// All that the screen shows but does not own.
#[derive(Debug, Clone, Default)]
pub struct PrepareModel {
    /// Banks that can be chosen, in order.
    pub banks: Arc<Vec<BankItem>>,
    /// Today, on the user's calendar.
    pub today: Date,
    /// Whether what was practised is not known yet.
    pub is_reading: bool,
    /// Pacings that can be chosen: the presets, then the user's own.
    pub pacings: Vec<PacingItem>,
    /// Who asks, and how it is spoken.
    pub voice: VoiceItem,
    /// Microphones that can be chosen, without the system's default.
    pub microphones: Vec<DeviceItem>,
    /// The chosen one's id; `None` for the system's default.
    pub microphone_chosen: Option<String>,
    /// Whether it hears.
    pub microphone: MicrophoneState,
    /// Its peak level in the last moment; `None` while it is not open.
    pub level: Option<Dbfs>,
    /// The say-and-hear-yourself check.
    pub check: MicCheck,
    /// Placeholders of the chosen bank that are still empty.
    pub empty_slots: usize,
    /// Why nothing can begin now, a sentence; `None` if it can.
    pub not_yet: Option<String>,
}

/// A bank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BankItem {
    /// Stable name.
    pub id: String,
    /// What people read.
    pub title: String,
    /// The role it prepares for.
    pub role_name: String,
    /// What its interviewers listen for, a paragraph each.
    pub mindset: Vec<String>,
    /// Its questions, in order.
    pub questions: Vec<QuestionItem>,
}

/// A question in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionItem {
    /// Stable name within the bank.
    pub id: String,
    /// The words.
    pub ask: String,
    /// Its kind.
    pub kind: Kind,
    /// How long a good answer to it lasts.
    pub band: Band,
    /// Names of the abilities that a good answer shows.
    pub abilities: Vec<String>,
    /// Where it stands.
    pub standing: Standing,
}

impl QuestionItem {
    /// Seconds a good answer takes, the middle of its band; for the estimate of the whole.
    #[must_use]
    pub fn answer_secs(&self) -> u32 {
        middle_secs(self.band)
    }

    pub(super) fn candidate(&self) -> Candidate<'_> {
        let Self { id, kind, abilities, standing, .. } = self;
        Candidate { id, kind: *kind, abilities, standing: *standing }
    }
}

/// A pacing in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PacingItem {
    /// Its name, unique.
    pub name: String,
    /// A sentence about it.
    pub about: String,
    /// Its parts in small words, such as "think 30 s"; see [`Pacing::strip_parts`].
    pub strip: Vec<String>,
    /// Seconds a good answer takes, the middle of the target; `None` where it depends on the question.
    pub answer_secs: Option<u32>,
    /// Seconds it adds around an answer: thinking, silence, pause.
    pub around_secs: u32,
}

/// Who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VoiceItem {
    /// Which engine speaks, a sentence: "Recorded voice, natural. Your own questions: system voice."
    pub engine_line: String,
    /// Interviewers that can be chosen.
    pub personas: Vec<PersonaItem>,
    /// The chosen one's id.
    pub persona: String,
    /// Whether a sample is being spoken now.
    pub previewing: bool,
}

/// An interviewer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonaItem {
    /// Stable name.
    pub id: String,
    /// What people read.
    pub name: String,
}

/// A device in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceItem {
    /// Stable id.
    pub id: String,
    /// What people read.
    pub name: String,
}

/// Whether the microphone hears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum MicrophoneState {
    /// Not there yet.
    #[default]
    Opening,
    /// Let go of, because nobody needs it now; it opens by itself when somebody does.
    Resting,
    /// Real samples come.
    Ready {
        /// The device's name.
        name: String,
    },
    /// There is none, or it can't be opened.
    Missing {
        /// Why and what to do, a sentence.
        reason: String,
    },
}

impl BankItem {
    /// A bank, and where each of its questions stands.
    #[must_use]
    pub fn new(bank: &Bank, standing: impl Fn(&Question) -> Standing) -> Self {
        let item = |question: &Question| QuestionItem {
            id: question.id.clone(),
            ask: question.ask.clone(),
            kind: question.kind,
            band: question.band(),
            abilities: question.abilities.clone(),
            standing: standing(question),
        };
        Self {
            id: bank.id.clone(),
            title: bank.title.clone(),
            role_name: bank.role.name.clone(),
            mindset: bank.role.mindset.clone(),
            questions: bank.questions.iter().map(item).collect(),
        }
    }
}

impl From<&Pacing> for PacingItem {
    fn from(pacing: &Pacing) -> Self {
        Self {
            name: pacing.name.clone(),
            about: pacing.about.clone(),
            strip: pacing.strip_parts(None),
            answer_secs: match pacing.answer {
                AnswerBand::ByKind => None,
                AnswerBand::Fixed(band) => Some(middle_secs(band)),
            },
            around_secs: whole_secs(
                match pacing.think {
                    Think::For(time) => time,
                    Think::Unlimited => Duration::ZERO,
                } + pacing.hold
                    + pacing.between,
            ),
        }
    }
}

fn middle_secs(band: Band) -> u32 {
    whole_secs((band.min + band.max) / 2)
}

fn whole_secs(time: Duration) -> u32 {
    u32::try_from(time.as_secs()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_estimate_takes_the_middle_of_the_questions_band() {
        let mut bank = Bank::new("bank", "Bank");
        bank.questions = vec![Question::new("stress", "How do you keep calm?", Kind::Process)];
        let secs = |bank: &Bank| {
            let item = BankItem::new(bank, |_| Standing::default());
            item.questions.first().map(QuestionItem::answer_secs)
        };
        assert_eq!(secs(&bank), Some(82));
        bank.questions[0].own_band = Band::own(10, 20);
        assert_eq!(secs(&bank), Some(15));
    }
}
