//! Hearing takes and lists of takes outside an interview.

use std::path::PathBuf;
use std::time::Duration;

use greenroom::audio::{Clip, MicSource, SpeakerSink, wav};
use greenroom::rehearsal::{Command, HearItem, HearList, Heard};
use greenroom::units::SampleRate;

use crate::Room;

fn room() -> Room {
    Room::open(MicSource::None, SpeakerSink::Simulated { speed: 4.0 })
}

fn take(room: &Room, name: &str) -> PathBuf {
    let path = room.folder.path().join(name);
    let clip = Clip { samples: vec![0.25; 48_000].into(), rate: SampleRate::HZ_48000 };
    wav::write_clip(&path, &clip).expect("written");
    path
}

#[test]
fn a_take_is_heard_to_its_end_and_then_nothing_is() {
    let room = room();
    let what = Heard::Take(take(&room, "one.wav"));
    room.send(Command::Hear(what.clone()));
    let length = room.until("it plays", |snapshot| {
        let playback = &snapshot.playback;
        let plays = playback.what.as_ref() == Some(&what) && !playback.position.is_zero();
        plays.then_some(playback.length)
    });
    assert_eq!(length.as_millis(), 1_000);
    room.until("it ends", |snapshot| snapshot.playback.what.is_none().then_some(()));
}

#[test]
fn a_list_is_heard_in_order() {
    let room = room();
    let list: Vec<Heard> =
        ["a.wav", "b.wav", "c.wav"].iter().map(|name| Heard::Take(take(&room, name))).collect();
    let items = list.iter().cloned().map(HearItem::from).collect();
    room.send(Command::HearAll(HearList { items, gap: Duration::ZERO }));
    for (place, what) in list.iter().enumerate() {
        room.until("the next one", |snapshot| {
            let playback = &snapshot.playback;
            (playback.what.as_ref() == Some(what) && playback.place == place).then_some(())
        });
    }
    room.until("the end", |snapshot| snapshot.playback.what.is_none().then_some(()));
}

#[test]
fn a_recording_that_is_gone_is_told_of_and_nothing_plays() {
    let room = room();
    room.send(Command::Hear(Heard::Take(room.folder.path().join("gone.wav"))));
    room.until_notice("gone.wav");
    room.until("quiet", |snapshot| snapshot.playback.what.is_none().then_some(()));
}
