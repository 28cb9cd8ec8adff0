//! Whether a microphone was heard, judged from the loudest sample alone: the one place with these limits.

use crate::units::Dbfs;

/// At or below this peak there was no signal at all: room noise through a working microphone peaks above
/// −80 dBFS, a muted or dead one gives zeros.
pub const DEAD_PEAK: Dbfs = Dbfs(-80.0);

/// Speech at a desk peaks well above this; below it an answer is hard to hear beside the interviewer, and
/// little can be measured in it.
pub(super) const QUIET_PEAK: Dbfs = Dbfs(-35.0);

/// Above this the next raised voice clips.
const LOUD_PEAK: Dbfs = Dbfs(-1.0);

/// What came through a microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Nothing: it is muted or dead.
    Dead,
    /// Something, but faint.
    Quiet,
    /// A voice, well heard.
    Good,
    /// Close to full scale, or beyond.
    TooLoud,
}

impl Signal {
    /// Judges a recording by its loudest sample and the number of those at full scale.
    #[must_use]
    pub fn of(peak: Dbfs, clipped_samples: u64) -> Self {
        if clipped_samples > 0 || peak > LOUD_PEAK {
            Self::TooLoud
        } else if peak <= DEAD_PEAK {
            Self::Dead
        } else if peak < QUIET_PEAK {
            Self::Quiet
        } else {
            Self::Good
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_muted_microphone_is_told_from_a_quiet_one_and_a_quiet_room_is_not_called_dead() {
        for (peak, signal) in [
            (-96.0, Signal::Dead),
            (-80.0, Signal::Dead),
            (-70.0, Signal::Quiet),
            (-45.0, Signal::Quiet),
            (-12.0, Signal::Good),
            (-0.2, Signal::TooLoud),
        ] {
            assert_eq!(Signal::of(Dbfs(peak), 0), signal, "{peak} dBFS");
        }
    }

    #[test]
    fn one_clipped_sample_is_too_loud() {
        assert_eq!(Signal::of(Dbfs(-12.0), 1), Signal::TooLoud);
    }
}
