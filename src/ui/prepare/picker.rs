//! The window in which questions are ticked.

use std::sync::Arc;

use egui::{TextEdit, Ui};

use super::which::standing_words;
use super::{BankItem, PrepareModel, PrepareState};
use crate::ui::theme::space;
use crate::ui::widgets::{
    CheckItem, button_room, check_list_ui, dialog_ui, hint_ui, primary_button_ui,
};

/// What was found by what is typed, kept as long as neither changes: a bank may have thousands of questions.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    banks: Arc<Vec<BankItem>>,
    bank: String,
    filter: String,
    /// The places of the questions.
    places: Vec<usize>,
}

impl Found {
    fn follow(&mut self, model: &PrepareModel, bank: &BankItem, filter: &str) {
        let is_same = Arc::ptr_eq(&self.banks, &model.banks);
        if is_same && self.bank == bank.id && self.filter == filter {
            return;
        }
        self.banks = Arc::clone(&model.banks);
        self.bank.clone_from(&bank.id);
        filter.clone_into(&mut self.filter);
        self.places = matching(bank, filter);
    }
}

pub(super) fn window_ui(ui: &Ui, model: &PrepareModel, state: &mut PrepareState) {
    if !state.picker_open {
        return;
    }
    let Some(bank) = state.bank(model) else { return };
    state.found.follow(model, bank, &state.filter);
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
            let found = state.found.places.iter().filter_map(|&place| bank.questions.get(place));
            state.picked.extend(found.map(|one| one.id.clone()));
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
    let places = &state.found.places;
    if places.is_empty() {
        hint_ui(ui, "No question has these words.");
    }
    let question = |nth: usize| bank.questions.get(*places.get(nth)?);
    let clicked = check_list_ui(ui, places.len(), height, |nth| {
        let one = question(nth)?;
        let on = state.picked.contains(&one.id);
        Some(CheckItem { text: &one.ask, note: standing_words(one, model), on })
    });
    if let Some(question) = clicked.and_then(question)
        && !state.picked.remove(&question.id)
    {
        state.picked.insert(question.id.clone());
    }
}

/// Places of the questions that hold every word of `filter` in their words or their kind.
fn matching(bank: &BankItem, filter: &str) -> Vec<usize> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let holds = |one: &super::QuestionItem| {
        let text = format!("{} {}", one.ask, one.kind.word()).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let all = bank.questions.iter().enumerate();
    all.filter(|(_, one)| words.is_empty() || holds(one)).map(|(place, _)| place).collect()
}
