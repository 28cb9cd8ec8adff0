//! The card with the pacing.

use egui::Ui;

use super::{PrepareIntent, PrepareModel, PrepareState};
use crate::ui::widgets::{
    Choice, Tone, button_room, card_ui, dropdown_ui, sentence_ui, strip_ui, truncated_ui,
};

pub(super) fn card(
    ui: &mut Ui,
    model: &PrepareModel,
    state: &mut PrepareState,
    intents: &mut Vec<PrepareIntent>,
) {
    card_ui(ui, "Pacing", 0.0, |ui| {
        ui.horizontal(|ui| {
            let beside = button_room(ui, "Edit…");
            choose_ui(ui, model, state, beside, intents);
            if ui.button("Edit…").on_hover_text("Change pacings in Settings").clicked() {
                intents.push(PrepareIntent::EditPacings);
            }
        });
        about_ui(ui, model, state);
    });
}

/// The dropdown with the pacings, leaving `beside` points free in its row.
pub(crate) fn choose_ui(
    ui: &mut Ui,
    model: &PrepareModel,
    state: &mut PrepareState,
    beside: f32,
    intents: &mut Vec<PrepareIntent>,
) {
    let choices: Vec<_> =
        model.pacings.iter().map(|one| Choice::new(one.name.clone(), &one.name)).collect();
    let width = (ui.available_width() - beside).max(120.0);
    let (_, chosen) = dropdown_ui(ui, "Pacing", &state.pacing, &choices, "Choose…", width);
    if let Some(name) = chosen {
        state.pacing.clone_from(&name);
        intents.push(PrepareIntent::PacingChosen(name));
    }
}

/// What the chosen pacing is like.
pub(crate) fn about_ui(ui: &mut Ui, model: &PrepareModel, state: &PrepareState) {
    match state.pacing(model) {
        Some(pacing) => {
            truncated_ui(ui, &pacing.about, 2);
            strip_ui(ui, &pacing.strip);
        }
        None => {
            sentence_ui(ui, Tone::Wrong, "No pacings found. Make one in Settings.");
        }
    }
}
