//! What a sound looks like from afar and from near: lowest, highest and mean level of each stretch of time.
//!
//! A pyramid: fine buckets at the bottom, above them levels that each stand for eight times as much time,
//! so that any window of any sound is drawn by looking at a few buckets for each of its points. Built while
//! recording or from a finished sound, in one pass, in bounded memory. Deliberately not here: loudness,
//! pauses, drawing, files (only the bytes of one).

mod builder;
mod bytes;
mod peak;

pub use builder::OverviewBuilder;
pub use bytes::OverviewDamage;
pub use peak::Peak;

use peak::{Packed, Sum};

/// How many buckets of one level make one of the next.
const FAN: usize = 8;

/// A sound from afar and from near.
///
/// However long the sound, it takes less than 5 MB: the bottom has at most 700,000 buckets of six bytes
/// (an hour at 48 kHz: 675,000 buckets of 256 samples, 5 ms each; up to fifteen minutes: 64 samples, 1.3 ms).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// How many samples were seen.
    samples: u64,
    /// How many samples each bucket of the bottom stands for; never zero.
    bucket_samples: u64,
    /// From the bottom up; the last bucket of each may stand for less. Never without a bottom.
    levels: Vec<Vec<Packed>>,
}

impl Overview {
    /// The overview of a sound held in memory, one channel.
    #[must_use]
    pub fn of(samples: &[f32]) -> Self {
        let mut builder = OverviewBuilder::new();
        builder.push(samples);
        builder.finish()
    }

    /// Raises the pyramid over its bottom.
    fn over(samples: u64, bucket_samples: u64, bottom: Vec<Packed>) -> Self {
        let mut levels = vec![bottom];
        while let Some(below) = levels.last().filter(|level| level.len() > FAN) {
            let above = below.chunks(FAN).map(|group| Sum::of(group).pack()).collect();
            levels.push(above);
        }
        Self { samples, bucket_samples, levels }
    }

    /// How many samples it stands for.
    #[must_use]
    pub const fn samples(&self) -> u64 {
        self.samples
    }

    /// Whether there was no sound at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.samples == 0
    }

    /// How many samples its finest buckets stand for. Drawn finer than that, there is nothing more to see.
    #[must_use]
    pub const fn bucket_samples(&self) -> u64 {
        self.bucket_samples
    }

    /// What lies between two fractions (0…1) of the sound's length, to the finest bucket.
    ///
    /// Always looks at one bucket at least, so that a short sound has no holes when drawn wide, and at
    /// some dozens at most, however long the stretch.
    #[must_use]
    pub fn between(&self, from: f64, to: f64) -> Peak {
        let buckets = self.levels.first().map_or(0, Vec::len);
        let bucket_at = |fraction: f64| {
            fraction.clamp(0.0, 1.0) * self.samples as f64 / self.bucket_samples as f64
        };
        let first = (bucket_at(from).floor() as usize).min(buckets.saturating_sub(1));
        let end = (bucket_at(to).ceil() as usize).max(first + 1).min(buckets);
        self.sum(first, end).peak()
    }

    /// The buckets `from..to` of the bottom: the ends from below, the middle from as far up as it fits.
    fn sum(&self, mut from: usize, mut to: usize) -> Sum {
        let mut sum = Sum::default();
        let mut weight = 1;
        for level in &self.levels {
            let part = |range: std::ops::Range<usize>| level.get(range).unwrap_or(&[]);
            let (inner_from, inner_to) = (from.div_ceil(FAN), to / FAN);
            if inner_from >= inner_to {
                sum.include(part(from..to), weight);
                break;
            }
            sum.include(part(from..inner_from * FAN), weight);
            sum.include(part(inner_to * FAN..to), weight);
            (from, to) = (inner_from, inner_to);
            weight *= FAN as u64;
        }
        sum
    }
}

#[cfg(test)]
mod tests;
