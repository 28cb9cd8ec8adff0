//! How what the say-and-hear-yourself check found is shown.

use crate::analysis::{CheckResult, Signal};
use crate::ui::widgets::Tone;

/// How its sentence is shown.
pub(super) fn tone(result: CheckResult) -> Tone {
    match result.signal() {
        Signal::Dead => Tone::Wrong,
        Signal::Quiet | Signal::TooLoud => Tone::Note,
        Signal::Good => Tone::Good,
    }
}
