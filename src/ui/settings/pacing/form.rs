//! Every field of a pacing.

use egui::{TextEdit, Ui};

use super::Kept;
use super::rows::{CHOICES, allowance_ui, count_ui, secs_ui};
use crate::interview::{AnswerBand, Clock, Order, Pacing, QuestionText, Stop, Think};
use crate::ui::theme::space;
use crate::ui::widgets::{heading_ui, row_ui, segmented_ui};
use crate::units::Wpm;

/// Longest time of any field in whole seconds: ten minutes.
const LONGEST_SECS: f64 = 600.0;

pub(super) fn form_ui(ui: &mut Ui, pacing: &mut Pacing, kept: &mut Kept) {
    words_ui(ui, pacing);
    section_ui(ui, "The question");
    question_ui(ui, pacing, kept);
    section_ui(ui, "Your answer");
    answer_ui(ui, pacing, kept);
    section_ui(ui, "After the answer");
    after_ui(ui, pacing, kept);
    ui.add_space(space::S);
}

fn section_ui(ui: &mut Ui, name: &str) {
    ui.add_space(space::S);
    heading_ui(ui, name);
}

fn words_ui(ui: &mut Ui, pacing: &mut Pacing) {
    let mut text_ui = |label: &str, text: &mut String, limit: usize| {
        row_ui(ui, label, "", |ui| {
            let width = ui.available_width().min(420.0);
            let edit = TextEdit::singleline(text).char_limit(limit).desired_width(width);
            ui.add(edit.id_salt(label)).accessible_name(label);
        });
    };
    text_ui("Name", &mut pacing.name, Pacing::NAME_MAX);
    text_ui("About it", &mut pacing.about, 160);
}

fn question_ui(ui: &mut Ui, pacing: &mut Pacing, kept: &mut Kept) {
    row_ui(ui, "Reading speed", "", |ui| {
        let mut wpm = u32::from(pacing.speech.0);
        let (slowest, fastest) = Pacing::SPEECH_WPM.into_inner();
        count_ui(
            ui,
            "Reading speed",
            " words per minute",
            &mut wpm,
            slowest.into()..=fastest.into(),
        );
        pacing.speech = Wpm(u16::try_from(wpm).unwrap_or(fastest));
    });
    row_ui(ui, "The words", "", |ui| {
        let choices = [
            (QuestionText::Shown, "Shown"),
            (QuestionText::OnRequest, "On request"),
            (QuestionText::Hidden, "Heard only"),
        ];
        segmented_ui(ui, "The words", &mut pacing.question_text, &choices, CHOICES);
    });
    row_ui(ui, "Repeats", "", |ui| {
        allowance_ui(ui, "Repeats", &mut pacing.repeats, &mut kept.repeats, 0);
    });
    row_ui(ui, "Order", "", |ui| {
        let choices = [(Order::Listed, "As listed"), (Order::Shuffled, "Shuffled")];
        segmented_ui(ui, "Order", &mut pacing.order, &choices, CHOICES);
    });
}

fn answer_ui(ui: &mut Ui, pacing: &mut Pacing, kept: &mut Kept) {
    row_ui(ui, "Time to think", "0 s: talk when ready.", |ui| think_ui(ui, pacing, kept));
    row_ui(ui, "Aim for", "", |ui| aim_ui(ui, pacing, kept));
    row_ui(ui, "If you go on", "", |ui| stop_ui(ui, pacing, kept));
    let why = "For hands-free rehearsal; 8 s or more, because people think.";
    row_ui(ui, "Silence", why, |ui| {
        let mut on = pacing.silence_ends.is_some();
        ui.checkbox(&mut on, "Ends the answer after");
        ui.add_enabled_ui(on, |ui| {
            secs_ui(ui, "Silence that ends the answer", &mut kept.silence, 8.0..=60.0, 1.0);
        });
        pacing.silence_ends = on.then_some(kept.silence);
    });
    row_ui(ui, "Clock", "", |ui| {
        let choices = [(Clock::Shown, "Shown"), (Clock::Hidden, "Hidden")];
        segmented_ui(ui, "Clock", &mut pacing.clock, &choices, CHOICES);
    });
    row_ui(ui, "Chime", "", |ui| {
        ui.checkbox(&mut pacing.chime, "Softly, when a light changes");
    });
}

fn think_ui(ui: &mut Ui, pacing: &mut Pacing, kept: &mut Kept) {
    let mut limited = pacing.think != Think::Unlimited;
    let choices = [(true, "A time"), (false, "As long as I like")];
    segmented_ui(ui, "Time to think", &mut limited, &choices, CHOICES);
    if limited {
        secs_ui(ui, "Time to think", &mut kept.think, 0.0..=LONGEST_SECS, 1.0);
        pacing.think = Think::For(kept.think);
    } else {
        pacing.think = Think::Unlimited;
    }
}

fn aim_ui(ui: &mut Ui, pacing: &mut Pacing, kept: &mut Kept) {
    let mut by_kind = pacing.answer == AnswerBand::ByKind;
    let choices = [(true, "By question"), (false, "The same for all")];
    segmented_ui(ui, "Aim for", &mut by_kind, &choices, CHOICES);
    if by_kind {
        pacing.answer = AnswerBand::ByKind;
    } else {
        secs_ui(ui, "Aim for at least", &mut kept.band.min, 0.0..=LONGEST_SECS, 5.0);
        ui.label("to");
        secs_ui(ui, "Aim for at most", &mut kept.band.max, 10.0..=LONGEST_SECS, 5.0);
        pacing.answer = AnswerBand::Fixed(kept.band);
    }
}

/// [`Stop`] without its times.
#[derive(Clone, Copy, PartialEq)]
enum StopKind {
    Off,
    Soft,
    Hard,
}

fn stop_ui(ui: &mut Ui, pacing: &mut Pacing, kept: &mut Kept) {
    let mut kind = match pacing.stop {
        Stop::Off => StopKind::Off,
        Stop::Soft { .. } => StopKind::Soft,
        Stop::Hard { .. } => StopKind::Hard,
    };
    let choices =
        [(StopKind::Off, "Let me"), (StopKind::Soft, "Move on"), (StopKind::Hard, "Stop me")];
    segmented_ui(ui, "If you go on", &mut kind, &choices, CHOICES);
    match kind {
        StopKind::Off => pacing.stop = Stop::Off,
        StopKind::Soft => {
            secs_ui(ui, "Time past the aim", &mut kept.grace, 0.0..=120.0, 5.0);
            ui.label("past the aim");
            pacing.stop = Stop::Soft { grace: kept.grace };
        }
        StopKind::Hard => {
            ui.label("at");
            secs_ui(ui, "Stop at", &mut kept.hard.0, 10.0..=LONGEST_SECS, 5.0);
            ui.label("warned");
            secs_ui(ui, "Warning before", &mut kept.hard.1, 0.0..=60.0, 1.0);
            ui.label("before");
            pacing.stop = Stop::Hard { at: kept.hard.0, warn: kept.hard.1 };
        }
    }
}

fn after_ui(ui: &mut Ui, pacing: &mut Pacing, kept: &mut Kept) {
    let why = "The interviewer says nothing; it is still recorded.";
    row_ui(ui, "A silence of", why, |ui| {
        secs_ui(ui, "A silence of", &mut pacing.hold, 0.0..=30.0, 0.5);
    });
    row_ui(ui, "Then a pause of", "", |ui| {
        secs_ui(ui, "Then a pause of", &mut pacing.between, 0.0..=30.0, 0.5);
    });
    row_ui(ui, "Follow-ups", "At most, for each question.", |ui| {
        count_ui(ui, "Follow-ups", "", &mut pacing.probes, 0..=5);
    });
    row_ui(ui, "Takes", "How often a question may be answered.", |ui| {
        allowance_ui(ui, "Takes", &mut pacing.takes, &mut kept.takes, 1);
    });
}
