//! The words in which the rest of Greenroom speaks with microphone and loudspeaker.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::units::{Dbfs, Frames, SampleRate};

/// A device as the user chose it: by its stable id, or the system's default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DeviceRef {
    /// Whatever the system calls its default.
    #[default]
    Default,
    /// This one, by cpal's stable id.
    Id(String),
}

/// A device that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceInfo {
    /// Stable id.
    pub id: String,
    /// What people read.
    pub name: String,
    /// The sound system it belongs to, such as "PulseAudio".
    pub host: String,
    /// Whether it is the system's default.
    pub is_default: bool,
}

/// One recording, named by the caller; events carry it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TakeHandle(pub u32);

/// One playing, named by the caller; events carry it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlayId(pub u64);

/// What the microphone's side reports.
#[derive(Debug, Clone)]
pub enum MicEvent {
    /// The stream is open and its first real frames have come.
    Ready {
        /// Its name.
        device: String,
        /// Its rate, also the takes'.
        rate: SampleRate,
        /// Its channels; takes are mono.
        channels: u16,
        /// Its sample format, such as `f32`.
        format: String,
    },
    /// The device could not be opened. Says what to do.
    OpenFailed(String),
    /// The device is gone: an error, or no data for 500 ms. A running take waits, all that was recorded of
    /// it on disk, until it is resumed or finished. The same device is tried again for a while: `Ready`
    /// follows when it is back, `OpenFailed` when it does not come.
    Lost(String),
    /// The first frames of a take are on their way to disk.
    TakeStarted(TakeHandle),
    /// A take that waited goes on.
    TakeResumed {
        /// Why it was suspended; `None` where its microphone was lost.
        why: Option<Suspension>,
        /// Which.
        take: TakeHandle,
        /// Frames it has so far.
        frames: Frames,
        /// How long these last.
        recorded: Duration,
        /// Estimated time missing, or suspended, before the next.
        missing: Duration,
    },
    /// The take is on disk, synced and under its final name.
    TakeSaved(TakeHandle, TakeSummary),
    /// The take never began: no microphone is open. There is nothing to save. Says what to do.
    TakeRefused(TakeHandle, String),
    /// Writing failed; samples are kept in memory (bounded) until `save_again`.
    TakeFailed(TakeHandle, String),
    /// A running take can't be written, and memory will soon hold no more of it. Says what to do.
    MemoryRunsOut(TakeHandle, String),
    /// A running take that could not be written is on disk again, whole up to now.
    TakeWritable(TakeHandle),
    /// The take reached its greatest length and ended by itself; `TakeSaved` follows.
    TakeReachedLimit(TakeHandle),
}

/// Why a take was suspended by whoever records it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspension {
    /// Something was played that is to be no part of it: the question, once more.
    QuestionHeard,
    /// The person has paused.
    Paused,
}

/// Where a take was suspended and went on in the same file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakeJoint {
    /// Its frames before that.
    pub at: Frames,
    /// About how long it was suspended.
    pub lasted: Duration,
    /// Why.
    pub why: Suspension,
}

/// A stretch of a running take as it stands in its file, for whoever listens along.
///
/// Stretches come in order and without holes, some moments after they were recorded. All of them together
/// are the file unless more had to be taken off its end than was held back: who needs every frame
/// compares their number with [`TakeSummary::frames`].
#[derive(Debug, Clone, Copy)]
pub struct TakeBlock<'a> {
    /// The take.
    pub take: TakeHandle,
    /// Its rate.
    pub rate: SampleRate,
    /// Frames of it that came before.
    pub first: Frames,
    /// One channel, never empty.
    pub samples: &'a [i16],
}

/// What is known of a finished take, exact.
#[derive(Debug, Clone, PartialEq)]
pub struct TakeSummary {
    /// The finished file.
    pub path: PathBuf,
    /// Its rate.
    pub rate: SampleRate,
    /// Its length, equal to the frames in the file.
    pub frames: Frames,
    /// Frames that were lost: that the ring had no room for, or, as far as the clock tells, that the device
    /// said it lost.
    pub dropped_frames: u64,
    /// The most frames that ever waited to be written, and what there is room for.
    pub ring_high_water: Frames,
    /// See [`Self::ring_high_water`].
    pub ring_capacity: Frames,
    /// Samples at or beyond full scale.
    pub clipped_samples: u64,
    /// The loudest sample.
    pub peak: Dbfs,
    /// Where the recording was interrupted and went on: position and estimated time missing.
    pub gaps: Vec<(Frames, Duration)>,
    /// Where it was suspended and went on, in order.
    pub joints: Vec<TakeJoint>,
}

/// Mono sound in memory, shared without copying.
#[derive(Debug, Clone)]
pub struct Clip {
    /// Samples in −1…1, one channel.
    pub samples: Arc<[f32]>,
    /// Their rate.
    pub rate: SampleRate,
}

impl Clip {
    /// How long it lasts at its own speed.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Frames(self.samples.len() as u64).duration(self.rate)
    }
}

/// What the loudspeaker's side reports.
#[derive(Debug, Clone)]
pub enum PlayerEvent {
    /// The first frame was handed to the device.
    Started(PlayId),
    /// The last frame has been *heard*: `at` includes the output's latency, so it may lie a little ahead.
    Ended(PlayId, Instant),
    /// It could not be played, or the device was lost meanwhile. Says what to do.
    Failed(PlayId, String),
}

/// What the loudspeaker is doing now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlayerStatus {
    /// What plays or is paused.
    pub playing: Option<PlayId>,
    /// Whether it is paused.
    pub paused: bool,
    /// Position in it, from frames really played; in its own time. In the gap behind a sound, its end.
    pub position: Duration,
    /// Level of the last block sent, for the interviewer's shape.
    pub level: Dbfs,
}

/// A take to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeSpec {
    /// How events will name it.
    pub handle: TakeHandle,
    /// The finished `.wav`; it grows as `.wav.part` beside it. When there is one of that name already, a
    /// number is added: [`TakeSummary::path`] has the truth.
    pub path: PathBuf,
    /// Its first frame is the one captured then: up to a second and a half ago, or in the future.
    pub from: Instant,
    /// Its greatest length.
    pub max: Duration,
}

/// How loud the microphone is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Levels {
    /// The loudest sample since last asked, falling slowly: for a meter.
    pub shown: Dbfs,
    /// The loudest sample since last asked, and nothing else; [`Dbfs::FLOOR`] where none has come.
    pub peak: Dbfs,
}

/// How the microphone's stream is doing, for `doctor`, tests and benchmarks.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct MicStats {
    /// Blocks received since the stream was opened.
    pub callbacks: u64,
    /// Frames received, dropped ones included.
    pub frames: Frames,
    /// Frames that the ring had no room for.
    pub dropped_frames: u64,
    /// Calls of the device's error callback.
    pub errors: u64,
    /// Those of them that told of lost sound.
    pub overruns: u64,
    /// The fullest the ring has been, in frames.
    pub ring_high_water: Frames,
    /// Frames the ring can hold.
    pub ring_capacity: Frames,
    /// From opening the device to its first block, once there was one.
    pub first_callback: Option<Duration>,
}

/// How a sound is to be played. All times are its own.
#[derive(Debug, Clone, PartialEq)]
pub struct PlayOptions {
    /// Where to begin.
    pub from: Duration,
    /// Where to end; `None` for its end.
    pub until: Option<Duration>,
    /// Speed: 1 as it is, 1.5 faster, 0.5 slower, the pitch kept. Held within 0.25…4.
    pub stretch: f32,
    /// Linear factor on the amplitude, 0…16. Above 1 the loudest moments are held below −1 dBFS.
    pub gain: f32,
    /// A stretch that is played again and again, from the place it begins at when playing is outside it.
    /// Less than 20 ms is ignored.
    pub repeat: Option<(Duration, Duration)>,
    /// Stretches that are passed over, in order of time. Those that overlap or are shorter than 20 ms are
    /// ignored.
    pub skip: Arc<[(Duration, Duration)]>,
}

impl Default for PlayOptions {
    fn default() -> Self {
        Self {
            from: Duration::ZERO,
            until: None,
            stretch: 1.0,
            gain: 1.0,
            repeat: None,
            skip: Arc::from([]),
        }
    }
}
