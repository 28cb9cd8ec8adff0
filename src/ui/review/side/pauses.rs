//! The pauses that are long enough to be heard as such, each with the way to it.

use egui::{Id, Ui};

use crate::analysis::{Measures, Span};
use crate::ui::review::{ReviewIntent, ReviewTake};
use crate::ui::times::clock_text;

use super::chip::{Chip, chip_ui, chips_ui};
use super::measures::begin;
use super::parts::{heading_ui, weak_ui};
use super::values::number_text;
use super::{LEAD, jump};

/// The list; nothing where there is no pause at all to speak of.
pub(super) fn pauses_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    measures: &Measures,
    intents: &mut Vec<ReviewIntent>,
) {
    let limits = measures.thresholds;
    let listed: Vec<&Span> =
        measures.pauses.iter().filter(|pause| pause.secs() >= limits.listed_secs).collect();
    if measures.speech.is_empty() {
        return;
    }
    heading_ui(ui, &format!("Pauses of {} s and more", limits.listed_secs));
    if listed.is_empty() {
        weak_ui(ui, "None.");
        return;
    }
    chips_ui(ui, |ui| {
        for (nth, pause) in listed.into_iter().enumerate() {
            let long = pause.secs() >= limits.highlighted_secs;
            let least = if measures.is_cut(*pause) { "at least " } else { "" };
            pause_ui(ui, take, (nth, *pause), (long, least), intents);
        }
    });
    weak_ui(
        ui,
        "A pause at the end of a thought sounds composed; in the middle of one it is noticed.",
    );
}

fn pause_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    (nth, pause): (usize, Span),
    (long, least): (bool, &str),
    intents: &mut Vec<ReviewIntent>,
) {
    let Some(at) = begin(pause) else { return };
    let (time, secs) = (clock_text(at), number_text(pause.secs(), 1));
    let (shown, said) = if long { ("long, ", "long ") } else { ("", "") };
    let chip = Chip {
        id: Id::unique(("pause", take.key, nth)),
        text: &format!("{time} · {shown}{least}{secs} s"),
        name: &format!("Go to the {said}pause at {time}, {least}{secs} seconds"),
        away: None,
        marked: long,
    };
    if chip_ui(ui, &chip).is_some() {
        intents.push(jump(take, at.saturating_sub(LEAD)));
    }
}
