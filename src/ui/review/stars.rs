//! A rating as five stars, and the star of a take that is kept: painted, since not every font has them.

use egui::accesskit::Role;
use egui::{Color32, Mesh, Painter, Pos2, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::ui::quiet::KeyButton;
use crate::ui::review::{ReviewIntent, ReviewTake};
use crate::ui::theme::tokens;

/// The most stars.
const STARS: u8 = 5;

/// The rating of a take; the star that is already the rating takes it back.
pub(super) fn stars_ui(ui: &mut Ui, take: &ReviewTake, intents: &mut Vec<ReviewIntent>) {
    let rating = take.rating.unwrap_or(0);
    ui.spacing_mut().item_spacing.x = 0.0;
    for star in 1..=STARS {
        if rating_ui(ui, star, rating) {
            let rating = (star != rating).then_some(star);
            intents.push(ReviewIntent::Rate { take: take.key, rating });
        }
    }
}

/// How wide [`stars_ui`] is, points.
pub(super) const WIDTH: f32 = STARS as f32 * STAR_WIDTH;

const STAR_WIDTH: f32 = 28.0;
/// How high it is, points.
pub(super) const HEIGHT: f32 = 28.0;

fn rating_ui(ui: &mut Ui, star: u8, rating: u8) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(STAR_WIDTH, HEIGHT), Sense::click());
    response.widget_info(|| {
        let name = format!("Rate {star} of {STARS}");
        WidgetInfo::selected(Role::Button, true, star == rating, name)
    });
    let tokens = tokens(ui);
    let active = response.hovered() || response.has_focus();
    let line = if active || star <= rating { tokens.accent } else { tokens.text_weak };
    let fill = (star <= rating).then_some(tokens.accent);
    if response.has_focus() {
        let ring = Stroke::new(1.0, tokens.accent);
        ui.painter().rect_stroke(rect, 6.0, ring, egui::StrokeKind::Inside);
    }
    paint(ui.painter(), rect.center(), 9.0, fill, line);
    response.on_hover_text(format!("{star} of {STARS}   Ctrl+{star}")).clicked()
}

/// The take's own star, which keeps it when older recordings are removed.
pub(super) fn star_button(take: &ReviewTake) -> KeyButton {
    let label = if take.starred { "Starred" } else { "Star" };
    KeyButton::new(label).key("S").stays("star the take").on(take.starred)
}

/// [`star_button`], with what it does.
pub(super) fn star_ui(ui: &mut Ui, take: &ReviewTake, intents: &mut Vec<ReviewIntent>) {
    let hint = "A starred take stays when older recordings are removed (Settings, Recordings)";
    if ui.add(star_button(take)).on_hover_text(hint).clicked() {
        intents.push(ReviewIntent::Star { take: take.key, starred: !take.starred });
    }
}

/// A small star in the middle of a line, painted.
pub(super) fn small_paint(ui: &Ui, center: Pos2) {
    let colour = tokens(ui).accent;
    paint(ui.painter(), center, 5.5, Some(colour), colour);
}

fn paint(painter: &Painter, center: Pos2, radius: f32, fill: Option<Color32>, line: Color32) {
    /// The inner corners of a regular five-pointed star lie at this part of its radius.
    const INNER: f32 = 0.382;
    let corner = |nth: u8| {
        let turn = f32::from(nth) * std::f32::consts::PI / 5.0;
        let reach = if nth.is_multiple_of(2) { radius } else { radius * INNER };
        pos2(center.x + reach * turn.sin(), center.y - reach * turn.cos())
    };
    let corners: Vec<Pos2> = (0..10).map(corner).collect();
    if let Some(fill) = fill {
        // Not convex, so it is filled as a fan around its middle.
        let mut mesh = Mesh::default();
        mesh.colored_vertex(center, fill);
        corners.iter().for_each(|&corner| mesh.colored_vertex(corner, fill));
        for nth in 0..10 {
            mesh.add_triangle(0, 1 + nth, 1 + (nth + 1) % 10);
        }
        painter.add(Shape::mesh(mesh));
    }
    painter.add(Shape::closed_line(corners, Stroke::new(1.2, line)));
}
