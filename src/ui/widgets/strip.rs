//! The pacing in small words, side by side.

use std::sync::Arc;

use egui::{
    CornerRadius, Galley, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use crate::ui::theme;

/// Around the words of a chip.
const PADDING: Vec2 = vec2(8.0, 3.0);
/// Between chips.
const GAP: f32 = 6.0;

/// Shows a pacing's parts, such as "think 30 s", as chips; one sentence to screen readers.
pub fn strip_ui(ui: &mut Ui, parts: &[String]) -> Response {
    let t = theme::tokens(ui);
    let galleys: Vec<Arc<Galley>> = parts
        .iter()
        .map(|part| ui.painter().layout_no_wrap(part.clone(), theme::small(), t.text))
        .collect();
    let sizes: Vec<Vec2> = galleys.iter().map(|galley| galley.size() + PADDING * 2.0).collect();
    let (places, height) = places(&sizes, ui.available_width());
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    for (galley, place) in galleys.into_iter().zip(places) {
        let chip = place.translate(rect.min.to_vec2());
        let line = Stroke::new(1.0, t.line);
        ui.painter().rect(chip, CornerRadius::same(6), t.sunken, line, StrokeKind::Inside);
        ui.painter().galley(chip.min + PADDING, galley, t.text);
    }
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, format!("Pacing: {}", parts.join(", ")))
    });
    response
}

/// Where chips of these sizes go in rows of `width`, from 0, 0, and how high the whole is.
fn places(sizes: &[Vec2], width: f32) -> (Vec<Rect>, f32) {
    let row = sizes.iter().map(|size| size.y).fold(0.0, f32::max);
    let (mut x, mut y) = (0.0, 0.0);
    let rects = sizes
        .iter()
        .map(|size| {
            if x > 0.0 && x + size.x > width {
                x = 0.0;
                y += row + GAP;
            }
            let rect = Rect::from_min_size(pos2(x, y), *size);
            x += size.x + GAP;
            rect
        })
        .collect();
    (rects, y + row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chips_go_to_the_next_row_when_one_is_full() {
        let (rects, height) =
            places(&[vec2(60.0, 20.0), vec2(60.0, 20.0), vec2(20.0, 20.0)], 100.0);
        let corners: Vec<_> = rects.iter().map(|rect| rect.min).collect();
        assert_eq!(corners, [pos2(0.0, 0.0), pos2(0.0, 26.0), pos2(66.0, 26.0)]);
        assert!((height - 46.0).abs() < f32::EPSILON);
    }

    #[test]
    fn a_chip_wider_than_the_row_still_gets_its_place() {
        let (rects, _) = places(&[vec2(200.0, 20.0)], 100.0);
        assert_eq!(rects.len(), 1);
        assert_eq!(rects[0].min, pos2(0.0, 0.0));
    }
}
