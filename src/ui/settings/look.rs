//! How it looks.

use egui::Ui;

use super::{SettingsIntent, SettingsModel};
use crate::ui::theme::Look;
use crate::ui::widgets::{Choice, card_ui, dropdown_ui, row_ui, segmented_ui};

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
}
