//! Sounds of the tests: read, written, made.

use std::path::{Path, PathBuf};

/// What the virtual devices run at, hertz.
pub const RATE: u32 = 48_000;

/// A mono sound, 16 bits.
#[derive(Debug, Clone)]
pub struct Sound {
    /// Frames per second.
    pub rate_hz: u32,
    /// Its samples.
    pub samples: Vec<i16>,
}

impl Sound {
    /// Reads a 16-bit mono WAV file with hound; anything else fails the test.
    pub fn read(path: &Path) -> Self {
        let reader = hound::WavReader::open(path);
        let reader = reader.unwrap_or_else(|problem| panic!("{problem}: {}", path.display()));
        let spec = reader.spec();
        assert_eq!((spec.channels, spec.bits_per_sample), (1, 16), "{}", path.display());
        let samples: Result<Vec<i16>, _> = reader.into_samples().collect();
        Self { rate_hz: spec.sample_rate, samples: samples.expect("every sample is there") }
    }

    /// Reads what a recorder left behind that was stopped: its header may not know the length.
    pub fn read_to_the_end(path: &Path) -> Self {
        let bytes = std::fs::read(path).expect("the recording is there");
        let mark = bytes.windows(4).position(|four| four == b"data").expect("a WAV file");
        let pairs = bytes[mark + 8..].chunks_exact(2);
        let samples = pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
        Self { rate_hz: RATE, samples }
    }

    /// Writes it as a WAV file.
    pub fn write(&self, path: &Path) -> PathBuf {
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: self.rate_hz,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(path, spec).expect("the file can be made");
        for sample in &self.samples {
            writer.write_sample(*sample).expect("the file can be written");
        }
        writer.finalize().expect("the file can be ended");
        path.to_owned()
    }

    /// Its samples in −1…1.
    pub fn floats(&self) -> Vec<f32> {
        self.samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect()
    }

    /// The part from one second to another, as far as there is one.
    pub fn between(&self, from_secs: f64, to_secs: f64) -> Self {
        let place = |secs: f64| {
            ((secs.max(0.0) * f64::from(self.rate_hz)) as usize).min(self.samples.len())
        };
        let samples = self.samples[place(from_secs)..place(to_secs)].to_vec();
        Self { rate_hz: self.rate_hz, samples }
    }

    /// Length in seconds.
    pub fn secs(&self) -> f64 {
        self.samples.len() as f64 / f64::from(self.rate_hz)
    }

    /// The loudest sample, as an amount.
    pub fn peak(&self) -> u16 {
        self.samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0)
    }

    /// Root mean square, dB relative to full scale; −120 for silence.
    pub fn rms_dbfs(&self) -> f64 {
        let sum: f64 = self.floats().iter().map(|sample| f64::from(*sample).powi(2)).sum();
        let mean = sum / self.samples.len().max(1) as f64;
        (10.0 * mean.max(1e-12).log10()).max(-120.0)
    }

    /// Where sound begins and ends: first and last sample louder than `threshold`.
    pub fn sounding(&self, threshold: u16) -> Option<(usize, usize)> {
        let loud = |sample: &i16| sample.unsigned_abs() > threshold;
        let first = self.samples.iter().position(loud)?;
        let last = self.samples.iter().rposition(loud)?;
        Some((first, last))
    }

    /// The longest run of samples that are exactly zero, between two that are not.
    pub fn longest_hole(&self) -> usize {
        let Some((first, last)) = self.sounding(0) else { return 0 };
        let runs = self.samples[first..=last].split(|sample| *sample != 0);
        runs.map(<[i16]>::len).max().unwrap_or(0)
    }
}

/// Random noise at a quarter of full scale, the same every time: a sound in which every sample can be
/// told from every other. A 64-bit linear congruential generator with Knuth's constants (MMIX).
pub fn noise(secs: f64) -> Sound {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let count = (secs * f64::from(RATE)) as usize;
    let samples = (0..count).map(|_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 48) as u16).cast_signed() / 4
    });
    Sound { rate_hz: RATE, samples: samples.collect() }
}
