//! The capture callback: from the device's block into the ring, and nothing else.
//!
//! It does not choose channels, write files or decide anything; the microphone's thread does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rtrb::{Consumer, Producer, RingBuffer};

use crate::audio::convert::{Pcm, dispatch_pcm};
use crate::audio::errors::StreamErrors;
use crate::audio::shape::StreamShape;
use crate::units::Frames;

/// Sound that the ring holds: more than the longest sync to disk ever measured (0.65 s), many times over.
const RING: Duration = Duration::from_secs(6);

/// Wall time that the ring holds however fast a simulation runs.
const RING_AT_LEAST: Duration = Duration::from_secs(2);

/// Blocks whose times can wait to be read.
const ANCHORS: usize = 4_096;

/// Sound between two anchors at least, so that tiny blocks don't fill their ring: it holds for eight seconds.
const ANCHORED_EVERY: Duration = Duration::from_millis(2);

/// A block is never taken to be older than this, whatever the sound system says.
const GREATEST_AGE: Duration = Duration::from_secs(1);

/// When a block was captured, and what was lost just before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    /// Frames put into the ring before this block.
    pub(super) frame: u64,
    /// When its first frame was captured.
    pub(super) at: Instant,
    /// Frames dropped since the last anchor, because the ring was full.
    pub(super) lost_before: u64,
    /// Whether the device has said since the last anchor that it lost sound. It doesn't say how much.
    pub(super) overran_before: bool,
    /// Whether time itself stood still before this block, as only a simulation's can.
    pub(super) stood_before: bool,
}

/// What the callback counts; read from anywhere.
#[derive(Debug, Default)]
pub(super) struct CaptureCounts {
    pub(super) callbacks: AtomicU64,
    pub(super) frames: AtomicU64,
    pub(super) dropped_frames: AtomicU64,
    /// Frames in the largest block.
    pub(super) largest_block: AtomicU64,
    /// What the error callback said.
    pub(super) errors: StreamErrors,
    /// The loudest sample since last asked, as bits of a non-negative `f32` (which order like integers).
    peak_bits: AtomicU32,
}

impl CaptureCounts {
    /// The loudest sample since the last call, on any channel.
    pub(super) fn take_peak(&self) -> f32 {
        f32::from_bits(self.peak_bits.swap(0, Ordering::Relaxed))
    }
}

/// The reading end of a stream.
pub(super) struct CaptureEnd {
    pub(super) shape: StreamShape,
    /// Interleaved samples, whole frames.
    pub(super) samples: Consumer<f32>,
    pub(super) anchors: Consumer<Anchor>,
    pub(super) counts: Arc<CaptureCounts>,
    /// It can't be pulled out, and its time stands still where nobody keeps up with it: nothing is ever missing.
    pub(super) is_simulated: bool,
}

/// Moves blocks into the ring. Lives in the device's thread.
pub(super) struct CaptureCallback {
    shape: StreamShape,
    samples: Producer<f32>,
    anchors: Producer<Anchor>,
    counts: Arc<CaptureCounts>,
    accepted: u64,
    lost: u64,
    /// Overruns that anchors have told of.
    overruns: u64,
    /// Time stood still since the last anchor.
    stood: bool,
    /// Frames put into the ring before the next block that needs an anchor.
    next_anchor: u64,
    anchored_every: u64,
}

impl CaptureEnd {
    /// Frames in the ring.
    pub(super) fn waiting(&self) -> usize {
        self.samples.slots() / usize::from(self.shape.channels.max(1))
    }

    /// Frames that the ring can hold.
    pub(super) fn capacity(&self) -> usize {
        self.samples.buffer().capacity() / usize::from(self.shape.channels.max(1))
    }
}

/// A callback and its reading end.
pub(super) fn capture(shape: StreamShape) -> (CaptureCallback, CaptureEnd) {
    let channels = usize::from(shape.channels.max(1));
    let in_sound = Frames::in_duration(RING, shape.rate).0 as usize;
    let frames = in_sound.max(shape.frames_in(RING_AT_LEAST));
    let (producer, samples) = RingBuffer::new(frames * channels);
    let (anchor_producer, anchors) = RingBuffer::new(ANCHORS);
    let counts = Arc::new(CaptureCounts::default());
    let callback = CaptureCallback {
        shape,
        samples: producer,
        anchors: anchor_producer,
        counts: Arc::clone(&counts),
        accepted: 0,
        lost: 0,
        overruns: 0,
        stood: false,
        next_anchor: 0,
        anchored_every: shape.frames_in(ANCHORED_EVERY) as u64,
    };
    (callback, CaptureEnd { shape, samples, anchors, counts, is_simulated: false })
}

impl CaptureCallback {
    /// Frames in the ring that nobody has read yet.
    pub(super) fn unread(&self) -> usize {
        let free = self.samples.slots();
        (self.samples.buffer().capacity() - free) / usize::from(self.shape.channels.max(1))
    }

    /// A simulation has let its time stand still: the next block is later than the frames before it say.
    pub(super) fn stood_still(&mut self) {
        self.stood = true;
    }

    /// Takes one block that was handed over at `now`, its first frame captured `age` earlier.
    ///
    /// Realtime-safe: no allocation, lock, log or I/O. A full ring costs frames, which are counted.
    pub(super) fn process(&mut self, data: &cpal::Data, now: Instant, age: Duration) {
        dispatch_pcm!(data.sample_format(), T => {
            if let Some(block) = data.as_slice::<T>() {
                self.process_block(block, now, age);
            }
        }, else {});
    }

    /// [`Self::process`] for samples whose type is known.
    pub(super) fn process_block<T: Pcm>(&mut self, block: &[T], now: Instant, age: Duration) {
        let channels = usize::from(self.shape.channels.max(1));
        let frames = block.len() / channels;
        if frames == 0 {
            return;
        }
        let room = self.samples.slots() / channels;
        let taken = frames.min(room);
        // The anchor goes first: whoever sees the samples can see their time.
        self.anchor(frames, now, age);
        let mut peak = 0.0_f32;
        if let Ok(chunk) = self.samples.write_chunk_uninit(taken * channels) {
            chunk.fill_from_iter(block.iter().map(|sample| {
                let sample = sample.to_f32();
                peak = peak.max(sample.abs());
                sample
            }));
        }
        self.accepted += taken as u64;
        let lost = (frames - taken) as u64;
        self.lost += lost;
        let counts = &*self.counts;
        counts.peak_bits.fetch_max(peak.to_bits(), Ordering::Relaxed);
        counts.dropped_frames.fetch_add(lost, Ordering::Relaxed);
        counts.largest_block.fetch_max(frames as u64, Ordering::Relaxed);
        counts.frames.fetch_add(frames as u64, Ordering::Relaxed);
        counts.callbacks.fetch_add(1, Ordering::Release);
    }

    fn anchor(&mut self, frames: usize, now: Instant, age: Duration) {
        let overruns = self.counts.errors.overruns();
        let overran_before = overruns != self.overruns;
        if self.accepted < self.next_anchor && self.lost == 0 && !overran_before && !self.stood {
            return;
        }
        // The last frame of a block can't be younger than the block's arrival.
        let length = Duration::from_secs_f64(frames as f64 / self.shape.frames_per_sec());
        let age = age.min(GREATEST_AGE).max(length);
        let at = now.checked_sub(age).unwrap_or(now);
        let (lost_before, stood_before) = (self.lost, self.stood);
        let anchor = Anchor { frame: self.accepted, at, lost_before, overran_before, stood_before };
        if self.anchors.push(anchor).is_ok() {
            (self.lost, self.stood) = (0, false);
            self.overruns = overruns;
            self.next_anchor = self.accepted + self.anchored_every;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::SampleRate;

    #[test]
    fn a_full_ring_costs_whole_frames_and_every_one_is_counted() {
        let rate = SampleRate::new(1_000).expect("not zero");
        let format = cpal::SampleFormat::F32;
        let (mut callback, mut end) =
            capture(StreamShape { rate, channels: 3, format, speed: 1.0 });
        let capacity = end.samples.buffer().capacity() / 3;
        let start = Instant::now();
        let block = vec![0.5_f32; 300];
        let blocks = capacity.div_ceil(100) + 2;
        for n in 1..=blocks {
            let now = start + Duration::from_millis(100 * n as u64);
            callback.process_block(&block, now, Duration::ZERO);
        }
        assert_eq!(end.samples.slots(), capacity * 3);
        let lost = (blocks * 100 - capacity) as u64;
        assert_eq!(end.counts.dropped_frames.load(Ordering::Relaxed), lost);
        assert_eq!(end.counts.frames.load(Ordering::Relaxed), blocks as u64 * 100);

        // Once there is room again, the next anchor tells how many are missing before it.
        end.samples.read_chunk(600).expect("full").commit_all();
        callback.process_block(&block, start + Duration::from_secs(60), Duration::ZERO);
        let mut anchors = Vec::new();
        while let Ok(anchor) = end.anchors.pop() {
            anchors.push(anchor);
        }
        assert_eq!(anchors.iter().map(|anchor| anchor.lost_before).sum::<u64>(), lost);
        assert_eq!(anchors.last().map(|anchor| anchor.frame), Some(capacity as u64));
        assert_eq!(anchors[0].at, start);
    }

    #[test]
    fn blocks_of_single_frames_leave_room_for_every_anchor() {
        let format = cpal::SampleFormat::F32;
        let shape = StreamShape { rate: SampleRate::HZ_48000, channels: 1, format, speed: 1.0 };
        let (mut callback, mut end) = capture(shape);
        let start = Instant::now();
        let frames = 6 * 48_000_u64;
        for n in 0..frames {
            let at = start + Duration::from_nanos(n * 20_833);
            callback.process_block(&[0.5_f32], at, Duration::ZERO);
        }
        let mut last = 0;
        while let Ok(anchor) = end.anchors.pop() {
            last = anchor.frame;
        }
        assert!(frames - last <= 96, "the last is {last}");
    }

    #[test]
    fn an_overrun_is_told_with_the_next_block() {
        let format = cpal::SampleFormat::F32;
        let shape = StreamShape { rate: SampleRate::HZ_48000, channels: 1, format, speed: 1.0 };
        let (mut callback, mut end) = capture(shape);
        for n in 0..4 {
            if n == 2 {
                end.counts.errors.note(&cpal::Error::new(cpal::ErrorKind::Xrun));
            }
            callback.process_block(&[0.5_f32; 480], Instant::now(), Duration::ZERO);
        }
        let told: Vec<bool> =
            std::iter::from_fn(|| end.anchors.pop().ok()).map(|a| a.overran_before).collect();
        assert_eq!(told, [false, false, true, false]);
    }

    #[test]
    fn the_peak_is_the_loudest_of_all_channels_and_told_once() {
        let shape = StreamShape {
            rate: SampleRate::HZ_48000,
            channels: 2,
            format: cpal::SampleFormat::I16,
            speed: 1.0,
        };
        let (mut callback, end) = capture(shape);
        callback.process_block(&[0_i16, 100, i16::MIN, 5], Instant::now(), Duration::ZERO);
        assert_eq!(end.counts.take_peak(), 1.0);
        assert_eq!(end.counts.take_peak(), 0.0);
    }
}
