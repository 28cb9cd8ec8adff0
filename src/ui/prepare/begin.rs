//! The bar with the Begin button: what will happen, how long it takes, what stands in the way.

use std::collections::HashSet;

use egui::{Align, Layout, Ui};

use super::{
    MicrophoneState, PacingItem, PrepareIntent, PrepareModel, PrepareState, QuestionItem, Which,
};
use crate::interview::choosing::Chosen;
use crate::ui::keys::{self, Place};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{Tone, hint_ui, primary_button_ui, screen_ui, sentence_ui};

/// A question asked and a word of thanks, seconds; for the estimate only.
const ASKING_SECS: u32 = 15;

/// What is chosen, or why nothing can begin.
type Possible<'a> = Result<Chosen<'a>, String>;

pub(super) fn bar_ui(
    ui: &mut Ui,
    model: &PrepareModel,
    state: &PrepareState,
    intents: &mut Vec<PrepareIntent>,
) {
    let chosen = possible(model, state);
    screen_ui(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let why_not = chosen.as_ref().err().map_or("", String::as_str);
            let button = primary_button_ui(ui, "Begin", chosen.is_ok())
                .on_hover_text("Ctrl+Enter")
                .on_disabled_hover_text(why_not);
            let pressed = button.clicked() || (chosen.is_ok() && shortcut(ui, state));
            if pressed && let Some(order) = state.order(model) {
                intents.push(PrepareIntent::Begin(order));
            }
            ui.add_space(space::S);
            let words = |ui: &mut Ui| words_ui(ui, model, state, &chosen);
            ui.with_layout(Layout::top_down(Align::Min), words);
        });
    });
}

fn possible<'a>(model: &'a PrepareModel, state: &PrepareState) -> Possible<'a> {
    if let Some(reason) = &model.not_yet {
        return Err(reason.clone());
    }
    if state.pacing(model).is_none() {
        return Err("No pacing is chosen. Make one in Settings.".to_owned());
    }
    if model.is_reading && matches!(state.which, Which::Weak | Which::New | Which::Due) {
        return Err("Your recordings are still being looked through.".to_owned());
    }
    state.chosen(model).map_err(|nothing| nothing.to_string())
}

fn shortcut(ui: &Ui, state: &PrepareState) -> bool {
    !state.picker_open && !keys::pressed(ui.ctx(), Place::Prepare, None).is_empty()
}

fn words_ui(ui: &mut Ui, model: &PrepareModel, state: &PrepareState, chosen: &Possible<'_>) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let Some(bank) = state.bank(model) else { return };
    let summary = match chosen {
        Ok(chosen) => summary(&bank.questions, chosen, state.pacing(model)),
        Err(_) => format!("No question yet · {}", state.pacing),
    };
    ui.label(egui::RichText::new(summary).font(theme::strong()));
    if let Err(reason) = chosen {
        sentence_ui(ui, Tone::Note, reason);
    } else if matches!(model.microphone, MicrophoneState::Missing { .. }) {
        let text = "No microphone: you can still rehearse aloud; nothing will be recorded.";
        sentence_ui(ui, Tone::Note, text);
    } else {
        hint_ui(ui, "Recordings stay on this computer.");
    }
}

/// "5 questions · Neutral panel · about 9 minutes".
fn summary(all: &[QuestionItem], chosen: &Chosen<'_>, pacing: Option<&PacingItem>) -> String {
    let questions = if chosen.count == 1 { "question" } else { "questions" };
    let minutes = minutes(all, chosen, pacing);
    let minutes_word = if minutes == 1 { "minute" } else { "minutes" };
    let name = pacing.map_or("", |pacing| pacing.name.as_str());
    format!("{} {questions} · {name} · about {minutes} {minutes_word}", chosen.count)
}

/// The whole, if every answer ends in the middle of its target; whole minutes, at least one. Of what is
/// drawn from, the middle: nobody knows what chance will take.
fn minutes(all: &[QuestionItem], chosen: &Chosen<'_>, pacing: Option<&PacingItem>) -> u32 {
    let around = ASKING_SECS.saturating_add(pacing.map_or(0, |pacing| pacing.around_secs));
    let same_for_all = pacing.and_then(|pacing| pacing.answer_secs);
    let is_all = chosen.fitting.len() == all.len();
    let fitting: HashSet<&str> =
        if is_all { HashSet::new() } else { chosen.fitting.iter().copied().collect() };
    let secs = all
        .iter()
        .filter(|one| is_all || fitting.contains(one.id.as_str()))
        .map(|one| same_for_all.unwrap_or_else(|| one.answer_secs()).saturating_add(around));
    let total = secs.fold(0_u32, u32::saturating_add);
    let drawn = u32::try_from(chosen.fitting.len()).unwrap_or(u32::MAX).max(1);
    let count = u32::try_from(chosen.count).unwrap_or(u32::MAX);
    (total / drawn).saturating_mul(count).div_ceil(60).max(1)
}
