use proptest::prelude::*;

use super::super::measure::MeasureId;
use super::super::measures::Measures;
use super::super::summary::Summary;
use super::super::thresholds::Thresholds;
use super::*;

const PAUSE_SECS: f64 = 0.6;

/// Frames of speech between these seconds, in a take of so many.
fn summary(spoken: &[(f64, f64)], length_secs: f64, gaps: &[(f64, f64)]) -> Summary {
    let frame = |secs: f64| (secs * FRAMES_PER_SEC).round() as usize;
    let stretches: Vec<_> = spoken.iter().map(|(from, to)| frame(*from)..frame(*to)).collect();
    let mut powers = vec![1e-6_f32; frame(length_secs)];
    for stretch in &stretches {
        powers[stretch.clone()].fill(1e-2);
    }
    let gap = |&(at_secs, missing_secs): &(f64, f64)| Gap::lost(at_secs, missing_secs);
    let gaps: Vec<Gap> = gaps.iter().map(gap).collect();
    Summary {
        thresholds: Thresholds::default(),
        band_secs: None,
        length_secs,
        loudness_lufs: Some(-20.0),
        peak: 0.5,
        clipped: 0,
        stretches,
        other: vec![],
        above: vec![],
        pitches: vec![Some(120.0); powers.len() / 2],
        powers,
        gaps: Measures::gaps_within(&gaps, length_secs),
    }
}

fn measured(spoken: &[(f64, f64)], length_secs: f64, gaps: &[(f64, f64)]) -> Measures {
    summary(spoken, length_secs, gaps).measures()
}

fn value(measures: &Measures, id: MeasureId) -> Result<f64, NotAssessed> {
    measures.value(id).expect("this version knows it")
}

/// A value, and whether there may be more of it.
fn open(measures: &Measures, id: MeasureId) -> (Result<f64, NotAssessed>, bool) {
    (value(measures, id), measures.is_at_least(id))
}

fn spans(all: &[(f64, f64)]) -> Vec<Span> {
    all.iter().map(|&(from_secs, to_secs)| Span { from_secs, to_secs }).collect()
}

/// Two stops of 2 s and of 4 s.
const SPOKEN: [(f64, f64); 3] = [(2.0, 6.0), (8.0, 12.0), (16.0, 20.0)];

#[test]
fn of_a_pause_that_was_interrupted_the_longest_part_counts_and_it_may_have_been_longer() {
    let cut = measured(&SPOKEN, 22.0, &[(13.0, 5.0)]);
    assert_eq!(cut.pauses, spans(&[(6.0, 8.0), (13.0, 16.0)]));
    assert_eq!(open(&cut, MeasureId::Pauses), (Ok(2.0), true));
    assert_eq!(open(&cut, MeasureId::LongestPause), (Ok(3.0), true));
    assert!(cut.is_cut(cut.pauses[1]) && !cut.is_cut(cut.pauses[0]));
    // Both parts are pauses for sure, so they count as such.
    assert_eq!(open(&cut, MeasureId::TalkShare), (Ok(100.0 * 12.0 / 18.0), false));
    let whole = measured(&SPOKEN, 22.0, &[]);
    assert_eq!(open(&whole, MeasureId::Pauses), (Ok(2.0), false));
    assert_eq!(open(&whole, MeasureId::LongestPause), (Ok(4.0), false));
}

#[test]
fn silence_too_short_for_a_pause_beside_an_interruption_is_neither_speech_nor_pause() {
    let spoken = [(2.0, 6.0), (6.88, 10.0)];
    let cut = measured(&spoken, 12.0, &[(6.5, 3.0)]);
    assert!(cut.pauses.is_empty(), "{:?}", cut.pauses);
    assert_eq!(cut.speech, spans(&[(2.0, 6.0), (6.88, 10.0)]));
    assert_eq!(value(&cut, MeasureId::TalkShare), Ok(100.0));
    for id in [MeasureId::Pauses, MeasureId::LongestPause] {
        assert_eq!(open(&cut, id), (Err(NotAssessed::Interrupted), false), "{id:?}");
    }
}

#[test]
fn what_is_missing_in_the_midst_of_speech_may_hold_a_pause_if_it_is_long_enough() {
    let spoken = [(2.0, 10.0), (12.0, 20.0)];
    let long = measured(&spoken, 22.0, &[(5.0, 0.6)]);
    assert_eq!(long.speech, spans(&[(2.0, 5.0), (5.0, 10.0), (12.0, 20.0)]));
    assert_eq!(open(&long, MeasureId::Pauses), (Ok(1.0), true));
    assert_eq!(open(&long, MeasureId::LongestPause), (Ok(2.0), true));
    let nobody_knows = measured(&spoken, 22.0, &[(5.0, 0.0)]);
    assert_eq!(open(&nobody_knows, MeasureId::Pauses), (Ok(1.0), true));
    let short = measured(&spoken, 22.0, &[(5.0, 0.5)]);
    let whole = measured(&spoken, 22.0, &[]);
    assert_eq!((&short.speech, &short.values), (&whole.speech, &whole.values));
    assert!(short.at_least.is_empty());
}

#[test]
fn what_lies_at_a_joint_is_neither_speech_nor_pause_and_nothing_is_missing() {
    let joined = |spoken: &[(f64, f64)], at: &[f64]| {
        let gaps: Vec<Gap> = at.iter().map(|at| Gap::joint(*at, 8.0)).collect();
        let band_secs = Some((5.0, 10.0));
        Summary { gaps, band_secs, ..summary(spoken, 24.0, &[]) }.measures()
    };
    // In a stop of 4 s, past the target, and in the midst of speech.
    for (at, pauses, share) in
        [(13.0, &[(6.0, 8.0)][..], 12.0 / 14.0), (4.0, &[(6.0, 8.0), (12.0, 16.0)], 12.0 / 18.0)]
    {
        let measures = joined(&SPOKEN, &[at]);
        assert_eq!(measures.pauses, spans(pauses), "{at}");
        assert_eq!(open(&measures, MeasureId::Pauses), (Ok(pauses.len() as f64), false));
        let talk_share = value(&measures, MeasureId::TalkShare).expect("assessed");
        assert!((talk_share - 100.0 * share).abs() < 1e-9, "{talk_share}");
        assert!(measures.at_least.is_empty());
        assert!(!measures.is_cut(Span { from_secs: 0.0, to_secs: 24.0 }), "nothing is missing");
    }
    // Where an answer was suspended it had not come to its end.
    assert_eq!(value(&joined(&SPOKEN, &[13.0]), MeasureId::RunOn), Ok(0.0));
    assert_eq!(value(&joined(&SPOKEN, &[4.0]), MeasureId::RunOn), Ok(4.0));
    // Two short silences at a joint are no pause.
    let beside = joined(&[(2.0, 6.0), (6.8, 10.0)], &[6.4]);
    assert_eq!(open(&beside, MeasureId::Pauses), (Ok(0.0), false));
    assert_eq!(beside.speech, spans(&[(2.0, 6.0), (6.8, 10.0)]));
    // Before the first word, and behind the last.
    let around = joined(&SPOKEN, &[1.0, 22.0]);
    assert_eq!(value(&around, MeasureId::FirstWord), Err(NotAssessed::Interrupted));
    assert_eq!(open(&around, MeasureId::Pauses), (Ok(2.0), false));
}

#[test]
fn before_the_first_word_nothing_may_be_missing() {
    for at in [0.0, 1.0, 2.0, 2.03] {
        let cut = measured(&SPOKEN, 22.0, &[(at, 0.1)]);
        let first = value(&cut, MeasureId::FirstWord);
        assert_eq!(first, Err(NotAssessed::Interrupted), "{at} s");
    }
    let cut = measured(&SPOKEN, 22.0, &[(2.1, 9.0)]);
    assert_eq!(value(&cut, MeasureId::FirstWord), Ok(2.0));
}

#[test]
fn run_on_is_told_only_behind_a_stop_that_was_heard_whole() {
    let run_on = |gaps: &[(f64, f64)]| {
        let measures =
            Summary { band_secs: Some((5.0, 10.0)), ..summary(&SPOKEN, 24.0, gaps) }.measures();
        (open(&measures, MeasureId::RunOn), measures.run_on)
    };
    let behind = Some(Span { from_secs: 16.0, to_secs: 20.0 });
    assert_eq!(run_on(&[]), ((Ok(4.0), false), behind));
    assert_eq!(run_on(&[(7.0, 2.0)]), ((Ok(4.0), false), behind), "within the band");
    assert_eq!(run_on(&[(18.0, 2.0)]), ((Ok(4.0), true), behind));
    assert_eq!(run_on(&[(21.0, 2.0)]), ((Ok(4.0), true), behind));
    assert_eq!(run_on(&[(11.0, 0.5)]), ((Ok(4.0), false), behind), "too little for a stop");
    for at in [11.0, 13.0] {
        assert_eq!(run_on(&[(at, 2.0)]), ((Err(NotAssessed::Interrupted), false), None), "{at} s");
    }
    let end = |gaps: &[(f64, f64)]| {
        let summary = summary(&SPOKEN[..1], 12.0, gaps);
        value(&Summary { band_secs: Some((5.0, 10.0)), ..summary }.measures(), MeasureId::RunOn)
    };
    assert_eq!(end(&[]), Ok(0.0));
    assert_eq!(end(&[(7.0, 9.0)]), Err(NotAssessed::Interrupted), "it may have gone on");
}

#[test]
fn noise_is_not_looked_for_where_speech_may_have_faded_away() {
    let mut loud = summary(&SPOKEN, 22.0, &[]);
    // What is left of a word that the microphone was lost in.
    loud.powers[1_600..1_625].fill(1e-2);
    let heard = value(&loud.measures(), MeasureId::SignalToNoise).expect("assessed");
    let mut known = summary(&SPOKEN, 22.0, &[(13.0, 3.0)]);
    known.powers[1_600..1_625].fill(1e-2);
    let beside = value(&known.measures(), MeasureId::SignalToNoise).expect("assessed");
    assert!(heard < 30.0 && beside > 39.0, "{heard} dB, {beside} dB");
}

#[test]
fn a_phrase_whose_end_is_missing_says_nothing_of_how_phrases_end() {
    let spoken = [(1.0, 4.0), (6.0, 9.0), (11.0, 14.0), (16.0, 19.0)];
    let falls = |gaps: &[(f64, f64)]| {
        let mut summary = summary(&spoken, 21.0, gaps);
        summary.powers[1_063..1_125].fill(1e-4);
        summary.powers[1_688..1_750].fill(3e-4);
        let measures = summary.measures();
        (value(&measures, MeasureId::TrailingOff).is_ok(), measures.trails_off_at)
    };
    assert_eq!(falls(&[]), (true, Some(Span { from_secs: 6.0, to_secs: 9.0 })));
    assert_eq!(falls(&[(9.2, 3.0)]), (true, None));
    let at = Some(Span { from_secs: 6.0, to_secs: 9.0 });
    assert_eq!(falls(&[(10.0, 3.0)]), (true, at), "a second of silence came first");
}

/// Speech and stops of a take in turn, seconds; it begins with a stop.
fn takes() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.1_f64..5.0, 3..20)
}

fn spoken(lengths: &[f64]) -> (Vec<(f64, f64)>, f64) {
    let mut at = 0.0;
    let mut spoken = Vec::new();
    for (nth, length) in lengths.iter().enumerate() {
        if nth % 2 == 1 {
            spoken.push((at, at + length));
        }
        at += length;
    }
    (spoken, at)
}

fn covers(whole: &[Span], part: Span) -> bool {
    whole.iter().any(|span| span.from_secs <= part.from_secs && part.to_secs <= span.to_secs)
}

proptest! {
    #[test]
    fn a_gap_anywhere_never_adds_or_lengthens_a_pause_nor_makes_speech(
        lengths in takes(),
        gaps in prop::collection::vec((0.0_f64..1.0, 0.0_f64..9.0), 1..4),
    ) {
        let (spoken, length) = spoken(&lengths);
        let gaps: Vec<_> = gaps.iter().map(|(share, missing)| (share * length, *missing)).collect();
        let (whole, cut) = (measured(&spoken, length, &[]), measured(&spoken, length, &gaps));
        prop_assert!(cut.pauses.len() <= whole.pauses.len(), "{:?}", cut.pauses);
        prop_assert!(cut.pauses.iter().all(|pause| covers(&whole.pauses, *pause)));
        prop_assert!(cut.pauses.iter().all(|pause| pause.secs() >= PAUSE_SECS));
        prop_assert!(cut.speech.iter().all(|span| covers(&whole.speech, *span)));
        for id in [MeasureId::Pauses, MeasureId::LongestPause] {
            if let (Ok(cut), Ok(whole)) = (value(&cut, id), value(&whole, id)) {
                prop_assert!(cut <= whole, "{id:?}: {cut} of {whole}");
            }
        }
    }

    #[test]
    fn a_gap_changes_nothing_of_what_lies_elsewhere(
        lengths in takes(), share in 0.0_f64..1.0, missing in 0.0_f64..9.0,
    ) {
        let (spoken, length) = spoken(&lengths);
        let at = share * length;
        let (whole, cut) =
            (measured(&spoken, length, &[]), measured(&spoken, length, &[(at, missing)]));
        let elsewhere = |spans: &[Span]| -> Vec<Span> {
            spans.iter().copied().filter(|span| !cut.is_cut(*span)).collect()
        };
        prop_assert_eq!(elsewhere(&whole.pauses), elsewhere(&cut.pauses));
        let near = |span: &Span| (span.from_secs - 0.7..=span.to_secs + 0.7).contains(&at);
        let speech = |spans: &[Span]| -> Vec<Span> {
            spans.iter().copied().filter(|span| !near(span)).collect()
        };
        let heard: Vec<Span> = speech(&whole.speech);
        prop_assert!(heard.iter().all(|span| cut.speech.contains(span)));
        for id in [MeasureId::Length, MeasureId::Loudness, MeasureId::Peak, MeasureId::Clipped] {
            prop_assert_eq!(value(&cut, id), value(&whole, id));
        }
        if spoken.first().is_some_and(|(from, _)| at > from + 0.1) {
            prop_assert_eq!(value(&cut, MeasureId::FirstWord), value(&whole, MeasureId::FirstWord));
        }
    }
}
