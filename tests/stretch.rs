//! Speech at another speed, held against real speech: the three recorded voices.

use std::path::Path;

use greenroom::audio::stretch;
use greenroom::bank;
use greenroom::interview::Phrases;
use greenroom::rehearsal::shipped_texts;
use greenroom::units::SampleRate;
use greenroom::voice::Persona;
use greenroom::voice::pack::Pack;

/// Speech of each voice that is looked at, in seconds.
const SECS: f64 = 8.0;

const FACTORS: [f32; 5] = [0.5, 0.75, 1.25, 1.5, 2.0];

/// Some seconds of each of the recorded voices.
fn speech() -> Vec<(Persona, Vec<f32>, SampleRate)> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/voice"));
    let pack = Pack::open(folder).expect("the pack can be read");
    let (_, text) = bank::built_in().first().expect("a bank ships");
    let bank = bank::read(text, "built in").bank.expect("it can be read");
    let texts = shipped_texts(&bank, &Phrases::built_in());
    [Persona::InterviewerA, Persona::InterviewerB, Persona::Model]
        .map(|persona| {
            let (mut speech, mut rate) = (Vec::new(), SampleRate::HZ_48000);
            let clips = texts.iter().filter(|text| text.persona == persona);
            for text in clips {
                let (samples, of) = pack.clip(persona, &text.text).expect("it can be played");
                speech.extend_from_slice(&samples);
                rate = of;
                if speech.len() as f64 > SECS * f64::from(rate.hz()) {
                    break;
                }
            }
            (persona, speech, rate)
        })
        .into()
}

/// Thinned to about 8 kHz: the fundamental of a voice lies far below.
fn thinned(sound: &[f32], rate: SampleRate) -> (Vec<f32>, f64) {
    let thin = (rate.hz() / 8_000).max(1) as usize;
    let thinned = sound.chunks_exact(thin).map(|chunk| chunk.iter().sum::<f32>()).collect();
    (thinned, f64::from(rate.hz()) / thin as f64)
}

/// How alike a frame is to itself `lag` samples later: 1 for a perfect period.
fn likeness(frame: &[f32], lag: usize) -> f64 {
    let pairs = || frame.iter().zip(&frame[lag..]);
    let product: f32 = pairs().map(|(a, b)| a * b).sum();
    let energy: f32 = pairs().map(|(a, b)| a * a + b * b).sum();
    f64::from(2.0 * product / (energy + 1e-9))
}

/// Fundamental of one frame, if it is voiced.
fn frame_hz(frame: &[f32], rate: f64) -> Option<f64> {
    let (shortest, longest) = ((rate / 400.0) as usize, (rate / 65.0) as usize);
    let scores: Vec<f64> = (0..=longest + 1).map(|lag| likeness(frame, lag)).collect();
    let best = (shortest..=longest).map(|lag| scores[lag]).fold(0.0, f64::max);
    if best < 0.8 {
        return None;
    }
    // Multiples of the period score as well: the first peak that is nearly as good is the period.
    let is_peak = |lag: &usize| {
        scores[*lag] > 0.9 * best
            && scores[*lag] >= scores[lag - 1]
            && scores[*lag] >= scores[lag + 1]
    };
    let lag = (shortest..=longest).find(is_peak)?;
    let (before, at, after) = (scores[lag - 1], scores[lag], scores[lag + 1]);
    let bend = before - 2.0 * at + after;
    let shift = if bend < 0.0 { 0.5 * (before - after) / bend } else { 0.0 };
    Some(rate / (lag as f64 + shift))
}

/// Fundamental of every frame of 40 ms whose middle lies at a multiple of 20 ms times `step`; `None` for
/// those that are quiet or not voiced.
fn contour(sound: &[f32], rate: SampleRate, step: f64) -> Vec<Option<f64>> {
    let (sound, rate) = thinned(sound, rate);
    let frame = (rate * 0.04) as usize;
    let loudest = sound.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let middles = (0..).map(|n| (f64::from(n) * 0.02 * step * rate) as usize);
    middles
        .take_while(|middle| middle + frame < sound.len())
        .map(|middle| {
            let frame = sound.get(middle.checked_sub(frame / 2)?..middle + frame / 2)?;
            let is_loud = frame.iter().any(|sample| sample.abs() > loudest * 0.1);
            is_loud.then(|| frame_hz(frame, rate))?
        })
        .collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    assert!(values.len() > 50, "only {} voiced frames", values.len());
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[test]
fn speech_keeps_its_pitch_and_gets_exactly_as_long_as_it_should() {
    let threads: Vec<_> = speech()
        .into_iter()
        .map(|(persona, sound, rate)| {
            std::thread::spawn(move || {
                let own = contour(&sound, rate, 1.0);
                for factor in FACTORS {
                    let stretched = stretch(&sound, rate, factor);
                    let ratio = stretched.len() as f64 * f64::from(factor) / sound.len() as f64;
                    assert!((ratio - 1.0).abs() < 0.005, "{persona:?} at {factor}: {ratio}");
                    // The same moments of speech, each against itself.
                    let other = contour(&stretched, rate, 1.0 / f64::from(factor));
                    let pairs = own.iter().zip(&other).filter_map(|(a, b)| Some((*a)? / (*b)?));
                    let change = median(pairs.map(f64::recip).collect());
                    println!("{persona:?} at {factor}: {change:.4} of its pitch");
                    assert!((change - 1.0).abs() < 0.03, "{persona:?} at {factor}: {change}");
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("as it should be");
    }
}

#[test]
fn speech_at_its_own_speed_is_the_same_to_the_bit() {
    for (_, sound, rate) in speech() {
        assert_eq!(stretch(&sound, rate, 1.0), sound);
    }
}
