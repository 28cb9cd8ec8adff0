//! The room: the interview itself. Everything else disappears.
//!
//! While a person answers there is a clock, a level, the pacing and the keys, and nothing else. The
//! interviewer's silence after an answer looks no different. Nothing is decided here: keys and buttons
//! become intents, and the machine says what happens.

mod clock;
mod commands;
mod dialogs;
mod lights;
mod lost_microphone;
mod meter;
mod presence;
mod repaint;
mod scratchpad;
mod stage;
mod strip;
#[cfg(test)]
mod tests;
mod your_turn;

use egui::{Rect, Ui, UiBuilder, pos2};

use crate::interview::{Action, Part, StageView, View};
use crate::ui::keys::{self, KeyGate};
use crate::ui::quiet;
use crate::ui::theme::space;
use crate::units::Dbfs;

use commands::{Command, Deed};

/// What the room shows.
#[derive(Debug, Clone)]
pub struct RoomModel {
    /// The running interview.
    pub view: View,
    /// Level of the microphone.
    pub level: Dbfs,
    /// Whether the interviewer speaks, or is just about to.
    pub speaking: bool,
    /// Level of the interviewer's voice.
    pub voice_level: Dbfs,
    /// The microphone in use, a line.
    pub device_line: String,
    /// Name of the microphone that recorded last; empty before any.
    pub last_microphone: String,
    /// Microphones there are now, to go on with where one is lost.
    pub microphones: Vec<OtherMicrophone>,
    /// The pacing in figures, a line.
    pub strip: String,
    /// Names of the pacings that can be switched to, in the order of Ctrl+1…8.
    pub pacings: Vec<String>,
    /// What the candidate may ask in their turn: id and words.
    pub your_questions: Vec<(String, String)>,
    /// Something to know now; not shown while recording.
    pub notice: Option<String>,
    /// Something recorded is in memory alone: its folder can't be written.
    pub unwritten: bool,
    /// Why no folder could be chosen by the desktop's dialog, a sentence.
    pub folder_hint: Option<String>,
    /// What was not perfect about the last take, a sentence each; shown after it.
    pub recording_health: Vec<String>,
}

/// A microphone to go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherMicrophone {
    /// Its stable id.
    pub id: String,
    /// What people read.
    pub name: String,
    /// Whether it is the system's default.
    pub is_default: bool,
}

/// What the user wants.
#[derive(Debug, Clone, PartialEq)]
pub enum RoomIntent {
    /// For the interview.
    Do(Action),
    /// Go on with this one of the model's pacings, from 0.
    SwitchPacing(usize),
    /// Choose another microphone.
    ChooseMicrophone,
    /// Go on with this microphone, by its stable id.
    UseMicrophone(String),
    /// Write what can't be written to this folder, as typed.
    SaveIn(String),
    /// Choose that folder in the desktop's dialog.
    BrowseFolder,
    /// The interview is over: listen to it.
    LeaveToReview,
    /// Show all keys.
    ShowKeys,
}

/// What only the screen knows; a new one for each interview.
#[derive(Debug, Default)]
pub struct RoomState {
    /// Notes while thinking; never saved.
    scratchpad: String,
    /// What the notes are for.
    notes_for: Option<(usize, Part)>,
    asks_to_end: bool,
    /// The folder typed so far, while it is asked for.
    folder: Option<String>,
    keys: KeyGate,
}

impl RoomState {
    /// Notes belong to one question; another one starts with an empty pad.
    fn follow(&mut self, view: &View) {
        let now = Some((view.position, view.part));
        let thinking = matches!(view.stage, StageView::Asking | StageView::Thinking { .. });
        if thinking && self.notes_for != now {
            self.scratchpad.clear();
            self.notes_for = now;
        }
        if view.stage == StageView::Finished {
            self.asks_to_end = false;
        }
    }

    fn apply(&mut self, deed: &Deed, intents: &mut Vec<RoomIntent>) {
        match deed {
            Deed::Want(intent) => intents.push(intent.clone()),
            Deed::AskToEnd => self.asks_to_end = true,
            Deed::AskForFolder => self.folder = Some(String::new()),
            Deed::Rest => {}
        }
    }
}

/// Draws the room and gives what the user wants.
pub fn room_ui(ui: &mut Ui, model: &RoomModel, state: &mut RoomState) -> Vec<RoomIntent> {
    let mut intents = Vec::new();
    state.follow(&model.view);
    if !model.unwritten {
        // It is on disk: nobody needs another folder any more.
        state.folder = None;
    }
    let commands = commands::commands(&model.view, model.unwritten);
    apply_keys(ui, model, &commands, state, &mut intents);

    let (stage, strip, keys_row) = layout(ui, &commands);
    area(ui, "room stage", stage, |ui| stage::stage_ui(ui, model, state, &mut intents));
    area(ui, "room pacing", strip, |ui| strip::strip_ui(ui, model, &mut intents));
    area(ui, "room keys", keys_row, |ui| {
        if let Some(command) = commands::row_ui(ui, &commands) {
            state.apply(&command.deed, &mut intents);
        }
    });
    if state.asks_to_end {
        state.asks_to_end = !dialogs::end_ui(ui, &mut intents);
    }
    if let Some(folder) = state.folder.as_mut()
        && dialogs::folder_ui(ui, folder, model.folder_hint.as_deref(), &mut intents)
    {
        state.folder = None;
    }
    if let Some(after) = repaint::next(model) {
        ui.ctx().request_repaint_after(after);
    }
    intents
}

fn apply_keys(
    ui: &Ui,
    model: &RoomModel,
    commands: &[Command],
    state: &mut RoomState,
    intents: &mut Vec<RoomIntent>,
) {
    for key in keys::room_keys(ui.ctx(), &mut state.keys) {
        if let keys::RoomKey::Pacing(nth) = key {
            if nth < model.pacings.len() && commands::may_switch(model.view.stage) {
                intents.push(RoomIntent::SwitchPacing(nth));
            }
        } else if let Some(command) = commands.iter().find(|command| command.key == Some(key)) {
            state.apply(&command.deed, intents);
        }
    }
}

/// The stage above, the pacing and the keys at the foot.
fn layout(ui: &Ui, commands: &[Command]) -> (Rect, Rect, Rect) {
    let all = ui.max_rect().shrink2(egui::vec2(space::L, space::M));
    let buttons = commands::buttons(commands);
    let keys_height = quiet::rows_height(ui, &buttons, all.width());
    let keys_top = (all.bottom() - keys_height).max(all.top());
    let strip_top = (keys_top - strip::HEIGHT).max(all.top());
    (
        Rect::from_min_max(all.min, pos2(all.right(), strip_top)),
        Rect::from_min_max(pos2(all.left(), strip_top), pos2(all.right(), keys_top)),
        Rect::from_min_max(pos2(all.left(), keys_top), all.max),
    )
}

fn area(ui: &mut Ui, salt: &str, rect: Rect, add: impl FnOnce(&mut Ui)) {
    ui.scope_builder(UiBuilder::new().id_salt(salt).max_rect(rect), |ui| {
        ui.set_clip_rect(rect.expand(space::XS).intersect(ui.clip_rect()));
        add(ui);
    });
}
