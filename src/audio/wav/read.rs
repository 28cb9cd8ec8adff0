//! Reading WAV files, also damaged or hostile ones.

use std::path::Path;
use std::sync::Arc;

use crate::audio::api::Clip;
use crate::audio::wav::{WavError, WavStream, layout};
use crate::units::{Frames, SampleRate};

/// What a WAV file says about itself, held against its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WavInfo {
    /// Its rate.
    pub rate: SampleRate,
    /// Its channels.
    pub channels: u16,
    /// Frames that are really there: a header may promise more.
    pub frames: Frames,
}

/// Rate, channels and length of a file; only its header is read.
///
/// # Errors
/// When it can't be opened or is not a WAV file.
pub fn info(path: &Path) -> Result<WavInfo, WavError> {
    let (mut file, length) = layout::open(path)?;
    let layout = layout::find(&mut file, path, length)?;
    let frames = Frames(layout.frames());
    Ok(WavInfo { rate: layout.rate, channels: layout.channels, frames })
}

/// Reads a whole file as one channel: its only one, or the loudest.
///
/// For sounds that are short, or when all of it is needed at once; else there is [`WavStream`].
/// A file that ends before its header says so is read up to its end. Samples come out in −1…1.
///
/// # Errors
/// When it can't be opened or is not a WAV file.
pub fn read_clip(path: &Path) -> Result<Clip, WavError> {
    let mut stream = WavStream::open(path)?;
    let mut samples = Vec::new();
    stream.read(usize::MAX, &mut samples)?;
    Ok(Clip { samples: Arc::from(samples), rate: stream.info().rate })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::wav::write_clip;

    fn scratch() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder for tests")
    }

    #[test]
    fn sixteen_bits_come_back_unchanged() {
        let folder = scratch();
        let path = folder.path().join("clip.wav");
        let samples: Arc<[f32]> = (0..999).map(|n| (n * 65 % 32_768) as f32 / 32_768.0).collect();
        let rate = SampleRate::new(22_050).expect("not zero");
        write_clip(&path, &Clip { samples: Arc::clone(&samples), rate }).expect("written");
        let clip = read_clip(&path).expect("read");
        assert_eq!((clip.rate, &clip.samples), (rate, &samples));
        assert_eq!(
            info(&path).expect("a header"),
            WavInfo { rate, channels: 1, frames: Frames(999) }
        );
    }

    #[test]
    fn the_loudest_channel_of_a_stereo_file_is_taken() {
        let folder = scratch();
        let path = folder.path().join("stereo.wav");
        let spec = hound::WavSpec {
            channels: 2,
            sample_rate: 8_000,
            bits_per_sample: 24,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(&path, spec).expect("created");
        for n in 0..100 {
            writer.write_sample(n % 3).expect("left");
            writer.write_sample(n * 40_000).expect("right");
        }
        writer.finalize().expect("finished");
        let clip = read_clip(&path).expect("read");
        assert_eq!(clip.samples.len(), 100);
        assert_eq!(clip.samples[50], 50.0 * 40_000.0 / 8_388_608.0);
    }

    #[test]
    fn a_file_that_is_cut_short_gives_what_is_there() {
        let folder = scratch();
        let path = folder.path().join("cut.wav");
        let samples: Arc<[f32]> = vec![0.25; 1_000].into();
        write_clip(&path, &Clip { samples, rate: SampleRate::HZ_48000 }).expect("written");
        let file = std::fs::File::options().write(true).open(&path).expect("open");
        file.set_len(44 + 601).expect("cut");
        assert_eq!(read_clip(&path).expect("read").samples.len(), 300);
    }

    #[test]
    fn what_is_no_sound_is_refused_with_its_path() {
        let folder = scratch();
        let path = folder.path().join("notes.wav");
        std::fs::write(&path, "these are only notes, and long enough for a header, or so")
            .expect("w");
        let error = read_clip(&path).expect_err("not a sound").to_string();
        assert!(error.ends_with("notes.wav"), "{error}");
    }
}
