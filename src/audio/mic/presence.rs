//! Whether a stream still comes from the microphone that was opened.
//!
//! PulseAudio moves a stream without a word: to another source when its own goes away, and to the new default
//! when the default it stood on is changed. Callbacks go on, and nobody may be recorded by a microphone that
//! they don't know of. So the thread that holds the stream asks the sound system, several times a second,
//! whether the device is still there and still (or still not) the default.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use cpal::traits::{DeviceTrait as _, HostTrait as _};

use crate::audio::disposable::Held;
use crate::audio::mic::capture::CaptureCounts;
use crate::audio::opening::Carried;

/// How often is asked: what is recorded between two answers is thrown away when the second says no.
const LOOK: Duration = Duration::from_millis(80);

/// What the last look has shown; read from anywhere.
#[derive(Debug, Default)]
pub(super) struct Presence {
    has_moved: AtomicBool,
    /// Frames that had come before the last look that found all as it was.
    sure_frames: AtomicU64,
}

impl Presence {
    /// Frames that surely came from the device, once the sound system has moved the stream elsewhere.
    pub(super) fn moved(&self) -> Option<u64> {
        self.has_moved.load(Ordering::Acquire).then(|| self.sure_frames.load(Ordering::Acquire))
    }
}

/// A stream with the means to ask.
pub(super) struct WatchedStream {
    stream: Carried,
    id: Option<cpal::DeviceId>,
    was_default: bool,
    counts: Arc<CaptureCounts>,
    presence: Arc<Presence>,
}

impl WatchedStream {
    pub(super) fn new(
        stream: Carried,
        id: Option<cpal::DeviceId>,
        counts: Arc<CaptureCounts>,
        presence: Arc<Presence>,
    ) -> Self {
        // Other systems stop such a stream, and asking them is no small matter: ALSA opens every device.
        let id = id.filter(|_| stream.host().id().to_string() == "pulseaudio");
        Self { stream, id, was_default: false, counts, presence }
    }
}

impl Held for WatchedStream {
    fn look(&mut self) -> Option<Duration> {
        let id = self.id.as_ref()?;
        let counts = &self.counts;
        // Counted before asking: these had been captured by then.
        let dropped = counts.dropped_frames.load(Ordering::Acquire);
        let frames = counts.frames.load(Ordering::Acquire).saturating_sub(dropped);
        let host = self.stream.host();
        let default = host.default_input_device().and_then(|device| device.id().ok());
        // A sound system that can't be asked has other ways to be missed.
        let Ok(mut devices) = host.input_devices() else { return Some(LOOK) };
        let is_there = devices.any(|device| device.id().ok().as_ref() == Some(id));
        let is_default = default.as_ref() == Some(id);
        if !is_there || (self.was_default && !is_default) {
            self.presence.has_moved.store(true, Ordering::Release);
            return None;
        }
        self.was_default = is_default;
        self.presence.sure_frames.store(frames, Ordering::Release);
        Some(LOOK)
    }
}
