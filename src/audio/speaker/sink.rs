//! Where the player's sound goes: a device, a test's sound card, a simulation, nowhere.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::audio::api::DeviceRef;
use crate::audio::devices::{Direction, HostFactory, Hosts, OpenError};
use crate::audio::disposable::Disposable;
use crate::audio::shape::StreamShape;
use crate::audio::simulation::Simulation;
use crate::audio::speaker::callback::{PlaybackCallback, PlaybackEnd, playback};
use crate::audio::speaker::open;
use crate::audio::speaker::stream::WAKING;
use crate::units::SampleRate;

/// The name of the thread that holds the loudspeaker's stream.
const THREAD: &str = "speaker-stream";

/// A simulated block, in real time.
const SIMULATED_BLOCK: Duration = Duration::from_millis(5);

/// Where sound goes. Chosen at start.
#[derive(Debug, Clone)]
pub enum SpeakerSink {
    /// The system's loudspeakers.
    System,
    /// The sound system of a test.
    Host(HostFactory),
    /// Nobody listens, but time passes as if: `speed` (0.1…100) times as fast as ours.
    Simulated {
        /// How fast.
        speed: f64,
    },
    /// No loudspeaker: playing fails and says so.
    None,
}

impl SpeakerSink {
    /// How long a device that was just opened is given silence; where nobody listens none.
    pub(super) fn waking(&self) -> Duration {
        match self {
            Self::System | Self::Host(_) => WAKING,
            Self::Simulated { .. } | Self::None => Duration::ZERO,
        }
    }
}

/// Opens `device` on a thread of its own; the outcome goes to `report`.
pub(super) fn spawn(
    sink: &SpeakerSink,
    device: DeviceRef,
    report: impl FnOnce(Result<PlaybackEnd, OpenError>) + Send + 'static,
) -> Result<Disposable, OpenError> {
    let from_hosts = |hosts: Hosts| move || open::open(&hosts, &device);
    let spawned = match sink {
        SpeakerSink::None => return Err(OpenError::NoDevice(Direction::Output)),
        SpeakerSink::System => Disposable::spawn(THREAD, from_hosts(Hosts::System), report),
        SpeakerSink::Host(factory) => {
            Disposable::spawn(THREAD, from_hosts(Hosts::Made(factory.clone())), report)
        }
        SpeakerSink::Simulated { speed } => {
            let speed = if speed.is_finite() { speed.clamp(0.1, 100.0) } else { 1.0 };
            Disposable::spawn(THREAD, move || simulate(speed), report)
        }
    };
    spawned.map_err(|error| OpenError::Other(Direction::Output, error.to_string()))
}

fn simulate(speed: f64) -> Result<(Simulation, PlaybackEnd), OpenError> {
    let shape = StreamShape {
        rate: SampleRate::HZ_48000,
        channels: 1,
        format: cpal::SampleFormat::F32,
        speed,
    };
    let (callback, end) = playback(shape);
    let running = Simulation::spawn("simulated-speaker", move |stop| run(callback, shape, stop))
        .map_err(|error| OpenError::Other(Direction::Output, error.to_string()))?;
    Ok((running, end))
}

fn run(mut callback: PlaybackCallback, shape: StreamShape, stop: &AtomicBool) {
    let mut block = vec![0.0_f32; shape.frames_in(SIMULATED_BLOCK).max(1)];
    let span = Duration::from_secs_f64(block.len() as f64 / shape.frames_per_sec());
    let mut due = Instant::now();
    while !stop.load(Ordering::Acquire) {
        let now = Instant::now();
        if now < due {
            std::thread::park_timeout(due - now);
            continue;
        }
        callback.process_block(&mut block, due, Duration::ZERO);
        due += span;
    }
}
