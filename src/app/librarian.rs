//! The thread that reads and writes files for the window, in order.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use crate::bank::Values;
use crate::rehearsal::{Recovered, recover};
use crate::store::{Session, SessionSummary, Settings, Store, TakeRecord};

use super::review_past::Elsewhere;

/// Work for the librarian.
pub(super) enum Job {
    /// Put recordings that were cut off in their place.
    Recover,
    /// Which sessions are there?
    ListSessions,
    /// Read one.
    OpenSession(PathBuf),
    /// Change a take's sidecar.
    ChangeTake(PathBuf, Box<dyn FnOnce(&mut TakeRecord) + Send>),
    /// Read a question's takes in other sessions than this one.
    LookBack {
        /// The bank.
        bank: String,
        /// The question's id.
        question: String,
        /// The session's folder.
        except: PathBuf,
    },
    /// Keep the settings.
    SaveSettings(Box<Settings>),
    /// Keep the words for placeholders.
    SaveProfile(Values),
    /// Keep the user's own pacings, in the form of `pacings.toml`.
    SavePacings(String),
    /// How much is in the two folders?
    CountFolders,
    /// Show a folder in the desktop's file manager.
    ShowFolder(PathBuf),
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
    /// Bytes in the data folder and in the cache.
    Counted(u64, u64),
    /// The user's pacings are kept: read them again.
    PacingsSaved,
    /// Something did not work; a sentence.
    Problem(String),
}

/// The handle to the thread; dropping it waits until everything asked for is written.
pub(super) struct Librarian {
    jobs: Option<SyncSender<Job>>,
    done: Receiver<Done>,
    thread: Option<JoinHandle<()>>,
}

impl Librarian {
    /// Starts the thread. `wake` is called when something is done.
    pub(super) fn start(store: Store, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (jobs, inbox) = sync_channel::<Job>(256);
        let (outbox, done) = sync_channel(256);
        let thread = std::thread::Builder::new().name("librarian".to_owned()).spawn(move || {
            for job in inbox {
                if let Some(result) = carry_out(job, &store)
                    && outbox.send(result).is_err()
                {
                    // The window is gone: go on writing, tell nobody.
                    continue;
                }
                wake();
            }
        })?;
        Ok(Self { jobs: Some(jobs), done, thread: Some(thread) })
    }

    /// Asks for something; never waits.
    pub(super) fn ask(&self, job: Job) {
        let taken = self.jobs.as_ref().map(|jobs| jobs.try_send(job).is_ok());
        if taken != Some(true) {
            log::error!("the librarian has too much to do; something was not saved");
        }
    }

    /// What was done since last asked.
    pub(super) fn done(&self) -> impl Iterator<Item = Done> {
        self.done.try_iter()
    }
}

impl Drop for Librarian {
    fn drop(&mut self) {
        self.jobs = None;
        // Nobody reads any more: an answer that waits for room must not hold the thread.
        let (_, nobody) = sync_channel(0);
        self.done = nobody;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the librarian's thread ended in a panic");
        }
    }
}

fn carry_out(job: Job, store: &Store) -> Option<Done> {
    let outcome = match job {
        Job::Recover => return Some(Done::Recovered(recover(store))),
        Job::CountFolders => {
            let (data, cache) = store.folders().weights();
            return Some(Done::Counted(data, cache));
        }
        Job::ListSessions => return Some(Done::Sessions(store.list_sessions())),
        Job::OpenSession(path) => store
            .load_session(&path)
            .map(|session| Some(Done::Session(Box::new(session))))
            .map_err(|problem| problem.to_string()),
        Job::ChangeTake(sidecar, change) => {
            store.update_take(&sidecar, change).map(|_| None).map_err(|problem| problem.to_string())
        }
        Job::LookBack { bank, question, except } => {
            let found = Elsewhere::read(store, &bank, question, except);
            return Some(Done::LookedBack(Box::new(found)));
        }
        Job::SaveSettings(settings) => {
            store.save_settings(&settings).map(|()| None).map_err(|problem| problem.to_string())
        }
        Job::SaveProfile(values) => {
            store.save_profile(&values).map(|()| None).map_err(|problem| problem.to_string())
        }
        Job::SavePacings(text) => store
            .save_own_pacings(&text)
            .map(|()| Some(Done::PacingsSaved))
            .map_err(|problem| problem.to_string()),
        Job::ShowFolder(path) => open::that_detached(&path).map(|()| None).map_err(|problem| {
            format!("The folder could not be shown ({problem}): {}", path.display())
        }),
    };
    outcome.unwrap_or_else(|sentence| Some(Done::Problem(sentence)))
}
