//! The three adapters a director works with, and the numbers it names their work by.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use crate::audio::{Clip, Microphone, PlayId, PlayOptions, Player, TakeHandle};
use crate::units::{SampleRate, Wpm};
use crate::voice::{Persona, SpeakRequest, UtteranceId, Voice};

/// How long something that is to be said waits for the loudspeaker to wake up: longer than that takes, and
/// never for good. A voice that plays by itself has the same loudspeaker, most times.
const WAKING: Duration = Duration::from_millis(1_800);

/// Microphone, loudspeaker and voice.
pub(super) struct Devices {
    /// The microphone.
    pub mic: Microphone,
    /// The loudspeaker.
    pub player: Player,
    /// The voice.
    pub voice: Voice,
    next: Cell<u64>,
    /// What waits for the loudspeaker, and since when.
    unsaid: RefCell<Option<(SpeakRequest, Instant)>>,
}

impl Devices {
    pub(super) fn new(mic: Microphone, player: Player, voice: Voice) -> Self {
        Self { mic, player, voice, next: Cell::new(1), unsaid: RefCell::default() }
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

    /// Asks the voice to say something under a number, as soon as the loudspeaker is awake.
    pub fn say_as(&self, id: u64, parts: Vec<String>, persona: Persona, speed: Wpm) {
        let request = SpeakRequest { id: UtteranceId(id), parts, persona, speed };
        self.player.wake();
        if self.player.is_awake() {
            self.voice.say(request);
        } else {
            self.unsaid.replace(Some((request, Instant::now())));
        }
    }

    /// What time brings: says what has waited for the loudspeaker.
    pub(super) fn tick(&self, now: Instant) {
        let is_due = |since: Instant| {
            self.player.is_awake() || now.saturating_duration_since(since) >= WAKING
        };
        let due = self.unsaid.borrow_mut().take_if(|(_, since)| is_due(*since));
        if let Some((request, _)) = due {
            self.voice.say(request);
        }
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
        self.unsaid.take();
        self.voice.stop();
        self.player.stop();
    }
}

/// A clip of rendered speech.
pub(super) fn clip(samples: std::sync::Arc<[f32]>, rate: SampleRate) -> Clip {
    Clip { samples, rate }
}
