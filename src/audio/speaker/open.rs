//! Opening a loudspeaker: the only place where an output stream is built.

use std::sync::Arc;
use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait as _, StreamTrait as _};

use crate::audio::api::DeviceRef;
use crate::audio::devices::{Direction, Hosts, OpenError, find};
use crate::audio::shape::StreamShape;
use crate::audio::speaker::callback::{PlaybackEnd, playback};
use crate::units::SampleRate;

/// How long the backend may take to build the stream.
const BUILDING: Duration = Duration::from_secs(3);

/// Blocks asked for per second. Measured with PulseAudio: with its default size 4 s of sound vanish in
/// 2.3 s and the end is cut off; with 1,024 frames it breaks up.
const BLOCKS_PER_SEC: u32 = 10;

/// Finds, builds and starts. May block: for a disposable thread.
pub(super) fn open(
    hosts: &Hosts,
    wanted: &DeviceRef,
) -> Result<(cpal::Stream, PlaybackEnd), OpenError> {
    let direction = Direction::Output;
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
        log::info!("the loudspeaker keeps its own block size: {error}");
        config.buffer_size = cpal::BufferSize::Default;
        build(&found.device, config, shape).map_err(failed)
    })?;
    stream.play().map_err(failed)?;
    Ok((stream, end))
}

fn build(
    device: &cpal::Device,
    config: cpal::StreamConfig,
    shape: StreamShape,
) -> Result<(cpal::Stream, PlaybackEnd), cpal::Error> {
    let (mut callback, end) = playback(shape);
    let counts = Arc::clone(&end.counts);
    let stream = device.build_output_stream_raw(
        config,
        shape.format,
        move |data, info| {
            let time = info.timestamp();
            callback.process(data, Instant::now(), time.playback.duration_since(time.callback));
        },
        move |error| counts.errors.note(&error),
        Some(BUILDING),
    )?;
    Ok((stream, end))
}
