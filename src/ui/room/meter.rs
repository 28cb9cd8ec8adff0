//! The level of the microphone: a quiet bar.

use egui::accesskit::Role;
use egui::{Align2, CornerRadius, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{self, space, tokens};
use crate::units::Dbfs;

/// The bar's left end: room noise lies below, speech above.
const QUIETEST: Dbfs = Dbfs(-60.0);
/// Below this a voice is too far away to be heard well later.
const QUIET: Dbfs = Dbfs(-45.0);
/// From here on the loudest syllables are cut off.
const LOUD: Dbfs = Dbfs(-3.0);

/// What the words beside the bar take on either side, points.
const WORDS: f32 = 96.0;

/// How far along the bar a level is, 0…1.
pub(super) fn fraction(level: Dbfs) -> f32 {
    if level.0.is_nan() { 0.0 } else { ((level.0 - QUIETEST.0) / -QUIETEST.0).clamp(0.0, 1.0) }
}

fn word(level: Dbfs) -> &'static str {
    if level >= LOUD {
        "too loud"
    } else if level >= QUIET {
        "heard"
    } else {
        "quiet"
    }
}

/// The bar, in the middle of the width there is.
pub(super) fn meter_ui(ui: &mut Ui, level: Dbfs) {
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Meter, true, format!("Microphone level, {}", word(level)))
    });
    let size = vec2((row.width() - 2.0 * WORDS).clamp(60.0, 280.0), 6.0);
    let bar = Rect::from_center_size(row.center(), size);
    let tokens = tokens(ui);
    // A bar alone below a clock looks as if it were the time that is left.
    let words = |x: f32, align: Align2, text: &str| {
        let at = pos2(x, bar.center().y);
        ui.painter().text(at, align, text, theme::small(), tokens.text_weak);
    };
    words(bar.left() - space::S, Align2::RIGHT_CENTER, "Microphone");
    words(bar.right() + space::S, Align2::LEFT_CENTER, word(level));
    let round = CornerRadius::same(3);
    ui.painter().rect_filled(bar, round, tokens.line);
    let end = bar.left() + bar.width() * fraction(level);
    let filled = Rect::from_min_max(bar.min, pos2(end, bar.bottom()));
    let colour = if level >= LOUD { tokens.red } else { tokens.wave };
    if filled.width() >= 1.0 {
        ui.painter().rect_filled(filled, round, colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_stays_within_its_ends() {
        assert_eq!(fraction(Dbfs::FLOOR), 0.0);
        assert_eq!(fraction(Dbfs(f32::NAN)), 0.0);
        assert_eq!(fraction(Dbfs(-30.0)), 0.5);
        assert_eq!(fraction(Dbfs(6.0)), 1.0);
    }
}
