//! Louder, but never too loud.

/// What the amplitude is multiplied with at most: 24 dB. Beyond, noise would be all that is heard.
const GREATEST_GAIN: f32 = 16.0;

/// No sample that is made louder comes out beyond this: −1 dBFS, as EBU R128 asks of true peaks.
pub(super) const LIMIT: f32 = 0.891_25;

/// How much of the gain that was taken back returns with each sample: all of it in a fifth of a second at
/// 48 kHz.
const RETURN_PER_SAMPLE: f32 = 0.000_1;

/// Multiplies a sound, piece by piece. A gain up to 1 is nothing more than that; above, pieces whose peaks
/// would come out too loud are turned down, gradually from the piece before on.
#[derive(Debug)]
pub(super) struct Gain {
    gain: f32,
    /// The piece that waits for the peak of the next.
    waiting: Vec<f32>,
    /// What it may be multiplied with, besides the gain.
    allowed: f32,
    /// Where the turning down stands.
    current: f32,
}

impl Gain {
    /// What is no number leaves the sound as it is.
    pub(super) fn new(gain: f32) -> Self {
        let gain = if gain.is_finite() { gain.clamp(0.0, GREATEST_GAIN) } else { 1.0 };
        Self { gain, waiting: Vec::new(), allowed: 1.0, current: f32::INFINITY }
    }

    /// Takes a piece, and appends what is ready.
    pub(super) fn push(&mut self, piece: &[f32], out: &mut Vec<f32>) {
        if self.gain == 1.0 {
            out.extend_from_slice(piece);
            return;
        }
        if self.gain < 1.0 {
            out.extend(piece.iter().map(|sample| sample * self.gain));
            return;
        }
        let peak = piece.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs())) * self.gain;
        let allowed = if peak > LIMIT { LIMIT / peak } else { 1.0 };
        self.give(allowed, out);
        self.waiting.extend_from_slice(piece);
        self.allowed = allowed;
    }

    /// Appends the rest.
    pub(super) fn finish(&mut self, out: &mut Vec<f32>) {
        self.give(1.0, out);
    }

    /// Gives the piece that waited, arriving at what the next one allows.
    fn give(&mut self, next: f32, out: &mut Vec<f32>) {
        let count = self.waiting.len();
        let from = self.current.min(self.allowed);
        let back = from + RETURN_PER_SAMPLE * count as f32;
        let to = self.allowed.min(next).min(back);
        let step = (to - from) / count.max(1) as f32;
        for (n, sample) in self.waiting.drain(..).enumerate() {
            let value = sample * self.gain * (from + step * (n as f32 + 1.0));
            // Rounding alone could lead beyond.
            out.push(value.clamp(-LIMIT, LIMIT));
        }
        self.current = if count > 0 { to } else { self.current };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(gain: f32, sound: &[f32]) -> Vec<f32> {
        let mut out = Vec::new();
        let mut gain = Gain::new(gain);
        sound.chunks(100).for_each(|piece| gain.push(piece, &mut out));
        gain.finish(&mut out);
        out
    }

    /// A quiet tone with a loud moment in the middle.
    fn sound() -> Vec<f32> {
        (0..20_000_i32)
            .map(|n| {
                let loudness = if (9_950..10_050).contains(&n) { 0.8 } else { 0.1 };
                loudness * (n as f32 * 0.07).sin()
            })
            .collect()
    }

    #[test]
    fn up_to_one_it_only_multiplies() {
        assert_eq!(through(1.0, &sound()), sound());
        let half: Vec<f32> = sound().iter().map(|sample| sample * 0.5).collect();
        assert_eq!(through(0.5, &sound()), half);
        assert_eq!(through(f32::NAN, &[1.0, -1.0]), [1.0, -1.0]);
    }

    #[test]
    fn what_would_be_too_loud_is_turned_down_before_and_comes_back_after() {
        let (sound, out) = (sound(), through(4.0, &sound()));
        assert_eq!(out.len(), sound.len());
        assert!(out.iter().all(|sample| sample.abs() <= LIMIT));
        // Far from the loud moment nothing is changed.
        for n in (0..9_000).chain(19_000..20_000) {
            assert!((out[n] - 4.0 * sound[n]).abs() < 1e-6, "{n}");
        }
        // And it is never a jump: the waveform keeps its shape.
        let ratios = (0..out.len()).filter(|n| sound[*n].abs() > 0.01).map(|n| out[n] / sound[n]);
        let ratios: Vec<f32> = ratios.collect();
        let steepest = ratios.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        assert!(steepest < 0.2, "{steepest}");
    }

    #[test]
    fn a_sound_that_begins_too_loud_is_turned_down_from_its_first_sample() {
        let out = through(8.0, &[0.9; 1_000]);
        assert!(out.iter().all(|sample| (sample - LIMIT).abs() < 1e-5), "{:?}", &out[..3]);
    }
}
