//! The card with the microphone: which, how loud, and the say-and-hear-yourself check.

use egui::Ui;

use super::check::tone;
use super::{DeviceItem, MicCheck, MicrophoneState, PrepareIntent, PrepareModel};
use crate::ui::widgets::{
    Choice, MeterSide, Tone, button_room, card_ui, changing_button_ui, dropdown_ui, hint_ui,
    level_meter_ui, sentence_ui,
};

pub(super) fn card(
    ui: &mut Ui,
    model: &PrepareModel,
    bottom: f32,
    intents: &mut Vec<PrepareIntent>,
) -> f32 {
    card_ui(ui, "Microphone", bottom, |ui| body_ui(ui, model, intents))
}

/// Which microphone, how loud, and the check.
pub(crate) fn body_ui(ui: &mut Ui, model: &PrepareModel, intents: &mut Vec<PrepareIntent>) {
    let chosen = model.microphone_chosen.as_ref();
    if let Some(choice) = device_row_ui(ui, "Microphone", &model.microphones, chosen) {
        intents.push(match choice {
            DeviceRow::Chosen(id) => PrepareIntent::MicrophoneChosen(id),
            DeviceRow::Refresh => PrepareIntent::RefreshMicrophones,
        });
    }
    let ready = matches!(model.microphone, MicrophoneState::Ready { .. });
    let level = model.level.filter(|_| ready);
    level_meter_ui(ui, level, "Microphone level", MeterSide::Scale);
    state_ui(ui, &model.microphone);
    let can_check = ready || model.microphone == MicrophoneState::Resting;
    if let Some(press) = check_ui(ui, &model.check, can_check) {
        intents.push(match press {
            CheckPress::Start => PrepareIntent::StartCheck,
            CheckPress::Play => PrepareIntent::PlayCheck,
            CheckPress::Stop => PrepareIntent::StopCheck,
        });
    }
    if !matches!(model.microphone, MicrophoneState::Missing { .. }) {
        hint_ui(ui, "Headphones keep the interviewer's voice out of your recording.");
    }
}

/// What was done in a row with devices.
pub(crate) enum DeviceRow {
    /// Another one was chosen; `None` is the system's default.
    Chosen(Option<String>),
    /// List them again.
    Refresh,
}

/// A dropdown with devices, the system's default first, and a button that lists them again.
pub(crate) fn device_row_ui(
    ui: &mut Ui,
    name: &str,
    devices: &[DeviceItem],
    chosen: Option<&String>,
) -> Option<DeviceRow> {
    let mut done = None;
    let chosen = chosen.cloned();
    let mut choices = vec![Choice::new(None, "System default")];
    choices.extend(devices.iter().map(|one| Choice::new(Some(one.id.clone()), &one.name)));
    ui.horizontal(|ui| {
        let width = (ui.available_width() - button_room(ui, "Refresh")).max(120.0);
        let missing = "Not connected";
        let (_, other) = dropdown_ui(ui, name, &chosen, &choices, missing, width);
        done = other.map(DeviceRow::Chosen);
        let refresh = ui.button("Refresh").on_hover_text("Look for devices again");
        if refresh.accessible_name(format!("Refresh: {name}")).clicked() {
            done = Some(DeviceRow::Refresh);
        }
    });
    done
}

/// Why there is no level, if there is none.
pub(crate) fn state_ui(ui: &mut Ui, state: &MicrophoneState) {
    match state {
        MicrophoneState::Resting => sentence_ui(
            ui,
            Tone::Weak,
            "It rests while nobody is here: move the mouse or press a key.",
        ),
        MicrophoneState::Opening => sentence_ui(ui, Tone::Weak, "Opening the microphone…"),
        MicrophoneState::Ready { .. } => return,
        MicrophoneState::Missing { reason } => sentence_ui(ui, Tone::Wrong, reason),
    };
}

/// What was pressed in the check.
pub(crate) enum CheckPress {
    /// Record three seconds.
    Start,
    /// Play them.
    Play,
    /// Stop either.
    Stop,
}

/// What its button says in turn.
const START: &str = "Say something";
const STOP: &str = "Stop";

/// The check: one button for the next thing, one sentence about the last.
pub(crate) fn check_ui(ui: &mut Ui, check: &MicCheck, ready: bool) -> Option<CheckPress> {
    let mut press = None;
    ui.horizontal_wrapped(|ui| {
        let is_busy = check.is_under_way() || matches!(check, MicCheck::Playing(_));
        let (text, next) =
            if is_busy { (STOP, CheckPress::Stop) } else { (START, CheckPress::Start) };
        let button = changing_button_ui(ui, text, &[START, STOP], ready || is_busy);
        if button.on_hover_text("Records three seconds and keeps them nowhere").clicked() {
            press = Some(next);
        }
        if matches!(check, MicCheck::Heard(_)) && ui.button("Hear it").clicked() {
            press = Some(CheckPress::Play);
        }
        check_sentence_ui(ui, check);
    });
    press
}

fn check_sentence_ui(ui: &mut Ui, check: &MicCheck) {
    let (tone, text) = match check {
        MicCheck::Idle => (Tone::Weak, "Three seconds, then you hear it.".to_owned()),
        MicCheck::Opening => (Tone::Plain, "Opening the microphone…".to_owned()),
        MicCheck::Listening { left } if left.is_zero() => (Tone::Plain, "Thank you…".to_owned()),
        MicCheck::Listening { left } => {
            let secs = left.as_secs_f32().ceil();
            (Tone::Plain, format!("Speak now, as to an interviewer… {secs:.0}"))
        }
        MicCheck::Playing(_) => (Tone::Plain, "This is how you sound.".to_owned()),
        MicCheck::Heard(result) => (tone(*result), result.sentence().to_owned()),
        MicCheck::Failed(reason) => (Tone::Wrong, reason.clone()),
    };
    let said = sentence_ui(ui, tone, &text);
    // Who can't see the sentence hears it when it changes; the countdown would only be in the way.
    if !matches!(check, MicCheck::Listening { .. }) {
        ui.ctx().accesskit_node_builder(said.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
    }
}
