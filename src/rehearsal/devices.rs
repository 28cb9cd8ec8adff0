//! The three adapters a director works with, and the numbers it names their work by.

use std::cell::Cell;

use crate::audio::{Clip, Microphone, PlayId, PlayOptions, Player, TakeHandle};
use crate::units::{SampleRate, Wpm};
use crate::voice::{Persona, SpeakRequest, UtteranceId, Voice};

/// Microphone, loudspeaker and voice.
pub(super) struct Devices {
    /// The microphone.
    pub mic: Microphone,
    /// The loudspeaker.
    pub player: Player,
    /// The voice.
    pub voice: Voice,
    next: Cell<u64>,
}

impl Devices {
    pub(super) fn new(mic: Microphone, player: Player, voice: Voice) -> Self {
        Self { mic, player, voice, next: Cell::new(1) }
    }

    /// A number never used before: names a request to the voice and then its playing, or a take.
    pub(super) fn fresh(&self) -> u64 {
        let id = self.next.get();
        self.next.set(id + 1);
        id
    }

    /// A take's name, never used before.
    pub(super) fn fresh_take(&self) -> TakeHandle {
        // Four thousand million takes would be needed to run out.
        TakeHandle(u32::try_from(self.fresh()).unwrap_or(u32::MAX))
    }

    /// Asks the voice; the samples come back under the same number.
    pub(super) fn say(&self, parts: Vec<String>, persona: Persona, speed: Wpm) -> u64 {
        let id = self.fresh();
        self.say_as(id, parts, persona, speed);
        id
    }

    /// Asks the voice to say something under a number.
    pub fn say_as(&self, id: u64, parts: Vec<String>, persona: Persona, speed: Wpm) {
        self.voice.say(SpeakRequest { id: UtteranceId(id), parts, persona, speed });
    }

    /// Asks the voice for the samples of something that is not to be heard yet, under a number.
    pub fn prepare(&self, id: u64, parts: Vec<String>, persona: Persona, speed: Wpm) {
        self.voice.prepare(SpeakRequest { id: UtteranceId(id), parts, persona, speed });
    }

    /// Plays samples under the number they were asked for.
    pub(super) fn play(&self, id: u64, clip: Clip, stretch: f32) {
        let options = PlayOptions { stretch, ..PlayOptions::default() };
        self.player.play(PlayId(id), clip, options);
    }

    /// Quiet at once.
    pub(super) fn hush(&self) {
        self.voice.stop();
        self.player.stop();
    }
}

/// A clip of rendered speech.
pub(super) fn clip(samples: std::sync::Arc<[f32]>, rate: SampleRate) -> Clip {
    Clip { samples, rate }
}
