//! The voice's own thread: takes the mail, tries one engine after the other, and tells what comes of it.
//!
//! There is one wait, and it always has an end while an engine owes an answer. A request goes through the
//! engines in order and ends at the latest in silence.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::mailbox::{Mail, Mailbox, Report};
use super::pack::{Pack, PackError};
use super::protocol::Reply;
use super::renderer::{Clip, MakeRenderer, RenderFault, RenderJob};
use super::rendering::{self, Rendering};
use super::system::{self, Phase, System, SystemFault};
use super::utterance::{Purpose, Utterance};
use super::{EngineKind, SpeakRequest, VoiceConfig, VoiceEvent, notices, pack_speech};
use crate::panics::caught;

/// Where events go.
pub(super) type Events = Box<dyn Fn(VoiceEvent) + Send + Sync>;

/// How often a helper that owes an answer is looked at: a killed one whose pipe stays open tells nothing.
const LOOK: Duration = Duration::from_millis(100);

/// What is being waited for.
enum Doing {
    /// Nothing.
    Resting,
    /// The built-in engine's samples.
    Rendering { what: Utterance, job: u64, until: Instant },
    /// The helper's answer.
    Waking { what: Utterance, phase: Phase, until: Instant },
    /// The end of what the helper speaks.
    Listening { what: Utterance, until: Instant },
}

/// All that the thread owns.
pub(super) struct Speaker {
    config: VoiceConfig,
    mailbox: Arc<Mailbox>,
    events: Events,
    pack: Option<Result<Pack, PackError>>,
    system: System,
    built_in: Rendering,
    doing: Doing,
    notices: notices::Notices,
}

impl Speaker {
    pub fn new(
        config: VoiceConfig,
        mailbox: Arc<Mailbox>,
        make: MakeRenderer,
        events: Events,
    ) -> Self {
        Self {
            pack: open_pack(&config),
            config,
            events,
            system: System::new(Arc::clone(&mailbox)),
            built_in: Rendering::new(make, Arc::clone(&mailbox)),
            mailbox,
            doing: Doing::Resting,
            notices: notices::Notices::default(),
        }
    }

    /// Until the voice is dropped.
    pub fn run(mut self) {
        loop {
            let mail = self.mailbox.wait(self.next_look());
            if mail.quit {
                return;
            }
            let asked = mail.request.clone();
            let done = caught(|| {
                if asked.is_some() {
                    crate::panics::point("voice");
                }
                self.take(mail);
                self.look();
            });
            if done.is_none() {
                self.give_up(asked);
            }
        }
    }

    /// After a panic: what was to be said is not heard, and whoever waits for it is told.
    fn give_up(&mut self, asked: Option<(u64, SpeakRequest, Purpose)>) {
        let at_hand = match std::mem::replace(&mut self.doing, Doing::Resting) {
            Doing::Resting => None,
            Doing::Rendering { what, .. }
            | Doing::Waking { what, .. }
            | Doing::Listening { what, .. } => Some(what),
        };
        let asked =
            asked.map(|(generation, request, way)| Utterance::new(generation, request, way, &[]));
        if let Some(mut what) = asked.or(at_hand) {
            what.start_over(&[]);
            // Twice in a row: its time limit ends it.
            let _told = caught(|| self.advance(what));
        }
    }

    /// When to wake without mail.
    fn next_look(&self) -> Option<Instant> {
        match &self.doing {
            Doing::Resting => None,
            Doing::Rendering { until, .. } => Some(*until),
            Doing::Waking { until, .. } | Doing::Listening { until, .. } => {
                Some((*until).min(Instant::now() + LOOK))
            }
        }
    }

    fn take(&mut self, mail: Mail) {
        if mail.stop || mail.request.is_some() {
            self.hush();
        }
        if let Some(config) = mail.config {
            self.configure(config);
        }
        // Reports first: they belong to what came before the request.
        for report in mail.reports {
            self.hear(report);
        }
        if let Some((generation, request, purpose)) = mail.request {
            self.advance(Utterance::new(generation, request, purpose, &self.config.order));
        }
    }

    fn configure(&mut self, config: VoiceConfig) {
        self.pack = open_pack(&config);
        let other_helper = config.helper != self.config.helper;
        let mut interrupted = None;
        if other_helper {
            interrupted = self.take_from_system();
        }
        self.system.forgive(other_helper);
        self.notices = notices::Notices::default();
        self.config = config;
        if let Some(mut what) = interrupted {
            what.start_over(&self.config.order);
            self.advance(what);
        }
    }

    /// What the helper is at, silenced.
    fn take_from_system(&mut self) -> Option<Utterance> {
        match std::mem::replace(&mut self.doing, Doing::Resting) {
            Doing::Waking { what, .. } | Doing::Listening { what, .. } => {
                self.system.hush();
                Some(what)
            }
            other => {
                self.doing = other;
                None
            }
        }
    }

    /// Ends what is being said. Nothing more is told about it.
    fn hush(&mut self) {
        match std::mem::replace(&mut self.doing, Doing::Resting) {
            Doing::Resting => {}
            Doing::Rendering { .. } => self.built_in.cancel(),
            Doing::Waking { .. } | Doing::Listening { .. } => self.system.hush(),
        }
    }

    /// Tries the engines that are left until one takes the utterance.
    fn advance(&mut self, mut what: Utterance) {
        while let Some(engine) = what.next_engine() {
            let taken = match engine {
                // Only the helper can tell whether it would speak; that is found out when it has to.
                EngineKind::System if what.is_ahead() && self.config.helper.is_some() => break,
                EngineKind::Pack => self.speak_from_pack(what),
                EngineKind::System => self.wake(what),
                EngineKind::BuiltIn => self.render(what),
                EngineKind::Silent => break,
            };
            match taken {
                None => return,
                Some(untaken) => what = untaken,
            }
        }
        if what.is_ahead() {
            return self.emit(&what, VoiceEvent::NotRendered { id: what.id() });
        }
        self.announce(&what, EngineKind::Silent);
        let by_choice = self.config.order.first().is_none_or(|one| *one == EngineKind::Silent);
        let silent = VoiceEvent::Silent { id: what.id(), lasts: what.expected(), by_choice };
        self.emit(&what, silent);
    }

    /// Gives the utterance back if the pack doesn't have all of it.
    fn speak_from_pack(&mut self, mut what: Utterance) -> Option<Utterance> {
        let clip = match &self.pack {
            Some(Ok(pack)) => pack_speech::joined(pack, what.request()),
            Some(Err(_)) => {
                what.failed(notices::PACK_UNREADABLE);
                return Some(what);
            }
            None => {
                what.failed(notices::PACK_MISSING);
                return Some(what);
            }
        };
        match clip {
            Ok((clip, stretch)) => {
                self.announce(&what, EngineKind::Pack);
                self.emit_clip(&what, clip, stretch, EngineKind::Pack);
                None
            }
            Err(PackError::NotRecorded) => Some(what),
            Err(error) => {
                log::warn!("{error}");
                what.failed(notices::PACK_UNREADABLE);
                Some(what)
            }
        }
    }

    fn render(&mut self, mut what: Utterance) -> Option<Utterance> {
        let request = what.request();
        let job = RenderJob {
            ear: what.ear().to_owned(),
            persona: request.persona,
            speed: request.speed,
        };
        match self.built_in.begin(job, &self.config.cache_dir) {
            Ok(job) => {
                let until = Instant::now() + rendering::time_limit(what.words());
                self.doing = Doing::Rendering { what, job, until };
                None
            }
            Err(fault) => {
                log::warn!("{fault}");
                what.failed(notices::BUILT_IN_FAILED);
                Some(what)
            }
        }
    }

    /// Starts the helper if it has to be, or speaks through the one that runs.
    fn wake(&mut self, mut what: Utterance) -> Option<Utterance> {
        match self.system.wake(self.config.helper.as_ref()) {
            Ok(Phase::Begin) => self.say(what),
            Ok(Phase::Hello) => {
                self.doing = Doing::Waking {
                    what,
                    phase: Phase::Hello,
                    until: Instant::now() + system::HELLO,
                };
                None
            }
            Err(fault) => {
                what.failed(fault.sentence());
                Some(what)
            }
        }
    }

    fn say(&mut self, what: Utterance) -> Option<Utterance> {
        let (wpm, voice) = (what.request().speed.0, self.config.system_voice.as_deref());
        match self.system.say(what.generation(), what.ear(), wpm, voice) {
            Ok(limit) => {
                self.doing =
                    Doing::Waking { what, phase: Phase::Begin, until: Instant::now() + limit };
                None
            }
            Err(fault) => self.miss(what, fault),
        }
    }

    /// The helper failed this utterance before a sound was heard: once more with a new one, or give it back.
    fn miss(&mut self, mut what: Utterance, fault: SystemFault) -> Option<Utterance> {
        self.system.missed(fault);
        if self.system.may_retry() {
            return self.wake(what);
        }
        what.failed(fault.sentence());
        Some(what)
    }

    fn hear(&mut self, report: Report) {
        match report {
            Report::Rendered { job, result } => self.rendered(job, result),
            Report::Helper { life, reply } if self.system.is_current(life) => self.reply(&reply),
            Report::HelperGone { life } if self.system.is_current(life) => {
                self.lost(SystemFault::NoAnswer)
            }
            Report::Helper { .. } | Report::HelperGone { .. } => {} // of one that was killed
        }
    }

    fn rendered(&mut self, number: u64, result: Result<Clip, RenderFault>) {
        match std::mem::replace(&mut self.doing, Doing::Resting) {
            Doing::Rendering { mut what, job, .. } if job == number => match result {
                Ok(clip) => {
                    self.announce(&what, EngineKind::BuiltIn);
                    self.emit_clip(&what, clip, 1.0, EngineKind::BuiltIn);
                }
                Err(fault) => {
                    log::warn!("{fault}");
                    what.failed(notices::BUILT_IN_FAILED);
                    self.advance(what);
                }
            },
            other => self.doing = other,
        }
    }

    fn reply(&mut self, reply: &Reply) {
        let doing = std::mem::replace(&mut self.doing, Doing::Resting);
        match (reply, doing) {
            (Reply::Ready { version, engine }, doing) => {
                let usable = self.system.greeted(*version, engine);
                match doing {
                    Doing::Waking { what, phase: Phase::Hello, .. } => {
                        self.after_hello(what, usable)
                    }
                    other => self.doing = other,
                }
            }
            (Reply::Begun { id }, Doing::Waking { what, phase: Phase::Begin, .. })
                if *id == what.generation() =>
            {
                let until = Instant::now() + system::end_limit(what.expected());
                self.announce(&what, EngineKind::System);
                self.emit(&what, VoiceEvent::Began(what.id(), EngineKind::System));
                self.doing = Doing::Listening { what, until };
            }
            (Reply::Ended { id }, Doing::Listening { what, .. }) if *id == what.generation() => {
                self.system.proved();
                self.emit(&what, VoiceEvent::Ended { id: what.id(), estimated: false });
            }
            (Reply::Failed { id, why }, doing) => {
                log::warn!("the voice helper failed: {why}");
                self.doing = doing;
                if id.is_none_or(|id| self.is_about(id)) {
                    self.lost(system::fault_of(reply));
                }
            }
            (_, other) => self.doing = other, // late, or about something that was stopped
        }
    }

    fn after_hello(&mut self, mut what: Utterance, usable: bool) {
        let untaken = if usable {
            self.say(what)
        } else {
            what.failed(SystemFault::Missing.sentence());
            Some(what)
        };
        if let Some(what) = untaken {
            self.advance(what);
        }
    }

    /// Whether the helper is at work on the utterance with this number.
    fn is_about(&self, id: u64) -> bool {
        match &self.doing {
            Doing::Waking { what, .. } | Doing::Listening { what, .. } => what.generation() == id,
            Doing::Resting | Doing::Rendering { .. } => false,
        }
    }

    /// The helper died, failed or missed its time, whatever it was at.
    fn lost(&mut self, fault: SystemFault) {
        let untaken = match std::mem::replace(&mut self.doing, Doing::Resting) {
            Doing::Waking { what, .. } => self.miss(what, fault),
            Doing::Listening { mut what, .. } => {
                // Half of it was heard: the next engine says the whole again.
                self.system.missed(fault);
                what.failed(fault.sentence());
                Some(what)
            }
            other => {
                self.system.missed(fault);
                self.doing = other;
                None
            }
        };
        if let Some(what) = untaken {
            self.advance(what);
        }
    }

    /// Whatever is due without mail.
    fn look(&mut self) {
        let now = Instant::now();
        match &self.doing {
            Doing::Rendering { until, .. } if *until <= now => self.rendering_overdue(),
            Doing::Waking { until, .. } if *until <= now => self.lost(SystemFault::NoAnswer),
            Doing::Listening { until, .. } if *until <= now => self.end_overdue(),
            Doing::Waking { .. } | Doing::Listening { .. } if self.system.has_died(now) => {
                self.lost(SystemFault::NoAnswer);
            }
            _ => {}
        }
    }

    fn rendering_overdue(&mut self) {
        self.built_in.abandon();
        if let Doing::Rendering { mut what, .. } =
            std::mem::replace(&mut self.doing, Doing::Resting)
        {
            what.failed(notices::BUILT_IN_FAILED);
            self.advance(what);
        }
    }

    /// It began and never said that it ended: by now it has.
    fn end_overdue(&mut self) {
        self.system.hush();
        if let Doing::Listening { what, .. } = std::mem::replace(&mut self.doing, Doing::Resting) {
            self.emit(&what, VoiceEvent::Ended { id: what.id(), estimated: true });
        }
    }

    fn emit_clip(&self, what: &Utterance, clip: Clip, stretch: f32, engine: EngineKind) {
        let Clip { samples, rate } = clip;
        self.emit(what, VoiceEvent::Rendered { id: what.id(), samples, rate, stretch, engine });
    }

    /// Only if it was neither stopped nor replaced meanwhile.
    fn emit(&self, what: &Utterance, event: VoiceEvent) {
        if self.mailbox.is_current(what.generation()) {
            (self.events)(event);
        }
    }

    /// Tells the user once when an engine failed and another one steps in.
    fn announce(&mut self, what: &Utterance, engine: EngineKind) {
        if self.mailbox.is_current(what.generation())
            && let Some(sentence) = self.notices.about(what.failure(), engine)
        {
            (self.events)(VoiceEvent::Notice(sentence));
        }
    }
}

/// Opens the pack if it is wanted at all; a reason for its absence goes to the log once.
fn open_pack(config: &VoiceConfig) -> Option<Result<Pack, PackError>> {
    let dir = config.pack_dir.as_ref().filter(|_| config.order.contains(&EngineKind::Pack))?;
    Some(Pack::open(dir).inspect_err(|error| log::warn!("{error}")))
}
