//! Where the grid's parts go: the question at the left, its best rating, then narrow columns under slanted heads.

use std::sync::Arc;

use egui::{Galley, Rangef, Rect, Ui, pos2, vec2};

use super::{ColumnKind, CoverageModel};
use crate::ui::theme::{self, space, tokens};

/// Height of a question's row, points.
pub(super) const ROW: f32 = 30.0;
/// Height of both lines of sums with the air around them, points.
pub(super) const TOTALS: f32 = 56.0;
/// Height of the line that says which columns are tasks and which are abilities, points.
pub(super) const GROUP: f32 = 20.0;
/// Least height of the heads: what the marks mean stands beside them, points.
const LEGEND: f32 = 132.0;
/// Width of the column with the best rating, points.
const BEST: f32 = 64.0;
/// Widest and narrowest column, points.
const WIDEST: f32 = 46.0;
const NARROWEST: f32 = 30.0;
/// Least and most of a question that is seen, points.
const QUESTION_LEAST: f32 = 230.0;
const QUESTION_MOST: f32 = 620.0;
/// Between tasks and abilities, points.
const BETWEEN: f32 = 14.0;
/// Longest name of a column before it is cut, points.
const NAME: f32 = 190.0;
/// How far heads are turned, radians: steep enough to stand close, slanted enough to be read.
pub(super) const SLANT: f32 = -std::f32::consts::FRAC_PI_3;

/// Sizes of one frame.
pub(super) struct Layout {
    /// Width of the whole, points.
    pub(super) width: f32,
    /// Height of the heads, points.
    pub(super) head: f32,
    /// Where the best rating is, from the left edge.
    pub(super) best: Rangef,
    /// Where the columns are, from the left edge.
    pub(super) columns: Vec<Rangef>,
    /// The names of the columns, laid out.
    pub(super) names: Vec<Arc<Galley>>,
}

impl Layout {
    pub(super) fn of(ui: &Ui, model: &CoverageModel) -> Self {
        let names: Vec<_> =
            model.columns.iter().map(|column| name_galley(ui, &column.name)).collect();
        let longest = names.iter().map(|name| name.size().x).fold(0.0, f32::max);
        let height = names.first().map_or(0.0, |name| name.size().y);
        let turn = egui::emath::Rot2::from_angle(SLANT);
        let reach = turn * vec2(longest, 0.0);
        let head = (reach.y.abs() + height + space::S + GROUP).max(LEGEND);
        // The last head leans out over its column.
        let overhang = reach.x + space::XS;

        let count = model.columns.len().max(1) as f32;
        let fixed = BEST + BETWEEN + overhang;
        let room = ui.available_width() - fixed - QUESTION_LEAST;
        let cell = (room / count).clamp(NARROWEST, WIDEST);
        let question =
            (ui.available_width() - fixed - cell * count).clamp(QUESTION_LEAST, QUESTION_MOST);
        let mut columns = Vec::with_capacity(model.columns.len());
        let mut left = question + BEST;
        let mut before = None;
        for column in &model.columns {
            if before.is_some_and(|before| before != column.kind) {
                left += BETWEEN;
            }
            before = Some(column.kind);
            columns.push(Rangef::new(left, left + cell));
            left += cell;
        }
        let best = Rangef::new(question, question + BEST);
        Self { width: left + overhang, head, best, columns, names }
    }

    /// Where columns of one kind begin and end, from the left edge.
    pub(super) fn groups(&self, model: &CoverageModel) -> Vec<(ColumnKind, Rangef)> {
        let mut groups: Vec<(ColumnKind, Rangef)> = Vec::new();
        for (column, range) in model.columns.iter().zip(&self.columns) {
            match groups.last_mut() {
                Some((kind, whole)) if *kind == column.kind => whole.max = range.max,
                _ => groups.push((column.kind, *range)),
            }
        }
        groups
    }

    /// The part of the band `rows` that belongs to this range, in the window.
    pub(super) fn place(&self, rows: Rect, range: Rangef) -> Rect {
        Rect::from_min_max(
            pos2(rows.left() + range.min, rows.top()),
            pos2(rows.left() + range.max, rows.bottom()),
        )
    }
}

fn name_galley(ui: &Ui, name: &str) -> Arc<Galley> {
    let format = egui::TextFormat::simple(theme::small(), tokens(ui).text);
    let mut job = egui::text::LayoutJob::single_section(name.to_owned(), format);
    job.wrap = egui::text::TextWrapping::truncate_at_width(NAME);
    ui.painter().layout_job(job)
}
