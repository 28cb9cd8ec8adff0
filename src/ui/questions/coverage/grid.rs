//! The grid: heads and sums stay in sight while the questions scroll between them.

use egui::accesskit::Role;
use egui::{Popup, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::layout::{Layout, ROW, TOTALS};
use super::{CoverageIntent, CoverageModel, CoverageRow, paint};

/// Up to so many questions all rows are drawn, so that a screen reader finds them; of more, those in sight.
const ALL_ROWS: usize = 60;

/// Draws it.
pub(super) fn grid_ui(
    ui: &mut Ui,
    model: &CoverageModel,
    layout: &Layout,
    intents: &mut Vec<CoverageIntent>,
) {
    let rows_height = ROW * model.rows.len() as f32;
    let size = vec2(layout.width, layout.head + rows_height + TOTALS);
    let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
    let seen = ui.clip_rect();
    // Heads stay at the upper edge of what is seen, sums at its lower edge, each within the grid.
    let head_top =
        seen.top().clamp(whole.top(), (whole.bottom() - TOTALS - layout.head).max(whole.top()));
    let head = Rect::from_min_size(pos2(whole.left(), head_top), vec2(whole.width(), layout.head));
    let totals_top =
        (seen.bottom() - TOTALS).clamp(head.bottom(), (whole.bottom() - TOTALS).max(head.bottom()));
    let totals = Rect::from_min_size(pos2(whole.left(), totals_top), vec2(whole.width(), TOTALS));
    let between = Rect::from_x_y_ranges(whole.x_range(), head.bottom()..=totals.top());

    paint::ground(ui, whole);
    let first_top = whole.top() + layout.head;
    for (index, row) in model.rows.iter().enumerate() {
        let top = first_top + ROW * index as f32;
        let rect = Rect::from_min_size(pos2(whole.left(), top), vec2(whole.width(), ROW));
        let is_near = rect.expand2(vec2(0.0, 2.0 * ROW)).intersects(between);
        if is_near || model.rows.len() <= ALL_ROWS {
            row_ui(ui, model, layout, (index, row), (rect, between), intents);
        }
    }
    paint::heads(ui, layout, head, model);
    for (column, range) in model.columns.iter().zip(&layout.columns) {
        let response = ui.interact(
            layout.place(head, *range),
            ui.scope_id().with(("head", &column.name, column.kind)),
            Sense::hover(),
        );
        let name = format!("{}: {}", column.kind.word(), column.name);
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &name));
        response.on_hover_text(format!("{name}\n{}", column.about));
    }
    totals_ui(ui, model, layout, totals);
}

/// A question with its cells. `between` is where rows can be seen.
fn row_ui(
    ui: &Ui,
    model: &CoverageModel,
    layout: &Layout,
    (index, row): (usize, &CoverageRow),
    (rect, between): (Rect, Rect),
    intents: &mut Vec<CoverageIntent>,
) {
    let number = index + 1;
    let label = layout.place(rect, egui::Rangef::new(0.0, layout.best.max));
    let response = part_ui(ui, label, between, (&row.question, "question"));
    let rating = rating_words(row, model.ratings_known);
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, format!("Question {number}: {} {rating}", row.ask))
    });
    paint::question(
        ui,
        layout,
        rect.intersect(between),
        rect,
        (number, row),
        model.ratings_known,
        &response,
    );
    Popup::menu(&response).show(|ui| {
        if ui.button("Rehearse this").clicked() {
            intents.push(CoverageIntent::Rehearse(row.question.clone()));
        }
        if ui.button("Edit").clicked() {
            intents.push(CoverageIntent::Edit(row.question.clone()));
        }
    });
    response.on_hover_text(format!("{}\n{rating}", row.ask));
    for (nth, (column, range)) in model.columns.iter().zip(&layout.columns).enumerate() {
        let place = layout.place(rect, *range);
        let response = part_ui(ui, place, between, (&row.question, (nth, "cell")));
        let shown = row.shows(nth);
        let words = if shown { format!("shown, {rating}") } else { "not shown".to_owned() };
        let name = format!("Question {number}, {}: {words}", column.name);
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, shown, &name));
        paint::cell(ui, place, between, shown, row.best(), &response);
        if response.clicked() {
            intents.push(CoverageIntent::Toggle {
                question: row.question.clone(),
                kind: column.kind,
                name: column.name.clone(),
                on: !shown,
            });
        }
        response.on_hover_text(name);
    }
}

/// Something to click in a row; it is not there under heads and sums. With the focus it comes into sight.
fn part_ui(ui: &Ui, rect: Rect, between: Rect, id: impl egui::AsIdSalt) -> Response {
    let seen = rect.intersect(between);
    let seen =
        if seen.is_positive() { seen } else { Rect::from_min_size(rect.min, egui::Vec2::ZERO) };
    let response = ui.interact(seen, ui.scope_id().with(id), Sense::click());
    if response.gained_focus() && !between.contains_rect(rect) {
        let above = between.top() - ui.clip_rect().top();
        let below = ui.clip_rect().bottom() - between.bottom();
        let around = Rect::from_min_max(rect.min - vec2(0.0, above), rect.max + vec2(0.0, below));
        ui.scroll_to_rect(around, None);
    }
    response
}

/// "best rating 4", "not rated".
fn rating_words(row: &CoverageRow, known: bool) -> String {
    match row.best() {
        Some(best) => format!("best rating {best}"),
        None if known => "not rated".to_owned(),
        None => "rating not read yet".to_owned(),
    }
}

fn totals_ui(ui: &Ui, model: &CoverageModel, layout: &Layout, rect: Rect) {
    paint::totals(ui, layout, rect, model);
    for (nth, (column, range)) in model.columns.iter().zip(&layout.columns).enumerate() {
        let total = model.total(nth);
        let questions = match total.questions {
            0 => "no question shows it".to_owned(),
            1 => "1 question shows it".to_owned(),
            more => format!("{more} questions show it"),
        };
        let rated = match total.best {
            Some(best) => format!("best rating {best}"),
            None if model.ratings_known => "no rated take".to_owned(),
            None => "ratings not read yet".to_owned(),
        };
        let id = ui.scope_id().with(("total", &column.name, column.kind));
        let response = ui.interact(layout.place(rect, *range), id, Sense::hover());
        let name = format!("{}: {questions}, {rated}", column.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
        response.on_hover_text(name);
    }
}
