//! The computer's own voices, spoken by the helper program: keeps one helper alive, and knows when to give up.
//!
//! Every exchange has a time limit. Who misses one is killed and started once more; after the second miss
//! the system voice counts as broken until the configuration changes.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::helper::{Heard, Helper};
use super::mailbox::{Mailbox, Report};
use super::protocol::{Order, Reply, VERSION};

/// Time for the speech service to answer at all.
pub(super) const HELLO: Duration = Duration::from_secs(3);
/// Time from the order to the first sound.
const BEGIN: Duration = Duration::from_secs(3);
/// The same when another voice is chosen first: espeak-ng lists 13,158 of them for that, in 4 to 8 s.
const BEGIN_OTHER_VOICE: Duration = Duration::from_secs(12);
/// Time for what a dead helper wrote to be read.
const LAST_WORDS: Duration = Duration::from_millis(90);
/// Misses in a row before the system voice counts as broken.
const MAX_MISSES: u32 = 2;

/// Time for an utterance to end, counted from its begin.
pub(super) fn end_limit(expected: Duration) -> Duration {
    3 * expected + Duration::from_secs(5)
}

/// Why the system voice can't be used, as a half sentence for a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SystemFault {
    /// No helper is installed, or it can't be started.
    Missing,
    /// It did not answer in time, or died.
    NoAnswer,
    /// It said that there is no speech service.
    NoService,
}

impl SystemFault {
    /// The half sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Missing => {
                "The part of Greenroom that uses the computer's own voice could not be started"
            }
            Self::NoAnswer => "The computer's own voice did not answer",
            Self::NoService => "This computer has no speech service that answers",
        }
    }
}

/// What to wait for, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// For the service.
    Hello,
    /// For the sound.
    Begin,
}

/// The system voice.
pub(super) struct System {
    mailbox: Arc<Mailbox>,
    helper: Option<Running>,
    /// Counts helpers, so that reports of a dead one are told apart.
    life: u64,
    misses: u32,
    broken: Option<SystemFault>,
}

/// A helper and what it has been told.
struct Running {
    process: Helper,
    greeted: bool,
    voice: Option<String>,
    /// When it was first seen to be gone.
    dead_since: Option<Instant>,
}

impl System {
    pub fn new(mailbox: Arc<Mailbox>) -> Self {
        Self { mailbox, helper: None, life: 0, misses: 0, broken: None }
    }

    /// Forgets what was broken: the user may have mended it. With `afresh` the helper is ended, too.
    pub fn forgive(&mut self, afresh: bool) {
        if afresh {
            self.helper = None;
        }
        self.misses = 0;
        self.broken = None;
    }

    /// Makes sure that a helper runs; tells what it will do first.
    pub fn wake(&mut self, program: Option<&PathBuf>) -> Result<Phase, SystemFault> {
        if let Some(fault) = self.broken {
            return Err(fault);
        }
        if self.helper.as_mut().is_some_and(|running| !running.process.is_alive()) {
            self.helper = None;
        }
        match &self.helper {
            Some(running) if running.greeted => Ok(Phase::Begin),
            Some(_) => Ok(Phase::Hello),
            None => self.start(program).map(|()| Phase::Hello),
        }
    }

    fn start(&mut self, program: Option<&PathBuf>) -> Result<(), SystemFault> {
        self.life += 1;
        let (life, mailbox) = (self.life, Arc::clone(&self.mailbox));
        let started = program.ok_or(SystemFault::Missing).and_then(|program| {
            Helper::start(program, move |heard| match heard {
                Heard::Said(reply) => mailbox.report(Report::Helper { life, reply }),
                Heard::Gone => mailbox.report(Report::HelperGone { life }),
            })
            .map_err(|error| {
                log::warn!("the voice helper could not be started: {error}");
                SystemFault::Missing
            })
        });
        let process = started.inspect_err(|fault| self.broken = Some(*fault))?;
        let told = process.tell(Order::Hello);
        self.helper = Some(Running { process, greeted: false, voice: None, dead_since: None });
        if told { Ok(()) } else { Err(SystemFault::NoAnswer) }
    }

    /// Whether the process was gone at the last look already: what it wrote before has been read by now.
    pub fn has_died(&mut self, now: Instant) -> bool {
        let Some(running) = &mut self.helper else { return true };
        if running.process.is_alive() {
            return false;
        }
        now.saturating_duration_since(*running.dead_since.get_or_insert(now)) >= LAST_WORDS
    }

    /// Whether a report is of the helper that runs now.
    pub fn is_current(&self, life: u64) -> bool {
        self.helper.is_some() && life == self.life
    }

    /// The helper answered hello. False if it is not one that we can talk to.
    pub fn greeted(&mut self, version: u32, engine: &str) -> bool {
        log::info!("the system voice is {engine}");
        if let Some(running) = self.helper.as_mut().filter(|_| version == VERSION) {
            running.greeted = true;
            return true;
        }
        self.broken = Some(SystemFault::Missing);
        false
    }

    /// Orders an utterance; tells how long its begin may take.
    pub fn say(
        &mut self,
        id: u64,
        text: &str,
        wpm: u16,
        voice: Option<&str>,
    ) -> Result<Duration, SystemFault> {
        let running = self.helper.as_mut().ok_or(SystemFault::NoAnswer)?;
        let other_voice = running.voice.as_deref() != voice;
        running.voice = voice.map(str::to_owned);
        let order = Order::Say { id, text: text.to_owned(), wpm, voice: voice.map(str::to_owned) };
        if running.process.tell(order) {
            Ok(if other_voice { BEGIN_OTHER_VOICE } else { BEGIN })
        } else {
            Err(SystemFault::NoAnswer)
        }
    }

    /// Silences it at once. One that doesn't even read its orders is killed.
    pub fn hush(&mut self) {
        if self.helper.as_ref().is_some_and(|running| !running.process.tell(Order::Stop)) {
            self.helper = None;
        }
    }

    /// It missed a time limit, failed or died. Kills it; after too many misses it is not tried again.
    pub fn missed(&mut self, fault: SystemFault) {
        self.helper = None;
        self.misses += 1;
        log::warn!("{} (miss {})", fault.sentence(), self.misses);
        if self.misses >= MAX_MISSES {
            self.broken = Some(fault);
        }
    }

    /// Whether it may be started once more.
    pub fn may_retry(&self) -> bool {
        self.broken.is_none()
    }

    /// It said to the end what it was told.
    pub fn proved(&mut self) {
        self.misses = 0;
    }
}

/// The fault behind a `failed` reply.
pub(super) fn fault_of(reply: &Reply) -> SystemFault {
    match reply {
        Reply::Failed { id: None, .. } => SystemFault::NoService,
        _ => SystemFault::NoAnswer,
    }
}
