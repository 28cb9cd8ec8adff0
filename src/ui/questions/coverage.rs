//! The page "Coverage": which questions show which of the role's tasks and abilities, and how the user rated their
//! answers, so that gaps are seen.

mod grid;
mod layout;
mod model;
mod paint;

use egui::{ScrollArea, Ui};

pub use model::{ColumnKind, CoverageColumn, CoverageModel, CoverageRow, Rated};

use crate::ui::theme::space;
use crate::ui::widgets::{Tone, hint_ui, sentence_ui};

/// So many names are listed in a sentence; the grid shows the rest.
const NAMES: usize = 4;

/// What only the page knows.
#[derive(Debug, Clone, Default)]
pub struct CoverageState {}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoverageIntent {
    /// Say that a question shows a task or an ability, or that it does not.
    Toggle {
        /// The question's id.
        question: String,
        /// Whether it is about a task or an ability.
        kind: ColumnKind,
        /// Its name.
        name: String,
        /// Whether the question shows it from now on.
        on: bool,
    },
    /// Rehearse this question (id).
    Rehearse(String),
    /// Edit this question (id).
    Edit(String),
}

/// Draws it.
#[must_use = "intents are to be applied"]
pub fn coverage_ui(
    ui: &mut Ui,
    model: &CoverageModel,
    _state: &mut CoverageState,
) -> Vec<CoverageIntent> {
    let mut intents = Vec::new();
    ui.spacing_mut().item_spacing.y = space::XS;
    if model.columns.is_empty() {
        sentence_ui(
            ui,
            Tone::Weak,
            "This bank names no tasks or abilities of its role, so there is nothing to cover. Add some under \
             “Title, role, what you ask back” on the page Questions.",
        );
        return intents;
    }
    gaps_ui(ui, model);
    ui.add_space(space::XS);
    let layout = layout::Layout::of(ui, model);
    if layout.width > ui.available_width() {
        ScrollArea::horizontal().id_salt("grid").show(ui, |ui| {
            grid::grid_ui(ui, model, &layout, &mut intents);
        });
    } else {
        grid::grid_ui(ui, model, &layout, &mut intents);
    }
    ui.add_space(space::M);
    intents
}

/// What is missing, in sentences.
fn gaps_ui(ui: &mut Ui, model: &CoverageModel) {
    let unshown = model.unshown();
    if unshown.is_empty() {
        sentence_ui(ui, Tone::Good, "Every task and ability is shown by a question.");
    } else {
        let text = format!("No question shows {}.", listed(&unshown));
        sentence_ui(ui, Tone::Note, &text);
    }
    if !model.ratings_known {
        hint_ui(ui, "Reading your ratings…");
    } else if model.rows.iter().all(|row| row.rated.is_none()) {
        hint_ui(
            ui,
            "No take is rated yet. Rate your takes in Review, and the grid shows how well each is covered.",
        );
    } else {
        let unrated = model.unrated();
        if !unrated.is_empty() {
            hint_ui(ui, &format!("No rated take shows {} yet.", listed(&unrated)));
        }
    }
}

/// "A, B or C", and how many more there are.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] if names.len() <= NAMES => format!("{} or {last}", all.join(", ")),
        _ => {
            let some: Vec<_> = names.iter().take(NAMES).copied().collect();
            format!("{} or {} more", some.join(", "), names.len() - NAMES)
        }
    }
}

#[cfg(test)]
mod tests;
