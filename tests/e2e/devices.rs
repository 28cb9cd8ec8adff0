//! The virtual loudspeaker and microphone.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::sound::{RATE, Sound};

/// Fails with a hint where the devices of script/e2e are missing.
pub fn require() {
    assert!(
        std::env::var_os("GREENROOM_RIG").is_some(),
        "needs the virtual devices: run script/e2e"
    );
}

/// A child process that ends with the test, whatever happens.
#[derive(Debug)]
pub struct Ended(pub Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _gone = self.0.kill();
        let _status = self.0.wait();
    }
}

/// Starts playing a file into the microphone; it goes on until dropped or over.
pub fn speak(file: &Path) -> Ended {
    play(file, "mic_in")
}

/// The server gets a second ahead, so that a busy machine does not tear the sound.
fn play(file: &Path, sink: &str) -> Ended {
    let device = format!("--device={sink}");
    let child = Command::new("paplay").args([&device, "--latency-msec=1000"]).arg(file).spawn();
    Ended(child.expect("paplay starts"))
}

/// Asks the sound server for something; what it says.
pub fn pactl(arguments: &[&str]) -> String {
    let output = Command::new("pactl").args(arguments).output().expect("pactl starts");
    assert!(output.status.success(), "pactl {arguments:?}: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Plugs in another microphone that hears what the first does.
pub fn plug_in(name: &str, description: &str) {
    pactl(&[
        "load-module",
        "module-remap-source",
        &format!("source_name={name}"),
        "master=mic_in.monitor",
        &format!("source_properties=device.description={description}"),
    ]);
}

/// Pulls a microphone out.
pub fn pull_out(name: &str) {
    let modules = pactl(&["list", "short", "modules"]);
    let source = format!("source_name={name} ");
    let line = modules.lines().find(|line| line.contains(&source)).expect("it is plugged in");
    pactl(&["unload-module", line.split_whitespace().next().expect("a number")]);
}

/// Makes a microphone the one that programs use which ask for none.
pub fn make_default(name: &str) {
    pactl(&["set-default-source", name]);
}

/// Streams that came and went at loudspeakers while it was watched.
#[derive(Debug)]
pub struct Streams {
    watcher: Ended,
    lines: std::sync::mpsc::Receiver<String>,
}

impl Streams {
    /// Begins to watch.
    pub fn watch() -> Self {
        use std::io::BufRead as _;
        let child = Command::new("pactl").arg("subscribe").stdout(Stdio::piped()).spawn();
        let mut watcher = Ended(child.expect("pactl starts"));
        let out = watcher.0.stdout.take().expect("its output is ours");
        let (tell, lines) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for line in std::io::BufReader::new(out).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        // It says nothing of its own: until it listens.
        std::thread::sleep(Duration::from_millis(500));
        Self { watcher, lines }
    }

    /// How many came, and how many went, since it was asked last.
    pub fn came_and_went(&self) -> (usize, usize) {
        let lines: Vec<String> = self.lines.try_iter().collect();
        let count = |what: &str| {
            let is_it = |line: &&String| line.contains(what) && line.contains("on sink-input");
            lines.iter().filter(is_it).count()
        };
        (count("'new'"), count("'remove'"))
    }
}

/// The microphone is muted until this is dropped.
#[derive(Debug)]
pub struct Muted(());

impl Muted {
    /// Mutes it, as a person does in the system's settings.
    pub fn microphone() -> Self {
        pactl(&["set-source-mute", "mic", "1"]);
        Self(())
    }
}

impl Drop for Muted {
    fn drop(&mut self) {
        let _gone = Command::new("pactl").args(["set-source-mute", "mic", "0"]).status();
    }
}

/// There is no microphone until this is dropped: the server's default source is the monitor of the loudspeaker.
#[derive(Debug)]
pub struct Unplugged(());

impl Unplugged {
    /// Pulls it out.
    pub fn microphone() -> Self {
        pull_out("mic");
        make_default("speaker.monitor");
        Self(())
    }
}

impl Drop for Unplugged {
    fn drop(&mut self) {
        plug_in("mic", "Microphone");
        make_default("mic");
    }
}

/// A recorder on a source of the sound server: a witness beside Greenroom.
#[derive(Debug)]
pub struct Witness {
    recorder: Ended,
    file: PathBuf,
    /// When it was started.
    pub since: Instant,
}

impl Witness {
    /// Listens to what comes out of the loudspeaker.
    pub fn at_the_speaker(file: PathBuf) -> Self {
        Self::at("speaker.monitor", file)
    }

    /// Listens to what goes into the microphone.
    pub fn at_the_microphone(file: PathBuf) -> Self {
        Self::at("mic", file)
    }

    fn at(source: &str, file: PathBuf) -> Self {
        let recorder = Command::new("parecord")
            .arg(format!("--device={source}"))
            .args(["--file-format=wav", "--channels=1", "--format=s16le", "--latency-msec=20"])
            .arg(format!("--rate={RATE}"))
            .arg(&file)
            .stderr(Stdio::null())
            .spawn()
            .expect("parecord starts");
        let since = Instant::now();
        Self { recorder: Ended(recorder), file, since }
    }

    /// Stops, and gives what was heard.
    pub fn heard(mut self) -> Sound {
        let pid = self.recorder.0.id().to_string();
        let stopped = Command::new("sh").args(["-c", "kill -INT $0", &pid]).status();
        assert!(stopped.is_ok_and(|status| status.success()), "the witness had gone");
        let _status = self.recorder.0.wait();
        Sound::read_to_the_end(&self.file)
    }

    /// Waits until something louder than 1 % of full scale was heard since `from`.
    pub fn wait_for_sound(&self, from: Instant, patience: Duration) -> bool {
        let begin = from.saturating_duration_since(self.since).as_secs_f64();
        while from.elapsed() < patience {
            std::thread::sleep(Duration::from_millis(100));
            let far_enough = std::fs::metadata(&self.file).is_ok_and(|file| file.len() > 44);
            if far_enough {
                let sound = Sound::read_to_the_end(&self.file);
                if sound.between(begin, f64::MAX).peak() > 327 {
                    return true;
                }
            }
        }
        false
    }
}

/// The loudspeaker stands beside the microphone: all it says is heard there too, until dropped.
#[derive(Debug)]
pub struct SameRoom(String);

impl SameRoom {
    /// Lets the microphone hear the loudspeaker.
    pub fn build() -> Self {
        let loopback = [
            "module-loopback",
            "source=speaker.monitor",
            "sink=mic_in",
            "latency_msec=10",
            "adjust_time=0",
        ];
        let out = Command::new("pactl").arg("load-module").args(loopback).output();
        let out = out.expect("pactl starts");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        Self(String::from_utf8_lossy(&out.stdout).trim().to_owned())
    }
}

impl Drop for SameRoom {
    fn drop(&mut self) {
        let _gone = Command::new("pactl").args(["unload-module", &self.0]).status();
    }
}
