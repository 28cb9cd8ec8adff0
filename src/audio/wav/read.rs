//! Reading WAV files, also damaged or hostile ones.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::audio::api::Clip;
use crate::audio::wav::WavError;
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

type Reader = hound::WavReader<std::io::BufReader<std::fs::File>>;

fn open(path: &Path) -> Result<(Reader, WavInfo), WavError> {
    let file = std::fs::File::open(path).map_err(|e| WavError::io(path, e))?;
    let length = file.metadata().map_err(|e| WavError::io(path, e))?.len();
    let reader =
        hound::WavReader::new(std::io::BufReader::new(file)).map_err(|error| match error {
            hound::Error::IoError(e) if e.kind() != std::io::ErrorKind::UnexpectedEof => {
                WavError::io(path, e)
            }
            other => WavError::damaged(path, other.to_string()),
        })?;
    let spec = reader.spec();
    let rate = SampleRate::new(spec.sample_rate)
        .ok_or_else(|| WavError::damaged(path, "its sample rate is zero"))?;
    let frame_bytes = u64::from(spec.channels) * u64::from(spec.bits_per_sample.div_ceil(8)).max(1);
    if frame_bytes == 0 {
        return Err(WavError::damaged(path, "it has no channels"));
    }
    let frames = u64::from(reader.duration()).min(length / frame_bytes);
    Ok((reader, WavInfo { rate, channels: spec.channels, frames: Frames(frames) }))
}

/// Rate, channels and length of a file.
///
/// # Errors
/// When it can't be opened or is not a WAV file.
pub fn info(path: &Path) -> Result<WavInfo, WavError> {
    open(path).map(|(_, info)| info)
}

/// Reads a whole file as one channel: its only one, or the loudest.
///
/// A file that ends before its header says so is read up to its end. Samples come out in −1…1.
///
/// # Errors
/// When it can't be opened or is not a WAV file.
pub fn read_clip(path: &Path) -> Result<Clip, WavError> {
    let (reader, info) = open(path)?;
    let interleaved = samples(reader, info);
    let channels = usize::from(info.channels);
    let samples: Vec<f32> = if channels == 1 {
        interleaved
    } else {
        let loudest = loudest_channel(&interleaved, channels);
        interleaved.chunks_exact(channels).filter_map(|frame| frame.get(loudest)).copied().collect()
    };
    Ok(Clip { samples: Arc::from(samples), rate: info.rate })
}

/// All samples up to the first that can't be read. hound hands every width on in the low bits.
fn samples<R: Read>(reader: hound::WavReader<R>, info: WavInfo) -> Vec<f32> {
    let spec = reader.spec();
    let expected = info.frames.0 as usize * usize::from(info.channels);
    let mut samples = Vec::with_capacity(expected);
    match spec.sample_format {
        hound::SampleFormat::Int => {
            let full_scale = 2.0_f64.powi(i32::from(spec.bits_per_sample) - 1);
            let decoded = reader.into_samples::<i32>().map_while(Result::ok);
            samples.extend(decoded.map(|value| (f64::from(value) / full_scale) as f32));
        }
        hound::SampleFormat::Float => {
            let decoded = reader.into_samples::<f32>().map_while(Result::ok);
            samples.extend(decoded.map(|v| if v.is_nan() { 0.0 } else { v.clamp(-1.0, 1.0) }));
        }
    }
    samples
}

fn loudest_channel(interleaved: &[f32], channels: usize) -> usize {
    let energy = |channel: usize| -> f64 {
        let samples = interleaved.iter().skip(channel).step_by(channels);
        samples.map(|s| f64::from(*s) * f64::from(*s)).sum()
    };
    (0..channels)
        .map(|channel| (channel, energy(channel)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        .map_or(0, |(channel, _)| channel)
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
