//! Filler words, tapped by the listener as they are heard.

use std::time::Duration;

use egui::{Id, Ui};

use crate::ui::quiet::KeyButton;
use crate::ui::review::{FillerRate, MarkChange, ReviewIntent, ReviewTake};
use crate::ui::times::clock_text;
use crate::ui::widgets::body_ui;

use super::chip::{Chip, ChipAsks, chip_ui, chips_ui};
use super::parts::{heading_ui, weak_ui};
use super::{LEAD, jump};

/// The button that does the same as its key.
pub(super) fn tap_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    at: Option<Duration>,
    intents: &mut Vec<ReviewIntent>,
) {
    let button = KeyButton::new("Filler").key("F").name("Filler word here");
    let clicked = ui.add(button).clicked();
    if let (true, Some(at)) = (clicked, at) {
        let change = MarkChange::AddFiller(at);
        intents.push(ReviewIntent::Mark { take: take.key, change });
    }
}

/// How many, how often, and where.
pub(super) fn fillers_ui(ui: &mut Ui, take: &ReviewTake, intents: &mut Vec<ReviewIntent>) {
    heading_ui(ui, "Fillers");
    let fillers = &take.marked.fillers;
    if fillers.is_empty() {
        weak_ui(ui, "None tapped. Press F at each “um” or “you know” while you listen.");
        return;
    }
    body_ui(ui, &count_text(take));
    let rate = FillerRate::of(fillers.len(), take.measures.as_deref(), take.length);
    weak_ui(ui, rate.map_or("The take is too short to say how often.", FillerRate::words));
    chips_ui(ui, |ui| fillers.iter().for_each(|at| filler_ui(ui, take, *at, intents)));
}

fn filler_ui(ui: &mut Ui, take: &ReviewTake, at: Duration, intents: &mut Vec<ReviewIntent>) {
    let time = clock_text(at);
    let chip = Chip {
        id: Id::unique(("filler", take.key, at.as_millis())),
        text: &time,
        name: &format!("Go to the filler at {time}"),
        away: Some(&format!("Take away the filler at {time}")),
        marked: false,
    };
    match chip_ui(ui, &chip) {
        Some(ChipAsks::Go) => intents.push(jump(take, at.saturating_sub(LEAD))),
        Some(ChipAsks::Away) => {
            let change = MarkChange::RemoveFiller(at);
            intents.push(ReviewIntent::Mark { take: take.key, change });
        }
        None => {}
    }
}

/// "3, counted by you · 2.1 a minute of speech".
fn count_text(take: &ReviewTake) -> String {
    let count = take.marked.fillers.len();
    match FillerRate::of(count, take.measures.as_deref(), take.length) {
        Some(FillerRate { per_minute, of_speech }) => {
            let of = if of_speech { " of speech" } else { "" };
            format!("{count}, counted by you · {per_minute:.1} a minute{of}")
        }
        None => format!("{count}, counted by you"),
    }
}
