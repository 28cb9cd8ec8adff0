//! Things about a file that can be made again at any time, kept so that they need not be.
//!
//! Each is known by the file's path, length and time of change: a file that is another one has nothing
//! kept. What is damaged counts as absent. When there is too much, what was used least lately goes.
//! Deliberately not here: what the bytes mean.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::{StoreError, files};

/// Bytes of SHA-256 in front of what is kept: enough to find any damage by chance.
const CHECK_BYTES: usize = 16;

/// No single thing is larger: an overview of ten hours is not.
const LARGEST_BYTES: u64 = 32 << 20;

/// How what is kept is called: sixteen bytes of a hash in hexadecimal, and this ending.
const ENDING: &str = "overview";

/// A folder of such things.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    /// The most that is kept, bytes.
    limit_bytes: u64,
}

/// What a thing in the cache is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheKey(String);

impl CacheKey {
    /// For something about this file as it is now; `form` tells apart forms of what is kept. `None` for a
    /// file that is not there.
    #[must_use]
    pub fn of_file(path: &Path, form: u32) -> Option<Self> {
        let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let changed = about.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let path = std::path::absolute(path).ok()?;
        let mut hash = Sha256::new();
        hash.update(form.to_le_bytes());
        hash.update(about.len().to_le_bytes());
        hash.update(changed.as_nanos().to_le_bytes());
        hash.update(path.as_os_str().as_encoded_bytes());
        Some(Self(hex(hash.finalize().as_slice().get(..16).unwrap_or_default())))
    }
}

impl CacheKey {
    /// What it is written as.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl Cache {
    /// A cache in this folder, which need not be there yet.
    pub(super) fn new(folder: PathBuf, limit_bytes: u64) -> Self {
        Self { folder, limit_bytes }
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is kept under this key, whole or not at all.
    #[must_use]
    pub fn get(&self, key: &CacheKey) -> Option<Vec<u8>> {
        let path = self.path(key);
        let mut bytes = files::read_bytes(&path, LARGEST_BYTES).ok()??;
        let content = bytes.split_off(CHECK_BYTES.min(bytes.len()));
        if bytes != check(&content) {
            log::warn!("a file in the cache is damaged and will be made again: {}", path.display());
            return None;
        }
        // Used now: it goes last. A cache that can't be written to still serves.
        let touched =
            File::options().append(true).open(&path).and_then(|file| file.set_modified(now()));
        if let Err(problem) = touched {
            log::debug!("the use of a file in the cache was not noted: {problem}");
        }
        Some(content)
    }

    /// Keeps this, and drops what was used least lately if there is too much.
    ///
    /// # Errors
    /// When the folder can't be made or written to: it is made again next time, then.
    pub fn put(&self, key: &CacheKey, content: &[u8]) -> Result<(), StoreError> {
        files::make_folders(&self.folder)
            .map_err(|source| StoreError::MakeFolder { source, path: self.folder.clone() })?;
        let mut bytes = check(content);
        bytes.extend_from_slice(content);
        files::write_cached(&self.path(key), &bytes)?;
        self.make_room();
        Ok(())
    }

    fn path(&self, key: &CacheKey) -> PathBuf {
        self.folder.join(format!("{}.{ENDING}", key.0))
    }

    fn make_room(&self) {
        let mut kept: Vec<(SystemTime, u64, PathBuf)> = fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.path().extension().is_some_and(|ending| ending == ENDING))
            .filter_map(|entry| {
                let about = entry.metadata().ok()?;
                Some((about.modified().ok()?, about.len(), entry.path()))
            })
            .collect();
        let mut all: u64 = kept.iter().map(|(_, bytes, _)| bytes).sum();
        if all <= self.limit_bytes {
            return;
        }
        files::tidy(&self.folder);
        kept.sort();
        for (_, bytes, path) in kept {
            if all <= self.limit_bytes {
                return;
            }
            // Another copy may have been quicker.
            fs::remove_file(path).ok();
            all -= bytes;
        }
    }
}

fn now() -> SystemTime {
    SystemTime::now()
}

fn check(content: &[u8]) -> Vec<u8> {
    let mut sum = Sha256::digest(content).to_vec();
    sum.truncate(CHECK_BYTES);
    sum
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn cache(limit_bytes: u64) -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(folder.path().join("overviews"), limit_bytes);
        (folder, cache)
    }

    fn file(folder: &Path, name: &str) -> (PathBuf, CacheKey) {
        let path = folder.join(name);
        fs::write(&path, name).expect("written");
        let key = CacheKey::of_file(&path, 1).expect("it is there");
        (path, key)
    }

    #[test]
    fn what_is_kept_comes_back_until_the_file_is_another_one() {
        let (folder, cache) = cache(1 << 20);
        let (path, key) = file(folder.path(), "a.wav");
        assert_eq!(cache.get(&key), None);
        cache.put(&key, b"shape").expect("kept");
        assert_eq!(cache.get(&key).as_deref(), Some(&b"shape"[..]));
        assert_ne!(CacheKey::of_file(&path, 2), Some(key.clone()), "another form");
        fs::write(&path, "another length").expect("written");
        assert_ne!(CacheKey::of_file(&path, 1), Some(key.clone()), "another length");
        fs::write(&path, "a.wav").expect("written");
        let later = SystemTime::now() + Duration::from_secs(5);
        File::options().append(true).open(&path).and_then(|f| f.set_modified(later)).expect("set");
        assert_ne!(CacheKey::of_file(&path, 1), Some(key), "another time");
        assert_eq!(CacheKey::of_file(folder.path(), 1), None, "not of a folder");
    }

    #[test]
    fn whatever_is_damaged_is_absent() {
        let (folder, cache) = cache(1 << 20);
        let (_, key) = file(folder.path(), "a.wav");
        cache.put(&key, b"a shape that was drawn").expect("kept");
        let path = cache.path(&key);
        let whole = fs::read(&path).expect("there");
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).expect("cut");
            assert_eq!(cache.get(&key), None, "cut to {cut} bytes");
        }
        for at in 0..whole.len() {
            let mut bad = whole.clone();
            bad[at] ^= 1;
            fs::write(&path, &bad).expect("changed");
            assert_eq!(cache.get(&key), None, "byte {at}");
        }
        cache.put(&key, b"again").expect("kept");
        assert_eq!(cache.get(&key).as_deref(), Some(&b"again"[..]));
    }

    #[test]
    fn what_was_used_least_lately_makes_room() {
        let (folder, cache) = cache(200);
        let keys: Vec<CacheKey> =
            ["a", "b", "c"].iter().map(|name| file(folder.path(), name).1).collect();
        for (age, key) in [30, 20, 10].into_iter().zip(&keys) {
            cache.put(key, &[0; 44]).expect("kept");
            let then = SystemTime::now() - Duration::from_secs(age);
            let file = File::options().append(true).open(cache.path(key)).expect("there");
            file.set_modified(then).expect("set");
        }
        assert!(cache.get(&keys[0]).is_some(), "all three are there, and this is used now");
        let (_, fourth) = file(folder.path(), "d");
        cache.put(&fourth, &[0; 44]).expect("kept");
        let kept: Vec<bool> = keys.iter().map(|key| cache.get(key).is_some()).collect();
        assert_eq!(kept, [true, false, true]);
        assert!(cache.get(&fourth).is_some());
    }
}
