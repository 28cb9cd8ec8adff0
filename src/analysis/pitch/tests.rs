use super::*;

/// A voice of sawtooth pulses through a formant-like low-pass; the pitch glides by `glide` semitones.
fn voice(hz: f32, glide: f32, secs: f32) -> Vec<f32> {
    let mut phase = 0.0_f32;
    let mut low = [0.0_f32; 2];
    let len = (secs * 16_000.0) as usize;
    (0..len)
        .map(|n| {
            let hz = hz * 2.0_f32.powf(glide / 12.0 * n as f32 / len as f32);
            phase = (phase + hz / 16_000.0) % 1.0;
            low[0] += 0.3 * (phase - 0.5 - low[0]);
            low[1] += 0.3 * (low[0] - low[1]);
            0.3 * low[1]
        })
        .collect()
}

fn pitches(sound: &[f32]) -> Vec<Option<f32>> {
    let mut finder = PitchFinder::default();
    finder.push(sound);
    finder.finish()
}

#[test]
fn a_voice_has_its_pitch_from_the_lowest_man_to_the_highest_child() {
    for hz in [80.0, 110.0, 180.0, 240.0, 440.0, 560.0] {
        let found: Vec<f32> = pitches(&voice(hz, 0.0, 0.6)).into_iter().flatten().collect();
        assert!(found.len() > 30, "{hz} Hz: voiced in {} frames", found.len());
        let off = found.iter().filter(|found| (*found / hz).log2().abs() > 0.5 / 12.0).count();
        assert!(off * 20 < found.len(), "{hz} Hz: {off} of {} frames: {found:?}", found.len());
    }
}

#[test]
fn a_glide_is_followed() {
    let found = pitches(&voice(100.0, 12.0, 1.0));
    let at = |share: f32| found[(share * 62.0) as usize].expect("voiced");
    for (share, hz) in [(0.2, 115.0), (0.5, 141.0), (0.8, 174.0)] {
        assert!((at(share) / hz).log2().abs() < 0.5 / 12.0, "{share}: {} Hz", at(share));
    }
}

#[test]
fn noise_and_silence_have_no_pitch() {
    let mut seed = 1_u32;
    let noise: Vec<f32> = (0..16_000)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            0.2 * ((seed >> 8) as f32 / 8_388_608.0 - 1.0)
        })
        .collect();
    let voiced = pitches(&noise).into_iter().flatten().count();
    assert!(voiced < 10, "{voiced} of 62 frames of noise have a pitch");
    assert_eq!(pitches(&vec![0.0; 16_000]).into_iter().flatten().count(), 0);
    assert_eq!(pitches(&[]).into_iter().flatten().count(), 0);
}

#[test]
fn blocks_of_any_size_give_the_same_pitches() {
    let sound = voice(150.0, 5.0, 0.3);
    let whole = pitches(&sound);
    for size in [1, 100, 999] {
        let mut finder = PitchFinder::default();
        sound.chunks(size).for_each(|block| finder.push(block));
        assert_eq!(finder.finish(), whole, "blocks of {size}");
    }
}
