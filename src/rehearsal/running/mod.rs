//! An interview in progress: carries out what the machine decides, and tells it what came of it.
//!
//! [`reports`] takes in what voice, loudspeaker and microphone report; [`saving`] files takes, and [`pending`] knows
//! which are still on their way.
//!
//! Decisions that are only the outside's:
//! - **The take never holds the interviewer.** It begins, by frame number, after the voice was heard to
//!   its end, the output's latency included, also when the voice was cut short.
//! - **A chime** is a pacing's own wish and sounds while the candidate speaks; through loudspeakers it is
//!   in the take, so its time is written there. It never replaces anything the interviewer says.
//! - **A computer that slept** loses no thinking time: see [`super::director`].

mod pending;
mod reports;
mod saving;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::audio::{DeviceRef, TakeHandle, TakeSummary, cue};
use crate::bank::Bank;
use crate::interview::{
    Action, DeviceChoice, Effect, Event, Interview, Joint, Pacing, SayId, Speech, StageView,
    TakeId, TakeSource, Trouble,
};
use crate::rehearsal::along::Ear;
use crate::rehearsal::command::{Cause, Live};
use crate::rehearsal::devices::Devices;
use crate::rehearsal::hearing::Hearing;
use crate::rehearsal::records::{pacing_change, suspension};
use crate::rehearsal::scribe::Scribe;
use crate::rehearsal::taking::Taking;
use crate::store::{DeviceRecord, SessionRecord};
use crate::units::Dbfs;
use crate::voice::Persona;

/// People press the key and speak at once, or a little before: a take begins this much before the key,
/// but never before the interviewer has ended.
const KEY_GRACE: Duration = Duration::from_millis(150);

/// From the order to be silent until the device takes no more of the voice: one block and one tick.
const HUSHING: Duration = Duration::from_millis(60);

/// What an interview is run with.
pub(super) struct Cast {
    pub interview: Interview,
    pub scribe: Scribe,
    /// Whose questions are asked.
    pub bank: Bank,
    /// Hears of takes that are to be measured.
    pub ear: Ear,
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
    /// The pacing written down last.
    noted: Option<Pacing>,
    takes: BTreeMap<TakeHandle, Taking>,
    saying: Option<Saying>,
    /// From here on nothing of the interviewer is in the air, and no earlier take runs.
    free_from: Option<Instant>,
    silent_text: Option<String>,
    takes_saved: u32,
    last_take: Option<TakeSummary>,
    /// The take filed last, and where what is known of it lies.
    filed: Option<(TakeId, PathBuf)>,
    device: DeviceRecord,
    level: Dbfs,
    /// Listens to what is recorded for what is wrong with the microphone.
    hearing: Hearing,
    /// The machine was told that nobody is heard.
    is_unheard: bool,
    over: Option<Instant>,
    /// It is over, and all is on disk, or will not get there any more.
    is_stored: bool,
    sentences: Vec<String>,
    /// Sentences that go with what they are about.
    bound: Vec<(Cause, String)>,
    /// Where what can't be written in the session goes.
    chosen: Option<PathBuf>,
    /// When it was last tried whether the disk works again.
    retried: Instant,
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
    pub(super) fn new(cast: Cast) -> Self {
        Self {
            cast,
            elapsed: Duration::ZERO,
            noted: None,
            takes: BTreeMap::new(),
            saying: None,
            free_from: None,
            silent_text: None,
            takes_saved: 0,
            last_take: None,
            filed: None,
            device: DeviceRecord::default(),
            level: Dbfs::FLOOR,
            hearing: Hearing::default(),
            is_unheard: false,
            over: None,
            is_stored: false,
            sentences: Vec::new(),
            bound: Vec::new(),
            chosen: None,
            retried: Instant::now(),
        }
    }

    /// Opens what is needed and begins.
    pub(super) fn begin(&mut self, devices: &Devices) {
        devices.player.open(self.cast.speaker.clone());
        devices.mic.open(self.cast.microphone.clone());
        self.handle(Event::Do(Action::Begin), devices);
    }

    /// What to show of it.
    pub(super) fn live(&self, now: Instant) -> Live {
        let mut view = self.cast.interview.view();
        if self.over.is_some() && !self.is_over() {
            // Whoever opens the review finds everything there.
            view.stage = StageView::Storing;
        }
        Live {
            fault: self.hearing.fault().filter(|_| is_recording(view.stage)),
            view,
            folder: self.cast.scribe.session().path().to_owned(),
            takes_saved: self.takes_saved,
            last_take: self.last_take.clone(),
            speaking: self.saying.is_some() && self.silent_text.is_none(),
            silent_text: self.silent_text.clone(),
            microphone: self.device.name.clone(),
            unwritten: self.is_unwritten(),
            slow: self.slow(now),
            pending: self.pending(),
            unsaved: self.is_over().then(|| self.pending()),
        }
    }

    /// Where it is.
    pub(super) fn stage(&self) -> StageView {
        self.cast.interview.view().stage
    }

    /// The level of the microphone when last looked.
    pub(super) fn level(&self) -> Dbfs {
        self.level
    }

    /// Greenroom is being closed: a step towards the end, keeping what was recorded. Called again until
    /// the interview is over; nobody waits for the goodbye.
    pub(super) fn abandon(&mut self, devices: &Devices) {
        if self.over.is_none() {
            self.handle(Event::Do(Action::EndEarly), devices);
            devices.hush();
        }
    }

    /// Sentences for the user since last asked.
    pub(super) fn take_sentences(&mut self) -> Vec<(Cause, String)> {
        self.sentences.extend(self.cast.scribe.problems());
        let lasting = self.sentences.drain(..).map(|sentence| (Cause::Lasting, sentence));
        self.bound.drain(..).chain(lasting).collect()
    }

    /// Goes on with this microphone. A running take waits for it and goes on in the same file.
    pub(super) fn use_microphone(&mut self, device: DeviceRef, devices: &Devices) {
        self.handle(Event::Lost(Trouble::Microphone), devices);
        self.cast.microphone = device.clone();
        devices.mic.open(device);
    }

    /// Goes on with this loudspeaker.
    pub(super) fn use_speaker(&mut self, device: DeviceRef, devices: &Devices) {
        self.cast.speaker = device.clone();
        devices.player.open(device);
    }

    /// Time passed: `elapsed` on the wall.
    pub(super) fn tick(&mut self, elapsed: Duration, now: Instant, devices: &Devices) {
        let elapsed = if self.waits_for_devices() {
            // However fast the interview's own time runs: disk and devices are no faster for it.
            elapsed
        } else {
            elapsed.mul_f64(self.cast.speed)
        };
        self.elapsed += elapsed;
        if let Some(saying) = self.saying.take_if(|saying| saying.ends.is_some_and(|at| at <= now))
        {
            self.free_from = self.free_from.max(saying.ends);
            self.handle(Event::VoiceFinished(saying.say), devices);
        }
        let levels = devices.mic.levels();
        self.level = levels.shown;
        self.report_recorded(levels.peak, devices);
        self.handle(Event::Level(self.level), devices);
        self.handle(Event::Tick(elapsed), devices);
        self.retry_failed(now, devices);
        self.mind_last_saves(devices);
        self.mind_the_end(now);
    }

    fn waits_for_devices(&self) -> bool {
        self.saying.is_some() || self.takes.values().any(|taking| !taking.failed)
    }

    /// What a person wants; once the interview is over there is nothing to want of it.
    pub(super) fn act(&mut self, action: Action, devices: &Devices) {
        if self.over.is_none() {
            self.handle(Event::Do(action), devices);
        }
    }

    /// Something for the machine, and all that follows from it.
    pub(super) fn handle(&mut self, event: Event, devices: &Devices) {
        let was_broken = self.lacks_microphone();
        let goes_without = event == Event::Do(Action::Choose(DeviceChoice::GoOnWithout));
        let outcome = self.cast.interview.handle(event);
        if let Some(refusal) = outcome.refused {
            self.bound.push((Cause::Moment, refusal.to_string()));
        }
        for effect in outcome.effects {
            self.carry_out(effect, devices);
        }
        if was_broken && goes_without {
            // It would be recorded again, unasked, as soon as the microphone came back.
            devices.mic.close();
        }
        self.note_pacing();
    }

    /// Whether a microphone was there at any time.
    pub(super) fn had_microphone(&self) -> bool {
        !self.device.name.is_empty()
    }

    /// Whether it stands still for want of a microphone.
    pub(super) fn lacks_microphone(&self) -> bool {
        self.cast.interview.view().stage == StageView::Broken(Trouble::Microphone)
    }

    fn carry_out(&mut self, effect: Effect, devices: &Devices) {
        match effect {
            Effect::Say(say, speech) => self.say(say, speech, devices),
            Effect::StopVoice => self.stop_voice(devices),
            Effect::StartTake(id, source) => self.start_take(id, source, devices),
            Effect::LimitTake(id, max) => {
                if let Some((handle, _)) = self.taking(id) {
                    devices.mic.limit_take(handle, max);
                }
            }
            Effect::FinishTake(id, end) => {
                if let Some((handle, taking)) = self.taking(id) {
                    taking.end_with(end);
                    devices.mic.finish_take(handle);
                    self.free_from = self.free_from.max(Some(Instant::now()));
                }
            }
            Effect::GiveUpTake(id) => self.give_up(id),
            Effect::SuspendTake(id, why) => self.suspend_take(id, why, devices),
            Effect::ResumeTake(id) => self.resume_take(id, devices),
            Effect::SaveAgain(id) => self.save_again(id, devices),
            Effect::Mark(id, mark) => {
                if let Some((_, taking)) = self.taking(id) {
                    taking.mark(&mark);
                    // So that it is known even of a take that is cut off.
                    let page = taking.begun();
                    self.write(page);
                }
            }
            Effect::Reopen(trouble) => self.reopen(trouble, devices),
            Effect::Chime => self.chime(devices),
            Effect::Finished => self.finish(devices),
        }
    }

    fn say(&mut self, say: SayId, speech: Speech, devices: &Devices) {
        self.silent_text = None;
        let id = devices.say(speech.parts.clone(), self.cast.persona, speech.speed);
        self.saying = Some(Saying { id, say, speech, ends: None });
    }

    fn stop_voice(&mut self, devices: &Devices) {
        let now = Instant::now();
        // What the device has taken already is still heard.
        let heard = devices.player.heard_until().map_or(now, |at| at.max(now) + HUSHING);
        devices.hush();
        (self.saying, self.silent_text) = (None, None);
        self.free_from = self.free_from.max(Some(heard));
    }

    fn start_take(&mut self, id: TakeId, source: TakeSource, devices: &Devices) {
        let handle = devices.fresh_take();
        let (folder, pacing) = (self.cast.scribe.session(), self.cast.interview.pacing());
        let taking = Taking::begin(id, source, folder, pacing, self.device.clone());
        self.silent_text = None;
        self.hearing.begin(handle);
        self.is_unheard = false;
        devices.mic.start_take(taking.spec(handle, self.take_begins()));
        self.takes.insert(handle, taking);
    }

    /// What is heard from now on is none of it.
    fn suspend_take(&mut self, id: TakeId, why: Joint, devices: &Devices) {
        if let Some((handle, taking)) = self.taking(id) {
            taking.suspended = true;
            devices.mic.suspend_take(handle, suspension(why));
            self.free_from = self.free_from.max(Some(Instant::now()));
        }
    }

    /// Goes on with a take that was suspended, as one begins; with one whose microphone was lost, with all
    /// that the one open now has heard since the interviewer was silent.
    fn resume_take(&mut self, id: TakeId, devices: &Devices) {
        let begins = self.take_begins();
        let free = self.free_from;
        let Some((handle, taking)) = self.taking(id) else { return };
        let was_suspended = std::mem::take(&mut taking.suspended);
        let from = if was_suspended { begins } else { free.unwrap_or_else(Instant::now) };
        devices.mic.resume_take(handle, from);
        // Whatever is lost of it later, what lies before that is none of it.
        self.free_from = Some(from);
        self.silent_text = None;
    }

    /// Where a take that starts now begins.
    fn take_begins(&self) -> Instant {
        let now = Instant::now();
        let grace = now.checked_sub(KEY_GRACE.div_f64(self.cast.speed)).unwrap_or(now);
        self.free_from.map_or(grace, |free| free.max(grace))
    }

    fn chime(&mut self, devices: &Devices) {
        if self.saying.is_some() {
            return;
        }
        devices.play(devices.fresh(), cue::chime(), 1.0);
        if let Some((handle, _, at)) = devices.mic.recorded()
            && let Some(taking) = self.takes.get_mut(&handle)
        {
            taking.note(at, "chime");
        }
    }

    /// Whoever waits for a voice that failed looks up. Without a loudspeaker nothing comes of it.
    fn ring(&mut self, now: Instant, devices: &Devices) {
        let chime = cue::chime();
        let over = now + chime.duration() + HUSHING;
        devices.play(devices.fresh(), chime, 1.0);
        // No take begins with it.
        self.free_from = self.free_from.max(Some(over));
    }

    fn reopen(&mut self, trouble: Trouble, devices: &Devices) {
        match trouble {
            // Ready or not is reported.
            Trouble::Microphone => devices.mic.reopen(),
            // A loudspeaker is opened when something is played: only that can tell.
            Trouble::Speaker => {
                devices.player.open(self.cast.speaker.clone());
                self.handle(Event::Restored(Trouble::Speaker), devices);
            }
            Trouble::Disk => {}
        }
    }

    fn note_pacing(&mut self) {
        let pacing = self.cast.interview.pacing();
        if self.noted.as_ref() != Some(pacing) {
            self.noted = Some(pacing.clone());
            self.cast.record.pacings.push(pacing_change(self.elapsed, pacing, None));
            self.save_record();
        }
    }

    fn is_asking(&self) -> bool {
        self.cast.interview.view().stage == StageView::Asking
    }
}

/// Whether an answer, or a question of the candidate's, is on its way to disk: also in the interviewer's silence
/// behind it, which looks no different.
const fn is_recording(stage: StageView) -> bool {
    matches!(
        stage,
        StageView::Answering { .. }
            | StageView::Holding { .. }
            | StageView::YourTurn { asking: Some(_) }
    )
}
