//! Which sound systems and devices there are, and how one of them is found.
//!
//! Everything here may block on the sound system: it is called from disposable threads only.

use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use cpal::traits::{DeviceTrait as _, HostTrait as _};

use super::api::{DeviceInfo, DeviceRef};
use super::connections::{Connection, Lent};
use super::convert::is_pcm;

/// How long the sound systems may take to list their devices.
const LISTING: Duration = Duration::from_secs(4);

/// Makes the sound system of a test.
#[derive(Clone)]
pub struct HostFactory(Arc<dyn Fn() -> cpal::Host + Send + Sync>);

impl HostFactory {
    /// `make` is called on the thread that opens the device, each time one is opened.
    pub fn new(make: impl Fn() -> cpal::Host + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }
}

impl std::fmt::Debug for HostFactory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HostFactory")
    }
}

/// The devices of this machine.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct DeviceList {
    /// Microphones. What a loudspeaker plays ("monitors") is left out.
    pub inputs: Vec<DeviceInfo>,
    /// Loudspeakers and headphones.
    pub outputs: Vec<DeviceInfo>,
    /// Sound systems that could not be asked, in sentences.
    pub problems: Vec<String>,
}

/// Which way sound flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Input,
    Output,
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Input => "microphone",
            Self::Output => "loudspeaker",
        })
    }
}

/// Where a person allows a program to use a microphone.
const ALLOWED_IN: &str = if cfg!(target_os = "macos") {
    "System Settings, Privacy & Security, Microphone"
} else if cfg!(target_os = "windows") {
    "Settings, Privacy & security, Microphone"
} else {
    "the system's privacy settings (with a sandbox, also in its permissions; with ALSA alone, join the \
     group “audio”)"
};

/// Why a device can't be used, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenError {
    #[error("No {0} was found. Connect one, or choose another in the settings, and try again")]
    NoDevice(Direction),
    #[error("The chosen {0} is not there. Connect it, or choose another in the settings")]
    NotThere(Direction),
    #[error("Another program is using the {0}. Close it there and try again")]
    Busy(Direction),
    #[error("Greenroom may not use the {0}. Allow it in {ALLOWED_IN}, then try again")]
    Denied(Direction),
    #[error("The {0} speaks a form of sound that Greenroom doesn't know ({1}). Choose another")]
    Unsupported(Direction, String),
    #[error("The {0} did not answer. Check the sound settings of the system, then try again")]
    NoAnswer(Direction),
    #[error("The {0} can't be opened. Try again, or choose another in the settings ({1})")]
    Other(Direction, String),
}

impl OpenError {
    pub(super) fn from_cpal(direction: Direction, error: &cpal::Error) -> Self {
        match error.kind() {
            cpal::ErrorKind::DeviceNotAvailable | cpal::ErrorKind::HostUnavailable => {
                Self::NoDevice(direction)
            }
            cpal::ErrorKind::DeviceBusy => Self::Busy(direction),
            cpal::ErrorKind::PermissionDenied => Self::Denied(direction),
            cpal::ErrorKind::UnsupportedConfig => Self::Unsupported(direction, error.to_string()),
            _ => Self::Other(direction, error.to_string()),
        }
    }
}

/// Where devices are looked for.
#[derive(Debug, Clone)]
pub(super) enum Hosts {
    System,
    Made(HostFactory),
}

impl Hosts {
    /// The sound systems in the order in which they are tried. cpal lists PulseAudio (which PipeWire
    /// speaks too) before ALSA: ALSA's path through the sound server never reports a dead one.
    fn all(&self) -> impl Iterator<Item = Result<Connection, cpal::Error>> {
        let (made, system) = match self {
            Self::Made(factory) => (Some(Ok(Connection::Own(Arc::new((factory.0)())))), Vec::new()),
            Self::System => (None, cpal::available_hosts()),
        };
        made.into_iter().chain(system.into_iter().map(Connection::to))
    }
}

fn find_on(host: &cpal::Host, wanted: &DeviceRef, direction: Direction) -> Option<cpal::Device> {
    match wanted {
        DeviceRef::Default => default_device(host, direction),
        DeviceRef::Id(id) => {
            let id = cpal::DeviceId::from_str(id).ok().filter(|id| id.host() == host.id())?;
            host.device_by_id(&id)
        }
    }
}

/// The device, on a connection that may carry a stream.
fn find_for_stream(
    asked: Connection,
    wanted: &DeviceRef,
    direction: Direction,
) -> Option<(Lent, cpal::Device)> {
    // First on the one for questions: looking in vain takes no other.
    let _device = find_on(asked.host(), wanted, direction)?;
    let connection = asked
        .for_stream()
        .inspect_err(|error| log::info!("no connection for a stream: {error}"))
        .ok()?;
    let device = find_on(connection.host(), wanted, direction)?;
    Some((connection, device))
}

/// A device that was found, with the form of sound it prefers.
pub(super) struct Found {
    /// By which it was found, for its stream.
    pub(super) connection: Lent,
    pub(super) device: cpal::Device,
    pub(super) config: cpal::SupportedStreamConfig,
    pub(super) name: String,
}

/// Finds the wanted device. A chosen one is never silently replaced by another.
pub(super) fn find(
    hosts: &Hosts,
    wanted: &DeviceRef,
    direction: Direction,
) -> Result<Found, OpenError> {
    let mut problem = None;
    for host in hosts.all() {
        let host = match host {
            Ok(host) => host,
            Err(error) => {
                log::info!("a sound system is not available: {error}");
                continue;
            }
        };
        let Some((connection, device)) = find_for_stream(host, wanted, direction) else { continue };
        // A default device may be named where there is no sound card at all: only its
        // configuration tells.
        match preferred_config(&device, direction) {
            Ok(config) => {
                return Ok(Found { name: name(&device), connection, device, config });
            }
            Err(error) => problem = Some(error),
        }
    }
    Err(problem.unwrap_or(match wanted {
        DeviceRef::Default => OpenError::NoDevice(direction),
        DeviceRef::Id(_) => OpenError::NotThere(direction),
    }))
}

fn default_device(host: &cpal::Host, direction: Direction) -> Option<cpal::Device> {
    match direction {
        Direction::Input => host.default_input_device(),
        Direction::Output => host.default_output_device(),
    }
}

/// The device's own default, or its best PCM form when the default is none.
fn preferred_config(
    device: &cpal::Device,
    direction: Direction,
) -> Result<cpal::SupportedStreamConfig, OpenError> {
    let default = match direction {
        Direction::Input => device.default_input_config(),
        Direction::Output => device.default_output_config(),
    };
    let default = default.map_err(|error| OpenError::from_cpal(direction, &error))?;
    if is_pcm(default.sample_format()) && default.sample_rate() > 0 && default.channels() > 0 {
        return Ok(default);
    }
    let ranges: Vec<_> = match direction {
        Direction::Input => device.supported_input_configs().map(Iterator::collect),
        Direction::Output => device.supported_output_configs().map(Iterator::collect),
    }
    .map_err(|error| OpenError::from_cpal(direction, &error))?;
    ranges
        .into_iter()
        .filter(|range| is_pcm(range.sample_format()) && range.channels() > 0)
        .max_by(cpal::SupportedStreamConfigRange::cmp_default_heuristics)
        .map(|range| range.try_with_standard_sample_rate().unwrap_or(range.with_max_sample_rate()))
        .ok_or_else(|| OpenError::Unsupported(direction, default.sample_format().to_string()))
}

fn name(device: &cpal::Device) -> String {
    device.description().map_or_else(|_| "Unnamed".into(), |text| text.name().to_owned())
}

/// Lists the devices that can be chosen. Blocks, at most for some seconds: call it from a thread.
#[must_use]
pub fn list_devices() -> DeviceList {
    list_within(Hosts::System, LISTING)
}

/// Lists the devices of a test's sound system.
#[must_use]
pub fn list_devices_of(factory: HostFactory) -> DeviceList {
    list_within(Hosts::Made(factory), LISTING)
}

/// The system's devices are being listed: a sound system that doesn't answer is not asked by one more thread
/// each time.
static IS_LISTING: AtomicBool = AtomicBool::new(false);

fn list_within(hosts: Hosts, limit: Duration) -> DeviceList {
    let problem = |text: &str| DeviceList { problems: vec![text.into()], ..DeviceList::default() };
    let is_system = matches!(hosts, Hosts::System);
    if is_system && IS_LISTING.swap(true, Ordering::AcqRel) {
        return problem("The devices are being listed already. Wait a moment, then list again");
    }
    let (sender, listed) = sync_channel(1);
    let thread = std::thread::Builder::new().name("list-devices".into()).spawn(move || {
        let found = list(&hosts);
        if is_system {
            IS_LISTING.store(false, Ordering::Release);
        }
        // Nobody listens any more when the limit has passed.
        drop(sender.try_send(found));
    });
    if thread.is_err() && is_system {
        IS_LISTING.store(false, Ordering::Release);
    }
    match thread {
        Err(error) => problem(&format!("The devices can't be listed ({error})")),
        // A sound system that doesn't answer keeps its thread: it can't be interrupted.
        Ok(_) => listed.recv_timeout(limit).unwrap_or_else(|_| {
            problem("The sound system did not answer. Check its settings, then list again")
        }),
    }
}

/// Lists the first sound system that has devices: the later ones would show the same ones again.
fn list(hosts: &Hosts) -> DeviceList {
    let mut list = DeviceList::default();
    for host in hosts.all() {
        let host = match host {
            Ok(host) => host,
            Err(error) => {
                list.problems.push(format!("A sound system is not available ({error})"));
                continue;
            }
        };
        if list.inputs.is_empty() {
            list.inputs = devices_of(host.host(), Direction::Input, &mut list.problems);
        }
        if list.outputs.is_empty() {
            list.outputs = devices_of(host.host(), Direction::Output, &mut list.problems);
        }
    }
    list
}

/// What an entry in a sound system's list stands for.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    /// Something with a plug.
    Device,
    /// A name for some device, if there is one.
    Alias,
    /// A converter, a void, or what a loudspeaker plays: nothing to speak into.
    Machinery,
}

/// PulseAudio lists the monitors of its loudspeakers among the microphones; ALSA lists its plug-ins
/// among the devices, which are there without any sound card.
fn kind(system: &str, id: &str, direction: Direction) -> Kind {
    if system == "alsa" {
        match id {
            "default" => Kind::Alias,
            _ if id.contains("CARD=") => Kind::Device,
            _ => Kind::Machinery,
        }
    } else if direction == Direction::Input && id.ends_with(".monitor") {
        Kind::Machinery
    } else {
        Kind::Device
    }
}

fn devices_of(
    host: &cpal::Host,
    direction: Direction,
    problems: &mut Vec<String>,
) -> Vec<DeviceInfo> {
    let system = host.id().to_string();
    let devices: Vec<cpal::Device> = match direction {
        Direction::Input => host.input_devices().map(Iterator::collect),
        Direction::Output => host.output_devices().map(Iterator::collect),
    }
    .unwrap_or_else(|error| {
        problems.push(format!("{system} does not list its devices ({error})"));
        Vec::new()
    });
    let default = default_device(host, direction).and_then(|device| device.id().ok());
    devices
        .iter()
        .filter_map(|device| {
            let id = device.id().ok()?;
            let is_there = || preferred_config(device, direction).is_ok();
            let is_choosable = match kind(&system, id.id(), direction) {
                Kind::Device => true,
                Kind::Alias => is_there(),
                Kind::Machinery => false,
            };
            is_choosable.then(|| DeviceInfo {
                name: name(device),
                host: system.clone(),
                is_default: default.as_ref() == Some(&id),
                id: id.to_string(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_spoken_into_or_heard_is_listed() {
        let input = |system, id| kind(system, id, Direction::Input);
        assert_eq!(input("pulseaudio", "alsa_input.usb-Blue_Yeti"), Kind::Device);
        assert_eq!(input("pulseaudio", "alsa_output.pci.analog-stereo.monitor"), Kind::Machinery);
        assert_eq!(input("alsa", "hw:CARD=Yeti,DEV=0"), Kind::Device);
        assert_eq!(input("alsa", "null"), Kind::Machinery);
        assert_eq!(input("alsa", "default"), Kind::Alias);
        assert_eq!(kind("coreaudio", "BuiltInSpeakerDevice", Direction::Output), Kind::Device);
    }
}
