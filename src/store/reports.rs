//! Reports of panics: what Greenroom's own code stumbled over, in a file of the user's.
//!
//! A report says when, where, in which thread and at which place of the program. What stands in quotes in
//! the panic's message may be somebody's words (Rust quotes the text it could not cut), so it is left out:
//! answers, notes and questions are in no report. Nothing is sent anywhere. The newest ten are kept.

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use super::{Folders, files};

/// Most reports kept.
const MOST_REPORTS: usize = 10;

/// Most characters of a panic's message, which may hold anything.
const MOST_MESSAGE: usize = 300;

/// How a report's name ends until the user was told of it, and from then on.
const UNTOLD: &str = "new";
const TOLD: &str = "txt";

/// What the next start says of it; the report's path follows.
pub(super) const STOPPED: &str = "Greenroom stopped unexpectedly last time. What was recorded is kept. Nothing \
                                  was sent anywhere; the report is there";

/// A panic of this program that the user was not told of yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stumble {
    /// The thread's name.
    pub thread: String,
    /// The report, if it could be written.
    pub report: Option<PathBuf>,
}

impl Stumble {
    /// A sentence for the user, its path last.
    #[must_use]
    pub fn sentence(&self) -> String {
        let report = self.report.as_ref().map_or_else(
            || "No report could be written".to_owned(),
            |path| format!("Nothing was sent anywhere; the report is {}", path.display()),
        );
        format!(
            "Part of Greenroom ({}) stopped unexpectedly. What was recorded is kept. {report}",
            self.thread
        )
    }
}

/// What the panic hook needs to know and tell; the hook has no other way to either.
struct Desk {
    folder: Option<PathBuf>,
    stumbles: Vec<Stumble>,
    wake: Option<Box<dyn Fn() + Send>>,
}

static DESK: Mutex<Desk> = Mutex::new(Desk { folder: None, stumbles: Vec::new(), wake: None });

/// From now on every panic leaves a report below these folders, and then does what it always did.
pub fn report_panics(folders: &Folders) {
    static HOOKED: Once = Once::new();
    let folder = folders.reports();
    with_desk(|desk| desk.folder = Some(folder));
    HOOKED.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            report(info);
            usual(info);
        }));
    });
}

/// Calls this, from any thread, after each panic.
pub fn wake_on_panic(wake: impl Fn() + Send + 'static) {
    with_desk(|desk| desk.wake = Some(Box::new(wake)));
}

/// Panics since last asked. The user is told of them now, so the next start tells of them no more.
#[must_use]
pub fn stumbles() -> Vec<Stumble> {
    let mut found = with_desk(|desk| std::mem::take(&mut desk.stumbles));
    for stumble in &mut found {
        stumble.report = stumble.report.take().map(told);
    }
    found
}

/// Reports of earlier runs that the user was not told of, oldest first. From now on they count as told.
pub(super) fn untold(folder: &Path) -> Vec<PathBuf> {
    all(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == UNTOLD))
        .map(told)
        .collect()
}

/// Nothing is done while it is held that could panic: a panic in the hook would end the program.
fn with_desk<T>(work: impl FnOnce(&mut Desk) -> T) -> T {
    work(&mut DESK.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Keeps a report under the name of those that were told of.
fn told(path: PathBuf) -> PathBuf {
    let told = path.with_extension(TOLD);
    // A folder that can't be written to: it is told of once more.
    if fs::rename(&path, &told).is_ok() { told } else { path }
}

/// All reports, oldest first: their names begin with the time.
fn all(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == UNTOLD || end == TOLD))
        .collect();
    all.sort();
    all
}

fn report(info: &PanicHookInfo<'_>) {
    let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
    let folder = with_desk(|desk| desk.folder.clone());
    let text = text(info, &thread);
    // Where nothing can be written the usual hook's words on standard error have to do.
    let report = folder.and_then(|folder| write(&folder, &thread, &text).ok());
    with_desk(|desk| {
        desk.stumbles.push(Stumble { thread, report });
        if let Some(wake) = &desk.wake {
            wake();
        }
    });
}

fn text(info: &PanicHookInfo<'_>, thread: &str) -> String {
    let message = info.payload_as_str().map_or_else(|| "no text".to_owned(), harmless);
    let place = info.location().map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let mut text = String::new();
    // Writing to a string can't fail.
    let _written = write!(
        text,
        "Greenroom {} stopped unexpectedly. This file was sent to nobody.\n\n\
         time     {}\nsystem   {} {}\nthread   {thread}\nplace    {place}\nmessage  {message}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S UTC"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        Backtrace::force_capture(),
    );
    text
}

/// A panic's message without what may be somebody's words: all between the first quote and the last.
fn harmless(message: &str) -> String {
    let is_quote = |c: char| matches!(c, '"' | '`' | '“' | '”' | '‘' | '’');
    let cut = match (message.find(is_quote), message.rfind(is_quote)) {
        (Some(first), Some(last)) => {
            let after = message.get(last..).unwrap_or_default();
            let after = after.trim_start_matches(is_quote);
            format!("{}…{after}", message.get(..first).unwrap_or_default())
        }
        _ => message.to_owned(),
    };
    cut.chars().take(MOST_MESSAGE).collect()
}

fn write(folder: &Path, thread: &str, text: &str) -> io::Result<PathBuf> {
    static NTH: AtomicU32 = AtomicU32::new(0);
    files::make_folders(folder)?;
    let old = all(folder);
    for path in old.iter().take((old.len() + 1).saturating_sub(MOST_REPORTS)) {
        // One more is kept then.
        fs::remove_file(path).ok();
    }
    let thread: String =
        thread.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(30).collect();
    let name = format!(
        "{}-{}-{:03}-{thread}.{UNTOLD}",
        jiff::Timestamp::now().strftime("%Y-%m-%dT%H%M%S"),
        std::process::id(),
        NTH.fetch_add(1, Ordering::Relaxed),
    );
    let path = folder.join(name);
    let mut file = files::new_file(&path)?;
    file.write_all(text.as_bytes())?;
    crate::disk::sync_file(&file)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_in_no_report() {
        for (message, expected) in [
            ("index out of bounds: the len is 3 but the index is 7", None),
            (
                "start byte index 1 is not a char boundary; it is inside 'é' of `été à la mer`",
                Some("start byte index 1 is not a char boundary; it is inside 'é' of …"),
            ),
            ("called `Result::unwrap()` on an `Err` value: \"my words\"", Some("called …")),
            ("a “question” of mine", Some("a … of mine")),
            ("one ` alone and the rest", Some("one … alone and the rest")),
        ] {
            assert_eq!(harmless(message), expected.unwrap_or(message));
        }
        assert_eq!(harmless(&"x".repeat(1_000)).len(), MOST_MESSAGE);
    }

    #[test]
    fn the_newest_ten_are_kept_and_each_is_told_of_once() {
        let folder = tempfile::tempdir().unwrap();
        let reports = folder.path().join("reports");
        let written: Vec<PathBuf> =
            (0..12).map(|n| write(&reports, "a thread", &n.to_string()).unwrap()).collect();
        let untold = super::untold(&reports);
        assert_eq!(untold.len(), MOST_REPORTS);
        assert!(untold.iter().all(|path| path.extension().unwrap() == TOLD));
        assert_eq!(untold.last().unwrap().file_stem(), written.last().unwrap().file_stem());
        assert_eq!(super::untold(&reports), Vec::<PathBuf>::new());
        assert_eq!(all(&reports), untold);
    }

    #[test]
    fn the_next_start_tells_of_a_report_once() {
        let folder = tempfile::tempdir().unwrap();
        let open = || crate::store::Store::open(Folders::at(folder.path())).1;
        assert!(open().is_empty());
        write(&Folders::at(folder.path()).reports(), "a thread", "a report").unwrap();
        let notices = open();
        assert!(notices[0].to_string().starts_with("Greenroom stopped unexpectedly last time"));
        assert!(notices[0].path.exists(), "{:?}", notices[0].path);
        assert!(open().is_empty());
    }

    #[test]
    fn a_slice_of_a_text_says_nothing_of_it() {
        let words = "Ünser geheimes Wort".to_owned();
        let at = words.find("nser").unwrap() - 1;
        let caught = panic::catch_unwind(|| words[at..].len()).unwrap_err();
        let message = caught.downcast_ref::<String>().unwrap();
        assert!(!harmless(message).contains("geheimes"), "{message}");
    }
}
