//! Numbers that carry their unit, so that a frame is never taken for a sample and hertz never for seconds.

pub mod wording;
pub mod words;

use std::num::NonZeroU32;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Frames per second of a sound, in hertz; never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SampleRate(NonZeroU32);

impl SampleRate {
    /// 48 kHz: what most devices and our own sounds use.
    pub const HZ_48000: Self = Self(NonZeroU32::new(48_000).expect("48,000 is not zero"));

    /// `None` for zero.
    #[must_use]
    pub fn new(hz: u32) -> Option<Self> {
        NonZeroU32::new(hz).map(Self)
    }

    /// The rate in hertz.
    #[must_use]
    pub fn hz(self) -> u32 {
        self.0.get()
    }
}

/// A count of frames: one sample per channel each, so that a mono and a stereo sound of equal length
/// have equally many.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Frames(pub u64);

impl Frames {
    /// How long these frames last at `rate`.
    #[must_use]
    pub fn duration(self, rate: SampleRate) -> Duration {
        let hz = u64::from(rate.hz());
        let nanos = (self.0 % hz) * 1_000_000_000 / hz;
        Duration::from_secs(self.0 / hz) + Duration::from_nanos(nanos)
    }

    /// The whole frames that fit into `duration` at `rate`.
    #[must_use]
    pub fn in_duration(duration: Duration, rate: SampleRate) -> Self {
        let frames = duration.as_nanos() * u128::from(rate.hz()) / 1_000_000_000;
        Self(u64::try_from(frames).unwrap_or(u64::MAX))
    }
}

/// A level relative to full scale, in decibels: 0 is the loudest a sample can be, silence is −∞.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dbfs(pub f32);

impl Dbfs {
    /// The floor of our meters and files: what a 16-bit sample cannot go below (−96 dB).
    pub const FLOOR: Self = Self(-96.0);

    /// The level of a linear amplitude in 0…1 (`20·log10`), no lower than [`Self::FLOOR`].
    #[must_use]
    pub fn from_amplitude(amplitude: f32) -> Self {
        if amplitude.is_finite() && amplitude > 0.0 {
            Self((20.0 * amplitude.log10()).max(Self::FLOOR.0))
        } else {
            Self::FLOOR
        }
    }

    /// The linear amplitude of this level.
    #[must_use]
    pub fn amplitude(self) -> f32 {
        10.0_f32.powf(self.0 / 20.0)
    }
}

/// A speed of speech in words per minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Wpm(pub u16);

/// A size for people, in decimal units as file managers show it.
#[must_use]
pub fn bytes_text(count: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let mut value = count as f64 / 1000.0;
    let mut unit = "kB";
    for next in UNITS {
        unit = next;
        if value < 1000.0 {
            break;
        }
        value /= 1000.0;
    }
    format!("{value:.1} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_and_durations_agree_at_odd_rates() {
        for hz in [8_000, 11_025, 44_100, 48_000, 192_000] {
            let rate = SampleRate::new(hz).expect("not zero");
            let frames = Frames(u64::from(hz) * 7 + 5);
            let back = Frames::in_duration(frames.duration(rate), rate);
            assert!(frames.0 - back.0 <= 1, "{hz} Hz: {frames:?} became {back:?}");
        }
    }

    #[test]
    fn half_of_full_scale_is_six_decibels_down() {
        assert!((Dbfs::from_amplitude(0.5).0 + 6.02).abs() < 0.01);
        assert_eq!(Dbfs::from_amplitude(0.0), Dbfs::FLOOR);
        assert_eq!(Dbfs::from_amplitude(f32::NAN), Dbfs::FLOOR);
    }

    #[test]
    fn sizes_are_read_in_thousands() {
        for (count, text) in [(0, "0.0 kB"), (1_234, "1.2 kB"), (2_500_000, "2.5 MB")] {
            assert_eq!(bytes_text(count), text);
        }
    }
}
