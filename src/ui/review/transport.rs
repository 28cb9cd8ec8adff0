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

/// From this width on what can be heard has a button each; below, a list of its own. Points.
const ROOM_FOR_ALL: f32 = 860.0;

/// Everything below the waveform, in one row where there is any room for it.
pub(super) fn transport_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let is_roomy = ui.available_width() >= ROOM_FOR_ALL;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
        play_ui(ui, shown, intents);
        if shown.take.is_some() {
            ui.add_space(space::S);
            how_ui(ui, shown, is_roomy, intents);
        }
        ui.add_space(space::S);
        if is_roomy {
            hear_ui(ui, shown, intents);
        } else {
            hear_list_ui(ui, shown, intents);
        }
        flip_ui(ui, shown, intents);
    });
}

fn play_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let running = shown.model.playback.is_running();
    let main = KeyButton::new(if running { "Pause" } else { "Play" });
    let has_sound = shown.take.is_none_or(|take| take.has_sound);
    let main = main.key("Space").main(true).stays("play").also(&["Play", "Pause"]);
    if ui.add_enabled(has_sound || running, main).clicked() {
        intents.push(play_or_pause(shown, &[]));
    }
    ui.add_space(space::S);
    let (position, length) = times(shown);
    let text = format!("{} / {}", clock_text(position), clock_text(length));
    let colour = tokens(ui).text;
    ui.label(RichText::new(text).font(theme::body()).color(colour));
}

/// Speed, silences, loop.
fn how_ui(ui: &mut Ui, shown: &Shown<'_>, is_roomy: bool, intents: &mut Vec<ReviewIntent>) {
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
    let skip = KeyButton::new(if is_roomy { "Skip silences" } else { "Skip" });
    let skip = skip.name("Skip silences").on(listening.skip_silences);
    if ui.add(skip).on_hover_text("Leaves out what is silent").clicked() {
        intents.push(ReviewIntent::SkipSilences(!listening.skip_silences));
    }
    let Some(take) = shown.take else { return };
    let repeat = repeat(shown.model, take);
    let chip = KeyButton::new("Loop").key("L").on(repeat.is_some());
    let hint = repeat.map_or_else(
        || "Five seconds around the playhead, or what is dragged in the waveform".to_owned(),
        |it| format!("{} to {}", clock_text(it.from), clock_text(it.to)),
    );
    if ui.add(chip).on_hover_text(hint).clicked() {
        intents.extend(loop_or_not(shown));
    }
}

/// Something that can be heard: its word, its name, and whether it is heard now.
struct Hearable {
    word: &'static str,
    name: &'static str,
    intent: ReviewIntent,
    is_heard: bool,
}

/// What can be heard beside the take, in order.
fn hearables(shown: &Shown<'_>) -> Vec<Hearable> {
    let playback = &shown.model.playback;
    let heard = playback.what.filter(|_| playback.is_running());
    let one = |word, name, what| {
        let intent = ReviewIntent::Play { what, question: shown.question.id.clone() };
        Hearable { word, name, intent, is_heard: heard == Some(what) }
    };
    let question = match shown.take {
        _ if !shown.question.asked_aloud => None,
        Some(take) if take.asked.is_some() => {
            Some(one("follow-up", "Hear the follow-up", Heard::FollowUp(take.key)))
        }
        _ => Some(one("question", "Hear the question", Heard::Question)),
    };
    let take = shown.take.filter(|take| take.has_sound);
    let take = take.map(|take| one("my take", "Hear my take", Heard::Take(take.key)));
    let model = shown.has_model_to_hear();
    let model = model.then(|| one("model answer", "Hear the model answer", Heard::Model));
    let all = hear_all(shown).map(|intent| Hearable {
        word: "all three",
        name: "Hear all three",
        intent,
        is_heard: false,
    });
    [question, take, model, all].into_iter().flatten().collect()
}

fn hear_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    for Hearable { word, name, intent, is_heard } in hearables(shown) {
        let response = ui.add(KeyButton::new(word).name(name).main(is_heard));
        let is_all = matches!(intent, ReviewIntent::PlayAll { .. });
        let hint = if is_all { "Hear all three, one after the other   A" } else { name };
        if response.on_hover_text(hint).clicked() {
            intents.push(intent);
        }
    }
}

/// The same as a list, where there is no room for a row.
fn hear_list_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let mut all = hearables(shown);
    let choices: Vec<Choice<Option<usize>>> =
        all.iter().enumerate().map(|(nth, one)| Choice::new(Some(nth), one.name)).collect();
    let (_, chosen) = dropdown_ui(ui, "Hear", &None, &choices, "Hear", 76.0);
    if let Some(nth) = chosen.flatten().filter(|nth| *nth < all.len()) {
        intents.push(all.swap_remove(nth).intent);
    }
}

fn flip_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    if let Some(flip) = flip(shown) {
        let name = "Flip between my take and the model answer";
        if ui.add(KeyButton::new("Flip").key("M").name(name)).on_hover_text(name).clicked() {
            intents.push(flip);
        }
    }
}

/// Hear question, take and model answer, where there are all three.
pub(super) fn hear_all(shown: &Shown<'_>) -> Option<ReviewIntent> {
    let take = shown.take.filter(|take| take.has_sound && shown.has_model_to_hear())?;
    Some(ReviewIntent::PlayAll { take: take.key, question: shown.question.id.clone() })
}

/// To the matching place of the model answer, or back, where there are both.
pub(super) fn flip(shown: &Shown<'_>) -> Option<ReviewIntent> {
    let take = shown.take.filter(|take| take.has_sound && shown.has_model_to_hear())?;
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
