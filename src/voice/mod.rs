//! The interviewer's voice. The only room that names a speech engine.
//!
//! Engines in order: the voice pack, the system's voices (in the helper program `greenroom-voice`),
//! the built-in one, silence. Those that render give samples, which the caller plays: this room has no
//! loudspeaker. [`Voice`] is the door; [`ear`] the one place where a text is prepared to be heard; [`pack`]
//! what ships recorded.
//!
//! # Every wait has an end
//!
//! | wait | ends by | then | test |
//! |---|---|---|---|
//! | helper's hello | 3 s | killed, started once more, then the next engine | `a_wedged_helper_costs_two_time_limits_and_never_a_hang` |
//! | begin of speech | 3 s, 12 s for another voice | the same | `a_helper_that_never_begins_is_replaced_by_the_next_engine` |
//! | end of speech | 3 × expected + 5 s | taken as ended, marked as estimated | `an_end_that_never_comes_is_estimated` |
//! | helper's death | at once, or 100 ms | the next engine says the whole again | `a_helper_killed_in_mid_sentence_is_replaced` |
//! | rendering | 3 s + 50 ms a word | its thread is abandoned, the next engine | `a_renderer_that_hangs_ends_in_silence` |
//! | probing | 15 s in all | what is known by then | `a_probe_of_a_wedged_helper_ends` |

mod api;
mod builtin;
pub mod ear;
mod handle;
mod helper;
mod mailbox;
mod notices;
pub mod pack;
mod pack_speech;
mod pico_engine;
mod probe;
pub mod protocol;
pub mod rate;
mod renderer;
mod rendering;
mod speaker;
mod system;
mod utterance;
mod vorbis;

pub use api::{
    EngineKind, EngineReport, Persona, SpeakRequest, UtteranceId, VoiceConfig, VoiceEvent,
    VoiceName, VoiceReport,
};
pub use handle::Voice;
pub use helper::find_helper;

#[cfg(test)]
mod tests;
