//! From a sound to the frames a device wants: its stretches, speed, rate, gain and soft seams.

use std::time::Duration;

use crate::audio::api::PlayOptions;
use crate::audio::resample::Resampler;
use crate::audio::speaker::limit::Gain;
use crate::audio::speaker::plan::Plan;
use crate::audio::speaker::sound::Sound;
use crate::audio::speaker::timeline::Timeline;
use crate::audio::stretch::{Samples as _, Stretcher, usable_factor};
use crate::units::{Frames, SampleRate};

/// Samples handled at a time when the speed is the sound's own.
const PIECE: usize = 1_024;

/// A stretch of rendered frames that runs on in the sound without a break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RenderedRun {
    /// Rendered frames before it.
    pub(super) first: u64,
    /// The sound's time there.
    pub(super) begins: Duration,
}

/// Makes a sound's frames, piece by piece, from a position on.
pub(super) struct Render {
    timeline: Timeline,
    rate: SampleRate,
    /// Next frame of the timeline, when it is not stretched.
    next: u64,
    stretcher: Option<Stretcher>,
    resampler: Option<Resampler>,
    gain: Gain,
    /// The device's frames for one of the timeline's.
    scale: f64,
    piece: Vec<f32>,
    converted: Vec<f32>,
    is_finished: bool,
}

impl Render {
    /// Begins `from` in the sound's own time, for a device of `rate`; faded in if it `is_soft` and `from` is
    /// not the sound's beginning.
    pub(super) fn new(
        sound: &Sound,
        options: &PlayOptions,
        from: Duration,
        rate: SampleRate,
        is_soft: bool,
    ) -> Self {
        let plan = Plan::new(options, sound.frames().0, sound.rate());
        let factor = usable_factor(options.stretch);
        let own = sound.rate();
        Self {
            timeline: Timeline::new(sound, plan, from, is_soft),
            rate: own,
            next: 0,
            stretcher: (factor != 1.0).then(|| Stretcher::new(own, factor)),
            resampler: Resampler::new(own, rate),
            gain: Gain::new(options.gain),
            scale: f64::from(rate.hz()) / f64::from(own.hz()) / f64::from(factor),
            piece: Vec::new(),
            converted: Vec::new(),
            is_finished: false,
        }
    }

    /// Seconds of the sound that pass with each frame of the device.
    pub(super) fn secs_per_frame(options: &PlayOptions, rate: SampleRate) -> f64 {
        f64::from(usable_factor(options.stretch)) / f64::from(rate.hz())
    }

    /// Appends the next frames, maybe none; `false` when there are none left.
    pub(super) fn render(&mut self, sound: &mut Sound, out: &mut Vec<f32>) -> bool {
        if self.is_finished {
            return false;
        }
        self.piece.clear();
        let has_more = match self.stretcher.as_mut() {
            Some(stretcher) => stretcher.render(&mut self.timeline.of(sound), &mut self.piece),
            None => self.copy_piece(sound),
        };
        match self.resampler.as_mut() {
            None => self.gain.push(&self.piece, out),
            Some(resampler) => {
                self.converted.clear();
                resampler.push(&self.piece, &mut self.converted);
                if !has_more {
                    resampler.finish(&mut self.converted);
                }
                self.gain.push(&self.converted, out);
            }
        }
        if !has_more {
            self.gain.finish(out);
            self.is_finished = true;
        }
        true
    }

    /// The next stretch of rendered frames that has not been told yet. It may lie a little ahead.
    pub(super) fn pop_run(&mut self) -> Option<RenderedRun> {
        let seam = self.timeline.pop_seam()?;
        let first = (seam.at as f64 * self.scale).round() as u64;
        Some(RenderedRun { first, begins: Frames(seam.begins).duration(self.rate) })
    }

    /// Why it could not be read to its end, if so.
    pub(super) fn failure(&self) -> Option<&str> {
        self.timeline.failure()
    }

    fn copy_piece(&mut self, sound: &mut Sound) -> bool {
        let mut reader = self.timeline.of(sound);
        let samples = reader.from(self.next, PIECE);
        self.piece.extend_from_slice(samples);
        let left = reader.end().map_or(u64::MAX, |end| end.saturating_sub(self.next));
        self.piece.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        self.next += self.piece.len() as u64;
        !self.piece.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::api::Clip;

    fn all(clip: &Clip, options: &PlayOptions, hz: u32) -> Vec<f32> {
        let rate = SampleRate::new(hz).expect("not zero");
        let mut sound = Sound::from(clip.clone());
        let mut render = Render::new(&sound, options, options.from, rate, true);
        let mut out = Vec::new();
        while render.render(&mut sound, &mut out) {}
        out
    }

    fn clip(frames: usize) -> Clip {
        let samples = (0..frames).map(|n| (n as f32 * 0.1).sin() * 0.5).collect();
        Clip { samples, rate: SampleRate::new(24_000).expect("not zero") }
    }

    fn from(millis: u64) -> PlayOptions {
        PlayOptions { from: Duration::from_millis(millis), ..PlayOptions::default() }
    }

    #[test]
    fn a_clip_at_its_own_rate_and_speed_comes_out_unchanged() {
        let clip = clip(5_000);
        assert_eq!(all(&clip, &PlayOptions::default(), 24_000), *clip.samples);
    }

    #[test]
    fn lengths_follow_rate_speed_and_position() {
        let clip = clip(24_000);
        let out = all(&clip, &PlayOptions { stretch: 2.0, ..from(500) }, 48_000);
        assert_eq!(out.len(), 12_000);
    }

    #[test]
    fn a_beginning_in_the_middle_is_soft() {
        let clip = clip(24_000);
        let out = all(&clip, &from(500), 24_000);
        assert_eq!(out[0], 0.0);
        assert!(out[1].abs() < 0.01);
        assert_eq!(out[120..], clip.samples[12_120..]);
    }

    #[test]
    fn the_end_of_a_clip_is_nothing() {
        assert!(all(&clip(100), &from(9_000), 48_000).is_empty());
    }

    #[test]
    fn an_end_before_the_end_is_soft_and_exact() {
        let clip = clip(24_000);
        let until = Some(Duration::from_millis(250));
        let out = all(&clip, &PlayOptions { until, ..PlayOptions::default() }, 24_000);
        assert_eq!(out.len(), 6_000);
        assert_eq!(out[..5_880], clip.samples[..5_880]);
        assert_eq!(out[5_999], 0.0);
    }

    #[test]
    fn every_speed_passes_over_what_is_skipped_and_tells_where_it_is() {
        let clip = clip(24_000);
        let second = |n| Duration::from_millis(n);
        let skip: std::sync::Arc<[_]> = [(second(200), second(700))].into();
        for stretch in [0.5, 1.0, 2.0] {
            let options = PlayOptions { stretch, skip: skip.clone(), ..PlayOptions::default() };
            let out = all(&clip, &options, 48_000);
            assert_eq!(out.len(), (24_000.0 / f64::from(stretch)) as usize);
            let mut sound = Sound::from(clip.clone());
            let mut render =
                Render::new(&sound, &options, Duration::ZERO, SampleRate::HZ_48000, true);
            while render.render(&mut sound, &mut Vec::new()) {}
            let runs: Vec<_> = std::iter::from_fn(|| render.pop_run()).collect();
            let seam = (9_600.0 / f64::from(stretch)) as u64;
            let expected = RenderedRun { first: seam, begins: second(700) };
            assert_eq!(runs, [RenderedRun { first: 0, begins: Duration::ZERO }, expected]);
        }
    }
}
