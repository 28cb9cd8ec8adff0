//! The interviewer: a quiet shape that swells with the voice and is still while it is silent.

use egui::accesskit::Role;
use egui::{Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::ui::room::meter;
use crate::ui::theme::tokens;
use crate::units::Dbfs;

/// The shape, `height` points high, in the middle of the width there is.
pub(super) fn presence_ui(ui: &mut Ui, speaking: bool, voice_level: Dbfs, height: f32) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let name = if speaking { "Interviewer, speaking" } else { "Interviewer" };
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    let tokens = tokens(ui);
    let painter = ui.painter();
    let swell = if speaking { meter::fraction(voice_level) } else { 0.0 };
    // At its largest the outer ring just fills the height.
    let rest = height * 0.27;
    painter.circle_filled(rect.center(), rest * (1.15 + 0.65 * swell), tokens.accent_faint);
    if swell > 0.0 {
        let ring = Stroke::new(1.0, tokens.wave.gamma_multiply(swell));
        painter.circle_stroke(rect.center(), rest * (1.2 + 0.65 * swell), ring);
    }
    painter.circle_filled(rect.center(), rest * (0.8 + 0.2 * swell), tokens.accent);
}
