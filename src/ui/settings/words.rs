//! The user's own words for the blanks in model answers.

use egui::{TextEdit, Ui};

use super::{PlaceholderItem, SettingsIntent, SettingsModel, SettingsState};
use crate::ui::theme::space;
use crate::ui::widgets::{Tone, card_ui, hint_ui, row_ui, sentence_ui};

/// Longest value, characters.
const VALUE_MAX: usize = 200;

pub(super) fn page_ui(
    ui: &mut Ui,
    model: &SettingsModel,
    state: &mut SettingsState,
    intents: &mut Vec<SettingsIntent>,
) {
    card_ui(ui, "Your words in the model answers", 0.0, |ui| {
        hint_ui(
            ui,
            "Typed once, used wherever the answer is shown or spoken. Empty ones are spoken as what they stand for.",
        );
        let empty = model.placeholders.iter().filter(|one| one.value.is_empty()).count();
        ui.horizontal(|ui| {
            ui.checkbox(&mut state.only_empty, "Only empty ones");
            sentence_ui(ui, Tone::Weak, &format!("{empty} of {} empty", model.placeholders.len()));
        });
        ui.add_space(space::XS);
        let mut question = None;
        for one in &model.placeholders {
            let typed = state.typing.contains_key(&one.key);
            if state.only_empty && !one.value.is_empty() && !typed {
                continue;
            }
            if question != Some(&one.question) {
                sentence_ui(ui, Tone::Weak, &one.question);
                question = Some(&one.question);
            }
            field_ui(ui, one, state, intents);
        }
    });
}

fn field_ui(
    ui: &mut Ui,
    one: &PlaceholderItem,
    state: &mut SettingsState,
    intents: &mut Vec<SettingsIntent>,
) {
    row_ui(ui, &one.label, "", |ui| {
        let mut text = state.typing.get(&one.key).unwrap_or(&one.value).clone();
        let edit = TextEdit::singleline(&mut text)
            .id_salt(&one.key)
            .char_limit(VALUE_MAX)
            .desired_width(320.0_f32.min(ui.available_width()));
        let response = ui.add(edit).accessible_name(one.label.as_str());
        if response.changed() {
            state.typing.insert(one.key.clone(), text);
        }
        // Kept when the field is left, so that half-typed words are never spoken or saved.
        if response.lost_focus()
            && let Some(value) = state.typing.remove(&one.key)
            && value.trim() != one.value
        {
            let value = value.trim().to_owned();
            intents.push(SettingsIntent::PlaceholderChanged { key: one.key.clone(), value });
        }
    });
}
