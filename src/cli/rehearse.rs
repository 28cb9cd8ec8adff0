//! `greenroom rehearse`: the same interview in a terminal.

use std::io::IsTerminal as _;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow, bail};

use crate::cli::args::Rehearse;
use crate::cli::demo::{Told, pacing, persona, selection};
use crate::cli::keys::{self, Key};
use crate::cli::text::print_json;
use crate::cli::{open_store, session};
use crate::interview::{Action, DeviceChoice, StageView, View};
use crate::rehearsal::outfit;
use crate::rehearsal::{Command, Library, Live, Rehearsal, SessionChoice, Snapshot, recover};

/// How often the terminal looks at the interview.
const LOOK: Duration = Duration::from_millis(30);

/// How long the interview may take to begin.
const BEGIN: Duration = Duration::from_secs(10);

pub(super) fn run(args: &Rehearse) -> anyhow::Result<()> {
    let store = open_store(args.interview.out.as_deref())?;
    let quiet = args.interview.json;
    for recovered in recover(&store) {
        eprintln!("greenroom: {}", recovered.sentence);
    }
    let settings = store.settings();
    let library = Library::load(&store);
    let name = args.interview.pacing.as_deref().unwrap_or(&settings.pacing);
    let choice = SessionChoice {
        bank: args.interview.bank.clone(),
        pacing: pacing(&library, name)?,
        selection: selection(&args.interview),
        seed: args.interview.seed,
        persona: persona(args.interview.interviewer),
        microphone: outfit::device(args.microphone.as_deref().or(settings.microphone.as_deref())),
        speaker: outfit::device(args.speaker.as_deref().or(settings.speaker.as_deref())),
    };
    if !quiet {
        println!("{}\n{}", choice.pacing.strip(None), keys::HELP);
    }
    let rehearsal =
        Rehearsal::start(outfit::real(&settings, store.folders()), store.clone(), || {})
            .context("The rehearsal can't start")?;
    rehearsal.send(Command::Begin(Box::new(choice)));
    let terminal = keys::listen()?;
    let folder = watch(&rehearsal, &library, &terminal.keys, quiet)?;
    drop(terminal);
    drop(rehearsal);
    let session = store.load_session(&folder)?;
    if quiet {
        return print_json(&session::report(&session));
    }
    session::print(&session);
    Ok(())
}

/// Shows the interview and passes keys on until it is over.
fn watch(
    rehearsal: &Rehearsal,
    library: &Library,
    keys: &Receiver<Key>,
    quiet: bool,
) -> anyhow::Result<std::path::PathBuf> {
    let begun = Instant::now();
    let mut told = Told::default();
    loop {
        std::thread::sleep(LOOK);
        let snapshot = rehearsal.snapshot();
        if !quiet {
            told.tell(&snapshot);
        }
        let Some(live) = &snapshot.live else {
            not_begun(&snapshot, begun)?;
            continue;
        };
        if live.view.stage == StageView::Finished {
            return Ok(live.folder.clone());
        }
        match keys.try_recv() {
            Ok(key) => {
                if let Some(action) = action(key, live, library) {
                    rehearsal.send(Command::Do(action));
                }
            }
            Err(TryRecvError::Empty) => {}
            // Standard input is at its end: the interview goes on by its clock, and where only a key
            // would help it ends.
            Err(TryRecvError::Disconnected) => {
                if waits_for_a_key(&live.view) {
                    rehearsal.send(Command::Do(Action::EndEarly));
                }
            }
        }
    }
}

fn not_begun(snapshot: &Snapshot, begun: Instant) -> anyhow::Result<()> {
    if let Some(notice) = snapshot.notices.last()
        && begun.elapsed() > Duration::from_millis(500)
    {
        bail!(anyhow!(notice.text.clone()));
    }
    if begun.elapsed() > BEGIN {
        bail!("The interview does not begin; `greenroom doctor` may say why.");
    }
    Ok(())
}

/// Stages that no clock ends.
fn waits_for_a_key(view: &View) -> bool {
    matches!(
        view.stage,
        StageView::Thinking { left: None }
            | StageView::Paused
            | StageView::Broken(_)
            | StageView::SaveFailed
            | StageView::YourTurn { asking: None }
    )
}

/// What a key means now.
fn action(key: Key, live: &Live, library: &Library) -> Option<Action> {
    let view = &live.view;
    Some(match key {
        Key::Next => return next_thing(view),
        Key::Repeat => Action::Repeat,
        Key::ShowQuestion => Action::ShowQuestion,
        Key::Retake => Action::Retake,
        Key::Skip => Action::Skip,
        Key::Pause if view.stage == StageView::Paused => Action::Resume,
        Key::Pause => Action::Pause,
        Key::End => Action::EndEarly,
        Key::Ask => Action::Ask(None),
        Key::TryAgain => Action::Choose(DeviceChoice::TryAgain),
        Key::GoOnWithout => Action::Choose(DeviceChoice::GoOnWithout),
        Key::Pacing(number) => {
            let chosen = library.pacings.get(number.checked_sub(1)?)?;
            Action::SwitchPacing(Box::new(chosen.clone()))
        }
    })
}

/// The next natural thing.
fn next_thing(view: &View) -> Option<Action> {
    match view.stage {
        StageView::Waiting => Some(Action::Begin),
        StageView::Thinking { .. } => Some(Action::Ready),
        StageView::Answering { .. } | StageView::YourTurn { asking: Some(_) } => {
            Some(Action::Finish)
        }
        StageView::YourTurn { asking: None } => Some(Action::Ask(None)),
        StageView::Paused => Some(Action::Resume),
        StageView::Broken(_) | StageView::SaveFailed => {
            Some(Action::Choose(DeviceChoice::TryAgain))
        }
        _ => None,
    }
}

/// Whether keys come from a person at a terminal.
pub(super) fn at_a_terminal() -> bool {
    std::io::stdin().is_terminal()
}
