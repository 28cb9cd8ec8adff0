//! The words in which the rest of Greenroom speaks with the voice.

use std::sync::Arc;
use std::time::Duration;

use crate::units::{SampleRate, Wpm};

/// One thing to say, named by the caller; events carry it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtteranceId(pub u64);

/// Who speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Persona {
    /// The first interviewer.
    #[default]
    InterviewerA,
    /// The second interviewer.
    InterviewerB,
    /// The voice of model answers.
    Model,
}

/// Where a voice comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EngineKind {
    /// Recorded beforehand; shipped.
    Pack,
    /// The computer's own, through the helper program.
    System,
    /// The small one built into Greenroom.
    BuiltIn,
    /// None: shown and timed as if read.
    Silent,
}

/// What is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakRequest {
    /// Name of this request.
    pub id: UtteranceId,
    /// Texts spoken one after the other, by one engine.
    pub parts: Vec<String>,
    /// Who.
    pub persona: Persona,
    /// How fast.
    pub speed: Wpm,
}

/// What the voice reports.
#[derive(Debug, Clone)]
pub enum VoiceEvent {
    /// Samples to be played by the caller.
    Rendered {
        /// Of this request.
        id: UtteranceId,
        /// Mono, −1…1.
        samples: Arc<[f32]>,
        /// Their rate.
        rate: SampleRate,
        /// How much faster than these samples it is to be played, pitch kept; 1 is as they are.
        stretch: f32,
        /// The engine.
        engine: EngineKind,
    },
    /// An engine that speaks by itself has begun.
    Began(UtteranceId, EngineKind),
    /// It has ended. `estimated` if the engine did not say so itself in time.
    Ended {
        /// Of this request.
        id: UtteranceId,
        /// Not reported by the engine.
        estimated: bool,
    },
    /// Nobody speaks: show the text and wait as long as reading it would take.
    Silent {
        /// Of this request.
        id: UtteranceId,
        /// The time.
        lasts: Duration,
    },
    /// Another engine than the preferred one is used from here on; a sentence for the user.
    Notice(String),
}
