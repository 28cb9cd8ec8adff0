use super::super::measure::{MeasureId, NotAssessed};
use super::super::measures::Span;
use super::*;

const CLIPS_AT: f32 = 32_767.0 / 32_768.0;

fn rate(hz: u32) -> SampleRate {
    SampleRate::new(hz).expect("not zero")
}

fn analysed(samples: &[f32], hz: u32) -> Analysis {
    let mut analyser = Analyser::new(rate(hz), Thresholds::default(), CLIPS_AT);
    analyser.push(samples);
    analyser.finish(None, &[])
}

/// Something between a buzz and a rush, a little different each time.
fn sound(len: usize) -> Vec<f32> {
    let mut seed = 5_u32;
    (0..len)
        .map(|n| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (seed >> 8) as f32 / 8_388_608.0 - 1.0;
            let level = if n % 24_000 < 16_000 { 0.3 } else { 0.001 };
            level * (0.5 * noise + 0.5 * (n as f32 * 0.05).sin())
        })
        .collect()
}

#[test]
fn blocks_of_any_size_give_the_same_analysis_to_the_bit() {
    let sound = sound(40_000);
    let whole = analysed(&sound, 16_000);
    for size in [1, 77, 4_096, 5_000] {
        let mut analyser = Analyser::new(rate(16_000), Thresholds::default(), CLIPS_AT);
        sound.chunks(size).for_each(|block| analyser.push(block));
        assert_eq!(analyser.finish(None, &[]), whole, "blocks of {size}");
    }
}

#[test]
fn a_recording_of_nothing_has_a_length_and_little_else() {
    for (samples, length) in [(vec![], 0.0), (vec![0.0; 24_000], 3.0)] {
        let measures = analysed(&samples, 8_000).measures;
        assert_eq!(measures.value(MeasureId::Length), Some(Ok(length)));
        assert_eq!(measures.value(MeasureId::Clipped), Some(Ok(0.0)));
        for id in [MeasureId::Loudness, MeasureId::Peak] {
            assert_eq!(measures.value(id), Some(Err(NotAssessed::Silence)), "{id:?}");
        }
        assert_eq!(measures.value(MeasureId::RunOn), Some(Err(NotAssessed::NoBand)));
        for id in [
            MeasureId::FirstWord,
            MeasureId::TalkShare,
            MeasureId::Pauses,
            MeasureId::LongestPause,
            MeasureId::SignalToNoise,
            MeasureId::PitchMedian,
            MeasureId::PitchRange,
            MeasureId::TrailingOff,
        ] {
            assert_eq!(measures.value(id), Some(Err(NotAssessed::NoSpeech)), "{id:?}");
        }
        assert_eq!(measures.values.len(), MeasureId::ALL.len());
        assert_eq!((measures.speech, measures.pauses), (vec![], vec![]));
    }
}

#[test]
fn clipped_samples_are_counted_as_the_recorder_counts_them() {
    let samples = [0.5, -1.0, CLIPS_AT, -CLIPS_AT, 32_766.0 / 32_768.0, 1.5, f32::NAN];
    let measures = analysed(&samples, 8_000).measures;
    assert_eq!(measures.value(MeasureId::Clipped), Some(Ok(4.0)));
    let peak = measures.value(MeasureId::Peak).expect("known").expect("assessed");
    assert!((peak - 20.0 * 1.5_f64.log10()).abs() < 1e-6, "{peak}");
}

#[test]
fn bad_samples_and_wild_rates_do_no_harm() {
    let mut sound = sound(20_000);
    for (at, bad) in [(100, f32::NAN), (9_000, f32::INFINITY), (9_001, f32::NEG_INFINITY)] {
        sound[at] = bad;
    }
    for hz in [1, 999, 8_000, 192_000, u32::MAX] {
        let measures = analysed(&sound, hz).measures;
        assert!(measures.values.values().flatten().all(|value| value.is_finite()), "{hz} Hz");
    }
}

/// Frames of speech between `from` and `to` seconds.
fn stretch(from: f64, to: f64) -> std::ops::Range<usize> {
    (from * 125.0) as usize..(to * 125.0) as usize
}

fn summary(stretches: Vec<std::ops::Range<usize>>, secs: f64) -> Summary {
    let mut powers = vec![1e-6_f32; (secs * 125.0) as usize];
    for stretch in &stretches {
        powers[stretch.clone()].fill(1e-2);
    }
    Summary {
        thresholds: Thresholds::default(),
        band_secs: None,
        length_secs: secs,
        loudness_lufs: Some(-20.0),
        peak: 0.5,
        clipped: 0,
        stretches,
        other: vec![],
        above: vec![],
        pitches: vec![Some(120.0); powers.len() / 2],
        powers,
        gaps: Vec::new(),
    }
}

#[test]
fn pauses_and_talking_are_counted_from_the_first_word_to_the_last() {
    let measures =
        summary(vec![stretch(2.0, 4.0), stretch(4.4, 6.0), stretch(8.0, 10.0)], 15.0).measures();
    let span = |from_secs, to_secs| Span { from_secs, to_secs };
    assert_eq!(measures.speech, [span(2.0, 6.0), span(8.0, 10.0)]);
    assert_eq!(measures.pauses, [span(6.0, 8.0)]);
    for (id, value) in [
        (MeasureId::FirstWord, 2.0),
        (MeasureId::TalkShare, 75.0),
        (MeasureId::Pauses, 1.0),
        (MeasureId::LongestPause, 2.0),
        (MeasureId::Length, 15.0),
        (MeasureId::PitchMedian, 120.0),
        (MeasureId::PitchRange, 0.0),
    ] {
        assert_eq!(measures.value(id), Some(Ok(value)), "{id:?}");
    }
    let snr = measures.value(MeasureId::SignalToNoise).expect("known").expect("assessed");
    assert!((snr - 40.0).abs() < 0.1, "{snr} dB");
}

#[test]
fn run_on_begins_behind_a_stop_past_the_band_and_only_there() {
    let run_on = |band_secs, stretches| {
        let measures = Summary { band_secs, ..summary(stretches, 40.0) }.measures();
        (measures.value(MeasureId::RunOn).expect("known"), measures.run_on)
    };
    let spoken = || vec![stretch(0.0, 10.0), stretch(12.0, 20.0), stretch(22.0, 30.0)];
    assert_eq!(run_on(None, spoken()), (Err(NotAssessed::NoBand), None));
    assert_eq!(run_on(Some((5.0, 10.0)), vec![]), (Err(NotAssessed::NoSpeech), None));
    assert_eq!(run_on(Some((15.0, 35.0)), spoken()), (Ok(0.0), None));
    let second = Span { from_secs: 22.0, to_secs: 30.0 };
    assert_eq!(run_on(Some((10.0, 15.0)), spoken()), (Ok(8.0), Some(second)));
    // The stop began within the band, but speech began again past it.
    assert_eq!(run_on(Some((10.0, 21.0)), spoken()), (Ok(8.0), Some(second)));
    // A stop of a second is a breath.
    let breath = vec![stretch(0.0, 10.0), stretch(11.0, 30.0)];
    assert_eq!(run_on(Some((5.0, 8.0)), breath), (Ok(0.0), None));
}

#[test]
fn ends_of_phrases_that_fall_are_measured_and_pointed_out() {
    let phrases = [stretch(1.0, 4.0), stretch(6.0, 9.0), stretch(11.0, 14.0)];
    let with_falls = |falls: [f32; 3]| {
        let mut summary = summary(phrases.to_vec(), 16.0);
        for (phrase, fall) in phrases.iter().zip(falls) {
            let end = phrase.end - 62..phrase.end;
            summary.powers[end].fill(1e-2 * 10.0_f32.powf(-fall / 10.0));
        }
        summary.measures()
    };
    let even = with_falls([2.0, 3.0, 4.0]);
    let fall = even.value(MeasureId::TrailingOff).expect("known").expect("assessed");
    assert!((fall - 3.0).abs() < 0.1, "{fall} dB");
    assert_eq!(even.trails_off_at, None);
    assert_eq!(with_falls([2.0, 12.0, 9.0]).trails_off_at, None, "one phrase ends as thoughts do");
    let lost = with_falls([2.0, 13.0, 12.0]);
    assert_eq!(lost.trails_off_at, Some(Span { from_secs: 6.0, to_secs: 9.0 }));
}

#[test]
fn a_whisper_has_no_pitch_although_one_is_found_by_chance() {
    let with_a_pitch_in_one_of = |every: usize| {
        let mut summary = summary(vec![stretch(1.0, 9.0)], 11.0);
        for (nth, pitch) in summary.pitches.iter_mut().enumerate() {
            *pitch = pitch.filter(|_| nth % every == 0);
        }
        summary.measures()
    };
    let (whispered, spoken) = (with_a_pitch_in_one_of(5), with_a_pitch_in_one_of(2));
    for id in [MeasureId::PitchMedian, MeasureId::PitchRange] {
        assert_eq!(whispered.value(id), Some(Err(NotAssessed::NoVoice)), "{id:?}");
        assert!(spoken.value(id).is_some_and(|value| value.is_ok()), "{id:?}");
    }
}

#[test]
fn what_there_is_too_little_of_is_not_assessed() {
    let value = |summary: Summary, id| summary.measures().value(id).expect("known");
    let short = || summary(vec![stretch(1.0, 1.4)], 5.0);
    for id in [MeasureId::TalkShare, MeasureId::PitchMedian, MeasureId::PitchRange] {
        assert_eq!(value(short(), id), Err(NotAssessed::TooLittleSpeech), "{id:?}");
    }
    let one = || summary(vec![stretch(1.0, 4.0)], 5.0);
    assert_eq!(value(one(), MeasureId::TrailingOff), Err(NotAssessed::TooLittleSpeech));
    let full = summary(vec![stretch(0.0, 5.0)], 5.0);
    assert_eq!(value(full, MeasureId::SignalToNoise), Err(NotAssessed::NoNoise));
    let mut noisy = summary(vec![stretch(1.0, 3.0), stretch(5.0, 7.0), stretch(9.0, 11.0)], 14.0);
    noisy.powers.iter_mut().filter(|power| **power < 1e-3).for_each(|power| *power = 4e-3);
    for id in [MeasureId::PitchMedian, MeasureId::PitchRange, MeasureId::TrailingOff] {
        let Summary { thresholds, ref stretches, ref powers, ref pitches, .. } = noisy;
        let again = Summary {
            thresholds,
            stretches: stretches.clone(),
            powers: powers.clone(),
            pitches: pitches.clone(),
            ..summary(vec![], 14.0)
        };
        assert_eq!(value(again, id), Err(NotAssessed::TooNoisy), "{id:?}");
    }
}
