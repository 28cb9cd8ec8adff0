//! The two things the room asks or tells above everything else.

use egui::{Context, Frame, Grid, Id, Margin, Modal, RichText, Ui};

use crate::interview::Action;
use crate::ui::keys::RoomKey;
use crate::ui::quiet::KeyButton;
use crate::ui::room::RoomIntent;
use crate::ui::room::commands::Command;
use crate::ui::theme::{self, space, tokens};

/// What is open above the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialog {
    /// Whether to end the interview.
    End,
    /// The keys.
    Help,
}

/// Draws the open dialog, if any.
pub(super) fn dialog_ui(
    ctx: &Context,
    open: &mut Option<Dialog>,
    commands: &[Command],
    intents: &mut Vec<RoomIntent>,
) {
    let Some(dialog) = *open else { return };
    let frame = Frame::popup(&ctx.global_style()).inner_margin(Margin::same(space::L as i8));
    let modal = Modal::new(Id::unique("room dialog")).frame(frame).show(ctx, |ui| {
        ui.set_max_width(380.0);
        match dialog {
            Dialog::End => end_ui(ui, intents),
            Dialog::Help => help_ui(ui, commands),
        }
    });
    if modal.inner || modal.should_close() {
        *open = None;
    }
}

/// Asks; gives whether it was answered.
fn end_ui(ui: &mut Ui, intents: &mut Vec<RoomIntent>) -> bool {
    heading(ui, "End the interview?");
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

fn help_ui(ui: &mut Ui, commands: &[Command]) -> bool {
    heading(ui, "Keys");
    let text = |ui: &Ui, text: &str| RichText::new(text).font(theme::body()).color(tokens(ui).text);
    Grid::new("room help").num_columns(2).spacing([space::L, space::S]).show(ui, |ui| {
        for (cap, what) in ALL_KEYS {
            let now =
                commands.iter().any(|command| command.key.is_some_and(|key| key.cap() == cap));
            let weak = |text: RichText| if now { text.strong() } else { text };
            ui.label(weak(text(ui, cap)));
            ui.label(text(ui, what));
            ui.end_row();
        }
    });
    ui.add_space(space::M);
    let close = ui.add(KeyButton::new("Close").main(true));
    focus_first(ui, close.id);
    close.clicked()
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

fn heading(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::heading()).color(tokens(ui).text));
    ui.add_space(space::S);
}

/// Gives a control the focus if nothing in the dialog has it yet.
fn focus_first(ui: &Ui, id: Id) {
    if ui.ctx().memory(|memory| memory.focused()).is_none() {
        ui.ctx().memory_mut(|memory| memory.request_focus(id));
    }
}
