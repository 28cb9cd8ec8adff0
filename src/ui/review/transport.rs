//! The buttons to hear question, take and model answer, and how takes are heard.

use std::time::Duration;

use egui::{RichText, Ui};

use crate::ui::quiet::KeyButton;
use crate::ui::review::player::{loop_or_not, position, repeat};
use crate::ui::review::{Heard, ReviewIntent, Shown};
use crate::ui::theme::{self, space, tokens};
use crate::ui::times::clock_text;
use crate::ui::widgets::{Choice, dropdown_ui};

/// Slowest, fastest and the step between, percent of the speed as spoken.
const SPEEDS: (u32, u32, u32) = (50, 200, 25);

/// From this width on all of it stands in one row, points.
const ONE_ROW: f32 = 1040.0;

/// Everything below the waveform: in one row, or what is heard in a row of its own.
pub(super) fn transport_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let row = |ui: &mut Ui, add: &mut dyn FnMut(&mut Ui)| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
            add(ui);
        });
    };
    if ui.available_width() >= ONE_ROW {
        row(ui, &mut |ui| {
            how_it_plays_ui(ui, shown, intents);
            ui.add_space(space::S);
            hear_ui(ui, shown, intents);
        });
        return;
    }
    ui.spacing_mut().item_spacing.y = space::XS;
    row(ui, &mut |ui| how_it_plays_ui(ui, shown, intents));
    row(ui, &mut |ui| hear_ui(ui, shown, intents));
}

fn how_it_plays_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    play_ui(ui, shown, intents);
    if shown.take.is_some() {
        ui.add_space(space::S);
        how_ui(ui, shown, intents);
    }
}

fn play_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let running = shown.model.playback.is_running();
    let main = KeyButton::new(if running { "Pause" } else { "Play" });
    if ui.add(main.key("Space").main(true).stays("play")).clicked() {
        intents.push(play_or_pause(shown, &[]));
    }
    ui.add_space(space::S);
    let (position, length) = times(shown);
    let text = format!("{} / {}", clock_text(position), clock_text(length));
    let colour = tokens(ui).text;
    ui.label(RichText::new(text).font(theme::body()).color(colour));
}

/// Speed, silences, loop.
fn how_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let listening = shown.model.listening;
    let (least, most, step) = SPEEDS;
    let choices: Vec<Choice<u32>> = (least..=most)
        .step_by(step as usize)
        .map(|percent| Choice::new(percent, speed_words(percent)))
        .collect();
    let now = listening.speed_percent;
    let (response, chosen) = dropdown_ui(ui, "Speed", &now, &choices, &speed_words(now), 56.0);
    response.on_hover_text("How fast takes are heard   [  ]");
    intents.extend(chosen.map(ReviewIntent::SetSpeed));
    let skip = KeyButton::new("Skip silences").on(listening.skip_silences);
    if ui.add(skip).clicked() {
        intents.push(ReviewIntent::SkipSilences(!listening.skip_silences));
    }
    let Some(take) = shown.take else { return };
    let repeat = repeat(shown.model, take);
    let label = repeat.map_or_else(
        || "Loop".to_owned(),
        |it| format!("Loop {}–{}", clock_text(it.from), clock_text(it.to)),
    );
    let chip = KeyButton::new(label).key("L").name("Loop").on(repeat.is_some());
    if ui.add(chip).clicked() {
        intents.extend(loop_or_not(shown));
    }
}

fn hear_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let small = RichText::new("Hear").font(theme::small()).color(tokens(ui).text_weak);
    ui.label(small);
    let question = || shown.question.id.clone();
    let running = shown.model.playback.is_running();
    let heard = shown.model.playback.what.filter(|_| running);
    let mut hear = |ui: &mut Ui, label: &str, name, what| {
        let button = KeyButton::new(label).name(name).main(heard == Some(what));
        if ui.add(button).clicked() {
            intents.push(ReviewIntent::Play { what, question: question() });
        }
    };
    match shown.take {
        _ if !shown.question.asked_aloud => {}
        Some(take) if take.asked.is_some() => {
            hear(ui, "follow-up", "Hear the follow-up", Heard::FollowUp(take.key));
        }
        _ => hear(ui, "question", "Hear the question", Heard::Question),
    }
    if let Some(take) = shown.take {
        hear(ui, "my take", "Hear my take", Heard::Take(take.key));
    }
    if shown.has_model_to_hear() {
        hear(ui, "model answer", "Hear the model answer", Heard::Model);
    }
    if let Some(all) = hear_all(shown)
        && ui.add(KeyButton::new("all three").name("Hear all three")).on_hover_text("A").clicked()
    {
        intents.push(all);
    }
    if let Some(flip) = flip(shown) {
        let name = "Flip between my take and the model answer";
        if ui.add(KeyButton::new("Flip").key("M").name(name)).clicked() {
            intents.push(flip);
        }
    }
}

/// Hear question, take and model answer, where there are all three.
pub(super) fn hear_all(shown: &Shown<'_>) -> Option<ReviewIntent> {
    let take = shown.take.filter(|_| shown.has_model_to_hear())?;
    Some(ReviewIntent::PlayAll { take: take.key, question: shown.question.id.clone() })
}

/// To the matching place of the model answer, or back, where there are both.
pub(super) fn flip(shown: &Shown<'_>) -> Option<ReviewIntent> {
    let take = shown.take.filter(|_| shown.has_model_to_hear())?;
    Some(ReviewIntent::Flip { take: take.key, question: shown.question.id.clone() })
}

/// So many steps faster, less than nothing for slower.
pub(super) fn speed_by(shown: &Shown<'_>, steps: i32) -> Option<ReviewIntent> {
    let (least, most, step) = SPEEDS;
    let now = shown.model.listening.speed_percent;
    // From a speed between two steps, the next step is in the direction asked for.
    let next =
        if steps > 0 { (now / step + 1) * step } else { now.div_ceil(step).max(1) * step - step };
    let next = next.clamp(least, most);
    (next != now).then_some(ReviewIntent::SetSpeed(next))
}

/// "1×", "0.75×".
fn speed_words(percent: u32) -> String {
    format!("{}×", f64::from(percent) / 100.0)
}

/// Position and length of what is being heard, or of the take.
fn times(shown: &Shown<'_>) -> (Duration, Duration) {
    let playback = &shown.model.playback;
    match (playback.what, shown.take) {
        (Some(Heard::Question | Heard::FollowUp(_) | Heard::Model), _) => {
            (playback.position, playback.length)
        }
        (_, Some(take)) => (position(shown.model, take), take.length),
        (_, None) => (Duration::ZERO, Duration::ZERO),
    }
}

/// What Space does: pause or go on with what is being heard, else hear the take, else the question.
/// `beside` are other takes in sight, by key.
pub(super) fn play_or_pause(shown: &Shown<'_>, beside: &[usize]) -> ReviewIntent {
    let playback = &shown.model.playback;
    let take = shown.take.map(|take| Heard::Take(take.key));
    // A take that was paused and left for another one does not come back by surprise.
    let elsewhere = match playback.what {
        Some(Heard::Take(key)) => playback.what != take && !beside.contains(&key),
        _ => false,
    };
    if playback.is_running() {
        ReviewIntent::Pause
    } else if playback.what.is_some() && !elsewhere {
        ReviewIntent::Resume
    } else {
        let what = take.unwrap_or(Heard::Question);
        ReviewIntent::Play { what, question: shown.question.id.clone() }
    }
}
