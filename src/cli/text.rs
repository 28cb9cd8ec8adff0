//! How the command line writes times and JSON.

use std::io::Write as _;
use std::time::Duration;

use serde_json::Value;

use crate::interview::{Light, Trouble};

/// Pretty JSON on standard output, whole or an error.
pub(super) fn print_json(value: &Value) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    Ok(())
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
        let mut out = std::io::stdout().lock();
        let written = out.write_all(self.framed(text).as_bytes()).and_then(|()| out.flush());
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
    fn lines_begin_at_the_left_in_a_raw_terminal() {
        assert_eq!(Screen { raw: true }.framed("one\ntwo"), "one\r\ntwo\r\n");
        assert_eq!(Screen { raw: false }.framed("one\ntwo"), "one\ntwo\n");
    }
}
