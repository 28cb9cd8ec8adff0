//! Buttons that carry their key, and rows of them in the middle of the screen.

use egui::accesskit::Role;
use egui::{
    CornerRadius, FontId, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, Widget,
    WidgetInfo, pos2, vec2,
};

use crate::ui::theme::{self, space, tokens};

/// Height of a button, points.
pub const HEIGHT: f32 = 32.0;

/// A button with the key that does the same.
#[derive(Debug, Clone)]
pub struct KeyButton {
    cap: Option<&'static str>,
    label: String,
    main: bool,
    name: Option<&'static str>,
    stays: Option<&'static str>,
    on: Option<bool>,
    also: &'static [&'static str],
}

impl KeyButton {
    /// A quiet one.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            cap: None,
            label: label.into(),
            main: false,
            name: None,
            stays: None,
            on: None,
            also: &[],
        }
    }

    /// With this on the key that does the same.
    #[must_use]
    pub const fn key(mut self, cap: &'static str) -> Self {
        self.cap = Some(cap);
        self
    }

    /// The one that stands out.
    #[must_use]
    pub const fn main(mut self, main: bool) -> Self {
        self.main = main;
        self
    }

    /// Called this by screen readers; contains the label's words.
    #[must_use]
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// Stays the same button, with the focus, though its label changes.
    #[must_use]
    pub const fn stays(mut self, source: &'static str) -> Self {
        self.stays = Some(source);
        self
    }

    /// One that is on or off.
    #[must_use]
    pub const fn on(mut self, on: bool) -> Self {
        self.on = Some(on);
        self
    }

    /// As wide as with each of these labels: when one takes the other's place nothing beside it moves.
    #[must_use]
    pub const fn also(mut self, labels: &'static [&'static str]) -> Self {
        self.also = labels;
        self
    }

    fn font() -> FontId {
        FontId::proportional(14.0)
    }

    fn cap_width(&self, ui: &Ui) -> f32 {
        self.cap.map_or(0.0, |cap| text_width(ui, cap, theme::small()) + 2.0 * space::XS + space::S)
    }

    /// How wide it will be, points.
    #[must_use]
    pub fn width(&self, ui: &Ui) -> f32 {
        let labels = self.also.iter().copied().chain([self.label.as_str()]);
        let widest = labels.map(|one| text_width(ui, one, Self::font())).fold(0.0, f32::max);
        widest + self.cap_width(ui) + 2.0 * space::S
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let tokens = tokens(ui);
        let active = response.hovered() || response.has_focus();
        let (fill, text) = match (self.main, active) {
            (true, _) => (tokens.accent, tokens.on_accent),
            (false, _) if self.on == Some(true) => (tokens.accent_faint, tokens.accent),
            (false, true) => (tokens.accent_faint, tokens.text),
            (false, false) => (egui::Color32::TRANSPARENT, tokens.text),
        };
        let painter = ui.painter();
        painter.rect_filled(rect, CornerRadius::same(6), fill);
        if (self.cap.is_none() || self.on.is_some()) && !self.main {
            // Without a key on it nothing else would say that it can be pressed.
            let line = if self.on == Some(true) { tokens.accent } else { tokens.line };
            let stroke = Stroke::new(1.0, line);
            painter.rect_stroke(rect, CornerRadius::same(6), stroke, StrokeKind::Inside);
        }
        if response.has_focus() {
            let ring = if self.main { rect.expand(2.0) } else { rect };
            let stroke = Stroke::new(1.5, tokens.accent);
            painter.rect_stroke(ring, CornerRadius::same(7), stroke, StrokeKind::Inside);
        }
        let mut x = rect.left() + space::S;
        if let Some(cap) = self.cap {
            let (line, ink) =
                if self.main { (tokens.on_accent, text) } else { (tokens.line, tokens.text_weak) };
            let galley = painter.layout_no_wrap(cap.to_owned(), theme::small(), ink);
            let size = vec2(galley.size().x + 2.0 * space::XS, 20.0);
            let around = Rect::from_min_size(pos2(x, rect.center().y - size.y / 2.0), size);
            painter.rect_stroke(
                around,
                CornerRadius::same(4),
                Stroke::new(1.0, line),
                StrokeKind::Inside,
            );
            painter.galley(around.center() - galley.size() / 2.0, galley, ink);
            x = around.right() + space::S;
        }
        let galley = painter.layout_no_wrap(self.label.clone(), Self::font(), text);
        painter.galley(pos2(x, rect.center().y - galley.size().y / 2.0), galley, text);
    }
}

impl Widget for KeyButton {
    fn ui(self, ui: &mut Ui) -> Response {
        let size = vec2(self.width(ui), HEIGHT);
        let (_, rect) = ui.allocate_space(size);
        let name = self.name.unwrap_or(&self.label);
        // Named after what it does, not after its place: a focus never slips to what stands there next.
        let id = Id::unique(("key button", self.stays.unwrap_or(name)));
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| match self.on {
            Some(on) => WidgetInfo::selected(Role::Button, ui.is_enabled(), on, name),
            None => WidgetInfo::labeled(Role::Button, ui.is_enabled(), name),
        });
        if let Some(cap) = self.cap {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(cap));
        }
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        response
    }
}

/// The buttons in centred rows, as many as are needed. Gives the one that was clicked.
pub fn centered_buttons(ui: &mut Ui, buttons: &[KeyButton]) -> Option<usize> {
    let widths: Vec<f32> = buttons.iter().map(|button| button.width(ui)).collect();
    let available = ui.available_width();
    let mut clicked = None;
    for (from, to) in rows(&widths, available) {
        let (row, _) = ui.allocate_exact_size(vec2(available, HEIGHT), Sense::hover());
        let used: f32 = widths.get(from..to).unwrap_or(&[]).iter().sum::<f32>()
            + (to - from).saturating_sub(1) as f32 * space::XS;
        let mut x = row.center().x - used / 2.0;
        for (nth, (button, width)) in buttons.iter().zip(&widths).enumerate().take(to).skip(from) {
            let rect = Rect::from_min_size(pos2(x, row.top()), Vec2::new(*width, HEIGHT));
            if ui.put(rect, button.clone()).clicked() {
                clicked = Some(nth);
            }
            x += width + space::XS;
        }
    }
    clicked
}

/// How high [`centered_buttons`] will be in this width, points.
#[must_use]
pub fn rows_height(ui: &Ui, buttons: &[KeyButton], available: f32) -> f32 {
    let widths: Vec<f32> = buttons.iter().map(|button| button.width(ui)).collect();
    rows(&widths, available).len() as f32 * (HEIGHT + ui.spacing().item_spacing.y)
}

/// Which of them go into which row: from (inclusive) to (exclusive).
fn rows(widths: &[f32], available: f32) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    let (mut from, mut used) = (0, 0.0);
    for (nth, width) in widths.iter().enumerate() {
        let gap = if nth > from { space::XS } else { 0.0 };
        if nth > from && used + gap + width > available {
            rows.push((from, nth));
            (from, used) = (nth, *width);
        } else {
            used += gap + width;
        }
    }
    if from < widths.len() {
        rows.push((from, widths.len()));
    }
    rows
}

fn text_width(ui: &Ui, text: &str, font: FontId) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), font, tokens(ui).text).size().x
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn buttons_wrap_into_rows_without_losing_one() {
        assert_eq!(rows(&[10.0, 10.0, 10.0], 100.0), [(0, 3)]);
        assert_eq!(rows(&[10.0, 10.0, 10.0], 26.0), [(0, 2), (2, 3)]);
        assert_eq!(rows(&[50.0, 50.0], 20.0), [(0, 1), (1, 2)]);
        assert!(rows(&[], 20.0).is_empty());
    }
}
