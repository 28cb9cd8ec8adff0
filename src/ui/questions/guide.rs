//! The page "Role guide": what the role is, what its interviewers look for, and how to show it. Made for reading;
//! each part can be heard.

mod model;
mod star;

use egui::{Align, Label, Layout, RichText, Ui, UiBuilder};

pub use model::{AskBack, GuideModel, GuidePart, GuideSection};
pub use star::star_part;

use crate::ui::theme::{self, space, tokens};
use crate::ui::widgets::{
    Tone, body_ui, changing_button_ui, heading_ui, hint_ui, panel_frame, sentence_ui, title_ui,
};

/// From this width on there are two columns, points.
const WIDE: f32 = 760.0;

/// What only the page knows.
#[derive(Debug, Clone, Default)]
pub struct GuideState {}

/// What the user wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuideIntent {
    /// Read this part aloud.
    Hear(GuideSection),
    /// Stop reading.
    Stop,
}

/// Draws it.
#[must_use = "intents are to be applied"]
pub fn guide_ui(ui: &mut Ui, model: &GuideModel, _state: &mut GuideState) -> Vec<GuideIntent> {
    let mut intents = Vec::new();
    title_ui(ui, &model.role);
    if model.is_bare() {
        sentence_ui(
            ui,
            Tone::Weak,
            "This bank says nothing about the role itself. What follows holds for any interview.",
        );
    }
    ui.add_space(space::XS);
    if ui.available_width() < WIDE {
        column_ui(ui, &model.parts, &mut intents);
    } else {
        let split = model.columns();
        ui.spacing_mut().item_spacing.x = space::M;
        ui.columns(2, |columns| {
            for (column, parts) in columns.iter_mut().zip(&split) {
                // Not from edge to edge, as columns are otherwise: gaps between words hinder reading.
                let ragged = UiBuilder::new().layout(Layout::top_down(Align::Min));
                column.scope_builder(ragged, |ui| {
                    column_ui(ui, parts.iter().copied(), &mut intents);
                });
            }
        });
    }
    ui.add_space(space::L);
    intents
}

/// The same in one column, to stand beside a question.
#[must_use = "intents are to be applied"]
pub fn guide_aside_ui(ui: &mut Ui, model: &GuideModel) -> Vec<GuideIntent> {
    let mut intents = Vec::new();
    if model.is_bare() {
        sentence_ui(ui, Tone::Weak, "This bank says nothing about the role itself.");
    }
    column_ui(ui, &model.parts, &mut intents);
    intents
}

fn column_ui<'a>(
    ui: &mut Ui,
    parts: impl IntoIterator<Item = &'a GuidePart>,
    intents: &mut Vec<GuideIntent>,
) {
    ui.spacing_mut().item_spacing.y = space::M;
    for part in parts {
        panel_frame(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::S;
            head_ui(ui, part, intents);
            part_ui(ui, part);
        });
    }
}

/// The part's name, and at the right what reads it aloud.
fn head_ui(ui: &mut Ui, part: &GuidePart, intents: &mut Vec<GuideIntent>) {
    let title = part.section.title();
    ui.horizontal(|ui| {
        heading_ui(ui, title);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (word, intent) = match part.playing {
                true => ("Stop", GuideIntent::Stop),
                false => ("Hear", GuideIntent::Hear(part.section)),
            };
            let button = changing_button_ui(ui, word, &["Hear", "Stop"], true);
            if button.accessible_name(format!("{word}: {title}")).clicked() {
                intents.push(intent);
            }
        });
    });
}

fn part_ui(ui: &mut Ui, part: &GuidePart) {
    for paragraph in &part.paragraphs {
        body_ui(ui, paragraph);
    }
    if part.section == GuideSection::Star {
        star::split_ui(ui);
    }
    for (name, text) in &part.named {
        named_ui(ui, name, text);
    }
    if !part.ask_back.is_empty() {
        hint_ui(ui, "The last stage of a rehearsal is your turn: it asks for these.");
    }
    for one in &part.ask_back {
        ask_back_ui(ui, one);
    }
}

fn named_ui(ui: &mut Ui, name: &str, text: &str) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let name = RichText::new(name).font(theme::strong()).color(tokens(ui).text);
        ui.add(Label::new(name).wrap());
        if !text.is_empty() {
            body_ui(ui, text);
        }
    });
}

fn ask_back_ui(ui: &mut Ui, one: &AskBack) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        body_ui(ui, &format!("“{}”", one.ask));
        if !one.about.is_empty() {
            hint_ui(ui, &one.about);
        }
    });
}

#[cfg(test)]
mod tests;
