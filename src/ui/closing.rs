//! Asked when the window is closed while an interview runs.

use egui::{Ui, vec2};

use crate::ui::theme::space;
use crate::ui::widgets::{body_ui, dialog_ui, primary_button_ui};

/// What the user wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosingIntent {
    /// Leave the window as it is.
    Stay,
    /// Put the window away; the interview goes on.
    GoOnInBackground,
    /// End the interview, keep what was recorded, close.
    EndAndClose,
}

/// Draws the question; `None` until it is answered.
pub fn closing_ui(ui: &Ui) -> Option<ClosingIntent> {
    let mut intent = None;
    let dismissed = dialog_ui(ui, "An interview is running", 440.0, |ui| {
        body_ui(
            ui,
            "It can go on without the window. Whatever you choose, what you recorded is kept.",
        );
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, space::S);
            if primary_button_ui(ui, "Stay", true).clicked() {
                intent = Some(ClosingIntent::Stay);
            }
            if ui.button("Go on in the background").clicked() {
                intent = Some(ClosingIntent::GoOnInBackground);
            }
            if ui.button("End and close").clicked() {
                intent = Some(ClosingIntent::EndAndClose);
            }
        });
    });
    intent.or(dismissed.then_some(ClosingIntent::Stay))
}
