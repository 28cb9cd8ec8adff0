//! Listening: one sound after another, round and round, passed over, faster and slower.

use std::time::Duration;

use greenroom::audio::wav::{WavStream, write_clip};
use greenroom::audio::{Clip, PlayId, PlayOptions, PlayerEvent, SpeakerSink};
use greenroom::units::SampleRate;

use crate::common::fake_card::{Card, Spec, noise};
use crate::{Speaker, eventually};

const MS: Duration = Duration::from_millis(1);

/// Frames of the fades at seams at 48 kHz.
const FADE: usize = 240;

fn speaker() -> (Card, Speaker) {
    let card = Card::new(Spec::default());
    let speaker = Speaker::start(SpeakerSink::Host(card.factory()));
    (card, speaker)
}

/// Noise at 48 kHz, never zero, all its own.
fn clip(seed: u64, frames: usize) -> Clip {
    let samples = (0..frames as u64).map(|n| f32::from((noise(seed + n) >> 8) | 1) / 128.0);
    Clip { samples: samples.collect(), rate: SampleRate::HZ_48000 }
}

/// From 0.1 to 0.9: a sample says where in the sound it is.
fn ramp(frames: usize) -> Clip {
    let samples = (0..frames).map(|n| 0.1 + 0.8 * n as f32 / frames as f32);
    Clip { samples: samples.collect(), rate: SampleRate::HZ_48000 }
}

fn exact(clip: &Clip) -> Vec<f64> {
    clip.samples.iter().map(|sample| f64::from(*sample)).collect()
}

/// What sounded: from the first sample that is not silent to the last.
fn sound(heard: &[f64]) -> Vec<f64> {
    let first = heard.iter().position(|x| *x != 0.0).unwrap_or(heard.len());
    let last = heard.iter().rposition(|x| *x != 0.0).map_or(first, |last| last + 1);
    heard[first..last].to_vec()
}

fn steepest(heard: &[f64]) -> f64 {
    heard.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f64::max)
}

fn until_ended(speaker: &Speaker, id: u64) -> Vec<PlayerEvent> {
    let mut events = Vec::new();
    loop {
        let event = speaker.next();
        let is_last = matches!(event, PlayerEvent::Ended(PlayId(last), _) if last == id);
        events.push(event);
        if is_last {
            return events;
        }
    }
}

#[test]
fn what_follows_joins_to_the_frame_and_gaps_are_exact() {
    for gap in [Duration::ZERO, 125 * MS] {
        let (card, speaker) = speaker();
        let clips = [clip(0, 12_345), clip(1_000_000, 777), clip(2_000_000, 9_999)];
        speaker.player.play(PlayId(1), clips[0].clone(), PlayOptions::default());
        speaker.player.follow(PlayId(2), clips[1].clone(), PlayOptions::default(), gap);
        speaker.player.follow(PlayId(3), clips[2].clone(), PlayOptions::default(), gap);
        let told: Vec<_> = until_ended(&speaker, 3)
            .iter()
            .map(|event| match event {
                PlayerEvent::Started(PlayId(id)) => ("begins", *id),
                PlayerEvent::Ended(PlayId(id), _) => ("ends", *id),
                PlayerEvent::Failed(_, why) => panic!("{why}"),
            })
            .collect();
        let expected = [1, 2, 3].map(|id| [("begins", id), ("ends", id)]).concat();
        for id in [1, 2, 3] {
            let own: Vec<_> = told.iter().filter(|(_, whose)| *whose == id).collect();
            assert_eq!(own, [&("begins", id), &("ends", id)]);
        }
        assert_eq!(told.len(), expected.len());
        let silence = vec![0.0; (gap.as_millis() * 48) as usize];
        let joined = clips.each_ref().map(exact).join(&silence[..]);
        assert_eq!(sound(&card.heard()), joined, "{gap:?}");
    }
}

#[test]
fn in_a_gap_the_place_is_the_end_of_what_was_before() {
    let (_card, speaker) = speaker();
    speaker.player.play(PlayId(1), clip(0, 4_800), PlayOptions::default());
    // Long enough to be seen also by a thread that waits for its turn.
    speaker.player.follow(PlayId(2), clip(9, 4_800), PlayOptions::default(), 2_000 * MS);
    eventually("the first has ended", || {
        let status = speaker.player.status();
        status.playing == Some(PlayId(1)) && status.position == 100 * MS
    });
    std::thread::sleep(50 * MS);
    let status = speaker.player.status();
    if status.playing == Some(PlayId(1)) {
        assert_eq!(status.position, 100 * MS);
    }
    eventually("the second plays", || speaker.player.status().playing == Some(PlayId(2)));
    until_ended(&speaker, 2);
    assert_eq!(speaker.player.status().playing, None);
}

#[test]
fn a_file_plays_from_disk_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder for tests");
    let path = folder.path().join("take.wav");
    let clip = clip(5, 100_000);
    write_clip(&path, &clip).expect("written");
    let (card, speaker) = speaker();
    let from = 1_000 * MS;
    let file = WavStream::open(&path).expect("a sound");
    speaker.player.play(PlayId(1), file, PlayOptions { from, ..PlayOptions::default() });
    until_ended(&speaker, 1);
    let heard = card.heard();
    let last = heard.iter().rposition(|x| *x != 0.0).expect("something was heard");
    assert_eq!(heard[last + 1 - 51_000..=last], exact(&clip)[49_000..]);
}

#[test]
fn a_file_that_can_not_be_read_further_fails_and_what_follows_plays() {
    let folder = tempfile::tempdir().expect("a folder for tests");
    let path = folder.path().join("take.wav");
    write_clip(&path, &clip(5, 48_000)).expect("written");
    let (card, speaker) = speaker();
    let file = WavStream::open(&path).expect("a sound");
    std::fs::File::options().write(true).open(&path).expect("open").set_len(9_644).expect("cut");
    speaker.player.play(PlayId(1), file, PlayOptions::default());
    speaker.player.follow(PlayId(2), clip(7, 4_800), PlayOptions::default(), Duration::ZERO);
    until_ended(&speaker, 2);
    assert_eq!(sound(&card.heard()).len(), 9_600);
}

#[test]
fn a_repeated_stretch_goes_round_without_a_gap_until_cleared() {
    let (card, speaker) = speaker();
    let clip = clip(3, 48_000);
    let round = (200 * MS, 300 * MS);
    let options = PlayOptions { repeat: Some(round), ..PlayOptions::default() };
    speaker.player.play(PlayId(1), clip.clone(), options);
    eventually("it went round", || card.heard().iter().filter(|x| **x != 0.0).count() > 30_000);
    for _ in 0..20 {
        let position = speaker.player.status().position;
        assert!((round.0..=round.1).contains(&position), "{position:?}");
        std::thread::sleep(5 * MS);
    }
    speaker.player.change(PlayId(1), PlayOptions::default());
    until_ended(&speaker, 1);
    let (heard, all) = (sound(&card.heard()), exact(&clip));
    // Between the fades the rounds are the samples themselves, 4,800 frames apart. (The very first
    // sample fades in from nothing: what sounds begins one frame later.)
    for round in 0..5 {
        let begins = round * 4_800 + FADE;
        let inside = begins - 1..begins - 1 + 4_800 - 2 * FADE;
        assert_eq!(heard[inside], all[9_600 + FADE..14_400 - FADE], "{round}");
    }
    // Then on to the end.
    assert_eq!(heard[heard.len() - 30_000..], all[18_000..]);
}

#[test]
fn a_seam_does_not_click() {
    let (card, speaker) = speaker();
    let repeat = Some((100 * MS, 900 * MS));
    let options = PlayOptions { repeat, stretch: 1.0, ..PlayOptions::default() };
    speaker.player.play(PlayId(1), ramp(48_000), options);
    eventually("it went round", || card.heard().iter().filter(|x| **x != 0.0).count() > 60_000);
    speaker.player.stop();
    eventually("it is silent", || card.heard().last() == Some(&0.0));
    // From 0.82 to nothing in 240 frames: no step is steeper.
    assert!(steepest(&sound(&card.heard())) < 0.82 / 200.0);
}

#[test]
fn silences_are_passed_over_and_the_position_jumps_with_them() {
    let (card, speaker) = speaker();
    let clip = clip(4, 48_000);
    let skip = [(100 * MS, 500 * MS), (600 * MS, 900 * MS)].into();
    speaker.player.play(PlayId(1), clip.clone(), PlayOptions { skip, ..PlayOptions::default() });
    let mut seen = Vec::new();
    while speaker.events.try_recv().map_or(true, |e| !matches!(e, PlayerEvent::Ended(..))) {
        seen.push(speaker.player.status().position.as_millis());
        std::thread::sleep(2 * MS);
    }
    let is_heard = |ms: &u128| [0..=100, 500..=600, 900..=1_000].iter().any(|run| run.contains(ms));
    assert!(seen.iter().all(is_heard), "{seen:?}");
    let (heard, all) = (card.heard(), exact(&clip));
    let first = heard.iter().position(|x| *x == all[0]).expect("it begins");
    for (at, place) in [(0, 0), (4_800, 24_000), (9_600, 43_200)] {
        let begins = first + at + FADE;
        assert_eq!(heard[begins..begins + 4_320], all[place + FADE..place + 4_560], "{place}");
    }
    assert_eq!(heard[first + 14_400..].iter().filter(|x| **x != 0.0).count(), 0);
}

#[test]
fn another_speed_is_heard_soon_goes_on_at_its_place_and_does_not_click() {
    // A low rate: stretching in an unoptimised test has to keep up on a busy machine.
    let card = Card::new(Spec { rate: 8_000, block: 80, ..Spec::default() });
    let speaker = Speaker::start(SpeakerSink::Host(card.factory()));
    let frames = 16_000;
    let rate = SampleRate::new(8_000).expect("not zero");
    let clip = Clip { rate, ..ramp(frames) };
    speaker.player.play(PlayId(1), clip, PlayOptions::default());
    eventually("it plays", || speaker.player.status().position > 300 * MS);
    let asked = card.heard().len();
    speaker.player.change(PlayId(1), PlayOptions { stretch: 2.0, ..PlayOptions::default() });
    until_ended(&speaker, 1);
    let heard = card.heard();
    let heard = &heard[..heard.iter().rposition(|x| *x != 0.0).expect("sound")];
    let steps: Vec<f64> = heard.windows(2).map(|w| w[1] - w[0]).collect();
    let one = 0.8 / frames as f64;
    // The ramp rises all the time: nothing is said twice, nothing left out, and it never jumps by more
    // than the 17 ms by which a stretched piece may be moved, spread over a crossfade of 5 ms.
    let begins = heard.iter().position(|x| *x != 0.0).expect("sound") + 1;
    assert!(steps[begins..].iter().all(|step| step.abs() < one * 8.0), "{:?}", steepest(heard));
    let slow = steps.iter().rposition(|step| (step - one).abs() < one / 100.0).unwrap_or(0);
    let fast_from = heard[begins + 1_600..].windows(800).position(|w| {
        let rise = w[799] - w[0];
        rise > 1.8 * 799.0 * one
    });
    let fast_from = fast_from.expect("it became faster") + begins + 1_600;
    // How soon, to the frame, is tested where no thread can be late; here it is a second at most.
    assert!(fast_from.saturating_sub(asked) < 8_000, "after {} frames", fast_from - asked);
    assert!(slow > begins + 1_500);
    // All in all: what was heard at one speed and at the other is the whole.
    let ones = (fast_from - begins) as f64;
    let twos = (heard.len() - fast_from) as f64 * 2.0;
    assert!((ones + twos - frames as f64).abs() < 2_500.0, "{ones} and {twos}");
}

#[test]
fn what_is_made_louder_is_never_too_loud() {
    let (card, speaker) = speaker();
    let samples = (0..24_000_i32).map(|n| {
        let loudness = if n / 4_800 == 2 { 0.5 } else { 0.05 };
        loudness * (n as f32 * 0.05).sin()
    });
    let clip = Clip { samples: samples.collect(), rate: SampleRate::HZ_48000 };
    speaker.player.play(PlayId(1), clip, PlayOptions { gain: 8.0, ..PlayOptions::default() });
    until_ended(&speaker, 1);
    let heard = card.heard();
    let peak = |part: &[f64]| part.iter().fold(0.0_f64, |peak, x| peak.max(x.abs()));
    assert!((0.80..0.891_26).contains(&peak(&heard)), "{}", peak(&heard));
    let heard = sound(&heard);
    assert!((peak(&heard[..4_000]) - 0.4).abs() < 0.01, "{}", peak(&heard[..4_000]));
}

#[test]
fn pausing_in_the_second_sound_goes_on_there() {
    let (card, speaker) = speaker();
    speaker.player.play(PlayId(1), clip(0, 4_800), PlayOptions::default());
    speaker.player.follow(PlayId(2), ramp(48_000), PlayOptions::default(), Duration::ZERO);
    eventually("the second plays", || {
        let status = speaker.player.status();
        status.playing == Some(PlayId(2)) && status.position > 200 * MS
    });
    speaker.player.pause();
    eventually("it is silent", || card.heard().last() == Some(&0.0));
    let status = speaker.player.status();
    assert_eq!((status.playing, status.paused), (Some(PlayId(2)), true));
    speaker.player.seek(900 * MS);
    speaker.player.resume();
    until_ended(&speaker, 2);
    let heard = sound(&card.heard());
    assert!(heard.last().is_some_and(|last| *last > 0.899), "{:?}", heard.last());
}
