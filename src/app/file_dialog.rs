//! The desktop's own dialog to choose a file or a folder, on a thread of its own: it waits for a person.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

/// A dialog that is gone after so short a time was never there: nobody reads one and decides as fast.
const NEVER_THERE: Duration = Duration::from_millis(350);

/// What is to be chosen.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    /// A file that exists.
    Open,
    /// A folder for recordings.
    Folder,
    /// A name for a new one.
    Save {
        /// The folder that is shown first.
        folder: PathBuf,
        /// The name that is suggested.
        name: String,
    },
}

/// What came of a dialog.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is still open.
    Waiting,
    /// This was chosen.
    Chosen(PathBuf),
    /// Nothing was chosen.
    Nothing,
    /// There is no dialog on this desktop.
    Missing,
}

/// A dialog that is open.
pub(super) struct FileDialog {
    answer: Receiver<(Option<PathBuf>, Duration)>,
}

impl FileDialog {
    /// Opens one; `None` if there is no room for a thread.
    ///
    /// The thread is not waited for: it ends when the person answers, or with the program.
    pub(super) fn open(wanted: Wanted) -> Option<Self> {
        Self::open_by(wanted, ask)
    }

    fn open_by(
        wanted: Wanted,
        ask: impl FnOnce(Wanted) -> Option<PathBuf> + Send + 'static,
    ) -> Option<Self> {
        let (outbox, answer) = sync_channel(1);
        let builder = std::thread::Builder::new().name("file-dialog".to_owned());
        let thread = builder.spawn(move || {
            let begun = Instant::now();
            let chosen = ask(wanted);
            // If nobody waits any more, nobody wants to know.
            outbox.send((chosen, begun.elapsed())).ok();
        });
        thread.ok().map(|_thread| Self { answer })
    }

    /// What came of it up to now.
    pub(super) fn answer(&self) -> Answer {
        match self.answer.try_recv() {
            Ok((Some(path), _)) => Answer::Chosen(path),
            Ok((None, after)) if after < NEVER_THERE => Answer::Missing,
            Ok((None, _)) => Answer::Nothing,
            Err(TryRecvError::Empty) => Answer::Waiting,
            Err(TryRecvError::Disconnected) => Answer::Missing,
        }
    }
}

fn ask(wanted: Wanted) -> Option<PathBuf> {
    let dialog = rfd::FileDialog::new();
    match wanted {
        Wanted::Open => dialog.set_title("Import questions").pick_file(),
        Wanted::Folder => dialog.set_title("Another folder for your recordings").pick_folder(),
        Wanted::Save { folder, name } => dialog
            .set_title("Export questions")
            .set_directory(folder)
            .set_file_name(name)
            .save_file(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer_to(ask: impl FnOnce(Wanted) -> Option<PathBuf> + Send + 'static) -> Answer {
        let dialog = FileDialog::open_by(Wanted::Open, ask).unwrap();
        let begun = Instant::now();
        loop {
            match dialog.answer() {
                Answer::Waiting => assert!(begun.elapsed() < Duration::from_secs(30)),
                answer => return answer,
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn no_dialog_is_told_from_one_that_was_closed() {
        assert_eq!(answer_to(|_| Some("/a".into())), Answer::Chosen("/a".into()));
        let slowly = |_| {
            std::thread::sleep(NEVER_THERE + Duration::from_millis(50));
            None
        };
        assert_eq!(answer_to(slowly), Answer::Nothing);
        assert_eq!(answer_to(|_| panic!("a broken desktop")), Answer::Missing);
    }
}
