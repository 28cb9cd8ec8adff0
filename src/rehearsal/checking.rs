//! Makes the microphone check: records a little and judges it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::analysis::{CHECK_LASTS, CheckResult, MicCheck};
use crate::audio::{MicEvent, TakeHandle, TakeSpec, TakeSummary};
use crate::rehearsal::devices::Devices;
use crate::units::Dbfs;

/// A microphone that has neither opened nor failed by then, or a recorder that never answers.
const LATE: Duration = Duration::from_secs(8);

/// The check, before, while and after it is made.
pub(super) struct Checker {
    state: MicCheck,
    file: PathBuf,
    under_way: Option<UnderWay>,
}

struct UnderWay {
    since: Instant,
    take: Option<TakeHandle>,
    opened_for_it: bool,
}

impl Checker {
    /// The recording goes to `file`, replacing an earlier one.
    pub(super) fn new(file: PathBuf) -> Self {
        Self { state: MicCheck::Idle, file, under_way: None }
    }

    pub(super) fn state(&self) -> &MicCheck {
        &self.state
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    pub(super) fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// Begins; with a microphone that is `ready` at once, else when it is.
    pub(super) fn begin(&mut self, ready: bool, now: Instant, devices: &Devices) {
        self.state = MicCheck::Opening;
        self.under_way = Some(UnderWay { since: now, take: None, opened_for_it: !ready });
        if ready {
            self.record(now, devices);
        }
    }

    /// Ends a check under way at once; `true` when it had opened the microphone itself.
    #[must_use]
    pub(super) fn stop(&mut self, devices: &Devices) -> bool {
        let Some(way) = self.under_way.take() else { return false };
        self.state = MicCheck::Idle;
        if let Some(handle) = way.take {
            devices.mic.finish_take(handle);
        }
        way.opened_for_it
    }

    /// Forgets a check under way: something else needs the microphone.
    pub(super) fn give_up(&mut self) {
        if self.under_way.take().is_some() {
            self.state = MicCheck::Idle;
        }
    }

    /// What the microphone reports. `true` when the check is over and had opened the microphone itself.
    #[must_use]
    pub(super) fn on_mic(&mut self, event: &MicEvent, now: Instant, devices: &Devices) -> bool {
        let Some(way) = &self.under_way else { return false };
        let is_ours = |handle: &TakeHandle| way.take == Some(*handle);
        match event {
            MicEvent::Ready { .. } if way.take.is_none() => {
                self.record(now, devices);
                false
            }
            MicEvent::TakeSaved(of, summary) if is_ours(of) => {
                self.file.clone_from(&summary.path);
                self.end(MicCheck::Heard(result(summary)))
            }
            MicEvent::OpenFailed(why) | MicEvent::Lost(why) => {
                // It would wait for the microphone.
                if let Some(handle) = way.take {
                    devices.mic.finish_take(handle);
                }
                self.end(MicCheck::Failed(why.clone()))
            }
            MicEvent::TakeFailed(of, why) | MicEvent::TakeRefused(of, why) if is_ours(of) => {
                self.end(MicCheck::Failed(why.clone()))
            }
            _ => false,
        }
    }

    /// Counts down, and ends a check that nothing answers; `true` as above.
    #[must_use]
    pub(super) fn tick(&mut self, now: Instant, devices: &Devices) -> bool {
        let take = self.under_way.as_ref().and_then(|way| way.take);
        if let Some((handle, _, recorded)) = devices.mic.recorded()
            && take == Some(handle)
        {
            self.state = MicCheck::Listening { left: CHECK_LASTS.saturating_sub(recorded) };
        }
        let late = |way: &UnderWay| now.saturating_duration_since(way.since) > LATE;
        if !self.under_way.as_ref().is_some_and(late) {
            return false;
        }
        self.end(MicCheck::Failed("The microphone does not answer; choose another one.".to_owned()))
    }

    fn record(&mut self, now: Instant, devices: &Devices) {
        let Some(way) = self.under_way.as_mut() else { return };
        for old in [self.file.clone(), self.file.with_extension("wav.part")] {
            if let Err(problem) = std::fs::remove_file(&old)
                && problem.kind() != std::io::ErrorKind::NotFound
            {
                log::warn!("an earlier microphone check could not be removed: {problem}");
            }
        }
        let handle = devices.fresh_take();
        way.take = Some(handle);
        way.since = now;
        self.state = MicCheck::Listening { left: CHECK_LASTS };
        let path = self.file.clone();
        devices.mic.start_take(TakeSpec { handle, path, from: now, max: CHECK_LASTS });
    }

    fn end(&mut self, state: MicCheck) -> bool {
        self.state = state;
        self.under_way.take().is_some_and(|way| way.opened_for_it)
    }
}

/// Of a recording; one without a frame is as silent as can be.
fn result(summary: &TakeSummary) -> CheckResult {
    let peak = if summary.frames.0 == 0 { Dbfs::FLOOR } else { summary.peak };
    CheckResult { peak, clipped_samples: summary.clipped_samples }
}
