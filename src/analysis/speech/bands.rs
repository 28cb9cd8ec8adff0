//! How loud 8 ms of sound are, in five bands: what edges of speech are found by.

use std::sync::LazyLock;

/// Samples of one frame at 16 kHz: 8 ms.
pub(super) const FRAME: usize = 128;

/// Frames in a second.
pub(in crate::analysis) const FRAMES_PER_SEC: f64 = 125.0;

/// How many bands: roughly 0–500 Hz, –1 kHz, –2 kHz, –4 kHz and –8 kHz.
pub(super) const BANDS: usize = 5;

/// The lowest level that is kept, in dB relative to full scale.
const FLOOR_DB: f32 = -120.0;

/// Steps of what is kept, in dB.
const STEP_DB: f32 = 0.5;

/// A frame's mean square in each band, as a level in steps of 0.5 dB above −120 dB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Levels(pub(super) [u8; BANDS]);

/// Splits frames into bands, one after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Splitter {
    /// Two high-passes of the first order in the lowest band: what went in and came out last.
    high_pass: [(f32, f32); 2],
    /// Whether anything came: a sound begins as if it had always been at its first value.
    has_begun: bool,
}

/// Rumble, hum and offset below this are kept out of the lowest band, in hertz: they sway within a frame.
const RUMBLE_HZ: f32 = 90.0;

/// The lowest band's rate: sums of 16 samples, in hertz.
const LOWEST_HZ: f32 = 1_000.0;

impl Splitter {
    /// By sums and differences of neighbours, again and again (Haar): two operations a sample, and what
    /// one band lets through of another is 13 dB down, which is enough to tell voice from noise.
    pub(super) fn split(&mut self, frame: &[f32; FRAME]) -> Levels {
        let (l1, top) = split::<64>(frame.as_chunks().0);
        let (l2, upper) = split::<32>(l1.as_chunks().0);
        let (l3, middle) = split::<16>(l2.as_chunks().0);
        let (l4, lower) = split::<8>(l3.as_chunks().0);
        let lowest = l4.iter().map(|value| self.without_rumble(*value).powi(2)).sum();
        Levels([lowest, lower, middle, upper, top].map(|squares| level(squares / FRAME as f32)))
    }

    fn without_rumble(&mut self, value: f32) -> f32 {
        let pole = 1.0 - std::f32::consts::TAU * RUMBLE_HZ / LOWEST_HZ / 1.3;
        if !self.has_begun {
            self.has_begun = true;
            self.high_pass = [(value, 0.0), (0.0, 0.0)];
        }
        self.high_pass.iter_mut().fold(value, |value, (last_in, last_out)| {
            *last_out = value - *last_in + pole * *last_out;
            *last_in = value;
            // What passes keeps its level.
            *last_out * (1.0 + pole) / 2.0
        })
    }
}

impl Levels {
    /// The mean square of all bands together.
    pub(super) fn total(self) -> f32 {
        (0..BANDS).map(|band| self.power(band)).sum()
    }

    /// Whether there is nothing at all, not even a room: digital zeros, or one value again and again.
    pub(super) fn is_void(self) -> bool {
        self.0 == [0; BANDS]
    }

    /// Each band's share of the whole, in dB, held at `least`.
    pub(super) fn shape(self, least_db: f32) -> [f32; BANDS] {
        let total_db = db_of(self.total());
        std::array::from_fn(|band| (db_of(self.power(band)) - total_db).max(least_db))
    }

    /// A band's mean square.
    pub(super) fn power(self, band: usize) -> f32 {
        power_of(self.0.get(band).copied().unwrap_or_default())
    }
}

/// The mean square of each step.
static POWERS: LazyLock<[f32; 256]> =
    LazyLock::new(|| std::array::from_fn(|steps| power_of_db(steps as f32 * STEP_DB + FLOOR_DB)));

/// Up to here there is nothing in a frame, as a mean square of all bands: digital zeros.
pub(in crate::analysis) fn is_nothing(power: f32) -> bool {
    power < 1.01 * BANDS as f32 * power_of_db(FLOOR_DB)
}

/// A mean square as a level in dB; nothing is −200 dB.
pub(super) fn db_of(power: f32) -> f32 {
    10.0 * power.max(1e-20).log10()
}

/// A level in dB as a mean square.
pub(super) fn power_of_db(db: f32) -> f32 {
    10.0_f32.powf(db / 10.0)
}

/// Turns pairs into their sums, and gives the squares of their differences, summed. Both keep the energy.
fn split<const N: usize>(pairs: &[[f32; 2]]) -> ([f32; N], f32) {
    let mut sums = [0.0; N];
    let mut squares = [0.0; N];
    for ((sum, square), [a, b]) in sums.iter_mut().zip(&mut squares).zip(pairs) {
        *sum = (a + b) * std::f32::consts::FRAC_1_SQRT_2;
        *square = (a - b) * (a - b) * 0.5;
    }
    (sums, squares.iter().sum())
}

/// The mean square that is kept in so many steps.
pub(super) fn power_of(steps: u8) -> f32 {
    POWERS.get(usize::from(steps)).copied().unwrap_or_default()
}

/// A mean square in steps as they are kept.
pub(super) fn level(power: f32) -> u8 {
    // Casts hold what is out of range at the ends of the range.
    ((db_of(power) - FLOOR_DB) / STEP_DB).round() as u8
}
