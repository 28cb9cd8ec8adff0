//! A loudspeaker that sleeps: mute for the first 800 ms after it was opened, as headphones without a cable are.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use greenroom::audio::{Clip, PlayId, PlayOptions, PlayerEvent, SpeakerSink};
use greenroom::units::SampleRate;

use crate::common::fake_card::{Card, Spec, noise};
use crate::{Speaker, eventually};

const MS: Duration = Duration::from_millis(1);

/// As long as a headset takes to wake up, by people's reports.
const ASLEEP: Duration = Duration::from_millis(800);

fn sleepy() -> (Card, Speaker) {
    let card = Card::new(Spec { asleep: ASLEEP, ..Spec::default() });
    let speaker = Speaker::start(SpeakerSink::Host(card.factory()));
    (card, speaker)
}

/// Noise, never zero: every sample counts.
fn clip(frames: u64) -> Clip {
    let samples = (0..frames).map(|n| f32::from((noise(n) >> 8) | 1) / 128.0);
    Clip { samples: samples.collect(), rate: SampleRate::HZ_48000 }
}

/// Plays it to its end; gives when it began.
fn play(speaker: &Speaker, id: u64, clip: Clip) -> Instant {
    speaker.player.play(PlayId(id), clip, PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(PlayId(was)) if was == id));
    let began = Instant::now();
    assert!(matches!(speaker.next(), PlayerEvent::Ended(PlayId(was), _) if was == id));
    began
}

fn sounded(card: &Card) -> usize {
    card.heard().iter().filter(|sample| **sample != 0.0).count()
}

#[test]
fn a_sound_is_heard_from_its_first_sample_on_when_the_device_was_closed() {
    let (card, speaker) = sleepy();
    play(&speaker, 1, clip(4_800));
    assert_eq!(sounded(&card), 4_800, "nothing of it fell into the device's sleep");
    eventually("it is closed", || card.events.open_streams.load(Ordering::SeqCst) == 0);
    play(&speaker, 2, clip(4_800));
    assert_eq!(sounded(&card), 9_600, "nor of the next, after the device was closed");
}

#[test]
fn a_device_that_stays_open_is_opened_once_and_plays_at_once() {
    let (card, speaker) = sleepy();
    speaker.player.stay_open(true);
    eventually("it is awake", || speaker.player.is_awake());
    for id in 1..=2 {
        let asked = Instant::now();
        let began = play(&speaker, id, clip(4_800));
        assert!(began - asked < 400 * MS, "it began after {:?}", began - asked);
        assert_eq!(sounded(&card) as u64, id * 4_800);
        // Longer than a stream without sound is kept otherwise.
        std::thread::sleep(3_600 * MS);
        assert_eq!(card.events.open_streams.load(Ordering::SeqCst), 1);
    }
    assert_eq!(card.events.outputs_opened.load(Ordering::SeqCst), 1, "one stream for all of it");
    speaker.player.stay_open(false);
    eventually("it is closed", || card.events.open_streams.load(Ordering::SeqCst) == 0);
}

#[test]
fn waking_it_ahead_of_time_makes_what_follows_prompt() {
    let (card, speaker) = sleepy();
    speaker.player.wake();
    eventually("it is awake", || speaker.player.is_awake());
    let asked = Instant::now();
    let began = play(&speaker, 1, clip(4_800));
    assert!(began - asked < 400 * MS, "it began after {:?}", began - asked);
    assert_eq!(sounded(&card), 4_800);
}

#[test]
fn a_device_that_is_lost_while_it_stays_open_is_found_again_and_nobody_is_told() {
    let (card, speaker) = sleepy();
    speaker.player.stay_open(true);
    eventually("it is awake", || speaker.player.is_awake());
    card.events.is_unplugged.store(true, Ordering::Release);
    eventually("its stream is let go", || card.events.open_streams.load(Ordering::SeqCst) == 0);
    card.events.is_unplugged.store(false, Ordering::Release);
    eventually("it is awake again", || {
        card.events.outputs_opened.load(Ordering::SeqCst) >= 2 && speaker.player.is_awake()
    });
    play(&speaker, 1, clip(4_800));
    assert_eq!(sounded(&card), 4_800);
}

#[test]
fn nobody_waits_for_a_loudspeaker_that_is_not_there() {
    let card = Card::new(Spec { has_loudspeaker: false, ..Spec::default() });
    for sink in [SpeakerSink::Host(card.factory()), SpeakerSink::None] {
        let speaker = Speaker::start(sink);
        speaker.player.stay_open(true);
        eventually("nothing is waited for", || speaker.player.is_awake());
        assert!(
            speaker.events.try_recv().is_err(),
            "and nothing is said before something is played"
        );
    }
}
