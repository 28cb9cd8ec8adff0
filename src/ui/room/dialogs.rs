//! The two things the room asks or tells above everything else.

use egui::{Context, RichText, Ui};

use crate::interview::Action;
use crate::ui::key_help::{self, focus_first, heading_ui, key_help_ui};
use crate::ui::keys::RoomKey;
use crate::ui::quiet::KeyButton;
use crate::ui::room::RoomIntent;
use crate::ui::theme::{self, space};

/// What is open above the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialog {
    /// Whether to end the interview.
    End,
    /// The keys.
    Help,
}

/// Draws the open dialog, if any.
pub(super) fn dialog_ui(ctx: &Context, open: &mut Option<Dialog>, intents: &mut Vec<RoomIntent>) {
    let Some(dialog) = *open else { return };
    let (answered, turned_away) = key_help::dialog_ui(ctx, "room dialog", |ui| match dialog {
        Dialog::End => end_ui(ui, intents),
        Dialog::Help => key_help_ui(ui, &ALL_KEYS),
    });
    if answered || turned_away {
        *open = None;
    }
}

/// Asks; gives whether it was answered.
fn end_ui(ui: &mut Ui, intents: &mut Vec<RoomIntent>) -> bool {
    heading_ui(ui, "End the interview?");
    ui.label(RichText::new("What you recorded is kept.").font(theme::body()));
    ui.add_space(space::M);
    ui.horizontal(|ui| {
        let stay = ui.add(KeyButton::new("Keep going").main(true));
        // The harmless answer has the focus: Esc, Enter and Space all lead back to the room.
        focus_first(ui, stay.id);
        let end = ui.add(KeyButton::new("End the interview"));
        if end.clicked() {
            intents.push(RoomIntent::Do(Action::EndEarly));
        }
        stay.clicked() || end.clicked()
    })
    .inner
}

/// Every key of the room.
const ALL_KEYS: [(&str, &str); 9] = [
    (RoomKey::Next.cap(), "The next natural thing: ready, done, go on"),
    (RoomKey::Repeat.cap(), "Repeat the question"),
    (RoomKey::ShowQuestion.cap(), "Show the question"),
    (RoomKey::Retake.cap(), "Another take; this one is kept"),
    (RoomKey::Skip.cap(), "Skip the question"),
    (RoomKey::Pause.cap(), "Pause"),
    (RoomKey::Pacing(0).cap(), "Change the pacing"),
    (RoomKey::End.cap(), "End the interview"),
    (RoomKey::Help.cap(), "These keys"),
];
