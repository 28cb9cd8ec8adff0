//! Bringing voices to one loudness.
//!
//! The measure is integrated loudness after EBU R 128; the target is the one that recommendation sets.
//! Higher targets are in use, but speech recorded with a plain microphone has peaks 15 to 20 dB above its
//! loudness: at −23 LUFS they stay below full scale, so that nearly every take gets there unchanged but
//! for its level. What still would come out beyond −1 dBFS is turned down for that moment by the player.

use crate::analysis::{LoudnessMeter, integrated_loudness};
use crate::audio::wav::{WavError, WavStream};
use crate::audio::{Clip, Sound};
use crate::units::Frames;

/// Where every voice is brought, in LUFS (EBU R 128-2020).
pub(super) const TARGET_LUFS: f64 = -23.0;

/// Quieter than this is a room, not a voice, and is left alone: raised to the target it would be noise.
const QUIETEST_LUFS: f64 = -50.0;

/// Longer sounds are measured in parts, so that the first of them is heard at once, in seconds.
const WHOLE_SECS: u64 = 120;

/// How many parts, spread evenly, and how long each of them, in seconds.
const PARTS: u64 = 12;
const PART_SECS: u64 = 10;

/// What the amplitude is multiplied with. Silence, whose loudness is none, is left alone.
pub(super) fn gain(loudness_lufs: Option<f64>) -> f32 {
    match loudness_lufs.filter(|lufs| *lufs >= QUIETEST_LUFS) {
        Some(lufs) => 10.0_f64.powf((TARGET_LUFS - lufs) / 20.0) as f32,
        None => 1.0,
    }
}

/// Integrated loudness in LUFS; `None` for silence.
///
/// # Errors
/// When a file can't be read.
pub(super) fn loudness(sound: &mut Sound) -> Result<Option<f64>, WavError> {
    match sound {
        Sound::Clip(Clip { samples, rate }) => Ok(integrated_loudness(samples, *rate)),
        Sound::File(file) => file_loudness(file),
    }
}

fn file_loudness(file: &mut WavStream) -> Result<Option<f64>, WavError> {
    let info = file.info();
    let second = u64::from(info.rate.hz());
    let mut meter = LoudnessMeter::new(info.rate);
    let mut samples = Vec::new();
    for (from, count) in parts(info.frames, second) {
        file.seek(from);
        let mut left = count;
        while left > 0 {
            samples.clear();
            let got = file.read(left.min(second) as usize, &mut samples)?;
            if got == 0 {
                break;
            }
            meter.push(&samples);
            left -= got as u64;
        }
    }
    Ok(meter.integrated())
}

/// What is measured of a sound: first frames and counts.
fn parts(Frames(frames): Frames, second: u64) -> Vec<(u64, u64)> {
    if frames <= WHOLE_SECS * second {
        return vec![(0, frames)];
    }
    let count = PART_SECS * second;
    let step = (frames - count) / (PARTS - 1);
    (0..PARTS).map(|part| (part * step, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::wav::write_clip;
    use crate::units::SampleRate;

    fn tone(amplitude: f32, secs: f32) -> Clip {
        let samples = (0..(8_000.0 * secs) as usize).map(|n| amplitude * (n as f32 * 0.8).sin());
        Clip { samples: samples.collect(), rate: SampleRate::new(8_000).expect("not zero") }
    }

    #[test]
    fn every_voice_is_brought_to_the_target() {
        for amplitude in [0.03, 0.1, 0.8] {
            let mut clip = tone(amplitude, 2.0);
            let gain = gain(loudness(&mut clip.clone().into()).expect("measured"));
            clip.samples = clip.samples.iter().map(|sample| sample * gain).collect();
            let lufs = loudness(&mut clip.into()).expect("measured").expect("not silent");
            assert!((lufs - TARGET_LUFS).abs() < 0.1, "{amplitude}: {lufs}");
        }
    }

    #[test]
    fn silence_and_an_empty_room_are_left_alone() {
        assert_eq!(gain(loudness(&mut tone(0.0, 2.0).into()).expect("measured")), 1.0);
        assert_eq!(gain(loudness(&mut tone(0.001, 2.0).into()).expect("measured")), 1.0);
        assert_eq!(gain(loudness(&mut tone(0.0, 0.0).into()).expect("measured")), 1.0);
    }

    #[test]
    fn a_long_file_is_measured_in_parts_and_a_short_one_whole() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        let path = folder.path().join("take.wav");
        write_clip(&path, &tone(0.1, 3.0)).expect("written");
        let mut file = Sound::from(WavStream::open(&path).expect("a sound"));
        let (of_file, of_clip) = (loudness(&mut file), loudness(&mut tone(0.1, 3.0).into()));
        let (of_file, of_clip) = (of_file.expect("measured"), of_clip.expect("measured"));
        assert!((of_file.expect("loud") - of_clip.expect("loud")).abs() < 0.05);
        let parts = parts(Frames(3_600_000), 1_000);
        assert_eq!((parts.len(), parts[0]), (12, (0, 10_000)));
        assert!((3_599_900..=3_600_000).contains(&(parts[11].0 + parts[11].1)), "{:?}", parts[11]);
    }
}
