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
mod which;

pub use crate::analysis::{CheckResult, MicCheck};
use egui::{Id, ScrollArea, Ui, UiBuilder, pos2};

pub(crate) use microphone::{CheckPress, DeviceRow, check_ui, device_row_ui, state_ui};
pub use model::{
    BankItem, DeviceItem, MicrophoneState, PacingItem, PersonaItem, PrepareModel, QuestionItem,
    VoiceItem,
};
pub use state::{BeginOrder, PrepareIntent, PrepareState, Which};

use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{space, tokens};
use crate::ui::widgets::{is_generous, screen_ui};

/// Height of the bar with the Begin button, points.
const BAR: f32 = 72.0;

/// Below this width there is one column: a small window, or a large scale.
const NARROW: f32 = 700.0;

/// The screen. Call it every frame the screen is shown; apply what it returns.
#[must_use = "intents are to be applied"]
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
        // The bar, if there is one, lies in the margin: if it took room, cards would grow higher for it.
        ui.spacing_mut().scroll.floating_allocated_width = 0.0;
        scroll_ui(ui, ScrollArea::vertical().auto_shrink(false), |ui| {
            screen_ui(ui, |ui| {
                if ui.available_width() < NARROW {
                    column_ui(ui, model, state, &mut intents);
                } else {
                    columns_ui(ui, model, state, &mut intents);
                }
            });
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
    let right = egui::Rect::from_min_max(pos2(middle + gap / 2.0, room.top()), room.right_bottom());
    let id = Id::unique("prepare columns");
    let before = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or_default();
    let bottom = room.top() + before;
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
    if (height - before).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, height));
        ui.ctx().request_discard("columns end together");
    }
}

/// All cards under each other, to be scrolled.
fn column_ui(
    ui: &mut Ui,
    model: &PrepareModel,
    state: &mut PrepareState,
    intents: &mut Vec<PrepareIntent>,
) {
    questions::card(ui, model, state, intents);
    tempo::card(ui, model, state, intents);
    voice::card(ui, model, 0.0, intents);
    microphone::card(ui, model, 0.0, intents);
}
