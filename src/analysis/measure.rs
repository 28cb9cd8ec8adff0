//! What is measured: each measure with its name, definition, formula, source, and when it is not assessed.
//!
//! The one place where a measure is defined. What is shown, printed and stored refers to it by its id.

use serde::{Deserialize, Serialize};

/// A measure. Its order is the order in which measures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureId {
    /// How long the take lasts.
    Length,
    /// From the start of the take to the first speech.
    FirstWord,
    /// The share of the time from first to last speech that is speech.
    TalkShare,
    /// How many pauses.
    Pauses,
    /// The longest of them.
    LongestPause,
    /// Speech after a stop past the band.
    RunOn,
    /// Integrated loudness.
    Loudness,
    /// The loudest sample.
    Peak,
    /// Samples at full scale.
    Clipped,
    /// How far speech stands above what is between it.
    SignalToNoise,
    /// The middle of the voice's pitch.
    PitchMedian,
    /// How far the pitch moves.
    PitchRange,
    /// How far the level falls towards the ends of phrases.
    TrailingOff,
}

/// Why a measure has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotAssessed {
    /// No speech was found.
    NoSpeech,
    /// There is too little of it to tell.
    TooLittleSpeech,
    /// The noise is too loud beside the speech.
    TooNoisy,
    /// The recording is silent.
    Silence,
    /// There is no target length to compare with.
    NoBand,
    /// There is no moment without speech to measure the noise in.
    NoNoise,
    /// The recording was interrupted where it would have been.
    Interrupted,
    /// The recording is too quiet: what is found in it may be chance.
    TooQuiet,
    /// Other voices or sounds fill every moment that the speech leaves.
    Indistinct,
    /// There is hardly any voice in the speech: it is whispered.
    NoVoice,
}

impl NotAssessed {
    /// The reason, as a clause: "no speech was found".
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NoSpeech => "no speech was found",
            Self::TooLittleSpeech => "there is too little speech to tell",
            Self::TooNoisy => "the noise is too loud beside the speech",
            Self::Silence => "the recording is silent",
            Self::NoBand => "there is no target length",
            Self::NoNoise => "there is no moment without speech",
            Self::Interrupted => "the recording was interrupted there",
            Self::TooQuiet => "the recording is too quiet",
            Self::Indistinct => "speech can't be told from the sound around it",
            Self::NoVoice => "there is hardly any voice in it",
        }
    }
}

/// What people read about a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// A few words, sentence case, such as "Time to first word".
    pub name: &'static str,
    /// What the number is in: "s", "%", "LUFS", "dB", "Hz", "semitones", "" for a count.
    pub unit: &'static str,
    /// Decimals worth showing.
    pub decimals: usize,
    /// What it is, a sentence or two.
    pub definition: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Where formula and thresholds come from.
    pub source: &'static str,
    /// When it is not assessed.
    pub not_assessed: &'static str,
}
