//! A sound as a shape, with a playhead: click to seek, drag to choose a stretch, wheel to look closer,
//! hover to read the time.
//!
//! Paints from an [`Overview`]; never looks at samples. Keys are not read here: Space and the arrows
//! belong to the screen, which leaves them working while this has the focus, and asks for a closer look
//! through [`WaveformState`].

mod paint;
mod strip;
mod view;

use std::time::Duration;

use egui::accesskit::Action;
use egui::{EventFilter, Id, Rect, Response, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::analysis::Overview;
use crate::ui::theme::space;
use crate::ui::times::clock_text;
use view::{Scale, View};

/// How far a screen reader's "more" and "less" go.
const STEP: Duration = Duration::from_secs(5);

/// How much closer one press of a key or a button looks.
const ZOOM_STEP: f64 = 2.0;

/// A press that moved by less than this is a click, points.
const STEADY: f32 = 4.0;

/// A moment of the sound worth showing.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveMark {
    /// From the beginning.
    pub at: Duration,
    /// What it is, shown when hovered.
    pub label: String,
    /// In a word or two, where the recording breaks off here and goes on later: that is to be seen at once.
    pub gap: Option<String>,
}

/// Why a stretch of the sound stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShadeKind {
    /// A pause.
    Pause,
    /// A pause so long that it is pointed out.
    LongPause,
    /// Speech that went on past the aim.
    RunOn,
}

/// A stretch of the sound that stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shade {
    /// Its first moment.
    pub from: Duration,
    /// The moment behind its last.
    pub to: Duration,
    /// Why.
    pub kind: ShadeKind,
    /// Whether it may have been longer than it is here.
    pub at_least: bool,
}

/// What a waveform shows.
#[derive(Debug, Clone, Copy)]
pub struct Waveform<'a> {
    /// The widget's identity.
    pub id: Id,
    /// What it is called for screen readers.
    pub name: &'a str,
    /// Tells this sound from others, for what is remembered of it.
    pub sound: usize,
    /// The sound's shape, if it is known yet.
    pub overview: Option<&'a Overview>,
    /// The sound's length.
    pub length: Duration,
    /// Where the playhead is.
    pub position: Duration,
    /// Moments shown as ticks.
    pub marks: &'a [WaveMark],
    /// Stretches that stand out.
    pub shades: &'a [Shade],
    /// The stretch that is chosen, if one is.
    pub chosen: Option<(Duration, Duration)>,
}

/// What the user wants of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaveIntent {
    /// Move the playhead there.
    Seek(Duration),
    /// Choose this stretch, from and to; never empty.
    Choose(Duration, Duration),
}

/// What a waveform remembers: which part is shown, and its drawn shape, so that a moving playhead costs
/// nothing but itself.
#[derive(Debug, Default)]
pub struct WaveformState {
    /// The sound that this is about.
    sound: Option<usize>,
    view: View,
    /// Where the playhead was: when it leaves the part that is shown, the part follows.
    position: Duration,
    /// Where in the sound it was pressed, while it is.
    grip: Option<Duration>,
    drawn: Option<paint::Drawn>,
    drawn_strip: Option<paint::Drawn>,
}

impl WaveformState {
    /// Looks so many steps closer (less than nothing: from farther away) at the playhead, or at the middle
    /// if the playhead is out of sight.
    pub fn zoom_steps(&mut self, steps: i32, wave: &Waveform<'_>) {
        self.turn_to(wave);
        let scale = Scale { length: wave.length, view: self.view, rect: Rect::ZERO };
        let head = scale.fraction_of(wave.position);
        let middle = (self.view.from + self.view.to) / 2.0;
        let at = if self.view.holds(head) { head } else { middle };
        self.view = self.view.zoomed(ZOOM_STEP.powi(steps), at, wave.length);
    }

    /// Shows all of the sound.
    pub fn fit(&mut self) {
        self.view = View::WHOLE;
    }

    /// Whether less than all of the sound is shown.
    #[must_use]
    pub fn is_zoomed(&self) -> bool {
        !self.view.is_whole()
    }

    /// How often the shape was made.
    #[cfg(test)]
    pub(crate) fn drawings(&self) -> usize {
        self.drawn.as_ref().map_or(0, |drawn| drawn.drawings)
    }

    /// Another sound begins whole.
    fn turn_to(&mut self, wave: &Waveform<'_>) {
        if self.sound != Some(wave.sound) {
            *self = Self { sound: Some(wave.sound), position: wave.position, ..Self::default() };
        }
    }

    /// Keeps the playhead in sight, unless the user looks elsewhere on purpose.
    fn follow(&mut self, wave: &Waveform<'_>) {
        let scale = Scale { length: wave.length, view: self.view, rect: Rect::ZERO };
        let was_seen = self.view.holds(scale.fraction_of(self.position));
        if self.position != wave.position && was_seen {
            self.view = self.view.showing(scale.fraction_of(wave.position));
        }
        self.position = wave.position;
    }
}

/// Draws the waveform `height` points high over the width there is; gives what the user wants of it.
///
/// While less than all is shown, a strip below, within the same height, shows which part it is.
pub fn waveform_ui(
    ui: &mut Ui,
    wave: &Waveform<'_>,
    height: f32,
    state: &mut WaveformState,
) -> (Response, Option<WaveIntent>) {
    state.turn_to(wave);
    state.follow(wave);
    let (_, all) = ui.allocate_space(vec2(ui.available_width(), height));
    let rect = if state.is_zoomed() {
        let strip = Rect::from_min_max(pos2(all.left(), all.bottom() - strip::HEIGHT), all.max);
        strip::strip_ui(ui, wave, strip, state);
        Rect::from_min_max(all.min, pos2(all.right(), strip.top() - space::XS))
    } else {
        all
    };
    let response = ui.interact(rect, wave.id, Sense::click_and_drag());
    look_closer(ui, wave, &response, state);
    let scale = Scale { length: wave.length, view: state.view, rect };
    let pressed = pressed(ui, &scale, &response, &mut state.grip);
    let intent = pressed.and_then(|(wanted, released)| released.then_some(wanted));
    let intent = intent.or_else(|| asked_by_reader(ui, wave, &response));
    describe(ui, wave, &response);
    if ui.is_rect_visible(rect) {
        let shown = match pressed {
            Some((WaveIntent::Seek(to), _)) => Waveform { position: to, ..*wave },
            Some((WaveIntent::Choose(from, to), _)) => {
                Waveform { chosen: Some((from, to)), ..*wave }
            }
            None => *wave,
        };
        paint::paint(ui, &shown, &scale, &response, &mut state.drawn);
    }
    (response, intent)
}

/// What the pointer is about to ask for, and whether it was let go: only then it is asked.
fn pressed(
    ui: &Ui,
    scale: &Scale,
    response: &Response,
    grip: &mut Option<Duration>,
) -> Option<(WaveIntent, bool)> {
    let released = response.clicked() || response.drag_stopped();
    if !released && !response.is_pointer_button_down_on() {
        *grip = None;
        return None;
    }
    // Space on the focused widget counts as a click too, but has no place.
    let here = response.interact_pointer_pos()?;
    let origin = ui.input(|input| input.pointer.press_origin()).unwrap_or(here);
    let from = *grip.get_or_insert_with(|| scale.time_at(origin.x));
    if released {
        *grip = None;
    }
    let to = scale.time_at(here.x);
    let is_steady = (scale.x_of(from) - here.x).abs() < STEADY || from == to;
    let wanted = if response.clicked() || is_steady {
        WaveIntent::Seek(to)
    } else {
        WaveIntent::Choose(from.min(to), from.max(to))
    };
    Some((wanted, released))
}

/// A screen reader's "more" and "less".
fn asked_by_reader(ui: &Ui, wave: &Waveform<'_>, response: &Response) -> Option<WaveIntent> {
    let times = |action| {
        u32::try_from(ui.input(|input| input.num_accesskit_action_requests(response.id, action)))
            .unwrap_or(u32::MAX)
    };
    let (more, less) = (times(Action::Increment), times(Action::Decrement));
    (more != less).then(|| {
        let ahead = wave.position.saturating_add(STEP.saturating_mul(more)).min(wave.length);
        WaveIntent::Seek(ahead.saturating_sub(STEP.saturating_mul(less)))
    })
}

/// Ctrl with the wheel, or two fingers, enlarge at the pointer; the wheel alone moves what is enlarged.
fn look_closer(ui: &Ui, wave: &Waveform<'_>, response: &Response, state: &mut WaveformState) {
    let Some(pointer) = response.hover_pos() else { return };
    let scale = Scale { length: wave.length, view: state.view, rect: response.rect };
    let times = f64::from(ui.input(egui::InputState::zoom_delta));
    if (times - 1.0).abs() > f64::EPSILON {
        state.view = state.view.zoomed(times, scale.fraction_at(pointer.x), wave.length);
    }
    if state.is_zoomed() {
        // Taken, so that nothing around it scrolls too.
        let by =
            ui.input_mut(|input| std::mem::replace(&mut input.smooth_scroll_delta, Vec2::ZERO));
        let share = f64::from((by.x + by.y) / response.rect.width().max(1.0));
        state.view = state.view.moved(-share * state.view.width());
    }
}

/// Tells screen readers what it is and where it stands, and keeps the arrow keys from moving the focus.
fn describe(ui: &Ui, wave: &Waveform<'_>, response: &Response) {
    let position = wave.position.min(wave.length);
    response.widget_info(|| WidgetInfo::slider(true, position.as_secs_f64(), wave.name));
    let mut value = format!("{} of {}", clock_text(position), clock_text(wave.length));
    if let Some((from, to)) = wave.chosen {
        value.push_str(&format!(", {} to {} chosen", clock_text(from), clock_text(to)));
    }
    let gaps = wave.marks.iter().filter(|mark| mark.gap.is_some());
    let gaps: Vec<String> =
        gaps.map(|mark| format!("{}: {}", clock_text(mark.at), mark.label)).collect();
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(value);
        if !gaps.is_empty() {
            node.set_description(gaps.join("; "));
        }
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(wave.length.as_secs_f64());
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
    if response.has_focus() {
        keep_arrows(ui, response.id);
    }
}

/// Arrows are not for moving on from it while it has the focus.
fn keep_arrows(ui: &Ui, id: Id) {
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
    ui.ctx().memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}
