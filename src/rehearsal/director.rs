//! The thread that everything goes through: takes messages, carries them out, shows what came of them.
//!
//! It waits for nobody while an interview runs: devices are listed, voices probed and recordings read on
//! threads of their own, and the scribe waits for the disk.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use crate::analysis::{MicCheck, Signal};
use crate::audio::{
    DeviceList, DeviceRef, MicEvent, Microphone, Player, PlayerEvent, list_devices,
};
use crate::disk;
use crate::rehearsal::along::TakeAnalyst;
use crate::rehearsal::casting;
use crate::rehearsal::checking::Checker;
use crate::rehearsal::command::{
    Cause, Command, HearItem, HearList, Heard, Live, MicState, Notice, Outfit, Place, Playback,
    SessionChoice, Snapshot,
};
use crate::rehearsal::devices::Devices;
use crate::rehearsal::handle::{GOODBYE, Msg, Shared};
use crate::rehearsal::library::Library;
use crate::rehearsal::listening::Listening;
use crate::rehearsal::recover;
use crate::rehearsal::running::Running;
use crate::rehearsal::wakeful::{Doings, Wakeful};
use crate::store::Store;
use crate::units::Dbfs;
use crate::voice::{Voice, VoiceEvent, VoiceReport};

/// How often a running interview is looked after: short beside a second, long beside the work.
const BEAT: Duration = Duration::from_millis(25);

/// How often a level is shown: quick enough to follow speech, slow enough to draw in software.
const LEVEL_BEAT: Duration = Duration::from_millis(200);

/// How often microphones are looked for while one is missing.
const LIST_BEAT: Duration = Duration::from_secs(2);

/// The most that passes between two looks. A longer gap means that the computer slept or stood still,
/// and nobody had that time: a countdown to think goes on where it was. (The length of an answer is
/// counted in recorded frames and is not touched by this.)
const LONGEST_BEAT: Duration = Duration::from_secs(1);

/// So long a sentence is shown at least that is true for a moment, or whose cause goes away by itself.
const MOMENT: Duration = Duration::from_secs(8);

/// Most notices kept; the oldest go first.
const MOST_NOTICES: usize = 8;

/// What the thread owns.
pub(super) struct Director {
    devices: Devices,
    store: Store,
    shared: Arc<Shared>,
    tell: SyncSender<Msg>,
    running: Option<Running>,
    last_live: Option<Live>,
    listening: Listening,
    checker: Checker,
    wakeful: Wakeful,
    mic: MicState,
    mic_device: DeviceRef,
    found_devices: Option<Arc<DeviceList>>,
    found_voices: Option<Arc<VoiceReport>>,
    refused: Option<String>,
    /// Each with when it was told.
    notices: Vec<(Notice, Instant)>,
    next_notice: u64,
    speed: f64,
    beat: Instant,
    level: (Instant, Dbfs, Dbfs),
    leaving: Option<Instant>,
    /// When devices were looked for last.
    listed: Option<Instant>,
    /// What the window was last woken for.
    shown: Snapshot,
    /// Below all that speak to it: it ends last.
    analyst: TakeAnalyst,
}

impl Director {
    pub(super) fn new(
        outfit: Outfit,
        store: Store,
        tell: SyncSender<Msg>,
        shared: Arc<Shared>,
    ) -> Self {
        let (to_mic, to_player, to_voice) = (tell.clone(), tell.clone(), tell.clone());
        // A send fails only when the director is gone: nobody is left to be told.
        let analyst = TakeAnalyst::start(store.clone());
        let wakeful = Wakeful::new(outfit.power());
        let ear = analyst.ear();
        let events = move |event| {
            let _gone = to_mic.send(Msg::Mic(event));
        };
        let mic = Microphone::start_tapped(outfit.microphone, events, move |block| ear.hear(block));
        let player = Player::start(outfit.speaker, move |event| {
            let _gone = to_player.send(Msg::Player(event));
        });
        let voice = Voice::start(outfit.voice, move |event| {
            let _gone = to_voice.send(Msg::Voice(event));
        });
        let now = Instant::now();
        let checker = Checker::new(store.folders().cache.join("microphone-check.wav"));
        let mut this = Self {
            devices: Devices::new(mic, player, voice),
            listening: Listening::new(tell.clone(), checker.file().to_owned()),
            checker,
            wakeful,
            store,
            shared,
            tell,
            running: None,
            last_live: None,
            mic: MicState::Closed,
            mic_device: DeviceRef::Default,
            found_devices: None,
            found_voices: None,
            refused: None,
            notices: Vec::new(),
            next_notice: 1,
            speed: outfit.speed.max(0.1),
            beat: now,
            level: (now, Dbfs::FLOOR, Dbfs::FLOOR),
            leaving: None,
            listed: None,
            shown: Snapshot::nothing(),
            analyst,
        };
        for problem in this.library().problems.clone() {
            this.notice(problem);
        }
        this
    }

    /// An earlier director ended in a panic: what it left is put in order, and told.
    pub(super) fn stand_up(&mut self) {
        let sentence = "Greenroom stumbled and ended what it was at; an interview is over. What was recorded \
                        is kept";
        self.notice(sentence.to_owned());
        for recovered in recover(&self.store) {
            self.notice(recovered.sentence);
        }
        self.publish();
    }

    pub(super) fn run(mut self, messages: &Receiver<Msg>) {
        loop {
            let got = match self.patience() {
                Some(time) => messages.recv_timeout(time),
                None => messages.recv().or(Err(RecvTimeoutError::Disconnected)),
            };
            match got {
                Ok(message) => {
                    let now = Instant::now();
                    if self.running.is_none() {
                        // Nobody counted while nothing ran.
                        self.beat = now;
                    }
                    self.take(message, now);
                    while let Ok(message) = messages.try_recv() {
                        self.take(message, now);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            crate::panics::point("director");
            self.tick(Instant::now());
            self.publish();
            let is_storing = self.running.as_ref().is_some_and(Running::is_storing);
            self.shared.is_storing.store(is_storing, Ordering::Release);
            let gives_up = |since: Instant| since.elapsed() > GOODBYE && !is_storing;
            if self.leaving.is_some_and(|since| self.running.is_none() || gives_up(since)) {
                return;
            }
        }
    }

    /// How long nothing needs doing; `None` for until somebody says something.
    fn patience(&self) -> Option<Duration> {
        if self.running.is_some() {
            return Some(BEAT.div_f64(self.speed).max(Duration::from_millis(1)));
        }
        let busy =
            self.checker.is_under_way() || self.listening.is_busy() || self.leaving.is_some();
        if busy {
            Some(BEAT)
        } else if self.wakeful.expects() || matches!(self.mic, MicState::Ready { .. }) {
            Some(LEVEL_BEAT)
        } else if self.lacks_microphone() || self.has_passing_notice() {
            Some(LIST_BEAT)
        } else {
            None
        }
    }

    fn take(&mut self, message: Msg, now: Instant) {
        match message {
            Msg::Do(command) => self.obey(command, now),
            Msg::Mic(event) => self.on_mic(&event, now),
            Msg::Player(event) => {
                match self.running.as_mut() {
                    Some(running) => running.on_player(&event, &self.devices),
                    None => self.listening.on_player(&event, &self.devices),
                }
                match (&event, &self.running) {
                    (PlayerEvent::Failed(_, why), None) => {
                        self.notice_of(Cause::Speaker, why.clone());
                    }
                    (PlayerEvent::Started(_), _) => self.forget(Cause::Speaker),
                    _ => {}
                }
            }
            Msg::Voice(VoiceEvent::Notice(sentence)) => self.notice(sentence),
            Msg::Voice(event) => match self.running.as_mut() {
                Some(running) => running.on_voice(&event, now, &self.devices),
                None => self.listening.on_voice(&event, now, &self.devices),
            },
            Msg::Loaded(id, loaded) => self.listening.loaded(id, loaded, &self.devices),
            Msg::Measured(id, loudness) => self.listening.measured(id, loudness, &self.devices),
            Msg::Devices(list) => self.devices_found(list),
            Msg::Voices(report) => self.found_voices = Some(Arc::new(report)),
        }
    }

    fn obey(&mut self, command: Command, now: Instant) {
        match command {
            Command::Begin(choice) => self.begin(&choice, now),
            Command::Do(action) => {
                if let Some(running) = self.running.as_mut() {
                    running.act(action, &self.devices);
                }
            }
            Command::SaveIn(folder) => {
                if let Some(running) = self.running.as_mut() {
                    running.save_in(folder, &self.devices);
                }
            }
            Command::OpenMicrophone(device) => self.open_microphone(device),
            Command::CloseMicrophone => {
                if self.running.is_none() {
                    self.close_microphone();
                }
            }
            Command::UseSpeaker(device) => match self.running.as_mut() {
                Some(running) => running.use_speaker(device, &self.devices),
                None => self.devices.player.open(device),
            },
            Command::ExpectToHear => self.wakeful.expect(now),
            Command::UseVoice(config) => self.devices.voice.configure(*config),
            Command::CheckMicrophone(device) => self.begin_check(device, now),
            Command::StopCheck => self.stop_check(),
            Command::Hear(what) => self.hear_one(what.into()),
            Command::HearFrom(what, from) => {
                self.hear_one(HearItem { from: Place::At(from), ..what.into() });
            }
            Command::HearAll(list) => self.hear(list),
            Command::ListenWith(listen) => self.listening.listen_with(listen, &self.devices),
            // The interviewer is nobody's recording: what is said in an interview is not paused.
            Command::PausePlayback(_) | Command::Seek(_) if self.running.is_some() => {}
            Command::PausePlayback(is_paused) => self.listening.pause(is_paused, &self.devices),
            Command::Seek(to) => self.listening.seek(to, &self.devices),
            Command::StopPlayback => self.listening.stop(&self.devices),
            Command::ListDevices => self.list_devices(),
            Command::ProbeVoices => {
                let tell = self.tell.clone();
                self.devices.voice.probe(move |report| {
                    let _gone = tell.send(Msg::Voices(report));
                });
            }
            Command::Reload => self.reload(),
            Command::Dismiss(id) => self.notices.retain(|(notice, _)| notice.id != id),
            Command::Quit => self.leave(now),
        }
    }

    fn leave(&mut self, now: Instant) {
        // Who asks twice is not to wait longer.
        if self.leaving.is_none() {
            self.leaving = Some(now);
            self.listening.stop(&self.devices);
        }
    }

    fn library(&self) -> Arc<Library> {
        Arc::clone(&self.shared.library.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn reload(&mut self) {
        let before = self.library();
        let library = Library::load_after(&self.store, Some(&before));
        // What was told once is not told again each time that something else is saved.
        for problem in &library.problems {
            if !before.problems.contains(problem) {
                self.notice(problem.clone());
            }
        }
        *self.shared.library.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(library);
        (self.shared.wake)();
    }

    fn begin(&mut self, choice: &SessionChoice, now: Instant) {
        let cast = if self.running.is_some() || self.leaving.is_some() {
            Err("An interview is already running; end it first.".to_owned())
        } else {
            // The folder is made and synced here: nothing runs that a slow disk could disturb.
            let ear = self.analyst.ear();
            casting::cast(choice, &self.library(), &self.store, ear, self.speed)
        };
        match cast {
            Ok(cast) => {
                self.refused = None;
                self.listening.stop(&self.devices);
                self.checker.give_up();
                self.mic = MicState::Opening;
                self.mic_device = choice.microphone.clone();
                let mut running = Running::new(cast);
                self.beat = now;
                running.begin(&self.devices);
                self.running = Some(running);
            }
            Err(why) => {
                self.refused = Some(why.clone());
                self.notice(why);
            }
        }
    }

    fn open_microphone(&mut self, device: DeviceRef) {
        self.mic = MicState::Opening;
        self.mic_device = device.clone();
        match self.running.as_mut() {
            Some(running) => running.use_microphone(device, &self.devices),
            None => self.devices.mic.open(device),
        }
    }

    fn close_microphone(&mut self) {
        self.mic = MicState::Closed;
        self.devices.mic.close();
    }

    fn on_mic(&mut self, event: &MicEvent, now: Instant) {
        match event {
            MicEvent::Ready { device, rate, channels, format } => {
                self.mic = MicState::Ready {
                    name: device.clone(),
                    rate: *rate,
                    channels: *channels,
                    format: format.clone(),
                };
            }
            MicEvent::OpenFailed(why) | MicEvent::Lost(why) => {
                self.mic = MicState::Missing(why.clone());
            }
            _ => {}
        }
        if let Some(running) = self.running.as_mut() {
            running.on_mic(event, &self.devices);
        } else if self.checker.is_under_way() {
            if self.checker.on_mic(event, now, &self.devices) {
                self.close_microphone();
            }
            self.play_what_was_checked();
        }
    }

    /// The check plays by itself what it recorded, unless there is nothing to hear.
    fn play_what_was_checked(&mut self) {
        if let MicCheck::Heard(result) = self.checker.state()
            && result.signal() != Signal::Dead
        {
            self.hear_one(Heard::Check.into());
        }
    }

    fn stop_check(&mut self) {
        if self.checker.is_under_way() {
            if self.checker.stop(&self.devices) {
                self.close_microphone();
            }
        } else {
            self.listening.stop(&self.devices);
        }
    }

    fn begin_check(&mut self, device: DeviceRef, now: Instant) {
        if self.running.is_some() || self.checker.is_under_way() {
            return;
        }
        self.listening.stop(&self.devices);
        let ready = matches!(self.mic, MicState::Ready { .. }) && self.mic_device == device;
        self.checker.begin(ready, now, &self.devices);
        if !ready {
            self.open_microphone(device);
        }
    }

    fn hear_one(&mut self, item: HearItem) {
        self.hear(HearList { items: vec![item], gap: Duration::ZERO });
    }

    fn hear(&mut self, list: HearList) {
        // Neither an interview nor the microphone check is disturbed.
        if self.running.is_none() && !self.checker.is_under_way() {
            self.listening.start(list, &self.devices);
        }
    }

    /// Whether an interview stands still for want of a microphone, or there is none for the level that is shown.
    fn lacks_microphone(&self) -> bool {
        match &self.running {
            Some(running) => running.lacks_microphone(),
            None => matches!(self.mic, MicState::Missing(_)),
        }
    }

    /// What is plugged in where one is missing shows up. If there was none at all it is taken: whoever plugs it in is
    /// there, and means it. (A microphone that was lost in an interview has half a minute to come back by itself.)
    fn devices_found(&mut self, list: DeviceList) {
        let there_was_none =
            self.found_devices.take().is_some_and(|before| before.inputs.is_empty());
        let never_had = self.running.as_ref().is_none_or(|running| !running.had_microphone());
        if there_was_none && !list.inputs.is_empty() && never_had && self.lacks_microphone() {
            self.mic = MicState::Opening;
            self.devices.mic.reopen();
        }
        self.found_devices = Some(Arc::new(list));
    }

    fn look_for_microphones(&mut self, now: Instant) {
        let lacks = self.lacks_microphone();
        let is_due = |at: Instant| now.saturating_duration_since(at) >= LIST_BEAT;
        if lacks && self.listed.is_none_or(is_due) {
            self.list_devices();
        }
    }

    fn list_devices(&mut self) {
        self.listed = Some(Instant::now());
        let tell = self.tell.clone();
        let lister = std::thread::Builder::new().name("device list".to_owned()).spawn(move || {
            let _gone = tell.send(Msg::Devices(list_devices()));
        });
        if let Err(problem) = lister {
            self.notice(format!("Devices can't be listed now; try again. ({problem})"));
        }
    }

    fn tick(&mut self, now: Instant) {
        let elapsed = now.saturating_duration_since(self.beat).min(LONGEST_BEAT);
        self.beat = now;
        self.devices.tick(now);
        self.tick_interview(elapsed, now);
        self.listening.tick(now, &self.devices);
        for sentence in self.listening.take_sentences() {
            self.notice(sentence);
        }
        if self.checker.tick(now, &self.devices) {
            self.close_microphone();
        }
        self.settle_notices(now);
        self.look_for_microphones(now);
        self.look_at_levels(now);
        self.look_who_sleeps(now);
    }

    fn look_who_sleeps(&mut self, now: Instant) {
        let doings = Doings {
            stage: self.running.as_ref().map(Running::stage),
            listens: self.listening.is_busy() && !self.listening.is_held(),
            checks: self.checker.is_under_way(),
        };
        self.wakeful.look(&doings, now, &self.devices);
    }

    fn tick_interview(&mut self, elapsed: Duration, now: Instant) {
        let Some(running) = self.running.as_mut() else { return };
        if self.leaving.is_some() {
            running.abandon(&self.devices);
        }
        running.tick(elapsed, now, &self.devices);
        let mut sentences = running.take_sentences();
        self.last_live = Some(running.live(now));
        sentences.extend(disk::shortcoming().map(|said| (Cause::Lasting, said.to_owned())));
        if running.is_over() {
            sentences.extend(running.lost().into_iter().map(|said| (Cause::Lasting, said)));
            self.running = None;
            self.mic = MicState::Closed;
        }
        for (cause, sentence) in sentences {
            self.notice_of(cause, sentence);
        }
    }

    fn look_at_levels(&mut self, now: Instant) {
        if now.saturating_duration_since(self.level.0) < LEVEL_BEAT {
            return;
        }
        let mic = match (&self.running, &self.mic) {
            (None, MicState::Ready { .. }) => self.devices.mic.level(),
            (Some(running), _) => running.level(),
            _ => Dbfs::FLOOR,
        };
        self.level = (now, mic, self.devices.player.status().level);
    }

    fn notice(&mut self, text: String) {
        self.notice_of(Cause::Lasting, text);
    }

    fn notice_of(&mut self, cause: Cause, text: String) {
        if self.notices.iter().any(|(notice, _)| notice.text == text) {
            return;
        }
        log::info!("notice shown");
        let notice = Notice { id: self.next_notice, text, cause };
        self.notices.push((notice, Instant::now()));
        self.next_notice += 1;
        if self.notices.len() > MOST_NOTICES {
            self.notices.remove(0);
        }
    }

    fn forget(&mut self, cause: Cause) {
        self.notices.retain(|(notice, _)| notice.cause != cause);
    }

    /// Whether a sentence is shown that goes by itself.
    fn has_passing_notice(&self) -> bool {
        let passes = |cause| matches!(cause, Cause::Moment | Cause::Disk);
        self.notices.iter().any(|(notice, _)| passes(notice.cause))
    }

    /// Sentences go with what they are about.
    fn settle_notices(&mut self, now: Instant) {
        let lacks = self.running.is_some() && !matches!(self.mic, MicState::Ready { .. });
        let unwritten = self.running.as_ref().is_some_and(Running::is_unwritten);
        self.notices.retain(|(notice, told)| {
            let is_new = now.saturating_duration_since(*told) < MOMENT;
            match notice.cause {
                Cause::Lasting | Cause::Speaker => true,
                Cause::Microphone => lacks,
                Cause::Disk => unwritten || is_new,
                Cause::Moment => is_new,
            }
        });
    }

    fn check_shown(&self, playback: &Playback) -> MicCheck {
        match self.checker.state() {
            MicCheck::Heard(result) if playback.what == Some(Heard::Check) => {
                MicCheck::Playing(*result)
            }
            state => state.clone(),
        }
    }

    fn publish(&mut self) {
        let playback = if self.running.is_none() {
            self.listening.playback(&self.devices)
        } else {
            Playback::default()
        };
        let snapshot = Snapshot {
            live: self.last_live.clone(),
            microphone: self.mic.clone(),
            level: self.level.1,
            voice_level: self.level.2,
            check: self.check_shown(&playback),
            playback,
            devices: self.found_devices.clone(),
            voices: self.found_voices.clone(),
            refused: self.refused.clone(),
            notices: self.notices.iter().map(|(notice, _)| notice.clone()).collect(),
        };
        let shown = snapshot.as_shown();
        let mut shared = self.shared.snapshot.lock().unwrap_or_else(PoisonError::into_inner);
        *shared = Arc::new(snapshot);
        drop(shared);
        if shown != self.shown {
            self.shown = shown;
            (self.shared.wake)();
        }
    }
}
