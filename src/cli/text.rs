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
        Trouble::Disk => "room for the recording. t: try again   w: go on, kept in memory",
    }
}
