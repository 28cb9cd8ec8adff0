//! The list of keys a screen has, above everything else.

use egui::{Context, Frame, Grid, Id, Margin, Modal, RichText, Ui};

use crate::ui::quiet::KeyButton;
use crate::ui::theme::{self, space, tokens};

/// A dialog of ours in the middle of the window. Gives what its contents gave, and whether the user
/// turned away from it: Esc, or a click beside it.
pub fn dialog_ui<T>(ctx: &Context, id: &str, add: impl FnOnce(&mut Ui) -> T) -> (T, bool) {
    let frame = Frame::popup(&ctx.global_style()).inner_margin(Margin::same(space::L as i8));
    let modal = Modal::new(Id::unique(id)).frame(frame).show(ctx, |ui| {
        ui.set_max_width(400.0);
        add(ui)
    });
    let turned_away = modal.should_close();
    (modal.inner, turned_away)
}

/// The keys and what they do; gives whether to close.
pub fn key_help_ui(ui: &mut Ui, keys: &[(&str, &str)]) -> bool {
    heading_ui(ui, "Keys");
    let text = |ui: &Ui, text: &str| RichText::new(text).font(theme::body()).color(tokens(ui).text);
    Grid::new("key help").num_columns(2).spacing([space::L, space::S]).show(ui, |ui| {
        for (cap, what) in keys {
            ui.label(text(ui, cap).color(tokens(ui).text_weak));
            ui.label(text(ui, what));
            ui.end_row();
        }
    });
    ui.add_space(space::M);
    let close = ui.add(KeyButton::new("Close").main(true));
    focus_first(ui, close.id);
    close.clicked()
}

/// What a dialog is about.
pub fn heading_ui(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::heading()).color(tokens(ui).text));
    ui.add_space(space::S);
}

/// Gives a control the focus if nothing has it yet.
pub fn focus_first(ui: &Ui, id: Id) {
    if ui.ctx().memory(|memory| memory.focused()).is_none() {
        ui.ctx().memory_mut(|memory| memory.request_focus(id));
    }
}
