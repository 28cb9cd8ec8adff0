//! The model answer beside the take: an outline to beat.

use egui::{CornerRadius, Frame, Id, Margin, RichText, ScrollArea, Ui};

use crate::ui::model_text::{Segment, SlotEditing, model_text_ui};
use crate::ui::quiet::KeyButton;
use crate::ui::review::{ReviewIntent, Shown};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{self, space, tokens};

/// The card with the model answer, or the reason why it waits.
pub(super) fn answer_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    slots: &mut SlotEditing,
    intents: &mut Vec<ReviewIntent>,
) {
    if shown.is_follow_up() && !follow_up_ui(ui, shown) {
        return;
    }
    let question = shown.question;
    if !question.has_model() && question.looks_for.is_empty() && !question.in_bank {
        return;
    }
    let tokens = tokens(ui);
    Frame::new()
        .fill(tokens.surface)
        .stroke(egui::Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::same(space::M as i8))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            heading_ui(ui, shown);
            if question.locked {
                locked_ui(ui, shown, intents);
                return;
            }
            let area = ScrollArea::vertical().id_salt("model answer").auto_shrink([false, true]);
            scroll_ui(ui, area, |ui| {
                if question.has_model() {
                    let filled = model_text_ui(ui, &question.model_answer, slots);
                    intents
                        .extend(filled.map(|(key, value)| ReviewIntent::FillSlot { key, value }));
                } else {
                    none_ui(ui, shown, intents);
                }
                looks_for_ui(ui, &question.looks_for);
            });
        });
}

/// Beside a follow-up there is nothing to compare with; the main question's is shown when it is asked for.
/// Gives whether it is.
fn follow_up_ui(ui: &mut Ui, shown: &Shown<'_>) -> bool {
    let line = "Follow-ups have no model answer";
    ui.label(RichText::new(line).font(theme::body()).color(tokens(ui).text_weak));
    if !shown.question.has_model() {
        return false;
    }
    let id = Id::unique(("main answer beside", shown.take.map(|take| take.key)));
    let mut is_shown = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
    ui.add_space(space::S);
    let button = KeyButton::new("The main question's model answer").on(is_shown);
    if ui.add(button).clicked() {
        is_shown = !is_shown;
        ui.data_mut(|data| data.insert_temp(id, is_shown));
    }
    ui.add_space(space::S);
    is_shown
}

fn heading_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let tokens = tokens(ui);
    ui.horizontal(|ui| {
        let heading =
            if shown.is_follow_up() { "Model answer to the main question" } else { "Model answer" };
        ui.label(RichText::new(heading).font(theme::heading()).color(tokens.text));
        let empty = |segment: &&Segment| {
            matches!(segment, Segment::Slot { value, .. }
                if value.as_deref().is_none_or(|value| value.trim().is_empty()))
        };
        let count = shown.question.model_answer.iter().filter(empty).count();
        if count > 0 && !shown.question.locked {
            let text = match count {
                1 => "1 place for your own words".to_owned(),
                more => format!("{more} places for your own words"),
            };
            ui.label(RichText::new(text).font(theme::small()).color(tokens.text_weak));
        }
    });
    ui.add_space(space::XS);
}

fn locked_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let line = "It waits until you have answered once in your own words.";
    ui.label(RichText::new(line).font(theme::body()).color(tokens(ui).text_weak));
    ui.add_space(space::S);
    if ui.add(KeyButton::new("Show anyway")).clicked() {
        intents.push(ReviewIntent::ShowAnyway { question: shown.question.id.clone() });
    }
}

/// There is nothing to compare with, and how that changes.
fn none_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let line = "No model answer yet.";
    ui.label(RichText::new(line).font(theme::body()).color(tokens(ui).text_weak));
    if !shown.question.in_bank {
        return;
    }
    ui.add_space(space::S);
    let button = KeyButton::new("Write one…").name("Write one…: model answer");
    if ui.add(button).clicked() {
        intents.push(ReviewIntent::WriteAnswer { question: shown.question.id.clone() });
    }
}

fn looks_for_ui(ui: &mut Ui, looks_for: &str) {
    if looks_for.is_empty() {
        return;
    }
    let tokens = tokens(ui);
    ui.add_space(space::M);
    ui.label(RichText::new("What they are after").font(theme::small()).color(tokens.text_weak));
    ui.label(RichText::new(looks_for).font(theme::body()).color(tokens.text));
}
