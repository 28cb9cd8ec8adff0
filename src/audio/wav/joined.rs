//! Several files heard as one: an answer that an older version has cut into parts.
//!
//! Nothing is copied: a list of the files stands for them, and each is read as it is. What is of another rate
//! than the first one is brought to its rate in memory, which is rare: another microphone was chosen between.

use std::path::{Path, PathBuf};

use super::stream::FileStream;
use super::{WavError, WavInfo};
use crate::audio::resample::resample;
use crate::units::Frames;

/// How the name of a list of files ends.
pub const LIST_ENDING: &str = "parts";

/// The text of a list of files; `stamps` tell apart states of the same files.
#[must_use]
pub fn list_of(files: &[PathBuf], stamps: &[String]) -> String {
    let rows = files.iter().zip(stamps.iter().map(String::as_str).chain(std::iter::repeat("")));
    rows.map(|(file, stamp)| format!("{}\t{stamp}\n", file.display())).collect()
}

/// A sound file, or several of them one after the other, open for reading as one channel.
#[derive(Debug)]
pub struct WavStream {
    first: Part,
    rest: Vec<Part>,
    info: WavInfo,
    clips_at: f32,
    /// Next frame of the whole.
    next: u64,
}

/// One of the files.
#[derive(Debug)]
struct Part {
    /// Frames of the whole before it.
    begins: u64,
    frames: u64,
    sound: PartSound,
}

#[derive(Debug)]
enum PartSound {
    File(Box<FileStream>),
    Memory(Vec<f32>),
}

impl WavStream {
    /// Opens a file, or a list of files. One with several channels is read through once, to find the one that is
    /// spoken into.
    ///
    /// # Errors
    /// When it can't be opened or read, or is not a WAV file of a kind that is known: 8, 16, 24 or 32-bit
    /// integers, or floats. Of a list only if that is so of all its files.
    pub fn open(path: &Path) -> Result<Self, WavError> {
        if path.extension().is_none_or(|ending| ending != LIST_ENDING) {
            return FileStream::open(path).map(Self::of);
        }
        let text = std::fs::read_to_string(path).map_err(|error| WavError::io(path, error))?;
        let files = text.lines().filter_map(|line| line.split('\t').next());
        let mut whole: Option<Self> = None;
        let mut failed = None;
        for file in files {
            match (FileStream::open(Path::new(file)), &mut whole) {
                (Ok(file), None) => whole = Some(Self::of(file)),
                (Ok(file), Some(whole)) => whole.append(file)?,
                (Err(problem), _) => {
                    log::warn!("a part of an answer is left out: {problem}");
                    failed = Some(problem);
                }
            }
        }
        whole.ok_or_else(|| failed.unwrap_or_else(|| WavError::damaged(path, "it names no file")))
    }

    /// With samples beyond full scale as files of floats have them: for whoever measures, not for ears.
    #[must_use]
    pub fn unheld(mut self) -> Self {
        for part in std::iter::once(&mut self.first).chain(&mut self.rest) {
            if let PartSound::File(file) = &mut part.sound {
                file.unhold();
            }
        }
        self
    }

    fn of(file: FileStream) -> Self {
        let (info, clips_at) = (file.info(), file.clips_at());
        let sound = PartSound::File(Box::new(file));
        let first = Part { begins: 0, frames: info.frames.0, sound };
        Self { first, rest: Vec::new(), info, clips_at, next: 0 }
    }

    fn append(&mut self, mut file: FileStream) -> Result<(), WavError> {
        let begins = self.info.frames.0;
        let info = file.info();
        self.clips_at = self.clips_at.min(file.clips_at());
        let part = if info.rate == self.info.rate {
            Part { begins, frames: info.frames.0, sound: PartSound::File(Box::new(file)) }
        } else {
            let mut samples = Vec::new();
            file.read(usize::try_from(info.frames.0).unwrap_or(usize::MAX), &mut samples)?;
            let samples = resample(&samples, info.rate, self.info.rate);
            Part { begins, frames: samples.len() as u64, sound: PartSound::Memory(samples) }
        };
        self.info.frames = Frames(begins + part.frames);
        self.rest.push(part);
        Ok(())
    }

    /// Rate, channels and length: the first file's rate and channels, the length of all.
    #[must_use]
    pub fn info(&self) -> WavInfo {
        self.info
    }

    /// The amplitude, 0…1, from which on a sample is at full scale: the largest positive number its format
    /// can write. (The largest negative one is −1.)
    #[must_use]
    pub fn clips_at(&self) -> f32 {
        self.clips_at
    }

    /// Goes to a frame; behind the end is the end. Nothing is read yet.
    pub fn seek(&mut self, frame: u64) {
        self.next = frame.min(self.info.frames.0);
    }

    /// Appends up to `frames` frames to `out`, as samples in −1…1, and returns how many; 0 at the end.
    ///
    /// What is not a number is silence; what is louder than full scale is full scale.
    ///
    /// # Errors
    /// When the file can't be read. What was read before is in `out`.
    pub fn read(&mut self, frames: usize, out: &mut Vec<f32>) -> Result<usize, WavError> {
        let mut count = 0;
        while count < frames {
            let at = self.next;
            let parts = self.rest.iter_mut().rev().chain([&mut self.first]);
            let Some(part) = parts.into_iter().find(|part| part.begins <= at) else { break };
            let is_last = part.begins + part.frames >= self.info.frames.0;
            let got = part.read(at - part.begins, frames - count, out)?;
            if got == 0 && is_last {
                // Perhaps the file has become shorter since it was opened.
                self.info.frames.0 = self.info.frames.0.min(at);
                break;
            }
            // Of a file that has become shorter, what is missing is passed over.
            self.next = if got == 0 { part.begins + part.frames } else { at + got as u64 };
            count += got;
        }
        Ok(count)
    }
}

impl Part {
    fn read(&mut self, from: u64, frames: usize, out: &mut Vec<f32>) -> Result<usize, WavError> {
        match &mut self.sound {
            PartSound::File(file) => {
                file.seek(from);
                file.read(frames, out)
            }
            PartSound::Memory(samples) => {
                let from = usize::try_from(from).unwrap_or(usize::MAX).min(samples.len());
                let rest = samples.get(from..).unwrap_or_default();
                let taken = rest.get(..frames.min(rest.len())).unwrap_or_default();
                out.extend_from_slice(taken);
                Ok(taken.len())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::write_clip;
    use super::*;
    use crate::audio::Clip;
    use crate::units::SampleRate;

    fn ramp(from: u32, to: u32) -> Vec<f32> {
        (from..to).map(|n| n as f32 / 32_768.0).collect()
    }

    #[test]
    fn parts_are_read_as_one_from_any_place_and_what_is_missing_is_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let part = |name: &str, samples: Vec<f32>| {
            let path = folder.path().join(name);
            let clip = Clip { samples: samples.into(), rate: SampleRate::HZ_48000 };
            write_clip(&path, &clip).expect("written");
            path
        };
        let files = [
            part("1.wav", ramp(0, 100)),
            folder.path().join("2.wav"),
            part("3.wav", ramp(100, 250)),
        ];
        let list = folder.path().join("whole.parts");
        std::fs::write(&list, list_of(&files, &["a".to_owned()])).expect("written");
        let mut whole = WavStream::open(&list).expect("two are there");
        assert_eq!(whole.info().frames, Frames(250));
        for (from, count) in [(0, 250), (30, 100), (99, 2), (100, 150), (240, 50)] {
            let mut out = Vec::new();
            whole.seek(from);
            let got = whole.read(count, &mut out).expect("readable");
            let expected = ramp(from as u32, (from as u32 + count as u32).min(250));
            assert_eq!((got, &out), (expected.len(), &expected), "{count} from {from}");
        }
        assert!(WavStream::open(&folder.path().join("none.parts")).is_err());
    }

    #[test]
    fn a_part_of_another_rate_has_its_length() {
        let folder = tempfile::tempdir().expect("a folder");
        let part = |name: &str, hz: u32| {
            let path = folder.path().join(name);
            let rate = SampleRate::new(hz).expect("not zero");
            let samples = vec![0.25; hz as usize].into();
            write_clip(&path, &Clip { samples, rate }).expect("written");
            path
        };
        let list = folder.path().join("whole.parts");
        let files = [part("1.wav", 48_000), part("2.wav", 16_000)];
        std::fs::write(&list, list_of(&files, &[])).expect("written");
        let mut whole = WavStream::open(&list).expect("there");
        let frames = whole.info().frames.0;
        assert!(frames.abs_diff(96_000) < 500, "{frames}");
        let mut out = Vec::new();
        assert_eq!(whole.read(200_000, &mut out).expect("readable") as u64, frames);
    }
}
