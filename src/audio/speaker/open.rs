//! Opening a loudspeaker: the only place where an output stream is built.

use std::sync::Arc;
use std::time::Instant;

use cpal::traits::DeviceTrait as _;

use crate::audio::api::DeviceRef;
use crate::audio::devices::{Direction, Hosts, OpenError};
use crate::audio::opening::{self, BUILDING, Carried};
use crate::audio::shape::StreamShape;
use crate::audio::speaker::callback::{PlaybackEnd, playback};
use crate::panics::caught;

/// Blocks asked for per second. Measured with PulseAudio: with its default size 4 s of sound vanish in
/// 2.3 s and the end is cut off; with 1,024 frames it breaks up.
const BLOCKS_PER_SEC: u32 = 10;

/// Finds, builds and starts. May block: for a disposable thread.
pub(super) fn open(hosts: &Hosts, wanted: &DeviceRef) -> Result<(Carried, PlaybackEnd), OpenError> {
    let started = opening::start(hosts, wanted, Direction::Output, BLOCKS_PER_SEC, build)?;
    Ok((started.stream, started.end))
}

fn build(
    device: &cpal::Device,
    config: cpal::StreamConfig,
    shape: StreamShape,
) -> Result<(cpal::Stream, PlaybackEnd), cpal::Error> {
    let (mut callback, end) = playback(shape);
    // A panic must not leave a device's thread, which may not be Rust's. After one nothing is taken any more,
    // and that is found out.
    let mut works = true;
    let counts = Arc::clone(&end.counts);
    let stream = device.build_output_stream_raw(
        config,
        shape.format,
        move |data, info| {
            let time = info.timestamp();
            let delay = time.playback.duration_since(time.callback);
            works = works && caught(|| callback.process(data, Instant::now(), delay)).is_some();
        },
        move |error| counts.errors.note(&error),
        Some(BUILDING),
    )?;
    Ok((stream, end))
}
