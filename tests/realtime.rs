//! The audio callbacks never allocate.
//!
//! The fake card calls them inside `assert_no_alloc`; with this allocator an allocation or a release
//! there aborts the whole test.

mod common;

use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use assert_no_alloc::AllocDisabler;
use common::fake_card::{Card, FORMATS, Spec};
use greenroom::audio::{
    Clip, DeviceRef, MicEvent, MicSource, Microphone, PlayId, PlayOptions, Player, PlayerEvent,
    SpeakerSink, TakeHandle, TakeSpec,
};
use greenroom::units::SampleRate;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const PATIENCE: Duration = Duration::from_secs(15);

#[test]
fn the_capture_callback_never_allocates_in_any_format() {
    let folder = tempfile::tempdir().expect("a folder for tests");
    for (format, channels) in FORMATS.into_iter().zip([1, 2, 8].into_iter().cycle()) {
        let card = Card::new(Spec { format, channels, ..Spec::default() });
        let (sender, events) = sync_channel(1_000);
        let mic = Microphone::start(MicSource::Host(card.factory()), move |event| {
            sender.send(event).expect("listening");
        });
        mic.open(DeviceRef::Default);
        let ready = events.recv_timeout(PATIENCE).expect("an event");
        assert!(matches!(ready, MicEvent::Ready { .. }), "{ready:?}");
        mic.start_take(TakeSpec {
            handle: TakeHandle(1),
            path: folder.path().join(format!("{format}.wav")),
            from: Instant::now(),
            max: Duration::from_millis(50),
        });
        loop {
            if let MicEvent::TakeSaved(..) = events.recv_timeout(PATIENCE).expect("an event") {
                break;
            }
        }
        assert!(mic.stats().callbacks >= 5, "{:?}", mic.stats());
    }
}

#[test]
fn the_playback_callback_never_allocates_while_playing_pausing_seeking_and_ending() {
    for (format, channels) in FORMATS.into_iter().zip([1, 2, 8].into_iter().cycle()) {
        let card = Card::new(Spec { format, channels, ..Spec::default() });
        let (sender, events) = sync_channel(1_000);
        let player = Player::start(SpeakerSink::Host(card.factory()), move |event| {
            sender.send(event).expect("listening");
        });
        let clip = Clip { samples: vec![0.5; 48_000].into(), rate: SampleRate::HZ_48000 };
        player.play(PlayId(1), clip, PlayOptions { stretch: 1.5, ..PlayOptions::default() });
        let started = events.recv_timeout(PATIENCE).expect("an event");
        assert!(matches!(started, PlayerEvent::Started(_)), "{started:?}");
        player.pause();
        std::thread::sleep(Duration::from_millis(30));
        player.seek(Duration::from_millis(950));
        player.resume();
        let ended = events.recv_timeout(PATIENCE).expect("an event");
        assert!(matches!(ended, PlayerEvent::Ended(..)), "{ended:?}");
        assert!(card.heard().iter().any(|sample| *sample > 0.4));
    }
}
