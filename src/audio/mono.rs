//! From many channels to one: the loudest, kept until another is clearly louder.
//!
//! Not the mean: on an interface with eight inputs and one microphone that costs 18 dB. Not the first
//! channel: that is silence when the microphone sits in the fifth socket. The choice follows a running
//! energy per channel, so that a click on a neighbouring input doesn't carry the voice away.

use crate::units::SampleRate;

/// Time constant of the running energies, in seconds: longer than a syllable, shorter than a sentence.
const ENERGY_SECS: f64 = 0.5;

/// How much louder (in energy) another channel must be before it takes over: 6 dB.
const TAKE_OVER: f64 = 4.0;

/// Blocks per second in which energies are compared: 10 ms each.
const BLOCKS_PER_SEC: u32 = 100;

/// Chooses and copies the loudest channel.
#[derive(Debug)]
pub(super) struct LoudestChannel {
    energies: Vec<f64>,
    chosen: usize,
    has_chosen: bool,
    block_frames: usize,
    decay_per_frame: f64,
}

impl LoudestChannel {
    pub(super) fn new(channels: u16, rate: SampleRate) -> Self {
        Self {
            energies: vec![0.0; usize::from(channels.max(1))],
            chosen: 0,
            has_chosen: false,
            block_frames: (rate.hz() / BLOCKS_PER_SEC).max(1) as usize,
            decay_per_frame: 1.0 / (ENERGY_SECS * f64::from(rate.hz())),
        }
    }

    /// Appends one sample per frame of `interleaved` to `mono`. Only whole frames are taken.
    pub(super) fn take(&mut self, interleaved: &[f32], mono: &mut Vec<f32>) {
        let channels = self.energies.len();
        if channels == 1 {
            mono.extend_from_slice(interleaved);
            return;
        }
        for block in interleaved.chunks(self.block_frames * channels) {
            let before = self.chosen;
            self.choose(block);
            if before == self.chosen {
                mono.extend(block.chunks_exact(channels).filter_map(|frame| frame.get(before)));
            } else {
                self.cross_over(before, block, mono);
            }
        }
    }

    fn choose(&mut self, block: &[f32]) {
        let channels = self.energies.len();
        let frames = block.len() / channels;
        let keep = (-(frames as f64) * self.decay_per_frame).exp();
        for (channel, energy) in self.energies.iter_mut().enumerate() {
            let squares: f64 = block
                .iter()
                .skip(channel)
                .step_by(channels)
                .map(|sample| f64::from(*sample) * f64::from(*sample))
                .sum();
            *energy = *energy * keep + (1.0 - keep) * squares / (frames.max(1) as f64);
        }
        let current = self.energies.get(self.chosen).copied().unwrap_or(0.0);
        let Some((loudest, energy)) =
            self.energies.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))
        else {
            return;
        };
        // The very first choice has nothing to be loyal to.
        let clearly_louder = energy > current * TAKE_OVER;
        if clearly_louder || (!self.has_chosen && energy > current) {
            self.chosen = loudest;
        }
        self.has_chosen |= energy > 0.0;
    }

    /// Fades from one channel to another over this block, so that the change doesn't click.
    fn cross_over(&self, before: usize, block: &[f32], mono: &mut Vec<f32>) {
        let channels = self.energies.len();
        let frames = (block.len() / channels).max(1) as f32;
        for (n, frame) in block.chunks_exact(channels).enumerate() {
            let new_part = (n as f32 + 1.0) / frames;
            let old = frame.get(before).copied().unwrap_or(0.0);
            let new = frame.get(self.chosen).copied().unwrap_or(0.0);
            mono.push(old + (new - old) * new_part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: SampleRate = SampleRate::HZ_48000;

    /// Frames of sine waves, one amplitude per channel.
    fn sound(amplitudes: &[f32], frames: usize) -> Vec<f32> {
        (0..frames)
            .flat_map(|n| {
                let wave = (n as f32 * 0.05).sin();
                amplitudes.iter().map(move |amplitude| amplitude * wave)
            })
            .collect()
    }

    fn taken(chooser: &mut LoudestChannel, interleaved: &[f32]) -> Vec<f32> {
        let mut mono = Vec::new();
        chooser.take(interleaved, &mut mono);
        mono
    }

    #[test]
    fn a_microphone_in_the_fifth_of_eight_sockets_is_heard_at_full_level() {
        let mut chooser = LoudestChannel::new(8, RATE);
        let input = sound(&[0.0, 0.001, 0.0, 0.0, 0.5, 0.001, 0.0, 0.0], 4_800);
        let expected: Vec<f32> = input.chunks(8).map(|frame| frame[4]).collect();
        let mono = taken(&mut chooser, &input);
        // The first block fades in: the choice has only just been made.
        assert_eq!(mono[480..], expected[480..]);
    }

    #[test]
    fn equally_loud_channels_do_not_alternate() {
        let mut chooser = LoudestChannel::new(2, RATE);
        let _ = taken(&mut chooser, &sound(&[0.30, 0.29], 4_800));
        let input = sound(&[0.25, 0.40], 48_000);
        let left: Vec<f32> = input.chunks(2).map(|frame| frame[0]).collect();
        assert_eq!(taken(&mut chooser, &input), left);
    }

    #[test]
    fn a_click_on_another_channel_does_not_take_the_voice_away() {
        let mut chooser = LoudestChannel::new(2, RATE);
        let _ = taken(&mut chooser, &sound(&[0.2, 0.0], 48_000));
        let _ = taken(&mut chooser, &sound(&[0.2, 0.9], 240));
        let input = sound(&[0.2, 0.0], 4_800);
        let left: Vec<f32> = input.chunks(2).map(|frame| frame[0]).collect();
        assert_eq!(taken(&mut chooser, &input), left);
    }

    #[test]
    fn another_microphone_takes_over_within_a_second_without_a_click() {
        let mut chooser = LoudestChannel::new(2, RATE);
        let _ = taken(&mut chooser, &sound(&[0.2, 0.0], 96_000));
        let input = sound(&[0.01, 0.3], 96_000);
        let mono = taken(&mut chooser, &input);
        let right: Vec<f32> = input.chunks(2).map(|frame| frame[1]).collect();
        assert_eq!(mono[48_000..], right[48_000..]);
        let steepest = mono.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        assert!(steepest < 0.03, "a step of {steepest}");
    }

    #[test]
    fn one_channel_is_copied() {
        let input = sound(&[0.7], 777);
        assert_eq!(taken(&mut LoudestChannel::new(1, RATE), &input), input);
    }
}
