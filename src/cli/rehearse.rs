//! `greenroom rehearse`: the same interview in a terminal.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::cli::args::Rehearse;
use crate::cli::demo::{Told, pacing, persona};
use crate::cli::keys::{self, Key};
use crate::cli::pending::{Interruption, Slowness, all_saved};
use crate::cli::pressing::{Press, Pressing};
use crate::cli::text::{Screen, print_json};
use crate::cli::{due, open_store, session};
use crate::interview::{Action, DeviceChoice, StageView, View};
use crate::rehearsal::outfit;
use crate::rehearsal::{
    Command, Library, Live, Pending, Rehearsal, SessionChoice, Snapshot, recover,
};
use crate::store::stumbles;

/// How often the terminal looks at the interview.
const LOOK: Duration = Duration::from_millis(30);

/// How long an action at the end of standard input is given to show.
const HELP_AGAIN: Duration = Duration::from_secs(1);

/// How long the interview may take to begin.
const BEGIN: Duration = Duration::from_secs(30);

pub(super) fn run(args: &Rehearse) -> anyhow::Result<()> {
    let store = open_store(args.interview.out.as_deref())?;
    let quiet = args.interview.json;
    for recovered in recover(&store) {
        complain!("{}", recovered.sentence);
    }
    let settings = store.settings();
    let library = Library::load(&store);
    let name = args.interview.pacing.as_deref().unwrap_or(&settings.pacing);
    let choice = SessionChoice {
        bank: args.interview.bank.clone(),
        pacing: pacing(&library, name)?,
        selection: due::selection(&args.interview, &library, &store)?,
        seed: args.interview.seed,
        persona: persona(args.interview.interviewer, &settings),
        microphone: outfit::device(args.microphone.as_deref().or(settings.microphone.as_deref())),
        speaker: outfit::device(args.speaker.as_deref().or(settings.speaker.as_deref())),
    };
    if !quiet {
        Screen::default().line(&format!("{}\n{}", choice.pacing.strip(None), keys::HELP));
    }
    let rehearsal =
        Rehearsal::start(outfit::real(&settings, store.folders()), store.clone(), || {})
            .context("The rehearsal can't start; close other programs and try again")?;
    rehearsal.send(Command::Begin(Box::new(choice)));
    let ended = {
        let terminal = keys::listen()?;
        let raw = terminal.raw && std::io::stdout().is_terminal();
        let told = (!quiet).then(|| Told::on(Screen { raw }));
        let pressing = Pressing::new(terminal.raw && told.is_some());
        watch(&rehearsal, &library, &terminal.keys, told, pressing)?
    };
    if ended.leaves_at_once {
        rehearsal.wait_no_longer();
    }
    // Ends what still runs and waits until its take is on disk.
    drop(rehearsal);
    let session = store.load_session(&ended.folder)?;
    let printed =
        if quiet { print_json(&session::report(&session)) } else { session::print(&session) };
    // What is not whole is said after what is there: a program that reads it gets both.
    all_saved(&ended.unsaved, &ended.folder, ended.how)?;
    printed
}

/// How watching ended.
struct Ended {
    /// Where the session is.
    folder: PathBuf,
    /// What is not on disk.
    unsaved: Pending,
    /// Why, if not by itself.
    how: Option<&'static str>,
    /// The disk is not to be waited for.
    leaves_at_once: bool,
}

impl Ended {
    fn over(live: &Live, unsaved: &Pending) -> Self {
        let (folder, unsaved) = (live.folder.clone(), unsaved.clone());
        Self { folder, unsaved, how: None, leaves_at_once: false }
    }

    /// By Ctrl-C, or the system's order to end.
    fn interrupted(live: &Live, leaves_at_once: bool) -> Self {
        Self {
            how: Some("Interrupted"),
            leaves_at_once,
            ..Self::over(live, live.unsaved.as_ref().unwrap_or(&live.pending))
        }
    }

    /// By a fault of Greenroom's own.
    fn broken(folder: PathBuf) -> Self {
        let how = Some("Greenroom stumbled, and the interview is over");
        Self { folder, unsaved: Pending::default(), how, leaves_at_once: false }
    }
}

/// Shows the interview and passes keys on until it is over.
fn watch(
    rehearsal: &Rehearsal,
    library: &Library,
    keys: &Receiver<Key>,
    mut told: Option<Told>,
    mut pressing: Pressing,
) -> anyhow::Result<Ended> {
    let interruption = Interruption::listen()?;
    let begun = Instant::now();
    let mut helped: Option<(Action, Instant)> = None;
    let mut folder = None;
    let mut slowness = Slowness::default();
    let mut is_leaving = false;
    loop {
        std::thread::sleep(LOOK);
        let snapshot = rehearsal.snapshot();
        if let Some(told) = told.as_mut() {
            told.tell(&snapshot);
        }
        for stumble in stumbles() {
            match &told {
                Some(told) => told.say(&stumble.sentence()),
                None => complain!("{}", stumble.sentence()),
            }
        }
        let Some(live) = &snapshot.live else {
            if let Some(folder) = folder {
                return Ok(Ended::broken(folder));
            }
            not_begun(&snapshot, begun)?;
            continue;
        };
        folder = Some(live.folder.clone());
        if let Some(slow) = slowness.news(live) {
            match &told {
                Some(told) => told.say(&slow),
                None => complain!("{slow}"),
            }
        }
        if interruption.has_come() {
            if is_leaving {
                interruption.arm();
                return Ok(Ended::interrupted(live, true));
            }
            is_leaving = true;
        }
        if is_leaving {
            // Told again until it has gone: its inbox may be full for a moment.
            if rehearsal.is_gone() {
                interruption.arm();
                return Ok(Ended::interrupted(live, false));
            }
            rehearsal.send(Command::Quit);
            continue;
        }
        if let Some(unsaved) = &live.unsaved {
            interruption.arm();
            return Ok(Ended::over(live, unsaved));
        }
        if let (Some(line), Some(told)) = (pressing.follow(&live.view, Instant::now()), &told) {
            told.say(line);
        }
        match keys.try_recv() {
            Ok(Key::SaveIn(folder)) => {
                rehearsal.send(Command::SaveIn(folder));
            }
            Ok(key) => {
                let meant = action(&key, live, library);
                match meant.map(|action| {
                    (pressing.press(&key, &action, &live.view, Instant::now()), action)
                }) {
                    Some((Press::Do, action)) => {
                        rehearsal.send(Command::Do(action));
                    }
                    Some((Press::Ask, _)) => {
                        if let Some(told) = &told {
                            told.say("Skip? s again");
                        }
                    }
                    Some((Press::Ignore, _)) | None => {}
                }
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => {
                let Some(action) = without_keys(&live.view) else {
                    helped = None;
                    continue;
                };
                // What it leads to takes a moment to be seen.
                let is_new = helped
                    .as_ref()
                    .is_none_or(|(last, at)| *last != action || at.elapsed() > HELP_AGAIN);
                if is_new {
                    helped = Some((action.clone(), Instant::now()));
                    rehearsal.send(Command::Do(action));
                }
            }
        }
    }
}

/// Standard input is at its end. The interview goes on by its clock; where only a key would help it
/// ends, and an answer that no pacing ends is finished when it is as long as it should be.
fn without_keys(view: &View) -> Option<Action> {
    match view.stage {
        StageView::Thinking { left: None }
        | StageView::Paused
        | StageView::Broken(_)
        | StageView::SaveFailed
        | StageView::YourTurn { asking: None } => Some(Action::EndEarly),
        StageView::Answering { elapsed, .. } | StageView::YourTurn { asking: Some(elapsed) } => {
            (view.stops_at.is_none() && elapsed >= view.band.max).then_some(Action::Finish)
        }
        _ => None,
    }
}

fn not_begun(snapshot: &Snapshot, begun: Instant) -> anyhow::Result<()> {
    if let Some(why) = &snapshot.refused {
        bail!("{why}");
    }
    if begun.elapsed() > BEGIN {
        bail!("The interview does not begin; `greenroom doctor` may say why.");
    }
    Ok(())
}

/// What a key means now.
fn action(key: &Key, live: &Live, library: &Library) -> Option<Action> {
    let view = &live.view;
    Some(match key {
        Key::Next => return next_thing(view),
        Key::Repeat => Action::Repeat,
        Key::ShowQuestion => Action::ShowQuestion,
        Key::Retake => Action::Retake,
        Key::BeginAgain => Action::BeginAgain,
        Key::Skip => Action::Skip,
        Key::TakeBack => Action::TakeBack,
        Key::Pause if view.stage == StageView::Paused => Action::Resume,
        Key::Pause => Action::Pause,
        Key::End => Action::EndEarly,
        Key::Ask => Action::Ask(None),
        Key::TryAgain => Action::Choose(DeviceChoice::TryAgain),
        Key::GoOnWithout => Action::Choose(DeviceChoice::GoOnWithout),
        Key::SaveIn(_) => return None, // for the director itself
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
        // Who can read it need not wait for the voice.
        StageView::Asking if view.question_text.is_some() => Some(Action::Ready),
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::bank::{Band, Kind};
    use crate::interview::{Light, Pacing, Part};

    pub(in crate::cli) fn view(stage: StageView, stops_at: Option<Duration>) -> View {
        View {
            stage,
            position: 0,
            questions: 1,
            question_id: "one".to_owned(),
            question_text: None,
            kind: Kind::Story,
            part: Part::Answer,
            take: 1,
            pacing: Pacing::presets().remove(0),
            band: Band::secs(20, 40),
            stops_at,
            is_recording: true,
            repeats_left: None,
            may_retake: false,
            may_begin_again: false,
            asked: Vec::new(),
            undo: None,
        }
    }

    #[test]
    fn without_keys_an_answer_ends_by_its_pacing_or_when_it_is_long_enough() {
        let answer = |secs| StageView::Answering {
            elapsed: Duration::from_secs(secs),
            light: Light::Off,
            warning: None,
        };
        assert_eq!(without_keys(&view(answer(39), None)), None);
        assert_eq!(without_keys(&view(answer(40), None)), Some(Action::Finish));
        let stops = Some(Duration::from_secs(90));
        assert_eq!(without_keys(&view(answer(60), stops)), None);
        let waits = view(StageView::Thinking { left: None }, None);
        assert_eq!(without_keys(&waits), Some(Action::EndEarly));
        assert_eq!(without_keys(&view(StageView::Asking, None)), None);
    }
}
