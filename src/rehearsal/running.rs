//! An interview in progress: carries out what the machine decides, and tells it what came of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::ZonedDateTime;

use crate::audio::{DeviceRef, MicEvent, PlayId, PlayerEvent, TakeHandle, TakeSummary, cue};
use crate::interview::{Action, Effect, Event, Interview, SayId, Speech, TakeId, Trouble};
use crate::rehearsal::command::Live;
use crate::rehearsal::devices::{Devices, clip};
use crate::rehearsal::records::{pacing_change, stamp};
use crate::rehearsal::scribe::{Page, Scribe};
use crate::rehearsal::taking::Taking;
use crate::store::{DeviceRecord, SessionRecord};
use crate::units::Dbfs;
use crate::voice::{Persona, UtteranceId, VoiceEvent};

/// People press the key and speak at once, or a little before: a take begins this much before the key,
/// but never before the interviewer has ended.
const KEY_GRACE: Duration = Duration::from_millis(150);

/// What an interview is run with.
pub(super) struct Cast {
    pub interview: Interview,
    pub scribe: Scribe,
    pub record: SessionRecord,
    pub persona: Persona,
    pub microphone: DeviceRef,
    pub speaker: DeviceRef,
    pub speed: f64,
}

/// An interview in progress.
pub(super) struct Running {
    cast: Cast,
    /// Interview time so far, for the session's list of pacings.
    elapsed: Duration,
    takes: BTreeMap<TakeHandle, Taking>,
    saying: Option<Saying>,
    voice_ended: Option<Instant>,
    silent_text: Option<String>,
    takes_saved: u32,
    last_take: Option<TakeSummary>,
    device: DeviceRecord,
    level: Dbfs,
    over: bool,
    sentences: Vec<String>,
}

/// What the interviewer is saying.
struct Saying {
    /// Number of the request and of its playing.
    id: u64,
    say: SayId,
    speech: Speech,
    /// Known end, if it lies ahead.
    ends: Option<Instant>,
}

impl Running {
    pub(super) fn new(cast: Cast, device: DeviceRecord) -> Self {
        Self {
            cast,
            elapsed: Duration::ZERO,
            takes: BTreeMap::new(),
            saying: None,
            voice_ended: None,
            silent_text: None,
            takes_saved: 0,
            last_take: None,
            device,
            level: Dbfs::FLOOR,
            over: false,
            sentences: Vec::new(),
        }
    }

    /// Opens what is needed and begins.
    pub(super) fn begin(&mut self, devices: &Devices) {
        devices.player.open(self.cast.speaker.clone());
        devices.mic.open(self.cast.microphone.clone());
        self.handle(Event::Do(Action::Begin), devices);
    }

    /// Whether the interview is over and every take is on disk.
    pub(super) fn is_over(&self) -> bool {
        self.over && self.takes.is_empty()
    }

    /// What to show of it.
    pub(super) fn live(&self) -> Live {
        Live {
            view: self.cast.interview.view(),
            folder: self.cast.scribe.session().path().to_owned(),
            takes_saved: self.takes_saved,
            last_take: self.last_take.clone(),
            speaking: self.saying.is_some() && self.silent_text.is_none(),
            silent_text: self.silent_text.clone(),
        }
    }

    /// The level of the microphone when last looked.
    pub(super) fn level(&self) -> Dbfs {
        self.level
    }

    /// Greenroom is being closed: ends the interview, keeping what was recorded.
    pub(super) fn abandon(&mut self, devices: &Devices) {
        self.handle(Event::Do(Action::EndEarly), devices);
        self.handle(Event::Do(Action::EndEarly), devices);
        devices.hush();
    }

    /// Sentences for the user since last asked.
    pub(super) fn take_sentences(&mut self) -> Vec<String> {
        self.sentences.extend(self.cast.scribe.problems());
        std::mem::take(&mut self.sentences)
    }

    /// Uses this microphone from the next opening on.
    pub(super) fn choose_microphone(&mut self, device: DeviceRef) {
        self.cast.microphone = device;
    }

    /// Uses this loudspeaker from the next opening on.
    pub(super) fn choose_speaker(&mut self, device: DeviceRef) {
        self.cast.speaker = device;
    }

    /// Time passed: `elapsed` on the wall.
    pub(super) fn tick(&mut self, elapsed: Duration, now: Instant, devices: &Devices) {
        let elapsed = elapsed.mul_f64(self.cast.speed);
        self.elapsed += elapsed;
        if let Some(saying) = self.saying.take_if(|saying| saying.ends.is_some_and(|at| at <= now))
        {
            self.voice_ended = saying.ends;
            self.handle(Event::VoiceFinished(saying.say), devices);
        }
        if let Some((handle, frames, length)) = devices.mic.recorded()
            && let Some(taking) = self.takes.get(&handle)
        {
            self.handle(Event::Recorded(taking.id, frames, length), devices);
        }
        self.level = devices.mic.level();
        self.handle(Event::Level(self.level), devices);
        self.handle(Event::Tick(elapsed), devices);
    }

    /// Something for the machine, and all that follows from it.
    pub(super) fn handle(&mut self, event: Event, devices: &Devices) {
        let outcome = self.cast.interview.handle(event);
        if let Some(refusal) = outcome.refused {
            self.sentences.push(refusal.to_string());
        }
        for effect in outcome.effects {
            self.carry_out(effect, devices);
        }
        self.note_pacing();
    }

    fn carry_out(&mut self, effect: Effect, devices: &Devices) {
        match effect {
            Effect::Say(say, speech) => self.say(say, speech, devices),
            Effect::StopVoice => {
                self.saying = None;
                self.silent_text = None;
                self.voice_ended = Some(Instant::now());
                devices.hush();
            }
            Effect::StartTake(id, source) => {
                let handle = devices.fresh_take();
                let folder = self.cast.scribe.session();
                let taking = Taking::begin(id, source, folder, self.cast.interview.pacing());
                self.silent_text = None;
                devices.mic.start_take(taking.spec(handle, self.take_begins()));
                self.write(taking.begun());
                self.takes.insert(handle, taking);
            }
            Effect::FinishTake(id, end) => {
                if let Some((handle, taking)) = self.taking(id) {
                    taking.end_with(end);
                    devices.mic.finish_take(handle);
                }
            }
            Effect::SaveAgain(id) => {
                if let Some((handle, taking)) = self.taking(id) {
                    devices.mic.save_again(handle, taking.wav());
                }
            }
            Effect::Mark(id, mark) => {
                if let Some((_, taking)) = self.taking(id) {
                    taking.mark(&mark);
                }
            }
            Effect::Reopen(trouble) => self.reopen(trouble, devices),
            Effect::Chime => devices.play(devices.fresh(), cue::chime(), 1.0),
            Effect::Finished => self.finish(devices),
        }
    }

    fn taking(&mut self, id: TakeId) -> Option<(TakeHandle, &mut Taking)> {
        self.takes.iter_mut().find(|(_, taking)| taking.id == id).map(|(handle, t)| (*handle, t))
    }

    fn say(&mut self, say: SayId, speech: Speech, devices: &Devices) {
        self.silent_text = None;
        let id = devices.say(speech.parts.clone(), self.cast.persona, speech.speed);
        self.saying = Some(Saying { id, say, speech, ends: None });
    }

    /// Where a take that starts now begins.
    fn take_begins(&self) -> Instant {
        let now = Instant::now();
        let grace = now.checked_sub(KEY_GRACE.div_f64(self.cast.speed)).unwrap_or(now);
        self.voice_ended.map_or(grace, |ended| ended.max(grace))
    }

    fn reopen(&self, trouble: Trouble, devices: &Devices) {
        match trouble {
            Trouble::Microphone => devices.mic.open(self.cast.microphone.clone()),
            Trouble::Speaker => devices.player.open(self.cast.speaker.clone()),
            Trouble::Disk => {}
        }
    }

    /// What the voice reports.
    pub(super) fn on_voice(&mut self, event: &VoiceEvent, now: Instant, devices: &Devices) {
        let speed = self.cast.speed;
        let Some(saying) = self.saying.as_mut() else { return };
        let ours = |id: &UtteranceId| id.0 == saying.id;
        match event {
            VoiceEvent::Rendered { id, samples, rate, stretch, .. } if ours(id) => {
                devices.play(saying.id, clip(Arc::clone(samples), *rate), *stretch);
            }
            VoiceEvent::Ended { id, .. } if ours(id) => saying.ends = Some(now),
            VoiceEvent::Silent { id, lasts } if ours(id) => {
                saying.ends = Some(now + lasts.div_f64(speed));
                self.silent_text = Some(saying.speech.parts.join(" "));
            }
            _ => {}
        }
    }

    /// What the loudspeaker reports.
    pub(super) fn on_player(&mut self, event: &PlayerEvent, devices: &Devices) {
        let Some(saying) = self.saying.as_mut() else { return };
        match event {
            PlayerEvent::Ended(PlayId(id), at) if *id == saying.id => saying.ends = Some(*at),
            PlayerEvent::Failed(PlayId(id), why) if *id == saying.id => {
                self.sentences.push(why.clone());
                self.handle(Event::Lost(Trouble::Speaker), devices);
            }
            _ => {}
        }
    }

    /// What the microphone reports.
    pub(super) fn on_mic(&mut self, event: &MicEvent, devices: &Devices) {
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
                self.sentences.push(why.clone());
                self.handle(Event::Lost(Trouble::Microphone), devices);
            }
            MicEvent::TakeStarted(handle) => self.about(*handle, Event::TakeStarted, devices),
            MicEvent::TakeReachedLimit(handle) => {
                self.about(*handle, Event::TakeReachedLimit, devices);
            }
            MicEvent::TakeFailed(handle, why) => {
                self.sentences.push(why.clone());
                self.about(*handle, Event::TakeFailed, devices);
            }
            MicEvent::TakeSaved(handle, summary) => {
                let Some(mut taking) = self.takes.remove(handle) else { return };
                taking.conclude(summary, &self.device);
                self.write(taking.page());
                self.takes_saved += 1;
                self.last_take = Some(summary.clone());
                self.handle(Event::TakeSaved(taking.id), devices);
            }
        }
    }

    fn about(&mut self, handle: TakeHandle, event: fn(TakeId) -> Event, devices: &Devices) {
        if let Some(id) = self.takes.get(&handle).map(|taking| taking.id) {
            self.handle(event(id), devices);
        }
    }

    fn note_pacing(&mut self) {
        let now = pacing_change(self.elapsed, self.cast.interview.pacing());
        let last = self.cast.record.pacings.last();
        if last.is_none_or(|last| last.pacing != now.pacing) {
            self.cast.record.pacings.push(now);
            self.save_record();
        }
    }

    fn finish(&mut self, devices: &Devices) {
        self.over = true;
        self.cast.record.ended = Some(stamp(&ZonedDateTime::now()));
        self.save_record();
        // Whoever opens the review now finds everything there.
        self.cast.scribe.finish();
        devices.mic.close();
    }

    fn save_record(&mut self) {
        self.write(Page::Session(Box::new(self.cast.record.clone())));
    }

    fn write(&mut self, page: Page) {
        if let Err(problem) = self.cast.scribe.write(page) {
            self.sentences.push(problem.to_string());
        }
    }
}
