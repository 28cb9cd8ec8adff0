//! What opening a microphone and opening a loudspeaker have in common.

use std::time::Duration;

use cpal::traits::{DeviceTrait as _, StreamTrait as _};

use crate::audio::api::DeviceRef;
use crate::audio::connections::Lent;
use crate::audio::devices::{Direction, Hosts, OpenError, find};
use crate::audio::disposable::Held;
use crate::audio::shape::StreamShape;
use crate::units::SampleRate;

/// How long the backend may take to build the stream.
pub(super) const BUILDING: Duration = Duration::from_secs(3);

/// A stream that runs, with the connection that carries it: dropped in this order.
pub(super) struct Carried {
    _stream: cpal::Stream,
    connection: Lent,
}

impl Carried {
    /// Where the device was found.
    pub(super) fn host(&self) -> &cpal::Host {
        self.connection.host()
    }
}

impl Held for Carried {}

/// What was started.
pub(super) struct Started<E> {
    pub(super) stream: Carried,
    /// The device's stable id, if it has one.
    pub(super) id: Option<cpal::DeviceId>,
    /// The device's name.
    pub(super) name: String,
    /// Our end of it.
    pub(super) end: E,
}

/// How long a device that another program holds is waited for, each time before it is tried again: a
/// program that lets go of it takes a moment.
const BUSY: [Duration; 3] =
    [Duration::from_millis(150), Duration::from_millis(300), Duration::from_millis(600)];

/// Finds the wanted device, has the stream built and starts it. May block: for a disposable thread. A device
/// that is busy is tried again a few times.
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
    for wait in BUSY {
        match start_once(hosts, wanted, direction, blocks_per_sec, &build) {
            Err(OpenError::Busy(_)) => std::thread::sleep(wait),
            outcome => return outcome,
        }
    }
    start_once(hosts, wanted, direction, blocks_per_sec, &build)
}

fn start_once<E>(
    hosts: &Hosts,
    wanted: &DeviceRef,
    direction: Direction,
    blocks_per_sec: u32,
    build: &impl Fn(
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
    let id = found.device.id().ok();
    let stream = Carried { _stream: stream, connection: found.connection };
    Ok(Started { stream, id, name: found.name, end })
}
