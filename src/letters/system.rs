//! The system's fonts, once something needs them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use egui::Context;
use egui::epaint::text::{FallbackRequest, FontInsert, FontProvider};
use egui_system_font_provider::SystemFontProvider;

/// One list of the system's fonts for the whole program; making it takes tens to hundreds of milliseconds.
static SYSTEM: OnceLock<Arc<SystemFontProvider>> = OnceLock::new();

/// Lets the window draw what the shipped fonts lack. Once, before the first frame.
pub fn install(ctx: &Context) {
    let awaited = Awaited { ctx: ctx.clone(), begun: AtomicBool::new(false) };
    ctx.set_font_providers(vec![Arc::new(awaited)]);
}

/// The system's fonts; waits until they are listed when it is first asked for one.
pub(super) fn listed() -> Arc<SystemFontProvider> {
    Arc::clone(SYSTEM.get_or_init(|| Arc::new(SystemFontProvider::new())))
}

/// Has no font, but has them looked for: a frame is never held up by that. What was asked for is asked for
/// again when they are there.
struct Awaited {
    ctx: Context,
    begun: AtomicBool,
}

impl FontProvider for Awaited {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        if !self.begun.swap(true, Ordering::Relaxed) {
            let ctx = self.ctx.clone();
            let cluster = request.cluster.to_owned();
            let search = move || {
                let fonts = listed();
                let family = egui::FontFamily::Proportional;
                // Returns when all are listed.
                let _first =
                    fonts.font_for(&FallbackRequest { cluster: &cluster, family: &family });
                ctx.set_font_providers(vec![fonts]);
            };
            let thread = std::thread::Builder::new().name("fonts".to_owned()).spawn(search);
            if let Err(problem) = thread {
                log::warn!("the system's fonts could not be looked for: {problem}");
            }
        }
        None
    }
}
