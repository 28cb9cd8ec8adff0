//! Copies of Greenroom's own files that syncing programs and people left beside them: never read, and told of.

use std::fs;
use std::path::{Path, PathBuf};

use super::names;
use super::open::{Notice, NoticeKind};

/// The files in the data folder that are read, and what they are called in a sentence.
const OWN: [(&str, &str); 4] = [
    ("settings", "the file with the settings"),
    ("profile", "the file with your words for placeholders"),
    ("returns", "the file with the days on which questions return"),
    ("pacings", "the file with your own pacings"),
];

/// Tells of copies in the data folder, once for each file that they are of.
pub(super) fn tell(data: &Path, notices: &mut Vec<Notice>) {
    let stems = stems(data);
    for (own, what) in OWN {
        let copies: Vec<&PathBuf> =
            stems.iter().filter(|(stem, _)| is_copy(stem, own)).map(|(_, path)| path).collect();
        let (sentence, path) = match copies[..] {
            [] => continue,
            [one] => (format!("A copy of {what} lies beside it and is not read"), one.as_path()),
            _ => {
                (format!("{} copies of {what} lie beside it and are not read", copies.len()), data)
            }
        };
        notices.push(Notice::new(NoticeKind::Copy, sentence, path));
    }
}

/// Whether a file of this name came of the one that is called `own`. Those that Greenroom has set aside did not.
fn is_copy(stem: &str, own: &str) -> bool {
    names::is_beside(stem, own) && !stem.contains(".unreadable-")
}

/// The TOML files that are not hidden, by the stems of their names.
fn stems(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let stem = name.strip_suffix(".toml").filter(|stem| !stem.starts_with('.'))?;
            Some((stem.to_owned(), entry.path()))
        })
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_of_once_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "settings.toml",
            "settings (1).toml",
            "settings.sync-conflict-20261201-034500-ABCDEFG.toml",
            "settings.unreadable-1.toml",
            "pacings.toml",
            "pacings - Copy.toml",
            "._pacings.toml",
            "profile.toml~",
            "notes.toml",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let mut notices = Vec::new();
        tell(folder.path(), &mut notices);
        let told: Vec<String> = notices.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("2 copies of the file with the settings"), "{told:?}");
        assert!(told[1].ends_with("pacings - Copy.toml"), "{told:?}");
    }
}
