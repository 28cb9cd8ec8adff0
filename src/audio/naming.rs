//! What a device is to a person: something to speak into or what the computer plays, under a name that is
//! told apart from another of the same name.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::devices::Direction;

/// What is said behind the name of a device that gives what a loudspeaker plays.
const NO_MICROPHONE: &str = ": what the computer plays, not a microphone";

/// Names under which sound cards and helpers offer what the computer plays, in small letters. Windows translates
/// the first one.
const MIXES: [&str; 9] = [
    "stereo mix",
    "stereomix",
    "mixage stéréo",
    "mezcla estéreo",
    "missaggio stereo",
    "what u hear",
    "wave out mix",
    "blackhole",
    "soundflower",
];

/// Whether this input gives what the computer plays.
///
/// PulseAudio and PipeWire call the monitor of a loudspeaker after it, always with `.monitor` at the end; whatever is
/// made of other sources has a name of its own, unless it was given none. ALSA's loopback card carries what
/// programs play into it.
pub(super) fn is_monitor(system: &str, id: &str, name: &str) -> bool {
    let by_id = if system == "alsa" {
        id.contains("CARD=Loopback")
    } else {
        id.ends_with(".monitor") || id.ends_with(".monitor.remapped")
    };
    let name = name.to_lowercase();
    by_id || MIXES.iter().any(|mix| name.contains(mix))
}

/// The name with what the device is.
pub(super) fn monitor_name(name: &str) -> String {
    format!("{name}{NO_MICROPHONE}")
}

/// Devices by name and direction: the place in the list is the number.
type Known = BTreeMap<(Direction, String), Vec<String>>;

/// Which devices of a sound system have the same name. A number that was given stays with its device as long as
/// the program runs, whatever is plugged in and out.
#[derive(Debug, Default)]
pub(super) struct Names(Mutex<Known>);

impl Names {
    /// Nothing known yet.
    pub(super) const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// These are there now, each an id and a name.
    pub(super) fn learn(&self, direction: Direction, mut devices: Vec<(String, String)>) {
        // In an order that does not depend on which was plugged in first.
        devices.sort();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, name) in devices {
            let same = known.entry((direction, name)).or_default();
            if !same.contains(&id) {
                same.push(id);
            }
        }
    }

    /// The name of a device, with its number if it is not the first of that name.
    pub(super) fn of(&self, direction: Direction, id: &str, name: &str) -> String {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = known.get(&(direction, name.to_owned()));
        match same.and_then(|same| same.iter().position(|one| one == id)) {
            Some(before) if before > 0 => format!("{name} ({})", before + 1),
            _ => name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_computer_plays_is_known_by_its_id_or_its_name() {
        let is = |system, id| is_monitor(system, id, "Built-in Audio");
        assert!(is("pulseaudio", "alsa_output.pci.analog-stereo.monitor"));
        assert!(is("pulseaudio", "speaker.monitor.remapped"));
        assert!(!is("pulseaudio", "alsa_input.usb-Blue_Yeti"));
        assert!(is("alsa", "hw:CARD=Loopback,DEV=1"));
        assert!(!is("alsa", "hw:CARD=Yeti,DEV=0"));
        assert!(is_monitor("wasapi", "{0.0.1}", "Stereo Mix (Realtek Audio)"));
        assert!(!is_monitor("wasapi", "{0.0.1}", "Microphone (Yeti Stereo Microphone)"));
    }

    #[test]
    fn two_of_one_name_have_numbers_that_stay_with_them() {
        let names = Names::new();
        let one = |id: &str| (id.to_owned(), "Yeti".to_owned());
        names.learn(Direction::Input, vec![one("b"), one("a")]);
        let name = |id| names.of(Direction::Input, id, "Yeti");
        assert_eq!([name("a"), name("b")], ["Yeti", "Yeti (2)"]);
        // The first is pulled out, a third comes.
        names.learn(Direction::Input, vec![one("b")]);
        names.learn(Direction::Input, vec![one("b"), one("0")]);
        assert_eq!([name("b"), name("0"), name("a")], ["Yeti (2)", "Yeti (3)", "Yeti"]);
        assert_eq!(
            names.of(Direction::Output, "b", "Yeti"),
            "Yeti",
            "a loudspeaker is another thing"
        );
    }
}
