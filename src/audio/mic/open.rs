//! Opening a microphone: the only place where an input stream is built.

use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait as _, StreamTrait as _};

use crate::audio::api::DeviceRef;
use crate::audio::devices::{Direction, Hosts, OpenError, find};
use crate::audio::mic::capture::{CaptureEnd, capture};
use crate::audio::shape::StreamShape;
use crate::units::SampleRate;

/// How long the backend may take to build the stream.
const BUILDING: Duration = Duration::from_secs(3);

/// Blocks asked for per second: 200 ms each. Without being asked, PulseAudio may hand sound over two
/// seconds at a time. But what is asked for is also all that the server keeps for a client that can't
/// be reached for a moment: on a busy machine blocks of 50 and 100 ms cost 100–140 ms of sound in
/// twelve seconds, blocks of 200 ms none. Servers usually deliver smaller pieces than asked (25–50 ms).
const BLOCKS_PER_SEC: u32 = 5;

/// An open microphone whose frames are on their way.
pub(super) struct Opened {
    pub(super) name: String,
    pub(super) end: CaptureEnd,
}

/// Finds, builds and starts. May block: for a disposable thread.
pub(super) fn open(hosts: &Hosts, wanted: &DeviceRef) -> Result<(cpal::Stream, Opened), OpenError> {
    let direction = Direction::Input;
    let found = find(hosts, wanted, direction)?;
    let failed = |error: cpal::Error| OpenError::from_cpal(direction, &error);
    let rate = SampleRate::new(found.config.sample_rate())
        .ok_or_else(|| OpenError::Unsupported(direction, "0 Hz".into()))?;
    let shape = StreamShape {
        rate,
        channels: found.config.channels(),
        format: found.config.sample_format(),
        speed: 1.0,
    };
    let mut config = found.config.config();
    config.buffer_size = cpal::BufferSize::Fixed((rate.hz() / BLOCKS_PER_SEC).max(1));
    let (stream, end) = build(&found.device, config, shape).or_else(|error| {
        // Not every device can be told its block size.
        log::info!("the microphone keeps its own block size: {error}");
        config.buffer_size = cpal::BufferSize::Default;
        build(&found.device, config, shape).map_err(failed)
    })?;
    stream.play().map_err(failed)?;
    Ok((stream, Opened { name: found.name, end }))
}

fn build(
    device: &cpal::Device,
    config: cpal::StreamConfig,
    shape: StreamShape,
) -> Result<(cpal::Stream, CaptureEnd), cpal::Error> {
    let (mut callback, end) = capture(shape);
    let counts = std::sync::Arc::clone(&end.counts);
    let stream = device.build_input_stream_raw(
        config,
        shape.format,
        move |data, info| {
            let time = info.timestamp();
            callback.process(data, Instant::now(), time.callback.duration_since(time.capture));
        },
        move |error| counts.errors.note(&error),
        Some(BUILDING),
    )?;
    Ok((stream, end))
}
