//! Folders in memory, since a program that fuzzes makes thousands a second.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An empty folder, in memory where the system has a place for that.
pub fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a folder can be made")
}

/// Every file and link below a folder, with its content (a link's is where it leads).
pub fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut left = vec![root.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let kind = entry.file_type().expect("it has a kind");
            if kind.is_dir() {
                left.push(path);
            } else if kind.is_symlink() {
                let to = std::fs::read_link(&path).expect("a link leads somewhere");
                found.insert(path, to.as_os_str().as_encoded_bytes().to_vec());
            } else {
                let content = if kind.is_file() { std::fs::read(&path) } else { Ok(Vec::new()) };
                found.insert(path, content.expect("it can be read"));
            }
        }
    }
    found
}
