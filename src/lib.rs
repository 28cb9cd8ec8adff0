//! Greenroom: rehearse a job interview aloud, alone, at your own desk.
//!
//! A voice asks the question; you think, answer into the microphone against a clock, and afterwards
//! listen to yourself beside a model answer. Nothing leaves the machine.
//!
//! # The rooms, in reading order
//!
//! - [`units`]: numbers that carry their unit.
//! - [`panics`]: threads that outlive a panic.
//! - [`disk`]: what is asked of the disk for good, and whether it moves.
//! - [`bank`]: what is asked: questions, model answers, placeholders; reading, editing, import and export.
//! - [`interview`]: the interview as a pure machine: events and elapsed time in, effects out.
//! - [`analysis`]: what can be known from samples alone.
//! - [`audio`]: microphone and loudspeaker; the only room that names cpal, rtrb and hound.
//! - [`voice`]: the interviewer's voice; the only room that names a speech engine.
//! - [`power`]: keeps the computer awake while somebody rehearses or listens.
//! - [`store`]: the files the user owns: settings, profile, sessions, takes.
//! - [`rehearsal`]: the director: runs an interview against voice, audio and store on its own thread.
//! - [`letters`]: what the shipped fonts lack, from the system's own.
//! - [`ui`]: what is drawn: views read a model and return intents.
//! - [`app`]: the window: drains messages, applies intents.
//! - [`cli`]: the command line, the terminal rehearsal, the demonstration.
//!
//! # Invariants, each with the test that holds it
//!
//! - **Arrows.** `bank`, `interview` and `analysis` know no device, file, clock, thread or window;
//!   `audio`, `voice` and `store` know neither each other nor egui; `ui` knows no adapter
//!   (`tests/layers.rs`).
//! - **Time is an argument.** No clock is read in the pure rooms (clippy's `disallowed_methods`, denied there).
//! - **A take is never lost or misfiled**, whatever the sequence of events
//!   (`interview::tests::properties`), and whatever happens to process, disk and devices
//!   (`tests/rehearsal`: `ending`, `files`, `devices`).
//! - **A take whose microphone is lost goes on in the same file**, the gap marked, with the same microphone or
//!   one that a person chose; nobody is recorded by a microphone that they did not choose (`tests/rehearsal`,
//!   `devices`; `tests/sound_card`, `microphone`; `tests/faults`, `device`).
//! - **A disk that fails or stands still holds nothing up and loses nothing**: what is not synced stays in
//!   memory, the user is told within a second of a failure and chooses another place, and nothing is said to be
//!   saved that is not (`tests/faults`: `disk`, `nth_call`, `power`).
//! - **Late is not failed.** What is on its way to disk is waited for as long as anything moves there, in real
//!   time at any speed of the interview, and told as slow; no take is saved twice for it ([`disk`];
//!   `tests/faults`, `disk::slow`; `tests/demonstration`, `slow_disk`).
//! - **Switching the pacing keeps the recording whole**: one file, both pacings in its notes
//!   (`tests/rehearsal`, `flow`).
//! - **A take never holds the interviewer.** It begins, by frame number, after the voice was heard to its
//!   end, the loudspeaker's latency included (`tests/rehearsal`, `flow`).
//! - **The audio callbacks never allocate, lock, log or wait** (`tests/realtime.rs`).
//! - **A panic costs a piece of work, never a take and never the window.** Every long-lived thread goes on, a
//!   page that fails is replaced, the user is told and finds a report without a word of theirs in it
//!   (`tests/faults`, `panics`; `store::reports`).
//! - **What is typed is never a command, and no shortcut types** (`ui::keys`; `ui::room::typing_tests`). What was
//!   pressed by mistake costs no take: it is asked once, or can be taken back (`interview::tests::undo`).
//! - **No wait without an end.** Every stage of the interview leaves by finishing, failing or timing out
//!   (`interview::tests::properties`).
//! - **A take is measured as its file is**: what was heard of it while it was recorded counts only if it is
//!   the file to the frame (`rehearsal::along`), and no measure writes over a listener's marks
//!   (`tests/rehearsal`, `measuring`).
//! - **Measures wait for nobody and nobody for them**: an interview's end waits a few seconds at most
//!   (`rehearsal::scribe`); what is missing is measured when it is looked at (`tests/rehearsal`, `measuring`).
//! - **No first syllable is lost.** A loudspeaker that was just opened is given a second of silence first, and
//!   it stays open from an interview's first word to its end (`tests/sound_card`, `sleepy`).
//! - **The computer does not sleep while somebody rehearses or listens**, and may while the interview is paused;
//!   no bus, or one that never answers, holds anything up (`power::tests`, `tests/sleep`).
//! - **What is heard one after the other joins to the frame**, after exactly the gap asked for; a change of
//!   speed, loop or level is heard at once and at the same place (`tests/sound_card`, `listening`).
//! - **Listening never changes a recording, and at its own speed plays it sample by sample**
//!   (`tests/sound_card`, `listening`; `audio::stretch`).
//! - **Nothing a listener does to a take is lost**, however far the disk is behind (`app::librarian`), and all
//!   of it can be undone (`app::review_marks`).
//! - **What is removed is moved, never destroyed**, and can be put back to the byte (`store::tests::removing`,
//!   `tests/end_to_end_removing`).
//! - **Every edit of a bank can be undone, and every state of it can be read again** (`bank::edit`); it is
//!   saved at once, never over what somebody else wrote (`app::questions`, `store::banks`).
//! - **An import drops nothing in silence**: every line is in the bank or among those left out, with the reason
//!   (`tests/import`, `mixtures`), and what is exported comes back the same (`bank::import::records`).
//! - **No invented number.** `analysis` says "not assessed" where the evidence is missing.

// What is shipped takes nothing for granted: no index, no cut of a text, no panic of its own. (`unwrap` is
// forbidden everywhere; `expect` says why it can't fail.)
#![cfg_attr(
    not(test),
    warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic, clippy::unreachable)
)]

#[cfg(test)]
extern crate self as greenroom; // made-up data of the tests in tests/ serves here too

pub mod units;

pub mod panics;

pub mod disk;

pub mod bank;

pub mod interview;

pub mod analysis;

pub mod audio;

pub mod voice;

pub mod power;

pub mod store;

pub mod rehearsal;

#[cfg(not(fuzzing))]
pub mod ui;

#[cfg(not(fuzzing))]
pub mod letters;

#[cfg(not(fuzzing))]
pub mod app;

#[cfg(not(fuzzing))]
pub mod cli;
