//! The listener's own judgement: points covered and notes.

use egui::{Id, RichText, TextEdit, Ui};

use crate::ui::review::{ReviewIntent, ReviewTake, Shown};
use crate::ui::theme::{self, space, tokens};

/// Points to tick and notes.
pub(super) fn assess_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    notes: &mut Option<(usize, String)>,
    intents: &mut Vec<ReviewIntent>,
) {
    let Some(take) = shown.take else { return };
    if !shown.question.points.is_empty() && !shown.question.locked {
        heading(ui, "Did you say it?");
        for (point, text) in shown.question.points.iter().enumerate() {
            let mut ticked = take.ticked.contains(&point);
            let label = RichText::new(text).font(theme::body());
            if ui.checkbox(&mut ticked, label).changed() {
                intents.push(ReviewIntent::TickPoint { take: take.key, point, ticked });
            }
        }
        ui.add_space(space::M);
    }
    notes_ui(ui, take, notes, intents);
}

fn notes_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    notes: &mut Option<(usize, String)>,
    intents: &mut Vec<ReviewIntent>,
) {
    heading(ui, "Notes");
    let draft = match notes {
        Some((key, text)) if *key == take.key => text,
        _ => &mut notes.insert((take.key, take.notes.clone())).1,
    };
    let edit = TextEdit::multiline(draft)
        .id(Id::unique(("review notes", take.key)))
        .font(theme::body())
        .desired_rows(3)
        .desired_width(ui.available_width())
        .hint_text("What to keep, what to change");
    if ui.add(edit).accessible_name("Notes on this take").changed() {
        intents.push(ReviewIntent::Note { take: take.key, text: draft.clone() });
    }
}

fn heading(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::heading()).color(tokens(ui).text));
    ui.add_space(space::XS);
}
