//! Microphone and loudspeaker. The only room that names cpal, rtrb and hound.
//!
//! Callbacks do one thing: move samples between the device and a lock-free ring. Everything else
//! happens on threads of ours: one per stream that opens, holds and drops it (and is left behind when
//! it hangs), the microphone's, which cuts takes, the saver's, which waits for the disk, and the
//! player's, which feeds the loudspeaker.
//!
//! It knows nothing of interviews, sessions or voices: takes and clips have a number, a path, samples.

mod api;
mod clock;
mod connections;
mod convert;
pub mod cue;
mod devices;
mod disposable;
mod errors;
mod mic;
mod mono;
mod naming;
mod opening;
mod resample;
mod shape;
mod simulation;
mod speaker;
mod stretch;
mod watchdog;
pub mod wav;

pub use api::{
    Clip, DeviceInfo, DeviceRef, Levels, MicEvent, MicStats, PlayId, PlayOptions, PlayerEvent,
    PlayerStatus, Suspension, TakeBlock, TakeHandle, TakeJoint, TakeSpec, TakeSummary,
};
pub use devices::{DeviceList, HostFactory, list_devices, list_devices_of};
pub(crate) use disposable::join_within;
pub use mic::{MicSource, Microphone, SimulatedCandidate, SimulatedMic};
pub use resample::resample;
pub use speaker::{Player, Sound, SpeakerSink};
pub use stretch::stretch;
