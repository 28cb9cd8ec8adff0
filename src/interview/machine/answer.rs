//! An answer being given: its recording, its target, its lights, its ends.

use std::time::Duration;

use crate::bank::Band;
use crate::interview::{Light, Pacing, Stop, TakeId};

/// No answer is longer: a recorder left running would fill the disk.
pub(super) const SAFETY_CAP: Duration = Duration::from_secs(30 * 60);
/// A take that has not begun by then never will.
pub(super) const START_LIMIT: Duration = Duration::from_secs(3);
/// A running take without new frames for so long has lost its microphone. The recorder's own watchdog
/// is quicker; this one holds when nothing is reported at all.
pub(super) const FRAMES_LIMIT: Duration = Duration::from_secs(5);
/// However the pacing changes, a running answer may go on this long.
pub(super) const LEAST_LEFT: Duration = Duration::from_secs(10);
/// After so long an answer has begun, whatever the levels say.
const SURELY_SPOKEN: Duration = Duration::from_secs(10);
/// No recording is asked for with less room.
const LEAST_LIMIT: Duration = Duration::from_secs(1);

/// An answer in progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Answer {
    pub(super) rec: Recording,
    /// Length of the earlier pieces of this answer.
    pub(super) before: Duration,
    /// Length of this piece, from recorded frames where there is a recording.
    pub(super) elapsed: Duration,
    /// Position in this piece of the last speech heard; `None` before any.
    pub(super) last_speech: Option<Duration>,
    /// The outside says that nobody is heard.
    pub(super) unheard: bool,
    /// The target.
    pub(super) band: Band,
    /// Where it ends by itself, by total length.
    pub(super) end: Option<EndsAt>,
    /// The greatest length the recorder was given for this piece when it began.
    pub(super) limit: Duration,
    /// The light shown last.
    pub(super) light: Light,
}

/// The recording of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Recording {
    /// Asked for; no frame has come yet.
    Starting { id: TakeId, waited: Duration },
    /// Frames come; the last ones so long ago.
    Running { id: TakeId, since: Duration },
    /// None: the user chose to go on without a microphone.
    Without,
}

impl Recording {
    pub(super) const fn id(self) -> Option<TakeId> {
        match self {
            Self::Starting { id, .. } | Self::Running { id, .. } => Some(id),
            Self::Without => None,
        }
    }
}

/// Where an answer ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EndsAt {
    /// Total length of the answer.
    pub(super) at: Duration,
    /// How long before that a warning is shown; `None` for a polite "let's move on".
    pub(super) warn: Option<Duration>,
}

/// What an answer goes on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Carry {
    /// Length of the earlier pieces.
    pub(super) before: Duration,
    pub(super) kind: CarryKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CarryKind {
    /// A take of its own, which counts.
    Fresh,
    /// A take of its own that does not count: the last one held nothing, or its end was taken back.
    Free,
    /// The next piece of the same take.
    Piece,
}

impl Carry {
    pub(super) const FRESH: Self = Self { before: Duration::ZERO, kind: CarryKind::Fresh };

    pub(super) const FREE: Self = Self { before: Duration::ZERO, kind: CarryKind::Free };
}

impl Answer {
    /// Length of the whole answer so far.
    pub(super) fn total(&self) -> Duration {
        self.before.saturating_add(self.elapsed)
    }

    /// What goes on when this piece ends here.
    pub(super) fn carry(&self) -> Carry {
        Carry { before: self.total(), kind: CarryKind::Piece }
    }

    /// Whether anything worth keeping may have been said. Levels alone are not trusted: a quiet voice
    /// or a source without levels still has spoken after a while.
    pub(super) fn heard(&self) -> bool {
        self.last_speech.is_some() || !self.before.is_zero() || self.elapsed >= SURELY_SPOKEN
    }

    /// How long the candidate has been quiet after having spoken.
    pub(super) fn quiet(&self) -> Option<Duration> {
        self.last_speech.map(|at| self.elapsed.saturating_sub(at))
    }

    /// The time left to an end that gives a warning, once it is near.
    pub(super) fn warning(&self) -> Option<Duration> {
        let EndsAt { at, warn } = self.end?;
        let left = at.saturating_sub(self.total());
        (left <= warn?).then_some(left)
    }
}

impl EndsAt {
    /// The end of an answer under this pacing, never less than [`LEAST_LEFT`] after `now` where some
    /// of the answer is given already.
    pub(super) fn under(pacing: &Pacing, band: Band, now: Duration) -> Option<Self> {
        let floor = if now.is_zero() { now } else { now.saturating_add(LEAST_LEFT) };
        match pacing.stop {
            Stop::Off => None,
            Stop::Soft { grace } => {
                Some(Self { at: band.max.saturating_add(grace).max(floor), warn: None })
            }
            Stop::Hard { at, warn } => Some(Self { at: at.max(floor), warn: Some(warn) }),
        }
    }

    /// The greatest length of a recording that begins when so much is said.
    pub(super) fn limit(end: Option<Self>, before: Duration, hold: Duration) -> Duration {
        match end {
            Some(Self { at, warn: Some(_) }) => {
                let length = at.saturating_sub(before).saturating_add(hold);
                length.clamp(LEAST_LIMIT, SAFETY_CAP)
            }
            _ => SAFETY_CAP,
        }
    }
}
