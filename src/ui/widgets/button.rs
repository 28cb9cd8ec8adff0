//! The button that matters, and the one that looks like a word.

use egui::{Button, CornerRadius, Response, RichText, Stroke, StrokeKind, Ui, Vec2};

use crate::ui::theme::{self, size};

/// The one button a screen is for.
pub fn primary_button_ui(ui: &mut Ui, text: &str, enabled: bool) -> Response {
    let t = theme::tokens(ui);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (visuals, fill) in [
            (&mut widgets.inactive, t.accent),
            (&mut widgets.hovered, t.accent_hover),
            (&mut widgets.active, t.accent_hover),
        ] {
            visuals.weak_bg_fill = fill;
            visuals.bg_stroke = Stroke::NONE;
        }
        let label = RichText::new(text).font(theme::heading()).color(t.on_accent);
        let button = Button::new(label).min_size(Vec2::new(132.0, size::PRIMARY));
        let response = ui.add_enabled(enabled, button);
        focus_ring(ui, &response);
        response
    })
    .inner
}

/// A button whose text changes with what it does next, and which is always as wide as the widest of them: nothing
/// beside it moves.
pub fn changing_button_ui(ui: &mut Ui, text: &str, texts: &[&str], enabled: bool) -> Response {
    let gap = ui.spacing().item_spacing.x;
    let width = texts.iter().map(|text| button_room(ui, text) - gap).fold(0.0, f32::max);
    ui.add_enabled(enabled, Button::new(text).min_size(Vec2::new(width, 0.0)))
}

/// A ring around what has the focus, a little outside of it.
pub fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            response.rect.expand(1.5),
            CornerRadius::same(size::CONTROL_RADIUS + 2),
            Stroke::new(size::FOCUS, theme::tokens(ui).accent),
            StrokeKind::Outside,
        );
    }
}

/// A button that looks like a word: for what leads elsewhere.
pub fn link_button_ui(ui: &mut Ui, text: &str) -> Response {
    let label = RichText::new(text).font(theme::body()).color(theme::tokens(ui).accent);
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = Vec2::new(4.0, 2.0);
        ui.spacing_mut().interact_size.y = 24.0;
        ui.add(Button::new(label).frame_when_inactive(false))
    })
    .inner
}

/// What a button with this text takes from a row, with the gap before it; points.
#[must_use]
pub fn button_room(ui: &Ui, text: &str) -> f32 {
    let galley =
        ui.painter().layout_no_wrap(text.to_owned(), theme::body(), theme::tokens(ui).text);
    galley.size().x + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x
}
