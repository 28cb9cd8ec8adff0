//! What the tests of this room stand on.

use crate::audio::{MicSource, SpeakerSink};
use crate::rehearsal::{Analyst, Outfit, Rehearsal};
use crate::store::{Basket, Store};
use crate::voice::{EngineKind, VoiceConfig};

use super::desk::Desk;
use super::librarian::Librarian;

/// A director on these files without a microphone, whose loudspeaker is simulated and plays so many times
/// faster than the clock on the wall, and whose only voice is this one.
pub(super) fn director(store: &Store, voice: EngineKind, speed: f64) -> Rehearsal {
    let voice = VoiceConfig {
        order: vec![voice],
        pack_dir: None,
        helper: None,
        cache_dir: store.folders().cache.join("voice"),
        system_voice: None,
    };
    let speaker = SpeakerSink::Simulated { speed };
    let outfit = Outfit { microphone: MicSource::None, speaker, voice, speed };
    Rehearsal::start(outfit, store.clone(), || {}).expect("a director")
}

/// The desk of a window with this director.
pub(super) fn desk(store: Store, rehearsal: &Rehearsal) -> Desk {
    let librarian = Librarian::start(store.clone(), || {}).expect("a thread");
    let analyst = Analyst::start(store.clone(), rehearsal.watch(), || {}).expect("a thread");
    let mut desk = Desk::new(store, rehearsal.library(), librarian, analyst);
    // What tests remove is not for the wastebasket of whoever runs them.
    desk.basket = Basket::Own;
    desk
}
