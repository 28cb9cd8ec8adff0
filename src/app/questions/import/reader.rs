//! The thread that reads and understands what is to be imported. A newer request replaces an older one.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::bank::{self, Form, Imported, Wish};
use crate::{letters, rehearsal, store};

/// What is to be read.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A file, by its path as it was typed.
    File(String),
    /// What was read before, or pasted.
    Bytes {
        /// All of it.
        bytes: Arc<[u8]>,
        /// The file's name, empty for what was pasted.
        name: String,
    },
}

/// A reading that is asked for.
#[derive(Debug)]
pub(super) struct Request {
    /// Another number for each.
    pub number: u64,
    pub source: Source,
    pub form: Option<Form>,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The request's number.
    pub number: u64,
    /// What was read, to be read once more as another form; `None` if it could not be read.
    pub bytes: Option<Arc<[u8]>>,
    /// The file's name, empty for what was pasted.
    pub name: String,
    /// The form that was asked for.
    pub form: Option<Form>,
    /// What was understood, or a sentence.
    pub result: Result<Arc<Imported>, String>,
}

/// The handle to the thread; dropping it waits for the reading that is going on.
pub(super) struct Reader {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    desk: Mutex<Desk>,
    changed: Condvar,
}

/// At most one request and one outcome lie here: the latest.
#[derive(Default)]
struct Desk {
    request: Option<Request>,
    outcome: Option<Outcome>,
    closed: bool,
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next request; `None` when there will be none any more.
    fn next(&self) -> Option<Request> {
        let mut desk = self.desk();
        loop {
            if desk.closed {
                return None;
            }
            if let Some(request) = desk.request.take() {
                return Some(request);
            }
            desk = self.changed.wait(desk).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Reader {
    /// Starts the thread.
    pub(super) fn start() -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let on_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("importer".to_owned()).spawn(move || {
            while let Some(request) = on_thread.next() {
                let outcome = carry_out(request);
                on_thread.desk().outcome = Some(outcome);
            }
        })?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Asks for a reading, in place of one that has not begun.
    pub(super) fn ask(&self, request: Request) {
        self.shared.desk().request = Some(request);
        self.shared.changed.notify_one();
    }

    /// The latest outcome, once.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.shared.desk().outcome.take()
    }

    /// Whether the thread has ended, which it only does in a panic.
    pub(super) fn has_failed(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.shared.desk().closed = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the importer's thread ended in a panic");
        }
    }
}

/// With a word about letters that can't be shown, if there are any.
fn lettered(mut imported: Imported) -> Arc<Imported> {
    imported.unshown = letters::unshown_sentence(&imported.bank);
    Arc::new(imported)
}

fn carry_out(request: Request) -> Outcome {
    let Request { number, source, form } = request;
    let (name, bytes) = match source {
        Source::Bytes { bytes, name } => (name, Ok(bytes)),
        Source::File(typed) => {
            let path = store::typed_path(&typed);
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, rehearsal::read_import(&path).map(Arc::from))
        }
    };
    let result = match &bytes {
        Ok(bytes) => {
            let wish = Wish { form, title: None, name: name.clone() };
            bank::import(bytes, &wish).map(lettered).map_err(|problem| problem.to_string())
        }
        Err(problem) => Err(problem.clone()),
    };
    Outcome { number, bytes: bytes.ok(), name, form, result }
}
