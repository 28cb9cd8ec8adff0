//! When a snapshot is worth drawing again.

use std::time::Duration;

use crate::analysis::MicCheck;
use crate::interview::StageView;
use crate::rehearsal::command::{Live, MicState, Playback, Snapshot};
use crate::units::Dbfs;

/// Positions are shown in steps of this: a playhead that moves 10 times a second looks steady.
const PLAYHEAD_STEP_MILLIS: u128 = 100;

impl Snapshot {
    /// What there is to see before anything happened.
    pub(super) fn nothing() -> Self {
        Self {
            live: None,
            microphone: MicState::Closed,
            level: Dbfs::FLOOR,
            voice_level: Dbfs::FLOOR,
            playback: Playback::default(),
            check: MicCheck::Idle,
            devices: None,
            voices: None,
            refused: None,
            notices: Vec::new(),
        }
    }

    /// As a person would see it: clocks count in seconds, levels in decibels and only where one is shown.
    /// Snapshots that differ in nothing else are one picture.
    pub(super) fn as_shown(&self) -> Self {
        let mut shown = self.clone();
        shown.level = if self.shows_level() { Dbfs(self.level.0.round()) } else { Dbfs::FLOOR };
        let speaks = self.live.as_ref().is_some_and(|live| live.speaking);
        shown.voice_level = if speaks { Dbfs(self.voice_level.0.round()) } else { Dbfs::FLOOR };
        let steps = shown.playback.position.as_millis() / PLAYHEAD_STEP_MILLIS;
        shown.playback.position =
            Duration::from_millis(u64::try_from(steps * PLAYHEAD_STEP_MILLIS).unwrap_or(0));
        if let Some(live) = shown.live.as_mut() {
            coarsen(live);
        }
        if let MicCheck::Listening { left: time } = &mut shown.check {
            *time = left(*time);
        }
        shown
    }

    /// Whether the microphone's level is on the screen: outside an interview, and while one records.
    fn shows_level(&self) -> bool {
        self.live.as_ref().is_none_or(|live| {
            matches!(
                live.view.stage,
                StageView::Answering { .. }
                    | StageView::Holding { .. }
                    | StageView::YourTurn { .. }
                    | StageView::Finished
            )
        })
    }
}

/// Time left is shown rounded up.
fn left(time: Duration) -> Duration {
    Duration::from_secs(time.as_millis().div_ceil(1000) as u64)
}

/// Cuts times down to what the screen shows.
fn coarsen(live: &mut Live) {
    let whole = |time: Duration| Duration::from_secs(time.as_secs());
    live.view.stage = match live.view.stage {
        StageView::Thinking { left: time } => StageView::Thinking { left: time.map(left) },
        StageView::Answering { elapsed, light, warning } => {
            StageView::Answering { elapsed: whole(elapsed), light, warning: warning.map(left) }
        }
        StageView::Holding { elapsed } => StageView::Holding { elapsed: whole(elapsed) },
        StageView::YourTurn { asking } => StageView::YourTurn { asking: asking.map(whole) },
        other => other,
    };
}
