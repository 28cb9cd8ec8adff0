//! The microphone is gone: which, what happens next, and what else there is to go on with.

use egui::{Button, RichText, Ui, vec2};

use crate::ui::room::{RoomIntent, RoomModel};
use crate::ui::theme::{self, space, tokens};

/// Width of the list, points.
const WIDTH: f32 = 440.0;
/// Height of a row, points.
const ROW: f32 = 34.0;

/// What is said of it.
pub(super) fn words(model: &RoomModel) -> (String, &'static str) {
    let title = match model.last_microphone.as_str() {
        // Why the one there is can't be used is told below.
        "" if model.notice.is_some() => "The microphone can’t be used".to_owned(),
        "" => "No microphone was found".to_owned(),
        name => format!("{name} is gone"),
    };
    let line = if model.last_microphone.is_empty() {
        "Connect one and the interview goes on by itself. Or go on without recording."
    } else {
        "What you said up to then is safe. Connect it within half a minute and your answer goes on by itself. \
         Or go on with another one, or without."
    };
    (title, line)
}

/// The microphones there are, to be picked from.
pub(super) fn others_ui(ui: &mut Ui, model: &RoomModel, intents: &mut Vec<RoomIntent>) {
    ui.vertical_centered(|ui| {
        ui.set_max_width(WIDTH.min(ui.available_width()));
        for microphone in &model.microphones {
            let colour = tokens(ui).text;
            let name = format!("Go on with {}", microphone.name);
            let name = RichText::new(name).font(theme::body()).color(colour);
            let mark = if microphone.is_default { "the system’s default" } else { "" };
            let mark = RichText::new(mark).font(theme::small()).color(tokens(ui).text_weak);
            let size = vec2(ui.available_width(), ROW);
            let button = Button::new(name).truncate().min_size(size).right_text(mark);
            if ui.add(button).clicked() {
                intents.push(RoomIntent::UseMicrophone(microphone.id.clone()));
            }
            ui.add_space(space::XS);
        }
    });
}
