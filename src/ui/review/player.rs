//! The take's shape with its playhead.

use std::time::Duration;

use egui::{Align, Button, Layout, Ui, vec2};

use crate::ui::review::{
    Heard, Repeat, ReviewIntent, ReviewModel, ReviewTake, Shown, band_bar, player_id, shades,
    star_bar,
};
use crate::ui::theme::space;
use crate::ui::times::until_next_second;
use crate::ui::waveform::{Shade, WaveIntent, Waveform, WaveformState, waveform_ui};

/// A moving playhead is drawn at most this often.
const FASTEST: Duration = Duration::from_millis(33);

/// How high the waveform is, points: in a small window, and where there is room.
const HEIGHTS: (f32, f32) = (72.0, 108.0);

/// From this height of the right-hand side on there is room, points.
const TALL: f32 = 560.0;

/// How wide a stretch L repeats where none was chosen, around the playhead.
const AROUND: Duration = Duration::from_secs(5);

/// Waveform, and length against the band.
pub(super) fn player_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    state: &mut WaveformState,
    intents: &mut Vec<ReviewIntent>,
) {
    let Some(take) = shown.take else { return };
    let shades = shades::shades(take);
    let wave = waveform(shown.model, take, &shades);
    let height = if ui.max_rect().height() >= TALL { HEIGHTS.1 } else { HEIGHTS.0 };
    let (_, wanted) = waveform_ui(ui, &wave, height, state);
    if let Some(wanted) = wanted {
        apply_wave(shown.model, take, wanted, intents);
    }
    star_bar::star_bar_ui(ui, take);
    ui.horizontal(|ui| {
        let room = vec2((ui.available_width() - ZOOM_WIDTH).max(0.0), band_bar::HEIGHT);
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
            band_bar::band_bar_ui(ui, take.length, take.band);
        });
        zoom_ui(ui, &wave, state);
    });
}

/// The take as a waveform.
pub(super) fn waveform<'a>(
    model: &ReviewModel,
    take: &'a ReviewTake,
    shades: &'a [Shade],
) -> Waveform<'a> {
    Waveform {
        id: player_id(),
        name: "Position in the take",
        sound: take.key,
        overview: take.overview.as_deref(),
        length: take.length,
        position: position(model, take),
        marks: &take.marks,
        shades,
        chosen: repeat(model, take).map(|repeat| (repeat.from, repeat.to)),
    }
}

/// Carries out what was wanted of a take's waveform.
pub(super) fn apply_wave(
    model: &ReviewModel,
    take: &ReviewTake,
    wanted: WaveIntent,
    intents: &mut Vec<ReviewIntent>,
) {
    match wanted {
        WaveIntent::Seek(to) => {
            let outside = |repeat: &Repeat| !(repeat.from..repeat.to).contains(&to);
            if repeat(model, take).as_ref().is_some_and(outside) {
                intents.push(ReviewIntent::Repeat(None));
            }
            if to != position(model, take) {
                intents.push(ReviewIntent::Seek { take: take.key, to });
            }
        }
        WaveIntent::Choose(from, to) => {
            intents.push(ReviewIntent::Repeat(Some(Repeat { take: take.key, from, to })));
            intents.push(ReviewIntent::Seek { take: take.key, to: from });
        }
    }
}

/// Room for the buttons, points.
const ZOOM_WIDTH: f32 = 112.0;

fn zoom_ui(ui: &mut Ui, wave: &Waveform<'_>, state: &mut WaveformState) {
    ui.spacing_mut().item_spacing.x = space::XS;
    ui.spacing_mut().button_padding = vec2(space::S, 0.0);
    ui.spacing_mut().interact_size.y = band_bar::HEIGHT;
    let mut button = |label: &str, name: &str, enabled| {
        let button = Button::new(label).min_size(vec2(28.0, band_bar::HEIGHT));
        ui.add_enabled(enabled, button).accessible_name(name).clicked()
    };
    if button("−", "Zoom out", state.is_zoomed()) {
        state.zoom_steps(-1, wave);
    }
    if button("+", "Zoom in", true) {
        state.zoom_steps(1, wave);
    }
    if button("Fit", "Fit the whole take", state.is_zoomed()) {
        state.fit();
    }
}

/// The stretch of this take that is heard again and again.
pub(super) fn repeat(model: &ReviewModel, take: &ReviewTake) -> Option<Repeat> {
    model.listening.repeat.filter(|repeat| repeat.take == take.key)
}

/// What L does: ends the loop, or begins one around the playhead.
pub(super) fn loop_or_not(shown: &Shown<'_>) -> Option<ReviewIntent> {
    let take = shown.take?;
    if repeat(shown.model, take).is_some() {
        return Some(ReviewIntent::Repeat(None));
    }
    let half = AROUND / 2;
    let latest = take.length.saturating_sub(AROUND);
    let from = position(shown.model, take).saturating_sub(half).min(latest);
    let to = from.saturating_add(AROUND).min(take.length);
    (from < to).then_some(ReviewIntent::Repeat(Some(Repeat { take: take.key, from, to })))
}

/// Where the playhead of this take is: where listening was left unless it is being heard.
pub(super) fn position(model: &ReviewModel, take: &ReviewTake) -> Duration {
    let heard = model.playback.what == Some(Heard::Take(take.key));
    let at = if heard { model.playback.position } else { take.left_at.unwrap_or_default() };
    at.min(take.length)
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
pub(super) fn request_repaint(ui: &Ui, model: &ReviewModel, width: f32, zoomed: bool) {
    let playback = &model.playback;
    if !playback.is_running() {
        return;
    }
    let second = until_next_second(playback.position);
    let point = match playback.what {
        // Enlarged, a point is less time; the fastest is fast enough.
        Some(Heard::Take(_)) if zoomed => FASTEST,
        Some(Heard::Take(_)) => playback.length.div_f32(width.max(1.0)).max(FASTEST),
        _ => second,
    };
    ui.ctx().request_repaint_after(point.min(second).max(FASTEST));
}
