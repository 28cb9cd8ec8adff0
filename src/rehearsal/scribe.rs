//! Writes session files for a running interview, in order, on a thread of its own.
//!
//! Each write is synced to disk, which may take more than half a second under load: the director must not
//! stand still for that.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use serde_json::Value;

use crate::store::{SessionFolder, SessionRecord, Store, StoreError, TakePaths, TakeRecord};

/// More than any interview writes at once: three times a sidecar for a take and a session file a switch of pacing.
const QUEUE: usize = 64;

/// Something to write.
pub(super) enum Page {
    /// A take that begins.
    Begun(TakePaths, Box<TakeRecord>),
    /// A take as it is now.
    Take(TakePaths, Box<TakeRecord>),
    /// What was measured in a take, into its sidecar; all else in there stays as it is.
    Measures(PathBuf, Value),
    /// The session.
    Session(Box<SessionRecord>),
}

/// The handle to the thread; dropping it waits until all is written.
pub(super) struct Scribe {
    session: Arc<SessionFolder>,
    store: Store,
    pages: Option<SyncSender<Page>>,
    problems: Receiver<String>,
    thread: Option<JoinHandle<()>>,
}

impl Scribe {
    /// Starts the thread. Where the system has none left, everything is written at once instead.
    pub(super) fn start(session: SessionFolder, store: &Store) -> Self {
        let session = Arc::new(session);
        let (pages, inbox) = sync_channel::<Page>(QUEUE);
        let (outbox, problems) = sync_channel(QUEUE);
        let (folder, kept) = (Arc::clone(&session), store.clone());
        let thread = std::thread::Builder::new().name("scribe".to_owned()).spawn(move || {
            for page in inbox {
                if let Err(problem) = write(&folder, &kept, &page) {
                    // Full: the user has been told often enough.
                    let _told = outbox.try_send(problem.to_string());
                }
            }
        });
        let thread =
            thread.map_err(|problem| log::warn!("no thread to write with: {problem}")).ok();
        let pages = thread.is_some().then_some(pages);
        Self { session, store: store.clone(), pages, problems, thread }
    }

    /// The session's folder.
    pub(super) fn session(&self) -> &SessionFolder {
        &self.session
    }

    /// Has it written; returns at once unless far too much is waiting.
    pub(super) fn write(&self, page: Page) -> Result<(), StoreError> {
        let Some(pages) = &self.pages else { return write(&self.session, &self.store, &page) };
        match pages.try_send(page) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(page) | TrySendError::Disconnected(page)) => {
                write(&self.session, &self.store, &page)
            }
        }
    }

    /// For something that is written when it is known, by whoever finds it out. [`Self::finish`] waits for
    /// it, unless that one gives up and drops this.
    pub(super) fn promise(&self) -> Promise {
        Promise {
            pages: self.pages.clone(),
            session: Arc::clone(&self.session),
            store: self.store.clone(),
        }
    }

    /// What could not be written since last asked, a sentence each.
    pub(super) fn problems(&self) -> impl Iterator<Item = String> {
        self.problems.try_iter()
    }

    /// Waits until everything is written; what comes later is written at once.
    pub(super) fn finish(&mut self) {
        self.pages = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the scribe's thread ended in a panic");
        }
    }
}

impl Drop for Scribe {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Something that will be written.
pub(super) struct Promise {
    pages: Option<SyncSender<Page>>,
    session: Arc<SessionFolder>,
    store: Store,
}

impl Promise {
    /// Has it written, after all that was asked for before.
    pub(super) fn keep(self, page: Page) {
        let written = match &self.pages {
            None => write(&self.session, &self.store, &page),
            Some(pages) => {
                if pages.try_send(page).is_err() {
                    log::warn!("the scribe has too much to do; something is written later");
                }
                Ok(())
            }
        };
        if let Err(problem) = written {
            log::warn!("{problem}");
        }
    }
}

fn write(session: &SessionFolder, store: &Store, page: &Page) -> Result<(), StoreError> {
    match page {
        Page::Begun(paths, record) => session.note_take_begun(paths, record),
        Page::Take(paths, record) => session.save_take(paths, record),
        Page::Measures(sidecar, measures) => {
            let change = |record: &mut TakeRecord| record.measures = Some(measures.clone());
            store.update_take(sidecar, change).map(drop)
        }
        Page::Session(record) => session.save_record(record),
    }
}
