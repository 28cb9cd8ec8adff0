//! macOS: the system's own `caffeinate`, which ends with this program whatever happens to it.

use std::process::{Child, Command, Stdio};

use super::Hold;

/// Keeps the computer, not the screen, from sleeping of its own accord.
pub(super) fn take_hold() -> Option<Hold> {
    Command::new("/usr/bin/caffeinate")
        .args(["-i", "-w", &std::process::id().to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .inspect_err(|error| log::info!("nothing keeps the computer awake: {error}"))
        .ok()
        .map(|child| Box::new(Running(child)) as Hold)
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Gone already, or it goes now.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
