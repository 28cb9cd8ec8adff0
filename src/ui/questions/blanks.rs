//! The page "Blanks": each blank of the model answers with its sentence, what it stands for, and the user's words.

use std::collections::{BTreeMap, BTreeSet};

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Key, Label, TextEdit, Ui};

use crate::ui::theme::{self, space, tokens};
use crate::ui::widgets::{Tone, card_ui, hint_ui, row_ui, sentence_ui};

/// Longest value, characters.
const VALUE_MAX: usize = 200;

/// So many questions are shown at first, and so many more each time they are asked for.
const AT_ONCE: usize = 60;

/// What it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlanksModel {
    /// The chosen bank first, then the others; also those without blanks.
    pub banks: Vec<BankBlanks>,
}

/// A bank's blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BankBlanks {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Those of its questions that have blanks, in order.
    pub questions: Vec<QuestionBlanks>,
}

/// The blanks of one model answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionBlanks {
    /// Number and words of the question: "3. Why here?".
    pub heading: String,
    /// Its blanks, in the answer's order.
    pub blanks: Vec<BlankItem>,
}

/// A blank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlankItem {
    /// Under which its words are kept, unique in its bank.
    pub key: String,
    /// What it stands for: "your number of years".
    pub label: String,
    /// The sentence it stands in.
    pub sentence: Vec<SentencePiece>,
    /// The user's words; empty if there are none yet.
    pub value: String,
    /// Words that other blanks with this label have, each once; empty if this one has words.
    pub offers: Vec<String>,
}

/// A piece of the sentence that a blank stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SentencePiece {
    /// Words, also those of other blanks.
    Words(String),
    /// What another empty blank stands for.
    OtherBlank(String),
    /// The blank itself: its words, or what it stands for.
    ThisBlank(String),
}

impl BankBlanks {
    /// How many are empty, and how many there are.
    #[must_use]
    pub fn empty_of(&self) -> (usize, usize) {
        let blanks = || self.questions.iter().flat_map(|question| &question.blanks);
        (blanks().filter(|blank| blank.value.is_empty()).count(), blanks().count())
    }
}

/// What only the page knows.
#[derive(Debug, Clone)]
pub struct BlanksState {
    /// Show those of every bank.
    pub all_banks: bool,
    /// Show only empty ones.
    pub only_empty: bool,
    /// Being typed, by bank and key, until the field is left.
    typing: BTreeMap<(String, String), String>,
    /// Filled while only empty ones are shown: they stay, so that nothing moves under the pointer.
    kept: BTreeSet<(String, String)>,
    /// How many questions are shown at most.
    shown: usize,
}

impl Default for BlanksState {
    fn default() -> Self {
        Self {
            all_banks: false,
            only_empty: false,
            typing: BTreeMap::new(),
            kept: BTreeSet::new(),
            shown: AT_ONCE,
        }
    }
}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlanksIntent {
    /// Fill a blank, or empty it.
    Fill {
        /// The bank's id.
        bank: String,
        /// The blank's key.
        key: String,
        /// The words; empty to take them away.
        value: String,
    },
}

/// Draws it.
#[must_use = "intents are to be applied"]
pub fn blanks_ui(ui: &mut Ui, model: &BlanksModel, state: &mut BlanksState) -> Vec<BlanksIntent> {
    let mut intents = Vec::new();
    ui.spacing_mut().item_spacing.y = space::S;
    hint_ui(
        ui,
        "Typed once, used wherever the answer is shown or spoken. Empty ones are spoken as what they stand for.",
    );
    switches_ui(ui, model, state);
    let count = if state.all_banks { model.banks.len() } else { 1 };
    let mut left = state.shown;
    for bank in model.banks.iter().take(count) {
        bank_ui(ui, bank, state, &mut left, &mut intents);
    }
    let is_any = model.banks.iter().take(count).any(|bank| !bank.questions.is_empty());
    if !is_any {
        sentence_ui(ui, Tone::Weak, "No blanks here: there is nothing to fill in.");
    }
    if left == 0 && ui.button("Show more").clicked() {
        state.shown += AT_ONCE;
    }
    ui.add_space(space::L);
    intents
}

fn switches_ui(ui: &mut Ui, model: &BlanksModel, state: &mut BlanksState) {
    ui.horizontal_wrapped(|ui| {
        if ui.checkbox(&mut state.only_empty, "Only empty ones").changed() {
            state.kept.clear();
        }
        if model.banks.len() > 1 {
            ui.add_space(space::S);
            ui.checkbox(&mut state.all_banks, "All banks");
        }
        ui.add_space(space::S);
        let count = if state.all_banks { model.banks.len() } else { 1 };
        let sums = model.banks.iter().take(count).map(BankBlanks::empty_of);
        let (empty, all) = sums.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let text = format!("{empty} of {all} empty");
        sentence_ui(ui, if empty > 0 { Tone::Weak } else { Tone::Good }, &text);
    });
}

fn bank_ui(
    ui: &mut Ui,
    bank: &BankBlanks,
    state: &mut BlanksState,
    left: &mut usize,
    intents: &mut Vec<BlanksIntent>,
) {
    let is_shown = |blank: &&BlankItem, state: &BlanksState| {
        let place = (bank.id.clone(), blank.key.clone());
        !state.only_empty
            || blank.value.is_empty()
            || state.kept.contains(&place)
            || state.typing.contains_key(&place)
    };
    let questions = bank.questions.iter().filter_map(|question| {
        let blanks: Vec<_> =
            question.blanks.iter().filter(|blank| is_shown(blank, state)).collect();
        (!blanks.is_empty()).then_some((question.heading.as_str(), blanks))
    });
    let questions: Vec<_> = questions.take(*left).collect();
    *left -= questions.len();
    if questions.is_empty() {
        return;
    }
    card_ui(ui, &bank.title, 0.0, |ui| {
        for (heading, blanks) in questions {
            ui.add_space(space::S);
            ui.label(egui::RichText::new(heading).font(theme::strong()));
            for blank in blanks {
                ui.add_space(space::XS);
                sentence_pieces_ui(ui, blank);
                field_ui(ui, &bank.id, blank, state, intents);
            }
        }
    });
}

/// The sentence with the blank marked.
fn sentence_pieces_ui(ui: &mut Ui, blank: &BlankItem) {
    let t = tokens(ui);
    let mut job = LayoutJob::default();
    for piece in &blank.sentence {
        let (text, color, background) = match piece {
            SentencePiece::Words(text) => (text, t.text, Color32::TRANSPARENT),
            SentencePiece::OtherBlank(text) => (text, t.text_weak, Color32::TRANSPARENT),
            SentencePiece::ThisBlank(text) if blank.value.is_empty() => {
                (text, t.accent, t.accent_faint)
            }
            SentencePiece::ThisBlank(text) => (text, t.text, t.accent_faint),
        };
        let format = TextFormat { background, ..TextFormat::simple(theme::body(), color) };
        job.append(text, 0.0, format);
    }
    ui.add(Label::new(job).wrap());
}

fn field_ui(
    ui: &mut Ui,
    bank: &str,
    blank: &BlankItem,
    state: &mut BlanksState,
    intents: &mut Vec<BlanksIntent>,
) {
    row_ui(ui, &blank.label, "", |ui| {
        let place = (bank.to_owned(), blank.key.clone());
        let mut text = state.typing.get(&place).unwrap_or(&blank.value).clone();
        let edit = TextEdit::singleline(&mut text)
            .id_salt(&place)
            .char_limit(VALUE_MAX)
            .desired_width(320.0_f32.min(ui.available_width()));
        let response = ui.add(edit).accessible_name(blank.label.as_str());
        if response.changed() {
            state.typing.insert(place.clone(), text);
        } else if !response.has_focus()
            && let Some(value) = state.typing.remove(&place)
        {
            // Kept when the field is left, so that half-typed words are never spoken or saved.
            let is_left_alone = ui.input(|input| input.key_pressed(Key::Escape));
            if !is_left_alone && value.trim() != blank.value {
                fill(bank, blank, value.trim(), state, intents);
            }
        }
        for offer in &blank.offers {
            let button = ui.button(format!("Use “{offer}”"));
            if button.on_hover_text("As in another blank for the same").clicked() {
                fill(bank, blank, offer, state, intents);
            }
        }
    });
}

fn fill(
    bank: &str,
    blank: &BlankItem,
    value: &str,
    state: &mut BlanksState,
    intents: &mut Vec<BlanksIntent>,
) {
    let (bank, key) = (bank.to_owned(), blank.key.clone());
    if state.only_empty {
        state.kept.insert((bank.clone(), key.clone()));
    }
    intents.push(BlanksIntent::Fill { bank, key, value: value.to_owned() });
}

#[cfg(test)]
mod tests;
