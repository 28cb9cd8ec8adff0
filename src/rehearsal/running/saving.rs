//! Takes and the session on their way to disk, up to the interview's end.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::ZonedDateTime;

use super::Running;
use crate::audio::{TakeHandle, TakeSummary};
use crate::interview::{Action, DeviceChoice, Event, StageView, TakeId, Trouble};
use crate::rehearsal::devices::Devices;
use crate::rehearsal::measuring::band_of;
use crate::rehearsal::records::stamp;
use crate::rehearsal::scribe::Page;
use crate::rehearsal::taking::Taking;
use crate::units::Dbfs;

/// How often it is tried whether a disk that failed works again: soon after room was made, and seldom
/// beside what a try costs.
const RETRY_EVERY: Duration = Duration::from_secs(2);

impl Running {
    pub(super) fn taking(&mut self, id: TakeId) -> Option<(TakeHandle, &mut Taking)> {
        self.takes.iter_mut().find(|(_, taking)| taking.id == id).map(|(handle, t)| (*handle, t))
    }

    /// Tells the machine how much is recorded, and whether anybody is heard in it; `peak` is the loudest sample
    /// since that was told last.
    pub(super) fn report_recorded(&mut self, peak: Dbfs, devices: &Devices) {
        let Some((handle, frames, length)) = devices.mic.recorded() else { return };
        let Some(id) = self.takes.get(&handle).map(|taking| taking.id) else { return };
        // In the interviewer's silence nobody is to speak.
        if self.hearing.is_about(handle) && !matches!(self.stage(), StageView::Holding { .. }) {
            self.hearing.hear(length, peak, self.cast.ear.voice(handle, length));
            let is_unheard = self.hearing.is_unheard();
            if std::mem::replace(&mut self.is_unheard, is_unheard) != is_unheard {
                self.handle(Event::Unheard(is_unheard), devices);
            }
        }
        self.handle(Event::Recorded(id, frames, length), devices);
    }

    /// Gives a take that could not be written a place: in the folder that the user chose, unless it was
    /// tried there, or another one.
    pub(super) fn save_again(&mut self, id: TakeId, devices: &Devices) {
        let Some((handle, taking)) = self.takes.iter_mut().find(|(_, taking)| taking.id == id)
        else {
            return;
        };
        if taking.is_in_place() {
            return devices.mic.retry(*handle);
        }
        let session = self.cast.scribe.session();
        let place = match self.chosen.as_deref().filter(|folder| !taking.is_in(folder)) {
            Some(folder) => taking.place_in(session, folder),
            None => taking.another_place(session),
        };
        match place {
            Ok(wav) => {
                let (handle, begun) = (*handle, taking.begun());
                self.note_place(&wav, begun);
                devices.mic.save_again(handle, wav);
            }
            Err(problem) => {
                self.sentences.push(problem.to_string());
                self.handle(Event::TakeFailed(id), devices);
            }
        }
    }

    /// What can't be written goes to this folder from now on.
    pub(in crate::rehearsal) fn save_in(&mut self, folder: PathBuf, devices: &Devices) {
        self.chosen = Some(folder);
        if self.cast.interview.view().stage == StageView::SaveFailed {
            self.handle(Event::Do(Action::Choose(DeviceChoice::TryAgain)), devices);
        }
        let failed: Vec<TakeId> =
            self.takes.values().filter(|taking| taking.failed).map(|taking| taking.id).collect();
        for id in failed {
            self.save_again(id, devices);
        }
    }

    /// The end of this take was taken back: it was given up for another one, on disk already or not yet.
    pub(super) fn give_up(&mut self, id: TakeId) {
        if let Some((_, taking)) = self.taking(id) {
            taking.give_up();
        } else if let Some((_, sidecar)) = self.filed.take_if(|(filed, _)| *filed == id) {
            self.write(Page::GivenUp(sidecar));
        }
    }

    /// Whether something that was recorded is in memory alone.
    pub(in crate::rehearsal) fn is_unwritten(&self) -> bool {
        self.takes.values().any(|taking| taking.failed)
            || self.cast.interview.view().stage == StageView::SaveFailed
    }

    /// A running take that could not be written is on disk again.
    pub(super) fn take_writable(&mut self, handle: TakeHandle, devices: &Devices) {
        let Some(taking) = self.takes.get_mut(&handle) else { return };
        taking.failed = false;
        self.sentences.push("The recording is on the disk again, whole.".to_owned());
        self.handle(Event::Restored(Trouble::Disk), devices);
    }

    /// What could not be written is tried again in its own place: room may have been made.
    pub(super) fn retry_failed(&mut self, now: Instant, devices: &Devices) {
        if now.saturating_duration_since(self.retried) < RETRY_EVERY {
            return;
        }
        self.retried = now;
        for (handle, _) in self.takes.iter().filter(|(_, taking)| taking.failed) {
            devices.mic.retry(*handle);
        }
    }

    /// The last takes that could not be written get other places, one after the other.
    pub(super) fn mind_last_saves(&mut self, devices: &Devices) {
        if self.over.is_none() || self.is_over() {
            return;
        }
        let failed: Vec<TakeId> =
            self.takes.values().filter(|taking| taking.wants_a_place()).map(|t| t.id).collect();
        for id in failed {
            self.save_again(id, devices);
        }
    }

    /// A recording is about to go on elsewhere: the session remembers where, and what it is lies beside it, so
    /// that the next start finds it whatever happens now.
    pub(super) fn note_place(&mut self, wav: &Path, begun: Page) {
        let is_at_home = wav.parent() == Some(self.cast.scribe.session().path());
        let Some(place) = wav.to_str().filter(|_| !is_at_home) else { return };
        let elsewhere = &mut self.cast.record.elsewhere;
        if elsewhere.iter().all(|noted| noted != place) {
            elsewhere.push(place.to_owned());
        }
        self.save_record();
        self.write(begun);
    }

    /// A recording is where it stays: the session remembers this place, if it is another, and none that were
    /// tried on the way.
    pub(super) fn note_whereabouts(&mut self, taking: &Taking, path: &Path) {
        let before = self.cast.record.elsewhere.clone();
        self.cast.record.elsewhere.retain(|noted| !taking.was_given(Path::new(noted)));
        if path.parent() != Some(self.cast.scribe.session().path()) {
            self.sentences.push(format!(
                "The recording could not be kept in its session. It is found from there, and brought home at \
                 the next start if there is room. It is {}",
                path.display()
            ));
            self.cast.record.elsewhere.extend(path.to_str().map(str::to_owned));
        }
        if self.cast.record.elsewhere != before {
            self.save_record();
        }
    }

    pub(super) fn finish(&mut self, devices: &Devices) {
        self.over = Some(Instant::now());
        self.cast.record.ended = Some(stamp(&ZonedDateTime::now()));
        self.save_record();
        devices.mic.close();
    }

    pub(super) fn save_record(&mut self) {
        self.write(Page::Session(Box::new(self.cast.record.clone())));
    }

    /// Has a take on disk measured against the band that is in force at its end.
    pub(super) fn write_measures(
        &self,
        handle: TakeHandle,
        taking: &Taking,
        summary: &TakeSummary,
    ) {
        let band = band_of(taking.record(), Some(&self.cast.bank));
        let (promise, sidecar) = (self.cast.scribe.promise(), taking.sidecar().to_owned());
        let known = move |measures| promise.keep(Page::Measures(sidecar, measures));
        self.cast.ear.saved(handle, summary, band, known);
    }

    pub(super) fn write(&mut self, page: Page) {
        if let Err(problem) = self.cast.scribe.write(page) {
            self.sentences.push(problem.to_string());
        }
    }
}
