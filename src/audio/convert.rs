//! Every sample format a device may speak, to and from our one: `f32` in −1…1.
//!
//! Integers are scaled by a power of two in both directions, so that 16-bit sound passes through
//! unchanged to the bit. One-bit (DSD) formats are not PCM and are refused where streams are opened.

use cpal::{I24, U24};

/// A PCM sample. Realtime-safe: pure arithmetic.
pub(super) trait Pcm: cpal::SizedSample {
    /// The sample in −1…1; what is not a number becomes silence.
    fn to_f32(self) -> f32;
    /// The nearest sample of this format; louder than full scale becomes full scale.
    fn from_f32(value: f32) -> Self;
}

/// The largest value of an 8-bit device, in our scale. 8-bit sound is clipped from here on.
const FULL_SCALE_8_BIT: f32 = 127.0 / 128.0;

/// The largest value of a 16-bit sample, in our scale. Wider formats round to it, and sound servers
/// hand clipped 16-bit hardware on as floats of exactly this size.
const FULL_SCALE_16_BIT: f32 = 32_767.0 / 32_768.0;

/// From which amplitude on a sample of this format counts as clipped.
pub(super) fn full_scale(format: cpal::SampleFormat) -> f32 {
    match format {
        cpal::SampleFormat::I8 | cpal::SampleFormat::U8 => FULL_SCALE_8_BIT,
        _ => FULL_SCALE_16_BIT,
    }
}

/// Whether [`dispatch_pcm`] knows this format.
pub(super) fn is_pcm(format: cpal::SampleFormat) -> bool {
    format.is_int() || format.is_uint() || format.is_float()
}

/// The 16-bit sample of a take. Scaled by 32,768 and rounded, the inverse of reading 16 bits.
pub(super) fn to_i16(value: f32) -> i16 {
    i16::from_f32(value)
}

fn scaled(value: f32, scale: f64, lowest: f64, highest: f64) -> f64 {
    // NaN has no place among integers; `clamp` would keep it.
    let value = if value.is_nan() { 0.0 } else { f64::from(value) };
    (value * scale).round().clamp(lowest, highest)
}

macro_rules! signed_pcm {
    ($($int:ty),*) => {$(
        impl Pcm for $int {
            fn to_f32(self) -> f32 {
                (self as f64 / -(<$int>::MIN as f64)) as f32
            }
            fn from_f32(value: f32) -> Self {
                let scale = -(<$int>::MIN as f64);
                scaled(value, scale, -scale, scale - 1.0) as $int
            }
        }
    )*};
}

macro_rules! unsigned_pcm {
    ($($int:ty),*) => {$(
        impl Pcm for $int {
            fn to_f32(self) -> f32 {
                let half = (<$int>::MAX / 2) as f64 + 1.0;
                ((self as f64 - half) / half) as f32
            }
            fn from_f32(value: f32) -> Self {
                let half = (<$int>::MAX / 2) as f64 + 1.0;
                (scaled(value, half, -half, half - 1.0) + half) as $int
            }
        }
    )*};
}

signed_pcm!(i8, i16, i32, i64);
unsigned_pcm!(u8, u16, u32, u64);

/// Half the range of a 24-bit sample.
const HALF_24: f64 = 8_388_608.0;

impl Pcm for I24 {
    fn to_f32(self) -> f32 {
        // Sound servers leave the fourth byte as they like (PulseAudio: zero, also for negative
        // samples), so the sign is taken from the 24th bit.
        let value = (self.inner() << 8) >> 8;
        (f64::from(value) / HALF_24) as f32
    }

    fn from_f32(value: f32) -> Self {
        let value = scaled(value, HALF_24, -HALF_24, HALF_24 - 1.0);
        Self::new(value as i32).unwrap_or_default()
    }
}

impl Pcm for U24 {
    fn to_f32(self) -> f32 {
        let value = self.inner() & 0x00ff_ffff;
        ((f64::from(value) - HALF_24) / HALF_24) as f32
    }

    fn from_f32(value: f32) -> Self {
        let value = scaled(value, HALF_24, -HALF_24, HALF_24 - 1.0) + HALF_24;
        Self::new(value as i32).unwrap_or_default()
    }
}

impl Pcm for f32 {
    fn to_f32(self) -> f32 {
        if self.is_nan() { 0.0 } else { self }
    }

    fn from_f32(value: f32) -> Self {
        if value.is_nan() { 0.0 } else { value.clamp(-1.0, 1.0) }
    }
}

impl Pcm for f64 {
    fn to_f32(self) -> f32 {
        if self.is_nan() { 0.0 } else { self as f32 }
    }

    fn from_f32(value: f32) -> Self {
        Self::from(f32::from_f32(value))
    }
}

/// Runs `$body` with `$sample` naming the Rust type of the PCM format, `$otherwise` for any other.
macro_rules! dispatch_pcm {
    ($format:expr, $sample:ident => $body:expr, else $otherwise:expr) => {{
        macro_rules! with {
            ($type:ty) => {{
                type $sample = $type;
                $body
            }};
        }
        match $format {
            cpal::SampleFormat::I8 => with!(i8),
            cpal::SampleFormat::I16 => with!(i16),
            cpal::SampleFormat::I24 => with!(cpal::I24),
            cpal::SampleFormat::I32 => with!(i32),
            cpal::SampleFormat::I64 => with!(i64),
            cpal::SampleFormat::U8 => with!(u8),
            cpal::SampleFormat::U16 => with!(u16),
            cpal::SampleFormat::U24 => with!(cpal::U24),
            cpal::SampleFormat::U32 => with!(u32),
            cpal::SampleFormat::U64 => with!(u64),
            cpal::SampleFormat::F32 => with!(f32),
            cpal::SampleFormat::F64 => with!(f64),
            _ => $otherwise,
        }
    }};
}
pub(super) use dispatch_pcm;

#[cfg(test)]
mod tests {
    use super::*;

    fn every_16_bit_value_survives<T: Pcm>() {
        for value in i16::MIN..=i16::MAX {
            let there = T::from_f32(value.to_f32());
            assert_eq!(to_i16(there.to_f32()), value, "{:?}", T::FORMAT);
        }
    }

    #[test]
    fn formats_of_16_bits_and_more_carry_16_bits_unchanged() {
        every_16_bit_value_survives::<i16>();
        every_16_bit_value_survives::<I24>();
        every_16_bit_value_survives::<i32>();
        every_16_bit_value_survives::<i64>();
        every_16_bit_value_survives::<u16>();
        every_16_bit_value_survives::<U24>();
        every_16_bit_value_survives::<u32>();
        every_16_bit_value_survives::<u64>();
        every_16_bit_value_survives::<f64>();
    }

    #[test]
    fn bytes_carry_eight_bits() {
        for value in i8::MIN..=i8::MAX {
            assert_eq!(i8::from_f32(value.to_f32()), value);
            assert_eq!(u8::from_f32(value.to_f32()).to_f32(), value.to_f32());
        }
    }

    #[test]
    fn twenty_four_bits_take_their_sign_from_the_24th_bit() {
        let without_sign_extension = I24::new_unchecked(0x00ff_ffff);
        assert!((without_sign_extension.to_f32() + 1.0 / 8_388_608.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_too_loud_or_no_number_does_not_wrap() {
        assert_eq!(to_i16(7.0), i16::MAX);
        assert_eq!(to_i16(-7.0), i16::MIN);
        assert_eq!(to_i16(f32::NAN), 0);
        assert_eq!(I24::from_f32(1.0).inner(), 8_388_607);
        assert_eq!(U24::from_f32(1.0).inner(), 0x00ff_ffff);
        assert_eq!(i32::from_f32(1.0), i32::MAX);
        assert_eq!(u64::from_f32(-1.0), 0);
    }
}
