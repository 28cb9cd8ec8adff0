//! How long an answer should last: as the question's kind asks, or seconds of the question's own.

use egui::{DragValue, Response, Ui};

use super::super::bank::BankIntent;
use super::fields::Intents;
use crate::bank::{Band, Field, Question, band_text};
use crate::ui::widgets::segmented_ui;

/// Width of the two choices, points.
const CHOICES: f32 = 330.0;

/// Width of a time, points.
const TIME: f32 = 72.0;

pub(super) fn target_ui(ui: &mut Ui, question: &Question, out: &mut Intents<'_>) {
    ui.horizontal_wrapped(|ui| {
        ui.label("Aim for");
        let mut is_own = question.own_band.is_some();
        let of_kind = format!("As its kind, {}", band_text(question.kind.band()));
        let choices = [(false, of_kind.as_str()), (true, "Its own")];
        segmented_ui(ui, "Aim for", &mut is_own, &choices, CHOICES);
        if is_own != question.own_band.is_some() {
            // Begins with what was in force, so that nothing jumps.
            out.push(Field::Band(is_own.then(|| question.kind.band())));
            out.intents.push(BankIntent::TypingEnded);
        }
        if let Some(band) = question.own_band {
            own_ui(ui, band, out);
        }
    });
}

/// From so many seconds to so many; one pushes the other along.
fn own_ui(ui: &mut Ui, band: Band, out: &mut Intents<'_>) {
    let (least, most) = band.in_secs();
    let (mut from, mut to) = (least, most);
    let response = time_ui(ui, "Aim for at least", &mut from);
    typed(&response, Band::own(from, most.max(from)), out);
    ui.label("to");
    let response = time_ui(ui, "Aim for at most", &mut to);
    typed(&response, Band::own(least.min(to), to), out);
}

fn time_ui(ui: &mut Ui, name: &str, secs: &mut u64) -> Response {
    let value = DragValue::new(secs)
        .range(1..=Band::LONGEST_SECS)
        .suffix(" s")
        // Half a number would push the other time about.
        .update_while_editing(false)
        .min_size(egui::vec2(TIME, 0.0));
    ui.add(value).accessible_name(name)
}

fn typed(response: &Response, band: Option<Band>, out: &mut Intents<'_>) {
    out.typed(response, || Field::Band(band));
    if response.drag_stopped() {
        out.intents.push(BankIntent::TypingEnded);
    }
}
