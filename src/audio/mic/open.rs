//! Opening a microphone: the only place where an input stream is built.

use std::time::Instant;

use cpal::traits::DeviceTrait as _;

use crate::audio::api::DeviceRef;
use crate::audio::devices::{Direction, Hosts, OpenError};
use crate::audio::mic::capture::{CaptureEnd, capture};
use crate::audio::opening::{self, BUILDING};
use crate::audio::shape::StreamShape;
use crate::panics::caught;

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
    let started = opening::start(hosts, wanted, Direction::Input, BLOCKS_PER_SEC, build)?;
    Ok((started.stream, Opened { name: started.name, end: started.end }))
}

fn build(
    device: &cpal::Device,
    config: cpal::StreamConfig,
    shape: StreamShape,
) -> Result<(cpal::Stream, CaptureEnd), cpal::Error> {
    let (mut callback, end) = capture(shape);
    // A panic must not leave a device's thread, which may not be Rust's. After one the stream is silent, and
    // what is silent is found out.
    let mut works = true;
    let counts = std::sync::Arc::clone(&end.counts);
    let stream = device.build_input_stream_raw(
        config,
        shape.format,
        move |data, info| {
            let time = info.timestamp();
            let age = time.callback.duration_since(time.capture);
            works = works && caught(|| callback.process(data, Instant::now(), age)).is_some();
        },
        move |error| counts.errors.note(&error),
        Some(BUILDING),
    )?;
    Ok((stream, end))
}
