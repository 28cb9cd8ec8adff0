//! Connections to the sound systems, those to PulseAudio kept when they have served.
//!
//! A connection to PulseAudio that is dropped may keep its thread and three files for good: nothing wakes the
//! thread but its own last message, and that one may have been answered before all of the connection is gone
//! (measured: always without a stream, once in some twenty with one). So none is dropped while it works.
//! There is one for questions and one for each stream, since a stream may hang; a stream that has ended leaves
//! its connection to the next. How many there are is how many streams were open at once, and one.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cpal::traits::HostTrait as _;

/// The one that questions are asked on; replaced when it is dead.
static ASKING: Mutex<Option<Arc<cpal::Host>>> = Mutex::new(None);

/// Those that carry no stream now.
static IDLE: Mutex<Vec<Arc<cpal::Host>>> = Mutex::new(Vec::new());

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
            Self::Kept(host) => Ok(Lent { host: idle_or_new(host.id())?, comes_back: true }),
        }
    }
}

/// Dead ones end by themselves.
fn idle_or_new(id: cpal::HostId) -> Result<Arc<cpal::Host>, cpal::Error> {
    loop {
        let Some(host) = lock(&IDLE).pop() else { return cpal::host_from_id(id).map(Arc::new) };
        if works(&host) {
            return Ok(host);
        }
    }
}

/// Whether it answers. May block.
fn works(host: &cpal::Host) -> bool {
    host.devices().is_ok()
}

/// A connection for one stream, which is dropped before it.
pub(super) struct Lent {
    host: Arc<cpal::Host>,
    comes_back: bool,
}

impl Lent {
    pub(super) fn host(&self) -> &cpal::Host {
        &self.host
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.comes_back {
            lock(&IDLE).push(Arc::clone(&self.host));
        }
    }
}
