//! Keys pressed from outside, by xdotool: what a keyboard does, not what the program is told.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

fn xdotool(arguments: &[&str]) -> Output {
    Command::new("timeout")
        .arg("10")
        .arg("xdotool")
        .args(arguments)
        .output()
        .expect("xdotool starts")
}

/// Waits for a window of this name and gives it the keyboard; there is no window manager to do it.
pub fn focus(name: &str, patience: Duration) -> String {
    let begun = Instant::now();
    loop {
        let out = xdotool(&["search", "--onlyvisible", "--name", name]);
        let found = String::from_utf8_lossy(&out.stdout).lines().next().map(str::to_owned);
        if let Some(window) = found {
            xdotool(&["windowfocus", "--sync", &window]);
            return window;
        }
        assert!(begun.elapsed() < patience, "no window “{name}” within {patience:?}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Presses keys by their X names, such as `Tab`, `space` or `alt+2`.
pub fn press(keys: &[&str]) {
    for key in keys {
        let out = xdotool(&["key", "--clearmodifiers", key]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        std::thread::sleep(Duration::from_millis(120));
    }
}

/// Types a text, a key every so often.
pub fn type_text(text: &str, apart: Duration) {
    let apart = apart.as_millis().to_string();
    let out = xdotool(&["type", "--delay", &apart, text]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}
