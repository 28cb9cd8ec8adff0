//! How loud a sound is at its own rate, frame by frame, without its mean: what lies above the band that speech
//! is looked for in is noise too.

use std::collections::VecDeque;

use super::narrow::NARROW_HZ;
use super::speech::FRAMES_PER_SEC;
use crate::units::SampleRate;

/// Samples that are summed side by side.
const LANES: usize = 8;

/// The mean squares of frames of 8 ms, until they are asked for.
#[derive(Debug)]
pub(super) struct WholeBand {
    rate_hz: u64,
    /// Frames that are whole.
    frames: u64,
    /// Samples of the frames before this one.
    before: u64,
    /// Samples that don't yet fill a frame: summed at once, blocks of any size give the same to the bit.
    waiting: Vec<f32>,
    powers: VecDeque<f32>,
}

impl WholeBand {
    pub(super) fn new(rate: SampleRate) -> Self {
        Self {
            rate_hz: u64::from(rate.hz()),
            frames: 0,
            before: 0,
            waiting: Vec::new(),
            powers: VecDeque::new(),
        }
    }

    /// The next samples. Where the rate is no higher than that of the search nothing is missing there.
    pub(super) fn push(&mut self, mut samples: &[f32]) {
        if self.rate_hz <= u64::from(NARROW_HZ) {
            return;
        }
        while !samples.is_empty() {
            let ends = ((self.frames + 1) * self.rate_hz).div_ceil(FRAMES_PER_SEC as u64);
            let len = (ends - self.before) as usize;
            let (now, later) = samples.split_at((len - self.waiting.len()).min(samples.len()));
            samples = later;
            if now.len() == len {
                self.powers.push_back(power_without_mean(now));
            } else {
                self.waiting.extend_from_slice(now);
                if self.waiting.len() < len {
                    return;
                }
                self.powers.push_back(power_without_mean(&self.waiting));
                self.waiting.clear();
            }
            self.frames += 1;
            self.before = ends;
        }
    }

    /// The mean square of the next frame that nobody has asked for; `None` where nothing is missing.
    pub(super) fn next_power(&mut self) -> Option<f32> {
        self.powers.pop_front()
    }
}

/// The mean square of samples less their mean.
pub(super) fn power_without_mean(samples: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let mut squares = [0.0_f32; LANES];
    let mut include = |samples: &[f32]| {
        for ((sum, square), sample) in sums.iter_mut().zip(&mut squares).zip(samples) {
            *sum += sample;
            *square += sample * sample;
        }
    };
    let (whole, rest) = samples.as_chunks::<LANES>();
    whole.iter().for_each(|samples| include(samples));
    include(rest);
    let count = samples.len().max(1) as f32;
    let mean = sums.into_iter().sum::<f32>() / count;
    (squares.into_iter().sum::<f32>() / count - mean * mean).max(0.0)
}
