//! The room: the interview itself. Everything else disappears.
//!
//! While a person answers there is a clock and a level, the question where the pacing shows it, and their own notes;
//! what is wrong with the microphone is said while there is time. The interviewer's silence after an answer looks
//! no different. Nothing is decided here: keys and buttons become intents, and the machine says what happens.

mod answering;
mod clock;
mod commands;
mod dialogs;
mod fault;
mod keyboard;
mod lights;
mod lost_microphone;
mod meter;
mod presence;
mod repaint;
mod scratchpad;
mod stage;
mod state;
mod strip;
#[cfg(test)]
pub(super) mod tests;
#[cfg(test)]
mod typing_tests;
mod your_turn;

use egui::{Rect, Ui, UiBuilder, pos2};

use crate::interview::{Action, StageView, View};
use crate::ui::quiet::{self, KeyButton};
use crate::ui::scrolling::at_least_ui;
use crate::ui::theme::space;
use crate::units::Dbfs;

pub use state::RoomState;

/// The room for notes, or for things to choose from, and all the keys; points.
const LEAST: egui::Vec2 = egui::vec2(440.0, 500.0);

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
    /// Why a key did nothing just now; only while recording.
    pub refusal: Option<String>,
    /// What is wrong with the microphone, a short sentence; only while recording.
    pub fault: Option<String>,
    /// Something recorded is in memory alone: its folder can't be written.
    pub unwritten: bool,
    /// What was recorded takes long to get to disk: how far it is.
    pub slow: Option<String>,
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

/// Draws the room and gives what the user wants. Where there is something to read or to choose and the window is
/// small for it, or shown large, the room is scrolled.
pub fn room_ui(ui: &mut Ui, model: &RoomModel, state: &mut RoomState) -> Vec<RoomIntent> {
    let least = match model.view.stage {
        StageView::Thinking { .. } | StageView::YourTurn { .. } | StageView::Broken(_) => LEAST,
        _ => egui::Vec2::ZERO,
    };
    at_least_ui(ui, least, |ui| whole_ui(ui, model, state))
}

fn whole_ui(ui: &mut Ui, model: &RoomModel, state: &mut RoomState) -> Vec<RoomIntent> {
    let mut intents = Vec::new();
    state.follow(ui.ctx(), &model.view);
    if !model.unwritten {
        // It is on disk: nobody needs another folder any more.
        state.folder = None;
    }
    let commands = commands::commands(&model.view, model.unwritten);
    keyboard::apply_keys(ui.ctx(), model, &commands, state, &mut intents);

    let buttons = commands::buttons(&commands, state.is_asked(), state.is_noting(ui.ctx()));
    let (stage, strip, keys_row) = layout(ui, &buttons);
    area(ui, "room stage", stage, |ui| stage::stage_ui(ui, model, state, &mut intents));
    area(ui, "room pacing", strip, |ui| strip::strip_ui(ui, model, &mut intents));
    area(ui, "room keys", keys_row, |ui| {
        if let Some(command) = commands::row_ui(ui, &commands, &buttons) {
            state.apply(ui.ctx(), &model.view, &command.deed, &mut intents);
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

/// The stage above, the pacing and the keys at the foot.
fn layout(ui: &Ui, buttons: &[KeyButton]) -> (Rect, Rect, Rect) {
    let all = ui.max_rect().shrink2(egui::vec2(space::L, space::M));
    let keys_height = quiet::rows_height(ui, buttons, all.width());
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
