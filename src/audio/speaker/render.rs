//! From a clip to the frames a device wants: speed, rate, gain and a soft beginning.

use std::time::Duration;

use crate::audio::api::{Clip, PlayOptions};
use crate::audio::resample::Resampler;
use crate::audio::speaker::callback::FADE;
use crate::audio::stretch::{Stretcher, usable_factor};
use crate::units::{Frames, SampleRate};

/// Samples of the clip handled at a time when its speed is its own.
const PIECE: usize = 1_024;

/// Makes a clip's frames, piece by piece, from a position on.
pub(super) struct Render {
    clip: Clip,
    gain: f32,
    /// Next sample of the clip, when it is not stretched.
    next: usize,
    stretcher: Option<Stretcher>,
    resampler: Option<Resampler>,
    piece: Vec<f32>,
    /// Frames of the fade-in that are still to come, and its length.
    fade_left: usize,
    fade_frames: usize,
    is_finished: bool,
}

impl Render {
    /// Begins `from` in the clip's own time, for a device of `rate`.
    pub(super) fn new(clip: &Clip, options: PlayOptions, from: Duration, rate: SampleRate) -> Self {
        let frames = Frames::in_duration(from, clip.rate).0;
        let next = usize::try_from(frames).unwrap_or(usize::MAX).min(clip.samples.len());
        let factor = usable_factor(options.stretch);
        let fade_frames = Frames::in_duration(FADE, rate).0 as usize;
        Self {
            clip: clip.clone(),
            gain: if options.gain.is_finite() { options.gain.clamp(0.0, 4.0) } else { 1.0 },
            next,
            stretcher: (factor != 1.0).then(|| Stretcher::new(clip.rate, factor, next)),
            resampler: Resampler::new(clip.rate, rate),
            piece: Vec::new(),
            // A clip's own beginning is left as it is; a cut into its middle would click.
            fade_left: if next > 0 { fade_frames } else { 0 },
            fade_frames: fade_frames.max(1),
            is_finished: false,
        }
    }

    /// Seconds of the clip that pass with each frame of the device.
    pub(super) fn secs_per_frame(options: PlayOptions, rate: SampleRate) -> f64 {
        f64::from(usable_factor(options.stretch)) / f64::from(rate.hz())
    }

    /// Appends the next frames; `false` when there are none left.
    pub(super) fn render(&mut self, out: &mut Vec<f32>) -> bool {
        if self.is_finished {
            return false;
        }
        let began = out.len();
        self.piece.clear();
        let has_more = match self.stretcher.as_mut() {
            Some(stretcher) => stretcher.render(&self.clip.samples, &mut self.piece),
            None => self.copy_piece(),
        };
        match self.resampler.as_mut() {
            None => out.extend_from_slice(&self.piece),
            Some(resampler) if has_more => resampler.push(&self.piece, out),
            Some(resampler) => resampler.finish(out),
        }
        self.is_finished = !has_more;
        for value in out.iter_mut().skip(began) {
            *value *= self.gain;
            if self.fade_left > 0 {
                *value *= 1.0 - self.fade_left as f32 / self.fade_frames as f32;
                self.fade_left -= 1;
            }
        }
        has_more || out.len() > began
    }

    fn copy_piece(&mut self) -> bool {
        let rest = self.clip.samples.get(self.next..).unwrap_or_default();
        let count = rest.len().min(PIECE);
        self.piece.extend(rest.iter().take(count));
        self.next += count;
        count > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(clip: &Clip, options: PlayOptions, from: Duration, hz: u32) -> Vec<f32> {
        let rate = SampleRate::new(hz).expect("not zero");
        let mut render = Render::new(clip, options, from, rate);
        let mut out = Vec::new();
        while render.render(&mut out) {}
        out
    }

    fn clip(frames: usize) -> Clip {
        let samples = (0..frames).map(|n| (n as f32 * 0.1).sin() * 0.5).collect();
        Clip { samples, rate: SampleRate::new(24_000).expect("not zero") }
    }

    #[test]
    fn a_clip_at_its_own_rate_and_speed_comes_out_unchanged() {
        let clip = clip(5_000);
        let out = all(&clip, PlayOptions::default(), Duration::ZERO, 24_000);
        assert_eq!(out, *clip.samples);
    }

    #[test]
    fn lengths_follow_rate_speed_and_position() {
        let clip = clip(24_000);
        let options = PlayOptions { stretch: 2.0, ..PlayOptions::default() };
        let out = all(&clip, options, Duration::from_millis(500), 48_000);
        assert!(out.len().abs_diff(12_000) <= 2, "{}", out.len());
    }

    #[test]
    fn a_beginning_in_the_middle_is_soft() {
        let clip = clip(24_000);
        let out = all(&clip, PlayOptions::default(), Duration::from_millis(500), 24_000);
        assert_eq!(out[0], 0.0);
        assert!(out[1].abs() < 0.01);
        assert_eq!(out[120..], clip.samples[12_120..]);
    }

    #[test]
    fn the_end_of_a_clip_is_nothing() {
        let clip = clip(100);
        assert!(all(&clip, PlayOptions::default(), Duration::from_secs(9), 48_000).is_empty());
    }
}
