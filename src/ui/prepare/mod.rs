//! Prepare: what is asked, how it moves, who asks, and whether the microphone hears.
//!
//! [`prepare_ui`] reads a [`PrepareModel`], keeps the user's choices in a [`PrepareState`] and returns
//! what is to be done. It opens no device, speaks nothing and saves nothing.

mod begin;
mod check;
pub(crate) mod microphone;
mod model;
mod picker;
pub(crate) mod questions;
mod state;
pub(crate) mod tempo;
mod voice;

use egui::{ScrollArea, Ui, UiBuilder, pos2};

pub use check::{CheckResult, CheckVerdict, MicCheck};
pub(crate) use microphone::{CheckPress, DeviceRow, check_ui, device_row_ui};
pub use model::{
    BankItem, DeviceItem, MicrophoneState, PacingItem, PersonaItem, PrepareModel, QuestionItem,
    VoiceItem,
};
pub use state::{BeginOrder, PrepareIntent, PrepareState, Which};

use crate::ui::theme::{space, tokens};
use crate::ui::widgets::{is_generous, screen_ui};

/// Height of the bar with the Begin button, points.
const BAR: f32 = 72.0;

/// The screen. Call it every frame the screen is shown; apply what it returns.
pub fn prepare_ui(
    ui: &mut Ui,
    model: &PrepareModel,
    state: &mut PrepareState,
) -> Vec<PrepareIntent> {
    state.settle(model);
    let mut intents = Vec::new();
    let whole = ui.available_rect_before_wrap();
    let (above, bar) = whole.split_top_bottom_at_y((whole.bottom() - BAR).max(whole.top()));
    ui.scope_builder(UiBuilder::new().max_rect(above), |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            screen_ui(ui, |ui| columns_ui(ui, model, state, &mut intents));
        });
    });
    ui.painter().hline(bar.x_range(), bar.top(), egui::Stroke::new(1.0, tokens(ui).line));
    ui.scope_builder(UiBuilder::new().max_rect(bar), |ui| {
        begin::bar_ui(ui, model, state, &mut intents);
    });
    picker::window_ui(ui, model, state);
    intents
}

/// Two columns of cards that end together; the lower edge is what the longer one needed last frame.
fn columns_ui(
    ui: &mut Ui,
    model: &PrepareModel,
    state: &mut PrepareState,
    intents: &mut Vec<PrepareIntent>,
) {
    let room = ui.available_rect_before_wrap();
    let gap = if is_generous(ui) { space::L } else { 12.0 };
    let middle = room.center().x;
    let left = egui::Rect::from_min_max(room.min, pos2(middle - gap / 2.0, room.bottom()));
    let right =
        egui::Rect::from_min_max(pos2(middle + gap / 2.0, room.top()), room.right_bottom());
    let bottom = room.top() + state.column_height;
    let mut ends = [0.0_f32; 2];
    ui.scope_builder(UiBuilder::new().max_rect(left).id_salt("left"), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        questions::card(ui, model, state, intents);
        ui.add_space(gap - space::S);
        ends[0] = voice::card(ui, model, bottom, intents);
    });
    ui.scope_builder(UiBuilder::new().max_rect(right).id_salt("right"), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        tempo::card(ui, model, state, intents);
        ui.add_space(gap - space::S);
        ends[1] = microphone::card(ui, model, bottom, intents);
    });
    let height = ends[0].max(ends[1]) - room.top();
    if (height - state.column_height).abs() > 0.5 {
        state.column_height = height;
        ui.ctx().request_discard("columns end together");
    }
}
