//! The thread that reads and writes files for the window, in order.

mod soon;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Instant;

use crate::panics::caught;
use crate::rehearsal::{History, Recovered, recover, stamp, takes, whole_answers, with_sound};
use crate::store::{
    Basket, Contents, Due, Holdings, Profile, RecordingSettings, Removal, Removed, ReturnRecords,
    Session, SessionSummary, Settings, Store, StoreError, TakeRecord,
};

use super::questions::{
    ExportJob, Exported, KeepJob, Keeping, Kept, KeptBeside, export, keep, keep_bank,
};
use super::review_past::Elsewhere;
use soon::Soon;

/// A change of a take's record.
pub(super) type TakeChange = Box<dyn FnOnce(&mut TakeRecord) + Send>;

/// Work for the librarian.
pub(super) enum Job {
    /// Put recordings that were cut off in their place.
    Recover,
    /// Which sessions are there?
    ListSessions,
    /// Read one.
    OpenSession(PathBuf),
    /// Change a take's sidecar.
    ChangeTake(PathBuf, TakeChange),
    /// The same for a letter that was typed: written within half a second, together with its neighbours.
    TypeInTake(PathBuf, TakeChange),
    /// Read a question's takes in other sessions than this one.
    LookBack {
        /// The bank.
        bank: String,
        /// The question's id.
        question: String,
        /// The session's folder.
        except: PathBuf,
    },
    /// Read what was practised, a turn's worth since this.
    ReadHistory(Arc<History>),
    /// Keep the settings.
    SaveSettings(Box<Settings>),
    /// Keep the words for placeholders.
    SaveProfile(Box<Profile>),
    /// Keep the days the user chose for questions to return.
    SaveReturns(ReturnRecords),
    /// Keep the user's own pacings, in the form of `pacings.toml`.
    SavePacings(String),
    /// Keep a bank that is being edited, but not over another program's change.
    KeepBank(Keeping),
    /// Move a bank to the earlier ones.
    RemoveBank(String),
    /// Take it back from there.
    BringBackBank(String),
    /// Keep what was imported.
    KeepImport(Box<KeepJob>),
    /// Write a bank where the user wants it.
    Export(Box<ExportJob>),
    /// How much is in the folders?
    CountFolders,
    /// What would go with this?
    Weigh(Removal),
    /// Move it to a wastebasket.
    Remove(Removal, Basket),
    /// Put it back.
    BringBack(Arc<Removed>),
    /// Which recordings are older than these settings keep them?
    FindDue(RecordingSettings),
    /// Remove those, but not what is doubtful unless the user has seen it.
    RemoveDue {
        /// How long recordings are kept.
        settings: RecordingSettings,
        /// The user has seen what is due.
        is_seen: bool,
        /// Where they go.
        basket: Basket,
    },
    /// Put back everything in Greenroom's own wastebasket.
    PutAllBack,
    /// Destroy what is in it.
    EmptyWastebasket,
    /// Remove what can be made again.
    ClearCache,
    /// Show a folder in the desktop's file manager.
    ShowFolder(PathBuf),
    /// Open a file in the program that the desktop has for it.
    ShowFile(PathBuf),
}

/// What came of it.
pub(super) enum Done {
    /// Recordings that were put in their place.
    Recovered(Vec<Recovered>),
    /// The sessions, newest first.
    Sessions(Vec<SessionSummary>),
    /// A session.
    Session(Box<Session>),
    /// A question's takes in other sessions.
    LookedBack(Box<Elsewhere>),
    /// What was practised, or a part of it.
    History(Arc<History>),
    /// What is on the disk.
    Counted(Holdings),
    /// What would go with a removal, or a sentence that says why it may not be.
    Weighed(Removal, Result<Contents, String>),
    /// It is in a wastebasket.
    Removed(Arc<Removed>),
    /// It is back; a sentence says what of it is not.
    BroughtBack(Arc<Removed>, Option<String>),
    /// Recordings that are older than these settings keep them.
    Due(RecordingSettings, Due),
    /// Files in sessions are others now.
    SessionsChanged,
    /// The user's pacings are kept: read them again.
    PacingsSaved,
    /// Files of banks are others now: read them again.
    BanksChanged,
    /// Another program had changed the bank's file: what was edited is kept as another bank.
    BankKeptBeside(KeptBeside),
    /// The bank of this id could not be kept; a sentence says why.
    BankNotKept(String, String),
    /// What was imported is kept, or a sentence says why not.
    ImportKept(Result<Kept, String>),
    /// What came of an export.
    Exported(Exported),
    /// Something did not work; a sentence.
    Problem(String),
}

/// The handle to the thread; dropping it waits until everything asked for is written.
pub(super) struct Librarian {
    jobs: Option<SyncSender<Job>>,
    /// What there was no room for, in order: a listener who types while the disk stands still. None of it
    /// may be lost, and the window may not wait.
    backlog: RefCell<VecDeque<Job>>,
    done: Receiver<Done>,
    thread: Option<JoinHandle<()>>,
}

impl Librarian {
    /// Starts the thread. `wake` is called when something is done.
    pub(super) fn start(store: Store, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (jobs, inbox) = sync_channel::<Job>(256);
        let (outbox, done) = sync_channel(256);
        let thread = std::thread::Builder::new().name("librarian".to_owned()).spawn(move || {
            work(&inbox, |job| {
                let done = caught(|| {
                    crate::panics::point("librarian");
                    carry_out(job, &store)
                });
                let sentence = "Something could not be read or saved: a fault of Greenroom's own";
                let done = done.unwrap_or_else(|| Some(Done::Problem(sentence.to_owned())));
                // Once the window is gone, writing goes on, and nobody is told.
                if done.is_none_or(|result| outbox.send(result).is_ok()) {
                    wake();
                }
            });
        })?;
        let backlog = RefCell::default();
        Ok(Self { jobs: Some(jobs), backlog, done, thread: Some(thread) })
    }

    /// Asks for something; never waits.
    pub(super) fn ask(&self, job: Job) {
        self.backlog.borrow_mut().push_back(job);
        self.hand_over();
    }

    /// What was done since last asked.
    pub(super) fn done(&self) -> impl Iterator<Item = Done> {
        self.hand_over();
        self.done.try_iter()
    }

    /// Gives the thread as much as there is room for.
    fn hand_over(&self) {
        let Some(jobs) = &self.jobs else { return };
        let mut backlog = self.backlog.borrow_mut();
        while let Some(job) = backlog.pop_front() {
            match jobs.try_send(job) {
                Ok(()) => {}
                Err(TrySendError::Full(job)) => return backlog.push_front(job),
                Err(TrySendError::Disconnected(_)) => {
                    return log::error!("the librarian has ended; something was not saved");
                }
            }
        }
    }
}

impl Drop for Librarian {
    fn drop(&mut self) {
        // Nobody reads any more: an answer that waits for room must not hold the thread.
        let (_, nobody) = sync_channel(0);
        self.done = nobody;
        let jobs = self.jobs.take();
        for job in self.backlog.take() {
            if jobs.as_ref().is_none_or(|jobs| jobs.send(job).is_err()) {
                log::error!("the librarian has ended; something was not saved");
            }
        }
        drop(jobs);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the librarian's thread ended in a panic");
        }
    }
}

/// Carries out what comes in, to the end; what may wait a little does.
fn work(inbox: &Receiver<Job>, mut carry_out: impl FnMut(Job)) {
    let mut soon = Soon::default();
    loop {
        let got = match soon.due() {
            None => inbox.recv().map_err(RecvTimeoutError::from),
            Some(due) => inbox.recv_timeout(due.saturating_duration_since(Instant::now())),
        };
        let is_over = matches!(got, Err(RecvTimeoutError::Disconnected));
        let other = got.ok().and_then(|job| soon.put(job));
        let must = is_over || other.is_some();
        while let Some(job) = soon.take(Instant::now(), must) {
            let place = soon::place_of(&job);
            carry_out(job);
            soon.written(place);
        }
        if let Some(job) = other {
            let place = soon::place_of(&job);
            carry_out(job);
            soon.written(place);
        }
        if is_over {
            return;
        }
    }
}

fn carry_out(job: Job, store: &Store) -> Option<Done> {
    let outcome = match job {
        Job::Recover => return Some(Done::Recovered(recover(store))),
        Job::CountFolders => return Some(Done::Counted(store.holdings())),
        Job::Weigh(removal) => {
            let weight = store.weigh(&removal).map_err(|problem| problem.to_string());
            return Some(Done::Weighed(removal, weight));
        }
        Job::Remove(removal, basket) => store
            .remove(&removal, basket)
            .map(|removed| Some(Done::Removed(Arc::new(removed))))
            .map_err(|problem| problem.to_string()),
        Job::BringBack(removed) => {
            let problem = store.bring_back(&removed).err().map(|problem| problem.to_string());
            return Some(Done::BroughtBack(removed, problem));
        }
        Job::FindDue(settings) => {
            let due = store.due_recordings(&settings);
            return Some(Done::Due(settings, due));
        }
        Job::RemoveDue { settings, is_seen, basket } => {
            return remove_due(settings, is_seen, basket, store);
        }
        Job::PutAllBack => changed(store.put_all_back()),
        Job::EmptyWastebasket => changed(store.empty_wastebasket()),
        Job::ClearCache => changed(store.clear_cache()),
        Job::ListSessions => return Some(Done::Sessions(store.list_sessions())),
        Job::OpenSession(path) => takes::open(store, &path)
            .map(|session| with_sound(store, whole_answers(&session)))
            .map(|session| Some(Done::Session(Box::new(session))))
            .map_err(|problem| problem.to_string()),
        Job::ChangeTake(sidecar, change) | Job::TypeInTake(sidecar, change) => {
            store.update_take(&sidecar, change).map(|_| None).map_err(|problem| problem.to_string())
        }
        Job::LookBack { bank, question, except } => {
            let found = Elsewhere::read(store, &bank, question, except);
            return Some(Done::LookedBack(Box::new(found)));
        }
        Job::ReadHistory(before) => {
            return Some(Done::History(Arc::new(History::read(store, &before))));
        }
        Job::SaveSettings(settings) => {
            store.save_settings(&settings).map(|()| None).map_err(|problem| problem.to_string())
        }
        Job::SaveProfile(profile) => {
            store.save_profile(&profile).map(|()| None).map_err(|problem| problem.to_string())
        }
        Job::SaveReturns(days) => {
            store.save_returns(&days).map(|()| None).map_err(|problem| problem.to_string())
        }
        Job::SavePacings(text) => store
            .save_own_pacings(&text)
            .map(|()| Some(Done::PacingsSaved))
            .map_err(|problem| problem.to_string()),
        Job::KeepBank(keeping) => return Some(keep_bank(&keeping, store)),
        Job::RemoveBank(id) => banks_changed(store.remove_bank(&id)),
        Job::BringBackBank(id) => banks_changed(store.bring_back_bank(&id)),
        Job::KeepImport(job) => return Some(Done::ImportKept(keep(&job, store))),
        Job::Export(job) => return Some(Done::Exported(export(&job, store))),
        Job::ShowFile(path) => open::that_detached(&path).map(|()| None).map_err(|problem| {
            format!("The file could not be opened ({problem}): {}", path.display())
        }),
        Job::ShowFolder(path) => open::that_detached(&path).map(|()| None).map_err(|problem| {
            format!("The folder could not be shown ({problem}): {}", path.display())
        }),
    };
    outcome.unwrap_or_else(|sentence| Some(Done::Problem(sentence)))
}

fn changed(done: Result<(), StoreError>) -> Result<Option<Done>, String> {
    done.map(|()| Some(Done::SessionsChanged)).map_err(|problem| problem.to_string())
}

/// Removes recordings by their age. Nothing where none is due; what is doubtful is asked about.
fn remove_due(
    settings: RecordingSettings,
    is_seen: bool,
    basket: Basket,
    store: &Store,
) -> Option<Done> {
    let due = store.due_recordings(&settings);
    if due.wavs.is_empty() {
        return None;
    }
    if due.doubt.is_some() && !is_seen {
        return Some(Done::Due(settings, due));
    }
    let on = stamp(&jiff::ZonedDateTime::now());
    let removal = Removal::Sound { wavs: due.wavs, on };
    Some(match store.remove(&removal, basket) {
        Ok(removed) => Done::Removed(Arc::new(removed)),
        Err(problem) => Done::Problem(problem.to_string()),
    })
}

fn banks_changed(done: Result<PathBuf, StoreError>) -> Result<Option<Done>, String> {
    done.map(|_path| Some(Done::BanksChanged)).map_err(|problem| problem.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Folders, SessionRecord, TakePart};

    #[test]
    fn what_is_typed_is_written_at_most_twice_a_second_and_all_of_it_before_anything_else() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let now = jiff::ZonedDateTime::now();
        let session = store.begin_session(&SessionRecord::new("bank"), &now).unwrap();
        let paths = session.take_paths(0, "first", TakePart::Answer, 1);
        std::fs::write(&paths.wav, "sound").unwrap();
        session.save_take(&paths, &TakeRecord::new("first", TakePart::Answer, 1)).unwrap();
        let mut seen = std::collections::BTreeSet::new();
        let mut look = || {
            // Whatever is written is a new file in the place of the old one.
            let text = std::fs::read_to_string(&paths.sidecar).unwrap();
            seen.insert(text);
        };
        look();
        let librarian = Librarian::start(store.clone(), || {}).unwrap();
        let begun = Instant::now();
        for letter in 0..100 {
            let change = move |record: &mut TakeRecord| {
                assert_eq!(record.notes.len(), letter, "in order");
                record.notes.push('x');
            };
            librarian.ask(Job::TypeInTake(paths.sidecar.clone(), Box::new(change)));
            look();
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let most = begun.elapsed().as_secs_f64() * 2.0 + 2.0;
        assert!((seen.len() as f64) <= most, "{} states in {:?}", seen.len(), begun.elapsed());
        assert!(seen.len() >= 3, "but it is not left for the end: {} states", seen.len());
        librarian.ask(Job::OpenSession(session.path().to_owned()));
        let read = loop {
            if let Some(Done::Session(read)) = librarian.done().next() {
                break read;
            }
        };
        assert_eq!(read.takes[0].record.notes.len(), 100, "nobody reads what is not written yet");
        let change = |record: &mut TakeRecord| record.notes.push('!');
        librarian.ask(Job::TypeInTake(paths.sidecar.clone(), Box::new(change)));
        librarian.ask(Job::TypeInTake(paths.sidecar.clone(), Box::new(change)));
        drop(librarian);
        let session = store.load_session(session.path()).unwrap();
        assert!(session.takes[0].record.notes.ends_with("x!!"), "nor is anything lost at the end");
    }

    #[test]
    fn every_change_is_kept_however_many_come_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let now = jiff::ZonedDateTime::now();
        let session = store.begin_session(&SessionRecord::new("bank"), &now).unwrap();
        let paths = session.take_paths(0, "first", TakePart::Answer, 1);
        std::fs::write(&paths.wav, "sound").unwrap();
        session.save_take(&paths, &TakeRecord::new("first", TakePart::Answer, 1)).unwrap();
        let librarian = Librarian::start(store.clone(), || {}).unwrap();
        for nth in 0..600 {
            let change = move |record: &mut TakeRecord| {
                assert_eq!(record.points.len(), nth, "in order");
                record.points.push(nth);
            };
            librarian.ask(Job::ChangeTake(paths.sidecar.clone(), Box::new(change)));
        }
        drop(librarian);
        let session = store.load_session(session.path()).unwrap();
        assert_eq!(session.takes[0].record.points.len(), 600);
    }
}
