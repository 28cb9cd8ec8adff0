//! Hearing takes and lists of takes outside an interview.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use greenroom::audio::{Clip, MicSource, SpeakerSink, wav};
use greenroom::rehearsal::{Command, HearItem, HearList, Heard, Listen, Place};
use greenroom::units::{SampleRate, Wpm};
use greenroom::voice::{EngineKind, Persona, VoiceConfig};

use crate::common::fake_card::{Card, Spec, noise};
use crate::{Room, SPEED};

const MS: Duration = Duration::from_millis(1);

fn room() -> Room {
    Room::open(MicSource::None, SpeakerSink::Simulated { speed: 4.0 })
}

/// A room whose loudspeaker can be asked what it was given.
fn room_with_card() -> (Room, Card) {
    let card = Card::new(Spec::default());
    (Room::open(MicSource::None, SpeakerSink::Host(card.factory())), card)
}

/// A room where somebody speaks: the built-in voice, or a helper that only says that it did.
fn room_with_voice(order: Vec<EngineKind>) -> (Room, Card) {
    let card = Card::new(Spec::default());
    let folder = tempfile::tempdir().expect("a folder");
    let helper = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/voice/testdata/speaks.sh");
    let voice = VoiceConfig { order, helper: Some(helper), ..Room::nobody(&folder) };
    let speaker = SpeakerSink::Host(card.factory());
    (Room::open_with_voice(folder, MicSource::None, speaker, SPEED, voice, || {}), card)
}

fn take(room: &Room, name: &str) -> PathBuf {
    take_of(room, name, vec![0.25; 48_000])
}

fn take_of(room: &Room, name: &str, samples: Vec<f32>) -> PathBuf {
    let path = room.folder.path().join(name);
    let clip = Clip { samples: samples.into(), rate: SampleRate::HZ_48000 };
    wav::write_clip(&path, &clip).expect("written");
    path
}

/// Noise that comes through unchanged, and is never zero.
fn sound(seed: u64, frames: usize) -> Vec<f32> {
    (0..frames as u64).map(|n| f32::from((noise(seed + n) >> 8) | 1) / 128.0).collect()
}

fn tone(amplitude: f32, frames: usize) -> Vec<f32> {
    (0..frames).map(|n| amplitude * (n as f32 * 0.1).sin()).collect()
}

fn text(words: &str) -> Heard {
    Heard::Text { parts: vec![words.to_owned()], persona: Persona::Model, speed: Wpm(170) }
}

fn hear(room: &Room, items: Vec<HearItem>, gap: Duration) {
    room.send(Command::HearAll(HearList { items, gap }));
}

fn until_quiet(room: &Room) {
    room.until("quiet", |snapshot| snapshot.playback.what.is_none().then_some(()));
}

fn until_place(room: &Room, place: usize) {
    room.until("its turn", |snapshot| {
        let playback = &snapshot.playback;
        (playback.place == place && playback.what.is_some()).then_some(())
    });
}

/// What sounded: from the first sample that is not silent to the last.
fn sounded(card: &Card) -> Vec<f64> {
    let heard = card.heard();
    let first = heard.iter().position(|x| *x != 0.0).unwrap_or(heard.len());
    let last = heard.iter().rposition(|x| *x != 0.0).map_or(first, |last| last + 1);
    heard[first..last].to_vec()
}

fn exact(samples: &[f32]) -> Vec<f64> {
    samples.iter().map(|sample| f64::from(*sample)).collect()
}

fn loudest(samples: &[f64]) -> f64 {
    samples.iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
}

#[test]
fn a_take_that_begins_in_its_middle_is_shown_there_from_the_first_moment() {
    let room = room();
    let path = take_of(&room, "take.wav", vec![0.25; 4 * 48_000]);
    let item = HearItem { from: Place::At(2_000 * MS), ..Heard::Take(path).into() };
    hear(&room, vec![item], Duration::ZERO);
    room.until("heard", |snapshot| {
        let playback = &snapshot.playback;
        let is_there = playback.what.is_some();
        assert!(!is_there || playback.position >= 2_000 * MS, "{playback:?}");
        (is_there && playback.position > 2_200 * MS).then_some(())
    });
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
    until_quiet(&room);
}

#[test]
fn a_list_is_heard_in_order() {
    let room = room();
    let list: Vec<Heard> =
        ["a.wav", "b.wav", "c.wav"].iter().map(|name| Heard::Take(take(&room, name))).collect();
    hear(&room, list.iter().cloned().map(HearItem::from).collect(), Duration::ZERO);
    for (place, what) in list.iter().enumerate() {
        room.until("the next one", |snapshot| {
            let playback = &snapshot.playback;
            (playback.what.as_ref() == Some(what) && playback.place == place).then_some(())
        });
    }
    until_quiet(&room);
}

#[test]
fn takes_follow_one_another_after_exactly_the_gap() {
    for gap in [Duration::ZERO, 250 * MS] {
        let (room, card) = room_with_card();
        let sounds = [sound(1, 14_400), sound(100_000, 9_600), sound(200_000, 4_800)];
        let paths = sounds.iter().zip(["a.wav", "b.wav", "c.wav"]);
        let items =
            paths.map(|(sound, name)| Heard::Take(take_of(&room, name, sound.clone())).into());
        hear(&room, items.collect(), gap);
        until_place(&room, 2);
        until_quiet(&room);
        let silence = vec![0.0; (gap.as_millis() * 48) as usize];
        let joined = sounds.each_ref().map(|sound| exact(sound)).join(&silence[..]);
        assert_eq!(sounded(&card), joined, "{gap:?}");
    }
}

#[test]
fn openings_begin_and_end_where_they_are_asked_to() {
    let (room, card) = room_with_card();
    let (one, two) = (sound(1, 48_000), sound(100_000, 48_000));
    let items = vec![
        HearItem {
            until: Some(200 * MS),
            ..Heard::Take(take_of(&room, "a.wav", one.clone())).into()
        },
        HearItem {
            from: Place::Share(0.75),
            ..Heard::Take(take_of(&room, "b.wav", two.clone())).into()
        },
    ];
    hear(&room, items, Duration::ZERO);
    until_place(&room, 1);
    until_quiet(&room);
    let heard = sounded(&card);
    // Cuts are faded over 240 frames; the very first and last of them are silent.
    assert_eq!(heard[..9_360], exact(&one)[..9_360]);
    assert_eq!(heard[9_840..], exact(&two)[36_240..]);
    assert_eq!(heard.len(), 9_600 + 12_000);
}

#[test]
fn a_recording_that_is_gone_is_told_of_and_nothing_plays() {
    let room = room();
    room.send(Command::Hear(Heard::Take(room.folder.path().join("gone.wav"))));
    room.until_notice("gone.wav");
    until_quiet(&room);
}

#[test]
fn a_list_goes_on_without_what_can_not_be_read() {
    let (room, card) = room_with_card();
    let sound = sound(1, 9_600);
    let gone = Heard::Take(room.folder.path().join("gone.wav"));
    let there = Heard::Take(take_of(&room, "there.wav", sound.clone()));
    let items = [gone.clone(), there.clone(), gone, there].map(HearItem::from);
    hear(&room, items.into(), 100 * MS);
    room.until_notice("gone.wav");
    until_place(&room, 3);
    until_quiet(&room);
    let joined = [exact(&sound), exact(&sound)].join(&[0.0; 4_800][..]);
    assert_eq!(sounded(&card), joined);
}

#[test]
fn a_rendered_text_is_ready_when_its_turn_comes() {
    let (room, card) = room_with_voice(vec![EngineKind::BuiltIn]);
    let first = sound(1, 96_000);
    let list = vec![
        Heard::Take(take_of(&room, "a.wav", first.clone())).into(),
        text("A clear answer.").into(),
        Heard::Take(take_of(&room, "b.wav", sound(7, 4_800))).into(),
    ];
    hear(&room, list, 100 * MS);
    until_place(&room, 1);
    let length = room.until("its length", |snapshot| {
        let playback = &snapshot.playback;
        (!playback.length.is_zero()).then_some(playback.length)
    });
    until_place(&room, 2);
    until_quiet(&room);
    let heard = sounded(&card);
    assert_eq!(heard[..96_000], exact(&first));
    assert!(heard[96_000..100_800].iter().all(|sample| *sample == 0.0));
    let rest = heard.len() - 96_000 - 2 * 4_800 - 4_800;
    let frames = length.as_secs_f64() * 48_000.0;
    assert!((rest as f64 - frames).abs() < 2.0, "{rest} frames for {length:?}");
}

#[test]
fn a_voice_that_gives_no_samples_speaks_when_its_turn_comes() {
    let (room, card) = room_with_voice(vec![EngineKind::System]);
    let (one, two) = (sound(1, 48_000), sound(100_000, 9_600));
    let list = vec![
        Heard::Take(take_of(&room, "a.wav", one.clone())).into(),
        text("A clear answer.").into(),
        Heard::Take(take_of(&room, "b.wav", two.clone())).into(),
    ];
    hear(&room, list, 200 * MS);
    until_place(&room, 1);
    until_place(&room, 2);
    until_quiet(&room);
    let heard = sounded(&card);
    assert_eq!(heard[..48_000], exact(&one));
    assert_eq!(heard[heard.len() - 9_600..], exact(&two));
    // Two gaps, and what the voice took.
    let between = heard.len() - 48_000 - 9_600;
    assert!(between >= 2 * 9_600 - 4_800, "{between}");
}

#[test]
fn levels_are_matched_when_wished_also_while_it_plays() {
    let (room, card) = room_with_card();
    let listen = Listen { match_levels: true, ..Listen::default() };
    room.send(Command::ListenWith(listen.clone()));
    let quiet = Heard::Take(take_of(&room, "quiet.wav", tone(0.02, 48_000)));
    let loud = Heard::Take(take_of(&room, "loud.wav", tone(0.8, 48_000)));
    hear(&room, vec![quiet.into(), loud.into()], Duration::ZERO);
    until_place(&room, 1);
    until_quiet(&room);
    let heard = sounded(&card);
    let (first, second) = (loudest(&heard[..40_000]), loudest(&heard[56_000..]));
    // A tone at −23 LUFS, a little less or more by its pitch.
    assert!((0.08..0.13).contains(&first), "{first}");
    assert!((first / second - 1.0).abs() < 0.03, "{first} and {second}");

    room.send(Command::ListenWith(Listen::default()));
    let before = card.heard().len();
    // A loudness that is known already is believed.
    let quiet = Heard::Take(take_of(&room, "long.wav", tone(0.02, 3 * 48_000)));
    hear(&room, vec![HearItem { loudness_lufs: Some(-29.02), ..quiet.into() }], Duration::ZERO);
    room.until("it plays", |snapshot| (snapshot.playback.position > 200 * MS).then_some(()));
    room.send(Command::ListenWith(listen));
    until_quiet(&room);
    let heard = card.heard()[before..].to_vec();
    assert!((loudest(&heard[..9_600]) - 0.02).abs() < 0.001);
    assert!((loudest(&heard) - 0.04).abs() < 0.001, "{}", loudest(&heard));
}

#[test]
fn speed_repeating_and_skipping_change_while_it_plays() {
    let room = room();
    let what = Heard::Take(take_of(&room, "long.wav", tone(0.3, 60 * 48_000)));
    room.send(Command::Hear(what));
    let position = |at_least: Duration| {
        room.until("a position", |snapshot| {
            let position = snapshot.playback.position;
            (position >= at_least).then_some(position)
        })
    };
    position(500 * MS);
    // Where a change comes is chosen while it rests: a busy machine may take its time to carry it out.
    let rest = || {
        room.send(Command::PausePlayback(true));
        room.until("it is paused", |snapshot| {
            snapshot.playback.paused.then_some(snapshot.playback.position)
        })
    };
    let go_on = |listen: Listen| {
        room.send(Command::ListenWith(listen));
        room.send(Command::PausePlayback(false));
    };
    let begins = rest() + 2_500 * MS;
    let skip: Arc<[_]> = [(begins, 45_000 * MS)].into();
    go_on(Listen { speed: 2.0, skip, ..Listen::default() });
    let seen = position(begins + 10 * MS);
    assert!(seen >= 45_000 * MS, "{seen:?}");
    room.send(Command::Seek(500 * MS));
    room.until("it is back", |snapshot| (snapshot.playback.position < begins).then_some(()));
    rest();
    let round = (1_000 * MS, 2_000 * MS);
    go_on(Listen { repeat: Some(round), ..Listen::default() });
    room.until("it is there", |snapshot| {
        let position = snapshot.playback.position;
        (!snapshot.playback.paused && (round.0..=round.1).contains(&position)).then_some(())
    });
    let begun = std::time::Instant::now();
    while begun.elapsed() < 600 * MS {
        let position = room.rehearsal().snapshot().playback.position;
        assert!(position >= round.0 && position <= round.1, "{position:?}");
        std::thread::sleep(10 * MS);
    }
    room.send(Command::ListenWith(Listen::default()));
    position(2_100 * MS);
    room.send(Command::StopPlayback);
    until_quiet(&room);
}

#[test]
fn what_is_passed_over_is_meant_for_one_recording_only() {
    let (room, card) = room_with_card();
    let (one, two) = (sound(1, 48_000), sound(100_000, 48_000));
    let skip: Arc<[_]> = [(Duration::ZERO, 900 * MS)].into();
    room.send(Command::ListenWith(Listen { skip, ..Listen::default() }));
    let items = [("a.wav", &one), ("b.wav", &two)]
        .map(|(name, sound)| Heard::Take(take_of(&room, name, sound.clone())).into());
    hear(&room, items.into(), Duration::ZERO);
    until_place(&room, 1);
    until_quiet(&room);
    let heard = sounded(&card);
    assert_eq!(heard[heard.len() - 48_000..], exact(&two));
    assert_eq!(heard.len(), 4_799 + 48_000);
}

#[test]
fn the_microphone_check_is_heard_as_it_is_whatever_was_wished_for_takes() {
    let (room, card) = room_with_card();
    let sound = sound(1, 24_000);
    let clip = Clip { samples: sound.clone().into(), rate: SampleRate::HZ_48000 };
    let cache = room.store.folders().cache.clone();
    wav::write_clip(&cache.join("microphone-check.wav"), &clip).expect("written");
    let repeat = Some((100 * MS, 300 * MS));
    let skip: Arc<[_]> = [(350 * MS, 450 * MS)].into();
    room.send(Command::ListenWith(Listen { speed: 2.0, match_levels: true, repeat, skip }));
    hear(&room, vec![Heard::Check.into()], Duration::ZERO);
    room.until("it plays", |snapshot| (!snapshot.playback.position.is_zero()).then_some(()));
    until_quiet(&room);
    assert_eq!(sounded(&card), exact(&sound));
}

#[test]
fn pausing_holds_a_list_also_before_its_first_sound() {
    let (room, card) = room_with_card();
    let what = Heard::Take(take_of(&room, "a.wav", sound(1, 9_600)));
    hear(&room, vec![what.into()], Duration::ZERO);
    room.send(Command::PausePlayback(true));
    room.until("it is paused", |snapshot| {
        let playback = &snapshot.playback;
        (playback.paused && !playback.length.is_zero()).then_some(())
    });
    std::thread::sleep(100 * MS);
    assert!(sounded(&card).len() < 9_600);
    room.send(Command::PausePlayback(false));
    until_quiet(&room);
    assert!(loudest(&sounded(&card)) > 0.5);
}
