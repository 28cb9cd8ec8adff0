//! What is wrong with the microphone while an answer is recorded, and the way to begin it again.

use egui::Ui;

use crate::interview::Action;
use crate::ui::keys::RoomKey;
use crate::ui::quiet::KeyButton;
use crate::ui::room::stage::amber_ui;
use crate::ui::room::{RoomIntent, RoomModel, commands};
use crate::ui::theme::space;

/// Nothing while all is well; it moves neither the clock nor the level.
pub(super) fn fault_ui(ui: &mut Ui, model: &RoomModel, intents: &mut Vec<RoomIntent>) {
    if let Some(fault) = &model.fault {
        ui.add_space(space::S);
        amber_ui(ui, fault);
    }
    let view = &model.view;
    if view.may_begin_again && commands::is_answering(view.stage) {
        ui.add_space(space::XS);
        let button = KeyButton::new("Begin this answer again").key(RoomKey::BeginAgain.cap());
        if ui.add(button).on_hover_text("It does not count as a take").clicked() {
            intents.push(RoomIntent::Do(Action::BeginAgain));
        }
    }
}
