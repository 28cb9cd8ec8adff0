//! The clock with its light, or only "Recording" for people who rehearse better without.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Align2, Color32, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::interview::{Clock, Light};
use crate::ui::room::lights;
use crate::ui::theme::{self, tokens};
use crate::ui::times::{clock_text, countdown_text};

/// Height of the figures, points.
const FIGURES_HEIGHT: f32 = 80.0;
/// Height of the whole: figures and the light's line below. Always the same, so that nothing moves.
const HEIGHT: f32 = FIGURES_HEIGHT + 36.0;
/// Radius of the dot that says that it is recorded, points.
const DOT: f32 = 6.0;

/// What a clock shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// Length of the answer so far.
    pub elapsed: Duration,
    /// How long until it is stopped, where it is.
    pub left: Option<Duration>,
    /// Whether that is soon.
    pub is_near: bool,
    /// The light for this length.
    pub light: Light,
    /// Whether it is recorded.
    pub is_recording: bool,
}

/// The clock of a running answer.
pub(super) fn recording_clock_ui(ui: &mut Ui, shown: Clock, reading: Reading) {
    if shown == Clock::Hidden {
        return hidden_ui(ui, reading);
    }
    let (word, colour) = match reading.light {
        // The light has nothing to say yet, and a ring alone says nothing.
        Light::Off if reading.is_recording => ("Recording", tokens(ui).text_weak),
        light => (lights::word(light), lights::colour(light, tokens(ui))),
    };
    let colour = if reading.is_near { tokens(ui).red } else { colour };
    let (figures, words) = match reading.left {
        Some(left) if word.is_empty() => (countdown_text(left), "left".to_owned()),
        Some(left) => (countdown_text(left), format!("left · {word}")),
        None => (clock_text(reading.elapsed), word.to_owned()),
    };
    clock_ui(ui, &figures, Some((reading.light, &words, colour)), reading.is_recording);
}

/// A countdown: figures alone.
pub(super) fn countdown_ui(ui: &mut Ui, left: Duration) {
    clock_ui(ui, &countdown_text(left), None, false);
}

fn clock_ui(ui: &mut Ui, figures: &str, light: Option<(Light, &str, Color32)>, is_recording: bool) {
    let height = if light.is_some() { HEIGHT } else { FIGURES_HEIGHT };
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let name = match light {
        Some((_, words, _)) if !words.is_empty() => format!("{figures}, {words}"),
        _ => figures.to_owned(),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Timer, true, &name));
    let tokens = tokens(ui);
    let painter = ui.painter();
    let left = steady_figures(ui, figures, pos2(rect.center().x, rect.top() + 40.0));
    if is_recording {
        painter.circle_filled(pos2(left - 22.0, rect.top() + 40.0), DOT, tokens.red);
    }
    let Some((light, words, colour)) = light else { return };
    let y = rect.top() + 96.0;
    let galley = painter.layout_no_wrap(words.to_owned(), theme::heading(), colour);
    // Alone in the middle while there is no word; beside it afterwards.
    let beside = if words.is_empty() { 0.0 } else { galley.size().x / 2.0 + 12.0 };
    lights::paint(painter, pos2(rect.center().x - beside, y), 8.0, light, tokens);
    let left = rect.center().x - beside + 20.0;
    painter.galley(pos2(left, y - galley.size().y / 2.0), galley, colour);
}

/// Figures of equal width each, so that a passing second moves nothing but itself. Gives their left edge.
fn steady_figures(ui: &Ui, figures: &str, center: egui::Pos2) -> f32 {
    let colour = tokens(ui).text;
    let painter = ui.painter();
    let width =
        |text: &str| painter.layout_no_wrap(text.to_owned(), theme::clock(), colour).size().x;
    let (digit, colon) = (width("0"), width(":"));
    let advance = |c: char| if c == ':' { colon } else { digit };
    let first = center.x - figures.chars().map(advance).sum::<f32>() / 2.0;
    let mut x = first;
    for c in figures.chars() {
        let at = pos2(x + advance(c) / 2.0, center.y);
        painter.text(at, Align2::CENTER_CENTER, c, theme::clock(), colour);
        x += advance(c);
    }
    first
}

fn hidden_ui(ui: &mut Ui, reading: Reading) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let words = if reading.is_recording { "Recording" } else { "Not recorded" };
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, words));
    let tokens = tokens(ui);
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(words.to_owned(), theme::title(), tokens.text);
    let left = rect.center().x - galley.size().x / 2.0;
    if reading.is_recording {
        painter.circle_filled(pos2(left - 18.0, rect.center().y), DOT, tokens.red);
    }
    painter.galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, tokens.text);
}
