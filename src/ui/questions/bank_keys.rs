//! Keys of the page "Questions". They work while a text is typed, too, but for those that mean something there.

use egui::{Id, Key, Modifiers, Ui};

use super::bank::{BankIntent, BankModel, BankState, choose, chosen};
use super::editor;
use crate::bank::{Bank, Edit};
use crate::ui::keys::{self, BankKey, Command, Place};

/// The field that looks through all banks.
pub(super) fn search_id() -> Id {
    Id::unique("search in banks")
}

/// A question's row in the list.
pub(super) fn row_id(question: &str) -> Id {
    Id::unique(("question row", question))
}

/// The words of a question that was added until it has its own.
pub(super) const NEW_QUESTION: &str = "New question";

/// Takes the page's keys out of the input.
pub(super) fn keys_ui(
    ui: &Ui,
    model: &BankModel,
    bank: &Bank,
    state: &mut BankState,
    intents: &mut Vec<BankIntent>,
) {
    let ctx = ui.ctx();
    let at = chosen(bank, state);
    let Some(question) = bank.questions.get(at) else { return };
    let focused = ctx.memory(|memory| memory.focused());
    let searching = focused == Some(search_id());
    let turn = Command::Bank(BankKey::Undo);
    let back = Command::Bank(BankKey::Redo);
    // The field that looks through the banks undoes its own text.
    let wanted = |one| !searching || (one != turn && one != back);
    let mut pressed = keys::pressed_of(ctx, Place::Questions, None, wanted);
    let row = row_id(&question.id);
    let in_list = focused.is_none() || focused == Some(row);
    if in_list && !state.about && state.search.is_empty() {
        pressed.extend(keys::pressed(ctx, Place::QuestionList, Some(row)));
    }
    for command in pressed {
        if let Command::Bank(key) = command {
            apply(ui, model, bank, key, state, intents);
        }
    }
}

fn apply(
    ui: &Ui,
    model: &BankModel,
    bank: &Bank,
    key: BankKey,
    state: &mut BankState,
    intents: &mut Vec<BankIntent>,
) {
    let at = chosen(bank, state);
    let Some(question) = bank.questions.get(at) else { return };
    let (id, last) = (question.id.clone(), bank.questions.len().saturating_sub(1));
    match key {
        BankKey::Undo if model.undo.is_some() => intents.push(BankIntent::Undo),
        BankKey::Redo if model.redo.is_some() => intents.push(BankIntent::Redo),
        BankKey::Undo | BankKey::Redo => {}
        BankKey::Search => ui.memory_mut(|memory| memory.request_focus(search_id())),
        BankKey::Guide => state.guide_beside = !state.guide_beside,
        BankKey::New => {
            intents.push(BankIntent::Edit(add_after(id)));
            state.editor.focus_added = true;
        }
        BankKey::Duplicate => intents.push(BankIntent::Edit(Edit::Duplicate(id))),
        BankKey::EditNext if at < last => {
            choose(bank, at + 1, state);
            state.editor.focus_ask = true;
        }
        BankKey::EditNext => {}
        BankKey::Move(by) => {
            let to = moved(at, by, last);
            if to != at {
                intents.push(BankIntent::Edit(Edit::Move { id, to }));
            }
        }
        BankKey::Row(by) => {
            // egui moves the focus with the arrows, too, and would move it on from the row that gets it.
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
            choose(bank, moved(at, by, last), state);
            state.focus_row = true;
        }
        BankKey::Delete => {
            intents.push(BankIntent::Edit(Edit::Delete(id)));
            state.focus_row = true;
        }
        BankKey::Edit => state.editor.focus_ask = true,
    }
}

/// So many places on, at most to the ends.
fn moved(at: usize, by: i64, last: usize) -> usize {
    let steps = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
    if by < 0 { at.saturating_sub(steps) } else { at.saturating_add(steps).min(last) }
}

/// A new question behind this one.
pub(super) fn add_after(id: String) -> Edit {
    Edit::Add { after: Some(id), ask: NEW_QUESTION.to_owned() }
}

/// Keys while something is looked for: up and down through what was found, Enter to go there, Esc to leave.
pub(super) fn search_keys(ui: &Ui, model: &BankModel, state: &mut BankState) -> Option<BankIntent> {
    let found = model.found.as_ref()?;
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let last = found.first.len().saturating_sub(1);
    if pressed(Key::ArrowDown) {
        state.found_at = (state.found_at + 1).min(last);
    }
    if pressed(Key::ArrowUp) {
        state.found_at = state.found_at.saturating_sub(1);
    }
    if pressed(Key::Escape) {
        state.search.clear();
        return Some(BankIntent::Search(String::new()));
    }
    if pressed(Key::Enter) {
        let one = found.first.get(state.found_at)?;
        return Some(BankIntent::Go { bank: one.bank.clone(), question: one.question.clone() });
    }
    None
}

/// Puts the keyboard's focus into the question's words, all of them selected.
pub(super) fn focus_ask(ui: &Ui, text: &str) {
    let id = editor::ask_id();
    ui.ctx().memory_mut(|memory| memory.request_focus(id));
    let mut edit = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let all = egui::text::CCursorRange::select_all_str(text);
    edit.cursor.set_char_range(Some(all));
    edit.store(ui.ctx(), id);
}
