//! The calls by which a program changes files, as strace saw them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The calls that are recorded.
const CALLS: &str = "trace=openat,mkdir,mkdirat,write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,\
                     renameat2,link,linkat,unlink,unlinkat,rmdir,close";

/// A command that runs a program under strace, whose calls are written to `log`.
pub fn traced(log: &Path, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new("strace");
    command.args([
        "-f",
        "-y",
        "-xx",
        "-ttt",
        "-s",
        "10000000",
        "-e",
        CALLS,
        "-e",
        "signal=none",
        "-o",
    ]);
    command.arg(log).arg("--").arg(program);
    command
}

/// A call, or the begin of a sync.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// A file was opened, and made or emptied if so asked.
    Open {
        fd: u32,
        path: PathBuf,
        makes: bool,
        empties: bool,
    },
    Close {
        fd: u32,
    },
    Mkdir(PathBuf),
    /// `None`: behind what was written last by this descriptor.
    Write {
        fd: u32,
        path: PathBuf,
        bytes: Vec<u8>,
        at: Option<u64>,
    },
    Resize {
        path: PathBuf,
        length: u64,
    },
    /// What is there now is what this thread's next [`Call::SyncEnds`] makes safe.
    SyncBegins {
        thread: u32,
        path: PathBuf,
    },
    SyncEnds {
        thread: u32,
    },
    Rename(PathBuf, PathBuf),
    Link(PathBuf, PathBuf),
    Unlink(PathBuf),
}

/// A call and when it was over, seconds since 1970.
#[derive(Debug, Clone, PartialEq)]
pub struct Timed {
    pub at: f64,
    pub call: Call,
}

/// The calls that succeeded, in order.
pub fn read(log: &Path) -> Vec<Timed> {
    let text = std::fs::read_to_string(log).expect("the trace is there");
    let mut open: BTreeMap<u32, String> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in text.lines() {
        let Some((thread, at, rest)) = head(line) else { continue };
        let mut note = |call| calls.push(Timed { at, call });
        if let Some(begun) = rest.strip_suffix(" <unfinished ...>") {
            if let Some(path) = synced(begun) {
                note(Call::SyncBegins { thread, path });
            }
            open.insert(thread, begun.to_owned());
            continue;
        }
        let whole = match rest.strip_prefix("<... ") {
            None => {
                if let Some(path) = synced(rest) {
                    note(Call::SyncBegins { thread, path });
                }
                rest.to_owned()
            }
            Some(resumed) => {
                let begun = open.remove(&thread).unwrap_or_default();
                begun + resumed.split_once(" resumed>").map_or("", |(_, end)| end)
            }
        };
        if let Some(call) = parse(thread, &whole) {
            note(call);
        }
    }
    calls
}

fn head(line: &str) -> Option<(u32, f64, &str)> {
    let (thread, rest) = line.split_once(' ')?;
    let (at, rest) = rest.trim_start().split_once(' ')?;
    Some((thread.parse().ok()?, at.parse().ok()?, rest))
}

fn synced(call: &str) -> Option<PathBuf> {
    let arguments = call.strip_prefix("fsync(").or_else(|| call.strip_prefix("fdatasync("))?;
    Some(descriptor(arguments)?.1)
}

fn parse(thread: u32, line: &str) -> Option<Call> {
    let (name, rest) = line.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(" = ")?;
    if result.starts_with(['-', '?']) {
        return None;
    }
    let strings: Vec<Vec<u8>> = arguments.split('"').skip(1).step_by(2).map(unhex).collect();
    let path =
        |nth: usize| strings.get(nth).map(|bytes| PathBuf::from(OsString::from_vec(bytes.clone())));
    let numbers =
        || arguments.trim_end_matches(')').rsplit(", ").map_while(|n| n.parse::<u64>().ok());
    Some(match name {
        "openat" => {
            let (fd, place) = descriptor(result)?;
            let makes = arguments.contains("O_CREAT");
            Call::Open { fd, path: place, makes, empties: arguments.contains("O_TRUNC") }
        }
        "close" => Call::Close { fd: descriptor(arguments)?.0 },
        "mkdir" | "mkdirat" => Call::Mkdir(path(0)?),
        "write" | "pwrite64" => {
            let (fd, place) = descriptor(arguments)?;
            let mut bytes = strings.into_iter().next()?;
            bytes.truncate(result.parse().ok()?);
            let at = (name == "pwrite64").then(|| numbers().next()).flatten();
            Call::Write { fd, path: place, bytes, at }
        }
        "ftruncate" => Call::Resize { path: descriptor(arguments)?.1, length: numbers().next()? },
        "fsync" | "fdatasync" => Call::SyncEnds { thread },
        "rename" | "renameat" | "renameat2" => Call::Rename(path(0)?, path(1)?),
        "link" | "linkat" => Call::Link(path(0)?, path(1)?),
        "unlink" | "unlinkat" | "rmdir" => Call::Unlink(path(0)?),
        _ => return None,
    })
}

/// `3<\x2f\x61>…`: the number and the path.
fn descriptor(text: &str) -> Option<(u32, PathBuf)> {
    let (number, rest) = text.split_once('<')?;
    let (path, _) = rest.split_once('>')?;
    Some((number.parse().ok()?, PathBuf::from(OsString::from_vec(unhex(path)))))
}

fn unhex(text: &str) -> Vec<u8> {
    let codes = text.split("\\x").skip(1);
    codes
        .map(|code| u8::from_str_radix(code.get(..2).unwrap_or(""), 16).expect("two digits"))
        .collect()
}
