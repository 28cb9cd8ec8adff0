//! The page "Questions": banks above, the list of questions at the left, the editor of one at the right.
//!
//! Views read the bank as it is being edited; what is typed goes out as edits, and the fields keep it as it
//! was typed until they are left.

use std::sync::Arc;

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2};

use super::editor::{self, EditorState};
use super::guide::{GuideIntent, GuideModel, guide_aside_ui};
use super::{bank_bar, bank_keys, bank_list};
use crate::bank::{Bank, Edit, Values};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::space;

/// What the page shows.
#[derive(Debug, Clone, Default)]
pub struct BankModel {
    /// The banks there are.
    pub banks: Arc<[BankChoice]>,
    /// The chosen one, as it is being edited; `None` for a moment while it is read.
    pub bank: Option<Arc<Bank>>,
    /// Where the chosen one comes from.
    pub origin: BankOrigin,
    /// The user's words for its blanks.
    pub values: Arc<Values>,
    /// Grows whenever texts change that were not typed: fields are filled anew then.
    pub turns: u64,
    /// What would be undone.
    pub undo: Option<&'static str>,
    /// What would be done again.
    pub redo: Option<&'static str>,
    /// What was found of what was looked for; `None` while nothing is.
    pub found: Option<Arc<Findings>>,
    /// Whether a model answer is being heard.
    pub hearing: bool,
    /// What there is to say about what was done last.
    pub said: Option<Said>,
    /// The question to go to, with a number that grows each time.
    pub show: (u64, Option<String>),
}

/// A bank to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankChoice {
    /// Its id.
    pub id: String,
    /// What people read.
    pub title: String,
    /// How many questions it has.
    pub questions: usize,
}

/// Where a bank comes from.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum BankOrigin {
    /// It comes with Greenroom, and is as it came.
    #[default]
    BuiltIn,
    /// It comes with Greenroom, and the user changed it.
    Changed,
    /// It is the user's.
    Own,
}

/// What was found in all banks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The first of them, those of the chosen bank before others.
    pub first: Vec<Finding>,
    /// How many more there are.
    pub more: usize,
}

/// A question that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its bank's id.
    pub bank: String,
    /// Its bank's title.
    pub title: String,
    /// Its id.
    pub question: String,
    /// Its words.
    pub ask: String,
}

/// A sentence about what was done last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The sentence.
    pub text: String,
    /// A button behind it, with what it does.
    pub action: Option<(&'static str, BankIntent)>,
}

/// What only the page knows.
#[derive(Debug, Clone, Default)]
pub struct BankState {
    /// The id of the question that is edited; the first one if there is none of that id.
    pub chosen: Option<String>,
    /// Whether title, role and questions to ask back are edited instead.
    pub about: bool,
    /// Whether the role guide stands beside the questions.
    pub guide_beside: bool,
    /// The editor is to be seen, also if the guide took its place.
    pub show_editor: bool,
    pub(super) search: String,
    /// Which finding Enter goes to.
    pub(super) found_at: usize,
    /// The chosen row is to be brought into view.
    pub(super) reveal: bool,
    /// The chosen row is to have the keyboard's focus.
    pub(super) focus_row: bool,
    /// How the list was last shown: offset and height, points.
    pub(super) view: (f32, f32),
    pub(super) editor: EditorState,
    shown: u64,
}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BankIntent {
    /// Another bank.
    Choose(String),
    /// A new bank.
    New,
    /// The chosen bank once more.
    DuplicateBank,
    /// Away with the chosen bank.
    DeleteBank,
    /// A deleted bank is wanted back.
    BringBack(String),
    /// The chosen bank as it came with Greenroom.
    Original,
    /// Questions from a file or from text.
    Import,
    /// The chosen bank for other programs, or printed.
    Export,
    /// Look for these words.
    Search(String),
    /// To this question.
    Go {
        /// Its bank.
        bank: String,
        /// Its id.
        question: String,
    },
    /// Change the chosen bank.
    Edit(Edit),
    /// What is typed from now on is undone by itself.
    TypingEnded,
    /// Take back the last change.
    Undo,
    /// Do it again.
    Redo,
    /// A question into another bank.
    CopyTo {
        /// The question.
        question: String,
        /// The other bank.
        bank: String,
        /// Whether tasks and abilities that the other role lacks are added to it.
        add_names: bool,
    },
    /// Hear this question's model answer.
    Hear(String),
    /// No more of it.
    StopHearing,
    /// What was said was read.
    Read,
    /// About the role guide beside the questions.
    Guide(GuideIntent),
}

/// Width of the list in narrow and in wide windows, points.
const LIST_WIDTH: (f32, f32) = (290.0, 380.0);

/// Width of the list and of the guide where both stand beside the editor, points.
const BESIDE: (f32, f32) = (260.0, 340.0);

/// From here on a window is wide, points.
const WIDE: f32 = 1000.0;

/// Draws it. The guide is read only while it stands beside the questions.
#[must_use = "intents are to be applied"]
pub fn bank_ui(
    ui: &mut Ui,
    model: &BankModel,
    guide: &GuideModel,
    state: &mut BankState,
) -> Vec<BankIntent> {
    let mut intents = Vec::new();
    go_where_shown(ui, model, state);
    if let Some(bank) = &model.bank {
        bank_keys::keys_ui(ui, model, bank, state, &mut intents);
    }
    bank_bar::bar_ui(ui, model, &mut intents);
    let Some(bank) = model.bank.clone().filter(|bank| !bank.questions.is_empty()) else {
        return intents;
    };
    let at = chosen(&bank, state);
    let whole = ui.available_rect_before_wrap();
    let show_editor = std::mem::take(&mut state.show_editor) || state.editor.focus_ask;
    if whole.width() < WIDE && show_editor {
        // Who is about to type wants to see it.
        state.guide_beside = false;
    }
    let (list, rest, beside) = columns(whole, state.guide_beside);
    ui.scope_builder(UiBuilder::new().max_rect(list).id_salt("questions"), |ui| {
        bank_list::list_ui(ui, model, &bank, at, state, &mut intents);
    });
    if let Some(rest) = rest {
        ui.scope_builder(UiBuilder::new().max_rect(rest).id_salt("editor"), |ui| {
            editor::editor_ui(ui, model, &bank, at, state, &mut intents);
        });
    }
    if let Some(beside) = beside {
        // The bar lies in the margin: in the column's own room it would make cards narrower.
        let scrolled = beside.with_max_x(beside.right() + space::S);
        ui.scope_builder(UiBuilder::new().max_rect(scrolled).id_salt("guide"), |ui| {
            let area = ScrollArea::vertical().id_salt(&bank.id).auto_shrink(false);
            let all = scroll_ui(ui, area, |ui| {
                ui.set_max_width(beside.width());
                guide_aside_ui(ui, guide)
            });
            let all = all.inner;
            intents.extend(all.into_iter().map(BankIntent::Guide));
        });
    }
    intents
}

/// Where the list, the editor and the guide stand; in a narrow window the guide takes the editor's place.
fn columns(whole: Rect, guide_beside: bool) -> (Rect, Option<Rect>, Option<Rect>) {
    let from_to = |left: f32, right: f32| {
        Rect::from_min_max(pos2(left, whole.top()), pos2(right, whole.bottom()))
    };
    let is_wide = whole.width() >= WIDE;
    let list = match (is_wide, guide_beside) {
        (false, _) => LIST_WIDTH.0,
        (true, false) => LIST_WIDTH.1,
        (true, true) => BESIDE.0,
    };
    let list = from_to(whole.left(), whole.left() + list);
    let rest = from_to(list.right() + space::M, whole.right());
    match (is_wide, guide_beside) {
        (_, false) => (list, Some(rest), None),
        (false, true) => (list, None, Some(rest)),
        (true, true) => {
            let guide = from_to(whole.right() - BESIDE.1, whole.right());
            (list, Some(from_to(rest.left(), guide.left() - space::M)), Some(guide))
        }
    }
}

/// Goes to the question that the model wants shown, once.
fn go_where_shown(ui: &Ui, model: &BankModel, state: &mut BankState) {
    let (serial, question) = &model.show;
    if *serial == state.shown {
        return;
    }
    state.shown = *serial;
    state.reveal = true;
    if question.is_some() {
        let focused = ui.memory(|memory| memory.focused());
        let row = state.chosen.as_deref().map(bank_keys::row_id);
        // Whoever is in the list stays there.
        let added = std::mem::take(&mut state.editor.focus_added);
        state.editor.focus_ask |= added;
        state.focus_row |= row.is_some() && focused == row && !added;
        state.chosen.clone_from(question);
        state.about = false;
    }
}

/// The place of the chosen question.
pub(super) fn chosen(bank: &Bank, state: &BankState) -> usize {
    let is_it = |id: &String| bank.questions.iter().position(|question| question.id == *id);
    state.chosen.as_ref().and_then(is_it).unwrap_or(0)
}

/// Chooses the question of this place.
pub(super) fn choose(bank: &Bank, at: usize, state: &mut BankState) {
    state.chosen = bank.questions.get(at).map(|question| question.id.clone());
    state.about = false;
    state.reveal = true;
}

#[cfg(test)]
mod tests;
