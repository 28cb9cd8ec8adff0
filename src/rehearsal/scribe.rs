//! Writes session files for a running interview, in order, on a thread of its own.
//!
//! Each write is synced to disk, which may take more than half a second under load: the director must not
//! stand still for that.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::interview::TakeEnd;
use crate::panics::caught;
use crate::rehearsal::records::end_word;
use crate::store::{SessionFolder, SessionRecord, Store, StoreError, TakePaths, TakeRecord};

/// More than any interview writes at once: three times a sidecar for a take and a session file a switch of pacing.
const QUEUE: usize = 64;

/// How long the end waits for what was promised: many times what measuring a take lasts, and less than the
/// window waits when it is closed. What comes later is written then.
const PROMISES: Duration = Duration::from_secs(5);

/// How often what could not be written is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// How often it looks whether all of it has come.
const LOOK: Duration = Duration::from_millis(1);

/// What the thread is told.
enum Word {
    Write(Page),
    /// All that was asked for before is written.
    SayWhenHere(SyncSender<()>),
}

/// Something to write.
pub(super) enum Page {
    /// A take that begins.
    Begun(TakePaths, Box<TakeRecord>),
    /// A take as it is now.
    Take(TakePaths, Box<TakeRecord>),
    /// What was measured in a take, into its sidecar; all else in there stays as it is.
    Measures(PathBuf, Value),
    /// A take that is on disk was given up for another one; all else in there stays as it is.
    GivenUp(PathBuf),
    /// The session.
    Session(Box<SessionRecord>),
}

impl Page {
    /// Whether this one makes the other one out of date.
    fn supersedes(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Begun(paths, _) | Self::Take(paths, _),
                Self::Begun(old, _) | Self::Take(old, _),
            ) => paths.sidecar == old.sidecar,
            (Self::Session(_), Self::Session(_)) => true,
            _ => false,
        }
    }
}

/// What the thread works with.
struct Desk<'a> {
    folder: &'a SessionFolder,
    store: &'a Store,
    /// What could not be written, in order: room may be made for it.
    unwritten: Vec<Page>,
}

impl Desk<'_> {
    /// Writes a page, after those that could not be written before; keeps it if that fails.
    fn write(&mut self, page: Page) -> Result<(), StoreError> {
        self.unwritten.retain(|old| !page.supersedes(old));
        self.try_again();
        let written = write(self.folder, self.store, &page);
        if written.is_err() && self.unwritten.len() < QUEUE {
            self.unwritten.push(page);
        }
        written
    }

    fn try_again(&mut self) {
        let (folder, store) = (self.folder, self.store);
        self.unwritten.retain(|page| write(folder, store, page).is_err());
    }
}

/// The handle to the thread; dropping it waits until all that was asked for is written.
pub(super) struct Scribe {
    session: Arc<SessionFolder>,
    store: Store,
    pages: Option<SyncSender<Word>>,
    problems: Receiver<String>,
    thread: Option<JoinHandle<()>>,
}

impl Scribe {
    /// Starts the thread. Where the system has none left, everything is written at once instead.
    pub(super) fn start(session: SessionFolder, store: &Store) -> Self {
        let session = Arc::new(session);
        let (pages, inbox) = sync_channel::<Word>(QUEUE);
        let (outbox, problems) = sync_channel(QUEUE);
        let (folder, kept) = (Arc::clone(&session), store.clone());
        let thread = std::thread::Builder::new().name("scribe".to_owned()).spawn(move || {
            let mut desk = Desk { folder: &folder, store: &kept, unwritten: Vec::new() };
            loop {
                let word = match desk.unwritten.is_empty() {
                    true => inbox.recv().map_err(RecvTimeoutError::from),
                    false => inbox.recv_timeout(TRY_AGAIN),
                };
                match word {
                    Ok(Word::Write(page)) => {
                        let written = caught(|| {
                            crate::panics::point("scribe");
                            desk.write(page)
                        });
                        let problem = match written {
                            Some(Ok(())) => continue,
                            Some(Err(problem)) => problem.to_string(),
                            None => {
                                "Notes of a take could not be written. Its sound is kept".to_owned()
                            }
                        };
                        // Full: the user has been told often enough.
                        let _told = outbox.try_send(problem);
                    }
                    Ok(Word::SayWhenHere(here)) => {
                        desk.try_again();
                        drop(here);
                    }
                    Err(RecvTimeoutError::Timeout) => desk.try_again(),
                    Err(RecvTimeoutError::Disconnected) => return desk.try_again(),
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
        match pages.try_send(Word::Write(page)) {
            Err(
                TrySendError::Full(Word::Write(page))
                | TrySendError::Disconnected(Word::Write(page)),
            ) => write(&self.session, &self.store, &page),
            _ => Ok(()),
        }
    }

    /// For something that is written when it is known, by whoever finds it out. [`Self::finish`] waits a
    /// while for it, unless that one gives up and drops this.
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

    /// Waits until everything asked for is written, and a while for what was promised; what comes later is
    /// written when it comes.
    pub(super) fn finish(&mut self) {
        self.finish_within(PROMISES);
    }

    fn finish_within(&mut self, limit: Duration) {
        let (Some(pages), Some(thread)) = (self.pages.take(), self.thread.take()) else { return };
        let (here, come) = sync_channel(0);
        // Nothing is ever sent: the thread lets go of it when its turn comes, or ends in a panic.
        if pages.send(Word::SayWhenHere(here)).is_ok() {
            let _let_go = come.recv();
        }
        drop(pages);
        let since = Instant::now();
        while !thread.is_finished() {
            if since.elapsed() >= limit {
                // It ends with the last promise.
                return log::warn!("something is not known yet and will be written later");
            }
            std::thread::sleep(LOOK);
        }
        if thread.join().is_err() {
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
    pages: Option<SyncSender<Word>>,
    session: Arc<SessionFolder>,
    store: Store,
}

impl Promise {
    /// Has it written, after all that was asked for before.
    pub(super) fn keep(self, page: Page) {
        let written = match &self.pages {
            None => write(&self.session, &self.store, &page),
            Some(pages) => {
                if pages.try_send(Word::Write(page)).is_err() {
                    log::warn!("the scribe has too much to do; something is found out again later");
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
        Page::GivenUp(sidecar) => {
            let change = |record: &mut TakeRecord| {
                end_word(TakeEnd::Retaken).clone_into(&mut record.ended_by);
            };
            store.update_take(sidecar, change).map(drop)
        }
        Page::Session(record) => session.save_record(record),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Folders, TakePart};

    #[test]
    fn a_promise_that_is_not_kept_in_time_does_not_hold_the_end_and_is_kept_later() {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let now = jiff::ZonedDateTime::now();
        let session = store.begin_session(&SessionRecord::new("bank"), &now).expect("made");
        let paths = session.take_paths(0, "first", TakePart::Answer, 1);
        std::fs::write(&paths.wav, "sound").expect("written");
        let path = session.path().to_owned();
        let mut scribe = Scribe::start(session, &store);
        let promise = scribe.promise();
        let record = TakeRecord::new("first", TakePart::Answer, 1);
        scribe.write(Page::Take(paths.clone(), Box::new(record))).expect("taken");
        scribe.finish_within(Duration::from_millis(10));
        assert!(paths.sidecar.exists(), "what was asked for is written");

        let measures = serde_json::json!({ "version": 1 });
        promise.keep(Page::Measures(paths.sidecar, measures.clone()));
        let kept = || store.load_session(&path).expect("readable").takes[0].record.measures.clone();
        let begun = Instant::now();
        while kept().as_ref() != Some(&measures) {
            assert!(begun.elapsed() < Duration::from_secs(30), "it was promised");
            std::thread::sleep(LOOK);
        }
    }
}
