//! What a sound looks like from afar: the lowest and highest sample of each stretch of time.
//!
//! Built while recording or from a finished sound, in one pass, in bounded memory: when the buckets are
//! full, neighbours are merged and each stands for twice as many samples. Deliberately not here: loudness,
//! pauses, drawing.

/// The lowest and highest sample of one bucket, −1…1 for sound that is not clipped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// The lowest sample.
    pub min: f32,
    /// The highest sample; not below `min`.
    pub max: f32,
}

impl Peak {
    /// Nothing heard.
    pub const SILENCE: Self = Self { min: 0.0, max: 0.0 };

    /// What holds nothing yet: any sample replaces it.
    const EMPTY: Self = Self { min: f32::INFINITY, max: f32::NEG_INFINITY };

    fn include(&mut self, sample: f32) {
        // `min` and `max` pass over NaN, so that one bad sample spoils nothing.
        self.min = self.min.min(sample);
        self.max = self.max.max(sample);
    }

    fn merge(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }

    fn or_silence(self) -> Self {
        if self.min <= self.max { self } else { Self::SILENCE }
    }
}

/// Peaks over equal stretches of a sound; the last stretch may be shorter.
#[derive(Debug, Clone, PartialEq)]
struct Level {
    /// How many samples each peak stands for; never zero.
    bucket_samples: u64,
    /// One for each stretch, in order of time.
    peaks: Vec<Peak>,
}

/// A sound from afar: at most [`Overview::MAX_PEAKS`] peaks for the whole of it.
///
/// Holds one level of detail. Finer ones can be added beside it without changing how it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// How many samples were seen.
    samples: u64,
    /// The whole sound.
    coarse: Level,
}

impl Overview {
    /// The most peaks an overview holds: about two for every point of a wide window.
    pub const MAX_PEAKS: usize = 4096;

    /// The overview of a sound held in memory, one channel.
    #[must_use]
    pub fn of(samples: &[f32]) -> Self {
        let mut builder = OverviewBuilder::new();
        builder.push(samples);
        builder.finish()
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

    /// The peaks of the whole sound, in order of time, as fine as they are kept.
    #[must_use]
    pub fn peaks(&self) -> &[Peak] {
        &self.coarse.peaks
    }

    /// The lowest and highest sample between two fractions (0…1) of the sound's length, to the bucket.
    ///
    /// Always looks at one bucket at least, so that a short sound has no holes when drawn wide.
    #[must_use]
    pub fn between(&self, from: f64, to: f64) -> Peak {
        let level = &self.coarse;
        let bucket_at = |fraction: f64| {
            fraction.clamp(0.0, 1.0) * self.samples as f64 / level.bucket_samples as f64
        };
        let last = level.peaks.len().saturating_sub(1);
        let first = (bucket_at(from).floor() as usize).min(last);
        let end = (bucket_at(to).ceil() as usize).max(first + 1);
        let part = level.peaks.get(first..end.min(level.peaks.len())).unwrap_or(&[]);
        part.iter().copied().fold(Peak::EMPTY, Peak::merge).or_silence()
    }
}

/// Builds an [`Overview`] from blocks of any size, as they come.
#[derive(Debug, Clone)]
pub struct OverviewBuilder {
    samples: u64,
    level: Level,
    /// The bucket being filled.
    open: Peak,
    /// How many samples it holds; below `level.bucket_samples`.
    open_samples: u64,
}

impl Default for OverviewBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl OverviewBuilder {
    /// Nothing heard yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            samples: 0,
            // Starting from single samples keeps even a click of some milliseconds in shape.
            level: Level { bucket_samples: 1, peaks: Vec::with_capacity(Overview::MAX_PEAKS) },
            open: Peak::EMPTY,
            open_samples: 0,
        }
    }

    /// The next samples, one channel.
    pub fn push(&mut self, mut block: &[f32]) {
        while !block.is_empty() {
            let room = (self.level.bucket_samples - self.open_samples) as usize;
            let (now, later) = block.split_at(room.min(block.len()));
            for &sample in now {
                self.open.include(sample);
            }
            self.open_samples += now.len() as u64;
            self.samples += now.len() as u64;
            if self.open_samples == self.level.bucket_samples {
                self.close_bucket();
            }
            block = later;
        }
    }

    /// The overview of what has come so far; more may follow.
    #[must_use]
    pub fn snapshot(&self) -> Overview {
        self.clone().finish()
    }

    /// The overview of all that came.
    #[must_use]
    pub fn finish(mut self) -> Overview {
        if self.open_samples > 0 {
            self.level.peaks.push(self.open);
        }
        // A bucket of bad samples alone is silence, but only now: merged earlier it would pull its
        // neighbour's peak to zero.
        self.level.peaks.iter_mut().for_each(|peak| *peak = peak.or_silence());
        Overview { samples: self.samples, coarse: self.level }
    }

    fn close_bucket(&mut self) {
        // One place is left free for the bucket that is open at the end.
        if self.level.peaks.len() + 1 >= Overview::MAX_PEAKS {
            self.halve();
            // The full bucket is now half of a coarser one and goes on filling.
            return;
        }
        self.level.peaks.push(self.open);
        self.open = Peak::EMPTY;
        self.open_samples = 0;
    }

    /// Merges neighbours, two into one. The number of closed buckets is odd here (`MAX_PEAKS` − 1), so
    /// the last one joins the open bucket, which lies beside it in time.
    fn halve(&mut self) {
        let pairs = self.level.peaks.chunks_exact(2);
        let left_over = pairs.remainder().first().copied();
        let merged: Vec<Peak> =
            pairs.filter_map(|pair| Some(pair.first()?.merge(*pair.get(1)?))).collect();
        if let Some(peak) = left_over {
            self.open = peak.merge(self.open);
            self.open_samples += self.level.bucket_samples;
        }
        self.level.peaks.clear();
        self.level.peaks.extend(merged);
        self.level.bucket_samples *= 2;
        if self.open_samples == self.level.bucket_samples {
            self.level.peaks.push(self.open);
            self.open = Peak::EMPTY;
            self.open_samples = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(len: usize) -> Vec<f32> {
        (0..len).map(|i| i as f32 / len as f32).collect()
    }

    #[test]
    fn blocks_of_any_size_give_the_same_overview_as_the_whole() {
        let sound: Vec<f32> = (0..50_021).map(|i| (i as f32 * 0.37).sin()).collect();
        let whole = Overview::of(&sound);
        for size in [1, 7, 480, 4096, 4097, 50_000] {
            let mut builder = OverviewBuilder::new();
            sound.chunks(size).for_each(|block| builder.push(block));
            assert_eq!(builder.finish(), whole, "blocks of {size}");
        }
    }

    #[test]
    fn memory_is_bounded_and_no_sample_is_left_out() {
        for len in [1, 4095, 4096, 4097, 8192, 100_003] {
            let overview = Overview::of(&ramp(len));
            assert_eq!(overview.samples(), len as u64);
            assert!(overview.peaks().len() <= Overview::MAX_PEAKS, "{len} samples");
            let covered = overview.coarse.bucket_samples * overview.peaks().len() as u64;
            assert!(covered >= len as u64, "{len} samples, {covered} covered");
            assert!(covered < len as u64 + overview.coarse.bucket_samples);
            assert!(len < 4096 || overview.peaks().len() >= Overview::MAX_PEAKS / 2 - 1);
        }
    }

    #[test]
    fn every_peak_is_the_least_and_greatest_of_its_own_samples() {
        let sound: Vec<f32> =
            (0..30_000).map(|i| ((i * 7919) % 1000) as f32 / 500.0 - 1.0).collect();
        let overview = Overview::of(&sound);
        let bucket = overview.coarse.bucket_samples as usize;
        for (samples, peak) in sound.chunks(bucket).zip(overview.peaks()) {
            let min = samples.iter().copied().fold(f32::INFINITY, f32::min);
            let max = samples.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            assert_eq!((peak.min, peak.max), (min, max));
        }
    }

    #[test]
    fn a_click_is_seen_however_long_the_sound() {
        let mut sound = vec![0.0; 300_000];
        sound[200_000] = 0.9;
        let overview = Overview::of(&sound);
        let at = 200_000.0 / 300_000.0;
        assert_eq!(overview.between(at - 0.001, at + 0.001).max, 0.9);
        assert_eq!(overview.between(0.0, 0.6), Peak::SILENCE);
    }

    #[test]
    fn bad_samples_and_silence_are_silence() {
        assert!(Overview::of(&[]).is_empty());
        assert_eq!(Overview::of(&[]).between(0.0, 1.0), Peak::SILENCE);
        assert_eq!(Overview::of(&[f32::NAN]).between(0.0, 1.0), Peak::SILENCE);
        let with_bad_ones: Vec<f32> =
            (0..9_000).map(|i| if i % 2 == 0 { f32::NAN } else { 0.5 }).collect();
        let merged = Overview::of(&with_bad_ones).between(0.0, 1.0);
        assert_eq!(merged, Peak { min: 0.5, max: 0.5 });
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
        let sound = ramp(9_000);
        let mut builder = OverviewBuilder::new();
        builder.push(&sound[..5_000]);
        assert_eq!(builder.snapshot(), Overview::of(&sound[..5_000]));
        builder.push(&sound[5_000..]);
        assert_eq!(builder.finish(), Overview::of(&sound));
    }
}
