//! What takes in the field are like: streams that begin with nothing or lose a part, faint microphones, hum,
//! other sounds and other voices in the room, ends that fade.

use greenroom::analysis::{Analysis, MeasureId, NotAssessed, Thresholds};
use greenroom::voice::Persona;

use super::sounds::{SOUNDS, Sound};
use super::truth::{self, Dice, Noise, Sentence, Take};
use super::{VOICES, analysed, check_pauses, sentences, short, take, value};

/// What is built on where somebody speaks.
const OF_SPEECH: [MeasureId; 7] = [
    MeasureId::FirstWord,
    MeasureId::TalkShare,
    MeasureId::Pauses,
    MeasureId::LongestPause,
    MeasureId::PitchMedian,
    MeasureId::PitchRange,
    MeasureId::TrailingOff,
];

fn measured(take: &Take) -> Analysis {
    analysed(&take.samples, take.rate, Thresholds::default(), None)
}

/// With its loudest sample at so many dBFS, in 16 bits as a recorder keeps it.
fn at_peak(mut take: Take, db: f32) -> Take {
    let peak = take.samples.iter().fold(1e-9_f32, |peak, sample| peak.max(sample.abs()));
    let gain = 10_f32.powf(db / 20.0) / peak;
    let in_16_bits = |sample: f32| (sample * gain * 32_768.0).round() / 32_768.0;
    take.samples.iter_mut().for_each(|sample| *sample = in_16_bits(*sample));
    take
}

fn later(mut take: Take, secs: f64) -> Take {
    let nothing = vec![0.0; (secs * f64::from(take.rate)) as usize];
    take.samples.splice(0..0, nothing);
    for (from, to) in take.sentences.iter_mut().chain(&mut take.heard) {
        *from += secs;
        *to += secs;
    }
    take
}

/// Adds a sound from a moment on, its loudest sample of this amplitude.
fn add(take: &mut Take, sound: &[f32], at_secs: f64, amplitude: f32) {
    let from = (at_secs * f64::from(take.rate)) as usize;
    for (sample, other) in take.samples[from..].iter_mut().zip(sound) {
        *sample += amplitude * other;
    }
}

#[test]
fn a_stream_that_begins_with_nothing_loses_no_word() {
    for (nth, voice) in VOICES.into_iter().enumerate() {
        let mut started = take(voice, Noise::Pink, 44.0, nth as u64);
        let nothing = (0.9 * f64::from(started.rate)) as usize;
        started.samples[..nothing].fill(0.0);
        check_pauses(&started, 0.08, &format!("{voice:?}, 0.9 s of zeros first"));
        let late = later(take(voice, Noise::Pink, 44.0, nth as u64), 2.3);
        check_pauses(&late, 0.08, &format!("{voice:?}, 2.3 s of zeros before"));
    }
}

#[test]
fn sound_lost_in_pauses_neither_makes_nor_hides_one_nor_changes_the_noise() {
    for (nth, voice) in VOICES.into_iter().enumerate() {
        let whole = take(voice, Noise::Pink, 44.0, nth as u64);
        let mut lossy = whole.clone();
        for gap in whole.gaps().filter(|gap| gap.shortest() > 0.7) {
            let from = ((gap.from.1 + 0.1 + 0.05 * nth as f64) * f64::from(whole.rate)) as usize;
            lossy.samples[from..from + (0.3 * f64::from(whole.rate)) as usize].fill(0.0);
        }
        let lossy = check_pauses(&lossy, 0.08, &format!("{voice:?}, with drop-outs"));
        let snr =
            |analysis: &Analysis| value(analysis, MeasureId::SignalToNoise).expect("assessed");
        let off = snr(&lossy) - snr(&measured(&whole));
        assert!(off.abs() < 1.0, "{voice:?}: the noise is {off} dB off");
    }
}

#[test]
fn sound_lost_in_the_midst_of_a_sentence_is_no_pause_of_the_speaker() {
    let mut lossy = take(Persona::InterviewerA, Noise::Pink, 44.0, 1);
    let before = value(&measured(&lossy), MeasureId::Pauses).expect("assessed");
    let (from, to) = lossy.sentences[2];
    let middle = ((from + to) / 2.0 * f64::from(lossy.rate)) as usize;
    let half = (0.4 * f64::from(lossy.rate)) as usize;
    lossy.samples[middle - half..middle + half].fill(0.0);
    let analysis = measured(&lossy);
    assert_eq!(value(&analysis, MeasureId::Pauses), Ok(before));
    assert!(analysis.measures.is_at_least(MeasureId::Pauses), "one may be in what was lost");
}

#[test]
fn a_faint_voice_is_found_down_to_a_peak_of_35_db_below_full_scale() {
    for (voice, peak_db, snr_db) in [
        (Persona::InterviewerA, -20.0, 40.0),
        (Persona::InterviewerB, -30.0, 40.0),
        (Persona::Model, -30.0, 25.0),
        (Persona::InterviewerA, -34.9, 30.0),
        (Persona::InterviewerB, -34.9, 40.0),
    ] {
        let faint = at_peak(take(voice, Noise::Pink, snr_db, 2), peak_db);
        check_pauses(&faint, 0.08, &format!("{voice:?}, peak {peak_db} dBFS"));
    }
}

#[test]
fn of_a_fainter_one_nothing_is_said_that_may_be_chance() {
    for peak_db in [-36.0, -40.0, -50.0] {
        let faint = at_peak(short(Persona::InterviewerA, Noise::Pink, 30.0, 2), peak_db);
        let analysis = measured(&faint);
        for id in OF_SPEECH {
            assert_eq!(value(&analysis, id), Err(NotAssessed::TooQuiet), "{id:?}, {peak_db} dBFS");
        }
        assert_eq!((analysis.measures.pauses, analysis.measures.speech), (vec![], vec![]));
    }
    // A door that falls shut doesn't make a faint voice louder.
    let mut faint = at_peak(take(Persona::InterviewerA, Noise::Pink, 30.0, 2), -45.0);
    let door = Sound::Door.made(faint.rate, 1);
    add(&mut faint, &door, 0.1, 0.3);
    let first = value(&measured(&faint), MeasureId::FirstWord);
    assert!(first.is_err(), "{first:?}");
}

#[test]
fn of_sounds_that_are_no_voice_nineteen_in_twenty_are_refused() {
    let (mut refused, mut all, mut taken) = (0, 0, Vec::new());
    for sound in SOUNDS {
        for seed in 0..4 {
            let rate = 24_000;
            let mut samples = vec![0.0; 24_000];
            for again in 0..2 {
                let made = sound.made(rate, 3 * seed + again);
                samples.extend(made.iter().map(|sample| sample * [0.5, 0.25, 0.1][again as usize]));
                samples.extend(vec![0.0; 18_000]);
            }
            truth::add_noise(&mut samples, rate, Noise::Pink, -65.0, seed);
            let analysis = analysed(&samples, rate, Thresholds::default(), None);
            all += 1;
            if value(&analysis, MeasureId::FirstWord) == Err(NotAssessed::NoSpeech) {
                refused += 1;
            } else {
                taken.push(format!("{sound:?} {seed}"));
            }
        }
    }
    assert!(refused * 20 >= all * 19, "{refused} of {all}; taken for speech: {taken:?}");
}

#[test]
fn no_sentence_is_refused_with_them() {
    let mut all = 0;
    for voice in VOICES {
        for (nth, sentence) in sentences(voice).iter().enumerate() {
            let (noise, snr_db) =
                [(Noise::Pink, 45.0), (Noise::White, 10.0), (Noise::Pink, 5.0)][nth % 3];
            let alone =
                truth::take(std::slice::from_ref(sentence), &[0.8, 0.8], noise, snr_db, nth as u64);
            let first = value(&measured(&alone), MeasureId::FirstWord);
            assert!(first.is_ok(), "{voice:?} {nth} in {noise:?} at {snr_db} dB: {first:?}");
            all += 1;
        }
    }
    assert!(all >= 30, "only {all} sentences");
}

#[test]
fn sounds_in_a_pause_neither_end_nor_split_it() {
    for (nth, sound) in
        [Sound::Knocks, Sound::Claps, Sound::Ring, Sound::Hum].into_iter().enumerate()
    {
        let mut disturbed = take(VOICES[nth % 3], Noise::Pink, 40.0, nth as u64);
        let gap = disturbed.gaps().find(|gap| gap.shortest() > 4.0).expect("there is a long one");
        let mut made = sound.made(disturbed.rate, nth as u64);
        made.truncate((2.4 * f64::from(disturbed.rate)) as usize);
        add(&mut disturbed, &made, gap.from.1 + 0.8, 0.2);
        check_pauses(&disturbed, 0.08, &format!("{sound:?} in a pause"));
    }
}

/// Other people's sentences one after the other, `count` of them at a time, so many dB below the speech.
fn among_others(mut take: Take, count: usize, snr_db: f64) -> Take {
    let mut others = vec![0.0_f32; take.samples.len()];
    for nth in 0..count {
        let all = sentences(VOICES[nth % 3]);
        let (mut at, mut which) = (0, 3 * nth + 1);
        while at < others.len() {
            let said = &all[which % all.len()].samples;
            others[at..].iter_mut().zip(said).for_each(|(other, sample)| *other += sample);
            (at, which) = (at + said.len() + 3_000, which + 1);
        }
    }
    truth::mix(&mut take, &others, snr_db);
    take
}

#[test]
fn among_other_voices_no_pause_is_counted_and_no_share_told() {
    for (count, snr_db) in [(6, 10.0), (6, 5.0), (1, 10.0)] {
        let take = take(Persona::InterviewerA, Noise::Pink, 45.0, 1);
        let analysis = measured(&among_others(take, count, snr_db));
        for id in OF_SPEECH {
            let said = value(&analysis, id);
            assert!(said.is_err(), "{count} voices at {snr_db} dB: {id:?} {said:?}");
        }
        assert!(analysis.measures.pauses.is_empty() && analysis.measures.speech.is_empty());
    }
    // Nobody else is there: fluent speech from the first to the last moment is 100 % talking.
    let alone = sentences(Persona::InterviewerA)[0].clone();
    let analysis = measured(&truth::take(&[alone], &[0.0, 0.0], Noise::Pink, 45.0, 1));
    assert_eq!(value(&analysis, MeasureId::Pauses), Ok(0.0));
}

#[test]
fn mains_hum_under_the_voice_moves_no_edge_and_alone_is_no_speech() {
    for (nth, (hum_hz, snr_db, most)) in
        [(50.0, 20.0, 0.08), (60.0, 20.0, 0.08), (50.0, 10.0, 0.15), (60.0, 10.0, 0.15)]
            .into_iter()
            .enumerate()
    {
        let mut humming = take(VOICES[nth % 3], Noise::None, 99.0, nth as u64);
        let heard = take(VOICES[nth % 3], Noise::Fan, snr_db, nth as u64).heard;
        let mut dice = Dice::new(nth as u64);
        let partials: Vec<(f32, f32)> = (1..16)
            .map(|n| (n as f32, (0.55 + 0.45 * dice.next()) / (n as f32).powf(0.7)))
            .collect();
        let mut low = 0.0;
        let rate = humming.rate as f32;
        let fan: Vec<f32> = (0..humming.samples.len())
            .map(|n| {
                low += 0.1 * (dice.next() - low);
                let at = (n as f64 * hum_hz / f64::from(rate)).fract() as f32;
                let hum: f32 =
                    partials.iter().map(|(k, a)| a * (std::f32::consts::TAU * k * at).sin()).sum();
                0.25 * hum + low
            })
            .collect();
        truth::mix(&mut humming, &fan, snr_db);
        humming.heard = heard;
        check_pauses(&humming, most, &format!("{hum_hz} Hz at {snr_db} dB"));
        let alone: Vec<f32> = fan[..24_000 * 6].iter().map(|sample| 0.1 * sample).collect();
        let first =
            value(&analysed(&alone, 24_000, Thresholds::default(), None), MeasureId::FirstWord);
        assert_eq!(first, Err(NotAssessed::NoSpeech), "{hum_hz} Hz alone");
    }
}

/// Six sentences whose last 0.8 s fall by so many dB.
fn faded(voice: Persona, db: f32, seed: u64) -> Take {
    let all = sentences(voice);
    let fade = |sentence: &Sentence| {
        let mut sentence = sentence.clone();
        let secs = 0.8 * sentence.rate as f32;
        let from = sentence.samples.len().saturating_sub(secs as usize);
        for (n, sample) in sentence.samples[from..].iter_mut().enumerate() {
            *sample *= 10_f32.powf(db * (2.0 * n as f32 / secs).min(1.0) / 20.0);
        }
        sentence
    };
    let some: Vec<Sentence> =
        (0..6).map(|n| fade(&all[(n * 5 + seed as usize) % all.len()])).collect();
    let gaps = [1.0, 0.9, 1.1, 0.8, 1.3, 0.9, 1.0];
    truth::take(&some, &gaps, Noise::Pink, 45.0, seed)
}

#[test]
fn the_more_an_end_fades_the_more_it_trails_off() {
    for voice in [Persona::InterviewerA, Persona::InterviewerB] {
        let fall = |db| {
            let analysis = measured(&faded(voice, db, 1));
            (value(&analysis, MeasureId::TrailingOff).expect("assessed"), analysis.measures)
        };
        let (by_0, plain) = fall(0.0);
        let (by_12, lost) = fall(-12.0);
        let (by_18, faint) = fall(-18.0);
        assert!(by_0 + 6.0 < by_12 && by_12 + 2.0 < by_18, "{by_0}, {by_12}, {by_18} dB");
        assert_eq!(plain.trails_off_at, None, "{voice:?}: nothing was done to its ends");
        assert!(lost.trails_off_at.is_some() && faint.trails_off_at.is_some(), "{voice:?}");
    }
}

#[test]
fn natural_readings_are_not_said_to_fall_away() {
    let mut said = Vec::new();
    for voice in VOICES {
        for seed in 2..5 {
            let take = faded(voice, 0.0, seed);
            said.extend(measured(&take).measures.trails_off_at.map(|at| (voice, seed, at)));
        }
    }
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn noise_is_told_over_the_whole_band_and_an_offset_is_none() {
    for (noise, snr_db) in [(Noise::White, 25.0), (Noise::White, 10.0), (Noise::Pink, 20.0)] {
        let mut take = short(Persona::InterviewerA, noise, snr_db, 5);
        let snr = |take: &Take| value(&measured(take), MeasureId::SignalToNoise).expect("assessed");
        let plain = snr(&take);
        assert!((plain - snr_db).abs() < 1.5, "{plain} dB, {noise:?} put at {snr_db}");
        take.samples.iter_mut().for_each(|sample| *sample += 0.05);
        let with_offset = snr(&take);
        assert!((with_offset - plain).abs() < 0.2, "{plain} dB, with an offset {with_offset}");
    }
}
