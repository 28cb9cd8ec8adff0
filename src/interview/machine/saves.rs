//! Takes on their way to disk. A take stays here until it is saved or the user lets it be kept in memory.

use std::time::Duration;

use crate::interview::TakeId;

/// So long the interview waits for a take that is being saved. Nothing is wrong with one that takes longer: it
/// is saved while the interview goes on.
const WAITS: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Still recorded; writing it has failed already.
    FailedEarly,
    Waiting(Duration),
    /// Ended before its first frame was reported, or still on its way after a while: nobody waits, but a
    /// failure would still be told.
    OnItsWay,
    Failed,
    /// Kept in memory by the user's choice: nobody waits for it.
    Kept,
}

/// All takes whose saving is not confirmed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Saves(Vec<(TakeId, State)>);

impl Saves {
    fn entry(&mut self, id: TakeId) -> Option<&mut State> {
        self.0.iter_mut().find(|(other, _)| *other == id).map(|(_, state)| state)
    }

    /// The take has ended and is to be saved.
    pub(super) fn begin(&mut self, id: TakeId) {
        match self.entry(id) {
            Some(state) => *state = State::Failed,
            None => self.0.push((id, State::Waiting(Duration::ZERO))),
        }
    }

    /// The take has ended before it was known to have begun.
    pub(super) fn begin_unsure(&mut self, id: TakeId) {
        self.0.push((id, State::OnItsWay));
    }

    /// Writing the running take failed; its end is still to come.
    pub(super) fn failed_early(&mut self, id: TakeId) {
        if self.entry(id).is_none() {
            self.0.push((id, State::FailedEarly));
        }
    }

    /// The disk works again: a take that is still recorded is no longer in trouble.
    pub(super) fn restored(&mut self) {
        self.0.retain(|(_, state)| *state != State::FailedEarly);
    }

    pub(super) fn saved(&mut self, id: TakeId) {
        self.0.retain(|(other, _)| *other != id);
    }

    /// Ignores takes nobody waits for.
    pub(super) fn failed(&mut self, id: TakeId) {
        if let Some(state @ (State::Waiting(_) | State::OnItsWay)) = self.entry(id) {
            *state = State::Failed;
        }
    }

    /// The folder can't be written: every save under way has failed.
    pub(super) fn all_failed(&mut self) {
        for (_, state) in &mut self.0 {
            if let State::Waiting(_) = state {
                *state = State::Failed;
            }
        }
    }

    pub(super) fn pass(&mut self, time: Duration) {
        for (_, state) in &mut self.0 {
            if let State::Waiting(waited) = state {
                *waited = waited.saturating_add(time);
                if *waited >= WAITS {
                    *state = State::OnItsWay;
                }
            }
        }
    }

    /// Tries the failed ones again and names them.
    pub(super) fn again(&mut self) -> Vec<TakeId> {
        let mut ids = Vec::new();
        for (id, state) in &mut self.0 {
            if *state == State::Failed {
                *state = State::Waiting(Duration::ZERO);
                ids.push(*id);
            }
        }
        ids
    }

    /// Goes on with the failed ones in memory.
    pub(super) fn keep(&mut self) {
        for (_, state) in &mut self.0 {
            if *state == State::Failed {
                *state = State::Kept;
            }
        }
    }

    pub(super) fn any_failed(&self) -> bool {
        self.0.iter().any(|(_, state)| *state == State::Failed)
    }

    pub(super) fn any_waiting(&self) -> bool {
        self.0.iter().any(|(_, state)| matches!(state, State::Waiting(_)))
    }
}
