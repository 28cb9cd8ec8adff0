use super::builder::{FINEST, MAX_BUCKETS};
use super::*;

/// Steps of 16 bits, so that what is kept is exact.
fn steps(len: usize) -> Vec<f32> {
    (0..len).map(|i| ((i * 7919) % 60_001) as f32 / 32_768.0 - 0.9).map(sixteen_bits).collect()
}

fn sixteen_bits(sample: f32) -> f32 {
    (sample * 32_768.0).round() / 32_768.0
}

fn bottom(overview: &Overview) -> usize {
    overview.levels[0].len()
}

#[test]
fn blocks_of_any_size_give_the_same_overview_as_the_whole() {
    let sound: Vec<f32> = (0..50_021).map(|i| (i as f32 * 0.37).sin()).collect();
    let whole = Overview::of(&sound);
    for size in [1, 7, 63, 64, 65, 480, 4096, 50_000] {
        let mut builder = OverviewBuilder::new();
        sound.chunks(size).for_each(|block| builder.push(block));
        assert_eq!(builder.finish(), whole, "blocks of {size}");
    }
}

#[test]
fn memory_is_bounded_and_no_sample_is_left_out() {
    for len in [1, 63, 64, 65, 4_097, 100_003] {
        let overview = Overview::of(&steps(len));
        assert_eq!(overview.samples(), len as u64);
        assert_eq!(bottom(&overview), len.div_ceil(FINEST), "{len} samples");
    }
}

#[test]
fn a_long_sound_is_kept_coarser_and_its_end_is_still_right() {
    let mut builder = OverviewBuilder::holding(100);
    let secs = 20; // Merged twice: 329 of the finest buckets would be wanted.
    for _ in 0..secs {
        builder.push(&[0.25; 1_000]);
    }
    builder.push(&[-0.5; 1_000]);
    let overview = builder.finish();
    assert_eq!(overview.bucket_samples(), 256);
    let whole = f64::from(secs) / f64::from(secs + 1);
    assert_eq!(overview.between(0.0, whole - 0.02), Peak { min: 0.25, max: 0.25, rms: 0.25 });
    assert_eq!(overview.between(whole + 0.02, 1.0), Peak { min: -0.5, max: -0.5, rms: 0.5 });
}

#[test]
fn the_longest_sound_fits_into_five_megabytes() {
    let size = MAX_BUCKETS * size_of::<Packed>() * FAN / (FAN - 1);
    assert!(size < 5_000_000 && MAX_BUCKETS.is_multiple_of(2), "{size} bytes");
}

#[test]
fn every_stretch_has_the_least_and_greatest_of_its_own_samples() {
    let sound = steps(40_000);
    let overview = Overview::of(&sound);
    for (from, to) in [(0, 40_000), (64, 128), (640, 33_280), (12_800, 12_864), (4_096, 36_864)] {
        let part = &sound[from..to];
        let min = part.iter().copied().fold(f32::INFINITY, f32::min);
        let max = part.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let square: f32 = part.iter().map(|s| s * s).sum::<f32>() / part.len() as f32;
        let peak = overview.between(from as f64 / 40_000.0, to as f64 / 40_000.0);
        assert_eq!((peak.min, peak.max), (min, max), "{from}..{to}");
        assert!((peak.rms - square.sqrt()).abs() < 1e-3, "{from}..{to}: {}", peak.rms);
    }
}

#[test]
fn a_click_is_seen_however_long_the_sound() {
    let mut sound = vec![0.0; 300_000];
    sound[200_000] = 0.75;
    let overview = Overview::of(&sound);
    let at = 200_000.0 / 300_000.0;
    assert_eq!(overview.between(at - 0.001, at + 0.001).max, 0.75);
    assert_eq!(overview.between(0.0, 0.6), Peak::SILENCE);
    assert_eq!(overview.between(0.0, 1.0).max, 0.75);
}

#[test]
fn bad_samples_and_silence_are_silence() {
    assert!(Overview::of(&[]).is_empty());
    assert_eq!(Overview::of(&[]).between(0.0, 1.0), Peak::SILENCE);
    assert_eq!(Overview::of(&[f32::NAN]).between(0.0, 1.0), Peak::SILENCE);
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let with_bad_ones: Vec<f32> =
            (0..9_000).map(|i| if i % 2 == 0 { bad } else { 0.5 }).collect();
        let merged = Overview::of(&with_bad_ones).between(0.0, 1.0);
        assert_eq!((merged.min, merged.max), (0.5, 0.5), "{bad}");
    }
    let loud = Overview::of(&[f32::MAX, f32::MIN]).between(0.0, 1.0);
    assert!(loud.max > 0.999 && loud.min == -1.0 && loud.rms <= 1.0);
}

#[test]
fn a_part_drawn_wider_than_its_buckets_has_no_holes() {
    let overview = Overview::of(&[0.5; 10]);
    for step in 0..1000 {
        let from = f64::from(step) / 1000.0;
        assert_eq!(overview.between(from, from + 0.001).max, 0.5, "at {from}");
    }
}

#[test]
fn a_snapshot_does_not_disturb_what_follows() {
    let sound = steps(9_000);
    let mut builder = OverviewBuilder::new();
    builder.push(&sound[..5_000]);
    assert_eq!(builder.snapshot(), Overview::of(&sound[..5_000]));
    builder.push(&sound[5_000..]);
    assert_eq!(builder.finish(), Overview::of(&sound));
}

#[test]
fn an_overview_survives_its_bytes() {
    for len in [0, 1, 64, 65, 9_001] {
        let overview = Overview::of(&steps(len));
        assert_eq!(Overview::from_bytes(&overview.to_bytes()), Ok(overview), "{len} samples");
    }
}

#[test]
fn damaged_bytes_are_an_error() {
    let bytes = Overview::of(&steps(2_000)).to_bytes();
    for len in 0..bytes.len() {
        assert!(Overview::from_bytes(&bytes[..len]).is_err(), "cut to {len} bytes");
    }
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        assert!(Overview::from_bytes(&changed).is_err(), "byte {at}");
    }
    let mut longer = bytes;
    longer.extend([0; 6]);
    assert_eq!(Overview::from_bytes(&longer), Err(OverviewDamage::Damaged));
}

#[test]
fn hostile_numbers_with_a_right_check_sum_are_an_error() {
    let overview = |samples, bucket_samples, bottom| {
        Overview { samples, bucket_samples, levels: vec![bottom] }.to_bytes()
    };
    let peak = Packed { min: -5, max: 5, rms: 3 };
    assert!(Overview::from_bytes(&overview(65, 64, vec![peak; 2])).is_ok());
    for (samples, bucket_samples, bottom) in [
        (u64::MAX, 64, vec![peak; 2]),
        (u64::MAX, 1 << 63, vec![peak; 3]),
        (65, 0, vec![peak; 2]),
        (65, 63, vec![peak; 2]),
        (65, 192, vec![peak]),
        (65, 64, vec![peak; 3]),
        (65, 64, vec![Packed { min: 5, max: -5, rms: 3 }; 2]),
        (65, 64, vec![Packed { min: -5, max: 5, rms: -3 }; 2]),
    ] {
        let bytes = overview(samples, bucket_samples, bottom.clone());
        assert_eq!(
            Overview::from_bytes(&bytes),
            Err(OverviewDamage::Damaged),
            "{samples} {bucket_samples} {bottom:?}",
        );
    }
}
