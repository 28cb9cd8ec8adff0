//! Files outside Greenroom's folders that the user names: read to be imported, written to be given away.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::disk;

use super::{StoreError, files};

/// The content of a file of at most so many bytes. Links to files are followed; folders, devices and named
/// pipes are refused before they are opened, and what is too large before it is read.
pub fn read_outside(path: &Path, limit_bytes: u64) -> Result<Vec<u8>, StoreError> {
    let is = fs::metadata(path).map_err(StoreError::read(path))?;
    if !is.is_file() {
        let what = what_it_is(&is);
        return Err(StoreError::NoFile { what, path: path.to_owned() });
    }
    let too_large = || StoreError::TooLarge { limit_bytes, path: path.to_owned() };
    if is.len() > limit_bytes {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(StoreError::read(path))?;
    // It may grow while it is read.
    let limited = file.take(limit_bytes.saturating_add(1));
    io::BufReader::new(limited).read_to_end(&mut bytes).map_err(StoreError::read(path))?;
    if bytes.len() as u64 > limit_bytes { Err(too_large()) } else { Ok(bytes) }
}

/// What is no file, with its article.
fn what_it_is(is: &fs::Metadata) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if is.file_type().is_fifo() {
            return "a named pipe, which is no ordinary file";
        }
    }
    if is.is_dir() { "a folder" } else { "no ordinary file" }
}

/// As [`read_outside`], for UTF-8 text.
pub fn read_text_outside(path: &Path, limit_bytes: u64) -> Result<String, StoreError> {
    let bytes = read_outside(path, limit_bytes)?;
    String::from_utf8(bytes).map_err(|_not_utf8| StoreError::NotText { path: path.to_owned() })
}

/// Writes a file where the user wants it, whole or not at all. What is there stays, unless it is to be
/// replaced: [`StoreError::AlreadyThere`].
///
/// The file is its owner's alone (0600): it may hold the user's own words.
pub fn write_outside(path: &Path, content: &[u8], replace: bool) -> Result<(), StoreError> {
    if fs::metadata(path).is_ok_and(|is| !is.is_file()) {
        let what = "no file that could be replaced";
        return Err(StoreError::NoFile { what, path: path.to_owned() });
    }
    if replace {
        return files::write_whole(path, content);
    }
    if fs::symlink_metadata(path).is_ok() {
        return Err(StoreError::AlreadyThere { path: path.to_owned() });
    }
    let write = || -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(files::folder_of(path))?;
        file.write_all(content)?;
        disk::sync_file(file.as_file())?;
        let unfinished = file.into_temp_path();
        files::rename_to_new(&unfinished, path)?;
        disk::sync_folder(files::folder_of(path))
    };
    write().map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => StoreError::AlreadyThere { path: path.to_owned() },
        // The error of a temporary file names a path that the user never heard of.
        kind if source.raw_os_error().is_none() => {
            StoreError::Write { source: kind.into(), path: path.to_owned() }
        }
        _ => StoreError::Write { source, path: path.to_owned() },
    })
}

/// The path that was typed: `~` is the home folder, quotes around it and `file://` before it are taken away,
/// as they come from terminals and file managers.
#[must_use]
pub fn typed_path(typed: &str) -> PathBuf {
    let typed = typed.trim();
    let unquoted = ['"', '\''].iter().find_map(|&quote| {
        typed.strip_prefix(quote)?.strip_suffix(quote).filter(|inside| !inside.is_empty())
    });
    let typed = unquoted.unwrap_or(typed);
    if let Some(rest) = typed.strip_prefix("file://") {
        return PathBuf::from(without_percents(rest));
    }
    let rest = match typed.strip_prefix('~') {
        Some("") => Some(""),
        Some(rest) => rest.strip_prefix(['/', '\\']),
        None => None,
    };
    match (rest, etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => PathBuf::from(typed),
    }
}

/// `%20` is a space, and so on; what is no text then stays as it is.
fn without_percents(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_no_text| text.to_owned())
}

/// Where the user keeps documents, as the desktop has it; else the home folder, else the folder Greenroom
/// was started in.
#[must_use]
pub fn documents_folder() -> PathBuf {
    let Ok(home) = etcetera::home_dir() else {
        return std::env::current_dir().unwrap_or_default();
    };
    let config = std::env::var_os("XDG_CONFIG_HOME").filter(|value| !value.is_empty());
    let config = config.map_or_else(|| home.join(".config"), PathBuf::from);
    let list = files::read_text(&config.join("user-dirs.dirs"), 1 << 16).ok().flatten();
    let named = list.as_deref().and_then(|list| documents_in(list, &home));
    let usual = home.join("Documents");
    [named, Some(usual)].into_iter().flatten().find(|folder| folder.is_dir()).unwrap_or(home)
}

/// The documents' folder as `user-dirs.dirs` has it: `XDG_DOCUMENTS_DIR="$HOME/Dokumente"`.
fn documents_in(list: &str, home: &Path) -> Option<PathBuf> {
    let line = list.lines().find_map(|line| line.trim().strip_prefix("XDG_DOCUMENTS_DIR="))?;
    let value = line.trim().trim_matches('"');
    match value.strip_prefix("$HOME") {
        Some(rest) => Some(home.join(rest.trim_start_matches('/'))),
        None => Some(PathBuf::from(value)).filter(|path| path.is_absolute()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_what_is_too_large_are_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let problem = read_outside(folder.path(), 10).unwrap_err();
        assert!(problem.to_string().contains("a folder"), "{problem}");
        let path = folder.path().join("x");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read_outside(&path, 5).unwrap(), b"12345");
        assert!(matches!(read_outside(&path, 4), Err(StoreError::TooLarge { .. })));
        let gone = read_outside(&folder.path().join("gone"), 5).unwrap_err();
        assert!(gone.to_string().contains("could not be read"), "{gone}");
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_are_read_and_devices_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "text").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(read_outside(&link, 10).unwrap(), b"text");
        let problem = read_outside(Path::new("/dev/zero"), 10).unwrap_err();
        assert!(problem.to_string().contains("no ordinary file"), "{problem}");
    }

    #[cfg(unix)]
    #[test]
    fn a_named_pipe_is_refused_without_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if made.is_ok_and(|status| status.success()) {
            assert!(matches!(read_outside(&pipe, 10), Err(StoreError::NoFile { .. })));
            assert!(matches!(write_outside(&pipe, b"x", true), Err(StoreError::NoFile { .. })));
        }
    }

    #[test]
    fn what_is_there_is_replaced_only_when_it_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bank.csv");
        write_outside(&path, b"one", false).unwrap();
        let problem = write_outside(&path, b"two", false).unwrap_err();
        assert!(matches!(problem, StoreError::AlreadyThere { .. }), "{problem}");
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_outside(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        assert!(write_outside(&folder.path().join("no/such"), b"x", false).is_err());
    }

    #[test]
    fn paths_are_taken_as_people_type_and_paste_them() {
        let home = etcetera::home_dir().unwrap();
        assert_eq!(typed_path(" ~/a b.txt\n"), home.join("a b.txt"));
        assert_eq!(typed_path("~"), home);
        assert_eq!(typed_path("'/tmp/a b'"), Path::new("/tmp/a b"));
        assert_eq!(typed_path("file:///tmp/a%20b%C3%A9.txt"), Path::new("/tmp/a bé.txt"));
        assert_eq!(typed_path("file:///tmp/100%"), Path::new("/tmp/100%"));
        assert_eq!(typed_path("~odd"), Path::new("~odd"));
    }

    #[test]
    fn the_documents_folder_has_the_desktops_own_name() {
        let home = Path::new("/home/me");
        let list = "# made by the desktop\nXDG_DOCUMENTS_DIR=\"$HOME/Dokumente\"\n";
        assert_eq!(documents_in(list, home).unwrap(), home.join("Dokumente"));
        assert_eq!(documents_in("XDG_DOCUMENTS_DIR=\"/d\"", home).unwrap(), Path::new("/d"));
        assert!(documents_in("", home).is_none());
    }
}
