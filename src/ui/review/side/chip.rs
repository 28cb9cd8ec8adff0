//! A moment in a row of moments: go there, or take it away.

use egui::accesskit::Role;
use egui::{
    CornerRadius, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::ui::theme::{self, space, tokens};

use super::parts::SMALL;

/// Width of the part that takes it away, points.
const AWAY: f32 = 20.0;

/// What a chip shows.
pub(super) struct Chip<'a> {
    /// Its identity, from what it is about: no other chip's on the screen.
    pub id: Id,
    /// What people read.
    pub text: &'a str,
    /// What it does, for screen readers.
    pub name: &'a str,
    /// What its cross does, if it has one.
    pub away: Option<&'a str>,
    /// It stands out. The text says so too.
    pub marked: bool,
}

/// What was asked of a chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChipAsks {
    /// Go to the moment.
    Go,
    /// Take it away.
    Away,
}

/// Rows of chips, as many as are needed.
pub(super) fn chips_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(space::XS);
        // Else the rows would stand as far apart as those of greater controls.
        ui.spacing_mut().interact_size.y = SMALL;
        ui.horizontal_wrapped(add);
    });
}

/// Shows the chip where the row has room for all of it.
pub(super) fn chip_ui(ui: &mut Ui, chip: &Chip<'_>) -> Option<ChipAsks> {
    let t = tokens(ui);
    let colour = if chip.marked { t.amber } else { t.text };
    let galley = ui.painter().layout_no_wrap(chip.text.to_owned(), theme::small(), colour);
    let text_width = galley.size().x + 2.0 * space::S;
    let away_width = if chip.away.is_some() { AWAY } else { 0.0 };
    // One piece, so that a row breaks before it and never inside.
    let (_, rect) = ui.allocate_space(vec2(text_width + away_width, SMALL));
    let middle = rect.left() + text_width;
    let text = Rect::from_min_max(rect.min, pos2(middle, rect.bottom()));
    let go = part_ui(ui, chip.id, text, chip.name);
    let cross = Rect::from_min_max(pos2(middle, rect.top()), rect.max);
    let away = chip.away.map(|name| part_ui(ui, chip.id.with("away"), cross, name));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let round = CornerRadius::same(6);
        let line = if chip.marked { Stroke::new(1.5, t.amber) } else { Stroke::new(1.0, t.line) };
        painter.rect(rect, round, t.control, line, StrokeKind::Inside);
        for (response, part) in [(Some(&go), text), (away.as_ref(), cross)] {
            let Some(response) = response else { continue };
            if response.hovered() {
                painter.rect_filled(part.shrink(1.0), round, t.control_hover);
            }
            if response.has_focus() {
                let ring = Stroke::new(theme::size::FOCUS, t.accent);
                painter.rect_stroke(part, round, ring, StrokeKind::Inside);
            }
        }
        painter.galley(text.center() - galley.size() / 2.0, galley, colour);
        if chip.away.is_some() {
            let (arm, stroke) = (3.5, Stroke::new(1.2, t.text_weak));
            let at = cross.center() - vec2(2.0, 0.0);
            painter.line_segment([at - vec2(arm, arm), at + vec2(arm, arm)], stroke);
            painter.line_segment([at - vec2(arm, -arm), at + vec2(arm, -arm)], stroke);
        }
    }
    let taken = away.is_some_and(|away| away.clicked());
    if taken { Some(ChipAsks::Away) } else { go.clicked().then_some(ChipAsks::Go) }
}

fn part_ui(ui: &Ui, id: Id, rect: Rect, name: &str) -> Response {
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    response.on_hover_text(name)
}
