//! How it looks, and how one listens.

use egui::Ui;

use super::{SettingsIntent, SettingsModel};
use crate::ui::theme::{Look, space};
use crate::ui::widgets::{
    Choice, NumberField, card_ui, dropdown_ui, number_field_ui, row_ui, segmented_ui,
};

/// Sizes that can be chosen, per cent. Steps, not a slider: it would move away under the pointer.
const SCALES: [u16; 8] = [80, 90, 100, 110, 125, 150, 175, 200];

pub(super) fn page_ui(ui: &mut Ui, model: &SettingsModel, intents: &mut Vec<SettingsIntent>) {
    card_ui(ui, "Look", 0.0, |ui| {
        row_ui(ui, "Colours", "", |ui| {
            let mut look = model.look;
            let choices =
                [(Look::System, "As the system"), (Look::Light, "Light"), (Look::Dark, "Dark")];
            if segmented_ui(ui, "Colours", &mut look, &choices, 380.0) {
                intents.push(SettingsIntent::LookChosen(look));
            }
        });
        row_ui(ui, "Size", "", |ui| {
            let choices = SCALES.map(|percent| Choice::new(percent, format!("{percent} %")));
            let missing = format!("{} %", model.scale_percent);
            let (_, chosen) =
                dropdown_ui(ui, "Size", &model.scale_percent, &choices, &missing, 120.0);
            intents.extend(chosen.map(SettingsIntent::ScaleChosen));
        });
    });
    ui.add_space(space::S);
    card_ui(ui, "Habits", 0.0, |ui| {
        let mut cold_first = model.cold_first;
        let why = "Model answers stay closed until you have answered once yourself.";
        row_ui(ui, "Speak before you read", why, |ui| {
            if ui.checkbox(&mut cold_first, "Answer first, then compare").changed() {
                intents.push(SettingsIntent::ColdFirst(cold_first));
            }
        });
        let mut rewind = model.rewind_secs;
        let field =
            NumberField { name: "Go back after a pause", unit: " s", range: 0.0..=10.0, step: 0.5 };
        row_ui(ui, field.name, "How far playback goes back when you go on listening.", |ui| {
            if number_field_ui(ui, &field, &mut rewind).changed() {
                intents.push(SettingsIntent::RewindSecs(rewind));
            }
        });
    });
}
