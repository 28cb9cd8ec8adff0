//! A real file system on a disk whose power can be cut.
//!
//! The file system lies in an image on a loop device, and the image on a second file system, which plays the
//! disk: what is written to it stays in that one's memory until the upper one asks for a flush, as in the cache
//! of a drive. The kernel can be told to shut a file system down at once, with nothing written any more. Shut
//! down the lower one, and the drive has lost its cache; the upper one, and only the computer has lost what it
//! had not sent to the drive. All of it is in a namespace of its own, which takes its mounts with it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::e2e::devices::Ended;
use crate::small_disk::seen_through;

/// What the file system is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    Ext4,
    Xfs,
}

/// What a power cut takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// What the computer has not sent to the drive.
    Computer,
    /// That, and what the drive was sent and not told to flush.
    DriveToo,
}

/// Every file system with every cut.
pub const ALL: [(System, Cut); 4] = [
    (System::Ext4, Cut::DriveToo),
    (System::Xfs, Cut::DriveToo),
    (System::Ext4, Cut::Computer),
    (System::Xfs, Cut::Computer),
];

/// Makes a disk where there is none in folder `$1`, by command `$2`, and mounts it. XFS wants 300 MB; what
/// nobody writes takes no room.
const MOUNT: &str = r#"
set -eu
PATH="$PATH:/usr/sbin:/sbin"
cd "$1"
mkdir -p drive disk
if [ -e drive.image ]; then
    mount -o loop drive.image drive
else
    truncate -s 400M drive.image
    mkfs.ext4 -q -E nodiscard drive.image
    mount -o loop drive.image drive
    fallocate -l 340M drive/image
    $2 drive/image
    sync -f drive
fi
mount -o loop drive/image disk
chmod 700 disk
echo ready
exec sleep 3000
"#;

/// A disk that is mounted as long as this is.
pub struct CutDisk {
    /// Keeps the namespace alive.
    holder: Ended,
    place: PathBuf,
    system: System,
    /// Where it is mounted, for programs in the namespace.
    pub at: PathBuf,
}

impl CutDisk {
    /// Why there can be none on this machine, if so.
    pub fn why_not(place: &Path) -> Option<String> {
        for tool in ["mkfs.ext4", "mkfs.xfs", "xfs_io", "unshare", "nsenter"] {
            let found = Command::new("sh")
                .args(["-c", "PATH=\"$PATH:/usr/sbin:/sbin\"; command -v \"$0\"", tool])
                .stdout(Stdio::null())
                .status();
            assert!(
                found.is_ok_and(|status| status.success()),
                "{tool} is missing; script/bootstrap --tests installs it"
            );
        }
        [System::Ext4, System::Xfs].into_iter().find_map(|system| {
            Self::mount(&place.join(format!("{system:?}")), system).err().map(|why| {
                let why = why.lines().last().unwrap_or("no reason is given").replace('|', " ");
                format!("{system:?} can't be mounted by this user on this machine: {why}")
            })
        })
    }

    /// A new one, in this folder.
    pub fn new(place: &Path, system: System) -> Self {
        Self::mount(place, system).expect("it was possible before")
    }

    fn mount(place: &Path, system: System) -> Result<Self, String> {
        std::fs::create_dir_all(place).expect("a place for it");
        let make = match system {
            System::Ext4 => "mkfs.ext4 -q -E nodiscard",
            System::Xfs => "mkfs.xfs -q -K",
        };
        let mut holder = Command::new("unshare")
            .args(["-m", "sh", "-c", MOUNT, "sh"])
            .arg(place)
            .arg(make)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map(Ended)
            .expect("unshare starts");
        let out = holder.0.stdout.take().expect("its output is ours");
        let ready = BufReader::new(out).lines().next();
        if !ready.is_some_and(|line| line.is_ok_and(|line| line == "ready")) {
            let err = holder.0.stderr.take().expect("its errors are ours");
            return Err(std::io::read_to_string(err).unwrap_or_default());
        }
        Ok(Self { holder, place: place.to_owned(), system, at: place.join("disk") })
    }

    /// A path on it, as seen from outside.
    pub fn path(&self, below: &str) -> PathBuf {
        seen_through(&self.holder, &self.at).join(below)
    }

    /// A command that runs a program where it is mounted.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new("nsenter");
        command.args(["-m", "-t", &self.holder.0.id().to_string()]);
        command.arg("--").arg(program);
        command
    }

    fn shell(&self, script: &str) {
        let script = format!("set -eu; PATH=\"$PATH:/usr/sbin:/sbin\"; cd \"$0\"; {script}");
        let out = self.command("sh").args(["-c", &script]).arg(&self.place).output();
        let out = out.expect("nsenter starts");
        assert!(out.status.success(), "{script}: {}", String::from_utf8_lossy(&out.stderr));
    }

    /// What has been written so far is there for good.
    pub fn sync(&self) {
        self.shell("sync -f disk");
    }

    /// Cuts the power; says when it was off at the latest.
    pub fn cut(&self, cut: Cut) -> Instant {
        let system = match cut {
            Cut::Computer => "disk",
            Cut::DriveToo => "drive",
        };
        self.shell(&format!("xfs_io -x -c shutdown {system}"));
        Instant::now()
    }

    /// The power is back: what is on the disk now, by the file system's own journal.
    pub fn again(self) -> Self {
        self.shell("umount disk; umount drive");
        let Self { holder, place, system, .. } = self;
        drop(holder);
        Self::mount(&place, system).expect("the file system can be mounted again")
    }
}
