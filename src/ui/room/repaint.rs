//! When the room must be drawn again though nobody touched it.
//!
//! A changed stage wakes the window from outside; this is only about what moves within a stage.

use std::time::Duration;

use crate::interview::StageView;
use crate::ui::room::RoomModel;
use crate::ui::times::until_second_less;

/// The voice's shape: 15 times a second.
const VOICE: Duration = Duration::from_millis(67);
/// The level while recording. A frame costs 8–12 ms of CPU when a whole window is drawn in software
/// (`benches/README.md`), so five a second; the clock's second is then at most this late.
const LEVEL: Duration = Duration::from_millis(200);
/// Whoever runs the interview wakes the window when a second is over; this is only if it does not.
const OUTSIDE_FIRST: Duration = Duration::from_millis(100);
/// A voice that is about to speak.
const VOICE_AWAITED: Duration = Duration::from_millis(200);

/// How long this picture is true.
pub(super) fn next(model: &RoomModel) -> Option<Duration> {
    let of_stage = match model.view.stage {
        StageView::Greeting | StageView::Asking | StageView::Closing => Some(VOICE_AWAITED),
        StageView::Thinking { left } => {
            let left = left.filter(|left| !left.is_zero());
            left.map(|left| until_second_less(left).saturating_add(OUTSIDE_FIRST))
        }
        StageView::Answering { .. }
        | StageView::Holding { .. }
        | StageView::YourTurn { asking: Some(_) } => Some(LEVEL),
        StageView::Waiting
        | StageView::Saving
        | StageView::SaveFailed
        | StageView::Between
        | StageView::YourTurn { asking: None }
        | StageView::Paused
        | StageView::Broken(_)
        | StageView::Storing
        | StageView::Finished => None,
    };
    if model.speaking { Some(of_stage.map_or(VOICE, |after| after.min(VOICE))) } else { of_stage }
}
