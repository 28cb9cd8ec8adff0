//! The questions that were understood: only the rows in sight are drawn, however many there are.

use egui::{Align, Checkbox, Label, Layout, RichText, ScrollArea, Ui, vec2};

use super::super::kinds;
use super::counts::number;
use super::preview::Preview;
use crate::bank::{Imported, Kind, Origin, Question};
use crate::ui::scrolling::scroll_rows_ui;
use crate::ui::theme::{self, space};
use crate::ui::widgets::{Choice, dropdown_ui, link_button_ui};

/// Height of a row: the question, and a line about it.
const ROW: f32 = 58.0;

/// As much of an answer is laid out, in characters; the rest would not fit into a row.
const EXCERPT: usize = 200;

/// From the left edge to the words: what the tick and the gap behind it take, points.
const INDENT: f32 = 40.0;

/// Width of the dropdown with the kind.
const KIND: f32 = 132.0;

/// Shows the questions with a tick, the kind to be chosen, and what belongs to each.
pub(super) fn questions_ui(ui: &mut Ui, imported: &Imported, state: &mut Preview) {
    let questions = &imported.bank.questions;
    ui.spacing_mut().item_spacing.y = space::XS;
    let scroll = ScrollArea::vertical().auto_shrink(false).id_salt("understood");
    scroll_rows_ui(ui, scroll, ROW, questions.len(), |ui, rows| {
        let first = rows.start;
        let shown = questions.iter().zip(&imported.origins).enumerate();
        for (place, (question, origin)) in shown.skip(first).take(rows.len()) {
            ui.push_id(place, |ui| row_ui(ui, place, question, origin, state));
        }
    });
}

fn row_ui(ui: &mut Ui, place: usize, question: &Question, origin: &Origin, state: &mut Preview) {
    let size = vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(size);
        ui.spacing_mut().item_spacing.y = 2.0;
        let changed = state.keeping.changed.get(&place).cloned();
        let (ask, answer) = match &changed {
            Some((ask, answer)) => (ask.as_str(), answer.as_str()),
            None => (question.ask.as_str(), question.model_answer.as_str()),
        };
        ui.horizontal(|ui| {
            tick_ui(ui, place, state);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                kind_ui(ui, place, question, origin, state);
                let name = format!("Change question {}", place.saturating_add(1));
                if link_button_ui(ui, "Change…").accessible_name(name).clicked() {
                    state.changing = Some((place, ask.to_owned(), answer.to_owned()));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    words_ui(ui, ask, state.keeping.left.contains(&place));
                });
            });
        });
        about_ui(ui, question, origin, answer);
        let line = egui::Stroke::new(1.0, theme::tokens(ui).line);
        let across = ui.max_rect().x_range();
        ui.painter().hline(across, ui.max_rect().bottom() + 1.0, line);
    });
}

fn tick_ui(ui: &mut Ui, place: usize, state: &mut Preview) {
    let mut on = !state.keeping.left.contains(&place);
    let tick = ui.add(Checkbox::without_text(&mut on));
    let tick = tick.accessible_name(format!("Keep question {}", place.saturating_add(1)));
    if !tick.changed() {
        return;
    }
    if on {
        state.keeping.left.remove(&place);
    } else {
        state.keeping.left.insert(place);
    }
}

fn words_ui(ui: &mut Ui, ask: &str, is_left: bool) {
    let t = theme::tokens(ui);
    let words = RichText::new(ask).font(theme::strong());
    let words =
        if is_left { words.color(t.text_weak).strikethrough() } else { words.color(t.text) };
    ui.add(Label::new(words).truncate());
}

fn kind_ui(ui: &mut Ui, place: usize, question: &Question, origin: &Origin, state: &mut Preview) {
    let kind = state.keeping.kinds.get(&place).copied().unwrap_or(question.kind);
    let choices = Kind::ASKED.map(|kind| Choice::new(kind, kinds::label(kind)));
    let name = format!("Kind of question {}", place.saturating_add(1));
    let (response, chosen) = dropdown_ui(ui, &name, &kind, &choices, kinds::label(kind), KIND);
    if let Some(kind) = chosen {
        state.keeping.kinds.insert(place, kind);
    }
    response.on_hover_text(because(kind == question.kind, origin));
}

/// Why it has its kind.
fn because(is_guess: bool, origin: &Origin) -> String {
    if is_guess { origin.kind_because.clone() } else { "chosen by you".to_owned() }
}

/// The line, the beginning of the answer, what else there is.
fn about_ui(ui: &mut Ui, question: &Question, origin: &Origin, answer: &str) {
    // Text alone: as high as a line, not as a control.
    ui.spacing_mut().interact_size.y = 16.0;
    ui.horizontal(|ui| {
        ui.add_space(INDENT);
        let mut parts = vec![format!("Line {}", origin.line)];
        let guidance = question.how_to.len()
            + question.avoid.len()
            + question.points.len()
            + usize::from(!question.looks_for.is_empty());
        if !question.more_answers.is_empty() {
            parts.push(number(question.more_answers.len(), "more answer", "more answers"));
        }
        if guidance > 0 {
            parts.push(number(guidance, "piece of guidance", "pieces of guidance"));
        }
        parts.push(if answer.is_empty() { "no answer".to_owned() } else { excerpt(answer) });
        let t = theme::tokens(ui);
        let kind = RichText::new(&origin.kind_because).font(theme::small()).color(t.text_weak);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let room = ui.available_width();
            ui.scope(|ui| {
                ui.set_max_width((room * 0.3).min(260.0));
                ui.add(Label::new(kind).truncate());
            });
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = RichText::new(parts.join(" · ")).font(theme::small());
                ui.add(Label::new(text.color(t.text_weak)).truncate());
            });
        });
    });
}

/// The beginning of an answer on one line.
fn excerpt(answer: &str) -> String {
    answer.chars().take(EXCERPT).map(|sign| if sign.is_control() { ' ' } else { sign }).collect()
}
