//! How the grid looks.

use egui::epaint::TextShape;
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align2, CornerRadius, Painter, Rect, Response, Shape, Stroke, StrokeKind, TextFormat, Ui, pos2,
    vec2,
};

use super::layout::{GROUP, Layout, SLANT};
use super::{ColumnKind, CoverageModel, CoverageRow};
use crate::ui::theme::{self, Tokens, size, space, tokens};

/// Radius of the mark of a task or ability that is shown, points.
const MARK: f32 = 9.5;

/// The ground of the whole.
pub(super) fn ground(ui: &Ui, whole: Rect) {
    let t = tokens(ui);
    let radius = CornerRadius::same(size::CARD_RADIUS);
    ui.painter().rect(whole, radius, t.surface, Stroke::new(1.0, t.line), StrokeKind::Inside);
}

/// The heads: their ground hides the rows that scroll under them.
pub(super) fn heads(ui: &Ui, layout: &Layout, rect: Rect, model: &CoverageModel) {
    let t = tokens(ui);
    let painter = ui.painter();
    let radius = CornerRadius { nw: size::CARD_RADIUS, ne: size::CARD_RADIUS, sw: 0, se: 0 };
    painter.rect_filled(rect.shrink2(vec2(1.0, 0.0)).translate(vec2(0.0, 1.0)), radius, t.surface);
    painter.hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, t.line));
    for (name, range) in layout.names.iter().zip(&layout.columns) {
        let middle = rect.left() + range.center();
        // The lower end of the text's middle line stands over the column's middle.
        let lean = egui::emath::Rot2::from_angle(SLANT) * vec2(0.0, -name.size().y / 2.0);
        let at = pos2(middle, rect.bottom() - GROUP - space::XS) + lean;
        painter.add(TextShape::new(at, name.clone(), t.text).with_angle(SLANT));
    }
    for (kind, range) in layout.groups(model) {
        let group = layout.place(rect, range).shrink2(vec2(3.0, 0.0));
        let line = rect.bottom() - GROUP;
        painter.hline(group.x_range(), line, Stroke::new(1.0, t.line_strong));
        let words = match kind {
            ColumnKind::Task => "Tasks",
            ColumnKind::Ability => "Abilities",
        };
        let painter = painter.with_clip_rect(group.intersect(painter.clip_rect()));
        let at = pos2(group.center().x, line + GROUP / 2.0);
        painter.text(at, Align2::CENTER_CENTER, words, theme::small(), t.text_weak);
    }
    let at = |x: f32| pos2(rect.left() + x, rect.bottom() - space::XS);
    painter.text(at(14.0), Align2::LEFT_BOTTOM, "Question", theme::small(), t.text_weak);
    let best = at(layout.best.center());
    painter.text(best, Align2::CENTER_BOTTOM, "Best rating", theme::small(), t.text_weak);
    legend(painter, rect, t);
}

/// What the marks mean, in the corner above the questions.
fn legend(painter: &Painter, rect: Rect, t: &Tokens) {
    const LINE: f32 = 25.0;
    let lines = [
        (true, Some(4), "shown, with your best rating"),
        (true, None, "shown, not rated yet"),
        (false, None, "not shown; click to change"),
    ];
    for (nth, (shown, best, words)) in lines.into_iter().enumerate() {
        let middle = pos2(rect.left() + 24.0, rect.top() + 20.0 + LINE * nth as f32);
        mark(painter, middle, shown, best, t);
        let at = middle + vec2(16.0, 0.0);
        painter.text(at, Align2::LEFT_CENTER, words, theme::small(), t.text_weak);
    }
    let at = pos2(rect.left() + 14.0, rect.top() + 20.0 + LINE * 3.0);
    let words = "Click a question to rehearse or edit it";
    painter.text(at, Align2::LEFT_CENTER, words, theme::small(), t.text_weak);
}

/// The question and its best rating. Only what lies in `seen` is painted.
pub(super) fn question(
    ui: &Ui,
    layout: &Layout,
    seen: Rect,
    rect: Rect,
    (number, row): (usize, &CoverageRow),
    known: bool,
    response: &Response,
) {
    if !seen.is_positive() || !ui.is_rect_visible(seen) {
        return;
    }
    let t = tokens(ui);
    let painter = ui.painter().with_clip_rect(seen.intersect(ui.clip_rect()));
    if number % 2 == 0 {
        painter.rect_filled(rect.shrink2(vec2(1.0, 0.0)), 0.0, t.sunken.gamma_multiply(0.5));
    }
    let label = layout.place(rect, egui::Rangef::new(4.0, layout.best.min - 2.0));
    if response.hovered() {
        painter.rect_filled(label.shrink(2.0), size::CONTROL_RADIUS, t.control_hover);
    }
    let mut job = LayoutJob::default();
    job.append(&format!("{number}. {}", row.ask), 0.0, TextFormat::simple(theme::body(), t.text));
    job.wrap = TextWrapping::truncate_at_width(label.width() - 20.0);
    let galley = painter.layout_job(job);
    let at = pos2(label.left() + 10.0, label.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, t.text);
    let words = match row.best() {
        Some(best) => format!("{best} of 5"),
        None if known => "not rated".to_owned(),
        None => "…".to_owned(),
    };
    let colour = if row.rated.is_some() { t.text } else { t.text_weak };
    let middle = layout.place(rect, layout.best).center();
    painter.text(middle, Align2::CENTER_CENTER, words, theme::small(), colour);
    ring(&painter, label.shrink(2.0), response, t);
}

/// A cell. Only what lies in `between` is painted.
pub(super) fn cell(
    ui: &Ui,
    place: Rect,
    between: Rect,
    shown: bool,
    best: Option<u8>,
    response: &Response,
) {
    let seen = place.intersect(between);
    if !seen.is_positive() || !ui.is_rect_visible(seen) {
        return;
    }
    let t = tokens(ui);
    let painter = ui.painter().with_clip_rect(seen.intersect(ui.clip_rect()));
    if response.hovered() {
        painter.rect_filled(place.shrink(2.0), size::CONTROL_RADIUS, t.control_hover);
    }
    mark(&painter, place.center(), shown, best, t);
    ring(&painter, place.shrink(2.0), response, t);
}

/// Filled with the rating, or hollow, or a dot.
fn mark(painter: &Painter, middle: egui::Pos2, shown: bool, best: Option<u8>, t: &Tokens) {
    match (shown, best) {
        (false, _) => {
            painter.add(Shape::circle_filled(middle, 1.5, t.line_strong));
        }
        (true, None) => {
            painter.add(Shape::circle_stroke(middle, MARK, Stroke::new(1.5, t.accent)));
        }
        (true, Some(best)) => {
            painter.add(Shape::circle_filled(middle, MARK + 0.75, t.accent));
            painter.text(middle, Align2::CENTER_CENTER, best, theme::small(), t.on_accent);
        }
    }
}

/// The sums of the columns; their ground hides the rows that scroll under them.
pub(super) fn totals(ui: &Ui, layout: &Layout, rect: Rect, model: &CoverageModel) {
    let t = tokens(ui);
    let painter = ui.painter();
    let radius = CornerRadius { nw: 0, ne: 0, sw: size::CARD_RADIUS, se: size::CARD_RADIUS };
    painter.rect_filled(rect.shrink2(vec2(1.0, 0.0)).translate(vec2(0.0, -1.0)), radius, t.surface);
    painter.hline(rect.x_range(), rect.top(), Stroke::new(1.0, t.line));
    let lines = [rect.top() + 17.0, rect.bottom() - 17.0];
    for (y, words) in lines.into_iter().zip(["Questions that show it", "Best rating among them"]) {
        let at = pos2(rect.left() + 14.0, y);
        painter.text(at, Align2::LEFT_CENTER, words, theme::small(), t.text_weak);
    }
    for (nth, range) in layout.columns.iter().enumerate() {
        let total = model.total(nth);
        let x = rect.left() + range.center();
        let count = match total.questions {
            0 => ("⚠ 0".to_owned(), t.amber),
            some => (some.to_string(), t.text),
        };
        let best = match total.best {
            Some(best) => (best.to_string(), t.text),
            None if model.ratings_known => ("–".to_owned(), t.text_weak),
            None => ("…".to_owned(), t.text_weak),
        };
        for (y, (words, colour)) in lines.into_iter().zip([count, best]) {
            painter.text(pos2(x, y), Align2::CENTER_CENTER, words, theme::small(), colour);
        }
    }
}

/// A ring around what has the focus.
fn ring(painter: &Painter, rect: Rect, response: &Response, t: &Tokens) {
    if response.has_focus() {
        let line = Stroke::new(size::FOCUS, t.accent);
        painter.rect_stroke(rect, size::CONTROL_RADIUS, line, StrokeKind::Inside);
    }
}
