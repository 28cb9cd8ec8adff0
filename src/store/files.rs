//! Reading and writing whole files so that nothing is lost: the only place that touches content.
//!
//! Recordings are written by the audio room as they run; only small texts pass through here.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempPath;

use super::StoreError;
use crate::disk::{self, sync_folder};

/// Makes a folder and those above it, for their owner alone (0700); fine if it is there. Their names last through
/// a power cut from the first thing on that is put into them and synced.
pub(super) fn make_folders(path: &Path) -> io::Result<()> {
    let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
    let missing: Vec<&Path> = path.ancestors().take_while(missing).collect();
    let mut builder = private_folders();
    builder.recursive(true).create(path)?;
    missing.into_iter().for_each(|folder| disk::owe_name_in(folder_of(folder)));
    Ok(())
}

/// Makes one folder for its owner alone; fails if it is there.
pub(super) fn make_new_folder(path: &Path) -> io::Result<()> {
    private_folders().create(path)?;
    disk::owe_name_in(folder_of(path));
    Ok(())
}

#[cfg(unix)]
fn private_folders() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt as _;
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn private_folders() -> DirBuilder {
    // The user's profile folders are private by inheritance.
    DirBuilder::new()
}

/// Opens a file for a lock, making it (0600) if it is missing; leaves its content alone. What is no file is
/// refused: a link would make one elsewhere, a named pipe be waited for.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    only_a_file(path)?;
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a file for its owner alone (0600); fails if it is there.
pub(super) fn new_file(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether there is a file of this name itself: no link, which could lead anywhere.
pub(super) fn is_plain_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file())
}

/// Whether there is a link of this name, wherever it leads.
pub(super) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink())
}

/// An error if there is something of this name that is not a file, be it a link to one.
pub(super) fn only_a_file(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(is) if !is.is_file() => Err(io::Error::other("it is not an ordinary file")),
        _ => Ok(()),
    }
}

/// Bytes kept free for small files: the notes about some dozens of takes.
const ROOM_BYTES: usize = 64 * 1024;

/// Makes a file that does nothing but take up room, until it is removed for something that needs it.
pub(super) fn keep_room(path: &Path) -> io::Result<()> {
    // No zeros: for those some file systems take no room.
    new_file(path)?.write_all(&[0x5A; ROOM_BYTES])
}

/// How the names of files begin and end that are still being written.
const UNFINISHED: (&str, &str) = (".greenroom-", ".tmp");

/// No text of ours takes this long to write: what is older was cut off.
const CUT_OFF_AFTER: Duration = Duration::from_secs(3600);

/// Removes what a program killed in the middle of [`write_whole`] left in `folder`: the beginning of
/// a file whose old content is still in its place.
pub(super) fn tidy(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let unfinished = name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1);
        let modified = || entry.metadata().ok().filter(fs::Metadata::is_file)?.modified().ok();
        let age = || SystemTime::now().duration_since(modified()?).ok();
        if unfinished && age().is_some_and(|age| age > CUT_OFF_AFTER) {
            // Untidy is harmless: next time, then.
            fs::remove_file(entry.path()).ok();
        }
    }
}

/// Replaces a file's content, whole or not at all: the old content or the new, also after a power
/// cut, and never a mixture. The file is its owner's alone (0600).
pub(super) fn write_whole(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    try_write_whole(path, content).map_err(StoreError::write(path))
}

fn try_write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    // In the same folder, since a rename across file systems is a copy. tempfile makes it 0600.
    let file =
        tempfile::Builder::new().prefix(UNFINISHED.0).suffix(UNFINISHED.1).tempfile_in(folder);
    let mut file = file.map_err(without_path)?;
    file.as_file_mut().write_all(content)?;
    disk::sync_file(file.as_file())?;
    file.persist(path).map_err(|failed| failed.error)?;
    sync_folder(folder)
}

/// [`write_whole`] for what can be made again: whole or not at all while the system runs, but not worth
/// waiting for the disk; its reader finds out what a power cut leaves.
pub(super) fn write_cached(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let write = || -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
        let mut file = builder.tempfile_in(folder_of(path)).map_err(without_path)?;
        file.as_file_mut().write_all(content)?;
        file.persist(path).map(drop).map_err(|failed| failed.error)
    };
    write().map_err(StoreError::write(path))
}

/// The kind of error alone: tempfile adds the path of a file that the user never heard of.
fn without_path(error: io::Error) -> io::Error {
    if error.raw_os_error().is_some() { error } else { error.kind().into() }
}

/// The folder a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A text of at most `limit_bytes`, or `None` if there is no such file.
pub(super) fn read_text(path: &Path, limit_bytes: u64) -> Result<Option<String>, StoreError> {
    match try_read(path, limit_bytes) {
        Err(error) if is_missing(error.kind()) => Ok(None),
        Err(source) => Err(StoreError::Read { source, path: path.to_owned() }),
        Ok(bytes) if bytes.len() as u64 > limit_bytes => {
            Err(StoreError::TooLarge { limit_bytes, path: path.to_owned() })
        }
        Ok(bytes) => String::from_utf8(bytes)
            .map(Some)
            .map_err(|_not_utf8| StoreError::NotText { path: path.to_owned() }),
    }
}

/// Content of at most `limit_bytes`, or `None` if there is no such file or it is larger.
pub(super) fn read_bytes(path: &Path, limit_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    match try_read(path, limit_bytes) {
        Err(error) if is_missing(error.kind()) => Ok(None),
        read => read.map(|bytes| (bytes.len() as u64 <= limit_bytes).then_some(bytes)),
    }
}

/// A file where a folder should be means that there is nothing in that folder, too.
fn is_missing(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn try_read(path: &Path, limit_bytes: u64) -> io::Result<Vec<u8>> {
    // Looked at before it is opened: opening a named pipe would wait for ever.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not an ordinary file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Bytes in a folder and all below it; links are not followed, what can't be read counts nothing.
pub(super) fn weight(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let of = |entry: fs::DirEntry| match entry.metadata() {
        Ok(is) if is.is_dir() => weight(&entry.path()),
        Ok(is) if is.is_file() => is.len(),
        _ => 0,
    };
    entries.flatten().map(of).sum()
}

/// Bytes that a user without privileges may still write to the disk with this folder; `None` where the system
/// doesn't say.
pub(super) fn free_bytes(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let about = rustix::fs::statvfs(folder).ok()?;
        Some(about.f_bavail.saturating_mul(about.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// Renames without ever replacing what is there: `AlreadyExists` then.
pub(super) fn rename_to_new(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = TempPath::try_from_path(from)?;
    // tempfile is used for its rename alone: nothing here is temporary.
    source.disable_cleanup(true);
    match source.persist_noclobber(to) {
        Ok(()) => Ok(()),
        Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => Err(failed.error),
        // Some file systems (FAT, a few network ones) know neither such a rename nor hard links.
        Err(failed) if from.exists() && fs::symlink_metadata(to).is_err() => {
            fs::rename(from, to).map_err(|_second| failed.error)
        }
        Err(failed) => Err(failed.error),
    }
}

/// Renames a file that can't be read to `name.unreadable-1.ext` (or the next free number).
pub(super) fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let moved = rename_to_free(path, |nth| aside_name(path, nth))?;
    sync_folder(folder_of(path)).map_err(StoreError::write(path))?;
    Ok(moved)
}

/// Keeps a copy of a file under such a name, with the file left where it is.
pub(super) fn copy_aside(path: &Path, content: &[u8]) -> Result<PathBuf, StoreError> {
    let copy = tempfile::NamedTempFile::new_in(folder_of(path)).map_err(without_path);
    let mut copy = copy.map_err(StoreError::write(path))?;
    let written =
        copy.as_file_mut().write_all(content).and_then(|()| disk::sync_file(copy.as_file()));
    written.map_err(StoreError::write(path))?;
    let copy = copy.into_temp_path();
    rename_to_free(&copy, |nth| aside_name(path, nth))
}

/// Renames to the first of the names `name(1)`, `name(2)`, … that is free.
pub(super) fn rename_to_free(
    from: &Path,
    name: impl Fn(u32) -> PathBuf,
) -> Result<PathBuf, StoreError> {
    let mut nth = 1;
    loop {
        let to = name(nth);
        match rename_to_new(from, &to) {
            Ok(()) => return Ok(to),
            // Nobody has ten thousand damaged files of one name; a folder that says so is broken.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && nth < 10_000 => nth += 1,
            Err(source) => return Err(StoreError::Write { source, path: from.to_owned() }),
        }
    }
}

fn aside_name(path: &Path, nth: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}.unreadable-{nth}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_replaces_whole_files_and_leaves_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(read_text(&path, 100).unwrap().as_deref(), Some("two"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn errors_name_only_the_file_that_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone/a.json");
        let sentence = write_whole(&path, b"x").unwrap_err().to_string();
        assert!(!sentence.contains(UNFINISHED.0), "{sentence}");
        assert!(sentence.contains("Check that the disk is connected"), "{sentence}");
        assert!(sentence.ends_with(&path.display().to_string()), "{sentence}");
    }

    #[test]
    fn only_old_unfinished_files_are_tidied_away() {
        let folder = tempfile::tempdir().unwrap();
        let names = [".greenroom-old.tmp", ".greenroom-new.tmp", ".greenroom-old.toml", "old.tmp"];
        for name in names {
            let file = File::create(folder.path().join(name)).unwrap();
            if !name.contains("new") {
                file.set_modified(SystemTime::now() - 2 * CUT_OFF_AFTER).unwrap();
            }
        }
        tidy(folder.path());
        let left = names.map(|name| folder.path().join(name).exists());
        assert_eq!(left, [false, true, true, true]);
    }

    #[test]
    fn renaming_never_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::write(&from, "new").unwrap();
        fs::write(&to, "old").unwrap();
        let error = rename_to_new(&from, &to).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&to).unwrap(), "old");
        assert_eq!(fs::read_to_string(&from).unwrap(), "new", "a failed rename deletes nothing");
    }

    #[test]
    fn files_set_aside_are_numbered() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        for nth in 1..=3 {
            fs::write(&path, nth.to_string()).unwrap();
            let aside = set_aside(&path).unwrap();
            assert_eq!(aside, folder.path().join(format!("settings.unreadable-{nth}.toml")));
            assert_eq!(fs::read_to_string(aside).unwrap(), nth.to_string());
            assert!(!path.exists());
        }
    }

    #[test]
    fn too_large_no_text_and_no_file_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        assert!(read_text(&path, 4).unwrap().is_none());
        fs::write(&path, "12345").unwrap();
        assert!(matches!(read_text(&path, 4), Err(StoreError::TooLarge { .. })));
        assert_eq!(read_text(&path, 5).unwrap().as_deref(), Some("12345"));
        fs::write(&path, [0xFF, 0xFE]).unwrap();
        assert!(matches!(read_text(&path, 4), Err(StoreError::NotText { .. })));
        assert!(matches!(read_text(folder.path(), 4), Err(StoreError::Read { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn folders_and_files_are_their_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a/b");
        make_folders(&folder).unwrap();
        write_whole(&folder.join("f"), b"x").unwrap();
        drop(open_lock(&folder.join(".lock")).unwrap());
        let aside = copy_aside(&folder.join("f"), b"x").unwrap();
        assert_eq!(mode(&root.path().join("a")), 0o700);
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("f")), 0o600);
        assert_eq!(mode(&folder.join(".lock")), 0o600);
        assert_eq!(mode(&aside), 0o600);
    }
}
