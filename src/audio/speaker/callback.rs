//! The playback callback: from the ring to the device, and nothing else.
//!
//! Frames in the ring are numbered from the opening of the stream on. To stop, seek or pause, the
//! player names a number up to which frames are stale; the callback fades out and skips them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rtrb::{Consumer, Producer, RingBuffer};

use crate::audio::convert::{Pcm, dispatch_pcm};
use crate::audio::errors::StreamErrors;
use crate::audio::shape::StreamShape;

/// Sound that is rendered ahead. Deep, because skipping costs nothing: a busy machine may keep the
/// player's thread waiting for tenths of a second.
const RING: Duration = Duration::from_millis(600);

/// Blocks whose times can wait to be read.
const BLOCKS: usize = 1_024;

/// Length of the fades that keep a cut from clicking.
pub(super) const FADE: Duration = Duration::from_millis(5);

/// An output's latency is never taken to be longer than this, whatever the sound system says.
const GREATEST_LATENCY: Duration = Duration::from_secs(2);

/// Front left and right. One voice doesn't belong into a surround system's back.
const CHANNELS_USED: usize = 2;

/// A stretch of frames that was handed to the device, and when it is heard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard {
    /// Number of its first frame.
    pub(super) first: u64,
    pub(super) frames: u64,
    /// When its first frame is heard, the device's latency included.
    pub(super) at: Instant,
}

/// What passes between callback and player besides sound.
#[derive(Debug, Default)]
pub(super) struct PlaybackCounts {
    pub(super) callbacks: AtomicU64,
    /// What the error callback said.
    pub(super) errors: StreamErrors,
    /// Frames before this number are stale.
    pub(super) discard_to: AtomicU64,
    /// The last such number that was obeyed, and the frame at which that happened.
    pub(super) discarded_to: AtomicU64,
    pub(super) discarded_from: AtomicU64,
    /// Loudest sample of the last block, as bits of an `f32`.
    level_bits: AtomicU32,
}

impl PlaybackCounts {
    /// The loudest sample of the last block.
    pub(super) fn level(&self) -> f32 {
        f32::from_bits(self.level_bits.load(Ordering::Relaxed))
    }
}

/// The feeding end of a stream.
pub(super) struct PlaybackEnd {
    pub(super) shape: StreamShape,
    pub(super) samples: Producer<f32>,
    pub(super) heard: Consumer<Heard>,
    pub(super) counts: Arc<PlaybackCounts>,
}

/// Fills the device's blocks. Lives in the device's thread.
pub(super) struct PlaybackCallback {
    shape: StreamShape,
    samples: Consumer<f32>,
    heard: Producer<Heard>,
    counts: Arc<PlaybackCounts>,
    /// Number of the next frame.
    next: u64,
    fade_frames: usize,
}

/// A callback and its feeding end.
pub(super) fn playback(shape: StreamShape) -> (PlaybackCallback, PlaybackEnd) {
    let (producer, samples) = RingBuffer::new(shape.frames_in(RING).max(4_096));
    let (heard, heard_end) = RingBuffer::new(BLOCKS);
    let counts = Arc::new(PlaybackCounts::default());
    let callback = PlaybackCallback {
        shape,
        samples,
        heard,
        counts: Arc::clone(&counts),
        next: 0,
        fade_frames: (f64::from(shape.rate.hz()) * FADE.as_secs_f64()) as usize,
    };
    (callback, PlaybackEnd { shape, samples: producer, heard: heard_end, counts })
}

impl PlaybackCallback {
    /// Fills one block, asked for at `now`, whose first frame is heard `latency` later.
    ///
    /// Realtime-safe: no allocation, lock, log or I/O. An empty ring gives silence.
    pub(super) fn process(&mut self, data: &mut cpal::Data, now: Instant, latency: Duration) {
        dispatch_pcm!(data.sample_format(), T => {
            if let Some(block) = data.as_slice_mut::<T>() {
                self.process_block(block, now, latency);
            }
        }, else {});
    }

    /// [`Self::process`] for samples whose type is known.
    pub(super) fn process_block<T: Pcm>(
        &mut self,
        block: &mut [T],
        now: Instant,
        latency: Duration,
    ) {
        let channels = usize::from(self.shape.channels.max(1));
        let mut frames = block.chunks_exact_mut(channels);
        let wanted = frames.len();
        let mut peak = 0.0_f32;
        let mut place = |frames: &mut std::slice::ChunksExactMut<'_, T>, value: f32| {
            peak = peak.max(value.abs());
            if let Some(frame) = frames.next() {
                let (used, unused) = frame.split_at_mut(CHANNELS_USED.min(channels));
                used.fill(T::from_f32(value));
                unused.fill(T::from_f32(0.0));
            }
        };
        let faded = self.discard(wanted, |value| place(&mut frames, value));
        let count = self.samples.slots().min(wanted - faded);
        if count > 0 {
            let before = Duration::from_secs_f64(faded as f64 / self.shape.frames_per_sec());
            let at = now + latency.min(GREATEST_LATENCY) + before;
            let heard = Heard { first: self.next, frames: count as u64, at };
            // Full only when the player's thread is stopped; it has no use for old times.
            let _is_full = self.heard.push(heard).is_err();
        }
        if let Ok(chunk) = self.samples.read_chunk(count) {
            chunk.into_iter().for_each(|value| place(&mut frames, value));
        }
        self.next += count as u64;
        for _ in faded + count..wanted {
            place(&mut frames, 0.0);
        }
        self.counts.level_bits.store(peak.to_bits(), Ordering::Relaxed);
        self.counts.callbacks.fetch_add(1, Ordering::Release);
    }

    /// Skips stale frames; the first of them fade out through `place`. Returns how many did.
    fn discard(&mut self, wanted: usize, mut place: impl FnMut(f32)) -> usize {
        let discard_to = self.counts.discard_to.load(Ordering::Acquire);
        if discard_to <= self.counts.discarded_to.load(Ordering::Relaxed) {
            return 0;
        }
        // All stale frames are in the ring: the player names only what it has written.
        let stale = usize::try_from(discard_to.saturating_sub(self.next)).unwrap_or(usize::MAX);
        let fade = stale.min(self.fade_frames).min(wanted);
        if let Ok(chunk) = self.samples.read_chunk(fade) {
            for (n, value) in chunk.into_iter().enumerate() {
                place(value * (1.0 - (n as f32 + 1.0) / fade as f32));
            }
        }
        if let Ok(chunk) = self.samples.read_chunk(stale - fade) {
            chunk.commit_all();
        }
        self.counts.discarded_from.store(self.next, Ordering::Relaxed);
        self.counts.discarded_to.store(discard_to, Ordering::Release);
        self.next = discard_to;
        fade
    }
}
