//! The take's shape with its playhead, and the buttons to hear question, take and model answer.

use std::time::Duration;

use egui::{RichText, Ui};

use crate::ui::quiet::KeyButton;
use crate::ui::review::{
    Heard, ReviewIntent, ReviewModel, ReviewTake, Shown, band_bar, player_id, star_bar,
};
use crate::ui::theme::{self, space, tokens};
use crate::ui::times::{clock_text, until_next_second};
use crate::ui::waveform::{Waveform, WaveformCache, waveform_ui};

/// A moving playhead is drawn at most this often.
const FASTEST: Duration = Duration::from_millis(33);

/// Waveform, transport and length against the band.
pub(super) fn player_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    cache: &mut WaveformCache,
    intents: &mut Vec<ReviewIntent>,
) {
    if let Some(take) = shown.take {
        let wave = Waveform {
            id: player_id(),
            name: "Position in the take",
            sound: take.key,
            overview: take.overview.as_deref(),
            length: take.length,
            position: position(shown.model, take),
            marks: &take.marks,
        };
        let height = if ui.max_rect().height() < 560.0 { 72.0 } else { 104.0 };
        let (_, seek) = waveform_ui(ui, &wave, height, cache);
        if let Some(to) = seek.filter(|to| *to != wave.position) {
            intents.push(ReviewIntent::Seek { take: take.key, to });
        }
        star_bar::star_bar_ui(ui, take);
        band_bar::band_bar_ui(ui, take.length, take.band);
    }
    ui.horizontal_wrapped(|ui| transport_ui(ui, shown, intents));
}

fn transport_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    ui.spacing_mut().item_spacing.x = space::XS;
    let running = shown.model.playback.is_running();
    let main = KeyButton::new(if running { "Pause" } else { "Play" });
    let main = main.key("Space").main(true).stays("play");
    if ui.add(main).clicked() {
        intents.push(play_or_pause(shown));
    }
    ui.add_space(space::S);
    let (position, length) = times(shown);
    let text = format!("{} / {}", clock_text(position), clock_text(length));
    let colour = tokens(ui).text;
    ui.label(RichText::new(text).font(theme::body()).color(colour));
    ui.add_space(space::S);
    let question = || shown.question.id.clone();
    let small = RichText::new("Hear").font(theme::small()).color(tokens(ui).text_weak);
    ui.label(small);
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
    if shown.question.locked || !shown.question.has_model() {
        return;
    }
    hear(ui, "model answer", "Hear the model answer", Heard::Model);
    if let Some(take) = shown.take
        && ui.add(KeyButton::new("all three").name("Hear all three")).clicked()
    {
        intents.push(ReviewIntent::PlayAll { take: take.key, question: question() });
    }
}

/// Where the playhead of this take is: at the beginning unless it is being heard.
pub(super) fn position(model: &ReviewModel, take: &ReviewTake) -> Duration {
    let heard = model.playback.what == Some(Heard::Take(take.key));
    if heard { model.playback.position.min(take.length) } else { Duration::ZERO }
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
pub(super) fn play_or_pause(shown: &Shown<'_>) -> ReviewIntent {
    let playback = &shown.model.playback;
    let take = shown.take.map(|take| Heard::Take(take.key));
    // A take that was paused and left for another one does not come back by surprise.
    let elsewhere = matches!(playback.what, Some(Heard::Take(_))) && playback.what != take;
    if playback.is_running() {
        ReviewIntent::Pause
    } else if playback.what.is_some() && !elsewhere {
        ReviewIntent::Resume
    } else {
        let what = take.unwrap_or(Heard::Question);
        ReviewIntent::Play { what, question: shown.question.id.clone() }
    }
}

/// So many seconds on in the take, or back.
pub(super) fn seek_by(shown: &Shown<'_>, secs: i64) -> Option<ReviewIntent> {
    let take = shown.take?;
    let by = Duration::from_secs(secs.unsigned_abs());
    let now = position(shown.model, take);
    let to =
        if secs < 0 { now.saturating_sub(by) } else { now.saturating_add(by).min(take.length) };
    (to != now).then_some(ReviewIntent::Seek { take: take.key, to })
}

/// Asks to be drawn again when the playhead has moved by a point, or a second of the clock is over.
pub(super) fn request_repaint(ui: &Ui, model: &ReviewModel, width: f32) {
    let playback = &model.playback;
    if !playback.is_running() {
        return;
    }
    let second = until_next_second(playback.position);
    let point = match playback.what {
        Some(Heard::Take(_)) => playback.length.div_f32(width.max(1.0)).max(FASTEST),
        _ => second,
    };
    ui.ctx().request_repaint_after(point.min(second).max(FASTEST));
}
