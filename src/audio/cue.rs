//! Short sounds of our own making.

use std::f64::consts::TAU;

use super::api::Clip;
use crate::units::SampleRate;

/// Partials of the chime: frequency in hertz, amplitude, and seconds in which it falls to 37 %.
/// A fifth (E5, B5) and a trace of the octave; the higher, the sooner gone, as in a struck bar.
const PARTIALS: [(f64, f64, f64); 3] =
    [(659.3, 0.075, 0.28), (987.8, 0.045, 0.18), (1_318.5, 0.015, 0.09)];

/// Length in seconds, and how long it swells and fades, so that neither end clicks.
const CHIME_SECS: f64 = 0.9;
const SWELL_SECS: f64 = 0.012;
const FADE_SECS: f64 = 0.1;

/// A soft bell, 0.9 s, quieter than speech (its peak is about −18 dBFS).
#[must_use]
pub fn chime() -> Clip {
    let rate = SampleRate::HZ_48000;
    let hz = f64::from(rate.hz());
    let samples = (0..(CHIME_SECS * hz) as usize).map(|n| {
        let t = n as f64 / hz;
        let swell = (t / SWELL_SECS).min(1.0);
        let fade = ((CHIME_SECS - t) / FADE_SECS).min(1.0);
        let tone: f64 = PARTIALS
            .iter()
            .map(|(hz, amplitude, falls)| amplitude * (-t / falls).exp() * (TAU * hz * t).sin())
            .sum();
        (tone * swell * fade) as f32
    });
    Clip { samples: samples.collect(), rate }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chime_is_soft_and_begins_and_ends_in_silence() {
        let clip = chime();
        let peak = clip.samples.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
        assert!((0.05..0.2).contains(&peak), "{peak}");
        assert_eq!(clip.samples.first(), Some(&0.0));
        assert!(clip.samples.last().is_some_and(|s| s.abs() < 0.001));
    }
}
