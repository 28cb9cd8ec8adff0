//! How a waveform looks.

use std::sync::Arc;
use std::time::Duration;

use egui::{
    Align2, Color32, CornerRadius, Mesh, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind,
    Ui, pos2,
};

use super::view::{Scale, View};
use super::{Shade, ShadeKind, WaveMark, Waveform};
use crate::analysis::Overview;
use crate::ui::theme::{self, Tokens, space, tokens};
use crate::ui::times::clock_text;

/// How far the tick of a mark reaches down, points.
const TICK: f32 = 10.0;

/// A dash of the line at which a recording breaks off, points.
const DASH: f32 = 5.0;

/// A word in a shade is shown if the shade is this much wider than the word, points.
const AROUND_WORD: f32 = 6.0;

/// A shape as it was drawn last, and of what.
#[derive(Debug)]
pub(super) struct Drawn {
    key: (usize, u64, Rect, View, Color32, Color32),
    rest: Arc<Mesh>,
    played: Arc<Mesh>,
    /// How often a shape was made in this place.
    pub(super) drawings: usize,
}

/// A shape to be drawn.
pub(super) struct Shown<'a> {
    pub sound: usize,
    pub overview: &'a Overview,
    pub scale: &'a Scale,
    /// The playhead's place on the screen.
    pub head: f32,
}

/// Ground, stretches, shape, marks, playhead, and the time under the pointer.
pub(super) fn paint(
    ui: &Ui,
    wave: &Waveform<'_>,
    scale: &Scale,
    response: &Response,
    drawn: &mut Option<Drawn>,
) {
    let t = tokens(ui);
    let rect = scale.rect;
    let painter = ui.painter_at(rect.expand(2.0));
    let inner = ui.painter_at(rect);
    painter.rect_filled(rect, CornerRadius::same(6), t.surface);
    wave.shades.iter().for_each(|shade| paint_shade(&inner, scale, shade, t));
    if let Some(chosen) = wave.chosen {
        paint_chosen(&inner, scale, chosen, t);
    }
    let head = scale.x_of(wave.position);
    match wave.overview {
        Some(overview) => {
            paint_shape(&inner, &Shown { sound: wave.sound, overview, scale, head }, t, drawn);
        }
        None => {
            let (middle, words) = (rect.center(), "Reading the recording…");
            inner.text(middle, Align2::CENTER_CENTER, words, theme::small(), t.text_weak);
        }
    }
    for mark in wave.marks.iter().filter(|mark| mark.gap.is_none()) {
        let x = scale.x_of(mark.at);
        inner.vline(x, rect.top()..=rect.top() + TICK, Stroke::new(2.0, t.amber));
    }
    paint_gaps(&inner, wave.marks, scale, t);
    inner.vline(head, rect.y_range(), Stroke::new(1.5, t.accent));
    let outline = if response.has_focus() { t.accent } else { t.line };
    let stroke = Stroke::new(1.0, outline);
    painter.rect_stroke(rect, CornerRadius::same(6), stroke, StrokeKind::Inside);
    if let Some(pointer) = response.hover_pos() {
        paint_hover(&inner, wave, scale, pointer, t);
    }
}

/// A tint with a bar at the bottom; what matters most says what it is.
fn paint_shade(painter: &Painter, scale: &Scale, shade: &Shade, t: &Tokens) {
    let (left, right) = (scale.x_of(shade.from), scale.x_of(shade.to));
    if right < scale.rect.left() || left > scale.rect.right() {
        return;
    }
    let (colour, tint) = match shade.kind {
        ShadeKind::Pause => (t.line_strong, 0.12),
        ShadeKind::LongPause => (t.amber, 0.16),
        ShadeKind::RunOn => (t.red, 0.14),
    };
    let rect = Rect::from_x_y_ranges(left..=right.max(left + 1.0), scale.rect.y_range());
    painter.rect_filled(rect, CornerRadius::ZERO, colour.gamma_multiply(tint));
    let bar = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 3.0), rect.max);
    painter.rect_filled(bar, CornerRadius::ZERO, colour);
    if shade.kind == ShadeKind::Pause {
        return;
    }
    let seen = rect.intersect(scale.rect);
    let galley = painter.layout_no_wrap(words_of(shade), theme::small(), colour);
    if galley.size().x + AROUND_WORD < seen.width() {
        // Under the ticks of marks, which may stand in the same place.
        let at = pos2(seen.center().x - galley.size().x / 2.0, seen.top() + TICK);
        painter.galley(at, galley, colour);
    }
}

/// Broken lines from top to bottom where the recording breaks off, each with its word where there is room.
fn paint_gaps(painter: &Painter, marks: &[WaveMark], scale: &Scale, t: &Tokens) {
    let rect = scale.rect;
    let mut free_from = rect.left();
    for mark in marks {
        let Some(word) = &mark.gap else { continue };
        let x = scale.x_of(mark.at);
        if x < rect.left() || x > rect.right() {
            continue;
        }
        let ends = [pos2(x, rect.top()), pos2(x, rect.bottom())];
        painter.extend(Shape::dashed_line(&ends, Stroke::new(2.0, t.amber), DASH, DASH / 2.0));
        let galley = painter.layout_no_wrap(word.clone(), theme::small(), t.amber);
        let size = galley.size();
        let is_at_end = x + space::XS + size.x > rect.right() - space::XS;
        let left = if is_at_end { x - space::XS - size.x } else { x + space::XS };
        if left >= free_from {
            // Above the bars of stretches.
            let at = pos2(left, rect.bottom() - size.y - space::XS);
            let behind = Rect::from_min_size(at, size).expand(1.0);
            painter.rect_filled(behind, CornerRadius::same(3), t.surface);
            painter.galley(at, galley, t.amber);
            free_from = left + size.x + space::XS;
        }
    }
}

/// What a stretch is, in words.
fn words_of(shade: &Shade) -> String {
    let secs = shade.to.saturating_sub(shade.from).as_secs_f64();
    let least = if shade.at_least { "at least " } else { "" };
    match shade.kind {
        ShadeKind::Pause => format!("pause {least}{secs:.1} s"),
        ShadeKind::LongPause => format!("{least}{secs:.1} s"),
        ShadeKind::RunOn => "run-on".to_owned(),
    }
}

fn paint_chosen(painter: &Painter, scale: &Scale, chosen: (Duration, Duration), t: &Tokens) {
    let (left, right) = (scale.x_of(chosen.0), scale.x_of(chosen.1));
    let rect = Rect::from_x_y_ranges(left..=right, scale.rect.y_range());
    painter.rect_filled(rect, CornerRadius::ZERO, t.accent_faint);
    for x in [left, right] {
        painter.vline(x, rect.y_range(), Stroke::new(1.5, t.accent));
    }
}

/// The shape at rest, and once more in the accent up to the playhead.
pub(super) fn paint_shape(
    painter: &Painter,
    shown: &Shown<'_>,
    t: &Tokens,
    drawn: &mut Option<Drawn>,
) {
    let Shown { sound, overview, scale, head } = *shown;
    let rect = scale.rect;
    let key = (sound, overview.samples(), rect, scale.view, t.wave, t.accent);
    if drawn.as_ref().is_none_or(|drawn| drawn.key != key) {
        let mesh = |colour| Arc::new(shape(overview, scale, colour));
        let drawings = drawn.as_ref().map_or(0, |drawn| drawn.drawings) + 1;
        *drawn = Some(Drawn { key, rest: mesh(t.wave), played: mesh(t.accent), drawings });
    }
    let Some(drawn) = drawn else { return };
    let head = head.clamp(rect.left(), rect.right());
    let until_head = Rect::from_min_max(rect.min, pos2(head, rect.bottom()));
    let from_head = Rect::from_min_max(pos2(head, rect.top()), rect.max);
    let part = |clip: Rect, mesh: &Arc<Mesh>| {
        let painter = painter.with_clip_rect(clip.intersect(painter.clip_rect()));
        painter.add(Shape::Mesh(Arc::clone(mesh)));
    };
    part(until_head, &drawn.played);
    part(from_head, &drawn.rest);
}

/// How strong the peaks are beside what is in them: what is loud for longer stands out.
const PEAKS: f32 = 0.45;

/// A soft recording is drawn at most so many times as high as it is.
const MOST_GAIN: f32 = 8.0;

/// How many times as high as it is a sound is drawn: what is soft fills the height too, all of it alike.
fn gain(overview: &Overview) -> f32 {
    let whole = overview.between(0.0, 1.0);
    let peak = whole.max.max(-whole.min);
    if peak > 0.0 { (1.0 / peak).clamp(1.0, MOST_GAIN) } else { 1.0 }
}

/// Two upright bars for each point of width: from the lowest sample to the highest, at least a hairline,
/// and in it, stronger, the mean level.
fn shape(overview: &Overview, scale: &Scale, colour: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    let rect = scale.rect;
    let columns = rect.width().max(0.0).floor() as u32;
    let half = (rect.height() / 2.0 - 2.0) * gain(overview);
    let fraction =
        |column: u32| scale.view.from + scale.view.width() * f64::from(column) / f64::from(columns);
    let faint = colour.gamma_multiply(PEAKS);
    for column in 0..columns {
        let peak = overview.between(fraction(column), fraction(column + 1));
        let x = rect.left() + column as f32;
        let y = |sample: f32| {
            (rect.center().y - sample * half).clamp(rect.top() + 2.0, rect.bottom() - 2.0)
        };
        let bar = |high: f32, low: f32| {
            Rect::from_min_max(pos2(x, y(high) - 0.5), pos2(x + 1.0, y(low) + 0.5))
        };
        mesh.add_colored_rect(bar(peak.max, peak.min), faint);
        mesh.add_colored_rect(bar(peak.rms.min(peak.max), (-peak.rms).max(peak.min)), colour);
    }
    mesh
}

fn paint_hover(painter: &Painter, wave: &Waveform<'_>, scale: &Scale, pointer: Pos2, t: &Tokens) {
    let rect = scale.rect;
    painter.vline(pointer.x, rect.y_range(), Stroke::new(1.0, t.text_weak));
    let here = scale.time_at(pointer.x);
    let near = |mark: &&WaveMark| (scale.x_of(mark.at) - pointer.x).abs() < 6.0;
    let under = |shade: &&Shade| (shade.from..=shade.to).contains(&here);
    let mark = wave.marks.iter().find(near).map(|mark| mark.label.clone());
    let what = mark.or_else(|| wave.shades.iter().rfind(under).map(words_of));
    let time = clock_text(here);
    let text = what.map_or_else(|| time.clone(), |what| format!("{time}  {what}"));
    let galley = painter.layout_no_wrap(text, theme::small(), t.text);
    let right = pointer.x + space::S + galley.size().x > rect.right() - space::XS;
    let x = if right { pointer.x - space::S - galley.size().x } else { pointer.x + space::S };
    let at = pos2(x, rect.bottom() - galley.size().y - space::S);
    let behind = Rect::from_min_size(at, galley.size()).expand(2.0);
    painter.rect_filled(behind, CornerRadius::same(3), t.surface);
    painter.galley(at, galley, t.text);
}
