//! The lights: a shape, a word and a colour each, so that none is needed to tell them apart.

use egui::{Color32, Painter, Pos2, Shape, Stroke, pos2};

use crate::interview::Light;
use crate::ui::theme::Tokens;

/// What the light says.
pub(super) const fn word(light: Light) -> &'static str {
    match light {
        Light::Off => "",
        Light::Green => "long enough",
        Light::Amber => "begin to land",
        Light::Red => "time",
        Light::Overtime => "over",
    }
}

/// Its colour.
pub(super) const fn colour(light: Light, tokens: &Tokens) -> Color32 {
    match light {
        Light::Off => tokens.text_weak,
        Light::Green => tokens.green,
        Light::Amber => tokens.amber,
        Light::Red | Light::Overtime => tokens.red,
    }
}

/// Its shape: a ring that fills by quarters; past everything, full within a second ring.
pub(super) fn paint(painter: &Painter, center: Pos2, radius: f32, light: Light, tokens: &Tokens) {
    let colour = colour(light, tokens);
    painter.circle_stroke(center, radius, Stroke::new(1.5, colour));
    match light {
        Light::Off => {}
        Light::Green => quarters(painter, center, radius, 1, colour),
        Light::Amber => quarters(painter, center, radius, 2, colour),
        Light::Red => {
            painter.circle_filled(center, radius, colour);
        }
        Light::Overtime => {
            painter.circle_filled(center, radius, colour);
            painter.circle_stroke(center, radius + 3.5, Stroke::new(1.5, colour));
        }
    }
}

/// Fills one or two quarters, clockwise from the top: never more, the shape must stay convex.
fn quarters(painter: &Painter, center: Pos2, radius: f32, count: u8, colour: Color32) {
    const STEPS_PER_QUARTER: u8 = 8;
    let steps = count.min(2) * STEPS_PER_QUARTER;
    let on_rim = |step: u8| {
        let turn = f32::from(step) / f32::from(STEPS_PER_QUARTER) * std::f32::consts::FRAC_PI_2;
        pos2(center.x + radius * turn.sin(), center.y - radius * turn.cos())
    };
    let outline = std::iter::once(center).chain((0..=steps).map(on_rim)).collect();
    painter.add(Shape::convex_polygon(outline, colour, Stroke::NONE));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_light_but_the_first_has_a_word_of_its_own() {
        let lights = [Light::Off, Light::Green, Light::Amber, Light::Red, Light::Overtime];
        let words: std::collections::BTreeSet<_> = lights.into_iter().map(word).collect();
        assert_eq!(words.len(), lights.len());
    }
}
