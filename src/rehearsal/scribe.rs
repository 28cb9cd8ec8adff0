//! Writes session files for a running interview, on a thread of its own.
//!
//! Each write is synced to disk, which may take more than half a second under load, and a minute on a slow disk:
//! the director must not stand still for that. Different files are written side by side, and of what is asked for
//! while a file is being written, its newest state alone.

use std::path::PathBuf;
use std::sync::mpsc::{
    Receiver, RecvTimeoutError, Sender, SyncSender, TryRecvError, TrySendError, channel,
    sync_channel,
};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::disk;
use crate::interview::TakeEnd;
use crate::panics::caught;
use crate::rehearsal::records::end_word;
use crate::store::{SessionFolder, SessionRecord, Store, StoreError, TakePaths, TakeRecord};

/// More than any interview writes at once: three times a sidecar for a take and a session file a switch of pacing.
const QUEUE: usize = 64;

/// How long the end waits for what was promised: many times what measuring a take lasts, and less than the
/// window waits when it is closed. What comes later is written then.
const PROMISES: Duration = Duration::from_secs(5);

/// How long whoever drops it unfinished waits for a disk on which nothing moves.
const PARTING: Duration = Duration::from_secs(5);

/// The longest moment that a page waits for what may belong to it.
const LONGEST_MOMENT: Duration = Duration::from_secs(1);

/// How often what could not be written is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// How often the thread looks whether something is written.
const POLL: Duration = Duration::from_millis(2);

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

    /// Which file it is of.
    fn file(&self) -> File {
        match self {
            Self::Begun(paths, _) | Self::Take(paths, _) => Some(paths.sidecar.clone()),
            Self::Measures(sidecar, _) | Self::GivenUp(sidecar) => Some(sidecar.clone()),
            Self::Session(_) => None,
        }
    }

    /// Whether something that is known a little later belongs to it.
    fn may_grow(&self) -> bool {
        matches!(self, Self::Take(_, record) if record.measures.is_none())
    }

    /// Takes in what is to be added to it; gives back what is none of it.
    fn add(&mut self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Take(paths, record), Self::Measures(sidecar, measures))
                if paths.sidecar == sidecar =>
            {
                record.measures = Some(measures);
                None
            }
            (Self::Take(paths, record), Self::GivenUp(sidecar)) if paths.sidecar == sidecar => {
                end_word(TakeEnd::Retaken).clone_into(&mut record.ended_by);
                None
            }
            (_, other) => Some(other),
        }
    }
}

/// What the thread works with. Each file has a page under way at most; different files are written side by side.
struct Desk {
    folder: Arc<SessionFolder>,
    store: Store,
    /// To be written, in order.
    waiting: Vec<Waiting>,
    /// The files that are being written.
    under_way: Vec<File>,
    /// What could not be written, in order: room may be made for it.
    unwritten: Vec<Page>,
    /// What a write took last.
    took: Duration,
}

struct Waiting {
    page: Page,
    since: Instant,
    /// It was not tried before.
    is_new: bool,
}

/// What came of writing a page.
struct Written {
    page: Page,
    is_new: bool,
    problem: Option<Problem>,
    took: Duration,
}

/// What keeps a page from being written, as a sentence.
type Problem = String;

/// Which file a page is of; `None` is the session's own.
type File = Option<PathBuf>;

impl Desk {
    fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.under_way.is_empty()
    }

    /// A page is asked for: those that it makes out of date are not written any more.
    fn take_in(&mut self, page: Page) {
        self.waiting.retain(|old| !page.supersedes(&old.page));
        self.unwritten.retain(|old| !page.supersedes(old));
        let rest = self.waiting.iter_mut().try_fold(page, |page, old| old.page.add(page));
        if let Some(page) = rest {
            self.waiting.push(Waiting { page, since: Instant::now(), is_new: true });
        }
    }

    fn try_again(&mut self) {
        let since = Instant::now();
        let again = |page| Waiting { page, since, is_new: false };
        self.waiting.splice(0..0, self.unwritten.drain(..).map(again));
    }

    /// The next page whose file nobody writes.
    fn next(&mut self) -> Option<Waiting> {
        // On a slow disk it is worth a moment to see whether the measures of a take come with it.
        let moment = (self.took / 8).min(LONGEST_MOMENT);
        let mut files = self.under_way.clone();
        let mut is_ready = |one: &Waiting| {
            let file = one.page.file();
            let is_free = !files.contains(&file);
            // Those behind it wait for it, too.
            files.push(file);
            is_free && (!one.page.may_grow() || one.since.elapsed() >= moment)
        };
        let at = self.waiting.iter().position(&mut is_ready)?;
        let next = self.waiting.remove(at);
        self.under_way.push(next.page.file());
        Some(next)
    }

    /// Begins to write what can be written now.
    fn start<'scope>(
        &mut self,
        scope: &'scope std::thread::Scope<'scope, '_>,
        done: &Sender<Written>,
    ) {
        while let Some(next) = self.next() {
            let (folder, store) = (Arc::clone(&self.folder), self.store.clone());
            let done = done.clone();
            // Outside the thread, in case there is none.
            let job = Arc::new(Mutex::new(Some(next)));
            let work = move || {
                let next = job.lock().unwrap_or_else(PoisonError::into_inner).take();
                // Whoever waits for it has gone only if nobody wants to know.
                next.map_or((), |next| drop(done.send(carry_out(next, &folder, &store))))
            };
            let builder = std::thread::Builder::new().name("scribe".to_owned());
            if let Err(no_thread) = builder.spawn_scoped(scope, work.clone()) {
                log::warn!("no thread to write with: {no_thread}");
                work();
            }
        }
    }

    /// Gives what there is to tell.
    fn ended(&mut self, written: Written) -> Option<Problem> {
        let file = written.page.file();
        self.under_way.retain(|one| *one != file);
        self.took = written.took;
        let problem = written.problem?;
        let is_old = self.waiting.iter().any(|newer| newer.page.supersedes(&written.page));
        if !is_old && self.unwritten.len() < QUEUE {
            self.unwritten.push(written.page);
        }
        written.is_new.then_some(problem)
    }
}

fn carry_out(next: Waiting, folder: &SessionFolder, store: &Store) -> Written {
    let begun = Instant::now();
    let written = caught(|| {
        crate::panics::point("scribe");
        write(folder, store, &next.page)
    });
    let problem = match written {
        Some(written) => written.err().map(|problem| problem.to_string()),
        None => Some("Notes of a take could not be written. Its sound is kept".to_owned()),
    };
    Written { page: next.page, is_new: next.is_new, problem, took: begun.elapsed() }
}

/// The handle to the thread; dropping it waits until all that was asked for is written, as long as the disk moves.
pub(super) struct Scribe {
    session: Arc<SessionFolder>,
    store: Store,
    pages: Option<SyncSender<Word>>,
    problems: Receiver<String>,
    thread: Option<JoinHandle<()>>,
    end: End,
}

/// How far its end is.
enum End {
    /// Nobody has asked for it.
    NotAsked,
    /// It will let go of this when all is written.
    Asked(Receiver<()>),
    /// All that was asked for is written since.
    Written(Instant),
}

impl Scribe {
    /// Starts the thread. Where the system has none left, everything is written at once instead.
    pub(super) fn start(session: SessionFolder, store: &Store) -> Self {
        let session = Arc::new(session);
        let (pages, inbox) = sync_channel::<Word>(QUEUE);
        let (outbox, problems) = sync_channel(QUEUE);
        let (folder, kept) = (Arc::clone(&session), store.clone());
        let thread = std::thread::Builder::new().name("scribe".to_owned()).spawn(move || {
            let (waiting, under_way, unwritten) = (Vec::new(), Vec::new(), Vec::new());
            let (store, took) = (kept, Duration::ZERO);
            let mut desk = Desk { folder, store, waiting, under_way, unwritten, took };
            attend(&mut desk, &inbox, &outbox);
        });
        let thread =
            thread.map_err(|problem| log::warn!("no thread to write with: {problem}")).ok();
        let pages = thread.is_some().then_some(pages);
        Self { session, store: store.clone(), pages, problems, thread, end: End::NotAsked }
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

    /// For something that is written when it is known, by whoever finds it out. [`Self::is_done`] waits a
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

    /// Nothing more is asked for: whether all that was is written, and what was promised too, or not in time. What
    /// comes later is written when it comes. Waits for nothing: to be asked again.
    pub(super) fn is_done(&mut self) -> bool {
        self.is_done_within(PROMISES)
    }

    fn is_done_within(&mut self, promises: Duration) -> bool {
        let Some(thread) = &self.thread else { return true };
        if let (End::NotAsked, Some(pages)) = (&self.end, &self.pages) {
            let (here, come) = sync_channel(0);
            // Nothing is ever sent: the thread lets go of it when its turn comes, or ends in a panic.
            if let Err(TrySendError::Full(_)) = pages.try_send(Word::SayWhenHere(here)) {
                return false;
            }
            self.end = End::Asked(come);
            self.pages = None;
        }
        if let End::Asked(come) = &self.end
            && come.try_recv() == Err(TryRecvError::Disconnected)
        {
            self.end = End::Written(Instant::now());
        }
        let End::Written(since) = &self.end else { return false };
        if !thread.is_finished() {
            let is_late = since.elapsed() >= promises;
            if is_late {
                // It ends with the last promise.
                log::warn!("something is not known yet and will be written later");
                self.thread = None;
            }
            return is_late;
        }
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            log::error!("the scribe's thread ended in a panic");
        }
        true
    }
}

/// Writes what is asked for until nobody can ask any more.
fn attend(desk: &mut Desk, inbox: &Receiver<Word>, outbox: &SyncSender<Problem>) {
    let (done, come) = channel();
    std::thread::scope(|scope| {
        let (mut heres, mut last_try) = (Vec::new(), None);
        loop {
            match next_word(desk, inbox) {
                Ok(Word::Write(page)) => desk.take_in(page),
                Ok(Word::SayWhenHere(here)) => {
                    desk.try_again();
                    heres.push(here);
                }
                Err(RecvTimeoutError::Timeout) if desk.is_idle() => desk.try_again(),
                Err(RecvTimeoutError::Timeout) => {}
                // Nobody asks any more: what could not be written is tried once more.
                Err(RecvTimeoutError::Disconnected) if last_try.is_none() => {
                    last_try = Some(());
                    desk.try_again();
                }
                Err(RecvTimeoutError::Disconnected) if desk.is_idle() => return,
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(POLL),
            }
            desk.start(scope, &done);
            for written in come.try_iter() {
                if let Some(problem) = desk.ended(written) {
                    // Full: the user has been told often enough.
                    let _told = outbox.try_send(problem);
                }
            }
            if desk.is_idle() {
                heres.clear();
            }
        }
    });
}

/// What is asked for next; a timeout where there is something else to look after.
fn next_word(desk: &Desk, inbox: &Receiver<Word>) -> Result<Word, RecvTimeoutError> {
    match (desk.is_idle(), desk.unwritten.is_empty()) {
        (true, true) => inbox.recv().map_err(RecvTimeoutError::from),
        (true, false) => inbox.recv_timeout(TRY_AGAIN),
        (false, _) => inbox.recv_timeout(POLL),
    }
}

impl Drop for Scribe {
    fn drop(&mut self) {
        let begun = Instant::now();
        while !self.is_done() {
            if disk::quiet_for(begun) > PARTING {
                return log::warn!("what is known of the takes is still on its way to the disk");
            }
            std::thread::sleep(LOOK);
        }
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
        while !scribe.is_done_within(Duration::from_millis(10)) {
            std::thread::sleep(LOOK);
        }
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
