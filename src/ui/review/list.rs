//! The questions of the session with their takes.

use egui::{Button, RichText, ScrollArea, Ui, pos2, vec2};

use crate::ui::review::{ReviewModel, ReviewQuestion, ReviewTake, Selected, stars};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{self, space, tokens};
use crate::ui::times::clock_text;

/// Where a take's star is, points from the left: in the room before its name.
const STAR_AT: f32 = 15.0;

/// The list; gives what was chosen.
pub(super) fn list_ui(ui: &mut Ui, model: &ReviewModel, selected: Selected) -> Option<Selected> {
    let mut chosen = None;
    let area = ScrollArea::vertical().id_salt("review list").auto_shrink(false);
    scroll_ui(ui, area, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.visuals_mut().selection.bg_fill = tokens(ui).accent_faint;
        for (nth, question) in model.questions.iter().enumerate() {
            if question_ui(ui, nth, question, selected) {
                let take = question.takes.first().map(|take| take.key);
                chosen = Some(Selected { question: nth, take });
            }
            for take in &question.takes {
                if take_ui(ui, take, selected.take == Some(take.key)) {
                    chosen = Some(Selected { question: nth, take: Some(take.key) });
                }
            }
            ui.add_space(space::S);
        }
    });
    chosen
}

fn question_ui(ui: &mut Ui, nth: usize, question: &ReviewQuestion, selected: Selected) -> bool {
    let tokens = tokens(ui);
    let current = selected.question == nth;
    let colour = if question.takes.is_empty() { tokens.text_weak } else { tokens.text };
    let text = RichText::new(format!("{}  {}", nth + 1, question.ask));
    let text = text.font(theme::small()).color(colour);
    let only = current && selected.take.is_none();
    let button = Button::selectable(only, if current { text.strong() } else { text })
        .truncate()
        .min_size(vec2(ui.available_width(), 24.0));
    ui.add(button).on_hover_text(&question.ask).clicked()
}

fn take_ui(ui: &mut Ui, take: &ReviewTake, selected: bool) -> bool {
    let tokens = tokens(ui);
    let colour = tokens.text;
    let rated = take.rating.map_or_else(String::new, |rating| format!("{rating}/5   "));
    let right = format!("{rated}{}", clock_text(take.length));
    let text = |text: String| RichText::new(text).font(theme::small()).color(colour);
    // What was asked, where it is not the question above.
    let asked = take.asked.as_ref().map_or_else(String::new, |asked| format!(": {asked}"));
    let button = Button::selectable(selected, text(format!("     {}{asked}", take.title)))
        .right_text(text(right))
        .truncate()
        .min_size(vec2(ui.available_width(), 24.0));
    let response = ui.add(button);
    if take.starred {
        let rect = response.rect;
        stars::small_paint(ui, pos2(rect.left() + STAR_AT, rect.center().y));
    }
    response.widget_info(|| {
        let starred = if take.starred { ", starred" } else { "" };
        let rated = take.rating.map_or_else(String::new, |it| format!(", rated {it} of 5"));
        let length = clock_text(take.length);
        let name = format!("{}{starred}, {length}{rated}{asked}", take.title);
        egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, selected, name)
    });
    match &take.asked {
        Some(asked) => response.on_hover_text(asked).clicked(),
        None => response.clicked(),
    }
}

/// The take so many places on, through all questions; stays at the ends.
pub(super) fn step(model: &ReviewModel, from: Selected, step: i64) -> Selected {
    let places: Vec<Selected> = model
        .questions
        .iter()
        .enumerate()
        .flat_map(|(question, it)| {
            let takes = it.takes.iter().map(|take| Some(take.key));
            let without = it.takes.is_empty().then_some(None);
            takes.chain(without).map(move |take| Selected { question, take })
        })
        .collect();
    let here = places.iter().position(|place| *place == from).unwrap_or(0);
    let there = here.saturating_add_signed(isize::try_from(step).unwrap_or(0));
    places.get(there.min(places.len().saturating_sub(1))).copied().unwrap_or(from)
}
