//! Microphone and loudspeaker.

use egui::Ui;

use super::{SettingsIntent, SettingsModel, SoundTest};
use crate::ui::prepare::{
    CheckPress, DeviceRow, MicrophoneState, check_ui, device_row_ui, state_ui,
};
use crate::ui::theme::space;
use crate::ui::widgets::{MeterSide, Tone, card_ui, hint_ui, level_meter_ui, sentence_ui};

pub(super) fn page_ui(ui: &mut Ui, model: &SettingsModel, intents: &mut Vec<SettingsIntent>) {
    card_ui(ui, "Microphone", 0.0, |ui| microphone_ui(ui, model, intents));
    ui.add_space(space::S);
    card_ui(ui, "Loudspeaker or headphones", 0.0, |ui| speaker_ui(ui, model, intents));
}

fn microphone_ui(ui: &mut Ui, model: &SettingsModel, intents: &mut Vec<SettingsIntent>) {
    let row = device_row_ui(ui, "Microphone", &model.microphones, model.microphone_chosen.as_ref());
    intents.extend(row.map(|done| match done {
        DeviceRow::Chosen(id) => SettingsIntent::MicrophoneChosen(id),
        DeviceRow::Refresh => SettingsIntent::RefreshDevices,
    }));
    let ready = matches!(model.microphone, MicrophoneState::Ready { .. });
    let level = model.level.filter(|_| ready);
    level_meter_ui(ui, level, "Microphone level", MeterSide::Scale);
    state_ui(ui, &model.microphone);
    let can_check = ready || model.microphone == MicrophoneState::Resting;
    intents.extend(check_ui(ui, &model.check, can_check).map(|press| match press {
        CheckPress::Start => SettingsIntent::StartCheck,
        CheckPress::Play => SettingsIntent::PlayCheck,
        CheckPress::Stop => SettingsIntent::StopCheck,
    }));
    hint_ui(ui, "A voice at arm's length should reach the middle of the bar and never its end.");
}

fn speaker_ui(ui: &mut Ui, model: &SettingsModel, intents: &mut Vec<SettingsIntent>) {
    let row = device_row_ui(ui, "Loudspeaker", &model.speakers, model.speaker_chosen.as_ref());
    intents.extend(row.map(|done| match done {
        DeviceRow::Chosen(id) => SettingsIntent::SpeakerChosen(id),
        DeviceRow::Refresh => SettingsIntent::RefreshDevices,
    }));
    ui.horizontal_wrapped(|ui| {
        let playing = model.sound_test == SoundTest::Playing;
        if ui.add_enabled(!playing, egui::Button::new("Test sound")).clicked() {
            intents.push(SettingsIntent::TestSound);
        }
        match &model.sound_test {
            SoundTest::Idle => sentence_ui(ui, Tone::Weak, "A soft chime."),
            SoundTest::Playing => sentence_ui(ui, Tone::Plain, "Playing…"),
            SoundTest::Failed(reason) => sentence_ui(ui, Tone::Wrong, reason),
        };
    });
    hint_ui(ui, "With headphones the microphone can't hear the interviewer.");
}
