//! The thread that waits for the disk, so that draining the ring never does.
//!
//! One sync took 648 ms on a busy machine. Here it costs nothing but its own time.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::audio::api::{MicEvent, TakeHandle};
use crate::audio::mic::take::Take;
use crate::audio::mic::write_behind::SyncHandle;
use crate::panics::caught;

/// Jobs that can wait. Takes end seconds apart, and syncs are left out while one is running.
const WAITING_JOBS: usize = 32;

/// Hands what happened to whoever asked to be told.
pub(super) type Events = Arc<dyn Fn(MicEvent) + Send + Sync>;

enum Job {
    Sync(SyncHandle),
    Save(Box<Take>),
    /// A take that is kept: to another place, or once more to its own.
    Again(TakeHandle, Option<PathBuf>),
}

#[derive(Default)]
struct Shared {
    is_syncing: AtomicBool,
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

    /// Saves a finished take, and reports it. One whose writing has failed is tried once more.
    pub(super) fn save(&self, take: Take) {
        if let Some(Job::Save(take)) = self.give(Job::Save(Box::new(take))) {
            save(*take, &self.shared, &self.events);
        }
    }

    /// Saves a take that is kept: to another place, which is reported either way, or once more to its own,
    /// which is reported if it works.
    pub(super) fn save_again(&self, handle: TakeHandle, place: Option<PathBuf>) {
        // Nobody waits so much for one of many attempts that the microphone's thread should.
        if self.give(Job::Again(handle, place)).is_some() {
            log::warn!("the saving thread has too much to do");
        }
    }

    /// Hands on a job, or gives it back.
    fn give(&self, job: Job) -> Option<Job> {
        let Some(jobs) = &self.jobs else { return Some(job) };
        match jobs.try_send(job) {
            Ok(()) => None,
            Err(TrySendError::Full(job) | TrySendError::Disconnected(job)) => Some(job),
        }
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
                // What fails in here is told by the next write.
                let _synced = caught(|| file.sync());
                shared.is_syncing.store(false, Ordering::Release);
            }
            Job::Save(take) => {
                let handle = take.handle;
                let saved = caught(|| {
                    crate::panics::point("take-saver");
                    save(*take, shared, events);
                });
                tell_broken(saved, handle, events);
            }
            Job::Again(handle, place) => {
                tell_broken(caught(|| save_again(handle, place, shared, events)), handle, events);
            }
        }
    }
}

/// Tells of a panic on the way.
fn tell_broken(done: Option<()>, handle: TakeHandle, events: &Events) {
    if done.is_none() {
        events(MicEvent::TakeFailed(handle, BROKEN.to_owned()));
    }
}

/// What is told of a recording that a panic took from here.
const BROKEN: &str = "A fault of Greenroom's own kept the recording from being finished. What was recorded is on \
                      disk, and the next start puts it into its place";

fn save(mut take: Take, shared: &Shared, events: &Events) {
    let handle = take.handle;
    let ready = if take.trouble().is_some() { take.write_again() } else { Ok(()) };
    match ready.and_then(|()| take.save()) {
        Ok(summary) => events(MicEvent::TakeSaved(handle, summary)),
        Err(error) => keep(take, &error, shared, events),
    }
}

fn save_again(handle: TakeHandle, place: Option<PathBuf>, shared: &Shared, events: &Events) {
    let kept = {
        let mut unsaved = lock(&shared.unsaved);
        let at = unsaved.iter().position(|take| take.handle == handle);
        at.map(|at| unsaved.swap_remove(at))
    };
    let Some(mut take) = kept else {
        log::debug!("take {} has nothing left to save", handle.0);
        // Whoever gave it another place would wait for it.
        if place.is_some() {
            events(MicEvent::TakeFailed(handle, BROKEN.to_owned()));
        }
        return;
    };
    let is_new = place.is_some();
    let ready = match place {
        Some(place) => take.move_to(&place),
        None => take.write_again(),
    };
    match ready.and_then(|()| take.save()) {
        Ok(summary) => events(MicEvent::TakeSaved(handle, summary)),
        Err(error) if is_new => keep(take, &error, shared, events),
        Err(_) => lock(&shared.unsaved).push(take),
    }
}

/// Keeps a finished take that can't be written, until it is saved elsewhere, and tells it.
fn keep(take: Take, error: &std::io::Error, shared: &Shared, events: &Events) {
    let (handle, message) = (take.handle, failure(error, &take));
    // Kept first: whoever hears of the failure may ask at once to save it elsewhere.
    lock(&shared.unsaved).push(take);
    events(MicEvent::TakeFailed(handle, message));
}

/// What a person is told when a recording can't be written.
pub(super) fn failure(error: &std::io::Error, take: &Take) -> String {
    let why = match error.kind() {
        // EMFILE and ENFILE have no kind of their own.
        _ if cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24)) => {
            "too many files are open"
        }
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "the disk is full",
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            "the folder can't be written to"
        }
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => "the folder is gone",
        std::io::ErrorKind::TimedOut => "the disk does not answer",
        _ => "the disk reports an error",
    };
    let place = take.path().map_or_else(String::new, |path| format!(": {}", path.display()));
    format!(
        "The recording can't be written, {why}. It is kept in memory: choose another folder to save \
         it ({error}){place}"
    )
}

/// What a person is told when memory will soon hold no more of what can't be written.
pub(super) fn running_out(left: Duration) -> String {
    let minutes = left.as_secs().div_ceil(60);
    format!(
        "The recording still can't be written, and there is room in memory for {minutes} more minutes of it. \
         Choose another folder now, or end the answer"
    )
}
