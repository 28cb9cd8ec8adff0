//! The thread of a simulated device.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crate::audio::disposable::Held;

/// A simulated device at work; its thread ends when this is dropped.
pub(super) struct Simulation {
    should_stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Simulation {
    /// Runs `work` until the flag it is given says stop; it may park, dropping wakes it.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub(super) fn spawn(
        name: &str,
        work: impl FnOnce(&AtomicBool) + Send + 'static,
    ) -> std::io::Result<Self> {
        let should_stop = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&should_stop);
        let thread =
            std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&stop))?;
        Ok(Self { should_stop, thread: Some(thread) })
    }
}

impl Held for Simulation {}

impl Drop for Simulation {
    fn drop(&mut self) {
        self.should_stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            if thread.join().is_err() {
                log::error!("a simulated device has panicked");
            }
        }
    }
}
