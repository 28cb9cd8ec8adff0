//! Connections to the sound systems, those to PulseAudio kept when they have served.
//!
//! A connection to PulseAudio that is dropped may keep its thread and three files for good: nothing wakes the
//! thread but its own last message, and that one may have been answered before all of the connection is gone
//! (seen: always without a stream, now and then with one). So none is dropped while it works.
//! There is one for questions and one for each stream, since a stream may hang; a stream that has ended leaves
//! its connection to the next.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cpal::traits::HostTrait as _;

/// The one that questions are asked on; replaced when it is dead.
static ASKING: Mutex<Option<Arc<cpal::Host>>> = Mutex::new(None);

/// Those for streams.
static FOR_STREAMS: Mutex<ForStreams> = Mutex::new(ForStreams { idle: Vec::new(), lent: 0 });

/// One of them has come back.
static CAME_BACK: Condvar = Condvar::new();

struct ForStreams {
    idle: Vec<Arc<cpal::Host>>,
    lent: usize,
}

/// A microphone and a loudspeaker. If so many are lent already, one of them is about to come back, unless its
/// stream hangs.
const AT_ONCE: usize = 2;

/// How long that is waited for.
const CLOSING: Duration = Duration::from_millis(250);

/// Never held while anything is asked, which may block for good.
fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A sound system that can be asked.
pub(super) enum Connection {
    /// PulseAudio by the connection that is kept for questions.
    Kept(Arc<cpal::Host>),
    /// One that is made anew each time.
    Own(Arc<cpal::Host>),
}

impl Connection {
    /// Connects. May block.
    pub(super) fn to(id: cpal::HostId) -> Result<Self, cpal::Error> {
        if id.to_string() != "pulseaudio" {
            return Ok(Self::Own(Arc::new(cpal::host_from_id(id)?)));
        }
        let kept = lock(&ASKING).clone();
        if let Some(host) = kept.filter(|host| works(host)) {
            return Ok(Self::Kept(host));
        }
        let host = Arc::new(cpal::host_from_id(id)?);
        *lock(&ASKING) = Some(Arc::clone(&host));
        Ok(Self::Kept(host))
    }

    /// For questions.
    pub(super) fn host(&self) -> &cpal::Host {
        match self {
            Self::Kept(host) | Self::Own(host) => host,
        }
    }

    /// One that may carry a stream. May block.
    pub(super) fn for_stream(self) -> Result<Lent, cpal::Error> {
        match self {
            Self::Own(host) => Ok(Lent { host, comes_back: false }),
            Self::Kept(host) => lend(host.id()),
        }
    }
}

/// Dead ones end by themselves.
fn lend(id: cpal::HostId) -> Result<Lent, cpal::Error> {
    while let Some(host) = idle() {
        if works(&host) {
            return Ok(Lent::counted(host));
        }
    }
    cpal::host_from_id(id).map(|host| Lent::counted(Arc::new(host)))
}

fn idle() -> Option<Arc<cpal::Host>> {
    let mut all = lock(&FOR_STREAMS);
    if all.lent >= AT_ONCE {
        let waited = CAME_BACK.wait_timeout_while(all, CLOSING, |all| all.idle.is_empty());
        all = waited.unwrap_or_else(PoisonError::into_inner).0;
    }
    all.idle.pop()
}

/// Whether it answers. May block.
fn works(host: &cpal::Host) -> bool {
    host.devices().is_ok()
}

/// A connection for one stream, whose end comes before this one's.
pub(super) struct Lent {
    host: Arc<cpal::Host>,
    comes_back: bool,
}

impl Lent {
    fn counted(host: Arc<cpal::Host>) -> Self {
        lock(&FOR_STREAMS).lent += 1;
        Self { host, comes_back: true }
    }

    pub(super) fn host(&self) -> &cpal::Host {
        &self.host
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.comes_back {
            let mut all = lock(&FOR_STREAMS);
            all.lent -= 1;
            all.idle.push(Arc::clone(&self.host));
            CAME_BACK.notify_one();
        }
    }
}
