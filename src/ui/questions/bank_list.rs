//! The list of a bank's questions, or what was found in all banks.

use egui::accesskit::Role;
use egui::{
    Align2, CornerRadius, Rect, Response, ScrollArea, Sense, TextEdit, TextWrapMode, Ui,
    WidgetInfo, WidgetText, pos2, vec2,
};

use super::bank::{BankIntent, BankModel, BankState, Findings, choose};
use super::bank_keys::{add_after, row_id, search_id, search_keys};
use super::kinds;
use crate::bank::{Bank, Question, SpokenLength, Values};
use crate::ui::scrolling::scroll_rows_ui;
use crate::ui::theme::{self, size, space};

/// Height of a row, points.
const ROW: f32 = 44.0;

/// Between two rows, points.
const GAP: f32 = 2.0;

/// The longest text to look for, characters.
const SEARCH_MAX: usize = 200;

pub(super) fn list_ui(
    ui: &mut Ui,
    model: &BankModel,
    bank: &Bank,
    at: usize,
    state: &mut BankState,
    intents: &mut Vec<BankIntent>,
) {
    search_ui(ui, model, state, intents);
    if let Some(found) = &model.found {
        found_ui(ui, found, state, intents);
        return;
    }
    if about_row_ui(ui, state.about).clicked() {
        state.about = true;
    }
    let height = ui.available_height() - size::CONTROL - 2.0 * space::S;
    questions_ui(ui, model, bank, at, state, height);
    let room = vec2(ui.available_width(), size::CONTROL);
    let add = ui.add_sized(room, egui::Button::new("Add a question"));
    if add.on_hover_text("Behind the chosen one   Ctrl+N").clicked()
        && let Some(question) = bank.questions.get(at)
    {
        intents.push(BankIntent::Edit(add_after(question.id.clone())));
        state.editor.focus_added = true;
    }
}

fn search_ui(ui: &mut Ui, model: &BankModel, state: &mut BankState, intents: &mut Vec<BankIntent>) {
    let focused = ui.memory(|memory| memory.has_focus(search_id()));
    if focused && let Some(intent) = search_keys(ui, model, state) {
        if matches!(intent, BankIntent::Go { .. }) {
            state.search.clear();
            state.focus_row = true;
            intents.push(BankIntent::Search(String::new()));
        }
        intents.push(intent);
    }
    let edit = TextEdit::singleline(&mut state.search)
        .id(search_id())
        .char_limit(SEARCH_MAX)
        .hint_text("Search all banks")
        .desired_width(ui.available_width());
    let response = ui.add(edit).accessible_name("Search all banks");
    if response.on_hover_text("Ctrl+F").changed() {
        state.found_at = 0;
        intents.push(BankIntent::Search(state.search.clone()));
    }
}

fn questions_ui(
    ui: &mut Ui,
    model: &BankModel,
    bank: &Bank,
    at: usize,
    state: &mut BankState,
    height: f32,
) {
    ui.spacing_mut().item_spacing.y = GAP;
    let mut area =
        ScrollArea::vertical().id_salt(&bank.id).max_height(height).auto_shrink([false, false]);
    if std::mem::take(&mut state.reveal) {
        area = area.vertical_scroll_offset(offset_for(at, state.view, height));
    }
    let mut clicked = None;
    let shown = scroll_rows_ui(ui, area, ROW, bank.questions.len(), |ui, rows| {
        for nth in rows {
            let Some(question) = bank.questions.get(nth) else { continue };
            let is_chosen = nth == at && !state.about;
            let response = question_ui(ui, nth, question, &model.values, is_chosen);
            if is_chosen && std::mem::take(&mut state.focus_row) {
                response.request_focus();
            }
            if response.clicked() {
                response.request_focus();
                clicked = Some(nth);
            }
        }
    });
    state.view = (shown.state.clamped_offset().y, shown.inner_rect.height());
    if let Some(nth) = clicked {
        choose(bank, nth, state);
    }
    ui.spacing_mut().item_spacing.y = space::S;
    ui.add_space(space::S - GAP);
}

/// The scroll offset nearest to that in force with which a row is seen whole.
fn offset_for(at: usize, (offset, view): (f32, f32), height: f32) -> f32 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "ten thousand rows are far below 2^23 points apart"
    )]
    let top = at as f32 * (ROW + GAP);
    let view = if view > 0.0 { view.min(height) } else { height };
    offset.min(top).max(top + ROW - view).max(0.0)
}

fn about_row_ui(ui: &mut Ui, chosen: bool) -> Response {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let response = ui.interact(rect, row_id("/about"), Sense::click());
    let name = "Title, role, what you ask back";
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name));
    ground_paint(ui, rect, &response, chosen);
    let t = theme::tokens(ui);
    let colour = if chosen { t.accent } else { t.text };
    let at = pos2(rect.left() + space::S, rect.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, name, theme::body(), colour);
    response
}

fn question_ui(
    ui: &mut Ui,
    nth: usize,
    question: &Question,
    values: &Values,
    chosen: bool,
) -> Response {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response = ui.interact(rect, row_id(&question.id), Sense::click());
    let length = match SpokenLength::of(question, values) {
        Some(length) => length.brief(),
        None => "no model answer yet".to_owned(),
    };
    let below = format!("{} · {length}", kinds::label(question.kind));
    response.widget_info(|| {
        let name = format!("{}, {}, {below}", nth + 1, question.ask);
        WidgetInfo::selected(Role::Button, true, chosen, name)
    });
    let lines = Lines { number: Some(nth + 1), above: &question.ask, below: &below };
    row_paint(ui, rect, &response, chosen, &lines);
    response.on_hover_text(&question.ask)
}

/// What a row says.
struct Lines<'a> {
    number: Option<usize>,
    above: &'a str,
    below: &'a str,
}

fn row_paint(ui: &Ui, rect: Rect, response: &Response, chosen: bool, lines: &Lines<'_>) {
    if !ui.is_rect_visible(rect) {
        return;
    }
    ground_paint(ui, rect, response, chosen);
    let t = theme::tokens(ui);
    let left = lines.number.map_or(space::S, |_| 40.0);
    if let Some(number) = lines.number {
        let at = pos2(rect.left() + left - space::S, rect.top() + 13.0);
        let number = number.to_string();
        ui.painter().text(at, Align2::RIGHT_CENTER, number, theme::small(), t.text_weak);
    }
    let width = rect.width() - left - space::S;
    let paint = |text: &str, font: egui::FontId, colour: egui::Color32, top: f32| {
        let text = WidgetText::from(egui::RichText::new(text).font(font).color(colour));
        let style = egui::TextStyle::Body;
        let galley = text.into_galley(ui, Some(TextWrapMode::Truncate), width, style);
        ui.painter().galley(pos2(rect.left() + left, rect.top() + top), galley, colour);
    };
    paint(lines.above, theme::body(), if chosen { t.accent } else { t.text }, 4.0);
    paint(lines.below, theme::small(), t.text_weak, 23.0);
}

fn ground_paint(ui: &Ui, rect: Rect, response: &Response, chosen: bool) {
    let t = theme::tokens(ui);
    let radius = CornerRadius::same(6);
    if chosen {
        ui.painter().rect_filled(rect, radius, t.accent_faint);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius, t.control_hover);
    }
    if response.has_focus() {
        let ring = egui::Stroke::new(size::FOCUS, t.accent);
        ui.painter().rect_stroke(rect, radius, ring, egui::StrokeKind::Inside);
    }
}

fn found_ui(ui: &mut Ui, found: &Findings, state: &mut BankState, intents: &mut Vec<BankIntent>) {
    let said = match (found.first.len(), found.more) {
        (0, _) => "Nothing found. All words must be in a question.".to_owned(),
        (1, 0) => "1 question found".to_owned(),
        (some, 0) => format!("{some} questions found"),
        (some, more) => format!("The first {some} of {} questions found", some + more),
    };
    let label = crate::ui::widgets::hint_ui(ui, &said);
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
    ui.spacing_mut().item_spacing.y = GAP;
    let area = ScrollArea::vertical().id_salt("found").auto_shrink([false, false]);
    scroll_rows_ui(ui, area, ROW, found.first.len(), |ui, rows| {
        for nth in rows {
            let Some(one) = found.first.get(nth) else { continue };
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            let id = row_id(&format!("{}/{}", one.bank, one.question));
            let response = ui.interact(rect, id, Sense::click());
            let chosen = nth == state.found_at;
            response.widget_info(|| {
                let name = format!("{}, in {}", one.ask, one.title);
                WidgetInfo::selected(Role::Button, true, chosen, name)
            });
            let lines = Lines { number: None, above: &one.ask, below: &one.title };
            row_paint(ui, rect, &response, chosen, &lines);
            if response.clicked() {
                state.search.clear();
                intents.push(BankIntent::Search(String::new()));
                let (bank, question) = (one.bank.clone(), one.question.clone());
                intents.push(BankIntent::Go { bank, question });
            }
        }
    });
}
