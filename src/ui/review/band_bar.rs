//! How long the answer was against the target band.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{CornerRadius, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::bank::Band;
use crate::ui::theme::{self, space, tokens};
use crate::ui::times::clock_text;

/// Where a length lies.
pub(super) fn verdict(length: Duration, band: Band) -> &'static str {
    if length < band.min {
        "shorter than the aim"
    } else if length > band.max {
        "longer than the aim"
    } else {
        "within the aim"
    }
}

/// How high the bar is, points.
pub(super) const HEIGHT: f32 = 24.0;

/// The bar with its words.
pub(super) fn band_bar_ui(ui: &mut Ui, length: Duration, band: Band) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let aim = format!("aim {}–{}", clock_text(band.min), clock_text(band.max));
    let words = format!("{} · {aim} · {}", clock_text(length), verdict(length, band));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let tokens = tokens(ui);
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(words, theme::small(), tokens.text_weak);
    let text_left = rect.right() - galley.size().x;
    painter.galley(
        pos2(text_left, rect.center().y - galley.size().y / 2.0),
        galley,
        tokens.text_weak,
    );

    let track_right = (text_left - space::M).max(rect.left());
    let whole = band.max.mul_f32(1.5).max(length).as_secs_f32().max(1.0);
    let x = |at: Duration| rect.left() + (track_right - rect.left()) * at.as_secs_f32() / whole;
    let bar = |from: f32, to: f32, half: f32| {
        Rect::from_min_max(pos2(from, rect.center().y - half), pos2(to, rect.center().y + half))
    };
    let round = CornerRadius::same(3);
    painter.rect_filled(bar(rect.left(), track_right, 3.0), round, tokens.line);
    painter.rect_filled(bar(x(band.min), x(band.max), 6.0), round, tokens.accent_faint);
    painter.rect_filled(bar(rect.left(), x(length), 3.0), round, tokens.accent);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_band_belong_to_it() {
        let band = Band::secs(60, 120);
        let at = |secs| verdict(Duration::from_secs(secs), band);
        assert_eq!(at(59), "shorter than the aim");
        assert_eq!([at(60), at(120)], ["within the aim"; 2]);
        assert_eq!(at(121), "longer than the aim");
    }
}
