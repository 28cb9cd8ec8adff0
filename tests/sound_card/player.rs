//! Playing.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use greenroom::audio::{Clip, DeviceRef, PlayId, PlayOptions, PlayerEvent, SpeakerSink};
use greenroom::units::SampleRate;

use crate::common::fake_card::{Card, FORMATS, Spec, noise};
use crate::{Speaker, eventually};

const MS: Duration = Duration::from_millis(1);

fn rate(hz: u32) -> SampleRate {
    SampleRate::new(hz).expect("not zero")
}

/// Noise that every format can carry: multiples of 1/128, and never zero.
fn clip(hz: u32, frames: usize) -> Clip {
    let samples = (0..frames as u64).map(|n| f32::from((noise(n) >> 8) | 1) / 128.0);
    Clip { samples: samples.collect(), rate: rate(hz) }
}

/// From 0.1 to 0.9: a sample says where in the clip it is.
fn ramp(hz: u32, frames: usize) -> Clip {
    let samples = (0..frames).map(|n| 0.1 + 0.8 * n as f32 / frames as f32);
    Clip { samples: samples.collect(), rate: rate(hz) }
}

fn speaker(spec: Spec) -> (Card, Speaker) {
    let card = Card::new(spec);
    let speaker = Speaker::start(SpeakerSink::Host(card.factory()));
    (card, speaker)
}

/// Plays a clip to its end and returns when that was heard.
fn play_through(speaker: &Speaker, clip: Clip, options: PlayOptions) -> Instant {
    speaker.player.play(PlayId(1), clip, options);
    assert!(matches!(speaker.next(), PlayerEvent::Started(PlayId(1))));
    match speaker.next() {
        PlayerEvent::Ended(PlayId(1), at) => at,
        other => panic!("{other:?}"),
    }
}

/// What sounded: from the first sample that is not silent to the last.
fn sound(heard: &[f64]) -> &[f64] {
    let first = heard.iter().position(|x| *x != 0.0).unwrap_or(heard.len());
    let last = heard.iter().rposition(|x| *x != 0.0).map_or(first, |last| last + 1);
    &heard[first..last]
}

#[test]
fn every_sample_arrives_in_every_format_on_the_front_channels() {
    let threads: Vec<_> = FORMATS
        .into_iter()
        .zip([1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 6, 8])
        .map(|(format, channels)| {
            std::thread::spawn(move || {
                let (card, speaker) = speaker(Spec { format, channels, ..Spec::default() });
                let clip = clip(48_000, 9_601);
                let expected: Vec<f64> = clip.samples.iter().map(|s| f64::from(*s)).collect();
                play_through(&speaker, clip, PlayOptions::default());
                assert_eq!(sound(&card.heard()), expected, "{format}");
                assert!(!card.events.side_channels_wrong.load(Ordering::Acquire), "{format}");
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("played");
    }
}

#[test]
fn lengths_are_right_at_every_rate_and_speed() {
    let cases = [(8_000, 1.0), (16_000, 1.5), (44_100, 1.0), (96_000, 0.75), (192_000, 2.0)];
    let threads = cases.map(|(hz, stretch)| {
        std::thread::spawn(move || {
            let (card, speaker) = speaker(Spec { rate: hz, block: hz / 100, ..Spec::default() });
            let options = PlayOptions { stretch, ..PlayOptions::default() };
            play_through(&speaker, ramp(24_000, 7_200), options);
            let expected = 0.3 * f64::from(hz) / f64::from(stretch);
            let heard = card.heard();
            let frames = heard.iter().filter(|sample| **sample != 0.0).count();
            let ratio = frames as f64 / expected;
            assert!((ratio - 1.0).abs() < 0.02, "{hz} Hz at {stretch}: {ratio}");
        })
    });
    for thread in threads {
        thread.join().expect("played");
    }
}

#[test]
fn the_end_is_told_when_it_was_heard_not_before() {
    let latency = 150 * MS;
    let (card, speaker) = speaker(Spec { latency, ..Spec::default() });
    let asked = Instant::now();
    let at = play_through(&speaker, clip(48_000, 9_600), PlayOptions::default());
    let told = Instant::now();
    assert!(told >= at, "told {:?} too early", at - told);
    assert!(at - asked >= 200 * MS + latency, "ended after {:?}", at - asked);
    assert_eq!(sound(&card.heard()).len(), 9_600);
}

#[test]
fn the_position_follows_what_is_heard() {
    let (_card, speaker) = speaker(Spec::default());
    speaker.player.play(PlayId(1), clip(48_000, 48_000), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(_)));
    eventually("300 ms were heard", || speaker.player.status().position >= 300 * MS);
    let (began, from) = (Instant::now(), speaker.player.status().position);
    std::thread::sleep(200 * MS);
    let status = speaker.player.status();
    let (heard, passed) = (status.position - from, began.elapsed());
    assert!(heard.abs_diff(passed) < 60 * MS, "{heard:?} heard in {passed:?}");
    assert_eq!((status.playing, status.paused), (Some(PlayId(1)), false));
    assert!(status.level.0 > -6.0, "{:?}", status.level);
}

#[test]
fn pausing_and_going_on_loses_nothing_and_does_not_click() {
    let (card, speaker) = speaker(Spec::default());
    let frames = 38_400;
    speaker.player.play(PlayId(1), ramp(48_000, frames), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(_)));
    std::thread::sleep(200 * MS);
    speaker.player.pause();
    eventually("it is silent", || card.heard().last() == Some(&0.0));
    let paused_at = speaker.player.status().position;
    std::thread::sleep(150 * MS);
    let status = speaker.player.status();
    assert!(status.paused && status.position.abs_diff(paused_at) <= 100 * MS, "{status:?}");
    speaker.player.resume();
    assert!(matches!(speaker.next(), PlayerEvent::Ended(PlayId(1), _)));

    let heard = card.heard();
    let heard = sound(&heard);
    let gap = heard.iter().position(|x| *x == 0.0).expect("a pause");
    let after = gap + heard[gap..].iter().position(|x| *x != 0.0).expect("it goes on");
    assert!(after - gap > 4_800, "the pause lasted {} frames", after - gap);
    // Five milliseconds fade on either side; between them the ramp goes on where it broke off.
    let (before_fade, after_fade) = (heard[gap - 241], heard[after + 240]);
    let step = 0.8 / frames as f64;
    let missing = (after_fade - before_fade) / step;
    assert!((0.0..500.0).contains(&missing), "{missing} frames apart");
    let steepest = heard.windows(2).take(heard.len() - 2).map(|w| (w[1] - w[0]).abs());
    assert!(steepest.fold(0.0, f64::max) < 0.01, "a click");
}

#[test]
fn seeking_goes_there_soon_and_ends_earlier() {
    let (card, speaker) = speaker(Spec::default());
    speaker.player.play(PlayId(1), ramp(48_000, 96_000), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(_)));
    std::thread::sleep(100 * MS);
    let before = card.heard().len();
    speaker.player.seek(1_800 * MS);
    let PlayerEvent::Ended(_, at) = speaker.next() else { panic!("no end") };
    let heard = card.heard();
    // 0.82 is the ramp at 1.8 s.
    let there = heard.iter().position(|x| *x > 0.81).expect("the place was reached");
    assert!(there - before < 9_600, "after {} frames", there - before);
    let left = heard[there..].iter().filter(|x| **x > 0.0).count();
    assert!(left.abs_diff(9_600) < 500, "{left} frames from there on");
    assert!(at <= Instant::now());
}

#[test]
fn seeking_while_paused_stays_paused() {
    let (card, speaker) = speaker(Spec::default());
    speaker.player.play(PlayId(1), ramp(48_000, 48_000), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(_)));
    speaker.player.pause();
    speaker.player.seek(900 * MS);
    eventually("it is there", || speaker.player.status().position == 900 * MS);
    std::thread::sleep(60 * MS);
    assert!(speaker.player.status().paused);
    assert_eq!(card.heard().last(), Some(&0.0));
    speaker.player.resume();
    assert!(matches!(speaker.next(), PlayerEvent::Ended(..)));
}

#[test]
fn another_clip_takes_the_place_of_the_first() {
    let (card, speaker) = speaker(Spec::default());
    speaker.player.play(PlayId(1), ramp(48_000, 480_000), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(PlayId(1))));
    let second = Clip { samples: vec![-0.5; 4_800].into(), rate: rate(48_000) };
    speaker.player.play(PlayId(2), second, PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(PlayId(2))));
    assert!(matches!(speaker.next(), PlayerEvent::Ended(PlayId(2), _)));
    assert_eq!(card.heard().iter().filter(|x| **x == -0.5).count(), 4_800);
    assert_eq!(speaker.player.status().playing, None);
}

#[test]
fn stopping_is_silent_within_a_block() {
    let (card, speaker) = speaker(Spec::default());
    speaker.player.play(PlayId(1), ramp(48_000, 480_000), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(_)));
    speaker.player.stop();
    eventually("it is silent", || card.heard().last() == Some(&0.0));
    std::thread::sleep(50 * MS);
    assert!(speaker.events.try_recv().is_err(), "a stopped clip is not heard of again");
}

#[test]
fn gain_and_a_place_to_begin_are_obeyed() {
    let (card, speaker) = speaker(Spec::default());
    let options = PlayOptions { from: 400 * MS, gain: 0.5, ..PlayOptions::default() };
    play_through(&speaker, ramp(48_000, 24_000), options);
    let heard = card.heard();
    let heard = sound(&heard);
    assert!(heard.len().abs_diff(4_800) < 5, "{} frames", heard.len());
    // The ramp at 450 ms is 0.82.
    assert!((heard[2_400] - 0.41).abs() < 0.001, "{}", heard[2_400]);
}

#[test]
fn an_empty_clip_ends_at_once() {
    let (_card, speaker) = speaker(Spec::default());
    speaker.player.play(PlayId(1), clip(48_000, 0), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Ended(PlayId(1), _)));
}

#[test]
fn a_missing_loudspeaker_is_reported_with_what_to_do() {
    let card = Card::new(Spec { has_loudspeaker: false, ..Spec::default() });
    for sink in [SpeakerSink::Host(card.factory()), SpeakerSink::None] {
        let speaker = Speaker::start(sink);
        speaker.player.play(PlayId(1), clip(48_000, 480), PlayOptions::default());
        let PlayerEvent::Failed(PlayId(1), text) = speaker.next() else { panic!("it plays") };
        assert!(text.starts_with("No loudspeaker was found. Connect one"), "{text}");
    }
}

/// A card that breaks in mid-clip fails what plays; when it is whole again, the next clip plays.
fn fails_and_recovers(broken: impl Fn(&Card, bool)) {
    let (card, speaker) = speaker(Spec::default());
    speaker.player.play(PlayId(1), ramp(48_000, 480_000), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(_)));
    broken(&card, true);
    let PlayerEvent::Failed(PlayId(1), text) = speaker.next() else { panic!("it goes on") };
    assert!(text.contains("stopped playing"), "{text}");
    broken(&card, false);
    speaker.player.play(PlayId(2), clip(48_000, 480), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(PlayId(2))));
    assert!(matches!(speaker.next(), PlayerEvent::Ended(PlayId(2), _)));
}

#[test]
fn a_loudspeaker_that_is_pulled_out_fails_the_clip_and_plays_the_next() {
    fails_and_recovers(|card, is| card.events.is_unplugged.store(is, Ordering::Release));
}

#[test]
fn a_loudspeaker_that_freezes_and_hangs_fails_the_clip_and_plays_the_next() {
    fails_and_recovers(|card, is| {
        card.events.is_frozen.store(is, Ordering::Release);
        card.events.hangs_on_drop.store(is, Ordering::Release);
    });
}

#[test]
fn choosing_another_device_goes_on_there() {
    let (card, speaker) = speaker(Spec::default());
    let devices = greenroom::audio::list_devices_of(card.factory());
    speaker.player.play(PlayId(1), ramp(48_000, 24_000), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(_)));
    speaker.player.open(DeviceRef::Id(devices.outputs[0].id.clone()));
    assert!(matches!(speaker.next(), PlayerEvent::Ended(PlayId(1), _)));
}

#[test]
fn the_stream_is_closed_after_three_quiet_seconds() {
    let (card, speaker) = speaker(Spec::default());
    play_through(&speaker, clip(48_000, 480), PlayOptions::default());
    let ended = Instant::now();
    assert_eq!(card.events.open_streams.load(Ordering::SeqCst), 1);
    eventually("it is closed", || card.events.open_streams.load(Ordering::SeqCst) == 0);
    assert!(ended.elapsed() > 2_500 * MS, "closed after {:?}", ended.elapsed());
}
