//! What can go wrong with a file, in sentences for people; the path comes last.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file could not be read or written. Nothing is lost by any of these: what was on disk stays.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No home folder to put files into.
    #[error(
        "No home folder was found. Set GREENROOM_DATA and GREENROOM_CACHE to folders of your choice."
    )]
    NoHome,
    /// A folder could not be made.
    #[error("The folder could not be made: {source}. {}: {}", advice(.source), .path.display())]
    MakeFolder {
        /// The system's reason.
        source: io::Error,
        /// The folder.
        path: PathBuf,
    },
    /// A file could not be read.
    #[error("The file could not be read: {source}. {}: {}", advice(.source), .path.display())]
    Read {
        /// The system's reason.
        source: io::Error,
        /// The file.
        path: PathBuf,
    },
    /// A file could not be written. There is what was there before or, if only the last step failed,
    /// the new content whole: never a mixture.
    #[error("The file could not be written: {source}. {}: {}", advice(.source), .path.display())]
    Write {
        /// The system's reason.
        source: io::Error,
        /// The file.
        path: PathBuf,
    },
    /// The path leads to something that is no file.
    #[error("This is {what}. Choose a file: {}", .path.display())]
    NoFile {
        /// What it is, with its article.
        what: &'static str,
        /// The path.
        path: PathBuf,
    },
    /// There is a file already, and it was not to be replaced.
    #[error("There is a file of that name already. Replace it, or choose another name: {}", .path.display())]
    AlreadyThere {
        /// The file.
        path: PathBuf,
    },
    /// A file is larger than any of its kind should be.
    #[error("The file is larger than {limit_bytes} bytes and was not read. Make it smaller or move it away: {}", .path.display())]
    TooLarge {
        /// The greatest size, in bytes.
        limit_bytes: u64,
        /// The file.
        path: PathBuf,
    },
    /// A file is not text.
    #[error("The file is not UTF-8 text. Save it as UTF-8, or move it away: {}", .path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// A file's content is damaged.
    #[error("The file is damaged ({problem}). Put a good copy in its place: {}", .path.display())]
    Damaged {
        /// What the reader stumbled over.
        problem: String,
        /// The file.
        path: PathBuf,
    },
    /// A file was written by a newer version; it is not changed.
    #[error("The file was written by a newer Greenroom (form {found}, this one knows {known}) and is not changed. Use the newer one: {}", .path.display())]
    Newer {
        /// The form found.
        found: u64,
        /// The newest form this version knows.
        known: u32,
        /// The file.
        path: PathBuf,
    },
    /// A file could not be read at start, so it is not written over.
    #[error("Not saved: the file there could not be read at start and is not written over. Start again once it can be read: {}", .path.display())]
    NotReadBefore {
        /// The file.
        path: PathBuf,
    },
    /// A link leads out of the folder.
    #[error("The link leads out of Greenroom's folder and is not followed. Put the files themselves there: {}", .path.display())]
    LeadsOut {
        /// The link.
        path: PathBuf,
    },
    /// A bank's id is none.
    #[error("A bank's id is made of lower-case letters, digits and hyphens, 40 at most. Nothing was changed in {}", .path.display())]
    BadId {
        /// The banks' folder.
        path: PathBuf,
    },
    /// A file is not as its writer has seen it.
    #[error("The file was changed by somebody else meanwhile and was not written over: {}", .path.display())]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
    },
    /// Another copy of Greenroom is at work in this session.
    #[error("Another running copy of Greenroom is at work in this session. Close it first: {}", .path.display())]
    Held {
        /// The session folder.
        path: PathBuf,
    },
    /// What was to be removed is no session of ours.
    #[error("This is no session right in Greenroom's sessions' folder, and nothing was removed. Move it there, or remove it with your file manager: {}", .path.display())]
    NotASession {
        /// What it is.
        path: PathBuf,
    },
    /// What was removed is in no wastebasket any more.
    #[error("It is not in the wastebasket any more and can't be put back: {}", .path.display())]
    NotInBasket {
        /// Where it was.
        path: PathBuf,
    },
    /// What was to be written has no written form.
    #[error("This could not be put into words for the file ({problem}). Please report it: {}", .path.display())]
    Encode {
        /// What the writer stumbled over.
        problem: String,
        /// The file.
        path: PathBuf,
    },
}

impl StoreError {
    /// Whether the disk has no room left.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::MakeFolder { source, .. } | Self::Write { source, .. } => is_full(source.kind()),
            _ => false,
        }
    }

    pub(super) fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Read { source, path: path.to_owned() }
    }

    pub(super) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Write { source, path: path.to_owned() }
    }
}

fn is_full(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// What to do next, by the kind of the system's reason.
pub(super) fn advice(source: &io::Error) -> &'static str {
    match source.kind() {
        kind if is_full(kind) => "Make room on the disk and try again",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "Allow yourself to read and write there, or choose another folder"
        }
        io::ErrorKind::NotFound => "Check that the disk is connected and the folder still there",
        _ => "Try again, or choose another folder",
    }
}
