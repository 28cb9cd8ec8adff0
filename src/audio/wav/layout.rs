//! Where the sound lies in a WAV file and how it is counted, from a header that may lie.
//!
//! hound reads only headers that are right in every field and files whose chunks are. Files of other
//! programs, cut-off ones and hostile ones are read here instead: sizes are believed only as far as the
//! file reaches, and a size of nothing (never finished) means "up to the end".
//! Layout: "Multimedia Programming Interface and Data Specifications 1.0" (IBM and Microsoft, 1991), and
//! for `WAVE_FORMAT_EXTENSIBLE` Microsoft's "Multiple channel audio data and WAVE files".

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::audio::wav::WavError;
use crate::units::SampleRate;

/// Rates that are read, in hertz: sound cards know 8 to 768 kHz, and simulations may be slow.
const RATES: std::ops::RangeInclusive<u32> = 1_000..=768_000;

/// Chunks that are passed over in search of the sound; no honest file has nearly as many.
const MOST_CHUNKS: usize = 1_000;

/// Bytes of a `fmt ` chunk that say something to us.
const FORMAT_BYTES: u64 = 40;

/// How a sample is written. Integers are little-endian and signed but for 8 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    U8,
    I16,
    I24,
    I32,
    F32,
    F64,
}

impl Encoding {
    fn of(is_float: bool, bytes: u16) -> Option<Self> {
        match (is_float, bytes) {
            (false, 1) => Some(Self::U8),
            (false, 2) => Some(Self::I16),
            (false, 3) => Some(Self::I24),
            (false, 4) => Some(Self::I32),
            (true, 4) => Some(Self::F32),
            (true, 8) => Some(Self::F64),
            _ => None,
        }
    }

    /// Bytes of one sample.
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::U8 => 1,
            Self::I16 => 2,
            Self::I24 => 3,
            Self::I32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }
}

/// What a header says, held against the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) rate: SampleRate,
    /// At least one.
    pub(super) channels: u16,
    pub(super) encoding: Encoding,
    /// Where the first sample lies.
    pub(super) data_begins: u64,
    /// Bytes of sound that are there.
    pub(super) data_bytes: u64,
}

impl Layout {
    /// Bytes of one sample of every channel; at least one.
    pub(super) fn frame_bytes(&self) -> usize {
        self.encoding.bytes() * usize::from(self.channels)
    }

    /// Whole frames that are there.
    pub(super) fn frames(&self) -> u64 {
        self.data_bytes / self.frame_bytes() as u64
    }
}

/// The part of a `fmt ` chunk that counts.
#[derive(Clone, Copy)]
struct Format {
    rate: SampleRate,
    channels: u16,
    encoding: Encoding,
}

/// Opens a file to read, and tells its length.
pub(super) fn open(path: &Path) -> Result<(File, u64), WavError> {
    let io = |error| WavError::io(path, error);
    // Looked at before it is opened: opening a named pipe would wait for ever.
    if !std::fs::metadata(path).map_err(io)?.is_file() {
        return Err(io(std::io::Error::other("it is not an ordinary file")));
    }
    let file = File::open(path).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    Ok((file, length))
}

/// Finds `fmt ` and `data` in a file of `length` bytes. Reads a few bytes per chunk, whatever they say.
pub(super) fn find(file: &mut File, path: &Path, length: u64) -> Result<Layout, WavError> {
    let io = |error| WavError::io(path, error);
    let head: [u8; 12] = bytes_at(file, 0).map_err(io)?;
    let is_wave =
        matches!(head.first_chunk(), Some(b"RIFF" | b"RF64")) && head.last_chunk() == Some(b"WAVE");
    if !is_wave {
        return Err(WavError::damaged(path, "its beginning is not that of a WAV file"));
    }
    let mut format = None;
    let mut at = 12_u64;
    for _ in 0..MOST_CHUNKS {
        if at.saturating_add(8) > length {
            break;
        }
        let (name, size) = chunk_at(file, at).map_err(io)?;
        match &name {
            b"fmt " => format = Some(read_format(file, path, at + 8, size)?),
            b"data" => {
                let Format { rate, channels, encoding } =
                    format.ok_or_else(|| WavError::damaged(path, "its format is missing"))?;
                let data_begins = at + 8;
                let data_bytes = sound_bytes(file, data_begins, size, length).map_err(io)?;
                return Ok(Layout { rate, channels, encoding, data_begins, data_bytes });
            }
            _ => {}
        }
        // Chunks begin at even places.
        at += 8 + u64::from(size) + u64::from(size % 2);
    }
    Err(WavError::damaged(path, "its sound can't be found"))
}

/// Bytes of sound from `begins` on, of which the header says `said`.
fn sound_bytes(file: &mut File, begins: u64, said: u32, length: u64) -> std::io::Result<u64> {
    let there = length.saturating_sub(begins);
    let said = u64::from(said);
    if said > 0 {
        return Ok(said.min(there));
    }
    // Nothing, says a program that was killed before it finished the file, and one that recorded
    // nothing. The latter's file ends here, or with a chunk that fits.
    if there < 8 {
        return Ok(0);
    }
    let (name, size) = chunk_at(file, begins)?;
    let is_chunk = name.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    Ok(if is_chunk && u64::from(size) <= there - 8 { 0 } else { there })
}

fn read_format(file: &mut File, path: &Path, at: u64, size: u32) -> Result<Format, WavError> {
    if size < 16 {
        return Err(WavError::damaged(path, "its format is destroyed"));
    }
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(at)).map_err(|e| WavError::io(path, e))?;
    file.take(FORMAT_BYTES.min(u64::from(size)))
        .read_to_end(&mut bytes)
        .map_err(|e| WavError::io(path, e))?;
    let u16_at = |at: usize| Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let u32_at = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let fields = (u16_at(0), u16_at(2), u32_at(4), u16_at(12), u16_at(14));
    let (Some(tag), Some(channels), Some(hz), Some(frame_bytes), Some(bits)) = fields else {
        return Err(WavError::damaged(path, "its format is destroyed"));
    };
    let tag = if tag == 0xfffe { u16_at(24).unwrap_or(0) } else { tag };
    let is_float = match tag {
        1 => false,
        3 => true,
        _ => return Err(WavError::damaged(path, "its sound is packed in a way unknown here")),
    };
    if channels == 0 {
        return Err(WavError::damaged(path, "it has no channels"));
    }
    if !RATES.contains(&hz) {
        return Err(WavError::damaged(path, format!("a sample rate of {hz} Hz is not usable")));
    }
    let rate = SampleRate::new(hz);
    let bytes = frame_bytes / channels;
    // A sample may be shorter than its place, which it then fills from the top.
    let is_consistent = frame_bytes.is_multiple_of(channels)
        && (1..=u32::from(bytes) * 8).contains(&u32::from(bits));
    let encoding = Encoding::of(is_float, bytes).filter(|_| is_consistent);
    let (Some(rate), Some(encoding)) = (rate, encoding) else {
        let reason = format!("{bits} bits in {bytes} bytes per sample are not usable");
        return Err(WavError::damaged(path, reason));
    };
    Ok(Format { rate, channels, encoding })
}

/// A size, as it stands at a place.
pub(super) fn size_at(file: &mut File, at: u64) -> std::io::Result<u32> {
    Ok(u32::from_le_bytes(bytes_at(file, at)?))
}

/// Whether whole chunks follow each other from a place to the end of the file, or it ends there.
pub(super) fn chunks_end_at(file: &mut File, mut at: u64, end: u64) -> std::io::Result<bool> {
    for _ in 0..MOST_CHUNKS {
        if at >= end {
            break;
        }
        let (_, size) = chunk_at(file, at)?;
        at += 8 + u64::from(size) + u64::from(size % 2);
    }
    Ok(at == end)
}

/// Name and size of the chunk at a place.
fn chunk_at(file: &mut File, at: u64) -> std::io::Result<([u8; 4], u32)> {
    let [a, b, c, d, size @ ..]: [u8; 8] = bytes_at(file, at)?;
    Ok(([a, b, c, d], u32::from_le_bytes(size)))
}

/// `N` bytes from a place on; zeros behind the end of the file.
fn bytes_at<const N: usize>(file: &mut File, at: u64) -> std::io::Result<[u8; N]> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::with_capacity(N);
    file.take(N as u64).read_to_end(&mut bytes)?;
    bytes.resize(N, 0);
    Ok(bytes.first_chunk().copied().unwrap_or([0; N]))
}
