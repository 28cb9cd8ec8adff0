//! The command line: the terminal rehearsal, the demonstration, and what reports.
//!
//! Exit codes: 0 done, 1 failed (one sentence on standard error), 2 wrong usage.

mod args;
mod bank;
mod demo;
mod doctor;
mod keys;
mod mic;

mod rehearse;
mod session;
mod text;
mod voice_texts;

use std::process::ExitCode;

use clap::Parser as _;

use crate::store::{Folders, NoticeKind, Store};
use args::{Args, Order};

/// What was asked for on the command line.
#[derive(Debug)]
pub enum Asked {
    /// The window.
    Window,
    /// Something for the terminal.
    Terminal(Terminal),
}

/// Something for the terminal.
#[derive(Debug)]
pub struct Terminal(Order);

/// Reads the arguments; wrong usage ends the program with what would be right.
#[must_use]
pub fn parse() -> Asked {
    match Args::parse().order {
        None => Asked::Window,
        Some(order) => Asked::Terminal(Terminal(order)),
    }
}

/// Says how it went: one sentence on standard error, and the exit code.
#[must_use]
pub fn finish(outcome: anyhow::Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("greenroom: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does what the terminal was asked for.
///
/// # Errors
/// A sentence that says what to do.
pub fn run(terminal: &Terminal) -> anyhow::Result<()> {
    match &terminal.0 {
        Order::Rehearse(args) => rehearse::run(args),
        Order::Demo(args) => demo::run(args),
        Order::Bank(args) => bank::run(args),
        Order::Session(args) => session::run(args),
        Order::Mic(args) => mic::run(args),
        Order::Doctor(args) => doctor::run(args),
        Order::VoiceTexts(args) => voice_texts::run(args),
    }
}

/// Opens the store and tells on standard error what was found wrong or recovered.
fn open_store(out: Option<&std::path::Path>) -> anyhow::Result<Store> {
    let folders = match out {
        Some(dir) => Folders::at(dir),
        None => Folders::resolve()?,
    };
    let (store, notices) = Store::open(folders);
    // Two copies do no harm: each works on its own sessions.
    for notice in notices.iter().filter(|notice| notice.kind != NoticeKind::AnotherCopy) {
        eprintln!("greenroom: {notice}");
    }
    Ok(store)
}
