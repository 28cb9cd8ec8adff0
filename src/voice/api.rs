//! The words in which the rest of Greenroom speaks with the voice.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

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
///
/// A request ends in exactly one of [`Rendered`](Self::Rendered), [`Ended`](Self::Ended) and
/// [`Silent`](Self::Silent), unless it is stopped or replaced: then it ends in none. One to be prepared
/// ends in [`Rendered`](Self::Rendered) or [`NotRendered`](Self::NotRendered). A
/// [`Began`](Self::Began) may be followed by any of the three: when an engine dies in mid-sentence, the
/// next one says the whole again.
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
        /// Whether that is what was asked for, and not what is left when every engine has failed.
        by_choice: bool,
    },
    /// No engine renders it ahead of time.
    NotRendered {
        /// Of this request.
        id: UtteranceId,
    },
    /// Another engine than the preferred one is used from here on; a sentence for the user.
    Notice(String),
}

/// Which engines speak, in which order, and where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceConfig {
    /// Engines to try, best first. Silence comes last whether it is named or not.
    pub order: Vec<EngineKind>,
    /// The folder of the voice pack, as [`find_dir`](super::pack::find_dir) gives it; `None` for none.
    pub pack_dir: Option<PathBuf>,
    /// The helper program, as [`find_helper`](super::find_helper) gives it; `None` for no system voice.
    pub helper: Option<PathBuf>,
    /// Where files that can be made again may be kept.
    pub cache_dir: PathBuf,
    /// Name of the system's voice to use; `None` for the one it prefers.
    pub system_voice: Option<String>,
}

impl VoiceConfig {
    /// All engines in their usual order, as far as they are installed.
    #[must_use]
    pub fn installed(cache_dir: PathBuf) -> Self {
        Self {
            order: EngineKind::USUAL_ORDER.to_vec(),
            pack_dir: super::pack::find_dir(),
            helper: super::find_helper(),
            cache_dir,
            system_voice: None,
        }
    }
}

impl EngineKind {
    /// The order in which engines are tried unless the user chose another.
    pub const USUAL_ORDER: [Self; 4] = [Self::Pack, Self::System, Self::BuiltIn, Self::Silent];
}

/// A voice of the computer's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceName {
    /// What to ask for it by.
    pub name: String,
    /// BCP 47 tag, such as `en-GB`.
    pub language: String,
}

/// Whether one engine works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineReport {
    /// The engine.
    pub kind: EngineKind,
    /// Whether it would speak now.
    pub works: bool,
    /// A sentence: what it is, or why it doesn't work and what to do.
    pub about: String,
    /// Its voices, as far as it names them.
    pub voices: Vec<VoiceName>,
}

/// Which engines work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceReport {
    /// One entry per engine of [`EngineKind::USUAL_ORDER`], in that order.
    pub engines: Vec<EngineReport>,
}
