//! The playback callback: from the ring to the device, and nothing else.
//!
//! Frames in the ring are numbered from the opening of the stream on. To stop, seek, pause or change the
//! speed, the player names a number up to which frames are stale; the callback fades out and skips them.
//! When what follows says the same at another speed, it fades from the one into the other instead, and
//! enters the new frames at the place where it left the old.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rtrb::{Consumer, Producer, RingBuffer};

use crate::audio::convert::{Pcm, dispatch_pcm};
use crate::audio::errors::StreamErrors;
use crate::audio::shape::StreamShape;

/// Sound that is rendered ahead. Deep, because skipping costs nothing: a busy machine may keep the
/// player's thread waiting for tenths of a second.
pub(super) const AHEAD: Duration = Duration::from_millis(600);

/// The ring holds as much again, so that there is room for what replaces stale frames before the callback
/// has skipped them.
const RING: Duration = Duration::from_millis(1_200);

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
#[derive(Debug)]
pub(super) struct PlaybackCounts {
    /// What [`Self::heard_until`] is counted from.
    opened: Instant,
    heard_until_nanos: AtomicU64,
    pub(super) callbacks: AtomicU64,
    /// What the error callback said.
    pub(super) errors: StreamErrors,
    /// Frames before this number are stale.
    discard_to: AtomicU64,
    /// Which of those numbers the next two are about; zero while they are being written.
    aligned_to: AtomicU64,
    /// The old frame at whose place in the sound the new ones begin, and how many new frames stand for an
    /// old one, as bits of an `f64`.
    align_from: AtomicU64,
    align_ratio_bits: AtomicU64,
    /// The last such number that was obeyed, and the frame at which that happened.
    pub(super) discarded_to: AtomicU64,
    pub(super) discarded_from: AtomicU64,
    /// Loudest sample of the last block, as bits of an `f32`.
    level_bits: AtomicU32,
}

impl PlaybackCounts {
    fn new() -> Self {
        Self {
            opened: Instant::now(),
            heard_until_nanos: AtomicU64::new(0),
            callbacks: AtomicU64::new(0),
            errors: StreamErrors::default(),
            discard_to: AtomicU64::new(0),
            aligned_to: AtomicU64::new(0),
            align_from: AtomicU64::new(0),
            align_ratio_bits: AtomicU64::new(0),
            discarded_to: AtomicU64::new(0),
            discarded_from: AtomicU64::new(0),
            level_bits: AtomicU32::new(0),
        }
    }

    /// When all frames that the device has taken have been heard, with as many again, which it may be taking
    /// just now. It is the callback's own word: the player's thread may be late.
    pub(super) fn heard_until(&self) -> Option<Instant> {
        let nanos = self.heard_until_nanos.load(Ordering::Acquire);
        (nanos > 0).then(|| self.opened + Duration::from_nanos(nanos))
    }

    /// The loudest sample of the last block.
    pub(super) fn level(&self) -> f32 {
        f32::from_bits(self.level_bits.load(Ordering::Relaxed))
    }

    /// Declares the frames before `to` stale. With `aligned`, what follows says the same as the old frames
    /// from that one on, with so many frames for each of the old.
    pub(super) fn cut(&self, to: u64, aligned: Option<(u64, f64)>) {
        // Sequentially consistent throughout, so that the callback's two looks at `aligned_to` enclose
        // what it reads between them.
        self.aligned_to.store(0, Ordering::SeqCst);
        if let Some((from, ratio)) = aligned {
            self.align_from.store(from, Ordering::SeqCst);
            self.align_ratio_bits.store(ratio.to_bits(), Ordering::SeqCst);
            self.aligned_to.store(to, Ordering::SeqCst);
        }
        self.discard_to.store(to, Ordering::SeqCst);
    }

    /// Frames before this number will not be heard, whether or not the callback has skipped them yet.
    pub(super) fn stale_to(&self) -> u64 {
        self.discard_to.load(Ordering::SeqCst)
    }

    /// How far into the new frames a callback goes that leaves the old ones at `next`, if they say the same.
    fn offset(&self, to: u64, next: u64) -> Option<u64> {
        let is_about = |to| to > 0 && self.aligned_to.load(Ordering::SeqCst) == to;
        if !is_about(to) {
            return None;
        }
        let from = self.align_from.load(Ordering::SeqCst);
        let ratio = f64::from_bits(self.align_ratio_bits.load(Ordering::SeqCst));
        let passed = next.saturating_sub(from) as f64 * ratio;
        (is_about(to) && next < to).then_some(passed.round() as u64)
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
    let counts = Arc::new(PlaybackCounts::new());
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
        let (faded, is_new) = self.change_over(wanted, |value| place(&mut frames, value));
        let count = self.samples.slots().min(wanted - faded);
        // Of what faded, only the new frames are told of.
        if faded + count > 0 {
            let twice = 2.0 * (faded + count) as f64 / self.shape.frames_per_sec();
            let until = now + latency.min(GREATEST_LATENCY) + Duration::from_secs_f64(twice);
            let nanos = until.saturating_duration_since(self.counts.opened).as_nanos();
            let nanos = u64::try_from(nanos).unwrap_or(u64::MAX);
            self.counts.heard_until_nanos.store(nanos, Ordering::Release);
        }
        let (before, told) = if is_new { (0, faded + count) } else { (faded, count) };
        if told > 0 {
            let before = Duration::from_secs_f64(before as f64 / self.shape.frames_per_sec());
            let at = now + latency.min(GREATEST_LATENCY) + before;
            let first = self.next - (told - count) as u64;
            let heard = Heard { first, frames: told as u64, at };
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

    /// Skips stale frames, while the first of them fade out through `place`, and what says the same fades in.
    /// Returns how many frames that took, and whether any of what follows was among them.
    fn change_over(&mut self, wanted: usize, mut place: impl FnMut(f32)) -> (usize, bool) {
        let to = self.counts.stale_to();
        if to <= self.counts.discarded_to.load(Ordering::Relaxed) {
            return (0, false);
        }
        // All stale frames are in the ring: the player names only what it has written.
        let stale = usize::try_from(to.saturating_sub(self.next)).unwrap_or(usize::MAX);
        let there = self.samples.slots();
        let same = self.counts.offset(to, self.next);
        let offset = usize::try_from(same.unwrap_or(0)).unwrap_or(usize::MAX);
        let offset = offset.min(there.saturating_sub(stale));
        let fade = stale.min(self.fade_frames).min(wanted);
        let is_new = same.is_some() && there.saturating_sub(stale + offset) >= fade.max(1);
        let taken = stale + offset + if is_new { fade } else { 0 };
        if let Ok(chunk) = self.samples.read_chunk(taken) {
            let (head, tail) = chunk.as_slices();
            let at = |n: usize| head.get(n).or_else(|| tail.get(n - head.len())).copied();
            for n in 0..fade {
                let rise = (n as f32 + 1.0) / fade as f32;
                let old = at(n).unwrap_or(0.0);
                let new = if is_new { at(stale + offset + n).unwrap_or(0.0) } else { 0.0 };
                place(old * (1.0 - rise) + new * rise);
            }
            chunk.commit_all();
        }
        self.counts.discarded_from.store(self.next, Ordering::Relaxed);
        self.counts.discarded_to.store(to, Ordering::Release);
        self.next = to + offset as u64 + if is_new { fade as u64 } else { 0 };
        (fade, is_new)
    }
}
