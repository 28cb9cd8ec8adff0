//! An overview as the bytes of a file in the cache: a head, the bottom of the pyramid, a check sum.

use super::Overview;
use super::builder::{FINEST, MAX_BUCKETS};
use super::peak::Packed;

/// How such bytes begin.
const MAGIC: &[u8; 4] = b"GRov";

/// Rises whenever the bytes are written in another way; others are made again.
const VERSION: u32 = 1;

/// Magic, version, samples, samples of a bucket.
const HEAD: usize = 4 + 4 + 8 + 8;

/// Bytes of one bucket.
const BUCKET: usize = 6;

/// Bytes of the check sum.
const TAIL: usize = 8;

/// Why bytes are no overview. Whoever reads them makes the overview again from the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OverviewDamage {
    /// They are something else, or written by another version.
    #[error("This is no waveform overview that this version knows")]
    Unknown,
    /// They were cut off, or changed since.
    #[error("The waveform overview is damaged")]
    Damaged,
}

impl Overview {
    /// The bytes of a cache file: at most 4.2 MB, some 400 KB for a minute and a half.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let bottom = self.levels.first().map_or(&[][..], Vec::as_slice);
        let mut bytes = Vec::with_capacity(HEAD + bottom.len() * BUCKET + TAIL);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&self.samples.to_le_bytes());
        bytes.extend_from_slice(&self.bucket_samples.to_le_bytes());
        for bucket in bottom {
            for value in [bucket.min, bucket.max, bucket.rms] {
                bytes.extend_from_slice(&value.to_le_bytes());
            }
        }
        bytes.extend_from_slice(&check_sum(&bytes).to_le_bytes());
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote. Claims no more memory than the bytes' own length.
    ///
    /// # Errors
    /// If the bytes are something else, of another version, cut off or changed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, OverviewDamage> {
        let (magic, rest) = bytes.split_first_chunk::<4>().ok_or(OverviewDamage::Unknown)?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or(OverviewDamage::Unknown)?;
        if magic != MAGIC || u32::from_le_bytes(*version) != VERSION {
            return Err(OverviewDamage::Unknown);
        }
        let (samples, rest) = rest.split_first_chunk::<8>().ok_or(OverviewDamage::Damaged)?;
        let (of_bucket, rest) = rest.split_first_chunk::<8>().ok_or(OverviewDamage::Damaged)?;
        let (buckets, sum) = rest.split_last_chunk::<TAIL>().ok_or(OverviewDamage::Damaged)?;
        let checked = bytes.get(..bytes.len() - TAIL).unwrap_or_default();
        if u64::from_le_bytes(*sum) != check_sum(checked) {
            return Err(OverviewDamage::Damaged);
        }
        let (samples, of_bucket) = (u64::from_le_bytes(*samples), u64::from_le_bytes(*of_bucket));
        let finest = FINEST as u64;
        let is_bucket = of_bucket.is_multiple_of(finest) && (of_bucket / finest).is_power_of_two();
        let (buckets, odd) = buckets.as_chunks::<BUCKET>();
        // One more than merging starts at: the one that was open at the end.
        if !is_bucket || !odd.is_empty() || buckets.len() > MAX_BUCKETS + 1 {
            return Err(OverviewDamage::Damaged);
        }
        if samples.div_ceil(of_bucket) != buckets.len() as u64 {
            return Err(OverviewDamage::Damaged);
        }
        let bottom = buckets.iter().map(unpack).collect::<Option<Vec<Packed>>>();
        Ok(Self::over(samples, of_bucket, bottom.ok_or(OverviewDamage::Damaged)?))
    }
}

/// `None` for what no sound can be.
fn unpack(&[a, b, c, d, e, f]: &[u8; BUCKET]) -> Option<Packed> {
    let bucket = Packed {
        min: i16::from_le_bytes([a, b]),
        max: i16::from_le_bytes([c, d]),
        rms: i16::from_le_bytes([e, f]),
    };
    (bucket.min <= bucket.max && bucket.rms >= 0).then_some(bucket)
}

/// FNV-1a over words of eight bytes: finds damage, keeps nobody out.
fn check_sum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    words.iter().chain([&last]).fold(0xcbf2_9ce4_8422_2325, |sum, word| {
        (sum ^ u64::from_le_bytes(*word)).wrapping_mul(0x0100_0000_01b3).rotate_left(23)
    })
}
