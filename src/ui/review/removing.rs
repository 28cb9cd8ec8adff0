//! Removing takes and sessions: what can be removed, and the question that is asked first.

use egui::Ui;

use super::{ReviewIntent, ReviewModel, Selected};
use crate::ui::theme::space;
use crate::ui::widgets::{Choice, body_ui, dialog_ui, dropdown_ui, hint_ui, primary_button_ui};

/// What is to be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemovalScope {
    /// This take, by key.
    Take(usize),
    /// All takes of this question (id) in the session.
    Question(String),
    /// The session with everything in its folder.
    Session,
}

/// What is asked before anything is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalQuestion {
    /// What, as a question: "Delete take 2 of “Why here?”?".
    pub title: String,
    /// How much that is: "1 recording, 4 MB".
    pub weight: String,
    /// What else comes of it, a sentence each.
    pub consequences: Vec<String>,
    /// Names of files in the folder that are not Greenroom's and go along.
    pub foreign: Vec<String>,
    /// The desktop has a wastebasket that gives back; else Greenroom's own takes it.
    pub has_desktop: bool,
}

/// How wide the menu is, points.
const WIDTH: f32 = 84.0;

/// So many foreign files are named; a folder with more is counted.
const NAMED: usize = 5;

/// What the menu takes from a row, points.
pub(super) fn width(ui: &Ui, model: &ReviewModel) -> f32 {
    if model.session.is_some() { WIDTH + ui.spacing().item_spacing.x } else { 0.0 }
}

/// A menu of what can be removed.
pub(super) fn menu_ui(
    ui: &mut Ui,
    model: &ReviewModel,
    selected: Option<Selected>,
    intents: &mut Vec<ReviewIntent>,
) {
    if model.session.is_none() {
        return;
    }
    let mut choices = Vec::new();
    if let Some(selected) = selected {
        let question = model.questions.get(selected.question);
        let take = selected.take.and_then(|key| {
            question.and_then(|question| question.takes.iter().find(|take| take.key == key))
        });
        if let Some(take) = take {
            let label = format!("{}…   Delete", take.title);
            choices.push(Choice::new(Some(RemovalScope::Take(take.key)), label));
        }
        if let Some(question) = question.filter(|question| question.takes.len() > 1) {
            let label = format!("All {} takes of this question…", question.takes.len());
            choices.push(Choice::new(Some(RemovalScope::Question(question.id.clone())), label));
        }
    }
    choices.push(Choice::new(Some(RemovalScope::Session), "The whole session…"));
    let (response, chosen) = dropdown_ui(ui, "Delete", &None, &choices, "Delete", WIDTH);
    response.on_hover_text("Moves recordings to the wastebasket, after asking");
    intents.extend(chosen.flatten().map(ReviewIntent::AskRemoval));
}

/// Asks. Enter and the button that stands out leave everything as it is.
pub(super) fn question_ui(ui: &Ui, model: &ReviewModel, intents: &mut Vec<ReviewIntent>) {
    let Some(question) = &model.removal else { return };
    let mut answer = None;
    let dismissed = dialog_ui(ui, &question.title, 460.0, |ui| {
        body_ui(ui, &question.weight);
        for sentence in &question.consequences {
            body_ui(ui, sentence);
        }
        if !question.foreign.is_empty() {
            body_ui(ui, &foreign_sentence(&question.foreign));
        }
        hint_ui(
            ui,
            if question.has_desktop {
                "You can put it back: Undo here, or your desktop's wastebasket."
            } else {
                "You can put it back: Undo here, or Greenroom's own wastebasket (Settings, Recordings)."
            },
        );
        ui.add_space(space::M);
        ui.horizontal_wrapped(|ui| {
            if primary_button_ui(ui, "Keep", true).clicked() {
                answer = Some(ReviewIntent::CancelRemoval);
            }
            if ui.button("Move to the wastebasket").clicked() {
                answer = Some(ReviewIntent::ConfirmRemoval);
            }
        });
    });
    intents.extend(answer.or(dismissed.then_some(ReviewIntent::CancelRemoval)));
}

fn foreign_sentence(names: &[String]) -> String {
    let named: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let named = named.join(", ");
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "In its folder there are files that are not Greenroom's, and they go along: {named}{more}."
    )
}
