//! Small parts that the pages of the column share.

use egui::text::LayoutJob;
use egui::{Button, Label, Response, RichText, TextFormat, Ui, Vec2, vec2};

use crate::ui::theme::{self, space, tokens};

/// Height of small buttons, points.
pub(super) const SMALL: f32 = 24.0;

/// Names a part of the page.
pub(super) fn heading_ui(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::heading()).color(tokens(ui).text));
}

/// Words that may be overlooked, wrapped.
pub(super) fn weak_ui(ui: &mut Ui, text: &str) -> Response {
    let text = RichText::new(text).font(theme::small()).color(tokens(ui).text_weak);
    ui.add(Label::new(text).wrap())
}

/// Small text after a word that says what it is.
pub(super) fn labelled_ui(ui: &mut Ui, label: &str, text: &str) {
    let t = tokens(ui);
    let mut job = LayoutJob::default();
    job.append(label, 0.0, TextFormat::simple(theme::small(), t.text));
    job.append(text, 0.0, TextFormat::simple(theme::small(), t.text_weak));
    ui.add(Label::new(job).wrap());
}

/// A small button with a name of its own for screen readers.
pub(super) fn small_button_ui(ui: &mut Ui, text: &str, name: &str) -> Response {
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(space::S, 2.0);
        ui.spacing_mut().interact_size = Vec2::splat(SMALL);
        ui.add(Button::new(RichText::new(text).font(theme::small()))).accessible_name(name)
    })
    .inner
}

/// A small button that takes something away.
pub(super) fn away_ui(ui: &mut Ui, name: &str) -> bool {
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(space::XS, 2.0);
        ui.spacing_mut().interact_size = Vec2::splat(SMALL);
        let cross = RichText::new("×").font(theme::body()).color(tokens(ui).text_weak);
        let button = Button::new(cross).frame_when_inactive(false);
        ui.add(button).accessible_name(name).on_hover_text(name).clicked()
    })
    .inner
}
