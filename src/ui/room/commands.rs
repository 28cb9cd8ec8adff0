//! What can be done in each stage: one list from which keys, buttons and the help are made.

use egui::Ui;

use crate::interview::{Action, DeviceChoice, QuestionText, StageView, Trouble, Undoable, View};
use crate::ui::keys::RoomKey;
use crate::ui::quiet::{KeyButton, centered_buttons};
use crate::ui::room::RoomIntent;

/// One thing that can be done now.
#[derive(Debug, Clone)]
pub(super) struct Command {
    /// Its key, if it has one.
    pub key: Option<RoomKey>,
    /// What its button says.
    pub label: &'static str,
    /// What it does.
    pub deed: Deed,
}

/// What a command does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
    /// Leaves the screen as an intent.
    Want(RoomIntent),
    /// Leaves the screen as an intent when it is asked for a second time; says so at the first.
    Twice(RoomIntent, &'static str),
    /// Asks whether to end the interview.
    AskToEnd,
    /// Asks for another folder.
    AskForFolder,
    /// Nothing any more: stands where it stood, so that a silence looks like an answer.
    Rest,
}

/// Whether the pacing can be changed in this stage.
pub(super) const fn may_switch(stage: StageView) -> bool {
    !matches!(stage, StageView::Closing | StageView::Storing | StageView::Finished)
}

/// Whether an answer, or a question of the candidate's, is recorded.
pub(super) const fn is_answering(stage: StageView) -> bool {
    matches!(stage, StageView::Answering { .. } | StageView::YourTurn { asking: Some(_) })
}

/// What can be done now, the most natural first; `unwritten` says that a recording is in memory alone.
pub(super) fn commands(view: &View, unwritten: bool) -> Vec<Command> {
    let mut list = natural(view);
    let chosen = Deed::AskForFolder;
    if unwritten && !list.iter().any(|command| command.deed == chosen) {
        list.push(folder());
    }
    list.extend(view.undo.map(|undo| act(RoomKey::TakeBack, take_back(undo), Action::TakeBack)));
    list.extend(about_the_question(view));
    let running =
        !matches!(view.stage, StageView::Waiting | StageView::Storing | StageView::Finished);
    let may_pause = running
        && !matches!(
            view.stage,
            StageView::Saving
                | StageView::SaveFailed
                | StageView::Paused
                | StageView::Broken(_)
                | StageView::Closing
        );
    if may_pause {
        list.push(act(RoomKey::Pause, "Pause", Action::Pause));
    }
    if running {
        list.push(Command { key: Some(RoomKey::End), label: "End…", deed: Deed::AskToEnd });
    }
    list.push(Command { key: Some(RoomKey::Help), ..want("Keys", RoomIntent::ShowKeys) });
    list
}

/// What Space does, and the other choices that only this stage has.
fn natural(view: &View) -> Vec<Command> {
    let next = |label, action| act(RoomKey::Next, label, action);
    match view.stage {
        StageView::Waiting => vec![next("Begin", Action::Begin)],
        StageView::Thinking { .. } => vec![next("I’m ready", Action::Ready)],
        StageView::Asking if view.question_text.is_some() => {
            vec![next("I’m ready", Action::Ready)] // who can read it need not wait for the voice
        }
        StageView::Answering { .. } => vec![next("I’m done", Action::Finish)],
        StageView::Holding { .. } => vec![rest(RoomKey::Next, "I’m done")],
        StageView::SaveFailed => {
            vec![
                next("Try again", Action::Choose(DeviceChoice::TryAgain)),
                folder(),
                go_on("Go on"),
            ]
        }
        StageView::YourTurn { asking: Some(_) } => vec![next("I’ve asked", Action::Finish)],
        StageView::YourTurn { asking: None } => vec![
            next("Ask my own question", Action::Ask(None)),
            twice("No more questions", "No more? S again", Action::Finish),
        ],
        StageView::Paused => vec![next("Go on", Action::Resume)],
        StageView::Broken(trouble) => broken(trouble),
        StageView::Finished => vec![Command {
            key: Some(RoomKey::Next),
            label: "Listen to it",
            deed: Deed::Want(RoomIntent::LeaveToReview),
        }],
        StageView::Greeting
        | StageView::Asking
        | StageView::Saving
        | StageView::Between
        | StageView::Closing
        | StageView::Storing => Vec::new(),
    }
}

fn broken(trouble: Trouble) -> Vec<Command> {
    let again = act(RoomKey::Next, "Try again", Action::Choose(DeviceChoice::TryAgain));
    match trouble {
        Trouble::Microphone => {
            let other = want("Choose another microphone…", RoomIntent::ChooseMicrophone);
            vec![again, other, go_on("Go on without recording")]
        }
        Trouble::Speaker => vec![again, go_on("Go on with questions shown")],
        Trouble::Disk => vec![again, folder(), go_on("Go on")],
    }
}

fn about_the_question(view: &View) -> Vec<Command> {
    let listening = matches!(view.stage, StageView::Asking | StageView::Thinking { .. });
    let answering = matches!(view.stage, StageView::Answering { .. });
    let holding = matches!(view.stage, StageView::Holding { .. });
    let mut list = Vec::new();
    if (listening || answering || holding) && view.repeats_left != Some(0) {
        let repeat = act(RoomKey::Repeat, "Repeat", Action::Repeat);
        list.push(if holding { rest(RoomKey::Repeat, "Repeat") } else { repeat });
    }
    let hidden_yet = view.question_text.is_none();
    // While it is answered it is shown for a glimpse.
    let may_look = listening || answering || holding;
    if may_look && hidden_yet && view.pacing.question_text == QuestionText::OnRequest {
        list.push(act(RoomKey::ShowQuestion, "Show question", Action::ShowQuestion));
    }
    if view.may_retake {
        list.push(act(RoomKey::Retake, "Another take", Action::Retake));
    }
    let spoken = matches!(view.stage, StageView::Greeting | StageView::Closing);
    if listening || answering || holding {
        list.push(twice("Skip", "Skip? S again", Action::Skip));
    }
    if spoken {
        // Nothing is lost by that.
        list.push(act(RoomKey::Skip, "Skip", Action::Skip));
    }
    if view.stage == StageView::Between {
        list.push(act(RoomKey::Skip, "Next question", Action::Skip));
    }
    list
}

/// What is taken back, as a button says it.
const fn take_back(undo: Undoable) -> &'static str {
    match undo {
        Undoable::Skip => "Undo skip",
        Undoable::Answer => "Continue answering",
        Undoable::Turn => "Back to your questions",
    }
}

/// Something that is asked once before it is done.
const fn twice(label: &'static str, asked: &'static str, action: Action) -> Command {
    let deed = Deed::Twice(RoomIntent::Do(action), asked);
    Command { key: Some(RoomKey::Skip), label, deed }
}

const fn rest(key: RoomKey, label: &'static str) -> Command {
    Command { key: Some(key), label, deed: Deed::Rest }
}

const fn act(key: RoomKey, label: &'static str, action: Action) -> Command {
    Command { key: Some(key), label, deed: Deed::Want(RoomIntent::Do(action)) }
}

const fn want(label: &'static str, intent: RoomIntent) -> Command {
    Command { key: None, label, deed: Deed::Want(intent) }
}

const fn folder() -> Command {
    Command { key: None, label: "Choose another folder…", deed: Deed::AskForFolder }
}

const fn go_on(label: &'static str) -> Command {
    want(label, RoomIntent::Do(Action::Choose(DeviceChoice::GoOnWithout)))
}

/// The buttons of these commands; the first stands out where it is the thing to do. `asked` says that what is
/// asked once was asked; `noting` that Space writes into the notes.
pub(super) fn buttons(commands: &[Command], asked: bool, noting: bool) -> Vec<KeyButton> {
    let button = |command: &Command| {
        let button = match command.deed {
            Deed::Twice(_, label) if asked => KeyButton::new(label),
            _ => KeyButton::new(command.label),
        };
        // The same button, with the focus, whatever it says.
        let button = button.stays(command.label);
        let ready = command.deed == Deed::Want(RoomIntent::Do(Action::Ready));
        let button = match command.key {
            Some(_) if ready && noting => button.key(RoomKey::Ready.cap()),
            Some(key) => button.key(key.cap()),
            None => button,
        };
        // Nothing stands out while somebody speaks.
        let calls =
            !matches!(command.deed, Deed::Rest | Deed::Want(RoomIntent::Do(Action::Finish)));
        button.main(calls && command.key == Some(RoomKey::Next))
    };
    commands.iter().map(button).collect()
}

/// The line of keys. Gives the command that was clicked.
pub(super) fn row_ui<'a>(
    ui: &mut Ui,
    commands: &'a [Command],
    buttons: &[KeyButton],
) -> Option<&'a Command> {
    centered_buttons(ui, buttons).and_then(|nth| commands.get(nth))
}
