//! What reaches the voice's thread, from the callers and from its engines: one place, one wait.
//!
//! Posting never waits. Requests are not queued: the latest replaces what is there. Reports of engines are
//! few; a helper that floods is slowed down on its own reader thread.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::protocol::Reply;
use super::renderer::{Clip, RenderFault};
use super::utterance::Purpose;
use super::{SpeakRequest, VoiceConfig};

/// Reports kept at most; our engines post two or three per utterance.
const MAX_REPORTS: usize = 64;
/// How long a flooding helper's reader waits before it looks again.
const FLOOD_PAUSE: Duration = Duration::from_millis(10);

/// Something an engine says.
#[derive(Debug)]
pub(super) enum Report {
    /// The helper process of this life wrote a line.
    Helper { life: u64, reply: Reply },
    /// Its output has ended.
    HelperGone { life: u64 },
    /// A rendering is done.
    Rendered { job: u64, result: Result<Clip, RenderFault> },
}

/// All that came since the last look.
#[derive(Debug, Default)]
pub(super) struct Mail {
    /// Another configuration.
    pub config: Option<VoiceConfig>,
    /// Be quiet.
    pub stop: bool,
    /// Speak or prepare, with the generation of this request.
    pub request: Option<(u64, SpeakRequest, Purpose)>,
    /// From engines, in order.
    pub reports: VecDeque<Report>,
    /// The voice is being dropped.
    pub quit: bool,
}

impl Mail {
    fn is_empty(&self) -> bool {
        self.config.is_none()
            && !self.stop
            && self.request.is_none()
            && self.reports.is_empty()
            && !self.quit
    }
}

/// The place.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    mail: Mutex<Mail>,
    arrived: Condvar,
    /// Rises with every request and stop: events of an older generation are not delivered any more.
    generation: AtomicU64,
}

impl Mailbox {
    fn lock(&self) -> MutexGuard<'_, Mail> {
        // A poster that panicked has left whole values behind: each assignment is one step.
        self.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces whatever is waiting or being said.
    pub fn say(&self, request: SpeakRequest, purpose: Purpose) {
        let mut mail = self.lock();
        let generation = self.generation.fetch_add(1, Ordering::SeqCst) + 1;
        mail.request = Some((generation, request, purpose));
        self.arrived.notify_one();
    }

    /// Ends whatever is waiting or being said.
    pub fn stop(&self) {
        let mut mail = self.lock();
        self.generation.fetch_add(1, Ordering::SeqCst);
        mail.request = None;
        mail.stop = true;
        self.arrived.notify_one();
    }

    /// The latest configuration wins.
    pub fn configure(&self, config: VoiceConfig) {
        self.lock().config = Some(config);
        self.arrived.notify_one();
    }

    /// No more work.
    pub fn quit(&self) {
        let mut mail = self.lock();
        self.generation.fetch_add(1, Ordering::SeqCst);
        mail.quit = true;
        self.arrived.notify_one();
    }

    /// From an engine's thread; slows it down while too many are unread.
    pub fn report(&self, report: Report) {
        let mut mail = self.lock();
        while mail.reports.len() >= MAX_REPORTS && !mail.quit {
            drop(mail);
            std::thread::sleep(FLOOD_PAUSE);
            mail = self.lock();
        }
        mail.reports.push_back(report);
        self.arrived.notify_one();
    }

    /// Whether events of this generation may still be delivered.
    pub fn is_current(&self, generation: u64) -> bool {
        self.generation.load(Ordering::SeqCst) == generation
    }

    /// Waits for mail, or until `deadline`, and takes all of it.
    pub fn wait(&self, deadline: Option<Instant>) -> Mail {
        let mut mail = self.lock();
        while mail.is_empty() {
            mail = match deadline.map(|at| at.saturating_duration_since(Instant::now())) {
                None => self.arrived.wait(mail).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => break,
                Some(left) => {
                    self.arrived.wait_timeout(mail, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        let quit = mail.quit;
        let taken = std::mem::take(&mut *mail);
        mail.quit = quit; // for those who wait in `report`
        taken
    }
}
