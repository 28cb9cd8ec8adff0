//! The window's size, to be the same at the next start.

use std::time::{Duration, Instant};

use egui::{Context, Vec2, ViewportCommand};

/// A size is kept when the user has let go of the window's edge.
const SETTLED: Duration = Duration::from_secs(1);

/// By then the desktop has put its frame around the window: later sizes are the user's own.
const FRAMED: Duration = Duration::from_secs(3);

/// The size last seen.
#[derive(Debug, Default)]
pub(super) struct Sized {
    seen: Option<([f32; 2], Instant)>,
    /// When the window was first seen, and the size that was asked for to fit it into the screen.
    begun: Option<Instant>,
    asked: Option<Vec2>,
}

impl Sized {
    /// Cuts a window that is larger than its screen, its frame included: the windowing library knows the
    /// screen, but not the frame, so that the lowest strip would lie below its edge.
    pub(super) fn fit(&mut self, ctx: &Context, now: Instant) {
        let begun = *self.begun.get_or_insert(now);
        if now.duration_since(begun) > FRAMED {
            return;
        }
        let window = ctx.input(|input| {
            let window = input.viewport();
            Some((window.inner_rect?.size(), window.outer_rect?.size(), window.monitor_size?))
        });
        let Some((inner, outer, screen)) = window else { return };
        let size = fitting(inner, outer, screen);
        if let Some(size) = size.filter(|size| self.asked != Some(*size)) {
            self.asked = Some(size);
            ctx.send_viewport_cmd(ViewportCommand::InnerSize(size));
        }
    }

    /// The size to keep, once it has settled; asks for a frame in which it will have.
    pub(super) fn look(&mut self, ctx: &Context, now: Instant) -> Option<[f32; 2]> {
        let size = usual_size(ctx)?;
        match self.seen {
            Some((seen, since)) if seen == size => {
                let left = SETTLED.saturating_sub(now.duration_since(since));
                if left.is_zero() {
                    return Some(size);
                }
                ctx.request_repaint_after(left);
            }
            _ => {
                self.seen = Some((size, now));
                ctx.request_repaint_after(SETTLED);
            }
        }
        None
    }

    /// The size now, settled or not.
    pub(super) fn last(&self) -> Option<[f32; 2]> {
        self.seen.map(|(size, _)| size)
    }
}

/// The size of what is inside the frame at which the frame fits into the screen, if it does not; points.
fn fitting(inner: Vec2, outer: Vec2, screen: Vec2) -> Option<Vec2> {
    let over = (outer - screen).max(Vec2::ZERO);
    let is_known = screen.min_elem() >= 1.0 && outer.min_elem() >= 1.0;
    (is_known && over.max_elem() > 0.5).then(|| (inner - over).max(Vec2::splat(1.0)).floor())
}

/// The size in points of the system, whole ones; none while the window fills the screen or is away.
fn usual_size(ctx: &Context) -> Option<[f32; 2]> {
    let filled = ctx.input(|input| {
        let window = input.viewport();
        [window.maximized, window.fullscreen, window.minimized].contains(&Some(true))
    });
    let size = ctx.viewport_rect().size() * ctx.zoom_factor();
    (!filled && size.x >= 1.0 && size.y >= 1.0).then(|| [size.x.round(), size.y.round()])
}

#[cfg(test)]
mod tests {
    use egui::{Rect, ViewportId, pos2, vec2};

    use super::*;

    /// What the window asks the desktop for, with this much around it, on a screen of 1280x800.
    fn asked(inner: Vec2, frame: Vec2) -> Vec<ViewportCommand> {
        let ctx = Context::default();
        let mut input = egui::RawInput::default();
        if let Some(window) = input.viewports.get_mut(&ViewportId::ROOT) {
            window.monitor_size = Some(vec2(1280.0, 800.0));
            window.inner_rect = Some(Rect::from_min_size(pos2(0.0, frame.y), inner));
            window.outer_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), inner + frame));
        }
        let mut sized = Sized::default();
        let now = Instant::now();
        let mut asked = Vec::new();
        for _ in 0..2 {
            let mut output = ctx.run_ui(input.clone(), |ui| sized.fit(ui.ctx(), now));
            output.textures_delta.clear();
            let commands = output.viewport_output.remove(&ViewportId::ROOT).unwrap().commands;
            let is_size = |one: &ViewportCommand| matches!(one, ViewportCommand::InnerSize(_));
            asked.extend(commands.into_iter().filter(is_size));
        }
        asked
    }

    #[test]
    fn a_window_with_its_frame_is_never_larger_than_the_screen() {
        let cut = asked(vec2(1280.0, 800.0), vec2(2.0, 37.0));
        assert_eq!(cut, [ViewportCommand::InnerSize(vec2(1278.0, 763.0))], "asked once");
        assert_eq!(asked(vec2(1180.0, 760.0), vec2(2.0, 37.0)), []);
        let no_frame = asked(vec2(1280.0, 800.0), Vec2::ZERO);
        assert_eq!(no_frame, [], "a screen full to its edges is left alone");
    }
}
