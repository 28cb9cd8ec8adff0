//! The editor at the right: one question with all its parts, or what belongs to the bank as a whole.

mod about;
mod actions;
mod answer;
mod draft;
mod fields;
mod rows;
mod target;

use egui::{Id, ScrollArea, Ui};

use super::bank::{BankIntent, BankModel, BankState};
use super::bank_keys::focus_ask;
use super::kinds;
use crate::bank::{Bank, Edit, Field, Kind, Question};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::space;
use crate::ui::widgets::{Choice, dropdown_ui, hint_ui, panel_frame};

use self::draft::{AboutDraft, Draft};
use self::fields::{Intents, field_ui, label_ui, list_field_ui};

/// What the editor knows of what is being typed.
#[derive(Debug, Clone, Default)]
pub(super) struct EditorState {
    draft: Draft,
    about: AboutDraft,
    /// The question's words are to have the keyboard's focus.
    pub(super) focus_ask: bool,
    /// The same for those of a question that is being added, once it is there.
    pub(super) focus_added: bool,
    /// Whether copies into other banks bring their tasks and abilities along.
    leave_names: bool,
}

/// The field with the question's words.
pub(super) fn ask_id() -> Id {
    Id::unique("question words")
}

/// The field with the model answer.
fn answer_id() -> Id {
    Id::unique("question model answer")
}

pub(super) fn editor_ui(
    ui: &mut Ui,
    model: &BankModel,
    bank: &Bank,
    at: usize,
    state: &mut BankState,
    intents: &mut Vec<BankIntent>,
) {
    let Some(question) = bank.questions.get(at) else { return };
    if state.about {
        column_ui(ui, &bank.id, |ui| {
            about::about_ui(ui, model, bank, &mut state.editor.about, intents);
        });
        return;
    }
    state.editor.draft.follow(&bank.id, question, model.turns);
    actions::actions_ui(ui, model, bank, at, &mut state.editor, intents);
    if std::mem::take(&mut state.editor.focus_ask) {
        // Before the field is drawn: what is typed in the meantime goes into it already.
        focus_ask(ui, &state.editor.draft.ask);
    }
    column_ui(ui, (&bank.id, &question.id), |ui| {
        question_ui(ui, model, bank, question, &mut state.editor, intents);
    });
}

/// The editor's own column: a card that scrolls.
fn column_ui(ui: &mut Ui, salt: impl egui::AsIdSalt, add: impl FnOnce(&mut Ui)) {
    panel_frame(ui).show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        let area = ScrollArea::vertical().id_salt(salt).auto_shrink(false);
        scroll_ui(ui, area, |ui| {
            // Focus rings are a little wider than what they are around, and the bar is beside the fields.
            ui.set_max_width(ui.available_width() - space::M);
            ui.add_space(2.0);
            ui.spacing_mut().item_spacing.y = 6.0;
            add(ui);
        });
    });
}

fn question_ui(
    ui: &mut Ui,
    model: &BankModel,
    bank: &Bank,
    question: &Question,
    state: &mut EditorState,
    intents: &mut Vec<BankIntent>,
) {
    let draft = &mut state.draft;
    let id = question.id.as_str();
    let mut out = Intents { id, intents, left: false };
    let ask = field_ui(ui, ask_id(), "Question", &mut draft.ask, 2);
    out.typed(&ask, || Field::Ask(draft.ask.clone()));
    if draft.ask.trim().is_empty() {
        hint_ui(ui, "A question needs words. Until you write some, those before stay.");
    }
    kind_ui(ui, question, &mut out);
    target::target_ui(ui, question, &mut out);
    answer::answer_ui(ui, model, question, draft, &mut out);
    let response =
        list_field_ui(ui, "Points", "What a good answer covers, one a line", &mut draft.points, 3);
    out.typed(&response, || Field::Points(lines(&draft.points)));
    label_ui(ui, "What they look for", "");
    let looks_for = Id::unique("question looks for");
    let response = field_ui(ui, looks_for, "What they look for", &mut draft.looks_for, 2);
    out.typed(&response, || Field::LooksFor(draft.looks_for.clone()));
    let response =
        list_field_ui(ui, "How to answer", "One piece of advice a line", &mut draft.how_to, 2);
    out.typed(&response, || Field::HowTo(lines(&draft.how_to)));
    let response = list_field_ui(ui, "What not to say", "One a line", &mut draft.avoid, 2);
    out.typed(&response, || Field::Avoid(lines(&draft.avoid)));
    rows::probes_ui(ui, draft, &mut out);
    rows::more_answers_ui(ui, draft, &mut out);
    rows::shown_ui(ui, bank, question, &mut out);
    if out.left {
        draft.left();
    }
}

fn kind_ui(ui: &mut Ui, question: &Question, out: &mut Intents<'_>) {
    let choice = |kind: &Kind| Choice::new(*kind, kinds::with_band(*kind));
    let choices: Vec<Choice<Kind>> = Kind::ASKED.iter().map(choice).collect();
    ui.horizontal_wrapped(|ui| {
        let (_, kind) = dropdown_ui(ui, "Kind", &question.kind, &choices, "", 210.0);
        if let Some(kind) = kind {
            out.push(Field::Kind(kind));
        }
        hint_ui(ui, kinds::about(question.kind));
    });
}

/// The lines of a field that has one entry a line.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// An edit of a part of a question.
fn edit(id: &str, field: Field) -> BankIntent {
    BankIntent::Edit(Edit::Question { id: id.to_owned(), field })
}
