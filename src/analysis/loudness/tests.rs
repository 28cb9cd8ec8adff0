//! Held against the `ebur128` crate, and against what can be known without it.

use super::*;

fn rate(hz: u32) -> SampleRate {
    SampleRate::new(hz).expect("not zero")
}

/// Noise in −1…1, the same at every run.
struct Noise(u32);

impl Noise {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as f32 / 8_388_608.0 - 1.0
    }
}

fn tone(hz: f64, amplitude: f64, rate: u32, secs: f64) -> Vec<f32> {
    let step = std::f64::consts::TAU * hz / f64::from(rate);
    let len = (secs * f64::from(rate)) as usize;
    (0..len).map(|n| (amplitude * (n as f64 * step).sin()) as f32).collect()
}

/// Bursts of noise with changing colour and level, silence between, a constant offset under all.
fn talk(rate: u32, secs: f64) -> Vec<f32> {
    let mut noise = Noise(7);
    let mut low = 0.0_f32;
    (0..(secs * f64::from(rate)) as usize)
        .map(|n| {
            let at = n as f64 / f64::from(rate);
            let speaks = at % 3.0 < 2.2;
            let level = if speaks { 0.3 * (at * 4.0 * 3.1).sin().abs() as f32 } else { 0.0005 };
            let white = noise.next();
            low += 0.1 * (white - low);
            let colour = (at * 0.7).sin().abs() as f32;
            level * (colour * white + (1.0 - colour) * 3.0 * low) + 0.02
        })
        .collect()
}

fn by_the_crate(samples: &[f32], rate: u32) -> f64 {
    let mut meter = ebur128::EbuR128::new(1, rate, ebur128::Mode::I).expect("a rate it knows");
    meter.add_frames_f32(samples).expect("samples it can read");
    meter.loudness_global().expect("it measures integrated loudness")
}

#[test]
fn loudness_agrees_with_another_meter_at_every_rate() {
    for hz in [8_000, 11_025, 16_000, 44_100, 48_000, 96_000, 192_000] {
        // Longer than one batch of eight stretches at the common rates; the others are slow in tests.
        let secs = if hz > 50_000 { 4.7 } else { 9.3 };
        let mut noise = Noise(3);
        let sounds = [
            ("talk", talk(hz, secs)),
            ("noise", (0..hz * 5).map(|_| noise.next() * 0.1).collect()),
            ("low", tone(45.0, 0.5, hz, secs)),
            ("high", tone(f64::from(hz) * 0.4, 0.25, hz, 2.0)),
        ];
        for (name, sound) in sounds {
            let ours = integrated_loudness(&sound, rate(hz)).expect("loud enough");
            let theirs = by_the_crate(&sound, hz);
            assert!((ours - theirs).abs() < 0.02, "{name} at {hz} Hz: {ours} and {theirs}");
        }
    }
}

#[test]
fn the_standards_reference_tone_has_its_loudness() {
    // A sine of 0 dBFS at 997 Hz on one channel is −3.01 LUFS (BS.1770-4, annex 1).
    let ours = integrated_loudness(&tone(997.0, 1.0, 48_000, 3.0), rate(48_000)).expect("loud");
    assert!((ours + 3.01).abs() < 0.02, "{ours}");
}

#[test]
fn blocks_of_any_size_give_the_same_loudness_to_the_bit() {
    let sound = talk(8_000, 9.0);
    let whole = integrated_loudness(&sound, rate(8_000));
    for size in [1, 77, 800, 33_000] {
        let mut meter = LoudnessMeter::new(rate(8_000));
        sound.chunks(size).for_each(|block| meter.push(block));
        assert_eq!(meter.integrated(), whole, "blocks of {size}");
    }
}

#[test]
fn silence_and_very_short_sounds_have_no_loudness() {
    assert_eq!(integrated_loudness(&[], rate(48_000)), None);
    assert_eq!(integrated_loudness(&[0.0; 100_000], rate(48_000)), None);
    assert_eq!(integrated_loudness(&tone(997.0, 0.5, 8_000, 0.39), rate(8_000)), None);
    assert!(integrated_loudness(&tone(997.0, 0.5, 8_000, 0.41), rate(8_000)).is_some());
}

#[test]
fn silence_between_speech_does_not_count() {
    let speech = talk(8_000, 2.0);
    let mut with_gap = speech.clone();
    with_gap.extend(vec![0.0; 40_000]);
    with_gap.extend(&speech);
    let alone = integrated_loudness(&speech, rate(8_000)).expect("loud");
    let apart = integrated_loudness(&with_gap, rate(8_000)).expect("loud");
    assert!((alone - apart).abs() < 0.5, "{alone} and {apart}");
}

#[test]
fn bad_samples_and_wild_rates_do_no_harm() {
    let mut sound = tone(440.0, 0.25, 8_000, 3.0);
    let clean = integrated_loudness(&sound, rate(8_000)).expect("loud");
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        sound[12_345] = bad;
        let ours = integrated_loudness(&sound, rate(8_000)).expect("loud");
        assert!((ours - clean).abs() < 0.1, "{bad}: {ours}, without {clean}");
    }
    sound[12_345] = f32::MAX;
    assert!(integrated_loudness(&sound, rate(8_000)).is_some_and(f64::is_finite));
    for hz in [1, 7, 100, u32::MAX] {
        let ours = integrated_loudness(&sound, rate(hz));
        assert!(ours.is_none_or(f64::is_finite), "{hz} Hz: {ours:?}");
    }
}
