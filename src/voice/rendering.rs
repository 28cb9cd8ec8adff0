//! A renderer on a thread of its own, with a time limit on every job.
//!
//! A job that takes too long is given up together with its thread: nothing can stop foreign code in the
//! middle, so the thread is abandoned on purpose and a new one is started for the next job, twice at most.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use super::mailbox::{Mailbox, Report};
use super::renderer::{Clip, MakeRenderer, RenderFault, RenderJob, Renderer};

/// Threads given up before the engine counts as broken.
const MAX_ABANDONED: u32 = 2;
/// No job is 0; a thread that is to rest works on none.
const NO_JOB: u64 = 0;

/// How long a job may take: a hundred times what it takes on a slow machine (80 ms for 17 words, measured).
pub(super) fn time_limit(words: usize) -> Duration {
    Duration::from_secs(3) + Duration::from_millis(50) * u32::try_from(words).unwrap_or(u32::MAX)
}

/// The engine as the voice sees it.
pub(super) struct Rendering {
    make: MakeRenderer,
    mailbox: Arc<Mailbox>,
    thread: Option<RenderThread>,
    last_job: u64,
    abandoned: u32,
}

/// A running thread.
struct RenderThread {
    desk: Arc<Desk>,
    handle: JoinHandle<()>,
}

/// Where the thread finds its next job. Only the last one is ever wanted, so there is one place: a burst
/// of requests can't fill it, however late the thread comes to look.
#[derive(Default)]
struct Desk {
    /// The only job that is still wanted.
    wanted: AtomicU64,
    next: Mutex<Next>,
    arrived: Condvar,
}

#[derive(Default)]
struct Next {
    job: Option<(u64, RenderJob)>,
    closed: bool,
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Next> {
        // Each change is one step: what a thread that panicked left behind is whole.
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a job in the place of the one that waits.
    fn put(&self, number: u64, job: RenderJob) {
        self.wanted.store(number, Ordering::SeqCst);
        self.lock().job = Some((number, job));
        self.arrived.notify_one();
    }

    /// The job in progress, and the one that waits, are not wanted any more.
    fn cancel(&self) {
        self.wanted.store(NO_JOB, Ordering::SeqCst);
        self.lock().job = None;
    }

    fn is_wanted(&self, number: u64) -> bool {
        self.wanted.load(Ordering::SeqCst) == number
    }

    /// No more jobs.
    fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_one();
    }

    /// Waits for the next job; `None` when there will be none.
    fn take(&self) -> Option<(u64, RenderJob)> {
        let mut next = self.lock();
        loop {
            if next.closed {
                return None;
            }
            if let Some(job) = next.job.take() {
                return Some(job);
            }
            next = self.arrived.wait(next).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Rendering {
    pub fn new(make: MakeRenderer, mailbox: Arc<Mailbox>) -> Self {
        Self { make, mailbox, thread: None, last_job: NO_JOB, abandoned: 0 }
    }

    /// Starts a job and returns its number, which the report carries back.
    pub fn begin(&mut self, job: RenderJob, cache_dir: &Path) -> Result<u64, RenderFault> {
        let broken = || RenderFault::Engine("it did not answer in time".into());
        if self.abandoned >= MAX_ABANDONED {
            return Err(broken());
        }
        if self.thread.is_none() {
            self.thread = Some(self.start(cache_dir.to_owned())?);
        }
        let thread = self.thread.as_ref().ok_or_else(broken)?;
        self.last_job += 1;
        thread.desk.put(self.last_job, job);
        Ok(self.last_job)
    }

    /// The job in progress is not wanted any more; its report will be an error or ignored.
    pub fn cancel(&self) {
        if let Some(thread) = &self.thread {
            thread.desk.cancel();
        }
    }

    /// Gives the thread up after a job has exceeded its time.
    pub fn abandon(&mut self) {
        self.cancel();
        if let Some(thread) = self.thread.take() {
            // Should it come back, it finds nothing to do and ends.
            thread.desk.close();
            self.abandoned += 1;
            log::warn!("the built-in voice exceeded its time; its thread is given up");
        }
    }

    fn start(&self, cache_dir: PathBuf) -> std::io::Result<RenderThread> {
        let desk = Arc::new(Desk::default());
        let (make, mailbox) = (Arc::clone(&self.make), Arc::clone(&self.mailbox));
        let inbox = Arc::clone(&desk);
        let handle = Builder::new()
            .name("voice-builtin".into())
            .spawn(move || work(&inbox, &make, &cache_dir, &mailbox))?;
        Ok(RenderThread { desk, handle })
    }
}

impl Drop for Rendering {
    fn drop(&mut self) {
        self.cancel();
        let Some(RenderThread { desk, handle }) = self.thread.take() else { return };
        desk.close();
        // Usually gone within one step of the engine; a wedged one is left behind (see above).
        for _ in 0..100 {
            if handle.is_finished() {
                drop(handle.join());
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

/// The thread: one job after the other, until the desk is closed.
fn work(desk: &Desk, make: &MakeRenderer, cache_dir: &Path, mailbox: &Mailbox) {
    let mut engine: Option<Box<dyn Renderer>> = None;
    while let Some((number, job)) = desk.take() {
        let cancelled = || !desk.is_wanted(number);
        let result = attempt(&mut engine, make, cache_dir, &job, &cancelled);
        if !matches!(result, Ok(_) | Err(RenderFault::Cancelled)) {
            engine = None; // made anew for the next job
        }
        if !cancelled() {
            mailbox.report(Report::Rendered { job: number, result });
        }
    }
}

/// One job. A panic inside the engine's wrapper is a failure like any other.
fn attempt(
    engine: &mut Option<Box<dyn Renderer>>,
    make: &MakeRenderer,
    cache_dir: &Path,
    job: &RenderJob,
    cancelled: &dyn Fn() -> bool,
) -> Result<Clip, RenderFault> {
    let tried = catch_unwind(AssertUnwindSafe(|| {
        let engine = match engine {
            Some(engine) => engine,
            None => engine.insert(make(cache_dir)?),
        };
        engine.render(job, cancelled)
    }));
    tried.unwrap_or_else(|_| Err(RenderFault::Engine("it panicked".into())))
}
