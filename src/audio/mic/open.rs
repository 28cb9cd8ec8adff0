//! Opening a microphone: the only place where an input stream is built.

use std::sync::Arc;
use std::time::Instant;

use cpal::traits::DeviceTrait as _;

use crate::audio::api::DeviceRef;
use crate::audio::devices::{Direction, Hosts, OpenError};
use crate::audio::mic::capture::{CaptureEnd, capture};
use crate::audio::mic::presence::{Presence, WatchedStream};
use crate::audio::opening::{self, BUILDING, Started};
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
    /// Its stable id, if it has one.
    pub(super) id: Option<String>,
    pub(super) end: CaptureEnd,
    /// Whether the sound still comes from it.
    pub(super) presence: Arc<Presence>,
}

/// Finds, builds and starts. May block: for a disposable thread.
pub(super) fn open(
    hosts: &Hosts,
    wanted: &DeviceRef,
) -> Result<(WatchedStream, Opened), OpenError> {
    let Started { stream, id, name, end } =
        opening::start(hosts, wanted, Direction::Input, BLOCKS_PER_SEC, build)?;
    let presence = Arc::<Presence>::default();
    let opened = Opened {
        name,
        id: id.as_ref().map(ToString::to_string),
        presence: Arc::clone(&presence),
        end,
    };
    let counts = Arc::clone(&opened.end.counts);
    Ok((WatchedStream::new(stream, id, counts, presence), opened))
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
    let counts = Arc::clone(&end.counts);
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
