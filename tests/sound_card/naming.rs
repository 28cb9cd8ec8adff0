//! What is offered as a microphone, and under which name.

use std::sync::atomic::Ordering;

use greenroom::audio::{DeviceRef, MicEvent, MicSource};

use crate::Mic;
use crate::common::fake_card::{Card, Spec};

/// A card that gives what the loudspeaker plays, as a sound server offers one for each loudspeaker.
fn monitor() -> Card {
    Card::new(Spec { id: "speaker.monitor", name: "Monitor of Loudspeaker", ..Spec::default() })
}

fn device_of(mic: &Mic) -> String {
    mic.wait_for("ready", |event| match event {
        MicEvent::Ready { device, .. } => Some(device.clone()),
        _ => None,
    })
}

#[test]
fn what_the_loudspeaker_plays_is_no_microphone() {
    let monitor = monitor();
    let devices = greenroom::audio::list_devices_of(monitor.factory());
    assert_eq!(devices.inputs, [], "{devices:?}");
    let named = "Monitor of Loudspeaker: what the computer plays, not a microphone";
    assert_eq!(devices.monitors[0].name, named);
    let mic = Mic::start(MicSource::Host(monitor.factory()));
    mic.mic.open(DeviceRef::Default);
    let text = mic.wait_for("a failure", |event| match event {
        MicEvent::OpenFailed(text) => Some(text.clone()),
        _ => None,
    });
    assert!(text.starts_with("No microphone was found"), "{text}");
    assert_eq!(monitor.events.open_streams.load(Ordering::Acquire), 0, "it was not listened to");
    // Who has chosen it is told what it is.
    let mic = Mic::start(MicSource::Host(monitor.factory()));
    mic.mic.open(DeviceRef::Id(devices.monitors[0].id.clone()));
    assert_eq!(device_of(&mic), named);
}

#[test]
fn a_default_that_is_what_the_loudspeaker_plays_gives_way_to_a_microphone() {
    let (monitor, desk) = (monitor(), Card::new(Spec::default()));
    let factory = Card::factory_of(&[&monitor, &desk]);
    let devices = greenroom::audio::list_devices_of(factory.clone());
    let names: Vec<_> =
        devices.inputs.iter().map(|one| (one.name.as_str(), one.is_default)).collect();
    assert_eq!(names, [("Fake sound card", true)]);
    let mic = Mic::start(MicSource::Host(factory));
    mic.mic.open(DeviceRef::Default);
    assert_eq!(device_of(&mic), "Fake sound card");
}

#[test]
fn two_microphones_of_one_name_are_told_apart_wherever_they_are_named() {
    let yeti = |id| Card::new(Spec { id, name: "Yeti Stereo Microphone", ..Spec::default() });
    let (first, second) = (yeti("usb-1"), yeti("usb-2"));
    let factory = Card::factory_of(&[&second, &first]);
    for _ in 0..2 {
        let devices = greenroom::audio::list_devices_of(factory.clone());
        for list in [&devices.inputs, &devices.outputs] {
            let names: Vec<_> = list.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(names, ["Yeti Stereo Microphone (2)", "Yeti Stereo Microphone"]);
        }
    }
    let mic = Mic::start(MicSource::Host(factory));
    mic.mic.open(DeviceRef::Default);
    assert_eq!(device_of(&mic), "Yeti Stereo Microphone (2)");
}
