//! A renderer on a thread of its own, with a time limit on every job.
//!
//! A job that takes too long is given up together with its thread: nothing can stop foreign code in the
//! middle, so the thread is abandoned on purpose and a new one is started for the next job, twice at most.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use super::mailbox::{Mailbox, Report};
use super::renderer::{Clip, MakeRenderer, RenderFault, RenderJob, Renderer};

/// Jobs that wait, at most; all but the last are cancelled already.
const QUEUE: usize = 4;
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
    jobs: SyncSender<(u64, RenderJob)>,
    /// The only job that is still wanted.
    wanted: Arc<AtomicU64>,
    handle: JoinHandle<()>,
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
        thread.wanted.store(self.last_job, Ordering::SeqCst);
        match thread.jobs.try_send((self.last_job, job)) {
            Ok(()) => Ok(self.last_job),
            Err(_full_or_gone) => {
                self.abandon();
                Err(broken())
            }
        }
    }

    /// The job in progress is not wanted any more; its report will be an error or ignored.
    pub fn cancel(&self) {
        if let Some(thread) = &self.thread {
            thread.wanted.store(NO_JOB, Ordering::SeqCst);
        }
    }

    /// Gives the thread up after a job has exceeded its time.
    pub fn abandon(&mut self) {
        self.cancel();
        if self.thread.take().is_some() {
            self.abandoned += 1;
            log::warn!("the built-in voice exceeded its time; its thread is given up");
        }
    }

    fn start(&self, cache_dir: PathBuf) -> std::io::Result<RenderThread> {
        let (jobs, inbox) = sync_channel(QUEUE);
        let wanted = Arc::new(AtomicU64::new(NO_JOB));
        let (make, mailbox) = (Arc::clone(&self.make), Arc::clone(&self.mailbox));
        let still = Arc::clone(&wanted);
        let handle = Builder::new()
            .name("voice-builtin".into())
            .spawn(move || work(&inbox, &make, &cache_dir, &still, &mailbox))?;
        Ok(RenderThread { jobs, wanted, handle })
    }
}

impl Drop for Rendering {
    fn drop(&mut self) {
        self.cancel();
        let Some(RenderThread { jobs, handle, .. }) = self.thread.take() else { return };
        drop(jobs);
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

/// The thread: one job after the other, until the sender is dropped.
fn work(
    inbox: &Receiver<(u64, RenderJob)>,
    make: &MakeRenderer,
    cache_dir: &Path,
    wanted: &AtomicU64,
    mailbox: &Mailbox,
) {
    let mut engine: Option<Box<dyn Renderer>> = None;
    while let Ok((number, job)) = inbox.recv() {
        let cancelled = || wanted.load(Ordering::SeqCst) != number;
        if cancelled() {
            continue;
        }
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
