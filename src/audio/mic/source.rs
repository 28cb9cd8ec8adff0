//! Where the microphone's sound comes from: a device, a test's sound card, a simulation, nowhere.

use crate::audio::api::DeviceRef;
use crate::audio::devices::{Direction, HostFactory, Hosts, OpenError};
use crate::audio::disposable::Disposable;
use crate::audio::mic::open::{self, Opened};
use crate::audio::mic::simulated::SimulatedMic;

/// The name of the thread that holds the microphone's stream.
const THREAD: &str = "mic-stream";

/// Where sound comes from. Chosen at start; [`MicEvent::Ready`](crate::audio::MicEvent::Ready) names it.
#[derive(Debug, Clone)]
pub enum MicSource {
    /// The system's microphones.
    System,
    /// The sound system of a test.
    Host(HostFactory),
    /// Speech from memory, for the demonstration and for tests.
    Simulated(SimulatedMic),
    /// No microphone: opening fails and says so.
    None,
}

/// Opens `device` on a thread of its own; the outcome goes to `report`.
pub(super) fn spawn(
    source: &MicSource,
    device: DeviceRef,
    report: impl FnOnce(Result<Opened, OpenError>) + Send + 'static,
) -> Result<Disposable, OpenError> {
    let from_hosts = |hosts: Hosts| move || open::open(&hosts, &device);
    let spawned = match source {
        MicSource::None => return Err(OpenError::NoDevice(Direction::Input)),
        MicSource::System => Disposable::spawn(THREAD, from_hosts(Hosts::System), report),
        MicSource::Host(factory) => {
            Disposable::spawn(THREAD, from_hosts(Hosts::Made(factory.clone())), report)
        }
        MicSource::Simulated(simulated) => {
            let simulated = simulated.clone();
            Disposable::spawn(THREAD, move || simulated.open(), report)
        }
    };
    spawned.map_err(|error| OpenError::Other(Direction::Input, error.to_string()))
}
