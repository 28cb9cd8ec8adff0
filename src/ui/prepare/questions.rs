//! The card that says what is asked: bank, what its interviewer listens for, which questions.

use egui::Ui;

use super::{BankItem, PrepareIntent, PrepareModel, PrepareState, which};
use crate::ui::theme::space;
use crate::ui::widgets::{
    Choice, Tone, card_ui, dropdown_ui, excerpt_ui, hint_ui, is_generous, link_button_ui,
    sentence_ui,
};

pub(super) fn card(
    ui: &mut Ui,
    model: &PrepareModel,
    state: &mut PrepareState,
    intents: &mut Vec<PrepareIntent>,
) {
    card_ui(ui, "Role and questions", 0.0, |ui| {
        let Some(bank) = state.bank(model) else {
            sentence_ui(ui, Tone::Wrong, "No questions found. Put a bank into the banks folder.");
            return;
        };
        bank_ui(ui, model, state, intents);
        listens_for_ui(ui, bank);
        ui.add_space(space::S);
        which::which_ui(ui, model, bank, state);
        slots_ui(ui, model.empty_slots, intents);
    });
}

/// The dropdown with the banks.
pub(crate) fn bank_ui(
    ui: &mut Ui,
    model: &PrepareModel,
    state: &mut PrepareState,
    intents: &mut Vec<PrepareIntent>,
) {
    let choices: Vec<_> =
        model.banks.iter().map(|bank| Choice::new(bank.id.clone(), &bank.title)).collect();
    let width = ui.available_width();
    let (_, chosen) = dropdown_ui(ui, "Role and bank", &state.bank, &choices, "Choose…", width);
    if let Some(id) = chosen {
        state.bank.clone_from(&id);
        state.picked.clear();
        intents.push(PrepareIntent::BankChosen(id));
    }
}

/// The beginning of what the interviewer listens for, the whole of it on hover.
pub(crate) fn listens_for_ui(ui: &mut Ui, bank: &BankItem) {
    let Some(first) = bank.mindset.first() else { return };
    let gap = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 2.0);
    hint_ui(ui, "What this interviewer listens for");
    let rows = if is_generous(ui) { 4 } else { 2 };
    excerpt_ui(ui, first, rows, &bank.mindset.join("\n\n"));
    ui.spacing_mut().item_spacing.y = gap;
}

fn slots_ui(ui: &mut Ui, empty: usize, intents: &mut Vec<PrepareIntent>) {
    if empty == 0 {
        return;
    }
    ui.spacing_mut().interact_size.y = 24.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let blanks = if empty == 1 { "blank is" } else { "blanks are" };
        hint_ui(ui, &format!("{empty} {blanks} still empty in the model answers."));
        if link_button_ui(ui, "Fill in…").clicked() {
            intents.push(PrepareIntent::FillPlaceholders);
        }
    });
}
