//! One bucket: as it is shown, as it is kept, and several of them together.

/// One in our scale is this many steps of what is kept: sound of 16 bits is kept exactly.
const SCALE: f32 = 32_768.0;

/// The lowest and highest sample of a stretch of sound, and its mean level; −1…1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// The lowest sample.
    pub min: f32,
    /// The highest sample; not below `min`.
    pub max: f32,
    /// The root of the mean square; 0…1.
    pub rms: f32,
}

impl Peak {
    /// Nothing heard.
    pub const SILENCE: Self = Self { min: 0.0, max: 0.0, rms: 0.0 };
}

/// A [`Peak`] in six bytes. Louder than full scale is kept as full scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Packed {
    pub(super) min: i16,
    pub(super) max: i16,
    /// In the same steps; never below zero.
    pub(super) rms: i16,
}

impl Packed {
    /// Nothing heard.
    pub(super) const SILENCE: Self = Self { min: 0, max: 0, rms: 0 };

    /// What holds no good sample: any other replaces it.
    pub(super) const EMPTY: Self = Self { min: i16::MAX, max: i16::MIN, rms: 0 };

    /// Keeps what was found in some samples; nothing good among them is [`Self::EMPTY`].
    pub(super) fn new(min: f32, max: f32, mean_square: f64) -> Self {
        if min > max {
            return Self::EMPTY;
        }
        // Casts hold what is out of range at the ends of the range.
        let step = |value: f32| (value * SCALE).round() as i16;
        Self { min: step(min), max: step(max), rms: step(mean_square.sqrt() as f32) }
    }

    /// Two neighbours of equal weight.
    pub(super) fn merge(self, other: Self) -> Self {
        if self == Self::EMPTY {
            return other;
        }
        if other == Self::EMPTY {
            return self;
        }
        let square = |rms: i16| f64::from(rms) * f64::from(rms);
        Self {
            min: self.min.min(other.min),
            max: self.max.max(other.max),
            rms: ((square(self.rms) + square(other.rms)) / 2.0).sqrt().round() as i16,
        }
    }

    pub(super) fn or_silence(self) -> Self {
        if self == Self::EMPTY { Self::SILENCE } else { self }
    }
}

/// Several buckets together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    min: i16,
    max: i16,
    /// Of squared steps, weighted.
    squares: f64,
    weight: u64,
}

impl Default for Sum {
    fn default() -> Self {
        Self { min: i16::MAX, max: i16::MIN, squares: 0.0, weight: 0 }
    }
}

impl Sum {
    pub(super) fn of(buckets: &[Packed]) -> Self {
        let mut sum = Self::default();
        sum.include(buckets, 1);
        sum
    }

    /// Buckets that each stand for `weight` of the bottom. The last of a sound may stand for less; it is
    /// taken for full, which no eye can tell.
    pub(super) fn include(&mut self, buckets: &[Packed], weight: u64) {
        for bucket in buckets {
            self.min = self.min.min(bucket.min);
            self.max = self.max.max(bucket.max);
            self.squares += f64::from(bucket.rms).powi(2) * weight as f64;
            self.weight += weight;
        }
    }

    pub(super) fn pack(self) -> Packed {
        if self.weight == 0 {
            return Packed::SILENCE;
        }
        Packed { min: self.min, max: self.max, rms: self.rms().round() as i16 }
    }

    pub(super) fn peak(self) -> Peak {
        if self.weight == 0 {
            return Peak::SILENCE;
        }
        Peak {
            min: f32::from(self.min) / SCALE,
            max: f32::from(self.max) / SCALE,
            rms: self.rms() as f32 / SCALE,
        }
    }

    fn rms(self) -> f64 {
        (self.squares / self.weight as f64).sqrt()
    }
}
