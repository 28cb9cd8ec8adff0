//! A message bus of the test's own, with a stand-in for logind on it; and one that never answers.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use zbus::blocking::{Connection, connection};
use zbus::zvariant;

use super::devices::Ended;

/// What was asked of it: what, who, why, mode.
pub type Asked = [String; 4];

/// A bus with a logind that lets itself be asked not to sleep.
pub struct Bus {
    /// Where programs find it.
    pub address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    held: Arc<AtomicUsize>,
    _service: Connection,
    _daemon: Ended,
    _folder: tempfile::TempDir,
}

impl Bus {
    /// Starts it.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the bus");
        let config = folder.path().join("bus.conf");
        std::fs::write(&config, config_of(folder.path())).expect("the bus is described");
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon starts");
        let out = daemon.stdout.take().expect("its output is ours");
        let daemon = Ended(daemon);
        let mut address = String::new();
        BufReader::new(out).read_line(&mut address).expect("it says where it is");
        let address = address.trim().to_owned();
        let (asked, held) = (Arc::<Mutex<Vec<Asked>>>::default(), Arc::<AtomicUsize>::default());
        let manager = Manager { asked: Arc::clone(&asked), held: Arc::clone(&held) };
        let service = connection::Builder::address(address.as_str())
            .and_then(|bus| bus.name("org.freedesktop.login1"))
            .and_then(|bus| bus.serve_at("/org/freedesktop/login1", manager))
            .and_then(connection::Builder::build)
            .expect("a logind on the bus");
        Self { address, asked, held, _service: service, _daemon: daemon, _folder: folder }
    }

    /// All that was asked of it so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic in the service").clone()
    }

    /// Waits until so many inhibitions are held.
    pub fn wait_until_held(&self, wanted: usize, when: &str) {
        let begun = Instant::now();
        while self.held.load(Ordering::SeqCst) != wanted {
            let held = self.held.load(Ordering::SeqCst);
            assert!(begun.elapsed() < Duration::from_secs(15), "{held} instead of {wanted} {when}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn config_of(folder: &Path) -> String {
    format!(
        "<busconfig><type>session</type><listen>unix:dir={}</listen><auth>EXTERNAL</auth>\
         <policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/>\
         <allow own=\"*\"/></policy></busconfig>",
        folder.display()
    )
}

struct Manager {
    asked: Arc<Mutex<Vec<Asked>>>,
    held: Arc<AtomicUsize>,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    /// Holds for as long as the file is open at the other end.
    fn inhibit(&self, what: String, who: String, why: String, mode: String) -> zvariant::OwnedFd {
        let (mut ours, theirs) = UnixStream::pair().expect("a pair of sockets");
        self.asked.lock().expect("no panic in the service").push([what, who, why, mode]);
        self.held.fetch_add(1, Ordering::SeqCst);
        let held = Arc::clone(&self.held);
        std::thread::spawn(move || {
            let mut nothing = Vec::new();
            let _end = ours.read_to_end(&mut nothing);
            held.fetch_sub(1, Ordering::SeqCst);
        });
        std::os::fd::OwnedFd::from(theirs).into()
    }
}

/// A bus that takes connections and never says a word.
pub struct SilentBus {
    /// Where programs find it.
    pub address: String,
    _listener: UnixListener,
    _folder: tempfile::TempDir,
}

impl SilentBus {
    /// Starts it.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the bus");
        let path = folder.path().join("bus");
        let listener = UnixListener::bind(&path).expect("a socket");
        let address = format!("unix:path={}", path.display());
        Self { address, _listener: listener, _folder: folder }
    }
}
