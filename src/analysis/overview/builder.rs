//! The bottom of the pyramid, as the sound comes.

use super::Overview;
use super::peak::Packed;

/// The most buckets of the bottom. Even, as neighbours are merged when there are more.
pub(super) const MAX_BUCKETS: usize = 700_000;

/// The finest buckets, in samples: nothing shorter is seen on a waveform.
pub(super) const FINEST: usize = 64;

/// Side by side in a vector of the processor.
const LANES: usize = 8;

/// Builds an [`Overview`] from blocks of any size, as they come.
///
/// When there are too many buckets, neighbours are merged and each stands for twice as many samples.
#[derive(Debug, Clone)]
pub struct OverviewBuilder {
    /// The most buckets, even.
    most: usize,
    samples: u64,
    /// A power of two times [`FINEST`].
    bucket_samples: u64,
    buckets: Vec<Packed>,
    /// The bucket being filled.
    open: Open,
    /// Samples that don't yet fill a grain of [`FINEST`]: taken in grains, blocks of any size give the
    /// same sums to the bit.
    grain: Vec<f32>,
}

/// The bucket being filled.
#[derive(Debug, Clone, Copy)]
struct Open {
    min: f32,
    max: f32,
    squares: f64,
    samples: u64,
}

impl Open {
    const NONE: Self =
        Self { min: f32::INFINITY, max: f32::NEG_INFINITY, squares: 0.0, samples: 0 };

    fn pack(self) -> Packed {
        Packed::new(self.min, self.max, self.squares / self.samples.max(1) as f64)
    }

    fn include(&mut self, grain: &[f32]) {
        let (min, max, squares) = scan(grain);
        // A sum that is no number tells of samples that are none; that is rare and may be slow.
        let (min, max, squares) =
            if squares.is_finite() { (min, max, squares) } else { scan(&only_good(grain)) };
        self.min = self.min.min(min);
        self.max = self.max.max(max);
        self.squares += f64::from(squares);
        self.samples += grain.len() as u64;
    }
}

/// The least, the greatest, and the sum of squares.
fn scan(grain: &[f32]) -> (f32, f32, f32) {
    let mut min = [f32::INFINITY; LANES];
    let mut max = [f32::NEG_INFINITY; LANES];
    let mut squares = [0.0_f32; LANES];
    let mut include = |samples: &[f32]| {
        for (((sample, min), max), squares) in
            samples.iter().zip(&mut min).zip(&mut max).zip(&mut squares)
        {
            *min = if sample < min { *sample } else { *min };
            *max = if sample > max { *sample } else { *max };
            *squares += sample * sample;
        }
    };
    let (whole, rest) = grain.as_chunks::<LANES>();
    for samples in whole {
        include(samples);
    }
    include(rest);
    (
        min.into_iter().fold(f32::INFINITY, f32::min),
        max.into_iter().fold(f32::NEG_INFINITY, f32::max),
        squares.into_iter().sum(),
    )
}

/// Leaves out what is no number; what is far too loud is held at full scale, which is as loud as it is kept.
fn only_good(grain: &[f32]) -> Vec<f32> {
    grain.iter().filter(|s| s.is_finite()).map(|s| s.clamp(-1.0, 1.0)).collect()
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
        Self::holding(MAX_BUCKETS)
    }

    /// With at most so many buckets; an even number.
    pub(super) fn holding(most: usize) -> Self {
        Self {
            most,
            samples: 0,
            bucket_samples: FINEST as u64,
            buckets: Vec::new(),
            open: Open::NONE,
            grain: Vec::with_capacity(FINEST),
        }
    }

    /// The next samples, one channel. What is no number is passed over.
    pub fn push(&mut self, block: &[f32]) {
        self.samples += block.len() as u64;
        let mut block = block;
        if !self.grain.is_empty() {
            let (now, later) = block.split_at((FINEST - self.grain.len()).min(block.len()));
            self.grain.extend_from_slice(now);
            if self.grain.len() < FINEST {
                return;
            }
            let grain = std::mem::take(&mut self.grain);
            self.include(&grain);
            self.grain = grain;
            self.grain.clear();
            block = later;
        }
        let (grains, rest) = block.as_chunks::<FINEST>();
        for grain in grains {
            self.include(grain);
        }
        self.grain.extend_from_slice(rest);
    }

    /// The overview of what has come so far; more may follow.
    #[must_use]
    pub fn snapshot(&self) -> Overview {
        self.clone().finish()
    }

    /// The overview of all that came.
    #[must_use]
    pub fn finish(mut self) -> Overview {
        if !self.grain.is_empty() {
            self.open.include(&self.grain);
        }
        if self.open.samples > 0 {
            self.buckets.push(self.open.pack());
        }
        // A bucket of bad samples alone is silence, but only now: merged earlier it would pull its
        // neighbour's peak to zero.
        self.buckets.iter_mut().for_each(|bucket| *bucket = bucket.or_silence());
        Overview::over(self.samples, self.bucket_samples, self.buckets)
    }

    fn include(&mut self, grain: &[f32]) {
        self.open.include(grain);
        if self.open.samples < self.bucket_samples {
            return;
        }
        if self.buckets.len() == self.most {
            self.halve();
            // The full bucket is now half of a coarser one and goes on filling.
            return;
        }
        self.buckets.push(self.open.pack());
        self.open = Open::NONE;
    }

    /// Merges neighbours, two into one; their number is even, so none is left over.
    fn halve(&mut self) {
        let (pairs, _) = self.buckets.as_chunks::<2>();
        self.buckets = pairs.iter().map(|[a, b]| a.merge(*b)).collect();
        self.bucket_samples *= 2;
    }
}
