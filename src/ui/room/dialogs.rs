//! What the room asks above everything else.

use egui::{Id, Key, TextEdit, Ui};

use crate::interview::Action;
use crate::ui::quiet::KeyButton;
use crate::ui::room::RoomIntent;
use crate::ui::theme::space;
use crate::ui::widgets::{body_ui, dialog_ui, hint_ui};

/// Asks whether to end the interview; gives whether it was answered.
pub(super) fn end_ui(ui: &Ui, intents: &mut Vec<RoomIntent>) -> bool {
    let mut answered = false;
    let turned_away = dialog_ui(ui, "End the interview?", 400.0, |ui| {
        body_ui(ui, "What you recorded is kept.");
        ui.add_space(space::M);
        ui.horizontal_wrapped(|ui| {
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

/// Asks for the folder that recordings go to which can't be written to their own; gives whether it was
/// answered.
pub(super) fn folder_ui(
    ui: &Ui,
    folder: &mut String,
    hint: Option<&str>,
    intents: &mut Vec<RoomIntent>,
) -> bool {
    let mut answered = false;
    let turned_away = dialog_ui(ui, "Another folder for your recordings", 480.0, |ui| {
        body_ui(
            ui,
            "What could not be written goes there, whole. It stays in this session, and is brought back to \
             its folder at a later start.",
        );
        ui.add_space(space::M);
        let label = ui.label("Folder");
        let field =
            TextEdit::singleline(folder).hint_text("/media/stick").desired_width(f32::INFINITY);
        let field = ui.add(field).labelled_by(label.id);
        focus_first(ui, field.id);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if let Some(hint) = hint {
            hint_ui(ui, hint);
        }
        ui.add_space(space::M);
        ui.horizontal_wrapped(|ui| {
            let typed = !folder.trim().is_empty();
            let save = ui.add_enabled(typed, KeyButton::new("Save there").main(true));
            if (save.clicked() || entered) && typed {
                intents.push(RoomIntent::SaveIn(folder.clone()));
                answered = true;
            }
            if ui.add(KeyButton::new("Browse…")).clicked() {
                intents.push(RoomIntent::BrowseFolder);
            }
            answered |= ui.add(KeyButton::new("Cancel")).clicked();
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
