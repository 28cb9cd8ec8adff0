//! Notes at a time: each with the way to its moment.

use std::time::Duration;

use egui::{Align, Id, Layout, TextEdit, Ui, vec2};

use crate::ui::review::{MarkChange, Moment, ReviewIntent, ReviewTake};
use crate::ui::theme::{self, space};
use crate::ui::times::clock_text;

use super::parts::{SMALL, away_ui, small_button_ui};
use super::{Writing, jump};

/// The list, with the note that is being written in its place.
pub(super) fn moments_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    writing: &mut Option<Writing>,
    intents: &mut Vec<ReviewIntent>,
) {
    let mine = writing.filter(|writing| writing.take == take.key);
    let mut moments = take.marked.moments.clone();
    if let Some(writing) = mine
        && !moments.iter().any(|moment| moment.at == writing.at)
    {
        let place = moments.iter().filter(|moment| moment.at < writing.at).count();
        moments.insert(place, Moment { at: writing.at, text: String::new() });
    }
    for moment in &moments {
        let salt = ("moment", take.key, moment.at.as_millis());
        ui.push_id(salt, |ui| moment_ui(ui, take, moment, writing, intents));
    }
}

fn moment_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    moment: &Moment,
    writing: &mut Option<Writing>,
    intents: &mut Vec<ReviewIntent>,
) {
    let time = clock_text(moment.at);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        if small_button_ui(ui, &time, &format!("Go to the note at {time}")).clicked() {
            intents.push(jump(take, moment.at));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if away_ui(ui, &format!("Take away the note at {time}")) {
                if is_here(writing, take, moment.at) {
                    *writing = None;
                }
                let change = MarkChange::Note { at: moment.at, text: String::new() };
                intents.push(ReviewIntent::Mark { take: take.key, change });
            }
            field_ui(ui, take, moment, &time, writing, intents);
        });
    });
}

fn is_here(writing: &Option<Writing>, take: &ReviewTake, at: Duration) -> bool {
    writing.is_some_and(|writing| writing.take == take.key && writing.at == at)
}

fn field_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    moment: &Moment,
    time: &str,
    writing: &mut Option<Writing>,
    intents: &mut Vec<ReviewIntent>,
) {
    let mut text = moment.text.clone();
    let edit = TextEdit::singleline(&mut text)
        .id(Id::unique(("review moment", take.key, moment.at.as_millis())))
        .font(theme::body())
        .min_size(vec2(0.0, SMALL))
        .desired_width(ui.available_width())
        .hint_text("What is here?");
    let response = ui.add(edit).accessible_name(format!("Note at {time}"));
    let here = is_here(writing, take, moment.at);
    if here && writing.is_some_and(|writing| writing.fresh) {
        response.request_focus();
        response.scroll_to_me(Some(Align::Center));
        *writing = Some(Writing { take: take.key, at: moment.at, fresh: false });
        return;
    }
    if response.gained_focus() {
        // It stays while it is emptied, until one leaves it.
        *writing = Some(Writing { take: take.key, at: moment.at, fresh: false });
    }
    if response.changed() {
        let change = MarkChange::Note { at: moment.at, text };
        intents.push(ReviewIntent::Mark { take: take.key, change });
    }
    if response.lost_focus() {
        intents.push(ReviewIntent::TypingEnded);
        if here {
            *writing = None;
        }
    }
}
