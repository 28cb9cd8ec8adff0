//! The command line: the terminal rehearsal, the demonstration, and what reports.
//!
//! Exit codes: 0 done, 1 failed (one sentence on standard error), 2 wrong usage. An output that nobody reads
//! any more (`greenroom … | head`) is no failure.

// `println!` and `eprintln!` panic where nobody reads; `say!` and `complain!` don't.
#![deny(clippy::print_stderr, clippy::print_stdout)]

#[macro_use]
mod text;

mod args;
mod bank;
mod bank_export;
mod bank_import;
mod bank_report;
mod demo;
mod doctor;
mod due;
mod keys;
mod measure;
mod mic;
mod pending;
mod pressing;
mod rehearse;
mod session;
mod session_remove;
mod voice_texts;

#[cfg(test)]
pub(crate) use bank_export::write_new as write_export;
#[cfg(test)]
pub(crate) use session::lines as session_lines;

use std::process::ExitCode;

use clap::Parser as _;

use crate::store::{Folders, NoticeKind, Store, report_panics};
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
        Err(problem) if problem.is::<text::OutputGone>() => ExitCode::SUCCESS,
        Err(problem) => {
            complain!("{}", sentence(&problem));
            ExitCode::FAILURE
        }
    }
}

/// A problem with its causes, each said once: many sentences of ours name their cause already, and what
/// they end with (what to do, and the path) stays last.
fn sentence(problem: &anyhow::Error) -> String {
    problem.chain().map(ToString::to_string).fold(String::new(), |said, cause| {
        if said.is_empty() {
            cause
        } else if said.contains(&cause) {
            said
        } else {
            format!("{said}: {cause}")
        }
    })
}

/// Does what the terminal was asked for.
///
/// # Errors
/// A sentence that says what to do.
pub fn run(terminal: &Terminal) -> anyhow::Result<()> {
    if let Ok(folders) = Folders::resolve() {
        // Until another folder is asked for.
        report_panics(&folders);
    }
    match &terminal.0 {
        Order::Rehearse(args) => rehearse::run(args),
        Order::Demo(args) => demo::run(args),
        Order::Bank(args) => bank::run(args),
        Order::Session(args) => session::run(args),
        Order::Sessions(args) => session::list_all(args),
        Order::Measure(args) => measure::run(args),
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
    report_panics(&folders);
    let (store, notices) = Store::open(folders);
    // Two copies do no harm: each works on its own sessions.
    for notice in notices.iter().filter(|notice| notice.kind != NoticeKind::AnotherCopy) {
        complain!("{notice}");
    }
    Ok(store)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_said_once_and_the_path_comes_last() {
        let source = || std::io::Error::other("no such thing");
        let path = std::path::PathBuf::from("/there");
        let ours = crate::store::StoreError::Read { source: source(), path };
        let said = sentence(&ours.into());
        assert_eq!(said.matches("no such thing").count(), 1, "{said}");
        assert!(said.ends_with(": /there"), "{said}");
        let context = anyhow::Error::from(source()).context("It can't start");
        assert_eq!(sentence(&context), "It can't start: no such thing");
    }
}
