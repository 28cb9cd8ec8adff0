//! After a panic.

use std::time::Instant;

use super::{MicThread, Stream};
use crate::audio::api::MicEvent;
use crate::audio::mic::absence::Absence;
use crate::panics::caught;

/// Panics after which a take is given up: it may be the take that can't be gone on with.
const MOST_PANICS: usize = 3;

impl MicThread {
    /// After a panic: as if the microphone had been lost. The take waits with all that was captured, the device
    /// is opened again. Where that can't be done, what of it is on disk is left to be recovered.
    pub(super) fn stand_up(&mut self, panics: usize) {
        let now = Instant::now();
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
}
