//! The model answer: its text, its length beside its target, how it sounds, what its blanks stand for.

use egui::{Id, Ui};

use super::super::bank::{BankIntent, BankModel};
use super::answer_id;
use super::draft::Draft;
use super::fields::{Intents, field_ui, label_ui, line_ui};
use crate::bank::{Field, Fit, Question, SPOKEN_WPM, SpokenLength, band_text};
use crate::ui::widgets::{Tone, changing_button_ui, hint_ui, sentence_ui};

pub(super) fn answer_ui(
    ui: &mut Ui,
    model: &BankModel,
    question: &Question,
    draft: &mut Draft,
    out: &mut Intents<'_>,
) {
    label_ui(ui, "Model answer", "An outline to speak from. [Brackets] are blanks for your words.");
    ui.horizontal_wrapped(|ui| {
        let length = SpokenLength::of(question, &model.values);
        hear_ui(ui, model, question, length.is_some(), out);
        length_ui(ui, question, length);
    });
    let response = field_ui(ui, answer_id(), "Model answer", &mut draft.answer, 6);
    out.typed(&response, || Field::ModelAnswer(draft.answer.clone()));
    labels_ui(ui, question, draft, out);
}

fn hear_ui(ui: &mut Ui, model: &BankModel, question: &Question, any: bool, out: &mut Intents<'_>) {
    let text = if model.hearing { "Stop" } else { "Hear it" };
    let button = changing_button_ui(ui, text, &["Hear it", "Stop"], any || model.hearing);
    let name = if model.hearing { "Stop the model answer" } else { "Hear the model answer" };
    if button.accessible_name(name).clicked() {
        out.intents.push(match model.hearing {
            true => BankIntent::StopHearing,
            false => BankIntent::Hear(question.id.clone()),
        });
    }
}

fn length_ui(ui: &mut Ui, question: &Question, length: Option<SpokenLength>) {
    let Some(length) = length else {
        let band = band_text(question.band());
        sentence_ui(ui, Tone::Weak, &format!("No model answer yet; aim for {band}"));
        return;
    };
    let tone = match (length.fit(), length.has_number) {
        (Fit::Fits, true) => Tone::Good,
        (Fit::Long, _) => Tone::Note,
        _ => Tone::Weak,
    };
    let response = sentence_ui(ui, tone, &length.sentence());
    if length.secs.is_none() {
        return;
    }
    response.on_hover_text(format!(
        "{} words, estimated at {SPOKEN_WPM} words a minute (two characters of Chinese or Japanese for a word), blanks as they would be said. The target is for \
         your own answer: an outline may be shorter. A number is one in digits or in words, also in what you \
         filled in.",
        length.words
    ));
}

/// What each blank stands for.
fn labels_ui(ui: &mut Ui, question: &Question, draft: &mut Draft, out: &mut Intents<'_>) {
    if question.placeholders.is_empty() {
        return;
    }
    hint_ui(ui, "What each blank stands for, as it is shown and said while it is empty");
    for (place, blank) in question.placeholders.iter().enumerate() {
        ui.horizontal(|ui| {
            let total = question.placeholders.iter().filter(|one| one.name == blank.name).count();
            let nth = if total > 1 { format!(" {}", blank.nth) } else { String::new() };
            let name = format!("[{}]{nth}", blank.name);
            let width = (ui.available_width() * 0.35).min(180.0);
            ui.allocate_ui(egui::vec2(width, ui.spacing().interact_size.y), |ui| {
                ui.set_min_width(width);
                ui.add(egui::Label::new(name.as_str()).truncate());
            });
            let is_typed = draft.label.as_ref().is_some_and(|(typed, _)| *typed == place);
            let mut text = match &draft.label {
                Some((_, text)) if is_typed => text.clone(),
                _ => blank.label.clone(),
            };
            let id = Id::unique(("question blank", &question.id, place));
            let name = format!("{name} stands for");
            let width = ui.available_width();
            let response = line_ui(ui, id, &name, &mut text, width);
            if response.changed() {
                draft.label = Some((place, text.clone()));
            }
            out.typed(&response, || Field::Label { place, label: text });
        });
    }
}
