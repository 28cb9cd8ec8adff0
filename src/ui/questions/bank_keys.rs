//! Keys of the page "Questions". They work while a text is typed, too, but for those that mean something there.

use egui::{Id, Key, Modifiers, Popup, Ui};

use super::bank::{BankIntent, BankModel, BankState, choose, chosen};
use super::editor;
use crate::bank::{Bank, Edit};

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
    if Popup::is_any_open(ctx) || ctx.memory(|memory| memory.top_modal_layer().is_some()) {
        return;
    }
    let at = chosen(bank, state);
    let Some(question) = bank.questions.get(at) else { return };
    let id = || question.id.clone();
    let focused = ctx.memory(|memory| memory.focused());
    let searching = focused == Some(search_id());
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if !searching {
        turn_keys(model, &pressed, intents);
    }
    if pressed(Modifiers::COMMAND, Key::F) {
        ctx.memory_mut(|memory| memory.request_focus(search_id()));
    }
    if pressed(Modifiers::COMMAND, Key::G) {
        state.guide_beside = !state.guide_beside;
    }
    if pressed(Modifiers::COMMAND, Key::N) {
        intents.push(BankIntent::Edit(add_after(id())));
        state.editor.focus_added = true;
    }
    if pressed(Modifiers::COMMAND, Key::D) {
        intents.push(BankIntent::Edit(Edit::Duplicate(id())));
    }
    if pressed(Modifiers::COMMAND, Key::Enter) && at + 1 < bank.questions.len() {
        choose(bank, at + 1, state);
        state.editor.focus_ask = true;
    }
    if pressed(Modifiers::ALT, Key::ArrowUp) && at > 0 {
        intents.push(BankIntent::Edit(Edit::Move { id: id(), to: at - 1 }));
    }
    if pressed(Modifiers::ALT, Key::ArrowDown) && at + 1 < bank.questions.len() {
        intents.push(BankIntent::Edit(Edit::Move { id: id(), to: at + 1 }));
    }
    let in_list = focused.is_none() || focused == Some(row_id(&question.id));
    if in_list && !state.about && state.search.is_empty() {
        list_keys(ui, bank, at, state, &pressed, intents);
    }
}

/// Undo and redo, which a field would else do with its own text.
fn turn_keys(
    model: &BankModel,
    pressed: &dyn Fn(Modifiers, Key) -> bool,
    intents: &mut Vec<BankIntent>,
) {
    // With Shift before without: the shorter one would take both.
    let shifted = pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    if (shifted || pressed(Modifiers::COMMAND, Key::Y)) && model.redo.is_some() {
        intents.push(BankIntent::Redo);
    }
    if pressed(Modifiers::COMMAND, Key::Z) && model.undo.is_some() {
        intents.push(BankIntent::Undo);
    }
}

/// Keys of the list: while it has the focus, or nothing has.
fn list_keys(
    ui: &Ui,
    bank: &Bank,
    at: usize,
    state: &mut BankState,
    pressed: &dyn Fn(Modifiers, Key) -> bool,
    intents: &mut Vec<BankIntent>,
) {
    let last = bank.questions.len().saturating_sub(1);
    for (key, to) in [
        (Key::ArrowUp, at.saturating_sub(1)),
        (Key::ArrowDown, (at + 1).min(last)),
        (Key::PageUp, at.saturating_sub(10)),
        (Key::PageDown, (at + 10).min(last)),
        (Key::Home, 0),
        (Key::End, last),
    ] {
        if pressed(Modifiers::NONE, key) {
            // egui moves the focus with the arrows, too, and would move it on from the row that gets it.
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
            choose(bank, to, state);
            state.focus_row = true;
        }
    }
    if pressed(Modifiers::NONE, Key::Delete)
        && let Some(question) = bank.questions.get(at)
    {
        intents.push(BankIntent::Edit(Edit::Delete(question.id.clone())));
        state.focus_row = true;
    }
    if pressed(Modifiers::NONE, Key::Enter) {
        state.editor.focus_ask = true;
    }
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
