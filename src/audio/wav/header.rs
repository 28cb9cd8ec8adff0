//! The 44 bytes in front of a take.

use crate::units::SampleRate;

/// Length of the header of 16-bit PCM: RIFF, `fmt ` and `data`, nothing optional.
pub(in crate::audio) const HEADER_BYTES: u64 = 44;

/// The most frames a mono 16-bit file can count: its sizes are 32 bits wide. 12 hours at 48 kHz.
pub(in crate::audio) const MAX_FRAMES: u64 = (u32::MAX as u64 - HEADER_BYTES) / 2;

/// The header of a 16-bit mono file of `frames` frames.
/// Layout: "Multimedia Programming Interface and Data Specifications 1.0" (IBM and Microsoft, 1991).
pub(in crate::audio) fn header(rate: SampleRate, frames: u64) -> [u8; HEADER_BYTES as usize] {
    let data_bytes = u32::try_from(frames.min(MAX_FRAMES) * 2).unwrap_or(u32::MAX);
    let mut bytes = [0; HEADER_BYTES as usize];
    let fields: [&[u8]; 13] = [
        b"RIFF",
        &(data_bytes.saturating_add(36)).to_le_bytes(),
        b"WAVE",
        b"fmt ",
        &16_u32.to_le_bytes(),
        &1_u16.to_le_bytes(), // PCM
        &1_u16.to_le_bytes(), // one channel
        &rate.hz().to_le_bytes(),
        &rate.hz().saturating_mul(2).to_le_bytes(),
        &2_u16.to_le_bytes(), // bytes per frame
        &16_u16.to_le_bytes(),
        b"data",
        &data_bytes.to_le_bytes(),
    ];
    for (byte, value) in bytes.iter_mut().zip(fields.concat()) {
        *byte = value;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hound_reads_what_the_header_says() {
        let mut file = header(SampleRate::HZ_48000, 3).to_vec();
        for sample in [1_i16, -2, i16::MAX] {
            file.extend_from_slice(&sample.to_le_bytes());
        }
        let mut reader = hound::WavReader::new(file.as_slice()).expect("a WAV file");
        assert_eq!(reader.spec().sample_rate, 48_000);
        assert_eq!(reader.spec().channels, 1);
        let samples: Vec<i16> = reader.samples().map(|s| s.expect("a sample")).collect();
        assert_eq!(samples, [1, -2, i16::MAX]);
    }

    #[test]
    fn sizes_beyond_32_bits_do_not_wrap() {
        let bytes = header(SampleRate::HZ_48000, u64::MAX);
        let data = u32::from_le_bytes([bytes[40], bytes[41], bytes[42], bytes[43]]);
        assert_eq!(u64::from(data), MAX_FRAMES * 2);
    }
}
