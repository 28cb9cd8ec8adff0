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

/// The clock of a running recording.
pub(super) fn recording_clock_ui(
    ui: &mut Ui,
    shown: Clock,
    elapsed: Duration,
    light: Light,
    warning: Option<Duration>,
) {
    match shown {
        Clock::Shown => {
            let (words, colour) = match warning {
                Some(left) => (format!("{} left", countdown_text(left)), tokens(ui).red),
                None => (lights::word(light).to_owned(), lights::colour(light, tokens(ui))),
            };
            clock_ui(ui, &clock_text(elapsed), Some((light, &words, colour)));
        }
        Clock::Hidden => hidden_ui(ui),
    }
}

/// A countdown: figures alone.
pub(super) fn countdown_ui(ui: &mut Ui, left: Duration) {
    clock_ui(ui, &countdown_text(left), None);
}

fn clock_ui(ui: &mut Ui, figures: &str, light: Option<(Light, &str, Color32)>) {
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
    steady_figures(ui, figures, pos2(rect.center().x, rect.top() + 40.0));
    let Some((light, words, colour)) = light else { return };
    let y = rect.top() + 96.0;
    // A ring alone says nothing.
    let (shown, colour) =
        if words.is_empty() { ("Recording", tokens.text_weak) } else { (words, colour) };
    let galley = painter.layout_no_wrap(shown.to_owned(), theme::heading(), colour);
    let beside = galley.size().x / 2.0 + 12.0;
    lights::paint(painter, pos2(rect.center().x - beside, y), 8.0, light, tokens);
    let left = rect.center().x - beside + 20.0;
    painter.galley(pos2(left, y - galley.size().y / 2.0), galley, colour);
}

/// Figures of equal width each, so that a passing second moves nothing but itself.
fn steady_figures(ui: &Ui, figures: &str, center: egui::Pos2) {
    let colour = tokens(ui).text;
    let painter = ui.painter();
    let width =
        |text: &str| painter.layout_no_wrap(text.to_owned(), theme::clock(), colour).size().x;
    let (digit, colon) = (width("0"), width(":"));
    let advance = |c: char| if c == ':' { colon } else { digit };
    let mut x = center.x - figures.chars().map(advance).sum::<f32>() / 2.0;
    for c in figures.chars() {
        let at = pos2(x + advance(c) / 2.0, center.y);
        painter.text(at, Align2::CENTER_CENTER, c, theme::clock(), colour);
        x += advance(c);
    }
}

fn hidden_ui(ui: &mut Ui) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, "Recording"));
    let tokens = tokens(ui);
    let painter = ui.painter();
    let galley = painter.layout_no_wrap("Recording".to_owned(), theme::title(), tokens.text);
    let left = rect.center().x - galley.size().x / 2.0;
    painter.circle_filled(pos2(left - 18.0, rect.center().y), 6.0, tokens.red);
    painter.galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, tokens.text);
}
