//! The store as the rest of Greenroom sees it.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::error::advice;
use super::kept::{Kept, TOML_LIMIT_BYTES};
use super::profile::Profile;
use super::returns::{ReturnRecords, Returns};
use super::session_folder::write_take;
use super::{
    Cache, Folders, Homecoming, PartFile, Session, SessionFolder, SessionRecord, SessionSummary,
    Settings, StoreError, Take, TakeRecord, copies, files, homecoming, places, recovery, reports,
    sessions, strays, whereabouts,
};

/// The greatest size of a bank, in bytes: ten thousand questions with answers have 5 MB.
pub(super) const BANK_LIMIT_BYTES: u64 = 16 << 20;

/// Overviews kept, bytes: those of a thousand answers of a minute and a half.
const OVERVIEWS_BYTES: u64 = 256 << 20;

/// Something the user should know about the files, found while opening them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What sort of thing.
    pub kind: NoticeKind,
    /// A sentence, without its full stop.
    pub sentence: String,
    /// The file or folder it is about.
    pub path: PathBuf,
}

/// What sort of thing a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// A file could not be read and is kept under another name.
    SetAside,
    /// A file is used, or passed over, and not written to.
    ReadOnly,
    /// The folders could not be made: nothing can be saved there.
    NoFolder,
    /// Another copy of Greenroom runs with the same folder.
    AnotherCopy,
    /// A copy of a file lies beside it and is not read.
    Copy,
    /// An earlier run stumbled over a fault of Greenroom's own; there is a report.
    Stopped,
}

impl Notice {
    pub(super) fn new(kind: NoticeKind, sentence: impl Into<String>, path: &Path) -> Self {
        Self { kind, sentence: sentence.into(), path: path.to_owned() }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}: {}", self.sentence, self.path.display())
    }
}

/// The user's files. Cheap to clone; clones are one store and may be used from any thread.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    folders: Folders,
    settings: Kept<Settings>,
    profile: Kept<Profile>,
    returns: Kept<Returns>,
    overviews: Cache,
    /// Held while a sidecar is read, changed and written.
    changing: Mutex<()>,
    /// Tells other copies that this one runs.
    _running: Option<File>,
}

impl Store {
    /// Opens the folders, making them if they are missing. Never fails: what is wrong comes back as
    /// notices, and saving says so again.
    #[must_use]
    pub fn open(folders: Folders) -> (Self, Vec<Notice>) {
        let mut notices = Vec::new();
        if let Err((error, folder)) = folders.make() {
            let sentence = format!("Nothing can be saved: {error}. {}", advice(&error));
            notices.push(Notice::new(NoticeKind::NoFolder, sentence, &folder));
        }
        files::tidy(&folders.data);
        if let Some(report) = reports::untold(&folders.reports()).pop() {
            notices.push(Notice::new(NoticeKind::Stopped, reports::STOPPED, &report));
        }
        let inner = Inner {
            settings: Kept::open(folders.data.join("settings.toml"), &mut notices),
            profile: Kept::open(folders.data.join("profile.toml"), &mut notices),
            returns: Kept::open(folders.data.join("returns.toml"), &mut notices),
            overviews: Cache::new(folders.overviews(), OVERVIEWS_BYTES),
            changing: Mutex::new(()),
            _running: note_running(&folders.data, &mut notices),
            folders,
        };
        strays::tell(&inner.folders.data, &mut notices);
        (Self { inner: Arc::new(inner) }, notices)
    }

    /// Where the files are.
    #[must_use]
    pub fn folders(&self) -> &Folders {
        &self.inner.folders
    }

    /// Shapes of recordings that were drawn already.
    #[must_use]
    pub fn overviews(&self) -> &Cache {
        &self.inner.overviews
    }

    /// What the user chose.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.inner.settings.get()
    }

    /// Keeps what the user chose. Numbers out of range are brought back.
    pub fn save_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        self.inner.settings.save(settings.clone())
    }

    /// The user's own words for placeholders, bank by bank.
    #[must_use]
    pub fn profile(&self) -> Profile {
        self.inner.profile.get()
    }

    /// Keeps the user's own words for placeholders: these, and no others.
    pub fn save_profile(&self, profile: &Profile) -> Result<(), StoreError> {
        self.inner.profile.save(profile.clone().over(self.inner.profile.get()))
    }

    /// The days the user chose for questions to return.
    #[must_use]
    pub fn returns(&self) -> ReturnRecords {
        self.inner.returns.get().banks
    }

    /// Keeps the days the user chose for questions to return: these, and no others.
    pub fn save_returns(&self, banks: &ReturnRecords) -> Result<(), StoreError> {
        self.inner.returns.save(Returns { banks: banks.clone(), ..self.inner.returns.get() })
    }

    /// The text of the user's own pacings, if there are any. One that can't be read counts as none,
    /// and is set aside before another is saved.
    #[must_use]
    pub fn own_pacings_text(&self) -> Option<String> {
        files::read_text(&self.pacings_path(), TOML_LIMIT_BYTES).ok().flatten()
    }

    /// Keeps the text of the user's own pacings. A file that is no TOML is set aside first.
    pub fn save_own_pacings(&self, text: &str) -> Result<(), StoreError> {
        let path = self.pacings_path();
        match files::read_text(&path, TOML_LIMIT_BYTES) {
            Ok(Some(old)) if old.parse::<toml::Table>().is_err() => {
                files::set_aside(&path)?;
            }
            Ok(_) => {}
            Err(error @ StoreError::Read { .. }) => return Err(error),
            Err(_) => {
                files::set_aside(&path)?;
            }
        }
        files::write_whole(&path, text.as_bytes())
    }

    /// Puts the user's own pacings out of the way, for a reader that can make nothing of them.
    /// Answers where they are now.
    pub fn set_own_pacings_aside(&self) -> Result<PathBuf, StoreError> {
        files::set_aside(&self.pacings_path())
    }

    fn pacings_path(&self) -> PathBuf {
        self.inner.folders.data.join("pacings.toml")
    }

    /// The texts of the user's own banks, in order of their names, each with what went wrong if
    /// something did. Links that lead out of the banks' folder are refused.
    #[must_use]
    pub fn bank_texts(&self) -> Vec<(PathBuf, Result<String, StoreError>)> {
        let folder = self.inner.folders.banks();
        let with_text = |path: PathBuf| {
            let text = read_bank(&folder, &path);
            (path, text)
        };
        self.bank_files().into_iter().map(with_text).collect()
    }

    /// The files of the user's own banks, in order of their names.
    pub(super) fn bank_files(&self) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = fs::read_dir(self.inner.folders.banks())
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .filter(|path| !path.file_name().unwrap_or_default().to_string_lossy().starts_with('.'))
            .collect();
        paths.sort();
        paths
    }

    /// Held while a file is read, changed and written.
    pub(super) fn changing(&self) -> &Mutex<()> {
        &self.inner.changing
    }

    /// Makes a folder for a new session and holds it until the answer is dropped.
    ///
    /// Waits for no disk: the record is written, and all of it synced, by
    /// [`SessionFolder::save_record`], which may take seconds while much else is being written.
    pub fn begin_session(
        &self,
        record: &SessionRecord,
        now: &jiff::ZonedDateTime,
    ) -> Result<SessionFolder, StoreError> {
        SessionFolder::begin(&self.inner.folders, record, now)
    }

    /// All sessions, newest first, those that can't be read with their problem.
    #[must_use]
    pub fn list_sessions(&self) -> Vec<SessionSummary> {
        sessions::list(&self.inner.folders.sessions())
    }

    /// The sessions' folders, the newest by their names first, each with when it last changed if the system
    /// knows. Reads none of them, so that a reader can pass over those it has read before.
    #[must_use]
    pub fn session_folders(&self) -> Vec<(PathBuf, Option<SystemTime>)> {
        places::folders(&self.inner.folders.sessions())
    }

    /// Links among the sessions that lead out of their folder, and are not followed.
    #[must_use]
    pub fn linked_sessions(&self) -> Vec<PathBuf> {
        places::links(&self.inner.folders.sessions())
    }

    /// A session with its takes.
    pub fn load_session(&self, path: &Path) -> Result<Session, StoreError> {
        sessions::load(&self.inner.folders.sessions(), path)
    }

    /// The newest takes of this question of this bank, at most so many, from every session but one.
    #[must_use]
    pub fn takes_of(
        &self,
        bank_id: &str,
        question_id: &str,
        except: &Path,
        most: usize,
    ) -> Vec<Take> {
        sessions::takes_of(&self.inner.folders.sessions(), bank_id, question_id, except, most)
    }

    /// Changes a take's record on disk, and answers the new one. A sidecar that is missing or
    /// damaged (set aside then) starts from what the take's name says.
    pub fn update_take(
        &self,
        sidecar: &Path,
        change: impl FnOnce(&mut TakeRecord),
    ) -> Result<TakeRecord, StoreError> {
        let _changing = self.inner.changing.lock().unwrap_or_else(PoisonError::into_inner);
        if files::is_link(sidecar) {
            return Err(StoreError::LeadsOut { path: sidecar.to_owned() });
        }
        recovery::refuse_newer_take(sidecar)?;
        recovery::set_damaged_aside(sidecar)?;
        let wav = sidecar.with_extension("wav");
        if !sidecar.exists() && !recovery::has_part(sidecar) {
            fs::metadata(&wav).map_err(StoreError::read(&wav))?;
        }
        let mut record = sessions::record_now(sidecar);
        change(&mut record);
        write_take(sidecar, &record)?;
        Ok(record)
    }

    /// Leaves of cut-off recordings that are one take the longest; their headers must be right.
    pub fn drop_copies(&self, parts: &[PartFile]) {
        copies::drop_copies(parts);
    }

    /// Recordings that were cut off, of sessions that nobody writes to: in their folders, and in other places that
    /// were chosen for them.
    #[must_use]
    pub fn parts_left(&self) -> Vec<PartFile> {
        whereabouts::take_in_spares(&self.inner.folders);
        let sessions = self.inner.folders.sessions();
        let mut parts = recovery::find(&sessions);
        for part in whereabouts::parts(&sessions) {
            if parts.iter().all(|known| known.part != part.part) {
                parts.push(part);
            }
        }
        parts
    }

    /// Files a cut-off recording, whose header is right again, in its place.
    pub fn adopt_part(
        &self,
        part: &PartFile,
        rate_hz: u32,
        frames: u64,
    ) -> Result<TakeRecord, StoreError> {
        recovery::adopt(part, rate_hz, frames)
    }

    /// Brings recordings home that their sessions could not keep in their folders, where there is room now.
    #[must_use]
    pub fn bring_home(&self) -> Homecoming {
        homecoming::bring_home(&self.inner.folders.sessions())
    }

    /// Puts a cut-off recording with nothing in it out of the way. Nothing is deleted.
    pub fn set_aside_part(&self, part: &PartFile) -> Result<(), StoreError> {
        recovery::set_aside(part)
    }
}

fn read_bank(folder: &Path, path: &Path) -> Result<String, StoreError> {
    let real = |path: &Path| fs::canonicalize(path).map_err(StoreError::read(path));
    if !real(path)?.starts_with(real(folder)?) {
        return Err(StoreError::LeadsOut { path: path.to_owned() });
    }
    // It was there a moment ago: gone now, it reads as empty.
    files::read_text(path, BANK_LIMIT_BYTES).map(Option::unwrap_or_default)
}

/// Says that this copy runs, and finds out whether another one does.
fn note_running(data: &Path, notices: &mut Vec<Notice>) -> Option<File> {
    let file = files::open_lock(&data.join(".running")).ok()?;
    match file.try_lock() {
        // Alone: given back at once and shared below, so that each later copy notices this one.
        Ok(()) => file.unlock().ok()?,
        Err(fs::TryLockError::WouldBlock) => notices.push(Notice::new(
            NoticeKind::AnotherCopy,
            "Another Greenroom is open with the same folder. Both can be used; the settings saved last are kept",
            data,
        )),
        // No locks on this file system: nothing can be known.
        Err(fs::TryLockError::Error(_)) => return None,
    }
    file.try_lock_shared().ok().map(|()| file)
}
