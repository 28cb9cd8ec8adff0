//! The card with the interviewer's voice.

use egui::Ui;

use super::{PrepareIntent, PrepareModel};
use crate::ui::widgets::{button_room, card_ui, changing_button_ui, segmented_ui, truncated_ui};

pub(super) fn card(
    ui: &mut Ui,
    model: &PrepareModel,
    bottom: f32,
    intents: &mut Vec<PrepareIntent>,
) -> f32 {
    card_ui(ui, "Interviewer", bottom, |ui| {
        ui.horizontal(|ui| {
            personas_ui(ui, model, intents);
            preview_ui(ui, model.voice.previewing, intents);
        });
        truncated_ui(ui, &model.voice.engine_line, 2);
    })
}

fn personas_ui(ui: &mut Ui, model: &PrepareModel, intents: &mut Vec<PrepareIntent>) {
    let personas = &model.voice.personas;
    let choices: Vec<(usize, &str)> =
        personas.iter().enumerate().map(|(index, one)| (index, one.name.as_str())).collect();
    let mut taken =
        personas.iter().position(|one| one.id == model.voice.persona).unwrap_or_default();
    let width = (ui.available_width() - button_room(ui, "Preview")).max(120.0);
    if segmented_ui(ui, "Interviewer", &mut taken, &choices, width)
        && let Some(persona) = personas.get(taken)
    {
        intents.push(PrepareIntent::PersonaChosen(persona.id.clone()));
    }
}

fn preview_ui(ui: &mut Ui, previewing: bool, intents: &mut Vec<PrepareIntent>) {
    let (text, intent) = if previewing {
        ("Stop", PrepareIntent::StopPreview)
    } else {
        ("Preview", PrepareIntent::PreviewVoice)
    };
    let button = changing_button_ui(ui, text, &["Preview", "Stop"], true);
    if button.on_hover_text("Hear a sentence in this voice").clicked() {
        intents.push(intent);
    }
}
