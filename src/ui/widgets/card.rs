//! Frames: a screen, a card on it, a labelled field in a card.

use egui::{Frame, Id, InnerResponse, Margin, Modal, ScrollArea, Stroke, Ui, UiBuilder, Vec2};

use super::text::{heading_ui, hint_ui, title_ui};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{self, size, space};

/// Width of the labels in a form, points.
const ROW_LABEL: f32 = 164.0;

/// In a form narrower than this a label stands above its controls, points.
const ROW_NARROW: f32 = 420.0;

/// Around a dialog's words, to the edge of the window at least, points.
const AROUND: f32 = 28.0;

/// Room for the ring around what has the focus, points.
const RING: i8 = 3;

/// Whether the window is high enough for more air in and between cards.
#[must_use]
pub fn is_generous(ui: &Ui) -> bool {
    ui.ctx().content_rect().height() > 700.0
}

/// The frame of a card.
pub fn panel_frame(ui: &Ui) -> Frame {
    let t = theme::tokens(ui);
    Frame::new()
        .fill(t.surface)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(size::CARD_RADIUS)
        .inner_margin(if is_generous(ui) {
            Margin::symmetric(24, 20)
        } else {
            Margin::symmetric(18, 14)
        })
}

/// A card as wide as there is room, under its heading, reaching down to `bottom` at least.
///
/// Returns the lower edge it would have by itself, so that cards side by side can be made to end together.
pub fn card_ui(ui: &mut Ui, heading: &str, bottom: f32, add: impl FnOnce(&mut Ui)) -> f32 {
    let frame = panel_frame(ui);
    let below = f32::from(frame.inner_margin.bottom) + frame.stroke.width;
    frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            if is_generous(ui) {
                ui.spacing_mut().item_spacing.y = 12.0;
            }
            heading_ui(ui, heading);
            add(ui);
            let natural = ui.min_rect().bottom() + below;
            let missing = bottom - natural - ui.spacing().item_spacing.y;
            if missing > 0.0 {
                ui.allocate_space(egui::vec2(0.0, missing));
            }
            natural
        })
        .inner
}

/// A label at the left, controls at the right of it, a caption under them if there is something to explain.
pub fn row_ui(ui: &mut Ui, label: &str, hint: &str, add: impl FnOnce(&mut Ui)) {
    if ui.available_width() < ROW_NARROW {
        ui.label(egui::RichText::new(label).font(theme::body()));
        ui.horizontal_wrapped(add);
        if !hint.is_empty() {
            hint_ui(ui, hint);
        }
        return;
    }
    ui.horizontal_top(|ui| {
        ui.allocate_ui(egui::vec2(ROW_LABEL, size::CONTROL), |ui| {
            ui.set_min_size(egui::vec2(ROW_LABEL, size::CONTROL));
            ui.horizontal_centered(|ui| {
                let text = egui::RichText::new(label).font(theme::body());
                ui.add(egui::Label::new(text).wrap());
            });
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.horizontal_wrapped(add);
            if !hint.is_empty() {
                hint_ui(ui, hint);
            }
        });
    });
}

/// A window over everything else, under its title; true when Escape or a click beside it closes it.
pub fn dialog_ui(ui: &Ui, title: &str, width: f32, add: impl FnOnce(&mut Ui)) -> bool {
    let frame = Frame::new()
        .fill(theme::tokens(ui).surface)
        .corner_radius(size::CARD_RADIUS)
        .inner_margin(Margin::same(24 - RING))
        .shadow(ui.visuals().window_shadow);
    let modal = Modal::new(Id::unique(title)).frame(frame).show(ui.ctx(), |ui| {
        let room = ui.ctx().content_rect().size() - 2.0 * Vec2::splat(AROUND);
        let width = width.min(room.x).max(240.0);
        ui.set_width(width + 2.0 * f32::from(RING));
        let area = ScrollArea::vertical().max_height(room.y.max(120.0)).auto_shrink([false, true]);
        scroll_ui(ui, area, |ui| {
            // What scrolls is clipped; a ring around what has the focus needs a little room.
            Frame::new().inner_margin(Margin::same(RING)).show(ui, |ui| {
                ui.set_max_width(width);
                title_ui(ui, title);
                ui.add_space(space::S);
                add(ui);
            });
        });
    });
    modal.should_close()
}

/// The room of a screen: centred, never wider than lines stay readable, with air around.
pub fn screen_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let whole = ui.available_rect_before_wrap();
    let air = if whole.width() < 1000.0 { space::L } else { space::XL };
    let side = ((whole.width() - size::CONTENT) / 2.0).max(air);
    let room = whole.shrink2(egui::vec2(side, space::M));
    ui.scope_builder(UiBuilder::new().max_rect(room), add)
}
