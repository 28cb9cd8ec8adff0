//! A disk of a few megabytes in a namespace of its own: no privileges are needed to mount it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::e2e::devices::Ended;

/// A disk that is there as long as this is.
pub struct SmallDisk {
    /// Keeps the namespace alive.
    holder: Ended,
    /// Where it is mounted, for programs in the namespace.
    pub at: PathBuf,
}

impl SmallDisk {
    /// Mounts one of so many megabytes.
    pub fn mount(at: &Path, megabytes: u32) -> Self {
        std::fs::create_dir_all(at).expect("a place for it");
        let script =
            "mount -t tmpfs -o \"size=$1m,mode=700\" none \"$2\" && echo ready && exec sleep 900";
        let mut holder = Command::new("unshare")
            .args(["-rm", "sh", "-c", script, "sh", &megabytes.to_string()])
            .arg(at)
            .stdout(Stdio::piped())
            .spawn()
            .expect("unshare starts");
        let out = holder.stdout.take().expect("its output is ours");
        let ready = BufReader::new(out).lines().next();
        assert!(
            ready.is_some_and(|line| line.is_ok_and(|line| line == "ready")),
            "no disk can be mounted in a namespace of one's own here"
        );
        Self { holder: Ended(holder), at: at.to_owned() }
    }

    /// A path on it, as seen from outside.
    pub fn path(&self, below: &str) -> PathBuf {
        seen_through(&self.holder, &self.at).join(below)
    }

    /// A command that runs a program where the disk is.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new("nsenter");
        command.args(["--preserve-credentials", "-U", "-m", "-t", &self.holder.0.id().to_string()]);
        command.arg("--").arg(program);
        command
    }

    /// Runs a shell script there; `$1` is a path as seen from there.
    pub fn shell(&self, script: &str, path: &Path) {
        let status = self.command("sh").args(["-c", script, "sh"]).arg(path).status();
        assert!(status.is_ok_and(|status| status.success()), "{script}");
    }

    /// Fills it to the last byte; says when.
    pub fn fill(&self) -> Instant {
        let mut file = std::fs::File::create(self.path("filler")).expect("it can be made");
        let mut block = vec![1; 1 << 20];
        while !block.is_empty() {
            if file.write_all(&block).is_err() {
                block.truncate(block.len() / 2);
            }
        }
        Instant::now()
    }

    /// Empties it again; says when.
    pub fn free(&self) -> Instant {
        std::fs::remove_file(self.path("filler")).expect("it can be removed");
        Instant::now()
    }
}

/// A path of the mounts that a process holds, as it is seen without them.
pub fn seen_through(holder: &Ended, at: &Path) -> PathBuf {
    let root = PathBuf::from(format!("/proc/{}/root", holder.0.id()));
    root.join(at.strip_prefix("/").expect("an absolute path"))
}
