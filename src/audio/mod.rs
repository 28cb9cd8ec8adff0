//! Microphone and loudspeaker. The only room that names cpal, rtrb and hound.
//!
//! Callbacks do one thing: move samples between the device and a lock-free ring. Everything else
//! happens on threads of ours: a stream thread that opens, watches and abandons devices, a take
//! writer, a player's feeder.

mod api;

pub use api::{
    Clip, DeviceInfo, DeviceRef, MicEvent, PlayId, PlayerEvent, PlayerStatus, TakeHandle,
    TakeSummary,
};
