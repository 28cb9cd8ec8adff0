//! After a panic, and after the whole program stood still.

use std::time::{Duration, Instant};

use super::{MicThread, Stream, TICK_IDLE};
use crate::audio::api::MicEvent;
use crate::audio::mic::absence::Absence;
use crate::panics::caught;

/// Panics after which a take is given up: it may be the take that can't be gone on with.
const MOST_PANICS: usize = 3;

/// A look that comes so late means that the program was stopped, or the computer slept: a busy machine has
/// been seen to hold a thread up for a third of this.
const STOOD_STILL: Duration = Duration::from_millis(400);

impl MicThread {
    /// After a panic: as if the microphone had been lost. The take waits with all that was captured, the device
    /// is opened again. Where that can't be done, what of it is on disk is left to be recovered.
    pub(super) fn stand_up(&mut self, panics: usize) {
        let now = Instant::now();
        self.looked = now;
        let lost = || {
            self.let_go(now);
            self.absence = Some(Absence::begin(now, None));
            let text =
                "The recording broke off by a fault of Greenroom's own. What was recorded is kept";
            self.tell(MicEvent::Lost(text.into()));
        };
        if caught(lost).is_some() && panics <= MOST_PANICS {
            return;
        }
        self.opening += 1;
        self.stream = Stream::Closed;
        self.absence = None;
        self.view.set_stream(None);
        self.view.set_recorded(None);
        let Some(take) = self.take.take() else { return };
        let text = "The recording broke off by a fault of Greenroom's own. What was recorded is on disk, and \
                    the next start puts it into its place";
        self.tell(MicEvent::TakeFailed(take.handle, text.into()));
    }

    /// Notes where the program stood still: a sound server throws away what nobody takes, and doesn't say so.
    pub(super) fn mind_standing_still(&mut self, now: Instant) {
        let last = std::mem::replace(&mut self.looked, now);
        let Stream::Open(live) = &mut self.stream else { return };
        // With nothing to do it is looked at rarely.
        let is_late = now.saturating_duration_since(last) > STOOD_STILL.max(2 * TICK_IDLE);
        if self.is_ready && is_late {
            live.stood_still(last, now);
        }
        let is_over = self.take.as_ref().is_some_and(|take| take.finish.is_some());
        if let Some((frame, missing)) = live.missing_since(now, is_over)
            && let Some(take) = self.take.as_mut()
        {
            log::debug!("the program stood still; {missing} frames are missing");
            take.note_missing(frame, missing);
        }
    }
}
