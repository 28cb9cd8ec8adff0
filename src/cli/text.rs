//! How the command line writes times and JSON.

use std::borrow::Cow;
use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write as _};
use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;

use crate::interview::{Light, Trouble};

/// Whoever read the output has read enough, as `head` does: no reason to go on, and nothing to complain of.
#[derive(Debug, thiserror::Error)]
#[error("nobody reads the output")]
pub(super) struct OutputGone;

/// A line on standard output, as `println!` would write it; but where nobody reads, an error and no panic.
macro_rules! say {
    ($($arg:tt)*) => { $crate::cli::text::say(format_args!($($arg)*)) };
}

/// A line on standard error. Nobody can be told that it could not be written.
macro_rules! complain {
    ($($arg:tt)*) => { $crate::cli::text::complain(format_args!($($arg)*)) };
}

/// See [`say!`].
pub(super) fn say(line: Arguments<'_>) -> anyhow::Result<()> {
    write(&format!("{}\n", printable(&line.to_string(), shown)))
}

/// See [`complain!`].
pub(super) fn complain(line: Arguments<'_>) {
    writeln!(io::stderr().lock(), "greenroom: {}", printable(&line.to_string(), shown)).ok();
}

/// This text on standard output.
pub(super) fn write(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(problem) if problem.kind() == ErrorKind::BrokenPipe => Err(OutputGone.into()),
        written => written.context("The output can't be written"),
    }
}

/// Pretty JSON on standard output, whole or an error.
pub(super) fn print_json(value: &Value) -> anyhow::Result<()> {
    // Only texts hold such signs, and in them JSON has this for each.
    let escaped = |sign| format!("\\u{:04x}", u32::from(sign));
    write(&format!("{}\n", printable(&serde_json::to_string_pretty(value)?, escaped)))
}

/// A text with other signs in the place of those that a terminal obeys: banks, sessions and names of devices
/// come from elsewhere. New lines stay.
fn printable(text: &str, other: impl Fn(char) -> String) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let signs = text.chars();
    signs.map(|sign| if is_obeyed(sign) { other(sign) } else { sign.to_string() }).collect()
}

/// Whether a terminal would do something instead of showing it: controls, and those that turn writing around.
fn is_obeyed(sign: char) -> bool {
    let turns = matches!(
        sign,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    turns || (sign.is_control() && sign != '\n')
}

/// A sign by its number, so that it is seen.
fn shown(sign: char) -> String {
    format!("<U+{:04X}>", u32::from(sign))
}

/// Where lines for people go while keys are read.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Screen {
    /// A terminal that is read key by key begins no line by itself.
    pub raw: bool,
}

impl Screen {
    /// Writes a line, at once. An output that is gone must not end an interview: it is no error.
    pub(super) fn line(self, text: &str) {
        let mut out = io::stdout().lock();
        let text = printable(text, shown);
        let written = out.write_all(self.framed(&text).as_bytes()).and_then(|()| out.flush());
        if let Err(problem) = written {
            log::debug!("nobody reads the output: {problem}");
        }
    }

    fn framed(self, text: &str) -> String {
        if self.raw { format!("{}\r\n", text.replace('\n', "\r\n")) } else { format!("{text}\n") }
    }
}

/// `1:05` for sixty-five seconds.
pub(super) fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

/// What a light says.
pub(super) fn light_word(light: Light) -> &'static str {
    match light {
        Light::Off => "",
        Light::Green => "Long enough.",
        Light::Amber => "Begin to land.",
        Light::Red => "Time.",
        Light::Overtime => "Over time.",
    }
}

/// What is missing, and which keys help.
pub(super) fn trouble_words(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Microphone => "the microphone. t: try again   w: go on without recording",
        Trouble::Speaker => "the loudspeaker. t: try again   w: go on with the questions shown",
        Trouble::Disk => {
            "room for the recording. t: try again   f: another folder   w: go on, kept in memory"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        let hostile = "a\u{1b}[2J\rb\u{202e}c\u{9b}d\u{7f}\ne \u{5d0} \u{200d}";
        let plain = "a<U+001B>[2J<U+000D>b<U+202E>c<U+009B>d<U+007F>\ne \u{5d0} \u{200d}";
        assert_eq!(printable(hostile, shown), plain);
        assert!(matches!(printable("Grüße,\nwirklich", shown), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_begin_at_the_left_in_a_raw_terminal() {
        assert_eq!(Screen { raw: true }.framed("one\ntwo"), "one\r\ntwo\r\n");
        assert_eq!(Screen { raw: false }.framed("one\ntwo"), "one\ntwo\n");
    }
}
