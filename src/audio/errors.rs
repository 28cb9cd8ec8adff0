//! What a stream's error callback said, counted: a hint, since backends stay quiet or flood.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Errors of one stream; read from anywhere.
#[derive(Debug, Default)]
pub(super) struct StreamErrors {
    count: AtomicU64,
    said_gone: AtomicBool,
    overruns: AtomicU64,
}

impl StreamErrors {
    /// Notes an error. Realtime-safe: no allocation, lock, I/O or log.
    pub(super) fn note(&self, error: &cpal::Error) {
        self.count.fetch_add(1, Ordering::Relaxed);
        let is_gone = matches!(
            error.kind(),
            cpal::ErrorKind::DeviceNotAvailable
                | cpal::ErrorKind::StreamInvalidated
                | cpal::ErrorKind::HostUnavailable
        );
        if is_gone {
            self.said_gone.store(true, Ordering::Relaxed);
        }
        if error.kind() == cpal::ErrorKind::Xrun {
            self.overruns.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many there were.
    pub(super) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// How many of them said that sound was lost, or torn, because somebody came too late.
    pub(super) fn overruns(&self) -> u64 {
        self.overruns.load(Ordering::Relaxed)
    }

    /// Whether one of them said that the device is gone. The watchdog decides.
    pub(super) fn said_gone(&self) -> bool {
        self.said_gone.load(Ordering::Relaxed)
    }
}
