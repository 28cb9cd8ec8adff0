//! What single samples can do wrong.

/// Larger samples are held here: 80 dB above full scale, where nothing is sound any more, and small
/// enough that sums of squares stay finite.
const LARGEST: f32 = 1e4;

/// A sample that can't spoil a sum: what is no number becomes silence.
#[inline]
pub(super) fn tame(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-LARGEST, LARGEST) } else { 0.0 }
}
