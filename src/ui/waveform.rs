//! A sound as a shape, with a playhead: click or drag to seek, hover to read the time.
//!
//! Paints from an [`Overview`]; never looks at samples. Keys are not read here: Space and the arrows
//! belong to the screen, which leaves them working while this has the focus.

use std::time::Duration;

use egui::accesskit::Action;
use egui::{
    Align2, Color32, CornerRadius, EventFilter, Id, Mesh, Painter, Pos2, Rect, Response, Sense,
    Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

use crate::analysis::Overview;
use crate::ui::theme::{self, Tokens, space, tokens};
use crate::ui::times::clock_text;

/// How far a screen reader's "more" and "less" go.
const STEP: Duration = Duration::from_secs(5);

/// A moment of the sound worth showing.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveMark {
    /// From the beginning.
    pub at: Duration,
    /// What it is, shown when hovered.
    pub label: String,
}

/// What a waveform shows.
#[derive(Debug)]
pub struct Waveform<'a> {
    /// The widget's identity.
    pub id: Id,
    /// What it is called for screen readers.
    pub name: &'a str,
    /// Tells this sound from others, for the cache.
    pub sound: usize,
    /// The sound's shape, if it is known yet.
    pub overview: Option<&'a Overview>,
    /// The sound's length.
    pub length: Duration,
    /// Where the playhead is.
    pub position: Duration,
    /// Moments shown as ticks.
    pub marks: &'a [WaveMark],
}

/// The drawn shape of the last sound, so that a moving playhead costs nothing but itself.
#[derive(Debug, Default)]
pub struct WaveformCache {
    drawn: Option<Drawn>,
}

#[derive(Debug)]
struct Drawn {
    key: (usize, u64, Rect, Color32, Color32),
    rest: Arc<Mesh>,
    played: Arc<Mesh>,
}

/// Draws the waveform `height` points high over the width there is; gives where to seek to, if asked.
pub fn waveform_ui(
    ui: &mut Ui,
    wave: &Waveform<'_>,
    height: f32,
    cache: &mut WaveformCache,
) -> (Response, Option<Duration>) {
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let response = ui.interact(rect, wave.id, Sense::click_and_drag());
    let seek = asked_position(ui, wave, &response);
    describe(ui, wave, &response);
    if ui.is_rect_visible(rect) {
        let wanted = if response.is_pointer_button_down_on() { seek } else { None };
        paint(ui, wave, rect, &response, wanted.unwrap_or(wave.position), cache);
    }
    (response, seek)
}

fn asked_position(ui: &Ui, wave: &Waveform<'_>, response: &Response) -> Option<Duration> {
    if response.is_pointer_button_down_on() || response.clicked() {
        // Space on the focused widget counts as a click too, but has no place.
        if let Some(pointer) = response.interact_pointer_pos() {
            return Some(time_at(wave.length, response.rect, pointer.x));
        }
    }
    let times = |action| {
        u32::try_from(ui.input(|input| input.num_accesskit_action_requests(response.id, action)))
            .unwrap_or(u32::MAX)
    };
    let (more, less) = (times(Action::Increment), times(Action::Decrement));
    (more != less).then(|| {
        let ahead = wave.position.saturating_add(STEP.saturating_mul(more)).min(wave.length);
        ahead.saturating_sub(STEP.saturating_mul(less))
    })
}

/// Tells screen readers what it is and where it stands, and keeps the arrow keys from moving the focus.
fn describe(ui: &Ui, wave: &Waveform<'_>, response: &Response) {
    let position = wave.position.min(wave.length);
    response.widget_info(|| WidgetInfo::slider(true, position.as_secs_f64(), wave.name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(format!("{} of {}", clock_text(position), clock_text(wave.length)));
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(wave.length.as_secs_f64());
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
    if response.has_focus() {
        let filter =
            EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.ctx().memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
}

fn time_at(length: Duration, rect: Rect, x: f32) -> Duration {
    let fraction = ((x - rect.left()) / rect.width().max(1.0)).clamp(0.0, 1.0);
    length.mul_f64(f64::from(fraction))
}

fn x_of(length: Duration, rect: Rect, at: Duration) -> f32 {
    if length.is_zero() {
        return rect.left();
    }
    let fraction = (at.as_secs_f64() / length.as_secs_f64()).clamp(0.0, 1.0);
    rect.left() + rect.width() * fraction as f32
}

fn paint(
    ui: &Ui,
    wave: &Waveform<'_>,
    rect: Rect,
    response: &Response,
    position: Duration,
    cache: &mut WaveformCache,
) {
    let tokens = tokens(ui);
    let painter = ui.painter_at(rect.expand(2.0));
    painter.rect_filled(rect, CornerRadius::same(6), tokens.surface);
    let outline = if response.has_focus() { tokens.accent } else { tokens.line };
    let stroke = Stroke::new(1.0, outline);
    painter.rect_stroke(rect, CornerRadius::same(6), stroke, egui::StrokeKind::Inside);
    let head = x_of(wave.length, rect, position);
    match wave.overview {
        Some(overview) => paint_shape(&painter, wave.sound, overview, rect, head, tokens, cache),
        None => {
            painter.text(
                rect.center(),
                Align2::CENTER_CENTER,
                "Reading the recording…",
                theme::small(),
                tokens.text_weak,
            );
        }
    }
    for mark in wave.marks {
        let x = x_of(wave.length, rect, mark.at);
        painter.vline(x, rect.top()..=rect.top() + 10.0, Stroke::new(2.0, tokens.amber));
    }
    painter.vline(head, rect.y_range(), Stroke::new(1.5, tokens.accent));
    if let Some(pointer) = response.hover_pos() {
        paint_hover(&painter, wave, rect, pointer, tokens);
    }
}

/// The shape at rest, and once more in the accent up to the playhead.
fn paint_shape(
    painter: &Painter,
    sound: usize,
    overview: &Overview,
    rect: Rect,
    head: f32,
    tokens: &Tokens,
    cache: &mut WaveformCache,
) {
    let key = (sound, overview.samples(), rect, tokens.wave, tokens.accent);
    if cache.drawn.as_ref().is_none_or(|drawn| drawn.key != key) {
        let mesh = |colour| Arc::new(shape(overview, rect.shrink(space::XS), colour));
        cache.drawn = Some(Drawn { key, rest: mesh(tokens.wave), played: mesh(tokens.accent) });
    }
    let Some(drawn) = &cache.drawn else { return };
    let until_head = Rect::from_min_max(rect.min, pos2(head, rect.bottom()));
    let from_head = Rect::from_min_max(pos2(head, rect.top()), rect.max);
    let part = |clip: Rect, mesh: &Arc<Mesh>| {
        painter
            .with_clip_rect(clip.intersect(painter.clip_rect()))
            .add(Shape::Mesh(Arc::clone(mesh)));
    };
    part(until_head, &drawn.played);
    part(from_head, &drawn.rest);
}

/// One upright bar for each point of width, at least a hairline high.
fn shape(overview: &Overview, rect: Rect, colour: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    let columns = rect.width().max(0.0).floor() as u32;
    let half = rect.height() / 2.0;
    for column in 0..columns {
        let (from, to) = (f64::from(column), f64::from(column + 1));
        let peak = overview.between(from / f64::from(columns), to / f64::from(columns));
        let x = rect.left() + column as f32;
        let y = |sample: f32| rect.center().y - sample.clamp(-1.0, 1.0) * half;
        let bar = Rect::from_min_max(pos2(x, y(peak.max) - 0.5), pos2(x + 1.0, y(peak.min) + 0.5));
        mesh.add_colored_rect(bar, colour);
    }
    mesh
}

fn paint_hover(painter: &Painter, wave: &Waveform<'_>, rect: Rect, pointer: Pos2, tokens: &Tokens) {
    painter.vline(pointer.x, rect.y_range(), Stroke::new(1.0, tokens.text_weak));
    let near = |mark: &&WaveMark| (x_of(wave.length, rect, mark.at) - pointer.x).abs() < 6.0;
    let time = clock_text(time_at(wave.length, rect, pointer.x));
    let text = match wave.marks.iter().find(near) {
        Some(mark) => format!("{time}  {}", mark.label),
        None => time,
    };
    let galley = painter.layout_no_wrap(text, theme::small(), tokens.text);
    let right = pointer.x + space::S + galley.size().x > rect.right() - space::XS;
    let x = if right { pointer.x - space::S - galley.size().x } else { pointer.x + space::S };
    let at = pos2(x, rect.bottom() - galley.size().y - space::XS);
    let behind = Rect::from_min_size(at, galley.size()).expand(2.0);
    painter.rect_filled(behind, CornerRadius::same(3), tokens.surface);
    painter.galley(at, galley, tokens.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_and_its_time_are_each_others_inverse() {
        let rect = Rect::from_min_size(pos2(20.0, 0.0), vec2(400.0, 80.0));
        let length = Duration::from_secs(64);
        for secs in [0, 16, 23, 64] {
            let at = Duration::from_secs(secs);
            let back = time_at(length, rect, x_of(length, rect, at));
            assert!(back.abs_diff(at) < Duration::from_millis(5), "{secs} s became {back:?}");
        }
        assert_eq!(time_at(length, rect, -50.0), Duration::ZERO);
        assert_eq!(time_at(length, rect, 5_000.0), length);
        assert_eq!(x_of(Duration::ZERO, rect, length), rect.left());
    }
}
