//! The listener's own judgement: points covered, notes, fillers, the parts of a story.

use egui::{Id, RichText, TextEdit, Ui};

use crate::ui::quiet::KeyButton;
use crate::ui::review::{ReviewIntent, ReviewTake, Shown};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{Turn, turn_ui};

use super::parts::heading_ui;
use super::{SideState, begin_moment, fillers, mark_at, moments, star};

/// The page.
pub(super) fn notes_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    take: &ReviewTake,
    state: &mut SideState,
    intents: &mut Vec<ReviewIntent>,
) {
    ui.horizontal(|ui| tools_ui(ui, shown, take, state, intents));
    ui.add_space(space::S);
    points_ui(ui, shown, take, intents);
    free_notes_ui(ui, take, intents);
    moments::moments_ui(ui, take, &mut state.writing, intents);
    ui.add_space(space::M);
    fillers::fillers_ui(ui, take, intents);
    ui.add_space(space::M);
    star::star_ui(ui, shown, take, &mut state.star_open, intents);
}

/// To mark while listening, and to take it back.
fn tools_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    take: &ReviewTake,
    state: &mut SideState,
    intents: &mut Vec<ReviewIntent>,
) {
    ui.spacing_mut().item_spacing.x = space::XS;
    let at = mark_at(shown, take);
    ui.add_enabled_ui(at.is_some(), |ui| {
        fillers::tap_ui(ui, take, at, intents);
        if ui.add(KeyButton::new("Note…").key("T").name("Note at this time…")).clicked() {
            begin_moment(shown, state);
        }
    });
    let listener = &shown.model.listener;
    if turn_ui(ui, Turn::Back, listener.undo.as_ref().map(|step| step.what.as_str())) {
        intents.push(ReviewIntent::Undo);
    }
    if turn_ui(ui, Turn::On, listener.redo.as_ref().map(|step| step.what.as_str())) {
        intents.push(ReviewIntent::Redo);
    }
}

/// Points of the model answer to tick.
fn points_ui(ui: &mut Ui, shown: &Shown<'_>, take: &ReviewTake, intents: &mut Vec<ReviewIntent>) {
    if shown.question.points.is_empty() || shown.question.locked || shown.is_follow_up() {
        return;
    }
    heading_ui(ui, "Did you say it?");
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = 26.0;
        for (point, text) in shown.question.points.iter().enumerate() {
            let mut ticked = take.ticked.contains(&point);
            let label = RichText::new(text).font(theme::body());
            if ui.checkbox(&mut ticked, label).changed() {
                intents.push(ReviewIntent::TickPoint { take: take.key, point, ticked });
            }
        }
    });
    ui.add_space(space::M);
}

fn free_notes_ui(ui: &mut Ui, take: &ReviewTake, intents: &mut Vec<ReviewIntent>) {
    heading_ui(ui, "Notes");
    // Always the take's own: whatever undoes a note also changes what is shown.
    let mut text = take.notes.clone();
    let edit = TextEdit::multiline(&mut text)
        .id(Id::unique(("review notes", take.key)))
        .font(theme::body())
        .desired_rows(3)
        .desired_width(ui.available_width())
        .hint_text("What to keep, what to change");
    let response = ui.add(edit).accessible_name("Notes on this take");
    if response.changed() {
        intents.push(ReviewIntent::Note { take: take.key, text });
    }
    if response.lost_focus() {
        intents.push(ReviewIntent::TypingEnded);
    }
}
