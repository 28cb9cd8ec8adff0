//! The bar with the Begin button: what will happen, how long it takes, what stands in the way.

use egui::{Align, Key, Layout, Modifiers, Ui};

use super::{
    BankItem, MicrophoneState, PacingItem, PrepareIntent, PrepareModel, PrepareState, Which,
};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{Tone, hint_ui, primary_button_ui, screen_ui, sentence_ui};

/// A question asked and a word of thanks, seconds; for the estimate only.
const ASKING_SECS: u32 = 15;

pub(super) fn bar_ui(
    ui: &mut Ui,
    model: &PrepareModel,
    state: &PrepareState,
    intents: &mut Vec<PrepareIntent>,
) {
    let order = state.order(model);
    let possible = order.is_some() && model.not_yet.is_none();
    screen_ui(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = primary_button_ui(ui, "Begin", possible)
                .on_hover_text("Ctrl+Enter")
                .on_disabled_hover_text("Choose at least one question first");
            let pressed = button.clicked() || (possible && shortcut(ui, state));
            if let (true, Some(order)) = (pressed, order) {
                intents.push(PrepareIntent::Begin(order));
            }
            ui.add_space(space::S);
            ui.with_layout(Layout::top_down(Align::Min), |ui| words_ui(ui, model, state));
        });
    });
}

fn shortcut(ui: &Ui, state: &PrepareState) -> bool {
    !state.picker_open && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter))
}

fn words_ui(ui: &mut Ui, model: &PrepareModel, state: &PrepareState) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let Some(bank) = state.bank(model) else { return };
    let summary = summary(bank, state.pacing(model), state);
    ui.label(egui::RichText::new(summary).font(theme::strong()));
    if let Some(reason) = &model.not_yet {
        sentence_ui(ui, Tone::Note, reason);
    } else if matches!(model.microphone, MicrophoneState::Missing { .. }) {
        let text = "No microphone: you can still rehearse aloud; nothing will be recorded.";
        sentence_ui(ui, Tone::Note, text);
    } else if state.count(bank) == 0 {
        sentence_ui(ui, Tone::Note, "Pick at least one question.");
    } else {
        hint_ui(ui, "Recordings stay on this computer.");
    }
}

/// "5 questions · Neutral panel · about 9 minutes".
fn summary(bank: &BankItem, pacing: Option<&PacingItem>, state: &PrepareState) -> String {
    let count = state.count(bank);
    if count == 0 {
        return format!("No question yet · {}", state.pacing);
    }
    let questions = if count == 1 { "question" } else { "questions" };
    let minutes = minutes(bank, pacing, state);
    let minutes_word = if minutes == 1 { "minute" } else { "minutes" };
    format!("{count} {questions} · {} · about {minutes} {minutes_word}", state.pacing)
}

/// The whole, if every answer ends in the middle of its target; whole minutes, at least one.
fn minutes(bank: &BankItem, pacing: Option<&PacingItem>, state: &PrepareState) -> u32 {
    let around = ASKING_SECS.saturating_add(pacing.map_or(0, |pacing| pacing.around_secs));
    let same_for_all = pacing.and_then(|pacing| pacing.answer_secs);
    let chosen: Vec<u32> = bank
        .questions
        .iter()
        .filter(|one| state.which != Which::Picked || state.picked.contains(&one.id))
        .map(|one| same_for_all.unwrap_or(one.answer_secs).saturating_add(around))
        .collect();
    let total: u32 = chosen.iter().sum();
    let drawn = u32::try_from(chosen.len()).unwrap_or(u32::MAX).max(1);
    let count = u32::try_from(state.count(bank)).unwrap_or(u32::MAX);
    (total / drawn).saturating_mul(count).div_ceil(60).max(1)
}
