//! The simulated candidate and the simulated loudspeaker.

use std::time::{Duration, Instant};

use greenroom::audio::{
    Clip, MicSource, PlayId, PlayOptions, PlayerEvent, SimulatedMic, SpeakerSink, TakeHandle,
};
use greenroom::units::SampleRate;

use crate::common::fake_card::noise;
use crate::{Mic, Speaker, eventually, samples};

const RATE: SampleRate = SampleRate::HZ_48000;

fn words(secs: usize) -> Clip {
    let samples = (0..secs as u64 * 48_000).map(|n| f32::from(noise(n)) / 32_768.0);
    Clip { samples: samples.collect(), rate: RATE }
}

#[test]
fn what_the_candidate_says_is_recorded_to_the_bit_and_fast() {
    let (simulated, candidate) = SimulatedMic::new(RATE, 20.0);
    let mic = Mic::ready(MicSource::Simulated(simulated));
    let began = Instant::now();
    mic.mic.start_take(mic.spec(1, began));
    candidate.say(words(10));
    assert!(candidate.is_speaking());
    eventually("all is said", || !candidate.is_speaking());
    mic.mic.finish_take(TakeHandle(1));
    let recorded = samples(&mic.saved(1));
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    let beginning: Vec<i16> = (0..8).map(noise).collect();
    let at = recorded.windows(8).position(|w| w == beginning).expect("the words");
    for (n, got) in recorded[at..at + 480_000 - 20_000].iter().enumerate() {
        assert_eq!(*got, noise(n as u64), "sample {n}");
    }
    assert!(recorded[..at].iter().all(|sample| sample.abs() < 10), "a quiet room before");
}

#[test]
fn words_of_another_rate_are_said_in_their_own_time() {
    let (simulated, candidate) = SimulatedMic::new(RATE, 10.0);
    let mic = Mic::ready(MicSource::Simulated(simulated));
    mic.mic.start_take(mic.spec(1, Instant::now()));
    let half = SampleRate::new(24_000).expect("not zero");
    candidate.say(Clip { samples: vec![0.5; 24_000].into(), rate: half });
    eventually("all is said", || !candidate.is_speaking());
    std::thread::sleep(Duration::from_millis(50));
    mic.mic.finish_take(TakeHandle(1));
    let recorded = samples(&mic.saved(1));
    let loud = recorded.iter().filter(|sample| sample.abs() > 8_000).count();
    assert!(loud.abs_diff(48_000) < 100, "{loud} frames");
}

#[test]
fn a_candidate_can_be_hushed() {
    let (simulated, candidate) = SimulatedMic::new(RATE, 1.0);
    let mic = Mic::ready(MicSource::Simulated(simulated));
    candidate.say(words(60));
    eventually("the words are heard", || mic.mic.level().0 > -10.0);
    candidate.hush();
    assert!(!candidate.is_speaking());
    eventually("it is quiet", || mic.mic.level().0 < -30.0);
}

#[test]
fn a_simulated_loudspeaker_takes_as_long_as_its_speed_says() {
    let speaker = Speaker::start(SpeakerSink::Simulated { speed: 10.0 });
    let began = Instant::now();
    speaker.player.play(PlayId(3), words(5), PlayOptions::default());
    assert!(matches!(speaker.next(), PlayerEvent::Started(PlayId(3))));
    let PlayerEvent::Ended(PlayId(3), at) = speaker.next() else { panic!("no end") };
    let took = at - began;
    assert!(took >= Duration::from_millis(495), "{took:?}");
    assert!(took < Duration::from_secs(3), "{took:?}");
}
