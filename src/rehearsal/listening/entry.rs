//! One thing of a list that is heard, or about to be.

use std::time::{Duration, Instant};

use crate::audio::{PlayId, PlayOptions};
use crate::rehearsal::command::{HearItem, Heard, Listen, Place};
use crate::rehearsal::listening::level;
use crate::rehearsal::listening::loading::{Found, Loudness};

/// Speeds of recordings.
const SPEEDS: std::ops::RangeInclusive<f32> = 0.5..=2.0;

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stage {
    /// It is opened, rendered or measured.
    Preparing,
    /// The player has it.
    Handed,
    /// A voice that gives no samples has to say it when its time comes.
    ToSay,
    /// That voice says it, or was asked to.
    Said,
    /// It ended then.
    Over(Instant),
}

/// Something on its way to the ear.
pub(super) struct Entry {
    pub(super) id: u64,
    /// Its place in the list.
    pub(super) place: usize,
    pub(super) item: HearItem,
    pub(super) stage: Stage,
    /// Its length at its own speed; zero until known.
    pub(super) length: Duration,
    pub(super) loudness: Loudness,
    /// Where its samples are, once known.
    pub(super) found: Option<Found>,
    /// The speed that the voice wants, for rendered speech.
    pub(super) stretch: f32,
    /// Whether what is repeated and passed over is meant for it.
    pub(super) is_at_hand: bool,
}

impl Entry {
    pub(super) fn new(id: u64, place: usize, item: HearItem) -> Self {
        let loudness = match item.loudness_lufs {
            Some(lufs) => Loudness::Known(Some(lufs)),
            None => Loudness::Unknown,
        };
        Self {
            id,
            place,
            item,
            stage: Stage::Preparing,
            length: Duration::ZERO,
            loudness,
            found: None,
            stretch: 1.0,
            is_at_hand: false,
        }
    }

    /// Whether its speed can be chosen, and parts of it repeated or passed over.
    pub(super) fn is_take(&self) -> bool {
        matches!(self.item.what, Heard::Take(_))
    }

    /// Whether it is brought to one loudness with others. The chime is a signal, not a voice; and the
    /// microphone check is heard to find out how loud it is.
    fn is_matched(&self) -> bool {
        matches!(self.item.what, Heard::Take(_) | Heard::Text { .. })
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over(_))
    }

    pub(super) fn play_id(&self) -> PlayId {
        PlayId(self.id)
    }

    /// Whether it has to be measured, and nobody does.
    pub(super) fn wants_measuring(&self, listen: &Listen) -> bool {
        listen.match_levels && self.is_matched() && self.loudness == Loudness::Unknown
    }

    /// How the player is to play it.
    pub(super) fn options(&self, listen: &Listen) -> PlayOptions {
        let from = match self.item.from {
            Place::At(from) => from,
            Place::Share(share) if share.is_finite() => self.length.mul_f64(share.clamp(0.0, 1.0)),
            Place::Share(_) => Duration::ZERO,
        };
        let gain = match self.loudness {
            Loudness::Known(lufs) if listen.match_levels && self.is_matched() => level::gain(lufs),
            Loudness::Known(_) | Loudness::Unknown | Loudness::Asked => 1.0,
        };
        let until = self.item.until;
        let options = PlayOptions { from, until, gain, ..PlayOptions::default() };
        if !self.is_take() {
            return PlayOptions { stretch: self.stretch, ..options };
        }
        let speed = if listen.speed.is_finite() { listen.speed } else { 1.0 };
        let stretch = speed.clamp(*SPEEDS.start(), *SPEEDS.end());
        let options = PlayOptions { stretch, ..options };
        if self.is_at_hand {
            let skip = std::sync::Arc::clone(&listen.skip);
            PlayOptions { repeat: listen.repeat, skip, ..options }
        } else {
            options
        }
    }
}
