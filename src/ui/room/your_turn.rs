//! Roles turned round: what the candidate may ask.

use egui::{Button, RichText, ScrollArea, Ui, vec2};

use crate::interview::Action;
use crate::ui::room::{RoomIntent, RoomModel};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{self, space, tokens};

/// The bank's questions to ask back, to be picked from.
pub(super) fn your_turn_ui(ui: &mut Ui, model: &RoomModel, intents: &mut Vec<RoomIntent>) {
    scroll_ui(ui, ScrollArea::vertical().auto_shrink([false, true]), |ui| {
        for (id, ask) in &model.your_questions {
            let asked = model.view.asked.contains(id);
            let colour = if asked { tokens(ui).text_weak } else { tokens(ui).text };
            let text = RichText::new(ask).font(theme::body()).color(colour);
            let mut button =
                Button::new(text).wrap().min_size(vec2(ui.available_width(), 34.0)).right_text("");
            if asked {
                button =
                    button.right_text(RichText::new("asked").font(theme::small()).color(colour));
            }
            if ui.add(button).clicked() {
                intents.push(RoomIntent::Do(Action::Ask(Some(id.clone()))));
            }
            ui.add_space(space::XS);
        }
    });
}
