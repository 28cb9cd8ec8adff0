//! A take that waits, and goes on in the same file.

use std::time::Instant;

use super::{DRAINING, MicThread, SYNC_EVERY, Stream};
use crate::audio::api::{MicEvent, Suspension, TakeHandle};
use crate::audio::mic::take::{Finish, Take};

impl MicThread {
    /// What was captured before `at` belongs to it, and is waited for.
    pub(super) fn suspend_take(&mut self, handle: TakeHandle, at: Instant, why: Suspension) {
        let until = Finish { at, deadline: at + DRAINING };
        self.goes_on = None;
        match self.take.as_mut().filter(|take| take.handle == handle) {
            Some(take) => take.pause(until, why),
            None if self.waiting.iter().any(|(spec, _)| spec.handle == handle) => {
                self.early = Some((handle, until, why));
            }
            None => {}
        }
    }

    /// The order to suspend it came before it could begin.
    pub(super) fn suspend_from_its_beginning(&mut self, take: &mut Take) {
        if let Some((_, until, why)) = self.early.take_if(|(handle, ..)| *handle == take.handle) {
            take.pause(until, why);
        }
    }

    /// All that belongs to it has come.
    pub(super) fn take_was_suspended(&mut self, now: Instant) {
        let Some(take) = self.take.as_mut() else { return };
        let handle = take.handle;
        take.suspend(None, now);
        self.take_was_cut(now);
        if let Some((_, from)) = self.goes_on.take_if(|(goes_on, _)| *goes_on == handle) {
            self.resume_take(handle, from);
        }
    }

    /// Without a stream the take waits on: the loss of that was told, or will be.
    pub(super) fn resume_take(&mut self, handle: TakeHandle, from: Instant) {
        if let Some((spec, _)) = self.waiting.iter_mut().find(|(spec, _)| spec.handle == handle) {
            // It has not even begun.
            self.early = None;
            spec.from = from;
        }
        let Some(take) = self.take.as_mut().filter(|take| take.handle == handle) else { return };
        if !take.release() {
            self.goes_on = Some((handle, from));
        } else if let (Stream::Open(live), true) = (&self.stream, take.is_away()) {
            take.resume(live.end.shape, from);
        }
    }

    /// A take that waits is kept on disk. The saver leaves a sync out while another one runs.
    pub(super) fn look_at_waiting_take(&mut self, now: Instant) {
        let Some(take) = self.take.as_mut().filter(|take| take.is_away()) else { return };
        if now.duration_since(self.last_sync) >= SYNC_EVERY {
            self.last_sync = now;
            self.saver.sync(take);
        }
        if take.is_mended() {
            (self.events)(MicEvent::TakeWritable(take.handle));
        }
    }
}
