//! The window's size, to be the same at the next start.

use std::time::{Duration, Instant};

use egui::Context;

/// A size is kept when the user has let go of the window's edge.
const SETTLED: Duration = Duration::from_secs(1);

/// The size last seen.
#[derive(Debug, Default)]
pub(super) struct Sized {
    seen: Option<([f32; 2], Instant)>,
}

impl Sized {
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

/// The size in points of the system, whole ones; none while the window fills the screen or is away.
fn usual_size(ctx: &Context) -> Option<[f32; 2]> {
    let filled = ctx.input(|input| {
        let window = input.viewport();
        [window.maximized, window.fullscreen, window.minimized].contains(&Some(true))
    });
    let size = ctx.viewport_rect().size() * ctx.zoom_factor();
    (!filled && size.x >= 1.0 && size.y >= 1.0).then(|| [size.x.round(), size.y.round()])
}
