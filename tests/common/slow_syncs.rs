//! A disk whose syncs take time or are refused: a library that is preloaded into the real program.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the library in `folder`, with the compiler that Rust links with.
pub fn library(folder: &Path) -> PathBuf {
    let (source, library) = (folder.join("syncs.c"), folder.join("syncs.so"));
    std::fs::write(&source, include_str!("syncs.c")).expect("written");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library)
        .arg(&source)
        .arg("-ldl")
        .status();
    assert!(built.is_ok_and(|status| status.success()), "a C compiler is needed");
    library
}

/// The program with a disk that has these faults.
pub fn preloaded(library: &Path, faults: &[(&str, &str)]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_greenroom"));
    program.env("LD_PRELOAD", library).envs(faults.iter().copied());
    program
}

/// All files below a folder that end like this.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
    {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
