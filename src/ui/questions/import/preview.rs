//! What was understood, and what the user makes of it.

use std::sync::Arc;

use egui::{Align, Layout, TextEdit, Ui};

use super::counts::{Counts, number};
use super::{ImportIntent, ImportModel, bar_ui, form_choices, goes_on, left_out, list};
use crate::bank::{Imported, Keeping, free_id, id_of};
use crate::ui::keys::{self, Place};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{size, space};
use crate::ui::widgets::{
    Choice, Tone, dialog_ui, dropdown_ui, hint_ui, primary_button_ui, segmented_ui, sentence_ui,
    title_ui,
};

/// The longest title, characters.
const TITLE_MAX: usize = 120;

/// As much of a file's name is shown, characters.
const NAME_SHOWN: usize = 32;

/// Which list is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Page {
    /// The questions.
    #[default]
    Questions,
    /// What was left out.
    LeftOut,
    /// What else there is to know.
    Notes,
}

/// What the user makes of a reading.
#[derive(Debug, Clone, Default)]
pub(super) struct Preview {
    /// The reading it is about; 0 for none.
    reading: u64,
    pub(super) keeping: Keeping,
    /// The id was typed: it does not follow the title any more.
    id_typed: bool,
    /// The bank it is added to.
    into: Option<String>,
    page: Page,
    counts: Counts,
    /// The question that is being changed: its place, words and answer.
    pub(super) changing: Option<(usize, String, String)>,
}

impl Preview {
    /// Begins afresh with another reading.
    pub(super) fn follow(&mut self, reading: u64, imported: &Imported) {
        if self.reading == reading {
            return;
        }
        let keeping = Keeping {
            title: imported.bank.title.clone(),
            id: imported.bank.id.clone(),
            ..Keeping::default()
        };
        let into = self.into.take();
        *self = Self { reading, keeping, into, counts: Counts::of(imported), ..Self::default() };
    }

    /// How many questions are to be kept.
    fn kept(&self, imported: &Imported) -> usize {
        imported.bank.questions.len().saturating_sub(self.keeping.left.len())
    }
}

/// What is shown.
pub(super) struct Shown<'a> {
    pub imported: &'a Arc<Imported>,
    pub name: &'a str,
    pub form_given: bool,
    pub model: &'a ImportModel,
}

pub(super) fn preview_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    state: &mut Preview,
    intents: &mut Vec<ImportIntent>,
) {
    let keep = goes_on(ui);
    head_ui(ui, intents);
    what_ui(ui, shown, state, intents);
    ui.add_space(space::S);
    pages_ui(ui, shown, state);
    ui.add_space(space::XS);
    // The bar below, and the space above it.
    let below = size::PRIMARY + space::M;
    let room = egui::vec2(ui.available_width(), (ui.available_height() - below).max(100.0));
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        match state.page {
            Page::Questions => list::questions_ui(ui, shown.imported, state),
            Page::LeftOut => left_out::left_out_ui(ui, &shown.imported.left_out),
            Page::Notes => left_out::notes_ui(ui, &shown.imported.notes),
        }
    });
    keep_ui(ui, shown, state, keep, intents);
    if state.changing.is_some() {
        change_ui(ui, state);
    }
}

fn head_ui(ui: &mut Ui, intents: &mut Vec<ImportIntent>) {
    ui.horizontal(|ui| {
        title_ui(ui, "What was understood");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button("Cancel").clicked() {
                intents.push(ImportIntent::Cancel);
            }
            if ui.button("Back").on_hover_text("To the text and the files").clicked() {
                intents.push(ImportIntent::Back);
            }
        });
    });
    ui.add_space(space::XS);
}

/// Title and id, form and encoding, numbers.
fn what_ui(ui: &mut Ui, shown: &Shown<'_>, state: &mut Preview, intents: &mut Vec<ImportIntent>) {
    ui.horizontal(|ui| {
        ui.label("Title");
        let half = (ui.available_width() / 2.0 - 40.0).max(160.0);
        let title = TextEdit::singleline(&mut state.keeping.title)
            .char_limit(TITLE_MAX)
            .desired_width(half);
        let changed = ui
            .add_enabled(state.into.is_none(), title)
            .accessible_name("Title of the bank")
            .changed();
        if changed && !state.id_typed {
            state.keeping.id = id_of(&state.keeping.title);
        }
        ui.label("Id");
        let id = TextEdit::singleline(&mut state.keeping.id).char_limit(40).desired_width(220.0);
        let field = ui.add_enabled(state.into.is_none(), id).accessible_name("Id of the bank");
        let field = field.on_hover_text("The name of its file: letters, digits and hyphens");
        state.id_typed |= field.changed();
        if field.lost_focus() {
            state.keeping.id = id_of(&state.keeping.id);
        }
    });
    ui.horizontal(|ui| {
        ui.label("Read as");
        let imported = shown.imported;
        let label = imported.form.label();
        let detected = format!("{label} (detected)");
        let now = shown.form_given.then_some(imported.form);
        let choices = form_choices(if shown.form_given { "Detect the form" } else { &detected });
        let (_, chosen) = dropdown_ui(ui, "Form", &now, &choices, "", 250.0);
        if let Some(form) = chosen {
            intents.push(ImportIntent::ReadAs(form));
        }
        // What is pasted has no encoding any more.
        let from = match shown.name {
            "" => "Pasted".to_owned(),
            name => format!("{}, {}", shortened(name), imported.encoding),
        };
        hint_ui(ui, &format!("{from} · {}", state.counts.sentence()));
    });
    if let Some(unshown) = &shown.imported.unshown {
        sentence_ui(ui, Tone::Note, unshown);
    }
}

/// A file's name that leaves room beside it.
fn shortened(name: &str) -> String {
    let mut signs = name.chars();
    let mut short: String = signs.by_ref().take(NAME_SHOWN).collect();
    if signs.next().is_some() {
        short.push('…');
    }
    short
}

fn pages_ui(ui: &mut Ui, shown: &Shown<'_>, state: &mut Preview) {
    let imported = shown.imported;
    let questions = format!("Questions ({})", imported.bank.questions.len());
    let left_out = format!("Left out ({})", imported.left_out.len());
    let notes = format!("Notes ({})", imported.notes.len());
    let pages = [
        (Page::Questions, questions.as_str()),
        (Page::LeftOut, left_out.as_str()),
        (Page::Notes, notes.as_str()),
    ];
    segmented_ui(ui, "List", &mut state.page, &pages, 480.0);
}

/// Where it goes, and the button.
fn keep_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    state: &mut Preview,
    keep: bool,
    intents: &mut Vec<ImportIntent>,
) {
    let count = state.kept(shown.imported);
    let can = count > 0;
    let mut asked = keep && can && state.changing.is_none();
    bar_ui(ui, |ui| {
        where_ui(ui, shown.model, state);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let words = match state.into {
                None => format!("Keep {}", number(count, "question", "questions")),
                Some(_) => format!("Add {}", number(count, "question", "questions")),
            };
            asked |= primary_button_ui(ui, &words, can).clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                told_ui(ui, shown.model, state, can);
            });
        });
    });
    if asked {
        let keeping = Box::new(state.keeping.clone());
        intents.push(ImportIntent::Keep { keeping, into: state.into.clone() });
    }
}

fn where_ui(ui: &mut Ui, model: &ImportModel, state: &mut Preview) {
    let known = |id: &String| model.banks.iter().any(|bank| bank.0 == *id);
    state.into = state.into.take().filter(known);
    let banks = model.banks.iter();
    let banks = banks.map(|(id, title)| Choice::new(Some(id.clone()), format!("Add to “{title}”")));
    let choices: Vec<_> =
        [Choice::new(None, "Keep as a new bank")].into_iter().chain(banks).collect();
    let (_, chosen) = dropdown_ui(ui, "Where it is kept", &state.into, &choices, "", 240.0);
    if let Some(into) = chosen {
        state.into = into;
    }
}

fn told_ui(ui: &mut Ui, model: &ImportModel, state: &Preview, can: bool) {
    if let Some(problem) = &model.problem {
        sentence_ui(ui, Tone::Wrong, problem);
        return;
    }
    if !can {
        sentence_ui(ui, Tone::Note, "Every question is left out. Tick one.");
        return;
    }
    if state.into.is_some() {
        hint_ui(ui, "Nothing in it is changed; what it has already is passed over.");
        return;
    }
    let wanted = id_of(&state.keeping.id);
    let free = free_id(&wanted, |id| model.taken.iter().any(|taken| taken == id));
    if free == wanted {
        hint_ui(ui, &format!("Kept as “{free}”."));
    } else {
        hint_ui(ui, &format!("There is a bank “{wanted}” already: kept as “{free}”."));
    }
}

/// The words and the answer of one question.
fn change_ui(ui: &Ui, state: &mut Preview) {
    let Some((place, mut ask, mut answer)) = state.changing.take() else { return };
    let mut done = false;
    let away = dialog_ui(ui, "Change the question", 620.0, |ui| {
        let field = TextEdit::multiline(&mut ask).desired_rows(2).desired_width(f32::INFINITY);
        ui.add(field).accessible_name("Question");
        ui.add_space(space::S);
        hint_ui(
            ui,
            "Model answer. Blanks stand in [brackets]; an empty line parts two paragraphs.",
        );
        scroll_ui(ui, egui::ScrollArea::vertical().max_height(240.0), |ui| {
            let field =
                TextEdit::multiline(&mut answer).desired_rows(8).desired_width(f32::INFINITY);
            ui.add(field).accessible_name("Model answer");
        });
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            done = ui.button("Change").clicked()
                || !keys::pressed_in_dialog(ui.ctx(), Place::Import).is_empty();
            if ui.button("Leave it").clicked() {
                ui.close();
            }
        });
    });
    if done {
        state.keeping.changed.insert(place, (ask, answer));
    } else if !away {
        state.changing = Some((place, ask, answer));
    }
}
