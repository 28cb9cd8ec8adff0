//! What voice, loudspeaker and microphone report.

use std::sync::Arc;
use std::time::Instant;

use super::Running;
use crate::audio::{MicEvent, PlayId, PlayerEvent, TakeHandle, TakeSummary};
use crate::interview::{Event, TakeId, Trouble};
use crate::rehearsal::command::Cause;
use crate::rehearsal::devices::{Devices, clip};
use crate::store::DeviceRecord;
use crate::voice::{UtteranceId, VoiceEvent};

impl Running {
    /// What the voice reports; what is about an earlier utterance is ignored.
    pub(in crate::rehearsal) fn on_voice(
        &mut self,
        event: &VoiceEvent,
        now: Instant,
        devices: &Devices,
    ) {
        let speed = self.cast.speed;
        let is_asking = self.is_asking();
        let Some(saying) = self.saying.as_mut() else { return };
        let ours = |id: &UtteranceId| id.0 == saying.id;
        match event {
            VoiceEvent::Rendered { id, samples, rate, stretch, .. } if ours(id) => {
                devices.play(saying.id, clip(Arc::clone(samples), *rate), *stretch);
            }
            VoiceEvent::Ended { id, .. } if ours(id) => saying.ends = Some(now),
            VoiceEvent::Silent { id, by_choice, .. } if ours(id) && is_asking => {
                // The machine shows a question that nobody speaks, and it stays in sight.
                let say = saying.say;
                self.saying = None;
                if !by_choice {
                    self.ring(now, devices);
                }
                self.handle(Event::VoiceFailed(say), devices);
            }
            VoiceEvent::Silent { id, lasts, .. } if ours(id) => {
                saying.ends = Some(now + lasts.div_f64(speed));
                self.silent_text = Some(saying.speech.parts.join(" "));
            }
            _ => {}
        }
    }

    /// What the loudspeaker reports; only what the interviewer says counts.
    pub(in crate::rehearsal) fn on_player(&mut self, event: &PlayerEvent, devices: &Devices) {
        let Some(saying) = self.saying.as_mut() else { return };
        match event {
            PlayerEvent::Ended(PlayId(id), at) if *id == saying.id => saying.ends = Some(*at),
            PlayerEvent::Failed(PlayId(id), why) if *id == saying.id => {
                self.bound.push((Cause::Speaker, why.clone()));
                self.handle(Event::Lost(Trouble::Speaker), devices);
            }
            _ => {}
        }
    }

    /// What the microphone reports.
    pub(in crate::rehearsal) fn on_mic(&mut self, event: &MicEvent, devices: &Devices) {
        match event {
            MicEvent::Ready { device, channels, format, .. } => {
                self.device = DeviceRecord {
                    name: device.clone(),
                    channels: *channels,
                    format: format.clone(),
                };
                self.handle(Event::Restored(Trouble::Microphone), devices);
            }
            MicEvent::OpenFailed(why) | MicEvent::Lost(why) => {
                self.bound.push((Cause::Microphone, why.clone()));
                self.handle(Event::Lost(Trouble::Microphone), devices);
            }
            MicEvent::TakeStarted(handle) => self.take_started(*handle, devices),
            MicEvent::TakeResumed { take, why, frames, recorded, missing } => {
                if let Some(taking) = self.takes.get_mut(take) {
                    taking.resumed(*why, *frames, *recorded, *missing, &self.device.name);
                    // So that it is known even of a take that is cut off.
                    let page = taking.begun();
                    self.write(page);
                }
            }
            MicEvent::TakeReachedLimit(handle) => {
                self.about(*handle, Event::TakeReachedLimit, devices);
            }
            MicEvent::TakeRefused(handle, _) => self.take_refused(*handle, devices),
            MicEvent::TakeFailed(handle, why) => self.take_failed(*handle, why, devices),
            MicEvent::MemoryRunsOut(_, why) => self.bound.push((Cause::Disk, why.clone())),
            MicEvent::TakeWritable(handle) => self.take_writable(*handle, devices),
            MicEvent::TakeSaved(handle, summary) => self.take_saved(*handle, summary, devices),
        }
    }

    fn about(&mut self, handle: TakeHandle, event: fn(TakeId) -> Event, devices: &Devices) {
        if let Some(id) = self.takes.get(&handle).map(|taking| taking.id) {
            self.handle(event(id), devices);
        }
    }

    fn take_started(&mut self, handle: TakeHandle, devices: &Devices) {
        // Not sooner: a take that never begins leaves nothing behind.
        if let Some(page) = self.takes.get(&handle).map(super::Taking::begun) {
            self.write(page);
        }
        self.about(handle, Event::TakeStarted, devices);
    }

    /// There is nothing to save, and the user has to say how to go on. (That the microphone is missing
    /// was told, or it is being opened.)
    fn take_refused(&mut self, handle: TakeHandle, devices: &Devices) {
        let Some(taking) = self.takes.remove(&handle) else { return };
        self.handle(Event::Lost(Trouble::Microphone), devices);
        self.handle(Event::TakeSaved(taking.id), devices);
    }

    fn take_failed(&mut self, handle: TakeHandle, why: &str, devices: &Devices) {
        // It may have got there before another place was tried.
        let Some(taking) = self.takes.get_mut(&handle) else { return };
        taking.failed = true;
        // The user has said where to: nobody is asked again.
        if let Some(folder) =
            self.chosen.as_deref().filter(|folder| !taking.is_in(folder) && !taking.is_in_place())
            && let Ok(wav) = taking.place_in(self.cast.scribe.session(), folder)
        {
            let begun = taking.begun();
            self.note_place(&wav, begun);
            return devices.mic.save_again(handle, wav);
        }
        self.bound.push((Cause::Disk, why.to_owned()));
        self.about(handle, Event::TakeFailed, devices);
    }

    fn take_saved(&mut self, handle: TakeHandle, summary: &TakeSummary, devices: &Devices) {
        let Some(mut taking) = self.takes.remove(&handle) else { return };
        taking.conclude(summary);
        self.write(taking.page());
        self.write_measures(handle, &taking, summary);
        self.takes_saved += 1;
        self.last_take = Some(summary.clone());
        self.note_whereabouts(&taking, &summary.path);
        self.filed = Some((taking.id, taking.sidecar().to_owned()));
        self.handle(Event::TakeSaved(taking.id), devices);
    }
}
