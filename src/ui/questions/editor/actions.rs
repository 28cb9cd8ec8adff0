//! What is done to a question as a whole.

use egui::{Button, Ui};

use super::super::bank::{BankIntent, BankModel};
use super::{EditorState, answer_id, ask_id};
use crate::bank::{Bank, Edit, Question, SplitAt};
use crate::ui::theme::space;
use crate::ui::widgets::hint_ui;

pub(super) fn actions_ui(
    ui: &mut Ui,
    model: &BankModel,
    bank: &Bank,
    at: usize,
    state: &mut EditorState,
    intents: &mut Vec<BankIntent>,
) {
    let Some(question) = bank.questions.get(at) else { return };
    let id = || question.id.clone();
    let last = bank.questions.len().saturating_sub(1);
    let mut edit = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.spacing_mut().button_padding.x = 9.0;
        let button = |ui: &mut Ui, text: &str, name: &str, key: &str, enabled: bool| {
            let hint = format!("{name}   {key}");
            let response = ui.add_enabled(enabled, Button::new(text)).on_hover_text(hint);
            response.accessible_name(name).clicked()
        };
        if button(ui, "Duplicate", "Duplicate the question", "Ctrl+D", true) {
            edit = Some(Edit::Duplicate(id()));
        }
        if button(ui, "Up", "Move up", "Alt+↑", at > 0) {
            edit = Some(Edit::Move { id: id(), to: at.saturating_sub(1) });
        }
        if button(ui, "Down", "Move down", "Alt+↓", at < last) {
            edit = Some(Edit::Move { id: id(), to: at + 1 });
        }
        if button(ui, "Delete", "Delete the question", "Delete, in the list", last > 0) {
            edit = Some(Edit::Delete(id()));
        }
        ui.menu_button("More…", |ui| more_ui(ui, model, bank, at, question, state, intents))
            .response
            .on_hover_text("Split, merge, copy to another bank");
        hint_ui(ui, &format!("{} of {}", at + 1, bank.questions.len()));
    });
    intents.extend(edit.map(BankIntent::Edit));
}

fn more_ui(
    ui: &mut Ui,
    model: &BankModel,
    bank: &Bank,
    at: usize,
    question: &Question,
    state: &mut EditorState,
    intents: &mut Vec<BankIntent>,
) {
    ui.set_min_width(260.0);
    let id = || question.id.clone();
    let before = at.checked_sub(1).and_then(|at| bank.questions.get(at));
    let next = bank.questions.get(at + 1);
    let draft = &state.draft;
    let ask = cursor(ui, ask_id(), &draft.ask, &question.ask).map(SplitAt::Ask);
    let answer = cursor(ui, answer_id(), &draft.answer, &question.model_answer);
    let split = |at| Edit::Split { id: id(), at };
    let merge = |other: &Question| Edit::Merge { id: id(), other: other.id.clone() };
    for (text, edit) in [
        ("Split the question at the cursor", ask.map(split)),
        ("Split the model answer at the cursor", answer.map(SplitAt::Answer).map(split)),
        ("Merge with the question before", before.map(merge)),
        ("Merge with the next question", next.map(merge)),
        ("Move to the top", (at > 0).then(|| Edit::Move { id: id(), to: 0 })),
        ("Move to the end", next.map(|_| Edit::Move { id: id(), to: usize::MAX })),
    ] {
        if ui.add_enabled(edit.is_some(), Button::new(text)).clicked() {
            ui.close();
            intents.extend(edit.map(BankIntent::Edit));
        }
    }
    let others: Vec<_> = model.banks.iter().filter(|one| one.id != bank.id).collect();
    if others.is_empty() {
        return;
    }
    ui.add_space(space::S);
    hint_ui(ui, "Copy to another bank");
    let mut bring = !state.leave_names;
    ui.checkbox(&mut bring, "With its tasks and abilities")
        .on_hover_text("Those that the other role lacks are added to it; else the copy loses them");
    state.leave_names = !bring;
    for other in others {
        let name = format!("Copy to {}", other.title);
        if ui.button(&other.title).accessible_name(name).clicked() {
            ui.close();
            let (question, bank) = (id(), other.id.clone());
            intents.push(BankIntent::CopyTo { question, bank, add_names: bring });
        }
    }
}

/// Where the cursor of a field stands in the text as the bank keeps it, in bytes; `None` at either end, or if
/// it was never in the field.
fn cursor(ui: &Ui, id: egui::Id, typed: &str, kept: &str) -> Option<usize> {
    let state = egui::TextEdit::load_state(ui.ctx(), id)?;
    let place = usize::from(state.cursor.char_range()?.primary.index);
    let is_word = |sign: &char| !sign.is_whitespace();
    // White space is put in order in what is kept; what stands between is the same.
    let signs = typed.chars().take(place).filter(is_word).count();
    let mut kept_signs = kept.char_indices().filter(|(_, sign)| is_word(sign));
    let at = kept_signs.nth(signs).map(|(at, _)| at)?;
    (at > 0).then_some(at)
}
