//! The window in which questions are ticked.

use egui::{TextEdit, Ui};

use super::which::standing_words;
use super::{BankItem, PrepareModel, PrepareState};
use crate::ui::theme::space;
use crate::ui::widgets::{
    CheckItem, button_room, check_list_ui, dialog_ui, hint_ui, primary_button_ui,
};

pub(super) fn window_ui(ui: &Ui, model: &PrepareModel, state: &mut PrepareState) {
    if !state.picker_open {
        return;
    }
    let Some(bank) = state.bank(model) else { return };
    let height = ui.ctx().content_rect().height();
    let mut done = false;
    let close = dialog_ui(ui, "Pick questions", 720.0, |ui| {
        tools_ui(ui, bank, state);
        ui.add_space(space::XS);
        list_ui(ui, model, bank, state, (height - 300.0).max(160.0));
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            done = primary_button_ui(ui, "Done", true).clicked();
            hint_ui(ui, &format!("{} of {} picked", state.picked.len(), bank.questions.len()));
        });
    });
    if done || close {
        state.picker_open = false;
    }
}

fn tools_ui(ui: &mut Ui, bank: &BankItem, state: &mut PrepareState) {
    ui.horizontal(|ui| {
        let buttons = button_room(ui, "Tick all") + button_room(ui, "Clear");
        let width = (ui.available_width() - buttons).max(120.0);
        let edit = TextEdit::singleline(&mut state.filter)
            .hint_text("Find a word or a kind")
            .desired_width(width);
        ui.add(edit).accessible_name("Find questions");
        if ui.button("Tick all").clicked() {
            state.picked.extend(matching(bank, &state.filter).map(|one| one.id.clone()));
        }
        if ui.button("Clear").clicked() {
            state.picked.clear();
        }
    });
}

fn list_ui(
    ui: &mut Ui,
    model: &PrepareModel,
    bank: &BankItem,
    state: &mut PrepareState,
    height: f32,
) {
    let shown: Vec<_> = matching(bank, &state.filter).collect();
    let notes: Vec<_> = shown.iter().map(|one| standing_words(one, model)).collect();
    let items: Vec<_> = shown
        .iter()
        .zip(&notes)
        .map(|(one, note)| CheckItem { text: &one.ask, note, on: state.picked.contains(&one.id) })
        .collect();
    if items.is_empty() {
        hint_ui(ui, "No question has these words.");
    }
    let clicked = check_list_ui(ui, &items, height).and_then(|index| shown.get(index));
    if let Some(question) = clicked
        && !state.picked.remove(&question.id)
    {
        state.picked.insert(question.id.clone());
    }
}

/// Questions that hold every word of `filter` in their words or their kind.
fn matching<'a>(
    bank: &'a BankItem,
    filter: &str,
) -> impl Iterator<Item = &'a super::QuestionItem> + use<'a> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    bank.questions.iter().filter(move |one| {
        let text = format!("{} {}", one.ask, one.kind.word()).to_lowercase();
        words.iter().all(|word| text.contains(word))
    })
}
