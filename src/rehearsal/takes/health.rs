//! What was not perfect about a recording, in a few words beside it and in the room's sentences.

use crate::analysis::DEAD_PEAK;
use crate::audio::TakeSummary;
use crate::store::TakeRecord;
use crate::units::Dbfs;

/// Something that is wrong with a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ailment {
    /// There is no sound in it.
    Unheard,
    /// So many samples are at full scale.
    Clipped(u64),
    /// So many frames were lost on their way to the disk.
    Lost(u64),
    /// The microphone was away for a while.
    Interrupted,
}

impl Ailment {
    /// A few words beside the recording.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Unheard => "nothing was heard".to_owned(),
            Self::Clipped(samples) => format!("{samples} samples clipped"),
            Self::Lost(frames) => format!("{frames} frames lost"),
            Self::Interrupted => "interrupted".to_owned(),
        }
    }

    /// A sentence just after it.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Unheard => {
                "Nothing was heard in that answer: see whether the microphone is muted."
            }
            Self::Clipped(_) => "That was too loud for the microphone: go a little further away.",
            Self::Lost(_) => "A moment of that answer was lost: the computer was too busy.",
            Self::Interrupted => "The microphone was gone for a moment in that answer.",
        }
    }
}

/// What is wrong with a take on disk. Of one that was cut off, and of one whose notes are lost, nobody noted how
/// loud it was.
#[must_use]
pub fn of_record(record: &TakeRecord) -> Vec<Ailment> {
    let is_noted = ![TakeRecord::RECOVERED, TakeRecord::RECORDING, TakeRecord::UNKNOWN]
        .contains(&record.ended_by.as_str());
    let peak = is_noted.then_some(Dbfs(record.peak_dbfs));
    ailments(
        peak.filter(|_| record.frames > 0),
        record.clipped_samples,
        record.dropped_frames,
        !record.gaps.is_empty(),
    )
}

/// What is wrong with the take that was just saved.
#[must_use]
pub fn of_summary(take: &TakeSummary) -> Vec<Ailment> {
    ailments(
        Some(take.peak).filter(|_| take.frames.0 > 0),
        take.clipped_samples,
        take.dropped_frames,
        !take.gaps.is_empty(),
    )
}

fn ailments(peak: Option<Dbfs>, clipped: u64, lost: u64, interrupted: bool) -> Vec<Ailment> {
    let unheard = peak.is_some_and(|peak| peak <= DEAD_PEAK).then_some(Ailment::Unheard);
    let clipped = (clipped > 0).then_some(Ailment::Clipped(clipped));
    let lost = (lost > 0).then_some(Ailment::Lost(lost));
    let interrupted = interrupted.then_some(Ailment::Interrupted);
    [unheard, clipped, lost, interrupted].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_microphone_is_told_from_a_quiet_one() {
        assert_eq!(ailments(Some(Dbfs(-80.0)), 0, 0, false), [Ailment::Unheard]);
        assert_eq!(ailments(Some(Dbfs(-79.0)), 0, 0, false), []);
        assert_eq!(ailments(None, 0, 0, false), [], "nothing is known of it");
    }

    #[test]
    fn of_a_take_that_was_recovered_nobody_says_that_nothing_was_heard() {
        let mut record = TakeRecord::new("why", crate::store::TakePart::Answer, 1);
        (record.frames, record.ended_by) = (48_000, "finished".to_owned());
        assert_eq!(of_record(&record), [Ailment::Unheard]);
        record.ended_by = TakeRecord::RECOVERED.to_owned();
        assert_eq!(of_record(&record), []);
    }

    #[test]
    fn everything_wrong_is_told() {
        assert_eq!(
            ailments(Some(Dbfs(0.0)), 3, 2, true),
            [Ailment::Clipped(3), Ailment::Lost(2), Ailment::Interrupted]
        );
    }
}
