//! What the room asks above everything else.

use egui::{Id, Ui};

use crate::interview::Action;
use crate::ui::quiet::KeyButton;
use crate::ui::room::RoomIntent;
use crate::ui::theme::space;
use crate::ui::widgets::{body_ui, dialog_ui};

/// Asks whether to end the interview; gives whether it was answered.
pub(super) fn end_ui(ui: &Ui, intents: &mut Vec<RoomIntent>) -> bool {
    let mut answered = false;
    let turned_away = dialog_ui(ui, "End the interview?", 400.0, |ui| {
        body_ui(ui, "What you recorded is kept.");
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            let stay = ui.add(KeyButton::new("Keep going").main(true));
            // The harmless answer has the focus: Esc, Enter and Space all lead back to the room.
            focus_first(ui, stay.id);
            let end = ui.add(KeyButton::new("End the interview"));
            if end.clicked() {
                intents.push(RoomIntent::Do(Action::EndEarly));
            }
            answered = stay.clicked() || end.clicked();
        });
    });
    answered || turned_away
}

/// Gives a control the focus if nothing has it yet.
fn focus_first(ui: &Ui, id: Id) {
    ui.ctx().memory_mut(|memory| {
        if memory.focused().is_none() {
            memory.request_focus(id);
        }
    });
}
