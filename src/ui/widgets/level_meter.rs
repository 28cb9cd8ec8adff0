//! How loud the microphone is: a bar from −60 to 0 dB, a tick at the recent peak, and a word.

use std::time::Duration;

use egui::{
    Align2, CornerRadius, Id, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::ui::theme::{self, Tokens};
use crate::units::Dbfs;

/// The lower end of the scale.
const SCALE_FLOOR: Dbfs = Dbfs(-60.0);
/// How long the tick stays at a peak before it falls.
const PEAK_HOLD_SECS: f64 = 1.5;
/// How fast the tick falls then.
const PEAK_FALL_DB_PER_SEC: f32 = 24.0;
/// Between two frames while the microphone is live: 15 a second follow a voice well enough.
const REPAINT: Duration = Duration::from_nanos(1_000_000_000 / 15);

/// The level in a word, for people who don't read bars or colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelWord {
    /// Below −55 dB: a dead or muted input, or a very silent room.
    Silent,
    /// Up to −30 dB: the room, or a voice far away.
    Quiet,
    /// A voice with room to spare.
    Good,
    /// Above −3 dB: about to clip.
    TooLoud,
}

impl LevelWord {
    /// The word for a peak level. Thresholds are ours: close-talk speech into a well-set microphone
    /// peaks between −20 and −6 dBFS.
    #[must_use]
    pub fn of(level: Dbfs) -> Self {
        match level.0 {
            db if db > -3.0 => Self::TooLoud,
            db if db > -30.0 => Self::Good,
            db if db > -55.0 => Self::Quiet,
            _ => Self::Silent,
        }
    }

    /// As shown.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Silent => "Silent",
            Self::Quiet => "Quiet",
            Self::Good => "Good",
            Self::TooLoud => "Too loud",
        }
    }

    const fn colour(self, t: &Tokens) -> egui::Color32 {
        match self {
            Self::Silent => t.text_weak,
            Self::Quiet => t.wave,
            Self::Good => t.green,
            Self::TooLoud => t.red,
        }
    }
}

/// Whether numbers stand under the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeterSide {
    /// Bar and word.
    Plain,
    /// Bar and word over a scale in dB.
    Scale,
}

/// The recent peak, held and then falling.
#[derive(Debug, Clone, Copy)]
struct Peak {
    level_db: f32,
    held_since_secs: f64,
}

impl Peak {
    /// The peak after `level_db` was seen at `now_secs`.
    fn next(before: Option<Self>, level_db: f32, now_secs: f64) -> Self {
        let fresh = Self { level_db, held_since_secs: now_secs };
        let Some(peak) = before else { return fresh };
        #[expect(clippy::cast_possible_truncation, reason = "seconds since a peak")]
        let falling = (now_secs - peak.held_since_secs - PEAK_HOLD_SECS).max(0.0) as f32;
        let shown = peak.level_db - falling * PEAK_FALL_DB_PER_SEC;
        if level_db >= shown { fresh } else { peak }
    }

    fn shown_db(self, now_secs: f64) -> f32 {
        #[expect(clippy::cast_possible_truncation, reason = "seconds since a peak")]
        let falling = (now_secs - self.held_since_secs - PEAK_HOLD_SECS).max(0.0) as f32;
        self.level_db - falling * PEAK_FALL_DB_PER_SEC
    }
}

/// Shows the peak level of the last moment; `None` while no microphone is open.
///
/// Asks for the next frame only while a microphone is open, 15 times a second.
pub fn level_meter_ui(ui: &mut Ui, level: Option<Dbfs>, name: &str, side: MeterSide) -> Response {
    let bar_height: f32 = 12.0;
    let scale_height = if side == MeterSide::Scale { 18.0 } else { 0.0 };
    let size = vec2(ui.available_width(), bar_height.max(18.0) + scale_height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let word = level.map(LevelWord::of);
    response.widget_info(|| meter_info(name, level));
    if level.is_some() {
        ui.ctx().request_repaint_after(REPAINT);
    }
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let word_width = 72.0;
    let bar = Rect::from_min_size(
        pos2(rect.left(), rect.top() + 3.0),
        vec2((rect.width() - word_width).max(40.0), bar_height),
    );
    let peak_db = peak_of(ui, response.id, level);
    bar_paint(ui, bar, level, peak_db);
    let t = theme::tokens(ui);
    let (text, colour) = match word {
        None => ("Off", t.text_weak),
        Some(LevelWord::Silent | LevelWord::Quiet) => {
            (word.map_or("", LevelWord::text), t.text_weak)
        }
        Some(word) => (word.text(), word.colour(t)),
    };
    let at = pos2(rect.right(), bar.center().y);
    ui.painter().text(at, Align2::RIGHT_CENTER, text, theme::body(), colour);
    if side == MeterSide::Scale {
        scale_paint(ui, bar);
    }
    response
}

fn meter_info(name: &str, level: Option<Dbfs>) -> WidgetInfo {
    let mut info = WidgetInfo::labeled(Role::Meter, true, name);
    // The word, not the number: a screen reader would read a number again and again.
    info.current_text_value =
        Some(level.map_or("off", |level| LevelWord::of(level).text()).to_lowercase());
    info
}

fn peak_of(ui: &Ui, id: Id, level: Option<Dbfs>) -> Option<f32> {
    let now_secs = ui.input(|input| input.time);
    let level = level?;
    ui.data_mut(|data| {
        let peak = Peak::next(data.get_temp::<Peak>(id), level.0, now_secs);
        data.insert_temp(id, peak);
        Some(peak.shown_db(now_secs))
    })
}

/// Where a level lies in the bar, 0–1.
fn share(level_db: f32) -> f32 {
    ((level_db - SCALE_FLOOR.0) / -SCALE_FLOOR.0).clamp(0.0, 1.0)
}

fn bar_paint(ui: &Ui, bar: Rect, level: Option<Dbfs>, peak_db: Option<f32>) {
    let t = theme::tokens(ui);
    let radius = CornerRadius::same(6);
    let edge = Stroke::new(1.0, t.line_strong.gamma_multiply(0.6));
    ui.painter().rect(bar, radius, t.sunken, edge, egui::StrokeKind::Inside);
    if let Some(level) = level {
        let inside = bar.shrink(2.0);
        let mut filled = inside;
        filled.set_width(inside.width() * share(level.0));
        let colour = LevelWord::of(level).colour(t);
        if filled.width() >= 1.0 {
            ui.painter().rect_filled(filled, CornerRadius::same(4), colour);
        }
    }
    if let Some(peak) = peak_db.filter(|peak| *peak > SCALE_FLOOR.0) {
        let x = bar.left() + 2.0 + (bar.width() - 4.0) * share(peak);
        ui.painter().vline(x, bar.shrink(2.0).y_range(), Stroke::new(2.0, t.text));
    }
}

fn scale_paint(ui: &Ui, bar: Rect) {
    let t = theme::tokens(ui);
    for (db, text, align) in [
        (-60.0, "−60 dB", Align2::LEFT_TOP),
        (-40.0, "−40", Align2::CENTER_TOP),
        (-20.0, "−20", Align2::CENTER_TOP),
        (0.0, "0", Align2::RIGHT_TOP),
    ] {
        let at = pos2(bar.left() + bar.width() * share(db), bar.bottom() + 3.0);
        ui.painter().text(at, align, text, theme::small(), t.text_weak);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_the_level() {
        assert_eq!(LevelWord::of(Dbfs(-96.0)), LevelWord::Silent);
        assert_eq!(LevelWord::of(Dbfs(-40.0)), LevelWord::Quiet);
        assert_eq!(LevelWord::of(Dbfs(-12.0)), LevelWord::Good);
        assert_eq!(LevelWord::of(Dbfs(-1.0)), LevelWord::TooLoud);
    }

    #[test]
    fn the_peak_holds_and_then_falls() {
        let peak = Peak::next(None, -10.0, 0.0);
        let held = Peak::next(Some(peak), -50.0, 1.0);
        assert!((held.shown_db(1.0) + 10.0).abs() < 0.01);
        let falling = Peak::next(Some(held), -50.0, 2.5);
        assert!((falling.shown_db(2.5) + 34.0).abs() < 0.01);
        let caught = Peak::next(Some(falling), -50.0, 10.0);
        assert!((caught.shown_db(10.0) + 50.0).abs() < 0.01);
    }

    #[test]
    fn the_bar_spans_sixty_decibels() {
        assert!(share(-80.0).abs() < f32::EPSILON);
        assert!((share(-30.0) - 0.5).abs() < f32::EPSILON);
        assert!((share(3.0) - 1.0).abs() < f32::EPSILON);
    }
}
