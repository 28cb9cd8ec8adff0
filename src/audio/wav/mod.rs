//! WAV files: read block by block whatever their format, written with a header that is right at every
//! moment.
//!
//! hound writes sizes only when a file is finished; killed before, its file opens as empty. A take's
//! header is brought up to date with every flush instead, and [`fn@repair`] corrects what a power cut left.

mod header;
mod joined;
mod layout;
mod read;
mod repair;
mod stream;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub(super) use header::{HEADER_BYTES, MAX_FRAMES, header};
pub use joined::{LIST_ENDING, WavStream, list_of};
pub use read::{WavInfo, info, read_clip};
pub use repair::{Repaired, repair};

use super::api::Clip;
use super::convert::to_i16;

/// Why a WAV file can't be read, written or repaired.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// The file system refused.
    #[error("The sound file can't be used ({source}): {}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Not a WAV file, or a damaged one.
    #[error("This is not a sound file that Greenroom can read ({reason}): {}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Shorter than a header: nothing was recorded.
    #[error("The sound file holds no sound, it can be deleted: {}", path.display())]
    Empty {
        /// Which file.
        path: PathBuf,
    },
}

impl WavError {
    fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), reason: reason.into() }
    }
}

/// Writes `clip` as 16-bit mono, readable by its owner only. Replaces a file of that name.
///
/// # Errors
/// When the file can't be created or written.
pub fn write_clip(path: &Path, clip: &Clip) -> Result<(), WavError> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: clip.rate.hz(),
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut options = std::fs::File::options();
    options.write(true).create(true).truncate(true);
    let file = owner_only(&mut options).open(path).map_err(|e| WavError::io(path, e))?;
    let failed = |error| match error {
        hound::Error::IoError(source) => WavError::io(path, source),
        other => WavError::damaged(path, other.to_string()),
    };
    let mut writer = hound::WavWriter::new(std::io::BufWriter::new(file), spec).map_err(failed)?;
    // hound can't count beyond 4 GiB.
    for sample in clip.samples.iter().take(MAX_FRAMES as usize) {
        writer.write_sample(to_i16(*sample)).map_err(failed)?;
    }
    writer.finalize().map_err(failed)
}

/// Makes files that are created readable and writable by their owner alone, where the system can.
pub(super) fn owner_only(options: &mut std::fs::OpenOptions) -> &mut std::fs::OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}
