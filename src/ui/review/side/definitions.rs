//! What people read about each measure, until `analysis` says it itself: its own words win over these.

use crate::analysis::{Definition, MeasureId};

/// Stands in for what a [`MeasureId`] will say of itself.
pub(super) trait Defined: Sized {
    /// Every measure, in the order shown.
    const ALL: [MeasureId; 13] = [
        MeasureId::Length,
        MeasureId::FirstWord,
        MeasureId::TalkShare,
        MeasureId::Pauses,
        MeasureId::LongestPause,
        MeasureId::RunOn,
        MeasureId::Loudness,
        MeasureId::Peak,
        MeasureId::Clipped,
        MeasureId::SignalToNoise,
        MeasureId::PitchMedian,
        MeasureId::PitchRange,
        MeasureId::TrailingOff,
    ];

    /// What people read about it.
    fn definition(self) -> &'static Definition;
}

const fn define(name: &'static str, unit: &'static str, decimals: usize) -> Definition {
    Definition { name, unit, decimals, definition: "", formula: "", source: "", not_assessed: "" }
}

impl Defined for MeasureId {
    fn definition(self) -> &'static Definition {
        match self {
            Self::Length => const { &define("Length", "s", 1) },
            Self::FirstWord => const { &define("Time to first word", "s", 1) },
            Self::TalkShare => const { &define("Talk share", "%", 0) },
            Self::Pauses => const { &define("Pauses", "", 0) },
            Self::LongestPause => const { &define("Longest pause", "s", 1) },
            Self::RunOn => const { &define("Run-on", "s", 1) },
            Self::Loudness => const { &define("Loudness", "LUFS", 1) },
            Self::Peak => const { &define("Peak", "dBFS", 1) },
            Self::Clipped => const { &define("Clipped samples", "", 0) },
            Self::SignalToNoise => const { &define("Signal to noise", "dB", 0) },
            Self::PitchMedian => const { &define("Pitch", "Hz", 0) },
            Self::PitchRange => const { &define("Pitch range", "semitones", 1) },
            Self::TrailingOff => const { &define("Trailing off", "dB", 1) },
        }
    }
}
