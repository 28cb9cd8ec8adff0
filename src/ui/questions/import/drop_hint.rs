//! Says that a file may be dropped while one is dragged over the window.

use egui::{Align2, Id, LayerId, Order, Stroke, StrokeKind, Ui};

use crate::ui::theme::{self, size, space};

/// Draws it above everything while a file is dragged over the window. Call it on screens that take files.
pub fn drop_hint_ui(ui: &Ui) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let t = theme::tokens(ui);
    let layer = LayerId::new(Order::Tooltip, Id::unique("drop hint"));
    let painter = ui.ctx().layer_painter(layer);
    let whole = ui.ctx().content_rect();
    painter.rect_filled(whole, 0.0, t.shade);
    let card = egui::Rect::from_center_size(whole.center(), egui::vec2(380.0, 96.0));
    let edge = Stroke::new(size::FOCUS, t.accent);
    painter.rect(card, size::CARD_RADIUS, t.surface, edge, StrokeKind::Inside);
    let (above, below) = (card.center().y - space::M, card.center().y + space::M);
    let at = |y| egui::pos2(card.center().x, y);
    painter.text(at(above), Align2::CENTER_CENTER, "Drop it to import", theme::heading(), t.text);
    let about = "Nothing is kept before you have seen it.";
    painter.text(at(below), Align2::CENTER_CENTER, about, theme::body(), t.text_weak);
}
