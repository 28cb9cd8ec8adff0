//! Connections to the sound systems, those to PulseAudio kept when they have served.
//!
//! A connection to PulseAudio that is dropped may keep its thread and three files for good: nothing wakes the
//! thread but its own last message, and that one may have been answered before all of the connection is gone
//! (seen: always without a stream, now and then with one). So none is dropped while it works.
//! There is one for questions and one for each stream, since a stream may hang; a stream that has ended leaves
//! its connection to the next.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cpal::traits::HostTrait as _;

use self::pool::{Lent as FromPool, Pool};

mod pool;

/// The one that questions are asked on; replaced when it is dead.
static ASKING: Mutex<Option<Arc<cpal::Host>>> = Mutex::new(None);

/// Those for streams.
static FOR_STREAMS: Pool<cpal::Host> = Pool::new();

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
        Ok(match self {
            Self::Own(host) => Lent::Own(host),
            Self::Kept(host) => {
                Lent::Kept(FOR_STREAMS.lend(works, || cpal::host_from_id(host.id()))?)
            }
        })
    }
}

/// Whether it answers. May block.
fn works(host: &cpal::Host) -> bool {
    host.devices().is_ok()
}

/// A connection for one stream, whose end comes before this one's.
pub(super) enum Lent {
    /// Of those that are kept.
    Kept(FromPool<cpal::Host>),
    /// Made for this stream.
    Own(Arc<cpal::Host>),
}

impl Lent {
    pub(super) fn host(&self) -> &cpal::Host {
        match self {
            Self::Kept(host) => host,
            Self::Own(host) => host,
        }
    }
}
