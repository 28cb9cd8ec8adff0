//! What others may ask of the microphone at any time, without waiting for its thread.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::audio::api::{Levels, MicStats, TakeHandle};
use crate::audio::mic::capture::{CaptureCounts, CaptureEnd};
use crate::units::{Dbfs, Frames, SampleRate};

/// How fast the meter falls after a peak, in decibels per second: slow enough to read, fast enough to
/// follow phrases. (IEC 60268-10 type I meters fall 20 dB in 1.7 s, about half as fast.)
const FALL_DB_PER_SEC: f32 = 24.0;

/// Figures of one stream.
pub(super) struct StreamView {
    counts: Arc<CaptureCounts>,
    capacity: u64,
    high_water: AtomicU64,
    /// Milliseconds plus one; zero while unknown.
    first_callback_ms: AtomicU64,
}

impl StreamView {
    pub(super) fn new(end: &CaptureEnd) -> Self {
        Self {
            counts: Arc::clone(&end.counts),
            capacity: end.capacity() as u64,
            high_water: AtomicU64::new(0),
            first_callback_ms: AtomicU64::new(0),
        }
    }

    pub(super) fn note_waiting(&self, frames: usize) {
        self.high_water.fetch_max(frames as u64, Ordering::Relaxed);
    }

    pub(super) fn note_first_callback(&self, after: Duration) {
        let millis = u64::try_from(after.as_millis()).unwrap_or(u64::MAX - 1);
        self.first_callback_ms.store(millis.saturating_add(1), Ordering::Relaxed);
    }

    fn stats(&self) -> MicStats {
        let first_callback_ms = self.first_callback_ms.load(Ordering::Relaxed);
        MicStats {
            callbacks: self.counts.callbacks.load(Ordering::Relaxed),
            frames: Frames(self.counts.frames.load(Ordering::Relaxed)),
            dropped_frames: self.counts.dropped_frames.load(Ordering::Relaxed),
            errors: self.counts.errors.count(),
            overruns: self.counts.errors.overruns(),
            ring_high_water: Frames(self.high_water.load(Ordering::Relaxed)),
            ring_capacity: Frames(self.capacity),
            first_callback: first_callback_ms.checked_sub(1).map(Duration::from_millis),
        }
    }
}

/// Shared between the microphone's thread and those who ask.
#[derive(Default)]
pub(super) struct MicView {
    stream: Mutex<Option<Arc<StreamView>>>,
    recorded: Mutex<Option<(TakeHandle, Frames, SampleRate)>>,
    meter: Mutex<Option<(f32, Instant)>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl MicView {
    pub(super) fn set_stream(&self, stream: Option<Arc<StreamView>>) {
        *lock(&self.stream) = stream;
    }

    pub(super) fn set_recorded(&self, recorded: Option<(TakeHandle, Frames, SampleRate)>) {
        *lock(&self.recorded) = recorded;
    }

    pub(super) fn recorded(&self) -> Option<(TakeHandle, Frames, Duration)> {
        let (handle, frames, rate) = (*lock(&self.recorded))?;
        Some((handle, frames, frames.duration(rate)))
    }

    pub(super) fn stats(&self) -> MicStats {
        lock(&self.stream).as_ref().map(|stream| stream.stats()).unwrap_or_default()
    }

    /// The loudest sample since last asked, also as it falls from an earlier one.
    pub(super) fn levels(&self, now: Instant) -> Levels {
        let stream = lock(&self.stream).clone();
        let peak = stream.map_or(0.0, |stream| stream.counts.take_peak());
        let mut meter = lock(&self.meter);
        let held = meter.map_or(0.0, |(held, at)| {
            let secs = now.saturating_duration_since(at).as_secs_f32();
            held * Dbfs(-FALL_DB_PER_SEC * secs).amplitude()
        });
        let level = peak.max(held);
        *meter = Some((level, now));
        Levels { shown: Dbfs::from_amplitude(level), peak: Dbfs::from_amplitude(peak) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meter_falls_24_decibels_in_a_second() {
        let view = MicView::default();
        let start = Instant::now();
        *lock(&view.meter) = Some((1.0, start));
        let level = view.levels(start + Duration::from_secs(1)).shown;
        assert!((level.0 + 24.0).abs() < 0.1, "{level:?}");
    }
}
