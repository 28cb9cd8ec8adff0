//! The interviewer's voice. The only room that names a speech engine.
//!
//! Engines in order: the voice pack, the system's voices (in the helper program `greenroom-voice`),
//! the built-in one, silence. Those that render give samples, which the caller plays.

mod api;
pub mod ear;
pub mod pack;
mod vorbis;

pub use api::{EngineKind, Persona, SpeakRequest, UtteranceId, VoiceEvent};
