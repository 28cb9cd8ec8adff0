//! The card that says what is asked: bank, what its interviewer listens for, which questions.

use egui::Ui;

use super::{BankItem, PrepareIntent, PrepareModel, PrepareState, which};
use crate::ui::theme::space;
use crate::ui::widgets::{
    Choice, Tone, button_room, card_ui, dropdown_ui, excerpt_ui, hint_ui, is_generous,
    link_button_ui, sentence_ui,
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
        guide_ui(ui, bank, intents);
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

/// What the interviewer listens for, and the way to all else about the role.
fn guide_ui(ui: &mut Ui, bank: &BankItem, intents: &mut Vec<PrepareIntent>) {
    let right = ui.max_rect().right();
    let top = ui.cursor().top();
    listens_for_ui(ui, bank);
    let link = "Role guide…";
    // On the line of the caption, at its right end; on one of its own if there is no caption.
    let place = |ui: &mut Ui| link_button_ui(ui, link);
    let clicked = if bank.mindset.is_empty() {
        place(ui).clicked()
    } else {
        let width = button_room(ui, link);
        let corner = egui::pos2(right - width, top - 4.0);
        let rect = egui::Rect::from_min_size(corner, egui::vec2(width, 24.0));
        let builder = egui::UiBuilder::new()
            .max_rect(rect)
            .layout(egui::Layout::right_to_left(egui::Align::Center));
        ui.new_child(builder).scope(place).inner.clicked()
    };
    if clicked {
        intents.push(PrepareIntent::ShowGuide);
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
