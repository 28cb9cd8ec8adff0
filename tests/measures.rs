//! What is measured, held against recordings of which the truth is known: recorded sentences with pauses
//! put between them, noise under them, loudness and clipping made to measure.

#[path = "measures/field.rs"]
mod field;
#[path = "measures/sounds.rs"]
mod sounds;
#[path = "measures/truth.rs"]
mod truth;

use std::path::Path;
use std::sync::OnceLock;

use greenroom::analysis::{Analyser, Analysis, MeasureId, NotAssessed, Thresholds};
use greenroom::bank;
use greenroom::interview::Phrases;
use greenroom::rehearsal::shipped_texts;
use greenroom::units::SampleRate;
use greenroom::voice::Persona;
use greenroom::voice::pack::Pack;

use truth::{Dice, NOISES, Noise, Sentence, Take, distance};

const VOICES: [Persona; 3] = [Persona::InterviewerA, Persona::InterviewerB, Persona::Model];

/// From which amplitude on a sample of 16 bits is clipped.
const CLIPS_AT: f32 = 32_767.0 / 32_768.0;

/// Silence before each sentence and behind the last, in seconds: pauses, breaths, and first a wait.
const GAPS: [f64; 7] = [1.3, 0.8, 0.25, 2.1, 4.2, 0.9, 1.5];

/// Some sentences of one voice.
fn sentences(voice: Persona) -> &'static [Sentence] {
    static ALL: OnceLock<Vec<Vec<Sentence>>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/voice"));
        let pack = Pack::open(folder).expect("the recorded voices can be read");
        let (id, text) = bank::built_in().first().expect("a bank ships");
        let bank = bank::read(text, id).bank.expect("it can be read");
        let texts = shipped_texts(&bank, &Phrases::built_in());
        let of = |voice| {
            texts
                .iter()
                .filter(|text| text.persona == voice && text.text.len() > 25)
                .filter_map(|text| {
                    let (samples, rate) = pack.clip(voice, &text.text).expect("it was recorded");
                    Sentence::trimmed(&samples, rate.hz())
                })
                .filter(|sentence| sentence.samples.len() < 5 * sentence.rate as usize)
                .take(12)
                .collect()
        };
        VOICES.map(of).to_vec()
    });
    let nth = VOICES.iter().position(|other| *other == voice).expect("one of three");
    &all[nth]
}

/// Six sentences of one voice, others for each seed.
fn take(voice: Persona, noise: Noise, snr_db: f64, seed: u64) -> Take {
    take_with(&GAPS, voice, noise, snr_db, seed)
}

/// Three sentences and no long waits, for what has nothing to do with pauses: a third of the time.
fn short(voice: Persona, noise: Noise, snr_db: f64, seed: u64) -> Take {
    take_with(&[1.0, 0.7, 0.8, 1.0], voice, noise, snr_db, seed)
}

fn take_with(gaps: &[f64], voice: Persona, noise: Noise, snr_db: f64, seed: u64) -> Take {
    let all = sentences(voice);
    let some: Vec<Sentence> =
        (0..gaps.len() - 1).map(|n| all[(n * 5 + seed as usize) % all.len()].clone()).collect();
    truth::take(&some, gaps, noise, snr_db, seed)
}

fn analysed(
    samples: &[f32],
    hz: u32,
    thresholds: Thresholds,
    band: Option<(f64, f64)>,
) -> Analysis {
    let rate = SampleRate::new(hz).expect("not zero");
    let mut analyser = Analyser::new(rate, thresholds, CLIPS_AT);
    samples.chunks(480).for_each(|block| analyser.push(block));
    analyser.finish(band, &[])
}

fn value(analysis: &Analysis, id: MeasureId) -> Result<f64, NotAssessed> {
    analysis.measures.value(id).expect("this version knows it")
}

/// Holds the first word, and number and edges of the pauses, against the truth, to within `most` seconds;
/// gives what was found.
fn check_pauses(take: &Take, most: f64, what: &str) -> Analysis {
    let analysis = analysed(&take.samples, take.rate, Thresholds::default(), None);
    let first = value(&analysis, MeasureId::FirstWord).expect("there is speech");
    let off = distance(first, take.sentences[0].0, take.heard[0].0);
    assert!(off <= most, "{what}: the first word at {first:.3} s, {off:.3} s off");

    let mut found = analysis.measures.pauses.clone();
    for gap in take.gaps().filter(|gap| gap.shortest() >= 0.6 + 0.15) {
        let at = found
            .iter()
            .position(|pause| pause.from_secs < gap.to.0 && pause.to_secs > gap.from.1)
            .unwrap_or_else(|| panic!("{what}: {gap:?} was missed"));
        let pause = found.remove(at);
        let from = distance(pause.from_secs, gap.from.0, gap.from.1);
        let to = distance(pause.to_secs, gap.to.0, gap.to.1);
        assert!(from <= most && to <= most, "{what}: {gap:?} was found at {pause:?}");
    }
    assert!(found.is_empty(), "{what}: {found:?} is no pause");
    let known = take.gaps().filter(|gap| gap.shortest() >= 0.6).count();
    assert_eq!(value(&analysis, MeasureId::Pauses), Ok(known as f64), "{what}");
    analysis
}

#[test]
fn pauses_in_clean_speech_are_found_within_80_ms() {
    for voice in VOICES {
        check_pauses(&take(voice, Noise::None, 99.0, 1), 0.08, &format!("{voice:?}"));
    }
}

#[test]
fn pauses_in_noise_20_db_below_are_found_within_80_ms() {
    for (nth, (noise, voice)) in NOISES.into_iter().zip(VOICES.into_iter().cycle()).enumerate() {
        let take = take(voice, noise, 20.0, nth as u64);
        check_pauses(&take, 0.08, &format!("{voice:?}, {noise:?} at 20 dB"));
    }
}

#[test]
fn pauses_in_noise_10_db_below_are_found_within_150_ms() {
    for (nth, (noise, voice)) in NOISES.into_iter().zip(VOICES.into_iter().cycle()).enumerate() {
        let take = take(voice, noise, 10.0, nth as u64 + 3);
        check_pauses(&take, 0.15, &format!("{voice:?}, {noise:?} at 10 dB"));
    }
}

#[test]
fn the_rate_of_a_recording_changes_nothing() {
    let at_24 = take(Persona::InterviewerA, Noise::None, 99.0, 2);
    let sentence = Sentence { samples: at_24.samples.clone(), rate: at_24.rate };
    let at_48 = Take { samples: sentence.doubled().samples, rate: 48_000, ..at_24.clone() };
    let slow = analysed(&at_24.samples, 24_000, Thresholds::default(), None);
    let fast = check_pauses(&at_48, 0.08, "48 kHz");
    for (id, most) in [
        (MeasureId::Length, 1e-6),
        (MeasureId::Loudness, 0.1),
        (MeasureId::TalkShare, 0.5),
        (MeasureId::PitchMedian, 2.0),
        (MeasureId::PitchRange, 0.5),
        (MeasureId::TrailingOff, 0.2),
    ] {
        let (a, b) = (value(&slow, id).expect("assessed"), value(&fast, id).expect("assessed"));
        assert!((a - b).abs() <= most, "{id:?}: {a} and {b}");
    }
}

#[test]
fn noise_alone_is_not_speech() {
    for noise in NOISES {
        let mut samples = vec![0.0; 24_000 * 8];
        truth::add_noise(&mut samples, 24_000, noise, -30.0, 9);
        let analysis = analysed(&samples, 24_000, Thresholds::default(), None);
        let first = value(&analysis, MeasureId::FirstWord);
        assert_eq!(first, Err(NotAssessed::NoSpeech), "{noise:?}");
    }
}

#[test]
fn a_knock_in_a_pause_is_not_speech() {
    let mut take = take(Persona::InterviewerB, Noise::White, 30.0, 4);
    let gap = take.gaps().find(|gap| gap.shortest() > 4.0).expect("there is a long one");
    let mut dice = Dice::new(3);
    for at_secs in [gap.from.1 + 1.0, gap.from.1 + 2.2, gap.from.1 + 2.4] {
        let from = (at_secs * f64::from(take.rate)) as usize;
        for (n, sample) in take.samples[from..from + 720].iter_mut().enumerate() {
            *sample += 0.3 * dice.next() * (-(n as f32) / 120.0).exp();
        }
    }
    check_pauses(&take, 0.08, "with knocks");
}

#[test]
fn loudness_is_what_it_was_made_to_be() {
    let take = short(Persona::Model, Noise::None, 99.0, 0);
    let known = |samples: &[f32]| {
        let mut meter =
            ebur128::EbuR128::new(1, take.rate, ebur128::Mode::I).expect("a known rate");
        meter.add_frames_f32(samples).expect("samples");
        meter.loudness_global().expect("a loudness")
    };
    let before = known(&take.samples);
    for wanted in [-40.0, -23.0, -14.0] {
        let gain = 10f64.powf((wanted - before) / 20.0) as f32;
        let made: Vec<f32> = take.samples.iter().map(|sample| sample * gain).collect();
        let analysis = analysed(&made, take.rate, Thresholds::default(), None);
        let found = value(&analysis, MeasureId::Loudness).expect("assessed");
        assert!((found - wanted).abs() < 0.1, "{found} LUFS, made to be {wanted}");
    }
}

#[test]
fn clipping_is_counted_to_the_sample() {
    let take = short(Persona::Model, Noise::None, 99.0, 0);
    let clip = |sample: &f32| (sample * 8.0).clamp(-1.0, CLIPS_AT);
    let made: Vec<f32> = take.samples.iter().map(clip).collect();
    let known = take.samples.iter().filter(|s| **s * 8.0 <= -CLIPS_AT || **s * 8.0 >= CLIPS_AT);
    let known = known.count() as f64;
    assert!(known > 100.0, "only {known} samples are clipped");
    let analysis = analysed(&made, take.rate, Thresholds::default(), None);
    assert_eq!(value(&analysis, MeasureId::Clipped), Ok(known));
    assert_eq!(value(&analysis, MeasureId::Peak), Ok(0.0));
    let whole = analysed(&take.samples, take.rate, Thresholds::default(), None);
    assert_eq!(value(&whole, MeasureId::Clipped), Ok(0.0));
}

#[test]
fn the_noise_is_as_far_below_the_speech_as_it_was_put() {
    // Pink noise and fans have next to nothing above 8 kHz, where noise is not looked for.
    for (noise, snr_db) in [(Noise::Pink, 25.0), (Noise::Pink, 10.0)] {
        let take = short(Persona::InterviewerA, noise, snr_db, 5);
        let analysis = analysed(&take.samples, take.rate, Thresholds::default(), None);
        let found = value(&analysis, MeasureId::SignalToNoise).expect("assessed");
        assert!((found - snr_db).abs() < 3.0, "{found} dB, put at {snr_db}");
    }
}

#[test]
fn a_voice_keeps_its_pitch_in_noise() {
    for voice in VOICES {
        let of = |noise, snr_db| {
            let take = short(voice, noise, snr_db, 6);
            let analysis = analysed(&take.samples, take.rate, Thresholds::default(), None);
            value(&analysis, MeasureId::PitchMedian).expect("assessed")
        };
        let clean = of(Noise::None, 99.0);
        for (noise, snr_db) in [(Noise::White, 10.0), (Noise::Fan, 20.0)] {
            let noisy = of(noise, snr_db);
            let semitones = 12.0 * (noisy / clean).log2();
            assert!(semitones.abs() < 0.5, "{voice:?}: {clean} Hz, in {noise:?} {noisy} Hz");
        }
    }
}

#[test]
fn an_answer_that_goes_on_after_its_end_is_run_on() {
    let take = take(Persona::InterviewerA, Noise::Pink, 20.0, 7);
    // The fifth sentence follows the pause of 4.2 s.
    let (again, end) = (take.sentences[4].0, take.sentences[5].1);
    let band = Some((2.0, take.sentences[3].1 - 1.0));
    let analysis = analysed(&take.samples, take.rate, Thresholds::default(), band);
    let run_on = analysis.measures.run_on.expect("it ran on");
    assert!((run_on.from_secs - again).abs() < 0.08, "{run_on:?}, known from {again}");
    let secs = value(&analysis, MeasureId::RunOn).expect("assessed");
    assert!((secs - (end - again)).abs() < 0.16, "{secs} s, known {}", end - again);
}
