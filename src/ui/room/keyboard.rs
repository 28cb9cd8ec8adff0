//! The room's keys: what they mean now.

use egui::{Context, Key};

use crate::interview::Action;
use crate::ui::keys::{self, Held, Place, RoomKey};
use crate::ui::room::commands::{self, Command, Deed};
use crate::ui::room::state::notes_id;
use crate::ui::room::{RoomIntent, RoomModel, RoomState};

/// Takes the room's keys out of the input and does what they stand for.
pub(super) fn apply_keys(
    ctx: &Context,
    model: &RoomModel,
    commands: &[Command],
    state: &mut RoomState,
    intents: &mut Vec<RoomIntent>,
) {
    let mut pressed: Vec<RoomKey> = Vec::new();
    pressed.extend(out_of_empty_notes(ctx, model, state));
    let keys = keys::pressed(ctx, Place::Room, None).into_iter();
    pressed.extend(keys.filter_map(|one| match one {
        keys::Command::Room(key) => Some(key),
        _ => None,
    }));
    if keys::another(ctx) {
        state.forget_asking();
    }
    for key in pressed {
        if let RoomKey::Pacing(nth) = key {
            state.forget_asking();
            if nth < model.pacings.len() && commands::may_switch(model.view.stage) {
                intents.push(RoomIntent::SwitchPacing(nth));
            }
        } else if key == RoomKey::BeginAgain {
            state.forget_asking();
            // Its button stands beside what is wrong, not among those that are always there.
            if commands::is_answering(model.view.stage) {
                intents.push(RoomIntent::Do(Action::BeginAgain));
            }
        } else if let Some(command) = commands.iter().find(|command| is_for(command, key)) {
            state.apply(ctx, &model.view, &command.deed, intents);
        }
    }
}

fn is_for(command: &Command, key: RoomKey) -> bool {
    let ready = Deed::Want(RoomIntent::Do(Action::Ready));
    command.key == Some(key) || (key == RoomKey::Ready && command.deed == ready)
}

/// Space in empty notes is "I’m ready", and Ctrl+Z there has nothing of its own to undo. A Space that is only the
/// second tap of the one before does nothing, and is not typed.
fn out_of_empty_notes(ctx: &Context, model: &RoomModel, state: &mut RoomState) -> Vec<RoomKey> {
    let mut pressed = Vec::new();
    let here = ctx.memory(|memory| memory.has_focus(notes_id()));
    if !here || keys::is_asked_elsewhere(ctx) || !state.notes(&model.view).trim().is_empty() {
        return pressed;
    }
    if keys::taken(ctx, Held::Nothing, Key::Space) && !keys::settles(ctx) {
        pressed.push(RoomKey::Next);
    }
    if model.view.undo.is_some() && keys::taken(ctx, Held::Ctrl, Key::Z) {
        pressed.push(RoomKey::TakeBack);
    }
    pressed
}
