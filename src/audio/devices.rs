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
use super::naming::{Names, is_monitor, monitor_name};

/// How long the sound systems may take to list their devices.
const LISTING: Duration = Duration::from_secs(4);

/// Makes the sound system of a test.
#[derive(Clone)]
pub struct HostFactory {
    make: Arc<dyn Fn() -> cpal::Host + Send + Sync>,
    names: Arc<Names>,
}

impl HostFactory {
    /// `make` is called on the thread that opens the device, each time one is opened.
    pub fn new(make: impl Fn() -> cpal::Host + Send + Sync + 'static) -> Self {
        Self { make: Arc::new(make), names: Arc::default() }
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
    /// Microphones.
    pub inputs: Vec<DeviceInfo>,
    /// Inputs that give what the computer plays, each named as that: nothing to speak into.
    pub monitors: Vec<DeviceInfo>,
    /// Loudspeakers and headphones.
    pub outputs: Vec<DeviceInfo>,
    /// Sound systems that could not be asked, in sentences.
    pub problems: Vec<String>,
}

/// Which way sound flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// Names of the system's devices.
static SYSTEM_NAMES: Names = Names::new();

impl Hosts {
    fn names(&self) -> &Names {
        match self {
            Self::System => &SYSTEM_NAMES,
            Self::Made(factory) => &factory.names,
        }
    }

    /// The sound systems in the order in which they are tried. cpal lists PulseAudio (which PipeWire
    /// speaks too) before ALSA: ALSA's path through the sound server never reports a dead one.
    fn all(&self) -> impl Iterator<Item = Result<Connection, cpal::Error>> {
        let (made, system) = match self {
            Self::Made(factory) => {
                (Some(Ok(Connection::Own(Arc::new((factory.make)())))), Vec::new())
            }
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
        let is_last = *wanted == DeviceRef::Default && answers_for_all(host.host(), direction);
        let Some((connection, device)) = find_for_stream(host, wanted, direction) else {
            if is_last {
                break;
            }
            continue;
        };
        // A default device may be named where there is no sound card at all: only its
        // configuration tells.
        match preferred_config(&device, direction) {
            Ok(config) => {
                let name = name_among(hosts, connection.host(), &device, direction);
                return Ok(Found { name, connection, device, config });
            }
            Err(error) => problem = Some(error),
        }
        if is_last {
            break;
        }
    }
    Err(problem.unwrap_or(match wanted {
        DeviceRef::Default => OpenError::NoDevice(direction),
        DeviceRef::Id(_) => OpenError::NotThere(direction),
    }))
}

/// Whether this is a sound server that can be asked: those below it have no other microphones, only other names
/// for what it offers, among them what the loudspeaker plays.
fn answers_for_all(host: &cpal::Host, direction: Direction) -> bool {
    direction == Direction::Input
        && host.id().to_string() == "pulseaudio"
        && host.input_devices().is_ok()
}

/// The system's default; in place of one that gives what the computer plays the first microphone there is.
fn default_device(host: &cpal::Host, direction: Direction) -> Option<cpal::Device> {
    match direction {
        Direction::Output => host.default_output_device(),
        Direction::Input => host.default_input_device().and_then(|device| {
            if !gives_what_is_played(host, &device) {
                return Some(device);
            }
            let mut others = host.input_devices().ok()?;
            others.find(|other| {
                let id = other.id().ok();
                let is_device = |id: &cpal::DeviceId| {
                    kind(&host.id().to_string(), id.id(), &name(other), Direction::Input)
                        == Kind::Device
                };
                id.as_ref().is_some_and(is_device)
            })
        }),
    }
}

fn gives_what_is_played(host: &cpal::Host, device: &cpal::Device) -> bool {
    let system = host.id().to_string();
    device.id().is_ok_and(|id| is_monitor(&system, id.id(), &name(device)))
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

/// The device's name as lists have it: told apart from others, and named as what it is.
fn name_among(
    hosts: &Hosts,
    host: &cpal::Host,
    device: &cpal::Device,
    direction: Direction,
) -> String {
    let system = host.id().to_string();
    // ALSA opens devices to list them, and this one is about to be opened.
    if system != "alsa" {
        learn_names(hosts, &system, &devices_on(host, direction).unwrap_or_default(), direction);
    }
    match device.id() {
        Ok(id) => shown_name(hosts, &system, &id, device, direction),
        Err(_) => name(device),
    }
}

fn devices_on(host: &cpal::Host, direction: Direction) -> Result<Vec<cpal::Device>, cpal::Error> {
    match direction {
        Direction::Input => host.input_devices().map(Iterator::collect),
        Direction::Output => host.output_devices().map(Iterator::collect),
    }
}

fn learn_names(hosts: &Hosts, system: &str, devices: &[cpal::Device], direction: Direction) {
    let known = devices.iter().filter_map(|device| {
        let id = device.id().ok()?;
        Some((id.to_string(), way_and_name(system, &id, device)))
    });
    hosts.names().learn(direction, known.collect());
}

fn shown_name(
    hosts: &Hosts,
    system: &str,
    id: &cpal::DeviceId,
    device: &cpal::Device,
    direction: Direction,
) -> String {
    let plain = way_and_name(system, id, device);
    let numbered = hosts.names().of(direction, &id.to_string(), &plain);
    let is_input = direction == Direction::Input;
    if is_input && is_monitor(system, id.id(), &name(device)) {
        monitor_name(&numbered)
    } else {
        numbered
    }
}

/// ALSA has several ways to one and the same card, which are no others of its name.
fn way_and_name(system: &str, id: &cpal::DeviceId, device: &cpal::Device) -> String {
    let name = name(device);
    match id.id().split_once(':') {
        Some((way, _)) if system == "alsa" => format!("{name} ({way})"),
        _ => name,
    }
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
    let mut is_answered = false;
    for host in hosts.all() {
        let host = match host {
            Ok(host) => host,
            Err(error) => {
                list.problems.push(format!("A sound system is not available ({error})"));
                continue;
            }
        };
        let host = host.host();
        if list.inputs.is_empty() {
            let found = devices_of(hosts, host, Direction::Input, &mut list.problems);
            // What another name leads to is what the server before offered.
            let is_new = |kind: Kind| kind != Kind::Alias || !is_answered;
            list.inputs = listed(&found, |kind| is_new(kind) && kind != Kind::Monitor);
            list.monitors.extend(listed(&found, |kind| kind == Kind::Monitor));
            is_answered |= answers_for_all(host, Direction::Input);
        }
        if list.outputs.is_empty() {
            let found = devices_of(hosts, host, Direction::Output, &mut list.problems);
            list.outputs = listed(&found, |_| true);
        }
    }
    list
}

fn listed(found: &[(Kind, DeviceInfo)], is_wanted: impl Fn(Kind) -> bool) -> Vec<DeviceInfo> {
    found.iter().filter(|(kind, _)| is_wanted(*kind)).map(|(_, info)| info.clone()).collect()
}

/// What an entry in a sound system's list stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Something with a plug.
    Device,
    /// A name for some device, if there is one.
    Alias,
    /// What a loudspeaker plays, as an input: nothing to speak into.
    Monitor,
    /// A converter or a void.
    Machinery,
}

/// PulseAudio lists the monitors of its loudspeakers among the microphones; ALSA lists its plug-ins
/// among the devices, which are there without any sound card.
fn kind(system: &str, id: &str, name: &str, direction: Direction) -> Kind {
    if direction == Direction::Input && is_monitor(system, id, name) {
        return Kind::Monitor;
    }
    match id {
        _ if system != "alsa" => Kind::Device,
        "default" => Kind::Alias,
        _ if id.contains("CARD=") => Kind::Device,
        _ => Kind::Machinery,
    }
}

fn devices_of(
    hosts: &Hosts,
    host: &cpal::Host,
    direction: Direction,
    problems: &mut Vec<String>,
) -> Vec<(Kind, DeviceInfo)> {
    let system = host.id().to_string();
    let devices = devices_on(host, direction).unwrap_or_else(|error| {
        problems.push(format!("{system} does not list its devices ({error})"));
        Vec::new()
    });
    learn_names(hosts, &system, &devices, direction);
    let default = default_device(host, direction).and_then(|device| device.id().ok());
    devices
        .iter()
        .filter_map(|device| {
            let id = device.id().ok()?;
            let kind = kind(&system, id.id(), &name(device), direction);
            let is_choosable = match kind {
                Kind::Device | Kind::Monitor => true,
                Kind::Alias => preferred_config(device, direction).is_ok(),
                Kind::Machinery => false,
            };
            let info = || DeviceInfo {
                name: shown_name(hosts, &system, &id, device, direction),
                host: system.clone(),
                is_default: default.as_ref() == Some(&id),
                id: id.to_string(),
            };
            is_choosable.then(|| (kind, info()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_spoken_into_or_heard_is_listed() {
        let input = |system, id| kind(system, id, "Built-in Audio", Direction::Input);
        assert_eq!(input("pulseaudio", "alsa_input.usb-Blue_Yeti"), Kind::Device);
        assert_eq!(input("pulseaudio", "alsa_output.pci.analog-stereo.monitor"), Kind::Monitor);
        assert_eq!(input("alsa", "hw:CARD=Loopback,DEV=1"), Kind::Monitor);
        assert_eq!(input("alsa", "hw:CARD=Yeti,DEV=0"), Kind::Device);
        assert_eq!(input("alsa", "null"), Kind::Machinery);
        assert_eq!(input("alsa", "default"), Kind::Alias);
        assert_eq!(
            kind("coreaudio", "BuiltInSpeakerDevice", "Speakers", Direction::Output),
            Kind::Device
        );
    }
}
