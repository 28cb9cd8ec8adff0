//! A WAV file read block by block: any length in the same few kilobytes.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use crate::audio::mono::ChannelSurvey;
use crate::audio::wav::layout::{self, Encoding, Layout};
use crate::audio::wav::{WavError, WavInfo};
use crate::units::Frames;

/// Bytes read from the file at a time.
const BLOCK_BYTES: usize = 64 * 1024;

/// A file open for reading as one channel: its only one, or the one that the recorder would have chosen.
///
/// A file that ends before its header says so is read up to its end.
#[derive(Debug)]
pub(super) struct FileStream {
    file: File,
    path: PathBuf,
    layout: Layout,
    frames: u64,
    /// The channel that is heard.
    channel: usize,
    /// Next frame.
    next: u64,
    /// What is louder than full scale stays so.
    is_unheld: bool,
    /// The file stands at `next`.
    is_placed: bool,
    block: Vec<u8>,
}

impl FileStream {
    /// Opens a file. One with several channels is read through once, to find the one that is spoken into.
    ///
    /// # Errors
    /// When it can't be opened or read, or is not a WAV file of a kind that is known: 8, 16, 24 or 32-bit
    /// integers, or floats.
    pub(super) fn open(path: &Path) -> Result<Self, WavError> {
        let (mut file, length) = layout::open(path)?;
        let layout = layout::find(&mut file, path, length)?;
        let mut stream = Self {
            file,
            path: path.to_owned(),
            layout,
            frames: layout.frames(),
            channel: 0,
            next: 0,
            is_unheld: false,
            is_placed: false,
            block: Vec::new(),
        };
        if layout.channels > 1 {
            stream.channel = stream.spoken_into()?;
            stream.seek(0);
        }
        Ok(stream)
    }

    /// Rate, channels and length.
    #[must_use]
    pub(super) fn info(&self) -> WavInfo {
        WavInfo {
            rate: self.layout.rate,
            channels: self.layout.channels,
            frames: Frames(self.frames),
        }
    }

    /// From now on with samples beyond full scale as a file of floats has them.
    pub(super) const fn unhold(&mut self) {
        self.is_unheld = true;
    }

    /// The amplitude, 0…1, from which on a sample is at full scale: the largest positive number of 16 bits, or
    /// of 8 in a file of those. (The largest negative one is −1.) Finer formats mostly hold what was clipped
    /// before at 16 bits, and are to give the same count.
    #[must_use]
    pub(super) fn clips_at(&self) -> f32 {
        match self.layout.encoding {
            Encoding::U8 => 127.0 / 128.0,
            _ => 32_767.0 / 32_768.0,
        }
    }

    /// Goes to a frame; behind the end is the end. Nothing is read yet.
    pub(super) fn seek(&mut self, frame: u64) {
        self.is_placed = self.is_placed && self.next == frame;
        self.next = frame.min(self.frames);
    }

    /// Appends up to `frames` frames to `out`, as samples in −1…1, and returns how many; 0 at the end.
    ///
    /// What is not a number is silence; what is louder than full scale is full scale, unless it is
    /// [`unhold`](Self::unhold).
    ///
    /// # Errors
    /// When the file can't be read. What was read before is in `out`.
    pub(super) fn read(&mut self, frames: usize, out: &mut Vec<f32>) -> Result<usize, WavError> {
        let left = self.frames.saturating_sub(self.next);
        let wanted = frames.min(usize::try_from(left).unwrap_or(usize::MAX));
        out.reserve(wanted);
        let mut count = 0;
        while count < wanted {
            let got = self.read_block(wanted - count)?;
            if got == 0 {
                // The file has become shorter since it was opened.
                self.frames = self.next;
                break;
            }
            let before = out.len();
            decode(&self.block, self.layout, self.channel, out);
            if !self.is_unheld {
                let new = out.get_mut(before..).unwrap_or_default();
                new.iter_mut().for_each(|sample| *sample = sample.clamp(-1.0, 1.0));
            }
            count += got;
        }
        Ok(count)
    }

    /// Reads at most one block of whole frames into `self.block`; returns their number.
    fn read_block(&mut self, most: usize) -> Result<usize, WavError> {
        let frame_bytes = self.layout.frame_bytes();
        let frames = (BLOCK_BYTES / frame_bytes).clamp(1, most.max(1));
        self.read_bytes(frames * frame_bytes).map_err(|e| WavError::io(&self.path, e))?;
        let got = self.block.len() / frame_bytes;
        self.block.truncate(got * frame_bytes);
        self.next += got as u64;
        Ok(got)
    }

    fn read_bytes(&mut self, count: usize) -> std::io::Result<()> {
        if !self.is_placed {
            let at = self.layout.data_begins + self.next * self.layout.frame_bytes() as u64;
            self.file.seek(SeekFrom::Start(at))?;
        }
        self.block.resize(count, 0);
        let mut filled = 0;
        self.is_placed = false;
        while let Some(rest) = self.block.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.file.read(rest) {
                Ok(0) => break,
                Ok(got) => filled += got,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.is_placed = filled == count;
        self.block.truncate(filled);
        Ok(())
    }

    /// The channel that the recorder would have listened to.
    fn spoken_into(&mut self) -> Result<usize, WavError> {
        let mut survey = ChannelSurvey::new(self.layout.channels, self.layout.rate);
        let mut samples = Vec::new();
        loop {
            let left = usize::try_from(self.frames - self.next).unwrap_or(usize::MAX);
            if left == 0 || self.read_block(left)? == 0 {
                return Ok(survey.spoken_into());
            }
            samples.clear();
            decode_all(&self.block, self.layout.encoding, &mut samples);
            survey.hear(&samples);
        }
    }
}

/// Appends one channel of a block of whole frames.
fn decode(block: &[u8], layout: Layout, channel: usize, out: &mut Vec<f32>) {
    if layout.channels == 1 {
        return decode_all(block, layout.encoding, out);
    }
    let bytes = layout.encoding.bytes();
    let begin = channel * bytes;
    let frames = block.chunks_exact(layout.frame_bytes());
    let samples = frames.filter_map(|frame| frame.get(begin..begin + bytes));
    samples.for_each(|sample| decode_all(sample, layout.encoding, out));
}

/// Appends every sample of a block, channel by channel as they lie.
fn decode_all(block: &[u8], encoding: Encoding, out: &mut Vec<f32>) {
    match encoding {
        Encoding::U8 => out.extend(block.iter().map(|byte| (f32::from(*byte) - 128.0) / 128.0)),
        Encoding::I16 => {
            let (samples, _) = block.as_chunks();
            out.extend(samples.iter().map(|b| f32::from(i16::from_le_bytes(*b)) / 32_768.0));
        }
        Encoding::I24 => {
            let (samples, _) = block.as_chunks();
            // Into the upper three bytes, so that the sign lies where an i32 has it.
            let wide = |[a, b, c]: &[u8; 3]| i32::from_le_bytes([0, *a, *b, *c]);
            out.extend(samples.iter().map(|b| wide(b) as f32 / 2_147_483_648.0));
        }
        Encoding::I32 => {
            let (samples, _) = block.as_chunks();
            out.extend(samples.iter().map(|b| i32::from_le_bytes(*b) as f32 / 2_147_483_648.0));
        }
        Encoding::F32 => {
            let (samples, _) = block.as_chunks();
            out.extend(samples.iter().map(|b| number(f32::from_le_bytes(*b))));
        }
        Encoding::F64 => {
            let (samples, _) = block.as_chunks();
            out.extend(samples.iter().map(|b| number(f64::from_le_bytes(*b) as f32)));
        }
    }
}

fn number(value: f32) -> f32 {
    if value.is_nan() { 0.0 } else { value }
}
