//! The interviewer's voice: which engine, who, which of the system's voices.

use egui::Ui;

use super::{EngineChoice, SettingsIntent, SettingsModel, VoiceSettings};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{
    Choice, Tone, card_ui, changing_button_ui, dropdown_ui, hint_ui, row_ui, segmented_ui,
};

/// Width of dropdowns on this page, points.
const WIDTH: f32 = 300.0;

pub(super) fn page_ui(ui: &mut Ui, model: &SettingsModel, intents: &mut Vec<SettingsIntent>) {
    let voice = &model.voice;
    card_ui(ui, "Interviewer's voice", 0.0, |ui| {
        row_ui(ui, "Spoken by", "", |ui| engine_ui(ui, voice, intents));
        row_ui(ui, "Interviewer", "", |ui| persona_ui(ui, voice, intents));
        row_ui(ui, "System voice", "Used where the recorded voice has no words.", |ui| {
            system_voice_ui(ui, voice, intents);
        });
        row_ui(ui, "", "", |ui| preview_ui(ui, voice.previewing, intents));
    });
    ui.add_space(space::S);
    card_ui(ui, "What works here", 0.0, |ui| {
        for engine in &voice.engines {
            ui.label(egui::RichText::new(&engine.name).font(theme::strong()));
            let tone = if engine.works { Tone::Good } else { Tone::Note };
            crate::ui::widgets::sentence_ui(ui, tone, &engine.line);
        }
        hint_ui(
            ui,
            "If an engine fails while an interview runs, the next one takes over and says so.",
        );
    });
}

fn engine_ui(ui: &mut Ui, voice: &VoiceSettings, intents: &mut Vec<SettingsIntent>) {
    let choices = EngineChoice::ALL.map(|one| Choice::new(one, one.label()));
    let (_, chosen) = dropdown_ui(ui, "Spoken by", &voice.engine, &choices, "", WIDTH);
    intents.extend(chosen.map(SettingsIntent::EngineChosen));
}

fn persona_ui(ui: &mut Ui, voice: &VoiceSettings, intents: &mut Vec<SettingsIntent>) {
    let choices: Vec<(usize, &str)> =
        voice.personas.iter().enumerate().map(|(index, one)| (index, one.name.as_str())).collect();
    let mut taken =
        voice.personas.iter().position(|one| one.id == voice.persona).unwrap_or_default();
    if segmented_ui(ui, "Interviewer", &mut taken, &choices, WIDTH)
        && let Some(persona) = voice.personas.get(taken)
    {
        intents.push(SettingsIntent::PersonaChosen(persona.id.clone()));
    }
}

fn system_voice_ui(ui: &mut Ui, voice: &VoiceSettings, intents: &mut Vec<SettingsIntent>) {
    let mut choices = vec![Choice::new(None, "The system's default")];
    choices
        .extend(voice.system_voices.iter().map(|one| Choice::new(Some(one.id.clone()), &one.name)));
    let missing = "Not installed any more";
    let (_, chosen) =
        dropdown_ui(ui, "System voice", &voice.system_voice, &choices, missing, WIDTH);
    intents.extend(chosen.map(SettingsIntent::SystemVoiceChosen));
    if voice.listing {
        hint_ui(ui, "Listing voices…");
    }
}

fn preview_ui(ui: &mut Ui, previewing: bool, intents: &mut Vec<SettingsIntent>) {
    let (text, intent) = if previewing {
        ("Stop", SettingsIntent::StopPreview)
    } else {
        ("Preview", SettingsIntent::PreviewVoice)
    };
    if changing_button_ui(ui, text, &["Preview", "Stop"], true).clicked() {
        intents.push(intent);
    }
}
