//! What window and terminal say about a take that was recorded: one place, so that they say the same.

mod health;
mod sound;

use std::time::Duration;

use crate::store::{SoundNow, Take, TakeRecord};

use super::was_repeated;
use crate::units::{Frames, SampleRate};

pub use health::{Ailment, of_record as ailments_of_record, of_summary as ailments_of_summary};
pub use sound::{is_of_changed, look, mark_changed, measure, open};
pub(super) use sound::{is_same_sound, keep_changed, keep_scan, of_changed};

/// How a take ended, in a sentence without a full stop; of a word that nobody knows, that it stopped.
#[must_use]
pub fn ended(record: &TakeRecord) -> &'static str {
    match record.ended_by.as_str() {
        "finished" => "You ended it",
        "time-up" => "Time was up",
        "moved-on" => "The interviewer moved on",
        "silence" => "It ended in silence",
        "retaken" => "You began again",
        "skipped" => "You skipped the rest",
        "paused" if was_repeated(record) => "Question heard again",
        "paused" => "You paused here",
        "microphone-lost" => "The microphone was lost",
        "ended-early" => "You ended the interview",
        "recovered" | "recording" => "It was cut off and recovered",
        TakeRecord::UNKNOWN => "How it ended is not known",
        _ => "It stopped by itself",
    }
}

/// What there is to know about a recording beside how it went, a few words or a sentence each.
///
/// Whether it is still
/// what was recorded, what was not perfect about it, what is wrong with its files, and what lies beside them.
#[must_use]
pub fn remarks(take: &Take) -> Vec<String> {
    let ailments = ailments_of_record(&take.record).into_iter().map(Ailment::words);
    let all = changed(take).into_iter().chain(ailments).chain(take.problem.clone());
    all.chain(take.beside.iter().cloned()).collect()
}

/// That another program changed it, and how long it was if it is not so long now.
fn changed(take: &Take) -> Option<String> {
    let SoundNow::Changed { rate_hz, frames } = take.sound else { return None };
    let before = length(rate_hz, frames).as_secs();
    let now = length(take.record.rate_hz, take.record.frames).as_secs();
    let was = format!(", when it was {}:{:02} long", before / 60, before % 60);
    let was = if before == now { String::new() } else { was };
    Some(format!("Changed since it was recorded{was}"))
}

fn length(rate_hz: u32, frames: u64) -> Duration {
    SampleRate::new(rate_hz).map(|rate| Frames(frames).duration(rate)).unwrap_or_default()
}
