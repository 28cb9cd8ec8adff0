//! The last second and a half of sound, so that a take can begin a little in the past.

use std::collections::VecDeque;

/// A window on the newest frames of a stream, already mono.
#[derive(Debug)]
pub(super) struct Preroll {
    samples: VecDeque<f32>,
    capacity: usize,
    /// The stream's number of the first frame kept.
    first: u64,
}

impl Preroll {
    pub(super) fn new(capacity: usize) -> Self {
        Self { samples: VecDeque::with_capacity(capacity), capacity, first: 0 }
    }

    /// The stream's number of the frame that comes next.
    pub(super) fn next_frame(&self) -> u64 {
        self.first + self.samples.len() as u64
    }

    /// The stream's number of the oldest frame kept.
    pub(super) fn first_frame(&self) -> u64 {
        self.first
    }

    pub(super) fn extend(&mut self, samples: &[f32]) {
        let surplus = (self.samples.len() + samples.len()).saturating_sub(self.capacity);
        let old = surplus.min(self.samples.len());
        self.samples.drain(..old);
        self.samples.extend(samples.iter().skip(surplus - old));
        self.first += surplus as u64;
    }

    /// The kept frames, oldest first.
    pub(super) fn samples(&mut self) -> &[f32] {
        self.samples.make_contiguous()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_frames_are_kept_under_their_numbers() {
        let mut preroll = Preroll::new(4);
        preroll.extend(&[0.0, 1.0, 2.0]);
        preroll.extend(&[3.0, 4.0, 5.0]);
        assert_eq!((preroll.first_frame(), preroll.next_frame()), (2, 6));
        assert_eq!(preroll.samples(), [2.0, 3.0, 4.0, 5.0]);
        preroll.extend(&[6.0, 7.0, 8.0, 9.0, 10.0, 11.0]);
        assert_eq!((preroll.first_frame(), preroll.next_frame()), (8, 12));
        assert_eq!(preroll.samples(), [8.0, 9.0, 10.0, 11.0]);
    }
}
