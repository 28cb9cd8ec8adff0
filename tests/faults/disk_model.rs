//! A disk that forgets what was not synced: a model as strict as the system's promises.
//!
//! A file's content is safe up to its last sync; a name is safe when its folder was synced after it was
//! given. Anything else may or may not be there after a power cut: [`Loss`] has the ways it may be.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::trace::Call;

/// What a power cut takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Nothing: as if only the program were killed.
    Nothing,
    /// All that was not synced, names and content.
    Unsynced,
    /// Content that was not synced: names and lengths were quicker, and there are zeros in its place.
    ContentToZeros,
    /// Content that was not synced, and the length of files with it: some are empty.
    Content,
    /// Names that were not synced.
    Names,
}

impl Loss {
    pub const ALL: [Self; 5] =
        [Self::Nothing, Self::Unsynced, Self::ContentToZeros, Self::Content, Self::Names];
}

#[derive(Debug, Clone, Default)]
struct File {
    now: Vec<u8>,
    safe: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Folder,
    File(usize),
}

type Names = BTreeMap<PathBuf, Node>;

/// The disk below one folder.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    files: Vec<File>,
    names: Names,
    safe_names: Names,
    /// Where each descriptor writes next.
    places: BTreeMap<u32, u64>,
    /// What each thread's sync under way will make safe.
    syncing: BTreeMap<u32, Syncing>,
}

#[derive(Debug, Clone)]
enum Syncing {
    File(usize, Vec<u8>),
    Folder(PathBuf, Names),
}

impl Disk {
    /// A disk on which is, for good, what is in this folder now.
    pub fn of(root: &Path) -> Self {
        let mut disk = Self {
            root: root.to_owned(),
            files: Vec::new(),
            names: Names::new(),
            safe_names: Names::new(),
            places: BTreeMap::new(),
            syncing: BTreeMap::new(),
        };
        disk.find(root);
        disk.safe_names = disk.names.clone();
        disk
    }

    fn find(&mut self, folder: &Path) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                self.names.insert(path.clone(), Node::Folder);
                self.find(&path);
            } else {
                let now = std::fs::read(&path).expect("a file");
                self.names.insert(path, Node::File(self.files.len()));
                self.files.push(File { safe: now.clone(), now });
            }
        }
    }

    /// Does what a call did; says whether that changed anything.
    pub fn apply(&mut self, call: &Call) -> bool {
        match call {
            Call::Open { fd, path, makes, empties } => {
                return self.open(*fd, path, *makes, *empties);
            }
            Call::Close { fd } => {
                self.places.remove(fd);
                return false;
            }
            Call::Mkdir(path) => return self.give(path, Node::Folder),
            Call::Write { fd, path, bytes, at } => return self.write(*fd, path, bytes, *at),
            Call::Resize { path, length } => match self.file(path) {
                Some(file) => file.now.resize(*length as usize, 0),
                None => return false,
            },
            Call::SyncBegins { thread, path } => {
                let syncing = match self.names.get(path) {
                    Some(Node::File(nth)) => Syncing::File(*nth, self.files[*nth].now.clone()),
                    _ if path.starts_with(&self.root) => {
                        Syncing::Folder(path.clone(), self.inside(path))
                    }
                    _ => return false,
                };
                self.syncing.insert(*thread, syncing);
                return false;
            }
            Call::SyncEnds { thread } => return self.synced(*thread),
            Call::Rename(from, to) => match self.names.remove(from) {
                Some(node) => {
                    self.names.insert(to.clone(), node);
                }
                None => return false,
            },
            Call::Link(from, to) => match self.names.get(from) {
                Some(node) => return self.give(to, *node),
                None => return false,
            },
            Call::Unlink(path) => return self.names.remove(path).is_some(),
        }
        true
    }

    fn give(&mut self, path: &Path, node: Node) -> bool {
        if path.starts_with(&self.root) {
            self.names.insert(path.to_owned(), node);
        }
        path.starts_with(&self.root)
    }

    fn open(&mut self, fd: u32, path: &Path, makes: bool, empties: bool) -> bool {
        if !path.starts_with(&self.root) {
            self.places.remove(&fd);
            return false;
        }
        self.places.insert(fd, 0);
        if makes && !self.names.contains_key(path) {
            self.files.push(File::default());
            return self.give(path, Node::File(self.files.len() - 1));
        }
        match self.file(path).filter(|_| empties) {
            Some(file) => file.now.clear(),
            None => return false,
        }
        true
    }

    fn file(&mut self, path: &Path) -> Option<&mut File> {
        match self.names.get(path)? {
            Node::File(nth) => self.files.get_mut(*nth),
            Node::Folder => None,
        }
    }

    fn write(&mut self, fd: u32, path: &Path, bytes: &[u8], at: Option<u64>) -> bool {
        let place = at.or_else(|| self.places.get(&fd).copied()).unwrap_or(0);
        if at.is_none() {
            self.places.insert(fd, place + bytes.len() as u64);
        }
        let Some(file) = self.file(path) else { return false };
        let (begin, end) = (place as usize, place as usize + bytes.len());
        file.now.resize(file.now.len().max(end), 0);
        file.now[begin..end].copy_from_slice(bytes);
        true
    }

    /// The names directly in a folder.
    fn inside(&self, folder: &Path) -> Names {
        let names = self.names.iter().filter(|(path, _)| path.parent() == Some(folder));
        names.map(|(path, node)| (path.clone(), *node)).collect()
    }

    fn synced(&mut self, thread: u32) -> bool {
        match self.syncing.remove(&thread) {
            None => return false,
            Some(Syncing::File(nth, content)) => self.files[nth].safe = content,
            Some(Syncing::Folder(folder, names)) => {
                self.safe_names.retain(|path, _| path.parent() != Some(&folder));
                self.safe_names.extend(names);
            }
        }
        true
    }

    /// Makes in `to` what a power cut now would leave.
    pub fn left_by(&self, loss: Loss, to: &Path) {
        let names = match loss {
            Loss::Unsynced | Loss::Names => &self.safe_names,
            Loss::Nothing | Loss::ContentToZeros | Loss::Content => &self.names,
        };
        // Parents come before children in this order.
        for (path, node) in names {
            let target = to.join(path.strip_prefix(&self.root).expect("below the root"));
            if !target.parent().is_some_and(Path::is_dir) {
                continue; // its folder was lost with its name
            }
            match node {
                Node::Folder => std::fs::create_dir(&target).expect("a folder"),
                Node::File(nth) => {
                    let file = &self.files[*nth];
                    let content = match loss {
                        Loss::Nothing | Loss::Names => file.now.clone(),
                        Loss::Unsynced | Loss::Content => file.safe.clone(),
                        Loss::ContentToZeros => {
                            let mut content = file.safe.clone();
                            content.resize(file.now.len(), 0);
                            content
                        }
                    };
                    std::fs::write(&target, content).expect("a file");
                }
            }
        }
    }
}
