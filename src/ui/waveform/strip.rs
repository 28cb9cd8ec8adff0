//! All of a sound, low and wide, with a window on the part that is shown above it: drag to look elsewhere.

use egui::accesskit::{Action, Role};
use egui::{CornerRadius, Key, Modifiers, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::view::{Scale, View};
use super::{Waveform, WaveformState, keep_arrows, paint};
use crate::ui::theme::tokens;
use crate::ui::times::clock_text;

/// How high it is, points.
pub(super) const HEIGHT: f32 = 16.0;

/// How much of the part that is shown one press of an arrow moves it.
const ARROW: f64 = 0.25;

/// Draws the strip; moves the part that is shown.
pub(super) fn strip_ui(ui: &Ui, wave: &Waveform<'_>, rect: Rect, state: &mut WaveformState) {
    let response = ui.interact(rect, wave.id.with("strip"), Sense::click_and_drag());
    let scale = Scale { length: wave.length, view: View::WHOLE, rect };
    if (response.is_pointer_button_down_on() || response.clicked())
        && let Some(pointer) = response.interact_pointer_pos()
    {
        state.view = state.view.centred(scale.fraction_at(pointer.x));
    }
    if response.has_focus() {
        keep_arrows(ui, response.id);
    }
    state.view = state.view.moved(asked_steps(ui, &response) * ARROW * state.view.width());
    let at = |fraction| clock_text(wave.length.mul_f64(fraction));
    let value = format!("{} to {}", at(state.view.from), at(state.view.to));
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, "Part shown"));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(value);
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    if ui.is_rect_visible(rect) {
        let t = tokens(ui);
        let painter = ui.painter_at(rect.expand(2.0));
        painter.rect_filled(rect, CornerRadius::same(3), t.sunken);
        let x = |fraction| scale.x_of(wave.length.mul_f64(fraction));
        let window = Rect::from_x_y_ranges(x(state.view.from)..=x(state.view.to), rect.y_range());
        painter.rect_filled(window, CornerRadius::same(3), t.accent_faint);
        if let Some(overview) = wave.overview {
            let head = scale.x_of(wave.position);
            let shape = paint::Shown { sound: wave.sound, overview, scale: &scale, head };
            paint::paint_shape(&painter, &shape, t, &mut state.drawn_strip);
        }
        let width = if response.has_focus() { 2.0 } else { 1.0 };
        let edge = Stroke::new(width, t.accent);
        painter.rect_stroke(window, CornerRadius::same(3), edge, StrokeKind::Inside);
    }
}

/// Steps asked for by the arrows or a screen reader, to the right.
fn asked_steps(ui: &Ui, response: &egui::Response) -> f64 {
    let has_focus = response.has_focus();
    ui.input_mut(|input| {
        let mut asked = 0.0;
        if has_focus {
            asked += input.count_and_consume_key(Modifiers::NONE, Key::ArrowRight) as f64;
            asked -= input.count_and_consume_key(Modifiers::NONE, Key::ArrowLeft) as f64;
        }
        let times = |action| input.num_accesskit_action_requests(response.id, action) as f64;
        asked + times(Action::Increment) - times(Action::Decrement)
    })
}
