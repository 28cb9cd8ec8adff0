//! A sound as it is heard: its planned stretches end to end, with soft seams.

use std::collections::VecDeque;
use std::time::Duration;

use crate::audio::speaker::callback::FADE;
use crate::audio::speaker::plan::{Plan, Run};
use crate::audio::speaker::sound::Sound;
use crate::audio::stretch::Samples;
use crate::units::{Frames, SampleRate};

/// Frames read from the sound at a time.
const READ: usize = 4_096;

/// Samples that have been given and are kept all the same: looking back never goes further.
const LOOK_BACK: Duration = Duration::from_millis(100);

/// The place where a run of the sound begins in the order of hearing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seam {
    /// Frames heard before it.
    pub(super) at: u64,
    /// Its place in the sound.
    pub(super) begins: u64,
}

/// Where in its plan a sound is, and the samples around there. Frames are counted in the order of hearing,
/// from 0 on.
pub(super) struct Timeline {
    plan: Plan,
    rate: SampleRate,
    frames: u64,
    /// The stretch that is being read, how far, and whether it begins softly.
    run: Option<Run>,
    next: u64,
    is_soft: bool,
    /// Length of the fades at seams.
    fade: u64,
    /// Frames from `window_begins` on.
    window: Vec<f32>,
    window_begins: u64,
    /// Frames in all, once known.
    end: Option<u64>,
    seams: VecDeque<Seam>,
    failure: Option<String>,
}

impl Timeline {
    /// Begins at `from`. A beginning in the middle is faded in when it `is_soft`.
    pub(super) fn new(sound: &Sound, plan: Plan, from: Duration, is_soft: bool) -> Self {
        let (rate, frames) = (sound.rate(), sound.frames().0);
        let from = Frames::in_duration(from, rate).0;
        let mut this = Self {
            plan,
            rate,
            frames,
            run: None,
            next: 0,
            is_soft: false,
            fade: Frames::in_duration(FADE, rate).0,
            window: Vec::new(),
            window_begins: 0,
            end: None,
            seams: VecDeque::new(),
            failure: None,
        };
        this.enter(from);
        this.is_soft &= is_soft || this.next != from;
        this
    }

    /// The samples, read from `sound` as they are needed.
    pub(super) fn of<'a>(&'a mut self, sound: &'a mut Sound) -> Reader<'a> {
        Reader { timeline: self, sound }
    }

    /// The next seam that has not been told yet.
    pub(super) fn pop_seam(&mut self) -> Option<Seam> {
        self.seams.pop_front()
    }

    /// Why it could not be read further, if so.
    pub(super) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    fn filled_to(&self) -> u64 {
        self.window_begins + self.window.len() as u64
    }

    /// Goes to what is heard from a place of the sound on.
    fn enter(&mut self, place: u64) {
        self.run = self.plan.run_from(place);
        match self.run {
            Some(run) => {
                self.next = run.begins;
                self.is_soft = run.begins > 0;
                self.seams.push_back(Seam { at: self.filled_to(), begins: run.begins });
            }
            None => self.end = Some(self.filled_to()),
        }
    }

    /// Reads once more.
    fn pull(&mut self, sound: &mut Sound) {
        let Some(run) = self.run else { return };
        let wanted = (run.ends - self.next).min(READ as u64) as usize;
        let began = self.window.len();
        let got = sound.read(self.next, wanted, &mut self.window).unwrap_or_else(|error| {
            log::warn!("{error}");
            self.failure = Some(error.to_string());
            0
        });
        self.fade(run, began);
        self.next += got as u64;
        if got == 0 {
            // The file is shorter than it was, or can't be read.
            self.run = None;
            self.end = Some(self.filled_to());
        } else if self.next >= run.ends {
            self.enter(run.ends);
        }
    }

    /// Makes the ends of a run soft that are cuts: samples from `began` on were just read.
    fn fade(&mut self, run: Run, began: usize) {
        let fade = self.fade.min((run.ends - run.begins) / 2).max(1);
        let is_cut = run.ends < self.frames || self.plan.run_from(run.ends).is_some();
        for (place, sample) in (self.next..).zip(self.window.iter_mut().skip(began)) {
            let since = place - run.begins;
            let left = run.ends - place - 1;
            if self.is_soft && since < fade {
                *sample *= since as f32 / fade as f32;
            }
            if is_cut && left < fade {
                *sample *= left as f32 / fade as f32;
            }
        }
    }

    /// Forgets what lies long before `place`.
    fn forget(&mut self, place: u64) {
        let kept = place.saturating_sub(Frames::in_duration(LOOK_BACK, self.rate).0);
        let old = usize::try_from(kept.saturating_sub(self.window_begins)).unwrap_or(usize::MAX);
        // Moving the rest costs as much as reading it did: not for every sample.
        if old > 4 * READ {
            let old = old.min(self.window.len());
            self.window.drain(..old);
            self.window_begins += old as u64;
        }
    }
}

/// A timeline with its sound.
pub(super) struct Reader<'a> {
    timeline: &'a mut Timeline,
    sound: &'a mut Sound,
}

impl Samples for Reader<'_> {
    fn from(&mut self, begin: u64, count: usize) -> &[f32] {
        let line = &mut *self.timeline;
        line.forget(begin);
        while line.end.is_none() && line.filled_to() < begin + count as u64 {
            line.pull(self.sound);
        }
        let offset =
            usize::try_from(begin.saturating_sub(line.window_begins)).unwrap_or(usize::MAX);
        let missing = offset.saturating_add(count).saturating_sub(line.window.len());
        if missing > 0 {
            line.window.resize(line.window.len() + missing, 0.0);
        }
        line.window.get(offset..offset + count).unwrap_or_default()
    }

    fn end(&self) -> Option<u64> {
        self.timeline.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::api::{Clip, PlayOptions};

    /// At 1,000 frames a second a fade is five frames long; sample `n` is `n + 1`, so that none is silent.
    fn sound(frames: u16) -> Sound {
        let samples = (1..=frames).map(f32::from).collect();
        Clip { samples, rate: SampleRate::new(1_000).expect("not zero") }.into()
    }

    fn millis(from: u64, to: u64) -> (Duration, Duration) {
        (Duration::from_millis(from), Duration::from_millis(to))
    }

    fn timeline(sound: &Sound, options: &PlayOptions, is_soft: bool) -> Timeline {
        let plan = Plan::new(options, sound.frames().0, sound.rate());
        Timeline::new(sound, plan, options.from, is_soft)
    }

    fn read(line: &mut Timeline, sound: &mut Sound, count: usize) -> Vec<f32> {
        let mut reader = line.of(sound);
        (0..count as u64).map(|at| reader.from(at, 1)[0]).collect()
    }

    #[test]
    fn all_of_a_sound_comes_unchanged_and_then_silence() {
        let mut sound = sound(10_000);
        let mut line = timeline(&sound, &PlayOptions::default(), true);
        let read = read(&mut line, &mut sound, 10_002);
        assert!(read[..10_000].iter().zip(1..).all(|(sample, n)| *sample == n as f32));
        assert_eq!(read[10_000..], [0.0, 0.0]);
        assert_eq!(line.end, Some(10_000));
        assert_eq!((line.pop_seam(), line.pop_seam()), (Some(Seam { at: 0, begins: 0 }), None));
    }

    #[test]
    fn a_seam_fades_out_and_in_and_loses_no_frame() {
        let mut sound = sound(1_000);
        let options = PlayOptions { skip: [millis(100, 900)].into(), ..PlayOptions::default() };
        let mut line = timeline(&sound, &options, true);
        let read = read(&mut line, &mut sound, 200);
        assert_eq!(read[94..100], [95.0, 96.0 * 0.8, 97.0 * 0.6, 98.0 * 0.4, 99.0 * 0.2, 0.0]);
        assert_eq!(
            read[100..106],
            [0.0, 902.0 * 0.2, 903.0 * 0.4, 904.0 * 0.6, 905.0 * 0.8, 906.0]
        );
        assert_eq!((line.end, read[199]), (Some(200), 1_000.0));
        line.pop_seam();
        assert_eq!(line.pop_seam(), Some(Seam { at: 100, begins: 900 }));
    }

    #[test]
    fn a_repeated_stretch_has_no_end_and_little_memory() {
        let mut sound = sound(50_000);
        let repeat = Some(millis(10_000, 30_000));
        let mut line = timeline(&sound, &PlayOptions { repeat, ..PlayOptions::default() }, true);
        let mut reader = line.of(&mut sound);
        for at in 0..200_000 {
            let sample = reader.from(at, 1)[0];
            let place = at % 20_000;
            if (5..19_995).contains(&place) {
                assert_eq!(sample, (10_001 + place) as f32, "{at}");
            }
        }
        assert_eq!(line.end, None);
        assert!(line.window.len() < 10 * READ, "{}", line.window.len());
        let seams: Vec<_> = std::iter::from_fn(|| line.pop_seam()).take(3).collect();
        assert_eq!(seams[2], Seam { at: 40_000, begins: 10_000 });
    }

    #[test]
    fn a_beginning_in_the_middle_is_soft_only_when_wished() {
        for is_soft in [true, false] {
            let mut sound = sound(1_000);
            let options =
                PlayOptions { from: Duration::from_millis(500), ..PlayOptions::default() };
            let mut line = timeline(&sound, &options, is_soft);
            let read = read(&mut line, &mut sound, 500);
            assert_eq!(read[0], if is_soft { 0.0 } else { 501.0 });
            assert_eq!(read[5..], (506..=1_000).map(|n| n as f32).collect::<Vec<_>>());
        }
    }
}
