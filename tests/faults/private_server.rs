//! A sound server of a test's own, that can be killed, frozen and started again.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::e2e::devices::Ended;

/// A microphone (`mic`, what is played to the sink `mic_in`), a second one that only hums (`hum`), and a
/// loudspeaker. As on a desktop, streams whose device goes away are moved to another one.
const MACHINE: &str = "
load-module module-null-sink sink_name=speaker norewinds=1 rate=48000 channels=2
load-module module-null-sink sink_name=mic_in norewinds=1 rate=48000 channels=2
load-module module-sine-source source_name=hum rate=48000 frequency=440
load-module module-remap-source source_name=mic master=mic_in.monitor source_properties=device.description=Microphone
set-default-sink speaker
set-default-source mic
";

/// The server.
pub struct Server {
    child: Option<Ended>,
    folder: PathBuf,
}

impl Server {
    /// Starts one with its files in `folder` and waits until it answers.
    pub fn start(folder: &Path) -> Self {
        let mut server = Self { child: None, folder: folder.to_owned() };
        server.start_again();
        server
    }

    /// What its clients are told to connect to.
    pub fn address(&self) -> String {
        format!("unix:{}", self.folder.join("native").display())
    }

    /// Starts it again after it was killed.
    pub fn start_again(&mut self) {
        let config = self.folder.join("server.pa");
        let socket = self.folder.join("native");
        // What a killed server leaves behind would be in the way.
        let _gone = std::fs::remove_file(&socket);
        let text = format!(
            "load-module module-native-protocol-unix socket={} auth-anonymous=1{MACHINE}",
            socket.display()
        );
        std::fs::write(&config, text).expect("the server's orders can be written");
        let child = Command::new("pulseaudio")
            .args(["-n", "-F"])
            .arg(&config)
            .args(["--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"])
            .args(["--realtime=no", "--high-priority=no", "--log-level=error"])
            .env("HOME", &self.folder)
            .env("PULSE_RUNTIME_PATH", &self.folder)
            .env("PULSE_STATE_PATH", &self.folder)
            .stderr(Stdio::null())
            .spawn()
            .expect("pulseaudio starts");
        self.child = Some(Ended(child));
        let begun = Instant::now();
        while !self.answers() {
            assert!(begun.elapsed() < Duration::from_secs(10), "the sound server does not start");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn answers(&self) -> bool {
        let out = self.pactl_command(&["list", "short", "sources"]).output().expect("pactl starts");
        String::from_utf8_lossy(&out.stdout).contains("\tmic\t")
    }

    fn pactl_command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("pactl");
        command.args(arguments).env("PULSE_SERVER", self.address()).stderr(Stdio::null());
        command
    }

    /// Has it do something, and gives what it says.
    pub fn pactl(&self, arguments: &[&str]) -> String {
        let out = self.pactl_command(arguments).output().expect("pactl starts");
        assert!(out.status.success(), "pactl {arguments:?}");
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    }

    /// Pulls the microphone out.
    pub fn unplug(&self) {
        self.pactl(&["unload-module", "module-remap-source"]);
    }

    /// Plugs it in again.
    pub fn plug_in(&self) {
        let name = "source_properties=device.description=Microphone";
        let source = ["load-module", "module-remap-source", "source_name=mic"];
        self.pactl(&[&source[..], &["master=mic_in.monitor", name]].concat());
        // The system's default is a name: what has it is the default again.
    }

    /// Ends it without warning.
    pub fn kill(&mut self) {
        self.child = None;
    }

    /// Stops it, or lets it go on.
    pub fn freeze(&self, is_frozen: bool) {
        let child = self.child.as_ref().expect("it runs");
        signal(if is_frozen { "STOP" } else { "CONT" }, child.0.id());
    }
}

/// Sends a signal by name.
pub fn signal(name: &str, pid: u32) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status();
    assert!(sent.is_ok_and(|status| status.success()), "kill -{name} {pid}");
}
