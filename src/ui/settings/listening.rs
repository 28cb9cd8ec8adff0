//! How takes are listened to, and what counts as what in them.

use egui::Ui;

use super::{ListeningIntent, SettingsIntent, SettingsModel};
use crate::analysis::Thresholds;
use crate::ui::theme::space;
use crate::ui::widgets::{NumberField, card_ui, hint_ui, number_field_ui, row_ui};

/// A threshold that can be changed.
struct Threshold {
    /// What it is called.
    name: &'static str,
    /// What it does, a sentence.
    meaning: &'static str,
    /// After the number.
    unit: &'static str,
    /// Least, most and step.
    range: (f64, f64, f64),
    /// Where it is.
    of: fn(&mut Thresholds) -> &mut f64,
}

const THRESHOLDS: [Threshold; 5] = [
    Threshold {
        name: "A pause is",
        meaning: "A stop of at least this long counts as a pause.",
        unit: " s",
        range: (0.4, 1.2, 0.1),
        of: |all| &mut all.pause_secs,
    },
    Threshold {
        name: "A listed pause is",
        meaning: "Pauses of at least this long are listed one by one.",
        unit: " s",
        range: (0.6, 10.0, 0.5),
        of: |all| &mut all.listed_secs,
    },
    Threshold {
        name: "A long pause is",
        meaning: "Pauses of at least this long stand out in the list.",
        unit: " s",
        range: (1.0, 20.0, 0.5),
        of: |all| &mut all.highlighted_secs,
    },
    Threshold {
        name: "Running on begins after",
        meaning: "Speech after a stop of at least this long, past the target length, is running on.",
        unit: " s",
        range: (0.6, 5.0, 0.1),
        of: |all| &mut all.run_on_secs,
    },
    Threshold {
        name: "Speech is heard from",
        meaning: "How sure the detector must be that it hears a voice, 0 to 1. Lower finds quiet words, \
                  and takes more noise for speech.",
        unit: "",
        range: (0.1, 0.9, 0.1),
        of: |all| &mut all.speech_score,
    },
];

pub(super) fn page_ui(ui: &mut Ui, model: &SettingsModel, all: &mut Vec<SettingsIntent>) {
    let mut wanted = Vec::new();
    let intents = &mut wanted;
    card_ui(ui, "Playing takes", 0.0, |ui| playing_ui(ui, model, intents));
    ui.add_space(space::S);
    card_ui(ui, "Before the first take", 0.0, |ui| {
        let why = "Model answers stay closed until you have answered once yourself.";
        row_ui(ui, "Speak before you read", why, |ui| {
            let mut on = model.cold_first;
            if ui.checkbox(&mut on, "Answer first, then compare").changed() {
                intents.push(ListeningIntent::ColdFirst(on));
            }
        });
    });
    ui.add_space(space::S);
    card_ui(ui, "What counts as what", 0.0, |ui| thresholds_ui(ui, model.thresholds, intents));
    all.extend(wanted.into_iter().map(SettingsIntent::Listening));
}

fn playing_ui(ui: &mut Ui, model: &SettingsModel, intents: &mut Vec<ListeningIntent>) {
    let mut rewind = model.rewind_secs;
    let why = "How far playing goes back when you go on listening.";
    if secs_ui(ui, "Go back after a pause", why, &mut rewind) {
        intents.push(ListeningIntent::RewindSecs(rewind));
    }
    let mut gap = model.gap_secs;
    let why = "When question, take and model answer are heard one after the other.";
    if secs_ui(ui, "Silence between voices", why, &mut gap) {
        intents.push(ListeningIntent::GapSecs(gap));
    }
    let why = "Long pauses in a take are passed over.";
    row_ui(ui, "Long silences", why, |ui| {
        let mut on = model.skip_silences;
        if ui.checkbox(&mut on, "Skip them").changed() {
            intents.push(ListeningIntent::SkipSilences(on));
        }
    });
    let why =
        "Question, take and model answer are played equally loud; the recording stays as it is.";
    row_ui(ui, "Loudness", why, |ui| {
        let mut on = model.match_levels;
        if ui.checkbox(&mut on, "The same for all voices").changed() {
            intents.push(ListeningIntent::MatchLevels(on));
        }
    });
}

fn secs_ui(ui: &mut Ui, name: &str, why: &str, secs: &mut f64) -> bool {
    let field = NumberField { name, unit: " s", range: 0.0..=10.0, step: 0.5 };
    let mut is_changed = false;
    row_ui(ui, name, why, |ui| is_changed = number_field_ui(ui, &field, secs).changed());
    is_changed
}

fn thresholds_ui(ui: &mut Ui, now: Thresholds, intents: &mut Vec<ListeningIntent>) {
    hint_ui(ui, "Takes are measured again with these when they are next looked at.");
    let mut chosen = now;
    for Threshold { name, meaning, unit, range: (least, most, step), of } in THRESHOLDS {
        let field = NumberField { name, unit, range: least..=most, step };
        row_ui(ui, name, meaning, |ui| {
            number_field_ui(ui, &field, of(&mut chosen));
        });
    }
    row_ui(ui, "", "", |ui| {
        let is_usual = now == Thresholds::default();
        ui.add_enabled_ui(!is_usual, |ui| {
            if ui.button("Back to the usual").clicked() {
                chosen = Thresholds::default();
            }
        });
    });
    if chosen != now {
        intents.push(ListeningIntent::Thresholds(chosen));
    }
}
