//! What can be played: samples in memory, or a file that is read as it plays.

use crate::audio::api::Clip;
use crate::audio::wav::{WavError, WavStream};
use crate::units::{Frames, SampleRate};

/// Something to play.
#[derive(Debug)]
pub enum Sound {
    /// In memory.
    Clip(Clip),
    /// On disk: read block by block on the player's thread, however long it is.
    File(Box<WavStream>),
}

impl Sound {
    /// Its rate.
    #[must_use]
    pub fn rate(&self) -> SampleRate {
        match self {
            Self::Clip(clip) => clip.rate,
            Self::File(file) => file.info().rate,
        }
    }

    /// Its length.
    #[must_use]
    pub fn frames(&self) -> Frames {
        match self {
            Self::Clip(clip) => Frames(clip.samples.len() as u64),
            Self::File(file) => file.info().frames,
        }
    }

    /// How long it lasts at its own speed.
    #[must_use]
    pub fn duration(&self) -> std::time::Duration {
        self.frames().duration(self.rate())
    }

    /// Appends up to `count` samples from a frame on; fewer at the end.
    pub(super) fn read(
        &mut self,
        from: u64,
        count: usize,
        out: &mut Vec<f32>,
    ) -> Result<usize, WavError> {
        match self {
            Self::Clip(clip) => {
                let from = usize::try_from(from).unwrap_or(usize::MAX);
                let rest = clip.samples.get(from..).unwrap_or_default();
                let part = rest.get(..count).unwrap_or(rest);
                out.extend_from_slice(part);
                Ok(part.len())
            }
            Self::File(file) => {
                file.seek(from);
                file.read(count, out)
            }
        }
    }
}

impl From<Clip> for Sound {
    fn from(clip: Clip) -> Self {
        Self::Clip(clip)
    }
}

impl From<WavStream> for Sound {
    fn from(file: WavStream) -> Self {
        Self::File(Box::new(file))
    }
}
