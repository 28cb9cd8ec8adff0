//! The thread that waits for the disk, so that draining the ring never does.
//!
//! One sync took 648 ms on a busy machine. Here it costs nothing but its own time.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::audio::api::{MicEvent, TakeHandle};
use crate::audio::mic::take::Take;
use crate::panics::caught;

/// Jobs that can wait. Takes end seconds apart, and syncs are left out while one is running.
const WAITING_JOBS: usize = 32;

/// Hands what happened to whoever asked to be told.
pub(super) type Events = Arc<dyn Fn(MicEvent) + Send + Sync>;

enum Job {
    Sync(std::fs::File),
    /// A take, and where to when its own place has failed.
    Save(Box<Take>, Option<PathBuf>),
}

#[derive(Default)]
struct Shared {
    is_syncing: AtomicBool,
    sync_failed: Mutex<Option<std::io::Error>>,
    /// Finished takes that could not be written: nothing of them is dropped until they are.
    unsaved: Mutex<Vec<Take>>,
}

/// Owner of the saving thread.
pub(super) struct Saver {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
    events: Events,
}

impl Saver {
    pub(super) fn start(events: &Events) -> Self {
        let (jobs, waiting) = sync_channel(WAITING_JOBS);
        let shared = Arc::new(Shared::default());
        let (for_thread, told) = (Arc::clone(&shared), Arc::clone(events));
        let thread = std::thread::Builder::new()
            .name("take-saver".into())
            .spawn(move || run(&waiting, &for_thread, &told));
        let (jobs, thread) = match thread {
            Ok(thread) => (Some(jobs), Some(thread)),
            // Without the thread the microphone's own does the work.
            Err(error) => {
                log::error!("the saving thread can't start: {error}");
                (None, None)
            }
        };
        Self { jobs, thread, shared, events: Arc::clone(events) }
    }

    /// Starts to sync the file of `take`, unless a sync is still running.
    pub(super) fn sync(&self, take: &Take) {
        let Some(file) = take.sync_handle() else { return };
        if self.shared.is_syncing.swap(true, Ordering::AcqRel) {
            return;
        }
        let sent = self.jobs.as_ref().map(|jobs| jobs.try_send(Job::Sync(file)));
        if !matches!(sent, Some(Ok(()))) {
            self.shared.is_syncing.store(false, Ordering::Release);
        }
    }

    /// What a sync since the last call failed with.
    pub(super) fn sync_error(&self) -> Option<std::io::Error> {
        lock(&self.shared.sync_failed).take()
    }

    /// Saves a finished take, elsewhere if its own place has failed, and reports it.
    pub(super) fn save(&self, take: Take, elsewhere: Option<PathBuf>) {
        let job = Job::Save(Box::new(take), elsewhere);
        let unsent = match &self.jobs {
            None => Some(job),
            Some(jobs) => jobs.try_send(job).err().map(|error| match error {
                TrySendError::Full(job) | TrySendError::Disconnected(job) => job,
            }),
        };
        if let Some(Job::Save(take, elsewhere)) = unsent {
            save(*take, elsewhere, &self.shared, &self.events);
        }
    }

    /// Keeps a finished take that is known to be unwritable, until it is saved elsewhere.
    pub(super) fn keep(&self, take: Take) {
        lock(&self.shared.unsaved).push(take);
    }

    /// Takes back a kept take, to save it elsewhere.
    pub(super) fn take_kept(&self, handle: TakeHandle) -> Option<Take> {
        let mut unsaved = lock(&self.shared.unsaved);
        let at = unsaved.iter().position(|take| take.handle == handle)?;
        Some(unsaved.swap_remove(at))
    }

    /// Finishes all jobs. Waits for the disk.
    pub(super) fn end(mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the saving thread has panicked");
        }
        for take in lock(&self.shared.unsaved).iter() {
            log::error!("a recording of {} frames could not be saved", take.frames().0);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run(jobs: &Receiver<Job>, shared: &Shared, events: &Events) {
    while let Ok(job) = jobs.recv() {
        match job {
            Job::Sync(file) => {
                let synced = caught(|| file.sync_data());
                if let Some(Err(error)) = synced {
                    *lock(&shared.sync_failed) = Some(error);
                }
                shared.is_syncing.store(false, Ordering::Release);
            }
            Job::Save(take, elsewhere) => {
                let handle = take.handle;
                let saved = caught(|| {
                    crate::panics::point("take-saver");
                    save(*take, elsewhere, shared, events);
                });
                if saved.is_none() {
                    let text = "A fault of Greenroom's own kept the recording from being finished. What was \
                                recorded is on disk, and the next start puts it into its place";
                    events(MicEvent::TakeFailed(handle, text.to_owned()));
                }
            }
        }
    }
}

fn save(mut take: Take, elsewhere: Option<PathBuf>, shared: &Shared, events: &Events) {
    let handle = take.handle;
    let moved = elsewhere.map_or(Ok(()), |path| take.move_to(&path));
    match moved.and_then(|()| take.save()) {
        Ok(summary) => events(MicEvent::TakeSaved(handle, summary)),
        Err(error) => {
            let message = failure(&error, &take);
            // Kept first: whoever hears of the failure may ask at once to save it elsewhere.
            lock(&shared.unsaved).push(take);
            events(MicEvent::TakeFailed(handle, message));
        }
    }
}

/// What a person is told when a recording can't be written.
pub(super) fn failure(error: &std::io::Error, take: &Take) -> String {
    let why = match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "the disk is full",
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            "the folder can't be written to"
        }
        std::io::ErrorKind::NotFound => "the folder is gone",
        _ => "the disk reports an error",
    };
    let place = take.path().map_or_else(String::new, |path| format!(": {}", path.display()));
    format!(
        "The recording can't be written, {why}. It is kept in memory: choose another folder to save \
         it ({error}){place}"
    )
}
