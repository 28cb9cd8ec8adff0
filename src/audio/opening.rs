//! What opening a microphone and opening a loudspeaker have in common.

use std::time::Duration;

use cpal::traits::StreamTrait as _;

use crate::audio::api::DeviceRef;
use crate::audio::devices::{Direction, Hosts, OpenError, find};
use crate::audio::shape::StreamShape;
use crate::units::SampleRate;

/// How long the backend may take to build the stream.
pub(super) const BUILDING: Duration = Duration::from_secs(3);

/// A stream that runs.
pub(super) struct Started<E> {
    pub(super) stream: cpal::Stream,
    /// The device's name.
    pub(super) name: String,
    /// Our end of it.
    pub(super) end: E,
}

/// Finds the wanted device, has the stream built and starts it. May block: for a disposable thread.
///
/// The device is asked for `blocks_per_sec`; one that can't be told keeps its own block size.
pub(super) fn start<E>(
    hosts: &Hosts,
    wanted: &DeviceRef,
    direction: Direction,
    blocks_per_sec: u32,
    build: impl Fn(
        &cpal::Device,
        cpal::StreamConfig,
        StreamShape,
    ) -> Result<(cpal::Stream, E), cpal::Error>,
) -> Result<Started<E>, OpenError> {
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
    config.buffer_size = cpal::BufferSize::Fixed((rate.hz() / blocks_per_sec).max(1));
    let (stream, end) = build(&found.device, config, shape).or_else(|error| {
        log::info!("{} keeps its own block size: {error}", found.name);
        config.buffer_size = cpal::BufferSize::Default;
        build(&found.device, config, shape).map_err(failed)
    })?;
    stream.play().map_err(failed)?;
    Ok(Started { stream, name: found.name, end })
}
